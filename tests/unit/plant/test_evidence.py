"""Evidence entries: a value without range, population or mark is refused with its place."""

from pathlib import Path

import pytest

from accord.plant.evidence import parse_evidence, read_evidence
from accord.plant.yamlfile import parse

GAILLON = Path(__file__).parents[3] / "plants" / "gaillon"
GOOD = {
    "id": "shift.night",
    "value": "0.30",
    "range": "[-0.15, 0.33]",
    "unit": "relative risk minus 1",
    "population": "industrial shift workers",
    "use": "[report.health]",
    "source": "FT03",
    "mark": "M",
    "contradicts": "[SAL16]",
    "kind": "prior",
}


def entry(**changes):
    cells = {**GOOD, **changes}
    lines = [f"{key}: {value}" for key, value in cells.items() if value is not None]
    return "- " + "\n  ".join(lines) + "\n"


def read(*entries):
    node, problems = parse("evidence:\n" + "".join(entries), "evidence.yaml")
    assert not problems
    return read_evidence(node)


def test_a_complete_entry_keeps_range_source_and_place():
    (found,), problems = read(entry())
    assert not problems
    assert (found.value, found.low, found.high) == (0.30, -0.15, 0.33)
    assert found.contradicts == ("SAL16",)
    assert (found.at.file, found.at.line) == ("evidence.yaml", 2)


@pytest.mark.parametrize("key", [k for k in GOOD if k not in ("use", "contradicts")])
def test_a_missing_key_is_refused(key):
    found, problems = read(entry(**{key: None}))
    assert not found
    assert any(key in p.seen and "missing" in p.seen for p in problems)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"range": "[0.4, 0.5]"}, "lies outside"),
        ({"range": "[0.5, 0.1]"}, "range is"),
        ({"range": "0.5"}, "range is"),
        ({"range": "[a, b]"}, "range is"),
        ({"range": "[1, 2, 3]"}, "range is"),
        ({"mark": "Z"}, "mark is 'Z'"),
        ({"kind": "guess"}, "kind is 'guess'"),
        ({"value": "much"}, "value is 'much'"),
        ({"souce": "x"}, "unknown key"),
    ],
)
def test_a_wrong_value_is_named(changes, said):
    _, problems = read(entry(**changes))
    assert any(said in p.seen for p in problems), [str(p) for p in problems]


def test_an_id_stands_once():
    found, problems = read(entry(), entry(value="0.2"))
    assert len(found) == 1
    assert "again" in problems[0].seen
    assert problems[0].place.line == 12


def test_the_committed_entries_are_complete():
    found, problems = parse_evidence(GAILLON / "evidence.yaml", "evidence.yaml")
    assert not problems
    assert len(found) == len({e.id for e in found}) >= 30
