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
        Crew; ``*`` when several crews together are meant.
    week
        Week of the crew's cycle with the worst value, from 1.
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
class HoursCheck:
    """Every finding of a plant's shifts, and what the check still needs, in French and English."""

    on: date
    findings: tuple[Finding, ...]
    needs: tuple[tuple[str, str], ...] = ()

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
