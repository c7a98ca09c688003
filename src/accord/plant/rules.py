"""Rules between columns and tables: what a plant must be to make sense.

A rule that looks at one row is one polars expression; rules between rows or tables are functions
in ``rules_shop`` and ``rules_people``. A cell that could not be read is null here and breaks no
rule a second time.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from accord.errors import Problem
from accord.plant.loaded import Loaded, Rule, Tables, report
from accord.plant.records import Plant
from accord.plant.rules_people import check_people
from accord.plant.rules_shop import check_shop
from accord.plant.values import suggest

__all__ = ["check_tables"]

C = pl.col

ROW_RULES: dict[str, tuple[Rule, ...]] = {
    "stations": (
        Rule("mttr_h", C("mtbf_h").is_not_null() & C("mttr_h:text").is_null(),
             "mtbf_h and mttr_h go together", "Enter the mean time to repair (h)."),
        Rule("mtbf_h", C("mttr_h").is_not_null() & C("mtbf_h:text").is_null(),
             "mtbf_h and mttr_h go together", "Enter the mean time between failures (h)."),
        Rule("load_s", (C("attendance") == "load") & (C("load_s") == 0),
             "attendance is load, so a load time is needed", "Enter load_s, or attendance cycle."),
        Rule("machines_per_operator", (C("operators") > 1) & (C("machines_per_operator") > 1),
             "a machine has a team, or a person has several machines, not both",
             "Set operators or machines_per_operator to 1."),
        Rule("attendance", (C("operators") > 1) & (C("attendance") == "load"),
             "a team attends its machine for the whole cycle",
             "Enter attendance cycle, or operators 1."),
        Rule("moved_by", C("moved_by") == C("station"), "a station does not move its own lots",
             "Name another station (FORK), or leave it empty."),
        Rule("moved_by", (C("move_s") > 0) & C("moved_by:text").is_null(),
             "move_s is given, so somebody must move", "Enter the station that moves."),
        Rule("move_s", (C("move_s") == 0) & C("moved_by").is_not_null(),
             "moved_by is given, but moving takes no time", "Enter the time per transfer lot (s).",
             "warning", ("moved_by est donné, mais déplacer ne prend pas de temps",
                         "Donnez le temps par lot de transfert (s).")),
    ),
    "operations": (
        Rule("rate_h", C("rate_h:text").is_null() & C("cycle_s:text").is_null(),
             "exactly one of rate_h and cycle_s is needed",
             "Enter pieces per hour, or seconds per piece."),
        Rule("cycle_s", C("rate_h").is_not_null() & C("cycle_s").is_not_null(),
             "exactly one of rate_h and cycle_s is needed", "Empty one of the two."),
        Rule("rework_share", C("scrap_share") + C("rework_share") > 1,
             "scrap_share and rework_share are at most 1 together", "Lower one of them."),
        Rule("rework_station", (C("rework_share") > 0) & C("rework_station:text").is_null(),
             "reworked pieces go to a station",
             "Enter rework_station (the station itself, if it does them again)."),
        Rule("rework_share", (C("rework_share") == 0) & (C("rework_station").is_not_null()
             | C("rework_step").is_not_null()),
             "a rework route is given, but no piece takes it", "Enter the share reworked.",
             "warning", ("une gamme de retouche est donnée, mais aucune pièce ne la suit",
                         "Donnez la part retouchée.")),
        Rule("transfer_pieces", C("transfer_pieces") > C("lot_pieces"),
             "a transfer lot larger than the lot has no effect", "Lower transfer_pieces.",
             "warning", ("un lot de transfert plus grand que le lot est sans effet",
                         "Baissez transfer_pieces.")),
    ),
    "components": (
        Rule("component", C("component") == C("product"), "a product is not made of itself",
             "Enter the product that is consumed."),
    ),
    "orders": (
        Rule("due", C("due") < C("release"), "an order is due on or after its release",
             "Swap the two dates, or correct one."),
    ),
    "people": (
        Rule("hire_date", C("hire_date") <= C("birth_date"), "a person is born before being hired",
             "Check birth_date and hire_date."),
        Rule("hire_date", (C("hire_date") > C("birth_date"))
             & (C("hire_date") < C("birth_date").dt.offset_by("14y")),
             "hired before the age of 14", "Check birth_date and hire_date.", "warning",
             ("embauche avant l'âge de 14 ans", "Vérifiez birth_date et hire_date.")),
        Rule("work_start", C("work_start") <= C("birth_date"),
             "a person is born before the working life starts", "Check birth_date, work_start."),
        Rule("work_start", C("work_start") > C("hire_date"),
             "the working life starts no later than the hire", "Check work_start and hire_date."),
        Rule("mentor", C("mentor") == C("person"), "nobody is their own mentor",
             "Enter another person."),
    ),
    "shifts": (
        Rule("end", C("start") == C("end"), "a shift is shorter than 24 hours",
             "Correct start or end."),
    ),
    "absences": (
        Rule("to", C("to") < C("from"), "an absence ends on or after its first day",
             "Swap the two dates, or correct one."),
    ),
}  # fmt: skip
"""Rules that one row tells alone."""


def check_tables(tables: Tables, head: Plant) -> list[Problem]:
    """Check rows, keys, references, shop and people.

    Parameters
    ----------
    tables
        The typed tables that exist.
    head
        The plant's settings.

    Returns
    -------
    list
        Errors and warnings.
    """
    problems: list[Problem] = []
    for name, loaded in tables.items():
        problems += report(loaded, loaded.both, ROW_RULES.get(name, ()))[0]
        problems += _duplicates(loaded)
        problems += _references(loaded, tables)
    problems += check_shop(tables, head)
    problems += check_people(tables, head)
    return problems


def _duplicates(loaded: Loaded) -> Iterator[Problem]:
    """Report every row whose key stands in an earlier row."""
    key = list(loaded.table.key)
    if not key:
        return
    frame = loaded.frame.filter(~pl.any_horizontal(C(key).is_null()))
    first = pl.struct(key).is_first_distinct()
    if frame.select(first.all()).item():
        return
    lines = frame.group_by(key, maintain_order=True).agg(C("line").first().alias("first"))
    again = frame.filter(~first).join(lines, on=key, how="left", maintain_order="left")
    for line, first_line, *values in again.select("line", "first", *key).iter_rows():
        shown = ", ".join(f"{name} {value}" for name, value in zip(key, values, strict=True))
        yield loaded.problem(
            (line, key[0]),
            f"{shown} again",
            f"{', '.join(key)} is given once",
            f"It stands at line {first_line} already; remove or rename one.",
        )


def _references(loaded: Loaded, tables: Tables) -> Iterator[Problem]:
    """Report ids that the table they refer to does not have."""
    for column in loaded.table.columns:
        target = tables.get(column.refers)
        if target is None:
            continue
        key = target.table.key[0]
        known = target.values(key)
        unknown = loaded.frame.filter(~C(column.name).is_in(list(known)))
        for line, value in unknown.select("line", column.name).iter_rows():
            yield loaded.problem(
                (line, column.name),
                f"unknown {key} {value!r}",
                f"every {column.name} stands in {target.table.name}",
                suggest(value, known),
            )
