"""What was found in a log, as plain values: ``mined/mining.json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TypeAlias

import polars as pl

from accord.plant.mine.assemble import Mined, tends_several
from accord.plant.mine.effects import NOT_IDENTIFIED
from accord.plant.mine.times import MIN_CELL, cell_table

__all__ = ["Json", "as_json", "log_facts", "number", "order_facts", "unmeasured"]

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
        "facts": log_facts(mined),
        "quality": [_plain(asdict(fault)) for fault in mined.quality.faults],
        "stations": _stations(mined),
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
        "skills": _skills(mined),
        "orders": order_facts(mined),
        "queue_discipline": _plain(asdict(mined.discipline)),
        "associations": {
            name: [_plain(asdict(a)) for a in found]
            for name, found in zip(("all_rows", "no_placeholders"), mined.associations, strict=True)
        },
        "not_identified": [_plain(asdict(limit)) for limit in NOT_IDENTIFIED],
        "measured": _plain(dict.fromkeys(MEASURED, "measured on this log")),
    }


def _stations(mined: Mined) -> list[Json]:
    """Each station with what it stands for in the log."""
    return [
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
    ]


def _skills(mined: Mined) -> list[Json]:
    """Who worked where, with n."""
    return [
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
    ]


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


def log_facts(mined: Mined) -> dict[str, Json]:
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
        "good_pieces": number(rows["good"].sum()),
        "rejected_pieces": number(rows["rejected"].sum()),
        "mrb_pieces": number(rows["mrb"].sum()),
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
        "case_h_median": number(hours.median()),
        "case_h_mean": number(hours.mean()),
        "worker_resources": rows.filter(pl.col("report") == "D")
        .drop_nulls("worker")
        .unique(["worker", "resource"])
        .height,
    }


def number(value: object) -> float | None:
    """Return a number as float, anything else as None."""
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
        "operations_not_measured": _plain(sorted(unmeasured(mined))),
        "table": "mined/cycle_times.csv",
    }


def unmeasured(mined: Mined) -> set[str]:
    """Return the operations of the orders without any believed duration."""
    return {s.operation for steps in mined.steps for s in steps if s.num_reports < 0}


def order_facts(mined: Mined) -> dict[str, Json]:
    """Count cases, orders and steps, and pieces through operations in orders and log."""
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
        "operation_pieces_of_the_log": number(mined.observed["operation_pieces"].sum()),
    }
