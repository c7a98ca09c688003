"""The shape of the house: rooms, sizes, names."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

MAX_MODULE_LINES = 500
MAX_LONG_LINES = 600  # kernels, and tests: a list of cases is read one by one
MAX_FUNCTION_LINES = 80
TECHNIQUE_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "models", "services"}


def is_kernel(path: Path) -> bool:
    return path.stem.startswith("kernel") or path.parent.name == "kernel"


def test_every_module_opens_with_a_docstring(modules: list[Path]) -> None:
    silent = [
        str(path)
        for path in modules
        if path.read_text(encoding="utf-8").strip()
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []


def test_no_module_is_longer_than_500_lines(root: Path, modules: list[Path]) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    long = {path for path in modules if is_kernel(path) or path.is_relative_to(root / "tests")}
    limits = {path: MAX_LONG_LINES if path in long else MAX_MODULE_LINES for path in modules}
    assert {str(path): n for path, n in lengths.items() if n > limits[path]} == {}


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring: words for the reader are not counted."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return total
    return total - ((first.end_lineno or first.lineno) - first.lineno + 1)


def test_no_function_outside_a_kernel_is_longer_than_80_lines(source_modules: list[Path]) -> None:
    long = []
    for path in source_modules:
        if is_kernel(path):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = code_lines(node)
                if length > MAX_FUNCTION_LINES:
                    long.append((length, f"{path.name}:{node.lineno} {node.name}"))
    assert long == []


def test_a_folder_or_module_is_named_after_a_thing_never_a_technique(
    source_modules: list[Path],
) -> None:
    names = {part for path in source_modules for part in (path.stem, path.parent.name)}
    assert names & TECHNIQUE_NAMES == set()
    assert [name for name in names if name.endswith(("_manager", "_helper", "_utils"))] == []


def test_no_room_is_empty_and_each_has_a_door(root: Path, source_modules: list[Path]) -> None:
    rooms = {path.parent for path in source_modules} - {root / "src" / "accord"}
    for room in sorted(rooms):
        door = room / "__init__.py"
        assert door.is_file(), f"{room} has no __init__.py"
        code = [path for path in room.rglob("*.py") if path.name != "__init__.py"]
        assert code, f"{room} is an empty room"
        assert ast.get_docstring(ast.parse(door.read_text(encoding="utf-8"))), f"{door} is silent"


def test_imports_go_down_only_and_kernels_stay_bare(root: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [str(linter), "--no-cache"],
        cwd=root,
        env={"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout
