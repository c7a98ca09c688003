"""Shift cycles, ergonomics and regimes as figures: what each scenario's hours look like."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from accord.hours import CrewRegime, Criterion, CycleDesign, Finding
from accord.hours.records import BREACH, FLAG, OK
from accord.study.document import say
from accord.study.field import Case, Field
from accord.study.figures import FigureBook, places_of
from accord.study.working_hours import HoursLook, TodaysPosts

__all__ = [
    "AIMS",
    "RISK",
    "cycle_stem",
    "enter_working_hours",
    "law_of",
    "rotation_stem",
    "same_rotation",
    "trade_off_stem",
    "worst_criteria",
]

AIMS: Final = ("free_weekends", "single_days_off", "single_work_days")
RISK: Final = "ergo.risk_index"
_LAW: Final = "law"
_ORDER: Final = {BREACH: 0, FLAG: 1, OK: 2}


def cycle_stem(case: Case, number: int) -> str:
    """Return the start of the figure ids of a case's designed cycle, counted from 0."""
    return f"{case.id}.cycle" if number == 0 else f"{case.id}.cycle.{number + 1}"


def rotation_stem(case: Case, own: list[CrewRegime]) -> str:
    """Return the start of the figure ids of crews that share a rotation."""
    return f"{case.id}.regime.{own[0].crew}"


def trade_off_stem(number: int, people: int) -> str:
    """Return the start of the figure ids of a point of a trade-off."""
    return f"trade_off.{number + 1}.{people}"


def enter_working_hours(field: Field, book: FigureBook) -> None:
    """Enter cycles, trade-off, law by rule, ergonomics and regimes of every case looked at."""
    for case in field.cases:
        _enter_law_table(case, book)
        if case.hours is None:
            continue
        for number, found in enumerate(case.hours.designs):
            _enter_design(cycle_stem(case, number), found, book)
        if case.hours.todays is not None:
            _enter_todays(case, case.hours.todays, book)
        _enter_ergonomics(case, case.hours, book)
        for own in same_rotation(case.hours):
            _enter_regime(case, own, book)
    _enter_trade_offs(field, book)


def same_rotation(look: HoursLook) -> list[list[CrewRegime]]:
    """Return the regimes of crews that rotate together and work the same hours, one list each."""
    groups: dict[tuple[object, ...], list[CrewRegime]] = defaultdict(list)
    for one in look.regimes:
        if one.num_people:
            groups[one.rotation.crews, round(one.contract_h, 6), one.regime].append(one)
    return list(groups.values())


def law_of(case: Case) -> dict[str, Finding]:
    """Return, for each rule of law, the worst finding: the nearest to its limit of the gravest."""
    worst: dict[str, Finding] = {}
    for f in case.check.findings:
        if f.kind == _LAW and (f.rule not in worst or _rank(f) < _rank(worst[f.rule])):
            worst[f.rule] = f
    return worst


def _rank(f: Finding) -> tuple[int, bool, float]:
    return _ORDER[f.severity], f.with_overtime, abs(f.value - f.limit)


def worst_criteria(look: HoursLook) -> dict[tuple[str, str], tuple[Criterion, tuple[str, ...]]]:
    """Return, by rule and title, the worst row that has a threshold, and its crews."""
    worst: dict[tuple[str, str], tuple[Criterion, tuple[str, ...]]] = {}
    for one in look.audits:
        for row in one.audit.criteria:
            if row.value is None or row.threshold is None:
                continue
            key = (row.rule, row.title.en)
            known = worst.get(key)
            if known is None or _gravity(row) > _gravity(known[0]):
                worst[key] = (row, one.crews)
            elif _gravity(row) == _gravity(known[0]):
                worst[key] = (known[0], tuple(dict.fromkeys((*known[1], *one.crews))))
    return worst


def _gravity(row: Criterion) -> tuple[bool, float]:
    """Order rows by verdict, then by the distance from the threshold to the bad side."""
    assert row.value is not None  # noqa: S101 - rows without a value are left out
    assert row.threshold is not None  # noqa: S101
    beyond = row.value - row.threshold
    is_least = row.rule in _AT_LEAST
    return row.verdict == FLAG, -beyond if is_least else beyond


# Advice whose threshold is the least that is good; of all others it is the most.
_AT_LEAST: Final = (
    "ergo.rest_after_nights",
    "ergo.sleep_at_change",
    "ergo.weekends",
    "ergo.early_start",
    "ergo.quick_return",
)


def _enter_design(stem: str, found: CycleDesign, book: FigureBook) -> None:
    family = found.family
    places = places_of([s.at for row in family.templates for s in row if s is not None])
    crews = book.given(
        f"{stem}.crews",
        len(family.crews),
        "count",
        kind="computed",
        places=places,
        method=say("method.cycle_crews", crews=family.crews),
    )
    posts = book.given(
        f"{stem}.posts_h",
        family.problem.week_min / 60,
        "h/week",
        kind="computed",
        places=places,
        method=say("method.cycle_posts"),
    )
    book.computed(
        f"{stem}.average_h",
        lambda hours, count: hours / count,
        [posts, crews],
        "h/week",
        method=say("method.cycle_average"),
    )
    if found.weekly_h is not None:
        book.given(
            f"{stem}.limit_h", found.weekly_h, "h", places=places, method=say("method.limit")
        )
    for name in AIMS:
        book.given(
            f"{stem}.written.{name}",
            found.written[name],
            "count",
            kind="computed",
            places=places,
            method=say(f"method.cycle_{name}"),
        )
        if found.is_usable:
            book.given(
                f"{stem}.{name}",
                found.counts[name],
                "count",
                kind="computed",
                parents=[crews],
                method=say(f"method.cycle_{name}"),
            )
    for week, codes in enumerate(found.schedule):
        minutes = sum(
            family.problem.shifts[code].work_min[day] for day, code in enumerate(codes) if code >= 0
        )
        book.given(
            f"{stem}.week{week + 1}_h",
            minutes / 60,
            "h",
            kind="computed",
            places=places,
            method=say("method.cycle_week"),
        )
    if found.fewest is not None and found.fewest.cycle.status == "found":
        book.given(
            f"{stem}.fewest_crews",
            found.fewest.cycle.problem.num_people,
            "count",
            kind="computed",
            parents=[posts],
            method=say("method.cycle_fewest"),
        )


def _enter_todays(case: Case, todays: TodaysPosts, book: FigureBook) -> None:
    stem = f"{case.id}.todays"
    method = say("method.todays")
    crews = book.given(
        f"{stem}.crews", todays.problem.num_people, "count", kind="computed", method=method
    )
    book.given(
        f"{stem}.average_h", todays.problem.average_h, "h/week", kind="computed", method=method
    )
    if todays.fewest.cycle.status != "found":
        return
    fewest = book.given(
        f"{stem}.fewest_crews",
        todays.fewest.cycle.problem.num_people,
        "count",
        kind="computed",
        method=say("method.cycle_fewest"),
    )
    book.computed(
        f"{stem}.more_share",
        lambda most, now: most / now - 1,
        [fewest, crews],
        "share",
        method=say("method.todays_more"),
    )


def _enter_law_table(case: Case, book: FigureBook) -> None:
    for rule, f in law_of(case).items():
        for name, value in (("value", f.value), ("limit", f.limit)):
            book.given(
                f"{case.id}.law_table.{rule}.{name}",
                value,
                f.unit,
                kind="law",
                places=places_of([f.place]) if name == "value" else (),
                method=f.article,
            )


def _enter_ergonomics(case: Case, look: HoursLook, book: FigureBook) -> None:
    people = {one.crew: one.num_people for one in look.regimes}
    everybody = sum(people.get(c, 0) for c in {c for one in look.audits for c in one.crews})
    for (rule, title), (row, _) in worst_criteria(look).items():
        stem = f"{case.id}.{rule}.{title.replace(' ', '_')}"
        for name, value in (("value", row.value), ("threshold", row.threshold)):
            if value is not None:
                book.given(
                    f"{stem}.{name}",
                    value,
                    row.unit,
                    kind="computed" if name == "value" else "prior",
                    places=places_of([row.place]) if name == "value" else (),
                    method=row.source,
                )
        if row.verdict == FLAG and everybody:
            crews = {
                c
                for one in look.audits
                for c in one.crews
                if any(
                    (r.rule, r.title.en, r.verdict) == (rule, title, FLAG)
                    for r in one.audit.criteria
                )
            }
            book.given(
                f"{stem}.people_share",
                sum(people.get(c, 0) for c in crews) / everybody,
                "share",
                kind="computed",
                method=say("method.ergo_people"),
            )
    weights = {one.crew: one.num_people for one in look.regimes}
    total = sum(weights.get(c, 0) for one in look.audits for c in one.crews)
    if not total:
        return
    mean = sum(
        one.audit.risk.mean * sum(weights.get(c, 0) for c in one.crews) for one in look.audits
    )
    worst = max(
        one.audit.risk.worst for one in look.audits if any(weights.get(c, 0) for c in one.crews)
    )
    for name, value in (("mean", mean / total), ("worst", worst)):
        book.given(
            f"{case.id}.{RISK}.{name}",
            value,
            "ratio",
            kind="prior",
            method=say(f"method.risk_{name}"),
        )
    _enter_exposure(case, look, book)


def _enter_exposure(case: Case, look: HoursLook, book: FigureBook) -> None:
    """Enter the most exposed cycle's share of duties and what studies found of such duties."""
    worst: dict[str, Criterion] = {}
    for one in look.audits:
        for row in one.audit.criteria:
            if row.prior is not None:
                known = worst.get(row.rule)
                if known is None or (row.value or 0.0) > (known.value or 0.0):
                    worst[row.rule] = row
    for rule, row in worst.items():
        if row.prior is None:
            continue
        stem = f"{case.id}.{rule}.exposed"
        share = book.given(
            stem, row.prior.exposed_share, "share", kind="computed", method=row.source
        )
        book.given(
            f"{stem}.ratio",
            row.prior.ratio,
            "ratio",
            kind="prior",
            low=row.prior.low,
            high=row.prior.high,
            parents=[share],
            method=row.source,
        )


def _enter_regime(case: Case, own: list[CrewRegime], book: FigureBook) -> None:
    stem = rotation_stem(case, own)
    people = sum(one.num_people for one in own)
    rows = (
        ("people", float(people), "people", "people"),
        ("average_h", _mean(own, "average_h"), "h/week", "average"),
        ("longest_week_h", max(one.longest_week_h for one in own), "h", "longest"),
        ("year_h", _mean(own, "year_h"), "h/year", "year"),
    )
    for name, value, unit, method in rows:
        book.given(
            f"{stem}.{name}", value, unit, kind="computed", method=say(f"method.regime_{method}")
        )
    if all(one.overtime_h is not None for one in own):
        book.given(
            f"{stem}.overtime_h",
            _mean(own, "overtime_h"),
            "h/year",
            kind="computed",
            method=say("method.regime_overtime"),
        )


def _mean(own: list[CrewRegime], name: str) -> float:
    """Return the mean of a value over the people of the crews."""
    people = sum(one.num_people for one in own)
    return sum(one.num_people * float(getattr(one, name)) for one in own) / people


def _enter_trade_offs(field: Field, book: FigureBook) -> None:
    for number, found in enumerate(field.trade_offs):
        for point in found.result.points:
            stem = trade_off_stem(number, point.people)
            method = say("method.trade_off")
            book.given(f"{stem}.crews", point.people, "count", kind="computed", method=method)
            book.given(
                f"{stem}.average_h", point.average_h, "h/week", kind="computed", method=method
            )
            if point.free_weekends is not None:
                book.given(
                    f"{stem}.free_weekends",
                    point.free_weekends,
                    "count",
                    kind="computed",
                    method=say("method.cycle_free_weekends"),
                )
                book.given(
                    f"{stem}.single_days_off",
                    abs(point.cycle.objectives["single_days_off"]),
                    "count",
                    kind="computed",
                    method=say("method.cycle_single_days_off"),
                )
