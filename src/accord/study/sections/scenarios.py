"""Section 8: the scenarios, the status quo among them."""

from __future__ import annotations

from accord.study.document import Block, Chart, Section, Table, Value, say
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.sections.cells import (
    DASH,
    case_name,
    column,
    figure_or_dash,
    held_flag,
    label_column,
)
from accord.study.sections.demand import weekly_output

__all__ = ["scenarios"]


def scenarios(field: Field, book: FigureBook) -> Section:
    """Describe each scenario and show its weekly course beside the others."""
    if not field.changes:
        return Section("scenarios", 8, say("scenarios.title"), (say("scenarios.none"),), "partial")
    blocks: list[Block] = [say("scenarios.lead"), _contents(field, book), _courses(field, book)]
    stopped = [c for c in field.cases if c.run is None]
    blocks += [say("scenarios.trouble", scenario=case_name(c), trouble=c.trouble) for c in stopped]
    return Section("scenarios", 8, say("scenarios.title"), tuple(blocks))


def _contents(field: Field, book: FigureBook) -> Table:
    rows: list[tuple[Value, ...]] = [
        (
            case_name(field.today),
            field.plant.on,
            book["input.weekly_h"],
            DASH,
            DASH,
            DASH,
            DASH,
        )
    ]
    for case in field.changes:
        assert case.scenario is not None  # noqa: S101 - a change has a scenario
        machines = [m for c in case.scenario.machines for m in c.added]
        removed = [m for c in case.scenario.machines for m in c.removed]
        words = [f"+{m}" for m in machines] + [f"\u2212{m}" for m in removed]
        rows.append(
            (
                case_name(case),
                case.scenario.start,
                book[f"{case.id}.input.weekly_h"],
                figure_or_dash(book, f"{case.id}.input.hires"),
                figure_or_dash(book, f"{case.id}.input.exits"),
                " ".join(words) or DASH,
                figure_or_dash(book, f"{case.id}.input.investment"),
            )
        )
    return Table(
        "contents",
        say("scenarios.table"),
        (
            label_column("scenario"),
            label_column("from"),
            column("weekly_h"),
            column("hires"),
            column("exits"),
            label_column("machines_changed"),
            column("investment"),
        ),
        tuple(rows),
        is_wide=True,
    )


def _courses(field: Field, book: FigureBook) -> Chart:
    ran: list[Case] = [c for c in field.cases if c.run is not None]
    table = Table(
        "courses",
        say("scenarios.courses_table"),
        (
            label_column("scenario"),
            column("output_week"),
            column("demand_week"),
            column("backlog_growth"),
            label_column("demand_held"),
        ),
        tuple(
            (
                case_name(c),
                book[f"{c.id}.flow.output_week.total"],
                book[f"{c.id}.flow.demand_week"],
                book[f"{c.id}.flow.backlog_growth_week"],
                held_flag(c, book),
            )
            for c in ran
        ),
    )
    return Chart(
        "courses",
        "series",
        say("scenarios.courses"),
        say("scenarios.courses_alt"),
        table,
        series=tuple(weekly_output(c) for c in ran),
    )
