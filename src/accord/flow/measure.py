"""The measures of a result by name: one value per replication, or one per replication and bucket.

A measure is a name, for some with a part of the plant behind a colon: ``throughput``,
``throughput:part``, ``use:press``. Times are in the model's time unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.kernel.layout import MACHINE_STATES, PERSON_STATES
from accord.flow.result import FlowResult

Floats = NDArray[np.float64]
OPEN = slice(0, MACHINE_STATES.index("closed"))


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A measure of a bucket: ``top / bottom``, both (R, B); without ``bottom`` it adds up."""

    top: Floats
    bottom: Floats | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a measure says, what it may be asked of, and whether less of it is better."""

    meaning: str
    part: str
    is_better_low: bool
    of: Callable[[FlowResult, int | None], _Ratio]


def _made(result: FlowResult, i: int | None) -> Floats:
    good = result.good_pieces.sum(axis=2) if i is None else result.good_pieces[:, :, i]
    return good.astype(np.float64)


def _length(result: FlowResult) -> Floats:
    """Return (R, B), the time measured in each bucket; a run may end inside one."""
    ends = np.minimum(result.bucket_end, result.end_time[:, None])
    return np.asarray(np.clip(ends - result.bucket_start, 0.0, None))


def _share(*states: str) -> Callable[[FlowResult, int | None], _Ratio]:
    columns = [MACHINE_STATES.index(s) for s in states]

    def of(result: FlowResult, i: int | None) -> _Ratio:
        mine = np.ones(len(result.machines), dtype=bool)
        if i is not None:
            mine = np.array(result.machine_station) == i
        hours = result.machine_h[:, :, mine].sum(axis=2)
        return _Ratio(hours[..., columns].sum(axis=-1), hours[..., OPEN].sum(axis=-1))

    return of


def _tally(table: str) -> Callable[[FlowResult, int | None], _Ratio]:
    def of(result: FlowResult, i: int | None) -> _Ratio:
        counts = getattr(result, table)
        counts = counts.sum(axis=2) if i is None else counts[:, :, i]
        return _Ratio(counts.astype(np.float64))

    return of


def _queue(result: FlowResult, i: int | None) -> _Ratio:
    queued = _tally("wip_pieces")(result, i).top
    is_begun = result.bucket_start < result.end_time[:, None]
    return _Ratio(queued, is_begun.astype(float))


def _hours(state: str) -> Callable[[FlowResult, int | None], _Ratio]:
    column = PERSON_STATES.index(state)

    def of(result: FlowResult, i: int | None) -> _Ratio:
        hours = result.person_h[..., column]
        return _Ratio(hours.sum(axis=2) if i is None else hours[:, :, i])

    return of


KINDS = {
    "good_pieces": _Kind("finished pieces", "products", False, lambda r, i: _Ratio(_made(r, i))),
    "throughput": _Kind(
        "finished pieces per time unit",
        "products",
        False,
        lambda r, i: _Ratio(_made(r, i), _length(r)),
    ),
    "use": _Kind("running time over open time", "stations", False, _share("run")),
    "starved": _Kind("time without a part over open time", "stations", True, _share("idle")),
    "blocked": _Kind("blocked time over open time", "stations", True, _share("blocked")),
    "waiting": _Kind(
        "time a part waits for a person over open time", "stations", True, _share("wait_staff")
    ),
    "queue": _Kind("pieces queued, mean over the buckets' ends", "stations", True, _queue),
    "breakdowns": _Kind("breakdowns begun", "stations", True, _tally("breakdowns")),
    "scrap_pieces": _Kind("pieces scrapped", "stations", True, _tally("scrap_pieces")),
    "waiting_h": _Kind("hours people wait for work", "people", True, _hours("wait")),
    "overtime_h": _Kind("hours past the shift's end", "people", True, _hours("overtime")),
}
OF_RUNS = {
    "time_in_system": "mean time from entry to exit of the lots that left after the warm-up",
    "tardiness": "mean time past the due date of the orders that shipped or are overdue",
    "share_on_time": "share on time of the orders that shipped or are overdue",
}
NAMES = (*KINDS, *OF_RUNS)


def samples(result: FlowResult, measure: str) -> Floats:
    """Return (R,) of a measure: over all buckets, one value per replication.

    Raises
    ------
    ModelError
        When there is no such measure, or no such part of the plant.
    """
    if measure in OF_RUNS:
        return _of_run(result, measure)
    ratio = _ratio(result, measure)
    top = ratio.top.sum(axis=1)
    return top if ratio.bottom is None else _divide(top, ratio.bottom.sum(axis=1))


def _of_run(result: FlowResult, measure: str) -> Floats:
    """Return (R,) of a measure that only whole runs have."""
    if measure == "time_in_system":
        return np.asarray(result.mean_time_in_system, dtype=np.float64)
    deadlines = result.deadlines
    if not deadlines.has_due:
        raise ModelError(f"measure {measure}: no order has a due date; give orders `due`")
    return deadlines.mean_tardiness if measure == "tardiness" else deadlines.share_on_time


def series(result: FlowResult, measure: str) -> Floats:
    """Return (R, B) of a measure: one value per replication and bucket.

    Raises
    ------
    ModelError
        When there is no such measure or part, or it is known for whole runs only.
    """
    if measure in OF_RUNS:
        raise ModelError(
            f"measure {measure!r} is known for whole runs only; take one of {', '.join(KINDS)}"
        )
    ratio = _ratio(result, measure)
    return ratio.top if ratio.bottom is None else _divide(ratio.top, ratio.bottom)


def is_better_low(measure: str) -> bool:
    """Return whether less of a measure is better."""
    if measure in OF_RUNS:
        return measure != "share_on_time"
    return KINDS[_split(measure)[0]].is_better_low


def check_measure(measure: str, parts: Mapping[str, Sequence[str]]) -> None:
    """Refuse a measure that does not exist; ``parts`` has the products, stations and people.

    Raises
    ------
    ModelError
        Naming what was meant, if it is near.
    """
    if measure in OF_RUNS:
        return
    name, part = _split(measure)
    known = parts[KINDS[name].part]
    if part and part not in known:
        from accord.plant.values import suggest  # noqa: PLC0415 (heavy)

        near = suggest(part, tuple(known))
        raise ModelError(
            f"measure {measure!r}: {part!r} is none of the {KINDS[name].part}. {near}".rstrip()
        )


def _split(measure: str) -> tuple[str, str]:
    name, _, part = measure.partition(":")
    if name not in KINDS:
        raise ModelError(
            f"measure {measure!r} is not known; write one of {', '.join(NAMES)}, "
            "for one product, station or person as use:press"
        )
    return name, part


def _ratio(result: FlowResult, measure: str) -> _Ratio:
    name, part = _split(measure)
    kind = KINDS[name]
    known: tuple[str, ...] = getattr(result, kind.part)
    check_measure(measure, {kind.part: known})
    return kind.of(result, known.index(part) if part else None)


def _divide(top: Floats, bottom: Floats) -> Floats:
    """Divide; what has no measured time is nan."""
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
