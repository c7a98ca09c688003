"""The people of the plant against its description: counts, ages, wages, skills, absence.

Kind: hand.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import mean, median, quantiles

import pytest

ON = date(1999, 5, 3)
SMIC_15_F = 10_195.77
BANDS = ((0, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 48), (49, 54), (55, 59))
GROUP = {
    "press operator": "press", "assembler": "assembly", "finisher": "finishing",
    "setter": "set-up", "maintenance": "set-up", "logistics": "logistics",
    "quality": "logistics", "foreman": "foremen", "methods": "foremen", "planning": "foremen",
    "quality technician": "foremen", "die maker": "foremen", "manager": "office",
    "clerk": "office",
}  # fmt: skip
# group: people, crew A, B, day, women, ages by band, mean gross (None: not given as one number)
GROUPS = {
    "press": (48, 24, 24, 0, 8, (4, 5, 5, 4, 4, 4, 13, 9), 8636),
    "assembly": (24, 12, 12, 0, 17, (3, 4, 4, 4, 3, 2, 3, 1), 8033),
    "finishing": (14, 7, 7, 0, 5, (1, 2, 2, 2, 2, 1, 3, 1), 8376),
    "set-up": (24, 11, 11, 2, 0, (1, 3, 4, 4, 4, 3, 4, 1), 10203),
    "logistics": (18, 7, 7, 4, 6, (2, 3, 3, 3, 3, 1, 2, 1), 8643),
    "foremen": (22, 3, 3, 16, 2, (0, 2, 3, 4, 4, 3, 4, 2), 11600),
    "office": (30, 0, 0, 30, 17, (1, 4, 5, 5, 5, 4, 4, 2), None),
}


def years(first, day=ON):
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def full_time_wage(person):
    """Half-timers of assembly are paid half of their grade; clerks' wages are as paid."""
    return person.wage_month * (2 if person.job == "assembler" and person.weekly_h < 30 else 1)


@pytest.fixture(scope="module")
def groups(employees):
    groups = defaultdict(list)
    for person in employees:
        groups[GROUP[person.job]].append(person)
    return groups


def test_there_are_180_employees_three_apprentices_and_a_trainee(gaillon, employees):
    assert len(gaillon.people) == 184
    assert len(employees) == 180
    outside = Counter(p.contract for p in gaillon.people if p.contract != "permanent")
    assert outside == {"apprenticeship": 3, "traineeship": 1}
    assert Counter(p.crew[0] for p in employees) == {"A": 64, "B": 64, "D": 52}
    assert sum(p.sex == "F" for p in employees) == 55


@pytest.mark.parametrize("name", GROUPS)
def test_each_group_has_its_people_crews_women_ages_and_mean_wage(groups, name):
    number, in_a, in_b, day, women, pyramid, wage = GROUPS[name]
    members = groups[name]
    assert len(members) == number
    crews = Counter(p.crew[0] for p in members)
    assert (crews["A"], crews["B"], crews["D"]) == (in_a, in_b, day)
    assert sum(p.sex == "F" for p in members) == women
    ages = [years(p.birth_date) for p in members]
    assert tuple(sum(a <= age <= z for age in ages) for a, z in BANDS) == pyramid
    if wage is not None:
        assert mean(map(full_time_wage, members)) == pytest.approx(wage, abs=0.6)


def test_ages_and_seniority_of_all_180_follow_the_pyramid(employees):
    counts, seniority = [], []
    for first, last in BANDS:
        band = [p for p in employees if first <= years(p.birth_date) <= last]
        counts.append(len(band))
        seniority.append(mean(years(p.hire_date) for p in band))
    assert counts == [12, 23, 26, 26, 25, 18, 33, 17]
    assert seniority == pytest.approx([2, 4, 7, 11, 15, 20, 26, 30])


def test_those_near_sixty(employees):
    ages = Counter(years(p.birth_date) for p in employees if years(p.birth_date) >= 55)
    assert ages == {55: 5, 56: 4, 57: 4, 58: 3, 59: 1}
    assert sum(years(p.birth_date) >= 60 - 3 for p in employees) == 8  # within 36 months of 60
    assert sum(years(p.birth_date) >= 60 - 2 for p in employees) == 4


def test_five_meet_the_early_exit_rule(employees):
    def is_early(p):
        q = p.pension_quarters
        started = (p.work_start - p.birth_date).days / 365.25
        born_1939_40 = p.birth_date.year in (1939, 1940) and q >= 160
        return born_1939_40 or (years(p.birth_date) >= 56 and q >= 168 and started < 15)

    assert sum(map(is_early, employees)) == 5


def test_payroll_is_1_747_million_a_month_and_30_4_a_year(employees):
    full = sum(map(full_time_wage, employees))
    assert full / 1e6 == pytest.approx(1.747, abs=0.001)
    assert full * 12 * 1.45 / 1e6 == pytest.approx(30.4, abs=0.05)
    paid = sum(p.wage_month for p in employees)
    assert paid / full == pytest.approx(1.0, abs=0.005)


def test_the_labour_intensive_bonus_applies(employees):
    low = sum(p.wage_month < SMIC_15_F for p in employees)
    assert low >= 135
    assert low / 180 >= 0.70
    # by the hour, part-timers at their own hours
    hourly = sum(p.wage_month / p.weekly_h * 39 < SMIC_15_F for p in employees)
    assert hourly / 180 >= 0.70
    manual = sum(p.category == "ouvrier" for p in employees)
    assert manual == 128
    assert manual / 180 == pytest.approx(0.71, abs=0.005)


def test_salaried_wages_keep_their_means_and_ranges(employees):
    managers = [p.wage_month for p in employees if p.job == "manager"]
    clerks = [p.wage_month for p in employees if p.job == "clerk"]
    assert (len(managers), mean(managers), min(managers), max(managers)) == (
        9, pytest.approx(20_500, abs=1), 13_000, 38_000,
    )  # fmt: skip
    assert (len(clerks), mean(clerks)) == (21, pytest.approx(8_700, abs=1))
    assert min(clerks) >= 7_400
    assert max(clerks) <= 10_200


def test_family_disability_mandates_and_part_time_meet_their_counts(employees):
    children = Counter(min(p.dependants, 3) for p in employees)
    shares = [children[k] / 180 for k in range(4)]
    assert shares == pytest.approx([0.38, 0.20, 0.26, 0.16], abs=0.005)
    assert sum(p.single_parent for p in employees) == 11
    assert all(p.dependants > 0 for p in employees if p.single_parent)
    assert sum(p.disabled for p in employees) == 8
    assert sum(p.protected for p in employees) == 8
    part_time = Counter((p.job, p.weekly_h) for p in employees if p.weekly_h < 39)
    assert part_time == {("clerk", 31.2): 7, ("assembler", 19.5): 2}
    assert sum(p.weekly_h for p in employees) / 39 == pytest.approx(177.6)
    assert median(p.commute_min for p in employees) == pytest.approx(22, abs=3)


def test_dates_of_a_life_follow_each_other(gaillon):
    for p in gaillon.people:
        assert p.birth_date < p.work_start <= p.hire_date <= ON
        assert years(p.birth_date, p.work_start) >= 14
        assert p.pension_quarters <= 4 * (ON - p.work_start).days / 365.25 + 1


def test_grades_are_those_of_the_description(groups):
    grades = {name: Counter(p.klass for p in groups[name]) for name in GROUPS}
    assert grades["press"] == {"O1": 10, "O2": 18, "P1": 20}
    assert grades["assembly"] == {"O1": 10, "O2": 14}
    assert grades["finishing"] == {"O1": 4, "O2": 7, "P1": 3}
    assert grades["set-up"] == {"P2": 14, "P3": 10}
    assert grades["logistics"] == {"O2": 10, "P1": 8}


def test_six_mentors_of_fifty_and_more_can_train(gaillon, employees):
    experts = {s.person for s in gaillon.skills if s.level == 3}
    by_id = {p.person: p for p in employees}
    assert all(years(by_id[e].birth_date) >= 50 for e in experts)
    jobs = Counter(by_id[e].job for e in experts)
    assert jobs == {"press operator": 3, "setter": 1, "assembler": 1, "die maker": 1}
    apprentices = [p for p in gaillon.people if p.contract == "apprenticeship"]
    mentors = {p.mentor for p in apprentices}
    assert len(mentors) == 3
    assert {by_id[m].job for m in mentors} == {"die maker", "assembler", "setter"}
    assert all(years(by_id[m].birth_date) >= 50 for m in mentors)


def test_operators_master_three_groups_in_the_middle_and_one_to_five_at_the_quartiles(
    gaillon, employees
):
    operators = {p.person for p in employees if GROUP[p.job] in ("press", "assembly", "finishing")}
    mastered = defaultdict(set)
    for s in gaillon.skills:
        if s.person in operators and s.level >= 2 and s.task in ("run", "relief"):
            mastered[s.person].add(s.station)
    counts = sorted(len(v) for v in mastered.values())
    assert len(counts) == 86
    assert quantiles(counts, n=4, method="inclusive") == [1, 3, 5]


def test_fragile_skills_are_held_by_few(gaillon, employees):
    ages = {p.person: years(p.birth_date) for p in employees}

    def holders(station):
        return sorted(
            ages[s.person]
            for s in gaillon.skills
            if s.station == station and s.task == "setup" and s.level >= 2
        )

    assert holders("G160") == [54, 57]
    assert len(holders("PAINT")) == 4
    assert sum(age >= 55 for age in holders("PAINT")) == 2


def test_operators_differ_in_speed_by_8_percent_and_keep_the_standard_on_average(gaillon, groups):
    rate = {s.person: s.rate_share for s in gaillon.skills}
    for name in ("press", "assembly", "finishing"):
        times = [1 / rate[p.person] for p in groups[name]]
        assert mean(times) == pytest.approx(1.0, abs=0.001)
    press = [rate[p.person] for p in groups["press"]]
    centre = mean(press)
    spread = (sum((r - centre) ** 2 for r in press) / len(press)) ** 0.5
    assert spread == pytest.approx(0.08, abs=4 * 0.08 / (2 * 48) ** 0.5)


def test_sickness_of_the_two_past_years_has_its_share_and_its_shape(gaillon, groups):
    past = [a for a in gaillon.absences if a.kind == "sickness"]
    assert all(ON - timedelta(weeks=104) <= a.first <= a.last < ON for a in past)
    days = 2 * 5 * (48 - 8 / 5)  # working days of two years
    lost = Counter()
    lengths = []
    for a in past:
        length = sum(
            (a.first + timedelta(i)).weekday() < 5 for i in range((a.last - a.first).days + 1)
        )
        lengths.append(length)
        lost[a.person] += length
    operators = [p for g in ("press", "assembly", "finishing", "set-up", "logistics")
                 for p in groups[g]]  # fmt: skip
    share = sum(lost[p.person] for p in operators) / (len(operators) * days)
    assert share == pytest.approx(0.065, rel=0.15)
    assert median(lengths) == 1
    assert sum(n > 10 for n in lengths) / len(lengths) == pytest.approx(0.10, abs=0.025)
    top = sorted((lost[p.person] for p in operators), reverse=True)
    ninth = len(operators) // 9  # 4 of 36 people
    assert 0.25 <= sum(top[:ninth]) / sum(top) <= 0.60


def test_each_employee_has_one_planned_leave_week_a_year(gaillon, employees):
    leave = Counter(a.person for a in gaillon.absences if a.kind == "leave")
    assert set(leave.values()) == {2}
    assert len(leave) == len(employees)
    assert all(a.first.weekday() == 0 for a in gaillon.absences if a.kind == "leave")
    future = [a for a in gaillon.absences if a.first >= ON]
    assert {a.kind for a in future} == {"leave"}


def test_today_crews_work_39_hours_and_part_timers_their_share(gaillon):
    minutes = defaultdict(int)
    weeks = defaultdict(int)
    for s in gaillon.shifts:
        minutes[s.crew] += s.paid_min
        weeks[s.crew] = max(weeks[s.crew], s.week)
    hours = {crew: minutes[crew] / 60 / weeks[crew] for crew in minutes}
    assert hours == pytest.approx({"A": 39, "B": 39, "D": 39, "AH": 19.5, "BH": 19.5, "D80": 31.2})
