"""The sentences of the findings, in French and English."""

from __future__ import annotations

_SENTENCES = {
    "fr.hours.day_max": (
        "journée de {value} h (maximum {limit} h)",
        "a day of {value} h (maximum {limit} h)",
    ),
    "fr.hours.week_max": (
        "semaine de {value} h (maximum {limit} h)",
        "a week of {value} h (maximum {limit} h)",
    ),
    "fr.hours.average_max": (
        "moyenne de {value} h sur douze semaines (maximum {limit} h)",
        "an average of {value} h over twelve weeks (maximum {limit} h)",
    ),
    "fr.hours.legal_week": (
        "moyenne de {value} h par semaine (durée légale {limit} h)",
        "an average of {value} h a week (legal week {limit} h)",
    ),
    "fr.hours.rest_day": (
        "repos de {value} h entre deux journées (minimum {limit} h)",
        "{value} h of rest between two days (minimum {limit} h)",
    ),
    "fr.hours.span": (
        "amplitude de {value} h dans la journée (maximum {limit} h, déduit du repos quotidien)",
        "a span of {value} h within a day (maximum {limit} h, from the daily rest)",
    ),
    "fr.hours.rest_week": (
        "repos hebdomadaire de {value} h (minimum {limit} h)",
        "{value} h of weekly rest (minimum {limit} h)",
    ),
    "fr.hours.days_week": (
        "{value} jours travaillés dans la semaine (maximum {limit})",
        "{value} days worked in the week (maximum {limit})",
    ),
    "fr.hours.break": (
        "pause de {value} min dans une journée de six heures ou plus (minimum {limit} min)",
        "a break of {value} min in a day of six hours or more (minimum {limit} min)",
    ),
    "fr.hours.night_women": (
        "{value} h dans la nuit légale, équipe où travaillent des femmes (limite {limit} h)",
        "{value} h inside the legal night for a crew with women (limit {limit} h)",
    ),
    "fr.hours.night_window": (
        "les postes de la journée couvrent {value} h ; hors nuit légale il y a {limit} h",
        "the day's shifts span {value} h; {limit} h lie outside the legal night",
    ),
    "fr.hours.night_worker": (
        "poste de {value} h pour des travailleurs de nuit (maximum {limit} h)",
        "a duty of {value} h for night workers (maximum {limit} h)",
    ),
    "ergo.quick_return": (
        "retour rapide : {value} h entre deux postes (seuil {limit} h)",
        "quick return: {value} h between two duties (threshold {limit} h)",
    ),
    "ergo.early_start": (
        "prise de poste à {value} h (seuil {limit} h)",
        "a start at {value} h (threshold {limit} h)",
    ),
    "ergo.nights_in_row": (
        "{value} nuits de suite (seuil {limit})",
        "{value} nights in a row (threshold {limit})",
    ),
    "ergo.rotation": (
        "{value} changements vers un poste plus matinal avec peu de repos (seuil {limit})",
        "{value} changes to an earlier shift with little rest (threshold {limit})",
    ),
    "ergo.days_in_row": (
        "{value} jours travaillés de suite (seuil {limit})",
        "{value} working days in a row (threshold {limit})",
    ),
}


def _number(value: float, *, comma: bool) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def sentence(
    rule: str, crew: str, week: int, value: float, limit: float, *, with_overtime: bool
) -> tuple[str, str]:
    """Write a finding in French and in English.

    Parameters
    ----------
    rule
        Id of the rule.
    crew, week
        Crew (``*`` for all together) and week of its cycle.
    value, limit
        What was found and the limit, in the unit of the rule.
    with_overtime
        Whether overtime is counted as worked every week.
    """
    fr, en = _SENTENCES[rule]
    who_fr = "Ensemble des équipes" if crew == "*" else f"Équipe {crew}, semaine {week}"
    who_en = "All crews" if crew == "*" else f"Crew {crew}, week {week}"
    if with_overtime:
        who_fr += ", heures supplémentaires chaque semaine"
        who_en += ", overtime worked every week"
    found_fr = fr.format(value=_number(value, comma=True), limit=_number(limit, comma=True))
    found_en = en.format(value=_number(value, comma=False), limit=_number(limit, comma=False))
    return f"{who_fr} : {found_fr}.", f"{who_en}: {found_en}."
