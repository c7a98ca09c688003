"""Shift cycles by depth-first enumeration: slow, plain, exact; for a few weeks.

A word is built day by day, group after group. What is cut early is only what no completion can
mend; a finished group is read again as a whole, round the seam, and counted as a whole. Every aim
is a cost here: weekends that are not free in place of free ones.

The search shares no code with the room: neither its graph, nor its checker, nor its thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

AIMS = (
    "free_weekends",
    "single_days_off",
    "single_work_days",
    "nights_beyond",
    "quick_returns",
    "backward_steps",
)
NUM_AIMS = len(AIMS)
ADVISED_NIGHTS = 3
QUICK_RETURN_MIN = 11 * 60
BACKWARD_MIN = 2 * 60
FOUND, IMPOSSIBLE, GIVEN_UP = 0, 1, 2
CACHED = __name__.startswith("tests.")  # a compiled function is found again by its module's name
ANY = 10**6


@dataclass(frozen=True)
class Enumerated:
    """What the search knows: status, one schedule per group, the values of the aims asked for."""

    status: str
    schedules: tuple = ()
    values: tuple = ()
    num_nodes: int = 0


def enumerate_cycle(problem, aims=(), *, max_nodes=20_000_000):
    """Find the lexicographically best schedules; ``unknown`` only where the nodes run out.

    ``values`` has the true count of each aim in ``aims`` (free weekends are counted as such).
    """
    tables = _tables(problem)
    num_weeks = problem.num_people
    caps = np.full(NUM_AIMS, ANY)
    found, values, spent = None, [], 0
    for aim in aims or (None,):
        i_aim = -1 if aim is None else AIMS.index(aim)
        least = 0
        if aim == "free_weekends":
            least = max(sum(row[day] for row in problem.demand) for day in (5, 6))
        status, word, cost, nodes = _search(tables, caps, i_aim, least, max_nodes)
        spent += nodes
        if status == GIVEN_UP:
            return Enumerated("unknown", num_nodes=spent)
        if status == IMPOSSIBLE:
            return Enumerated("impossible", num_nodes=spent)
        found = word
        if aim is not None:
            caps[i_aim] = cost[i_aim]
            values.append(int(num_weeks - cost[0] if i_aim == 0 else cost[i_aim]))
    schedules, start = [], 0
    for group in problem.groups:
        codes = found[start : start + 7 * group.num_people] - 1
        schedules.append(tuple(tuple(int(c) for c in week) for week in codes.reshape(-1, 7)))
        start += 7 * group.num_people
    return Enumerated("found", tuple(schedules), tuple(values), spent)


def count_aims(problem, schedules):
    """Count every aim of given schedules; free weekends as such."""
    tables = _tables(problem)
    cost = np.zeros(NUM_AIMS, np.int64)
    for schedule in schedules:
        cost += _count(np.array(schedule, dtype=np.int64).ravel() + 1, tables)
    values = dict(zip(AIMS, cost.tolist(), strict=True))
    return values | {"free_weekends": problem.num_people - values["free_weekends"]}


def _tables(problem):
    """Turn a problem into a tuple of arrays; code 0 is a day off, code i + 1 is shift i.

    ``bounds`` has a row per code, then one for work and one for rest; ``rules`` are surplus, rest
    in a week, weekends in a row. Nights are by code and weekday, steps by weekday first.
    """
    num_codes = len(problem.shifts) + 1
    weeks = np.array([g.num_people for g in problem.groups])
    allowed = np.zeros((len(weeks), num_codes), dtype=np.bool_)
    allowed[:, 0] = True
    for i, group in enumerate(problem.groups):
        for shift in group.shifts:
            allowed[i, shift + 1] = True
    demand = np.zeros((num_codes, 7), dtype=np.int64)
    demand[1:] = np.array(problem.demand)
    bounds = np.array(
        [(1, ANY), *(s.block for s in problem.shifts), problem.work_block, problem.off_block]
    )
    pair = np.zeros((num_codes, num_codes), dtype=np.bool_)
    for a, b in problem.pairs:
        pair[a + 1, b + 1] = True
    triple = np.zeros((num_codes,) * 3, dtype=np.bool_)
    for a, b, c in problem.triples:
        triple[a + 1, b + 1, c + 1] = True
    night = np.zeros((num_codes, 7), dtype=np.int64)
    quick = np.zeros((7, num_codes, num_codes), dtype=np.int64)
    back = np.zeros((7, num_codes, num_codes), dtype=np.int64)
    for i, first in enumerate(problem.shifts):
        for day in range(7):
            starts, length = first.start_min[day], first.length_min[day]
            at_night = sum(minute % 1440 < 300 for minute in range(starts, starts + length))
            night[i + 1, day] = at_night >= 180
            for j, second in enumerate(problem.shifts):
                tomorrow = second.start_min[(day + 1) % 7]
                quick[day, i + 1, j + 1] = tomorrow + 1440 - starts - length <= QUICK_RETURN_MIN
                # how far the hand of a 24-hour clock goes, the shorter way round
                turn = (tomorrow - starts + 720) % 1440 - 720
                is_back = turn <= -BACKWARD_MIN and turn != -720
                back[day, i + 1, j + 1] = is_back
    rules = np.array([problem.surplus, problem.rest_in_week, problem.free_weekend_in])
    return weeks, allowed, demand, bounds, pair, triple, night, quick, back, rules


@njit(cache=CACHED)
def _run_bounds_hold(same, bounds_of, bounds, days):
    """Check every cyclic run of equal marks in ``same`` against the bounds of its row."""
    start = -1
    for t in range(days):
        if same[t] != same[t - 1 if t else days - 1]:
            start = t
            break
    if start < 0:
        return False  # without end: longer than any maximum
    length = 1
    for i in range(1, days + 1):
        t, before = (start + i) % days, (start + i - 1) % days
        if i < days and same[t] == same[before]:
            length += 1
            continue
        row = bounds_of[before]
        if length < bounds[row, 0] or length > bounds[row, 1]:
            return False
        length = 1
    return True


@njit(cache=CACHED)
def _is_legal(word, tables):
    """Read a finished word of one group, round the seam."""
    _, _, _, bounds, pair, triple, _, _, _, rules = tables
    days = word.size
    num_codes = pair.shape[0]
    kind = np.empty(days, np.int64)
    row_of_kind = np.empty(days, np.int64)
    worked = 0
    for t in range(days):
        kind[t] = word[t] > 0
        worked += kind[t]
        row_of_kind[t] = num_codes if word[t] > 0 else num_codes + 1
    if worked in (0, days):
        return False
    if not _run_bounds_hold(word, word, bounds, days):
        return False
    if not _run_bounds_hold(kind, row_of_kind, bounds, days):
        return False
    for t in range(days):
        a, b, c = word[t], word[(t + 1) % days], word[(t + 2) % days]
        if pair[a, b] or triple[a, b, c]:
            return False
    weeks = days // 7
    for w in range(weeks):
        run = longest = 0
        for t in range(7 * w, 7 * w + 7):
            run = run + 1 if word[t] == 0 else 0
            longest = max(longest, run)
        if longest < rules[1]:
            return False
        free = 0
        for i in range(rules[2]):
            saturday = 7 * ((w + i) % weeks) + 5
            free += word[saturday] == 0 and word[saturday + 1] == 0
        if rules[2] > 0 and free == 0:
            return False
    return True


@njit(cache=CACHED)
def _count(word, tables):
    """Count every aim of a finished word of one group."""
    night, quick, back = tables[6:9]
    days = word.size
    cost = np.zeros(NUM_AIMS, np.int64)
    for t in range(days):
        day = t % 7
        a, b, c = word[(t - 1) % days], word[t], word[(t + 1) % days]
        if day == 6 and (a > 0 or b > 0):
            cost[0] += 1
        if a > 0 and b == 0 and c > 0:
            cost[1] += 1
        if a == 0 and b > 0 and c == 0:
            cost[2] += 1
        if b > 0 and night[b, day]:
            run = 1
            while (
                run <= ADVISED_NIGHTS and word[(t - run) % days] == b and night[b, (day - run) % 7]
            ):
                run += 1
            cost[3] += run > ADVISED_NIGHTS
        if b > 0 and c > 0:
            cost[4] += quick[day, b, c]
            cost[5] += back[day, b, c]
    return cost


@njit(cache=CACHED)
def _search(tables, caps, aim, least, limit):
    """Go through all words; keep the best in ``aim`` (the first one if ``aim`` is -1).

    1. put the next code on the day; 2. drop what no completion mends; 3. at the end of a group
    read its word as a whole; 4. at the end of all groups keep the schedule.
    """
    weeks, allowed, demand, bounds, pair, triple, night, quick, back, rules = tables
    num_groups, num_codes = allowed.shape
    size = 7 * weeks.sum()
    group_of, first_of = np.empty(size, np.int64), np.empty(size, np.int64)
    p = 0
    for g in range(num_groups):
        begin = p
        for _ in range(7 * weeks[g]):
            group_of[p], first_of[p] = g, begin
            p += 1
    # weeks still to come after a position, for each code: who could still cover it
    able_after = np.zeros((size, num_codes), np.int64)
    for q in range(size):
        for later in range(q + 7, size, 7):
            for code in range(num_codes):
                able_after[q, code] += allowed[group_of[later], code]

    word = np.full(size, -1, np.int64)
    same_run, kind_run = np.zeros(size, np.int64), np.zeros(size, np.int64)
    above_first_week = np.zeros(size, np.bool_)
    cost = np.zeros((size + 1, NUM_AIMS), np.int64)
    need = demand.copy()
    best_word, best_cost = word.copy(), np.full(NUM_AIMS, ANY)
    best, nodes = ANY, 0
    p = 0
    while p >= 0:
        g, begin, day = group_of[p], first_of[p], p % 7
        t, days = p - begin, 7 * weeks[g]
        if word[p] > 0:
            need[word[p], day] += 1
        word[p] += 1
        code = word[p]
        if code == num_codes:
            word[p] = -1
            p -= 1
            continue
        if code > 0:
            need[code, day] -= 1
        nodes += 1
        if nodes > limit:
            return GIVEN_UP, best_word, best_cost, nodes

        # 2. what no completion mends
        if not allowed[g, code] or (code > 0 and need[code, day] < -rules[0]):
            continue
        missing = 0
        for s in range(1, num_codes):
            if need[s, day] > 0:
                missing += need[s, day]
                if need[s, day] > able_after[p, s]:
                    missing = ANY
        if missing > able_after[p, 0]:
            continue
        # the cycle may begin in any week: it begins with its least one
        is_above = t >= 7 and day > 0 and above_first_week[p - 1]
        if t >= 7 and not is_above:
            if code < word[begin + day]:
                continue
            is_above = code > word[begin + day]
        above_first_week[p] = is_above
        kind_row = num_codes if code > 0 else num_codes + 1
        same_run[p] = kind_run[p] = 1
        cost[p + 1] = cost[p]
        if t > 0:
            before = word[p - 1]
            if pair[before, code] or (t > 1 and triple[word[p - 2], before, code]):
                continue
            if before == code:
                same_run[p] = same_run[p - 1] + 1
            elif same_run[p - 1] < t and same_run[p - 1] < bounds[before, 0]:
                continue  # a run that began on the first day may have begun before it
            if (before > 0) == (code > 0):
                kind_run[p] = kind_run[p - 1] + 1
            else:
                row = num_codes if before > 0 else num_codes + 1
                if kind_run[p - 1] < t and kind_run[p - 1] < bounds[row, 0]:
                    continue
                if kind_run[p - 1] == 1 and t > 1:
                    cost[p + 1, 2 if before > 0 else 1] += 1
            if before > 0 and code > 0:
                cost[p + 1, 4] += quick[(day - 1) % 7, before, code]
                cost[p + 1, 5] += back[(day - 1) % 7, before, code]
        if same_run[p] > bounds[code, 1] or kind_run[p] > bounds[kind_row, 1]:
            continue
        if same_run[p] > ADVISED_NIGHTS and code > 0:
            in_row = 0
            while in_row <= ADVISED_NIGHTS and night[code, (day - in_row) % 7]:
                in_row += 1
            cost[p + 1, 3] += in_row > ADVISED_NIGHTS
        if day == 6:
            if code > 0 or word[p - 1] > 0:
                cost[p + 1, 0] += 1
            run = longest = 0
            for q in range(p - 6, p + 1):
                run = run + 1 if word[q] == 0 else 0
                longest = max(longest, run)
            if longest < rules[1]:
                continue
            if 0 < rules[2] <= (t + 1) // 7:
                free = 0
                for w in range(rules[2]):
                    free += word[p - 7 * w] == 0 and word[p - 7 * w - 1] == 0
                if free == 0:
                    continue
        if aim >= 0 and cost[p + 1, aim] >= best:
            continue

        # 3. the end of a group
        if t == days - 1:
            whole = word[begin : p + 1]
            if not _is_legal(whole, tables):
                continue
            cost[p + 1] = cost[begin] + _count(whole, tables)
        is_within = True
        for i in range(NUM_AIMS):
            if cost[p + 1, i] > caps[i]:
                is_within = False
        if not is_within or (aim >= 0 and cost[p + 1, aim] >= best):
            continue

        # 4. the end of all groups
        if p < size - 1:
            p += 1
            continue
        best_word[:] = word
        best_cost[:] = cost[size]
        if aim < 0:
            break
        best = cost[size, aim]
        if best <= least:
            break
    return (FOUND if best_word[0] >= 0 else IMPOSSIBLE), best_word, best_cost, nodes
