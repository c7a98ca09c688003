"""What holds of a pension for anyone: more quarters never hurt, order changes nothing."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from accord import law

ON = date(2026, 11, 22)
LAWS = ["law_2023", "suspension_2026"]
BIRTHS = st.dates(date(1940, 1, 1), date(1990, 12, 31))
PEOPLE = st.lists(
    st.tuples(BIRTHS, st.sampled_from(LAWS), st.integers(0, 200)), min_size=1, max_size=12
)


def table(rule: str, people: list[tuple[date, str, int]], **facts: object) -> np.ndarray:
    columns = {
        "birth_date": [birth for birth, _, _ in people],
        "pension_law": [named for _, named, _ in people],
        "pension_quarters": [quarters for _, _, quarters in people],
        "pension_way": ["ordinary"] * len(people),
        **{name: [value] * len(people) for name, value in facts.items()},
    }
    return law.compute_table(f"fr.pension.{rule}", columns, on=ON).values


@given(PEOPLE, st.randoms())
def test_the_order_of_people_changes_nothing_and_one_row_is_the_table(people, rng):
    order = list(range(len(people)))
    rng.shuffle(order)
    mixed = [people[i] for i in order]
    for rule, day in (("months_to_full", "counted_on"), ("rate", "pension_from")):
        found = table(rule, people, **{day: ON})
        np.testing.assert_array_equal(table(rule, mixed, **{day: ON}), found[order])
        alone = [table(rule, [person], **{day: ON})[0] for person in people]
        np.testing.assert_array_equal(alone, found)


@given(BIRTHS, st.sampled_from(LAWS), st.integers(0, 199))
def test_a_quarter_more_never_lowers_the_rate_nor_puts_the_full_rate_off(birth, named, quarters):
    pair = [(birth, named, quarters), (birth, named, quarters + 1)]
    fewer, more = table("rate", pair, pension_from=date(2032, 1, 1))
    assert 0.0 <= fewer <= more <= 0.5
    late, soon = table("months_to_full", pair, counted_on=ON)
    assert 0 <= soon <= late


@given(BIRTHS, st.integers(0, 200))
def test_the_suspension_never_puts_anyone_off(birth, quarters):
    base, suspended = table(
        "months_to_full", [(birth, name, quarters) for name in LAWS], counted_on=ON
    )
    assert suspended <= base


@given(BIRTHS, st.sampled_from(LAWS), st.integers(0, 200))
def test_on_the_day_of_the_full_rate_nothing_is_missing(birth, named, quarters):
    """Work on for the months told, a quarter every three months: the rate is then full."""
    assume(quarters <= 4 * (ON.year - birth.year - 14))  # nobody has worked before fourteen
    (months,) = table("months_to_full", [(birth, named, quarters)], counted_on=ON)
    day = np.datetime64("2026-11", "M") + int(months) + 1  # the month is begun: its end is past
    earned = quarters + int(months) // 3
    rate = table("rate", [(birth, named, earned)], pension_from=day.astype("datetime64[D]").item())
    assert rate.tolist() == [0.5]
