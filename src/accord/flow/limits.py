"""Which numbers a model may hold: whole where things are counted, finite, and not absurdly large.

Looked at before anything is compiled, so that no number that is none, and no slip of six zeros,
reaches an array.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator

from accord.errors import ModelError
from accord.flow.durations import LONGEST_US
from accord.flow.model import MOST_MACHINES, Model, OrderSpec, StationSpec, Step

MOST_PLACES = 1_000_000
MOST_PIECES = 1_000_000_000
MOST_LOTS = 1_000_000
MOST_OPERATORS = 1000

Check = tuple[str, object, int]  # what it is, its value, the most it may be


def check_whole(where: str, what: str, value: object, most: int) -> None:
    """Refuse a count that is no whole number or larger than ``most``.

    Raises
    ------
    ModelError
        With the place, the value and the rule.
    """
    if not isinstance(value, numbers.Integral):
        is_whole = isinstance(value, numbers.Real) and float(value).is_integer()
        if not is_whole:
            raise ModelError(f"{where}: {what} is {value!r}: write a whole number")
    if abs(int(value)) > most:  # type: ignore[call-overload]
        raise ModelError(f"{where}: {what} is {value}: the most is {most:,}")


def check_time(where: str, what: str, value: float, unit_us: int) -> None:
    """Refuse an instant or a length that is no number or beyond 3 000 years.

    Raises
    ------
    ModelError
        With the place, the value and the rule.
    """
    if not (isinstance(value, numbers.Real) and abs(value) * unit_us <= LONGEST_US):
        raise ModelError(f"{where}: {what} is {value!r}: write a time within 3 000 years")


def check_numbers(model: Model) -> None:
    """Refuse a model with a number that is none, not whole where it counts, or absurdly large.

    Raises
    ------
    ModelError
        With the place, the value and the rule.
    """
    for station in model.stations:
        _check_station(station, model.unit_us)
    total = sum(len(station.machines) for station in model.stations)
    if total > MOST_MACHINES:
        raise ModelError(f"the model has {total:,} machines: the most is {MOST_MACHINES:,}")
    for product, route in model.products.items():
        for j, step in enumerate(route):
            _check_step(step, f"product {product}, step {j + 1}", model.unit_us)
    for order in model.orders:
        _check_order(order, model)
    for product, _, quantity in model.sources:
        check_whole(f"arrivals of {product}", "quantity", quantity, MOST_PIECES)
    _check_loop(model)
    _check_dates(model)


def _check_station(s: StationSpec, unit_us: int) -> None:
    counts: tuple[Check, ...] = (
        ("operators", s.operators, MOST_OPERATORS),
        ("machines_per_operator", s.machines_per_operator, MOST_MACHINES),
        ("buffer", 0 if s.buffer is None else s.buffer, MOST_PLACES),
    )
    for what, value, most in counts:
        check_whole(f"station {s.name}", what, value, most)
    for what, time in (("load", s.load), ("unload", s.unload), ("move", s.move)):
        check_time(f"station {s.name}", what, time, unit_us)


def _check_step(step: Step, where: str, unit_us: int) -> None:
    for what, value, most in (
        ("lot", step.lot, MOST_PIECES),
        ("transfer", step.transfer, MOST_PIECES),
        ("noise_pieces", step.noise_pieces, MOST_PIECES),
        ("rework_step", step.rework_step, MOST_PIECES),
    ):
        if value is not None:
            check_whole(where, what, value, most)
    for what, time in (("setup", step.setup), ("rework_time", step.rework_time)):
        if time is not None:
            check_time(where, what, time, unit_us)


def _check_order(o: OrderSpec, model: Model) -> None:
    where = f"order {o.name}"
    for what, value, most in (
        ("quantity", o.quantity, MOST_PIECES),
        ("wanted", o.wanted, MOST_PIECES),
        ("priority", o.priority, MOST_PIECES),
        ("lot", o.lot, MOST_PIECES),
    ):
        if value is not None:
            check_whole(where, what, value, most)
    for what, time in (("release", o.release), ("due", o.due)):
        check_time(where, what, time, model.unit_us)
    route = model.products.get(o.product)
    size = o.lot or (route[0].lot if route else None) or o.quantity
    if size > 0 and o.quantity // size > MOST_LOTS:
        raise ModelError(
            f"{where}: {o.quantity:,} pieces in lots of {size} are more than {MOST_LOTS:,} lots: "
            "write larger lots or several orders"
        )


def _check_loop(model: Model) -> None:
    if model.loop is not None:
        limit, mix, quantity = model.loop
        check_whole("conwip", "limit", limit, MOST_LOTS)
        check_whole("conwip", "quantity", quantity, MOST_PIECES)
        if quantity < 1:
            raise ModelError(f"conwip: quantity {quantity} must be at least 1")
        if not all(math.isfinite(weight) for weight in mix.values()):
            raise ModelError(f"conwip: the weights are {mix}: write finite numbers")
    check_whole("conwip", "limit", model.limit_lots, MOST_PIECES)


def _check_dates(model: Model) -> None:
    for where, what, time in _dates(model):
        check_time(where, what, time, model.unit_us)
    for extra in model.extra_shifts:
        if math.isnan(extra.threshold_pieces):
            raise ModelError("an extra shift: threshold_pieces is nan: write a number of pieces")


def _dates(model: Model) -> Iterator[tuple[str, str, float]]:
    """Return every instant that stands in the model's calendars."""
    for person in model.people:
        for skill in person.skills:
            if skill.since > 0:
                yield f"person {person.name}: skill {skill.station!r}", "since", skill.since
    for date in model.machine_dates:
        for what, time in (("start", date.start), ("end", date.end)):
            if time is not None:
                yield f"machine {date.machine!r}", what, time
    for extra in model.extra_shifts:
        yield "an extra shift", "at", extra.at
    for time in model.year_starts:
        yield "the model", "year_starts", time
