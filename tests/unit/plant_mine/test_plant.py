"""The plant that comes out: routes, layers, stations, people, files, weekly table."""

import csv
import datetime as dt
import json

import pytest

from accord.errors import InputError
from accord.flow.from_plant import model_of
from accord.plant import check, read
from accord.plant.mine import MineResult, mine, observed
from accord.plant.mine.assemble import assemble, tends_several
from accord.plant.mine.eventlog import read_log

from .conftest import row


def table(path):
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def mined(write_log, clean, tmp_path):
    return mine(write_log(clean), tmp_path / "plant")


def test_a_clean_log_becomes_a_plant_that_reads_back(mined):
    plant = read(mined.out)
    assert [s.station for s in plant.stations] == [
        "Machine 1 - Turning",
        "Machine 2 - Milling",
        "Quality Check 1",
    ]
    # Orders ask for good pieces; with their scrap the ten pieces of the log are launched.
    assert [o.quantity for o in model_of(plant, 1).orders] == [10, 10, 10]
    assert {p.person for p in plant.people} == {"W1", "W2"}
    assert not [p for p in check(mined.out) if p.kind == "error"]


def test_an_order_follows_the_route_of_its_case(mined):
    steps = [r for r in table(mined.out / "operations.csv") if r["product"] == "Shaft C1"]
    assert [(r["step"], r["station"]) for r in steps] == [
        ("10", "Machine 1 - Turning"),
        ("20", "Machine 2 - Milling"),
        ("30", "Quality Check 1"),
    ]
    assert [float(r["setup_min"]) for r in steps] == [60, 0, 0]
    assert [float(r["cycle_s"]) * 10 / 60 for r in steps] == pytest.approx([120, 90, 30])


def test_the_roster_is_the_presence_of_each_person(mined):
    shifts = [r for r in table(mined.out / "shifts.csv") if r["crew"] == "W1"]
    assert [(r["week"], r["day"], r["start"], r["end"]) for r in shifts] == [
        ("1", day, "06:00", "09:00") for day in ("mon", "tue", "wed")
    ]


def test_the_weekly_table_counts_pieces_at_every_operation(mined):
    weeks = observed(mined.out)
    assert weeks["operation_pieces"].to_list() == [90]
    assert weeks["rejected_pieces"].to_list() == [3]
    assert weeks["finished_pieces"].to_list() == [30]
    assert weeks["worked_h"].to_list() == [3 * 5]
    assert weeks["setup_h"].to_list() == [3]


def test_the_weekly_table_of_a_log_is_that_of_its_plant(mined):
    assert observed(mined.out / "log.csv").equals(observed(mined.out))


def test_a_plant_can_be_moved_to_another_year(write_log, clean, tmp_path):
    path = write_log(clean)
    moved = mine(path, tmp_path / "moved", on=dt.date(1999, 1, 4))
    plant = read(moved.out)
    assert plant.on == dt.date(1999, 1, 4)
    assert plant.orders[0].release == dt.date(1999, 1, 4)
    assert observed(moved.out)["week"].to_list() == [dt.date(1999, 1, 4)]
    with pytest.raises(InputError, match="no Monday"):
        mine(path, tmp_path / "other", on=dt.date(1999, 1, 5))


def test_nothing_is_written_among_the_files_of_somebody_else(write_log, clean, tmp_path):
    path = write_log(clean)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letters.txt").write_text("dear")
    with pytest.raises(InputError, match="not empty"):
        mine(path, tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letters.txt"]


def test_mining_again_into_the_same_folder_replaces_it(mined):
    again = mine(mined.out / "log.csv", mined.out)
    assert isinstance(again, MineResult)
    assert again.files == mined.files


def test_pieces_counted_at_some_steps_only_become_layers(write_log, clean):
    day = "2012-01-05"
    part = [
        row("C9", start=f"{day} 06:00", end=f"{day} 08:00", qty="100", good="20"),
        row(
            "C9",
            "Milling - Machine 2",
            "Machine 2 - Milling",
            f"{day} 08:00",
            f"{day} 12:00",
            "004:00",
            "100",
            worker="W2",
            good="100",
        ),
    ]
    found = assemble(read_log(write_log([*clean, *part])))
    layers = [x for x in found.layers if x.case == "C9"]
    assert [(x.pieces, len(x.steps)) for x in layers] == [(80, 1), (20, 2)]
    assert sum(x.pieces * len(x.steps) for x in layers) == 120


def test_work_without_counted_pieces_is_an_order_of_one(write_log, clean):
    fix = row(
        "C1",
        "Fix - Machine 1",
        start="2012-01-06 06:00",
        end="2012-01-06 07:00",
        span="001:00",
        good="0",
    )
    found = assemble(read_log(write_log([*clean, fix])))
    extra = [x for x in found.layers if not x.is_counted]
    assert [(x.case, x.pieces, x.steps) for x in extra] == [("C1", 1, ("Fix - Machine 1",))]


def test_a_setup_named_apart_belongs_to_its_machine(write_log, clean):
    named = row(
        "C1",
        "SETUP     Turning - Machine 1",
        start="2012-01-02 05:00",
        end="2012-01-02 06:00",
        span="001:00",
        report="S",
        good="0",
    )
    bare = row(
        "C2",
        "Setup - Machine 1",
        start="2012-01-03 05:00",
        end="2012-01-03 06:00",
        span="001:00",
        report="S",
        good="0",
    )
    found = assemble(read_log(write_log([*clean, named, bare])))
    setup = found.setups["Turning - Machine 1"]
    assert (setup.num_visits, setup.num_reports) == (3, 5)
    assert set(found.setups) == {"Turning - Machine 1"}


def test_machines_tended_together_become_one_station(write_log):
    rows = [
        row(
            f"C{day}{n}",
            f"Turning - Machine {n}",
            f"Machine {n} - Turning",
            f"2012-01-{day:02d} 06:00",
            f"2012-01-{day:02d} 14:00",
            "008:00",
        )
        for day in range(2, 12)
        for n in (1, 2)
    ]
    found = assemble(read_log(write_log(rows)))
    (station,) = found.stations
    assert station.name == "Turning 1+2"
    assert station.machines == ("M1", "M2")
    assert station.machines_per_person == pytest.approx(2)
    assert tends_several(station)


def test_a_workplace_shared_by_people_has_places(write_log):
    rows = [
        row(
            f"C{day}{w}",
            "Final Q.C.",
            "Quality Check 1",
            f"2012-01-{day:02d} 06:00",
            f"2012-01-{day:02d} 14:00",
            "008:00",
            worker=w,
        )
        for day in range(2, 12)
        for w in ("W1", "W2", "W3")
    ]
    (station,) = assemble(read_log(write_log(rows))).stations
    assert len(station.machines) == 3
    assert station.machines_per_person == pytest.approx(1)


def test_a_post_seen_once_in_a_hundred_reports_is_not_counted_on(write_log):
    rows = [
        row(
            f"C{i}",
            start=f"2012-01-02 {i // 60:02d}:{i % 60:02d}",
            end=f"2012-01-02 {(i + 1) // 60:02d}:{(i + 1) % 60:02d}",
            span="000:01",
            worker="W1",
        )
        for i in range(200)
    ]
    rows += [
        row(
            f"D{i}",
            "Milling - Machine 2",
            "Machine 2 - Milling",
            f"2012-01-03 {6 + i // 60:02d}:{i % 60:02d}",
            f"2012-01-03 {6 + (i + 1) // 60:02d}:{(i + 1) % 60:02d}",
            "000:01",
            worker="W1" if i == 0 else "W2",
        )
        for i in range(40)
    ]
    level = {(s.worker, s.station): s.level for s in assemble(read_log(write_log(rows))).skills}
    assert level["W1", "Machine 1 - Turning"] == 2
    assert level["W2", "Machine 2 - Milling"] == 2
    assert level["W1", "Machine 2 - Milling"] == 1


def test_breakdowns_are_counted_in_running_hours(write_log, clean):
    down = row(
        "C1",
        start="2012-01-05 06:00",
        end="2012-01-05 08:00",
        report="B",
        good="0",
    )
    found = assemble(read_log(write_log([*clean, down]))).breakdowns["Machine 1 - Turning"]
    assert found.num == 1
    assert found.mtbf_h == pytest.approx(6)
    assert found.mttr_h == pytest.approx(2)


def test_a_log_without_people_machines_and_pieces_is_still_a_plant(write_log, tmp_path):
    rows = [
        f"C{i},{act},2012-01-{2 + i:02d} 0{6 + k}:00,2012-01-{2 + i:02d} 0{7 + k}:00"
        for i in range(5)
        for k, act in enumerate(("Turning", "Milling"))
    ]
    result = mine(write_log(rows, header="Case,Activity,Start,End"), tmp_path / "plant")
    plant = read(result.out)
    assert [s.operators for s in plant.stations] == [0, 0]
    assert [(p.person, p.crew) for p in plant.people] == [("unnamed", "")]
    assert {o.quantity for o in plant.orders} == {1}


def test_the_report_says_what_the_log_cannot_identify(mined):
    found = json.loads((mined.out / "mined" / "mining.json").read_text(encoding="utf-8"))
    effects = {limit["effect"] for limit in found["not_identified"]}
    assert {"weekly_hours", "overtime", "fatigue", "shift_length"} <= effects
    assert all(limit["reason"] and limit["remedy"] for limit in found["not_identified"])
    text = (mined.out / "MINING.md").read_text(encoding="utf-8")
    assert "What this log cannot say" in text
    assert sum(f["num_rows"] for f in found["quality"] if f["is_status"]) == mined.rows


def test_every_row_of_the_log_has_its_status_in_a_file(mined):
    rows = table(mined.out / "mined" / "rows.csv")
    assert len(rows) == mined.rows
    assert {r["status"] for r in rows} == {"used"}


def test_a_folder_without_the_weekly_table_says_so(tmp_path):
    with pytest.raises(InputError, match="weekly table is missing"):
        observed(tmp_path)
    (tmp_path / "observed.csv").write_text("week,pieces\n2012-01-02,3\n")
    with pytest.raises(InputError, match="columns missing"):
        observed(tmp_path)


def test_a_log_of_three_years_is_cut_to_the_two_that_a_roster_holds(write_log, tmp_path):
    start = dt.date(2010, 1, 4)
    days = [start + dt.timedelta(days=28 * i) for i in range(40)]
    rows = [row(f"C{i}", start=f"{d} 06:00", end=f"{d} 08:00") for i, d in enumerate(days)]
    result = mine(write_log(rows), tmp_path / "plant")
    plant = read(result.out)
    assert result.weeks == 157
    assert plant.horizon_weeks == 104
    assert observed(result.out).height == 157
    assert "first 104 weeks" in (result.out / "MINING.md").read_text(encoding="utf-8")
