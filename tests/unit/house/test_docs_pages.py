"""Documentation: four shelves, links that lead somewhere, decisions in one form."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SHELVES = ("tutorial", "howto", "background", "reference")
PARTS_OF_A_DECISION = (
    "## Context",
    "## Options",
    "## Decision",
    "## Cost accepted",
    "## When to revisit",
)


@pytest.fixture(scope="module")
def pages(own_files: list[Path]) -> list[Path]:
    return [path for path in own_files if path.suffix == ".md"]


def anchors(path: Path) -> set[str]:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    plain = [re.sub(r"[`*_]", "", heading).lower() for heading in HEADING.findall(text)]
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def test_every_link_of_every_page_leads_somewhere(pages: list[Path]) -> None:
    broken = []
    for page in pages:
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            target, _, anchor = link.partition("#")
            file = (page.parent / target).resolve() if target else page
            if not file.exists():
                broken.append(f"{page.name}: {link}")
            elif anchor and file.suffix == ".md" and anchor not in anchors(file):
                broken.append(f"{page.name}: {link} (no such heading)")
    assert broken == []


def test_every_test_that_a_page_names_exists(pages: list[Path], modules: list[Path]) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    known = set(re.findall(r"^def (test_\w+)", source, re.MULTILINE)) | {p.name for p in modules}
    for page in pages:
        for named in re.findall(r"`(test_[\w.]+)`", page.read_text(encoding="utf-8")):
            prefix = named.removesuffix("...")
            found = any(name.startswith(prefix) for name in known) if prefix != named else False
            assert found or named in known, f"{page.name} names {named}"


def test_every_file_that_a_page_names_exists(root: Path, pages: list[Path]) -> None:
    named = re.compile(r"`((?:src|tests|bench|docs|plants)/[\w./-]+)`")
    for page in pages:
        for name in named.findall(page.read_text(encoding="utf-8")):
            assert (root / name).exists(), f"{page.name} names {name}"


def test_every_shelf_holds_a_page_and_the_index_leads_to_every_page(root: Path) -> None:
    docs = root / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    for shelf in SHELVES:
        assert list((docs / shelf).glob("*.md")), f"docs/{shelf} is empty"
    for page in docs.rglob("*.md"):
        name = page.relative_to(docs).as_posix()
        assert name == "index.md" or f"]({name})" in index, f"index.md does not lead to {name}"


def test_every_decision_is_one_numbered_page_with_the_same_five_parts(root: Path) -> None:
    decisions = sorted((root / "docs/decisions").glob("*.md"))
    numbers = [int(page.name[:3]) for page in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        positions = [text.find(part) for part in PARTS_OF_A_DECISION]
        assert -1 not in positions, page
        assert positions == sorted(positions), page
        assert len(text.splitlines()) <= 80, f"{page} is longer than a page"


def test_assumptions_are_numbered_without_a_gap_and_every_one_cited_exists(
    root: Path, own_files: list[Path]
) -> None:
    text = (root / "docs/assumptions.md").read_text(encoding="utf-8")
    numbers = sorted(int(n) for n in re.findall(r"^\| A-(\d\d) \|", text, re.MULTILINE))
    assert numbers == list(range(1, len(numbers) + 1))
    known = {f"A-{n:02d}" for n in numbers}
    for path in own_files:
        if path.suffix in {".py", ".yaml", ".md"}:
            cited = set(re.findall(r"\bA-\d\d\b", path.read_text(encoding="utf-8")))
            assert cited <= known, f"{path} cites {sorted(cited - known)}"


@pytest.mark.parametrize(
    "name", ["reference/plant-files.md", "reference/commands.md", "reference/law.md"]
)
def test_a_page_made_from_code_says_what_the_code_says(root: Path, name: str) -> None:
    fresh = runpy.run_path(str(root / "docs/make_pages.py"))["page"](name)
    assert (root / "docs" / name).read_text(encoding="utf-8") == fresh, (
        "run docs/make_pages.py after a change of a table or a command"
    )
