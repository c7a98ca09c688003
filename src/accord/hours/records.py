"""What a check of hours returns: findings, each with its rule, article, limit and place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accord.errors import Place

BREACH = "breach"
FLAG = "flag"
OK = "ok"
LAW = "law"
ERGONOMICS = "ergonomics"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule held against one crew's cycle: the worst value found, and where.

    Parameters
    ----------
    rule
        Id of the rule, a parameter of the law room (``fr.hours.week_max``, ``ergo.early_start``).
    kind
        ``law`` or ``ergonomics``. Ergonomics is advice from studies, never a breach.
    article
        Article or source of the limit.
    status
        ``checked`` or ``draft``: whether the limit was read in a named source.
    crew
        Crew or person; ``*`` when several crews together are meant.
    week
        Week of the crew's cycle (or of the roster) with the worst value, from 1.
    value, limit
        What was found and the limit, both in ``unit``.
    unit
        Unit of both.
    severity
        ``breach`` (the limit is passed), ``flag`` (to be looked at), ``ok``.
    text_fr, text_en
        The finding as one sentence.
    place
        Row of the shift table behind the value.
    on
        Date whose law was applied.
    since
        First day of the shifts that were checked.
    with_overtime
        True when the overtime shifts are counted as worked every week.
    """

    rule: str
    kind: str
    article: str
    status: str
    crew: str
    week: int
    value: float
    limit: float
    unit: str
    severity: str
    text_fr: str
    text_en: str
    place: Place
    on: date
    since: date
    with_overtime: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """One time that a limit of law is passed.

    Parameters
    ----------
    who
        Person or crew.
    first, last
        First and last day: dates (``2024-03-04``), or week and weekday of a cycle without dates
        (``week 2 fri``).
    rule
        Id of the rule.
    value, limit
        What was found and the limit, both in ``unit``.
    unit
        Unit of both.
    article
        Article of the limit, and of the derogation that was named.
    status
        ``checked`` or ``draft``: whether the limit was read in a named source.
    severity
        ``breach``, or ``flag`` for what may be but has a price or a condition.
    text_fr, text_en
        The violation as one sentence.
    place
        Where the duty behind it stands.
    openings
        Derogations, none of them named, that could allow it: ``agreement (L3121-19)``.
    """

    who: str
    first: str
    last: str
    rule: str
    value: float
    limit: float
    unit: str
    article: str
    status: str
    severity: str
    text_fr: str
    text_en: str
    place: Place
    openings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, str | float]:
        """Give the violation with the names of the command's JSON."""
        return {
            "who": self.who,
            "from": self.first,
            "to": self.last,
            "rule": self.rule,
            "value": self.value,
            "limit": self.limit,
            "unit": self.unit,
            "article": self.article,
            "status": self.status,
            "text": self.text_en,
            "place": str(self.place),
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """A limit that is passed, which only an agreement or another derogation could allow.

    Parameters
    ----------
    rule
        Id of the rule.
    who
        Persons or crews who pass it.
    limit
        The limit without derogation.
    openings
        The derogations of the law that could allow it: ``agreement (L3121-19)``.
    is_breach
        Whether it is a violation until one of them is named; else it is to be looked at.
    """

    rule: str
    who: tuple[str, ...]
    limit: float
    openings: tuple[str, ...]
    is_breach: bool

    def as_dict(self) -> dict[str, object]:
        """Give it with the names of the command's JSON."""
        return {
            "rule": self.rule,
            "who": list(self.who),
            "limit": self.limit,
            "could_allow": list(self.openings),
            "violation": self.is_breach,
        }


@dataclass(frozen=True, slots=True)
class CrewHours:
    """The hours of one crew or group that goes round its cycle.

    Parameters
    ----------
    who
        Crew or group.
    num_weeks
        Weeks of its cycle.
    average_h, longest_week_h
        Hours of an average week and of the longest, counted inside the weeks of the law.
    free_weekends
        Weekends of the cycle on whose Saturday and Sunday no duty starts.
    """

    who: str
    num_weeks: int
    average_h: float
    longest_week_h: float
    free_weekends: int

    def __str__(self) -> str:
        return (
            f"{self.who}: {self.average_h:.2f} h in an average week, {self.longest_week_h:.2f} h "
            f"in the longest, {self.free_weekends} free weekends in {self.num_weeks} weeks"
        )

    def as_dict(self) -> dict[str, str | float]:
        """Give the hours with the names of the command's JSON."""
        return {
            "who": self.who,
            "weeks": self.num_weeks,
            "average_h": self.average_h,
            "longest_week_h": self.longest_week_h,
            "free_weekends": self.free_weekends,
        }


@dataclass(frozen=True, slots=True)
class HoursCheck:
    """What was found, every violation, and what the check still needs, in French and English.

    Parameters
    ----------
    on
        Date whose law was applied, or first day that counts.
    findings
        The worst value of each rule, crew and period, kept or not.
    needs
        What is missing, in French and English.
    violations
        Each time that a limit of law is passed.
    flagged
        Each time that something is to be looked at (``flag``).
    country
        Law pack, empty when none is known.
    derogations
        Derogations that were named and applied.
    notes
        What the law of this country does not say, in French and English.
    is_law_known
        False when no law, or no value of some limit, is known for the date.
    file
        File that was checked, as it was given.
    crews
        Hours and free weekends of each crew or group that goes round a cycle.
    """

    on: date
    findings: tuple[Finding, ...]
    needs: tuple[tuple[str, str], ...] = ()
    violations: tuple[Violation, ...] = ()
    flagged: tuple[Violation, ...] = ()
    country: str = ""
    derogations: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    is_law_known: bool = True
    file: str = ""
    crews: tuple[CrewHours, ...] = ()

    @property
    def breaches(self) -> tuple[Finding, ...]:
        """Findings that pass a limit of law."""
        return tuple(f for f in self.findings if f.severity == BREACH)

    @property
    def flags(self) -> tuple[Finding, ...]:
        """Findings to be looked at: disputed law, overtime as a rule, ergonomics."""
        return tuple(f for f in self.findings if f.severity == FLAG)

    @property
    def is_legal(self) -> bool:
        """Whether no limit of law is passed; False also when a need leaves a rule unchecked."""
        return not self.breaches and not self.needs

    @property
    def needs_agreement(self) -> tuple[Agreement, ...]:
        """The limits passed that a derogation nobody has named could allow, by rule."""
        by_rule: dict[tuple[str, float, tuple[str, ...], bool], list[str]] = {}
        for severity, passed in ((BREACH, self.violations), (FLAG, self.flagged)):
            for v in passed:
                if v.openings:
                    key = (v.rule, v.limit, v.openings, severity == BREACH)
                    by_rule.setdefault(key, []).append(v.who)
        return tuple(
            Agreement(rule, tuple(dict.fromkeys(who)), limit, openings, is_breach)
            for (rule, limit, openings, is_breach), who in by_rule.items()
        )

    @property
    def verdict(self) -> bool | None:
        """Whether no limit that could be held is passed; None when a limit is not known.

        A limit that an agreement may move is passed until the agreement is named; flags, of which
        ``needs_agreement`` has those that ask for a derogation too, do not count.
        """
        if self.violations or self.breaches:
            return False
        return True if self.is_law_known else None

    def as_dict(self) -> dict[str, object]:
        """Give the check with the names of the command's JSON."""
        return {
            "file": self.file,
            "legal": self.verdict,
            "country": self.country,
            "on": self.on.isoformat(),
            "violations": [v.as_dict() for v in self.violations],
            "flags": [v.as_dict() for v in self.flagged],
            "needs_agreement": [one.as_dict() for one in self.needs_agreement],
            "crews": [crew.as_dict() for crew in self.crews],
            "needs": [en for _, en in self.needs],
            "derogations": list(self.derogations),
            "notes": [en for _, en in self.notes],
        }
