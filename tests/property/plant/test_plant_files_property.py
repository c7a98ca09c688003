"""For any plant: what is written reads back the same; whatever is damaged is said, never raised."""

import dataclasses
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accord import plant
from accord.plant.records import (
    Absence,
    Break,
    Closure,
    Component,
    FlowRules,
    Operation,
    Order,
    OvertimeRule,
    Person,
    Plant,
    Release,
    Shift,
    Skill,
    Station,
)

ON = date(1999, 1, 4)
NO_SHRINK = [Phase.explicit, Phase.reuse, Phase.generate]  # a workbook is slow to write
words = st.text(
    st.sampled_from("abcdefgXYZ0123456789 ;,'\"é-=+@#|"), min_size=1, max_size=12
).map(str.strip).filter(lambda w: w not in ("", "?"))  # fmt: skip
ids = st.integers(0, 10**6)
days = st.dates(date(1930, 1, 1), date(1998, 12, 31))
later = st.dates(ON, date(2003, 1, 1))


def upto(most: float) -> st.SearchStrategy[float]:
    """Draw a number from 0; none is subnormal, because Excel holds none."""
    return st.floats(0, most, allow_subnormal=False)


shares = upto(0.4)
small = upto(9)
cycles = st.floats(0.001, 1e6) | st.integers(1, 20000).map(lambda rate: 3600.0 / rate)


@st.composite
def stations(draw):
    made = []
    for i in range(draw(st.integers(1, 3))):
        has_failures = draw(st.booleans())
        made.append(
            Station(
                f"S{i}", draw(words | st.just("")),
                tuple(f"M{i}-{j} x" for j in range(draw(st.integers(1, 3)))),
                machines_per_operator=draw(st.integers(1, 4)),
                buffer_pieces=draw(st.none() | st.just(10**6)),
                mtbf_h=draw(st.floats(0.1, 1e4)) if has_failures else None,
                mttr_h=draw(upto(1e3)) if has_failures else None,
                mttr_spread=draw(small), setup_spread=draw(small),
                breakdown_clock=draw(st.sampled_from(["running", "calendar"])),
            )
        )  # fmt: skip
    return tuple(made)


@st.composite
def plants(draw):
    shop = draw(stations())
    operations = tuple(
        Operation(
            f"p{p}", 10 * (s + 1), draw(st.sampled_from(shop)).station, draw(cycles),
            draw(small), draw(st.integers(1, 500)), draw(upto(500)),
            draw(st.none() | st.integers(1, 9999)), draw(st.integers(1, 999)), draw(shares),
        )
        for p in range(draw(st.integers(1, 3)))
        for s in range(draw(st.integers(1, 3)))
    )  # fmt: skip
    products = sorted({o.product for o in operations})
    orders = tuple(
        Order(f"W{i}", draw(st.sampled_from(products)), draw(st.integers(1, 10**6)), first,
              first + timedelta(days=draw(st.integers(0, 99))), draw(st.integers(-5, 5)))
        for i, first in enumerate(draw(st.lists(later, min_size=1, max_size=4)))
    )  # fmt: skip
    people = tuple(
        Person(
            f"{i:03d}", draw(words | st.just("")), draw(words), draw(words), "A", day,
            day + timedelta(days=9000), None, draw(words), draw(st.none() | st.floats(1, 60)),
            draw(st.none() | upto(1e6)), draw(st.sampled_from(["", "F", "M", "X"])),
            draw(st.none() | st.booleans()), draw(st.none() | st.integers(0, 9)),
            commute_min=draw(st.none() | upto(600)), mentor="000" if i else "",
        )
        for i, day in enumerate(draw(st.lists(days, min_size=1, max_size=4)))
    )  # fmt: skip
    start, length = draw(st.integers(0, 1439)), draw(st.integers(60, 1380))
    pause = Break(start + 10, start + 30, draw(st.booleans()))
    shift = Shift("A", 1, draw(st.integers(0, 5)), start, start + length,
                  (pause,) if draw(st.booleans()) else ())  # fmt: skip
    component = Component(products[0], 10, products[-1], draw(st.floats(0.001, 1e3)))
    return Plant(
        draw(words), "fr", "EUR", ON, draw(st.floats(1, 60)), draw(words | st.just("")),
        draw(st.integers(0, 2**63 - 1)),
        draw(st.just(Release()) | st.integers(1, 99).map(lambda n: Release("conwip", n))),
        draw(st.sampled_from([(), (Closure(ON, ON, "inventory: all, 1/2"),)])),
        FlowRules(draw(st.sampled_from(["finish", "preempt"]))),
        draw(st.none() | upto(1)), draw(st.none() | shares), draw(st.integers(9, 99)), 2,
        shop, operations, (component,) if len(products) > 1 else (), orders, people,
        (Skill("000", "S0", "run", draw(st.integers(0, 3)), draw(st.floats(0.1, 3)), ON),),
        (shift,), (Absence("000", ON, ON + timedelta(days=3), draw(words)),),
        (OvertimeRule(5, start, start + 60, draw(small), 94.0, ("A",), draw(st.none() | shares)),),
    )  # fmt: skip


def facts(read):
    hidden = ("sources", "notes", "at")
    return {f.name: getattr(read, f.name) for f in dataclasses.fields(read) if f.name not in hidden}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plants())
def test_a_written_folder_reads_back_as_the_same_plant(made):
    with tempfile.TemporaryDirectory() as folder:
        plant.write_folder(made, folder)
        assert facts(plant.read(folder)) == facts(made)


@settings(max_examples=15, deadline=None, phases=NO_SHRINK, suppress_health_check=list(HealthCheck))
@given(plants())
def test_a_written_workbook_reads_back_as_the_same_plant(made):
    with tempfile.TemporaryDirectory() as folder:
        plant.write_workbook(made, Path(folder) / "plant.xlsx")
        assert facts(plant.read(Path(folder) / "plant.xlsx")) == facts(made)


JUNK = [b"", b"\x00", b"\xff\xfe", b'"', b";", b"\n", b",,,,", b"?", b"- [", b"1e999", b"\xe9",
        b"2000-13-45", b"99999999999999999999", b"&a *a", b"nan", b"A" * 5000]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a_damaged_folder_gives_problems_and_never_a_crash(one_press, seed):
    chance = random.Random(seed)  # noqa: S311 - chooses damage, no secret
    with tempfile.TemporaryDirectory() as copy:
        for path in one_press.iterdir():
            data = path.read_bytes()
            for _ in range(chance.randrange(3)):
                at = chance.randrange(len(data) + 1)
                data = data[:at] + chance.choice(JUNK) + data[at + chance.randrange(9) :]
            (Path(copy) / path.name).write_bytes(data)
        for problem in plant.check(copy):
            assert problem.seen
            assert problem.remedy
            assert problem.rule


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a_damaged_workbook_gives_problems_and_never_a_crash(small_workbook, seed):
    chance = random.Random(seed)  # noqa: S311 - chooses damage, no secret
    data = bytearray(small_workbook.read_bytes())
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with tempfile.TemporaryDirectory() as copy:
        path = Path(copy) / "plant.xlsx"
        path.write_bytes(bytes(data[: len(data) - chance.choice([0, 0, 0, 500])]))
        for problem in plant.check(path):
            assert problem.remedy
