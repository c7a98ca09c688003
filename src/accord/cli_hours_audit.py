"""``accord hours audit``: the advice of studies alone, for plants, cycles and patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accord import terminal
from accord.errors import HoursError

if TYPE_CHECKING:
    from accord.hours.check.matrix_file import Told
    from accord.hours.duties import Cycle
    from accord.hours.ergonomics.audit import Audit, Criterion
    from accord.hours.patterns.pattern import Pattern

__all__ = ["Audits", "audit", "audit_text"]

NO_NOTES: Told = ()


@dataclass(frozen=True, slots=True)
class Audits:
    """The audits of the crews of a file or a pattern, and what was taken from elsewhere."""

    name: str
    audits: tuple[Audit, ...]
    notes: Told = ()

    def as_dict(self) -> dict[str, object]:
        """Give the audits with the names of the command's JSON."""
        return {
            "file": self.name,
            "flags": sum(len(one.flags) for one in self.audits),
            "crews": [one.as_dict() for one in self.audits],
            "notes": [en for _, en in self.notes],
        }


def audit(
    files: Annotated[
        list[str],
        typer.Argument(
            help="Plants (folder or .xlsx), cycles or matrices (.csv, .xlsx), folders of them, "
            "names of patterns (5x8), or a pattern ('MMAANN-- M=06:00/8h').",
            show_default=False,
        ),
    ],
    *,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Plant: first day (default: its own date)."),
    ] = None,
    problem: Annotated[
        Path | None, typer.Option(help="Cycle problem whose shifts have the hours of a matrix.")
    ] = None,
    notice_days: Annotated[
        float | None,
        typer.Option(help="Days before which the schedule is announced.", min=0.0),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Write one JSON object for each file, one a line.")
    ] = False,
) -> None:
    """Hold hours against the advice of studies: each criterion with value, limit, class, source.

    Advice is not law: flags are to be looked at, and the exit code is 0 with flags too. The risk
    index is one figure among others, and says its limits.
    """
    with terminal.errors_told(is_json=json_):
        from accord.cli_hours_law import law_files
        from accord.cli_hours_run import each_file
        from accord.hours.cycle.read import read_problems

        problems = read_problems(problem) if problem is not None else None
        names = [Path(file) for one in files for file in _asked(one, law_files)]

        def answer(file: Path) -> Audits:
            from accord.hours import audit as audit_cycle
            from accord.hours.check.file import read_cycles

            if not file.exists() and (own := _pattern(str(file))) is not None:
                found, notes = _lines(own), NO_NOTES
            else:
                day = None if on is None else on.date()
                found, notes = read_cycles(file, on=day, problem=problems)
            worked = [cycle for cycle in found if len(cycle.start_min)]
            if not worked:
                raise HoursError(f"{file}: nobody has a duty; there is nothing to audit")
            made = tuple(audit_cycle(cycle, notice_days=notice_days) for cycle in worked)
            return Audits(str(file), made, notes)

        each_file(
            names,
            lambda file: [file],
            lambda file, _: answer(file),
            lambda _, result: audit_text(result),
            is_json=json_,
        )


def _asked(text: str, files_in: Callable[[Iterable[Path]], list[Path]]) -> list[Path]:
    """Give the files of a folder; a file or a pattern is one thing."""
    path = Path(text)
    return files_in([path]) if path.exists() else [path]


def _pattern(text: str) -> Pattern | None:
    """Give a pattern of the library or one written on a line; None for the name of a file.

    Raises
    ------
    NeedsError
        When the library has no such pattern; the message lists those it has.
    """
    from accord.cli_hours_law import KINDS
    from accord.hours.patterns.text import (
        pattern,
        patterns,
        read_pattern,
    )

    if Path(text).suffix.lower() in {*KINDS, ".yaml", ".yml"}:
        return None
    names = {name for one in patterns() for name in (one.name, *one.also)}
    is_written = "=" in text or text.endswith("-") or "--" in text or " " in text
    if text not in names and is_written:
        return read_pattern(text)
    return pattern(text)


def _lines(own: Pattern) -> list[Cycle]:
    """Give the cycle of one crew for each line of a pattern: the others go the same way."""
    first = [sum(len(line.starts) for line in own.lines[:i]) for i in range(len(own.lines))]
    return [own.cycle(i) for i in first]


def audit_text(found: Audits) -> str:
    """Say the audits crew by crew: every criterion with value, limit, class and source."""
    from accord.hours.ergonomics.audit import RISK_LIMITS

    lines = []
    for one in found.audits:
        lines += [f"{found.name}: crew {one.crew}: {len(one.flags)} criterion(s) to be looked at"]
        for row in one.criteria:
            lines += [
                f"  {row.verdict:7} {row.title.en}: {_value(row)} [{row.source}; {row.status}]"
            ]
        lines += [f"  limits of the risk index: {RISK_LIMITS.en}"]
    return "\n".join([*lines, *(f"note: {en}" for _, en in found.notes)]) + "\n"


def _value(row: Criterion) -> str:
    """Write what was found and the threshold, with their unit."""
    unit = "" if row.unit in {"ratio", "count"} else f" {row.unit}"
    if row.value is None:
        return "not known"
    told = f"{row.value:.4g}{unit}" if isfinite(row.value) else "without end"
    told += "" if row.threshold is None else f" (threshold {row.threshold:g}{unit})"
    if row.prior is None:
        return told
    low, high = row.prior.low, row.prior.high
    interval = "" if low is None or high is None else f", {low:g}-{high:g}"
    return f"{told}; injuries elsewhere x{row.prior.ratio:g}{interval}"
