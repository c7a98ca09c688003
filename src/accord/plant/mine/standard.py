"""Each part's standard route: the commonest one of its cases, with pooled times and their n.

The plant's orders follow the route that each case followed; these routes are for orders that a
user adds. Columns begin with those of ``operations.csv``.
"""

from __future__ import annotations

import polars as pl

from accord.plant.mine.assemble import Mined

__all__ = ["standard_routes"]

SCHEMA: dict[str, type[pl.DataType]] = {
    "product": pl.String,
    "step": pl.Int64,
    "station": pl.String,
    "cycle_s": pl.Float64,
    "setup_min": pl.Float64,
    "operation": pl.String,
    "typical_pieces": pl.Float64,
    "num_cases": pl.Int64,
    "route_share": pl.Float64,
    "num_reports": pl.Int64,
    "weight": pl.Float64,
    "rework_share": pl.Float64,
}


def standard_routes(mined: Mined) -> pl.DataFrame:
    """Return the commonest route of each part.

    Parameters
    ----------
    mined
        What was found in the log.

    Returns
    -------
    polars.DataFrame
        One row per part and step: station, seconds per piece at the typical lot (fixed time
        included), mean set-up minutes per visit, the number of cases and the share that follows
        this route, reports behind the time, weight of the cell's own data, and the share of the
        part's reports at this operation that are marked as rework. Of equally common routes the
        longest is taken, then the first in the alphabet.
    """
    cells = {(row["operation"], row["part"]): row for row in mined.fit.cells.iter_rows(named=True)}
    rework = {
        (op, part): float(share)
        for op, part, share in mined.counted.group_by("operation", "part")
        .agg(pl.col("rework").mean())
        .iter_rows()
    }
    resource = dict(
        mined.visits.group_by("operation")
        .agg(pl.col("resource").mode(maintain_order=True).first())
        .iter_rows()
    )
    rows: list[dict[str, object]] = []
    for part, num, route, count in _modal(mined.routes):
        for i, op in enumerate(route.split(" > ")):
            cell = cells.get((op, part))
            setup = mined.setups.get(op)
            pieces = cell["typical_pieces"] if cell else None
            rows.append(
                {
                    "product": part,
                    "step": 10 * (i + 1),
                    "station": mined.station_of[resource[op]] if op in resource else op,
                    "cycle_s": 60 * (cell["fixed_min"] / pieces + cell["piece_min"])
                    if cell and pieces
                    else None,
                    "setup_min": setup.mean_min * setup.share_of_visits if setup else 0.0,
                    "operation": op,
                    "typical_pieces": pieces,
                    "num_cases": num,
                    "route_share": count / num,
                    "num_reports": cell["num_reports"] if cell else 0,
                    "weight": cell["weight"] if cell else 0.0,
                    "rework_share": rework.get((op, part), 0.0),
                }
            )
    return pl.DataFrame(rows, schema=SCHEMA)


def _modal(routes: pl.DataFrame) -> list[tuple[str, int, str, int]]:
    """List (part, cases, commonest route, cases on it), sorted by part."""
    counts = routes.group_by("part", "route", "num_steps").len()
    cases = dict(routes.group_by("part").len().iter_rows())
    best = counts.sort(
        ["part", "len", "num_steps", "route"], descending=[False, True, True, False]
    ).unique("part", keep="first", maintain_order=True)
    return [
        (part, cases[part], route, count)
        for part, route, _, count in best.select("part", "route", "num_steps", "len").iter_rows()
    ]
