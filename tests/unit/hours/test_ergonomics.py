"""The ergonomic audit: each measure by hand, its threshold, source and verdict."""

from __future__ import annotations

import math
from datetime import date

import pytest

from accord.hours.ergonomics import criteria as ergonomics
from accord.hours.ergonomics.audit import INFO, UNKNOWN, audit, audits
from accord.hours.patterns.text import pattern, patterns, read_pattern
from accord.hours.records import FLAG, OK
from accord.law import pack
from accord.plant.records import OvertimeRule, Plant, Shift


def of(text):
    return audit(read_pattern(text).cycle())


def row(text, rule):
    found = of(text).row(rule)
    return found.value, found.verdict


@pytest.mark.parametrize(
    ("text", "rule", "value", "verdict"),
    [
        ("NNN----", "ergo.nights_in_row", 3, OK),
        ("NNNN---", "ergo.nights_in_row", 4, FLAG),
        ("N----NNN" + "-" * 6, "ergo.nights_in_row", 3, OK),
        ("NNN----NNNNN--", "ergo.nights_in_row", 5, FLAG),
        # a run of nights crosses the end of the cycle
        ("NN---NN", "ergo.nights_in_row", 4, FLAG),
        ("MMM----", "ergo.early_in_row", 3, OK),
        ("MMMM---", "ergo.early_in_row", 4, FLAG),
        ("XXXX--- X=07:00/8h", "ergo.early_in_row", 0, OK),
        # a night that begins before seven in the morning is not an early shift
        ("XXXX--- X=00:30/8h", "ergo.early_in_row", 0, OK),
        ("LLL----", "ergo.long_in_row", 3, OK),
        ("LLLL---", "ergo.long_in_row", 4, FLAG),
        ("JJJJ---", "ergo.long_in_row", 0, OK),
        ("NN-M---", "ergo.rest_after_nights", 24, OK),
        ("NNA----", "ergo.rest_after_nights", 8, FLAG),
        # nights only: the rest after each run of them
        ("NN--NN-", "ergo.rest_after_nights", 40, OK),
        ("NN--M--", "ergo.sleep_at_change", 2, OK),
        ("NN-M---", "ergo.sleep_at_change", 1, FLAG),
        ("MM--NN--------", "ergo.sleep_at_change", 3, OK),
        ("MMMMMMM-------", "ergo.days_in_row", 7, OK),
        ("MMMMMMMM------", "ergo.days_in_row", 8, FLAG),
        ("DDD----", "ergo.shift_length", 12, OK),
        ("XXX---- X=06:00/12.5h", "ergo.shift_length", 12.5, FLAG),
        ("MMMMM--", "ergo.weekends", 1, OK),
        ("MMMMMM-", "ergo.weekends", 0, FLAG),
        ("MMMM-M-", "ergo.weekends", 0, FLAG),
        # Sunday and Monday: two days in a row with a Sunday in them
        ("-MMMMM-", "ergo.weekends", 1, OK),
        ("MMMMM--", "ergo.single_days_off", 0, OK),
        ("MMM-MM-", "ergo.single_days_off", 2, FLAG),
        ("XXXXX-- X=05:59/8h", "ergo.early_start", 5 + 59 / 60, FLAG),
        ("MMMMM--", "ergo.early_start", 6, OK),
        ("AM-----", "ergo.quick_return", 8, FLAG),
        ("XY----- X=12:00/8h Y=07:00/8h", "ergo.quick_return", 11, FLAG),
        ("XY----- X=12:00/8h Y=07:01/8h", "ergo.quick_return", 11 + 1 / 60, OK),
    ],
)
def test_each_criterion_measures_the_worst_of_the_cycle(text, rule, value, verdict):
    found, judged = row(text, rule)
    assert found == pytest.approx(value)
    assert judged == verdict


def test_a_night_has_a_length_of_its_own():
    long = [c for c in of("nn-----").criteria if c.rule == "ergo.shift_length"]
    assert [(c.value, c.threshold, c.verdict) for c in long] == [
        (12.0, 12.0, OK),
        (12.0, 8.0, FLAG),
    ]
    assert len([c for c in of("MM-----").criteria if c.rule == "ergo.shift_length"]) == 1


@pytest.mark.parametrize(
    ("name", "value", "verdict"),
    [
        ("5x8", 2, OK),  # every second day
        ("5x8-backward", 2, OK),  # quick, the direction is looked at in its own row
        ("5x8-slow", 3, OK),
        ("3x8", 5, OK),  # weekly, but forward
        ("3x8-backward", 5, FLAG),
        ("4x8", 2, OK),
    ],
)
def test_rotation_is_quick_or_slow_or_else_forward(name, value, verdict):
    found = audit(pattern(name).cycle()).row("ergo.rotation_speed")
    assert (found.value, found.verdict) == (value, verdict)


def test_a_backward_change_every_three_weeks_is_slow_enough():
    slow = "".join(letter * 5 + "--" for letter in "NNNAAAMMM")
    assert of(slow).row("ergo.rotation_speed").verdict == OK
    weekly = "".join(letter * 5 + "--" for letter in "NNAAMM")
    assert of(weekly).row("ergo.rotation_speed").verdict == FLAG


def test_two_shifts_in_turn_have_no_direction_and_no_speed():
    rules = {c.rule for c in audit(pattern("2x8").cycle()).criteria}
    assert not rules & {"ergo.rotation", "ergo.rotation_speed"}
    assert "ergo.rest_after_nights" not in rules


def test_weekends_have_their_share_and_the_longest_wait():
    by_title = {c.title.en: c for c in audit(pattern("5x8").cycle()).criteria}
    assert by_title["share of free weekends"].value == pytest.approx(0.30)
    assert by_title["weekends in a row without a free one"].value == 3
    assert by_title["share of free weekends"].verdict == INFO
    never = {c.title.en: c.value for c in of("MMMMMM-").criteria}
    assert math.isinf(never["weekends in a row without a free one"])


@pytest.mark.parametrize("name", [p.name for p in patterns()])
def test_the_share_of_free_weekends_is_that_of_the_pattern(name):
    one = pattern(name)
    shares = [ergonomics.free_weekends(one.cycle(i)).mean() for i in range(one.num_crews)]
    assert sum(shares) / len(shares) == pytest.approx(one.free_weekend_share)


def test_injuries_are_priors_with_their_interval_and_the_share_exposed():
    found = audit(pattern("3x8").cycle())
    night = found.row("ergo.night_risk").prior
    assert night is not None
    assert (night.ratio, night.low, night.high) == (1.23, 1.14, 1.31)
    assert night.exposed_share == pytest.approx(1 / 3)
    assert night.mean_ratio == pytest.approx(1 + 0.23 / 3)
    pooled = found.row("ergo.night_risk_pooled")
    assert pooled.prior is not None
    assert (pooled.prior.low, pooled.status) == (None, "draft")


def test_quick_returns_are_a_prior_only_where_there_are_any():
    quick = [c for c in of("AM-----").criteria if c.prior and c.rule == "ergo.quick_return"]
    assert [(c.prior.ratio, c.prior.exposed_share) for c in quick] == [(1.39, 0.5)]
    assert not [c for c in of("MMMMM--").criteria if c.prior]


def test_what_the_shift_table_cannot_say_is_unknown_until_it_is_given():
    cycle = pattern("2x8").cycle()
    assert audit(cycle).row("ergo.notice").verdict == UNKNOWN
    told = audit(cycle, notice_days=14).row("ergo.notice")
    assert (told.value, told.threshold, told.verdict) == (14, None, INFO)


def test_the_risk_index_is_one_row_among_others_without_a_verdict():
    found = audit(pattern("dupont").cycle())
    mean, worst = (c for c in found.criteria if c.rule == "ergo.risk_index")
    assert (round(mean.value, 2), round(worst.value, 2)) == (1.04, 1.33)
    assert {mean.verdict, worst.verdict} == {INFO}
    assert mean.status == "draft"


def test_every_row_names_its_source_status_week_and_row():
    for found in audit(pattern("dupont").cycle()).criteria:
        assert found.source
        assert found.status in {"checked", "draft"}
        assert found.verdict in {OK, FLAG, INFO, UNKNOWN}
        if found.verdict == FLAG:
            assert found.threshold is not None
            assert 1 <= found.week <= 4
            assert found.place.file == "pattern dupont"


def test_every_advice_of_the_pack_is_used_by_the_audit():
    rules = {c.rule for c in audit(read_pattern("NAM----").cycle()).criteria}
    assert rules | {"ergo.risk_breaks"} == set(pack("ergo"))


def test_the_audit_of_a_plant_has_one_per_crew_and_period_without_overtime():
    rows = [Shift("A", 1, day, 360, 840, until=date(2024, 3, 3)) for day in range(5)] + [
        Shift("A", 1, day, 1320, 1800, since=date(2024, 3, 4)) for day in range(5)
    ]
    plant = Plant(
        "p", "FR", "EUR", date(2024, 1, 1), 35.0,
        shifts=tuple(rows), overtime=(OvertimeRule(5, 360, 720, 1.0, 94, ("A",)),),
    )  # fmt: skip
    found = audits(plant)
    assert [(a.crew, a.since, a.row("ergo.nights_in_row").value) for a in found] == [
        ("A", date(2024, 1, 1), 0),
        ("A", date(2024, 3, 4), 5),
    ]
    assert next(c.rule for c in found[1].flags) == "ergo.nights_in_row"
    with pytest.raises(KeyError):
        found[0].row("ergo.nothing")
