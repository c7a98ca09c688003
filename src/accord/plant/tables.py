"""What each table of a plant holds: columns, units, ranges, references, French names.

This is the single statement of the file format: the reader, the workbook template and the page
``docs/reference/plant-files.md`` are all made from it. Its parts are ``tables_shop``
and ``tables_people``; ``TABLES`` joins them.
"""

from __future__ import annotations

from accord.plant.columns import Column, Table, TableUse
from accord.plant.tables_people import ABSENCES, PEOPLE, SHIFTS, SKILLS
from accord.plant.tables_shop import COMPONENTS, OPERATIONS, STATIONS

__all__ = ["FREE_COLUMNS", "TABLES", "YAML_NAMES"]

YAML_NAMES = ("plant.yaml", "evidence.yaml")
"""Files of a plant that are no tables."""

FREE_COLUMNS = ("note", "mark", "source", "remarque", "commentaire", "comment")
"""Columns that anybody may add to any table; they are never read."""

ORDERS = Table(
    "orders",
    meaning="Demand: how many good pieces of a product, released and due when.",
    sense="Commandes : pièces bonnes demandées, lancement et échéance.",
    sheets=("commandes", "ordres", "orders"),
    use=TableUse.REQUIRED,
    key=("order",),
    columns=(
        Column(
            "order",
            "id",
            "order number",
            "numéro de commande",
            required=True,
            example="W01-1",
            aliases=("commande", "ordre", "of"),
        ),
        Column(
            "product",
            "id",
            "product ordered",
            "produit",
            required=True,
            refers="operations",
            example="bracket",
            aliases=("produit", "article", "reference"),
        ),
        Column(
            "quantity",
            "whole",
            "good pieces ordered",
            "quantité",
            unit="pieces",
            required=True,
            low=1,
            high=2_000_000_000,
            example="10000",
            aliases=("quantite", "nombre", "qte"),
        ),
        Column(
            "release",
            "date",
            "first day on which it may start",
            "date de lancement",
            required=True,
            example="1999-01-04",
            aliases=("lancement", "date_lancement"),
        ),
        Column(
            "due",
            "date",
            "day by which it must be done",
            "date d'échéance",
            required=True,
            example="1999-01-08",
            aliases=("echeance", "delai", "date_echeance"),
        ),
        Column(
            "priority",
            "whole",
            "higher goes first",
            "priorité (la plus haute d'abord)",
            default="0",
            low=-1000,
            high=1000,
            example="0",
            aliases=("priorite",),
        ),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (STATIONS, OPERATIONS, COMPONENTS, ORDERS, PEOPLE, SKILLS, SHIFTS, ABSENCES)
}
"""The tables by name, in the order in which they are read and documented."""
