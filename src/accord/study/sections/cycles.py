"""Section 9, the shift cycle: the designed one, or the proof that none exists; the trade-off."""

from __future__ import annotations

from typing import Final

from accord.hours import CycleDesign
from accord.hours.cycle.problem import DAYS, OFF
from accord.hours.cycle.results import Change, CycleResult
from accord.hours.design.crews import beyond_hours
from accord.study.document import (
    Bare,
    Block,
    Cell,
    Chart,
    Column,
    Flag,
    Point,
    Table,
    Text,
    Tone,
    Value,
    Verbatim,
    say,
)
from accord.study.field import Case, Field
from accord.study.figures import FigureBook
from accord.study.measure.cycles import AIMS, cycle_stem, trade_off_stem
from accord.study.sections.cells import (
    DASH,
    case_name,
    column,
    crews_name,
    figure_or_dash,
    label_column,
)
from accord.study.working_hours import TodaysPosts, TradeOff, shown

__all__ = ["cycle_blocks", "duty_sign", "weekday_names"]

OFF_SIGN: Final = "\u00b7"
_TONES: Final[dict[str, Tone]] = {
    "found": "good",
    "impossible": "bad",
    "unlawful": "bad",
    "unknown": "warn",
}
_RULES: Final = ("off_least", "off_most", "work_least", "work_most", "block_least", "block_most")


def cycle_blocks(field: Field, book: FigureBook) -> list[Block]:
    """Show each scenario's cycle or the proof that none exists, and the trade-off."""
    looked = [case for case in field.changes if case.hours is not None and case.hours.designs]
    if not looked:
        return []
    blocks: list[Block] = [say("cycle.lead")]
    todays = _todays(looked, book)
    if todays:
        blocks.append(todays)
    blocks += _matrix(field, book)
    blocks.append(_verdicts(looked, book))
    changes = _relaxations(looked)
    if changes is not None:
        blocks.append(changes)
    left = _left_out(looked)
    if left is not None:
        blocks.append(left)
    if field.trade_offs:
        blocks += [say("trade.lead"), _trade_off(field, book)]
    return blocks


def weekday_names() -> tuple[Text, ...]:
    """Return the short names of the weekdays, Monday first."""
    return tuple(say(f"weekday.{day}") for day in range(7))


def duty_sign(name: str) -> Verbatim:
    """Return the letter of a duty as each language writes it: a day is J in French."""
    return Verbatim(name.replace("D", "J"), name)


def _todays(looked: list[Case], book: FigureBook) -> tuple[Text, ...]:
    """Say, once for scenarios that share it, what today's posts would take at shorter hours."""
    alike: dict[tuple[float, int], list[Case]] = {}
    for case in looked:
        todays = None if case.hours is None else case.hours.todays
        if todays and not todays.is_enough and f"{case.id}.todays.fewest_crews" in book:
            alike.setdefault((todays.weekly_h, todays.parts), []).append(case)
    return tuple(
        say(
            "cycle.todays" if parts > 1 else "cycle.todays_whole",
            scenarios=tuple(case.id for case in cases),
            weekly_h=book[f"{cases[0].id}.cycle.limit_h"],
            parts=str(parts),
            crews=book[f"{cases[0].id}.todays.crews"],
            average=book[f"{cases[0].id}.todays.average_h"],
            fewest=book[f"{cases[0].id}.todays.fewest_crews"],
            more=book[f"{cases[0].id}.todays.more_share"],
        )
        for (_, parts), cases in alike.items()
    )


def _matrix(field: Field, book: FigureBook) -> list[Block]:
    """Draw the weeks of the cycle that is shown, and say what is proven of it."""
    picked = shown({c.id: c.hours for c in field.cases if c.hours is not None})
    if picked is None:
        return []
    case = next(c for c in field.cases if c.id == picked[0])
    found = picked[1]
    stem = cycle_stem(case, next(i for i, d in enumerate(case.hours.designs) if d is found))  # type: ignore[union-attr]
    names = [duty_sign(s.name) for s in found.family.problem.shifts]
    rows: list[tuple[Value, ...]] = []
    cells: list[Cell] = []
    # week 1 of a crew's cycle begins on the plant's first day: who is where when the cycle starts?
    turned = (found.family.since - field.plant.on).days // DAYS
    for week, codes in enumerate(found.schedule):
        starting = tuple(
            crew
            for crew, start in zip(found.family.crews, found.start_weeks, strict=True)
            if (start + turned) % len(found.schedule) == week
        )
        label = say("cycle.week", week=str(week + 1), crews=starting)
        signs = [OFF_SIGN if code == OFF else names[code] for code in codes]
        kinds = ["off" if c == OFF else found.family.problem.shifts[c].name[0] for c in codes]
        cells += [
            Cell(label, day, sign, kind)
            for day, sign, kind in zip(weekday_names(), signs, kinds, strict=True)
        ]
        rows.append((label, *signs, book[f"{stem}.week{week + 1}_h"]))
    heads = [Column(day, numeric=False) for day in weekday_names()]
    table = Table(
        "cycle",
        say("cycle.table", scenario=case_name(case)),
        (label_column("cycle_week"), *heads, column("hours_of_week")),
        tuple(rows),
        note=say("cycle.duties", duties=_duties(found)),
    )
    told = say(
        "cycle.used" if case.hours is not None and case.hours.is_asked else "cycle.proposed",
        scenario=case.id,
        crews=book[f"{stem}.crews"],
        average=book[f"{stem}.average_h"],
        weekends=book[f"{stem}.free_weekends"],
        single=book[f"{stem}.single_days_off"],
        single_before=book[f"{stem}.written.single_days_off"],
        lone=book[f"{stem}.single_work_days"],
        lone_before=book[f"{stem}.written.single_work_days"],
        proof=_proof(found.cycle),
    )
    chart = Chart(
        "cycle",
        "matrix",
        say("cycle.title", scenario=case_name(case)),
        say("cycle.alt", duties=_duties(found)),
        table,
        cells=tuple(cells),
    )
    return [told, chart]


def _duties(found: CycleDesign) -> tuple[Value, ...]:
    """Say each duty with its clock hours: ``M 05:30-13:50 (Fri 05:30-12:50)``."""
    told: list[Value] = []
    for shift, row in zip(found.family.problem.shifts, found.family.templates, strict=True):
        spans: dict[tuple[int, int], list[Text]] = {}
        for day, template in enumerate(row):
            if template is not None:
                name = weekday_names()[day]
                spans.setdefault((template.start_min, template.end_min), []).append(name)
        for (start, end), days in spans.items():
            which = (days[0],) if len(days) == 1 else (days[0], days[-1])
            key = "cycle.duty_day" if len(days) == 1 else "cycle.duty"
            values = dict(zip(("first", "last"), which, strict=False))
            told.append(
                say(
                    key,
                    name=duty_sign(shift.name),
                    start=_clock(start),
                    end=_clock(end),
                    **values,
                )
            )
    return tuple(told)


def _clock(minute: int) -> Verbatim:
    h, m = divmod(minute % 1440, 60)
    return Verbatim(f"{h}\u00a0h\u00a0{m:02d}" if m else f"{h}\u00a0h", f"{h:02d}:{m:02d}")


def _proof(cycle: CycleResult) -> Value:
    """Say what a verdict rests on; sums that can be checked by hand are given in full."""
    if cycle.proof.kind == "counting":
        return Verbatim(cycle.proof.text_fr, cycle.proof.text_en)
    return say(f"proof.{cycle.proof.kind}")


def _verdicts(looked: list[Case], book: FigureBook) -> Table:
    rows: list[tuple[Value, ...]] = []
    for case in looked:
        if case.hours is not None:
            rows += [_verdict(case, i, found, book) for i, found in enumerate(case.hours.designs)]
            if case.hours.todays is not None and not case.hours.todays.is_enough:
                rows.append(_verdict_of_today(case, case.hours.todays, book))
    return Table(
        "cycles",
        say("cycle.verdicts"),
        (
            label_column("scenario"),
            label_column("from"),
            column("crews_count"),
            column("cycle_average"),
            label_column("cycle_verdict"),
            column("free_weekends"),
            column("single_written"),
            column("single_designed"),
            column("fewest_crews"),
            label_column("proof"),
        ),
        tuple(rows),
        note=say("cycle.verdicts_note"),
        is_wide=True,
    )


def _verdict(case: Case, number: int, found: CycleDesign, book: FigureBook) -> tuple[Value, ...]:
    stem = cycle_stem(case, number)
    asked = case.hours is not None and case.hours.is_asked
    key = "used" if asked and found.is_usable else found.status
    proof: Value = _proof(found.cycle)
    if found.breaches:
        proof = tuple(dict.fromkeys(v.article for v in found.breaches))
    return (
        case_name(case),
        found.family.since,
        book[f"{stem}.crews"],
        book[f"{stem}.average_h"],
        Flag(say(f"verdict.{key}"), _TONES[found.status]),
        figure_or_dash(book, f"{stem}.{AIMS[0]}"),
        book[f"{stem}.written.{AIMS[1]}"],
        figure_or_dash(book, f"{stem}.{AIMS[1]}"),
        figure_or_dash(book, f"{stem}.fewest_crews"),
        proof,
    )


def _verdict_of_today(case: Case, todays: TodaysPosts, book: FigureBook) -> tuple[Value, ...]:
    """Say that today's posts have no cycle at the hours of a scenario, and what it would take."""
    stem = f"{case.id}.todays"
    return (
        say("cycle.todays_row", scenario=case.id),
        DASH,
        book[f"{stem}.crews"],
        book[f"{stem}.average_h"],
        Flag(say("verdict.impossible"), "bad"),
        DASH,
        DASH,
        DASH,
        figure_or_dash(book, f"{stem}.fewest_crews"),
        _proof(beyond_hours(todays.problem, todays.weekly_h)),
    )


def _relaxations(looked: list[Case]) -> Table | None:
    """List the smallest changes of rules where no cycle exists."""
    rows: list[tuple[Value, ...]] = []
    for case in looked:
        for found in case.hours.designs if case.hours is not None else ():
            if found.relaxations is None:
                continue
            if not found.relaxations.sets:
                rows.append((case_name(case), say("relax.none"), DASH))
            for changes, result in found.relaxations.sets:
                told = tuple(_change(change) for change in changes)
                rows.append((case_name(case), told, _proof(result)))
    if not rows:
        return None
    heads = (label_column("scenario"), label_column("rule_change"), label_column("proof"))
    return Table("relaxations", say("relax.table"), heads, tuple(rows), note=say("relax.note"))


def _change(change: Change) -> Text:
    """Say one change of a rule in words."""
    which, _, rule = change.rule.rpartition(" ")
    if rule in _RULES:
        before, after = str(change.before), str(change.after)
        return say(f"relax.{rule}", duty=which, before=before, after=after)
    return say("relax.sequence", days=change.rule.partition(" ")[2])


def _left_out(looked: list[Case]) -> Text | None:
    """Say which crews have no design and why; the scenarios are named where it is not in all."""
    reasons: dict[tuple[str, str], dict[str, None]] = {}
    where: dict[tuple[str, str], dict[str, None]] = {}
    for case in looked:
        for left in case.hours.left if case.hours is not None else ():
            key = (left.why.fr, left.why.en)
            reasons.setdefault(key, {}).update(dict.fromkeys(left.crews))
            where.setdefault(key, {})[case.id] = None
    if not reasons:
        return None
    told = []
    for (fr, en), crews in reasons.items():
        scenarios = tuple(where[fr, en])
        sentence = "cycle.left_crews" if len(scenarios) == len(looked) else "cycle.left_some"
        named = crews_name(tuple(crews))
        told.append(say(sentence, crews=named, why=Verbatim(fr, en), scenarios=scenarios))
    return say("cycle.left", which=tuple(told))


def _trade_off(field: Field, book: FigureBook) -> Chart:
    points: list[Point] = []
    rows: list[tuple[Value, ...]] = []
    for number, found in enumerate(field.trade_offs):
        group = _series(found)
        for point in found.result.points:
            stem = trade_off_stem(number, point.people)
            crews, average = book[f"{stem}.crews"], book[f"{stem}.average_h"]
            weekends = book.get(f"{stem}.free_weekends")
            label: Value = (
                say("trade.none")
                if weekends is None
                else say("trade.weekends", free=Bare(weekends), weeks=Bare(crews))
            )
            points.append(Point(average, crews, label, group, weekends is not None))
            proven = "verdict.proven" if point.is_proven else "verdict.open"
            rows.append(
                (
                    group,
                    crews,
                    average,
                    weekends or DASH,
                    figure_or_dash(book, f"{stem}.single_days_off"),
                    Flag(say(proven), "good" if point.is_proven else "warn"),
                    _proof(point.cycle),
                )
            )
    table = Table(
        "trade-off",
        say("trade.table"),
        (
            label_column("posts"),
            column("crews_count"),
            column("cycle_average"),
            column("free_weekends"),
            column("single_designed"),
            label_column("proven"),
            label_column("proof"),
        ),
        tuple(rows),
        is_wide=True,
    )
    return Chart(
        "trade-off",
        "trade_off",
        say("trade.title"),
        say("trade.alt"),
        table,
        points=tuple(points),
        x_title=say("trade.x"),
        y_title=say("trade.y"),
        reference=book.get(f"{field.trade_offs[0].scenario}.cycle.limit_h"),
    )


def _series(found: TradeOff) -> Text:
    if not found.is_today:
        return say("trade.scenario", scenario=found.scenario)
    if found.parts == 1:
        return say("trade.today")
    return say("trade.today_cut", parts=str(found.parts), scenario=found.scenario)
