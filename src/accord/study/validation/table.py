"""What a validation tells: the table of distances, its floor, and the weeks beside the plant's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from accord.flow.validate import LogDistances, log_distances

FLOOR_DRAWS = 40
FAR_SHARE = 0.15  # volumes farther from the log are told
NAMES = ("ngram", "absolute_h", "circadian_h", "relative_h", "cycle_time_h")


@dataclass(frozen=True, slots=True)
class Line:
    """Distances to the test part: mean and standard deviation over several logs.

    Attributes
    ----------
    name
        Where the logs come from.
    mean, sd
        The five distances; ``sd`` is None for a single log.
    num_logs
        Logs behind the mean.
    """

    name: str
    mean: LogDistances
    sd: LogDistances | None
    num_logs: int

    def __str__(self) -> str:
        cells = []
        for k, value in enumerate(astuple(self.mean)):
            digits = 3 if k == 0 else 2 if k == 2 else 1
            spread = "" if self.sd is None else f" ({astuple(self.sd)[k]:.{digits}f})"
            cells.append(f"{value:.{digits}f}{spread:9}".rjust(17))
        return f"{self.name:36}" + "".join(cells)


@dataclass(frozen=True, slots=True)
class Validation:
    """A model against the part of a log that it has not seen.

    Attributes
    ----------
    log, test
        Files (``test`` is empty when one log was cut).
    cut, end
        The test window.
    num_train, num_test, num_crossing
        Cases of the two parts, and on both sides of the cut (in neither part).
    num_repeatable
        Train cases seen from their beginning: the simulated cases follow these.
    wait_scale
        Factor on the waits measured, calibrated on the train part.
    seed
        Key of the draws.
    lines
        This model, the train part replayed, and two floors.
    weeks
        Per week of the window: what the test part shows, mean and sd of the simulated logs.
    has_pieces
        True when the log counts pieces.
    """

    log: str
    test: str
    cut: datetime
    end: datetime
    num_train: int
    num_test: int
    num_crossing: int
    num_repeatable: int
    wait_scale: float
    seed: int
    lines: tuple[Line, ...]
    weeks: pl.DataFrame
    has_pieces: bool

    @property
    def verdict(self) -> str:
        """Say in which distances the model comes nearer than the train part replayed, and volumes.

        A model that does not has learnt nothing that a copy of the past does not tell.
        """
        model, replay = (astuple(line.mean) for line in self.lines[:2])
        better = [name for name, a, b in zip(NAMES, model, replay, strict=True) if a < b]
        worse = [name for name in NAMES if name not in better]
        said = [f"nearer than the replay in {', '.join(better) or 'no distance'}"]
        if worse:
            said.append(f"not in {', '.join(worse)}")
        for measure in ("report_h", *(["pieces"] if self.has_pieces else [])):
            log = float(self.weeks[measure].sum())
            simulated = float(self.weeks[f"{measure}_mean"].sum())
            if log > 0 and abs(simulated / log - 1) > FAR_SHARE:
                said.append(f"{measure} {simulated / log - 1:+.0%} beside the log")
        return "; ".join(said)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__} | {"verdict": self.verdict}
        plain |= {"cut": self.cut.isoformat(), "end": self.end.isoformat()}
        plain["lines"] = [asdict(line) for line in self.lines]
        plain["weeks"] = self.weeks.with_columns(pl.col("week").cast(pl.String)).to_dicts()
        return plain

    def __str__(self) -> str:
        head = "".join(name.rjust(17) for name in NAMES)
        crossing = f", {self.num_crossing} across the cut in neither" if self.num_crossing else ""
        return "\n".join(
            [
                f"fitted: {self.num_train} cases that ended before {self.cut:%Y-%m-%d %H:%M} "
                f"({self.num_repeatable} seen from their beginning){crossing}",
                f"held back: {self.num_test} cases that began later, to {self.end:%Y-%m-%d %H:%M}; "
                "given of them: their number and this window",
                f"factor on the waits, from the train part: {self.wait_scale:.2f}",
                "",
                f"{'distance to the held-back part':36}{head}",
                *(str(line) for line in self.lines),
                "(mean, in brackets standard deviation over the logs; hours, 0 is alike)",
                f"verdict: {self.verdict}",
                "",
                *self._weeks_lines(),
            ]
        )

    def _weeks_lines(self) -> list[str]:
        measures = ["reports", "report_h", "cases_ended", *(["pieces"] if self.has_pieces else [])]
        out = [f"{'week':12}" + "".join(f"{name} log / model".rjust(28) for name in measures)]
        for row in self.weeks.iter_rows(named=True):
            cells = [
                f"{row[m]:,.0f} / {row[m + '_mean']:,.0f} ({row[m + '_sd']:,.0f})".rjust(28)
                for m in measures
            ]
            out.append(f"{row['week']!s:12}" + "".join(cells))
        return out


def line_of(name: str, distances: Sequence[tuple[float, ...]]) -> Line:
    """Return the mean and the standard deviation (n - 1) of distances."""
    table = np.array(distances)
    sd = LogDistances(*table.std(axis=0, ddof=1).tolist()) if len(table) > 1 else None
    return Line(name, LogDistances(*table.mean(axis=0).tolist()), sd, len(table))


def floor_lines(test: pl.DataFrame, seed: int) -> list[Line]:
    """Measure what the held-back part allows: it has few cases, and they are one draw of many.

    Returns
    -------
    list of Line
        Random halves of the cases against the other half, and as many cases drawn from the test
        part itself (with replacement) against it: a model that knew the truth and drew cases at
        random would be about as far.
    """
    rng = np.random.default_rng([seed, 2])
    groups = test.partition_by("case", maintain_order=True)
    halves, redrawn = [], []
    for _ in range(FLOOR_DRAWS):
        order = rng.permutation(len(groups))
        one, other = (pl.concat([groups[k] for k in part]) for part in np.array_split(order, 2))
        halves.append(astuple(log_distances(one, other)))
        drawn = rng.integers(len(groups), size=len(groups))
        again = pl.concat(
            [groups[k].with_columns(case=pl.lit(str(i))) for i, k in enumerate(drawn)]
        )
        redrawn.append(astuple(log_distances(again, test)))
    return [
        line_of("floor: half of it against the other", halves),
        line_of("floor: its own cases drawn again", redrawn),
    ]


def weeks_table(
    test: pl.DataFrame, logs: Sequence[pl.DataFrame], cut: datetime, end: datetime
) -> pl.DataFrame:
    """Sum reports, their hours, ended cases and pieces by the week in which they end."""
    monday = cut.date() - timedelta(days=cut.weekday())
    num = (end.date() - monday).days // 7 + 1
    weeks = pl.DataFrame({"week": [monday + timedelta(weeks=k) for k in range(num)]})
    seen = weeks.join(_by_week(test), on="week", how="left").fill_null(0)
    parts = [weeks.join(_by_week(one), on="week", how="left").fill_null(0) for one in logs]
    measures = [name for name in seen.columns if name != "week"]
    both = (
        pl.concat(parts)
        .group_by("week")
        .agg(
            *(pl.col(m).mean().alias(f"{m}_mean") for m in measures),
            *(pl.col(m).std().alias(f"{m}_sd") for m in measures),
        )
    )
    return seen.join(both, on="week").sort("week")


def _by_week(log: pl.DataFrame) -> pl.DataFrame:
    hours = (pl.col("end") - pl.col("start")).dt.total_microseconds() / 3.6e9
    is_last = pl.int_range(pl.len()).over("case", order_by="end") == pl.len().over("case") - 1
    return (
        log.with_columns(week=pl.col("end").dt.truncate("1w").dt.date(), hours=hours, last=is_last)
        .group_by("week")
        .agg(
            reports=pl.len().cast(pl.Float64),
            report_h=pl.col("hours").sum(),
            cases_ended=pl.col("last").sum().cast(pl.Float64),
            pieces=pl.col("pieces").sum(),
        )
    )
