"""What gets made: weekly output, backlog, delivery, machine use; all with intervals."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.study.document import say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook
from accord.study.intervals import paired
from accord.study.measure.inputs import flow_inputs
from accord.study.runs import Run

__all__ = [
    "HELD_SHARE",
    "STOPPED",
    "WORKING",
    "backlog_growth",
    "busiest",
    "demand_week",
    "enter_output",
    "is_held",
    "is_year_apart",
    "on_time_share",
    "output_week",
    "station_use",
    "waiting",
]

Floats = npt.NDArray[np.float64]
WORKING: Final = ("load", "run")
STOPPED: Final = ("setup", "down", "repair")
UNMANNED: Final = ("wait_staff", "paused")
CLOSED: Final = ("closed",)
# A backlog that grows by less than this share of the weekly demand is called held: over a year it
# stays within half a week of work, and a plant absorbs that with a few Saturdays.
HELD_SHARE: Final = 0.01
END_WEEKS: Final = 8


def enter_output(field: Field, book: FigureBook) -> None:
    """Enter the output figures of every case, and each scenario's paired change from today."""
    for case in field.cases:
        if case.run is not None:
            _enter_case(field, case, case.run, book)
    today = field.today.run
    if today is None:
        return
    for case in field.changes:
        if case.run is not None:
            _enter_change(field, case, case.run, today, book)


def _enter_case(field: Field, case: Case, run: Run, book: FigureBook) -> None:
    inputs = (run.digest,)
    parents = flow_inputs(case, book)
    total = book.simulated(
        f"{case.id}.flow.output_week.total",
        output_week(run, field.window),
        "pieces/week",
        inputs=inputs,
        parents=parents,
        method=say("method.output_total"),
    )
    for product in run.products:
        book.simulated(
            f"{case.id}.flow.output_week.{product}",
            output_week(run, field.window, product),
            "pieces/week",
            inputs=inputs,
            parents=flow_inputs(case, book, product),
            method=say("method.output_product"),
        )
    demand = book.given(
        f"{case.id}.flow.demand_week",
        demand_week(run, field.window),
        "pieces/week",
        kind="computed",
        parents=[p for p in parents if p.id.startswith("input.demand.")],
        method=say("method.demand_week"),
    )
    growth = book.simulated(
        f"{case.id}.flow.backlog_growth_week",
        backlog_growth(run, field.window, field.settled),
        "pieces/week",
        inputs=inputs,
        parents=parents,
        method=say("method.backlog_growth", weeks=str(END_WEEKS))
        if is_year_apart(field)
        else say("method.backlog_slope"),
    )
    book.computed(
        f"{case.id}.flow.backlog_growth_share",
        lambda g, d: g / d if d else 0.0,
        [growth, demand],
        "share",
        method=say("method.backlog_growth_share"),
    )
    book.simulated(
        f"{case.id}.flow.backlog_end",
        waiting(run)[:, field.last],
        "pieces",
        inputs=inputs,
        parents=parents,
        method=say("method.backlog_end"),
    )
    book.computed(
        f"{case.id}.flow.met_share",
        lambda o, d: o / d if d else 1.0,
        [total, demand],
        "share",
        method=say("method.met_share"),
    )
    if np.isfinite(on_time_share(field, case, run)).any():
        book.simulated(
            f"{case.id}.flow.on_time",
            on_time_share(field, case, run),
            "share",
            inputs=inputs,
            parents=parents,
            method=say("method.on_time"),
            is_part=True,
        )
    _enter_stations(field, case, run, book)


def _enter_stations(field: Field, case: Case, run: Run, book: FigureBook) -> None:
    parents = flow_inputs(case, book)
    for station in run.stations:
        if not _has_machines(run, station):
            continue
        for name, samples in station_use(run, station, field.window).items():
            book.simulated(
                f"{case.id}.flow.{name}.{station}",
                samples,
                "share",
                inputs=(run.digest,),
                parents=parents,
                method=say(f"method.{name}"),
                is_part=True,
            )


def _enter_change(field: Field, case: Case, run: Run, today: Run, book: FigureBook) -> None:
    first, second = output_week(today, field.window), output_week(run, field.window)
    mean, low, high = paired(first, second)
    parents = [book[f"{i}.flow.output_week.total"] for i in (field.today.id, case.id)]
    book.add(
        Figure(
            f"{case.id}.flow.output_change",
            mean,
            "pieces/week",
            low,
            high,
            "simulated",
            (today.digest, run.digest),
            run.seed,
            tuple(p.id for p in parents),
            method=say("method.output_change"),
        )
    )


def output_week(run: Run, window: slice, product: str | None = None) -> Floats:
    """Return good pieces per week over the window, (R,)."""
    good = run.good_pieces[:, window]
    if product is not None:
        good = good[:, :, [run.products.index(product)]]
    return np.asarray(good.sum(axis=2).mean(axis=1), dtype=np.float64)


def waiting(run: Run) -> Floats:
    """Return pieces that wait at the end of each week, outside the shop or in its queues, (R, B).

    Pieces demanded and not yet let in, and pieces queued before a station. Scrapped pieces no
    longer wait: a shortage that scrap leaves shows in the output, not here.
    """
    return np.asarray(run.backlog_pieces + run.wip_pieces.sum(axis=2), dtype=np.float64)


def demand_week(run: Run, window: slice) -> float:
    """Return pieces demanded per week over the window."""
    return float(run.demand_pieces[window].sum(axis=1).mean())


def backlog_growth(run: Run, window: slice, settled: int) -> Floats:
    """Return the growth of the pieces that wait, pieces per week, (R,).

    The mean of the last eight weeks of the window is set against the mean of the eight weeks that
    many weeks earlier. Over a window of a year the season cancels out, and eight weeks keep one
    busy week from deciding. Where the eight weeks before the window are not all after the change
    (or lie in the warm-up), they would tell of another plant and make the growth look smaller: then
    it is the slope of the least-squares line through the weeks of the window itself.

    Parameters
    ----------
    window
        Compared weeks.
    settled
        First week, counted from 0, from which every scenario holds and the warm-up is over.

    Limits
    ------
    The slope over a window shorter than a year holds the season of that window.
    """
    series = waiting(run)
    start, stop, _ = window.indices(series.shape[1])
    length = stop - start
    if length < 2:
        return np.zeros(series.shape[0])
    if start - settled >= END_WEEKS:
        late = series[:, stop - END_WEEKS : stop].mean(axis=1)
        early = series[:, start - END_WEEKS : start].mean(axis=1)
        return np.asarray((late - early) / length, dtype=np.float64)
    weeks = np.arange(length) - (length - 1) / 2
    return np.asarray(series[:, start:stop] @ weeks / (weeks @ weeks), dtype=np.float64)


def is_year_apart(field: Field) -> bool:
    """Tell whether the growth is taken against the weeks before the window, or is its slope."""
    return field.first - field.settled >= END_WEEKS


def on_time_share(field: Field, case: Case, run: Run) -> Floats:
    """Return the share of orders due in the window that are finished by their due day, (R,)."""
    start = run.weeks[field.first]
    end = run.weeks[field.last] + timedelta(days=6)
    column = {order: i for i, order in enumerate(run.orders)}
    due = [
        (column[o.order], ((o.due - run.weeks[0]).days + 1) * 24.0)
        for o in case.plant.orders
        if start <= o.due <= end and o.order in column
    ]
    if not due:
        return np.full(run.replications, np.nan)
    index = [i for i, _ in due]
    limit = np.array([h for _, h in due])
    done = run.order_done[:, index]
    return np.asarray((np.nan_to_num(done, nan=np.inf) <= limit).mean(axis=1), dtype=np.float64)


def station_use(run: Run, station: str, window: slice) -> dict[str, Floats]:
    """Return shares of a station's open machine hours over the window, each (R,).

    ``use`` compares running with the hours left after set-up and breakdown; the others are shares
    of all open hours. Hours in which the machines are closed are left out.
    """
    index = run.machines_of(station)

    def hours(*states: str) -> Floats:
        chosen = run.machine_state(*states)[:, window][:, :, index]
        return np.asarray(chosen.sum(axis=(1, 2)), dtype=np.float64)

    open_h = hours(*[s for s in run.machine_states if s not in CLOSED])
    stopped = hours(*STOPPED)
    safe = np.where(open_h > 0, open_h, np.nan)
    net = np.where(open_h - stopped > 0, open_h - stopped, np.nan)
    return {
        "use": hours(*WORKING) / net,
        "setup_share": hours("setup") / safe,
        "down_share": hours("down", "repair") / safe,
        "wait_staff_share": hours(*UNMANNED) / safe,
        "blocked_share": hours("blocked") / safe,
    }


def _has_machines(run: Run, station: str) -> bool:
    index = run.machines_of(station)
    open_states = [s for s in run.machine_states if s not in CLOSED]
    return bool(index) and bool(run.machine_state(*open_states)[..., index].sum() > 0)


def busiest(case: Case, book: FigureBook) -> Figure | None:
    """Return the highest station use of a case."""
    prefix = f"{case.id}.flow.use."
    uses = [f for f in book if f.id.startswith(prefix) and f.is_known]
    return max(uses, key=lambda f: f.value, default=None)


def is_held(case: Case, book: FigureBook) -> bool | None:
    """Tell whether a case holds the demand: None when the interval leaves it open."""
    share = book.get(f"{case.id}.flow.backlog_growth_share")
    if share is None or share.low is None or share.high is None:
        return None
    if share.high <= HELD_SHARE:
        return True
    return False if share.low > HELD_SHARE else None
