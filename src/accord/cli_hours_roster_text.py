"""Rosters of ``accord hours roster`` in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from accord.hours.records import HoursCheck, Violation
    from accord.hours.rosters import RosterResult
    from accord.hours.rosters.duty_roster import PlantRoster
    from accord.hours.rosters.held_roster import HeldRoster
    from accord.hours.rosters.worked_hours import PersonHours

__all__ = ["held_text", "hours_lines", "law_lines", "result_text"]

WEEK: Final = 7
SATURDAY: Final = 5
SHOWN: Final = 20
FIRST: Final = 5
"""Violations that are written out."""
ROUNDING_H: Final = 0.005


def result_text(made: RosterResult) -> str:
    """Say the roster of a problem without dates: cost, bound, proof, who works when."""
    bound = "no bound" if made.bound is None else f"no roster costs less than {made.bound:,}"
    verdicts = {
        "optimal": f"cost {made.cost or 0:,}, proven least",
        "found": f"cost {made.cost or 0:,}; {bound}",
        "impossible": "no legal roster",
        "unknown": f"no roster found in the time given; {bound}",
    }
    lines = [f"{made.name}: {verdicts[made.status]}", made.proof]
    if made.assignments is not None:
        days = max((len(words) for words in made.assignments.values()), default=0)
        lines += ["", *_table(made.assignments, [str(d) for d in range(days)], 0), ""]
    return "\n".join([*lines, f"{made.cpu_s:.2f} s of CPU"]) + "\n"


def held_text(held: HeldRoster) -> str:
    """Say a plant's roster: aims with their proof, hours, law, changes, who works when."""
    made, problem = held.roster, held.roster.problem
    lines = [
        f"{problem.name}: {len(made.people)} people, {problem.num_days} days from "
        f"{problem.first.isoformat()}: {made.status}"
    ]
    lines += _scenario(held)
    for level in made.levels:
        known = "proven" if level.value == level.bound else f"bound {level.bound}"
        lines.append(f"{level.name}: {level.value} ({known}, {level.proof})")
    lines += [*hours_lines(held), *law_lines(held.check)]
    lines += _first_of(
        [f"{c.on.isoformat()} {c.person}: {c.after} instead of {c.before} ({c.why_en})"
         for c in made.changes], "changed",
    )  # fmt: skip
    lines += _first_of(
        [f"{g.on.isoformat()} {g.skill}: {g.people} short ({g.why_en})" for g in made.gaps],
        "empty",
    )
    return "\n".join([*lines, "", *_matrix(made), f"{made.cpu_s:.2f} s of CPU"]) + "\n"


def _scenario(held: HeldRoster) -> list[str]:
    """Say which scenario is applied, and whether its crews work a designed cycle."""
    if held.scenario is None:
        return []
    lines = [f"scenario {held.scenario.name}, {held.scenario.title_en}"]
    for one in held.designs:
        crews = f"{len(one.family.crews)} crews of {one.family.system}"
        hours = f"{one.family.problem.average_h:.2f} h in an average week of it"
        used = f"the cycle designed, {len(one.schedule)} weeks, {hours}"
        kept = f"the table as written; a designed cycle is {one.status}"
        lines.append(f"{crews}: {used if one.is_usable else kept}")
    return lines


def hours_lines(held: HeldRoster) -> list[str]:
    """Say the hours of an average week beside those of the contract, a line for each contract."""
    by_contract: dict[float, list[PersonHours]] = {}
    for one in held.hours:
        by_contract.setdefault(round(one.contract_h, 2), []).append(one)
    lines = []
    for contract_h, own in sorted(by_contract.items(), reverse=True):
        hours = [one.average_h for one in own]
        mean, beyond = sum(hours) / len(hours), sum(h > contract_h + ROUNDING_H for h in hours)
        lines.append(
            f"hours a week, contract {contract_h:g} h: {mean:.2f} on average of {len(own)} people, "
            f"{min(hours):.2f} least, {max(hours):.2f} most; {beyond} above the contract"
        )
    problem = held.roster.problem
    days = range(problem.num_days)
    closed = sum(problem.date(d).weekday() < SATURDAY and not problem.duties_on(d) for d in days)
    told = f"; {closed} weekday(s) closed, without hours" if closed else ""
    return [*lines, f"(a day of absence counts as planned{told})"]


def law_lines(check: HoursCheck) -> list[str]:
    """Say whether the roster keeps the law, with the first violations."""
    broken = check.violations
    who = len({v.who for v in broken})
    verdicts = {
        True: "no limit is passed",
        False: f"{len(broken)} violation(s), {who} people",
        None: "some limits are not known",
    }
    lines = [f"law of {check.country}: {verdicts[check.verdict]}"]
    kinds = (("violation", broken), ("to be looked at", check.flagged))
    for kind, found in kinds:
        told = list(_alike(found))
        lines += [f"{kind}: {line}" for line in told[:FIRST]]
        if len(told) > FIRST:
            lines.append(f"... and {len(told) - FIRST} more lines ({kind}); --json gives all")
    return [*lines, *(f"needed: {english}" for _, english in check.needs)]


def _alike(found: Sequence[Violation]) -> Iterator[str]:
    """Yield a line for each limit passed by the same value: the first time, and how often."""
    alike: dict[tuple[str, float, float], list[Violation]] = {}
    for v in found:
        alike.setdefault((v.rule, v.value, v.limit), []).append(v)
    for first, *others in alike.values():
        people = len({v.who for v in (first, *others)})
        more = f"; {len(others)} time(s) more, {people} people in all" if others else ""
        yield f"{first.text_en.rstrip('.')} [{first.article}; {first.status}]{more}"


def _first_of(lines: list[str], what: str) -> list[str]:
    said = [f"{what}: {line}" for line in lines[:SHOWN]]
    rest = len(lines) - SHOWN
    return [*said, f"... and {rest} more {what}"] if rest > 0 else said


def _matrix(made: PlantRoster) -> list[str]:
    """Draw people as rows and dates as columns; an absence is a star."""
    problem = made.problem
    words = {
        person: ["*" if word == "absent" else word for word in row]
        for person, row in made.assignments().items()
    }
    days = [f"{problem.date(d).day}" for d in range(problem.num_days)]
    return [*_table(words, days, problem.first.weekday()), "* absent"]


def _table(words: Mapping[str, Sequence[str]], days: Sequence[str], first: int) -> list[str]:
    """Draw rows of words under days, with a gap after each Sunday; ``first`` is a weekday."""
    every = [*days, *(word for row in words.values() for word in row)]
    width, left = max(map(len, every), default=1), max(map(len, words), default=0)

    def line(name: str, cells: Sequence[str]) -> str:
        gaps = ("  " if (first + i) % WEEK == 0 and i else " " for i in range(len(cells)))
        return (
            f"{name:{left}} {''.join(g + c.rjust(width) for g, c in zip(gaps, cells, strict=True))}"
        )

    return [line("", days), *(line(person, row) for person, row in words.items())]
