"""A plant's shift table becomes a cycle problem, and a designed cycle becomes shift rows again."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import HoursError
from accord.hours import check, design, families, recut, solve_cycle, trade_off, with_designs
from accord.hours.cycle.checker import verify
from accord.hours.cycle.objectives import AIMS
from accord.hours.cycle.problem import OFF, CycleProblem, Group, ShiftType
from accord.hours.cycle.tally import tally
from accord.hours.design.arrange import alternating, longest_on_one_duty, start_weeks
from accord.hours.design.crews import apply_designed
from accord.hours.design.family import _nearest
from accord.law import pack
from accord.plant.calendar import ShiftPlan
from accord.plant.records import Break, CycleRequest, Person, Plant, Scenario, Shift
from accord.plant.scenario_rows import CYCLE_AIMS

ON = date(2024, 1, 1)  # a Monday
PAUSE = Break(600, 630, False)


def rows(crew, week, days, start, end, *breaks):
    return [Shift(crew, week, day, start, end, breaks) for day in days]


def two_by_eight(crews=("A", "B"), friday_end=740):
    """Crews that swap morning and afternoon every week; Friday is short."""
    table = []
    for i, crew in enumerate(crews):
        for week in (1, 2):
            if (week + i) % 2:
                table += rows(crew, week, range(4), 330, 800, PAUSE)
                table += rows(crew, week, [4], 330, friday_end, PAUSE)
            else:
                table += rows(crew, week, range(4), 800, 1270, Break(1000, 1030, False))
                table += rows(crew, week, [4], 740, 1150, Break(1000, 1030, False))
    return tuple(table)


def plant_of(shifts, **more):
    crews = sorted({s.crew for s in shifts} - {"D"})
    people = tuple(Person(f"P{i}", "operator", crew=c) for i, c in enumerate(2 * crews))
    return Plant("small", "fr", "EUR", ON, 39.0, shifts=tuple(shifts), people=people, **more)


def four_crews():
    """Two crews on each duty; one of the two has the Tuesday off, the other the Wednesday."""
    table = []
    for crew in ("A1", "A2", "B1", "B2"):
        for week in (1, 2):
            is_early = (week + (crew[0] == "B")) % 2 == 1
            days = [d for d in range(5) if d != int(crew[1])]
            start, end = (330, 800) if is_early else (800, 1270)
            table += rows(crew, week, days, start, end, Break(start + 240, start + 270, False))
    return table


def test_duties_are_joined_over_the_weekdays_by_their_start() -> None:
    (family,), _ = families(plant_of(two_by_eight()), ON)
    morning, afternoon = family.problem.shifts
    assert (morning.name, afternoon.name) == ("M", "A")
    assert morning.start_min[:5] == (330,) * 5
    assert afternoon.start_min[:5] == (800, 800, 800, 800, 740)
    # working minutes, the unpaid half hour taken off
    assert morning.length_min == (440, 440, 440, 440, 380, 0, 0)
    assert family.problem.demand == ((1, 1, 1, 1, 1, 0, 0),) * 2
    assert family.problem.average_h == pytest.approx((4 * 440 + 380) / 60)
    assert family.num_people == 4
    assert family.system == "2x7"  # hours of work, breaks left out


def test_a_day_crew_is_no_rotation_and_is_left_out_with_the_reason() -> None:
    shifts = [*two_by_eight(), *rows("D", 1, range(5), 480, 960)]
    found, left = families(plant_of(shifts), ON)
    assert [f.crews for f in found] == [("A", "B")]
    assert [out.crews for out in left] == [("D",)]
    assert "same duty" in left[0].why.en


def test_a_crew_that_keeps_its_duty_beside_crews_that_rotate_stays_as_it_is() -> None:
    shifts = [*two_by_eight(), *rows("N", 1, range(4), 1270, 1700)]
    found, left = families(plant_of(shifts), ON)
    assert [f.crews for f in found] == [("A", "B")]
    assert [out.crews for out in left] == [("N",)]
    (one,), _ = design(plant_of(shifts), weekly_h=39)
    kept = [s for s in with_designs(plant_of(shifts), [one]).shifts if s.crew == "N"]
    assert kept == [s for s in shifts if s.crew == "N"]


def test_two_crews_on_fixed_shifts_are_no_rotation() -> None:
    shifts = [*rows("A", 1, range(5), 330, 770), *rows("B", 1, range(5), 770, 1210)]
    found, left = families(plant_of(shifts), ON)
    assert not found
    assert [out.crews for out in left] == [("A", "B")]


def test_a_cover_that_changes_from_week_to_week_is_left_out_with_the_reason() -> None:
    shifts = [s for s in two_by_eight() if (s.crew, s.week, s.day) != ("A", 1, 2)]
    found, left = families(plant_of(shifts), ON)
    assert not found
    assert "week to week" in left[0].why.en


def test_forbidden_pairs_rest_on_real_ends_and_the_legal_rest_of_the_date() -> None:
    rest_h = pack("fr")["fr.hours.rest_day"].on(ON).number()
    # the afternoon ends at 20:30; the rest up to 05:30 is two hours less than the law asks
    early = [replace(s, end_min=1230) if s.end_min > 1200 else s for s in two_by_eight()]
    (family,), _ = families(plant_of(early), ON)
    assert rest_h > 24 + 5.5 - 20.5
    assert family.problem.pairs == {(1, 0)}
    # an hour of unpaid break does not make the day end sooner
    longer = tuple(replace(s, breaks=(Break(1000, 1060, False),)) for s in early)
    (same,), _ = families(plant_of(longer), ON)
    assert same.problem.pairs == {(1, 0)}
    # two hours later in the morning and the rest is long enough
    late = [replace(s, start_min=460) if s.start_min == 330 else s for s in early]
    (free,), _ = families(plant_of(late), ON)
    assert free.problem.pairs == frozenset()


def test_a_law_before_any_daily_rest_leaves_the_advice_and_says_so() -> None:
    shifts = two_by_eight()
    plant = replace(plant_of(shifts), on=date(1997, 1, 6))
    (family,), _ = families(plant, date(1997, 1, 6))
    assert family.problem.pairs == {(1, 0)}
    assert "advice" in family.notes[0].en


def test_a_night_duty_is_worked_no_more_nights_in_a_row_than_advised() -> None:
    table = []
    for i, crew in enumerate("ABC"):
        for week in (1, 2, 3):
            start = (360, 840, 1320)[(week + i) % 3]
            table += rows(crew, week, range(5), start, start + 480)
    (family,), _ = families(plant_of(table), ON)
    advised = int(pack("ergo")["ergo.nights_in_row"].versions[-1].number())
    assert [s.name for s in family.problem.shifts] == ["M", "A", "N"]
    assert [s.block[1] for s in family.problem.shifts] == [6, 6, advised]


def test_the_most_days_in_a_row_are_those_of_law_and_advice_together() -> None:
    (family,), _ = families(plant_of(two_by_eight()), ON)
    week = pack("fr")["fr.hours.rest_week"].on(ON)
    assert family.problem.work_block[1] == int(week.number("days_max"))
    germany = replace(plant_of(two_by_eight()), country="de")
    (other,), _ = families(germany, ON)
    assert other.problem.work_block[1] == int(
        pack("ergo")["ergo.days_in_row"].versions[-1].number()
    )


def test_a_designed_cycle_covers_the_same_duties_on_every_day_of_every_week() -> None:
    plant = plant_of(four_crews())
    (one,), _ = design(plant, weekly_h=39)
    assert one.status == "found"
    designed = with_designs(plant, [one])
    before, after = ShiftPlan(plant), ShiftPlan(designed)
    for day in range(28):
        when = date(2024, 1, 1 + day)
        spans = [
            sorted((s.start_min, s.end_min) for own in plan.on(when).values() for s in own)
            for plan in (before, after)
        ]
        assert spans[0] == spans[1], when
    assert not check(designed).violations


def test_the_design_has_no_more_single_days_off_than_the_table_and_says_both() -> None:
    (one,), _ = design(plant_of(four_crews()), weekly_h=39)
    assert one.written["single_days_off"] == 4
    assert one.counts["single_days_off"] == 0
    assert one.counts["single_days_off"] == one.cycle.objectives["single_days_off"]
    assert one.cycle.bounds == one.cycle.objectives
    assert one.counts["free_weekends"] == 4


def three_crews():
    """A morning week, an afternoon week and a free one, in turn; who ends with the free week?"""
    table = []
    for i, crew in enumerate("ABC"):
        for duty, (start, end) in enumerate(((330, 800), (800, 1270))):
            week = (duty - i) % 3 + 1
            free_is_last = (2 - i) % 3 == 2
            own = rows(crew, week, range(5), start, end, Break(start + 240, start + 270, False))
            table += [replace(s, cycle_weeks=3 if free_is_last else None) for s in own]
    return tuple(table)


def test_a_table_with_a_free_week_is_a_family_whose_cycle_may_have_one_too() -> None:
    plant = plant_of(three_crews())
    ((family,), left) = families(plant, ON, most_days_off=9)
    assert left == ()
    assert family.problem.demand == ((1, 1, 1, 1, 1, 0, 0),) * 2
    assert family.problem.off_block == (1, 9)
    assert [[all(c == OFF for c in week) for week in own] for own in family.written] == [
        [False, False, True], [False, True, False], [True, False, False],
    ]  # fmt: skip
    assert not verify(family.problem, (family.written[0],))
    short = families(plant, ON)[0][0].problem
    faults = verify(short, (family.written[0],))
    assert [(fault.rule, fault.value, fault.limit) for fault in faults] == [("off_block", 9, 6)]


def test_a_designed_free_week_comes_back_in_the_table_wherever_it_stands() -> None:
    plant = plant_of(three_crews())
    (one,), _ = design(plant, most_days_off=9)
    week_free = replace(one, schedule=families(plant, ON)[0][0].written[0], start_weeks=(0, 1, 2))
    designed = with_designs(plant, [week_free])
    plans = ShiftPlan(plant), ShiftPlan(designed)
    for day in range(42):
        when = ON + timedelta(days=day)
        worked = [{crew: s[0].start_min for crew, s in p.on(when).items()} for p in plans]
        assert worked[0] == worked[1], when
    free = {s.crew for s in designed.shifts if s.cycle_weeks == 3}
    assert free == {"A"}, "only its free week is the last"
    assert not check(designed).violations


def test_breaks_and_short_fridays_come_back_in_the_rows() -> None:
    plant = plant_of(two_by_eight())
    (one,), _ = design(plant, weekly_h=39)
    designed = with_designs(plant, [one])
    assert {(s.day, s.start_min, s.end_min, s.breaks) for s in designed.shifts} == {
        (s.day, s.start_min, s.end_min, s.breaks) for s in plant.shifts
    }


def test_hours_beyond_the_limit_are_impossible_and_the_fewest_crews_are_named() -> None:
    (one,), _ = design(plant_of(two_by_eight()), weekly_h=30)
    assert one.status == "impossible"
    assert one.cycle.proof.kind == "counting"
    assert "35.67 h" in one.cycle.proof.text_en
    assert "35,67 h" in one.cycle.proof.text_fr
    assert one.fewest.cycle.problem.num_people == 3
    with pytest.raises(HoursError, match="impossible"):
        with_designs(plant_of(two_by_eight()), [one])


def test_rules_that_rule_each_other_out_come_with_the_smallest_change() -> None:
    # nights on all seven days by two crews: one works seven days, whatever the order
    shifts = [*rows("A", 1, range(7), 360, 840), *rows("A", 2, range(7), 840, 1320)]
    shifts += [*rows("B", 1, range(7), 840, 1320), *rows("B", 2, range(7), 360, 840)]
    (one,), _ = design(plant_of(shifts), weekly_h=None)
    assert one.status == "impossible"
    assert one.fewest is None
    if one.relaxations.sets:
        changes, result = one.relaxations.sets[0]
        assert result.status == "found"
        assert len(changes) >= 1
    else:
        assert one.relaxations.size == -1


def test_a_design_that_the_law_forbids_is_not_used() -> None:
    # duties of eleven hours: the optimiser keeps rest and days in a row, the law its longest day
    table = []
    for i, crew in enumerate("AB"):
        for week in (1, 2):
            start = 300 if (week + i) % 2 else 800
            table += rows(crew, week, range(3), start, start + 660)
    (one,), _ = design(plant_of(table), weekly_h=39)
    assert one.cycle.status == "found"
    assert one.status == "unlawful"
    assert {v.rule for v in one.breaches} >= {"fr.hours.day_max"}
    with pytest.raises(HoursError, match="unlawful"):
        with_designs(plant_of(table), [one])


def test_a_table_that_changes_with_the_season_is_not_replaced() -> None:
    summer = date(2024, 6, 3)
    shifts = [replace(s, until=date(2024, 6, 2)) for s in two_by_eight()]
    shifts += [replace(s, since=summer) for s in two_by_eight(friday_end=735)]
    plant = plant_of(shifts)
    designs, _ = design(plant)
    assert len(designs) == 2
    with pytest.raises(HoursError, match="one table"):
        with_designs(plant, designs[:1])


def test_only_the_families_of_the_crews_named_are_designed() -> None:
    weekend = [*rows("W1", 1, [5], 360, 840), *rows("W1", 2, [5], 840, 1320)]
    plant = plant_of([*two_by_eight(), *weekend])
    designs, _ = design(plant, crews=["B"])
    assert [d.family.crews for d in designs] == [("A", "B")]
    assert design(plant, crews=["nobody"])[0] == ()


def test_a_scenario_that_asks_gets_its_cycle_and_one_that_does_not_keeps_its_table() -> None:
    plant = plant_of(four_crews())
    plain = Scenario("S1", "", "", ON, 39.0, shifts=tuple(four_crews()))
    applied, designs, _ = apply_designed(plant, plain)
    assert designs == ()
    assert applied.shifts == plain.shifts
    asked = replace(plain, cycle=CycleRequest(aims=("single_days_off",)))
    designed, (one,), _ = apply_designed(plant, asked)
    assert one.is_usable
    assert list(one.cycle.objectives) == ["single_days_off"]
    assert set(designed.shifts) != set(applied.shifts)
    too_short = replace(asked, weekly_h=20.0)
    kept, (none,), _ = apply_designed(plant, too_short)
    assert none.status == "impossible"
    assert kept.shifts == applied.shifts


def test_hours_counted_over_a_year_set_no_limit_on_the_average_week() -> None:
    scenario = Scenario(
        "S3", "", "", ON, 20.0, reference_period="year", shifts=tuple(four_crews()),
        cycle=CycleRequest(),
    )  # fmt: skip
    _, (one,), _ = apply_designed(plant_of(four_crews()), scenario)
    assert one.weekly_h is None
    assert one.status == "found"


def test_crews_cut_into_parts_cover_the_same_posts_with_as_many_people() -> None:
    (family,), _ = families(plant_of(two_by_eight()), ON)
    cut = recut(family.problem, 8)
    assert cut.num_people == 16
    assert cut.average_h == pytest.approx(family.problem.average_h)
    assert cut.demand[0] == (8, 8, 8, 8, 8, 0, 0)


def test_the_trade_off_goes_from_the_long_week_to_the_short_one_and_proves_each_point() -> None:
    (family,), _ = families(plant_of(two_by_eight()), ON)
    cut = recut(family.problem, 4)
    found = trade_off(cut, longest_h=cut.average_h + 6, shortest_h=30)
    averages = [p.average_h for p in found.points]
    assert averages == sorted(averages, reverse=True)
    assert averages[-1] <= 30
    assert all(p.is_proven for p in found.points)
    # on Monday eight crews work: seven cannot
    assert [p.free_weekends for p in found.points if p.people < 8] == [None]
    assert [p.free_weekends for p in found.points if p.people >= 8] == [8, 9, 10]


def test_the_aims_of_a_scenario_file_are_those_of_the_optimiser() -> None:
    assert set(CYCLE_AIMS) == set(AIMS)


def small_problem():
    hours = ((360,) * 7, (480,) * 7), ((840,) * 7, (480,) * 7)
    shifts = tuple(ShiftType(n, *h, (1, 6)) for n, h in zip("MA", hours, strict=True))
    demand = ((2, 2, 2, 2, 2, 0, 0), (2, 2, 2, 2, 2, 0, 0))
    return CycleProblem(
        "small", (Group("", 6, (0, 1)),), shifts, demand, (1, 6), (1, 6), frozenset({(1, 0)})
    )


@pytest.mark.parametrize("aim", ["free_weekends", "single_days_off", "single_work_days"])
def test_the_tally_counts_what_the_optimiser_counts(aim) -> None:
    found = solve_cycle(small_problem(), objectives=(aim,))
    assert tally(small_problem(), found.schedules[0])[aim] == abs(found.objectives[aim])


def test_the_tally_of_a_written_week_by_hand() -> None:
    M, A = 0, 1  # noqa: N806 - names of duties
    week = ((M, OFF, A, M, A, OFF, OFF),)
    counts = tally(small_problem(), week)
    assert counts["free_weekends"] == 1
    assert counts["single_days_off"] == 1
    assert counts["single_work_days"] == 1
    assert counts["quick_returns"] == 1  # from the afternoon's 22:00 to 06:00
    assert counts["backward_steps"] == 1
    assert counts["nights_beyond"] == 0


def test_alternating_weeks_break_no_rule_and_change_duty_sooner() -> None:
    early, late = (0,) * 5 + (OFF,) * 2, (1,) * 5 + (OFF,) * 2
    problem = replace(
        small_problem(), demand=((2, 2, 2, 2, 2, 0, 0),) * 2, groups=(Group("", 4, (0, 1)),)
    )
    found = alternating(problem, (early, early, late, late))
    assert longest_on_one_duty((early, early, late, late)) == 10
    assert longest_on_one_duty(found) == 5
    assert sorted(found) == sorted((early, early, late, late))


def test_weeks_that_run_into_each_other_keep_their_order() -> None:
    problem = replace(small_problem(), pairs=frozenset({(1, 0)}))
    # the second week begins where the first ended: on Sunday, on the afternoon
    first, second = (0, 0, OFF, OFF, 1, 1, 1), (1, OFF, OFF, 0, 0, 0, OFF)
    schedule = (first, second)
    assert alternating(problem, schedule) == schedule


def test_start_weeks_keep_as_many_duties_as_written() -> None:
    early, late = (0,) * 5 + (OFF,) * 2, (1,) * 5 + (OFF,) * 2
    schedule = (early, late, early, late)
    written = [(late, early), (early, late), (late, early), (early, late)]
    starts = start_weeks(schedule, written)
    assert sorted(starts) == [0, 1, 2, 3]
    for own, start in zip(written, starts, strict=True):
        assert own == (schedule[start], schedule[(start + 1) % 4])


SPANS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(7, 12)), min_size=1, max_size=7, unique=True
).map(sorted)


@given(SPANS, SPANS)
def test_the_duties_of_a_day_get_the_nearest_names_in_their_order(one, other):
    spans, names = sorted((one, other), key=len)

    def apart(chosen):
        pairs = zip(spans, (names[k] for k in chosen), strict=True)
        return sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in pairs)

    best = min(combinations(range(len(names)), len(spans)), key=apart)
    assert _nearest(spans, names) == list(best)


def test_a_table_of_eighty_duties_a_day_is_read_at_once():
    # as a log gives them: every crew is a person, with minutes of its own; one relieves the next
    table = []
    for k in range(40):
        for week, start in ((1 + k % 2, 300), (2 - k % 2, 721)):
            days = range(5) if k % 3 else range(4)
            table += [Shift(f"P{k}", week, day, start + k, start + 420 + k) for day in days]
    found, left = families(plant_of(table), ON)
    assert not found  # the cover of a minute changes from week to week
    assert {crew for out in left for crew in out.crews} == {f"P{k}" for k in range(40)}
