"""Every example of the documentation runs as it is printed.

A page is read from top to bottom in a folder of its own that holds ``plants/``. A fence with a file
name (```` ```csv people.csv ````) writes the file. A ``python`` fence runs, all fences of a page in
one namespace, and must print the ``text`` fence that follows it. In a ``console`` fence each line
``$ accord ...`` runs, and the lines below it must appear in its output (``...`` stands for lines
left out). Commands that simulate for long are only held against the options the command knows; the
tests of the command run them.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LONG_COMMANDS = {"study", "compare", "explain"}
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@dataclass(frozen=True)
class Fence:
    language: str
    file: str
    body: str


def fences(page: Path) -> list[Fence]:
    text = page.read_text(encoding="utf-8")
    return [Fence(m[1], m[2] or "", m[3]) for m in FENCE.finditer(text)]


def executable(page: Path) -> bool:
    return any(f.language in {"python", "console"} or f.file for f in fences(page))


def accord(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "accord", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def check_command(line: str, expected: list[str], folder: Path) -> None:
    arguments = shlex.split(line, comments=True)[1:]
    if arguments[0] in LONG_COMMANDS:
        help_text = accord([arguments[0], "--help"], folder)
        assert help_text.returncode == 0, help_text.stderr
        for option in [a for a in arguments if a.startswith("--")]:
            assert option in help_text.stdout, f"{line}: no such option"
        return
    result = accord(arguments, folder)
    output = result.stdout + result.stderr
    assert "Traceback" not in output
    assert result.returncode in {0, 2}, output
    for wanted in expected:
        assert wanted.strip() in output, f"{line} does not print: {wanted}\n{output}"


def commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """Split a console fence into commands and the output lines expected after each."""
    current, expected = "", []
    for line in body.splitlines():
        if line.startswith("$ "):
            if current:
                yield current, expected
            current, expected = line[2:], []
        elif line.strip() not in {"", "..."}:
            expected.append(line)
    if current:
        yield current, expected


def run_page(page: Path, folder: Path) -> None:
    namespace: dict[str, object] = {"__name__": "__docs__"}
    printed = ""
    for fence in fences(page):
        if fence.file:
            (folder / fence.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / fence.file).write_text(fence.body, encoding="utf-8")
        elif fence.language == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(fence.body, str(page), "exec"), namespace)  # noqa: S102 - the point
            printed = out.getvalue()
        elif fence.language == "text" and printed:
            assert printed.strip() == fence.body.strip()
            printed = ""
        elif fence.language == "console":
            for line, expected in commands(fence.body):
                assert line.startswith("accord "), f"{page.name}: only accord runs here: {line}"
                check_command(line, expected, folder)


@pytest.mark.parametrize(
    "page", [p for p in PAGES if executable(p)], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_every_example_of_the_page_runs_as_printed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "plants", tmp_path / "plants")
    monkeypatch.chdir(tmp_path)
    run_page(page, tmp_path)


def test_an_example_that_prints_something_else_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nprint(2 + 2)\n```\n\n```text\n5\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        run_page(page, tmp_path)


def test_a_command_with_an_unknown_option_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ accord study plants/x --no-such-option\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="no such option"):
        run_page(page, tmp_path)
