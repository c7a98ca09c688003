"""The days of an economic dismissal: the earliest ones, and calendars that are checked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accord.errors import FactError
from accord.law.fr.dismissal_calendar import earliest_calendar
from accord.law.fr.dismissal_calendar_check import check_calendar
from accord.law.fr.dismissal_letter import letter_day
from accord.law.fr.dismissal_times import Project
from accord.law.records import Need

MEETING = date(2024, 3, 1)
TWELVE = Project(12, 180, plan_basis="document")
DAY = timedelta(1)


def verdicts(days, project):
    return {one.id: one.verdict for one in check_calendar(days, project)}


def as_given(calendar):
    """The earliest calendar as a calendar of days, without the express decision and the opinion."""
    return {s.step: s.day for s in calendar.steps if s.step not in {"decision", "opinion"}}


def test_twelve_dismissals_by_a_document_take_37_days_from_the_first_meeting():
    found = earliest_calendar(MEETING, TWELVE)
    assert found.needs == ()
    assert {s.step: str(s.day) for s in found.steps} == {
        "first_meeting": "2024-03-01",
        "notice": "2024-03-02",  # L1233-46: the day after
        "second_meeting": "2024-03-16",  # L1233-30: fifteen days
        "filing": "2024-03-16",
        "decision": "2024-04-06",  # L1233-57-4: 21 days
        "letters": "2024-04-07",
        "opinion": "2024-05-01",  # L1233-30: two months at the latest
    }
    assert found.day("letters") - MEETING == timedelta(15 + 21 + 1)
    assert [s.step for s in found.steps if s.is_latest] == ["opinion"]
    assert all(s.article and s.status == "checked" for s in found.steps)


def test_an_agreement_saves_six_days():
    by = {
        basis: earliest_calendar(MEETING, Project(12, 180, plan_basis=basis)).day("letters")
        for basis in ("agreement", "document")
    }
    assert by["document"] - by["agreement"] == timedelta(6)


@pytest.mark.parametrize(
    ("number", "limit"),
    [
        (10, "2024-05-01"),
        (99, "2024-05-01"),
        (100, "2024-06-01"),
        (249, "2024-06-01"),
        (250, "2024-07-01"),
    ],
)
def test_the_opinion_has_two_three_or_four_months_by_number(number, limit):
    found = earliest_calendar(MEETING, Project(number, 2000, plan_basis="agreement"))
    assert str(found.day("opinion")) == limit


@pytest.mark.parametrize(
    ("number", "days", "apart"), [(10, 30, 14), (99, 30, 14), (100, 45, 21), (250, 60, 28)]
)
def test_in_1999_letters_waited_30_45_or_60_days_from_the_notification(number, days, apart):
    first = date(1999, 3, 1)
    found = earliest_calendar(first, Project(number, 2000, has_expert=False))
    assert found.day("letters") == first + DAY + timedelta(days) + DAY
    (second,) = [s for s in found.steps if s.step == "second_meeting"]
    assert (second.day, second.is_latest) == (first + timedelta(apart), True)


def test_in_1999_an_accountant_moved_the_second_meeting_and_the_letters():
    first = date(1999, 3, 1)
    plain, expert = (
        earliest_calendar(first, Project(12, 180, has_expert=has)) for has in (False, True)
    )
    assert expert.day("letters") - plain.day("letters") == timedelta(14)
    assert expert.day("second_meeting") == first + timedelta(20)


def test_below_fifty_the_letters_wait_for_thirty_days_also_today():
    found = earliest_calendar(MEETING, Project(12, 49))
    assert found.needs == ()
    assert found.day("letters") == MEETING + DAY + timedelta(30) + DAY
    assert found.day("filing") is None


@pytest.mark.parametrize(
    ("day", "is_known"),
    [
        ("1989-08-07", False),
        ("1989-08-08", True),
        ("1989-08-09", True),
        ("2002-01-17", True),
        ("2002-01-18", False),
        ("2002-01-19", False),
        ("2003-01-03", False),
        ("2003-01-04", True),
        ("2003-01-05", True),
        ("2008-04-30", True),
        ("2008-05-01", True),
        ("2008-05-02", True),
    ],
)
def test_a_day_without_known_law_is_a_need(day, is_known):
    found = earliest_calendar(date.fromisoformat(day), Project(12, 180, has_expert=False))
    assert bool(found.steps) == is_known
    assert [need.fact for need in found.needs] == ([] if is_known else ["on"])
    if not is_known:
        assert "fr.dismissal.calendar" in found.needs[0].told("en")
        assert "n'a pas de valeur" in found.needs[0].told("fr")
        conditions = check_calendar({"first_meeting": date.fromisoformat(day)}, TWELVE)
        assert [(c.id, c.verdict) for c in conditions] == [("law", None)]


def test_the_administration_decides_from_july_2013_on():
    for day, has_decision in (("2013-06-30", False), ("2013-07-01", True), ("2013-07-02", True)):
        project = Project(12, 180, plan_basis="document", has_expert=False)
        found = earliest_calendar(date.fromisoformat(day), project)
        assert (found.day("decision") is not None) == has_decision


def test_what_is_missing_is_asked_for_with_its_article():
    (need,) = earliest_calendar(MEETING, Project(12, 180)).needs
    assert need.fact == "plan_basis"
    assert "L1233-57-4" in need.article
    (need,) = earliest_calendar(date(1999, 3, 1), Project(12, 180)).needs
    assert need.fact == "has_expert"
    assert need.why_fr != need.why


@pytest.mark.parametrize(
    ("first", "project"),
    [
        (MEETING, TWELVE),
        (MEETING, Project(300, 2000, plan_basis="agreement")),
        (MEETING, Project(12, 49)),
        (date(1999, 3, 1), Project(120, 180, has_expert=True)),
        (date(1999, 3, 1), Project(12, 180, has_expert=False)),
    ],
)
def test_the_earliest_calendar_is_allowed_and_no_letter_can_be_a_day_earlier(first, project):
    days = as_given(earliest_calendar(first, project))
    if "filing" in days:
        days["opinion"] = days["second_meeting"]
    assert set(verdicts(days, project).values()) == {True}
    for step, condition in (("letters", "letters"), ("notice", "notice")):
        found = verdicts({**days, step: days[step] - DAY}, project)
        assert found[condition] is False


def test_meetings_fourteen_days_apart_are_too_close_today():
    days = {"first_meeting": MEETING, "second_meeting": MEETING + timedelta(14)}
    assert verdicts(days, TWELVE)["second_meeting"] is False
    days["second_meeting"] += DAY
    assert verdicts(days, TWELVE)["second_meeting"] is True


def test_a_plan_filed_before_the_opinion_is_not_met_unless_the_time_is_over():
    days = {"first_meeting": MEETING, "filing": date(2024, 4, 30)}
    assert verdicts(days, TWELVE)["filing"] is None
    assert verdicts({**days, "opinion": date(2024, 5, 10)}, TWELVE)["filing"] is False
    assert verdicts({**days, "opinion": date(2024, 4, 29)}, TWELVE)["filing"] is True
    assert verdicts({**days, "filing": date(2024, 5, 1)}, TWELVE)["filing"] is True


def test_an_express_decision_lets_the_letters_go_at_once():
    days = as_given(earliest_calendar(MEETING, TWELVE))
    days |= {"opinion": days["second_meeting"], "decision": days["filing"] + timedelta(5)}
    days["letters"] = days["decision"]
    assert set(verdicts(days, TWELVE).values()) == {True}
    days["decision"] = days["filing"] - DAY
    assert verdicts(days, TWELVE)["decision"] is False


def test_a_dismissal_before_the_silence_is_told_void_in_both_languages():
    days = as_given(earliest_calendar(MEETING, TWELVE))
    days["letters"] -= DAY
    (letters,) = [c for c in check_calendar(days, TWELVE) if c.id == "letters"]
    assert letters.told("en").startswith("letters after the decision or silence, or else void: not")
    assert letters.told("fr").startswith("lettres après la décision ou le silence, à peine de nul")
    assert "L1233-39" in letters.told("fr")
    assert letters.as_dict()["verdict"] is False
    with pytest.raises(ValueError, match="no words in 'de'"):
        letters.told("de")


def test_a_calendar_without_days_leaves_every_condition_open():
    (only,) = check_calendar({}, TWELVE)
    assert (only.verdict, only.needs) == (None, ("first_meeting",))
    found = check_calendar({"first_meeting": MEETING}, Project(12, 180))
    assert [c.verdict for c in found] == [None] * 4
    assert all(c.needs for c in found)


@pytest.mark.parametrize(
    ("project", "fact"),
    [
        (Project(9, 180), "dismissals"),
        (Project(-1, 180), "dismissals"),
        (Project(12, -5), "headcount"),
        (Project(12, 11), "headcount"),
        (Project(12, 180, plan_basis="vote"), "plan_basis"),
    ],
)
def test_a_project_that_cannot_be_is_refused_by_name(project, fact):
    for call in (
        lambda: earliest_calendar(MEETING, project),
        lambda: check_calendar({"first_meeting": MEETING}, project),
    ):
        with pytest.raises(FactError) as caught:
            call()
        assert caught.value.fact == fact
        assert "L1233-30" in str(caught.value)


def test_an_unknown_step_is_refused_with_those_known():
    with pytest.raises(FactError, match="days is party: known: first_meeting, notice"):
        check_calendar({"party": MEETING}, TWELVE)


def test_a_letter_waits_seven_working_days_fifteen_for_a_manager_alone():
    interview = date(2024, 3, 4)  # a Monday
    one = letter_day(interview, dismissals=1, is_executive=False)
    assert str(one.day) == "2024-03-13"  # the seventh is Tuesday 12
    manager = letter_day(interview, dismissals=1, is_executive=True)
    assert str(manager.day) == "2024-03-22"  # the fifteenth is Thursday 21
    among = letter_day(interview, dismissals=2, is_executive=True)
    assert among.day == one.day
    easter = letter_day(
        date(2024, 3, 27), dismissals=2, is_executive=False, holidays={date(2024, 4, 1)}
    )
    assert str(easter.day) == "2024-04-06"  # without Sunday 31 and Easter Monday: Friday 5


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("1989-08-07", None),
        ("1989-08-08", "1989-08-16"),
        ("1999-03-01", "1999-03-09"),  # calendar days
        ("2004-06-25", "2004-07-03"),
        ("2004-06-26", None),
        ("2008-04-30", None),
        ("2008-05-01", "2008-05-10"),  # Friday 2 to Friday 9 without Sunday 4
        ("2008-05-02", "2008-05-11"),
    ],
)
def test_the_wait_of_a_small_project_is_that_of_the_day(day, first):
    found = letter_day(date.fromisoformat(day), dismissals=3, is_executive=False)
    if first is None:
        assert isinstance(found, Need)
        assert found.fact == "on"
    else:
        assert str(found.day) == first


@pytest.mark.parametrize("number", [0, 10])
def test_a_wait_for_no_dismissal_or_for_ten_is_refused(number):
    with pytest.raises(FactError, match="it is from 1 to 9"):
        letter_day(MEETING, dismissals=number, is_executive=False)


def test_a_calendar_reads_in_french_and_in_english():
    found = earliest_calendar(MEETING, TWELVE)
    assert found.told("fr").splitlines()[0].startswith("première réunion du comité au plus tôt")
    assert "opinion of the works council at the latest 2024-05-01" in found.told("en")
