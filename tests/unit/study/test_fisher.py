"""Fisher's exact test against published and recomputed values."""

import pytest

from accord.study.fisher import fisher_two_sided

# kind: paper/hand; source beside each case.
CASES = [
    # Gaillon: 9 of 22 press operators over 48 and 2 of 26 others; stated as 0.013.
    ((9, 22, 2, 26), 0.013443742611382184),
    # Fisher's tea tasting: 3 of 4 right; (16 + 16 + 1 + 1) / 70.
    ((3, 4, 1, 4), 34 / 70),
    # All or nothing: 1/C(10, 5) twice.
    ((5, 5, 0, 5), 2 / 252),
]


@pytest.mark.parametrize(("counts", "p"), CASES)
def test_the_two_sided_p_equals_the_known_value(counts, p) -> None:
    assert fisher_two_sided(*counts) == pytest.approx(p, rel=1e-12)


def test_the_gaillon_list_is_published_as_0_013() -> None:
    assert round(fisher_two_sided(9, 22, 2, 26), 3) == 0.013


def test_an_even_split_has_p_one_and_groups_may_be_swapped() -> None:
    assert fisher_two_sided(5, 20, 5, 20) == 1.0
    assert fisher_two_sided(9, 22, 2, 26) == fisher_two_sided(2, 26, 9, 22)


def test_more_people_touched_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="not counts of people"):
        fisher_two_sided(5, 4, 0, 10)
