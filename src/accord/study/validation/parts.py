"""Split an event log on time into the part that is fitted and the part that is held back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from accord.errors import InputError, Place, Problem
from accord.plant.mine.eventlog import EventLog, read_log
from accord.plant.mine.quality import grade
from accord.plant.mine.weeks import minutes_since_1970

DATED_SHARE = 0.25  # of the default durations, for their commonest start to be a default too
MIN_CASES = 5
NOT_WORK = ("unreadable", "bad_date", "marker", "reversed")


@dataclass(frozen=True, slots=True)
class Parts:
    """The two parts of a log.

    Attributes
    ----------
    train
        Reports of the cases that ended before the cut: case, activity, station, worker, part,
        start, end, start_min, end_min (minutes since 1970), minutes, pieces, is_dated (its times
        are defaults), is_repeated (equal to an earlier row; not fitted).
    test
        Reports of the cases that began at the cut or later, same columns.
    cut, end
        The test window: from the cut to the last end of the log.
    num_crossing
        Cases on both sides of the cut, which are in neither part.
    """

    train: pl.DataFrame
    test: pl.DataFrame
    cut: datetime
    end: datetime
    num_crossing: int


def read_parts(log: Path, *, test: Path | None = None, split: str = "0.5") -> Parts:
    """Read the train and the test part from two files, or from one that is cut.

    Parameters
    ----------
    log
        The log, or its train part when ``test`` is given.
    test
        The test part; the cut is then its first start.
    split
        Date (``2012-02-22``) or share of the log's time (``0.5``) at which it is cut.

    Raises
    ------
    InputError
        If a file cannot be read, the split is none, or a part has fewer than five cases.
    """
    events = read_log(log)
    rows = events.rows.drop_nulls(["case", "activity", "start", "end"])
    if test is not None:
        later = read_log(test)
        held = later.rows.drop_nulls(["case", "activity", "start", "end"])
        cut, crossing = first_start(held), 0
        earlier, name = rows.filter(pl.col("end").max().over("case") <= cut), test.name
        later = replace(later, rows=held)
    else:
        cut = _cut(rows, split, events.file)
        begun, ended = pl.col("start").min().over("case"), pl.col("end").max().over("case")
        earlier, held = rows.filter(ended < cut), rows.filter(begun >= cut)
        crossing = rows["case"].n_unique() - earlier["case"].n_unique() - held["case"].n_unique()
        later, name = replace(events, rows=held), events.file
    for file, part, what in ((events.file, earlier, "before"), (name, held, "from")):
        if part["case"].n_unique() < MIN_CASES:
            raise _refused(
                file,
                f"{part['case'].n_unique()} cases lie wholly {what} {cut:%Y-%m-%d %H:%M}, the cut",
                f"each part needs at least {MIN_CASES} cases",
                "Cut elsewhere (--split) or take a longer log.",
            )
    return Parts(
        _reports(replace(events, rows=earlier)),
        _reports(later),
        cut,
        last_end(held),
        crossing,
    )


def first_start(rows: pl.DataFrame) -> datetime:
    """Return the first start."""
    first = rows["start"].min()
    assert isinstance(first, datetime)  # noqa: S101 - a part has rows, checked when it is read
    return first


def last_end(rows: pl.DataFrame) -> datetime:
    """Return the last end."""
    last = rows["end"].max()
    assert isinstance(last, datetime)  # noqa: S101 - a part has rows, checked when it is read
    return last


def _refused(file: str, seen: str, rule: str, remedy: str) -> InputError:
    return InputError([Problem(Place(file), seen, rule, remedy)])


def _cut(rows: pl.DataFrame, split: str, file: str) -> datetime:
    """Return the instant of the cut; a share is rounded to the midnight before."""
    try:
        share = float(split)
    except ValueError:
        try:
            return datetime.fromisoformat(split)
        except ValueError:
            share = -1.0
    if not 0.0 < share < 1.0:
        raise _refused(
            file,
            f"--split {split!r}",
            "a cut is a date (2012-02-22) or a share of the log's time between 0 and 1",
            "Write --split 0.5.",
        )
    first = first_start(rows)
    last = last_end(rows)
    at = first + share * (last - first)
    return (
        at
        - timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
        - timedelta(microseconds=at.microsecond)
    )


def _reports(events: EventLog) -> pl.DataFrame:
    """Return the reports of a part, those with default times marked.

    A default duration that also starts at the default instant of the day says the date only.
    """
    rows = grade(events).rows.filter(~pl.col("status").is_in(NOT_WORK))
    moment = pl.col("start").dt.time()
    usual = (
        rows.filter("is_placeholder")
        .group_by(moment.alias("at"))
        .len()
        .filter(pl.col("len") >= DATED_SHARE * pl.col("len").sum())
    )
    return (
        minutes_since_1970(rows)
        .with_columns(
            station=pl.col("resource"),
            worker=pl.col("worker").fill_null("crew of " + pl.col("resource")),
            is_repeated=pl.col("status") == "duplicate",
            is_dated=pl.col("is_placeholder") & moment.is_in(usual["at"].to_list()),
            pieces=pl.col("good").fill_null(0.0) + pl.col("rejected").fill_null(0.0),
        )
        .select(
            *("case", "activity", "station", "worker", "part", "start", "end"),
            *("start_min", "end_min", "minutes", "pieces", "is_dated", "is_repeated"),
        )
        .sort("case", "start", "end", maintain_order=True)
    )
