"""People needed as rows: for a set of skills, enough people who master one of them.

Each person stands at one skill, so it is not enough to count skills one by one; a set of skills
wants as many people as its places (Hall's condition). The sets that matter are few and are added
when a solution passes one (``more_sets``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from accord.hours.rosters.duty_problem import Cells, DutyProblem, Need
from accord.hours.rosters.duty_rows import DutyRows
from accord.hours.rosters.linear import Expression
from accord.hours.rosters.matching import Posts, fill

__all__ = ["CoverRows", "cover_rows", "posts"]


@dataclass(slots=True)
class CoverRows:
    """The needs of a program.

    Parameters
    ----------
    rows
        The program.
    present
        By need, the people who may be at work in it and master something wanted: for each the
        variables of its slots, and 1 where the person is there for sure.
    missing
        By need, skill -> variable of the people missing.
    sets
        By need, the sets of skills that have a row.
    last
        The roster looked at last, and who stands where in each of its needs.
    """

    rows: DutyRows
    present: list[dict[int, Expression]] = field(default_factory=list)
    missing: list[dict[str, int]] = field(default_factory=list)
    sets: list[set[frozenset[str]]] = field(default_factory=list)
    last: tuple[Cells, list[Posts]] | None = None

    @property
    def cost(self) -> Expression:
        """People missing in all needs."""
        e = Expression()
        for skills in self.missing:
            for variable in skills.values():
                e.add(variable)
        return e

    def add(self, i_need: int, skills: frozenset[str]) -> bool:
        """Add the row of a set of skills; say whether it is new."""
        if skills in self.sets[i_need]:
            return False
        self.sets[i_need].add(skills)
        problem = self.rows.problem
        e = Expression()
        for i, there in self.present[i_need].items():
            if not skills.isdisjoint(problem.workers[i].skills):
                e.join(there)
        wanted = problem.needs[i_need].wanted
        for skill in sorted(skills):
            e.add(self.missing[i_need][skill])
        self.rows.program.at_least(e, sum(wanted[s] for s in skills))
        return True

    def more_sets(self, cells: Cells) -> int:
        """Add the sets that a roster passes beyond what its point counts; return how many.

        A set that one need lacks is added to all that want the same, so that few rounds are needed.
        """
        found: set[frozenset[str]] = set()
        for state in self._state(cells):
            found |= set(_tight(state))
        added = 0
        for i_need, need in enumerate(self.rows.problem.needs):
            for skills in sorted(found, key=sorted):
                if skills <= set(need.wanted):
                    added += self.add(i_need, skills)
        return added

    def point(self, values: list[int], cells: Cells) -> None:
        """Set the people missing in a point to those that a roster misses."""
        for state, missing in zip(self._state(cells), self.missing, strict=True):
            for skill, variable in missing.items():
                values[variable] = state.missing.get(skill, 0)

    def _state(self, cells: Cells) -> list[Posts]:
        """Return who stands where in every need of a roster; the last roster is remembered."""
        if self.last is None or self.last[0] is not cells:
            problem = self.rows.problem
            self.last = (cells, [posts(problem, need, cells) for need in problem.needs])
        return self.last[1]


def _tight(found: Posts) -> tuple[frozenset[str], ...]:
    union = frozenset[str]().union(*found.tight)
    return (*found.tight, union) if found.tight else ()


def posts(problem: DutyProblem, need: Need, cells: Cells) -> Posts:
    """Return who stands where in one stretch of a roster, and who is missing."""
    there: set[int] = set()
    for day, kind in need.slots:
        if 0 <= day < problem.num_days:
            there.update(i for i, row in enumerate(cells) if row[day] == kind)
        else:
            there.update(i for i in range(len(cells)) if problem.at(cells, i, day) == kind)
    return fill(need.wanted, [(i, problem.workers[i].skills) for i in sorted(there)])


def cover_rows(rows: DutyRows) -> CoverRows:
    """Add the needs to a program: each skill alone, all skills, and the sets that are tight now.

    Parameters
    ----------
    rows
        The program of the people.
    """
    problem, program = rows.problem, rows.program
    cover = CoverRows(rows)
    for need in problem.needs:
        gone = posts(problem, need, rows.base).missing
        cover.present.append(_present(rows, need))
        cover.missing.append(
            {s: program.new(n, known=gone.get(s, 0)) for s, n in need.wanted.items()}
        )
        cover.sets.append(set())
    for i_need, need in enumerate(problem.needs):
        for skill in need.wanted:
            cover.add(i_need, frozenset({skill}))
        cover.add(i_need, frozenset(need.wanted))
    cover.more_sets(rows.base)
    return cover


def _present(rows: DutyRows, need: Need) -> dict[int, Expression]:
    """Return who may be at work in a stretch."""
    problem = rows.problem
    by_day: dict[int, set[str]] = {}
    for day, kind in need.slots:
        by_day.setdefault(day, set()).add(kind)
    found: dict[int, Expression] = {}
    for i, worker in enumerate(problem.workers):
        if worker.skills.isdisjoint(need.wanted):
            continue
        e = Expression()
        for day, kinds in by_day.items():
            _join(e, rows, (i, day), kinds)
        if e.variables or e.constant:
            found[i] = e
    return found


def _join(e: Expression, rows: DutyRows, cell: tuple[int, int], kinds: set[str]) -> None:
    free = rows.words.get(cell)
    if free is None:
        e.constant += int(rows.known(*cell) in kinds)
        return
    for word, variable in free.items():
        if word in kinds:
            e.add(variable)
