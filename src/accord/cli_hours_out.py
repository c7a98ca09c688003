"""Where ``accord hours cycle`` writes schedules: matrices, calendars, rosters, plain text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from accord import terminal
from accord.errors import HoursError
from accord.hours import exports

if TYPE_CHECKING:
    from accord.hours.cycle.problem import CycleProblem
    from accord.hours.cycle.results import CycleResult

__all__ = ["Outputs"]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What to write, each a file, or a folder when there are several problems.

    Parameters
    ----------
    csv, xlsx, tods
        The cycle as a matrix, a workbook, ``rosters.txt``.
    rws
        The problem as plain text.
    ical
        Folder of the calendars.
    start, until
        Monday on which the calendars begin, and their last day.
    """

    csv: Path | None
    xlsx: Path | None
    ical: Path | None
    tods: Path | None
    rws: Path | None
    start: date | None
    until: date | None

    def check(self) -> None:
        """Refuse, before anything is solved, what could not be written after it.

        Raises
        ------
        HoursError
            When calendars have no start, or one that is no Monday.
        """
        if self.ical is not None and self.start is None:
            raise HoursError("--ical: calendars need --start, the Monday on which the cycle begins")
        if self.start is not None:
            exports.check_dates(self.start, self.until)

    def write(self, problem: CycleProblem, result: CycleResult, is_only: bool) -> None:
        """Write the answer to one problem into every file asked for."""
        if self.rws is not None:
            _write(_file(self.rws, problem, ".txt", is_only), exports.rws_text(problem))
        if not result.schedules:
            if any((self.csv, self.xlsx, self.tods, self.ical)):
                terminal.note(f"{problem.name}: no cycle, so none is written")
            return
        schedules = result.schedules
        texts: tuple[tuple[Path | None, str, Callable[..., str]], ...] = (
            (self.csv, ".csv", exports.matrix_csv),
            (self.tods, ".txt", exports.tods_rosters),
        )
        for target, ending, text in texts:
            if target is not None:
                _write(_file(target, problem, ending, is_only), text(problem, schedules))
        if self.xlsx is not None:
            path = _file(self.xlsx, problem, ".xlsx", is_only)
            exports.write_matrix_xlsx(problem, schedules, path)
        if self.ical is not None and self.start is not None:
            self._calendars(problem, result, self.start, self.ical, is_only=is_only)

    def _calendars(
        self,
        problem: CycleProblem,
        result: CycleResult,
        start: date,
        folder: Path,
        *,
        is_only: bool,
    ) -> None:
        into = folder if is_only else folder / _name(problem)
        into.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        for file, text in exports.calendars(
            problem, result.schedules, start=start, stamp=now, until=self.until
        ):
            _write(into / file, text)
        num_weeks = max(g.num_people for g in problem.groups)
        if num_weeks > exports.LONG_WEEKS:
            terminal.note(
                f"{problem.name}: shifts repeat every {num_weeks} weeks; some calendars read "
                f"intervals of at most {exports.LONG_WEEKS} weeks"
            )


def _file(target: Path, problem: CycleProblem, ending: str, is_only: bool) -> Path:
    """Return the file of a problem: the target, or one named after the problem inside it."""
    if is_only and not target.is_dir():
        return target
    target.mkdir(parents=True, exist_ok=True)
    return target / f"{_name(problem)}{ending}"


def _name(problem: CycleProblem) -> str:
    return re.sub(r"[^\w.-]+", "_", problem.name).strip("._") or "cycle"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
