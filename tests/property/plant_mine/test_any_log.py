"""Whatever bytes a log holds: a plant whose counts add up, or a refusal in words. No traceback."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import InputError
from accord.plant.mine.assemble import assemble
from accord.plant.mine.eventlog import read_log
from accord.plant.mine.facts import as_json
from accord.plant.mine.report import as_markdown

HEADER = (
    "Case ID,Activity,Resource,start,end,Span,Work Order Qty,Part Desc.,Worker ID,Report Type,"
    "Qty Completed,Qty Rejected,Qty for MRB,Rework"
)
CELLS = {
    0: ("C1", "C2", "C3", "", " C1 "),
    1: ("Turning - Machine 1", "Milling - Machine 2", "Setup - Machine 1", "Final Q.C.", "Fix", ""),
    2: ("Machine 1 - Turning", "Machine 2 - Milling", "Quality Check 1", "", "-", ";"),
    3: ("2012-01-02 06:00", "2012-01-03 22:30", "2012-02-30 06:00", "1899-12-31 00:00", "", "x"),
    4: ("2012-01-02 07:00", "2012-01-04 02:30", "2012-01-02 06:00", "2013-01-02 06:00", ""),
    5: ("001:00", "000:00", "1899/12/31 01:00:00", "", "soon"),
    6: ("10", "0", "", "-5", "1e9", "ten"),
    7: ("Shaft", "Gear", ""),
    8: ("W1", "W2", "W3", ""),
    9: ("D", "S", "B", "", "?"),
    10: ("0", "1", "10", "250", "-1", "", "NaN"),
    11: ("0", "2", ""),
    12: ("0", "1"),
    13: ("", "Y"),
}
ROWS = st.lists(st.tuples(*(st.sampled_from(CELLS[i]) for i in range(14))), min_size=1, max_size=40)


def try_to_mine(data: bytes, name: str = "log.csv"):
    """Return the mined log, or None when it was refused in words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            return assemble(read_log(path))
        except InputError as error:
            refused = error.problems
    assert refused
    assert all(p.seen and p.rule and p.remedy for p in refused)
    return None


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_any_mixture_of_good_and_bad_cells_is_counted_and_reported(rows):
    text = "\n".join([HEADER, *(",".join(r) for r in rows)]) + "\n"
    mined = try_to_mine(text.encode())
    if mined is None:
        return
    assert mined.log.rows.height == len(rows)
    assert sum(f.num_rows for f in mined.quality.faults if f.is_status) == len(rows)
    assert as_json(mined)["facts"]["rows"] == len(rows)
    assert "Quality of the data" in as_markdown(mined)
    worked = mined.observed["worked_h"].sum()
    assert worked <= mined.timed["minutes"].sum() / 60 + 1e-3
    for layer, steps in zip(mined.layers, mined.steps, strict=True):
        assert layer.pieces >= 1
        assert layer.due >= layer.release
        assert all(s.cycle_s > 0 and s.setup_min >= 0 for s in steps)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["log.csv", "log.xes"]))
def test_any_bytes_are_read_or_refused(data, name):
    try_to_mine(data, name)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_log_is_read_or_refused(seed):
    good = "\n".join(
        [
            HEADER,
            *(
                f"C{i},Turning - Machine 1,Machine 1 - Turning,2012-01-{2 + i:02d} 06:00,"
                f"2012-01-{2 + i:02d} 08:00,002:00,10,Shaft,W1,D,10,0,0,"
                for i in range(20)
            ),
        ]
    ).encode()
    rng = random.Random(seed)  # noqa: S311 - damage, not secrets
    data = bytearray(good)
    for _ in range(rng.randint(1, 25)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    try_to_mine(bytes(data))
