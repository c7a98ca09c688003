"""A tiny named plant to price: 180 people, twelve of them on a list of dismissals."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from accord.plant.records import Aid, Exit, Hire, Investment, Person, Plant, Scenario

ON = date(1999, 5, 3)
# age, seniority, pay: grades O1 7 000, O2 7 600, P1 8 260 with 1 % a year from 3 to 15 years,
# and the operator of the film at 9 500 F
LIST = (
    (51, 26, 9499),
    (51, 27, 8740),
    (52, 28, 9499),
    (52, 29, 9499),
    (53, 30, 8740),
    (54, 30, 9499),
    (55, 30, 9500),
    (55, 31, 9499),
    (57, 32, 9499),
    (29, 6, 7420),
    (34, 9, 8284),
    (53, 24, 8740),
)


def person(name, *, age=38, service=14, wage=9000, category="ouvrier", **more):
    facts = {
        "crew": "A",
        "category": category,
        "birth_date": date(1999 - age, 4, 1),
        "hire_date": date(1999 - service, 4, 1),
        "wage_month": wage,
        "disabled": False,
        "weekly_h": 39.0,
        "sex": "M",
    }
    return Person(name, **{**facts, **more})


@pytest.fixture(scope="session")
def stamping():
    """128 manual workers of 180; 140 of the others at 9 000 F, 28 at 14 000 F."""
    listed = [
        person(f"L{i:02d}", age=age, service=service, wage=wage)
        for i, (age, service, wage) in enumerate(LIST)
    ]
    others = [
        person(
            f"E{i:03d}",
            wage=9000 if i < 140 else 14_000,
            category="ouvrier" if i < 116 else "employe",
        )
        for i in range(168)
    ]
    return Plant(
        name="stamping",
        country="FR",
        currency="FRF",
        on=ON,
        weekly_h=39,
        branch_agreement="metallurgie",
        employer_charges_share=0.45,
        people=(*listed, *others),
    )


@pytest.fixture(scope="session")
def twelve_layoffs():
    return Scenario(
        "S5",
        "Douze licenciements",
        "Twelve layoffs",
        date(1999, 9, 1),
        39,
        exits=tuple(Exit(f"L{i:02d}", date(2000, 1, 15), "layoff") for i in range(12)),
        investment=(
            Investment("two presses", 5.2e6, date(1999, 9, 1), 10),
            Investment("dies", 1.2e6, date(1999, 9, 1)),
        ),
    )


@pytest.fixture(scope="session")
def thirty_five_hours():
    start = date(1999, 9, 6)
    return Scenario(
        "S1",
        "35 heures",
        "35 hours",
        start,
        35,
        hires=(Hire("N", 11, "press operator", "ouvrier", "O1", ("A",), 7000, start),),
        aid=Aid("aubry1", date(1999, 6, 25), labour_intensive=True),
    )


@pytest.fixture(scope="session")
def no_workload():
    return pl.DataFrame(
        schema={
            "person": pl.String,
            "month": pl.Date,
            "hours": pl.Float64,
            "overtime_h": pl.Float64,
        }
    )
