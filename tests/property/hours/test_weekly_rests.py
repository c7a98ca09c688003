"""Weekly rests against a search over every way to give them to weeks.

The search shares no code with the room: it looks at each minute's week and tries every way.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from accord.hours.check.rest_weeks import rest_supply, weeks_without

DAY, WEEK = 1440, 10080
LEAST = 35 * 60


@st.composite
def weeks_with_rests(draw):
    """Weeks, whether they come round, and rests that do not overlap, in quarter days."""
    num = draw(st.integers(1, 5))
    is_cyclic = draw(st.booleans())
    length = num * 28
    marks = draw(st.lists(st.integers(0, length - 1), unique=True, max_size=10))
    marks = sorted(marks)[: len(marks) // 2 * 2]
    rests = [(a * 360, (b - a) * 360) for a, b in zip(marks[::2], marks[1::2], strict=True)]
    if is_cyclic and draw(st.booleans()) and marks:
        # the rests between instead, the last one round the end
        turned = [*marks[1:], marks[0] + length]
        rests = [(a * 360, (b - a) * 360) for a, b in zip(turned[::2], turned[1::2], strict=True)]
    return num, is_cyclic, rests


def may_serve(rest, week, num, *, is_cyclic):
    begin, length = rest
    for turn in range(-1, 2) if is_cyclic else (0,):
        opens = (week + turn * num) * WEEK
        inside = min(begin + length, opens + WEEK) - max(begin, opens)
        if opens <= begin < opens + WEEK or inside >= DAY:
            return True
    return False


def fewest_without(num, rests, *, is_cyclic, may_pair):
    pieces = [rest for rest in rests for _ in range(rest[1] // LEAST)]
    can = [[may_serve(rest, w, num, is_cyclic=is_cyclic) for w in range(num)] for rest in pieces]
    couples = [(w, w + 1) for w in range(num - 1)]
    if is_cyclic and num > 2:
        couples.append((num - 1, 0))
    best = num
    for k in range(num // 2 + 1 if may_pair else 1):
        for pairs in combinations(couples, k):
            paired = [w for pair in pairs for w in pair]
            if len(set(paired)) < len(paired):
                continue
            slots = [pair for pair in pairs for _ in pair]
            slots += [(w,) for w in range(num) if w not in paired]
            best = min(best, search(tuple(slots), len(paired), can))
    return best


def search(slots, num_must, can):
    """Fewest slots left empty; the first ones must be filled."""

    @cache
    def left(i, used):
        if i == len(slots):
            return 0
        found = 99 if i < num_must else 1 + left(i + 1, used)
        for p, weeks in enumerate(can):
            if not used >> p & 1 and any(weeks[w] for w in slots[i]):
                found = min(found, left(i + 1, used | 1 << p))
        return found

    # of one rest more pieces than slots change nothing
    return left(0, 0)


def thinned(rests):
    """A rest worth more than four serves no more weeks than can see it: keep the search small."""
    return sum(min(length // LEAST, 4) for _, length in rests) <= 9


@settings(max_examples=400, deadline=None)
@given(weeks_with_rests(), st.booleans())
def test_the_weeks_without_rest_are_as_few_as_any_assignment_leaves(drawn, may_pair):
    num, is_cyclic, rests = drawn
    rests = [(begin, min(length, 4 * LEAST)) for begin, length in rests]
    if not thinned(rests):
        return
    supply = rest_supply(rests, LEAST, num, is_cyclic=is_cyclic)
    found = weeks_without(supply, may_pair=may_pair)
    wanted = fewest_without(num, rests, is_cyclic=is_cyclic, may_pair=may_pair)
    assert int(found.sum()) == wanted


@settings(max_examples=200, deadline=None)
@given(weeks_with_rests(), st.booleans(), st.data())
def test_a_longer_rest_never_leaves_more_weeks_without(drawn, may_pair, data):
    num, is_cyclic, rests = drawn
    if not rests:
        return
    i = data.draw(st.integers(0, len(rests) - 1))
    shorter = [(b, n // 2 if k == i else n) for k, (b, n) in enumerate(rests)]
    more, fewer = (
        int(weeks_without(rest_supply(own, LEAST, num, is_cyclic=is_cyclic),
                          may_pair=may_pair).sum())
        for own in (shorter, rests)
    )  # fmt: skip
    assert fewer <= more
