"""A tiny shop's log whose every fault was put there by hand."""

import pytest

HEADER = (
    "Case ID,Activity,Resource,start,end,Span,Work Order Qty,Part Desc.,Worker ID,Report Type,"
    "Qty Completed,Qty Rejected,Qty for MRB,Rework"
)


def row(  # noqa: PLR0917 - one argument per column of the log
    case="C1",
    activity="Turning - Machine 1",
    resource="Machine 1 - Turning",
    start="2012-01-02 06:00",
    end="2012-01-02 08:00",
    span="002:00",
    qty="10",
    part="Shaft",
    worker="W1",
    report="D",
    good="10",
    rejected="0",
    mrb="0",
    rework="",
):
    first = (case, activity, resource, start, end, span, qty)
    return ",".join((*first, part, worker, report, good, rejected, mrb, rework))


def clean_rows():
    """Three cases through set-up, turning, milling and inspection over three days."""
    rows = []
    for day, case in ((2, "C1"), (3, "C2"), (4, "C3")):
        d = f"2012-01-{day:02d}"
        rows += [
            row(case, start=f"{d} 06:00", end=f"{d} 07:00", span="001:00", report="S", good="0"),
            row(case, start=f"{d} 07:00", end=f"{d} 09:00"),
            row(
                case,
                "Milling - Machine 2",
                "Machine 2 - Milling",
                f"{d} 09:00",
                f"{d} 10:30",
                "001:30",
                worker="W2",
            ),
            row(
                case,
                "Final Q.C.",
                "Quality Check 1",
                f"{d} 10:30",
                f"{d} 11:00",
                "000:30",
                worker="W2",
                good="9",
                rejected="1",
            ),
        ]
    return rows


@pytest.fixture
def write_log(tmp_path):
    """Write a log from rows; returns its path."""

    def write(rows, name="log.csv", header=HEADER, encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
        return path

    return write


@pytest.fixture
def clean():
    return clean_rows()
