"""The data-quality report of a log: each row gets one status, each fault is counted.

A row has exactly one status, so the counts add up to the rows of the file; marks (overlap, blanks,
a quantity on a set-up, ...) are counted beside it, because a good row may carry several.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from accord.plant.mine.eventlog import EventLog

__all__ = ["STATUSES", "Fault", "Quality", "grade", "overlaps"]

LONG_MIN = 24 * 60
SPIKE_RATIO = 10.0
SPIKE_SHARE = 0.01
SPIKE_WIDTH = 10
SPIKE_STEP_MIN = 15  # a default is a round duration; one-minute reports are real

# status: (what it means, what Accord does with the row)
STATUSES: dict[str, tuple[str, str]] = {
    "unreadable": ("case, activity, start or end is missing or not a date", "not used"),
    "bad_date": ("start or end lies before 1970", "not used"),
    "marker": ("a Start or End row without work", "not used"),
    "duplicate": ("equal to an earlier row in every column", "not used"),
    "reversed": ("ends before it starts", "pieces and route used; time not used"),
    "zero_length": ("starts and ends at the same instant", "pieces and route used; time not used"),
    "placeholder": (
        "the stated duration is 0, or a default duration stands in its place",
        "pieces and route used; time and presence not used",
    ),
    "over_24h": ("lasts longer than 24 hours", "pieces and route used; time not used"),
    "used": ("nothing against it", "used for everything"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault: its name, number of rows, meaning and treatment.

    Parameters
    ----------
    name
        Short name; a status, or a mark that a row of any status may carry.
    num_rows
        Rows that have it.
    meaning
        In words.
    treatment
        What Accord did with these rows.
    is_status
        True for a status: the statuses add up to the rows of the log.
    lines
        The first lines of the file where it was seen (at most five).
    """

    name: str
    num_rows: int
    meaning: str
    treatment: str
    is_status: bool
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """A graded log.

    Parameters
    ----------
    rows
        The rows of the log plus ``status``, ``is_placeholder``, ``is_overlap`` and
        ``is_overlap_timed`` (placeholders left out).
    faults
        Statuses (in the order of ``STATUSES``), then marks.
    spikes_min
        Durations, in minutes, taken for defaults when the log states no duration of its own.
    """

    rows: pl.DataFrame
    faults: tuple[Fault, ...]
    spikes_min: tuple[float, ...] = ()

    def num(self, name: str) -> int:
        """Return the number of rows with a status or mark."""
        return next((f.num_rows for f in self.faults if f.name == name), 0)

    @property
    def counted(self) -> pl.DataFrame:
        """Rows that count for routes and pieces, sorted by start."""
        dropped = ["unreadable", "bad_date", "marker", "duplicate"]
        return self.rows.filter(~pl.col("status").is_in(dropped)).sort("start", "line")

    @property
    def timed(self) -> pl.DataFrame:
        """Rows whose duration is believed, sorted by start."""
        return self.rows.filter(pl.col("status") == "used").sort("start", "line")


def grade(log: EventLog) -> Quality:
    """Give every row of a log its status and count the faults.

    Parameters
    ----------
    log
        The log as read.

    Returns
    -------
    Quality
        As many rows as the log has; the statuses add up to that number.
    """
    rows = log.rows
    same = [name for name in rows.columns if name != "line"]
    epoch = pl.datetime(1970, 1, 1)
    is_marker = (
        pl.col("activity").str.to_lowercase().is_in(["start", "end", "debut", "fin", "début"])
        & (pl.col("minutes") == 0)
        & (pl.col("worker").fill_null(pl.col("resource")) == pl.col("activity"))
    )
    spikes = () if log.has("span") else _spikes(rows)
    if log.has("span"):
        is_default = (pl.col("span_min") == 0) & (pl.col("minutes") > 0)
    else:
        is_default = pl.col("minutes").is_in(list(spikes))
    status = (
        pl.when(pl.any_horizontal(pl.col("case", "activity", "start", "end").is_null()))
        .then(pl.lit("unreadable"))
        .when((pl.col("start") < epoch) | (pl.col("end") < epoch))
        .then(pl.lit("bad_date"))
        .when(is_marker)
        .then(pl.lit("marker"))
        .when(~pl.struct(same).is_first_distinct())
        .then(pl.lit("duplicate"))
        .when(pl.col("minutes") < 0)
        .then(pl.lit("reversed"))
        .when(pl.col("minutes") == 0)
        .then(pl.lit("zero_length"))
        .when(is_default.fill_null(value=False))
        .then(pl.lit("placeholder"))
        .when(pl.col("minutes") > LONG_MIN)
        .then(pl.lit("over_24h"))
        .otherwise(pl.lit("used"))
    )
    graded = rows.with_columns(status=status, is_placeholder=is_default.fill_null(value=False))
    without = pl.when(~pl.col("is_placeholder")).then("worker")
    graded = graded.with_columns(
        is_overlap=overlaps(graded), is_overlap_timed=overlaps(graded.with_columns(worker=without))
    )
    return Quality(graded, (*_statuses(graded), *_marks(graded, log)), spikes)


def overlaps(rows: pl.DataFrame) -> pl.Series:
    """Mark the rows that start before the same worker's previous row has ended.

    One person on several machines, or a late entry: such minutes are never added up as presence.

    Parameters
    ----------
    rows
        Rows with worker, start, end; rows sharing a start are taken in the order of their end.

    Returns
    -------
    polars.Series
        One boolean per row, in the order of ``rows``.
    """
    ordered = (
        rows.select("worker", "start", "end")
        .with_row_index("place")
        .filter(pl.all_horizontal(pl.col("worker", "start", "end").is_not_null()))
        .sort("worker", "start", "end", "place")
        .with_columns(before=pl.col("end").shift(1).over("worker"))
        .filter(pl.col("start") < pl.col("before"))
    )
    hit = pl.Series("is_overlap", [False] * rows.height, dtype=pl.Boolean)
    if ordered.height:
        hit = hit.scatter(ordered["place"], True)
    return hit


def _spikes(rows: pl.DataFrame) -> tuple[float, ...]:
    """Find default durations: exact minutes far commoner than their neighbours.

    A duration is a default when it is a multiple of 15 minutes, at least 1 % of the rows have it,
    and it is ten times as common as the mean of the twenty durations around it.
    """
    minutes = rows.filter(pl.col("minutes") > 0)["minutes"].round(0).cast(pl.Int64)
    if minutes.len() < 100:
        return ()
    counts = dict(minutes.value_counts().iter_rows())
    found = []
    for value, count in counts.items():
        if value % SPIKE_STEP_MIN or count < SPIKE_SHARE * minutes.len():
            continue
        around = [d for d in range(-SPIKE_WIDTH, SPIKE_WIDTH + 1) if d and value + d > 0]
        mean = sum(counts.get(value + d, 0) for d in around) / len(around)
        if count >= SPIKE_RATIO * max(mean, 1.0):
            found.append(float(value))
    return tuple(sorted(found))


def _statuses(rows: pl.DataFrame) -> list[Fault]:
    """Count the statuses; they add up to the rows of the log."""
    return [
        _fault(rows, name, pl.col("status") == name, meaning, treatment, is_status=True)
        for name, (meaning, treatment) in STATUSES.items()
    ]


def _marks(rows: pl.DataFrame, log: EventLog) -> list[Fault]:
    """Count the marks that a row of any status may carry."""
    real = ~pl.col("status").is_in(["unreadable", "marker"])
    faults = []
    for name, test, meaning, treatment in (*_marks_of_time(), *_marks_of_content()):
        if name == "no_worker" and not log.has("worker"):
            continue
        inside = test if name in ("odd_span", "blanks") else test & real
        faults.append(_fault(rows, name, inside, meaning, treatment, is_status=False))
    return faults


_Mark = tuple[str, pl.Expr, str, str]  # name, test, meaning, treatment


def _marks_of_time() -> list[_Mark]:
    """List the marks on start, end and stated duration."""
    gap = (pl.col("minutes") - pl.col("span_min")).abs()
    believed = (pl.col("span_min") > 0) & (pl.col("minutes") > 0)
    return [
        (
            "overlap",
            pl.col("is_overlap"),
            "starts before the same worker's previous row ended",
            "one person on several machines or a late entry: hours are counted once per person",
        ),
        (
            "overlap_timed",
            pl.col("is_overlap_timed"),
            "the same, placeholders left out",
            "as above",
        ),
        (
            "placeholder_any",
            pl.col("is_placeholder"),
            "a placeholder duration, duplicates included",
            "as placeholder (or duplicate)",
        ),
        (
            "placeholder_midnight",
            pl.col("is_placeholder")
            & (pl.col("start").dt.hour() == 0)
            & (pl.col("start").dt.minute() == 0),
            "a placeholder that starts at 00:00",
            "as placeholder; would else count as night work",
        ),
        ("odd_span", pl.col("is_odd_span"), "the stated duration is not a duration", "shown only"),
        (
            "span_differs",
            believed & (gap > 1.0) & ((gap - 60).abs() > 1.0),
            "the stated duration differs from end - start by more than a minute",
            "end - start is used",
        ),
        (
            "clock_jump",
            believed & ((gap - 60).abs() <= 1.0),
            "the stated duration differs from end - start by one hour (a change of clock?)",
            "end - start is used",
        ),
        (
            "late",
            pl.col("minutes").is_between(16 * 60, LONG_MIN, closed="right"),
            "lasts 16 to 24 hours",
            "presence is cut at 16 hours",
        ),
    ]


def _marks_of_content() -> list[_Mark]:
    """List the marks on names, report types and counts."""
    return [
        ("blanks", pl.col("has_blanks"), "irregular blanks inside a name", "blanks are squeezed"),
        (
            "named_setup",
            pl.col("is_named_setup"),
            "a set-up named in the activity",
            "counts as a set-up of the same machine whatever its report type",
        ),
        ("odd_report", pl.col("is_odd_report"), "an unknown report type", "read as work"),
        (
            "odd_number",
            pl.col("is_odd_number"),
            "a count that is no number of pieces",
            "read as empty",
        ),
        (
            "setup_pieces",
            (pl.col("report") == "S") & (pl.col("good") > 0),
            "a set-up with pieces",
            "pieces counted, time counted as set-up",
        ),
        (
            "work_no_pieces",
            (pl.col("report") == "D") & (pl.col("good") == 0),
            "work without a finished piece",
            "time counted with the other reports of the same step",
        ),
        ("no_worker", pl.col("worker").is_null(), "no worker named", "machine time only"),
    ]


def _fault(
    rows: pl.DataFrame, name: str, test: pl.Expr, meaning: str, treatment: str, *, is_status: bool
) -> Fault:
    hit = rows.filter(test.fill_null(value=False))
    lines = tuple(hit["line"].head(5).to_list())
    return Fault(name, hit.height, meaning, treatment, is_status, lines)
