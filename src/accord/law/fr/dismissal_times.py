"""The time limits of an economic dismissal: a project, its steps and the numbers for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import numpy as np

from accord.errors import FactError
from accord.law.bands import from_threshold, months_later
from accord.law.fr.collective_dismissal import COLLECTIVE
from accord.law.parameters import Version
from accord.law.records import Need, Words
from accord.law.registry import pack

CALENDAR, LETTER = "fr.dismissal.calendar", "fr.dismissal.letter"
AGREEMENT, DOCUMENT = "agreement", "document"
DAY = timedelta(1)
WHY = "the time limits depend on it"
TITLES: dict[str, Words] = {
    "first_meeting": ("première réunion du comité", "first meeting of the works council"),
    "notice": ("projet notifié à l'administration", "project notified to the administration"),
    "second_meeting": ("seconde réunion du comité", "second meeting of the works council"),
    "opinion": ("avis du comité", "opinion of the works council"),
    "filing": ("accord ou document transmis", "agreement or document filed"),
    "decision": ("décision, acquise par silence", "decision, given by silence"),
    "letters": ("lettres de licenciement", "letters of dismissal"),
}


STEPS = tuple(TITLES)


@dataclass(frozen=True, slots=True)
class Project:
    """A project of ten dismissals or more.

    Parameters
    ----------
    dismissals
        People to be dismissed in thirty days.
    headcount
        Employees of the firm.
    plan_basis
        ``agreement`` or ``document`` where a social plan is due (since July 2013); None is unknown.
    has_expert
        Whether the works council calls in an accountant (before July 2013); None is unknown.
    """

    dismissals: int
    headcount: float
    plan_basis: str | None = None
    has_expert: bool | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of a calendar: its first (or, ``is_latest``, its last) day, and the article."""

    step: str
    day: date
    words: Words
    article: str
    status: str
    is_latest: bool = False

    def told(self, lang: str) -> str:
        """Write the step in a language (fr, en)."""
        is_fr = lang == "fr"
        kind = ("au plus tard" if is_fr else "at the latest") if self.is_latest else (
            "au plus tôt" if is_fr else "at the earliest"
        )  # fmt: skip
        return f"{self.words[0 if is_fr else 1]} {kind} {self.day} [{self.article}]"


def refuse_project(project: Project) -> bool:
    """Refuse what cannot be; say whether a social plan is due."""
    terms, article = pack("fr")[COLLECTIVE].versions[-1], pack("fr")[CALENDAR].versions[-1].article
    least = terms.number("dismissals_min")
    if project.dismissals < least:
        rule = f"it is at least {least:g}; fewer have the wait of {LETTER}"
        raise FactError("dismissals", str(project.dismissals), rule, why=WHY, article=article)
    if project.headcount < project.dismissals:
        rule = f"it is at least the {project.dismissals} dismissed"
        raise FactError("headcount", f"{project.headcount:g}", rule, why=WHY, article=article)
    if project.plan_basis not in {None, AGREEMENT, DOCUMENT}:
        rule = f"known: {AGREEMENT}, {DOCUMENT}"
        raise FactError("plan_basis", str(project.plan_basis), rule, why=WHY, article=article)
    return project.headcount >= terms.number("headcount_min")


def law_of(day: date) -> Version | Need:
    """Give the time limits in force on a day, or the need of a day without any."""
    found = pack("fr")[CALENDAR].on(day)
    return no_law(CALENDAR, day) if found is None else found


def no_law(id_: str, day: date) -> Need:
    """Say that a parameter file has no value in force on a day."""
    file = pack("fr")[id_]
    first = file.versions[0]
    return Need(
        "on",
        f"{id_} ({file.title_en}) has no value in force on {day}; known from {first.since}, but "
        "for gaps",
        first.article,
        why_fr=f"{id_} ({file.title_fr}) n'a pas de valeur en vigueur le {day} ; connu depuis le "
        f"{first.since}, hors lacunes",
    )


def days_of(law: Version, key: str) -> timedelta:
    """Give a time limit in days."""
    return timedelta(law.number(key))


def _by_number(law: Version, key: str, dismissals: int) -> float:
    return float(from_threshold(np.array([float(dismissals)]), *law.table(key))[0])


def opinion_limit(law: Version, first: date, project: Project) -> date:
    """Give the last day for the opinion of the works council, by the number dismissed."""
    months = _by_number(law, "opinion_months", project.dismissals)
    return cast("date", months_later(np.array([first], "datetime64[D]"), int(months)).item(0))


def second_meeting(
    law: Version, project: Project, *, has_plan: bool, has_expert: bool
) -> tuple[timedelta, timedelta]:
    """Give the least and the most days between the first two meetings."""
    if has_expert:
        low, high = law.numbers("expert_second_meeting_days")
        return timedelta(low), timedelta(high)
    if has_plan:
        return timedelta(0), timedelta(_by_number(law, "meeting_gap_days_max", project.dismissals))
    return timedelta(0), days_of(law, "meeting_gap_days_max_small")


def letter_wait(law: Version, project: Project, *, has_expert: bool) -> timedelta:
    """Give the days between the notification and the letters."""
    if "letter_days_small" in law:
        return days_of(law, "letter_days_small")
    wait = timedelta(_by_number(law, "letter_days", project.dismissals))
    return wait + (days_of(law, "expert_letter_days") if has_expert else timedelta(0))
