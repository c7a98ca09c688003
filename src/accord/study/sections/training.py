"""Section 15: mobility, training, redeployment, and skills that hang on few people."""

from __future__ import annotations

from typing import Final

from accord.plant.records import Plant
from accord.study.document import Block, Section, Table, Value, say
from accord.study.field import Case, Field
from accord.study.figures import FigureBook, places_of
from accord.study.sections.cells import case_name, column, label_column

__all__ = ["mobility_and_training"]

AUTONOMOUS: Final = 2
FEW: Final = 4


def mobility_and_training(field: Field, book: FigureBook) -> Section:
    """Count training hours, and find the tasks that few people master."""
    blocks: list[Block] = [say("training.lead")]
    blocks += _fragile(field.plant, book)
    rows = [row for case in field.changes for row in _trained(case, book)]
    if rows:
        blocks.append(
            Table(
                "training",
                say("training.table"),
                (
                    label_column("scenario"),
                    column("people"),
                    column("training_h"),
                    label_column("stations"),
                ),
                tuple(rows),
                note=say("training.note"),
            )
        )
    else:
        blocks.append(say("training.none"))
    blocks.append(say("training.missing"))
    return Section("training", 15, say("training.title"), tuple(blocks), "partial")


def _fragile(plant: Plant, book: FigureBook) -> list[Block]:
    holders: dict[tuple[str, str], list[str]] = {}
    for skill in plant.skills:
        if skill.level >= AUTONOMOUS:
            holders.setdefault((skill.station, skill.task), []).append(skill.person)
    rows: list[tuple[Value, ...]] = []
    for (station, task), names in sorted(holders.items(), key=lambda kv: len(set(kv[1]))):
        people = sorted(set(names))
        if len(people) > FEW:
            break
        at = [
            s.at
            for s in plant.skills
            if (s.station, s.task) == (station, task) and s.level >= AUTONOMOUS
        ]
        count = book.given(
            f"skills.holders.{station}.{task}",
            len(people),
            "people",
            kind="computed",
            places=places_of(at),
            method=say(
                "method.holders",
                level=str(AUTONOMOUS),
                task=say(f"task.{task}"),
                station=station,
            ),
        )
        rows.append((station, say(f"task.{task}"), count))
    if not rows:
        return [say("training.no_fragile")]
    return [
        Table(
            "fragile",
            say("training.fragile"),
            (
                label_column("station"),
                label_column("task"),
                column("people"),
            ),
            tuple(rows),
            note=say("training.fragile_note"),
        )
    ]


def _trained(case: Case, book: FigureBook) -> list[tuple[Value, ...]]:
    if case.scenario is None or not case.scenario.training:
        return []
    rows = case.scenario.training
    places = places_of([t.at for t in rows])
    people = book.given(
        f"{case.id}.training.people", len({t.person for t in rows}), "people", places=places
    )
    hours = book.given(f"{case.id}.training.hours", sum(t.hours for t in rows), "h", places=places)
    stations = tuple(dict.fromkeys(t.station for t in rows))
    return [(case_name(case), people, hours, stations)]
