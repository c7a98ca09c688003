"""The rules about days that follow each other, as states of one person.

A state knows what tomorrow depends on: the last shift, the days of work or off so far in this run,
and whether the run may have begun before what is known (then its least length does not apply).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.problem import OFF, Person, RosterProblem, Shift

__all__ = ["Automaton", "build_automaton"]

NO_STATE = -1


@dataclass(frozen=True, slots=True)
class _State:
    """``shift`` is ``OFF`` in a run of days off; ``run`` 0 is the day before an unknown history."""

    shift: int
    run: int
    may_end: bool


@dataclass(frozen=True, slots=True)
class Automaton:
    """States of one person and where each code leads; state 0 is the eve of the horizon.

    Parameters
    ----------
    successor
        State after each state and code, -1 when the code is not allowed; the last code is the day
        off, shape (states, shifts + 1).
    is_work
        Whether the day that led to a state was worked, shape (states,).
    """

    successor: NDArray[np.int64]
    is_work: NDArray[np.bool_]


def build_automaton(problem: RosterProblem, person: Person) -> Automaton:
    """Build the states that a person can reach from the eve of the horizon.

    Parameters
    ----------
    problem
        Shifts that must not follow each other.
    person
        Run lengths and history.
    """
    codes = [*range(len(problem.shifts)), OFF]
    states = {_eve(person): 0}
    rows: list[list[int]] = []
    waiting = list(states)
    while waiting:
        following = []
        for state in waiting:
            row = []
            for code in codes:
                after = _step(state, code, person, problem.shifts)
                if after is None:
                    row.append(NO_STATE)
                    continue
                if after not in states:
                    states[after] = len(states)
                    following.append(after)
                row.append(states[after])
            rows.append(row)
        waiting = following
    is_work = np.array([state.shift != OFF for state in states])
    return Automaton(np.array(rows, dtype=np.int64), is_work)


def _eve(person: Person) -> _State:
    """Return the state before day 0."""
    history = person.history
    if not history:
        return _State(OFF, 0, may_end=True)
    last = history[-1]
    run = 0
    while run < len(history) and (history[-1 - run] == OFF) == (last == OFF):
        run += 1
    is_open = run == len(history)
    if last == OFF:
        return _off(run, person, is_open=is_open)
    return _State(last, min(run, person.max_work_run), is_open or run >= person.min_work_run)


def _off(run: int, person: Person, *, is_open: bool = False) -> _State:
    """Return the state after so many days off; all that are enough are one state."""
    is_enough = is_open or run >= person.min_off_run
    return _State(OFF, person.min_off_run if is_enough else run, is_enough)


def _step(state: _State, code: int, person: Person, shifts: tuple[Shift, ...]) -> _State | None:
    """Return the state after a code, or None when the code is not allowed."""
    was_off = state.shift == OFF
    is_start = was_off and state.run == 0 and not person.history
    if code == OFF:
        if is_start:
            return _off(0, person, is_open=True)
        if was_off:
            return _off(state.run + 1, person, is_open=state.may_end)
        return _off(1, person) if state.may_end else None
    run = 1 if was_off else state.run + 1
    if run > person.max_work_run:
        return None
    if was_off:
        if not state.may_end:
            return None
        return _State(code, run, is_start or run >= person.min_work_run)
    if code in shifts[state.shift].not_next:
        return None
    return _State(code, run, state.may_end or run >= person.min_work_run)
