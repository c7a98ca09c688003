"""What the people table and the law known leave open, and what a price takes for it."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from accord.cost.bill import Bill, money
from accord.cost.checks import SHOWN
from accord.cost.extra_hours import ExtraHours, months_missing
from accord.cost.month import Payer
from accord.cost.periods import COMPLEMENTARY, law_read_on
from accord.cost.stages import LEGAL_WEEK
from accord.law import pack
from accord.law.registry import articles_of


def note_people(
    bill: Bill, barred: NDArray[np.bool_], payer: Payer, extra: ExtraHours | None
) -> None:
    """Say what of the people is not known or not allowed, and how it is priced all the same.

    Parameters
    ----------
    bill
        Gets the notes.
    barred
        Who works hours that no agreement allows a part-timer, shape (people,).
    payer
        What was read of the law of pay.
    extra
        Hours beyond the contract, None where none are priced.
    """
    _note_months(bill, extra)
    _note_base_pay(bill)
    _note_barred(bill, barred)
    if not bill.case.is_french:
        return
    staff = bill.case.staff
    priced = (bill.case.base & staff.counts) | bill.case.hired
    is_unsaid = np.array([not word for word in staff.contract], dtype=bool)
    has_no_exit = np.array([p.present_to is None for p in bill.case.plant.people], dtype=bool)
    has_category = np.array([bool(word) for word in staff.category], dtype=bool)
    for rows, fr, en in (
        (
            priced & ~has_category,
            "Catégorie non indiquée (table du personnel, colonne category) : {who}, comptés "
            "non-cadres.",
            "Category not given (people table, column category): {who}, taken for non-executives.",
        ),
        (
            priced & has_category & ~staff.is_category_known,
            "Catégorie inconnue (table du personnel, colonne category) : {who}, comptés "
            "non-cadres ; un cadre s'écrit cadre ou ingénieur.",
            "Unknown category (people table, column category): {who}, taken for non-executives; an "
            "executive is written cadre, engineer or executive.",
        ),
        (
            priced & is_unsaid,
            "Contrat non indiqué (table du personnel, colonne contract) : {who}, comptés à durée "
            "indéterminée.",
            "Contract not given (people table, column contract): {who}, taken for permanent.",
        ),
        (
            priced & staff.fixed_term & has_no_exit,
            "Contrats à durée déterminée sans fin : {who}, payés tous les mois ; leur fin s'écrit "
            "dans le scénario (exits, kind end_of_contract).",
            "Fixed-term contracts without an end: {who}, paid in every month; their end is written "
            "in the scenario (exits, kind end_of_contract).",
        ),
    ):
        if rows.any():
            who = _named(bill, rows)
            bill.notes.append((fr.format(who=who), en.format(who=who)))
    _note_law(bill)
    _note_drafts(bill, payer)


def _note_months(bill: Bill, extra: ExtraHours | None) -> None:
    """Say which months of hours are missing, and that the others stand for them."""
    missing = [] if extra is None else months_missing(extra)
    if missing:
        count = len(missing)
        shown = missing[:SHOWN]
        more = ", ..." if count > SHOWN else ""
        bill.notes.append(
            (
                f"Mois sans ligne d'heures ({count}) : {', '.join(f'{m:%m/%Y}' for m in shown)}"
                f"{more}. Les mois donnés se répètent à leur place ; un mois sans heures en plus "
                "s'écrit 0.",
                f"Months without a row of hours ({count}): "
                f"{', '.join(f'{m:%Y-%m}' for m in shown)}{more}. The months given repeat in their "
                "place; a month without extra hours is written 0.",
            )
        )


def _note_base_pay(bill: Bill) -> None:
    """Say that the pay of the files is taken to be without the premium that the price adds."""
    premium = bill.amount(f"{LEGAL_WEEK}.wages")
    if premium:
        year, currency = money(premium), bill.case.plant.currency
        bill.notes.append(
            (
                "La paie des fichiers (wage_month) est lue comme paie de base des heures du "
                "contrat, sans majoration des heures au-delà de la durée légale ; le prix l'ajoute "
                f"({year} {currency} par an). Un export de paie qui la contient la ferait compter "
                "deux fois.",
                "The pay of the files (wage_month) is read as base pay of the contract hours, "
                "without the premium of hours above the legal week; the price adds it "
                f"({year} {currency} a year). A payroll export that holds it would have it counted "
                "twice.",
            )
        )


def _note_law(bill: Bill) -> None:
    """Say from which month on the law is the last one known."""
    read = law_read_on()
    later = [month for month in bill.horizon.months if month > read]
    if later:
        first, day = later[0], read.isoformat()
        bill.notes.append(
            (
                f"Mois à partir de {first:%m/%Y} : au droit lu en dernier le {day}, sans "
                "changement connu depuis (A-18).",
                f"Months from {first:%Y-%m} on: by the law as last read on {day}, no later change "
                "is known (A-18).",
            )
        )


def _note_drafts(bill: Bill, payer: Payer) -> None:
    """Name the versions of the law of pay that were not checked, and how many months rest on each.

    Whether a line rests on one is its status.
    """
    if payer.payroll is None:
        return
    months, told_fr, told_en = bill.horizon.months, [], []
    for id_, rows in groupby(payer.drafts, key=lambda version: version[0]):
        file, days = pack("fr")[id_], [since for _, since in rows]
        count = sum(v is not None and v.since in days for v in map(file.on, months))
        first = days[0].isoformat()
        more = len(days) > 1
        told_fr.append(
            f"{file.title_fr} ({id_}, {'versions à partir' if more else 'version'} du {first}) : "
            f"{count} mois"
        )
        told_en.append(
            f"{file.title_en} ({id_}, {'versions from' if more else 'version of'} {first}"
            f"{' on' if more else ''}): {count} months"
        )
    if told_fr:
        of = len(months)
        bill.notes.append(
            (
                f"Droit de la paie à vérifier, mois touchés sur {of} : {' ; '.join(told_fr)}. Ce "
                "qu'il y manque : accord law show.",
                f"Law of pay not checked, months of {of} that rest on it: {'; '.join(told_en)}. "
                "What is missing: accord law show.",
            )
        )


def _note_barred(bill: Bill, barred: NDArray[np.bool_]) -> None:
    if not barred.any():
        return
    article = " ; ".join(articles_of(COMPLEMENTARY, bill.case.start))
    who = _named(bill, barred)
    bill.notes.append(
        (
            "Temps partiels dont les heures en plus dépassent le tiers du contrat ou atteignent la "
            f"durée légale, ce qu'aucun accord ne permet : {who} ({article}). Elles sont payées "
            "ici ; le plan est à revoir.",
            "Part-timers whose extra hours pass a third of the contract or reach the legal week, "
            f"which no agreement allows: {who} ({article}). They are paid here; the plan needs "
            "another look.",
        )
    )


def _named(bill: Bill, rows: NDArray[np.bool_]) -> str:
    """Give how many people, and the ids of the first."""
    ids = [bill.case.staff.person[i] for i in np.flatnonzero(rows)]
    more = ", ..." if len(ids) > SHOWN else ""
    return f"{len(ids)} ({', '.join(ids[:SHOWN])}{more})"
