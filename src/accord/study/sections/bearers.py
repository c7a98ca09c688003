"""Section 12: who bears it: by age, seniority, category; and the test of even-handedness."""

from __future__ import annotations

from dataclasses import replace

from accord.study.document import (
    Block,
    Chart,
    Dot,
    Section,
    Table,
    Value,
    say,
)
from accord.study.field import Case, Field, in_words
from accord.study.figures import FigureBook
from accord.study.measure.bearers import EXIT_DIMENSIONS, LOAD_DIMENSIONS, exposed, group_ids
from accord.study.measure.groups import OLDER_FROM, age_on, group_order, years_between
from accord.study.sections.cells import case_name, column, figure_or_dash, group_name, label_column

__all__ = ["who_bears_it"]


def who_bears_it(field: Field, book: FigureBook) -> Section:
    """Show, for each scenario with exits, on whom they fall, and hours by group for all."""
    blocks: list[Block] = [say("bearers.lead")]
    with_exits = [c for c in field.changes if c.scenario is not None and c.scenario.exits]
    for case in with_exits:
        blocks += _exits(field, case, book)
    if not with_exits:
        blocks.append(say("bearers.no_exits"))
    blocks += [_hours(field, book, d) for d in LOAD_DIMENSIONS]
    blocks.append(say("bearers.criteria"))
    return Section("bearers", 12, say("bearers.title"), tuple(blocks), "partial")


def _exits(field: Field, case: Case, book: FigureBook) -> list[Block]:
    people = exposed(field, case)
    blocks: list[Block] = [
        say(
            "bearers.exits_lead",
            scenario=case_name(case),
            exits=book[f"{case.id}.input.exits"],
            layoffs=book[f"{case.id}.input.layoffs"],
        )
    ]
    rows: list[tuple[Value, ...]] = []
    num_ages = len(group_ids("age", people, field))
    for dimension in EXIT_DIMENSIONS:
        for group in group_ids(dimension, people, field):
            stem = f"{case.id}.bearers.{dimension}.{group}"
            cells = [figure_or_dash(book, f"{stem}.{n}") for n in ("exits", "people", "exit_share")]
            rows.append((group_name(field.plant, dimension, group), *cells))
    table = Table(
        f"exits-{case.id}",
        say("bearers.exits_table", scenario=case_name(case)),
        (label_column("group"), column("exits"), column("people"), column("exit_share")),
        tuple(rows),
        note=say("bearers.exits_note", on=field.plant.on),
    )
    blocks.append(_dots(field, case, table))
    blocks.append(replace(table, id=f"ages-{case.id}", rows=table.rows[:num_ages]))
    blocks += _tests(field, case, book)
    return blocks


def _dots(field: Field, case: Case, table: Table) -> Chart:
    assert case.scenario is not None  # noqa: S101 - the caller asks for cases with exits
    leaving = {e.person for e in case.scenario.exits}
    day = field.plant.on
    dots = tuple(
        Dot(float(age), float(years_between(p.hire_date, day)), p.person in leaving)
        for p in exposed(field, case)
        if (age := age_on(p, day)) is not None and p.hire_date is not None
    )
    return Chart(
        f"exits-{case.id}",
        "people",
        say("bearers.dots", scenario=case_name(case)),
        say("bearers.dots_alt"),
        table,
        dots=dots,
        x_title=say("column.age_years"),
        y_title=say("column.seniority_years"),
    )


def _tests(field: Field, case: Case, book: FigureBook) -> list[Block]:
    assert case.scenario is not None  # noqa: S101
    leaving = {e.person for e in case.scenario.exits}
    jobs = sorted({p.job for p in field.plant.people if p.person in leaving})
    older = book.given("bearers.older_from", OLDER_FROM, "years", kind="computed")
    rows: list[tuple[Value, ...]] = []
    for job in jobs:
        stem = f"{case.id}.bearers.test.{job}"
        names = ("older.exits", "older.people", "younger.exits", "younger.people", "p")
        if f"{stem}.p" in book:
            rows.append(
                (
                    in_words(field.plant, job or "?"),
                    *(figure_or_dash(book, f"{stem}.{n}") for n in names),
                )
            )
    if not rows:
        return []
    return [
        Table(
            f"fisher-{case.id}",
            say("bearers.fisher_table", scenario=case_name(case), age=older),
            (
                label_column("job"),
                column("older_exits"),
                column("older_people"),
                column("younger_exits"),
                column("younger_people"),
                column("p"),
            ),
            tuple(rows),
            note=say("bearers.fisher_note"),
        )
    ]


def _hours(field: Field, book: FigureBook, dimension: str) -> Table:
    ran = [c for c in field.cases if c.run is not None]
    groups: list[str] = []
    for case in ran:
        prefix = f"{case.id}.load.pace.{dimension}."
        groups += [f.id.removeprefix(prefix) for f in book if f.id.startswith(prefix)]
    rows: list[tuple[Value, ...]] = []
    for group in sorted(set(groups), key=lambda name: group_order(dimension, name)):
        for case in ran:
            stem = f"{case.id}.load"
            if f"{stem}.pace.{dimension}.{group}" not in book:
                continue
            rows.append(
                (
                    group_name(field.plant, dimension, group),
                    case.id,
                    *(
                        figure_or_dash(book, f"{stem}.{m}.{dimension}.{group}")
                        for m in ("hours_week", "overtime_week", "pace", "waiting")
                    ),
                )
            )
    return Table(
        f"hours-{dimension}",
        say(f"bearers.hours_{dimension}"),
        (
            label_column("group"),
            label_column("scenario"),
            column("hours_week"),
            column("overtime_person"),
            column("pace"),
            column("waiting"),
        ),
        tuple(rows),
        note=say("bearers.hours_note"),
        is_folded=True,
    )
