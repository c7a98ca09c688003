"""Titles of law are shown to readers: French is written with its accents."""

import re
from importlib import resources

import pytest

BARE = re.compile(
    r"\b(decrets?|metallurgie|arrete|modifie|reglement|decembre|duree|indemnite|preavis|salaries)\b",
    re.IGNORECASE,
)
FILES = sorted(resources.files("accord.law").joinpath("fr").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_title_that_a_reader_sees_has_its_accents(path) -> None:
    text = path.read_text(encoding="utf-8")
    shown = re.findall(r'(?:\btitle|_article): "([^"]*)"|^title_fr: (.*)$', text, re.MULTILINE)
    assert [said for pair in shown for said in pair if BARE.search(said)] == []


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 10
