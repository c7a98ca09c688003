"""The files of law are complete, and no number of law stands in the code."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import accord
from accord import law
from accord.law.parameters import iter_versions

SOURCE = Path(accord.__file__).parent
# Unit conversions and array arithmetic only: cents, months, weeks, days, minutes, and halves.
ALLOWED = {0, 1, -1, 7, 12, 24, 60, 100, 1440, 0.5}
ROOMS = ("law", "hours", "cost")
PACKS = ("de", "ergo", "eu", "fr", "uk", "us")


def numbers_in(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(SOURCE)}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and node.value not in ALLOWED
    ]


def holds_law(path: Path) -> bool:
    """Say whether a module of the room of hours measures limits of law.

    Optimisers, file formats and scores of ergonomics have numbers of their own.
    """
    folder = path.relative_to(SOURCE / "hours").parts[0]
    if folder in {"cycle", "roster", "exports"}:
        return False
    names = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("accord")
        for alias in node.names
    }
    is_read = path.stem in {"duties", "night", "records", "spread", "wording"}
    return is_read or (bool(names & {"Version", "Timeline", "Series"}) and not is_score(path.stem))


def is_score(stem: str) -> bool:
    """Say whether a module scores a cycle by a formula of studies: its numbers are no law."""
    return stem in {"audit", "ergonomics", "risk_index", "rotation"}


def test_every_module_that_measures_the_law_of_hours_is_read():
    read = {p.stem for p in (SOURCE / "hours").rglob("*.py") if holds_law(p)}
    lengths = {"lengths", "overtime", "rests", "night", "night_work", "night_period", "season"}
    doors = {"check", "check_cycle", "check_roster", "hold", "in_force", "plant_law", "statutes"}
    assert lengths | doors <= read


@pytest.mark.parametrize("room", ROOMS)
def test_no_number_of_law_stands_in_the_code(room):
    exempt = {SOURCE / "law" / "rounding.py", SOURCE / "law" / "records.py"}
    paths = [p for p in (SOURCE / room).rglob("*.py") if p not in exempt]
    if room == "hours":
        paths = [p for p in paths if holds_law(p)]
    assert paths, f"{room} has no modules"
    assert [line for path in paths for line in numbers_in(path)] == []


@pytest.mark.parametrize("name", PACKS)
def test_every_version_names_where_it_was_read_and_whether_it_was(name):
    versions = list(iter_versions(law.pack(name)))
    assert versions
    for version in versions:
        assert version.article
        assert version.status in {"checked", "draft"}
        assert date.fromisoformat(version.checked_on) <= date(2030, 1, 1)


def test_every_money_value_says_its_currency():
    money = [v for v in iter_versions(law.pack("fr")) if v.unit.startswith("money")]
    assert money
    assert all(v.currency in {"FRF", "EUR"} for v in money)


@pytest.mark.parametrize("name", sorted(set(PACKS) - {"ergo"}))
def test_memory_is_never_marked_as_checked(name):
    for version in iter_versions(law.pack(name)):
        if "from memory" in version.note.lower() and "partly" not in version.note:
            assert version.status == "draft", f"{version.id} {version.since}"


@pytest.mark.parametrize(
    "rule",
    [
        "fr.aid.aubry1",
        "fr.dismissal.social_plan",
        "fr.hours.legal_week",
        "fr.levy.delalande",
        "fr.notice.dismissal",
        "fr.overtime.comp_rest",
        "fr.overtime.pay",
        "fr.seniority",
        "fr.severance.legal",
        "fr.severance.metal",
        "fr.severance.metal_due",
        "fr.wages.hourly",
    ],
)
def test_without_facts_every_rule_lists_exactly_what_it_asks_for(rule):
    found = law.compute(rule, {}, on=date(1999, 6, 1))
    assert found.value is None
    assert {n.fact for n in found.needs} == {f.name for f in law.facts_of(rule)}
    assert found.articles


@pytest.mark.parametrize("name", ["de", "eu", "fr", "uk", "us"])
def test_the_law_page_names_every_rule_of_the_pack(name):
    page = SOURCE.parents[1] / "docs" / "background" / "law.md"
    if not page.is_file():
        pytest.skip("documentation is not part of an installed package")
    text = page.read_text(encoding="utf-8")
    assert [id_ for id_ in law.pack(name) if f"`{id_}`" not in text] == []


def test_packs_cannot_be_confused_by_two_files_for_one_id():
    for name in PACKS:
        files = law.pack(name)
        assert all(file.id == id_ for id_, file in files.items())
        assert all(id_.startswith(name + ".") for id_ in files)
