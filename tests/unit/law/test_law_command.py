"""``accord law``: list, show and compute, as text and as JSON, with its exit codes."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from accord.cli import app

FACTS = [
    "seniority_years=30",
    "age_years=55",
    "wage_month=9500FRF",
]


def run(*words: str):
    return CliRunner().invoke(app, ["law", *words])


def with_facts(words: list[str]) -> list[str]:
    return [part for word in words for part in ("--facts", word)]


def test_the_list_names_rules_parameters_and_families_of_cases():
    kinds = {row["id"]: row["kind"] for row in json.loads(run("list", "--json").stdout)}
    assert kinds["fr.severance.legal"] == "rule"
    assert kinds["fr.money.tender"] == "parameter"
    assert kinds["fr.legal.severance.grid"] == "cases"
    assert list(kinds) == sorted(kinds)


def test_the_list_may_be_of_one_beginning():
    lines = run("list", "fr.severance").stdout.splitlines()
    assert len(lines) > 5
    assert all(line.startswith("fr.severance") for line in lines)


def test_show_tells_facts_and_every_version_with_article_and_status():
    text = run("show", "fr.severance.legal", "--lang", "fr").stdout
    assert text.startswith("fr.severance.legal : indemnité légale de licenciement")
    assert "wage_month (montant) : le montant est en mois de salaire de référence" in text
    assert "2017-09-27 vérifié : R1234-2 (décret 2017-1398)" in text
    assert "service_min_years: 2/3" in text
    described = json.loads(run("show", "fr.severance.legal", "--json").stdout)
    assert [v["since"] for v in described["parameters"][0]["versions"]][-1] == "2017-09-27"


def test_show_tells_a_parameter_and_a_family_of_cases_too():
    assert "2002-01-01 draft" in run("show", "fr.money.tender").stdout
    assert "fr.seniority.absence" in run("show", "fr.legal.severance").stdout
    failed = run("show", "fr.severance.levy")
    assert failed.exit_code == 2
    assert "accord law list fr" in failed.stderr


def test_show_tells_where_a_text_was_read():
    text = run("show", "fr.hours.night_average").stdout
    assert "2001-05-10 checked: L213-3" in text
    assert (
        "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006072050/articles/LEGIARTI000006647335"
        in text
    )


def test_the_list_is_written_in_french_too():
    assert "indemnité légale de licenciement" in run("list", "fr.severance", "--lang", "fr").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "zz"], "`accord law list` lists what there is"),
        (["list", "fr.severanc.legal"], "did you mean 'fr.severance.legal'?"),
        (["show", "fr.severance"], "`accord law list fr.severance` lists what there is"),
        (["compute", "fr.severance"], "`accord law list fr.severance` lists the rules"),
        (["compute", "fr.severance.legal", "--fact", "wage_month=1/0"], "a number such as 7.5"),
        (
            ["compute", "fr.urssaf.grid"],
            "a family of cases of another program, answered by 2 rules: "
            "fr.pay.month_on_bases, fr.overtime.pay. Give its cases with --cases FILE",
        ),
        (["compute", "fr.legal.notice_dismissal"], "one rule: fr.notice.dismissal_months"),
    ],
)
def test_what_is_no_rule_is_told_by_what_it_is_and_where_to_look(words, said):
    done = run(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert said in done.stderr


def test_a_rule_is_computed_from_facts_given_as_words():
    done = run("compute", "fr.severance.metal", *with_facts(FACTS), "--on", "1999-06-01", "--json")
    assert done.exit_code == 0
    outcome = json.loads(done.stdout)
    assert (outcome["value"], outcome["currency"]) == (71250.0, "FRF")
    assert {step["since"] for step in outcome["trace"]} == {"1987-07-01"}
    assert all(step["label_fr"] and step["article"] for step in outcome["trace"])


def test_a_fact_that_lacks_is_told_and_the_exit_code_is_2():
    done = run("compute", "fr.severance.metal", *with_facts(FACTS[1:]), "--on", "1999-06-01")
    assert done.exit_code == 2
    assert "seniority_years is needed: the amount grows with the full years" in done.stdout


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("wage_month=-3", "wage_month is -3: it is at least 0"),
        ("age_years=old", "age_years is old"),
        ("wages_month=3", "Did you mean 'wage_month'?"),
        ("wage_month", "is not written name=value"),
        ("wage_month=3EUR", "amounts of that date are in FRF"),
    ],
)
def test_a_fact_that_cannot_be_is_told_and_the_exit_code_is_2(word, said):
    done = run("compute", "fr.severance.metal", "--facts", word, "--on", "1998-06-01")
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_fact_given_twice_is_refused():
    done = run("compute", "fr.severance.metal", *with_facts([*FACTS, "wage_month=9000FRF"]))
    assert done.exit_code == 2
    assert "wage_month is given twice; give it once" in done.stderr


def test_cases_of_a_rule_have_its_facts_as_inputs(tmp_path):
    cases = [
        {"id": "a", "inputs": {"on": "1999-06-01", "seniority_years": 30, "age_years": 55,
                               "wage_month": "9500 FRF"}},
        {"id": "b", "inputs": {"on": "1999-06-01", "seniority_years": 30, "age_years": 55}},
        {"id": "c", "inputs": {"on": "1999-06-01", "seniority_years": 30, "age_years": 155,
                               "wage_month": 9500}},
        {"id": "d", "inputs": {"on": "1999-06-01", "seniority_years": 1, "age_years": 35,
                               "wage_month": 9500}},
    ]  # fmt: skip
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    done = run("compute", "fr.severance.metal", "--cases", str(path), "--json")
    assert done.exit_code == 2  # one of them cannot be
    one, lacking, wrong, nothing = json.loads(done.stdout)
    assert (one["value"], one["unit"], one["needs"]) == (71250.0, "FRF", [])
    assert [need["fact"] for need in lacking["needs"]] == ["wage_month"]
    assert lacking["values"] == {}
    assert "age_years is 155" in wrong["error"]
    assert nothing["value"] == 0.0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "a file of cases is JSON"),
        ("{}", "a file of cases is a list"),
        ('[{"id": "a"}]', "a case has id and inputs"),
    ],
)
def test_a_file_that_holds_no_cases_is_refused(tmp_path, content, said):
    path = tmp_path / "cases.json"
    path.write_text(content, encoding="utf-8")
    done = run("compute", "fr.legal.severance", "--cases", str(path))
    assert done.exit_code == 2
    assert said in done.stderr


def test_an_input_of_another_kind_is_told_with_its_case(tmp_path):
    path = tmp_path / "cases.json"
    path.write_text('[{"id": "a", "inputs": {"seniority_years": "ten"}}]', encoding="utf-8")
    (answer,) = json.loads(
        run("compute", "fr.legal.severance", "--cases", str(path), "--json").stdout
    )
    assert "case a: seniority_years is 'ten'; seniority_years is a number" in answer["error"]


def test_cases_are_answered_as_derivations_in_french(tmp_path):
    path = tmp_path / "cases.json"
    inputs = {"seniority_years": 2, "ref_salary": 2000, "work_related_unfitness": False}
    path.write_text(json.dumps([{"id": "a", "inputs": inputs}]), encoding="utf-8")
    done = run("compute", "fr.legal.mutual_termination", "--cases", str(path), "--lang", "fr")
    assert done.stdout.startswith("a: result 1000.0 €\nindemnité de rupture conventionnelle")
    assert "mois × salaire de référence, arrondi au centime = 1000 EUR" in done.stdout


def test_an_unknown_family_names_the_near_one(tmp_path):
    path = tmp_path / "cases.json"
    path.write_text("[]", encoding="utf-8")
    done = run("compute", "fr.legal.severence", "--cases", str(path))
    assert done.exit_code == 2
    assert "Did you mean 'fr.legal.severance'?" in done.stderr
    both = run("compute", "fr.legal.severance", "--cases", str(path), "--facts", "a=1")
    assert both.exit_code == 2
    assert "not both" in both.stderr


@pytest.mark.parametrize("words", [("show",), ("compute",)])
def test_a_language_without_words_is_refused(words):
    done = run(*words, "fr.severance.metal", "--lang", "de")
    assert done.exit_code == 2
    assert "'de' is not one of en, fr" in done.stderr


CSP = ["headcount=180", "is_insolvent=no"]


def test_without_a_date_the_last_version_known_is_told_and_not_its_first_day():
    done = run("compute", "fr.dismissal.csp", *with_facts(CSP))
    assert done.exit_code == 0
    head = done.stdout.splitlines()[0]
    assert "fr.dismissal.csp in the last version known (since 2011-09-01) (checked)" in head
    assert "on 2011-09-01" not in done.stdout
    french = run("compute", "fr.dismissal.csp", *with_facts(CSP), "--lang", "fr").stdout
    assert "dans la dernière version connue (depuis le 2011-09-01)" in french
    told = json.loads(run("compute", "fr.dismissal.csp", *with_facts(CSP), "--json").stdout)
    assert told["law"] == "in the last version known (since 2011-09-01)"
    assert told["on"] > "2026-01-01"
    asked = run("compute", "fr.dismissal.csp", *with_facts(CSP), "--on", "2012-05-01", "--json")
    assert json.loads(asked.stdout)["law"] == "on 2012-05-01"


def test_without_a_date_a_version_of_next_year_does_not_count_yet():
    facts = ["gross_month=2000", "headcount=300", "paid_h_month=455/3", "overtime_h_month=0"]
    done = run("compute", "fr.relief.general", *with_facts(facts), "--json")
    outcome = json.loads(done.stdout)
    assert round(outcome["value"], 2) == 635.60
    assert outcome["law"].endswith("(since 2026-06-01)")


def test_without_a_date_a_scheme_that_ended_has_its_last_version():
    facts = ["gross_month=1300", "worked_share=1"]
    done = run("compute", "fr.relief.juppe", *with_facts(facts))
    assert done.exit_code == 0
    assert "last version known (since 2003-0" not in done.stdout
    assert "last version known (since 2002-07-01)" in done.stdout


def test_a_parameter_file_is_told_from_a_rule():
    done = run("compute", "fr.relief.overtime", "--facts", "overtime_h_month=3")
    assert done.exit_code == 2
    assert "fr.relief.overtime is a parameter file, no rule" in done.stderr
    assert "accord law show fr.relief.overtime" in done.stderr
    assert "fr.pay.month" in done.stderr
    assert "fr.notice.due" not in done.stderr


def test_an_unknown_rule_names_the_near_one_and_no_list_of_seventy():
    done = run("compute", "fr.severence.legal", "--facts", "wage_month=3")
    assert done.exit_code == 2
    assert "did you mean 'fr.severance.legal'?" in done.stderr
    assert len(done.stderr) < 200


def test_an_unknown_agreement_lists_the_known_words_with_the_near_one():
    facts = ["agreement=metallurgie", "seniority_years=3", "is_disabled=no"]
    done = run("compute", "fr.notice.due", *with_facts(facts))
    assert done.exit_code == 2
    assert "did you mean 'metal'?" in done.stderr
    assert "known: none, metal" in done.stderr
