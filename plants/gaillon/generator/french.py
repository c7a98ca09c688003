"""What the words of the files are called in French: the files are written in English.

Only the professional categories of people.csv are French, as the law of the time names them.
"""

from __future__ import annotations

from generator.frame import Frame
from generator.writing import quoted

LABELS = {
    # jobs
    "press operator": "opérateur sur presse",
    "assembler": "assembleur",
    "finisher": "agent de finition",
    "setter": "régleur",
    "maintenance": "maintenance",
    "logistics": "logistique",
    "quality": "contrôle qualité",
    "foreman": "chef d’équipe",
    "methods": "méthodes",
    "planning": "ordonnancement",
    "quality technician": "technicien qualité",
    "die maker": "outilleur",
    "manager": "cadre",
    "clerk": "employé de bureau",
    "apprentice die maker": "apprenti outilleur",
    "apprentice maintenance": "apprenti de maintenance",
    "apprentice press setter": "apprenti régleur",
    "trainee personnel": "stagiaire au personnel",
    # areas that are not called like a job
    "press": "presses",
    "assembly": "assemblage",
    "finishing": "finition",
    # investments
    "coil-fed press PC05": "presse à bande PC05",
    "coil-fed press PC06": "presse à bande PC06",
    "progressive dies": "outils à suivre",
}

CATEGORIES = {  # French, English
    "ouvrier": ("ouvrier", "manual worker"),
    "employe": ("employé", "office worker"),
    "technicien": ("technicien", "technician"),
    "agent_de_maitrise": ("agent de maîtrise", "supervisor"),
    "cadre": ("cadre", "manager"),
    "apprenti": ("apprenti", "apprentice"),
    "stagiaire": ("stagiaire", "trainee"),
}

EVIDENCE = {
    # units
    "h a week": "h par semaine",
    "h a week, little gain beyond": "h par semaine, peu de gain au-delà",
    "relative gain of output per hour": "gain relatif de production par heure",
    "relative change of TFP against 39 h firms":
        "variation relative de la productivité totale des facteurs, face aux entreprises à 39 h",
    "relative change of output per hour": "variation relative de la production par heure",
    "relative change of hours": "variation relative des heures",
    "jobs in the short term": "emplois à court terme",
    "relative change of jobs, net": "variation relative de l’emploi, nette",
    "share of base monthly pay": "part du salaire mensuel de base",
    "jobs": "emplois",
    "relative risk minus 1 against 8 h": "risque relatif moins 1, face à 8 h",
    "relative risk minus 1 against the morning shift":
        "risque relatif moins 1, face au poste du matin",
    "rate ratio minus 1": "rapport de taux moins 1",
    "injury rate ratio minus 1; 11 h or less against 15-17 h":
        "rapport des taux d’accident moins 1 ; 11 h ou moins face à 15-17 h",
    "progress ratio per doubling": "rapport de progrès par doublement",
    "incompressible share of the first cycle time":
        "part incompressible du premier temps de cycle",
    "sd of log speed between operators": "écart type du log de la vitesse entre opérateurs",
    "own output per unit of peers who can see you":
        "production propre par unité de celle des collègues qui vous voient",
    "relative change of productivity; cause is an unfair selection":
        "variation relative de productivité ; la cause est un choix ressenti comme injuste",
    "relative change of yearly earnings": "variation relative du revenu annuel",
    "days, median and quartiles": "jours, médiane et quartiles",
    "shape of the gamma frailty between people":
        "forme de la loi gamma des fragilités entre personnes",
    "share of working time, sickness": "part du temps de travail, maladie",
    "working days, median of a spell": "jours ouvrés, médiane d’une absence",
    "share of spells above 10 days": "part des absences de plus de 10 jours",
    "minutes, median of a breakdown": "minutes, médiane d’une panne",
    "sd of log duration": "écart type du log de la durée",
    "share of pieces per press stroke": "part des pièces par coup de presse",
    "relative sd of weekly demand": "écart type relatif de la demande par semaine",
    "share of people who leave by themselves a year":
        "part des personnes qui partent d’elles-mêmes en un an",
    # populations
    "UK munition workers 1914-18, mostly women":
        "ouvriers de l’armement, Royaume-Uni 1914-18, surtout des femmes",
    "39 and 35 h both lie below the threshold of 49 h":
        "39 et 35 h sont toutes deux sous le seuil de 49 h",
    "Aubry I firms 1997-2000": "entreprises Aubry I, 1997-2000",
    "France, 39 to 35 h": "France, de 39 à 35 h",
    "France, all employees": "France, tous les salariés",
    "France": "France",
    "firms with a state-aided agreement, France": "entreprises à accord aidé, France",
    "pooled studies": "études réunies",
    "industrial shift workers, pooled studies": "travail posté en industrie, études réunies",
    "one engineering plant on three shifts": "une usine de mécanique en trois postes",
    "hospital staff": "personnel hospitalier",
    "textbook": "manuel",
    "textbook, machine-paced work": "manuel, travail cadencé par une machine",
    "one job shop, 1273 machine reports": "un atelier, 1273 rapports de machine",
    "job shop log and a machine trial": "journal d’un atelier et essai sur une machine",
    "supermarket cashiers": "caissières de supermarché",
    "field experiment": "expérience de terrain",
    "high-tenure workers, US": "salariés de grande ancienneté, États-Unis",
    "62 US manufacturing strikes 1968-76": "62 grèves d’usine, États-Unis 1968-76",
    "courier firm, 36 people": "entreprise de messagerie, 36 personnes",
    "fictional plant, assumption": "usine fictive, hypothèse",
    "one job shop, three months": "un atelier, trois mois",
    # sources that are not a reference
    "arithmetic of HEAR and DAR02": "calcul sur HEAR et DAR02",
    "gaillon section 2": "gaillon section 2",
    "gaillon section 3": "gaillon section 3",
    "gaillon section 5": "gaillon section 5",
    "gaillon section 6": "gaillon section 6",
}  # fmt: skip


def label_lines(frame: Frame) -> list[str]:
    """Return the labels of plant.yaml; a form that is the word itself needs none."""
    french_title, title = frame.title
    labels = {title: french_title} | LABELS
    forms = {word: (french, word) for word, french in labels.items()} | CATEGORIES
    lines = []
    for word, (french, english) in forms.items():
        told = [f"fr: {quoted(french)}"] if french != word else []
        told += [f"en: {quoted(english)}"] if english != word else []
        if told:
            lines.append(f"  {word}: {{{', '.join(told)}}}")
    return lines


def both(english: str) -> str:
    """Return a text of evidence.yaml in both languages, or as it is where it is a reference."""
    french = EVIDENCE.get(english, english)
    if french == english:
        return english
    return f"{{fr: {quoted(french)}, en: {quoted(english)}}}"
