"""A result names the articles of its time: the labour code has new numbers since 1 May 2008."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from accord import law
from accord.law.parameters import iter_versions
from accord.law.registry import articles_of, rules_of

RENUMBERED = law.parameter("fr.labour_code", date(2026, 1, 1)).since
# four figures are the labour code of today; three are that of before or another code
NEW = re.compile(r"\b[LRD][1-8]\d{3}-\d")
FORMER = re.compile(r"\b[LR](12[0-9]|13[0-9]|14[0-9]|21[0-9]|22[0-9]|32[0-9]|42[0-9])-\d")
OTHER_CODES = ("fr.contributions", "fr.pay.", "fr.pension", "fr.relief", "fr.short_time", "fr.csg")
# the hours room holds its own files; CATS is a gap from 2005; fr.staff is words, not law
ELSEWHERE = ("fr.hours", "fr.early_exit.cats", "fr.staff")


def versions(*, without):
    return [v for v in iter_versions(law.pack("fr")) if not v.id.startswith(without)]


def ends_of():
    ends = {}
    for file in law.pack("fr").values():
        following = [v.since for v in file.versions[1:]] + [file.ends or date.max]
        ends |= {(v.id, v.since): day for v, day in zip(file.versions, following, strict=True)}
    return ends


def test_the_new_code_is_of_1_may_2008():
    assert date(2008, 5, 1) == RENUMBERED


def test_no_version_of_before_2008_names_an_article_of_the_new_code():
    early = [v for v in versions(without=(*ELSEWHERE,)) if v.since < RENUMBERED]
    wrong = [f"{v.id} {v.since}: {v.article}" for v in early if NEW.search(_labour(v.article))]
    assert wrong == []


def test_no_version_in_force_after_april_2008_names_an_article_of_the_former_code():
    ends = ends_of()
    late = [
        v for v in versions(without=(*ELSEWHERE, *OTHER_CODES))
        if ends[v.id, v.since] > RENUMBERED + timedelta(1)
    ]  # fmt: skip
    gaps = law.pack("fr")["fr.overtime.contingent"].gaps
    wrong = [
        f"{v.id} {v.since}: {v.article}" for v in late
        if FORMER.search(_labour(v.article)) and not (v.id == "fr.overtime.contingent" and gaps)
    ]  # fmt: skip
    assert wrong == []


def _labour(article):
    """Leave out the articles of the codes of social security and of local authorities."""
    return " ; ".join(part for part in article.split(" ; ") if not re.search("CSS|CGCT", part))


@pytest.mark.parametrize("rule", sorted(rules_of("fr")))
def test_a_rule_names_no_article_of_two_codes_at_once(rule):
    both = articles_of(rule, date(2026, 1, 1)) + articles_of(rule, date(2000, 1, 1))
    for article in map(_labour, both):
        assert not (NEW.search(article) and FORMER.search(article)), article


@pytest.mark.parametrize(
    ("on", "article"),
    [
        (date(2008, 4, 30), "L122-6 ; L132-4"),
        (date(2008, 5, 1), "L1234-1 ; L2251-1"),
        (date(2008, 5, 2), "L1234-1 ; L2251-1"),
    ],
)
def test_the_articles_of_a_rule_are_those_of_the_day(on, article):
    assert articles_of("fr.notice.due", on) == (article,)


@pytest.mark.parametrize("rule", ["fr.notice.due", "fr.severance.due"])
def test_a_result_of_2000_names_no_article_of_2008_and_the_other_way_round(rule):
    facts = {
        "agreement": "none",
        "seniority_years": 10,
        "seniority_right_years": 10,
        "age_years": 40,
        "wage_month": 2000,
        "is_economic": False,
        "is_unfit_by_work": False,
        "is_disabled": False,
    }
    then = law.compute(rule, facts, on=date(2000, 1, 15)).explain()
    assert not NEW.search(then)
    now = law.compute(rule, facts, on=date(2026, 1, 15)).explain()
    assert not FORMER.search(now)


def test_a_need_of_before_2008_names_the_article_of_its_time():
    found = law.compute("fr.pay.month_before_2005", {}, on=date(2000, 1, 15))
    assert not [need for need in found.needs if NEW.search(_labour(need.article))]
    assert not any(NEW.search(_labour(article)) for article in found.articles)
