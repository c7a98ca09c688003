"""What was found in a log, told to people: ``MINING.md``."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from accord.plant.mine.assemble import Mined, tends_several
from accord.plant.mine.effects import NOT_IDENTIFIED
from accord.plant.mine.facts import log_facts, number, order_facts, unmeasured
from accord.plant.mine.people import MAX_CYCLE_WEEKS

__all__ = ["as_markdown"]


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
    log, facts = mined.log, log_facts(mined)
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
    facts, orders = log_facts(mined), order_facts(mined)
    share = number(facts["modal_route_share"]) or 0.0
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
    blind = ", ".join(sorted(unmeasured(mined))) or "none"
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
        f"out. Not measured (no believed duration): {blind}.\n\n"
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
