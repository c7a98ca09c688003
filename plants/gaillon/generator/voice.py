"""The questionnaire: voice/questionnaire.xlsx, eight themes of three items, French and English.

The items are our own. Answers are never a basis for layoffs; the purpose line is shown first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from generator.frame import Frame

AGREE_FR = (
    "pas du tout d'accord | plutôt pas | ni oui ni non | plutôt d'accord | tout à fait d'accord"
)
AGREE_EN = "not at all | rather not | neither | rather | fully"
YES_FR, YES_EN = "oui | non", "yes | no"


@dataclass(frozen=True, slots=True)
class Item:
    """One question: ``kind`` is scale (5 points), bands, choice, rank or yes_no."""

    theme: int
    kind: str
    fr: str
    en: str
    options_fr: str = ""
    options_en: str = ""


THEMES = (
    ("Mes heures aujourd'hui", "My hours now"),
    ("Cadence et fatigue", "Pace and strain"),
    ("Forme de la réduction", "Form of the cut"),
    ("Argent et temps", "Money and time"),
    ("Samedi et soir", "Saturday and evening"),
    ("Enfants, proches, trajet", "Care and travel"),
    ("Métiers et mobilité", "Skills and moves"),
    ("Confiance", "Trust"),
)

ITEMS = (
    Item(1, "bands", "Combien d'heures travaillez-vous vraiment par semaine, heures "
         "supplémentaires comprises ?",
         "How many hours a week do you really work, overtime included?",
         "moins de 37 | 37-39 | 39-41 | 41-44 | plus de 44",
         "under 37 | 37-39 | 39-41 | 41-44 | over 44"),
    Item(1, "scale", "Après mon poste, je suis épuisé(e).", "After my shift I am exhausted."),
    Item(1, "scale", "Je connais mes horaires du mois prochain.",
         "I know my hours of next month."),
    Item(2, "scale", "Je peux tenir la cadence demandée (« 700 à l'heure ») tout le poste.",
         "I can keep the required rate (\"700 an hour\") for the whole shift."),
    Item(2, "scale", "J'ai le temps de bien faire mon travail.",
         "I have the time to do my work well."),
    Item(2, "choice", "Le mois dernier, avez-vous eu mal aux mains, au dos, aux oreilles ?",
         "Last month, did your hands, back or ears hurt?",
         "non | un peu | souvent | tous les jours", "no | a little | often | every day"),
    Item(3, "rank", "Classez ces formes de réduction.", "Rank these forms of the cut.",
         "journée plus courte | demi-journée libre | semaine de 4 jours | jours en banque | "
         "variation dans l'année",
         "shorter day | free half-day | 4-day week | days bank | annual swing"),
    Item(3, "bands", "Combien de jours avant voulez-vous connaître un changement d'horaire ?",
         "How many days ahead do you want to know a change of hours?",
         "1 | 3 | 7 | 14 | 30", "1 | 3 | 7 | 14 | 30"),
    Item(3, "choice", "Quelle forme voulez-vous le moins ?", "Which form do you want least?",
         "journée plus courte | demi-journée libre | semaine de 4 jours | jours en banque | "
         "variation dans l'année",
         "shorter day | free half-day | 4-day week | days bank | annual swing"),
    Item(4, "choice", "Que préférez-vous ?", "Which do you prefer?",
         "même salaire, réduction plus tard | réduction maintenant, salaire gelé | sans avis",
         "same pay growth, cut later | cut now, pay frozen | no opinion"),
    Item(4, "bands", "Quelle hausse annuelle minimale acceptez-vous pour passer à 35 h ?",
         "What is the smallest yearly pay growth you accept for 35 h?",
         "0 % | 0,5 % | 1 % | 1,5 % | 2 % et plus", "0 % | 0.5 % | 1 % | 1.5 % | 2 % or more"),
    Item(4, "scale", "J'ai besoin des heures supplémentaires pour vivre.",
         "I need the overtime for my income."),
    Item(5, "bands", "Combien de samedis par an pouvez-vous accepter ?",
         "How many Saturdays a year can you accept?", "0 | 1-4 | 5-8 | plus de 8",
         "0 | 1-4 | 5-8 | more than 8"),
    Item(5, "yes_no", "Une fin de poste après 22 h est-elle possible pour vous ?",
         "Can you accept a shift that ends after 22:00?", YES_FR, YES_EN),
    Item(5, "choice", "Quelle compensation voulez-vous ?", "What compensation do you want?",
         "du temps | de l'argent | aucune ne suffirait", "time | money | neither would do"),
    Item(6, "yes_no", "Gardez-vous des enfants ou des proches au début ou à la fin du poste ?",
         "Do you look after children or relatives at the edges of your shift?", YES_FR, YES_EN),
    Item(6, "bands", "Combien de minutes dure votre trajet, et comment venez-vous ?",
         "How many minutes is your journey, and how do you come?",
         "moins de 10 | 10-20 | 20-40 | plus de 40", "under 10 | 10-20 | 20-40 | over 40"),
    Item(6, "choice", "Un début à 5 h 30 changerait-il votre façon de venir ?",
         "Would a 05:30 start change how you come?",
         "non | oui, plus difficile | impossible", "no | yes, harder | impossible"),
    Item(7, "scale", "Je voudrais apprendre un autre poste.",
         "I would like to learn another post."),
    Item(7, "choice", "Tutorat", "Mentoring", "être tuteur | avoir un tuteur | ni l'un ni l'autre",
         "be a mentor | have a mentor | neither"),
    Item(7, "scale", "Un travail de bureau ou technique m'intéresserait.",
         "Office or technical work would interest me."),
    Item(8, "scale", "On m'a dit à quoi servent mes réponses.",
         "I was told what my answers are for."),
    Item(8, "scale", "Je crois que le résultat sera publié pour tous.",
         "I believe that the result will be published to all."),
    Item(8, "scale", "Je m'attends à ce que ces discussions coûtent des emplois.",
         "I expect these talks to cost jobs."),
)  # fmt: skip

ABOUT = (
    ("purpose_fr", "Ces réponses servent à concevoir le temps de travail. Elles ne serviront "
     "jamais à choisir ou justifier un licenciement."),
    ("purpose_en", "These answers serve to design working time. They are never a basis for "
     "choosing or justifying a layoff."),
    ("breakdowns", "crew; age (under 35, 35-48, 49 and over); workshop"),
    ("smallest_cell", "10"),
    ("note_fr", "Usine et personnes fictives."),
    ("note_en", "Fictional plant and people."),
)  # fmt: skip


def write(folder: Path, frame: Frame) -> None:
    """Write the questionnaire workbook; its bytes depend on nothing but this file."""
    path = folder / "voice" / "questionnaire.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        created = datetime(frame.on.year, frame.on.month, frame.on.day)  # noqa: DTZ001
        book.set_properties({"created": created})
        bold = book.add_format({"bold": True})
        about = book.add_worksheet("about")
        for i, (key, text) in enumerate(ABOUT):
            about.write_string(i, 0, key, bold)
            about.write_string(i, 1, text)
        sheet = book.add_worksheet("questions")
        header = (
            "item", "theme_fr", "theme_en", "kind", "text_fr", "text_en", "options_fr",
            "options_en",
        )  # fmt: skip
        for column, word in enumerate(header):
            sheet.write_string(0, column, word, bold)
        for i, item in enumerate(ITEMS):
            number = sum(other.theme == item.theme for other in ITEMS[: i + 1])
            options = (item.options_fr, item.options_en)
            if item.kind == "scale":
                options = (AGREE_FR, AGREE_EN)
            cells = (f"{item.theme}.{number}", *THEMES[item.theme - 1], item.kind, item.fr, item.en)
            for column, text in enumerate((*cells, *options)):
                sheet.write_string(i + 1, column, text)
