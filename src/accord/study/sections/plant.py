"""Section 3: the plant and its economy, and what the files say of the motive."""

from __future__ import annotations

from accord.law import parameter
from accord.law.fr.headcount import is_counted
from accord.plant.records import Person, Plant
from accord.study.document import Block, Chart, ChartRow, Section, Table, Text, Value, say
from accord.study.field import Field, in_words
from accord.study.figures import FigureBook, places_of
from accord.study.measure.groups import group_of, groups_in_order
from accord.study.sections.cells import DASH, column, label_column

__all__ = ["plant_and_motive"]


def plant_and_motive(field: Field, book: FigureBook) -> Section:
    """Describe machines and people, and say that the accounts are not in the files."""
    blocks: list[Block] = [
        say("plant.lead", name=in_words(field.plant, field.plant.name)),
        _stations(field.plant, book),
    ]
    if any(p.birth_date is not None for p in field.plant.people):
        blocks.append(_pyramid(field.plant, book))
    blocks += _payroll(field.plant, book)
    blocks.append(say("plant.motive"))
    return Section("plant", 3, say("plant.title"), tuple(blocks), "partial")


def _stations(plant: Plant, book: FigureBook) -> Table:
    rows: list[tuple[Value, ...]] = []
    for station in plant.stations:
        places = places_of([station.at])
        stem = f"input.station.{station.station}"
        cells: list[Value] = [
            station.station,
            in_words(plant, station.area) if station.area else DASH,
        ]
        cells.append(book[f"input.machines.{station.station}"])
        cells.append(book.given(f"{stem}.operators", station.operators, "people", places=places))
        for name, value, unit in (
            ("mtbf", station.mtbf_h, "h"),
            ("mttr", station.mttr_h, "h"),
            ("buffer", station.buffer_pieces, "pieces"),
        ):
            cells.append(
                DASH if value is None else book.given(f"{stem}.{name}", value, unit, places=places)
            )
        rows.append(tuple(cells))
    return Table(
        "stations",
        say("plant.stations"),
        (
            label_column("station"),
            label_column("area"),
            column("machines"),
            column("operators"),
            column("mtbf"),
            column("mttr"),
            column("buffer"),
        ),
        tuple(rows),
        is_folded=True,
    )


def _pyramid(plant: Plant, book: FigureBook) -> Chart:
    marks: list[ChartRow] = []
    for band in groups_in_order("age", plant.people, plant.on):
        people = [p for p in plant.people if group_of("age", p, plant.on) == band]
        figure = book.counted(
            f"input.age.{band}",
            people,
            method=say("method.age", band=band, on=plant.on),
        )
        marks.append(ChartRow(band, figure))
    table = Table(
        "ages",
        say("plant.ages"),
        (label_column("age"), column("people")),
        tuple((m.label, m.figure) for m in marks),
    )
    return Chart("ages", "share", say("plant.ages"), say("plant.ages_alt"), table, tuple(marks))


def _payroll(plant: Plant, book: FigureBook) -> list[Block]:
    paid = [p for p in plant.people if p.wage_month is not None]
    if not paid:
        return [say("plant.no_wages")]
    total = book.given(
        "input.payroll_month",
        sum(p.wage_month or 0.0 for p in paid),
        f"{plant.currency}/month",
        kind="computed",
        places=places_of([p.at for p in paid]),
        method=say("method.payroll"),
    )
    known = book.counted("input.paid_people", paid, method=say("method.paid"))
    return [say("plant.payroll", payroll=total, people=known), *_headcount(plant, book)]


def _headcount(plant: Plant, book: FigureBook) -> list[Block]:
    """Say why the pay of fewer people is priced than the files list, where that is so."""
    outside = [p for p in plant.people if not is_counted(p.contract, on=plant.on)]
    if not outside:
        return []
    article = parameter("fr.headcount", plant.on).article
    contracts: dict[str, list[Person]] = {}
    for person in outside:
        contracts.setdefault(person.contract.strip().lower(), []).append(person)
    pay = book.given(
        "input.payroll_month_uncounted",
        sum(p.wage_month or 0.0 for p in outside),
        f"{plant.currency}/month",
        kind="computed",
        places=places_of([p.at for p in outside]),
        method=say("method.headcount_uncounted_pay"),
    )
    return [
        say(
            "plant.headcount",
            listed=book["input.people"],
            counted=book.counted(
                "input.headcount",
                [p for p in plant.people if p not in outside],
                method=say("method.headcount_counted", article=article),
            ),
            outside=book.counted(
                "input.uncounted_people",
                outside,
                method=say("method.headcount_uncounted", article=article),
            ),
            kinds=tuple(_of_contract(word, rows, book) for word, rows in contracts.items()),
            article=article,
            pay=pay,
        )
    ]


def _of_contract(word: str, people: list[Person], book: FigureBook) -> Text:
    """Return how many people have a contract: 3 apprentices."""
    method = say("method.contract", contract=word)
    count = book.counted(f"input.contract.{word}", people, "count", method=method)
    return say(f"contract.{word}", count=count)
