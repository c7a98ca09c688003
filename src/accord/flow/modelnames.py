"""Names that a model file uses: each must be declared in it; a wrong one is told by its place."""

from __future__ import annotations

from collections.abc import Iterator

from accord.errors import Problem
from accord.plant.values import suggest
from accord.plant.yamlfile import Node

__all__ = ["unknown_names"]

DECLARED = {
    "station": ("stations.*.name",),
    "product": ("products.*.name",),
    "component": ("products.*.name", "materials.*.name"),
    "person": ("people.*.name",),
    "skill": (
        "stations.*.name",
        "stations.*.repair_skill",
        "stations.*.setup_skill",
        "stations.*.relief_skill",
        "maintenance.*.skill",
    ),
}
USED = (
    ("station", "products.*.route.*.station"),
    ("station", "products.*.route.*.rework_station"),
    ("station", "products.*.route.*.alternatives.*.station"),
    ("station", "stations.*.moved_by"),
    ("station", "maintenance.*.station"),
    ("station", "kanban.*.stations.*"),
    ("component", "products.*.route.*.components.KEY"),
    ("component", "deliveries.*.component"),
    ("product", "saturate.*"),
    ("product", "arrivals.*.product"),
    ("product", "orders.*.product"),
    ("product", "conwip.mix.KEY"),
    ("product", "wip.*.product"),
    ("product", "shipping.*.product"),
    ("skill", "people.*.skills.*"),
    ("skill", "people.*.skills.*.station"),
    ("person", "people.*.mentor"),
)


def unknown_names(root: Node) -> list[Problem]:
    """Return a problem for each name that is used in the file and declared nowhere in it."""
    problems = []
    for kind, path in USED:
        known = {node.text.strip() for where in DECLARED[kind] for node in _texts(root, where)}
        for node in _texts(root, path):
            name = node.text.strip()
            if name not in known:
                rule = f"no {kind} of this name is declared"
                seen = f"{node.path} is {name!r}"
                problems.append(Problem(node.place, seen, rule, suggest(name, known)))
    return problems


def _texts(node: Node, path: str) -> Iterator[Node]:
    """Yield the texts at a path: ``*`` is each item of a list or a single value, ``KEY`` a key."""
    first, _, rest = path.partition(".")
    if not path:
        if node.kind == "text" and not node.is_empty:
            yield node
    elif first == "*":
        for item in node.items if node.kind == "list" else (node,):
            yield from _texts(item, rest)
    elif first == "KEY":
        for key, place in node.keys.items():
            yield Node("text", place, f"{node.path}.{key}", key)
    elif (inner := node.get(first)) is not None:
        yield from _texts(inner, rest)
