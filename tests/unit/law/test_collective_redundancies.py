"""Dismissals counted over any days; thresholds of the European Union and the United Kingdom."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord import law
from accord.errors import FactError, NeedsError
from accord.law.eu.collective_dismissal import collective_dismissals
from accord.law.windows import busiest_window, most_within

ON = date(2024, 6, 1)
START = date(2024, 1, 1)
DAYS = st.lists(st.integers(0, 200), max_size=40)


def dates(offsets: list[int]) -> list[date]:
    return [START + timedelta(i) for i in offsets]


def by_hand(offsets: list[int], within: int) -> list[int]:
    """Try every run of days that includes each dismissal."""
    return [
        max(
            sum(first <= other < first + within for other in offsets)
            for first in range(day - within + 1, day + 1)
        )
        for day in offsets
    ]


@given(DAYS, st.sampled_from([1, 2, 7, 30, 90]))
def test_the_busiest_run_of_days_is_that_of_all_runs_tried(offsets, within):
    found = busiest_window(dates(offsets), within)
    assert found.tolist() == by_hand(offsets, within)
    assert most_within(dates(offsets), within) == max(by_hand(offsets, within), default=0)


@given(DAYS.filter(bool), st.randoms())
def test_the_order_of_dismissals_changes_nothing(offsets, rng):
    counts = dict(zip(offsets, busiest_window(dates(offsets), 30).tolist(), strict=True))
    mixed = list(offsets)
    rng.shuffle(mixed)
    assert busiest_window(dates(mixed), 30).tolist() == [counts[day] for day in mixed]


def test_thirty_days_are_a_day_and_the_29_after_it():
    assert most_within(dates([0, 29]), 30) == 2
    assert most_within(dates([0, 30]), 30) == 1


def threshold_by_hand(staff: int) -> float:
    """Directive 98/59/EC, art. 1 (1) (a) (i), in integers."""
    if staff <= 20:
        return float("inf")
    if staff < 100:
        return 10
    return -(-staff // 10) if staff < 300 else 30


@pytest.mark.parametrize("staff", range(1, 400))
def test_the_thirty_day_threshold_of_every_size_of_establishment(staff):
    least = threshold_by_hand(staff)
    counts = np.arange(0.0, 41.0)
    table = law.compute_table(
        "eu.dismissal.collective",
        {
            "option": ["thirty_days"] * len(counts),
            "establishment_headcount": np.full(len(counts), float(staff)),
            "dismissals_in_period": counts,
        },
        on=ON,
    )
    assert table.values.tolist() == (counts >= least).astype(float).tolist()
    assert bool(table.refusals) == (staff <= 20)


@pytest.mark.parametrize("staff", [5, 20, 250, 5000])
def test_the_ninety_day_threshold_does_not_follow_the_staff(staff):
    facts = {"option": "ninety_days", "establishment_headcount": staff}
    found = [
        law.compute("eu.dismissal.collective", {**facts, "dismissals_in_period": n}, on=ON).value
        for n in (19, 20)
    ]
    assert found == [0.0, 1.0]


@given(DAYS, st.integers(1, 400), st.sampled_from(["thirty_days", "ninety_days"]))
def test_each_dismissal_is_collective_if_some_run_that_includes_it_reaches_the_threshold(
    offsets, staff, option
):
    found = collective_dismissals(staff, dates(offsets), option=option, on=ON)
    within, least = (30, threshold_by_hand(staff)) if option == "thirty_days" else (90, 20)
    counts = by_hand(offsets, within)
    assert found.is_collective == tuple(count >= least for count in counts)
    assert (found.within_days, found.most) == (within, max(counts, default=0))
    assert bool(found.outcome.value) == any(found.is_collective)


def test_the_result_of_dates_names_threshold_and_article():
    days = dates([0] * 9 + [29] + [60])
    found = collective_dismissals(80, days, option="thirty_days", on=ON)
    assert found.is_collective == (True,) * 10 + (False,)
    assert next(s.value for s in found.outcome.trace if s.key == "least") == 10.0
    assert "98/59/EC" in found.outcome.articles[0]
    assert found.is_checked


def test_an_unknown_option_or_a_day_before_the_directive_is_refused_by_name():
    with pytest.raises(FactError, match="option is sixty_days: known: thirty_days, ninety_days"):
        collective_dismissals(80, [], option="sixty_days", on=ON)
    with pytest.raises(NeedsError, match="no value in force on 1998-08-31"):
        collective_dismissals(80, [], option="thirty_days", on=date(1998, 8, 31))
    with pytest.raises(FactError, match="establishment_headcount is -1"):
        collective_dismissals(-1, [], option="thirty_days", on=ON)
    for day, is_known in ((date(1998, 9, 1), True), (date(1998, 9, 2), True)):
        found = collective_dismissals(80, [], option="thirty_days", on=day)
        assert (found.outcome.value is not None) == is_known


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2013, 4, 5), [0, 30, 30, 90]),
        (date(2013, 4, 6), [0, 30, 30, 45]),
        (date(2013, 4, 7), [0, 30, 30, 45]),
    ],
)
def test_british_consultation_by_number_of_dismissals_around_the_change_of_2013(on, days):
    table = law.compute_table(
        "uk.redundancy.consultation", {"dismissals_90_days": [19, 20, 99, 100]}, on=on
    )
    assert table.values.tolist() == days
    assert [r.rows for r in table.refusals] == [(0,)]


@pytest.mark.parametrize(
    ("on", "award"),
    [
        (date(2026, 4, 5), 9000.0),
        (date(2026, 4, 6), 18000.0),
        (date(2026, 4, 7), 18000.0),
    ],
)
def test_the_protective_award_doubles_on_6_april_2026(on, award):
    facts = {"dismissals_90_days": 20, "week_pay": law.Money(700, "GBP")}
    found = law.compute("uk.redundancy.protective_award", facts, on=on)
    assert (found.value, found.currency, found.status) == (award, "GBP", "checked")
    few = law.compute("uk.redundancy.protective_award", {**facts, "dismissals_90_days": 19}, on=on)
    assert (few.value, few.refusals[0].why) == (0.0, "fewer than 20 dismissals")


def test_what_was_written_from_memory_is_a_draft():
    old = law.compute("uk.redundancy.consultation", {"dismissals_90_days": 50}, on=date(1999, 6, 1))
    assert (old.value, old.status) == (30.0, "draft")


@pytest.mark.parametrize("rule", ["pay", "pay_ni"])
@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_british_pay_in_another_currency_is_refused(rule, currency):
    facts = {"age_years": 45, "service_years": 10, "week_pay": law.Money(600, currency)}
    with pytest.raises(FactError, match="amounts of that date are in GBP"):
        law.compute(f"uk.redundancy.{rule}", facts, on=date(2026, 5, 1))


def weeks_by_hand(age: int, service: int) -> float:
    """Go back over complete years of service, each by the age at its end, 20 at most."""
    if service < 2:
        return 0.0
    ends = [age - i for i in range(min(service, 20))]
    return sum(0.5 if end <= 22 else 1.0 if end <= 41 else 1.5 for end in ends)


def test_british_weeks_are_those_of_each_year_of_service_counted_back():
    ages, services = np.meshgrid(np.arange(18.0, 75.0), np.arange(0.0, 45.0))
    able = (services <= ages - 14).ravel()
    age, service = ages.ravel()[able], services.ravel()[able]
    table = law.compute_table(
        "uk.redundancy.weeks", {"age_years": age, "service_years": service}, on=ON
    )
    expected = [weeks_by_hand(int(a), int(s)) for a, s in zip(age, service, strict=True)]
    assert table.values.tolist() == expected
    short = law.compute("uk.redundancy.weeks", {"age_years": 40, "service_years": 1.99}, on=ON)
    assert (short.value, len(short.refusals)) == (0.0, 1)
