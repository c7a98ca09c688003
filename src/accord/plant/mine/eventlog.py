"""Read an event log (CSV or XES) into one table with known columns; every row is kept.

The table is the only thing that the other modules of this package read. Its columns:

``line`` (row of the file), ``case``, ``activity``, ``resource``, ``worker``, ``part`` (text, blanks
squeezed), ``report`` (D work, S set-up, B breakdown), ``start``, ``end`` (local wall clock),
``minutes`` (end - start), ``span_min`` (the duration the log itself states), ``ordered``, ``good``,
``rejected``, ``mrb`` (pieces), ``rework``, and the marks ``has_blanks``, ``is_odd_span``,
``is_named_setup``, ``is_odd_report``, ``is_odd_number``.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from accord.errors import InputError, Place, Problem
from accord.plant.mine.columns import match_columns
from accord.plant.mine.xes import read_xes
from accord.plant.yamlfile import decode_text

__all__ = ["EventLog", "read_log"]

MAX_LOG_BYTES = 60_000_000  # about 600 000 reports, a minute of work
MAX_PIECES = 100_000_000
MACHINE_SHARE = 0.6  # a machine column gives an activity one main resource; people take turns
_DATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
)
_DAY_FIRST = ("%d/%m/%Y %H:%M:%S%.f", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M:%S%.f", "%d.%m.%Y %H:%M")
_MONTH_FIRST = ("%m/%d/%Y %H:%M:%S%.f", "%m/%d/%Y %H:%M", "%m.%d.%Y %H:%M:%S%.f", "%m.%d.%Y %H:%M")
_SETUP_WORD = r"(?i)\b(set-?\s?up|reglages?|réglages?)\b"
_BREAKDOWN_WORD = r"(?i)\b(breakdown|panne|downtime)\b"
_SETUP_LETTERS = ("S", "R")  # set-up, reglage
_BREAKDOWN_LETTERS = ("B",)


@dataclass(frozen=True, slots=True)
class EventLog:
    """An event log as read: every row, plus how the file was understood.

    Parameters
    ----------
    rows
        The table described in the module docstring.
    file
        Name of the file.
    sha256
        Digest of its bytes.
    dialect
        How it was read (format, encoding, delimiter, date form).
    columns
        Role to the column that plays it.
    ignored
        Columns that were not used.
    notes
        Sentences about readings that a person should confirm.
    """

    rows: pl.DataFrame
    file: str
    sha256: str
    dialect: str
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def has(self, role: str) -> bool:
        """Return True when the file has a column for the role."""
        return any(name == role for name, _ in self.columns)


def read_log(path: Path) -> EventLog:
    """Read an event log, CSV (any usual dialect) or XES, into one table.

    Parameters
    ----------
    path
        The file; ``.xes`` and ``.xml`` are read as XES, everything else as CSV.

    Returns
    -------
    EventLog
        Every row of the file, also the faulty ones.

    Raises
    ------
    InputError
        If the file cannot be read, has no rows, lacks a required column, or writes dates that
        could be day/month as well as month/day.
    """
    file = path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise _refused(file, "this is a folder", "an event log is one file", "Name the file.")
        if size > MAX_LOG_BYTES:
            raise _refused(
                file,
                f"the file has {size:,} bytes",
                f"an event log may have at most {MAX_LOG_BYTES:,} bytes",
                "Cut it by date and mine the parts.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise _refused(
            file,
            f"the file cannot be read ({error.strerror})",
            "an event log must be readable",
            "Check the path and the permissions.",
        ) from None
    if path.suffix.lower() in (".xes", ".xml"):
        table, dialect = read_xes(path, file), "XES"
    else:
        table, dialect = _read_csv(data, file)
    if table.height == 0:
        raise _refused(
            file, "no rows", "an event log has one row per report", "Export it with its rows."
        )
    roles, problems = match_columns(table.columns, file)
    if problems:
        raise InputError(problems)
    digest = hashlib.sha256(data).hexdigest()
    return _canonical(table, roles, file, digest, dialect)


def _refused(file: str, seen: str, rule: str, remedy: str) -> InputError:
    return InputError([Problem(Place(file), seen, rule, remedy)])


def _read_csv(data: bytes, file: str) -> tuple[pl.DataFrame, str]:
    """Read CSV bytes as text columns; the delimiter is the commonest of ``;`` tab ``,`` line 1."""
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise _refused(
            file, "binary content", "an event log is a CSV or XES file", "Export it as CSV."
        )
    text = decode_text(data)
    first = text.split("\n", 1)[0]
    if not first.strip():
        raise _refused(
            file, "an empty first line", "line 1 holds the column names", "Add the header line."
        )
    separator = max(";\t,|", key=first.count)
    try:
        header = [cell.strip() for cell in next(csv.reader([first], delimiter=separator))]
    except csv.Error as error:
        raise _refused(
            file,
            f"a first line that cannot be split ({error})",
            "line 1 holds the column names",
            "Export the log again as CSV, one line a row.",
        ) from None
    names = [name if header.count(name) == 1 else f"{name}#{i}" for i, name in enumerate(header)]
    try:
        table = pl.read_csv(
            text.encode(),
            separator=separator,
            infer_schema=False,
            has_header=False,
            skip_rows=1,
            new_columns=names,
            schema=dict.fromkeys(names, pl.String),
            truncate_ragged_lines=False,
        )
    except pl.exceptions.NoDataError:
        table = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    except pl.exceptions.PolarsError as error:
        raise _refused(
            file,
            f"the rows do not fit the header of {len(names)} columns ({_first_line(error)})",
            "every line of a CSV has the columns of line 1",
            "Quote texts that contain the delimiter, or export the log again.",
        ) from None
    return table, f"CSV, delimiter {separator!r}"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:120]


def _canonical(
    table: pl.DataFrame, roles: dict[str, str], file: str, digest: str, dialect: str
) -> EventLog:
    """Give the columns their roles, types and marks."""
    notes: list[str] = []
    ignored = tuple(name for name in table.columns if name not in roles.values())
    text = table.select(
        pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("line"),
        *(
            (pl.col(roles[role]) if role in roles else pl.lit(None, dtype=pl.String)).alias(role)
            for role in (
                *("case", "activity", "resource", "worker", "part", "report"),
                *("start", "end", "span", "ordered", "good", "rejected", "mrb", "rework"),
            )
        ),
    )
    starts, start_form, zones = _moments(text["start"], file, "start")
    ends, end_form, more = _moments(text["end"], file, "end")
    zones = sorted(set(zones) | set(more))
    if len(zones) > 1:
        notes.append(
            f"the clock's offset changes inside the log ({', '.join(zones)}): wall clock times are "
            "kept as written; a worker's row across the change is an hour off"
        )
    form = start_form if start_form == end_form else f"{start_form} / {end_form}"
    rows = text.with_columns(start=starts, end=ends)
    rows = _with_names(rows)
    rows = _with_report(rows, has_report="report" in roles)
    rows = _with_numbers(rows)
    if "worker" not in roles and "resource" in roles and _is_people(rows):
        notes.append(
            f"column {roles['resource']!r} names people, not machines (the same activity is done "
            "by many of them): it is read as the worker, and each activity as a station"
        )
        rows = rows.with_columns(worker="resource", resource=pl.lit(None, dtype=pl.String))
        roles = {**roles, "worker": roles["resource"]}
        del roles["resource"]
    if "part" not in roles:
        notes.append("the log names no part: every case counts as the same product")
    if "good" not in roles:
        notes.append("the log counts no pieces: each case is one piece, times are per visit")
    rows = rows.with_columns(
        resource=pl.col("resource").fill_null(pl.col("activity")),
        part=pl.col("part").fill_null("all"),
    )
    return EventLog(
        rows, file, digest, f"{dialect}, dates {form}", tuple(roles.items()), ignored, tuple(notes)
    )


def _moments(column: pl.Series, file: str, role: str) -> tuple[pl.Series, str, list[str]]:
    """Read wall clock times; the format is the one that reads most values."""
    plain = column.fill_null("").str.strip_chars().str.replace("T", " ", literal=True)
    zone = plain.str.extract(r"(Z|[+-]\d{2}:?\d{2})$", 1)
    if zone.null_count() < zone.len():
        plain = plain.str.replace(r"(Z|[+-]\d{2}:?\d{2})$", "").str.strip_chars()
    zones = sorted(z for z in zone.unique().to_list() if z is not None)
    wanted = (plain != "").sum()

    def read(form: str) -> pl.Series:
        return plain.str.to_datetime(form, time_unit="us", strict=False)

    best, best_form, num = read(_DATE_FORMATS[0]), _DATE_FORMATS[0], -1
    for form in (*_DATE_FORMATS, *_DAY_FIRST, *_MONTH_FIRST):
        tried = read(form)
        count = tried.len() - tried.null_count()
        if count > num:
            best, best_form, num = tried, form, count
        elif (
            count == num > 0
            and form in _MONTH_FIRST
            and best_form in _DAY_FIRST
            and (tried != best).any()
        ):
            raise _refused(
                file,
                f"the {role} dates can be day/month as well as month/day "
                f"(first value {plain[0]!r})",
                "a date is never guessed",
                "Write the dates as 2012-01-31 06:00.",
            )
        if num == wanted and best_form in _DATE_FORMATS:
            break
    if num <= 0:
        raise _refused(
            file,
            f"no value of the {role} column is a date and time (first value {column[0]!r})",
            "times are written 2012-01-31 06:00 (or 31/01/2012 06:00)",
            "Export the log with date and time in one column.",
        )
    return best.alias(role), best_form.replace("%.f", "").replace("%", ""), zones


def _with_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Squeeze blanks in names, and mark the rows where there were some."""
    names = ("case", "activity", "resource", "worker", "part")
    squeezed = {
        name: pl.col(name).str.strip_chars().str.replace_all(r"\s+", " ").replace("", None)
        for name in names
    }
    marks = [
        (pl.col(name).str.contains(r"^\s|\s$|\s{2,}")).fill_null(value=False) for name in names
    ]
    return rows.with_columns(has_blanks=pl.any_horizontal(marks)).with_columns(**squeezed)


def _with_report(rows: pl.DataFrame, *, has_report: bool) -> pl.DataFrame:
    """Read the kind of report: its letter or word, else the word in the activity."""
    letter = pl.col("report").str.strip_chars().str.to_uppercase().str.slice(0, 1)
    named = pl.col("activity").str.contains(_SETUP_WORD).fill_null(value=False)
    broken = pl.col("activity").str.contains(_BREAKDOWN_WORD).fill_null(value=False)
    by_name = pl.when(named).then(pl.lit("S")).when(broken).then(pl.lit("B")).otherwise(pl.lit("D"))
    known = letter.is_in(["D", "S", "B", "P", "T", "W", "R"])
    by_letter = (
        pl.when(letter.is_in(_SETUP_LETTERS) | named)
        .then(pl.lit("S"))
        .when(letter.is_in(_BREAKDOWN_LETTERS))
        .then(pl.lit("B"))
        .when(known)
        .then(pl.lit("D"))
        .otherwise(by_name)
    )
    return rows.with_columns(
        is_named_setup=named,
        is_odd_report=(~known).fill_null(value=True) if has_report else pl.lit(value=False),
        report=by_letter if has_report else by_name,
    )


def _with_numbers(rows: pl.DataFrame) -> pl.DataFrame:
    """Read counts and the stated duration; what cannot be one becomes empty and is marked."""
    counts = ("ordered", "good", "rejected", "mrb")
    clean = {
        name: pl.col(name).str.strip_chars().str.replace(",", ".", literal=True).replace("", None)
        for name in counts
    }
    rows = rows.with_columns(**clean)
    number = {
        name: pl.when(pl.col(name).cast(pl.Float64, strict=False).is_between(0, MAX_PIECES))
        .then(pl.col(name).cast(pl.Float64, strict=False))
        .alias(name)
        for name in counts
    }
    odd = [pl.col(name).is_not_null() & number[name].is_null() for name in counts]
    span = pl.col("span").str.strip_chars()
    parts = span.str.extract_groups(r"^(?<h>\d+):(?<m>\d{2})(?::(?<s>\d{2})(?:\.\d+)?)?$")
    hours, minutes, seconds = (parts.struct.field(key).cast(pl.Float64) for key in ("h", "m", "s"))
    return rows.with_columns(
        is_odd_number=pl.any_horizontal(odd),
        is_odd_span=(span.is_not_null() & (span != "") & hours.is_null()),
        span_min=hours * 60 + minutes + seconds.fill_null(0) / 60,
        minutes=(pl.col("end") - pl.col("start")).dt.total_microseconds() / 60e6,
        rework=pl.col("rework")
        .str.strip_chars()
        .str.to_lowercase()
        .is_in(["y", "yes", "o", "oui", "1", "true", "x"])
        .fill_null(value=False),
        **number,
    ).drop("span")


def _is_people(rows: pl.DataFrame) -> bool:
    """Judge whether the resource column holds people: an activity has no single main resource."""
    pairs = rows.drop_nulls(["activity", "resource"]).group_by("activity", "resource").len()
    if pairs.height == 0:
        return False
    main = pairs.group_by("activity").agg(
        pl.col("len").max() / pl.col("len").sum(), n=pl.sum("len")
    )
    share = (pl.col("len") * pl.col("n")).sum() / pl.col("n").sum()
    return float(main.select(share).item()) < MACHINE_SHARE
