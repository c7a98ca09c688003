"""The empty workbook to fill in: every sheet, every column explained, one small example plant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from accord.plant.columns import Column, Table
from accord.plant.rows import Cell
from accord.plant.settings import SETTINGS, SETTINGS_FR
from accord.plant.tables import TABLES
from accord.plant.workbook import Pen

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["EXAMPLE", "column_title", "write_template"]

EXAMPLE: Mapping[str, tuple[Mapping[str, Cell], ...]] = {
    "stations": (
        {"station": "G63", "area": "press", "machines": "PR01-PR02", "operators": 1,
         "machines_per_operator": 1, "attendance": "cycle", "load_s": 0, "mtbf_h": 60,
         "mttr_h": 2, "mttr_spread": 1, "breakdown_clock": "running", "setup_spread": 0,
         "move_s": 0},
    ),
    "operations": (
        {"product": "bracket", "step": 10, "station": "G63", "rate_h": 700, "spread": 0.1,
         "noise_pieces": 100, "setup_min": 90, "lot_pieces": 5000, "transfer_pieces": 1500,
         "scrap_share": 0.005, "rework_share": 0},
        {"product": "unit", "step": 10, "station": "G63", "cycle_s": 20, "spread": 0.1,
         "noise_pieces": 100, "setup_min": 0, "scrap_share": 0, "rework_share": 0},
    ),
    "components": ({"product": "unit", "step": 10, "component": "bracket", "quantity": 2},),
    "orders": (
        {"order": "W01-1", "product": "bracket", "quantity": 20000, "release": date(1999, 1, 4),
         "due": date(1999, 1, 8), "priority": 0},
        {"order": "W01-2", "product": "unit", "quantity": 1000, "release": date(1999, 1, 4),
         "due": date(1999, 1, 15), "priority": 0},
    ),
    "people": (
        {"person": "P001", "job": "press operator", "category": "worker", "class": "O2",
         "crew": "A", "birth_date": date(1960, 5, 17), "hire_date": date(1985, 9, 2),
         "work_start": date(1977, 7, 1), "contract": "permanent", "weekly_h": 39,
         "wage_month": 7600, "sex": "F", "disabled": False, "dependants": 1,
         "single_parent": False, "pension_quarters": 88, "protected": False, "commute_min": 20,
         "leave_days": 12.5},
        {"person": "P002", "job": "press operator", "crew": "A", "weekly_h": 39},
    ),
    "skills": (
        {"person": "P001", "station": "G63", "task": "run", "level": 3, "rate_share": 1},
        {"person": "P002", "station": "G63", "task": "run", "level": 2, "rate_share": 1},
    ),
    "shifts": (
        {"crew": "A", "week": 1, "day": "mon-thu", "start": "05:30", "end": "13:50",
         "breaks": "09:30-09:50 unpaid"},
        {"crew": "A", "week": 1, "day": "fri", "start": "05:30", "end": "12:50",
         "breaks": "09:30-09:50 unpaid"},
    ),
    "absences": (
        {"person": "P002", "from": date(1999, 2, 1), "to": date(1999, 2, 5), "kind": "leave"},
    ),
}  # fmt: skip
"""A plant of two people that reads without an error; the rows of the template."""

HEAD_VALUES: Mapping[str, Cell] = {
    "name": "my plant", "country": "fr", "currency": "EUR", "on": date(1999, 1, 4),
    "weekly_h": 39, "seed": 1, "release": "push", "payroll.accident_share": 0.031,
    "payroll.transport_share": 0, "payroll.apprentice_share": 0.02,
    "payroll.plan_employer_month": 20, "payroll.plan_employee_month": 20,
    "prices.recruiting": 600, "prices.scrap_piece": 0.25, "prices.late_order_day": 45,
    "absence_share": 0.05, "horizon_weeks": 52, "warm_up_weeks": 4,
}  # fmt: skip
HEADS = {
    "en": ("plant", ("key", "value", "note")),
    "fr": ("usine", ("clé", "valeur", "remarque")),
}
CLOSED = {"en": "1999-08-02..1999-08-22 summer", "fr": "1999-08-02..1999-08-22 congés"}
NOTES = {
    "en": ("Fill in the sheets and save. Grey rows are an example: replace them.",
           "Every column title carries a comment that explains it, with its unit.",
           "Optional sheets (components, skills, shifts, absences) may be deleted.",
           "Write ? in a cell whose value is still to be found: accord check lists it.",
           "Columns called note are never read."),
    "fr": ("Remplissez les feuilles et enregistrez. Les lignes sont un exemple : remplacez-les.",
           "Chaque titre de colonne porte un commentaire qui l'explique, avec son unité.",
           "Les feuilles composants, competences, horaires et absences sont facultatives.",
           "Écrivez ? dans une cellule dont la valeur reste à trouver : accord check la liste.",
           "Les colonnes appelées remarque ne sont jamais lues."),
}  # fmt: skip


def write_template(path: Path | str, *, language: str = "en") -> None:
    """Write the workbook to fill in, with explained columns and example rows.

    Parameters
    ----------
    path
        The ``.xlsx`` file to write.
    language
        ``en`` or ``fr``: language of sheets, titles and comments; both read alike.

    Raises
    ------
    ValueError
        For another language.
    """
    if language not in NOTES:
        raise ValueError(f"language is {language!r}; write 'en' or 'fr'")
    import xlsxwriter  # noqa: PLC0415 - heavy, needed only to write workbooks

    Path(path).touch()  # a path that cannot be written is told at once, as any other
    with xlsxwriter.Workbook(str(path)) as book:
        pen = Pen(book)
        pen.sheet(
            "lisez-moi" if language == "fr" else "readme",
            ("accord",),
            [[line] for line in NOTES[language]],
        ).set_column(0, 0, 90)
        said = SETTINGS_FR if language == "fr" else SETTINGS
        head = [[key, value, said[key.partition(".")[0]]] for key, value in HEAD_VALUES.items()]
        head.append(["calendar.closed", CLOSED[language], said["calendar"]])
        name, heads = HEADS[language]
        sheet = pen.sheet(name, heads, head)
        sheet.set_column(0, 1, 30)
        for table in TABLES.values():
            titles = [column_title(column, language) for column in table.columns]
            rows = [[row.get(c.name) for c in table.columns] for row in EXAMPLE[table.name]]
            name = table.sheets[0] if language == "fr" else table.name
            _explain(pen.sheet(name, titles, rows), table, language)


def column_title(column: Column, language: str) -> str:
    """Return the name of a column in a language."""
    return column.aliases[0] if language == "fr" and column.aliases else column.name


def _explain(sheet: Worksheet, table: Table, language: str) -> None:
    """Put a comment on every title: meaning, unit, range, what empty means, example."""
    for i, column in enumerate(table.columns):
        sheet.write_comment(0, i, _comment(column, language), {"x_scale": 2, "y_scale": 1.4})


def _comment(column: Column, language: str) -> str:
    is_french = language == "fr"
    parts = [column.sense if is_french else column.meaning]
    if column.unit:
        parts.append(f"{'Unité' if is_french else 'Unit'}: {column.unit}")
    if column.choices:
        parts.append(f"{'Un de' if is_french else 'One of'}: {', '.join(column.choices)}")
    if column.required:
        parts.append("Obligatoire" if is_french else "Required")
    elif column.default:
        parts.append(f"{'Vide' if is_french else 'Empty'}: {column.default}")
    elif column.empty and not is_french:
        parts.append(f"Empty: {column.empty}")
    if column.example:
        parts.append(f"{'Exemple' if is_french else 'Example'}: {column.example}")
    return "\n".join(parts)
