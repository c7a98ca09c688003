"""The published production log: every known fact and fault of it is found again."""

import numpy as np
import polars as pl
import pytest

from accord.plant import read
from accord.plant.mine import mine, observed
from accord.plant.mine.assemble import tends_several
from accord.plant.mine.eventlog import read_log
from accord.plant.mine.facts import as_json
from accord.plant.mine.quality import grade
from accord.plant.mine.spans import attention, by_key
from accord.plant.mine.weeks import minutes_since_1970


def test_counts_of_the_log_are_the_published_ones(levy, known):
    facts = as_json(levy)["facts"]
    wrong = {
        name: (facts[name], value)
        for name, value in known["facts"].items()
        if name not in ("kind", "source") and facts[name] != value
    }
    assert not wrong


@pytest.mark.parametrize("report", ["work", "set-up", "breakdown"])
def test_minutes_by_kind_of_report_are_the_published_ones(levy, known, report):
    assert as_json(levy)["facts"]["reports"][report] == known["reports"][report]


def test_rounded_facts_agree_to_their_last_digit(levy, known):
    facts = as_json(levy)["facts"]
    assert facts["modal_route_share"] == pytest.approx(0.221, abs=0.0005)
    assert facts["case_h_median"] == pytest.approx(known["rounded"]["case_h_median"], abs=0.05)
    assert facts["case_h_mean"] == pytest.approx(known["rounded"]["case_h_mean"], abs=0.05)


def test_every_known_fault_is_counted(levy, known):
    wanted = {k: v for k, v in known["faults"].items() if k not in ("kind", "source")}
    assert {name: levy.quality.num(name) for name in wanted} == wanted


def test_statuses_add_up_to_the_rows_of_the_file(levy):
    faults = levy.quality.faults
    assert sum(f.num_rows for f in faults if f.is_status) == levy.log.rows.height
    assert levy.quality.rows["status"].null_count() == 0


def test_overlapping_minutes_are_not_added_up_as_presence(levy, known):
    rows = minutes_since_1970(levy.quality.rows)
    union = sum(
        attention(g["start_min"].to_numpy(), g["end_min"].to_numpy()).sum()
        for _, g in by_key(rows, ["worker"])
    )
    assert rows["minutes"].sum() / 60 == pytest.approx(known["hours"]["summed_h"], abs=0.5)
    assert union / 60 == pytest.approx(known["hours"]["union_h"], abs=0.5)


@pytest.mark.parametrize("which", ["all", "no_placeholders"])
def test_minutes_per_piece_are_the_published_ones(levy, known, which):
    rows = levy.quality.rows.filter(
        (pl.col("report") == "D") & (pl.col("good") > 0) & (pl.col("minutes") > 0)
    )
    if which == "no_placeholders":
        rows = rows.filter(~pl.col("is_placeholder"))
    for activity, cell in known["cells"][which].items():
        y = rows.filter(pl.col("activity") == activity).select(
            y=pl.col("minutes") / pl.col("good")
        )["y"]
        assert y.median() == pytest.approx(cell["median"], rel=0.005), activity
        assert y.log().std() == pytest.approx(cell["sd_log"], abs=0.006), activity


@pytest.mark.parametrize("which", ["all_rows", "no_placeholders"])
def test_associations_agree_within_their_standard_error(levy, known, which):
    found = levy.associations[0 if which == "all_rows" else 1]
    wanted = known["associations"][which]
    assert [a.num for a in found] == [wanted["num"]] * 4
    for a in found:
        value, error = wanted[a.name]
        # The other program clusters its errors, so only the values are compared.
        assert abs(a.value - value) < 1.2 * max(error, a.error), a


def test_operator_spread_lies_in_its_range(levy, known):
    assert known["operator_spread"]["low"] < levy.speed_sd < known["operator_spread"]["high"]


def test_fitted_minutes_add_up_to_the_minutes_of_each_operation(levy):
    fitted: dict[str, float] = {}
    measured: dict[str, float] = {}
    for row in levy.visits.filter((pl.col("work_min") > 0) & pl.col("has_work")).iter_rows(
        named=True
    ):
        time = levy.fit.visits[row["case"], row["operation"]]
        op = row["operation"]
        minutes = time.fixed_min + time.piece_min * max(row["pieces"], 1)
        fitted[op] = fitted.get(op, 0.0) + minutes
        measured[op] = measured.get(op, 0.0) + row["work_min"]
    assert fitted == pytest.approx(measured, rel=1e-9)


def test_orders_pass_the_pieces_that_the_log_counts(levy):
    orders = as_json(levy)["orders"]
    assert orders["operation_pieces"] == pytest.approx(
        orders["operation_pieces_of_the_log"], rel=0.005
    )


def test_machines_tended_together_or_doing_the_same_operation_form_a_station(levy):
    groups = {
        tuple(int(r.split()[1]) for r in s.resources) for s in levy.stations if len(s.resources) > 1
    }
    tended, same_operation = {(2, 3), (9, 10), (4, 5, 6)}, {(8, 15)}
    assert groups == tended | same_operation
    assert [s.name for s in levy.stations if tends_several(s)] == ["Turning & Milling 4+5+6"]


def test_the_operators_of_the_shop_set_up_and_repair_themselves(levy):
    assert not [s.name for s in levy.stations if s.setters or s.menders]


def test_copy_without_machines_has_the_published_counts(production_log, known):
    wanted = known["copy_v2"]
    log = read_log(production_log / "Production_v2.csv")
    quality = grade(log)
    rows = quality.rows.filter(pl.col("status") != "marker")
    kinds = dict(rows.group_by("report").len().iter_rows())
    assert log.rows.height == wanted["rows"]
    assert quality.num("marker") == wanted["markers"]
    assert rows.height == wanted["reports"]
    assert kinds == {"D": wanted["work"], "S": wanted["set-up"], "B": wanted["breakdown"]}
    assert rows["case"].n_unique() == wanted["cases"]
    assert rows["activity"].n_unique() == wanted["activities"]
    assert rows["worker"].n_unique() == wanted["workers"]
    assert rows["rework"].sum() == wanted["rework"]
    assert rows["good"].sum() == wanted["good_pieces"]
    assert any("names people, not machines" in note for note in log.notes)


def test_xes_holds_the_same_intervals_as_the_csv_copy(production_log):
    names = ["case", "activity", "worker", "start", "end"]
    csv = read_log(production_log / "Production_v2.csv")
    xes = read_log(production_log / "Production.xes")
    assert csv.rows.select(names).sort(names).equals(xes.rows.select(names).sort(names))
    assert any("offset changes" in note for note in xes.notes)


def test_copies_run_ahead_of_the_original_clock(production_log, known):
    names = ["case", "worker", "start", "end"]
    ahead = known["copy_v2"]
    change = pl.datetime(2012, 3, 25)
    original = (
        read_log(production_log / "Production_Data_rebuilt.csv")
        .rows.with_columns(case=pl.col("case").str.replace(" ", ""))
        .select(names)
        .unique()
    )
    copy = read_log(production_log / "Production_v2.csv").rows.select(names).unique()
    share = []
    for hours in (ahead["clock_ahead_h"], ahead["clock_ahead_after_25_march_h"]):
        late = pl.col("start") >= change
        part = original.filter(late if hours == 8 else ~late).with_columns(
            pl.col("start", "end").dt.offset_by(f"{hours}h")
        )
        share.append(part.join(copy, on=names, how="semi").height / part.height)
    assert min(share) > 0.9


@pytest.mark.parametrize("part", ["train", "test"])
def test_bare_copies_have_the_published_counts(production_log, known, part):
    rows = read_log(production_log / f"Production_{part}.csv").rows
    wanted = known["copy_train"][part]
    assert rows.height == wanted["rows"]
    assert rows["case"].n_unique() == wanted["cases"]
    assert rows["worker"].n_unique() == wanted["workers"]
    assert rows["activity"].n_unique() == wanted["activities"]


def test_bare_copies_run_behind_the_csv_copy(production_log, known):
    names = ["case", "activity", "worker", "start", "end"]
    behind = known["copy_train"]["clock_behind_v2_h"]
    train = read_log(production_log / "Production_train.csv").rows.select(names).unique()
    full = read_log(production_log / "Production_v2.csv").rows.select(names).unique()
    moved = train.with_columns(pl.col("start", "end").dt.offset_by(f"{behind}h"))
    assert moved.join(full, on=names, how="semi").height == moved.height


@pytest.mark.parametrize(
    "file", ["Production_Data_rebuilt.csv", "Production_v2.csv", "Production_test.csv"]
)
def test_the_mined_plant_is_a_plant(production_log, tmp_path, file):
    result = mine(production_log / file, tmp_path / "plant")
    plant = read(result.out)
    assert len(plant.orders) == result.orders
    assert len(plant.stations) == result.stations
    assert {o.station for o in plant.operations} <= {s.station for s in plant.stations}
    weeks = observed(result.out)
    assert weeks.height == result.weeks == plant.horizon_weeks
    assert np.isfinite(weeks["worked_h"].to_numpy()).all()


def test_mining_twice_writes_the_same_bytes(production_log, tmp_path):
    first = mine(production_log / "Production_Data_rebuilt.csv", tmp_path / "a")
    second = mine(production_log / "Production_Data_rebuilt.csv", tmp_path / "b")
    assert first.files == second.files
    for name in first.files:
        assert (first.out / name).read_bytes() == (second.out / name).read_bytes(), name
