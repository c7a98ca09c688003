"""The first page: the comparison of all scenarios, and ten lines for a reader in a hurry."""

from __future__ import annotations

from typing import Final

from accord.study.cost_line import cost_line
from accord.study.document import Bare, Block, Flag, Table, Text, Value, say
from accord.study.field import Case, Field, in_words
from accord.study.figures import Figure, FigureBook
from accord.study.measure.bearers import exposed
from accord.study.measure.output import busiest, is_held
from accord.study.measure.reversals import Choice, Reversal
from accord.study.sections.cells import (
    DASH,
    case_name,
    column,
    figure_or_dash,
    held_flag,
    label_column,
)

__all__ = ["overview", "ten_lines"]

REVERSALS_SHOWN: Final = 3
P_NOTABLE: Final = 0.05


def overview(field: Field, book: FigureBook, choice: Choice | None) -> tuple[Block, ...]:
    """Return the comparison table of all scenarios; the one the rule picks is marked."""
    rows: list[tuple[Value, ...]] = []
    for case in field.cases:
        breaches = book[f"{case.id}.law.breaches"]
        law = (
            Flag(say("overview.breaches", count=breaches), "bad")
            if breaches.value
            else _flags_mark(book[f"{case.id}.law.flags"])
        )
        name: Value = case_name(case)
        if choice is not None and case is choice.case and not choice.fails:
            name = (name, Flag(say("overview.chosen"), "good"))
        rows.append(
            (
                name,
                book.get(f"{case.id}.input.weekly_h") or book["input.weekly_h"],
                figure_or_dash(book, f"{case.id}.input.hires"),
                figure_or_dash(book, f"{case.id}.input.layoffs"),
                figure_or_dash(book, f"{case.id}.flow.output_week.total"),
                held_flag(case, book),
                figure_or_dash(book, f"{case.id}.hours.overtime_week.total"),
                law,
                figure_or_dash(book, f"{case.id}.cost.change_year"),
                figure_or_dash(book, f"{case.id}.cost.change_horizon"),
                figure_or_dash(book, f"{case.id}.cost.change_horizon_without_premium"),
                figure_or_dash(book, f"{case.id}.load.pace.all"),
            )
        )
    table = Table(
        "overview",
        say("overview.table"),
        (
            label_column("scenario"),
            column("weekly_h"),
            column("hires"),
            column("layoffs"),
            column("output_week", has_glyph=True),
            label_column("demand_held"),
            column("overtime_week"),
            label_column("law"),
            column("cost_change"),
            column("cost_horizon"),
            column("cost_horizon_without"),
            column("pace"),
        ),
        tuple(rows),
        note=say("overview.note"),
        is_wide=True,
    )
    return (say("overview.lead"), table)


def _flags_mark(flags: Figure) -> Flag:
    """Return the mark of a schedule without breach; open flags are never shown as all clear."""
    if flags.value:
        return Flag(say("overview.flags", count=flags), "warn")
    return Flag(say("word.no_breach"), "good")


def ten_lines(
    field: Field, book: FigureBook, choice: Choice | None, reversals: tuple[Reversal, ...]
) -> tuple[Text, ...]:
    """Return the ten lines: what changes, for whom, the cost, how sure, what would reverse it."""
    lines = [
        _what(field, book),
        _today(field, book),
        *_fidelity(field, book),
        _held_and_legal(field, book),
        _who(field, book, choice),
        *_exits(field, book),
        cost_line(field, book, choice),
        _sure(field, book),
    ]
    room = 10 - min(len(reversals), REVERSALS_SHOWN)
    lines = lines[: max(room, 0)]
    lines += [_reversal(r, n) for n, r in enumerate(reversals[:REVERSALS_SHOWN], start=1)]
    if not reversals:
        lines.append(say("line.no_reversal"))
    return tuple(lines)


def _what(field: Field, book: FigureBook) -> Text:
    if not field.changes:
        return say("line.what_none", weekly_h=book["input.weekly_h"], people=book["input.people"])
    count = book.given("study.scenarios", len(field.changes), "count", kind="computed")
    return say(
        "line.what",
        weekly_h=book["input.weekly_h"],
        people=book["input.people"],
        count=count,
    )


def _today(field: Field, book: FigureBook) -> Text:
    stem = f"{field.today.id}.flow"
    top = busiest(field.today, book)
    values: dict[str, Value] = {
        "output": book[f"{stem}.output_week.total"],
        "demand": book[f"{stem}.demand_week"],
    }
    if top is None:
        return Text("line.today_plain", values)
    return Text("line.today", {**values, "station": top.id.rpartition(".")[2], "use": top})


def _fidelity(field: Field, book: FigureBook) -> list[Text]:
    """Return how well today's simulation reproduces the log, for a mined plant."""
    stem = f"{field.today.id}.log.gap"
    pieces, hours = book.get(f"{stem}.operation_pieces"), book.get(f"{stem}.worked_h")
    if pieces is None or hours is None:
        return []
    return [say("line.fidelity", pieces=pieces, hours=hours)]


def _held_and_legal(field: Field, book: FigureBook) -> Text:
    """Return which scenarios hold the demand, which fall behind, and which break the law."""
    held = [c.id for c in field.changes if is_held(c, book)]
    grows = [c for c in field.changes if is_held(c, book) is False]
    parts: list[Text] = []
    if held:
        parts.append(say("line.held", which=tuple(held)))
    elif field.changes:
        parts.append(say("line.held_none"))
    if grows:
        worst = max(grows, key=lambda c: book[f"{c.id}.flow.backlog_growth_share"].value)
        parts.append(
            say(
                "line.grows",
                which=tuple(c.id for c in grows),
                worst=worst.id,
                growth=book[f"{worst.id}.flow.backlog_growth_share"],
            )
        )
    parts.append(_law(field, book))
    return _joined(parts)


def _who(field: Field, book: FigureBook, choice: Choice | None) -> Text:
    if choice is None:
        return say("line.chosen_none")
    chosen = choice.case
    if choice.fails:
        return say(
            "line.nearest",
            scenario=case_name(chosen),
            fails=tuple(say(f"condition.{name}") for name in choice.fails),
        )
    pace = book.get(f"{chosen.id}.load.change.pace")
    parts = [
        say(
            "line.chosen",
            scenario=case_name(chosen),
            hires=book[f"{chosen.id}.input.hires"],
            exits=book[f"{chosen.id}.input.exits"],
            weekly_h=book[f"{chosen.id}.input.weekly_h"],
        ),
        *_day(field, book, chosen),
    ]
    if pace is not None:
        parts.append(say("line.chosen_pace", pace=pace))
    parts.append(
        say(
            "line.chosen_end",
            on_time_before=figure_or_dash(book, f"{field.today.id}.flow.on_time"),
            on_time=figure_or_dash(book, f"{chosen.id}.flow.on_time"),
            flags=book[f"{chosen.id}.law.flags"],
            ergonomics=book[f"{chosen.id}.law.ergonomics"],
        )
    )
    return _joined(parts)


def _joined(parts: list[Text]) -> Text:
    """Return sentences as one line."""
    line = parts[0]
    for part in parts[1:]:
        line = say("line.both", first=line, second=part)
    return line


def _day(field: Field, book: FigureBook, chosen: Case) -> list[Text]:
    """Return from when to when people work, and how much of it is night, against today."""
    now, then = (f"{case.id}.hours" for case in (field.today, chosen))
    if f"{now}.earliest" not in book or f"{then}.earliest" not in book:
        return []
    parts = [
        say(
            "line.chosen_day",
            earliest=book[f"{then}.earliest"],
            latest=book[f"{then}.latest"],
            earliest_before=book[f"{now}.earliest"],
            latest_before=book[f"{now}.latest"],
        )
    ]
    night, before = book.get(f"{then}.night"), book.get(f"{now}.night")
    if night is not None and before is not None and (night.value or before.value):
        parts.append(
            say(
                "line.chosen_night",
                first=book["law.night_from"],
                last=book["law.night_to"],
                night=night,
                before=before,
            )
        )
    return parts


def _exits(field: Field, book: FigureBook) -> list[Text]:
    """Return one line on the scenario with the most uneven exits."""
    tests: list[tuple[float, Case, str]] = []
    for case in field.changes:
        for job in {p.job for p in exposed(field, case)}:
            figure = book.get(f"{case.id}.bearers.test.{job}.p")
            if figure is not None:
                tests.append((figure.value, case, job))
    if not tests:
        return []
    p, case, job = min(tests, key=lambda t: t[0])
    stem = f"{case.id}.bearers.test.{job}"
    key = "line.exits" if p < P_NOTABLE else "line.exits_even"
    return [
        Text(
            key,
            {
                "scenario": case.id,
                "job": in_words(field.plant, job),
                "older": Bare(book[f"{stem}.older.exits"]),
                "older_of": book[f"{stem}.older.people"],
                "younger": Bare(book[f"{stem}.younger.exits"]),
                "younger_of": book[f"{stem}.younger.people"],
                "p": book[f"{stem}.p"],
            },
        )
    ]


def _law(field: Field, book: FigureBook) -> Text:
    broken = [c for c in field.cases if book[f"{c.id}.law.breaches"].value > 0]
    if not any(f.kind == "law" for c in field.cases for f in c.check.findings):
        return say("line.law_unchecked", country=field.plant.country)
    first = (
        say("line.law", which=tuple(c.id for c in broken))
        if broken
        else say("line.law_none", until=field.last_day)
    )
    drafts = say("line.law_drafts", limits=book["law.limits"], drafts=book["law.limits_draft"])
    return _joined([first, drafts])


def _sure(field: Field, book: FigureBook) -> Text:
    least = min(c.run.replications for c in field.cases if c.run is not None)
    replications = book.given("study.replications_least", least, "count", kind="computed")
    precision = book[f"{field.today.id}.run.precision"]
    line = say("line.sure", precision=precision, replications=replications)
    if "input.absence" in book:
        return line
    return _joined([line, say("line.no_absence")])


def _reversal(reversal: Reversal, number: int) -> Text:
    key = f"line.reversal_{reversal.name}"
    if reversal.is_short:
        key += "_short"
    return Text(
        key,
        {
            "number": ("1", "2", "3")[number - 1],
            "now": reversal.now,
            "turn": reversal.turn,
            "where": reversal.where or DASH,
        },
    )
