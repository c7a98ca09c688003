"""The check against an independent one that walks the minutes of the calendar.

The brute-force checker shares no code with the room: it lays the shifts on a minute grid of many
turns of the cycle and reads the grid.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord import hours
from accord.plant.records import Break, Person, Plant, Shift

DAY, WEEK = 1440, 10080
REST = 35 * 60
ON = date(2024, 1, 1)
TURNS = 14  # at least twelve weeks of rolling average inside, and a turn free on both sides

duties = st.lists(
    st.tuples(
        st.integers(0, 6),  # day
        st.integers(0, 95),  # start, quarters of an hour
        st.integers(8, 50),  # length, quarters
        st.sampled_from([0, 10, 20, 45]),  # break, minutes
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def rosters(draw):
    """A cycle of one to three weeks without duties that overlap."""
    num_weeks = draw(st.integers(1, 3))
    rows = []
    for week in range(1, num_weeks + 1):
        for day, start, length, pause in draw(duties):
            begin = start * 15
            breaks = (Break(begin + 60, begin + 60 + pause),) if pause else ()
            rows.append(Shift("A", week, day, begin, begin + length * 15, breaks))
    rows.sort(key=lambda s: (s.week, s.day, s.start_min))
    kept, free_from = [], -1
    for row in rows:
        start = (row.week - 1) * WEEK + row.day * DAY + row.start_min
        if start > free_from:
            kept.append(row)
            free_from = start + row.end_min - row.start_min
    first = (kept[0].week - 1) * WEEK + kept[0].day * DAY + kept[0].start_min
    if free_from >= first + num_weeks * WEEK and len(kept) > 1:
        kept.pop()
    used = max(s.week for s in kept)
    # a free last week would shorten the cycle: the table knows only the weeks it names
    return [s for s in kept if s.week <= used]


def brute_force(rows):
    """Worst values of each rule, from a minute grid, in hours."""
    num_weeks = max(s.week for s in rows)
    length = num_weeks * WEEK
    grid = np.zeros(length * TURNS, dtype=np.int8)  # 1 present
    at_work = np.zeros(length * TURNS, dtype=np.int8)  # 1 present and no unpaid break
    work_of_day = np.zeros(num_weeks * 7 * TURNS)
    presence = {}
    for turn in range(TURNS):
        for s in rows:
            day = turn * num_weeks * 7 + (s.week - 1) * 7 + s.day
            start, end = day * DAY + s.start_min, day * DAY + s.end_min
            grid[start : min(end, len(grid))] = 1
            at_work[start : min(end, len(grid))] = 1
            for b in s.breaks:
                at_work[day * DAY + b.start_min : day * DAY + b.end_min] = 0
            unpaid = sum(b.end_min - b.start_min for b in s.breaks)
            work_of_day[day] += end - start - unpaid
            presence.setdefault(day, []).append((start, end))
    week_h = at_work.reshape(-1, WEEK).sum(axis=1) / 60  # what is worked inside it
    whole = week_h[num_weeks : 2 * num_weeks]  # a middle turn
    # from the second turn on: the first has no night before it
    first = range(num_weeks, 2 * num_weeks)
    rolling = [week_h[i : i + 12].mean() for i in first if i + 12 < len(week_h)]
    assert rolling
    days = sorted(presence)
    rests = [(min(presence[b])[0] - max(e for _, e in presence[a])) / 60 for a, b in pairwise(days)]
    spans = [(max(e for _, e in presence[d]) - min(presence[d])[0]) / 60 for d in days]
    worked = np.zeros(num_weeks * 7 * TURNS, dtype=bool)
    worked[days] = True
    return {
        "fr.hours.day_max": work_of_day.max() / 60,
        "fr.hours.week_max": whole.max(),
        "fr.hours.average_max": max(rolling) if len(rolling) == num_weeks else None,
        "fr.hours.rest_day": min(rests),
        "fr.hours.span": max(spans),
        "fr.hours.days_week": worked.reshape(-1, 7).sum(axis=1)[num_weeks : 2 * num_weeks].max(),
    }, weekly_rest(grid, num_weeks)


def free_runs(grid, num_weeks):
    """Free runs that begin in a middle turn, with the weeks of the cycle that they may serve."""
    edges = np.flatnonzero(np.diff(np.concatenate(([1], grid, [1]))))
    middle = TURNS // 2 * num_weeks
    for begin, end in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        if middle <= begin // WEEK < middle + num_weeks:
            weeks = {
                week % num_weeks
                for week in range(middle - num_weeks, middle + 3 * num_weeks)
                if week == begin // WEEK
                or min(end, (week + 1) * WEEK) - max(begin, week * WEEK) >= DAY
            }
            yield end - begin, weeks


def weekly_rest(grid, num_weeks):
    """Least over the weeks of the longest free run that may serve it, and the fewest without."""
    runs = list(free_runs(grid, num_weeks))
    longest = [max(length for length, weeks in runs if week in weeks) for week in range(num_weeks)]
    pieces = [weeks for length, weeks in runs for _ in range(min(length // REST, num_weeks))]
    ways = product(*[[None, *sorted(weeks)] for weeks in pieces])
    most = max((len({week for week in way if week is not None}) for way in ways), default=0)
    return min(longest) / 60, num_weeks - most


@settings(max_examples=60, deadline=None)
@given(rosters())
def test_the_check_agrees_with_a_walk_over_the_minutes(rows):
    plant = Plant(
        name="random",
        country="FR",
        currency="EUR",
        on=ON,
        weekly_h=35,
        horizon_weeks=4,
        people=(Person("P", crew="A", sex="M"),),
        shifts=tuple(rows),
    )
    check = hours.check(plant)
    found = {f.rule: f for f in check.findings}
    values, (rest_h, num_without) = brute_force(rows)
    # each week has a rest of its own, or so many have none
    assert sum(v.rule == "fr.hours.rest_week" for v in check.violations) == num_without
    rest = found["fr.hours.rest_week"]
    if num_without == 0:
        assert (rest.value, rest.severity) == (pytest.approx(rest_h), "ok")
    else:
        assert (rest.value < 35, rest.severity) == (True, "breach")
    for rule, value in values.items():
        if value is not None:
            assert found[rule].value == pytest.approx(value), rule
        finding = found[rule]
        is_minimum = rule == "fr.hours.rest_day"
        passes = finding.value >= finding.limit if is_minimum else finding.value <= finding.limit
        assert finding.severity == ("ok" if passes else "breach")
