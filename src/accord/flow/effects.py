"""Effects of people on the time of their tasks: each with its switch, prior, range and source.

An effect is off until it is asked for. Its numbers are priors: values with a range that spans the
contradicting source, and a mark that tells how well the source is known (docs/background/
evidence.md). ``Effects.switched`` turns an effect on or off, or moves all its numbers to an end of
their ranges, in one call. A plant's ``evidence.yaml`` replaces the priors given here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from accord.errors import ModelError

WAYS = ("off", "prior", "low", "high")


@dataclass(frozen=True, slots=True)
class Prior:
    """A number taken from outside the plant: value, range, unit, population, source and mark."""

    value: float
    low: float
    high: float
    unit: str
    population: str
    source: str
    mark: str
    kind: str = "prior"


@dataclass(frozen=True, slots=True)
class Learning:
    """Tasks take less time the more often a person has done them.

    The ``n``-th unit of a learner takes ``M + (1 - M) n^log2(novice)`` of the first, until
    ``plateau_units``, where the standard time is reached. Who is experienced works at the standard
    time when the run begins, and goes on along ``(1 + n / experienced_units)^log2(experienced)``.

    Parameters
    ----------
    novice, experienced
        Progress ratios: time per unit after a doubling of experience, as a share.
    incompressible_share
        De Jong's M: the share of the first unit's time that does not shrink; 0 for work by hand.
    plateau_units
        Unit at which a learner reaches the standard time.
    experienced_units
        Units that an experienced person has behind them when the run begins.
    unit_h
        Hours of standard work in one unit; 0: one piece (set-up, repair, loading) is a unit, as in
        textbooks. Whole units count. The prior that ``Effects.switched`` takes is one hour.
    by
        Experience is of a ``station`` (its whole family of products) or of each ``product`` there.
    new_products
        Products nobody has made before: every person begins them as a learner
        (``by="product"``).

    Source
    ------
    Wright 1936, doi:10.2514/8.155; De Jong 1957, doi:10.1080/00140135708964571.
    """

    novice: float = 0.80
    experienced: float = 0.98
    incompressible_share: float = 0.7
    plateau_units: float = 140.0
    experienced_units: float = 14_000.0
    unit_h: float = 0.0
    by: str = "station"
    new_products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fatigue:
    """Tasks take longer late in a shift and after several nights.

    A task begun ``h`` hours after the start of the shift takes ``1 + per_hour (h - after_h)`` as
    long, past ``after_h``; in the ``n``-th night in a row ``1 + per_night (n - 1)`` as long. A
    night is a shift over 03:00. An absence from work of ``rest_h`` hours or more ends a shift,
    shorter ones are breaks of it.

    Limits
    ------
    No plant's files identify these numbers without a design: they are never fitted.
    """

    per_hour: float = 0.01
    after_h: float = 6.0
    per_night: float = 0.01
    rest_h: float = 6.0


@dataclass(frozen=True, slots=True)
class Spread:
    """People differ: each has a rate of their own, lognormal with mean 1 and this cv.

    It is drawn from a stream of the person's name, so it is the same in every scenario.
    """

    cv: float = 0.08


@dataclass(frozen=True, slots=True)
class Peers:
    """A person's rate moves with that of colleagues at work in the same area.

    A task begins at ``1 + spill (mean - 1)`` of the own rate, where ``mean`` is the mean rate of
    the others at work in the area at that instant, each without this effect.
    """

    spill: float = 0.15


@dataclass(frozen=True, slots=True)
class Mentoring:
    """A learner is quicker while the mentor is on duty, and the mentor slower while helping.

    It holds below the plateau of ``Learning``, for a mentor on duty who masters the task.

    Parameters
    ----------
    learner_gain
        Added to the rate of the learner, as a share.
    mentor_loss
        Taken from the rate of a mentor while a learner of theirs is at work.
    experience_gain
        Added to the experience that a task gives the learner, as a share.
    """

    learner_gain: float = 0.15
    mentor_loss: float = 0.05
    experience_gain: float = 0.0


@dataclass(frozen=True, slots=True)
class Walking:
    """Going from one station to another takes time, booked as the state ``walk``.

    Parameters
    ----------
    between_min, within_min
        Minutes from a station to one of another area, and to one of the same area.
    times_min
        Minutes between two stations or two areas, in both directions, that differ from these:
        ``{("press", "bench"): 2.0}``.
    """

    between_min: float = 1.0
    within_min: float = 0.0
    times_min: Mapping[tuple[str, str], float] = field(default_factory=dict)


def _judged(value: float, low: float, high: float, unit: str, what: str = "judgement") -> Prior:
    """Return a prior that no source gives: our own judgement, mark I."""
    return Prior(value, low, high, unit, "any plant, assumption", what, "I")


PRIORS: Mapping[str, Prior] = {
    "learn.novice": Prior(
        *(0.80, 0.75, 0.90, "progress ratio per doubling", "textbook", "textbook", "C")
    ),
    "learn.experienced": Prior(
        *(0.98, 0.96, 1.0, "progress ratio per doubling"),
        *("one job shop, 1273 machine reports", "LEV14", "X"),
    ),
    "learn.dejong_M": Prior(
        *(0.7, 0.5, 0.9, "incompressible share of the first cycle time"),
        *("textbook, machine-paced work", "textbook", "M"),
    ),
    "learn.plateau": _judged(140.0, 70.0, 280.0, "units until the standard time"),
    "learn.unit_h": _judged(1.0, 0.25, 4.0, "hours of standard work in a unit"),
    "fatigue.hour": Prior(
        *(0.01, -0.022, 0.02, "relative time of a task per hour past the sixth"),
        *("any plant, assumption; the low end is LEV14, where people are faster later",),
        *("judgement", "I"),
    ),
    "fatigue.night": Prior(
        *(0.01, 0.0, 0.04, "relative time of a task per further night in a row"),
        *("assumption; the high end is reaction time per day of sleep loss, 18 people",),
        *("judgement", "I"),
    ),
    "oper.sd": Prior(
        *(0.08, 0.05, 0.10, "cv of the rate between operators"),
        *("job shop log and a machine trial", "LEV14", "X"),
    ),
    "peers.spill": Prior(
        *(0.15, 0.15, 0.17, "own output per unit of that of peers who can see you"),
        *("supermarket cashiers", "MM09", "S"),
    ),
    "mentor.gain": Prior(
        *(0.15, 0.0, 0.15, "relative rate of a learner beside a mentor"),
        *("one call centre, sales", "SSM20", "C"),
    ),
    "mentor.loss": _judged(0.05, 0.0, 0.10, "share of the mentor's rate"),
    "walk.between_min": _judged(1.0, 0.3, 3.0, "minutes between areas"),
    "walk.within_min": _judged(0.0, 0.0, 0.5, "minutes between stations of an area"),
}
"""Priors of the effects, used where a plant's ``evidence.yaml`` says nothing."""

Record = Learning | Fatigue | Spread | Peers | Mentoring | Walking

PARAMETERS: Mapping[str, tuple[type, Mapping[str, str]]] = {
    "learning": (
        Learning,
        {
            "novice": "learn.novice",
            "experienced": "learn.experienced",
            "incompressible_share": "learn.dejong_M",
            "plateau_units": "learn.plateau",
            "unit_h": "learn.unit_h",
        },
    ),
    "fatigue": (Fatigue, {"per_hour": "fatigue.hour", "per_night": "fatigue.night"}),
    "spread": (Spread, {"cv": "oper.sd"}),
    "peers": (Peers, {"spill": "peers.spill"}),
    "mentoring": (Mentoring, {"learner_gain": "mentor.gain", "mentor_loss": "mentor.loss"}),
    "walking": (
        Walking,
        {"between_min": "walk.between_min", "within_min": "walk.within_min"},
    ),
}
"""The effects: their record, and the prior of each of its numbers."""


@dataclass(frozen=True, slots=True)
class Effects:
    """The effects that are on (None: off), and how long a factor holds.

    A factor is worked out once, when a task begins, from the state of the person, and never
    changes inside the task. A task is a loading, an unloading, a set-up, a repair, or the pieces
    that one team makes without interruption, at most ``task_pieces`` of a transfer unit.

    Examples
    --------
    >>> from accord import flow
    >>> effects = flow.Effects(spread=flow.Spread()).switched({"spread": "high", "peers": "prior"})
    >>> effects.spread.cv, effects.peers.spill
    (0.1, 0.15)
    """

    learning: Learning | None = None
    fatigue: Fatigue | None = None
    spread: Spread | None = None
    peers: Peers | None = None
    mentoring: Mentoring | None = None
    walking: Walking | None = None
    task_pieces: int = 100
    priors: Mapping[str, Prior] = field(default_factory=lambda: PRIORS, repr=False)

    @property
    def names_on(self) -> tuple[str, ...]:
        """Names of the effects that are on."""
        return tuple(name for name in PARAMETERS if getattr(self, name) is not None)

    def switched(self, ways: Mapping[str, str]) -> Effects:
        """Return the effects with some of them ``off``, at their ``prior``, or ``low`` or ``high``.

        ``low`` and ``high`` are the ends of the ranges of all numbers of that effect; what has no
        prior (who is new, walking times of two stations) stays. ``all`` names every effect.

        Raises
        ------
        ModelError
            For an effect or a way that does not exist.
        """
        effects = self
        for name, way in _spelled_out(ways):
            record = None if way == "off" else self._at(name, way)
            changed: dict[str, Any] = {name: record}
            effects = replace(effects, **changed)
        return effects

    def _at(self, name: str, way: str) -> Record:
        make, numbers = PARAMETERS[name]
        end = "value" if way == "prior" else way
        values: dict[str, Any] = {
            number: getattr(self.priors[prior], end) for number, prior in numbers.items()
        }
        present = getattr(self, name)
        record: Record = replace(make() if present is None else present, **values)
        return record

    def rows(self) -> list[dict[str, Any]]:
        """Return each number of the effects that are on, with its prior, ready for JSON."""
        found = []
        for name in self.names_on:
            for number, ident in PARAMETERS[name][1].items():
                prior = self.priors[ident]
                row = {"effect": name, "parameter": number, "id": ident}
                value = {"value": getattr(getattr(self, name), number), "prior": prior.value}
                told = (prior.low, prior.high, prior.unit, prior.population, prior.source)
                names = ("low", "high", "unit", "population", "source")
                marks = {"mark": prior.mark, "kind": prior.kind}
                found.append({**row, **value, **dict(zip(names, told, strict=True)), **marks})
        return found


def _spelled_out(ways: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Return pairs (effect, way), with ``all`` spelled out; refuse unknown words."""
    for word, way in ways.items():
        if word != "all" and word not in PARAMETERS:
            raise ModelError(
                f"effect {word!r} does not exist: write one of {', '.join(PARAMETERS)} or all"
            )
        if way not in WAYS:
            raise ModelError(f"effect {word}: {way!r}: write one of {', '.join(WAYS)}")
        for name in PARAMETERS if word == "all" else (word,):
            yield name, way


def read_switches(text: str) -> dict[str, str]:
    """Read ``learning=low,fatigue=off``.

    Raises
    ------
    ModelError
        When a part is no pair.
    """
    ways: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, equals, way = (word.strip() for word in part.partition("="))
        if not equals:
            raise ModelError(f"effects {part!r}: write pairs such as learning=low,fatigue=off")
        ways[name] = way
    return ways
