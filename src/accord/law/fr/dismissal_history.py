"""Which procedure the next dismissals fall under, given every economic dismissal of the past.

Three months that count begin with a dismissal (as a court counted them); where only three months
that begin on another day would count, the trigger is told as open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import numpy as np

from accord.errors import FactError
from accord.law.bands import months_later
from accord.law.fr.collective_dismissal import COLLECTIVE, CONSULTATION, ROLLING
from accord.law.parameters import Version
from accord.law.records import CHECKED, DRAFT, Need, Words
from accord.law.registry import pack

_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why the large procedure holds: a rule, the dismissals it counted, whether it is sure.

    ``first`` and ``last`` are the days of the span that was counted; ``number`` the dismissals in
    it. ``is_sure`` is False where only another reading of the article gives it.
    """

    rule: str
    words: Words
    first: date
    last: date
    number: int
    article: str
    status: str
    is_sure: bool = True

    def told(self, lang: str) -> str:
        """Write the trigger in a language (fr, en)."""
        is_fr = lang == "fr"
        what = self.words[0 if is_fr else 1]
        open_ = "" if self.is_sure else " (lecture discutée)" if is_fr else " (open reading)"
        colon, to = (" :", "au") if is_fr else (":", "to")
        span = f"{self.first} {to} {self.last}"
        return f"{what}{open_}{colon} {self.number}, {span} [{self.article}]"


@dataclass(frozen=True, slots=True)
class Regime:
    """The procedure of a project of dismissals.

    Parameters
    ----------
    day, number, headcount
        The project.
    triggers
        Why the large procedure holds, the sure ones first; empty when it does not.
    is_consulted
        Whether a works council, or delegates, must be consulted.
    has_plan
        Whether a social plan is due.
    needs
        What is not known; the rest says nothing then.
    status
        ``checked`` if every number of law used was read, else ``draft``.
    """

    day: date
    number: int
    headcount: float
    triggers: tuple[Trigger, ...]
    is_consulted: bool
    has_plan: bool
    needs: tuple[Need, ...]
    status: str

    @property
    def is_large(self) -> bool:
        """Say whether the procedure of ten dismissals or more holds for sure."""
        return any(trigger.is_sure for trigger in self.triggers)

    @property
    def is_open(self) -> bool:
        """Say whether it holds only under another reading of the article."""
        return bool(self.triggers) and not self.is_large


@dataclass(frozen=True, slots=True)
class _Terms:
    """The numbers of law of the day of the project."""

    large: Version
    rolling: Version
    small: Version

    @property
    def num_large(self) -> int:
        return int(self.large.number("dismissals_min"))

    @property
    def window(self) -> timedelta:
        return timedelta(self.large.number("within_days"))


def next_regime(history: Sequence[date], day: date, number: int, *, headcount: float) -> Regime:
    """Say which procedure a project of dismissals falls under.

    Parameters
    ----------
    history
        Day of notification of every economic dismissal of the firm before, in any order; a day
        stands once for each person.
    day
        Day of the project.
    number
        Dismissals planned on that day, at least 1.
    headcount
        Employees of the firm, as it usually has them.

    Returns
    -------
    Regime

    Raises
    ------
    FactError
        When a number cannot be, or the history holds a day that is not before the project.

    Source: L1233-8, L1233-26 to L1233-28, L1233-61; L321-2 before 2008.
    """
    days = sorted(history)
    _refuse(days, day, number, headcount)
    terms = _terms(day)
    if isinstance(terms, Need):
        return Regime(day, number, headcount, (), False, False, (terms,), DRAFT)
    triggers = [*_thirty_days(days, day, number, terms)]
    if headcount >= terms.rolling.number("headcount_min"):
        triggers += [*_three_months(days, day, terms), *_last_year(days, day, terms)]
    triggers.sort(key=lambda trigger: not trigger.is_sure)
    is_large = any(trigger.is_sure for trigger in triggers)
    recent = number + _count(days, day - terms.window + _DAY, day)
    several, staff = (terms.small.number(k) for k in ("collective_min", "headcount_min"))
    used = (terms.large, terms.rolling, terms.small)
    return Regime(
        day=day,
        number=number,
        headcount=headcount,
        triggers=tuple(triggers),
        is_consulted=(recent >= several or is_large) and headcount >= staff,
        has_plan=is_large and headcount >= terms.large.number("headcount_min"),
        needs=(),
        status=CHECKED if all(v.status == CHECKED for v in used) else DRAFT,
    )


def _refuse(days: Sequence[date], day: date, number: int, headcount: float) -> None:
    article = pack("fr")[ROLLING].versions[-1].article
    if number < 1:
        why = "the procedure depends on how many are dismissed"
        raise FactError("number", str(number), "it is at least 1", why=why, article=article)
    if headcount < 0:
        why = "firms of fifty employees have further duties"
        seen = f"{headcount:g}"
        raise FactError("headcount", seen, "it is at least 0", why=why, article=article)
    if days and days[-1] >= day:
        why = "only earlier dismissals decide on the next"
        seen, rule = str(days[-1]), f"it is before the project ({day})"
        raise FactError("history", seen, rule, why=why, article=article)


def _terms(day: date) -> _Terms | Need:
    files = pack("fr")
    found: list[Version] = []
    for id_ in (COLLECTIVE, ROLLING, CONSULTATION):
        version = files[id_].on(day)
        if version is None:
            first = files[id_].versions[0]
            return Need(
                "day",
                f"{id_} ({files[id_].title_en}) has no value in force on {day}; known from "
                f"{first.since}",
                first.article,
                why_fr=f"{id_} ({files[id_].title_fr}) n'a pas de valeur en vigueur le {day} ; "
                f"connu depuis le {first.since}",
            )
        found.append(version)
    return _Terms(*found)


def _count(days: Sequence[date], first: date, after: date) -> int:
    """Count the dismissals from a day to the day before another."""
    return bisect_left(days, after) - bisect_left(days, first)


def _later(day: date, months: float) -> date:
    return cast("date", months_later(np.array([day], dtype="datetime64[D]"), int(months)).item(0))


def _most(days: Sequence[date], window: timedelta) -> int:
    """Give the most dismissals in any span of that many days."""
    return max((_count(days, day, day + window) for day in days), default=0)


def _between(days: Sequence[date], first: date, after: date) -> Sequence[date]:
    return days[bisect_left(days, first) : bisect_left(days, after)]


def _thirty_days(days: Sequence[date], day: date, number: int, terms: _Terms) -> Iterator[Trigger]:
    first = day - terms.window + _DAY
    total = number + _count(days, first, day)
    if total >= terms.num_large:
        words = (
            f"au moins {terms.num_large} licenciements en {terms.window.days} jours",
            f"at least {terms.num_large} dismissals in {terms.window.days} days",
        )
        law = terms.large
        yield Trigger("thirty_days", words, first, day, total, law.article, law.status)


def _is_spread(days: Sequence[date], first: date, day: date, terms: _Terms) -> int:
    """Give the total of the three months from a day if they put a later day under the procedure.

    Zero if not: too few, ten within thirty days, or the day is not in the three months after.
    """
    law = terms.rolling
    end = _later(first, law.number("months"))
    after = _later(first, law.number("months") + law.number("months_after"))
    if not end <= day < after:
        return 0
    inside = _between(days, first, end)
    is_spread = len(inside) > law.number("months_total_above")
    return len(inside) if is_spread and _most(inside, terms.window) < terms.num_large else 0


def _three_months(days: Sequence[date], day: date, terms: _Terms) -> Iterator[Trigger]:
    law = terms.rolling
    months = law.number("months")
    words = (
        f"plus de {law.number('months_total_above'):g} en {months:g} mois, "
        f"jamais {terms.num_large} en {terms.window.days} jours",
        f"more than {law.number('months_total_above'):g} in {months:g} months, "
        f"never {terms.num_large} in {terms.window.days} days",
    )
    earliest = _earliest(day, terms)
    others = [earliest + _DAY * i for i in range((day - earliest).days)]
    for is_sure, firsts in ((True, _between(days, earliest, day)), (False, others)):
        found = _spread_from(days, day, firsts, terms)
        if found is not None:
            first, total = found
            last = _later(first, months) - _DAY
            yield Trigger(
                "three_months", words, first, last, total, law.article, law.status, is_sure
            )
            return


def _earliest(day: date, terms: _Terms) -> date:
    """Give a day before which no three months can concern a day."""
    law = terms.rolling
    return _later(day, -law.number("months") - law.number("months_after")) - _DAY


def _spread_from(
    days: Sequence[date], day: date, firsts: Sequence[date], terms: _Terms
) -> tuple[date, int] | None:
    """Find the first of some beginnings whose three months concern a day, with their total."""
    totals = ((first, _is_spread(days, first, day, terms)) for first in dict.fromkeys(firsts))
    return next((found for found in totals if found[1]), None)


def _last_year(days: Sequence[date], day: date, terms: _Terms) -> Iterator[Trigger]:
    law = terms.rolling
    january = date(day.year, 1, 1)
    first = date(day.year - 1, 1, 1)
    if day >= _later(january, law.number("year_months_after")):
        return
    total = _count(days, first, january)
    above = law.number("year_total_above")
    if total > above and not _had_plan(days, first, january, terms):
        words = (
            f"plus de {above:g} dans l'année civile précédente, sans plan",
            f"more than {above:g} in the calendar year before, without a plan",
        )
        last = january - _DAY
        yield Trigger("last_year", words, first, last, total, law.article, law.status)


def _had_plan(days: Sequence[date], first: date, after: date, terms: _Terms) -> bool:
    """Say whether a social plan was due for a dismissal of a span of days."""
    window = terms.window
    for start in sorted(set(_between(days, first - window, after))):
        group = _between(days, start, start + window)
        if len(group) >= terms.num_large and first <= group[-1]:
            return True
    return any(
        _spread_from(days, day, _between(days, _earliest(day, terms), day), terms) is not None
        for day in dict.fromkeys(_between(days, first, after))
    )
