"""May 1999: francs, 39 hours, and an aid that falls on 1 July."""

from __future__ import annotations

from datetime import date

from generator.frame import Frame, Lives, LongDays, Money, Terms

YEAR_1999 = Frame(
    title=("Gaillon (usine fictive)", "Gaillon (fictional plant)"),
    on=date(1999, 5, 3),
    seed=19990503,
    branch_agreement="fr.metal",
    holidays=(
        date(1999, 5, 13), date(1999, 5, 24), date(1999, 7, 14), date(1999, 11, 1),
        date(1999, 11, 11), date(2000, 4, 24), date(2000, 5, 1), date(2000, 5, 8),
        date(2000, 6, 1), date(2000, 6, 12), date(2000, 7, 14), date(2000, 11, 1),
        date(2001, 1, 1), date(2001, 4, 16),
    ),
    past_holidays=(
        date(1998, 5, 1), date(1998, 5, 8), date(1998, 5, 21), date(1998, 6, 1),
        date(1998, 7, 14), date(1998, 11, 11), date(1999, 1, 1), date(1999, 4, 5),
    ),
    closed=(
        (date(1999, 8, 2), date(1999, 8, 22), "summer"),
        (date(1999, 12, 27), date(2000, 1, 2), "christmas"),
        (date(2000, 7, 31), date(2000, 8, 20), "summer"),
        (date(2000, 12, 25), date(2000, 12, 31), "christmas"),
    ),
    past_closed=(
        (date(1997, 8, 4), date(1997, 8, 24), "summer"),
        (date(1997, 12, 22), date(1997, 12, 28), "christmas"),
        (date(1998, 8, 3), date(1998, 8, 23), "summer"),
        (date(1998, 12, 21), date(1998, 12, 27), "christmas"),
    ),
    money=Money(
        currency="FRF",
        pay_scale=1.0,
        lines=(
            "payroll:                       # what the law leaves to the plant",
            "  accident_share: 0.027        # rate notified by the fund",
            "  transport_share: 0           # no levy in the place",
            "  apprentice_share: 0.017      # 3 apprentices",
            "  plan_employer_month: 120     # health and welfare plans, a person and month",
            "  plan_employee_month: 80",
        ),
        classes={},
        apprentice_wage=3399,
        trainee_wage=2039,
        press=2_600_000,
        dies=1_200_000,
    ),
    lives=Lives(
        old={
            "press": (55, 55, 55, 56, 56, 57, 57, 58, 59),
            "assembly": (55,),
            "finishing": (56,),
            "setup": (57,),
            "logistics": (58,),
            "foremen": (55, 57),
            "office": (56, 58),
        },
        born={58: (1940, 6, 11)},
        early_starters=(56, 57),
        full_career_from=58,
        start_older=(15.1, 17.5),
        start_younger=(16.5, 19.0),
        apprentices_hired=date(1998, 9, 1),
        apprentice_quarters=2,
        trainee_born=date(1976, 9, 14),
    ),
    # Every hours plan starts after the summer closure, but S7 in December: the aid asks that hours
    # are cut before 2000. The new presses run from January, so that the second year compares
    # complete regimes (S6 is gradual by nature).
    terms=Terms(
        names=("S0", "S1", "S2", "S3", "S4a", "S4b", "S5", "S6", "S7", "S8", "S9"),
        signed=date(1999, 6, 25),
        hours_start=date(1999, 9, 6),
        presses_start=date(2000, 1, 3),
        defensive_start=date(1999, 12, 20),
        exits_on=date(2000, 1, 28),
        early_exits_on=(date(2000, 1, 28), date(2000, 6, 30)),
        annual_h=1600,
        # 35 h times the month index to the next of 31, 33, 35, 37; April (36.1) and May (34.0) go
        # down, so that no crew is above 35 h on average over the year
        month_hours=(35, 35, 37, 35, 33, 37, 33, 31, 37, 37, 35, 31),
        is_aided=True,
        hire_class="O1",
        first_saturdays_h=94,
        saturdays_h=94,
        long_days=LongDays(
            ("05:00", "14:05"), ("13:55", "23:00"), ("09:20-09:40 unpaid", "18:20-18:40 unpaid")
        ),
    ),
    sources="sources_1999.template",
)  # fmt: skip
