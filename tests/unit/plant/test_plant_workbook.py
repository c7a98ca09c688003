"""The workbook is the same plant: written, read, and its mistakes told by cell."""

import dataclasses

import fastexcel
import pytest
import xlsxwriter

from accord import plant
from accord.errors import InputError
from accord.plant.settings import SETTINGS, SETTINGS_FR


def facts(read):
    """Return everything a plant says, without where it was read from."""
    hidden = ("sources", "notes", "at")
    return {f.name: getattr(read, f.name) for f in dataclasses.fields(read) if f.name not in hidden}


@pytest.fixture
def rewrite(make, files, tmp_path):
    """Write the small shop as a workbook, cells changed: {sheet: {(row, column): value}}."""

    def write(changes=None, merge=(), without=(), extra=()):
        source = plant.read(make(files))
        path = tmp_path / "shop.xlsx"
        from accord.plant.rows import cells_of, head_rows
        from accord.plant.tables import TABLES

        sheets = {"plant": [["key", "value"], *map(list, head_rows(source))]}
        for table in TABLES.values():
            rows = [list(row) for row in cells_of(source, table)]
            sheets[table.name] = [[c.name for c in table.columns], *rows]
        with xlsxwriter.Workbook(str(path)) as book:
            date = book.add_format({"num_format": "dd/mm/yyyy"})
            for name, rows in sheets.items():
                if name in without:
                    continue
                page = book.add_worksheet(name)
                cells = {(r, c): v for r, row in enumerate(rows) for c, v in enumerate(row)}
                cells |= (changes or {}).get(name, {})
                for (r, c), value in cells.items():
                    if hasattr(value, "year"):
                        page.write_datetime(r, c, value, date)
                    elif value is not None:
                        page.write(r, c, value)
                for where, area in merge:
                    if where == name:
                        page.merge_range(area, "merged")
            for name in extra:
                book.add_worksheet(name)
        return path

    return write


def test_a_workbook_reads_back_as_the_same_plant(files, make, tmp_path):
    files["plant.yaml"] += (
        'calendar: {holidays: [1999-05-13], closed: ["1999-08-02..1999-08-22 summer"]}\n'
        "overtime:\n"
        '  - {day: sat, start: "06:00", end: "12:00", when_backlog_days: 1.5, max_h_year: 94,'
        " crews: [A, B], premium_share: 0.25}\n"
    )
    folder = make(files)
    lost = plant.write_workbook(folder, tmp_path / "shop.xlsx")
    assert lost == ()
    again = plant.read(tmp_path / "shop.xlsx")
    assert facts(again) == facts(plant.read(folder))
    assert str(again.orders[0].at) == "shop.xlsx!orders!2"


@pytest.mark.parametrize("share", [1e-24, 1.5e-9, 0.123456789123, 0.45])
def test_a_setting_with_many_digits_or_hardly_any_size_keeps_its_value(
    files, make, tmp_path, share
):
    shop = dataclasses.replace(plant.read(make(files)), employer_charges_share=share)
    plant.write_workbook(shop, tmp_path / "shop.xlsx")
    assert plant.read(tmp_path / "shop.xlsx").employer_charges_share == share


def test_scenarios_and_evidence_travel_in_the_workbook(files, make, tmp_path):
    files["scenarios/s2.yaml"] = (
        "name: S2\ntitle: {fr: 35 h sans embauche, en: 35 h without hires}\n"
        "from: 1999-02-01\nweekly_h: 35\n\nshifts:\n"
        '  - {crew: A, weeks: 1, days: mon-fri, start: "06:00", end: "13:00"}\n'
        '  - {crew: B, weeks: 1, days: mon-fri, start: "13:00", end: "20:00"}\n'
    )
    files["evidence.yaml"] = (
        "evidence:\n  - id: E1\n    value: 0.05\n    range: [0.02, 0.08]\n    unit: share\n"
        "    population: blue-collar\n    source: a paper\n    mark: C\n    kind: prior\n"
    )
    folder = make(files)
    plant.write_workbook(folder, tmp_path / "shop.xlsx")
    again, first = plant.read(tmp_path / "shop.xlsx"), plant.read(folder)
    assert facts(again) == facts(first)
    assert [s.name for s in again.scenarios] == ["S2"]
    assert str(again.scenarios[0].shifts[0].at).startswith("shop.xlsx!scenarios!B")


def test_a_plant_without_its_folder_says_what_it_cannot_write(files, make, tmp_path):
    files["scenarios/s2.yaml"] = "name: S2\nfrom: 1999-02-01\nweekly_h: 35\n"
    (lost,) = plant.write_workbook(plant.read(make(files)), tmp_path / "shop.xlsx")
    assert lost.seen == "1 scenarios are not in the workbook"


def test_a_plant_with_dated_rows_is_not_written(files, make, tmp_path):
    read = plant.read(make(files))
    dated = dataclasses.replace(read.shifts[0], since=read.on)
    with pytest.raises(InputError, match="dated rows"):
        plant.write_workbook(dataclasses.replace(read, shifts=(dated,)), tmp_path / "x.xlsx")


def test_typed_and_written_numbers_and_dates_are_read_alike(rewrite):
    path = rewrite({"orders": {(1, 2): "6 000", (2, 4): "28/01/1999"},
                    "operations": {(3, 3): "180,5", (1, 5): 0.123456789012345}})  # fmt: skip
    read = plant.read(path)
    assert read.orders[0].quantity == 6000
    assert read.orders[1].due.day == 28
    assert read.operations[2].cycle_s == 3600 / 180.5
    assert read.operations[0].spread == 0.123456789012345


def test_mistakes_of_a_workbook_are_told_by_cell(rewrite):
    path = rewrite({
        "orders": {(1, 2): "many", (2, 1): "brackett", (0, 4): "dues"},
        "stations": {(1, 3): -1}, "plant": {(4, 1): "often"},
    })  # fmt: skip
    found = {str(p.place): str(p) for p in plant.check(path) if p.kind == "error"}
    assert "good pieces" in found["shop.xlsx!orders!C2"]
    assert "'bracket'" in found["shop.xlsx!orders!B3"]
    assert "'due'" in found["shop.xlsx!orders!E1"]
    assert "at least 0" in found["shop.xlsx!stations!D2"]
    assert "on is 'often'" in found["shop.xlsx!plant!B5"]


def test_merged_cells_are_told_with_their_range(rewrite):
    path = rewrite(merge=[("people", "B2:B4"), ("orders", "B5:C6")])
    told = {p.seen: p for p in plant.check(path)}
    assert str(told["merged cells B2:B4"].place) == "shop.xlsx!people!B2"
    assert str(told["merged cells B5:C6"].place) == "shop.xlsx!orders!B5"
    assert "Unmerge" in told["merged cells B5:C6"].remedy


def test_a_cell_that_shows_an_error_is_not_read_as_empty(rewrite):
    path = rewrite()
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("orders")
        page.write_row(0, 0, ["order", "product", "quantity", "release", "due"])
        page.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    told = {str(p.place): p.seen for p in plant.check(path)}
    assert told["shop.xlsx!orders!C2"] == "the cell shows #DIV/0!"


def test_empty_missing_and_misspelt_sheets_are_named(rewrite):
    path = rewrite(without=("stations", "people", "orders"), extra=("people", "oders", "chart"))
    told = {str(p.place): p for p in plant.check(path)}
    assert "Did you mean 'orders'?" in told["shop.xlsx!oders"].remedy
    assert told["shop.xlsx!people"].seen == "the sheet is empty"
    assert told["shop.xlsx!chart"].kind == "warning"
    assert any("no sheet 'stations'" in p.seen for p in plant.check(path))


def test_a_table_may_start_anywhere_on_its_sheet(rewrite):
    path = rewrite(without=("skills",))
    moved = path.with_name("moved.xlsx")
    with xlsxwriter.Workbook(str(moved)) as book:
        page = book.add_worksheet("skills")
        page.write_row(3, 2, ["person", "station", "task", "level", "rate_share"])
        page.write_row(5, 2, ["P1", "G63", "run", 9, 1])
    told = {str(p.place): p.seen for p in plant.check(moved)}
    assert told["moved.xlsx!skills!F6"] == "level is 9"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + bytes(100)])
def test_a_file_that_is_no_workbook_is_a_problem(tmp_path, content):
    (tmp_path / "bad.xlsx").write_bytes(content)
    (problem,) = plant.check(tmp_path / "bad.xlsx")
    assert "not a readable .xlsx" in problem.seen


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_template_is_a_plant_that_reads_without_error_or_warning(tmp_path, language):
    path = tmp_path / "template.xlsx"
    plant.write_template(path, language=language)
    assert plant.check(path) == ()
    assert len(plant.read(path).people) == 2


def test_the_two_templates_are_the_same_plant(tmp_path):
    for language in ("en", "fr"):
        plant.write_template(tmp_path / f"{language}.xlsx", language=language)
    english, french = (facts(plant.read(tmp_path / f"{n}.xlsx")) for n in ("en", "fr"))
    english["closures"] = french["closures"] = ()  # the reason of a closure is in words
    assert english == french


def test_the_french_template_speaks_french_in_its_settings_too(tmp_path):
    path = tmp_path / "modele.xlsx"
    plant.write_template(path, language="fr")
    sheet = fastexcel.read_excel(path).load_sheet("usine", header_row=None, dtypes="string")
    rows = sheet.to_polars().rows()
    assert rows[0][:3] == ("clé", "valeur", "remarque")
    notes = {row[0]: row[2] for row in rows[1:]}
    assert notes["weekly_h"] == "durée collective hebdomadaire, en heures"
    assert set(SETTINGS_FR) == set(SETTINGS)
    assert not set(notes.values()) & set(SETTINGS.values())


def test_every_column_of_the_template_is_explained(tmp_path):
    import zipfile

    from accord.plant.tables import TABLES

    plant.write_template(tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        comments = "".join(
            archive.read(name).decode() for name in archive.namelist() if "comments" in name
        )
    for table in TABLES.values():
        for column in table.columns:
            meaning = column.meaning.replace("'", "&apos;")
            assert column.meaning in comments or meaning in comments, column.name


def test_a_workbook_that_cannot_be_written_is_told_as_any_other_path(tmp_path) -> None:
    with pytest.raises(FileNotFoundError):
        plant.write_template(tmp_path / "no folder" / "x.xlsx")
