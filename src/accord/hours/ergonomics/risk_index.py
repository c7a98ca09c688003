"""The risk index of a cycle: time of day and length of duties, and what rest leaves of them.

Risk index = accumulation x timing x job factor, one value per duty, relative to a usual duty (1.0).
It is one criterion among others and never a verdict of its own: it restates the spreadsheet of the
British safety authority from a public re-implementation and was not checked against its report.
The fatigue index that goes with it is not offered: its accumulated sleep loss was not found in a
source that could be checked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from accord.hours.duties import DAY_MIN, Cycle
from accord.law import FloatArray, Version, pack

__all__ = ["Breaks", "RiskIndex", "risk_index"]

_DAY_H: Final = 24.0
_TURN: Final = math.pi / 12  # radians per hour of the day


@dataclass(frozen=True, slots=True)
class Breaks:
    """How work is broken up, in minutes.

    Parameters
    ----------
    every_min, length_min
        Time between breaks, and their mean length.
    longest_spell_min, then_min
        Longest stretch of work without a break, and the break after it.
    """

    every_min: float
    length_min: float
    longest_spell_min: float
    then_min: float


@dataclass(frozen=True, slots=True)
class RiskIndex:
    """The risk index of each duty of a cycle and its parts, shape (duties,).

    Parameters
    ----------
    values
        Product of the three parts; 1 is a usual duty.
    timing, cumulative, job
        The parts. ``cumulative`` is the steady state when the cycle goes round; infinite when no
        rest of the cycle is longer than a day, so that it never settles.
    source, status
        Where the formulas were read, and ``draft``.
    """

    values: FloatArray
    timing: FloatArray
    cumulative: FloatArray
    job: FloatArray
    source: str
    status: str

    @property
    def mean(self) -> float:
        """Mean over the duties of the cycle."""
        return float(self.values.mean())

    @property
    def worst(self) -> float:
        """Largest value of a duty."""
        return float(self.values.max())

    @property
    def i_worst(self) -> int:
        """Duty with the largest value."""
        return int(np.argmax(self.values))


def risk_index(
    cycle: Cycle, *, commute_min: float | None = None, breaks: Breaks | None = None
) -> RiskIndex:
    """Compute the risk index of every duty of a cycle, in its steady state.

    Parameters
    ----------
    cycle
        Duties of a crew.
    commute_min
        Minutes of the way to work and back together; by default the middle value of the index.
    breaks
        How work is broken up; without it the job factor is 1.

    Returns
    -------
    RiskIndex
        One value per duty.

    Notes
    -----
    Source: parameters ``ergo.risk_index`` and ``ergo.risk_breaks``.
    Limits: a public re-implementation, not checked against RR446; one criterion among others. A
    rest counts by whole periods of 24 h, so that 71 h with three nights in it count as two days:
    this alone makes a 3x8 rotating backward look better than one rotating forward. A longer way to
    work enters as an earlier start only. How demanding the work is does not enter.
    """
    law = pack("ergo")["ergo.risk_index"].versions[-1]
    usual = law.number("commute_min")
    timing = _timing(cycle, law, (usual if commute_min is None else commute_min) - usual)
    cumulative = _cumulative(cycle, law)
    job = np.ones(len(timing)) if breaks is None else _job(cycle, breaks)
    return RiskIndex(cumulative * timing * job, timing, cumulative, job, law.article, law.status)


def _timing(cycle: Cycle, law: Version, longer_way_min: float) -> FloatArray:
    """Weigh each duty by its time of day and its length."""
    start = (cycle.start_min % DAY_MIN - longer_way_min) / 60
    length = (cycle.end_min - cycle.start_min + longer_way_min) / 60
    end = start + length
    mean_sine = (np.sin(_TURN * end) - np.sin(_TURN * start)) / (_TURN * length)
    time_of_day = law.number("level") + law.number("swing") * mean_sine
    short = law.number("short_base") - law.number("short_drop") * np.exp(
        -law.number("short_rate") * length
    )
    long = law.number("long_base") + law.number("long_rise") * np.exp(
        law.number("long_rate") * length
    )
    by_length = np.where(
        length < law.number("short_below_h"),
        short,
        np.where(length > law.number("long_above_h"), long, 1.0),
    )
    scale = law.number("timing_scale") / law.number("timing_norm")
    return np.asarray(time_of_day * by_length * scale, dtype=np.float64)


def _cumulative(cycle: Cycle, law: Version) -> FloatArray:
    """Let risk add up from duty to duty and decay in rest, until it comes round the same."""
    factor, added = _changes(cycle, law)
    # each change is r -> factor r + added; round the cycle they make one change of the same form
    whole, shift = 1.0, 0.0
    for a, b in zip(factor, added, strict=True):
        whole, shift = a * whole, a * shift + b
    settled = shift / (1.0 - whole) if whole < 1.0 else math.inf
    level = 1.0 if whole >= 1.0 and shift <= 0.0 else settled
    found = np.empty(len(factor))
    for i, (a, b) in enumerate(zip(factor, added, strict=True)):
        found[i] = level  # before this duty; the change belongs to the rest after it
        level = a * level + b
    return found * law.number("cumulative_scale") / law.number("cumulative_norm")


def _changes(cycle: Cycle, law: Version) -> tuple[FloatArray, FloatArray]:
    """Give the change r -> factor r + added of the rest after each duty, shape (duties,) twice."""
    widen_h = law.number("widen_min") / 60
    start_h, end_h = cycle.start_min / 60 - widen_h, cycle.end_min / 60 + widen_h
    rest_h = cycle.gap_min / 60 - widen_h - widen_h
    middle_h = start_h + (end_h - start_h) * 0.5
    adds = law.number("added_level") + law.number("added_swing") * np.cos(_TURN * middle_h)
    usual = (adds + np.roll(adds, -1)) * 0.5
    short_h = law.number("short_rest_h")
    short = law.number("short_rest_per_h") * (short_h - rest_h)
    kept = np.exp(-law.number("recovery") * (_rest_days(rest_h, start_h, end_h, law) - 1))
    is_long = rest_h > _DAY_H
    factor = np.where(is_long, kept, 1.0)
    return factor, np.where(is_long, 1 - kept, np.where(rest_h < short_h, short, usual))


def _rest_days(
    rest_h: FloatArray, start_h: FloatArray, end_h: FloatArray, law: Version
) -> FloatArray:
    """Count days of rest: whole periods of 24 h, and the early hours at both ends."""
    until = law.number("sleep_until_h")
    after = end_h % _DAY_H
    before = np.roll(start_h, -1) % _DAY_H
    early = np.where(after < until, until - after, 0.0) + np.where(before < until, before, 0.0)
    return np.asarray(np.floor(rest_h / _DAY_H) + early / until, dtype=np.float64)


def _job(cycle: Cycle, breaks: Breaks) -> FloatArray:
    """Weigh each duty by how its work is broken up: risk rises in a spell, a break lowers it."""
    law = pack("ergo")["ergo.risk_breaks"].versions[-1]
    spell = (breaks.every_min + breaks.longest_spell_min) * 0.5
    pause = (breaks.length_min + breaks.then_min) * 0.5
    over = math.exp(-law.number("kept_rate") * (pause - law.number("kept_half_min")))
    kept = law.number("kept_scale") * over / (1 + over)
    step = law.number("step_min")
    num_steps = max(1, round(spell / step))
    length = cycle.end_min - cycle.start_min
    num_spells = 1 + np.floor(length / (spell + pause) - law.number("rounding")).astype(np.int64)
    means = {n: _mean_risk(int(n), num_steps, kept, law) for n in np.unique(num_spells)}
    raw = np.array([means[n] for n in num_spells])
    return np.asarray(raw / law.number("mean_norm") / law.number("norm"), dtype=np.float64)


def _mean_risk(num_spells: int, num_steps: int, kept: float, law: Version) -> float:
    """Average the risk over the quarters of an hour of a duty, from the start of its first spell.

    In a spell the risk nears a ceiling; a break keeps a share of what it had risen.
    """
    ceiling = law.number("ceiling")
    left = math.exp(-law.number("rise_per_h") * law.number("step_min") / 60)
    risk, total = 1.0, 0.0
    count = num_spells * num_steps + 1
    for i_step in range(count):
        if i_step % (num_steps + 1) == 0:
            risk = 1 + (risk - 1) * kept
        else:
            risk = ceiling + (risk - ceiling) * left
        total += risk
    return total / count
