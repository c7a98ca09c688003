"""The files of law are complete, and no number of law stands in the code."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import accord
from accord import law
from accord.law.parameters import iter_versions
from accord.law.registry import last_known, rules_of

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
    if path.stem in {"matrix_file", "matrix_book", "duty_tables", "duty_times", "rest_weeks"}:
        return False
    inside = path.relative_to(SOURCE / "hours").parts
    return inside[0] == "check" or len(inside) == 1


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


@pytest.mark.parametrize("name", sorted(set(PACKS) - {"ergo"}))
def test_a_day_of_entry_into_force_from_memory_is_a_draft(name):
    """The number of an article may be from memory where the values were read; a day may not."""
    for version in iter_versions(law.pack(name)):
        if ".hours." not in version.id and re.search(r"day of [^;]*from memory", version.note):
            assert version.status == "draft", f"{version.id} {version.since}"


def asked_without_knowing(rule: str, on: date) -> set[str]:
    """Facts asked when nothing is known: a condition on a fact that the rule asks is not met."""
    facts = law.facts_of(rule, on)
    names = {fact.name for fact in facts}
    return {
        fact.name
        for fact in facts
        if not fact.when
        or any(all(name not in names for name, _ in clause) for clause in fact.when)
    }


@pytest.mark.parametrize("rule", sorted(rules_of("fr")))
def test_without_facts_every_rule_lists_exactly_what_it_asks_for(rule):
    on = last_known(rule)
    found = law.compute(rule, {}, on=on)
    asked = asked_without_knowing(rule, on)
    assert {n.fact for n in found.needs} == asked
    assert (found.value is None) == bool(asked)
    assert found.articles
    assert all(need.why and need.article for need in found.needs)


def test_some_rules_ask_for_facts():
    assert sum(bool(law.facts_of(rule)) for rule in rules_of("fr")) > 30


@pytest.mark.parametrize("name", PACKS)
def test_a_condition_names_a_fact_declared_before_or_of_another_file(name):
    for rule in rules_of(name):
        seen: set[str] = set()
        names = {fact.name for fact in law.facts_of(rule)}
        for fact in law.facts_of(rule):
            conditions = {asked for clause in fact.when for asked, _ in clause}
            assert conditions & names <= seen, f"{rule}: {fact.name}"
            seen.add(fact.name)


@pytest.mark.parametrize("name", PACKS)
def test_the_law_page_names_every_rule_and_parameter(name):
    page = SOURCE.parents[1] / "docs" / "reference" / "law.md"
    if not page.is_file():
        pytest.skip("documentation is not part of an installed package")
    text = page.read_text(encoding="utf-8")
    ids = [*law.pack(name), *rules_of(name)]
    assert [id_ for id_ in ids if f"`{id_}`" not in text and f"### {id_}\n" not in text] == []


def test_packs_cannot_be_confused_by_two_files_for_one_id():
    for name in PACKS:
        files = law.pack(name)
        assert all(file.id == id_ for id_, file in files.items())
        assert all(id_.startswith(name + ".") for id_ in files)
