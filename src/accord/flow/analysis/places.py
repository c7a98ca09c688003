"""The numbers of a model by their place in its file: ``stations.press.repair``."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accord.errors import ModelError
from accord.flow.model import Exponential, Fixed, Lognormal, Model, StationSpec, Step, Uniform
from accord.plant.values import suggest

OF_STATIONS = (
    "machines",
    "operators",
    "machines_per_operator",
    "load",
    "unload",
    "buffer",
    "failure",
    "repair",
    "move",
)
OF_STEPS = (
    "time",
    "rate_h",
    "cv",
    "noise_pieces",
    "setup",
    "setup_cv",
    "lot",
    "transfer",
    "scrap",
    "rework",
    "rework_time",
)
WHOLE = {
    *("machines", "operators", "machines_per_operator", "buffer", "noise_pieces", "lot"),
    *("transfer", "quantity", "limit"),
}
SHAPES = {"cv": Lognormal, "half_width": Uniform}
FORMS = (
    "stations.NAME.KEY, products.NAME.STATION.KEY, arrivals.PRODUCT.every, "
    "orders.NAME.quantity or conwip.limit"
)


@dataclass(frozen=True, slots=True)
class Input:
    """A number of a model.

    Attributes
    ----------
    place
        Its path in the model's file; the mean of a duration, or its ``.cv`` or ``.half_width``.
    value
        What stands there, in the model's unit.
    is_whole
        True for a count.
    """

    place: str
    value: float
    is_whole: bool


def read_input(model: Model, place: str) -> Input:
    """Return the number at a place of a model.

    Raises
    ------
    ModelError
        When there is no such place, or no number at it.
    """
    value, key, _ = _open(model, place)
    return Input(place, _number(value, key, place), key in WHOLE)


def with_input(model: Model, place: str, value: float) -> Model:
    """Return a copy of a model with another number at a place.

    Raises
    ------
    ModelError
        When there is no such place, or the value is no whole number where a count stands.
    """
    old, key, put = _open(model, place)
    _number(old, key, place)
    if key in WHOLE:
        if value != int(value):
            raise ModelError(f"{place} is a count: {value:g} is not whole")
        return put(_machine_ids(old, int(value)) if key == "machines" else int(value))
    if key in SHAPES and not isinstance(old, (int, float)):
        return put(dataclasses.replace(old, **{key: value}))
    if isinstance(old, (Fixed, Exponential, Lognormal, Uniform)):
        return put(dataclasses.replace(old, mean=value))
    return put(float(value))


def _machine_ids(ids: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return ``count`` machine ids: the known ones first, then new names after the first."""
    new = (f"{ids[0]}+{i}" for i in range(1, max(1, count - len(ids) + 1)))
    return (*ids, *new)[:count]


def _number(value: Any, key: str, place: str) -> float:  # noqa: ANN401 - any field of a model
    if value is None:
        raise ModelError(
            f"{place}: nothing stands there in this model; only a number can be varied"
        )
    if key == "machines":
        return float(len(value))
    if key in SHAPES and not isinstance(value, (int, float)):
        return float(getattr(value, key))
    return float(getattr(value, "mean", value))


def _open(model: Model, place: str) -> tuple[Any, str, Callable[[Any], Model]]:
    """Return what stands at a place, the last key, and how to put something else there."""
    kind, _, rest = place.partition(".")
    opened = {
        "stations": _of_station,
        "products": _of_step,
        "arrivals": _of_arrival,
        "orders": _of_order,
        "conwip": _of_conwip,
    }.get(kind)
    if opened is None or not rest:
        raise ModelError(f"place {place!r}: write {FORMS}")
    return opened(model, place, rest)


def _of_station(model: Model, place: str, rest: str) -> tuple[Any, str, Callable[[Any], Model]]:
    names = [s.name for s in model.stations]
    name, keys = _name(place, rest, names)
    i = names.index(name)
    return _field(model.stations[i], keys, place, OF_STATIONS, lambda new: _station(model, i, new))


def _station(model: Model, i: int, new: StationSpec) -> Model:
    changed = copy.copy(model)
    changed.stations = [*model.stations[:i], new, *model.stations[i + 1 :]]
    return changed


def _of_step(model: Model, place: str, rest: str) -> tuple[Any, str, Callable[[Any], Model]]:
    product, keys = _name(place, rest, list(model.products))
    route = model.products[product]
    known = [*dict.fromkeys(s.station for s in route), *map(str, range(len(route)))]
    name, key = _name(place, keys, known)
    found = [i for i, step in enumerate(route) if step.station == name]
    if not found:
        found = [int(name)]
    if len(found) > 1:
        at = ", ".join(map(str, found))
        raise ModelError(f"{place}: the route is at {name} more than once; write a step: {at}")
    i = found[0]

    def put(new: Step) -> Model:
        changed = copy.copy(model)
        changed.products = {**model.products, product: (*route[:i], new, *route[i + 1 :])}
        return changed

    return _field(route[i], key, place, OF_STEPS, put)


def _of_arrival(model: Model, place: str, rest: str) -> tuple[Any, str, Callable[[Any], Model]]:
    names = [name for name, every, _ in model.sources if every is not None]
    product, key = _name(place, rest, names)
    key, _, shape = key.partition(".")
    _known(place, key, ("every", "quantity"))
    i = next(i for i, s in enumerate(model.sources) if s[0] == product and s[1] is not None)
    _, every, quantity = model.sources[i]

    def put(new: Any) -> Model:  # noqa: ANN401 - a duration or a count
        source = (product, new, quantity) if key == "every" else (product, every, new)
        changed = copy.copy(model)
        changed.sources = [*model.sources[:i], source, *model.sources[i + 1 :]]
        return changed

    value = every if key == "every" else quantity
    return _shaped(value, shape, place, key, put)


def _of_order(model: Model, place: str, rest: str) -> tuple[Any, str, Callable[[Any], Model]]:
    names = [o.name for o in model.orders]
    name, key = _name(place, rest, names)
    i = names.index(name)

    def put(new: Any) -> Model:  # noqa: ANN401 - an order
        changed = copy.copy(model)
        new = dataclasses.replace(new, wanted=new.quantity)
        changed.orders = [*model.orders[:i], new, *model.orders[i + 1 :]]
        return changed

    return _field(model.orders[i], key, place, ("quantity",), put)


def _of_conwip(model: Model, place: str, rest: str) -> tuple[Any, str, Callable[[Any], Model]]:
    _known(place, rest, ("limit",))

    def put(new: int) -> Model:
        changed = copy.copy(model)
        if model.loop is None:
            changed.limit_lots = new
        else:
            changed.loop = (new, *model.loop[1:])
        return changed

    limit = model.limit_lots if model.loop is None else model.loop[0]
    return limit or None, rest, put


def _field(
    record: Any,  # noqa: ANN401 - a station, a step or an order
    key: str,
    place: str,
    known: Sequence[str],
    put: Callable[[Any], Model],
) -> tuple[Any, str, Callable[[Any], Model]]:
    """Open a field of a record."""
    name, _, shape = key.partition(".")
    _known(place, name, known)

    def put_field(new: Any) -> Model:  # noqa: ANN401 - any field
        return put(dataclasses.replace(record, **{name: new}))

    return _shaped(getattr(record, name), shape, place, name, put_field)


def _shaped(
    value: Any,  # noqa: ANN401 - any field
    shape: str,
    place: str,
    key: str,
    put: Callable[[Any], Model],
) -> tuple[Any, str, Callable[[Any], Model]]:
    """Open the shape of a duration, when one is asked for."""
    if not shape:
        return value, key, put
    if shape not in SHAPES or not isinstance(value, SHAPES[shape]):
        raise ModelError(f"{place}: {key} has no {shape}; it is {value}")
    return value, shape, put


def _name(place: str, rest: str, known: Sequence[str]) -> tuple[str, str]:
    """Split ``rest`` after the known name it begins with (names may have dots)."""
    for name in sorted(known, key=len, reverse=True):
        if rest.startswith(f"{name}."):
            return name, rest[len(name) + 1 :]
    seen = rest.partition(".")[0]
    raise ModelError(f"{place}: {seen!r} is not in the model. {suggest(seen, known)}")


def _known(place: str, key: str, known: Sequence[str]) -> None:
    if key not in known:
        raise ModelError(f"{place}: {key!r} is no number that can be varied. {suggest(key, known)}")
