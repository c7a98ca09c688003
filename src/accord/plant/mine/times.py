"""Times from a log: work per piece with a fixed part per visit, set-ups, breakdowns.

Three steps, all in logarithms because such times are lognormal:

1. *Size.* Minutes of a visit grow as pieces to the power b (0 < b <= 1, one b per operation,
   pulled to the common b). The line that touches this curve at the typical visit splits the time
   into a fixed part (share 1 - b) and a part per piece (share b).
2. *Level.* Process > operation > operation x part > visit: each level is pulled towards the one
   above with the weight n / (n + k), k being the ratio of the variances inside and between.
3. *Total.* One factor per operation makes the fitted minutes add up to the minutes measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.plant.mine.routings import family

__all__ = ["Fit", "SetupFit", "VisitTime", "cell_table", "fit_setups", "fit_times", "shrink"]

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
MIN_CELL = 10


@dataclass(frozen=True, slots=True)
class VisitTime:
    """The time of one visit in the mined plant.

    Parameters
    ----------
    fixed_min
        Fixed minutes of the visit.
    piece_min
        Minutes per piece.
    num_reports
        Believed reports of this very visit; 0 when only its operation and part speak.
    own_weight
        Weight of the visit's own minutes (0..1); the rest comes from operation and part.
    """

    fixed_min: float
    piece_min: float
    num_reports: int
    own_weight: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted work times.

    Parameters
    ----------
    cells
        One row per operation x part: operation, part, family, num_reports, num_visits,
        median_min_piece and sd_log (of its reports, raw), weight (of the cell's own data),
        size_share (b), fixed_min and piece_min (pooled, at the cell's typical visit).
    visits
        Time of each visit by (case, operation).
    spreads
        Coefficient of variation of a visit's time by operation.
    sd_report, sd_visit, sd_part, sd_operation
        Standard deviations of log minutes: between reports of one visit, between visits of one
        part, between parts of one operation, between operations of one process.
    size_share
        Common b, and its standard error.
    """

    cells: pl.DataFrame
    visits: dict[tuple[str, str], VisitTime]
    spreads: dict[str, float]
    sd_report: float
    sd_visit: float
    sd_part: float
    sd_operation: float
    size_share: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SetupFit:
    """Fitted set-ups of one operation: mean minutes per visit that has one, cv, counts."""

    mean_min: float
    spread: float
    num_visits: int
    num_reports: int
    share_of_visits: float


def shrink(values: Floats, groups: Codes) -> tuple[Floats, Floats, float, float]:
    """Estimate group means pulled to the grand mean (one-way random effects, by moments).

    Parameters
    ----------
    values
        Observations, shape (n,).
    groups
        Group code of each observation, 0..g-1, shape (n,).

    Returns
    -------
    tuple
        Pooled means (g,), weights of the groups' own means (g,), variance inside, variance between.

    Source
    ------
    Searle, Casella, McCulloch, Variance Components (1992), section 3.6 (unbalanced moments).
    """
    num = np.bincount(groups).astype(float)
    means = np.bincount(groups, weights=values) / num
    n, g = values.size, num.size
    grand = float(values.mean())
    inside = float(((values - means[groups]) ** 2).sum()) / max(n - g, 1)
    spread = n - float((num**2).sum()) / n
    between = 0.0
    if g > 1 and spread > 0:
        between = (float((num * (means - grand) ** 2).sum()) - (g - 1) * inside) / spread
    between = max(between, 0.0)
    total = between + inside / num
    weight = np.where(total > 0, between / np.where(total > 0, total, 1.0), 1.0)
    centre = float((means / total).sum() / (1.0 / total).sum()) if (total > 0).all() else grand
    return centre + weight * (means - centre), weight, inside, between


def cell_table(counted: pl.DataFrame, *, no_placeholders: bool = True) -> pl.DataFrame:
    """Summarise minutes per piece by operation x part over the reports of work with pieces.

    Parameters
    ----------
    counted
        Rows with activity, part, report, good, minutes, is_placeholder.
    no_placeholders
        Leave placeholder durations out.

    Returns
    -------
    polars.DataFrame
        activity, part, n, median_min_piece, sd_log.
    """
    rows = counted.filter(
        (pl.col("report") == "D") & (pl.col("good") > 0) & (pl.col("minutes") > 0)
    )
    if no_placeholders:
        rows = rows.filter(~pl.col("is_placeholder"))
    per_piece = pl.col("minutes") / pl.col("good")
    return (
        rows.group_by("activity", "part", maintain_order=True)
        .agg(n=pl.len(), median_min_piece=per_piece.median(), sd_log=per_piece.log().std())
        .sort("activity", "part")
    )


def _codes(*columns: pl.Series) -> tuple[Codes, list[tuple[str, ...]]]:
    """Return group codes and the key of each code, in sorted order."""
    keys = list(zip(*(c.to_list() for c in columns), strict=True))
    names = sorted(set(keys))
    place = {key: i for i, key in enumerate(names)}
    return np.array([place[k] for k in keys], dtype=np.int64), names


def _report_variance(counted: pl.DataFrame) -> float:
    """Variance of log minutes per piece between the reports of one visit."""
    rows = counted.filter(
        (pl.col("status") == "used") & (pl.col("report") == "D") & (pl.col("good") > 0)
    ).with_columns(y=(pl.col("minutes") / pl.col("good")).log())
    inside = rows.group_by("case", "operation", maintain_order=True).agg(
        ss=((pl.col("y") - pl.col("y").mean()) ** 2).sum(), n=pl.len()
    )
    freedom = int((inside["n"] - 1).sum()) if inside.height else 0
    return float(inside["ss"].sum()) / freedom if freedom > 0 else 0.0


def _size_shares(y: Floats, size: Floats, ops: Codes) -> tuple[Floats, float, float]:
    """Exponent b of minutes on pieces, per operation, pulled to the common one."""
    num_ops = int(ops.max()) + 1
    count = np.bincount(ops, minlength=num_ops).astype(float)
    centred_x = size - (np.bincount(ops, weights=size) / count)[ops]
    centred_y = y - (np.bincount(ops, weights=y) / count)[ops]
    sxx = np.bincount(ops, weights=centred_x**2)
    sxy = np.bincount(ops, weights=centred_x * centred_y)
    if sxx.sum() <= 0:  # every visit of an operation has the same pieces: all time by the piece
        return np.ones(num_ops), 1.0, 0.0
    common = float(sxy.sum() / sxx.sum())
    residual = centred_y - common * centred_x
    variance = float((residual**2).sum()) / max(y.size - num_ops - 1, 1)
    error = float(np.sqrt(variance / sxx.sum()))
    if variance <= 0:
        return np.clip(np.full(num_ops, common), 0.05, 1.0), common, error
    own = np.divide(sxy, sxx, out=np.full(num_ops, common), where=sxx > 0)
    between = max(float((sxx * ((own - common) ** 2)).sum()) / variance - (num_ops - 1), 0.0)
    tau = between * variance / max(float(sxx.sum() - (sxx**2).sum() / sxx.sum()), 1e-12)
    weight = np.divide(tau * sxx, tau * sxx + variance, out=np.zeros(num_ops), where=sxx > 0)
    return np.clip(common + weight * (own - common), 0.05, 1.0), common, error


@dataclass(frozen=True, slots=True)
class _Levels:
    """Fitted levels of log minutes (less b x log pieces): process > operation > part."""

    ops: Codes
    op_names: list[str]
    cells: Codes
    cell_names: list[tuple[str, str]]
    shares: Floats
    op_level: Floats
    cell_level: Floats
    cell_weight: Floats
    var_inside: float
    var_part: float
    var_op: float
    common: float
    error: float


def _fit_levels(known: pl.DataFrame, y: Floats, size: Floats) -> _Levels:
    """Fit size exponents and levels; each level explains what the one above leaves over."""
    ops, op_keys = _codes(known["operation"])
    op_names = [key[0] for key in op_keys]
    shares, common, error = _size_shares(y, size, ops)
    level = y - shares[ops] * size
    families, _ = _codes(pl.Series([family(name) for name in op_names]))
    cells, cell_keys = _codes(known["operation"], known["part"])
    base, _, _, _ = shrink(level, families[ops])
    by_op, _, _, var_op = shrink(level - base[families[ops]], ops)
    op_level = base[families] + by_op
    by_cell, weight, var_inside, var_part = shrink(level - op_level[ops], cells)
    op_of_cell = np.array([op_names.index(key[0]) for key in cell_keys])
    return _Levels(
        ops,
        op_names,
        cells,
        [(key[0], key[1]) for key in cell_keys],
        shares,
        op_level,
        op_level[op_of_cell] + by_cell,
        weight,
        var_inside,
        var_part,
        var_op,
        common,
        error,
    )


def fit_times(visits: pl.DataFrame, counted: pl.DataFrame) -> Fit:
    """Fit the work times of all visits (the three steps of the module docstring).

    Parameters
    ----------
    visits
        As from ``find_visits``.
    counted
        The reports behind them, with ``operation``.

    Returns
    -------
    Fit
        Times of every visit whose operation has at least one believed report of work.
    """
    known = visits.filter((pl.col("work_min") > 0) & pl.col("has_work"))
    if known.height == 0:
        return Fit(_cells_frame([]), {}, {}, 0.0, 0.0, 0.0, 0.0, (1.0, 0.0))
    y = np.log(known["work_min"].to_numpy())
    size = np.log(known["pieces"].clip(lower_bound=1.0).to_numpy())
    fit = _fit_levels(known, y, size)
    num = known["num_work"].to_numpy().astype(float)
    var_report = _report_variance(counted)
    var_visit = max(fit.var_inside - var_report * float((1 / num).mean()), 0.05 * fit.var_inside)
    total = var_visit + var_report / num
    own = np.divide(var_visit, total, out=np.ones_like(num), where=total > 0)
    level = y - fit.shares[fit.ops] * size
    expected = fit.cell_level[fit.cells]
    fitted = expected + own * (level - expected) + fit.shares[fit.ops] * size
    scale = np.bincount(fit.ops, weights=np.exp(y)) / np.bincount(fit.ops, weights=np.exp(fitted))
    minutes = np.exp(fitted) * scale[fit.ops]
    times = {
        (str(case), str(op)): _visit_time(
            float(minutes[i]),
            float(np.exp(size[i])),
            float(fit.shares[fit.ops[i]]),
            int(num[i]),
            float(own[i]),
        )
        for i, (case, op) in enumerate(known.select("case", "operation").iter_rows())
    }
    _add_unmeasured(times, visits, fit, scale)
    mean_num = np.bincount(fit.ops, weights=num) / np.bincount(fit.ops)
    spreads = {
        name: float(np.sqrt(np.expm1(min(var_report / mean_num[k], 2.0))))
        for k, name in enumerate(fit.op_names)
    }
    return Fit(
        _cells_frame(_cell_rows(known, cell_table(counted), fit, scale)),
        times,
        spreads,
        float(np.sqrt(var_report)),
        float(np.sqrt(var_visit)),
        float(np.sqrt(fit.var_part)),
        float(np.sqrt(fit.var_op)),
        (fit.common, fit.error),
    )


def _visit_time(
    minutes: float, pieces: float, share: float, num_reports: int, own_weight: float
) -> VisitTime:
    """Split the minutes of a visit: share 1 - b is fixed, share b goes by the piece."""
    return VisitTime((1 - share) * minutes, share * minutes / pieces, num_reports, own_weight)


def _add_unmeasured(
    times: dict[tuple[str, str], VisitTime], visits: pl.DataFrame, fit: _Levels, scale: Floats
) -> None:
    """Give visits without a believed report the time of their operation and part."""
    place = {name: k for k, name in enumerate(fit.op_names)}
    cell = {name: c for c, name in enumerate(fit.cell_names)}
    rows = visits.filter(pl.col("has_work")).select("case", "operation", "part", "pieces")
    for case, op, part, pieces in rows.iter_rows():
        if (case, op) in times or op not in place:
            continue
        k = place[op]
        level = fit.cell_level[cell[op, part]] if (op, part) in cell else fit.op_level[k]
        size = max(float(pieces), 1.0)
        minutes = float(np.exp(level) * scale[k] * size ** fit.shares[k])
        times[case, op] = _visit_time(minutes, size, float(fit.shares[k]), 0, 0.0)


def _cell_rows(
    known: pl.DataFrame, reports: pl.DataFrame, fit: _Levels, scale: Floats
) -> list[dict[str, object]]:
    """One row per operation x part: raw medians with n, pooled fixed and per-piece minutes."""
    raw = {(a, p): (n, m, s) for a, p, n, m, s in reports.iter_rows()}
    size = np.log(known["pieces"].clip(lower_bound=1.0).to_numpy())
    typical = np.bincount(fit.cells, weights=size) / np.bincount(fit.cells)
    rows: list[dict[str, object]] = []
    for c, (op, part) in enumerate(fit.cell_names):
        k = fit.op_names.index(op)
        pieces = float(np.exp(typical[c]))
        minutes = float(np.exp(fit.cell_level[c]) * scale[k] * pieces ** fit.shares[k])
        split = _visit_time(minutes, pieces, float(fit.shares[k]), 0, 0.0)
        num, median, sd = raw.get((op, part), (0, None, None))
        rows.append(
            {
                "operation": op,
                "part": part,
                "family": family(op),
                "num_reports": num,
                "num_visits": int((fit.cells == c).sum()),
                "median_min_piece": median,
                "sd_log": sd,
                "weight": float(fit.cell_weight[c]),
                "size_share": float(fit.shares[k]),
                "typical_pieces": pieces,
                "fixed_min": split.fixed_min,
                "piece_min": split.piece_min,
            }
        )
    return rows


def _cells_frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = {
        "operation": pl.String,
        "part": pl.String,
        "family": pl.String,
        "num_reports": pl.Int64,
        "num_visits": pl.Int64,
        "median_min_piece": pl.Float64,
        "sd_log": pl.Float64,
        "weight": pl.Float64,
        "size_share": pl.Float64,
        "typical_pieces": pl.Float64,
        "fixed_min": pl.Float64,
        "piece_min": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema)


def fit_setups(visits: pl.DataFrame) -> dict[str, SetupFit]:
    """Fit the set-ups of every operation that has one.

    Parameters
    ----------
    visits
        As from ``find_visits``.

    Returns
    -------
    dict
        By operation: mean minutes of the visits with a set-up (log mean pulled to that of all
        operations), coefficient of variation (common to all), counts, share of visits with one.
    """
    with_setup = visits.filter(pl.col("setup_min") > 0)
    if with_setup.height == 0:
        return {}
    y = np.log(with_setup["setup_min"].to_numpy())
    ops, keys = _codes(with_setup["operation"])
    level, _, inside, _ = shrink(y, ops)
    spread = float(np.sqrt(np.expm1(min(inside, 2.0))))
    everywhere = dict(visits.group_by("operation").len().iter_rows())
    reports = dict(with_setup.group_by("operation").agg(pl.col("num_setup").sum()).iter_rows())
    found = {}
    for k, (op,) in enumerate(keys):
        num = int((ops == k).sum())
        found[op] = SetupFit(
            mean_min=float(np.exp(level[k] + inside / 2)),
            spread=spread,
            num_visits=num,
            num_reports=int(reports[op]),
            share_of_visits=num / everywhere[op],
        )
    return found
