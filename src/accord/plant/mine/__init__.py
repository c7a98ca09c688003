"""Make a plant from an event log: what the reports of a shop can say, and what they cannot.

``mine`` writes a plant folder that ``accord.plant.read`` reads, with ``MINING.md`` (for people),
``mined/mining.json`` (for programs) and ``observed.csv`` (the log week by week).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from accord.errors import InputError, Place, Problem

# The fitting modules are heavy (numpy) and are imported by the functions that need them, so that
# reading or checking a plant does not pay for them.
if TYPE_CHECKING:
    import polars as pl

    from accord.plant.mine.quality import Fault

__all__ = ["MineResult", "mine", "observed"]


@dataclass(frozen=True, slots=True)
class MineResult:
    """What ``mine`` found and wrote.

    Parameters
    ----------
    out
        The plant folder.
    files
        Files written, relative to it.
    rows, used
        Rows of the log, and rows used for everything.
    faults
        Statuses (they add up to ``rows``) and marks, with counts.
    stations, products, orders, people, weeks
        Size of the plant.
    notes
        Readings that a person should confirm.
    not_identified
        Names of the effects that the log cannot identify.
    """

    out: Path
    files: tuple[str, ...]
    rows: int
    used: int
    faults: tuple[Fault, ...]
    stations: int
    products: int
    orders: int
    people: int
    weeks: int
    notes: tuple[str, ...]
    not_identified: tuple[str, ...]

    def __str__(self) -> str:
        bad = ", ".join(
            f"{f.num_rows:,} {f.name.replace('_', ' ')}"
            for f in self.faults
            if f.num_rows and f.name != "used"
        )
        lines = [
            f"{self.out}: {self.stations} stations, {self.orders} orders, {self.people} people, "
            f"{self.weeks} weeks, from {self.rows:,} rows",
            f"rows used for everything: {self.used:,}; counted: {bad or 'no fault'}",
            f"not identifiable from this log: {', '.join(self.not_identified)}",
            *(f"to confirm: {note}" for note in self.notes),
            f"read {self.out / 'MINING.md'}, then: accord check {self.out}",
        ]
        return "\n".join(lines)


def mine(log: Path | str, out: Path | str, *, on: date | None = None) -> MineResult:
    """Write the plant folder that an event log describes.

    Parameters
    ----------
    log
        The log, CSV or XES.
    out
        Folder to write; it may exist only if it is empty or an earlier mined plant.
    on
        Monday on which the plant begins; all its dates move along, the law of that date applies.
        By default the Monday of the log's first week.

    Returns
    -------
    MineResult
        Counts, faults, files.

    Raises
    ------
    InputError
        If the log cannot be read, lacks a required column, has no usable row, ``out`` holds
        something else, or ``on`` is no Monday.
    """
    from accord.plant.mine.assemble import assemble  # noqa: PLC0415
    from accord.plant.mine.effects import NOT_IDENTIFIED  # noqa: PLC0415
    from accord.plant.mine.eventlog import read_log  # noqa: PLC0415
    from accord.plant.mine.write import write_plant  # noqa: PLC0415

    source, folder = Path(log), Path(out)
    _check_out(folder)
    if on is not None and on.weekday() != 0:
        monday = on - timedelta(days=on.weekday())
        raise InputError(
            [
                Problem(
                    Place(str(on)),
                    "on is no Monday",
                    "a plant begins on a Monday",
                    f"Use {monday}.",
                )
            ]
        )
    events = read_log(source)
    mined = assemble(events)
    if not mined.layers or mined.timed.height == 0:
        raise InputError(
            [
                Problem(
                    Place(events.file),
                    "no report of work whose duration can be used",
                    "a plant needs cases with reports of work between two readable times",
                    "Check the columns of start, end and report type.",
                )
            ]
        )
    shift = on - mined.monday if on is not None else timedelta(0)
    files = write_plant(mined, source, folder, shift)
    used = {step.station for steps in mined.steps for step in steps}
    return MineResult(
        out=folder,
        files=files,
        rows=events.rows.height,
        used=mined.quality.num("used"),
        faults=mined.quality.faults,
        stations=len(used),
        products=len(mined.layers),
        orders=len(mined.layers),
        people=len({row.worker for row in mined.skills}),
        weeks=mined.weeks,
        notes=events.notes,
        not_identified=tuple(limit.effect for limit in NOT_IDENTIFIED),
    )


def _check_out(folder: Path) -> None:
    """Refuse to write among files that are not an earlier mined plant."""
    rule = "a mined plant has a folder of its own"
    if folder.is_file():
        raise InputError([Problem(Place(str(folder)), "this is a file", rule, "Name a folder.")])
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "MINING.md").is_file():
        raise InputError(
            [Problem(Place(str(folder)), "the folder is not empty", rule, "Name a new folder.")]
        )


def observed(path: Path | str) -> pl.DataFrame:
    """Return what a log shows week by week, from a mined plant or from the log itself.

    Parameters
    ----------
    path
        A mined plant folder, or an event log.

    Returns
    -------
    polars.DataFrame
        One row per week: ``week`` (date of its Monday), ``operation_pieces`` (pieces counted at
        every operation), ``finished_pieces`` (of orders that ended), ``rejected_pieces``,
        ``worked_h`` (union per person), ``machine_h``, ``setup_h``, ``breakdown_h``, ``people``,
        ``orders_begun``, ``orders_ended``.

    Raises
    ------
    InputError
        If there is no such table or log.
    """
    from accord.plant.mine.assemble import assemble  # noqa: PLC0415
    from accord.plant.mine.eventlog import read_log  # noqa: PLC0415
    from accord.plant.mine.weeks import read_observed  # noqa: PLC0415

    place = Path(path)
    return read_observed(place) if place.is_dir() else assemble(read_log(place)).observed
