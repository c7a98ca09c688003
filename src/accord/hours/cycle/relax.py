"""The smallest change of rules that makes a cycle possible, with the proof that none is smaller.

A *step* moves one bound by one day or lifts one forbidden sequence; each counts 1. Steps form
vectors: how far each rule is relaxed. If a vector is impossible, so is every smaller one; the
largest impossible vectors say what a change must go beyond in at least one rule (a *core*). So:

1. take a vector of size k that goes beyond every core known;
2. if it has a cycle, it is a smallest change, for every smaller vector is ruled out by a core;
3. if it has none, grow it, rule by rule, to an impossible vector as large as can be: a new core
   (``refute`` grows it with the certificate of one linear program).

When no vector of size k is left, k + 1 is next. Source: the implicit hitting sets of minimum
unsatisfiable and correction sets, here over counts instead of sets (Reiter, Artificial
Intelligence 32(1), 1987, for the duality).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from accord.errors import HoursError
from accord.hours.cycle.circulation import NoWalk
from accord.hours.cycle.counting import contradiction, most_people
from accord.hours.cycle.graph import RuleKey
from accord.hours.cycle.problem import OFF, CycleProblem, ShiftType
from accord.hours.cycle.proofs import exact_proof, no_walk
from accord.hours.cycle.refute import Refuter, Vector, grown
from accord.hours.cycle.results import Change, Core, CycleResult, Proof, Relaxations

__all__ = ["MOST_STEPS", "Rule", "held_rules", "relax", "rules_of", "smallest"]

MOST_STEPS: Final = 10
"""No set of more steps is looked for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that can be relaxed by steps.

    Parameters
    ----------
    key
        The rule as the graph knows it.
    name
        ``off_most``, ``work_least``, ``D block_most``, ``pair N D``, ``triple N - D`` and so on.
    value
        The bound today; 0 for a forbidden sequence.
    direction
        What a step adds to the bound: 1 or -1; 0 for a sequence, which is lifted.
    most_steps
        How far it can go.
    apply
        Gives the problem with this rule relaxed by so many steps.
    """

    key: RuleKey
    name: str
    value: int
    direction: int
    most_steps: int
    apply: Callable[[CycleProblem, int], CycleProblem]


def rules_of(problem: CycleProblem) -> tuple[Rule, ...]:
    """List the rules of a problem that can be relaxed, the bounds first.

    A sequence that stands for the rest between two shifts is not among them.
    """
    off, work = problem.off_block, problem.work_block
    rules = [
        Rule(("off_least",), "off_least", off[0], -1, off[0] - 1, _off(-1, 0)),
        Rule(("off_most",), "off_most", off[1], 1, MOST_STEPS, _off(0, 1)),
        Rule(("work_least",), "work_least", work[0], -1, work[0] - 1, _work(-1, 0)),
        Rule(("work_most",), "work_most", work[1], 1, MOST_STEPS, _work(0, 1)),
    ]
    for code, shift in enumerate(problem.shifts):
        least, most = shift.block
        name = f"{shift.name} block"
        for key, bound, sign, room in (
            ("block_least", least, -1, least - 1),
            ("block_most", most, 1, MOST_STEPS),
        ):
            move = _block(code, min(sign, 0), max(sign, 0))
            rules.append(Rule((key, code), f"{name}_{key[6:]}", bound, sign, room, move))
    for pair in sorted(problem.pairs - problem.held):
        name = f"pair {_sequence(problem, pair)}"
        rules.append(Rule(("pair", pair), name, 0, 0, 1, _without_pair(pair)))
    for triple in sorted(problem.triples - problem.held):
        name = f"triple {_sequence(problem, triple)}"
        rules.append(Rule(("triple", triple), name, 0, 0, 1, _without_triple(triple)))
    return tuple(rule for rule in rules if rule.most_steps > 0)


def held_rules(problem: CycleProblem) -> tuple[str, ...]:
    """Name the rules of a problem that no step relaxes, in the words of ``rules_of``."""
    names = ["demand"]
    for kind, held in (("pair", problem.pairs), ("triple", problem.triples)):
        names += [f"{kind} {_sequence(problem, seq)}" for seq in sorted(held & problem.held)]
    names += [n for n in ("rest_in_week", "free_weekend_in") if getattr(problem, n)]
    return tuple(names)


def _off(low: int, high: int) -> Callable[[CycleProblem, int], CycleProblem]:
    return lambda p, k: replace(p, off_block=(p.off_block[0] + low * k, p.off_block[1] + high * k))


def _work(low: int, high: int) -> Callable[[CycleProblem, int], CycleProblem]:
    return lambda p, k: replace(
        p, work_block=(p.work_block[0] + low * k, p.work_block[1] + high * k)
    )


def _block(code: int, low: int, high: int) -> Callable[[CycleProblem, int], CycleProblem]:
    def relaxed(shift: ShiftType, k: int) -> ShiftType:
        return replace(shift, block=(shift.block[0] + low * k, shift.block[1] + high * k))

    return lambda p, k: replace(
        p, shifts=(*p.shifts[:code], relaxed(p.shifts[code], k), *p.shifts[code + 1 :])
    )


def _without_pair(pair: tuple[int, int]) -> Callable[[CycleProblem, int], CycleProblem]:
    return lambda p, _: replace(p, pairs=p.pairs - {pair})


def _without_triple(triple: tuple[int, int, int]) -> Callable[[CycleProblem, int], CycleProblem]:
    return lambda p, _: replace(p, triples=p.triples - {triple})


def _sequence(problem: CycleProblem, codes: tuple[int, ...]) -> str:
    return " ".join("-" if code == OFF else problem.shifts[code].name for code in codes)


def relax(problem: CycleProblem, rules: tuple[Rule, ...], steps: Vector) -> CycleProblem:
    """Return the problem with each rule relaxed by its steps."""
    for rule, count in zip(rules, steps, strict=True):
        if count:
            problem = rule.apply(problem, count)
    return problem


def smallest(
    problem: CycleProblem,
    people: tuple[int, int | None],
    decide: Callable[[CycleProblem], CycleResult],
    proof: Proof,
    *,
    limit: int = 10,
) -> Relaxations:
    """Find the smallest sets of steps after which ``decide`` finds a cycle.

    Parameters
    ----------
    problem
        A problem for which ``decide`` says ``impossible``.
    people
        Least and most people; None is what the relaxed block rules allow.
    decide
        Decides a problem; it must never turn from found to impossible when a rule is relaxed.
    proof
        Why the problem is impossible as it is.
    limit
        Most sets to return.
    """
    search, held = _Search(problem, people, proof), held_rules(problem)
    for size in range(1, MOST_STEPS + 1):
        search.make_room(size)
        sets = []
        is_complete = True
        for steps in search.candidates(size):
            if search.refutes(steps):
                continue
            result = decide(relax(problem, search.rules, steps))
            if result.status == "unknown":
                raise HoursError(
                    f"{problem.name}: a relaxed problem was not decided; please report this file"
                )
            if result.status != "found":
                search.learn(steps, result.proof)
                continue
            sets.append((search.changes(steps), result))
            if len(sets) >= limit:
                is_complete = False
                break
        if sets:
            return Relaxations(size, tuple(sets), search.cores(), is_complete, held)
    return Relaxations(-1, (), search.cores(), is_complete=True, held=held)


class _Search:
    """The cores known so far, and the vectors that go beyond all of them."""

    def __init__(
        self,
        problem: CycleProblem,
        people: tuple[int, int | None],
        proof: Proof,
    ) -> None:
        self._problem, self._people = problem, people
        self.rules = rules_of(problem)
        nothing = (0,) * len(self.rules)
        self._cores: list[tuple[Vector, Proof]] = [(nothing, proof)]

    def make_room(self, size: int) -> None:
        """Let every rule be relaxed by up to ``size`` steps, and grow the cores into that room."""
        room = tuple(min(rule.most_steps, size) for rule in self.rules)
        largest = relax(self._problem, self.rules, room)
        least, most = self._people
        self._room = room
        self._highest = max(least, most_people(largest) if most is None else most)
        keys = [rule.key for rule in self.rules]
        self._refuter = Refuter(self._problem, keys, room, (least, self._highest))
        known = self._cores
        if not self.refutes(room):
            for steps, _ in known:
                self.refutes(steps)

    def candidates(self, size: int) -> Iterator[Vector]:
        """Give the vectors of a size that go beyond every core known when they are given."""
        spent: set[Vector] = set()
        while True:
            steps = self._beyond((0,) * len(self.rules), size, spent)
            if steps is None:
                return
            spent.add(steps)
            yield steps

    def _beyond(self, steps: Vector, left: int, spent: set[Vector]) -> Vector | None:
        """Add steps, always in a rule that a core asks for, until no core rules the vector out.

        ``spent`` are the vectors from which nothing new is reached: more cores never change that.
        """
        if steps in spent:
            return None
        core = next((c for c, _ in self._cores if _is_within(steps, c)), None)
        if left == 0:
            if core is None:
                return steps
            spent.add(steps)
            return None
        for i, rule in enumerate(self.rules):
            if steps[i] < rule.most_steps and (core is None or core[i] < rule.most_steps):
                found = self._beyond(_plus(steps, i, 1), left - 1, spent)
                if found is not None:
                    return found
        spent.add(steps)
        return None

    def refutes(self, steps: Vector) -> bool:
        """Look for a contradiction or a certificate, and keep all that it rules out."""
        told = self._contradiction(steps)
        if told is not None:
            core = grown(steps, self._room, lambda s: self._contradiction(s) is not None)
            self.learn(core, Proof("counting", *told))
            return True
        certified = self._refuter.core(steps)
        if certified is not None:
            core, shown = certified
            if isinstance(shown, NoWalk):
                self.learn(core, no_walk(self._problem, shown))
            else:
                self.learn(core, exact_proof(shown))
        return certified is not None

    def _contradiction(self, steps: Vector) -> tuple[str, str] | None:
        least, most = self._people
        case = relax(self._problem, self.rules, steps)
        return contradiction(case, people=None if least == most else (least, self._highest))

    def learn(self, core: Vector, proof: Proof) -> None:
        """Keep an impossible vector, and forget those within it."""
        self._cores = [(c, p) for c, p in self._cores if not _is_within(c, core)]
        self._cores.append((core, proof))

    def changes(self, steps: Vector) -> tuple[Change, ...]:
        """Say a vector as changes of rules."""
        return tuple(
            _change(rule, count) for rule, count in zip(self.rules, steps, strict=True) if count
        )

    def cores(self) -> tuple[Core, ...]:
        """Say what each core asks for: one of its rules beyond where it stands there."""
        return tuple(
            Core(
                tuple(
                    _change(rule, count + 1)
                    for rule, count in zip(self.rules, steps, strict=True)
                    if count < rule.most_steps
                ),
                proof,
            )
            for steps, proof in self._cores
        )


def _is_within(steps: Vector, core: Vector) -> bool:
    return all(a <= b for a, b in zip(steps, core, strict=True))


def _plus(steps: Vector, i: int, count: int) -> Vector:
    return (*steps[:i], steps[i] + count, *steps[i + 1 :])


def _change(rule: Rule, count: int) -> Change:
    if rule.direction == 0:
        return Change(rule.name, "forbidden", "allowed")
    return Change(rule.name, rule.value, rule.value + rule.direction * count)
