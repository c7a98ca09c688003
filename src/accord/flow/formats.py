"""Words of a model file that several of its parts share: durations, windows, maps of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from accord.errors import ModelError
from accord.flow.model import Duration, Exponential, Fixed, Lognormal, Uniform
from accord.flow.patterns import Pattern, daily, weekly
from accord.plant.values import read_number, read_whole, suggest
from accord.plant.yamlfile import Form

T = TypeVar("T")
DISTRIBUTIONS = {
    "fixed": (Fixed, 1),
    "exponential": (Exponential, 1),
    "lognormal": (Lognormal, 2),
    "uniform": (Uniform, 2),
}
A_DURATION = "a duration: 5, exponential 5, lognormal 5 0.3 (mean, cv) or uniform 5 1 (mean, +-)"


def duration(text: str) -> Duration:
    """Read ``5``, ``exponential 5``, ``lognormal 5 0.3`` or ``uniform 5 1``."""
    kind, *numbers = text.split() if text[:1].isalpha() else ["fixed", text]
    if kind not in DISTRIBUTIONS:
        near = suggest(kind, tuple(DISTRIBUTIONS)).rstrip(".")
        raise ValueError(f"{kind!r} is no distribution; {near}")
    make, count = DISTRIBUTIONS[kind]
    if len(numbers) != count:
        raise ValueError(f"{kind} takes {count} number(s), here are {len(numbers)}")
    values = [read_number(number) for number in numbers]
    if min(values) < 0:
        raise ValueError(f"{min(values):g} is negative")
    found: Duration = make(*values)
    return found


def time_of(form: Form, key: str) -> Duration | None:
    """Read a duration that may be missing."""
    return form.value(key, duration, A_DURATION, required=False)


def amount(form: Form, key: str, default: float = 0.0) -> float:
    """Read a number of zero or more."""
    found = form.number(key, low=0.0)
    return default if found is None else found


def tried(form: Form, make: Callable[[], T]) -> T | None:
    """Do what may raise a ``ModelError``; the error is told at the form's place."""
    try:
        return make()
    except ModelError as error:
        form.complain(form.place, form.node.path, str(error), "Mend it as the message says.")
        return None


def weights(form: Form, key: str) -> dict[str, float]:
    """Read a map of names to numbers."""
    inner = form.form(key)
    if inner is None:
        return {}
    found = {name: inner.number(name, low=0.0) for name in inner.node.entries}
    return {name: weight for name, weight in found.items() if weight is not None}


def duty(form: Form) -> Pattern:
    """Read ``daily: [spans]`` or days of the week with their spans."""
    days = {day: form.texts(day) for day in form.node.entries}
    if "daily" in days:
        if len(days) > 1:
            raise ModelError("write either daily or days of the week")
        return daily(*days["daily"])
    return weekly(days)


def pattern(form: Form, key: str) -> Pattern | None:
    """Read windows that repeat: ``{daily: [spans]}`` or days of the week with their spans."""
    inner = form.form(key)
    return None if inner is None else tried(inner, lambda: duty(inner))


def rows_of_weights(form: Form, key: str) -> dict[str, dict[str, float]]:
    """Read a map of names to maps of names to numbers."""
    inner = form.form(key)
    return {} if inner is None else {name: weights(inner, name) for name in inner.node.entries}


def shares_of_steps(form: Form, key: str) -> dict[int, float]:
    """Read a map of positions in a route to shares."""
    inner = form.form(key)
    found: dict[int, float] = {}
    if inner is None:
        return found
    for name in inner.node.entries:
        share = inner.number(name, low=0.0, high=1.0)
        try:
            step = read_whole(name)
        except ValueError as error:
            said = f"{inner.node.path} leads to step {name!r}"
            form.complain(inner.node.keys[name], said, str(error), "Write a position in the route.")
            continue
        if share is not None:
            found[step] = share
    return found
