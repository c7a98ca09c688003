"""Rules of the shop: machines, routings, assembly, buffers, the people a station needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from accord.errors import Problem
from accord.plant.capacity import REWORK_STEP
from accord.plant.loaded import Loaded, Tables
from accord.plant.records import Plant
from accord.plant.settings import UNKNOWN_DAY

__all__ = ["check_shop"]

GROUP_TASKS = {"repair_skill": "repair", "setup_skill": "setup", "relief_skill": "relief"}
"""Column of ``stations`` that names a skill group, and the task its people do."""


def check_shop(tables: Tables, head: Plant) -> Iterator[Problem]:
    """Give the problems of machines, routings, assembly, buffers and manning.

    Parameters
    ----------
    tables
        The typed tables that exist.
    head
        The plant's settings.
    """
    if "stations" in tables:
        yield from _machines(tables["stations"])
        if "skills" in tables or "people" in tables:
            yield from _manning(tables)
    if "operations" in tables:
        yield from _routings(tables["operations"])
        yield from _benches(tables["operations"])
        yield from _unused(tables)
        yield from _buffers(tables)
    if "components" in tables and "operations" in tables:
        yield from _components(tables)
    if "orders" in tables and head.on != UNKNOWN_DAY:
        yield from _releases(tables["orders"], head)


def _machines(stations: Loaded) -> Iterator[Problem]:
    """Report machines that stand at two stations."""
    owner: dict[str, str] = {}
    for line, station, text in stations.rows("station", "machines"):
        for machine in stations.parsed["machines"].get(text, ()):
            if machine in owner and owner[str(machine)] != station:
                yield stations.problem(
                    (line, "machines"),
                    f"machine {machine!r} again",
                    "a machine belongs to one station",
                    f"It belongs to {owner[str(machine)]} already; remove it here or there.",
                )
            else:
                owner[str(machine)] = station


def _manning(tables: Tables) -> Iterator[Problem]:
    """Report stations and skill groups that nobody masters."""
    stations, skills = tables["stations"], tables.get("skills")
    masters: dict[tuple[str, str], set[str]] = defaultdict(set)
    if skills is not None:
        for _, person, station, task, level in skills.rows("person", "station", "task", "level"):
            if level is None or level >= 2:  # an unreadable level has been reported already
                masters[station, task].add(person)
    for line, station, operators in stations.rows("station", "operators"):
        if not station or not operators:
            continue
        able = len(masters[station, "run"])
        if able < operators:
            who = f"{able} people run it" if able else "nobody runs it"
            yield stations.problem(
                (line, "operators"),
                f"{station} needs {operators} operators and {who}",
                "people with a skills row (task run, level 2 or 3) work a station",
                f"Add skills rows for {station}, or set operators to what it needs.",
            )
    for column, task in GROUP_TASKS.items():
        for line, station, group in stations.rows("station", column):
            if group and not masters[group, task]:
                yield stations.problem(
                    (line, column),
                    f"{column} of {station} is {group!r} and nobody has it",
                    f"people with a skills row (station {group}, task {task}, level 2 or 3) do it",
                    f"Add skills rows for {group}, or leave {column} empty.",
                )


def _routings(operations: Loaded) -> Iterator[Problem]:
    """Report gaps in the steps, unknown return steps and routes that never end."""
    steps: dict[str, list[int]] = defaultdict(list)
    first_line: dict[str, int] = {}
    for line, product, step in operations.rows("product", "step"):
        if product is not None and step is not None and step != REWORK_STEP:
            steps[product].append(step)
            first_line.setdefault(product, line)
    for product, numbers in steps.items():
        ordered = sorted(set(numbers))
        gaps = [b - a for a, b in pairwise(ordered)]
        if gaps and max(gaps) > min(gaps):
            lost = next(a for a, gap in zip(ordered, gaps, strict=False) if gap > min(gaps))
            yield operations.problem(
                (first_line[product], "step"),
                f"{product} has steps {', '.join(map(str, ordered))}",
                "steps of a routing follow each other at equal distances",
                f"Is step {lost + min(gaps)} missing?",
                "warning",
                french=(
                    f"{product} a les étapes {', '.join(map(str, ordered))}",
                    "les étapes d'une gamme se suivent à distances égales",
                    f"L'étape {lost + min(gaps)} manque-t-elle ?",
                ),
            )
    for line, product, step, back, share in operations.rows(
        "product", "step", "rework_step", "rework_share"
    ):
        if back is None or product is None:
            continue
        if back not in steps[product]:
            known = ", ".join(map(str, sorted(set(steps[product]))))
            yield operations.problem(
                (line, "rework_step"),
                f"{product} has no step {back}",
                "reworked pieces return to a step of their own product",
                f"Its steps: {known}.",
            )
        elif step is not None and share is not None and share >= 1 and back <= step:
            yield operations.problem(
                (line, "rework_share"),
                f"circular routing: every piece of {product} goes from step {step} back to {back}",
                "a route ends: less than all pieces return to an earlier step",
                "Lower rework_share, or return to a later step.",
            )


def _benches(operations: Loaded) -> Iterator[Problem]:
    """Report rework benches (step 0) of products without a route or without rework there."""
    on_route: set[str] = set()
    sent: set[tuple[str, str]] = set()
    for _, product, step, bench in operations.rows("product", "step", "rework_station"):
        if product is not None and step is not None and step != REWORK_STEP:
            on_route.add(product)
            if bench is not None:
                sent.add((product, bench))
    for line, product, step, station in operations.rows("product", "step", "station"):
        if step != REWORK_STEP or product is None or station is None:
            continue
        if product not in on_route:
            yield operations.problem(
                (line, "step"),
                f"{product} has step {REWORK_STEP} only",
                f"step {REWORK_STEP} is the rework bench, off the route; a route begins at 1",
                "Number the steps of the route 10, 20, 30.",
            )
        elif (product, station) not in sent:
            yield operations.problem(
                (line, "station"),
                f"step {REWORK_STEP} of {product} is at {station}, where none of it is reworked",
                f"step {REWORK_STEP} gives the time of a piece at its rework_station",
                f"Enter {station} as rework_station of a step, or number this step from 1 on.",
                "warning",
                french=(
                    f"l'étape {REWORK_STEP} de {product} est en {station}, où rien n'est retouché",
                    f"l'étape {REWORK_STEP} donne le temps d'une pièce à son rework_station",
                    f"Donnez {station} comme rework_station d'une étape, ou numérotez celle-ci à "
                    "partir de 1.",
                ),
            )


def _unused(tables: Tables) -> Iterator[Problem]:
    """Warn about stations that no step, rework, move uses."""
    stations, operations = tables.get("stations"), tables["operations"]
    if stations is None:
        return
    used = operations.values("station") | operations.values("rework_station")
    used |= stations.values("moved_by")
    for line, station in stations.rows("station"):
        if station is not None and station not in used:
            yield stations.problem(
                (line, "station"),
                f"no operation uses {station}",
                "a station does steps, rework or moves",
                "Add operations, or remove the station.",
                "warning",
                french=(
                    f"aucune opération n'utilise {station}",
                    "un groupe fait des étapes, des retouches ou des déplacements",
                    "Ajoutez des opérations, ou retirez le groupe.",
                ),
            )


def _buffers(tables: Tables) -> Iterator[Problem]:
    """Report units that never fit the next buffer, and buffers that must be unlimited."""
    stations, operations = tables.get("stations"), tables["operations"]
    if stations is None:
        return
    benches, movers = operations.values("rework_station"), stations.values("moved_by")
    places: dict[str, int | None] = {}
    for line, station, buffer in stations.rows("station", "buffer_pieces"):
        places[station] = buffer
        if buffer is not None and (station in benches or station in movers):
            what = "reworks" if station in benches else "moves lots"
            yield stations.problem(
                (line, "buffer_pieces"),
                f"{station} {what} and its buffer has {buffer} places",
                "the queue of rework and of moves is unlimited",
                "Leave buffer_pieces empty.",
            )
    largest = _largest_orders(tables)
    routes: dict[str, dict[int, tuple[int, str, int | None]]] = defaultdict(dict)
    columns = ("product", "step", "station", "transfer_pieces", "lot_pieces")
    for line, product, step, station, transfer, lot in operations.rows(*columns):
        if product is not None and step is not None:
            routes[product][step] = (line, station, transfer or lot or largest.get(product))
    for product, route in routes.items():
        ordered = [route[step] for step in sorted(route)]
        for (line, _, unit), (_, follower, _) in pairwise(ordered):
            buffer = places.get(follower)
            if unit is not None and buffer is not None and 0 < buffer < unit:
                yield operations.problem(
                    (line, "transfer_pieces"),
                    f"transfer lots of {unit} pieces of {product} go to {follower}, "
                    f"whose buffer has {buffer} places",
                    "a buffer holds at least one transfer lot (without one: the whole lot)",
                    f"Lower transfer_pieces, or raise buffer_pieces of {follower}.",
                )


def _largest_orders(tables: Tables) -> dict[str, int]:
    """Return the largest order of each product: what moves where no lot is given."""
    largest: dict[str, int] = defaultdict(int)
    if "orders" in tables:
        for _, product, quantity in tables["orders"].rows("product", "quantity"):
            largest[product] = max(largest[product], quantity or 0)
    return largest


def _components(tables: Tables) -> Iterator[Problem]:
    """Report steps that do not exist and products that are, in the end, made of themselves."""
    components, operations = tables["components"], tables["operations"]
    steps = {(product, step) for _, product, step in operations.rows("product", "step")}
    products = operations.values("product")
    made_of: dict[str, dict[str, int]] = defaultdict(dict)
    for line, product, step, component in components.rows("product", "step", "component"):
        if product in products and step is not None and (product, step) not in steps:
            known = ", ".join(str(s) for p, s in sorted(steps, key=str) if p == product)
            yield components.problem(
                (line, "step"),
                f"{product} has no step {step}",
                "a component is consumed at a step of the routing",
                f"Its steps: {known}.",
            )
        if product is not None and component is not None and product != component:
            made_of[product].setdefault(component, line)
    for circle in _circles(made_of):
        line = made_of[circle[0]][circle[1]]
        yield components.problem(
            (line, "component"),
            f"circular: {' is made of '.join(circle)}",
            "no product is, in the end, made of itself",
            "Remove one of these rows.",
        )


def _circles(made_of: Mapping[str, Mapping[str, int]]) -> Iterator[list[str]]:
    """Give each circle once, starting at the product met first."""
    done: set[str] = set()
    for start in made_of:
        path: list[str] = []
        walk = [iter((start,))]
        while walk:
            product = next(walk[-1], None)
            if product is None:
                walk.pop()
                if path:
                    done.add(path.pop())
            elif product in path:
                yield [*path[path.index(product) :], product]
            elif product not in done:
                path.append(product)
                walk.append(iter(tuple(made_of.get(product, ()))))


def _releases(orders: Loaded, head: Plant) -> Iterator[Problem]:
    """Say how many orders are released before the simulation starts."""
    early = orders.frame.filter(orders.frame["release"] < head.on)
    if early.height:
        yield orders.problem(
            (int(early["line"][0]), "release"),
            f"{early.height} orders are released before {head.on}",
            "the simulation starts on that day",
            "They count as released at its start.",
            "note",
            french=(
                f"commandes lancées avant le {head.on} : {early.height}",
                "la simulation commence ce jour-là",
                "Elles comptent comme lancées à son début.",
            ),
        )
