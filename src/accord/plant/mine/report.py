"""What was found in a log, told twice: ``MINING.md`` for people, ``mining.json`` for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TypeAlias

import polars as pl

from accord.plant.mine.assemble import Mined, tends_several
from accord.plant.mine.effects import NOT_IDENTIFIED
from accord.plant.mine.people import MAX_CYCLE_WEEKS
from accord.plant.mine.times import MIN_CELL, cell_table

__all__ = ["Json", "as_json", "as_markdown"]

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
MEASURED = ("routes", "times", "setups", "breakdowns", "skills", "presence", "scrap")
KIND_NAMES = {"D": "work", "S": "set-up", "B": "breakdown"}


def as_json(mined: Mined) -> dict[str, Json]:
    """Return everything that was found, with its n, as plain values.

    Parameters
    ----------
    mined
        What was found in the log.

    Returns
    -------
    dict
        Keys ``log``, ``facts``, ``quality``, ``stations``, ``times``, ``setups``, ``breakdowns``,
        ``people``, ``skills``, ``orders``, ``associations``, ``not_identified``, ``measured``.
    """
    log = mined.log
    return {
        "log": {
            "file": log.file,
            "sha256": log.sha256,
            "rows": log.rows.height,
            "dialect": log.dialect,
            "columns": dict(log.columns),
            "ignored_columns": list(log.ignored),
            "notes": list(log.notes),
        },
        "facts": _facts(mined),
        "quality": [_plain(asdict(fault)) for fault in mined.quality.faults],
        "stations": [
            {
                "station": s.name,
                "resources": list(s.resources),
                "machines": list(s.machines),
                "machine_h": round(s.machine_h, 3),
                "attention_h": round(s.attention_h, 3),
                "machines_per_person": round(s.machines_per_person, 4),
                "tends_several": tends_several(s),
                "num_reports": s.num_reports,
                "num_people": s.num_people,
                "is_measured": s.is_measured,
            }
            for s in mined.stations
        ],
        "times": _times(mined),
        "setups": {op: _plain(asdict(fit)) for op, fit in sorted(mined.setups.items())},
        "breakdowns": {s: _plain(asdict(b)) for s, b in sorted(mined.breakdowns.items())},
        "people": [{**_mapping(_plain(asdict(r))), "kind": r.kind} for r in mined.regimes],
        "speed": {
            "sd_log": mined.speed_sd,
            "by_person": {
                w: {"share": share, "weight": weight, "num_reports": n}
                for w, (share, weight, n) in sorted(mined.speed.items())
            },
        },
        "skills": [
            {
                "person": row.worker,
                "station": row.station,
                "tasks": list(row.tasks),
                "num_reports": row.num_reports,
                "person_share": round(row.person_share, 4),
                "station_share": round(row.station_share, 4),
                "level": row.level,
                "first": row.first.isoformat(),
                "last": row.last.isoformat(),
            }
            for row in mined.skills
        ],
        "orders": _orders(mined),
        "queue_discipline": _plain(asdict(mined.discipline)),
        "associations": {
            name: [_plain(asdict(a)) for a in found]
            for name, found in zip(("all_rows", "no_placeholders"), mined.associations, strict=True)
        },
        "not_identified": [_plain(asdict(limit)) for limit in NOT_IDENTIFIED],
        "measured": _plain(dict.fromkeys(MEASURED, "measured on this log")),
    }


def _plain(value: object) -> Json:
    """Turn tuples into lists, recursively."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _facts(mined: Mined) -> dict[str, Json]:
    """Return the facts of the log that need no model (all readable rows, duplicates included)."""
    rows = mined.quality.rows.filter(~pl.col("status").is_in(["unreadable", "bad_date", "marker"]))
    kinds = {
        KIND_NAMES[k]: {"rows": n, "minutes": m, "median_min": md}
        for k, n, m, md in rows.group_by("report")
        .agg(pl.len(), m=pl.col("minutes").sum(), md=pl.col("minutes").median())
        .sort("report")
        .iter_rows()
    }
    by_route = mined.routes.group_by("part", "route").len()
    modal = by_route.group_by("part").agg(pl.col("len").max())["len"].sum()
    cells = cell_table(mined.quality.rows, no_placeholders=False)
    hours = rows.group_by("case", maintain_order=True).agg(
        h=(pl.col("end").max() - pl.col("start").min()).dt.total_minutes() / 60
    )["h"]
    return {
        "rows": mined.log.rows.height,
        "cases": rows["case"].n_unique(),
        "activities": rows["activity"].n_unique(),
        "resources": rows["resource"].n_unique(),
        "workers": rows["worker"].drop_nulls().n_unique(),
        "parts": rows["part"].n_unique(),
        "first": str(rows["start"].min()),
        "last": str(rows["end"].max()),
        "reports": _plain(kinds),
        "good_pieces": _number(rows["good"].sum()),
        "rejected_pieces": _number(rows["rejected"].sum()),
        "mrb_pieces": _number(rows["mrb"].sum()),
        "rework_rows": int(rows["rework"].sum()),
        "starts_by_weekday": [
            int((rows["start"].dt.weekday() == day).sum()) for day in range(1, 8)
        ],
        "routes": mined.routes["route"].n_unique(),
        "cases_with_route": mined.routes.height,
        "modal_route_share": float(modal) / max(mined.routes.height, 1),
        "cells": cells.height,
        "cells_reports": int(cells["n"].sum()),
        "cells_of_ten": int((cells["n"] >= MIN_CELL).sum()),
        "case_h_median": _number(hours.median()),
        "case_h_mean": _number(hours.mean()),
        "worker_resources": rows.filter(pl.col("report") == "D")
        .drop_nulls("worker")
        .unique(["worker", "resource"])
        .height,
    }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _times(mined: Mined) -> dict[str, Json]:
    fit = mined.fit
    return {
        "size_share": fit.size_share[0],
        "size_share_error": fit.size_share[1],
        "sd_log_between_reports_of_a_visit": fit.sd_report,
        "sd_log_between_visits_of_a_part": fit.sd_visit,
        "sd_log_between_parts_of_an_operation": fit.sd_part,
        "sd_log_between_operations_of_a_process": fit.sd_operation,
        "visits_measured": sum(v.num_reports > 0 for v in fit.visits.values()),
        "visits_from_operation_and_part": sum(v.num_reports == 0 for v in fit.visits.values()),
        "operations_not_measured": _plain(sorted(_unmeasured(mined))),
        "table": "mined/cycle_times.csv",
    }


def _unmeasured(mined: Mined) -> set[str]:
    return {s.operation for steps in mined.steps for s in steps if s.num_reports < 0}


def _orders(mined: Mined) -> dict[str, Json]:
    begun = mined.counted.group_by("case").agg(pl.col("start").min(), pl.col("end").max())
    return {
        "cases": begun.height,
        "orders": len(mined.layers),
        "orders_of_pieces": sum(layer.is_counted for layer in mined.layers),
        "steps": sum(map(len, mined.steps)),
        "operation_pieces": sum(
            layer.pieces * len(steps)
            for layer, steps in zip(mined.layers, mined.steps, strict=True)
        ),
        "operation_pieces_of_the_log": _number(mined.observed["operation_pieces"].sum()),
    }


def as_markdown(mined: Mined) -> str:
    """Return the report for people: what was read, its faults, what was fitted, its limits.

    Parameters
    ----------
    mined
        What was found in the log.

    Returns
    -------
    str
        Markdown.
    """
    parts = (
        _head(mined),
        _quality(mined),
        _shop(mined),
        _routes(mined),
        _time_text(mined),
        _people(mined),
        _weeks(mined),
        _limits(mined),
    )
    return "\n".join(parts)


def _grid(header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(_cell(c) for c in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value).replace("|", "/")


def _head(mined: Mined) -> str:
    log, facts = mined.log, _facts(mined)
    columns = ", ".join(f"{role} = `{name}`" for role, name in log.columns)
    notes = "".join(f"- {note}.\n" for note in log.notes)
    return (
        f"# What was mined from {log.file}\n\n"
        f"{log.rows.height:,} rows ({log.dialect}; sha256 `{log.sha256[:16]}`), "
        f"{facts['cases']} cases, {facts['activities']} activities, {facts['resources']} "
        f"resources, {facts['workers']} people, {facts['parts']} parts, from {facts['first']} to "
        f"{facts['last']}.\n\nColumns: {columns}. "
        f"Not used: {', '.join(log.ignored) or 'none'}.\n{notes}"
    )


def _quality(mined: Mined) -> str:
    faults = mined.quality.faults
    total = sum(f.num_rows for f in faults if f.is_status)
    status = [(f.name, f.num_rows, f.meaning, f.treatment) for f in faults if f.is_status]
    marks = [(f.name, f.num_rows, f.meaning, f.treatment) for f in faults if not f.is_status]
    spikes = ", ".join(f"{s:g}" for s in mined.quality.spikes_min)
    guess = (
        f"\nThe log states no durations; taken for defaults: {spikes} minutes.\n" if spikes else ""
    )
    return (
        "## Quality of the data\n\n"
        f"Every row has one status; they add up to {total:,}. `mined/rows.csv` names it row by "
        "row.\n\n"
        + _grid(("status", "rows", "meaning", "treatment"), status)
        + "\nMarks that a row of any status may carry:\n\n"
        + _grid(("mark", "rows", "meaning", "treatment"), marks)
        + guess
    )


def _shop(mined: Mined) -> str:
    rows: list[tuple[object, ...]] = []
    for s in mined.stations:
        down = mined.breakdowns.get(s.name)
        rows.append(
            (
                s.name,
                len(s.machines),
                s.machine_h,
                s.machines_per_person,
                "2 machines" if tends_several(s) else ("1" if s.is_measured else "nobody"),
                s.num_people,
                s.num_reports,
                down.num if down else 0,
                down.mtbf_h if down else None,
                down.mttr_h if down else None,
            )
        )
    return (
        "## Stations\n\n"
        "Machines that one person was seen to tend together form one station. *Tended* is machine "
        "hours per hour of a person; from 1.25 on the plant lets one person tend two machines, "
        "below that a report's time is the share of the hour that its person had for it. A "
        "workplace where several people report at once has as many places. A station without a "
        "believed duration runs with nobody, for the plant's own default time: it is *not "
        "measured*.\n\n"
        + _grid(
            (
                *("station", "places", "hours", "tended", "a person runs", "people", "reports"),
                *("breakdowns", "h between", "h repair"),
            ),
            rows,
        )
    )


def _routes(mined: Mined) -> str:
    facts, orders = _facts(mined), _orders(mined)
    share = _number(facts["modal_route_share"]) or 0.0
    return (
        "## Routes and orders\n\n"
        f"{facts['routes']} different routes in {facts['cases_with_route']} cases with work; the "
        f"commonest route of its part covers {share:.1%} of them. "
        "So every order keeps the route its case followed (rework included, as steps of their "
        "own), and each part's commonest route stands in `mined/standard_routes.csv` for orders "
        "you add.\n\n"
        f"The {orders['cases']} cases became {orders['orders']} orders. Where the log counts "
        "different numbers of pieces at the steps of one case (it began before the log, ended "
        "after it, was split or machined twice) the case is cut into layers `Case.2`, `Case.3` "
        "whose pieces pass the same steps; together they pass "
        f"{orders['operation_pieces']:,} pieces through operations, the log counts "
        f"{orders['operation_pieces_of_the_log']:,.0f}. Work without a counted piece is an order "
        "of one piece. An order is released on the day of its first report and due on the day of "
        f"its last one.\n{_discipline(mined)}"
    )


def _discipline(mined: Mined) -> str:
    found = mined.discipline
    if found.fifo_share is None or found.wait_h_median is None:
        return ""
    return (
        f"\nOf {found.num_pairs:,} pairs of cases that waited for the same station together, "
        f"{found.fifo_share:.0%} were started in the order of their arrival; the median wait "
        f"between two steps is {found.wait_h_median:.1f} h. The plant takes first what came first: "
        "the planning rule itself is not in the log.\n"
    )


def _time_text(mined: Mined) -> str:
    fit = mined.fit
    top = fit.cells.sort("num_reports", "operation", descending=[True, False]).head(25)
    rows: list[tuple[object, ...]] = [
        (
            r["operation"],
            r["part"],
            r["num_reports"],
            r["median_min_piece"],
            r["sd_log"],
            r["weight"],
            r["fixed_min"],
            r["piece_min"],
        )
        for r in top.iter_rows(named=True)
    ]
    unmeasured = ", ".join(sorted(_unmeasured(mined))) or "none"
    share, error = fit.size_share
    setups = sorted(mined.setups.items(), key=lambda item: -item[1].num_reports)[:12]
    return (
        "## Times\n\n"
        f"Minutes of a visit grow as pieces to the power {share:.2f} (standard error {error:.2f}): "
        "the rest is a fixed time per visit. Spread (sd of log minutes): reports of one visit "
        f"{fit.sd_report:.2f}, visits of one part {fit.sd_visit:.2f}, parts of one operation "
        f"{fit.sd_part:.2f}, operations of one process {fit.sd_operation:.2f}. *Weight* is the "
        "share of a cell's own data in its time; the rest comes from the operation and the "
        f"process. All {fit.cells.height} cells: `mined/cycle_times.csv`. Placeholders are left "
        f"out. Not measured (no believed duration): {unmeasured}.\n\n"
        + _grid(
            (
                *("operation", "part", "n", "median min/piece", "sd log", "weight"),
                *("fixed min", "min/piece"),
            ),
            rows,
        )
        + "\nSet-ups (per visit that has one):\n\n"
        + _grid(
            ("operation", "mean min", "cv", "visits", "reports", "share of visits"),
            [
                (op, s.mean_min, s.spread, s.num_visits, s.num_reports, s.share_of_visits)
                for op, s in setups
            ],
        )
    )


def _people(mined: Mined) -> str:
    rows: list[tuple[object, ...]] = [
        (
            r.worker,
            r.kind,
            r.num_weeks,
            r.num_stretches,
            r.week_h,
            "h, ".join(r.usual_start) + "h" if r.usual_start else "-",
            r.night_share,
        )
        for r in mined.regimes
    ]
    absent = sorted({s.worker for s in mined.skills} - {r.worker for r in mined.regimes})
    gone = (
        f"\n{len(absent)} people have only placeholder times, so nobody knows when they were "
        f"there; they have no crew: {', '.join(absent)}.\n"
        if absent
        else ""
    )
    cut = (
        "The log is longer than the two years that a roster may hold: the plant simulates its "
        "first 104 weeks.\n\n"
        if mined.weeks > MAX_CYCLE_WEEKS
        else ""
    )
    return (
        f"## People\n\n{cut}"
        "Presence runs from a person's first report to the last one without a pause of four hours "
        "between. `shifts.csv` holds it day by day: the roster *as worked*, one crew per person; "
        "hours owed and pauses are not in the log. Speed differs between people by "
        f"{mined.speed_sd:.1%} (sd of log, noise removed).\n\n"
        + _grid(
            (
                *("person", "regime", "weeks", "stretches", "median h a full week"),
                *("usual start", "night share"),
            ),
            rows,
        )
        + gone
    )


def _weeks(mined: Mined) -> str:
    rows: list[tuple[object, ...]] = list(
        mined.observed.with_columns(pl.col("week").cast(pl.String)).iter_rows()
    )
    return "## The log week by week\n\n" + _grid(tuple(mined.observed.columns), rows)


def _limits(mined: Mined) -> str:
    shown: list[tuple[object, ...]] = [
        (kind, a.name, f"{a.value:+.3f} ({a.error:.3f})", a.num, a.reading)
        for kind, found in zip(("all rows", "no placeholders"), mined.associations, strict=True)
        for a in found
    ]
    table = (
        "\nAssociations with log minutes per piece (fixed effects of operation x part and of "
        "person). They are shown so that nobody has to compute them; **no study may use them as "
        "effects**:\n\n" + _grid(("rows", "name", "coefficient (se)", "n", "reading"), shown)
        if shown
        else ""
    )
    limits: list[tuple[object, ...]] = [
        (limit.effect, limit.sought, limit.reason, limit.remedy) for limit in NOT_IDENTIFIED
    ]
    return (
        "## What this log cannot say\n\n"
        + _grid(("effect", "question", "why not", "what would"), limits)
        + table
    )
