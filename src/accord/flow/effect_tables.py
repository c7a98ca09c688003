"""Compile the effects of people into the tables of the kernel: one column per thing learnt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.durations import sigma_of
from accord.flow.effects import Effects, Learning, Walking
from accord.flow.kernel import layout as k
from accord.flow.keys import entity_key, stream_keys, uniforms
from accord.flow.model import Model, PersonSpec
from accord.flow.routes import Routes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HOUR_US = 3.6e9
MINUTE_US = 60_000_000
PURPOSE = np.uint64(101)  # of the stream of individual rates, apart from those of the kernel
SWITCHES = {
    "learning": k.FX_LEARNING,
    "fatigue": k.FX_FATIGUE,
    "spread": k.FX_SPREAD,
    "peers": k.FX_PEERS,
    "mentoring": k.FX_MENTORING,
    "walking": k.FX_WALKING,
}


@dataclass(frozen=True, slots=True)
class EffectTables:
    """The effects that are on, as arrays; all are empty when none is.

    Attributes
    ----------
    switches
        Sum of the ``FX_`` switches of ``kernel.layout``.
    numbers
        (``NUM_FX``,) parameters.
    column
        (O,) what the pieces of each operation teach; a task of skill class c teaches column c.
    experience, base
        (P, N) units done at the start of a learner's skill (``base`` 0), or units that an
        experienced person has behind them (``experience`` 0).
    area, manual_share
        (S,) area of each station, and share of its cycle at the person's rate.
    walk_us
        (S, S) from station to station; (0, 0) without walking.
    mentor
        (P,) index of the mentor, -1 for none.
    """

    switches: int
    numbers: Floats
    column: Ints
    experience: Floats
    base: Floats
    area: Ints
    num_areas: int
    manual_share: Floats
    walk_us: Ints
    mentor: Ints
    task_pieces: int
    sigma: float
    person_keys: NDArray[np.uint64]

    def rates(self, seed: int, replication: int) -> Floats:
        """Return (P,) the individual rate of each person: lognormal with mean 1."""
        if self.sigma == 0.0:
            return np.ones(len(self.person_keys))
        keys = stream_keys(self.person_keys, seed, replication, PURPOSE)
        quantile = NormalDist().inv_cdf
        top = 1.0 - 2.0**-53
        z = np.array([quantile(min(u, top)) for u in uniforms(keys, 0).tolist()])
        rates: Floats = np.exp(self.sigma * z - 0.5 * self.sigma**2)
        return rates


def compile_effects(
    model: Model, classes: dict[tuple[str, str], int], routes: Routes
) -> EffectTables:
    """Compile ``model.effects``.

    Raises
    ------
    ModelError
        For a number without meaning, an unknown product, station or mentor.
    """
    effects = model.effects
    _check_effects(effects, model)
    switches = sum(int(SWITCHES[name]) for name in effects.names_on)
    areas = {name: j for j, name in enumerate(dict.fromkeys(s.area for s in model.stations))}
    column, num_columns = _columns(effects, model, classes, routes)
    taught = _taught(model, classes, routes, column)
    experience, base = _experience(model, classes, taught, num_columns)
    spread = 0.0 if effects.spread is None else effects.spread.cv
    index = {p.name: i for i, p in enumerate(model.people)}
    return EffectTables(
        switches,
        _numbers(effects),
        column,
        experience,
        base,
        np.array([areas[s.area] for s in model.stations], dtype=np.int64),
        len(areas),
        np.array([s.manual_share for s in model.stations]),
        _walk_us(effects.walking, model),
        np.array([_mentor(p, index) for p in model.people], dtype=np.int64),
        effects.task_pieces,
        sigma_of(spread),
        np.array([entity_key(f"person:{p.name}") for p in model.people], dtype=np.uint64),
    )


def _numbers(effects: Effects) -> Floats:
    learning = effects.learning or Learning()
    slope = math.log2(learning.novice)
    share = learning.incompressible_share
    numbers = np.zeros(int(k.NUM_FX))
    numbers[k.FX_SLOPE] = slope
    numbers[k.FX_INCOMPRESSIBLE] = share
    numbers[k.FX_PLATEAU] = learning.plateau_units
    numbers[k.FX_STANDARD] = share + (1.0 - share) * learning.plateau_units**slope
    numbers[k.FX_LONG_SLOPE] = math.log2(learning.experienced)
    numbers[k.FX_UNIT_US] = learning.unit_h * HOUR_US
    if effects.fatigue is not None:
        f = effects.fatigue
        numbers[k.FX_HOUR], numbers[k.FX_NIGHT] = f.per_hour / HOUR_US, f.per_night
        numbers[k.FX_AFTER_US], numbers[k.FX_REST_US] = f.after_h * HOUR_US, f.rest_h * HOUR_US
    if effects.peers is not None:
        numbers[k.FX_SPILL] = effects.peers.spill
    if effects.mentoring is not None:
        m = effects.mentoring
        numbers[k.FX_GAIN], numbers[k.FX_LOSS] = m.learner_gain, m.mentor_loss
        numbers[k.FX_FASTER] = m.experience_gain
    return numbers


def _columns(
    effects: Effects, model: Model, classes: dict[tuple[str, str], int], routes: Routes
) -> tuple[Ints, int]:
    """Return the column of each operation and the number of columns.

    The first columns are the skill classes; by product, pairs of product and class follow.
    """
    runs = [classes.get((s.name, "run"), 0) for s in model.stations]
    column = np.array([runs[j] for j in routes.operations["station"]], dtype=np.int64)
    num_columns = max(1, len(classes))
    if effects.learning is None or effects.learning.by == "station":
        return column, num_columns
    pairs = np.stack([routes.operations["product"], column])
    found, place = np.unique(pairs, axis=1, return_inverse=True)
    return num_columns + place.ravel().astype(np.int64), num_columns + found.shape[1]


def _taught(
    model: Model, classes: dict[tuple[str, str], int], routes: Routes, column: Ints
) -> dict[int, list[tuple[int, str]]]:
    """Return for each skill class the columns of products beside its own, and their product."""
    products = list(model.products)
    found: dict[int, list[tuple[int, str]]] = {}
    for op, col in zip(routes.operations, column.tolist(), strict=True):
        run = classes.get((model.stations[op["station"]].name, "run"))
        if run is not None and col != run:
            found.setdefault(run, []).append((col, products[op["product"]]))
    return found


def _experience(
    model: Model,
    classes: dict[tuple[str, str], int],
    taught: dict[int, list[tuple[int, str]]],
    num_columns: int,
) -> tuple[Floats, Floats]:
    """Return (P, N) what learners have done, and what the experienced have behind them."""
    if model.effects.learning is None and model.effects.mentoring is None:
        return np.zeros((0, 0)), np.zeros((0, 0))
    learning = model.effects.learning or Learning()
    experience = np.zeros((len(model.people), num_columns))
    base = np.full_like(experience, learning.experienced_units)
    for i, person in enumerate(model.people):
        for skill in person.skills:
            c = classes.get((skill.station, skill.task))
            if c is None:
                continue
            begins_here = skill.experience is None and skill.since > 0
            done = 0.0 if begins_here else skill.experience
            for col, product in [(c, ""), *taught.get(c, [])]:
                mine = 0.0 if product in learning.new_products else done
                if mine is not None:
                    experience[i, col], base[i, col] = mine, 0.0
    return experience, base


def _walk_us(walking: Walking | None, model: Model) -> Ints:
    """Return (S, S) walking times in microseconds."""
    if walking is None:
        return np.zeros((0, 0), dtype=np.int64)
    area = np.array([s.area for s in model.stations])
    names = [s.name for s in model.stations]
    minutes = np.where(area[:, None] == area[None], walking.within_min, walking.between_min)
    for (start, goal), value in walking.times_min.items():
        here = (area == start) | (np.array(names) == start)
        there = (area == goal) | (np.array(names) == goal)
        if not (here.any() and there.any()):
            raise ModelError(
                f"walking from {start!r} to {goal!r}: both must be names of stations or areas"
            )
        both = here[:, None] & there[None]
        minutes = np.where(both | both.T, value, minutes)
    if not (np.isfinite(minutes).all() and (minutes >= 0).all()):
        raise ModelError("walking: a time is negative or no number; write minutes, 0 or more")
    minutes[np.diag_indices(len(names))] = 0.0
    walk_us: Ints = np.rint(minutes * MINUTE_US).astype(np.int64)
    return walk_us


def _mentor(person: PersonSpec, index: dict[str, int]) -> int:
    if not person.mentor:
        return -1
    if person.mentor not in index or person.mentor == person.name:
        raise ModelError(
            f"person {person.name}: mentor {person.mentor!r} is nobody else of the model; write "
            "the name of another person"
        )
    return index[person.mentor]


def _check_effects(effects: Effects, model: Model) -> None:
    """Refuse numbers that have no meaning."""
    ranges: list[tuple[str, float, float, float]] = [("task_pieces", effects.task_pieces, 1, 1e15)]
    if effects.learning is not None:
        x = effects.learning
        ranges += [
            ("learning.novice", x.novice, 0.01, 1.0),
            ("learning.experienced", x.experienced, 0.01, 1.0),
            ("learning.incompressible_share", x.incompressible_share, 0.0, 1.0),
            ("learning.plateau_units", x.plateau_units, 1.0, 1e15),
            ("learning.experienced_units", x.experienced_units, 1.0, 1e15),
            ("learning.unit_h", x.unit_h, 0.0, 1e6),
        ]
        _check_learning(x, model)
    if effects.fatigue is not None:
        f = effects.fatigue
        ranges += [
            ("fatigue.per_hour", f.per_hour, -1.0, 1.0),
            ("fatigue.per_night", f.per_night, -1.0, 1.0),
            ("fatigue.after_h", f.after_h, 0.0, 1e6),
            ("fatigue.rest_h", f.rest_h, 0.0, 1e6),
        ]
    if effects.spread is not None:
        ranges.append(("spread.cv", effects.spread.cv, 0.0, 2.0))
    if effects.peers is not None:
        ranges.append(("peers.spill", effects.peers.spill, -1.0, 1.0))
    if effects.mentoring is not None:
        m = effects.mentoring
        ranges += [
            ("mentoring.learner_gain", m.learner_gain, -0.9, 10.0),
            ("mentoring.mentor_loss", m.mentor_loss, 0.0, 0.9),
            ("mentoring.experience_gain", m.experience_gain, 0.0, 100.0),
        ]
    for s in model.stations:
        ranges.append((f"station {s.name}: manual_share", s.manual_share, 0.0, 1.0))
    for p in model.people:
        ranges += [
            (f"person {p.name}: experience at {s.station}", s.experience, 0.0, 1e15)
            for s in p.skills
            if s.experience is not None
        ]
    for what, value, low, high in ranges:
        if not low <= value <= high:
            raise ModelError(f"{what} is {value}: write a number from {low:g} to {high:g}")


def _check_learning(learning: Learning, model: Model) -> None:
    if learning.by not in ("station", "product"):
        raise ModelError(f"learning.by is {learning.by!r}: write station or product")
    for product in learning.new_products:
        if product not in model.products:
            raise ModelError(f"learning.new_products: product {product!r} has no route")
    if learning.new_products and learning.by != "product":
        raise ModelError('learning.new_products needs by="product"')
