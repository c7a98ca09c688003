"""No number and no case of law without a source: where it was read, and whether it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from accord import law
from accord.errors import InputError
from accord.law.parameters import iter_versions, read_pack
from accord.law.registry import pack_names, rules_of

HERE = Path(__file__).parent
KINDS = {"statute", "official_calculator", "paper", "theory", "other_program", "hand", "regression"}
VERSIONS = [v for name in pack_names() for v in iter_versions(law.pack(name))]
CASE_FILES = sorted(HERE.glob("*.yaml"))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.id}@{v.since}")
def test_every_version_of_every_parameter_names_its_article_status_and_day_of_reading(version):
    assert version.article.strip()
    assert version.status in {law.CHECKED, law.DRAFT}
    assert date(2020, 1, 1) < date.fromisoformat(version.checked_on) < date(2030, 1, 1)
    assert not version.url or version.url.startswith(("http://", "https://"))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: f"{v.id}@{v.since}")
def test_a_checked_version_is_not_from_memory_and_says_where_it_was_read(version):
    if version.status == law.CHECKED:
        assert version.url or "read in" in version.note
        assert "memory" not in version.note


def test_every_case_of_law_names_its_source():
    """A file of cases is a list, each with its source; or a record with one source for all."""
    assert len(CASE_FILES) >= 2
    for path in CASE_FILES:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in [found] if isinstance(found, dict) else found:
            assert str(case.get("source", "")).strip(), f"{path.name}: {case}"
            assert case.get("kind", "statute") in KINDS, f"{path.name}: {case}"


def test_every_rule_of_the_ending_of_contracts_has_a_worked_case():
    cases = yaml.safe_load((HERE / "worked_cases.yaml").read_text(encoding="utf-8"))
    endings = ("fr.severance", "fr.seniority", "fr.notice", "fr.job_search", "fr.fixed_term")
    wanted = {id_ for id_ in rules_of("fr") if id_.startswith(endings)}
    assert wanted <= {case["rule"] for case in cases}


FILE = """\
id: nowhere.bonus
title_fr: prime
title_en: bonus
unit: month
status: checked
checked_on: 2026-11-22
values:
  2000-01-01: {value: 1}
refs:
  2000-01-01: {title: "Act, section 1", note: "read in the Gazette"}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('  2000-01-01: {title: "Act, section 1", note: "read in the Gazette"}\n', "  {}\n"),
        ('title: "Act, section 1"', 'note: "no title"'),
        ('title: "Act, section 1"', 'title: ""'),
        ("status: checked\n", ""),
        ("status: checked", "status: perhaps"),
        ("checked_on: 2026-11-22\n", ""),
        ("unit: month\n", ""),
        (', note: "read in the Gazette"', ""),
        ("read in the Gazette", "found somewhere"),
    ],
)
def test_a_file_without_source_status_or_unit_is_refused(tmp_path, old, new):
    assert old in FILE
    (tmp_path / "bonus.yaml").write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=r"bonus\.yaml"):
        read_pack(tmp_path)


def test_a_file_with_all_of_them_is_read(tmp_path):
    (tmp_path / "bonus.yaml").write_text(FILE, encoding="utf-8")
    assert read_pack(tmp_path)["nowhere.bonus"].versions[0].article == "Act, section 1"


def test_the_page_lists_every_unchecked_value():
    page = Path(law.__file__).parents[3] / "docs" / "reference" / "law.md"
    if not page.is_file():
        pytest.skip("documentation is not part of an installed package")
    head, _, rest = page.read_text(encoding="utf-8").partition("## Unchecked")
    listed = rest.partition("\n## ")[0]
    drafts = [v for v in VERSIONS if v.status == law.DRAFT]
    assert drafts
    assert [v for v in drafts if f"| `{v.id}` | {v.since} |" not in listed] == []
    assert f"{len(drafts)} of them unchecked" in head
