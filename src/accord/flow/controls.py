"""What controls a shop beside its stations: maintenance, kanban, work in progress, deliveries.

``Model`` inherits these methods; bare numbers are in the model's time unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accord.flow.model import Duration
    from accord.flow.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another station at which a step may be done.

    Parameters
    ----------
    station
        Name of the station.
    time, rate_h, cv, setup
        As those of ``Step``; what is not said is as at the step's first station.
    share
        Weight when the step's ``choice`` is ``share``.
    """

    station: str
    time: Duration | None = None
    rate_h: float | None = None
    cv: float | None = None
    setup: float | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class MaintenanceSpec:
    """A maintenance plan as written; see ``Controls.maintenance``."""

    station: str
    every: float
    duration: Duration
    clock: str
    skill: str
    is_renewal: bool


@dataclass(frozen=True, slots=True)
class KanbanSpec:
    """A kanban loop as written; see ``Controls.kanban``."""

    stations: tuple[str, ...]
    cards: int
    pieces: int


@dataclass(frozen=True, slots=True)
class WipSpec:
    """Work in progress at the start as written; see ``Controls.wip``."""

    product: str
    step: int
    quantity: int
    order: str
    priority: int


@dataclass(frozen=True, slots=True)
class DeliverySpec:
    """A delivery as written; see ``Controls.delivery``."""

    component: str
    at: float
    quantity: int


class Controls:
    """The controls of a model, and the methods that add them."""

    def __init__(self) -> None:
        self.maintenances: list[MaintenanceSpec] = []
        self.loops: list[KanbanSpec] = []
        self.in_progress: list[WipSpec] = []
        self.materials: dict[str, float] = {}
        self.deliveries: list[DeliverySpec] = []
        self.shipping_times: dict[str, Pattern | tuple[float, ...]] = {}

    def maintenance(
        self,
        station: str,
        every: float,
        duration: Duration,
        *,
        clock: str = "calendar",
        skill: str = "",
        renews: bool = False,
    ) -> None:
        """Add a maintenance plan for each machine of ``station``.

        It begins when the machine is empty. A machine may have several plans.

        Parameters
        ----------
        every
            Time between its dates (``calendar``: whole multiples of it), running time
            (``running``) or wear (``wear``: 1 per piece, or the step's ``wear``) since the last.
        duration
            Time it takes.
        skill
            Skill group whose holders do it, by their task ``repair``; empty: nobody is needed.
        renews
            Whether the breakdown clock begins anew.
        """
        self.maintenances.append(
            MaintenanceSpec(station, every, duration, clock, skill, is_renewal=renews)
        )

    def kanban(self, stations: str | Sequence[str], cards: int, *, pieces: int = 1) -> None:
        """Let ``stations`` together hold no more pieces than ``cards`` of ``pieces`` each.

        A unit takes its cards when it comes from outside and gives them back when it goes on to a
        station outside, is scrapped, or leaves the shop. Until they are free it waits off its
        machine, still with the cards of the loop from which it comes.
        """
        names = (stations,) if isinstance(stations, str) else tuple(stations)
        self.loops.append(KanbanSpec(names, cards, pieces))

    def wip(
        self, product: str, step: int, quantity: int, *, order: str = "", priority: int = 0
    ) -> None:
        """Put a unit of ``quantity`` pieces into the queue of ``step`` (from 0) at time 0.

        With ``order`` they are pieces of that order, which launches so many less.
        """
        self.in_progress.append(WipSpec(product, step, quantity, order, priority))

    def material(self, name: str, stock: float = 0.0) -> None:
        """Name a purchased component, or a product of which there is stock, and its stock."""
        self.materials[name] = stock

    def delivery(self, component: str, at: float | Sequence[float], quantity: int) -> None:
        """Let ``quantity`` pieces of a component come into stock at each instant of ``at``."""
        dates = (at,) if isinstance(at, (int, float)) else at
        self.deliveries += [DeliverySpec(component, date, quantity) for date in dates]

    def shipping(self, product: str, at: Pattern | Sequence[float]) -> None:
        """Let finished orders of ``product`` leave only at some times.

        ``at`` are the instants of departure, or windows in which they leave at once
        (``flow.daily``, ``flow.weekly``).
        """
        self.shipping_times[product] = tuple(at) if isinstance(at, Sequence) else at
