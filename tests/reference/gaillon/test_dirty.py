"""A dirty variant of the plant: 25 planted faults, all found by one check, each at its line.

The variant is made from the committed files, so that it never drifts from them.
"""

import shutil
from dataclasses import dataclass

import pytest

from accord import plant


@dataclass(frozen=True)
class Fault:
    """``old`` is replaced once by ``new`` in ``file``; the check must say ``said`` at that line."""

    what: str
    file: str
    old: str
    new: str
    said: str


FAULTS = (
    Fault("misspelt key", "plant.yaml", "currency: FRF", "curency: FRF", "curency"),
    Fault("day that does not exist", "plant.yaml", "2000-05-08", "2000-02-30", "2000-02-30"),
    Fault("unknown rule", "plant.yaml", "shift_end: finish", "shift_end: stop", "shift_end"),
    Fault("misspelt column", "stations.csv", "buffer_pieces", "bufer_pieces", "bufer_pieces"),
    Fault("machine in two groups", "stations.csv", "PR17-PR20", "PR16-PR20", "PR16"),
    Fault("negative time", "stations.csv", ",54.96,", ",-54.96,", "mtbf_h"),
    Fault("unknown mover", "stations.csv", "WELD,assembly,AS01-AS06,1,1,cycle,0,,75.91,2.449,1.117,"
          "running,MAINT,,0.361,,FORK,", "WELD,assembly,AS01-AS06,1,1,cycle,0,,75.91,2.449,1.117,"
          "running,MAINT,,0.361,,FROK,", "FROK"),
    Fault("unknown station", "operations.csv", "A1,10,G63,", "A1,10,G36,", "G36"),
    Fault("rate and cycle", "operations.csv", "A2,10,G63,700,,", "A2,10,G63,700,5,", "cycle_s"),
    Fault("percent for a share", "operations.csv", "A3,20,G100,600,,0.1,100,100,5000,1500,0.005",
          "A3,20,G100,600,,0.1,100,100,5000,1500,5", "scrap_share"),
    Fault("step twice", "operations.csv", "B1,20,G100", "B1,10,G100", "B1"),
    Fault("return to no step", "operations.csv", "C1,10,GC,1600,,0.1,100,140,13636,1500,0.005,0.02,"
          "SORT,20", "C1,10,GC,1600,,0.1,100,140,13636,1500,0.005,0.02,SORT,99", "99"),
    Fault("negative quantity", "orders.csv", "A1-990517,A1,", "A1-990517,A1,-", "quantity"),
    Fault("unknown product", "orders.csv", "A2-990517,A2,", "A2-990517,A9,", "A9"),
    Fault("order twice", "orders.csv", "A3-990517,", "A2-990517,", "A2-990517"),
    Fault("due before release", "orders.csv", "1999-06-07,1999-06-18,", "1999-06-07,1999-05-18,",
          "due"),
    Fault("date that does not exist", "orders.csv", "1999-06-14,1999-06-25,",
          "1999-06-14,1999-06-31,", "1999-06-31"),
    Fault("id twice", "people.csv", "E021,", "E020,", "E020"),
    Fault("hours above the week", "people.csv", "permanent,31.2,", "permanent,312,", "weekly_h"),
    Fault("unknown mentor", "people.csv", "P001,apprentice die maker", "P001,apprentice die maker",
          "mentor"),
    Fault("unknown person", "skills.csv", "E002,G100,", "E902,G100,", "E902"),
    Fault("level above 3", "skills.csv", "SETUP,setup,2", "SETUP,setup,7", "level"),
    Fault("hour that does not exist", "shifts.csv", "A,2,fri,12:40,20:00", "A,2,fri,12:40,25:00",
          "25:00"),
    Fault("absence that ends before it starts", "absences.csv", ",1999-05-03,1999-05-07,",
          ",1999-05-03,1999-04-07,", "1999-04-07"),
    Fault("scenario with an unknown machine", "scenarios/S5.yaml", "remove: PR03-PR08",
          "remove: PR03-PR28", "PR28"),
)  # fmt: skip


def planted(text, fault):
    """Return the text with the fault in it, and the line where it stands."""
    if fault.what == "unknown mentor":
        lines = text.split("\n")
        line = next(i for i, row in enumerate(lines) if row.startswith("P001,"))
        lines[line] = lines[line].rsplit(",", 1)[0] + ",E777"
        return "\n".join(lines), line + 1
    before, found, after = text.partition(fault.old)
    assert found, f"{fault.what}: {fault.old!r} is no longer in {fault.file}"
    return before + fault.new + after, before.count("\n") + 1


@pytest.fixture(scope="module")
def dirty(gaillon_folder, tmp_path_factory):
    """The dirty folder, and the line of each fault."""
    folder = tmp_path_factory.mktemp("dirty") / "gaillon_dirty"
    leave = shutil.ignore_patterns("generator", "log.csv", "*.xlsx", "*.py", "voice", "deal")
    shutil.copytree(gaillon_folder, folder, ignore=leave)
    lines = {}
    for fault in FAULTS:
        path = folder / fault.file
        text, lines[fault.what] = planted(path.read_text(encoding="utf-8"), fault)
        path.write_text(text, encoding="utf-8")
    return plant.check(folder), lines


def test_there_are_25_faults_in_nine_files():
    assert len(FAULTS) == len({fault.what for fault in FAULTS}) == 25
    assert len({fault.file for fault in FAULTS}) == 9


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.what)
def test_one_check_finds_the_fault_at_its_line_with_a_remedy(dirty, fault):
    problems, lines = dirty
    hits = [
        p
        for p in problems
        if p.place.file == fault.file and p.place.line == lines[fault.what] and fault.said in str(p)
    ]
    near = [str(p) for p in problems if p.place.file == fault.file]
    assert hits, near
    assert all(p.remedy for p in hits)
    assert any(p.kind == "error" for p in hits), [str(p) for p in hits]
