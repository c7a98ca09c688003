"""Where to cut a node in two: the decision that raises the bounds of both halves most.

Decisions: a person has this code on this day or not; at most or more than so many people are on a
cover. A few candidates are tried for some steps of the simplex method (strong branching); what
they gain is remembered and tells which to try first in the nodes to come (pseudo-costs; Achterberg,
Koch, Martin 2005, doi:10.1016/j.orl.2004.04.002).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.paths.bound import Node
from accord.hours.rosters.paths.relaxation import Point, Relaxation

__all__ = ["Branching"]

_WHOLE: Final = 1e-5
_LEAST_GAIN: Final = 1e-3
_STEPS: Final = 50  # of the simplex method for one candidate
_FIRST_TRIED, _TRIED, _IN_VAIN = 60, 40, 8  # candidates at the first node, later, without progress

_Key: TypeAlias = tuple[int, ...]
"""A cover ``(k,)`` or a code ``(person, day, code)``."""


@dataclass(slots=True)
class _Gains:
    """Gains seen per unit of share: below and above."""

    total: list[float] = field(default_factory=lambda: [0.0, 0.0])
    count: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, side: int, gain: float) -> None:
        self.total[side] += gain
        self.count[side] += 1

    def mean(self, side: int, otherwise: float) -> float:
        return self.total[side] / self.count[side] if self.count[side] else otherwise


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A decision and how far the mix is above the lower half."""

    key: _Key
    share: float
    floor: int


class Branching:
    """Chooses decisions; one for each search."""

    def __init__(self) -> None:
        self._seen: dict[_Key, _Gains] = {}
        self._of_kind: dict[int, _Gains] = {1: _Gains(), 3: _Gains()}
        self._is_first = True

    def halves(
        self, relaxation: Relaxation, node: Node, point: Point, target: int
    ) -> tuple[Node, Node]:
        """Cut a node in two, the half that looks cheaper first.

        Parameters
        ----------
        relaxation
            Its linear program has just answered ``point``.
        node
            The node.
        point
            The best mix of rows in it.
        target
            Cost that is looked for.
        """
        candidates = _candidates(relaxation, point)
        if not candidates:
            return _by_any_code(node, point)
        gap = max(target + 1 - point.value, _LEAST_GAIN)
        candidates.sort(key=lambda c: (-self._estimate(c, gap), abs(c.share - 0.5), c.key))
        best = self._try(relaxation, node, point, candidates, gap)
        lower, upper = _halves(node, best[0], relaxation)
        return (upper, lower) if best[1] > best[2] else (lower, upper)

    def _try(
        self,
        relaxation: Relaxation,
        node: Node,
        point: Point,
        candidates: list[_Candidate],
        gap: float,
    ) -> tuple[_Candidate, float, float]:
        """Try candidates in order; return the best with its gains below and above."""
        master = relaxation.master
        master.restrict(node)
        master.solve()
        basis = master.basis()
        most = _FIRST_TRIED if self._is_first else _TRIED
        best: tuple[_Candidate, float, float] | None = None
        best_score, in_vain = 0.0, 0
        for candidate in candidates[:most]:
            relaxation.clock.check()
            gains = []
            for side, half in enumerate(_halves(node, candidate, relaxation)):
                master.restrict(half)
                master.return_to(basis)
                gain = master.solve(most_steps=_STEPS).value - point.value
                gains.append(min(max(gain, 0.0), gap))
                self._remember(candidate, side, gains[-1])
            score = max(gains[0], _LEAST_GAIN) * max(gains[1], _LEAST_GAIN)
            in_vain += 1
            if best is None or score > best_score:
                best, best_score, in_vain = (candidate, gains[0], gains[1]), score, 0
            is_closing = min(gains) >= gap
            if is_closing or (in_vain >= _IN_VAIN and not self._is_first):
                break
        self._is_first = False
        master.return_to(basis)
        if best is None:
            raise AssertionError("no candidate was tried")
        return best

    def _remember(self, candidate: _Candidate, side: int, gain: float) -> None:
        moved = candidate.share if side == 0 else 1 - candidate.share
        for gains in (
            self._seen.setdefault(candidate.key, _Gains()),
            self._of_kind[len(candidate.key)],
        ):
            gains.add(side, gain / moved)

    def _estimate(self, candidate: _Candidate, gap: float) -> float:
        """Return the score that the gains seen so far promise."""
        kind = self._of_kind[len(candidate.key)]
        seen = self._seen.get(candidate.key, kind)
        score = 1.0
        for side, moved in enumerate((candidate.share, 1 - candidate.share)):
            gain = seen.mean(side, kind.mean(side, 0.0)) * moved
            score *= max(min(gain, gap), _LEAST_GAIN)
        return score


def _candidates(relaxation: Relaxation, point: Point) -> list[_Candidate]:
    """Return every decision that the mix leaves open."""
    instance = relaxation.instance
    shares = point.shares(instance)
    day, shift = instance.covers[:, 0], instance.covers[:, 1]
    counts = (shares[:, day, shift].T * instance.members).sum(axis=1)
    found = []
    for k, count in enumerate(counts.tolist()):
        floor = math.floor(count)
        if _WHOLE < count - floor < 1 - _WHOLE:
            found.append(_Candidate((k,), count - floor, floor))
    open_codes = np.argwhere((shares > _WHOLE) & (shares < 1 - _WHOLE))
    for person, day_, code in open_codes.tolist():
        share = float(shares[person, day_, code])
        found.append(_Candidate((person, day_, code), share, 0))
    return found


def _halves(node: Node, candidate: _Candidate, relaxation: Relaxation) -> tuple[Node, Node]:
    """Return the half below the decision (few people, not this code) and the half above it."""
    if len(candidate.key) == 1:
        (k,) = candidate.key
        most, least = node.most.copy(), node.least.copy()
        most[k], least[k] = candidate.floor, candidate.floor + 1
        return (
            replace(node, most=most, depth=node.depth + 1),
            replace(node, least=least, depth=node.depth + 1),
        )
    person, day, code = candidate.key
    without, only = node.allowed.copy(), node.allowed.copy()
    without[person, day, code] = False
    only[person, day] = False
    only[person, day, code] = True
    return (
        replace(node, allowed=without, depth=node.depth + 1),
        replace(node, allowed=only, depth=node.depth + 1),
    )


def _by_any_code(node: Node, point: Point) -> tuple[Node, Node]:
    """Cut a node whose mix decides everything but costs too much: at a code that is still free."""
    codes: dict[int, NDArray[np.int64]] = {row.person: row.codes for row in point.rows}
    person, day = np.argwhere(node.allowed.sum(axis=2) > 1)[0].tolist()
    code = int(codes[person][day]) if person in codes else int(node.allowed[person, day].argmax())
    without, only = node.allowed.copy(), node.allowed.copy()
    without[person, day, code] = False
    only[person, day] = False
    only[person, day, code] = True
    deeper = node.depth + 1
    return replace(node, allowed=only, depth=deeper), replace(node, allowed=without, depth=deeper)
