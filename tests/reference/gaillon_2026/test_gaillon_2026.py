"""The plant of 1999 under the law of 2026: the same shop, today's dates, money and limits.

Kind: hand. Limits are read from the law room; the scale of minimum pay of the branch is that of
2024 (avenant du 11 juillet 2023), still in force in 2026.
"""

import csv
import hashlib
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from accord import hours, law, plant

PLANTS = Path(__file__).parents[3] / "plants"
FOLDER, OF_1999 = PLANTS / "gaillon-2026", PLANTS / "gaillon"
ON = date(2026, 9, 7)
MONTH_39_H = 169.0
SMIC_1999_MONTH = 6797.18  # francs, 169 h
LEGAL_YEAR_H = 35 * 52  # of the scale of the branch, paid hours
BRANCH_YEAR = {
    "A1": 21_700, "A2": 21_850, "B3": 22_450, "B4": 23_400, "C5": 24_250, "C6": 25_550,
    "D7": 26_400, "D8": 28_450, "E9": 30_500, "E10": 33_700, "F11": 34_900, "F12": 36_700,
    "G13": 40_000, "G14": 43_900, "H15": 47_000, "H16": 52_000, "I17": 59_300, "I18": 68_000,
}  # fmt: skip
WRITTEN = (".csv", ".yaml", ".xlsx", ".md")


def years(first, day=ON):
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def wages(folder):
    """Full-time wages of the shop floor by grade or class, half-timers at twice their pay."""
    with (folder / "people.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["category"] == "ouvrier"]
    return sorted(float(r["wage_month"]) * (39 / float(r["weekly_h"])) for r in rows)


@pytest.fixture(scope="module")
def today():
    return plant.read(FOLDER)


@pytest.fixture(scope="module")
def employees(today):
    return [p for p in today.people if p.contract == "permanent"]


@pytest.fixture(scope="module")
def smic_h():
    version = law.parameter("fr.smic.hourly", ON)
    assert version.since == date(2026, 6, 1)
    return version.number()


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in WRITTEN and path.name != "README.md"
    }


def test_a_new_run_of_the_generator_gives_the_committed_bytes(tmp_path):
    subprocess.run(
        [sys.executable, str(FOLDER / "generate.py"), str(tmp_path)], check=True, timeout=240
    )
    committed = digests(FOLDER)
    assert digests(tmp_path) == committed
    assert len(committed) >= 25


def test_the_shop_is_that_of_1999_to_the_byte_and_the_folder_small():
    for name in ("stations.csv", "operations.csv", "components.csv"):
        assert (FOLDER / name).read_bytes() == (OF_1999 / name).read_bytes(), name
    files = [p for p in FOLDER.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert sum(p.stat().st_size for p in files) < 500_000
    assert not (FOLDER / "log.csv").exists()


def test_the_plant_has_no_error_and_no_warning_and_says_that_it_is_fictional():
    assert [str(p) for p in plant.check(FOLDER) if p.kind != "note"] == []
    for name in ("SOURCES.md", "README.md", "plant.yaml", "scenarios/S5.yaml"):
        assert "ictional plant" in (FOLDER / name).read_text(encoding="utf-8"), name


def test_it_stands_in_euros_on_a_monday_with_the_metal_agreement_of_today(today):
    assert (today.on, today.on.weekday(), today.currency) == (ON, 0, "EUR")
    words = law.pack("fr")["fr.severance.metal"].versions[0].texts("agreements")
    assert any(word in today.branch_agreement for word in words)
    assert today.payroll is not None
    assert today.prices is not None


def test_nobody_is_paid_below_the_minimum_wage_or_the_scale_of_the_branch(employees, smic_h):
    for p in employees:
        hourly = p.wage_month / (p.weekly_h * 52 / 12)
        assert hourly > smic_h, p.person
        assert hourly * LEGAL_YEAR_H > BRANCH_YEAR[p.klass], p.person


def test_pay_keeps_its_ratio_to_the_minimum_wage_of_1999(smic_h):
    now, then = np.array(wages(FOLDER)), np.array(wages(OF_1999))
    assert len(now) == len(then) == 128
    ratio = now / (smic_h * MONTH_39_H)
    assert ratio.mean() == pytest.approx((then / SMIC_1999_MONTH).mean(), rel=5e-4)
    assert ratio.min() == pytest.approx((then / SMIC_1999_MONTH).min(), rel=5e-4)
    assert ratio.max() == pytest.approx((then / SMIC_1999_MONTH).max(), rel=5e-4)


def test_every_class_has_a_group_that_the_law_knows(employees):
    notice = law.parameter("fr.notice.idcc3248", ON)
    executives = notice.texts("executive_groups")
    others = (*notice.texts("lower_groups"), *notice.texts("middle_groups"))
    assert len(set(executives) | set(others)) == 9
    for p in employees:
        assert p.klass in BRANCH_YEAR
        assert p.klass[0] in (executives if p.category == "cadre" else others), p.person


def test_ages_are_those_of_1999_up_to_54_and_reach_the_pension_of_today(employees):
    old = [q for q in plant.read(OF_1999).people if q.contract == "permanent"]
    then = Counter(years(q.birth_date, date(1999, 5, 3)) for q in old)
    now = Counter(years(p.birth_date) for p in employees)
    assert {a: n for a, n in now.items() if a < 55} == {a: n for a, n in then.items() if a < 55}
    assert sum(n for a, n in now.items() if a >= 60) == 8  # within 36 months of 60 in 1999
    assert max(now) == 62
    served = [sum(years(q.hire_date, day) for q in staff) for staff, day in
              ((employees, ON), (old, date(1999, 5, 3)))]  # fmt: skip
    assert served[0] == served[1]


def pension_day(birth, named):
    facts = {"birth_date": birth, "pension_law": named, "pension_way": "ordinary"}
    outcome = law.compute("fr.pension.age", facts, on=ON)
    assert not outcome.needs
    months = birth.month - 1 + int(outcome.value)
    return date(birth.year + months // 12, months % 12 + 1, min(birth.day, 28))


def test_who_retires_in_s6_leaves_at_the_age_of_the_suspended_law(today, employees):
    (scenario,) = [s for s in today.scenarios if s.name == "S6"]
    leaving = {e.person: e.on for e in scenario.exits if e.kind == "retirement"}
    last_day = ON + timedelta(weeks=104, days=-1)
    floor = [p for p in employees if p.crew in ("A", "B") and p.job != "foreman"]
    found = {}
    for p in floor:
        day = max(pension_day(p.birth_date, "suspension_2026"), scenario.start)
        end = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        if end <= last_day:
            found[p.person] = end
    assert leaving == found
    assert len(leaving) == 5
    assert Counter(e.kind for e in scenario.exits) == {"retirement": 5, "leaver": 7}
    births = [p.birth_date for p in floor if p.person in leaving]
    later = [pension_day(b, "law_2023") > pension_day(b, "suspension_2026") for b in births]
    assert all(later)


def test_the_twelve_of_s5_have_the_ages_and_years_of_1999_on_the_day_they_leave(today, employees):
    (scenario,) = [s for s in today.scenarios if s.name == "S5"]
    by_id = {p.person: p for p in employees}
    lives = [
        (years(by_id[e.person].birth_date, e.on), years(by_id[e.person].hire_date, e.on))
        for e in scenario.exits
    ]
    assert sorted(lives) == sorted([
        (51, 26), (51, 27), (52, 28), (52, 29), (53, 30), (54, 30), (55, 30), (55, 31), (57, 32),
        (29, 6), (34, 9), (53, 24),
    ])  # fmt: skip
    assert {e.kind for e in scenario.exits} == {"layoff"}


def test_every_scenario_keeps_the_limits_of_today(today):
    names = [s.name for s in today.scenarios]
    assert names == ["S0", "S1", "S2", "S3", "S4a", "S4b", "S4c", "S5", "S6", "S7", "S9"]
    for scenario in today.scenarios:
        applied, _, _ = hours.apply_designed(today, scenario)
        found = hours.check(applied, on=scenario.start)
        assert found.needs == (), scenario.name
        assert found.breaches == (), scenario.name
        above = {f.on for f in found.flags if f.rule == "fr.hours.legal_week"}
        assert above == ({scenario.start} if scenario.weekly_h > 35 else set()), scenario.name


def night_h(shift, first, last):
    """Hours of a shift between two clock times around midnight, breaks not taken off."""
    start, end = shift.start_min / 60, shift.end_min / 60
    return max(0.0, last - start) + max(0.0, end - first)


@pytest.mark.parametrize("name", ["S0", "S4a", "S4b"])
def test_nobody_works_so_many_hours_at_night_that_he_is_a_night_worker(today, name):
    (scenario,) = [s for s in today.scenarios if s.name == name]
    night = law.parameter("fr.hours.night_worker", ON)
    first, last = night.number("from_h"), night.number("to_h")
    shifts = scenario.shifts or today.shifts
    crews = {s.crew for s in shifts}
    for crew in crews:
        own = [s for s in shifts if s.crew == crew]
        weeks = max(s.week for s in own)
        year = sum(night_h(s, first, last) for s in own) * 52 / weeks
        assert year < night.number("least_year_h"), crew
        assert all(night_h(s, first, last) < night.number("least_night_h") for s in own)


def test_four_hours_a_week_and_the_saturdays_of_39_h_fit_the_yearly_allowance(today):
    allowance = law.parameter("fr.overtime.contingent", ON).number("metal")
    leave_weeks = law.parameter("fr.hours.leave", ON).number()
    week_h = law.parameter("fr.hours.legal_week", ON).number("above_h")
    saturdays = {rule.max_h_year for rule in today.overtime}
    above = today.weekly_h - week_h
    assert above * (52 - leave_weeks) + max(saturdays) <= allowance
    assert above == 4


def test_no_plan_asks_for_an_aid_that_is_gone_and_every_designed_cycle_is_found(today):
    assert all(s.aid is None for s in today.scenarios)
    (designed,) = [s for s in today.scenarios if s.name == "S9"]
    _, cycle, why_not = hours.apply_designed(today, designed)
    assert cycle is not None, why_not
