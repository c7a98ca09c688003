"""Input figures: what the plant's files say, each with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from accord.errors import Place
from accord.study.document import say
from accord.study.field import Case, Field
from accord.study.figures import Figure, FigureBook, places_of

__all__ = ["enter_inputs", "flow_inputs", "setting_place"]


def setting_place(folder: Path, file: str, key: str) -> tuple[str, ...]:
    """Return where a key stands in a YAML file of the plant: ``plant.yaml:12``; else the file.

    Settings are read as one record, so the record knows its file but not the line of each key.
    """
    path = folder / file
    if not file or not path.is_file() or path.suffix not in {".yaml", ".yml"}:
        return (file,) if file else ()
    lines = path.read_text("utf-8", errors="replace").splitlines()
    for key_at in (rf"\s*{re.escape(key)}:", rf"[^#]*[{{,]\s*{re.escape(key)}:"):
        for number, line in enumerate(lines, start=1):
            if re.match(key_at, line):
                return (f"{file}:{number}",)
    return (file,)


def enter_inputs(field: Field, book: FigureBook) -> None:
    """Enter rates, machines, demand, people and each scenario's own numbers."""
    plant = field.plant
    here = setting_place(field.path, plant.at.file, "weekly_h")
    book.given("input.weekly_h", plant.weekly_h, "h/week", places=here)
    book.given("input.people", len(plant.people), "people", places=_at(plant.people))
    book.given("input.skills", len(plant.skills), "rows", places=_at(plant.skills))
    book.given("input.shifts", len(plant.shifts), "rows", places=_at(plant.shifts))
    book.given("input.orders", len(plant.orders), "rows", places=_at(plant.orders))
    if plant.absence_share is not None:
        here = setting_place(field.path, plant.at.file, "absence_share")
        book.given("input.absence", plant.absence_share, "share", places=here)
    for station in plant.stations:
        book.given(
            f"input.machines.{station.station}",
            len(station.machines),
            "machines",
            places=places_of([station.at]),
        )
    for op in plant.operations:
        if op.since is None:
            book.given(
                f"input.rate.{op.product}.{op.step}",
                3600.0 / op.cycle_s,
                "pieces/h",
                places=places_of([op.at]),
                method=say("method.rate"),
            )
    for product in dict.fromkeys(o.product for o in plant.orders):
        rows = [o for o in plant.orders if o.product == product]
        book.given(
            f"input.demand.{product}",
            sum(o.quantity for o in rows),
            "pieces",
            places=_at(rows),
            method=say("method.demand"),
        )
    for case in field.changes:
        _enter_scenario(field, case, book)


def _enter_scenario(field: Field, case: Case, book: FigureBook) -> None:
    scenario = case.scenario
    if scenario is None:
        return
    here = places_of([scenario.at])
    hours_at = setting_place(field.path, scenario.at.file, "weekly_h")
    book.given(f"{case.id}.input.weekly_h", scenario.weekly_h, "h/week", places=hours_at)
    book.given(
        f"{case.id}.input.hires",
        sum(h.count for h in scenario.hires),
        "people",
        places=_at(scenario.hires) or here,
    )
    book.given(
        f"{case.id}.input.exits", len(scenario.exits), "people", places=_at(scenario.exits) or here
    )
    layoffs = [e for e in scenario.exits if e.kind == "layoff"]
    book.given(f"{case.id}.input.layoffs", len(layoffs), "people", places=_at(layoffs) or here)
    if scenario.investment:
        book.given(
            f"{case.id}.input.investment",
            sum(i.amount for i in scenario.investment),
            case.plant.currency,
            places=_at(scenario.investment),
        )


def flow_inputs(case: Case, book: FigureBook, product: str | None = None) -> tuple[Figure, ...]:
    """Return the input figures that a simulated figure of a case rests on."""
    wanted = ["input.people", "input.skills", "input.shifts", "input.absence"]
    if product is None:
        wanted += [f.id for f in book if f.id.startswith(("input.rate.", "input.machines."))]
        wanted += [f.id for f in book if f.id.startswith("input.demand.")]
    else:
        wanted += [f.id for f in book if f.id.startswith(f"input.rate.{product}.")]
        wanted.append(f"input.demand.{product}")
    wanted += [f"{case.id}.input.{n}" for n in ("weekly_h", "hires", "exits")]
    return tuple(book[name] for name in wanted if name in book)


def _at(rows: Iterable[object]) -> tuple[str, ...]:
    places = [getattr(row, "at", Place("")) for row in rows]
    return places_of(places)
