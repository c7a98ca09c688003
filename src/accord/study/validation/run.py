"""The door: split a log on time, fit, simulate the held-back window, measure, compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from accord.errors import StudyError
from accord.flow.validate import log_distances
from accord.study.validation.fit import Shop, fit_shop
from accord.study.validation.parts import Parts, first_start, read_parts
from accord.study.validation.shop_model import Window, evenly, new_cases, simulate_shop
from accord.study.validation.table import Line, Validation, floor_lines, line_of, weeks_table

SELF_RUNS = 4
SELF_STEPS = 4
LEAST_SCALE, MOST_SCALE = 0.05, 5.0
NEAR = 0.01


def validate_log(
    log: Path | str,
    *,
    test: Path | str | None = None,
    split: str = "0.5",
    runs: int = 10,
    seed: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
) -> Validation:
    """Fit the earlier part of a log, simulate the later part, and measure how far they are apart.

    Parameters
    ----------
    log
        Event log (.csv or .xes), or its train part when ``test`` is given.
    test
        The part that is held back.
    split
        Without ``test``: the date, or the share of the log's time, at which the log is cut.
    runs
        Simulated logs.
    seed
        Key of all draws.
    progress
        Called with (what, done, planned).

    Raises
    ------
    InputError
        If a file or the split cannot be used.
    StudyError
        If ``runs`` is below 2.

    Limits
    ------
    The simulation is given the start and the end of the test window and the number of cases that
    begin in it, nothing else of the test part.
    """
    if runs < 2:
        raise StudyError(f"runs is {runs}; a mean with its spread needs at least 2 simulated logs")
    parts = read_parts(Path(log), test=None if test is None else Path(test), split=split)
    shop = fit_shop(parts)
    scale = calibrate(shop, parts, seed)
    window = Window(parts.cut, parts.end, parts.test["case"].n_unique())
    rng = np.random.default_rng([seed, 1])
    firsts = list(zip(evenly(rng, runs).tolist(), evenly(rng, runs).tolist(), strict=True))
    logs = []
    for k, first in enumerate(firsts):
        logs.append(simulate_window(shop, window, scale, first=first, seed=seed + k))
        if progress:
            progress("simulated logs", k + 1, runs)
    return Validation(
        log=str(log),
        test="" if test is None else str(test),
        cut=parts.cut,
        end=parts.end,
        num_train=parts.train["case"].n_unique(),
        num_test=window.num_cases,
        num_crossing=parts.num_crossing,
        num_repeatable=len(shop.cases),
        wait_scale=scale,
        seed=seed,
        lines=(
            line_of("this model", [astuple(log_distances(one, parts.test)) for one in logs]),
            replay_line(parts),
            *floor_lines(parts.test, seed),
        ),
        weeks=weeks_table(parts.test, logs, parts.cut, parts.end),
        has_pieces=bool(parts.train["pieces"].sum() > 0),
    )


def simulate_window(
    shop: Shop, window: Window, scale: float, *, first: tuple[float, float], seed: int
) -> pl.DataFrame:
    """Return one simulated log of a window; ``first`` as in ``new_cases``.

    Raises
    ------
    StudyError
        If nothing ends in the window.
    """
    cases, release = new_cases(shop, window, first)
    one = simulate_shop(shop, window, cases, release, wait_scale=scale, seed=seed)
    if one.is_empty():
        raise StudyError(
            f"no simulated report ends before {window.end:%Y-%m-%d %H:%M}: the window is too short "
            "for this shop. Cut the log earlier"
        )
    return one


def calibrate(shop: Shop, parts: Parts, seed: int) -> float:
    """Return the factor on the waits with which the train cases take as long as they did.

    The model has queues of its own, behind people and calendars, and the reports of a case never
    overlap in it: both lengthen a case beside the waits that were measured. The train cases are
    simulated from their own releases, and the factor is moved until their mean duration fits.
    """
    wanted, scale = float(shop.duration_min.mean()), 1.0
    for _ in range(SELF_STEPS):
        found = _own_duration(shop, parts, scale, seed)
        if found <= 0.0 or abs(found / wanted - 1.0) < NEAR:
            break
        scale = min(max(scale * wanted / found, LEAST_SCALE), MOST_SCALE)
    return scale


def _own_duration(shop: Shop, parts: Parts, scale: float, seed: int) -> float:
    """Return the mean minutes that the train cases take in the model."""
    start = first_start(parts.train)
    window = Window(start, parts.cut + (parts.cut - start), len(shop.cases))
    release = shop.release_min - window.start_min
    logs = [
        simulate_shop(
            shop,
            window,
            list(shop.cases),
            release,
            wait_scale=scale,
            seed=seed + k,
            same_weeks=True,
        ).with_columns(run=pl.lit(k))
        for k in range(SELF_RUNS)
    ]
    spans = pl.concat(logs).group_by("run", "case").agg(pl.max("end") - pl.min("start"))
    total = float(spans["end"].dt.total_microseconds().sum())
    return total / 60e6 / max(spans.height, 1)


def replay_line(parts: Parts) -> Line:
    """Measure the train part, moved by whole weeks, as if it were a forecast."""
    weeks = round((first_start(parts.test) - first_start(parts.train)) / timedelta(weeks=1))
    moved = parts.train.with_columns(
        pl.col("start") + timedelta(weeks=weeks), pl.col("end") + timedelta(weeks=weeks)
    )
    line = line_of("train part replayed", [astuple(log_distances(moved, parts.test))])
    return replace(line, name=f"train part replayed {7 * weeks} days later")
