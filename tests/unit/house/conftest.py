"""What the tests of the house read: the checkout and the files that belong to it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def own_files() -> list[Path]:
    """Every file of the checkout that git tracks or would track."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        names = [name for name in listed.split("\0") if name]
    else:  # an unpacked archive: all that is not a cache
        hidden = {".venv", ".uv", ".git"}
        names = [
            str(path.relative_to(ROOT))
            for path in ROOT.rglob("*")
            if not hidden & set(path.relative_to(ROOT).parts) and "__pycache__" not in path.parts
        ]
    files = [ROOT / name for name in names]
    return sorted(path for path in files if path.is_file())


@pytest.fixture(scope="session")
def modules(own_files: list[Path]) -> list[Path]:
    """Every Python file of the checkout."""
    return [path for path in own_files if path.suffix == ".py"]


@pytest.fixture(scope="session")
def source_modules(modules: list[Path]) -> list[Path]:
    """Every Python file of the package."""
    return [path for path in modules if path.is_relative_to(ROOT / "src" / "accord")]
