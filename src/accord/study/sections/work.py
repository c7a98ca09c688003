"""Section 4: the work observed: flow, loads, and how well the log is reproduced."""

from __future__ import annotations

from accord.study.document import Block, Chart, ChartRow, Section, Table, Value, say
from accord.study.field import Field
from accord.study.figures import Figure, FigureBook
from accord.study.language import has_sentence
from accord.study.measure.log import enter_log
from accord.study.measure.mined import has_unused_log, not_identified
from accord.study.measure.output import busiest
from accord.study.sections.cells import column, figure_or_dash, label_column

__all__ = ["work_observed"]

SHARES = ("use", "setup_share", "down_share", "wait_staff_share", "blocked_share")


def work_observed(field: Field, book: FigureBook) -> Section:
    """Show where the machines' hours go today and, for a mined plant, log against simulation."""
    today = field.today.id
    table = _states(field, book)
    rows = tuple(ChartRow(row[0], row[1]) for row in table.rows if isinstance(row[1], Figure))
    blocks: list[Block] = [
        say(
            "work.lead",
            output=book[f"{today}.flow.output_week.total"],
            demand=book[f"{today}.flow.demand_week"],
            weeks=_weeks(field, book),
        )
    ]
    top = busiest(field.today, book)
    if top is not None:
        blocks.append(say("work.busiest", station=top.id.rpartition(".")[2], use=top))
    if rows:
        blocks.append(
            Chart("use-today", "interval", say("work.use"), say("work.use_alt"), table, rows)
        )
    blocks += _people(field, book)
    blocks += _against_log(field, book)
    return Section("work", 4, say("work.title"), tuple(blocks), "partial")


def _weeks(field: Field, book: FigureBook) -> Figure:
    return book.given("window.weeks", field.num_weeks, "weeks", kind="computed")


def _states(field: Field, book: FigureBook) -> Table:
    today = field.today
    rows: list[tuple[Value, ...]] = []
    for station in today.plant.stations:
        if book.get(f"{today.id}.flow.use.{station.station}") is None:
            continue
        rows.append(
            (
                station.station,
                *(figure_or_dash(book, f"{today.id}.flow.{s}.{station.station}") for s in SHARES),
            )
        )
    return Table(
        "states",
        say("work.states"),
        (label_column("station"), *(column(s) for s in SHARES)),
        tuple(rows),
        note=say("work.states_note"),
    )


def _people(field: Field, book: FigureBook) -> list[Block]:
    stem = f"{field.today.id}.load"
    names = ("hours_week", "pace", "waiting")
    figures = [book.get(f"{stem}.{n}.all") for n in names]
    hours, pace, waiting = figures
    if hours is None or pace is None or waiting is None:
        return []
    return [say("work.people", hours=hours, pace=pace, waiting=waiting)]


def _against_log(field: Field, book: FigureBook) -> list[Block]:
    """Compare today's simulation with the log the plant was mined from, where there is one."""
    comparison = enter_log(field, book)
    if comparison is None:
        blocks: list[Block] = [say("work.no_log")]
        if has_unused_log(field):
            key = "work.log_unused_fictional" if field.is_fictional else "work.log_unused"
            blocks.append(say(key))
        return blocks
    rows = tuple(
        (say(f"work.log_{row.name}"), row.logged, row.simulated, row.gap) for row in comparison
    )
    effects = tuple(
        say(f"limit.{e}") if has_sentence(f"limit.{e}") else e for e in not_identified(field)
    )
    return [
        say("work.log_lead"),
        Table(
            "log",
            say("work.log"),
            (label_column("measure"), column("logged"), column("simulated"), column("gap")),
            rows,
            note=say("work.log_note"),
        ),
        say("work.cannot", effects=effects),
        (
            say("work.cannot_fatigue"),
            say("work.cannot_hours"),
            say("work.cannot_presence"),
        ),
    ]
