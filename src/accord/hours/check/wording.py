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
    "fr.hours.sunday": (
        "{value} h de travail un dimanche : il faut une dérogation (travail en continu, équipe de "
        "suppléance, établissement admis de droit)",
        "{value} h of work on a Sunday: it needs a derogation (continuous work, weekend crew, "
        "establishment admitted by right)",
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
    "fr.hours.night_average": (
        "moyenne de {value} h sur douze semaines pour des travailleurs de nuit (maximum "
        "{limit} h ; davantage par accord)",
        "an average of {value} h over twelve weeks for night workers (maximum {limit} h; more by "
        "agreement)",
    ),
    "fr.hours.continuous": (
        "moyenne de {value} h par semaine travaillée en continu (maximum {limit} h)",
        "an average of {value} h per week worked on a continuous cycle (maximum {limit} h)",
    ),
    "fr.hours.day_civil": (
        "{value} h de travail entre minuit et minuit (maximum {limit} h)",
        "{value} h of work from midnight to midnight (maximum {limit} h)",
    ),
    "fr.hours.spread": (
        "heures réparties sur {value} semaines (l'employeur seul : {limit} ; au-delà par accord)",
        "hours spread over {value} weeks (by the employer alone {limit}; beyond by agreement)",
    ),
    "fr.hours.annual": (
        "{value} h dans l'année civile (heures supplémentaires au-delà de {limit} h)",
        "{value} h in the civil year (overtime beyond {limit} h)",
    ),
    "fr.overtime.contingent": (
        "{value} h supplémentaires par an (contingent {limit} h ; au-delà, repos obligatoire)",
        "{value} h of overtime a year (allowance {limit} h; beyond it rest is compulsory)",
    ),
    "de.hours.average": (
        "moyenne de {value} h par jour ouvrable (maximum {limit} h)",
        "an average of {value} h per working day (maximum {limit} h)",
    ),
    "de.hours.night_average": (
        "moyenne de {value} h par jour ouvrable avec travail de nuit (maximum {limit} h)",
        "an average of {value} h per working day with night work (maximum {limit} h)",
    ),
    "de.hours.sunday": (
        "{value} h de travail un dimanche : il faut une exception (§ 10) ou une autorisation",
        "{value} h of work on a Sunday: it needs an exemption (section 10) or leave",
    ),
    "de.hours.substitute": (
        "dimanche travaillé : {value} jour de repos de remplacement à moins de deux semaines "
        "(minimum {limit})",
        "a worked Sunday: {value} substitute day of rest within two weeks (minimum {limit})",
    ),
    "de.hours.sundays": (
        "{value} dimanches libres par an (minimum {limit})",
        "{value} free Sundays a year (minimum {limit})",
    ),
    "us.hours.overtime": (
        "semaine de {value} h (heures supplémentaires au-delà de {limit} h, sans limite légale)",
        "a week of {value} h (overtime beyond {limit} h; the law sets no limit)",
    ),
    "day_max": (
        "journée de {value} h (maximum {limit} h)",
        "a day of {value} h (maximum {limit} h)",
    ),
    "average_week": (
        "moyenne de {value} h par semaine (maximum {limit} h)",
        "an average of {value} h a week (maximum {limit} h)",
    ),
    "rest_day": (
        "repos journalier de {value} h (minimum {limit} h)",
        "{value} h of daily rest (minimum {limit} h)",
    ),
    "rest_week": (
        "repos hebdomadaire de {value} h (minimum {limit} h)",
        "{value} h of weekly rest (minimum {limit} h)",
    ),
    "break": (
        "pause de {value} min dans une longue journée (minimum {limit} min)",
        "a break of {value} min in a long day (minimum {limit} min)",
    ),
    "night_average": (
        "moyenne de {value} h par 24 heures avec travail de nuit (maximum {limit} h)",
        "an average of {value} h in 24 hours with night work (maximum {limit} h)",
    ),
    "night_hazard": (
        "{value} h en 24 heures de travail de nuit à risques (maximum {limit} h)",
        "{value} h in 24 hours of hazardous night work (maximum {limit} h)",
    ),
    "leave": (
        "{value} semaines de congés par an (minimum {limit})",
        "{value} weeks of leave a year (minimum {limit})",
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


def _core(rule: str, value: float, limit: float) -> tuple[str, str]:
    """Write what was found; a rule without words of its own has those of its name."""
    fr, en = _SENTENCES.get(rule) or _SENTENCES[rule.rpartition(".")[-1]]
    return (
        fr.format(value=_number(value, comma=True), limit=_number(limit, comma=True)),
        en.format(value=_number(value, comma=False), limit=_number(limit, comma=False)),
    )


def sentence(
    rule: str,
    crew: str,
    week: int,
    value: float,
    limit: float,
    *,
    with_overtime: bool,
    is_person: bool = False,
) -> tuple[str, str]:
    """Write a finding in French and in English.

    Parameters
    ----------
    rule
        Id of the rule.
    crew, week
        Crew or person (``*`` for all together) and week of its cycle.
    value, limit
        What was found and the limit, in the unit of the rule.
    with_overtime
        Whether overtime is counted as worked every week.
    is_person
        Whether ``crew`` is a person.
    """
    found_fr, found_en = _core(rule, value, limit)
    kind_fr, kind_en = ("", "") if is_person else ("Équipe ", "Crew ")
    who_fr = "Ensemble des équipes" if crew == "*" else f"{kind_fr}{crew}, semaine {week}"
    who_en = "All crews" if crew == "*" else f"{kind_en}{crew}, week {week}"
    if with_overtime:
        who_fr += ", heures supplémentaires chaque semaine"
        who_en += ", overtime worked every week"
    return f"{who_fr} : {found_fr}.", f"{who_en}: {found_en}."


def told(rule: str, who: str, days: tuple[str, str], value: float, limit: float) -> tuple[str, str]:
    """Write a violation in French and in English.

    Parameters
    ----------
    rule
        Id of the rule.
    who, days
        Person or crew, first and last day.
    value, limit
        What was found and the limit, in the unit of the rule.
    """
    found_fr, found_en = _core(rule, value, limit)
    first, last = days
    when_fr = first if first == last else f"{first} à {last}"
    when_en = first if first == last else f"{first} to {last}"
    return f"{who}, {when_fr} : {found_fr}.", f"{who}, {when_en}: {found_en}."
