"""Tiny named plants, each a folder written once per test session, and the data from outside."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

HEAD = """\
name: {name}
country: fr
currency: EUR
on: 1999-01-04
weekly_h: 35
seed: 1
release: push
horizon_weeks: 4
warm_up_weeks: 0
"""
STATIONS = (
    "station,machines,operators,machines_per_operator,attendance,load_s,buffer_pieces,"
    "mttr_spread,breakdown_clock,setup_spread,move_s\n"
)
OPERATIONS = (
    "product,step,station,rate_h,cycle_s,spread,noise_pieces,setup_min,scrap_share,rework_share\n"
)
ORDERS = "order,product,quantity,release,due,priority\n"
SKILLS = "person,station,task,level,rate_share\n"


def write_files(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def one_press(tmp_path_factory):
    """One press at 700 an hour, one operator, 7 hours on five days: 4 900 pieces a day."""
    files = {
        "plant.yaml": HEAD.format(name="one press"),
        "stations.csv": STATIONS + "PRESS,PR01,1,1,cycle,0,,0,running,0,0\n",
        "operations.csv": OPERATIONS + "part,10,PRESS,700,,0,1,0,0,0\n",
        "orders.csv": ORDERS
        + "".join(
            f"W{i},part,24500,1999-01-{4 + 7 * i:02d},1999-01-{8 + 7 * i:02d},0\n" for i in range(4)
        ),
        "people.csv": "person,job,crew,weekly_h\nP1,operator,A,35\n",
        "skills.csv": SKILLS + "P1,PRESS,run,2,1\n",
        "shifts.csv": "crew,week,day,start,end,breaks\nA,1,mon-fri,06:00,13:00,\n",
    }
    return write_files(tmp_path_factory.mktemp("one_press"), files)


@pytest.fixture(scope="session")
def two_press_one_buffer(tmp_path_factory):
    """Two presses in line that run alone, ten places between them; one office worker."""
    files = {
        "plant.yaml": HEAD.format(name="two presses, one buffer"),
        "stations.csv": STATIONS
        + "FIRST,PR01,0,1,cycle,0,,0,running,0,0\n"
        + "SECOND,PR02,0,1,cycle,0,10,0,running,0,0\n",
        "operations.csv": OPERATIONS.replace("spread", "transfer_pieces,spread")
        + "part,10,FIRST,,60,1,0,1,0,0,0\n"
        + "part,20,SECOND,,72,1,0,1,0,0,0\n",
        "orders.csv": ORDERS + "W1,part,2000,1999-01-04,1999-01-29,0\n",
        "people.csv": "person,job,weekly_h\nP1,planner,35\n",
    }
    return write_files(tmp_path_factory.mktemp("two_press_one_buffer"), files)


@pytest.fixture(scope="session")
def night_crew(tmp_path_factory):
    """Two people who swap nights (Sunday to Thursday, past midnight) and mornings each week."""
    nights = '22:00,05:30,"01:00-01:30 unpaid"\n'
    mornings = '05:30,13:00,"09:00-09:30 unpaid"\n'
    files = {
        "plant.yaml": HEAD.format(name="night crew")
        + 'calendar: {holidays: [1999-01-20], closed: ["1999-01-25..1999-01-31 inventory"]}\n',
        "stations.csv": STATIONS + "PRESS,PR01,1,1,cycle,0,,0,running,0,0\n",
        "operations.csv": OPERATIONS + "part,10,PRESS,600,,0.1,100,0,0.01,0\n",
        "orders.csv": ORDERS + "W1,part,60000,1999-01-04,1999-01-29,0\n",
        "people.csv": "person,job,crew,weekly_h\nP1,operator,N,35\nP2,operator,M,35\n",
        "skills.csv": SKILLS + "P1,PRESS,run,2,1\nP2,PRESS,run,2,0.95\n",
        "shifts.csv": "crew,week,day,start,end,breaks\n"
        + "".join(f"N,1,{day},{nights}" for day in ("mon-thu", "sun"))
        + f"N,2,mon-fri,{mornings}M,1,mon-fri,{mornings}"
        + "".join(f"M,2,{day},{nights}" for day in ("mon-thu", "sun")),
        "absences.csv": "person,from,to,kind\nP2,1999-01-12,1999-01-13,sick\n",
    }
    return write_files(tmp_path_factory.mktemp("night_crew"), files)


@pytest.fixture(scope="session")
def outside():
    """Give a folder of data from outside, absent from the project on purpose, or skip."""

    def folder_of(name: str) -> Path:
        data = Path(os.environ.get("ACCORD_DATA", ROOT / ".." / "shared" / "data")).resolve()
        folder = data / name
        if not folder.is_dir():
            pytest.skip(f"no outside data in {folder} (set ACCORD_DATA)")
        return folder

    return folder_of


@pytest.fixture(scope="session")
def production_log(outside):
    """Folder of the published production log, or skip."""
    return outside("production_log")
