"""``accord cost`` as a user runs it: the price of a scenario, its lines, its gate, its errors."""

import json
import shutil

import pytest


@pytest.fixture(scope="module")
def priced(accord, small_shop, study_folder):
    """The price of a scenario as data, on the runs of the study."""

    def price(name: str) -> dict:
        done = accord(
            "cost", small_shop, name, "--study", study_folder,
            "--replications", "4", "--precision", "0.1", "--json",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return price


def of_year(rows: list[dict], year: int) -> float:
    return sum(row["amount"] for row in rows if row["year"] == year)


def test_groups_lines_and_the_difference_from_today_add_up(priced) -> None:
    found = priced("S1")
    scenario, today = found["scenario"], found["today"]
    money = [x for x in scenario["lines"] if x["kind"] != "ratio"]
    assert all(line["article"] and line["formula_en"] for line in scenario["lines"])
    for year in range(1, 6):
        months = slice(12 * (year - 1), 12 * year)
        by_lines = sum(sum(line["by_month"][months]) for line in money)
        assert of_year(scenario["years"], year) == pytest.approx(by_lines)
        change = sum(row["difference"] for row in found["difference"] if row["year"] == year)
        assert change == pytest.approx(by_lines - of_year(today["years"], year))


def test_what_the_people_cost_month_by_month_is_the_cost_of_the_payroll(priced) -> None:
    scenario = priced("S1")["scenario"]
    people = sum(row["cost"] for row in scenario["people_months"])
    payroll = ("payroll", "policy", "legal_week", "overtime", "hires", "leavers", "growth")
    lines = sum(
        sum(line["by_month"])
        for line in scenario["lines"]
        if line["id"].split(".")[0] in payroll and line["kind"] == "yearly"
    )
    assert people == pytest.approx(lines)


@pytest.mark.parametrize("name", ["S1", "S5"])
def test_the_report_tells_the_same_change_over_five_years(priced, study_folder, name) -> None:
    found = priced(name)
    figures = json.loads((study_folder / "figures.json").read_text(encoding="utf-8"))
    told = {figure["id"]: figure["value"] for figure in figures}
    change = {
        year: of_year(found["scenario"]["years"], year) - of_year(found["today"]["years"], year)
        for year in range(1, 6)
    }
    assert told[f"{name}.cost.change_horizon"] == pytest.approx(sum(change.values()))
    lines = {x["id"]: x["amount"] for x in found["scenario"]["lines"]}
    # a piece and an hour have a cost only where nothing is needed: S5 lacks who is disabled
    units = {"per_piece", "per_hour"} if name == "S1" else set()
    assert {"scrap.year", "late.year", *units} <= set(lines)
    for line, amount in lines.items():
        figure = line.replace("payback.", "payback_") if "payback" in line else f"line.{line}"
        assert told[f"{name}.cost.{figure}"] == pytest.approx(amount), line
    apart = sum(
        row["difference"]
        for row in found["difference"]
        if row["line"] in {"scrap.year", "late.year"}
    )
    assert told[f"{name}.cost.change_output_horizon"] == pytest.approx(apart)


def test_runs_of_a_study_are_used_again(priced, study_folder) -> None:
    before = {p.name for p in (study_folder / "runs").iterdir()}
    priced("S5")
    assert {p.name for p in (study_folder / "runs").iterdir()} == before


def test_dismissals_are_priced_beside_the_plan_that_dismisses_nobody(priced) -> None:
    found = priced("S5")
    assert (found["gate"]["layoffs"], found["gate"]["is_open"]) == (2, True)
    assert [other["name"] for other in found["alternatives"]] == ["S6"]
    assert any(line["id"] == "exits.severance" for line in found["scenario"]["lines"])


def test_without_an_alternative_nothing_of_the_exits_is_shown(accord, small_shop, tmp_path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(small_shop, shop)
    (shop / "scenarios" / "S6.yaml").unlink()
    done = accord("cost", shop, "S5", "--hours", "none", "--json")
    found = json.loads(done.stdout)
    assert not found["gate"]["is_open"]
    told = json.dumps(found["scenario"]), json.dumps(found["difference"])
    assert "exits." not in told[0] + told[1]
    amounts = ("severance", "notice", "delalande", "delalande_low", "delalande_high", "leave")
    assert all(row.get(name) is None for row in found["scenario"]["exits"] for name in amounts)
    said = accord("cost", shop, "S5", "--hours", "none", "--lines").stdout
    assert "no priced scenario of the plant meets the same need" in said
    assert "Severance" not in said


def test_the_text_tells_groups_by_year_lines_conditions_and_notes(accord, small_shop) -> None:
    done = accord("cost", small_shop, "S1", "--hours", "none", "--lines", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    for words in ("aujourd'hui gardé tel quel", "Conditions", "À savoir", "Toutes les lignes"):
        assert words in done.stdout


def test_hours_of_a_table_are_paid(accord, small_shop, tmp_path) -> None:
    table = tmp_path / "hours.csv"
    table.write_text("person,month,overtime_h\nP1,1999-07-01,12\n", encoding="utf-8")
    paid = json.loads(accord("cost", small_shop, "S5", "--hours", table, "--json").stdout)
    unpaid = json.loads(accord("cost", small_shop, "S5", "--hours", "none", "--json").stdout)
    wages = [x["amount"] for x in paid["today"]["lines"] if x["id"] == "overtime.wages"]
    assert wages[0] > 0
    assert not [x for x in unpaid["today"]["lines"] if x["id"] == "overtime.wages"]


def test_a_table_may_give_each_plan_its_own_hours(accord, small_shop, tmp_path) -> None:
    table = tmp_path / "hours.csv"
    table.write_text(
        "scenario,person,month,overtime_h\nS0,P1,1999-07-01,12\nS1,S1-H01,1999-07-01,3\n",
        encoding="utf-8",
    )
    done = accord("cost", small_shop, "S1", "--hours", table, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for name in ("today", "scenario"):
        assert [x for x in found[name]["lines"] if x["id"] == "overtime.wages"], name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["S55"], "Did you mean 'S5'?"),
        (["S5", "--study", "nowhere"], "Run `accord study` first"),
        (["S5", "--hours", "nowhere.csv"], "nowhere.csv"),
        (["S5", "--lang", "de"], "'de' is not one of"),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy(accord, small_shop, arguments, words) -> None:
    done = accord("cost", small_shop, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_table_without_its_columns_or_with_bad_dates_is_refused(
    accord, small_shop, tmp_path
) -> None:
    table = tmp_path / "hours.csv"
    table.write_text("person,month\nP1,1999-07-01\n", encoding="utf-8")
    done = accord("cost", small_shop, "S5", "--hours", table)
    assert (done.returncode, "no column overtime_h" in done.stderr) == (2, True)
    table.write_text("person,month,overtime_h\nP1,July,12\n", encoding="utf-8")
    done = accord("cost", small_shop, "S5", "--hours", table)
    assert (done.returncode, "cannot be read" in done.stderr) == (2, True)
