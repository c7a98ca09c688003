"""A report speaks one language: what the plant wrote in the other is under its label."""

import re
import shutil
from html.parser import HTMLParser

import pytest

# Words that no sentence does without, and that the other language does not have.
ENGLISH = """
    about after against aged aid and are as assumed before between by cost costs crew demand each
    empty every fewer from good hour hours input is job jobs labour least less line lines made more
    most no number of one output over paid people per person pooled read row rows share shift shop
    some stated step than that the their these this those to under wage wages week weeks were what
    where which who with without work worked workers year years
"""
FRENCH = """
    aide au aucun aucune aux avec ce ces cette chaque contre dans de des deux du effectif elle en
    elles entre est et eux heures il ils la le les leur leurs mais moins ne nombre ont ou par parmi
    pas personne personnes pour qui quand que sans semaine semaines ses soit sont sous sur un une
    usine
"""
# An article of law, and the name of a law, stay in the language of the law.
LAW = re.compile(r"[^|]*\b(?:art\.|[Dd]ecret|[Aa]ccord national|L\d{3})[^|]*")
# Words of both languages that hold one of the other's, and the Latin of a source.
SHARED = re.compile(r"\b(?:week-ends?|et al\.)", re.IGNORECASE)
DIGESTS = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b")  # "4de8" is no French
IDS = re.compile(r"\S*[A-Za-z]\S*[._/]\S+|\b[A-Z0-9]{2,}\b")


class Words(HTMLParser):
    """The words of a page that a reader sees or hears, cell by cell."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = [""]
        self.hidden = 0

    def handle_starttag(self, tag, attrs) -> None:
        self.hidden += tag in {"style", "code"}
        if tag in {"td", "th", "p", "li", "h1", "h2", "caption", "text", "figcaption", "summary"}:
            self.cells.append("")
        self.cells += [v or "" for name, v in attrs if name in {"aria-label", "title", "alt"}]

    def handle_endtag(self, tag) -> None:
        self.hidden -= tag in {"style", "code"}

    def handle_data(self, data) -> None:
        if not self.hidden:
            self.cells[-1] += data


def words_of(page: str) -> list[str]:
    """Return the lower-case words of a page, without ids, file names and articles of law."""
    reader = Words()
    reader.feed(page)
    shown = SHARED.sub(" ", DIGESTS.sub(" ", " | ".join(reader.cells)))
    return re.findall(r"[a-zàâçéèêëîïôùûœ]+", IDS.sub(" ", LAW.sub(" ", shown)).lower())


@pytest.fixture(scope="module")
def pages(study_folder, small_shop, accord, tmp_path_factory) -> dict[str, str]:
    """The report of the small shop in both languages; the second from the runs of the first."""
    out = tmp_path_factory.mktemp("english")
    shutil.copytree(study_folder / "runs", out / "runs")
    done = accord("study", small_shop, "--out", out, "--lang", "en", "--replications", "4",
                  "--precision", "0.1")  # fmt: skip
    assert done.returncode == 0, done.stderr
    paths = {"fr": study_folder, "en": out}
    return {code: (path / "report.html").read_text("utf-8") for code, path in paths.items()}


@pytest.mark.parametrize(("code", "other"), [("fr", ENGLISH), ("en", FRENCH)])
def test_a_report_has_no_word_of_the_other_language(pages, code, other) -> None:
    words = words_of(pages[code])
    assert len(words) > 5000
    assert sorted(set(words) & set(other.split())) == []


@pytest.mark.parametrize(("code", "own"), [("fr", FRENCH), ("en", ENGLISH)])
def test_the_words_looked_for_are_those_that_a_report_uses(pages, code, own) -> None:
    assert len(set(words_of(pages[code])) & set(own.split())) > 30
