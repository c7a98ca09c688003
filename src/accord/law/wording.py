"""The words of a derivation: units, numbers and phrases in French and English."""

from __future__ import annotations

_PHRASES = {
    "fr": {
        "need": "est nécessaire",
        "rows": "lignes",
        "people": "de",
        "since": "en vigueur depuis le",
        "on": "au",
        "last": "dans la dernière version connue (depuis le {since})",
        "checked": "vérifié",
        "draft": "à vérifier",
        "refused": "rien n'est dû",
        "barred": "pas permis par le texte, payé tout de même",
        "colon": " :",
    },
    "en": {
        "need": "is needed",
        "rows": "rows",
        "people": "of",
        "since": "in force since",
        "on": "on",
        "last": "in the last version known (since {since})",
        "checked": "checked",
        "draft": "draft",
        "refused": "nothing is due",
        "barred": "not allowed by the text, paid all the same",
        "colon": ":",
    },
}
_FRENCH_UNITS = {
    "money": "",
    "month": "mois",
    "year": "an",
    "h": "h",
    "day": "jour",
    "days": "jours",
    "week": "semaine",
    "weeks": "semaines",
    "person": "personne",
    "quarter": "trimestre",
    "quarters": "trimestres",
    "ratio": "",
    "flag": "",
    "date": "",
    "met (1) or not (0)": "remplie (1) ou non (0)",
    "due (1) or not (0)": "dû (1) ou non (0)",
    "yes (1) or no (0)": "oui (1) ou non (0)",
}
_FRENCH_TYPES = {
    "number": "nombre",
    "money": "montant",
    "date": "date",
    "flag": "oui ou non",
    "choice": "choix",
}
_SILENT = {"ratio", "flag", "date"}


def words_of(lang: str, *keys: str) -> tuple[str, ...]:
    """Give phrases of a language.

    Raises
    ------
    ValueError
        When the language is neither fr nor en.
    """
    if lang not in _PHRASES:
        raise ValueError(f"no words in {lang!r}; known: {', '.join(sorted(_PHRASES))}")
    return tuple(_PHRASES[lang][key] for key in keys)


def unit_words(unit: str, lang: str, currency: str = "") -> str:
    """Write a unit: ``money`` is its currency, ``h/week`` is h/semaine in French."""
    parts = [currency if part == "money" and currency else part for part in unit.split("/")]
    if unit in _SILENT:
        return ""
    if lang != "fr":
        return "/".join(parts)
    if unit in _FRENCH_UNITS:
        return _FRENCH_UNITS[unit] or parts[0]
    return "/".join(_FRENCH_UNITS.get(part, part) for part in parts)


def type_words(type_: str, lang: str) -> str:
    """Write the type of a fact in a language (fr, en)."""
    return _FRENCH_TYPES[type_] if lang == "fr" else type_


def number_words(value: float, lang: str) -> str:
    """Write a number with all the digits that matter; French has a decimal comma."""
    text = f"{value:.10g}"
    return text.replace(".", ",") if lang == "fr" else text
