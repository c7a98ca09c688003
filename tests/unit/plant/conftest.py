"""A complete small plant to plant mistakes in: every table, no error and no warning."""

import pytest

FILES = {
    "plant.yaml": """\
name: small shop
country: fr
currency: EUR
on: 1999-01-04
weekly_h: 35
seed: 1
release: {conwip: 12}
horizon_weeks: 8
warm_up_weeks: 1
absence_share: 0.05
""",
    "stations.csv": """\
station,area,machines,operators,machines_per_operator,attendance,load_s,buffer_pieces,mtbf_h,mttr_h,mttr_spread,breakdown_clock,repair_skill,setup_skill,setup_spread,relief_skill,moved_by,move_s
G63,press,PR01-PR02,1,1,cycle,0,,60,2,1,running,MAINT,SETUP,0.3,,FORK,60
WELD,assembly,AS01;AS02,1,1,load,2,5000,,,0,calendar,,,0,,FORK,60
SORT,,RW01,0,1,cycle,0,,,,0,running,,,0,,,0
FORK,,FK01,1,1,cycle,0,,,,0,running,,,0,,,0
""",
    "operations.csv": """\
product,step,station,rate_h,cycle_s,spread,noise_pieces,setup_min,lot_pieces,transfer_pieces,scrap_share,rework_share,rework_station,rework_step
clip,10,G63,700,,0.1,100,90,5000,1500,0.005,0,,
bracket,10,G63,600,,0.1,100,90,5000,1000,0.005,0,,
bracket,20,WELD,,18,0.1,100,0,,,0,0.02,SORT,20
unit,10,WELD,100,,0.1,100,0,,,0,0,,
""",
    "components.csv": """\
product,step,component,quantity
unit,10,clip,2
unit,10,bracket,1
""",
    "orders.csv": """\
order,product,quantity,release,due,priority
W1,clip,5000,1999-01-04,1999-01-22,0
W2,bracket,4000,1999-01-04,1999-01-22,1
W3,unit,1000,1999-01-11,1999-01-29,0
""",
    "people.csv": """\
person,job,category,class,crew,birth_date,hire_date,work_start,contract,weekly_h,wage_month,sex,disabled,dependants,single_parent,pension_quarters,protected,commute_min,mentor
P1,presser,worker,O2,A,1960-05-17,1985-09-02,1977-07-01,permanent,35,7600,F,no,1,no,88,no,20,
P2,presser,worker,O1,B,1972-02-03,1995-01-02,1990-09-01,permanent,35,7000,M,no,0,no,30,no,15,P1
P3,welder,worker,O2,A,1955-11-30,1980-03-03,1971-09-01,permanent,35,7600,F,yes,2,yes,110,no,30,
P4,setter,worker,P2,A,1943-12-12,1969-01-06,1959-10-01,permanent,35,8900,M,no,0,no,150,yes,25,
P5,clerk,clerk,,,1970-01-01,1992-01-06,1990-01-01,permanent,35,7800,F,no,0,no,34,no,10,
""",
    "skills.csv": """\
person,station,task,level,rate_share,since
P1,G63,run,3,1.05,1985-09-02
P2,G63,run,2,0.95,
P3,WELD,run,2,1,
P2,WELD,run,1,1,
P4,SETUP,setup,3,1,
P4,MAINT,repair,2,1,
P4,FORK,run,2,1,
""",
    "shifts.csv": """\
crew,week,day,start,end,breaks
A,1,mon-fri,06:00,13:20,09:30-09:50 unpaid
A,2,mon-fri,13:20,20:40,"16:30-16:50 unpaid"
B,1,mon-fri,13:20,20:40,16:30-16:50 unpaid
B,2,mon-fri,06:00,13:20,09:30-09:50 unpaid
""",
    "absences.csv": """\
person,from,to,kind
P2,1999-01-18,1999-01-22,leave
""",
}


@pytest.fixture
def files():
    """Return the files of the small shop as text; change them, then call ``make``."""
    return dict(FILES)


@pytest.fixture
def make(tmp_path):
    """Write files (text or bytes) into a new folder and return it."""

    def write(files, name="shop"):
        folder = tmp_path / name
        for file, content in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            path.write_bytes(data)
        return folder

    return write
