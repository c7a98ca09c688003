"""The columns of an event log: the names Accord knows, in English and in French.

The contract is the fourteen columns of the production log published by Levy (2014); each has
aliases. ``case``, ``activity``, ``start`` and ``end`` are required; what is missing of the others
is said in the report, because it limits what the plant can know.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from accord.errors import Place, Problem
from accord.plant.values import nearest

__all__ = ["ALIASES", "REQUIRED", "match_columns", "plain"]

REQUIRED = ("case", "activity", "start", "end")

# Order matters: the first alias found wins (a log may carry a column twice, as XES exports do).
ALIASES: dict[str, tuple[str, ...]] = {
    "case": (
        "case id",
        "case",
        "case concept name",
        "work order",
        "order",
        "order id",
        "ordre",
        "ordre de fabrication",
        "of",
        "n of",
        "numero of",
        "dossier",
    ),
    "activity": (
        "activity",
        "activite",
        "operation",
        "task",
        "tache",
        "etape",
        "concept name",
    ),
    "resource": (
        "resource",
        "machine",
        "ressource",
        "poste",
        "poste de charge",
        "work center",
        "work centre",
        "workcenter",
        "station",
        "org resource",
    ),
    "worker": (
        "worker id",
        "worker",
        "operator",
        "operator id",
        "operateur",
        "ouvrier",
        "employee",
        "employee id",
        "person",
        "personne",
        "matricule",
    ),
    "start": (
        "start",
        "start timestamp",
        "start time",
        "start date",
        "start at",
        "debut",
        "date debut",
        "heure debut",
        "horodatage debut",
    ),
    "end": (
        "end",
        "complete timestamp",
        "end timestamp",
        "end time",
        "end date",
        "complete time",
        "finish",
        "fin",
        "date fin",
        "heure fin",
        "horodatage fin",
    ),
    "span": ("span", "duration", "duree"),
    "ordered": (
        "work order qty",
        "order qty",
        "ordered qty",
        "qty ordered",
        "quantity ordered",
        "order quantity",
        "quantite commandee",
        "quantite of",
        "quantite ordre",
    ),
    "part": (
        "part desc",
        "part",
        "part description",
        "product",
        "produit",
        "article",
        "piece",
        "designation",
    ),
    "report": ("report type", "type", "type de rapport", "type rapport", "nature"),
    "good": (
        "qty completed",
        "quantity completed",
        "qty ok",
        "good pieces",
        "pieces",
        "quantite realisee",
        "quantite bonne",
        "pieces bonnes",
        "qte bonne",
    ),
    "rejected": (
        "qty rejected",
        "quantity rejected",
        "scrap",
        "rebut",
        "rebuts",
        "quantite rebutee",
        "qte rebut",
    ),
    "mrb": ("qty for mrb", "mrb", "quantite mrb", "qte mrb"),
    "rework": ("rework", "retouche", "reprise"),
}


def plain(name: str) -> str:
    """Return a header without accents, capitals and punctuation (``Part Desc.``: part desc)."""
    letters = unicodedata.normalize("NFKD", name.lower())
    ascii_only = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.split(r"[^a-z0-9]+", ascii_only)).strip()


def match_columns(header: Sequence[str], file: str) -> tuple[dict[str, str], list[Problem]]:
    """Find which column of a log plays which part.

    Parameters
    ----------
    header
        Column names as the file has them.
    file
        How places call the file.

    Returns
    -------
    tuple
        Role to column name, and one problem for each required role that is missing.
    """
    seen = {plain(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for role, aliases in ALIASES.items():
        hit = next((seen[alias] for alias in aliases if alias in seen), None)
        if hit is not None and hit not in found.values():
            found[role] = hit
    problems = []
    for role in REQUIRED:
        if role in found:
            continue
        free = [name for name in header if name not in found.values()]
        near = next((n for a in ALIASES[role] if (n := nearest(a, map(plain, free)))), "")
        remedy = (
            f"Is it {seen[near]!r}? Rename that column to {ALIASES[role][0]!r}. " if near else ""
        )
        problems.append(
            Problem(
                Place(file, 1),
                f"no column holds the {role} (columns: {', '.join(header[:20])})",
                f"an event log needs the columns {', '.join(REQUIRED)}",
                f"{remedy}Names read as {role}: {', '.join(ALIASES[role])}.",
            )
        )
    return found, problems
