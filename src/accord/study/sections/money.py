"""Section 10: cost, aid, payback."""

from __future__ import annotations

from datetime import date
from typing import Final

from accord.cost import CostResult
from accord.study.document import (
    Block,
    Chart,
    ChartRow,
    Column,
    Section,
    Table,
    Text,
    Unit,
    Value,
    Verbatim,
    say,
)
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.measure.prices import HORIZON_YEARS, gaps_in, priced, refused
from accord.study.measure.unpriced import unpriced
from accord.study.sections.cells import (
    case_name,
    column,
    fact_name,
    figure_or_dash,
    held_flag,
    label_column,
)
from accord.study.sections.cost_conditions import cost_conditions

__all__ = ["cost_and_aid"]

PEOPLE_SHOWN: Final = 3
# Columns that repeat others, or are empty, where no scenario has any aid.
_OF_AID: Final = ("change_year_before_aid", "aid_total", "payback_with_aid")
_OF_OUTPUT: Final = (
    "line.scrap.year",
    "line.late.year",
    "change_output_horizon",
    "line.per_piece",
    "line.per_hour",
)


def cost_and_aid(field: Field, book: FigureBook) -> Section:
    """Show what each scenario changes a year and once, and every line behind it."""
    results = [(c, priced(field, c)) for c in field.cases]
    known = [(c, r) for c, r in results if r is not None]
    if f"{field.today.id}.cost.year" not in book:
        lacks = (say("money.needs_wages"), *_lacking(field, known))
        return Section("money", 10, say("money.title"), lacks, "needs")
    blocks: list[Block] = [say("money.lead"), *_lacking(field, known), *_summary(field, book)]
    blocks += cost_conditions(known, book)
    blocks += [_lines(c, r, book) for c, r in known]
    notes = _notes(known)
    if notes:
        blocks.append(notes)
    return Section("money", 10, say("money.title"), tuple(blocks), "partial")


def _notes(known: list[tuple[Case, CostResult]]) -> tuple[Text, ...]:
    """Return what a reader must know, each note with its scenarios unless all of them have it."""
    who: dict[tuple[str, str], list[str]] = {}
    for case, result in known:
        for note in result.notes:
            who.setdefault(note, []).append(case.id)
    return tuple(
        say("money.note", note=Verbatim(fr, en))
        if len(which) == len(known)
        else say("money.note_of", note=Verbatim(fr, en), which=tuple(which))
        for (fr, en), which in who.items()
    )


def _lacking(field: Field, known: list[tuple[Case, CostResult]]) -> list[Text]:
    """Say which scenarios have no price or no sum, and what each lacks."""
    gaps = [
        say("money.gaps", which=row.cases, missing=Verbatim(*row.missing)) for row in gaps_in(field)
    ]
    return [*_refused(field), *gaps, *_needs(known)]


def _refused(field: Field) -> list[Text]:
    """Say which scenarios have no price, and what of their files no price can hold."""
    refusals = [(c, why) for c in field.cases if (why := refused(field, c)) is not None]
    return [
        say("money.refused", scenario=case_name(c), why=Verbatim(str(why), str(why)))
        for c, why in refusals
    ]


def _needs(known: list[tuple[Case, CostResult]]) -> list[Text]:
    """Say which facts the prices lack."""
    needs = dict.fromkeys((n.fact, n.people, n.article) for _, r in known for n in r.needs)
    if not needs:
        return []
    return [say("money.needs", needs=tuple(_need(*need) for need in sorted(needs)))]


def _need(fact: str, people: tuple[str, ...], article: str) -> Text:
    """Return a fact that a price lacks, and of whom."""
    if not people:
        return say("money.need", fact=fact_name(fact), article=article)
    shown = (*people[:PEOPLE_SHOWN], "…") if len(people) > PEOPLE_SHOWN else people
    return say("money.need_of", fact=fact_name(fact), people=shown, article=article)


def _summary(field: Field, book: FigureBook) -> list[Block]:
    names: tuple[str, ...] = (
        "change_year_before_aid",
        "change_year",
        "aid_total",
        "once",
        "payback_without_aid",
        "payback_with_aid",
        "change_horizon_without_premium",
        "legal_week_horizon",
        "change_horizon",
    )
    cases = [c for c in field.changes if f"{c.id}.cost.change_year" in book]
    if not cases:
        return [say("money.today_only", cost=book[f"{field.today.id}.cost.year"])]
    if not any(book[f"{c.id}.cost.aid_total"].value for c in cases):
        names = tuple(name for name in names if name not in _OF_AID)
    table = Table(
        "money",
        say("money.summary"),
        (
            label_column("scenario"),
            label_column("demand_held"),
            *(Column(say(f"money.column_{n}")) for n in names),
        ),
        tuple(
            (
                case_name(c),
                held_flag(c, book),
                *(figure_or_dash(book, f"{c.id}.cost.{n}") for n in names),
            )
            for c in cases
        ),
        note=say("money.summary_note", currency=field.plant.currency),
        is_wide=True,
    )
    marks = tuple(ChartRow(case_name(c), book[f"{c.id}.cost.change_horizon"]) for c in cases)
    return [
        Chart("money", "interval", say("money.chart"), say("money.alt"), table, marks),
        table,
        _years(cases, book),
        *_of_output(field, cases, book),
        *_windows(cases),
        *_left_out(field, book),
    ]


def _years(cases: list[Case], book: FigureBook) -> Table:
    """Return the change of each year, what is paid once, and their sum."""
    names = (
        "change_year",
        *(f"change_year{year}" for year in range(2, HORIZON_YEARS + 1)),
        "once",
        "change_horizon",
    )
    years = [Column(say("money.column_of_year", year=str(n + 1))) for n in range(HORIZON_YEARS)]
    last = [Column(say(f"money.column_{name}")) for name in names[HORIZON_YEARS:]]
    return Table(
        "money-years",
        say("money.years"),
        (label_column("scenario"), *years, *last),
        tuple((case_name(c), *(book[f"{c.id}.cost.{n}"] for n in names)) for c in cases),
        note=say("money.years_note"),
        is_folded=True,
        is_wide=True,
    )


def _of_output(field: Field, cases: list[Case], book: FigureBook) -> list[Block]:
    """Return scrap, late orders, the cost of a piece and of an hour, today's beside."""
    stems = [(case, f"{case.id}.cost") for case in (field.today, *cases)]
    names = [name for name in _OF_OUTPUT if any(f"{stem}.{name}" in book for _, stem in stems)]
    if not names:
        return []
    return [
        Table(
            "money-output",
            say("money.output"),
            (
                label_column("scenario"),
                *(
                    Column(say(f"money.column_{n.removeprefix('line.').replace('.', '_')}"))
                    for n in names
                ),
            ),
            tuple(
                (case_name(case), *(figure_or_dash(book, f"{stem}.{n}") for n in names))
                for case, stem in stems
            ),
            note=say("money.output_note", currency=field.plant.currency),
            is_folded=True,
            is_wide=True,
        )
    ]


def _windows(cases: list[Case]) -> list[Block]:
    """Say from when each scenario's five years run, where they differ."""
    starts: dict[date, list[str]] = {}
    for case in cases:
        if case.scenario is not None:
            starts.setdefault(case.scenario.start, []).append(case.id)
    if len(starts) < 2:
        return []
    windows = tuple(
        say("money.window", day=day, which=tuple(ids)) for day, ids in sorted(starts.items())
    )
    return [say("money.windows", windows=windows)]


def _left_out(field: Field, book: FigureBook) -> list[Block]:
    """Say what no total holds, and whom that favours."""
    rows = [
        say(
            f"money.left_{row.name}",
            which=row.cases,
            amounts=tuple(
                say("money.left_amount", scenario=name, amount=amount)
                for name, amount in row.amounts
            ),
        )
        for row in unpriced(field, book)
    ]
    return [say("money.left_lead"), tuple(rows)] if rows else []


def _lines(case: Case, result: CostResult, book: FigureBook) -> Table:
    rows: list[tuple[Value, ...]] = [
        (
            Verbatim(line.label_fr, line.label_en),
            book[f"{case.id}.cost.line.{line.id}"],
            Unit(line.unit),
            Verbatim(line.formula_fr, line.formula_en),
            line.article,
            say(f"status.{line.status}"),
        )
        for line in result.lines
        if f"{case.id}.cost.line.{line.id}" in book  # the paybacks stand in the summary
    ]
    return Table(
        f"cost-{case.id}",
        say("money.lines", scenario=case_name(case)),
        (
            label_column("line"),
            column("amount"),
            label_column("unit"),
            label_column("formula"),
            label_column("article"),
            label_column("checked"),
        ),
        tuple(rows),
        note=say("money.lines_note"),
        is_folded=True,
    )
