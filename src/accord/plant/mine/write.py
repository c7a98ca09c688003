"""Write a mined plant: the tables of a plant folder, and beside them what the log showed."""

from __future__ import annotations

import csv
import json
import math
import shutil
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from accord.plant.mine.assemble import Mined, tends_several
from accord.plant.mine.facts import as_json
from accord.plant.mine.people import MAX_CYCLE_WEEKS, Stretch
from accord.plant.mine.report import as_markdown
from accord.plant.mine.standard import standard_routes
from accord.plant.mine.weeks import OBSERVED_FILE

__all__ = ["write_plant"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOBODY = ("unnamed", "the log names nobody", None, None)  # a plant has at least one person
Cell = str | int | float | date | None


def write_plant(mined: Mined, source: Path, out: Path, shift: timedelta) -> tuple[str, ...]:
    """Write all files of a mined plant.

    Parameters
    ----------
    mined
        What was found.
    source
        The log, copied into the folder.
    out
        Folder to write into; made when missing.
    shift
        Added to every date of the plant (not to the log and not to ``MINING.md``).

    Returns
    -------
    tuple of str
        Files written, relative to ``out``.
    """
    out.mkdir(parents=True, exist_ok=True)
    extra = out / "mined"
    extra.mkdir(exist_ok=True)
    _write_stations(mined, out / "stations.csv")
    _write_operations(mined, out / "operations.csv")
    _write_orders(mined, out / "orders.csv", shift)
    _write_people(mined, out, shift)
    (out / "plant.yaml").write_text(_settings(mined, shift), encoding="utf-8")
    (out / "evidence.yaml").write_text(_evidence(mined), encoding="utf-8")
    weekly = mined.observed.with_columns(week=mined.observed["week"] + shift)
    weekly.write_csv(out / OBSERVED_FILE)
    mined.fit.cells.write_csv(extra / "cycle_times.csv", float_precision=4)
    standard_routes(mined).write_csv(extra / "standard_routes.csv", float_precision=4)
    mined.quality.rows.select("line", "case", "activity", "start", "end", "status").write_csv(
        extra / "rows.csv"
    )
    text = json.dumps(as_json(mined), indent=1, ensure_ascii=False, sort_keys=False)
    (extra / "mining.json").write_text(text + "\n", encoding="utf-8")
    (out / "MINING.md").write_text(as_markdown(mined), encoding="utf-8")
    copy = out / ("log.xes" if source.suffix.lower() in (".xes", ".xml") else "log.csv")
    if source.resolve() != copy.resolve():
        shutil.copyfile(source, copy)
    return tuple(sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()))


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV table; numbers without trailing zeros, empty cells for None."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6g}"
    return str(cell)


def _write_stations(mined: Mined, path: Path) -> None:
    used = {step.station for steps in mined.steps for step in steps}
    spread: dict[str, float] = {}
    for steps in mined.steps:
        for step in steps:
            if (fit := mined.setups.get(step.operation)) is not None:
                spread[step.station] = fit.spread
    rows: list[Sequence[Cell]] = []
    for station in mined.stations:
        if station.name not in used:
            continue
        down = mined.breakdowns.get(station.name)
        rows.append(
            (
                station.name,
                ";".join(station.machines),
                1 if station.is_measured and station.num_people else 0,
                2 if tends_several(station) else 1,
                "cycle",
                down.mtbf_h if down else None,
                down.mttr_h if down else None,
                down.spread if down else None,
                "running" if down else None,
                spread.get(station.name),
                station.name if station.setters else None,
                station.name if station.menders else None,
            )
        )
    header = (
        *("station", "machines", "operators", "machines_per_operator", "attendance"),
        *("mtbf_h", "mttr_h", "mttr_spread", "breakdown_clock", "setup_spread"),
        *("setup_skill", "repair_skill"),
    )
    _table(path, header, rows)


def _name(case: str, number: int) -> str:
    return case if number == 1 else f"{case}.{number}"


def _write_operations(mined: Mined, path: Path) -> None:
    header = (
        *("product", "step", "station", "cycle_s", "spread", "noise_pieces"),
        *("setup_min", "transfer_pieces", "scrap_share"),
    )
    rows: list[Sequence[Cell]] = []
    for layer, steps in zip(mined.layers, mined.steps, strict=True):
        product = f"{layer.part} {_name(layer.case, layer.number)}"
        rows.extend(
            (
                product,
                10 * (i + 1),
                step.station,
                step.cycle_s,
                step.spread,
                layer.pieces,
                step.setup_min,
                step.transfer_pieces,
                step.scrap_share,
            )
            for i, step in enumerate(steps)
        )
    _table(path, header, rows)


def _write_orders(mined: Mined, path: Path, shift: timedelta) -> None:
    """Write the orders: good pieces wanted; launched with their scrap they are what the log has."""
    rows = [
        (
            _name(layer.case, layer.number),
            f"{layer.part} {_name(layer.case, layer.number)}",
            max(1, math.floor(layer.pieces * math.prod(1 - s.scrap_share for s in steps))),
            layer.release + shift,
            layer.due + shift,
        )
        for layer, steps in zip(mined.layers, mined.steps, strict=True)
    ]
    _table(path, ("order", "product", "quantity", "release", "due"), rows)


def _write_people(mined: Mined, out: Path, shift: timedelta) -> None:
    """Write people, skills, shifts (the roster as reported) and absences (weeks without report)."""
    weeks = min(mined.weeks, MAX_CYCLE_WEEKS)
    roster = [s for s in mined.presence if _week(mined, s) < weeks]
    hours: dict[str, float] = {}
    last: dict[str, int] = {}
    for stretch in roster:
        hours[stretch.worker] = hours.get(stretch.worker, 0.0) + stretch.hours
        last[stretch.worker] = max(last.get(stretch.worker, 0), _week(mined, stretch))
    workers = sorted({row.worker for row in mined.skills})
    _table(
        out / "people.csv",
        ("person", "job", "crew", "weekly_h"),
        [(w, "operator", w if w in last else None, _mean_h(hours, last, w)) for w in workers]
        or [NOBODY],
    )
    _table(
        out / "skills.csv",
        ("person", "station", "task", "level", "rate_share"),
        _skill_rows(mined),
    )
    _table(
        out / "shifts.csv",
        ("crew", "week", "day", "start", "end"),
        [
            (
                s.worker,
                _week(mined, s) + 1,
                DAYS[s.start.weekday()],
                f"{s.start:%H:%M}",
                f"{s.end:%H:%M}",
            )
            for s in roster
        ],
    )
    _table(
        out / "absences.csv",
        ("person", "from", "to", "kind"),
        [
            (
                w,
                mined.monday + timedelta(days=7 * (last[w] + 1)) + shift,
                mined.monday + timedelta(days=7 * weeks - 1) + shift,
                "no report in the log",
            )
            for w in workers
            if w in last and last[w] + 1 < weeks
        ],
    )


def _skill_rows(mined: Mined) -> list[Sequence[Cell]]:
    """Rows of the skills table: posts run, and the tasks of specialists."""
    stations = {s.name: s for s in mined.stations if s.is_measured}
    rows: list[Sequence[Cell]] = []
    for row in mined.skills:
        station = stations.get(row.station)
        if station is None:
            continue
        special = [
            task
            for task, people in (("setup", station.setters), ("repair", station.menders))
            if row.worker in people
        ]
        pace = round(mined.speed.get(row.worker, (1.0,))[0], 3)
        if not special or "run" in row.tasks:
            rows.append((row.worker, row.station, "run", row.level, pace))
        rows.extend((row.worker, row.station, task, 2, 1.0) for task in special)
    return rows


def _mean_h(hours: dict[str, float], last: dict[str, int], worker: str) -> float | None:
    """Mean hours of presence a week over the person's cycle, as the shifts pay them."""
    return round(hours[worker] / (last[worker] + 1), 2) if worker in last else None


def _week(mined: Mined, stretch: Stretch) -> int:
    return (stretch.start.date() - mined.monday).days // 7


def _settings(mined: Mined, shift: timedelta) -> str:
    full = sorted(r.week_h for r in mined.regimes if r.week_h is not None)
    weekly_h = min(max(full[len(full) // 2] if full else 40.0, 1.0), 60.0)
    name = mined.log.file.rpartition(".")[0] or mined.log.file
    return (
        f"# Mined from {mined.log.file} (sha256 {mined.log.sha256[:16]}...); see MINING.md.\n"
        f"name: {json.dumps('Mined from ' + name, ensure_ascii=False)}\n"
        "# A log names neither country nor currency: set them before asking about law or cost.\n"
        "country: zz\n"
        "currency: XXX\n"
        f"on: {mined.monday + shift}\n"
        "# Median hours of presence a week of people with four stretches or more; not a contract.\n"
        f"weekly_h: {weekly_h:.1f}\n"
        "seed: 1\n"
        "release: push\n"
        f"horizon_weeks: {min(mined.weeks, MAX_CYCLE_WEEKS)}\n"
        "# The log is a window: the first week counts, orders under way at its start are cut.\n"
        "warm_up_weeks: 0\n"
        "# A report ends when its person leaves; another goes on. Work stops and is resumed.\n"
        "rules:\n  shift_end: preempt\n  break_rule: preempt\n  long_task_end: preempt\n"
    )


def _evidence(mined: Mined) -> str:
    """Write what was measured on this log as evidence entries of kind ``measured``."""
    entries: list[tuple[str, float, float, float, str]] = []
    speed_unit = "{fr: écart type du log de la vitesse, en: sd of log speed}"
    ratio_unit = "{fr: rapport de progrès par doublement, en: progress ratio per doubling}"
    if mined.speed_sd > 0:
        sd, num = mined.speed_sd, max(len(mined.speed), 2)
        half = 1.96 * sd / (2 * (num - 1)) ** 0.5
        entries.append(("oper.sd", sd, max(sd - half, 0.0), sd + half, speed_unit))
    for found in mined.associations[1]:
        if found.name == "cumulated_pieces":
            ratio, error = 2**found.value, 0.6931 * 2**found.value * found.error
            entries.append(
                (
                    "learn.experienced",
                    ratio,
                    ratio - 1.96 * error,
                    ratio + 1.96 * error,
                    ratio_unit,
                )
            )
    if not entries:
        return "evidence: []\n"
    people = len(mined.speed)
    population = f"{{fr: {people} personnes de ce journal, en: {people} people of this log}}"
    source = '{fr: "ce journal, voir MINING.md", en: "this log, see MINING.md"}'
    blocks = [
        f"- id: {ident}\n  value: {value:.4f}\n  range: [{low:.4f}, {high:.4f}]\n  unit: {unit}\n"
        f"  population: {population}\n  use: [flow]\n  source: {source}\n"
        "  mark: X\n  kind: measured\n"
        for ident, value, low, high, unit in entries
    ]
    return "evidence:\n" + "".join(blocks)
