"""A calendar of an economic dismissal, checked: each condition met, not met or open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from accord.errors import FactError
from accord.law.fr.conditions import Condition
from accord.law.fr.dismissal_times import (
    CALENDAR,
    STEPS,
    WHY,
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
from accord.law.registry import pack


def check_calendar(days: Mapping[str, date], project: Project) -> tuple[Condition, ...]:
    """Check a calendar given: each condition met, not met or open.

    Parameters
    ----------
    days
        Day by step: ``first_meeting``, ``notice``, ``second_meeting``, ``opinion``, ``filing``,
        ``decision`` (express; leave it out for silence), ``letters``.
    project
        How many, in what firm.

    Raises
    ------
    FactError
        When a step has no such name, the project is below ten, or a fact cannot be.
    """
    article = pack("fr")[CALENDAR].versions[-1].article
    unknown = sorted(set(days) - set(STEPS))
    if unknown:
        rule = f"known: {', '.join(STEPS)}"
        raise FactError("days", unknown[0], rule, why=WHY, article=article)
    has_plan = refuse_project(project)
    first = days.get("first_meeting")
    if first is None:
        words = ("date de la première réunion", "day of the first meeting")
        return (Condition("law", None, words, article, "draft", ("first_meeting",)),)
    law = law_of(first)
    if isinstance(law, Need):
        return (Condition("law", None, (law.why_fr, law.why), law.article, "draft", ("on",)),)
    check = _Check(law, days)
    gap = int(law.number("notice_days_after_meeting"))
    check.add(
        "notice",
        ("notification après la première réunion", "notification after the first meeting"),
        ("first_meeting", "notice"),
        lambda: days["notice"] >= first + timedelta(gap),
    )
    if "opinion_months" in law and has_plan:
        _check_plan(check, first, project)
    else:
        _check_letters(check, first, project, has_plan)
    return tuple(check.found)


class _Check:
    """Conditions found so far; one whose days are not all known is open."""

    def __init__(self, law: Version, days: Mapping[str, date]) -> None:
        self.law, self.days = law, days
        self.found: list[Condition] = []

    def add(self, id_: str, words: Words, asks: tuple[str, ...], holds: Callable[[], bool]) -> None:
        lacking = tuple(step for step in asks if step not in self.days)
        verdict = None if lacking else holds()
        article, status = self.law.article, self.law.status
        self.found.append(Condition(id_, verdict, words, article, status, lacking))

    def open(self, id_: str, words: Words, fact: str) -> None:
        article, status = self.law.article, self.law.status
        self.found.append(Condition(id_, None, words, article, status, (fact,)))


def _check_plan(check: _Check, first: date, project: Project) -> None:
    law, days = check.law, check.days
    gap = days_of(law, "meeting_gap_days_min")
    check.add(
        "second_meeting",
        (
            f"réunions espacées d'au moins {gap.days} jours",
            f"meetings at least {gap.days} days apart",
        ),
        ("second_meeting",),
        lambda: days["second_meeting"] - first >= gap,
    )
    limit = opinion_limit(law, first, project)
    words = (
        f"transmission après l'avis ou la fin du délai ({limit})",
        f"filed after the opinion or the end of its time ({limit})",
    )
    asks = ("filing",) if days.get("filing", first) >= limit else ("filing", "opinion")
    check.add(
        "filing", words, asks, lambda: days["filing"] >= min(limit, days.get("opinion", limit))
    )
    _check_plan_letters(check, project)


def _check_plan_letters(check: _Check, project: Project) -> None:
    law, days = check.law, check.days
    words = (
        "lettres après la décision ou le silence, à peine de nullité",
        "letters after the decision or silence, or else void",
    )
    if "decision" in days:
        check.add(
            "decision",
            ("décision après la transmission", "decision after the filing"),
            ("filing",),
            lambda: days["decision"] >= days["filing"],
        )
        check.add("letters", words, ("letters",), lambda: days["letters"] >= days["decision"])
    elif project.plan_basis is None:
        check.open("letters", words, "plan_basis")
    else:
        silence = days_of(law, f"decision_days_{project.plan_basis}")
        check.add(
            "letters",
            words,
            ("filing", "letters"),
            lambda: days["letters"] > days["filing"] + silence,
        )


def _check_letters(check: _Check, first: date, project: Project, has_plan: bool) -> None:
    law, days = check.law, check.days
    words = ("écart des deux réunions", "days between the two meetings")
    letters = ("lettres après le délai de l'administration", "letters after the time limit")
    asks_expert = has_plan and "expert_letter_days" in law
    if asks_expert and project.has_expert is None:
        check.open("second_meeting", words, "has_expert")
        check.open("letters", letters, "has_expert")
        return
    has_expert = asks_expert and bool(project.has_expert)
    low, high = second_meeting(law, project, has_plan=has_plan, has_expert=has_expert)
    span = f"{low.days}-{high.days}"
    check.add(
        "second_meeting",
        (f"{words[0]} ({span} jours)", f"{words[1]} ({span})"),
        ("second_meeting",),
        lambda: low <= days["second_meeting"] - first <= high,
    )
    wait = letter_wait(law, project, has_expert=has_expert)
    check.add(
        "letters",
        (f"{letters[0]} ({wait.days} jours)", f"{letters[1]} ({wait.days} days)"),
        ("notice", "letters"),
        lambda: days["letters"] > days["notice"] + wait,
    )
