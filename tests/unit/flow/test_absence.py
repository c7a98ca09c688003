"""Absence: the mean share, people who differ, spells that hold together, paired draws."""

import numpy as np
import pytest

from accord import flow
from accord.flow.absence import absent_days
from accord.flow.keys import entity_key
from accord.flow.model import AbsenceModel

PEOPLE = 3000
DAYS = 400


def keys(people=PEOPLE):
    return np.array([entity_key(f"person:{i}") for i in range(people)], dtype=np.uint64)


def lost(absence, *, people=PEOPLE, days=DAYS, seed=5, replication=0):
    first = np.arange(people + 1) * days
    return absent_days(absence, first, keys(people), seed, replication).reshape(people, days)


def same(share, people=PEOPLE, **values):
    return AbsenceModel((share,) * people, **values)


@pytest.mark.parametrize("shape", [0.0, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("share", [0.03, 0.065, 0.15])
def test_the_mean_share_of_days_is_the_one_asked_for(share, shape):
    of_person = lost(same(share, shape=shape)).mean(axis=1)
    error = of_person.std(ddof=1) / np.sqrt(PEOPLE)
    assert abs(of_person.mean() - share) < 4 * error


def test_the_first_days_are_like_any_other():
    found = lost(same(0.1), people=PEOPLE)
    for days in (found[:, 0], found[:, :5].mean(axis=1), found[:, -5:].mean(axis=1)):
        assert abs(days.mean() - 0.1) < 4 * days.std(ddof=1) / np.sqrt(PEOPLE)


def test_with_frailty_of_shape_one_eleven_percent_carry_a_third_of_the_days():
    # Exponential frailty: the top p carry p (1 - ln p) = 35.3 % of the days for p = 0.11; over
    # many days only frailty is left. 4 of 36 persons carried 34 % (UCI 445).
    of_person = np.sort(lost(same(0.05, people=1000), people=1000, days=20_000).mean(axis=1))
    top = of_person[-110:].sum() / of_person.sum()
    assert top == pytest.approx(0.11 * (1 - np.log(0.11)), abs=0.04)


def test_without_frailty_all_people_have_the_same_risk():
    of_person = lost(same(0.05, people=300, shape=0.0), people=300, days=20_000).mean(axis=1)
    assert of_person.std() < 0.15 * of_person.mean()
    frail = lost(same(0.05, people=300), people=300, days=20_000).mean(axis=1)
    assert frail.std() > 0.7 * frail.mean()


def test_days_are_lost_in_spells_not_one_by_one():
    found = lost(same(0.065, shape=0.0))
    again = found[:, 1:][found[:, :-1]].mean()
    # A day after a lost day is lost with 1 - (1 - share) q / share, q the chance of a spell.
    mean_day = 0.9 * 1.6 + 0.1 * 15.0
    q = 0.065 / (mean_day * (1 - 0.065) + 0.065)
    ends = (1 - 0.065) * q / 0.065
    assert abs(again - (1 - ends)) < 0.02
    assert again > 5 * 0.065


def test_spells_have_a_median_of_one_day_and_a_long_tail():
    found = lost(same(0.02, shape=0.0)).astype(int)
    padded = np.pad(found, ((0, 0), (1, 1)))
    begin, end = np.nonzero(np.diff(padded) == 1)[1], np.nonzero(np.diff(padded) == -1)[1]
    length = (end - begin)[(begin > 0) & (end < DAYS)]
    assert np.median(length) == 1
    assert 0.02 < (length > 10).mean() < 0.08


def test_draws_depend_on_seed_and_replication():
    absence = same(0.1, people=50)
    found = [
        lost(absence, people=50, seed=s, replication=r) for s, r in ((5, 0), (5, 1), (6, 0), (5, 0))
    ]
    assert np.array_equal(found[0], found[3])
    assert not np.array_equal(found[0], found[1])
    assert not np.array_equal(found[0], found[2])


def test_one_person_more_and_a_longer_run_leave_the_draws_alone():
    few = lost(same(0.1, people=20), people=20, days=100)
    many = lost(same(0.1, people=30), people=30, days=300)
    assert np.array_equal(few, many[:20, :100])


def test_people_without_days_or_without_risk_lose_none():
    first = np.array([0, 0, 200, 400])
    absence = AbsenceModel((0.2, 0.0, 0.2))
    found = absent_days(absence, first, keys(3), 1, 0)
    assert found.shape == (400,)
    assert not found[:200].any()
    assert found[200:].any()


def test_two_windows_of_a_day_are_lost_together(press, compiled):
    starts = [d * 1440.0 for d in range(300)]
    press.people.clear()
    windows = [(s + a, s + z) for s in starts for a, z in ((360, 600), (630, 840))]
    press.person("P1", ["press"], [flow.Window(a, z) for a, z in windows])
    press.absence = AbsenceModel((0.3,), shape=0.0)
    table = compiled(press, days=300).calendars.entries(2, 0)
    begun = table["time"][(table["kind"] == 2)] // 60_000_000
    mornings, afternoons = set(begun[begun % 1440 == 360]), set(begun[begun % 1440 == 630])
    assert {t + 270 for t in mornings} == afternoons
    assert 100 < len(mornings) < 290
