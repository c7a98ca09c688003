"""The command run as a user runs it, on a small shop: files, numbers, reuse, errors."""

import json
import re
import shutil
from html.parser import HTMLParser

import polars as pl
import pytest

NUMBER = re.compile(r"^[\d\s\u202f.,\u2212-]+%?$")


class Cells(HTMLParser):
    """The text of every numeric cell, and whether it holds a link to a figure."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[str, bool]] = []
        self.in_cell = False

    def handle_starttag(self, tag, attrs) -> None:
        attributes = dict(attrs)
        if tag == "td" and attributes.get("class") == "num":
            self.in_cell = True
            self.cells.append(("", False))
        elif self.in_cell and tag == "a" and attributes.get("class") == "n":
            self.cells[-1] = (self.cells[-1][0], True)

    def handle_endtag(self, tag) -> None:
        if tag == "td":
            self.in_cell = False

    def handle_data(self, data) -> None:
        if self.in_cell:
            text, is_figure = self.cells[-1]
            self.cells[-1] = (text + data.strip(), is_figure)


@pytest.fixture(scope="module")
def figures(study_folder) -> dict[str, dict]:
    rows = json.loads((study_folder / "figures.json").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


@pytest.fixture(scope="module")
def page(study_folder) -> str:
    return (study_folder / "report.html").read_text(encoding="utf-8")


def test_the_study_leaves_report_figures_tables_and_runs(study_folder) -> None:
    names = {p.name for p in study_folder.iterdir()}
    assert {"report.html", "figures.json", "tables.xlsx", "study.json", "runs"} <= names
    manifest = json.loads((study_folder / "study.json").read_text(encoding="utf-8"))
    assert list(manifest["runs"]) == ["S0", "S1", "S5", "S6"]
    for digest in manifest["runs"].values():
        assert (study_folder / "runs" / f"{digest}.parquet").is_file()
    assert not list((study_folder / "runs").glob("*.part"))


def test_every_simulated_figure_carries_its_interval_and_every_parent_exists(figures) -> None:
    for row in figures.values():
        if row["kind"] == "simulated":
            assert row["low"] <= row["value"] <= row["high"], row["id"]
            assert row["inputs"], row["id"]
        assert all(p in figures for p in row["trace"]["parents"]), row["id"]
    assert {r["kind"] for r in figures.values()} >= {"simulated", "input", "law", "prior"}


def test_pieces_of_the_products_add_up_to_the_output(figures) -> None:
    total = figures["S0.flow.output_week.total"]["value"]
    parts = [figures[f"S0.flow.output_week.{p}"]["value"] for p in ("clip", "plate")]
    assert total == pytest.approx(sum(parts))
    assert 0 < total < 1.2 * figures["S0.flow.demand_week"]["value"]


def test_every_number_in_a_table_is_a_figure_of_the_register(page, figures) -> None:
    body = page[: page.index('id="register"')]
    parser = Cells()
    parser.feed(body)
    numbers = [(text, linked) for text, linked in parser.cells if re.search(r"\d", text)]
    assert len(numbers) > 100
    assert [text for text, linked in numbers if not linked] == []
    linked_ids = set(re.findall(r'href="#f-([^"]+)"', body))
    assert {i.replace("&lt;", "<") for i in linked_ids} <= set(figures)


def test_there_are_18_sections_in_order_and_ten_lines_at_most(page) -> None:
    numbers = [int(n) for n in re.findall(r'<span class="number">(\d+)</span>', page)]
    assert numbers == list(range(1, 19))
    lines = re.search(r'<ol class="lines">(.*?)</ol>', page, re.DOTALL)
    assert lines is not None
    assert 6 <= lines.group(1).count("<li>") <= 10
    assert "renverserait" in lines.group(1)


def test_a_fictional_plant_says_so_on_top_at_the_foot_and_on_each_printed_page(page) -> None:
    assert page.count("Usine fictive") >= 3
    assert '@top-right { content: "Usine fictive"' in page


def test_behavioural_numbers_say_prior(page, figures) -> None:
    assert figures["evidence.shift.night_injury"]["kind"] == "prior"
    cell = re.search(r'href="#f-evidence\.shift\.night_injury">.*?</td>', page, re.DOTALL)
    assert cell is not None
    assert "a priori" in cell.group(0)


def test_a_second_run_reuses_every_run_for_the_same_figures(
    accord, small_shop, study_folder, tmp_path
) -> None:
    again = tmp_path / "again"
    shutil.copytree(study_folder / "runs", again / "runs")
    done = accord(
        "study", small_shop, "--out", again, "--replications", "4", "--precision", "0.1",
        "--lang", "en", "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["num_reused"] == 4
    first = (study_folder / "figures.json").read_text(encoding="utf-8")
    assert (again / "figures.json").read_text(encoding="utf-8") == first
    assert '<html lang="en">' in (again / "report.html").read_text(encoding="utf-8")


def test_the_workbook_holds_native_numbers(study_folder, figures) -> None:
    sheet = pl.read_excel(study_folder / "tables.xlsx", sheet_name="figures")
    row = sheet.filter(pl.col("id") == "S0.flow.output_week.total")
    assert row["value"].dtype == pl.Float64
    assert row["value"][0] == pytest.approx(figures["S0.flow.output_week.total"]["value"])
    table = pl.read_excel(
        study_folder / "tables.xlsx", sheet_name="output", read_options={"header_row": 3}
    )
    assert table.columns[1:4] == ["production par semaine (pièces)", "bas", "haut"]
    assert table["production par semaine (pièces)"].dtype.is_numeric()


def test_compare_tells_the_reports_own_figures_and_their_difference(accord, study_folder) -> None:
    done = accord("compare", study_folder, "S0", "S1", "--json")
    assert done.returncode == 0, done.stderr
    rows = {r["measure"]: r for r in json.loads(done.stdout)["rows"]}
    hours = rows["load.hours_week.all"]
    assert hours["low"] <= hours["difference"] <= hours["high"] < 0
    assert hours["difference"] == pytest.approx(hours["mean_second"] - hours["mean_first"])
    figures = {f["id"]: f for f in json.loads((study_folder / "figures.json").read_text("utf-8"))}
    told = [m for m in rows if not m.startswith(("cost.", "load.change."))]
    assert {"flow.on_time", "load.pace.all", "hours.overtime_week.total"} <= set(told)
    for measure in told:
        for scenario, mean in (("S0", "mean_first"), ("S1", "mean_second")):
            assert rows[measure][mean] == pytest.approx(figures[f"{scenario}.{measure}"]["value"])
    for measure in ("cost.change_year", "cost.change_horizon", "load.change.pace"):
        row, figure = rows[measure], figures[f"S1.{measure}"]
        ends = (row["difference"], row["low"], row["high"])
        assert ends == pytest.approx((figure["value"], figure["low"], figure["high"]))
    text = accord("compare", study_folder, "S0", "S1").stdout
    assert "S1 moins S0" in text
    assert "temps en tâche" in text
    assert "points" in text


def test_a_scenario_compared_with_itself_differs_by_exactly_nothing(accord, study_folder) -> None:
    done = accord("compare", study_folder, "S1", "S1", "--json")
    assert {r["difference"] for r in json.loads(done.stdout)["rows"]} == {0.0}


def test_explain_walks_a_number_back_to_the_words_of_a_line(accord, study_folder) -> None:
    done = accord("explain", study_folder, "S1.flow.output_week.clip")
    assert done.returncode == 0, done.stderr
    assert "operations.csv:2" in done.stdout
    assert "clip,10,PRESS,700" in done.stdout
    assert "input.rate.clip.10 = 700" in done.stdout


def test_explain_walks_a_cost_to_settings_and_law_in_the_language_asked(accord, study_folder):
    done = accord("explain", study_folder, "S1.cost.change_years", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    told = done.stdout
    assert "somme des écarts des 5 années" in told
    assert "| employer_charges_share: 0.45" in told
    assert "(wage_month)" in told
    assert "| law" not in told
    assert "law fr.overtime.premium" in told
    assert "(vérifié)" in told
    assert "e+0" not in told  # no power of ten
    amounts = re.findall(
        r"S1\.cost\.(change_year\d?|change_years|aid_total) = (−?[\d\u202f]+)", told
    )
    assert len(dict(amounts)) == 7


def test_an_unknown_figure_or_scenario_gets_near_names_and_exit_2(accord, study_folder) -> None:
    figure = accord("explain", study_folder, "S1.flow.output_wek.total")
    assert figure.returncode == 2
    assert "did you mean S1.flow.output_week.total" in figure.stderr
    scenario = accord("compare", study_folder, "S0", "S11")
    assert scenario.returncode == 2
    assert "S1" in scenario.stderr
    assert "Traceback" not in figure.stderr + scenario.stderr


def test_a_broken_plant_is_refused_with_every_place(accord, small_shop, tmp_path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(small_shop, broken)
    people = (broken / "people.csv").read_text(encoding="utf-8")
    (broken / "people.csv").write_text(people.replace("1941-03-01", "1941-13-01"), encoding="utf-8")
    skills = (broken / "skills.csv").read_text(encoding="utf-8")
    (broken / "skills.csv").write_text(skills.replace("P2,PRESS", "P2,PRES"), encoding="utf-8")
    done = accord("study", broken, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "people.csv:2:" in done.stderr
    assert "skills.csv:3:" in done.stderr
    assert "Traceback" not in done.stderr
    as_json = accord("check", broken, "--json")
    assert as_json.returncode == 2
    assert {"people.csv", "skills.csv"} <= {p["file"] for p in json.loads(as_json.stdout)}


def test_a_folder_that_is_no_study_is_told_how_to_make_one(accord, tmp_path) -> None:
    done = accord("compare", tmp_path, "S0", "S1")
    assert done.returncode == 2
    assert "accord study PLANT" in done.stderr
