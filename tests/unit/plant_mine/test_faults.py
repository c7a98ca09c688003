"""Planted faults: each is counted exactly, shown, and its row keeps one status."""

import pytest

from accord.plant.mine.eventlog import read_log
from accord.plant.mine.quality import STATUSES, grade

from .conftest import row

D = "2012-01-05"


def faulty_rows(clean):
    """Return the clean log plus one planted row for nearly every fault."""
    return [
        *clean,
        clean[1],  # duplicate
        clean[2],  # duplicate
        row("C4", start=f"{D} 00:00", end=f"{D} 01:15", span="000:00", worker="W9"),  # midnight
        row("C4", start=f"{D} 09:00", end=f"{D} 10:00", span="000:00", worker="W9"),
        row("C4", start=f"{D} 11:00", end=f"{D} 11:00", span="000:00", worker="W9"),  # zero
        row("C4", start=f"{D} 15:00", end=f"{D} 14:00", span="001:00", worker="W8"),  # reversed
        row("C4", start=f"{D} 06:00", end="2012-01-06 08:00", span="026:00", worker="W7"),
        row("C4", start="1899-12-31 06:00", end="1899-12-31 08:00", worker="W6"),
        row("C4", start="n/a", end=f"{D} 08:00", worker="W6"),
        row("", start=f"{D} 06:00", end=f"{D} 08:00", worker="W6"),
        row("C5", start=f"{D} 06:00", end=f"{D} 08:00", span="1899/12/31 01:49:00", worker="W5"),
        row("C5", start=f"{D} 07:00", end=f"{D} 09:00", worker="W5"),  # overlaps the row before
        row("C5", "Turning  -  Machine 1", start=f"{D} 12:00", end=f"{D} 14:00", worker="W5"),
        row("C5", start=f"{D} 14:00", end=f"{D} 16:00", report="S", good="2", worker="W5"),
        row("C5", start=f"{D} 16:00", end=f"{D} 18:00", good="0", worker="W5"),
        row("C5", start=f"{D} 18:00", end=f"{D} 20:00", span="003:00", worker="W5"),  # an hour off
        row("C5", start=f"{D} 20:00", end=f"{D} 22:00", span="002:20", worker="W5"),
        row("C5", start=f"{D} 22:00", end=f"{D} 23:00", span="001:00", good="many", worker="W5"),
        row("C5", start=f"{D} 23:00", end=f"{D} 23:30", span="000:30", report="?", worker="W5"),
        row("C5", start="2012-01-06 00:00", end="2012-01-06 01:00", span="001:00", worker=""),
        row(
            "C5",
            "SETUP     Turning - Machine 1",
            start="2012-01-06 02:00",
            end="2012-01-06 03:00",
            span="001:00",
            report="S",
            good="0",
            worker="W5",
        ),
        row("C5", start="2012-01-06 06:00", end="2012-01-06 23:00", span="017:00", worker="W4"),
    ]


PLANTED = {
    "unreadable": 2,
    "bad_date": 1,
    "marker": 0,
    "duplicate": 2,
    "reversed": 1,
    "zero_length": 1,
    "placeholder": 2,
    "over_24h": 1,
    "placeholder_any": 2,
    "placeholder_midnight": 1,
    "odd_span": 1,
    "clock_jump": 1,
    "span_differs": 1,
    "blanks": 2,
    "named_setup": 1,
    "odd_report": 1,
    "odd_number": 1,
    "setup_pieces": 1,
    "work_no_pieces": 1,
    "no_worker": 1,
    "late": 1,
}


@pytest.mark.parametrize("fault", sorted(PLANTED))
def test_planted_fault_is_counted_exactly(write_log, clean, fault):
    quality = grade(read_log(write_log(faulty_rows(clean))))
    assert quality.num(fault) == PLANTED[fault]


def test_statuses_add_up_to_the_rows(write_log, clean):
    rows = faulty_rows(clean)
    quality = grade(read_log(write_log(rows)))
    assert [f.name for f in quality.faults if f.is_status] == list(STATUSES)
    assert sum(f.num_rows for f in quality.faults if f.is_status) == len(rows)
    assert quality.num("used") == len(rows) - sum(PLANTED[s] for s in STATUSES if s != "used")


def test_a_clean_log_has_no_fault(write_log, clean):
    quality = grade(read_log(write_log(clean)))
    assert quality.num("used") == len(clean)
    assert not [f.name for f in quality.faults if f.num_rows and f.name != "used"]


def test_a_fault_names_the_lines_where_it_was_seen(write_log, clean):
    quality = grade(read_log(write_log([*clean, clean[0]])))
    found = next(f for f in quality.faults if f.name == "duplicate")
    assert found.lines == (len(clean) + 2,)


def test_overlap_is_seen_whatever_the_order_of_the_file(write_log, clean):
    late = row("C9", start="2012-01-09 07:00", end="2012-01-09 09:00", worker="W3")
    early = row("C9", start="2012-01-09 06:00", end="2012-01-09 08:00", worker="W3")
    for order in ([late, early], [early, late]):
        assert grade(read_log(write_log([*clean, *order]))).num("overlap") == 1


def test_overlap_with_a_placeholder_is_counted_apart(write_log, clean):
    real = row("C9", start="2012-01-09 00:30", end="2012-01-09 02:30", worker="W3")
    default = row(
        "C9", start="2012-01-09 00:00", end="2012-01-09 01:15", span="000:00", worker="W3"
    )
    quality = grade(read_log(write_log([*clean, real, default])))
    assert (quality.num("overlap"), quality.num("overlap_timed")) == (1, 0)


def test_start_and_end_rows_of_a_process_tool_are_markers(write_log, clean):
    mark = row("C1", "Start", "Start", "2012-01-02 06:00", "2012-01-02 06:00", "", worker="Start")
    assert grade(read_log(write_log([*clean, mark]))).num("marker") == 1


def test_without_stated_durations_a_frequent_round_time_is_a_default(write_log):
    minutes = [17 + (7 * i) % 160 for i in range(150)] + [75] * 60
    rows = [
        row(
            f"C{i}",
            start="2012-01-02 06:00",
            end=f"2012-01-02 {6 + m // 60:02d}:{m % 60:02d}",
            worker=f"W{i}",
        )
        for i, m in enumerate(minutes)
    ]
    header = "Case ID,Activity,Resource,start,end,Other,Work Order Qty,Part Desc.,Worker ID,"
    header += "Report Type,Qty Completed,Qty Rejected,Qty for MRB,Rework"
    quality = grade(read_log(write_log(rows, header=header)))
    assert quality.spikes_min == (75.0,)
    assert quality.num("placeholder") == 60 + minutes[:150].count(75)
