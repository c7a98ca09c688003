"""Dependencies: pinned, listed with their licence, none that binds our users."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROW = re.compile(r"^\| ([a-z0-9-]+) \| (\d[\w.]*) \| ([^|]+) \|", re.MULTILINE)
ONLY_ON_WINDOWS = {"colorama"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, dict[str, object]]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(root: Path) -> dict[str, tuple[str, str]]:
    text = (root / "docs/reference/dependencies.md").read_text(encoding="utf-8")
    return {name: (version, licence.strip()) for name, version, licence in ROW.findall(text)}


def installed_tree(project) -> set[str]:
    """Names of everything that core and development pull in on this machine."""
    todo = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    seen: set[str] = set()
    while todo:
        requirement = Requirement(todo.pop())
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = normal(requirement.name)
        if name not in seen:
            seen.add(name)
            todo.extend(importlib.metadata.requires(name) or [])
    return seen


def test_the_page_lists_exactly_the_installed_tree_with_its_versions(project, page) -> None:
    tree = installed_tree(project)
    assert set(page) - ONLY_ON_WINDOWS == tree
    told = {name: page[name][0] for name in tree}
    assert told == {name: importlib.metadata.version(name) for name in tree}


def test_every_package_of_the_page_is_pinned_to_the_version_it_tells(project, page) -> None:
    pins = dict(pin.split("==") for pin in project["tool"]["uv"]["constraint-dependencies"])
    pins = {normal(name): version for name, version in pins.items()}
    assert pins == {name: version for name, (version, _) in page.items()}


def test_no_dependency_is_under_gpl_or_agpl(project, page) -> None:
    for name in installed_tree(project):
        meta = importlib.metadata.metadata(name)
        declared = [meta.get("License-Expression") or "", (meta.get("License") or "")[:80]]
        declared += [c for c in meta.get_all("Classifier") or [] if c.startswith("License")]
        words = " ".join([*declared, page[name][1]])
        assert not re.search(r"(?<!L)A?GPL|(?<!Lesser )General Public", words), name
        assert page[name][1]


def test_version_ranges_are_safe_without_uv(project) -> None:
    for line in project["project"]["dependencies"]:
        operators = {clause.operator for clause in Requirement(line).specifier}
        assert ">=" in operators, line
        assert operators & {"<", "=="}, f"{line} has no upper bound"


def test_a_users_uv_run_installs_no_development_tool(project) -> None:
    assert project["tool"]["uv"]["default-groups"] == []
