"""What must hold of the law on any cycle, and other rules read from a grid of minutes.

The grid shares no code with the room: it lays the duties on the minutes of many turns.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import Place
from accord.hours import Cycle, Duty, Facts, check_cycle, check_roster
from accord.plant.records import Break

DAY, WEEK = 1440, 10080
ON = date(2024, 6, 3)
COUNTRIES = ("de", "eu", "fr", "uk", "us")
RESTS = ("rest_day", "rest_week", "span")
FACTS = Facts(headcount=30, hazardous=True, continuous=True, leave_weeks=5)


@st.composite
def cycles(draw, max_weeks=4):
    """A cycle of one to four weeks without duties that overlap, also round its end."""
    num_weeks = draw(st.integers(1, max_weeks))
    drawn = draw(
        st.lists(
            st.tuples(st.integers(0, 7 * num_weeks - 1), st.integers(0, 47), st.integers(4, 26)),
            min_size=1,
            max_size=7 * num_weeks,
        )
    )
    kept = []
    for start, length in sorted((d * DAY + s * 30, n * 30) for d, s, n in drawn):
        if not kept or start > sum(kept[-1]):
            kept.append((start, length))
    while len(kept) > 1 and sum(kept[-1]) >= kept[0][0] + num_weeks * WEEK:
        kept.pop()
    pauses = draw(
        st.lists(st.sampled_from([-1, 0, 20, 45]), min_size=len(kept), max_size=len(kept))
    )
    return made(kept, num_weeks, pauses)


def made(duties, num_weeks, pauses):
    start = np.array([s for s, _ in duties], dtype=np.int64)
    length = np.array([n for _, n in duties], dtype=np.int64)
    return Cycle(
        crew="A",
        num_weeks=num_weeks,
        start_min=start,
        end_min=start + length,
        work_min=length,
        longest_break_min=np.array(pauses, dtype=np.int64),
        places=tuple(Place("cycle", i + 1) for i in range(len(duties))),
        since=date.min,
        until=None,
    )


def checked(cycle, country):
    return check_cycle(cycle, country=country, on=ON, facts=FACTS)


def begun_later(cycle, weeks):
    """Begin the cycle in another week."""
    start = (cycle.start_min - weeks * WEEK) % (cycle.num_weeks * WEEK)
    order = np.argsort(start)
    length = cycle.end_min - cycle.start_min
    return replace(
        cycle,
        start_min=start[order],
        end_min=(start + length)[order],
        work_min=cycle.work_min[order],
        longest_break_min=cycle.longest_break_min[order],
    )


def worst(found):
    """Worst value and severity of each rule."""
    return {f.rule: (pytest.approx(f.value), f.limit, f.severity) for f in found.findings}


@settings(max_examples=40, deadline=None)
@given(cycles(), st.integers(1, 3), st.sampled_from(COUNTRIES))
def test_the_week_in_which_a_cycle_begins_changes_no_verdict(cycle, weeks, country):
    one, other = checked(cycle, country), checked(begun_later(cycle, weeks), country)
    assert worst(one) == worst(other)
    assert one.verdict == other.verdict
    assert Counter(v.rule for v in one.violations) == Counter(v.rule for v in other.violations)


@settings(max_examples=40, deadline=None)
@given(cycles(max_weeks=3), st.sampled_from(COUNTRIES))
def test_a_cycle_written_twice_has_the_same_verdicts(cycle, country):
    length = cycle.num_weeks * WEEK
    twice = replace(
        cycle,
        num_weeks=cycle.num_weeks * 2,
        start_min=np.concatenate([cycle.start_min, cycle.start_min + length]),
        end_min=np.concatenate([cycle.end_min, cycle.end_min + length]),
        work_min=np.tile(cycle.work_min, 2),
        longest_break_min=np.tile(cycle.longest_break_min, 2),
        places=cycle.places * 2,
    )
    one, other = checked(cycle, country), checked(twice, country)
    assert worst(one) == worst(other)
    assert one.needs == other.needs


@settings(max_examples=60, deadline=None)
@given(cycles(), st.data(), st.sampled_from(COUNTRIES))
def test_a_duty_less_never_makes_a_violation_of_rest(cycle, data, country):
    if len(cycle.start_min) == 1:
        return
    i = data.draw(st.integers(0, len(cycle.start_min) - 1))
    keep = np.arange(len(cycle.start_min)) != i
    fewer = replace(
        cycle,
        start_min=cycle.start_min[keep],
        end_min=cycle.end_min[keep],
        work_min=cycle.work_min[keep],
        longest_break_min=cycle.longest_break_min[keep],
        places=tuple(p for j, p in enumerate(cycle.places) if j != i),
    )
    before, after = (
        {v.rule for v in checked(c, country).violations if v.rule.endswith(RESTS)}
        for c in (cycle, fewer)
    )
    assert after <= before


@settings(max_examples=30, deadline=None)
@given(cycles(max_weeks=3), st.sampled_from(COUNTRIES))
def test_every_violation_is_beyond_its_limit_and_the_worst_is_among_them(cycle, country):
    found = checked(cycle, country)
    for v in (*found.violations, *found.flagged):
        assert v.value != v.limit
        assert v.article
        assert v.first.startswith("week ")
    for f in found.breaches:
        assert f.value in {v.value for v in found.violations if v.rule == f.rule}
    assert {v.rule for v in found.violations} == {f.rule for f in found.breaches}


@settings(max_examples=25, deadline=None)
@given(cycles(max_weeks=2), st.sampled_from(COUNTRIES))
def test_a_cycle_worked_on_the_calendar_has_the_violations_of_the_cycle(cycle, country):
    """Of rules that look at a day or a week; a roster of many turns knows all but its edges."""
    turns = 4
    length_days = cycle.num_weeks * 7
    duties = []
    for turn in range(turns):
        for s, e, p in zip(
            cycle.start_min.tolist(), cycle.end_min.tolist(),
            cycle.longest_break_min.tolist(), strict=True,
        ):  # fmt: skip
            day, clock = divmod(s, DAY)
            first = ON + timedelta(days=turn * length_days + day)
            breaks = None if p < 0 else (Break(clock, clock + min(p, e - s), paid=True),)
            duties.append(Duty("A", first, clock, clock + e - s, breaks))
    if max(e for e in cycle.end_min) > cycle.num_weeks * WEEK + cycle.start_min[0]:
        return
    own = checked(cycle, country)
    dated = check_roster(duties, country=country, on=ON, facts=FACTS)
    one_by_one = ("day_max", "week_max", "rest_day", "span", "days_week")
    for rule in {f.rule for f in own.findings if f.rule.endswith(one_by_one)}:
        in_cycle = [v for v in own.violations if v.rule == rule]
        in_roster = [v for v in dated.violations if v.rule == rule]
        assert bool(in_cycle) == bool(in_roster) or "rest" in rule
        lost = len(in_cycle) * turns - len(in_roster)
        # the rest across the last end is not known
        assert 0 <= lost <= (2 if "rest" in rule else 0)


def grid_of(cycle, turns):
    grid = np.zeros(cycle.num_weeks * WEEK * turns + 2 * DAY, dtype=np.int16)
    for turn in range(turns):
        for s, e in zip(cycle.start_min.tolist(), cycle.end_min.tolist(), strict=True):
            grid[turn * cycle.num_weeks * WEEK + s : turn * cycle.num_weeks * WEEK + e] = 1
    return grid


def longest_free(minutes):
    edges = np.flatnonzero(np.diff(np.concatenate(([1], minutes, [1]))))
    return int((edges[1::2] - edges[0::2]).max()) if len(edges) else 0


@settings(max_examples=40, deadline=None)
@given(cycles(max_weeks=3))
def test_rolling_windows_agree_with_a_walk_over_the_minutes(cycle):
    turns = 12
    length = cycle.num_weeks * WEEK
    grid = grid_of(cycle, turns)
    middle = (cycle.start_min + length).tolist()
    rests = [longest_free(grid[s : s + DAY]) / 60 for s in middle]
    british = {f.rule: f.value for f in checked(cycle, "uk").findings}
    assert british["uk.hours.rest_day"] == pytest.approx(min(rests))
    # hours from midnight to midnight, in any 17 weeks
    by_day = [
        grid[length + d * DAY : length + (d + 1) * DAY].sum() / 60
        for d in range(cycle.num_weeks * 7)
    ]
    assert british["uk.hours.average_week"] == pytest.approx(most(by_day, 17 * 7) / 17)
    # in Germany those of the duties that begin on each day, in any 24 weeks of six days
    begun = np.zeros(len(by_day))
    np.add.at(begun, cycle.start_min // DAY, cycle.work_min / 60)
    german = {f.rule: f.value for f in checked(cycle, "de").findings}
    assert german["de.hours.average"] == pytest.approx(most(begun, 24 * 7) / (24 * 6))
    free = [
        not grid[d * DAY : (d + 1) * DAY].any()
        for d in range(len(by_day), 2 * len(by_day))
        if d % 7 == 6
    ]
    assert german["de.hours.sundays"] == pytest.approx(sum(free) * 52 / len(free))
    french = {f.rule: f.value for f in checked(cycle, "fr").findings}
    weeks = [sum(by_day[d : d + 7]) for d in range(0, len(by_day), 7)]
    assert french["fr.hours.week_max"] == pytest.approx(max(weeks))
    assert french["fr.hours.average_max"] == pytest.approx(most(weeks, 12) / 12)
    assert french["fr.hours.sunday"] == pytest.approx(max(by_day[6::7]))
    if "fr.hours.day_civil" in french:
        assert french["fr.hours.day_civil"] == pytest.approx(max(by_day))
    nights = [at_night_h(s, e) >= 3 for s, e in spans(cycle)]
    if any(nights):
        late = [
            grid[s : s + DAY].sum() / 60
            for s in middle
            if any(
                is_night and s <= t + turn * length < s + DAY
                for is_night, t in zip(nights, cycle.start_min.tolist(), strict=True)
                for turn in (1, 2, 3)
            )
        ]
        assert british["uk.hours.night_hazard"] == pytest.approx(max(late))
    else:
        assert "uk.hours.night_hazard" not in british


def most(steps, num):
    """The largest sum of so many steps in a row, round the end."""
    long = np.tile(steps, num // len(steps) + 2)
    return max(long[i : i + num].sum() for i in range(len(steps)))


def spans(cycle):
    return zip(cycle.start_min.tolist(), cycle.end_min.tolist(), strict=True)


def at_night_h(start, end):
    """Hours between 23:00 and 06:00, minute by minute."""
    return sum(not 360 <= minute % DAY < 1380 for minute in range(start, end)) / 60
