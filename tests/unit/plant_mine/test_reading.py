"""Reading a log: names, dialects, dates, XES; what cannot be read is refused in words."""

from datetime import datetime

import polars as pl
import pytest

from accord.errors import InputError
from accord.plant.mine import mine
from accord.plant.mine.columns import ALIASES, match_columns, plain
from accord.plant.mine.eventlog import read_log

from .conftest import HEADER, row

FRENCH = (
    "Ordre de fabrication;Activité;Machine;Début;Fin;Durée;Quantité commandée;Produit;Opérateur;"
    "Type de rapport;Quantité réalisée;Rebuts;Quantité MRB;Retouche"
)


@pytest.mark.parametrize("role", sorted(ALIASES))
def test_every_alias_is_written_in_its_plain_form_and_used_once(role):
    assert [plain(alias) for alias in ALIASES[role]] == list(ALIASES[role])
    others = {a for r, aliases in ALIASES.items() if r != role for a in aliases}
    assert not others & set(ALIASES[role])


def test_french_log_in_cp1252_reads_like_the_english_one(write_log, clean):
    clean = [line.replace("2012-01-0", "2012-01-1") for line in clean]  # 13 January: no doubt
    english = read_log(write_log(clean)).rows
    french = [_day_first(line.replace(",", ";")) for line in clean]
    french = [f.replace(";D;", ";Production;").replace(";S;", ";Réglage;") for f in french]
    rows = read_log(write_log(french, "fr.csv", FRENCH, "cp1252")).rows
    kept = [c for c in rows.columns if not c.startswith(("is_", "has_"))]
    assert rows.select(kept).equals(english.select(kept))


def _day_first(line):
    cells = line.split(";")
    for i in (3, 4):
        day, _, clock = cells[i].partition(" ")
        cells[i] = f"{'/'.join(reversed(day.split('-')))} {clock}"
    return ";".join(cells)


def test_dates_that_may_be_day_or_month_first_are_asked_about(write_log):
    rows = [row(start="02/03/2012 06:00", end="02/03/2012 08:00")]
    with pytest.raises(InputError, match="never guessed"):
        read_log(write_log(rows))


def test_a_day_above_twelve_settles_the_order_of_dates(write_log):
    rows = [
        row(start="02/03/2012 06:00", end="02/03/2012 08:00"),
        row(start="23/03/2012 06:00", end="23/03/2012 08:00"),
    ]
    assert read_log(write_log(rows)).rows["start"][0] == datetime(2012, 3, 2, 6)  # noqa: DTZ001


@pytest.mark.parametrize("role", ["case", "activity", "start", "end"])
def test_a_missing_required_column_is_named_with_a_near_miss(write_log, clean, role):
    index = {"case": 0, "activity": 1, "start": 3, "end": 4}[role]
    names = HEADER.split(",")
    names[index] = names[index][:-1] + "x" if len(names[index]) > 4 else "zz"
    with pytest.raises(InputError) as caught:
        read_log(write_log(clean, header=",".join(names)))
    problem = caught.value.problems[0]
    assert f"no column holds the {role}" in problem.seen
    assert ALIASES[role][0] in problem.remedy
    if role in ("case", "activity"):
        assert f"Is it {names[index]!r}?" in problem.remedy


def test_a_column_of_people_called_resource_becomes_the_worker(write_log):
    header = "Case,Activity,Resource,Start,End"
    rows = [
        f"C{i},{act},ID{i % 5},2012-01-{2 + i:02d} 06:00,2012-01-{2 + i:02d} 0{7 + k}:00"
        for i in range(12)
        for k, act in enumerate(("Turning", "Milling"))
    ]
    log = read_log(write_log(rows, header=header))
    assert log.rows["worker"].n_unique() == 5
    assert set(log.rows["resource"]) == {"Turning", "Milling"}
    assert any("people, not machines" in note for note in log.notes)


def test_columns_that_play_no_part_are_listed(write_log, clean):
    rows = [f"{line},red" for line in clean]
    log = read_log(write_log(rows, header=f"{HEADER},Colour"))
    assert log.ignored == ("Colour",)


XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
<trace><string key="concept:name" value="C1"/>
{events}
</trace></log>
"""


def event(name, kind, clock, person="W1"):
    return (
        f'<event><string key="concept:name" value="{name}"/>'
        f'<string key="lifecycle:transition" value="{kind}"/>'
        f'<string key="org:resource" value="{person}"/>'
        f'<date key="time:timestamp" value="2012-01-02T{clock}:00.000+01:00"/></event>'
    )


def test_xes_pairs_start_and_complete_first_in_first_out(tmp_path):
    path = tmp_path / "log.xes"
    events = [
        event("Turning", "start", "06:00"),
        event("Turning", "start", "07:00"),
        event("Turning", "complete", "08:00"),
        event("Turning", "complete", "10:00"),
        event("Packing", "complete", "11:00"),  # never started: zero length
        event("Milling", "start", "12:00"),  # never completed
    ]
    path.write_text(XES.format(events="\n".join(events)), encoding="utf-8")
    rows = read_log(path).rows
    assert rows["minutes"].to_list() == [120, 180, 0, None]
    assert rows["activity"].to_list() == ["Turning", "Turning", "Packing", "Milling"]
    assert rows["case"].to_list() == ["C1"] * 4


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "column names"),
        ("header.csv", HEADER.encode() + b"\n", "no rows"),
        ("binary.csv", b"PK\x03\x04\x00\x00\x00" * 50, "binary"),
        ("ragged.csv", HEADER.encode() + b"\n" + b"a," * 40 + b"\n", "do not fit"),
        ("quote.csv", b'Case,Activity,Start,End\n"C1,x,2012-01-02 06:00,2012-01-02 07:00\n', "log"),
        ("old_line_ends.csv", b"Case,Activity\rC1,x\r", "first line that cannot be split"),
        ("endless.csv", b"Case," + b"x" * 200_000, "first line that cannot be split"),
        ("prose.csv", b"It was a dark night\nand so on\n", "no column holds the case"),
        ("nodate.csv", b"Case,Activity,Start,End\nC1,x,soon,later\n", "date and time"),
        ("broken.xes", b"<log><trace>", "XML cannot be read"),
        ("bomb.xes", b'<!DOCTYPE x [<!ENTITY a "a">]><log>&a;</log>', "document type"),
        ("nothing.xes", b"<log></log>", "no rows"),
        (
            "unpaired.csv",
            b"Case,Activity,Start,End\nC1,x,2012-01-02 06:00,2012-01-02 06:00\n",
            "no report of work",
        ),
    ],
)
def test_an_unreadable_log_is_refused_in_words(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        mine(path, tmp_path / "out")
    assert all(p.remedy and p.rule for p in caught.value.problems)


def test_a_log_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_log(tmp_path / "none.csv")
    with pytest.raises(InputError, match="folder"):
        read_log(tmp_path)


def test_columns_may_stand_in_any_order():
    shuffled = list(reversed(HEADER.split(",")))
    found, problems = match_columns(shuffled, "log.csv")
    assert not problems
    assert found["good"] == "Qty Completed"
    assert found["report"] == "Report Type"


def test_the_table_keeps_every_row_of_the_file(write_log, clean):
    rows = [*clean, row("", "", "", "", "")]
    log = read_log(write_log(rows))
    assert log.rows.height == len(rows)
    assert log.rows["line"].to_list() == list(range(2, len(rows) + 2))
    assert log.rows.schema["start"] == pl.Datetime("us")


@pytest.mark.parametrize(
    "name", ["SETUP     Turning - Machine 1", "Setup - Machine 1", "Réglage 1"]
)
def test_a_setup_named_in_the_activity_is_one_whatever_its_report_type(write_log, name):
    log = read_log(write_log([row(activity=name, report="D"), row(report="S"), row(report="D")]))
    assert log.rows["report"].to_list() == ["S", "S", "D"]
