"""A small shop with people, wages and three plans, written once; and the study made of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLANT = """\
name: Small shop (fictional plant)
country: fr
currency: FRF
on: 1999-05-03
weekly_h: 39
seed: 11
release: {conwip: 6}
horizon_weeks: 16
warm_up_weeks: 2
employer_charges_share: 0.45
prices: {scrap_piece: 0.4, late_order_day: 300}
absence_share: 0.05
overtime:
  - day: sat
    start: "06:00"
    end: "11:00"
    when_backlog_days: 3
    max_h_year: 94
    crews: [A, B]
    premium_share: 0.25
labels:
  Small shop (fictional plant): {fr: Petit atelier (usine fictive)}
  press operator: {fr: opérateur sur presse}
  packer: {fr: emballeur}
  planner: {fr: ordonnancement}
  manual: {fr: ouvrier}
  office: {fr: employé}
  presses: {en: press shop}
  packing: {fr: emballage}
  automatic feeder: {fr: alimentation automatique}
"""
STATIONS = """\
station,area,machines,operators,machines_per_operator,attendance,load_s,buffer_pieces,mtbf_h,mttr_h,mttr_spread,breakdown_clock,repair_skill,setup_skill,setup_spread,move_s
PRESS,presses,PR01-PR03,1,1,cycle,0,,40,1.5,0.9,running,,,0.35,0
PACK,packing,PK01,1,1,cycle,0,6000,,,0,running,,,0,0
"""
OPERATIONS = """\
product,step,station,rate_h,spread,noise_pieces,setup_min,lot_pieces,transfer_pieces,scrap_share,rework_share
clip,10,PRESS,700,0.1,100,60,4000,1000,0.005,0
clip,20,PACK,3000,0.1,100,0,,1000,0,0
plate,10,PRESS,600,0.1,100,90,4000,1000,0.005,0
plate,20,PACK,3000,0.1,100,0,,1000,0,0
"""
AGES = (1941, 1943, 1945, 1947, 1966, 1968, 1971, 1974)
SHIFT = (
    "{c},{w},mon-thu,05:30,13:50,09:30-09:50 unpaid\n{c},{w},fri,05:30,12:50,09:30-09:50 unpaid\n"
)
LATE = (
    "{c},{w},mon-thu,13:40,22:00,17:30-17:50 unpaid\n{c},{w},fri,12:40,20:00,16:30-16:50 unpaid\n"
)
S0 = "name: S0\ntitle: {fr: Aujourd'hui, en: Today}\nfrom: 1999-05-03\nweekly_h: 39\n"
S1 = """\
name: S1
title: {fr: 35 h avec deux embauches, en: 35 h with two hires}
from: 1999-06-07
weekly_h: 35
wages: {policy: keep_month}
cycle: design
shifts:
  - {crew: A, weeks: 1, days: mon-fri, start: "05:30", end: "12:50", breaks: 09:30-09:50 unpaid}
  - {crew: A, weeks: 2, days: mon-fri, start: "12:40", end: "20:00", breaks: 16:30-16:50 unpaid}
  - {crew: B, weeks: 1, days: mon-fri, start: "12:40", end: "20:00", breaks: 16:30-16:50 unpaid}
  - {crew: B, weeks: 2, days: mon-fri, start: "05:30", end: "12:50", breaks: 09:30-09:50 unpaid}
  - {crew: D, weeks: 1, days: mon-fri, start: "08:00", end: "15:00", breaks: ""}
hires:
  - prefix: H
    count: 2
    job: press operator
    category: manual
    class: O1
    crews: [A, B]
    wage_month: 7000
    on: 1999-06-07
    weekly_h: 35
    skills: [PRESS]
    training_weeks: 4
training:
  - {person: P5, station: PACK, task: run, on: 1999-06-07, hours: 14}
agreement: 1999-05-28
aid: {scheme: aubry1, agreement: 1999-05-28}
"""
S5 = """\
name: S5
title: {fr: Deux licenciements, en: Two layoffs}
from: 1999-06-07
weekly_h: 39
exits:
  - {people: [P1, P2], on: 1999-06-07, kind: layoff}
investment:
  - {what: automatic feeder, amount: 300000, on: 1999-06-07, life_years: 8}
"""
S6 = """\
name: S6
title: {fr: Deux départs naturels, en: Two natural exits}
from: 1999-06-07
weekly_h: 39
exits:
  - {people: [P3, P4], on: 1999-06-07, kind: leaver}
investment:
  - {what: automatic feeder, amount: 300000, on: 1999-06-07, life_years: 8}
"""
EVIDENCE = """\
evidence:
  - id: shift.night_injury
    value: 0.30
    range: [-0.15, 0.33]
    unit: {fr: risque relatif moins 1, en: relative risk minus 1 versus morning shift}
    population: {fr: travail posté en industrie, en: industrial shift workers}
    use: [hours.risk]
    source: FT03
    mark: M
    contradicts: [SAL16]
    kind: prior
"""


def small_shop_files() -> dict[str, str]:
    """Return every file of the small shop."""
    people = "person,job,category,crew,birth_date,hire_date,weekly_h,wage_month,sex,disabled\n"
    skills = "person,station,task,level,rate_share\n"
    for i, born in enumerate(AGES, start=1):
        people += (
            f"P{i},press operator,manual,{'AB'[i % 2]},{born}-03-01,{born + 22}-09-01,39,"
            f"{7000 + 100 * i},{'FM'[i % 2]},no\n"
        )
        skills += f"P{i},PRESS,run,2,1\n"
    people += "P9,packer,manual,A,1960-01-01,1990-01-01,39,7200,F,no\n"
    people += "P10,packer,manual,B,1958-01-01,1985-01-01,39,7300,F,no\n"
    people += "P11,planner,office,D,1955-01-01,1980-01-01,39,9800,M,no\n"
    skills += "P9,PACK,run,3,1\nP10,PACK,run,2,1\nP10,PRESS,run,1,0.8\n"
    shifts = "crew,week,day,start,end,breaks\n"
    shifts += SHIFT.format(c="A", w=1) + LATE.format(c="A", w=2)
    shifts += LATE.format(c="B", w=1) + SHIFT.format(c="B", w=2)
    shifts += "D,1,mon-thu,08:00,16:00,\nD,1,fri,08:00,15:00,\n"
    orders = "order,product,quantity,release,due,priority\n"
    for week in range(16):
        day, month = divmod(2 + 7 * week, 30)[1] + 1, 5 + (2 + 7 * week) // 30
        for product, quantity in (("clip", 60000), ("plate", 40000)):
            orders += f"{product}{week:02d},{product},{quantity},1999-{month:02d}-{day:02d},"
            orders += f"1999-{month:02d}-{min(day + 4, 30):02d},0\n"
    return {
        "plant.yaml": PLANT,
        "stations.csv": STATIONS,
        "operations.csv": OPERATIONS,
        "orders.csv": orders,
        "people.csv": people,
        "skills.csv": skills,
        "shifts.csv": shifts,
        "evidence.yaml": EVIDENCE,
        "scenarios/S0.yaml": S0,
        "scenarios/S1.yaml": S1,
        "scenarios/S5.yaml": S5,
        "scenarios/S6.yaml": S6,
    }


@pytest.fixture(scope="session")
def small_shop(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("small_shop")
    for name, text in small_shop_files().items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def accord():
    """Run the command as a user would, in a process of its own."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "accord", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "COLUMNS": "200"},
            timeout=300,
        )

    return run


@pytest.fixture(scope="session")
def study_folder(small_shop, accord, tmp_path_factory) -> Path:
    """The study of the small shop in French, made once by the command."""
    out = tmp_path_factory.mktemp("study") / "small"
    done = accord("study", small_shop, "--out", out, "--replications", "4", "--precision", "0.1")
    assert done.returncode == 0, done.stderr
    return out
