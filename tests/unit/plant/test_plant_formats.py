"""Files as people have them: French and English, cp1252, quoted newlines, broken, too large."""

from datetime import date

import pytest

from accord import plant
from accord.errors import InputError
from accord.plant import sheet


def errors(folder):
    return [p for p in plant.check(folder) if p.kind == "error"]


FRENCH_ORDERS = "commande;produit;quantité;lancement;échéance;priorité\n" + "".join(
    f"W{i};clip;{i} 000;04/01/1999;11/01/1999;0\n" for i in range(1, 4)
)


def test_a_french_file_in_cp1252_reads_like_the_english_one(files, make):
    files["orders.csv"] = FRENCH_ORDERS.encode("cp1252")
    read = plant.read(make(files))
    assert [o.quantity for o in read.orders] == [1000, 2000, 3000]
    assert read.orders[0].due == date(1999, 1, 11)
    dialect = next(s.dialect for s in read.sources if s.path == "orders.csv")
    assert dialect == "cp1252: a;b 0.5 31/12/1999"


def test_a_decimal_comma_is_read_in_a_semicolon_file(files, make):
    files["operations.csv"] = (
        "produit;etape;poste;cadence_h;dispersion;pieces_par_tirage;reglage_min;rebut_part\n"
        "clip;10;G63;700,5;0,1;100;90;0,005\n"
        "bracket;10;G63;600;0,1;100;90;0,005\n"
        "unit;10;WELD;100;0,1;100;0;0\n"
    )
    read = plant.read(make(files))
    assert read.operations[0].cycle_s == 3600 / 700.5
    assert read.operations[0].scrap_share == 0.005


def test_a_comma_that_may_be_thousands_is_not_read_as_a_number(files, make):
    files["operations.csv"] = files["operations.csv"].replace(
        "clip,10,G63,700", 'clip,10,G63,"1,600"'
    )
    found = [p for p in errors(make(files)) if "1,600" in p.seen]
    assert [str(p.place) for p in found] == ["operations.csv:2:13"]


def test_yes_and_no_are_read_in_both_languages(files, make):
    files["people.csv"] = (
        "matricule;emploi;equipe;rqth;parent_isole;sexe\n"
        "P1;presseur;A;oui;non;F\nP2;presseur;B;non;OUI;H\nP3;soudeur;A;vrai;faux;femme\n"
        "P4;regleur;A;1;0;homme\n"
    )
    read = plant.read(make(files))
    assert [(p.disabled, p.single_parent, p.sex) for p in read.people] == [
        (True, False, "F"), (False, True, "M"), (True, False, "F"), (True, False, "M"),
    ]  # fmt: skip


AMBIGUOUS = """\
order,product,quantity,release,due,priority
W1,clip,5000,04/01/1999,11/01/1999,0
W2,clip,5000,05/01/1999,12/01/1999,0
"""


def test_an_ambiguous_date_is_asked_about_once_per_column(files, make):
    files["orders.csv"] = AMBIGUOUS
    files["plant.yaml"] = files["plant.yaml"].replace("country: fr\n", "")
    found = [p for p in errors(make(files)) if "ambiguous" in p.rule]
    assert [str(p.place) for p in found] == ["orders.csv:2:14", "orders.csv:2:25"]
    assert "and 1 more dates" in found[0].seen
    assert "1999-08-02" in found[0].remedy


def test_the_country_settles_an_ambiguous_date(files, make):
    files["orders.csv"] = AMBIGUOUS
    assert plant.read(make(files)).orders[1].due == date(1999, 1, 12)
    files["plant.yaml"] = files["plant.yaml"].replace("country: fr", "country: us")
    files["orders.csv"] = AMBIGUOUS.replace("04/01", "04/02").replace("11/01", "04/11")
    assert plant.read(make(files, "us")).orders[0].due == date(1999, 4, 11)


def test_one_certain_date_settles_the_order_of_a_file(files, make):
    files["plant.yaml"] = files["plant.yaml"].replace("country: fr", "country: us")
    files["orders.csv"] = AMBIGUOUS + "W3,clip,10,06/01/1999,31/01/1999,0\n"
    assert plant.read(make(files)).orders[0].due == date(1999, 1, 11)


def test_two_orders_of_dates_in_one_file_are_asked_about(files, make):
    files["orders.csv"] = AMBIGUOUS + "W3,clip,10,31/01/1999,02/28/1999,0\n"
    found = [p for p in errors(make(files)) if "ambiguous" in p.rule]
    assert len(found) == 2


def test_a_quoted_newline_does_not_shift_the_lines_after_it(files, make):
    files["people.csv"] = (
        'person,job,crew,weekly_h,note\nP1,"presser\nof the\nold line",A,35,"a ""b"""\n'
        "P2,presser,B,35,\nP3,welder,A,fast,\nP4,setter,A,35,\n"
    )
    found = [p for p in errors(make(files)) if "fast" in p.seen]
    assert [str(p.place) for p in found] == ["people.csv:6:13"]


def test_a_field_after_a_quoted_newline_has_the_column_of_its_own_line(files, make):
    files["people.csv"] = (
        'person,job,crew,weekly_h\nP1,"presser\nold",A,x\nP2,presser,B,35\nP3,w,A,35\nP4,s,A,35\n'
    )
    found = [p for p in errors(make(files)) if "weekly_h is 'x'" in p.seen]
    assert [str(p.place) for p in found] == ["people.csv:3:8"]


def test_a_quote_that_never_closes_is_a_problem_with_its_line(files, make):
    files["orders.csv"] += 'W4,"clip,5,1999-01-04,1999-01-22,0\nW5,clip,5,1999-01-04,1999-01-22,0\n'
    found = [p for p in errors(make(files)) if "cannot be split" in p.seen]
    assert [str(p.place) for p in found] == ["orders.csv:5:1"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_data(files, make):
    files["orders.csv"] = b"\xef\xbb\xbf" + files["orders.csv"].replace("\n", "\r\n").encode()
    assert [o.order for o in plant.read(make(files)).orders] == ["W1", "W2", "W3"]


def test_a_utf_16_file_is_read(files, make):
    files["orders.csv"] = files["orders.csv"].encode("utf-16")
    assert len(plant.read(make(files)).orders) == 3


@pytest.mark.parametrize(
    ("content", "seen"),
    [(b"", "empty"), (b"\n\n \n", "empty"), (b"PK\x03\x04\x00\x00", "zero bytes")],
)
def test_a_file_without_a_table_is_a_problem_not_a_crash(files, make, content, seen):
    files["orders.csv"] = content
    assert any(p.place.file == "orders.csv" and seen in p.seen for p in errors(make(files)))


def test_an_empty_folder_is_told_what_to_do(tmp_path):
    (problem,) = plant.check(tmp_path)
    assert "accord new" in problem.remedy
    with pytest.raises(InputError, match=r"plant\.yaml"):
        plant.read(tmp_path)


def test_a_path_that_is_no_plant_is_a_problem(tmp_path):
    (tmp_path / "plant.ods").write_bytes(b"x")
    assert "no such file" in plant.check(tmp_path / "nowhere")[0].seen
    assert ".xlsx" in plant.check(tmp_path / "plant.ods")[0].remedy


def test_missing_and_misspelt_files_are_named(files, make):
    del files["stations.csv"]
    files["order.csv"] = files.pop("orders.csv")
    files["budget.csv"] = "a,b\n1,2\n"
    found = {str(p.place): p for p in plant.check(make(files))}
    assert "Did you mean orders.csv?" in found["order.csv"].remedy
    assert "station, machines" in found["stations.csv"].remedy
    assert found["budget.csv"].kind == "warning"


def test_a_table_may_have_a_french_name(files, make):
    files["commandes.csv"] = files.pop("orders.csv")
    assert len(plant.read(make(files)).orders) == 3
    files["orders.csv"] = files["commandes.csv"]
    assert any("second file" in p.seen for p in errors(make(files, "twice")))


def test_unknown_columns_are_said_and_note_columns_are_free(files, make):
    files["orders.csv"] = (
        "order,product,quantity,release,due,priority,customer,note\n"
        "W1,clip,5,1999-01-04,1999-01-22,0,Renault,urgent\n"
    )
    told = [p for p in plant.check(make(files)) if p.place.file == "orders.csv"]
    assert [(str(p.place), p.kind) for p in told] == [("orders.csv:1:45", "warning")]


def test_defaults_are_said_once_per_column_with_the_number_of_rows(files, make):
    files["skills.csv"] = "person,station,level\n" + "".join(f"P{i},G63,2\n" for i in range(1, 5))
    told = [str(p) for p in plant.check(make(files)) if p.kind == "note"]
    assert any("task missing, run assumed, 4 rows" in line for line in told)


def test_a_file_above_the_size_limit_is_refused_naming_the_limit(files, make, monkeypatch):
    monkeypatch.setattr("accord.plant.folder.MAX_TABLE_BYTES", 100)
    found = errors(make(files))
    assert any(p.place.file == "orders.csv" and "at most 64,000,000 bytes" in p.rule for p in found)


def test_a_table_above_the_row_limit_is_refused_naming_the_limit(files, make, monkeypatch):
    monkeypatch.setattr(sheet, "MAX_ROWS", 2)
    found = [p for p in errors(make(files)) if "more than 2 rows" in p.seen]
    assert {str(p.place) for p in found} >= {"orders.csv:4"}


def test_every_file_has_its_digest_and_number_of_rows(files, make):
    import hashlib

    files["log.csv"] = "case,activity,start\n1,a,1999-01-04\n"
    folder = make(files)
    sources = {s.path: s for s in plant.read(folder).sources}
    assert set(sources) == set(files)
    for name, source in sources.items():
        assert source.sha256 == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert (sources["orders.csv"].rows, sources["log.csv"].rows) == (3, 1)


def test_seven_hundred_an_hour_stays_exactly_seven_hundred(one_press):
    (operation,) = plant.read(one_press).operations
    assert operation.cycle_s == 3600 / 700
