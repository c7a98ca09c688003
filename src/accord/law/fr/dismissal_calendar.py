"""The earliest calendar of an economic dismissal of ten people or more.

A time limit of N days that must have expired ends with the Nth day after the one it runs from: what
must wait for it may happen the day after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accord.law.fr.dismissal_times import (
    DAY,
    STEPS,
    TITLES,
    Milestone,
    Project,
    days_of,
    law_of,
    letter_wait,
    opinion_limit,
    refuse_project,
    second_meeting,
)
from accord.law.parameters import Version
from accord.law.records import Need, Words


@dataclass(frozen=True, slots=True)
class Calendar:
    """The steps in order of time; what is not known stands in ``needs`` and is left out."""

    steps: tuple[Milestone, ...]
    needs: tuple[Need, ...]

    def day(self, step: str) -> date | None:
        """Give the day of a step, None where it is not known or not asked for."""
        return next((one.day for one in self.steps if one.step == step), None)

    def told(self, lang: str) -> str:
        """Write the calendar in a language (fr, en)."""
        return "\n".join([*(s.told(lang) for s in self.steps), *(n.told(lang) for n in self.needs)])


def earliest_calendar(first_meeting: date, project: Project) -> Calendar:
    """Give the earliest day of each step of a project of ten dismissals or more.

    Parameters
    ----------
    first_meeting
        Day of the first meeting of the works council; its law applies.
    project
        How many, in what firm.

    Returns
    -------
    Calendar
        The opinion has a latest day: after it the council counts as consulted. The letters wait for
        the silence of the administration; an express decision may come before.

    Raises
    ------
    FactError
        When the project is below ten dismissals, or a fact cannot be.

    Source: L1233-29, L1233-30, L1233-39, L1233-46, L1233-57-4; L321-3, L321-6, L321-7 before 2008.
    """
    law = law_of(first_meeting)
    if isinstance(law, Need):
        return Calendar((), (law,))
    has_plan = refuse_project(project)
    found = _Steps(law)
    found.add("first_meeting", first_meeting)
    notice = first_meeting + days_of(law, "notice_days_after_meeting")
    found.add("notice", notice)
    if "opinion_months" in law and has_plan:
        _with_plan(found, first_meeting, project)
    else:
        _with_letters(found, first_meeting, notice, project, has_plan)
    ordered = sorted(found.steps, key=lambda one: (one.day, STEPS.index(one.step)))
    return Calendar(tuple(ordered), tuple(found.needs))


class _Steps:
    """The steps found so far and what is missing."""

    def __init__(self, law: Version) -> None:
        self.law = law
        self.steps: list[Milestone] = []
        self.needs: list[Need] = []

    def add(self, step: str, day: date, *, is_latest: bool = False) -> None:
        law = self.law
        self.steps.append(Milestone(step, day, TITLES[step], law.article, law.status, is_latest))

    def need(self, fact: str, why: Words) -> None:
        self.needs.append(Need(fact, why[1], self.law.article, why_fr=why[0]))


_ASK_BASIS = (
    "l'administration n'a pas le même délai pour un accord et pour un document de l'employeur",
    "the administration has another time for an agreement than for the employer's document",
)
_ASK_EXPERT = (
    "un expert-comptable du comité change la seconde réunion et le délai des lettres",
    "an accountant of the council moves the second meeting and the letters",
)


def _with_plan(found: _Steps, first: date, project: Project) -> None:
    law = found.law
    second = first + days_of(law, "meeting_gap_days_min")
    found.add("second_meeting", second)
    found.add("opinion", opinion_limit(law, first, project), is_latest=True)
    found.add("filing", second)
    if project.plan_basis is None:
        found.need("plan_basis", _ASK_BASIS)
        return
    decision = second + days_of(law, f"decision_days_{project.plan_basis}")
    found.add("decision", decision)
    found.add("letters", decision + DAY)


def _with_letters(
    found: _Steps, first: date, notice: date, project: Project, has_plan: bool
) -> None:
    law = found.law
    asks_expert = has_plan and "expert_letter_days" in law
    if asks_expert and project.has_expert is None:
        found.need("has_expert", _ASK_EXPERT)
        return
    has_expert = asks_expert and bool(project.has_expert)
    low, high = second_meeting(law, project, has_plan=has_plan, has_expert=has_expert)
    if low:
        found.add("second_meeting", first + low)
    else:
        found.add("second_meeting", first + high, is_latest=True)
    found.add("letters", notice + letter_wait(law, project, has_expert=has_expert) + DAY)
