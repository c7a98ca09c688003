"""Many files in one process: each has its lines, and one with mistakes does not stop another."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from accord import terminal
from accord.errors import AccordError, InputError, Place, Problem

__all__ = ["Move", "Told", "each_file", "files_of"]

ERROR = "error"


class Told(Protocol):
    """A result that can be told as plain data."""

    def as_dict(self) -> dict[str, object]:
        """Give the result as plain data."""
        ...


Move = Callable[[str, int, int], None]
Asked = TypeVar("Asked")
Answer = TypeVar("Answer", bound=Told)


def files_of(paths: Iterable[Path], kinds: Collection[str]) -> list[Path]:
    """List files, and those of the kinds in each folder: ``Example2`` before ``Example10``.

    What else lies in a folder is counted on standard error.

    Raises
    ------
    InputError
        When a folder has no file of these kinds.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted((p for p in path.iterdir() if p.is_file()), key=_natural)
        wanted = [p for p in inside if p.suffix.lower() in kinds]
        if not wanted:
            seen, rule = "a folder without files to read", f"files end in {', '.join(kinds)}"
            raise InputError([Problem(Place(str(path)), seen, rule, "Name the files.")])
        if len(wanted) < len(inside):
            terminal.note(f"{path}: {len(inside) - len(wanted)} file(s) of other kinds not read")
        found += wanted
    return found


def _natural(path: Path) -> list[tuple[int, str]]:
    """Order names with their numbers as numbers."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if i % 2 else (0, part) for i, part in enumerate(parts)]


def each_file(
    files: Sequence[Path],
    read: Callable[[Path], Sequence[Asked]],
    answer: Callable[[Asked, Move | None], Answer],
    tell: Callable[[Asked, Answer], str],
    *,
    is_json: bool,
    about: Callable[[Asked], dict[str, object]] = lambda _: {},
    after: Callable[[Asked, Answer, bool], None] = lambda *_: None,
) -> None:
    """Read, answer and tell file by file.

    Parameters
    ----------
    files
        The files.
    read
        Gives what a file asks: one thing or several.
    answer
        Gives the answer; it may move the bar: what is done, how much, of how much.
    tell
        Says an answer in words.
    is_json
        Write a JSON object for each answer, on a line, instead of the words.
    about
        What a line says besides the file and the answer.
    after
        Called after an answer has been told, say to write it into files; told is also whether it is
        the only answer.

    Raises
    ------
    SystemExit
        With exit code 2 after the last file, when one had a mistake.
    """
    num_wrong = 0
    for i, file in enumerate(files):
        try:
            things = read(file)
            for asked in things:
                with _progress(file, i, len(files), is_json=is_json) as move:
                    found = answer(asked, move)
                if is_json:
                    _line({"file": str(file), **about(asked)} | found.as_dict(), file)
                else:
                    terminal.write(tell(asked, found))
                after(asked, found, len(files) == len(things) == 1)
        except AccordError as error:
            num_wrong += 1
            _tell_error(file, error, is_json=is_json)
    if num_wrong:
        if len(files) > 1:
            terminal.note(f"{num_wrong} of {len(files)} files could not be answered")
        raise SystemExit(terminal.EXIT_INPUT)


@contextmanager
def _progress(file: Path, done: int, total: int, *, is_json: bool) -> Iterator[Move | None]:
    """Show on standard error which file is worked on; the bar is gone before an answer is told."""
    with terminal.progress_bar(is_quiet=is_json and sys.stdout.isatty()) as move:
        if move is not None:
            move(f"{file.name} ({done + 1} of {total})", done, total)
        yield move


def _line(content: dict[str, object], file: Path) -> None:
    """Write a line; the file is called as it was given, whatever an answer calls it."""
    content["file"] = str(file)
    terminal.write(json.dumps(content, ensure_ascii=False, default=str))
    sys.stdout.flush()


def _tell_error(file: Path, error: AccordError, *, is_json: bool) -> None:
    problems = error.problems if isinstance(error, InputError) else ()
    if is_json:
        said = [terminal.problem_json(p) for p in problems]
        content: dict[str, object] = {"file": str(file), "status": ERROR, "problems": said}
        _line(content if problems else {**content, "error": str(error)}, file)
    elif problems:
        terminal.print_problems(problems)
    else:
        terminal.note(str(error))
