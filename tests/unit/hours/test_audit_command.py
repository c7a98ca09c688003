"""The command that audits ergonomics: criteria of patterns, matrices and plants."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from accord.cli import app


@pytest.fixture
def run():
    def invoke(*arguments, code=0):
        result = CliRunner().invoke(app, ["hours", *map(str, arguments)])
        assert result.exit_code == code, result.output
        return result

    return invoke


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


class TestAudit:
    def test_a_pattern_is_held_against_each_criterion_with_its_source(self, run):
        (line,) = lines(run("audit", "5x8", "--json"))
        assert line["file"] == "5x8"
        (crew,) = line["crews"]
        rows = {row["title"]: row for row in crew["criteria"]}
        nights = rows["nights in a row"]
        assert (nights["value"], nights["limit"], nights["class"]) == (2.0, 3.0, "ok")
        assert "BAuA" in nights["source"]
        sleep = rows["nights of sleep between days and nights"]
        assert (sleep["value"], sleep["limit"], sleep["class"]) == (1.0, 2.0, "flag")
        assert line["flags"] == 1
        assert rows["schedule announced early"]["class"] == "unknown"
        # the reference gives 0.85 and 1.09
        assert crew["risk_index"]["mean"] == pytest.approx(0.85, abs=0.005)
        assert crew["risk_index"]["worst"] == pytest.approx(1.09, abs=0.005)
        assert "not checked against RR446" in crew["risk_index"]["limits"]

    def test_the_words_say_the_same_and_each_line_of_a_pattern_once(self, run):
        said = run("audit", "pitman").stdout
        assert said.count("criterion(s) to be looked at") == 2  # the day and the night line
        assert "flag    length of a night: 12 h (threshold 8 h) [HSE HSG256; checked]" in said
        assert said.count("limits of the risk index: one criterion among others") == 2

    def test_a_pattern_a_matrix_and_a_plant_are_audited_in_one_call(
        self, run, night_crew, tmp_path
    ):
        (tmp_path / "m.csv").write_text(
            "# D=06:00-18:00\nweek,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,D,D,D,D,D,-\n",
            encoding="utf-8",
        )
        told = lines(
            run("audit", "MMAANN-- M=06:00/8h", tmp_path / "m.csv", night_crew, "--json",
                "--notice-days", 14)
        )  # fmt: skip
        assert [len(line["crews"]) for line in told] == [1, 1, len(told[2]["crews"])]
        long = next(
            row for row in told[1]["crews"][0]["criteria"] if row["rule"] == "ergo.long_in_row"
        )
        assert (long["value"], long["class"]) == (6.0, "flag")
        weekends = [
            row for row in told[1]["crews"][0]["criteria"] if row["title"].startswith("weekends in")
        ]
        assert weekends[0]["value"] is None  # there is no free weekend: without end
        notice = [row for row in told[0]["crews"][0]["criteria"] if row["rule"] == "ergo.notice"]
        assert notice[0]["value"] == 14.0
        assert all(crew["since"] for crew in told[2]["crews"])

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ("5x9", "the library has: day, 2x8"),
            ("MMQQ--", "shift letter 'Q'"),
            ("none.csv", "cannot be read"),
        ],
    )
    def test_what_is_no_pattern_and_no_file_is_told(self, run, asked, said):
        assert said in run("audit", asked, code=2).stderr

    def test_dated_duties_and_a_cycle_without_work_are_refused(self, run, tmp_path):
        dated = tmp_path / "d.csv"
        dated.write_text("person,date,start,end\nP,2024-03-10,22:00,06:00\n", encoding="utf-8")
        assert "it has weeks and no dates" in run("audit", dated, code=2).stderr
        free = tmp_path / "f.csv"
        free.write_text("week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,-,-,-,-,-,-,-\n", encoding="utf-8")
        assert "nobody has a duty" in run("audit", free, code=2).stderr
