"""The gate as a user meets it: compare, explain, report, figures and tables, open and closed."""

import json
import re
import shutil

import polars as pl
import pytest

WITHHELD = ("exits", "leavers", "payback", "break_even", "per_piece", "per_hour")
TOTALS = re.compile(
    r"cost\.(once|payback|year|aid_\w+|residual|change_\w+|legal_week_horizon|wages_year)$"
)


def figures_of(study):
    rows = json.loads((study / "figures.json").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


@pytest.fixture(scope="module")
def closed_folder(accord, small_shop, study_folder, tmp_path_factory):
    """The study of the small shop without its alternative: S5 stands beside S1, which is none."""
    shop = tmp_path_factory.mktemp("closed") / "shop"
    shutil.copytree(small_shop, shop)
    (shop / "scenarios" / "S6.yaml").unlink()
    out = shop.parent / "study"
    shutil.copytree(study_folder / "runs", out / "runs")
    done = accord("study", shop, "--out", out, "--replications", "4", "--precision", "0.1")
    assert done.returncode == 0, done.stderr
    return out


def test_compare_sets_the_alternatives_own_figures_beside_dismissals(accord, study_folder):
    figures = figures_of(study_folder)
    done = accord("compare", study_folder, "S0", "S5", "--json")
    (plan,) = json.loads(done.stdout)["beside"]
    assert plan["is_open"]
    assert [row["scenario"] for row in plan["rows"]] == ["S5", "S6"]
    for row in plan["rows"]:
        for name in ("change_horizon", "once"):
            assert row[name]["value"] == figures[f"{row['scenario']}.cost.{name}"]["value"]
    text = accord("compare", study_folder, "S5", "S1").stdout
    assert "S5 licencie 2 personnes : à lire à côté" in text
    assert re.search(r"^S6 +.*F", text, re.MULTILINE)


def test_compare_of_plans_that_dismiss_nobody_has_nothing_beside(accord, study_folder):
    assert json.loads(accord("compare", study_folder, "S0", "S6", "--json").stdout)["beside"] == []


@pytest.mark.parametrize("figure", ["cost.line.exits.severance", "cost.once", "cost.change_year"])
def test_explain_shows_the_alternatives_above_a_cost_of_dismissals(accord, study_folder, figure):
    text = accord("explain", study_folder, f"S5.{figure}").stdout
    lines = text.splitlines()
    assert lines[0].startswith("S5 dismisses 2 people: to be read beside")
    assert [line.split()[0] for line in lines[2:4]] == ["S5", "S6"]
    assert f"S5.{figure} = " in text
    told = json.loads(accord("explain", study_folder, f"S5.{figure}", "--json").stdout)
    assert [row["scenario"] for row in told["beside"][0]["rows"]] == ["S5", "S6"]
    assert "dismisses" not in accord("explain", study_folder, "S6.cost.once").stdout


@pytest.mark.parametrize("figure", ["cost.line.exits.severance", "cost.once", "cost.change_year3"])
def test_explain_refuses_a_cost_of_dismissals_without_alternative(accord, closed_folder, figure):
    done = accord("explain", closed_folder, f"S5.{figure}")
    assert done.returncode == 2
    assert "is not shown: S5 dismisses 2 people" in done.stderr
    assert "Add to scenarios/" in done.stderr
    assert "78 paid hours a week" in done.stderr
    assert "Traceback" not in done.stderr


def test_compare_withholds_the_change_of_cost_without_alternative(accord, closed_folder):
    for first, second in (("S0", "S5"), ("S5", "S1")):
        found = json.loads(accord("compare", closed_folder, first, second, "--json").stdout)
        assert not [row for row in found["rows"] if row["measure"].startswith("cost.")]
        assert "Ajoutez dans scenarios/" in found["beside"][0]["says_fr"]
        assert found["beside"][0]["rows"] == []
    assert "Ajoutez dans scenarios/" in accord("compare", closed_folder, "S0", "S5").stdout


def test_figures_hold_no_exit_and_no_total_of_the_plan(closed_folder, study_folder):
    def told(study):
        return {name for name in figures_of(study) if name.startswith("S5.")}

    lines = tuple(f"S5.cost.line.{name}" for name in WITHHELD)
    # with the alternative they are all there, so that their absence means something
    assert any(name.startswith(lines) for name in told(study_folder))
    assert any(TOTALS.search(name) for name in told(study_folder))
    assert not [name for name in told(closed_folder) if name.startswith(lines)]
    assert not [name for name in told(closed_folder) if TOTALS.search(name)]
    assert not [name for name in told(closed_folder) if ".reversal." in name]


def _amounts(study_folder, closed_folder):
    """Give what the open study tells of S5 alone, in words: its exits and every total."""
    shown = {round(row["value"], 6) for row in figures_of(closed_folder).values() if row["value"]}
    names = tuple(f"S5.cost.line.{name}" for name in WITHHELD)
    return {
        row["value"]
        for name, row in figures_of(study_folder).items()
        if name.startswith("S5.")
        and (name.startswith(names) or TOTALS.search(name))
        and row["value"]
        and abs(row["value"]) >= 1000
        and round(row["value"], 6) not in shown
    }


def test_neither_report_nor_tables_hold_an_amount_that_is_withheld(closed_folder, study_folder):
    amounts = _amounts(study_folder, closed_folder)
    assert len(amounts) > 10
    page = (closed_folder / "report.html").read_text(encoding="utf-8")
    plain = re.sub(r"[\s\u202f\u00a0]", "", re.sub(r"<[^>]+>", "", page))
    wholes = {f"{abs(round(a)):d}" for a in amounts if abs(a) < 1e6}
    assert not [w for w in wholes if re.search(rf"(?<!\d){w}(?!\d)", plain)]
    assert not re.search(r"indemnités? de licenciement [^.]{0,40}\d{4,}", plain)
    cells = {
        round(value, 2)
        for sheet in pl.read_excel(closed_folder / "tables.xlsx", sheet_id=0).values()
        for column in sheet.select(pl.selectors.numeric())
        for value in column.drop_nulls()
    }
    assert not cells & {round(a, 2) for a in amounts}
    names = pl.read_excel(closed_folder / "tables.xlsx", sheet_name="figures")["id"]
    assert not names.str.contains(r"^S5\.cost\.line\.(exits|leavers)").any()


def test_the_report_says_why_and_what_to_add(closed_folder):
    page = (closed_folder / "report.html").read_text(encoding="utf-8")
    assert "aucun scénario chiffré de l" in page
    assert "Ajoutez dans scenarios/" in page


def test_the_price_of_a_closed_gate_has_no_sum(accord, closed_folder):
    shop = closed_folder.parent / "shop"
    text = accord("cost", shop, "S5", "--hours", "none", "--lines").stdout
    assert "no priced scenario of the plant meets the same need" in text
    assert "change from today kept" not in text
    assert "exits." not in text
    assert "leavers." not in text
    found = json.loads(accord("cost", shop, "S5", "--hours", "none", "--json").stdout)
    assert {row["year"] for row in found["scenario"]["years"]} == {0}
    assert found["scenario"]["people_months"] == []
