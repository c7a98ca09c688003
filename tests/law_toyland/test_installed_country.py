"""A country may be an installed package: an entry point adds its files, rules and cases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RULES = '''
"""The country of an installed package."""

from pathlib import Path

from accord import law
from accord.law.cases import RESULT, family, Working


@law.rule("sealand.bonus", articles=["Sea Act"], uses=["sealand.bonus"], unit="money")
def bonus(found, *, service_years):
    share = found["sealand.bonus"].number()
    return found.step(("prime", "bonus"), service_years * share, "money", "sealand.bonus")


@family("sealand.bonus_cases", rules=["sealand.bonus"])
def answer(case):
    working = Working(case)
    facts = {"service_years": case.number("years at sea")}
    found = working.compute("sealand.bonus", facts, on=case.day("date"))
    return working.answer({RESULT: found.value}, "SEA")


def add():
    law.add_pack("sealand", Path(__file__).parent / "sealand", "sealand_law")
'''
BONUS = """
id: sealand.bonus
title_fr: prime
title_en: bonus
unit: money/year
status: checked
checked_on: 2026-11-22
values:
  2000-01-01: {value: 12.5, currency: SEA}
refs:
  2000-01-01: {title: "Sea Act, section 1", url: "https://sealand.example/sea-act"}
facts:
  service_years: {type: number, low: 0, why: "a share for each year"}
"""


@pytest.fixture
def installed(tmp_path):
    files = {
        "sealand_law.py": RULES,
        "sealand/bonus.yaml": BONUS,
        "sealand-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: sealand\nVersion: 1.0\n",
        "sealand-1.0.dist-info/entry_points.txt": "[accord.law]\nsealand = sealand_law:add\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def accord(installed: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "accord", "law", *words],
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_rules_and_cases_are_listed_and_computed(installed):
    listed = json.loads(accord(installed, "list", "sealand", "--json").stdout)
    assert [(row["id"], row["kind"]) for row in listed] == [
        ("sealand.bonus", "rule"),
        ("sealand.bonus_cases", "cases"),
    ]
    done = accord(installed, "compute", "sealand.bonus", "--facts", "service_years=4")
    assert done.stdout.splitlines()[-1] == "  = 50 SEA"
    cases = installed / "cases.json"
    cases.write_text(
        json.dumps([{"id": "a", "inputs": {"years at sea": 2, "date": "2001-01-01"}}]), "utf-8"
    )
    done = accord(installed, "compute", "sealand.bonus_cases", "--cases", str(cases), "--json")
    assert json.loads(done.stdout)[0]["value"] == 25.0


def test_without_the_package_the_country_is_not_known(tmp_path):
    done = accord(tmp_path, "compute", "sealand.bonus", "--facts", "service_years=4")
    assert done.returncode == 2
    assert "no law pack 'sealand'" in done.stderr
