"""The ergonomic audit: every criterion with its value, threshold, verdict and source.

``audit(cycle)`` looks at one cycle, ``audits(plant)`` at every crew of a plant. Advice is advice: a
criterion is ``ok``, to be looked at (``flag``), a figure without threshold (``info``), or
``unknown`` when the shift table cannot say it. What studies say of injuries is a ``prior``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Final

from accord.errors import Place
from accord.hours.duties import Cycle, cycles
from accord.hours.ergonomics import criteria as ergonomics
from accord.hours.ergonomics.risk_index import RiskIndex, risk_index
from accord.hours.ergonomics.worst import Measure
from accord.hours.records import FLAG, OK
from accord.law import Version, pack
from accord.plant.records import Plant, Words

__all__ = ["INFO", "UNKNOWN", "Audit", "Criterion", "Prior", "audit", "audits"]

RISK_LIMITS: Final = Words(
    "un critère parmi d'autres, 1 est un poste habituel ; repris d'une réécriture publique du "
    "tableur HSE, non vérifié contre RR446 ; un repos compte par périodes entières de 24 h, ce qui "
    "à soi seul avantage la rotation vers l'arrière d'un 3x8 ; sans repos de plus d'un jour il n'a "
    "pas de valeur ; l'indice de fatigue n'est pas calculé",
    "one criterion among others, 1 is a usual duty; it follows a public re-implementation of the "
    "HSE spreadsheet, not checked against RR446; rest counts in whole periods of 24 h, which alone "
    "favours a 3x8 rotating backward; without a rest longer than a day it has no value; the "
    "fatigue index is not computed",
)
"""What must be said with every risk index."""
INFO: Final = "info"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Prior:
    """What studies of other plants found: a ratio of injury rates, with its interval.

    Parameters
    ----------
    ratio
        Rate of injuries of those exposed over that of the others.
    low, high
        Its interval of 95 %; None where none was read.
    exposed_share
        Share of this cycle's duties that are exposed.
    """

    ratio: float
    low: float | None
    high: float | None
    exposed_share: float

    @property
    def mean_ratio(self) -> float:
        """Rate of injuries of the whole cycle against one without exposure, if the study holds."""
        return 1.0 + self.exposed_share * (self.ratio - 1.0)

    def as_dict(self) -> dict[str, float | None]:
        """Give the ratio with its interval as plain data."""
        return {
            "ratio": self.ratio,
            "low": self.low,
            "high": self.high,
            "exposed_share": self.exposed_share,
        }


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the audit.

    Parameters
    ----------
    rule
        Id of the advice, a parameter of the law room.
    title
        What is looked at.
    value
        What was found; None when the shift table cannot say it.
    threshold
        Threshold of the advice; None when it gives none.
    unit
        Unit of both.
    verdict
        ``ok``, ``flag``, ``info`` or ``unknown``.
    source, status, note
        Where the advice was read, ``checked`` or ``draft``, and how it was read.
    week, place
        Week of the cycle and row of the shift table behind the value; 0 for the whole cycle.
    prior
        Set where the row rests on behaviour measured elsewhere.
    """

    rule: str
    title: Words
    value: float | None
    threshold: float | None
    unit: str
    verdict: str
    source: str
    status: str
    note: str
    week: int
    place: Place
    prior: Prior | None = None

    def as_dict(self) -> dict[str, object]:
        """Give the row as plain data; what is without end is null."""
        return {
            "rule": self.rule,
            "title": self.title.en,
            "value": self.value if self.value is not None and isfinite(self.value) else None,
            "limit": self.threshold,
            "unit": self.unit,
            "class": self.verdict,
            "source": self.source,
            "status": self.status,
            "note": self.note,
            "week": self.week,
            "place": str(self.place),
            "prior": None if self.prior is None else self.prior.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Audit:
    """The criteria of one crew's cycle, and its risk index as one criterion among others."""

    crew: str
    since: date
    criteria: tuple[Criterion, ...]
    risk: RiskIndex

    def row(self, rule: str) -> Criterion:
        """Give the first row of a rule.

        Raises
        ------
        KeyError
            When the audit has no such row.
        """
        for criterion in self.criteria:
            if criterion.rule == rule:
                return criterion
        raise KeyError(rule)

    @property
    def flags(self) -> tuple[Criterion, ...]:
        """Rows to be looked at."""
        return tuple(c for c in self.criteria if c.verdict == FLAG)

    def as_dict(self) -> dict[str, object]:
        """Give the audit as plain data: criteria, and the risk index with its limits."""
        mean, worst = self.risk.mean, self.risk.worst
        return {
            "crew": self.crew,
            "since": None if self.since == date.min else self.since.isoformat(),
            "criteria": [row.as_dict() for row in self.criteria],
            "risk_index": {
                "mean": mean if isfinite(mean) else None,
                "worst": worst if isfinite(worst) else None,
                "source": self.risk.source,
                "status": self.risk.status,
                "limits": RISK_LIMITS.en,
            },
        }


Measured = Callable[[Cycle, Version], "Measure | None"]

# Advice, and how it is measured; with a second title where one file of advice gives two rows.
_MEASURES: Final[tuple[tuple[str, Measured, Words | None], ...]] = (
    ("ergo.nights_in_row", ergonomics.nights_in_row, None),
    ("ergo.early_in_row", ergonomics.early_in_row, None),
    ("ergo.long_in_row", ergonomics.long_in_row, None),
    ("ergo.rest_after_nights", ergonomics.rest_after_nights, None),
    ("ergo.sleep_at_change", ergonomics.sleep_at_change, None),
    ("ergo.rotation", ergonomics.rotation, None),
    ("ergo.rotation_speed", ergonomics.rotation_speed, None),
    ("ergo.days_in_row", ergonomics.days_in_row, None),
    ("ergo.shift_length", ergonomics.shift_length, None),
    ("ergo.shift_length", ergonomics.night_length, Words("durée de la nuit", "length of a night")),
    ("ergo.weekends", ergonomics.weekends, None),
    ("ergo.single_days_off", ergonomics.single_days_off, None),
    ("ergo.early_start", ergonomics.early_start, None),
    ("ergo.quick_return", ergonomics.quick_return, None),
)
_SHARE: Final = Words("part des week-ends libres", "share of free weekends")
_WITHOUT: Final = Words("week-ends de suite sans repos", "weekends in a row without a free one")
_MEAN: Final = Words("indice de risque, moyenne", "risk index, mean")
_WORST: Final = Words("indice de risque, poste le plus exposé", "risk index, worst duty")


def audit(cycle: Cycle, *, notice_days: float | None = None) -> Audit:
    """Hold a cycle against the advice of working-time studies.

    Parameters
    ----------
    cycle
        Duties of a crew.
    notice_days
        Days before which the schedule is announced, when known.

    Returns
    -------
    Audit
        Every criterion, those without anything to say left out.

    Notes
    -----
    Source: the advice named by each row. Limits: advice, not law; a night that ends on Saturday
    morning leaves a free weekend. A prior was measured in other plants: it says which way, not how
    many.
    """
    risk = risk_index(cycle)
    criteria = (*_measured(cycle), *_weekends(cycle), _notice(notice_days))
    return Audit(cycle.crew, cycle.since, (*criteria, *_priors(cycle), *_risks(cycle, risk)), risk)


def audits(plant: Plant, *, on: date | None = None) -> tuple[Audit, ...]:
    """Audit every crew's cycle in force from a date, overtime left out.

    Parameters
    ----------
    plant
        A plant, as read or with a scenario applied.
    on
        First day that counts; by default the plant's own date.
    """
    day = plant.on if on is None else on
    return tuple(audit(c) for c in cycles(plant, day) if not c.with_overtime)


def _advice(rule: str) -> tuple[Version, Words]:
    file = pack("ergo")[rule]
    # advice has no date of force: the last one
    return file.versions[-1], Words(file.title_fr, file.title_en)


def _measured(cycle: Cycle) -> Iterator[Criterion]:
    for rule, measure_of, own_title in _MEASURES:
        version, title = _advice(rule)
        measure = measure_of(cycle, version)
        if measure is not None:
            yield Criterion(
                rule,
                own_title or title,
                measure.value,
                measure.limit,
                measure.unit,
                FLAG if measure.severity == FLAG else OK,
                version.article,
                version.status,
                version.note,
                int(cycle.day[measure.i_duty]) // 7 + 1,
                cycle.places[measure.i_duty],
            )


def _figure(
    cycle: Cycle,
    rule: str,
    value: float | None,
    unit: str,
    *,
    title: Words | None = None,
    prior: Prior | None = None,
    i_duty: int | None = None,
) -> Criterion:
    """Make a row without threshold."""
    version, own = _advice(rule)
    return Criterion(
        rule,
        title or own,
        value,
        None,
        unit,
        UNKNOWN if value is None else INFO,
        version.article,
        version.status,
        version.note,
        0 if i_duty is None else int(cycle.day[i_duty]) // 7 + 1,
        cycle.places[0 if i_duty is None else i_duty],
        prior,
    )


def _weekends(cycle: Cycle) -> Iterator[Criterion]:
    share = float(ergonomics.free_weekends(cycle).mean())
    yield _figure(cycle, "ergo.weekends", share, "ratio", title=_SHARE)
    longest = ergonomics.longest_without_weekend(cycle)
    yield _figure(cycle, "ergo.weekends", longest, "weekend", title=_WITHOUT)


def _notice(notice_days: float | None) -> Criterion:
    version, title = _advice("ergo.notice")
    return Criterion(
        version.id,
        title,
        notice_days,
        None,
        version.unit,
        UNKNOWN if notice_days is None else INFO,
        version.article,
        version.status,
        version.note,
        0,
        Place(""),
    )


def _priors(cycle: Cycle) -> Iterator[Criterion]:
    quick, _ = _advice("ergo.quick_return")
    exposed = {
        "ergo.quick_return": ergonomics.quick_return_share(cycle, quick),
        "ergo.night_risk": ergonomics.night_share(cycle),
        "ergo.night_risk_pooled": ergonomics.night_share(cycle),
    }
    for rule, share in exposed.items():
        if share > 0.0:
            version, _ = _advice(rule)
            low = version.number("ratio_low") if "ratio_low" in version else None
            high = version.number("ratio_high") if "ratio_high" in version else None
            prior = Prior(version.number("ratio"), low, high, share)
            yield _figure(cycle, rule, share, "ratio", title=_exposed(rule), prior=prior)


def _exposed(rule: str) -> Words:
    _, title = _advice(rule)
    return Words(f"{title.fr} : part des postes exposés", f"{title.en}: share of duties exposed")


def _risks(cycle: Cycle, risk: RiskIndex) -> Iterator[Criterion]:
    yield _figure(cycle, "ergo.risk_index", risk.mean, "ratio", title=_MEAN)
    yield _figure(cycle, "ergo.risk_index", risk.worst, "ratio", title=_WORST, i_duty=risk.i_worst)
