"""Every model of exact_models.yaml meets its exact value within 4 standard errors."""

from __future__ import annotations

import pytest

from .exact_models import BUILDERS, Case, cases
from .small_models import assert_within_4_standard_errors

ALL = tuple(cases())


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_model_meets_its_exact_value(case: Case) -> None:
    exact, samples = case.solve()
    if case.value is not None:
        assert exact == pytest.approx(case.value, abs=6e-6)
    assert_within_4_standard_errors(samples, exact)


def test_every_builder_has_a_case_and_every_case_a_kind_and_a_source() -> None:
    assert {case.family for case in ALL} == set(BUILDERS)
    for case in ALL:
        assert case.kind in {"theory", "other_program", "hand"}
        assert len(case.source) > 10, case.name
