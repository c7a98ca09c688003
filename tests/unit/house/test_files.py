"""What the files of the project say, and never say."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".csv", ".j2", ".css", ".html", ".txt", ""}
LOCK_FILES = {"uv.lock", "package-lock.json", "poetry.lock", "yarn.lock", "Pipfile.lock"}
# Written in two halves so that this file passes its own test.
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb." + "debian.org",
]
MACHINE_PATH = re.compile(r"(?<![A-Za-z.\w])/(?:work|farm|root|home/[a-z]+)/")


def text_files(own_files: list[Path]) -> list[Path]:
    return [path for path in own_files if path.suffix in TEXT and path.stat().st_size < 2_000_000]


def test_no_file_names_a_package_registry(own_files: list[Path]) -> None:
    for path in text_files(own_files):
        text = path.read_text(encoding="utf-8", errors="replace")
        assert [host for host in REGISTRY_HOSTS if host in text] == [], path


def test_no_file_holds_a_path_of_one_machine(own_files: list[Path]) -> None:
    for path in text_files(own_files):
        found = MACHINE_PATH.findall(path.read_text(encoding="utf-8", errors="replace"))
        assert found == [], path


def test_no_lock_file_is_committed(own_files: list[Path]) -> None:
    assert [path for path in own_files if path.name in LOCK_FILES] == []


def test_the_changelog_has_an_unreleased_part_with_entries(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = text.split("## [Unreleased]")[1].split("\n## [")[0]
    assert re.search(r"^### (Added|Changed|Fixed|Removed|Deprecated|Security)$", unreleased, re.M)
    assert re.search(r"^- \S", unreleased, re.M)


def test_the_licence_is_apache_2_and_the_package_says_so(root: Path) -> None:
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"


def test_the_version_is_the_same_in_package_and_project(root: Path) -> None:
    from accord import __version__

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__


def test_ci_runs_the_checks_and_the_test_command_of_the_readme(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    script = (root / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert "pip install uv && uv run accord study plants/gaillon" in readme
    assert re.search(r"^make test$", readme, re.M)
    assert script.index("make check") < script.index("make test")
    assert "set -euo pipefail" in script


def test_the_scripts_are_executable_and_parse(root: Path) -> None:
    scripts = sorted((root / ".ci").iterdir())
    assert [path.name for path in scripts] == ["browser", "run", "uv"]
    for script in scripts:
        assert os.access(script, os.X_OK), script
        shell = script.read_text(encoding="utf-8").splitlines()[0].split("/")[-1].split()[-1]
        parsed = subprocess.run([shell, "-n", str(script)], capture_output=True, check=False)
        assert parsed.returncode == 0, parsed.stderr


def test_every_make_command_says_what_it_does(root: Path) -> None:
    lines = (root / "Makefile").read_text(encoding="utf-8").splitlines()
    for command in ("help", "setup", "check", "test", "bench", "study"):
        assert any(re.match(rf"{command}:.* ## \S", line) for line in lines), command
