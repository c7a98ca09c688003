"""Behavioural parameters (``evidence.yaml``): value, range, population, source, mark.

A value without a range, a population or a mark is refused: people negotiate over these numbers.
"""

from __future__ import annotations

from pathlib import Path

from accord.errors import Problem
from accord.plant.records import Evidence
from accord.plant.yamlfile import Form, Node, load

__all__ = ["KINDS", "MARKS", "parse_evidence", "read_evidence"]

MARKS = ("C", "S", "M", "X", "I")
KINDS = ("prior", "measured")


def parse_evidence(path: Path, name: str) -> tuple[tuple[Evidence, ...], tuple[Problem, ...]]:
    """Read ``evidence.yaml``, with all its mistakes at once.

    Parameters
    ----------
    path
        The file: a list of entries under the key ``evidence``.
    name
        How places call the file.

    Returns
    -------
    tuple
        The entries that could be read, and every problem.
    """
    node, problems = load(path, name)
    entries, found = read_evidence(node)
    return entries, (*problems, *found)


def read_evidence(node: Node) -> tuple[tuple[Evidence, ...], tuple[Problem, ...]]:
    """Read the entries of an evidence tree.

    Parameters
    ----------
    node
        The root: a map with the key ``evidence``.

    Returns
    -------
    tuple
        The entries that could be read, and every problem.
    """
    problems: list[Problem] = []
    root = Form(node, problems)
    entries: dict[str, Evidence] = {}
    for form in root.forms("evidence"):
        entry = _entry(form)
        if entry is None:
            continue
        if entry.id in entries:
            remedy = f"It is already set at line {entries[entry.id].at.line}; keep one of them."
            rule = "an id stands once; a contradicting source goes under 'contradicts'"
            problems.append(Problem(form.place, f"evidence {entry.id!r} again", rule, remedy))
            continue
        entries[entry.id] = entry
    root.close()
    return tuple(entries.values()), tuple(problems)


def _entry(form: Form) -> Evidence | None:
    ident = form.text("id", required=True)
    value = form.number("value", required=True)
    bounds = _range(form)
    entry = Evidence(
        id=ident,
        value=value if value is not None else 0.0,
        low=bounds[0] if bounds else 0.0,
        high=bounds[1] if bounds else 0.0,
        unit=form.words("unit", required=True),
        population=form.words("population", required=True),
        use=form.texts("use"),
        source=form.words("source", required=True),
        mark=form.choice("mark", MARKS, required=True),
        contradicts=form.texts("contradicts"),
        kind=form.choice("kind", KINDS, required=True),
        at=form.place,
    )
    form.close()
    if value is None or bounds is None:
        return None
    told = (entry.unit.en, entry.population.en, entry.source.en)
    complete = (entry.id, *told, entry.mark, entry.kind)
    if not all(complete):
        return None
    if not entry.low <= entry.value <= entry.high:
        form.complain(
            form.place,
            f"{ident}: the value {entry.value:g} lies outside [{entry.low:g}, {entry.high:g}]",
            "the range spans the value and the contradicting sources",
            "Widen the range or correct the value.",
        )
        return None
    return entry


def _range(form: Form) -> tuple[float, float] | None:
    node = form.raw("range", required=True)
    if node is None:
        return None
    try:
        low, high = (float(item.text) for item in node.items)
    except ValueError:
        low, high = 1.0, 0.0
    if low > high:
        form.complain(
            node.place,
            f"{node.path} is {node.text or [item.text for item in node.items]!r}",
            "a range is two numbers, the lower one first",
            "Write it as [0.02, 0.06].",
        )
        return None
    return low, high
