"""The terminal: progress with percentage and time left, results as text or JSON, clear errors."""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from accord.errors import AccordError, InputError, Problem

if TYPE_CHECKING:
    from accord.study import Comparison, Ground, Study
    from accord.study.language import Language

__all__ = [
    "as_json",
    "close_quietly",
    "errors_told",
    "fail",
    "note",
    "print_comparison",
    "print_ground",
    "print_problems",
    "print_study",
    "print_warnings",
    "progress_bar",
]

EXIT_INPUT = 2
EXIT_INTERRUPTED = 130
PLACES_SHOWN = 8


def write(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Write a remark to standard error."""
    sys.stderr.write(f"accord: {text}\n")


def close_quietly() -> None:
    """Stop writing when the reader has gone (``accord explain ... | head``)."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the exit


def as_json(content: object) -> None:
    """Write a result as JSON to standard output; a number that is not known is null."""
    known = _without_nan(content)
    write(json.dumps(known, ensure_ascii=False, indent=1, default=str, allow_nan=False))


def _without_nan(content: object) -> object:
    """Give plain data with None for numbers that are not finite, which JSON does not have."""
    if isinstance(content, float):
        return content if math.isfinite(content) else None
    if isinstance(content, dict):
        return {key: _without_nan(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_without_nan(value) for value in content]
    return content


def fail(error: AccordError, *, is_json: bool = False) -> NoReturn:
    """Say what is wrong and leave with exit code 2; never a traceback.

    Raises
    ------
    SystemExit
        Always.
    """
    if is_json:
        problems = error.problems if isinstance(error, InputError) else ()
        as_json({"error": str(error), "problems": [problem_json(p) for p in problems]})
    elif isinstance(error, InputError):
        print_problems(error.problems)
    else:
        sys.stderr.write(f"accord: {error}\n")
    raise SystemExit(EXIT_INPUT)


@contextmanager
def errors_told(*, is_json: bool = False) -> Iterator[None]:
    """Tell an error of what is done inside, and leave with its exit code."""
    try:
        yield
    except AccordError as error:
        fail(error, is_json=is_json)
    except BrokenPipeError:
        close_quietly()
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        fail(AccordError(f"{what}. Check the path and its rights"), is_json=is_json)
    except KeyboardInterrupt:
        raise SystemExit(EXIT_INTERRUPTED) from None


def print_warnings(warnings: tuple[str, ...]) -> None:
    """Write what makes a result worth less than it looks, one line each."""
    for line in warnings:
        write(f"warning: {line}")


def print_problems(problems: tuple[Problem, ...]) -> None:
    """Write each problem on a line of standard error, and how many there are."""
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    counts = Counter(p.kind for p in problems)
    said = f"{counts['error']} error(s), {counts['warning']} warning(s), {counts['note']} note(s)"
    sys.stderr.write(f"accord: {said}\n")


def problems_json(problems: tuple[Problem, ...]) -> None:
    """Write problems as JSON."""
    as_json([problem_json(p) for p in problems])


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a problem as plain values."""
    return {
        "file": problem.place.file,
        "sheet": problem.place.sheet,
        "line": problem.place.line,
        "column": problem.place.column,
        "kind": problem.kind,
        "seen": problem.seen,
        "rule": problem.rule,
        "remedy": problem.remedy,
    }


@contextmanager
def progress_bar(*, is_quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar with percentage and time left on standard error; yield the function that moves it.

    The function takes what is being done, how much is done and how much there is.
    """
    if is_quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - rich costs 0.2 s; `--help` must not pay it
    from rich.progress import (  # noqa: PLC0415 - as above
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as bar:
        task = bar.add_task("reading", total=None)

        def move(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield move


def print_study(study: Study) -> None:
    """Write the ten lines and where the files are."""
    for number, line in enumerate(study.lines, start=1):
        write(f"{number:2d}. {line}")
    write("")
    for path in (study.report, study.figures_json, study.tables):
        write(f"{path}")
    write(study.closing)


def print_comparison(comparison: Comparison) -> None:
    """Write both figures and their difference, one figure a line."""
    write(comparison.how)
    _print_cells(comparison.cells())
    for note in comparison.notes():
        write(note)
    for says, cells in comparison.told_beside():
        write(f"\n{says}")
        _print_cells(cells)


def _print_cells(cells: Sequence[tuple[str, ...]]) -> None:
    """Write rows of cells in columns: the name on the left, numbers on the right."""
    if not cells:
        return
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    for name, *numbers in cells:
        line = "  ".join(n.rjust(w) for n, w in zip(numbers, widths[1:], strict=True))
        write(f"{name:{widths[0]}}  {line}")


def print_ground(ground: Ground, lang: str = "en", depth: int = 0) -> None:
    """Write the tree of a figure as the report tells numbers: value, how, parents, lines, law."""
    from accord.study.language import language  # noqa: PLC0415 - the study room is heavy

    words = language(lang)
    _print_beside(ground, words)
    figure = ground.figure
    pad = "  " * depth
    again = f"  ({words.sentence('explain.shown_above')})" if ground.is_repeated else ""
    exact = words.in_full(figure)
    told = words.plain(figure) + (f"  [{exact}]" if exact else "")
    write(f"{pad}{figure.id} = {told}  ({words.sentence(f'kind.{figure.kind}')}){again}")
    if ground.is_repeated:
        return
    if figure.method:
        write(f"{pad}  = {figure.method}")
    if figure.seed is not None and not ground.grounds:
        runs = words.sentence("explain.runs")
        write(f"{pad}  {runs.format(figure.seed, ', '.join(figure.inputs))}")
    for place, quoted in ground.lines[:PLACES_SHOWN]:
        write(f"{pad}  {place}")
        for line in quoted.splitlines():
            write(f"{pad}    | {line}")
    if len(ground.lines) > PLACES_SHOWN:
        more = words.sentence("explain.more_places").format(len(ground.lines) - PLACES_SHOWN)
        write(f"{pad}  {more}")
    for parent in ground.grounds:
        print_ground(parent, lang, depth + 1)


def _print_beside(ground: Ground, words: Language) -> None:
    """Write, above a cost of a plan that dismisses people, what its alternatives cost."""
    for plan in ground.beside:
        write(plan.says(words.code))
        _print_cells(plan.cells(words))
        write("")
