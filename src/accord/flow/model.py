"""The model an engineer writes: stations, products, people, release rules; no file needed.

Bare numbers are in the model's ``time_unit``. Everything is checked when it is simulated, so that
one message can name station, product and remedy.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accord.errors import ModelError
from accord.flow.controls import Alternative, Controls
from accord.flow.effects import Effects
from accord.flow.patterns import Pattern, Window, Windows

MOST_MACHINES = 1_000_000
UNIT_US = {"us": 1, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000, "day": 86_400_000_000}


@dataclass(frozen=True, slots=True)
class Fixed:
    """A duration that never varies, in the model's time unit."""

    mean: float


@dataclass(frozen=True, slots=True)
class Exponential:
    """An exponential duration with this mean, in the model's time unit."""

    mean: float


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A lognormal duration with this mean (model's time unit) and coefficient of variation."""

    mean: float
    cv: float


@dataclass(frozen=True, slots=True)
class Uniform:
    """A uniform duration: mean (model's time unit) plus or minus ``half_width``."""

    mean: float
    half_width: float


Duration = float | int | Fixed | Exponential | Lognormal | Uniform


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a product's route.

    Parameters
    ----------
    station
        Name of the station.
    time
        Duration per piece (bare number: deterministic), or None with ``rate_h``.
    rate_h
        Pieces per hour of one machine, instead of ``time``.
    cv
        Coefficient of variation of the lognormal noise on ``rate_h``; one draw per
        ``noise_pieces`` pieces.
    setup, setup_cv
        Mean duration of a set-up and its lognormal coefficient of variation. With ``lot`` each
        lot is set up; without, a machine is set up when its operation changes.
    lot
        Pieces per set-up: a larger lot is split into equal parts of about this size.
    transfer
        Pieces leave in units of this size (None: the whole lot).
    scrap, rework
        Shares (0..1) of pieces scrapped, and sent to ``rework_station`` (``rework_time`` a
        piece, by default this step's time) before they go on at step ``rework_step`` (0-based
        position in the route; None: the next one).
    components
        Pieces of other products, or of materials, that one piece consumes.
    alternatives, choice, share
        Other stations at which the step may be done, and how a unit chooses among them all when it
        comes: ``shortest`` queue per machine, the ``first`` in the order written with a free
        machine (else the shortest queue), or by ``share`` (weights).
    branches
        Shares of the units that go on at another step, by its position in the route; its length
        leaves the shop. The rest goes on at the next step.
    family
        Set-up family in the station's ``setups``; empty: the product's name.
    wear
        Wear of the machine per piece, for maintenance by wear.
    """

    station: str
    time: Duration | None = None
    rate_h: float | None = None
    cv: float = 0.0
    noise_pieces: int = 1
    setup: float = 0.0
    setup_cv: float = 0.0
    lot: int | None = None
    transfer: int | None = None
    scrap: float = 0.0
    rework: float = 0.0
    rework_station: str = ""
    rework_time: float | None = None
    rework_step: int | None = None
    components: Mapping[str, float] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()
    choice: str = "shortest"
    share: float = 1.0
    branches: Mapping[int, float] = field(default_factory=dict)
    family: str = ""
    wear: float = 1.0


@dataclass(frozen=True, slots=True)
class Skill:
    """A task at a station that a person masters: ``run``, ``setup``, ``repair`` or ``relief``.

    ``pace`` is the person's rate as a share of the standard rate; ``since`` is the instant from
    which it is mastered, in the model's time unit. ``experience`` is what the person has done of
    it by then, in units of ``flow.Learning``: None is experienced, or new if ``since`` lies in the
    run.
    """

    station: str
    task: str = "run"
    pace: float = 1.0
    since: float = 0.0
    experience: float | None = None


@dataclass(frozen=True, slots=True)
class StationSpec:
    """A station as written; see ``Model.station``."""

    name: str
    machines: tuple[str, ...]
    operators: int
    machines_per_operator: int
    attendance: str
    load: float
    unload: float
    buffer: int | None
    failure: Duration | None
    repair: Duration | None
    breakdown_clock: str
    repair_skill: str
    setup_skill: str
    relief_skill: str
    moved_by: str
    move: float
    area: str = ""
    manual_share: float = 1.0
    rule: str = "fifo"
    setups: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    power_kw: Mapping[str, float] = field(default_factory=dict)
    cost_eur_h: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """A person as written; see ``Model.person``."""

    name: str
    skills: tuple[Skill, ...]
    duty: Pattern | Windows | tuple[Window, ...] | None
    start: float | None = None
    end: float | None = None
    mentor: str = ""
    cost_eur_h: float = 0.0


@dataclass(frozen=True, slots=True)
class OrderSpec:
    """A demand as written; see ``Model.order``."""

    name: str
    product: str
    quantity: int
    release: float
    due: float
    priority: int
    lot: int | None
    wanted: int
    has_due: bool = True


@dataclass(frozen=True, slots=True)
class MachineDate:
    """A machine that comes into service at ``start`` or leaves at ``end`` (model's time unit)."""

    machine: str
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class ExtraShift:
    """Presence that is worked only if the backlog asks for it, evaluated at its start.

    It is worked when the pieces demanded and not yet started are at least ``threshold_pieces``, by
    those who have worked less than ``cap`` in extra shifts since the last of ``year_starts``.
    """

    at: float
    threshold_pieces: float
    windows: tuple[tuple[int, Window], ...]  # (index of the person, presence)
    cap: float = math.inf


@dataclass(frozen=True, slots=True)
class AbsenceModel:
    """Unplanned absence, drawn per person before the run (S15).

    Parameters
    ----------
    share
        Mean share of working days lost, one value per person.
    shape
        Shape of the gamma frailty between persons (mean 1); 0 gives everybody the same risk.
    spell_day
        Mean length of a spell in working days (geometric; median 1 day for means up to 2.9), of
        which ``long_share`` are long with mean ``long_day``.
    """

    share: tuple[float, ...]
    shape: float = 1.0
    spell_day: float = 1.6
    long_share: float = 0.10
    long_day: float = 15.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The choices of the semantics (S1, S2, S12): see docs/background/flow-semantics.md."""

    shift_end: str = "finish"
    break_rule: str = "finish"
    long_task_end: str = "preempt"
    at_failure: str = "stay"


class Model(Controls):
    """Build a plant of stations, products and people; ``flow.simulate`` runs it.

    Parameters
    ----------
    time_unit
        Unit of every bare number: ``us``, ``s``, ``min``, ``h`` or ``day``.
    rules
        Choices of the semantics.

    Examples
    --------
    >>> from accord import flow
    >>> m = flow.Model(time_unit="min")
    >>> m.station("press", operators=1)
    >>> m.product("part", [flow.Step("press", rate_h=700)])
    >>> m.person("o1", skills=["press"], duty=flow.daily("06:00-13:00"))
    >>> m.saturate("part")
    >>> int(flow.simulate(m, until=1440).good_pieces.sum())
    4900
    """

    def __init__(self, time_unit: str = "min", rules: Rules | None = None) -> None:
        if time_unit not in UNIT_US:
            raise ModelError(f"time_unit {time_unit!r}: write one of {', '.join(UNIT_US)}")
        super().__init__()
        self.time_unit = time_unit
        self.rules = rules or Rules()
        self.stations: list[StationSpec] = []
        self.products: dict[str, tuple[Step, ...]] = {}
        self.people: list[PersonSpec] = []
        self.orders: list[OrderSpec] = []
        self.sources: list[tuple[str, Duration | None, int]] = []
        self.source_windows: dict[int, Pattern] = {}
        self.loop: tuple[int, dict[str, float], int] | None = None
        self.limit_lots = 0
        self.machine_dates: list[MachineDate] = []
        self.extra_shifts: list[ExtraShift] = []
        self.extra_cap: list[float] = []
        self.year_starts: list[float] = []
        self.absence: AbsenceModel | None = None
        self.effects = Effects()

    @property
    def unit_us(self) -> int:
        """Microseconds in one time unit."""
        return UNIT_US[self.time_unit]

    def station(
        self,
        name: str,
        machines: int | Sequence[str] = 1,
        *,
        operators: int = 0,
        machines_per_operator: int = 1,
        attendance: str = "cycle",
        load: float = 0.0,
        unload: float = 0.0,
        buffer: int | None = None,
        failure: Duration | None = None,
        repair: Duration | None = None,
        breakdown_clock: str = "running",
        repair_skill: str = "",
        setup_skill: str = "",
        relief_skill: str = "",
        moved_by: str = "",
        move: float = 0.0,
        area: str = "",
        manual_share: float = 1.0,
        rule: str = "fifo",
        setups: Mapping[str, Mapping[str, float]] | None = None,
        power_kw: Mapping[str, float] | None = None,
        cost_eur_h: Mapping[str, float] | None = None,
    ) -> None:
        """Add a station: like machines with one queue in front.

        Parameters
        ----------
        machines
            Their number, or their ids.
        operators
            People needed at one running machine (0: none, people are ignored here).
        machines_per_operator
            Machines of this station that one person can tend at once.
        attendance
            ``cycle`` (somebody attends the whole run) or ``load`` (somebody loads for ``load``,
            the machine runs alone, somebody unloads for ``unload``): once for each lot that the
            machine takes, be it one piece or a hundred.
        buffer
            Places in the queue, in pieces; None is unlimited.
        failure, repair
            Time between failures and repair time; ``breakdown_clock`` counts ``running`` or
            ``calendar`` time.
        repair_skill, setup_skill, relief_skill
            Skill group whose holders repair, set up, relieve; empty: nobody needed, the
            station's own operators, nobody.
        moved_by, move
            Station that moves each transfer unit onwards, and the duration of one move.
        area
            Where the station stands, for walking and for peers who see each other; empty: a place
            of its own.
        manual_share
            Share (0..1) of an attended cycle that goes at the person's own rate; the machine paces
            the rest. It matters for the effects of ``flow.Effects`` alone.
        rule
            Which unit of the queue a machine takes, among those of the highest priority: ``fifo``;
            ``edd`` earliest due date; ``spt`` shortest mean time here; ``cr`` least time until due
            over mean work left; ``lst`` least slack (time until due less work left); ``setup``
            least set-up. Ties go to the unit that came first.
        setups
            Mean set-up times from set-up family to set-up family, ``{"red": {"blue": 12}}``. What
            is not named takes the step's ``setup``, or none within a family (with ``lot``: it
            does), and so does a machine's first set-up.
        power_kw, cost_eur_h
            Power and cost of one machine in each of ``MACHINE_STATES``.
        """
        if isinstance(machines, float) or (isinstance(machines, int) and machines > MOST_MACHINES):
            raise ModelError(
                f"station {name}: machines is {machines}: write a whole number up to "
                f"{MOST_MACHINES:,}, or their ids"
            )
        ids = tuple(machines) if not isinstance(machines, int) else ()
        if isinstance(machines, int):
            ids = (name,) if machines == 1 else tuple(f"{name}-{k + 1}" for k in range(machines))
        self.stations.append(
            StationSpec(
                name,
                ids,
                operators,
                machines_per_operator,
                attendance,
                load,
                unload,
                buffer,
                failure,
                repair,
                breakdown_clock,
                repair_skill,
                setup_skill,
                relief_skill,
                moved_by,
                move,
                area or name,
                manual_share,
                rule,
                setups or {},
                power_kw or {},
                cost_eur_h or {},
            )
        )

    def product(self, name: str, route: Iterable[Step]) -> None:
        """Add a product with its route."""
        self.products[name] = tuple(route)

    def person(
        self,
        name: str,
        skills: Iterable[str | Skill],
        duty: Pattern | Windows | Iterable[Window] | None = None,
        *,
        start: float | None = None,
        end: float | None = None,
        mentor: str = "",
        cost_eur_h: float = 0.0,
    ) -> None:
        """Add a person; ``duty`` None means always present, ``cost_eur_h`` an hour of presence.

        ``start`` and ``end`` (model's time unit) bound the employment of temporary staff: the duty
        holds between them alone. ``mentor`` names the person who helps this one to learn
        (``flow.Mentoring``).
        """
        known = tuple(s if isinstance(s, Skill) else Skill(s) for s in skills)
        if duty is not None and not isinstance(duty, (Pattern, Windows)):
            duty = tuple(duty)
        self.people.append(PersonSpec(name, known, duty, start, end, mentor, cost_eur_h))

    def arrivals(
        self, product: str, every: Duration, quantity: int = 1, within: Pattern | None = None
    ) -> None:
        """Let lots of ``quantity`` pieces arrive by themselves, ``every`` such a time.

        With ``within`` only its windows count: they arrive in them, and ``every`` is open time.
        """
        self.sources.append((product, every, quantity))
        if within is not None:
            self.source_windows[len(self.sources)] = within

    def saturate(self, product: str) -> None:
        """Keep the first station of ``product`` supplied: a piece enters as one completes it."""
        self.sources.append((product, None, 1))

    def conwip(self, limit: int, mix: Mapping[str, float] | None = None, quantity: int = 1) -> None:
        """Hold at most ``limit`` lots in the shop.

        With ``mix`` (product weights) a lot that ends is replaced at once by a random product;
        without, orders wait outside until there is room.
        """
        if not limit >= 1:
            raise ModelError(f"conwip: limit {limit}: hold at least 1 lot in the shop")
        if mix is None:
            self.limit_lots = limit
        else:
            self.loop = (limit, dict(mix), quantity)

    def order(
        self,
        product: str,
        quantity: int,
        *,
        release: float = 0.0,
        due: float | None = None,
        priority: int = 0,
        lot: int | None = None,
        name: str = "",
        wanted: int | None = None,
    ) -> None:
        """Launch ``quantity`` pieces from ``release`` in lots of the route's first ``lot`` size.

        ``wanted`` is the demand they answer, by default the same; the rest allows for scrap.
        """
        if not float(quantity).is_integer():
            raise ModelError(f"order of {product}: quantity {quantity}: write whole pieces")
        self.orders.append(
            OrderSpec(
                name or f"order-{len(self.orders) + 1}",
                product,
                int(quantity),
                release,
                release if due is None else due,
                priority,
                lot,
                int(quantity) if wanted is None else wanted,
                due is not None,
            )
        )
