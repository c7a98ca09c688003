"""The plant as records: one frozen dataclass per table of a plant folder.

Every record carries ``at``, the place it was read from, so that a published number can be walked
back to files and lines. Times of day are minutes after midnight; money is in the plant's currency.
Source of the shapes: the tables of ``docs/reference/plant-files.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from accord.errors import Place, Problem

NOWHERE = Place("")


def _place() -> Place:
    return NOWHERE


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the plant's files in both languages; a form that is not given is the other one."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Label:
    """What a word of the files (a job, an area, an investment) is called in each language."""

    word: str
    words: Words
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Release:
    """How orders enter the shop: ``push``, or ``conwip`` with at most ``limit_lots`` lots in it."""

    mode: str = "push"
    limit_lots: int = 0


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which the plant is closed, first and last included (a holiday is one day)."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FlowRules:
    """Choices of the flow semantics that a plant may set (docs/background/flow-semantics.md).

    ``shift_end`` and ``break_rule`` speak of running pieces, ``long_task_end`` of set-ups and
    repairs: ``finish`` (the task ends, overtime is booked), ``preempt`` (stops, resumed later),
    ``handover`` (as preempt, relieved at the same instant), ``no_start`` (do not start what cannot
    end in time). ``at_failure``: the attending person stays through the repair
    (``stay``), until the next break or shift end (``until_off``), or is free (``free``).
    """

    shift_end: str = "finish"
    break_rule: str = "finish"
    long_task_end: str = "preempt"
    at_failure: str = "until_off"


@dataclass(frozen=True, slots=True)
class Payroll:
    """What the law leaves to the plant in its payroll; shares 0..1, money a person and month.

    ``accident_share`` is the rate that the fund notifies, ``transport_share`` the levy of the
    place, ``apprentice_share`` the apprentices in the headcount; the plans are for health and
    welfare.
    """

    accident_share: float | None = None
    transport_share: float | None = None
    apprentice_share: float | None = None
    plan_employer_month: float | None = None
    plan_employee_month: float | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """What the plant pays: for a hire, for a scrapped piece, for an order late by a day."""

    recruiting: float | None = None
    scrap_piece: float | None = None
    late_order_day: float | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """A group of like machines with one queue in front."""

    station: str
    area: str = ""
    machines: tuple[str, ...] = ()
    operators: int = 0
    machines_per_operator: int = 1
    attendance: str = "cycle"
    load_s: float = 0.0
    buffer_pieces: int | None = None
    mtbf_h: float | None = None
    mttr_h: float | None = None
    mttr_spread: float = 0.0
    breakdown_clock: str = "running"
    repair_skill: str = ""
    setup_skill: str = ""
    setup_spread: float = 0.0
    relief_skill: str = ""
    moved_by: str = ""
    move_s: float = 0.0
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a product's routing; ``cycle_s`` is seconds per piece on one machine."""

    product: str
    step: int
    station: str
    cycle_s: float
    spread: float = 0.0
    noise_pieces: int = 1
    setup_min: float = 0.0
    lot_pieces: int | None = None
    transfer_pieces: int | None = None
    scrap_share: float = 0.0
    rework_share: float = 0.0
    rework_station: str = ""
    rework_step: int | None = None
    since: date | None = None
    until: date | None = None
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Component:
    """What an operation consumes of another product, pieces per piece."""

    product: str
    step: int
    component: str
    quantity: float
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Order:
    """A demand: ``quantity`` pieces of a product, released and due on dates."""

    order: str
    product: str
    quantity: int
    release: date
    due: date
    priority: int = 0
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Person:
    """One post held; plants have ids, not names."""

    person: str
    job: str = ""
    category: str = ""
    klass: str = ""
    crew: str = ""
    birth_date: date | None = None
    hire_date: date | None = None
    work_start: date | None = None
    contract: str = ""
    weekly_h: float | None = None
    wage_month: float | None = None
    sex: str = ""
    disabled: bool | None = None
    dependants: int | None = None
    single_parent: bool | None = None
    pension_quarters: int | None = None
    protected: bool | None = None
    commute_min: float | None = None
    mentor: str = ""
    leave_days: float | None = None
    present_from: date | None = None
    present_to: date | None = None
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Skill:
    """What a person masters: ``task`` in run, setup, repair, relief, move; ``level`` 0-3."""

    person: str
    station: str
    task: str = "run"
    level: int = 2
    rate_share: float = 1.0
    since: date | None = None
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Break:
    """A pause inside a shift, minutes after midnight of the shift's day."""

    start_min: int
    end_min: int
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of a crew's cycle; ``day`` 0 = Monday; ``end_min`` > 1440 past midnight.

    ``cycle_weeks`` says how many weeks the cycle has where that is more than the highest week with
    a shift; None says nothing (``accord.plant.calendar.num_weeks``).
    """

    crew: str
    week: int
    day: int
    start_min: int
    end_min: int
    breaks: tuple[Break, ...] = ()
    since: date | None = None
    until: date | None = None
    at: Place = field(default_factory=_place, compare=False)
    cycle_weeks: int | None = None

    @property
    def paid_min(self) -> int:
        """Minutes paid: length less unpaid breaks."""
        unpaid = sum(b.end_min - b.start_min for b in self.breaks if not b.paid)
        return self.end_min - self.start_min - unpaid


@dataclass(frozen=True, slots=True)
class Absence:
    """A spell of absence already known, first and last day included."""

    person: str
    first: date
    last: date
    kind: str = ""
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A behavioural parameter with range, population and source (docs/background/evidence.md)."""

    id: str
    value: float
    low: float
    high: float
    unit: Words
    population: Words
    use: tuple[str, ...]
    source: Words
    mark: str
    contradicts: tuple[str, ...] = ()
    kind: str = "prior"
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: path, SHA-256 of its bytes, rows, how it was read."""

    path: str
    sha256: str
    rows: int
    dialect: str = ""


@dataclass(frozen=True, slots=True)
class Hire:
    """``count`` like people hired on a date; ids are made from the scenario name and ``prefix``."""

    prefix: str
    count: int
    job: str
    category: str
    klass: str
    crews: tuple[str, ...]
    wage_month: float
    on: date
    weekly_h: float | None = None
    skills: tuple[tuple[str, str], ...] = ()  # (station, task), mastered after training_weeks
    training_weeks: int = 0
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Exit:
    """One person who leaves: ``kind`` layoff, early_exit, retirement, leaver, end_of_contract.

    ``scheme`` names the scheme of an early exit (``arpe``), empty where none is told.
    """

    person: str
    on: date
    kind: str
    at: Place = field(default_factory=_place, compare=False)
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Training:
    """A person who masters a station's task from a date, after ``hours`` of training."""

    person: str
    station: str
    task: str
    on: date
    hours: float = 0.0
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class CrewMove:
    """People who change crew on a date (a new roster often needs new crews)."""

    person: str
    crew: str
    on: date | None = None
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class OvertimeRule:
    """Extra shifts worked only when the backlog calls for them.

    Evaluated when the shift would start: it is worked if the pieces released and not yet started
    exceed ``when_backlog_days`` days of the plant's mean daily demand, and only by people whose
    overtime this year is below ``max_h_year``.
    """

    day: int
    start_min: int
    end_min: int
    when_backlog_days: float
    max_h_year: float
    crews: tuple[str, ...]
    premium_share: float | None = None
    since: date | None = None
    until: date | None = None
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Investment:
    """Money spent once on a date."""

    what: str
    amount: float
    on: date
    life_years: float | None = None
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Aid:
    """A public aid asked for: ``scheme`` (a rule of the law room) and its conditions."""

    scheme: str
    agreement: date
    variant: str = ""
    labour_intensive: bool = False
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class MachineChange:
    """Machines added to or removed from a station on a date."""

    station: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    on: date | None = None
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class CycleRequest:
    """A scenario's wish that its shift cycle be designed (``accord.hours.design.crews``).

    Parameters
    ----------
    aims
        What makes a cycle good, the first the most important; none means those by default.
    crews
        Only the crews that rotate with these; none means all that rotate.
    most_days_off
        Most days off in a row; None means that of the design.
    """

    aims: tuple[str, ...] = ()
    crews: tuple[str, ...] = ()
    at: Place = field(default_factory=_place, compare=False)
    most_days_off: int | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A change applied to a plant; applying it gives a plant (``accord.plant.apply``).

    ``operations`` are complete new routes of the products they name; ``shifts`` replace the whole
    shift table from ``start``; ``stations`` are new or replaced stations; ``csp_joined_share`` is
    the share of those dismissed who join the CSP.
    """

    name: str
    title_fr: str
    title_en: str
    start: date
    weekly_h: float
    reference_period: str = "week"
    annual_h: float | None = None
    shifts: tuple[Shift, ...] | None = None
    crew_moves: tuple[CrewMove, ...] = ()
    wage_policy: str = "keep_month"
    wage_growth_share_year: float = 0.0
    hires: tuple[Hire, ...] = ()
    exits: tuple[Exit, ...] = ()
    csp_joined_share: float | None = None
    training: tuple[Training, ...] = ()
    machines: tuple[MachineChange, ...] = ()
    stations: tuple[Station, ...] = ()
    operations: tuple[Operation, ...] = ()
    dropped_products: tuple[str, ...] = ()
    investment: tuple[Investment, ...] = ()
    overtime: tuple[OvertimeRule, ...] = ()
    aid: Aid | None = None
    agreement: date | None = None
    purpose: str = ""
    cycle: CycleRequest | None = None
    at: Place = field(default_factory=_place, compare=False)


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant, complete: everything the other rooms read.

    Rows that a scenario changes stay as dated rows: ``Shift``, ``Operation`` and ``OvertimeRule``
    hold from ``since`` to ``until`` (both included, None = open), people from ``present_from`` to
    ``present_to``, machines and crews from ``machine_changes`` and ``crew_moves``. ``effects`` are
    switches of effects of people, such as ``("learning", "prior")``.
    """

    name: str
    country: str
    currency: str
    on: date
    weekly_h: float
    branch_agreement: str = ""
    seed: int = 1
    release: Release = field(default_factory=Release)
    closures: tuple[Closure, ...] = ()
    rules: FlowRules = field(default_factory=FlowRules)
    employer_charges_share: float | None = None
    absence_share: float | None = None
    horizon_weeks: int = 104
    warm_up_weeks: int = 4
    stations: tuple[Station, ...] = ()
    operations: tuple[Operation, ...] = ()
    components: tuple[Component, ...] = ()
    orders: tuple[Order, ...] = ()
    people: tuple[Person, ...] = ()
    skills: tuple[Skill, ...] = ()
    shifts: tuple[Shift, ...] = ()
    absences: tuple[Absence, ...] = ()
    overtime: tuple[OvertimeRule, ...] = ()
    machine_changes: tuple[MachineChange, ...] = ()
    crew_moves: tuple[CrewMove, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    notes: tuple[Problem, ...] = ()
    labels: tuple[Label, ...] = ()
    effects: tuple[tuple[str, str], ...] = ()
    payroll: Payroll | None = None
    prices: Prices | None = None
    at: Place = field(default_factory=_place, compare=False)

    def in_words(self, word: str) -> Words:
        """Return what a word of the files is called in each language: itself, if none says."""
        found = (label.words for label in self.labels if label.word == word)
        return next(found, Words(word, word))
