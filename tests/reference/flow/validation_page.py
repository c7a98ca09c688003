"""Write the table of docs/background/validation.md: every model beside its exact value.

Run ``python -m tests.reference.flow.validation_page`` in the project's folder after a change of a
model or of the random numbers. The last lines say whether all lie within 4 standard errors.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from accord import flow

from .exact_models import Case, cases

PAGE = Path(__file__).parents[3] / "docs/background/validation.md"
START = "<!-- made by tests/reference/flow/validation_page.py: run it, do not edit -->\n"
END = "<!-- end of what is made -->\n"


def told(case: Case) -> str:
    """Write a case's arguments as the page shows them."""
    words = {"True": "yes", "False": "no"}
    return ", ".join(
        f"{name.replace('_', ' ')} {words.get(str(value), str(value).strip('[]'))}"
        for name, value in case.arguments.items()
    )


def row(case: Case) -> tuple[str, float]:
    """Simulate one case; return its row and the deviation in standard errors."""
    exact, samples = case.solve()
    mean, low, high = flow.interval(samples)
    error = (mean - exact) / (samples.std(ddof=1) / math.sqrt(len(samples)))
    half = (high - low) / 2
    return f"| {told(case)} | {exact:.6f} | {mean:.6f} ± {half:.6f} | {error:+.2f} |\n", error


def table() -> tuple[str, list[float]]:
    """Return the page's made part and all deviations in standard errors."""
    text, errors = START, []
    for family, group in groupby(cases(), key=lambda case: case.family):
        of: Sequence[Case] = tuple(group)
        rows = [row(case) for case in of]
        errors += [error for _, error in rows]
        text += (
            f"\n### {of[0].title}\n\n{of[0].quantity[0].upper()}{of[0].quantity[1:]}. "
            f"Exact value: {of[0].source} (kind `{of[0].kind}`). Tests: `pytest "
            f"tests/reference/flow/test_exact_models.py -k {family}`.\n\n"
            "| model | exact | simulated, 95 % interval | standard errors |\n|---|---|---|---|\n"
        )
        text += "".join(line for line, _ in rows)
    worst = max(abs(error) for error in errors)
    text += (
        f"\n{len(errors)} models in {len({case.family for case in cases()})} families; the largest "
        f"deviation is {worst:.2f} standard errors.\n{END}"
    )
    return text, errors


def main() -> int:
    """Write the page; return 1 where a model misses its value."""
    made, errors = table()
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    PAGE.write_text(before + made + rest.split(END)[1], encoding="utf-8")
    far = sum(abs(error) >= 4.0 for error in errors)
    sys.stdout.write(f"{len(errors)} models, {far} farther than 4 standard errors\n")
    return int(far > 0)


if __name__ == "__main__":
    raise SystemExit(main())
