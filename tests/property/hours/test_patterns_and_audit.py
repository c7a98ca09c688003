"""Any word over the library's letters: the same facts whatever day of it comes first."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import InputError
from accord.hours.ergonomics.audit import audit
from accord.hours.ergonomics.risk_index import risk_index
from accord.hours.patterns.text import read_pattern
from accord.hours.regime.rotation import rotations

WORDS = st.text("MANDnLJR-", min_size=1, max_size=15).filter(lambda w: w.strip("-"))
FEW = settings(max_examples=60, deadline=None)
# duties that overlap cannot be worked: a rest may be none, never less
WORKABLE = WORDS.filter(lambda w: (read_pattern(w).cycle().gap_min >= 0).all())


@FEW
@given(WORDS)
def test_hours_cover_and_free_weekends_are_counted_alike(word):
    one = read_pattern(word)
    letters = {x.name: x.length_min / 60 for x in one.letters}
    per_word = sum(letters.get(name, 0.0) for name in word)
    assert one.average_h == pytest.approx(per_word / len(word) * 7)
    assert one.cover().sum() == pytest.approx(one.average_h * one.num_weeks)
    assert one.open_h <= one.average_h + 1e-9
    assert one.worst_average_h(12) <= one.longest_week_h + 1e-9
    assert one.worst_average_h(12) >= one.average_h - 1e-9


@FEW
@given(WORKABLE, st.integers(0, 14))
def test_a_crew_that_starts_on_another_day_has_the_same_audit(word, shift):
    start = shift % len(word)
    one = read_pattern(f"{word} starts=0,{start}")
    first, second = audit(one.cycle(0)), audit(one.cycle(1))
    if len(word) % 7 and math.gcd(len(word), 7) == 1:
        # the word meets every weekday: crews differ by when, not by what
        assert [(c.rule, c.verdict) for c in first.criteria] == [
            (c.rule, c.verdict) for c in second.criteria
        ]
        for a, b in zip(first.criteria, second.criteria, strict=True):
            assert a.value == (b.value if b.value is None else pytest.approx(b.value))
    assert np.sort(first.risk.values) == pytest.approx(np.sort(second.risk.values))


@FEW
@given(WORKABLE)
def test_the_risk_index_of_a_workable_word_is_positive_and_settles_with_a_long_rest(word):
    cycle = read_pattern(word).cycle()
    values = risk_index(cycle).values
    assert (values > 0).all()
    longest_h = (cycle.gap_min.max() - 60) / 60
    if np.isinf(values).any():
        # no rest of two days: only those wear off
        assert longest_h < 48


@FEW
@given(WORDS)
def test_the_rules_a_word_states_as_a_problem_are_kept_by_the_word(word):
    one = read_pattern(word)
    problem = one.problem()
    codes = [code for week in one.schedule() for code in week]
    assert sum(sum(row) for row in problem.demand) == sum(code >= 0 for code in codes)
    assert not set(zip(codes, codes[1:] + codes[:1], strict=True)) & problem.pairs
    for low, high in (problem.work_block, problem.off_block, *(s.block for s in problem.shifts)):
        assert 1 <= low <= high


@FEW
@given(WORDS)
def test_a_rotation_of_one_crew_is_open_as_long_as_the_crew_is_there(word):
    one = read_pattern(word)
    (found,) = rotations(one.cycles())
    assert found.opening_h == pytest.approx(one.open_h)
    assert found.average_h == pytest.approx(one.average_h)


@FEW
@given(st.text("MAN-=:/h0123456789 starx,.", max_size=30))
def test_any_line_is_a_pattern_or_a_clear_refusal(text):
    refusal = ""
    try:
        assert read_pattern(text).average_h > 0
    except InputError as refused:
        refusal = str(refused)
    assert not refusal or refusal.startswith("pattern:1:")
