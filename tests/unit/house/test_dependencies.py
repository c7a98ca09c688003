"""The code imports no package but those the project asks for: a user's install has no others."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def imported() -> dict[str, str]:
    """Give the top packages that the code imports, each with one file that does."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "src" / "accord").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in names:
                found.setdefault(name.partition(".")[0], str(path.relative_to(ROOT)))
    return found


def asked_for() -> set[str]:
    """Give the names of the packages that pyproject.toml asks for, extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    return {re.split(r"[\s\[<>=!~;]", line)[0].lower().replace("_", "-") for line in lines}


def test_every_package_imported_is_a_dependency():
    made_by = packages_distributions()
    wanted = asked_for()
    for name, path in imported().items():
        if name == "accord" or name in sys.stdlib_module_names:
            continue
        makers = {maker.lower().replace("_", "-") for maker in made_by.get(name, [])}
        assert makers & wanted, f"{path} imports {name}, which no dependency brings"
