"""At least ten planted mistakes in each table: one call finds each with place and remedy."""

import pytest

from accord import plant

STATIONS = """\
station,area,machines,operators,machines_per_operator,attendance,load_s,bufer_pieces,mtbf_h,mttr_h,mttr_spread,breakdown_clock,repair_skill,setup_skill,setup_spread,relief_skill,moved_by,move_s
G63,press,PR01-PR02,one,1,cycle,0,,60,2,1,running,MAINT,SETUP,0.3,,FORK,60
G63,press,PR03,1,1,cycle,0,,60,,1,running,,,0.3,,FORK,60
WELD,assembly,AS02-AS01,1,1,loading,2,5000,,,0,calendar,,,0,,FROK,60
,x,XX01,1,1,cycle,0,,,,0,running,,,0,,,0
PAINT,x,PR01,3,2,cycle,0,,-5,1,0,runing,,,0,,,0
DRY,x,,1,1,load,0,,,,0,running,,ELSE,0,,DRY,-1
FORK,,FK01,1,1,cycle,0,,,,0,running,,,0,,,5
"""
STATIONS_FOUND = [
    ("stations.csv:1:73", "unknown column 'bufer_pieces'", "'buffer_pieces'"),
    ("stations.csv:2:21", "operators is 'one'", "people it takes"),
    ("stations.csv:3:1", "station G63 again", "line 2"),
    ("stations.csv:3:32", "mttr_h is empty", "mean time to repair"),
    ("stations.csv:4:15", "machines is 'AS02-AS01'", "PR01-PR08"),
    ("stations.csv:4:29", "attendance is 'loading'", "'load'"),
    ("stations.csv:4:62", "unknown station 'FROK'", "'FORK'"),
    ("stations.csv:5:1", "station is empty", "name of the station"),
    ("stations.csv:6:9", "machine 'PR01' again", "G63"),
    ("stations.csv:6:14", "PAINT needs 3 operators and nobody runs it", "skills rows for PAINT"),
    ("stations.csv:6:16", "machines_per_operator is 2", "to 1"),
    ("stations.csv:6:27", "mtbf_h is -5", "between failures"),
    ("stations.csv:6:34", "breakdown_clock is 'runing'", "'running'"),
    ("stations.csv:7:7", "machines is empty", "PR01-PR08"),
    ("stations.csv:7:17", "load_s is 0", "load_s"),
    ("stations.csv:7:33", "setup_skill of DRY is 'ELSE'", "skills rows for ELSE"),
    ("stations.csv:7:41", "moved_by is 'DRY'", "another station"),
    ("stations.csv:7:45", "move_s is -1", "transfer lot"),
    ("stations.csv:8:42", "moved_by is empty", "station that moves"),
]

OPERATIONS = """\
product,step,station,rate_h,cycle_s,spread,noise_pieces,setup_min,lot_pieces,transfer_pieces,scrap_share,rework_share,rework_station,rework_step
clip,10,G36,700,,0.1,100,90,5000,1500,0.005,0,,
bracket,ten,G63,600,,0.1,100,90,5000,1000,0.005,0,,
bracket,10,WELD,600,18,0.1,100,0,,,0,0.02,WELD,99
bracket,20,WELD,,,0.1,100,0,,,0,0,,
bracket,20,WELD,0,,0.1,100,0,,,0,0,,
unit,10,WELD,100,,0.1,1.5,0,,6000,5,0,,
unit,20,WELD,"1,5",,0.1,100,0,,,0,1,,10
unit,30,WELD,100,,-0.1,100,0,0,6000,0.6,0.5,WLED,
,40,WELD,100,,0.1,100,0,,,0,0.2,,
clip,20,WELD,100,,0.1,100,abc,7000,6000,0,0,,?
"""
OPERATIONS_FOUND = [
    ("operations.csv:2:9", "unknown station 'G36'", "'G63'"),
    ("operations.csv:3:9", "step is 'ten'", "order of the step"),
    ("operations.csv:4:21", "cycle_s is 18", "Empty one"),
    ("operations.csv:4:48", "bracket has no step 99", "10, 20"),
    ("operations.csv:5:17", "rate_h is empty", "pieces per hour"),
    ("operations.csv:6:1", "product bracket, step 20 again", "line 5"),
    ("operations.csv:6:17", "rate_h is 0", "pieces per hour"),
    ("operations.csv:7:23", "noise_pieces is 1.5", "random draw"),
    ("operations.csv:7:35", "scrap_share is 5", "share 0..1"),
    ("operations.csv:8:14", "rate_h is '1,5'", "pieces per hour"),
    (
        "operations.csv:8:35",
        "circular routing: every piece of unit goes from step 20 back to 10",
        "Lower rework_share",
    ),
    ("operations.csv:9:19", "spread is -0.1", "coefficient"),
    ("operations.csv:9:30", "lot_pieces is 0", "pieces per set-up"),
    ("operations.csv:9:41", "rework_share is 0.5", "Lower one"),
    ("operations.csv:9:45", "unknown station 'WLED'", "'WELD'"),
    ("operations.csv:10:1", "product is empty", "product made"),
    ("operations.csv:10:33", "rework_station is empty", "rework_station"),
    ("operations.csv:11:27", "setup_min is 'abc'", "set-up time"),
    ("operations.csv:7:30", "transfer lots of 6000", "buffer"),
    ("operations.csv:11:46", "rework_step is '?'", "Enter"),
]

COMPONENTS = """\
product,step,component,quantity
unit,10,clip,0
unit,10,braket,1
unit,11,bracket,1
unit,10,unit,1
clip,10,unit,1
unti,10,clip,1
unit,10,clip,2
unit,,bracket,two
unit,10,,1
,10,clip,1
"""
COMPONENTS_FOUND = [
    ("components.csv:2:14", "quantity is 0", "pieces consumed"),
    ("components.csv:2:9", "circular: unit is made of clip is made of unit", "Remove one"),
    ("components.csv:3:9", "unknown product 'braket'", "'bracket'"),
    ("components.csv:4:6", "unit has no step 11", "10"),
    ("components.csv:5:9", "component is 'unit'", "product that is consumed"),
    ("components.csv:7:1", "unknown product 'unti'", "'unit'"),
    ("components.csv:8:1", "product unit, step 10, component clip again", "line 2"),
    ("components.csv:9:6", "step is empty", "step that consumes"),
    ("components.csv:9:15", "quantity is 'two'", "pieces consumed"),
    ("components.csv:10:9", "component is empty", "product consumed"),
    ("components.csv:11:1", "product is empty", "product assembled"),
]

ORDERS = """\
order,product,quantity,release,due,priority
W1,clip,five,1999-01-04,1999-01-22,0
W1,clip,5000,1999-01-04,1999-01-22,0
W2,brackett,4000,1999-01-04,1999-01-22,1
W3,unit,0,1999-01-11,1999-01-29,0
W4,unit,1.5,1999-01-11,1999-01-29,0
W5,unit,10,1999-02-30,1999-01-29,0
W6,unit,10,1999-01-11,1999-01-10,0
W7,unit,10,,1999-01-10,high
W8,unit,10,1999-01-11,99-01-29,0
W9,unit,10,1999-01-11,1999-01-29,0,extra
W10,unit,10
,unit,10,1999-01-11,1999-01-29,0
W11,,10,1999-01-11,1099-01-29,0
"""
ORDERS_FOUND = [
    ("orders.csv:2:9", "quantity is 'five'", "good pieces"),
    ("orders.csv:3:1", "order W1 again", "line 2"),
    ("orders.csv:4:4", "unknown product 'brackett'", "'bracket'"),
    ("orders.csv:5:9", "quantity is 0", "good pieces"),
    ("orders.csv:6:9", "quantity is 1.5", "good pieces"),
    ("orders.csv:7:12", "release is '1999-02-30'", "1999-01-04"),
    ("orders.csv:8:23", "due is '1999-01-10'", "Swap"),
    ("orders.csv:9:12", "release is empty", "first day"),
    ("orders.csv:9:24", "priority is 'high'", "higher goes first"),
    ("orders.csv:10:23", "due is '99-01-29'", "1999-01-08"),
    ("orders.csv:11:36", "7 fields, 'extra'", "Remove it"),
    ("orders.csv:12", "3 fields", "missing separators"),
    ("orders.csv:13:1", "order is empty", "order number"),
    ("orders.csv:14:5", "product is empty", "product ordered"),
    ("orders.csv:14:20", "due is '1099-01-29'", "done"),
]

PEOPLE = """\
person,job,category,class,crew,birth_date,hire_date,work_start,contract,weekly_h,wage_month,sex,disabled,dependants,single_parent,pension_quarters,protected,commute_min,mentor
P1,presser,worker,O2,AA,1960-05-17,1985-09-02,1977-07-01,permanent,35,7600,F,no,1,no,88,no,20,
P2,presser,worker,O1,B,1995-02-03,1995-01-02,1990-09-01,permanent,35,7000,M,no,0,no,30,no,15,P1
P3,welder,worker,O2,A,1955-11-30,1980-03-03,1981-09-01,permanent,350,7600,W,maybe,2,yes,110,no,30,
P4,setter,worker,P2,A,1943-12-12,1969-01-06,1959-10-01,permanent,35,-8900,M,no,0,no,150,yes,25,P4
P5,clerk,clerk,,,1970-13-01,1992-01-06,1990-01-01,permanent,35,7800,F,no,-1,no,34,no,10,P99
P5,clerk,clerk,,,1970-01-01,1992-01-06,1990-01-01,permanent,35,7 80O,F,no,0,no,34,no,long,
,clerk,clerk,,,1970-01-01,1992-01-06,1990-01-01,permanent,35,7800,F,no,0.5,no,34,no,10,
P7,presser,worker,O1,B,1972-02-03,1995-01-02,1990-09-01,permanent,30,7000,M,no,0,no,999,no,15,P1
P8,presser,worker,O1,B,1990-02-03,1999-06-01,1998-09-01,permanent,35,7000,M,no,0,no,3,no,15,P1
"""
PEOPLE_FOUND = [
    ("people.csv:2:22", "crew 'AA' has no shifts", "Known: A, B"),
    ("people.csv:3:35", "hire_date is '1995-01-02'", "birth_date"),
    ("people.csv:3:46", "work_start is '1990-09-01'", "birth_date"),
    ("people.csv:4:45", "work_start is '1981-09-01'", "hire_date"),
    ("people.csv:4:66", "weekly_h is 350", "not hours worked"),
    ("people.csv:4:75", "sex is 'W'", "F, M, X"),
    ("people.csv:4:77", "disabled is 'maybe'", "disabled worker"),
    ("people.csv:5:69", "wage_month is -8900", "gross base wage"),
    ("people.csv:5:96", "mentor is 'P4'", "another person"),
    ("people.csv:6:18", "birth_date is '1970-13-01'", "date of birth"),
    ("people.csv:6:74", "dependants is -1", "dependent children"),
    ("people.csv:6:89", "unknown person 'P99'", "Known"),
    ("people.csv:7:1", "person P5 again", "line 6"),
    ("people.csv:7:64", "wage_month is '7 80O'", "gross base wage"),
    ("people.csv:7:86", "commute_min is 'long'", "journey"),
    ("people.csv:8:1", "person is empty", "id of the person"),
    ("people.csv:8:72", "dependants is 0.5", "dependent children"),
    ("people.csv:9:1", "operator 'P7' has no skills", "skills for P7"),
    ("people.csv:9:67", "1 person of crew B with 30 h", "part-timers"),
    ("people.csv:9:85", "pension_quarters is 999", "quarters"),
    ("people.csv:10:35", "hired before the age of 14", "birth_date"),
    ("people.csv:10:35", "P8 is hired on 1999-06-01", "scenario"),
]

SKILLS = """\
person,station,task,level,rate_share,since
P1,G63,run,4,1.05,1985-09-02
P22,G63,run,2,0.95,
P2,G36,run,2,0.95,
P3,WELD,runn,2,1,
P2,WELD,run,two,1,
P4,SETUP,setup,,1,
P4,MAINT,repair,2,0,
P4,FORK,run,2,1,1999-31-01
P4,FORK,run,2,1,
,FORK,run,2,1,
P4,,run,2,fast,
"""
SKILLS_FOUND = [
    ("skills.csv:2:12", "level is 4", "3 can train"),
    ("skills.csv:3:1", "unknown person 'P22'", "'P2'"),
    ("skills.csv:4:4", "unknown station 'G36'", "'G63'"),
    ("skills.csv:5:9", "task is 'runn'", "'run'"),
    ("skills.csv:6:13", "level is 'two'", "3 can train"),
    ("skills.csv:7:16", "level is empty", "3 can train"),
    ("skills.csv:8:19", "rate_share is 0", "standard rate"),
    ("skills.csv:9:17", "since is '1999-31-01'", "mastered since"),
    ("skills.csv:10:1", "person P4, station FORK, task run again", "line 9"),
    ("skills.csv:11:1", "person is empty", "id of the person"),
    ("skills.csv:12:4", "station is empty", "station"),
    ("skills.csv:12:11", "rate_share is 'fast'", "standard rate"),
]

SHIFTS = """\
crew,week,day,start,end,breaks
A,0,mon-fri,06:00,13:20,09:30-09:50 unpaid
A,one,mon-fri,06:00,13:20,09:30-09:50 unpaid
A,2,mun,13:20,20:40,16:30-16:50 unpaid
A,2,mon,13:20,20:40,16:30-16:50
A,2,tue,25:00,20:40,
A,2,wed,13:20,20:40,12:30-12:50 unpaid
A,2,wed,20:00,22:00,
A,2,thu,06:00,06:00,
B,1,mon-fri,13:20,20:40,16:30-16:50 unpaid; 16:40-17:00 paid
B,2,mon-fri,,13:20,
,2,sat,06:00,13:20,
B,4,sat,6,13:20,
C,1,sat,06:00,13:20,
"""
SHIFTS_FOUND = [
    ("shifts.csv", "B in week 3 of 4", "Add the shifts"),
    ("shifts.csv:2:3", "week is 0", "week of the crew's cycle"),
    ("shifts.csv:3:3", "week is 'one'", "week of the crew's cycle"),
    ("shifts.csv:4:5", "day is 'mun'", "mon-thu"),
    ("shifts.csv:5:21", "breaks is '16:30-16:50'", "paid or unpaid"),
    ("shifts.csv:6:9", "start is '25:00'", "start"),
    ("shifts.csv:7:21", "break 12:30-12:50 in a shift 13:20-20:40", "Correct"),
    ("shifts.csv:8:9", "crew A works wed 13:20-20:40 and wed 20:00-22:00", "line 7"),
    ("shifts.csv:9:15", "end is '06:00'", "Correct start or end"),
    ("shifts.csv:10:25", "break 16:40-17:00 overlaps", "Correct"),
    ("shifts.csv:11:13", "start is empty", "start"),
    ("shifts.csv:12:1", "crew is empty", "crew"),
    ("shifts.csv:13:9", "start is '6'", "start"),
    ("shifts.csv:14:1", "nobody belongs to crew 'C'", "Known"),
]

ABSENCES = """\
person,from,to,kind
P22,1999-01-18,1999-01-22,leave
P2,1999-01-22,1999-01-18,leave
,1999-01-18,1999-01-22,leave
P2,,1999-01-22,leave
P2,1999-01-18,,leave
P2,soon,1999-01-22,leave
P2,1999-02-29,1999-03-22,leave
P1,1999-03-01,1999-03-05,leave
P1,1999-03-05,1999-03-06,sick
P1,03/04/1999,2999-01-01,sick
P1,1999-05-01,1999-05-02,sick,very
"""
ABSENCES_FOUND = [
    ("absences.csv:2:1", "unknown person 'P22'", "'P2'"),
    ("absences.csv:3:15", "to is '1999-01-18'", "Swap"),
    ("absences.csv:4:1", "person is empty", "id of the person"),
    ("absences.csv:5:4", "from is empty", "first day"),
    ("absences.csv:6:15", "to is empty", "last day"),
    ("absences.csv:7:4", "from is 'soon'", "first day"),
    ("absences.csv:8:4", "from is '1999-02-29'", "first day"),
    ("absences.csv:10:4", "P1 is absent from 1999-03-05 and already to 1999-03-05", "line 9"),
    ("absences.csv:11:15", "to is '2999-01-01'", "last day"),
    ("absences.csv:12:31", "5 fields, 'very'", "Remove it"),
]

HEAD = """\
name: small shop
name: twice
country: france
currencey: EUR
on: 1999-01-05
weekly_h: 39,5
seed: -1
release: {conwpi: 12}
horizon_weeks: 8.5
warm_up_weeks: many
calendar:
  holidays: [1999-02-30, 03/04/1999]
  closed: ["1999-08-22..1999-08-02 summer"]
rules: {shift_end: finnish}
overtime:
  - {day: saturnday, start: "06:00", end: "12:00", when_backlog_days: 1, max_h_year: 94, crews: [A]}
  - {day: sat, start: "06:00", end: "12:00", when_backlog_days: 1, max_h_year: 94, crews: [AB]}
"""
HEAD_FOUND = [
    ("plant.yaml:1:1", "currency is missing", "currency"),
    ("plant.yaml:2:1", "key 'name' again", "line 1"),
    ("plant.yaml:3:10", "country is 'france'", "two letters"),
    ("plant.yaml:4:1", "unknown key 'currencey'", "'currency'"),
    ("plant.yaml:5:5", "on is 1999-01-05 (a Tuesday)", "1999-01-04"),
    ("plant.yaml:6:11", "weekly_h is '39,5'", "33.5"),
    ("plant.yaml:7:7", "seed is '-1'", "whole number"),
    ("plant.yaml:8:10", "release.conwip is missing", "conwip"),
    ("plant.yaml:8:11", "unknown key 'release.conwpi'", "'conwip'"),
    ("plant.yaml:9:16", "horizon_weeks is '8.5'", "whole number"),
    ("plant.yaml:10:16", "warm_up_weeks is 'many'", "whole number"),
    ("plant.yaml:12:14", "calendar.holidays.0 is '1999-02-30'", "1999-05-13"),
    ("plant.yaml:12:26", "calendar.holidays.1 is '03/04/1999'", "1999-05-13"),
    ("plant.yaml:13:12", "calendar.closed.0", "Swap"),
    ("plant.yaml:14:20", "rules.shift_end is 'finnish'", "one of the words"),
    ("plant.yaml:16:11", "overtime.0.day is 'saturnday'", "mon"),
    ("plant.yaml:17:5", "unknown crew 'AB' in overtime", "A"),
]

CASES = {
    "stations.csv": (STATIONS, STATIONS_FOUND),
    "operations.csv": (OPERATIONS, OPERATIONS_FOUND),
    "components.csv": (COMPONENTS, COMPONENTS_FOUND),
    "orders.csv": (ORDERS, ORDERS_FOUND),
    "people.csv": (PEOPLE, PEOPLE_FOUND),
    "skills.csv": (SKILLS, SKILLS_FOUND),
    "shifts.csv": (SHIFTS, SHIFTS_FOUND),
    "absences.csv": (ABSENCES, ABSENCES_FOUND),
    "plant.yaml": (HEAD, HEAD_FOUND),
}


def _missing(problems, expected):
    """Return the expected findings that no problem matches."""
    return [
        (place, seen, remedy)
        for place, seen, remedy in expected
        if not any(
            str(p.place) == place and seen in f"{p.seen}; {p.rule}" and remedy in p.remedy
            for p in problems
        )
    ]


@pytest.mark.parametrize("file", CASES)
def test_every_planted_mistake_of_a_table_is_found_in_one_call(file, files, make):
    text, expected = CASES[file]
    assert len(expected) >= 10
    files[file] = text
    problems = plant.check(make(files))
    shown = "\n".join(str(p) for p in problems)
    assert not _missing(problems, expected), shown


def test_mistakes_of_all_files_come_together_sorted_by_place(files, make):
    expected = []
    for file in ("orders.csv", "people.csv", "absences.csv"):
        files[file], found = CASES[file]
        expected += [row for row in found if "P99" not in row[1]]
    with pytest.raises(plant_error()) as caught:
        plant.read(make(files))
    problems = caught.value.problems
    assert not _missing(problems, expected), str(caught.value)
    assert [p.place for p in problems] == sorted(p.place for p in problems)


def plant_error():
    from accord.errors import InputError

    return InputError


def test_the_small_shop_itself_has_nothing_to_say(files, make):
    assert plant.check(make(files)) == ()


def test_a_share_of_absence_that_is_not_given_is_a_note_and_no_warning(files, make):
    files["plant.yaml"] = files["plant.yaml"].replace("absence_share: 0.05\n", "")
    (note,) = plant.check(make(files))
    assert note.kind == "note"
    assert "absence_share is not given" in note.seen
    assert "aucune absence" in note.french[0]


@pytest.mark.parametrize("name", ["one_press", "two_press_one_buffer", "night_crew"])
def test_the_tiny_plants_have_neither_error_nor_warning(name, request):
    problems = plant.check(request.getfixturevalue(name))
    assert [str(p) for p in problems if p.kind != "note"] == []


@pytest.mark.parametrize("table", ["components", "absences"])
def test_an_optional_table_may_have_no_rows(table, files, make):
    files[f"{table}.csv"] = files[f"{table}.csv"].splitlines()[0] + "\n"
    assert plant.check(make(files)) == ()


@pytest.mark.parametrize("table", ["stations", "operations", "orders", "people"])
def test_a_required_table_without_rows_is_an_error_that_names_its_columns(table, files, make):
    files[f"{table}.csv"] = files[f"{table}.csv"].splitlines()[0] + "\n"
    problems = [p for p in plant.check(make(files)) if p.seen == "the table has no rows"]
    assert [(p.place.file, p.kind) for p in problems] == [(f"{table}.csv", "error")]
    assert "Add at least one row with" in problems[0].remedy
