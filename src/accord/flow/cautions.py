"""What makes a result worth less than it looks: said with the numbers, by `FlowResult.warnings`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from accord.flow.estimate import Estimate, estimate
from accord.flow.kernel.layout import MACHINE_STATES, PERSON_STATES
from accord.flow.measure import samples, series
from accord.flow.model import UNIT_US, Model
from accord.flow.patterns import Pattern
from accord.flow.result import FlowResult
from accord.flow.truncation import FEWEST_BATCHES, MSER_BATCH, mser

Floats = NDArray[np.float64]
WIDE_SHARE = 0.05
FEWEST_BREAKDOWNS = 10
FEWEST_BUCKETS = 20
BUCKETS = 60
SATURATED_USE = 0.97
GROWTH_SHARE = 0.3  # of its own mean, which a queue gains in the second half of a run
FEWEST_PIECES = 20
IDS_SHOWN = 4
WEEK_DAYS = 7
MUCH_OVERTIME = 0.1
NEGLIGIBLE = 0.005  # a warm-up that moves the mean by less is not worth a word


def cautions(model: Model, result: FlowResult) -> tuple[str, ...]:
    """Return the warnings about a result, each with what was seen and what to do.

    Too few replications or a wide interval of good pieces, fewer than ten breakdowns a machine, a
    queue or a backlog that grows without end, and, when the result has 20 buckets or more that are
    whole cycles of its calendar, a warm-up that is not over (not with orders: the output then
    follows them).
    """
    found = [
        *_nobody(model),
        *_lots(model),
        *_unused(model),
        *_stays(model, result),
        *_interval(result),
        *_breakdowns(model, result),
    ]
    growing = list(_saturation(model, result))
    found += growing or _warm_up(model, result)
    return tuple(found)


def cycle(model: Model) -> float:
    """Return after how long the calendar of a model repeats, in its time unit; 0 without one.

    A week where the presences are written one by one.
    """
    patterns = [person.duty for person in model.people if person.duty is not None]
    patterns += model.source_windows.values()
    days = [p.period_day if isinstance(p, Pattern) else WEEK_DAYS for p in patterns]
    return (math.lcm(*days) if days else 0) * UNIT_US["day"] / model.unit_us


def series_bucket(model: Model, length: float) -> float | None:
    """Return buckets in which a run of this length shows its course; None if there are too few.

    Whole cycles of the calendar, or a sixtieth of the run without one.
    """
    period = cycle(model)
    if period == 0:
        return length / BUCKETS
    return period if length >= FEWEST_BUCKETS * period else None


def whole_buckets(length: float, width: float) -> float:
    """Return the length of a run without a last bucket shorter than the others."""
    return max(1, math.floor(length / width + 1e-9)) * width


def _nobody(model: Model) -> Iterator[str]:
    """Name the stations and the skills that need people whom the model does not have."""
    people = [{(s.task, s.station) for s in p.skills} for p in model.people]
    mastered = Counter(skill for mine in people for skill in mine)
    visited = {s.station for route in model.products.values() for s in route}
    for station in model.stations:
        is_enough = mastered["run", station.name] >= station.operators
        if is_enough or station.name not in visited:
            continue
        wanted = {("run", station.name), ("relief", station.relief_skill)}
        able = sum(bool(wanted & mine) for mine in people)
        if able < station.operators:
            who = f"only {able} masters" if able else "nobody masters"
            yield (
                f"{who} {station.name}, where {station.operators} are needed at a machine: nothing "
                "is made there. Add people with the skill, or write fewer operators"
            )
    for task, skill, what in _crews(model):
        if skill and (task, skill) not in mastered:
            yield (
                f"nobody masters {skill} as {task}, which {what} needs: it waits for ever. Give "
                f"somebody the skill {{station: {skill}, task: {task}}}"
            )


def _crews(model: Model) -> Iterator[tuple[str, str, str]]:
    """Yield task, skill and who needs it, for repairs, set-ups and maintenance by a crew."""
    steps = [s for route in model.products.values() for s in route]
    sets_up = {s.station for s in steps if s.setup > 0}
    for station in model.stations:
        if station.failure is not None:
            yield "repair", station.repair_skill, f"a repair of {station.name}"
        if station.name in sets_up or station.setups:
            yield "setup", station.setup_skill, f"a set-up of {station.name}"
    for plan in model.maintenances:
        yield "repair", plan.skill, f"the maintenance of {plan.station}"


def _lots(model: Model) -> Iterator[str]:
    """Name products that enter in smaller lots than their route sets up for."""
    for product, _, quantity in model.sources:
        for step in model.products.get(product, ()):
            if step.setup > 0 and step.lot is not None and step.lot > quantity:
                yield (
                    f"{product} enters by {quantity} (saturate or arrivals), but {step.station} "
                    f"sets up for lots of {step.lot}: a set-up comes for every {quantity}. Let it "
                    f"enter by orders, by conwip with a mix, or by arrivals with quantity "
                    f"{step.lot}"
                )
                break


def _stays(model: Model, result: FlowResult) -> Iterator[str]:
    """Say when much of the presence is overtime and people stay at broken machines."""
    if model.rules.at_failure != "stay" or not result.people:
        return
    hours = result.person_h.sum(axis=(0, 1, 2))
    late = hours[PERSON_STATES.index("overtime")]
    if result.breakdowns.sum() > 0 and late > MUCH_OVERTIME * hours.sum():
        yield (
            f"{late / hours.sum():.0%} of the presence is overtime, and by the rule at_failure: "
            "stay an operator stays at his broken machine, past his shift too. If he would not, "
            "write at_failure: until_off, or free"
        )


def _unused(model: Model) -> Iterator[str]:
    """Name what is told of people and has no effect while the effects are off."""
    told = [
        p.name for p in model.people if p.mentor or any(s.experience is not None for s in p.skills)
    ]
    if told and not model.effects.names_on:
        yield (
            f"experience or mentor of {', '.join(told[:IDS_SHOWN])} changes nothing: the effects "
            "of people are off. Switch them on with effects: {learning: prior}"
        )


def _interval(result: FlowResult) -> Iterator[str]:
    good = estimate(samples(result, "good_pieces"))
    if result.replications < 2:
        yield "1 replication: nothing here has an interval. Ask for 5 or more"
    if good.mean == 0:
        yield "no good piece in any replication. Run longer, or look for what holds the pieces up"
    elif result.replications < 2:
        return
    elif good.relative == 0:
        yield (
            f"all {result.replications} replications make the same number of good pieces: its "
            "interval has no width. Nothing random reaches it, or all that is ordered is made "
            "before the end: then look at time_in_system, tardiness or share_on_time"
        )
    elif good.relative > WIDE_SHARE:
        yield (
            f"good pieces are known to +-{good.relative:.1%} only, after {result.replications} "
            "replications. Ask for more, or for a precision"
        )


def _breakdowns(model: Model, result: FlowResult) -> Iterator[str]:
    """Name the machines whose breakdowns are too few to know what they cost."""
    counts = result.breakdowns.sum(axis=(0, 1))
    few = []
    for i, station in enumerate(model.stations):
        each = counts[i] / len(station.machines)
        if station.failure is None or each >= FEWEST_BREAKDOWNS:
            continue
        shown = ", ".join(station.machines[:IDS_SHOWN])
        more = ", ..." if len(station.machines) > IDS_SHOWN else ""
        few.append(f"{station.name} (machines {shown}{more}) {each:.3g}")
    if few:
        yield (
            f"fewer than {FEWEST_BREAKDOWNS} breakdowns a machine in all replications together, so "
            f"that what they cost is hardly known: {'; '.join(few)}. Run longer or more often"
        )


def _saturation(model: Model, result: FlowResult) -> Iterator[str]:
    """Name the queues that grow without end."""
    is_series = len(result.bucket_end) >= FEWEST_BUCKETS
    backlog = result.backlog_pieces.astype(np.float64)
    outside = backlog[:, -1].mean()
    if is_series and outside >= FEWEST_PIECES and _grows(backlog):
        yield (
            f"the backlog grows to {outside:,.0f} pieces: more is ordered than the shop lets in. "
            "Add capacity, or read the numbers as those of this period only"
        )
    if model.loop is not None or model.limit_lots:
        return
    ends = result.wip_pieces[:, -1].mean(axis=0)
    for i in np.flatnonzero(ends >= FEWEST_PIECES).tolist():
        station, at_end = model.stations[i], ends[i]
        use = estimate(_occupied(result, i)).mean
        if station.buffer is not None or not use > SATURATED_USE:
            continue
        queue = result.wip_pieces[:, :, i].astype(np.float64)
        share = at_end / max(1.0, float(result.operations[:, :, i].sum(axis=1).mean()))
        if _grows(queue) if is_series else share > WIDE_SHARE / 2:
            yield (
                f"{station.name}: its queue grows to {at_end:,.0f} pieces and it is in use "
                f"{use:.1%} of the open time: more comes in than it can do (load of 1 or more), "
                "and averages depend on the length of the run. Add capacity, or read the numbers "
                "as those of this period only"
            )


def _occupied(result: FlowResult, i: int) -> Floats:
    """Return (R,) the share of open time in which a station could not take more work."""
    names = ("idle", "closed")
    mine = np.array(result.machine_station) == i
    hours = result.machine_h[:, :, mine].sum(axis=(1, 2))
    free, closed = (hours[:, MACHINE_STATES.index(name)] for name in names)
    open_h = hours.sum(axis=1) - closed
    busy = open_h - free
    return np.asarray(np.divide(busy, open_h, out=np.full_like(busy, np.nan), where=open_h > 0))


def _grows(queue: Floats) -> bool:
    """Return whether a queue (R, B) still grows in the second half of the run."""
    half = queue[:, queue.shape[1] // 2 :]
    t = np.arange(half.shape[1]) - (half.shape[1] - 1) / 2
    slopes: Floats = half @ t / (t @ t)
    growth: Estimate = estimate(slopes * half.shape[1])
    is_sure = growth.low > 0 or bool((slopes > 0).all())  # two or three have wide intervals
    return bool(is_sure and growth.mean > GROWTH_SHARE * half.mean())


def _warm_up(model: Model, result: FlowResult) -> Iterator[str]:
    """Say how far the start is from the rest, when the buckets can tell."""
    num = len(result.bucket_end)
    period = cycle(model)
    lengths = np.diff([*result.bucket_start, result.bucket_end[-1]])
    is_whole = period == 0 or bool(np.allclose(lengths[:-1] % period, 0.0))
    if (
        model.orders
        or num < FEWEST_BUCKETS
        or not is_whole
        or not np.isfinite(result.bucket_end[-1])
    ):
        return
    rate = series(result, "throughput")
    course = rate[:, ~np.isnan(rate).any(axis=0)].mean(axis=0)
    batch = MSER_BATCH if len(course) >= MSER_BATCH * FEWEST_BATCHES else 1
    if len(course) < FEWEST_BATCHES * batch:
        return
    cut = mser(course, batch)
    whole = estimate(rate.mean(axis=1))
    moved = abs(cut.mean - course.mean())
    noise = 0.0 if np.isnan(whole.half_width) else whole.half_width / 2
    if cut.num_cut == 0 or moved <= max(noise, NEGLIGIBLE * abs(cut.mean)):
        return
    at = result.bucket_start[cut.num_cut]
    if cut.is_late:
        yield (
            f"the output has not settled: it still changes after {at:,.4g}, in the second half of "
            "the run. For the long-run output run several times as long"
        )
    else:
        yield (
            f"the first {at - result.bucket_start[0]:,.4g} are unlike the rest: without them the "
            f"throughput is {cut.mean:,.4g} instead of {course.mean():,.4g} per time unit. For the "
            f"long-run output give warm_up={at:.4g} (MSER-5)"
        )
