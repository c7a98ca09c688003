"""September 2026: euros, 39 hours of which four are overtime, the pension law suspended."""

from __future__ import annotations

from datetime import date

from generator.frame import Frame, Lives, LongDays, Money, Terms

SMIC_1999_MONTH = 6797.18  # francs: 40.22 F x 169 h, until 30 June 1999
SMIC_2026_H = 12.31  # euros, since 1 June 2026
MONTH_39_H = 39.0 * 52.0 / 12.0

YEAR_2026 = Frame(
    title=("Gaillon 2026 (usine fictive)", "Gaillon 2026 (fictional plant)"),
    on=date(2026, 9, 7),
    seed=20260907,
    branch_agreement="fr.metal.idcc3248",
    holidays=(
        date(2026, 11, 11), date(2026, 12, 25), date(2027, 3, 29), date(2027, 5, 6),
        date(2027, 5, 17), date(2027, 7, 14), date(2027, 11, 1), date(2027, 11, 11),
        date(2028, 4, 17), date(2028, 5, 1), date(2028, 5, 8), date(2028, 5, 25),
        date(2028, 6, 5), date(2028, 7, 14),
    ),
    past_holidays=(
        date(2024, 11, 1), date(2024, 11, 11), date(2024, 12, 25), date(2025, 4, 21),
        date(2025, 5, 1), date(2025, 5, 8), date(2025, 5, 29), date(2025, 6, 9),
        date(2025, 7, 14), date(2025, 11, 11), date(2025, 12, 25), date(2026, 4, 6),
        date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 7, 14),
    ),
    closed=(
        (date(2026, 12, 28), date(2027, 1, 3), "christmas"),
        (date(2027, 8, 2), date(2027, 8, 22), "summer"),
        (date(2027, 12, 27), date(2028, 1, 2), "christmas"),
        (date(2028, 7, 31), date(2028, 8, 20), "summer"),
    ),
    past_closed=(
        (date(2024, 12, 30), date(2025, 1, 5), "christmas"),
        (date(2025, 8, 4), date(2025, 8, 24), "summer"),
        (date(2025, 12, 29), date(2026, 1, 4), "christmas"),
        (date(2026, 8, 3), date(2026, 8, 23), "summer"),
    ),
    money=Money(
        currency="EUR",
        pay_scale=SMIC_2026_H * MONTH_39_H / SMIC_1999_MONTH,
        lines=(
            "payroll:",
            "  accident_share: 0.031",
            "  transport_share: 0",
            "  apprentice_share: 0.016",
            "  plan_employer_month: 60",
            "  plan_employee_month: 45",
            "prices:",
            "  recruiting: 3000",
            "  scrap_piece: 0.38",
            "  late_order_day: 70",
        ),
        classes={
            "O1": ("A2",),
            "O2": ("B3",),
            "P1": ("B4", "C5"),
            "P2": ("C6",),
            "P3": ("D7",),
            "T": ("D7", "D8", "E9"),
            "AM": ("D8", "E9"),
            "E": ("B4", "C5", "C6", "D7"),
            "IC": ("F11", "F11", "F11", "F12", "F12", "G13", "G13", "G14", "H16"),
        },
        apprentice_wage=1062,  # 51 % of the minimum wage: second year, 18 to 20 years old
        trainee_wage=761,  # 4.50 an hour: 15 % of the hourly ceiling
        press=600_000,
        dies=280_000,
    ),
    lives=Lives(
        old={
            "press": (55, 55, 55, 57, 58, 60, 61, 62, 62),
            "assembly": (57,),
            "finishing": (61,),
            "setup": (57,),
            "logistics": (62,),
            "foremen": (56, 60),
            "office": (58, 61),
        },
        born={61: (1965, 1, 8), 62: (1964, 1, 8)},
        early_starters=(),
        full_career_from=60,
        start_older=(16.1, 18.5),
        start_younger=(17.0, 20.0),
        apprentices_hired=date(2025, 9, 1),
        apprentice_quarters=4,
        trainee_born=date(2003, 10, 14),
        # the 2023 law as suspended, for pensions from September 2026
        pension_months=(
            (date(1963, 1, 1), 62 * 12 + 9),
            (date(1965, 4, 1), 63 * 12),
            (date(1966, 1, 1), 63 * 12 + 3),
            (date(1967, 1, 1), 63 * 12 + 6),
            (date(1968, 1, 1), 63 * 12 + 9),
            (date(1969, 1, 1), 64 * 12),
        ),
    ),
    # Hours change after the Christmas closure; presses and exits are as many weeks away as in 1999.
    terms=Terms(
        names=("S0", "S1", "S2", "S3", "S4a", "S4b", "S4c", "S5", "S6", "S7", "S9"),
        signed=date(2026, 10, 30),
        hours_start=date(2027, 1, 4),
        presses_start=date(2027, 5, 10),
        defensive_start=date(2027, 5, 10),
        exits_on=date(2027, 6, 4),
        early_exits_on=(),
        annual_h=1607,
        # as in 1999, but June (36.4) goes down too: with 37 h the averages would pass 35 h
        month_hours=(35, 35, 37, 35, 33, 35, 33, 31, 37, 37, 35, 31),
        is_aided=False,
        hire_class="A2",
        first_saturdays_h=30,
        saturdays_h=94,
        # a handover of forty minutes: with ten, each of a crew would work 312 h a year between
        # 21:00 and 06:00, and 270 make a night worker
        long_days=LongDays(
            ("05:15", "14:20"), ("13:40", "22:45"), ("09:30-09:50 unpaid", "18:10-18:30 unpaid")
        ),
    ),
    sources="sources_2026.template",
    evidence_left_out=("rtt.",),
)  # fmt: skip
