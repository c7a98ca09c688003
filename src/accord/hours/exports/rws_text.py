"""A cycle problem as plain text that other programs read (the form of ``cycle/rws.py``)."""

from __future__ import annotations

import re

from accord.errors import HoursError
from accord.hours.cycle.problem import DAYS, CycleProblem

__all__ = ["rws_text"]

OFF_MARK = "-"


def rws_text(problem: CycleProblem) -> str:
    """Write a problem as plain text that other programs read.

    Parameters
    ----------
    problem
        A problem of one group, with the same hours on every day and no rule that the text lacks.

    Raises
    ------
    HoursError
        Naming all that the plain text cannot say.
    """
    if unsaid := _unsaid(problem):
        raise HoursError(
            f"{problem.name}: RWS text cannot say {', '.join(unsaid)}. "
            "Write the problem as YAML, or take these rules out"
        )
    names = [*(shift.name for shift in problem.shifts), OFF_MARK]  # OFF is -1: the last
    lines = ["# Length of the schedule", f"{DAYS}", "", "# Number of employees"]
    lines += [f"{problem.num_people}", "", "# Number of shifts", f"{len(problem.shifts)}", ""]
    lines += ["# Demand, Monday to Sunday, one line for each shift"]
    lines += [" ".join(map(str, row)) for row in problem.demand]
    lines += ["", "# Shift: name, start, length (minutes), least and most days in a row"]
    lines += [
        f"{s.name} {s.start_min[0]} {s.length_min[0]} {s.block[0]} {s.block[1]}"
        for s in problem.shifts
    ]
    lines += ["", "# Days off in a row", "{} {}".format(*problem.off_block)]
    lines += ["", "# Days of work in a row", "{} {}".format(*problem.work_block)]
    lines += ["", "# Forbidden pairs and triples", f"{len(problem.pairs)} {len(problem.triples)}"]
    sequences = (*sorted(problem.pairs), *sorted(problem.triples))
    lines += [" ".join(names[code] for code in codes) for codes in sequences]
    return "\n".join(lines) + "\n"


def _unsaid(problem: CycleProblem) -> list[str]:
    """List what a problem has and plain text has not."""
    odd = [
        s.name for s in problem.shifts if len(set(zip(s.start_min, s.length_min, strict=True))) > 1
    ]
    said = (
        (len(problem.groups) > 1, "groups with skills of their own"),
        (bool(odd), f"hours that differ by weekday ({', '.join(odd)})"),
        (any(any(s.unpaid_min) for s in problem.shifts), "unpaid breaks"),
        (problem.surplus > 0, "a surplus above the demand"),
        (problem.rest_in_week > 0, "days off in a row inside each week"),
        (problem.free_weekend_in > 0, "a free weekend among several"),
        (any(re.search(r"\s|^#", s.name) for s in problem.shifts), "names with blanks or a #"),
    )
    return [what for is_so, what in said if is_so]
