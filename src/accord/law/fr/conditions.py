"""A list of conditions, each met, not met or open, with its article: what a check gives."""

from __future__ import annotations

from dataclasses import dataclass

from accord.law.records import Words

_WORDS = {
    "fr": {True: "remplie", False: "non remplie", None: "inconnue"},
    "en": {True: "met", False: "not met", None: "open"},
}
_NEEDED = {"fr": "manque", "en": "needs"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the law and whether it is met.

    Parameters
    ----------
    id
        Short name of the condition.
    verdict
        True if met, False if not, None where a fact is missing.
    words
        What the law asks, in French and English.
    article, status
        Where it stands, and whether that was read (checked) or not (draft).
    needs
        Facts that are missing; empty unless the verdict is None.
    """

    id: str
    verdict: bool | None
    words: Words
    article: str
    status: str
    needs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """Write the condition in a language (fr, en).

        Raises
        ------
        ValueError
            When the language is neither fr nor en.
        """
        if lang not in _WORDS:
            raise ValueError(f"no words in {lang!r}; known: {', '.join(sorted(_WORDS))}")
        what = self.words[0 if lang == "fr" else 1]
        colon = " :" if lang == "fr" else ":"
        lacking = f", {_NEEDED[lang]} {', '.join(self.needs)}" if self.needs else ""
        return f"{what}{colon} {_WORDS[lang][self.verdict]}{lacking} [{self.article}]"

    def as_dict(self) -> dict[str, object]:
        """Give the condition as plain data."""
        return {
            "id": self.id,
            "verdict": self.verdict,
            "words_fr": self.words[0],
            "words_en": self.words[1],
            "article": self.article,
            "status": self.status,
            "needs": list(self.needs),
        }
