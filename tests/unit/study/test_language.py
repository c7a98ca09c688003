"""Words and numbers in French and English; the two catalogues say the same things."""

import re
from datetime import date
from pathlib import Path

import pytest

import accord.study
from accord.errors import StudyError
from accord.study.document import Bare, Unit, say
from accord.study.figures import Figure
from accord.study.language import LANGUAGES, language

SOURCE = Path(accord.study.__file__).parent
PLACE = re.compile(r"\{([a-z_0-9]+)[?}]")


def names(words, key):
    return set(PLACE.findall(words.sentence(key)))


def test_both_catalogues_have_the_same_keys() -> None:
    fr, en = language("fr").known(), language("en").known()
    assert fr == en


def test_each_sentence_has_the_same_places_in_both_languages() -> None:
    fr, en = language("fr"), language("en")
    for key in fr.known():
        assert names(fr, key) == names(en, key), key


def test_every_sentence_named_in_the_code_is_in_the_catalogue() -> None:
    known = language("fr").known()
    named = set()
    for path in SOURCE.rglob("*.py"):
        named |= set(re.findall(r'\bsay\(\s*"([a-z_0-9.]+)"', path.read_text(encoding="utf-8")))
    assert len(named) > 100
    assert named <= known


@pytest.mark.parametrize(
    ("code", "value", "decimals", "text"),
    [
        ("fr", 20000, 0, "20\u202f000"),
        ("fr", 1.45, 2, "1,45"),
        ("en", 20000, 0, "20,000"),
        ("en", 1.45, 2, "1.45"),
        ("fr", -1234567.8, 1, "\u22121\u202f234\u202f567,8"),
        ("en", -0.04, 1, "0.0"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(code, value, decimals, text) -> None:
    assert language(code).number(value, decimals) == text


def test_a_share_is_shown_in_per_cent_and_money_whole_with_its_unit() -> None:
    share = Figure("a", 0.1234, "share", 0.1, 0.15)
    money = Figure("b", 1_340_000.0, "FRF/year")
    assert language("fr").figure(share) == "12,3\u202f%"
    assert language("en").figure(share) == "12.3%"
    assert language("fr").interval(share) == "10,0\u202f% à 15,0\u202f%"
    loss = Figure("c", -1_940_000.0, "FRF/year", -2_030_000.0, -1_850_000.0)
    assert language("en").interval(loss, beside_unit=True) == "\u22122.03 to \u22121.85"
    assert language("en").interval(loss) == "\u22122,030,000 to \u22121,850,000"
    assert language("fr").figure(money) == "1,34\u00a0MF/an"
    assert language("en").figure(money) == "1.34\u00a0MF/year"
    assert language("fr").figure(money, with_unit=False) == "1\u202f340\u202f000"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1.0, "1"), (180.0, "180"), (1.1897, "1,19"), (0.0475, "0,0475"), (-0.12, "−0,12"),
     (0.005, "0,005"), (300000.0, "300\u202f000"), (15.43, "15,4"), (1e-12, "0")],
)  # fmt: skip
def test_a_number_without_unit_has_three_digits_and_no_zero_at_its_end(value, text) -> None:
    assert language("fr").amount(value, "ratio") == text


def test_money_of_a_piece_or_an_hour_has_three_digits() -> None:
    assert language("en").amount(0.30223, "EUR/piece") == "0.302\u00a0€/piece"
    assert language("fr").amount(168.94, "FRF/h") == "169\u00a0F/h"


def test_a_bare_figure_leaves_its_unit_to_the_sentence() -> None:
    people = Figure("n", 1.0, "people")
    assert language("fr").plain((Bare(people), people)) == "1, 1\u00a0personne"
    sentence = say("overview.breaches", count=Bare(people))
    assert language("en").plain(sentence) == "1 breach"


def test_a_unit_is_shown_in_words_and_a_share_has_none() -> None:
    units = (Unit("FRF/year"), Unit("years"), Unit("share"))
    assert language("fr").plain(units) == "F/an, ans, –"


def test_a_count_is_whole_and_its_unit_agrees_with_it() -> None:
    fr, en = language("fr"), language("en")
    one, none, part = (Figure(i, v, "people") for i, v in (("a", 1.0), ("b", 0.0), ("c", 53.58)))
    assert [fr.figure(f) for f in (one, none, part)] == [
        "1\u00a0personne",
        "0\u00a0personne",
        "53,6\u00a0personnes",
    ]
    assert [en.figure(f) for f in (one, none)] == ["1\u00a0person", "0\u00a0people"]
    sentence = say("overview.breaches", count=Figure("n", 1.0, "count"))
    assert fr.plain(sentence) == "1 infraction"
    assert en.plain(sentence) == "1 breach"


def test_dates_are_written_as_the_language_writes_them() -> None:
    assert language("fr").date(date(1999, 5, 3)) == "3\u00a0mai 1999"
    assert language("fr").date(date(1999, 7, 1)) == "1er\u00a0juillet 1999"
    assert language("en").date(date(1999, 5, 3)) == "3\u00a0May 1999"


def test_a_sentence_without_its_value_is_refused_by_name() -> None:
    with pytest.raises(StudyError, match="wants a value 'name'"):
        language("fr").plain(say("page.title"))


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    assert LANGUAGES == ("fr", "en")
    with pytest.raises(StudyError, match="fr, en"):
        language("de")
