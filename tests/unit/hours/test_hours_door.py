"""The door of the room: every name opens, and opening it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from accord import hours

HEAVY = ("polars", "highspy", "ortools", "numba", "scipy", "xlsxwriter", "accord.law.fr")


def test_the_room_opens_without_frames_solvers_and_french_law() -> None:
    code = f"import sys, accord.hours; print([m for m in {HEAVY} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_every_name_of_the_door_opens_after_any_module_was_imported() -> None:
    """A folder of the room has the name of no verb that opens on first use."""
    for module in ("rosters.repair", "check.file", "regime.crews", "design.crews"):
        import_module(f"accord.hours.{module}")
    for name in hours.__all__:
        assert getattr(hours, name) is not None
    for verb in ("check", "design", "roster", "check_file", "solve_cycle", "frontier", "regimes"):
        assert callable(getattr(hours, verb)), verb
    with pytest.raises(AttributeError, match="rota"):
        _ = hours.rota
