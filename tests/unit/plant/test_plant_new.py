"""A new plant from people, machines and orders alone: everything else is listed as missing."""

import pytest

from accord import plant
from accord.errors import InputError


@pytest.fixture
def three(tmp_path):
    """Write three small files in the French dialect and return their paths."""
    files = {
        "people.csv": "matricule;emploi;équipe;naissance;ancienneté\nA1;presse;A;17/05/1960;12\n"
        "A2;presse;B;01/02/1970;3\n",
        "machines.csv": "poste;machine\nG63;PR01\nG63;PR02\nWELD;AS01\n",
        "orders.csv": "article;quantité;échéance\nclip;5 000;22/01/1999\nbracket;2000;29/01/1999\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode("cp1252"))
    return {name.removesuffix(".csv"): tmp_path / name for name in files}


def test_every_missing_value_is_listed_with_its_place(three, tmp_path):
    made = plant.new(tmp_path / "plant", **three)
    places = {str(p.place).rpartition(":")[0]: p for p in made.missing}
    for key, line in (("country", 3), ("currency", 4), ("on", 5), ("weekly_h", 6)):
        assert f"{key} is '?'" in places[f"plant.yaml:{line}"].seen
    seen = [p.seen for p in made.missing]
    assert seen.count("rate_h is '?'") == 2  # one for each product
    assert seen.count("operators is '?'") == 2  # one for each station
    assert seen.count("level is '?'") == 2  # one for each person
    assert seen.count("start is '?'") == 2  # one for each crew
    assert seen.count("release is '?'") == 2  # one for each order
    assert seen.count("wage_month is '?'") == 2
    assert not [p for p in made.other if p.kind == "error"]


def test_a_column_that_is_not_read_is_said(three, tmp_path):
    made = plant.new(tmp_path / "plant", **three)
    assert any("ancienneté" in p.seen for p in made.other)


def test_what_the_files_say_is_kept(three, tmp_path):
    made = plant.new(tmp_path / "plant", **three)
    stations = (made.folder / "stations.csv").read_text()
    assert "G63,PR01 PR02," in stations
    assert "A1,presse,A,1960-05-17" in (made.folder / "people.csv").read_text()
    assert "W0001,clip,5000,?,1999-01-22" in (made.folder / "orders.csv").read_text()


def test_the_folder_is_a_plant_once_the_missing_values_are_filled(three, tmp_path):
    made = plant.new(tmp_path / "plant", **three)
    fill = {
        "plant.yaml": {'country: "?"': "country: fr", 'currency: "?"': "currency: FRF",
                       'on: "?"': "on: 1999-01-04", 'weekly_h: "?"': "weekly_h: 39"},
        "stations.csv": {"?": "1"},
        "operations.csv": {"clip,10,?,?": "clip,10,G63,700",
                           "bracket,10,?,?": "bracket,10,WELD,200"},
        "orders.csv": {"?": "1999-01-04"},
        "people.csv": {"?": "7600"},
        "skills.csv": {"A1,?,run,?": "A1,G63,run,2", "A2,?,run,?": "A2,WELD,run,2"},
        "shifts.csv": {"mon-fri,?,?,?": "mon-fri,06:00,13:48,"},
    }  # fmt: skip
    for name, changes in fill.items():
        path = made.folder / name
        text = path.read_text()
        for old, new in changes.items():
            assert old in text, (name, old, text)
            text = text.replace(old, new)
        path.write_text(text)
    read = plant.read(made.folder)
    assert [s.machines for s in read.stations] == [("PR01", "PR02"), ("AS01",)]
    assert [p.kind for p in read.notes if p.kind != "note"] == []


def test_a_machine_without_a_station_is_its_own(three, tmp_path):
    three["machines"].write_text("machine\nPR01\nPR02\n")
    made = plant.new(tmp_path / "plant", **three)
    assert "PR02,PR02" in (made.folder / "stations.csv").read_text()


def test_a_folder_with_files_is_never_overwritten(three, tmp_path):
    (tmp_path / "plant").mkdir()
    (tmp_path / "plant" / "mine.txt").write_text("precious")
    with pytest.raises(InputError, match="not empty"):
        plant.new(tmp_path / "plant", **three)


@pytest.mark.parametrize("content", [None, b"", b"a;b\n1;2\n"])
def test_a_file_that_says_nothing_is_refused_with_its_name(three, tmp_path, content):
    if content is None:
        three["orders"].unlink()
    else:
        three["orders"].write_bytes(content)
    with pytest.raises(InputError, match=r"orders\.csv"):
        plant.new(tmp_path / "plant", **three)
    assert not (tmp_path / "plant").exists()
