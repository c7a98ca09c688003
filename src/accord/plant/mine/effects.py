"""What the log seems to say about hours, nights and learning, and why a study must not use it.

The regression is run so that its result can be *shown*, beside the reason why it identifies
nothing: who works when, on which job, was not assigned by any design.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.plant.mine.times import MIN_CELL, shrink

__all__ = ["NOT_IDENTIFIED", "Association", "Limit", "associations", "operator_spread"]

Floats = NDArray[np.float64]
NIGHT = (22, 6)
SESSION_GAP_MIN = 240


@dataclass(frozen=True, slots=True)
class Association:
    """A coefficient on log minutes per piece, with fixed effects of operation x part and worker.

    Parameters
    ----------
    name
        ``night``, ``hours_on_duty``, ``report_size`` or ``cumulated_pieces``.
    value, error
        Coefficient and standard error.
    num
        Reports in the regression (cells of at least ten).
    reading
        What it can and cannot mean.
    """

    name: str
    value: float
    error: float
    num: int
    reading: str


@dataclass(frozen=True, slots=True)
class Limit:
    """An effect that the log cannot identify: what was sought, why not, what would.

    Parameters
    ----------
    effect
        Short name.
    sought
        The question.
    reason
        Why this log does not answer it.
    remedy
        Which data or design would.
    evidence
        Ids of the published values a study uses instead, kind ``prior``.
    """

    effect: str
    sought: str
    reason: str
    remedy: str
    evidence: tuple[str, ...] = ()


NOT_IDENTIFIED: tuple[Limit, ...] = (
    Limit(
        "weekly_hours",
        "output per hour at another length of the week",
        "the log shows one regime only; weeks with more hours are weeks with more or other work",
        "the same log before and after a change, or a comparable shop that did not change",
        ("output.fatigue_39_35", "rtt.hourly_gain"),
    ),
    Limit(
        "overtime",
        "output and errors in overtime hours",
        "contract hours are not in the log, and overtime follows the load it should explain",
        "contract hours and a rota that was not chosen by the job",
        ("ot.injury_job",),
    ),
    Limit(
        "shift_length",
        "output late in a long shift",
        "jobs are long and set-ups come first: later reports look faster because they are runs",
        "shifts of different length assigned without regard to the job",
        ("len.10h", "len.12h"),
    ),
    Limit(
        "fatigue",
        "slower work with hours on duty",
        "confounded with the order of jobs inside a shift and with who works long shifts",
        "assigned breaks or shift lengths, times stamped by the machine",
    ),
    Limit(
        "night",
        "slower work at night",
        "other jobs and other people work at night; the clock of the file decides what is night",
        "the same job and person by day and by night, not chosen by either",
    ),
    Limit(
        "learning",
        "how fast a newcomer reaches the standard",
        "the people of the log are experienced and nobody's first weeks are marked",
        "dates of first work on each machine",
        ("learn.experienced",),
    ),
    Limit(
        "absence",
        "absence rates and their causes",
        "a day without report can be rest, leave, sickness or work that is not reported",
        "the attendance file",
        ("absence.cluster",),
    ),
    Limit(
        "contract_hours",
        "hours owed and hours paid",
        "the log holds reported work only: pauses, waiting and meetings are invisible",
        "the payroll or clocking file",
    ),
    Limit(
        "dispatch",
        "the rule by which the next job is chosen",
        "planning dates are not in the log; the order of starts mixes urgency and set-up saving",
        "the planning board with its dates",
    ),
)

_READINGS = {
    "night": "visible, but confounded with which jobs run at night and with the file's clock",
    "hours_on_duty": "later reports are faster: set-ups come first; NOT absence of fatigue",
    "report_size": "a fixed time per report: it is part of the cycle model",
    "cumulated_pieces": "experienced people: no learning curve of newcomers in it",
}


def _design(counted: pl.DataFrame, *, no_placeholders: bool) -> pl.DataFrame:
    """Build the rows of the regression (machine work with pieces, cells of at least ten)."""
    rows = counted if not no_placeholders else counted.filter(~pl.col("is_placeholder"))
    ordered = rows.sort("worker", "start", "end").with_columns(
        before=pl.col("end").cum_max().shift(1).over("worker")
    )
    pause = (pl.col("start") - pl.col("before")).dt.total_minutes()
    ordered = ordered.with_columns(
        spell=(pause > SESSION_GAP_MIN).fill_null(value=True).cum_sum().over("worker")
    ).with_columns(
        hours_on_duty=(pl.col("start") - pl.col("start").min().over("worker", "spell"))
        .dt.total_minutes()
        .truediv(60)
    )
    late, early = NIGHT
    hour = pl.col("start").dt.hour()
    return (
        ordered.filter(
            (pl.col("report") == "D")
            & (pl.col("good") > 0)
            & (pl.col("minutes") > 0)
            & pl.col("worker").is_not_null()
            & (pl.col("resource").str.contains("(?i)machine"))
        )
        .filter(pl.len().over("activity", "part") >= MIN_CELL)
        .sort("start", "line")
        .with_columns(
            y=(pl.col("minutes") / pl.col("good")).log(),
            night=((hour >= late) | (hour < early)).cast(pl.Float64),
            report_size=pl.col("good").log(),
            cumulated_pieces=(
                pl.col("good").cum_sum().over("worker", "activity", "part") - pl.col("good") + 1
            ).log(),
        )
    )


def _dummies(rows: pl.DataFrame, *keys: str) -> Floats:
    """One column of zeros and ones per group of the keys."""
    _, codes = np.unique(
        rows.select(pl.concat_str(keys, separator="\x1f")).to_series().to_numpy(),
        return_inverse=True,
    )
    return np.eye(int(codes.max()) + 1)[codes]


def _least_squares(x: Floats, y: Floats) -> tuple[Floats, Floats, int]:
    """Solve least squares with collinear dummies: coefficients, pseudo-inverse of x'x, rank."""
    values, vectors = np.linalg.eigh(x.T @ x)
    keep = values > 1e-9 * values[-1]
    inverse: Floats = (vectors[:, keep] / values[keep]) @ vectors[:, keep].T
    return inverse @ (x.T @ y), inverse, int(keep.sum())


def associations(counted: pl.DataFrame, *, no_placeholders: bool) -> tuple[Association, ...]:
    """Regress log minutes per piece on night, hours on duty, report size and experience.

    Parameters
    ----------
    counted
        Rows with worker, activity, part, resource, report, good, minutes, is_placeholder.
    no_placeholders
        Leave placeholder durations out.

    Returns
    -------
    tuple of Association
        Empty when fewer than 200 reports qualify.

    Limits
    ------
    None of these is a causal effect; see ``NOT_IDENTIFIED``.
    """
    rows = _design(counted, no_placeholders=no_placeholders)
    if rows.height < 200:
        return ()
    names = list(_READINGS)
    x = np.column_stack(
        (
            rows.select(names).to_numpy(),
            _dummies(rows, "activity", "part"),
            _dummies(rows, "worker")[:, 1:],
        )
    )
    y = rows["y"].to_numpy()
    beta, inverse, rank = _least_squares(x, y)
    residual = y - x @ beta
    variance = float(residual @ residual) / (y.size - rank)
    error = np.sqrt(np.diag(variance * inverse)[: len(names)])
    return tuple(
        Association(name, float(beta[i]), float(error[i]), rows.height, _READINGS[name])
        for i, name in enumerate(names)
    )


def operator_spread(counted: pl.DataFrame) -> tuple[float, dict[str, tuple[float, float, int]]]:
    """Estimate how much people differ in speed, and each one's speed.

    Parameters
    ----------
    counted
        As for ``associations``.

    Returns
    -------
    tuple
        Standard deviation of log speed between people (noise removed), and by worker: speed as a
        share of the mean (1.0 = mean; pulled to it), weight of the own data, reports.

    Limits
    ------
    A description of the reports, not a judgement of people: jobs are not assigned at random.
    """
    rows = _design(counted, no_placeholders=True)
    if rows.height < 200:
        return 0.0, {}
    x = np.column_stack((rows["report_size"].to_numpy(), _dummies(rows, "activity", "part")))
    y = rows["y"].to_numpy()
    beta, _, _ = _least_squares(x, y)
    names, codes = np.unique(rows["worker"].to_numpy(), return_inverse=True)
    level, weight, _, between = shrink(y - x @ beta, codes.astype(np.int64))
    num = np.bincount(codes)
    speed = np.exp(-(level - float((level * num).sum() / num.sum())))
    return float(np.sqrt(between)), {
        str(name): (float(speed[i]), float(weight[i]), int(num[i])) for i, name in enumerate(names)
    }
