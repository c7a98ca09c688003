"""What the scenarios are made of: terms, hires, new presses, training, leavers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator import crews as roster
from generator.frame import Frame
from generator.mastery import PRESS_GROUPS, skills
from generator.rosters import overtime_lines
from generator.shop import PRODUCTS, Product, Step, steps_of
from generator.staff import Worker, staff
from generator.writing import Value, text_of

Lines = list[str]
HIRE_WAGE = 7000  # francs of 1999, as the first grade


@dataclass(frozen=True, slots=True)
class Ground:
    """What every scenario stands on: the frame, its 180 people and their skills."""

    frame: Frame
    people: tuple[Worker, ...]
    skills: tuple[tuple[Value, ...], ...]

    def crews(self, parts: int) -> roster.Sizes:
        """Return each crew cut into so many sub-crews."""
        return roster.Sizes(self.people, self.skills, parts)

    def listed(self) -> list[str]:
        """Return the people of the layoff plan."""
        return [w.person for w in self.people if w.on_exit_list]


def ground(frame: Frame) -> Ground:
    """Return people and skills of a frame."""
    return Ground(frame, tuple(staff(frame)[0][:180]), tuple(map(tuple, skills(frame))))


def quoted(text: str) -> str:
    """Return a YAML text in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def head(name: str, titles: tuple[str, str], start: date, weekly_h: float, purpose: str) -> Lines:
    """Return the first lines of a scenario."""
    return [
        f"name: {name}",
        "title:",
        f"  fr: {quoted(titles[0])}",
        f"  en: {quoted(titles[1])}",
        f"from: {start}",
        f"weekly_h: {weekly_h:g}",
        f"purpose: {quoted(purpose)}",
    ]


def agreement(frame: Frame, *, is_aided: bool, variant: str = "") -> Lines:
    """Return the agreement and, for aided plans where there is an aid, the aid asked for."""
    lines = [f"agreement: {frame.terms.signed}", "wages: {policy: keep_month}"]
    if is_aided and frame.terms.is_aided:
        extra = f", variant: {variant}" if variant else ""
        lines.append(f"aid: {{scheme: aubry1, labour_intensive: yes{extra}}}")
    return lines


def hires(
    frame: Frame, rows: Sequence[tuple[str, int, str, str, Sequence[str]]], crews: roster.Sizes
) -> Lines:
    """Return the hires: prefix, count, job, skills; crews in turn, those with the fewest first."""
    lines = ["hires:"]
    for prefix, count, job, group, mastered in rows:
        names = crews.thinnest(group, count)
        lines += _hire(frame, prefix, job, names, on=frame.terms.hours_start, mastered=mastered)
    return lines


def _hire(
    frame: Frame, prefix: str, job: str, crews: Sequence[str], *, on: date, mastered: Sequence[str]
) -> Lines:
    """Return one entry of ``hires``: one person for each crew named."""
    return [
        f"  - {{prefix: {prefix}, count: {len(crews)}, job: {job}, category: ouvrier, "
        f"class: {frame.terms.hire_class},",
        f"     crews: [{', '.join(crews)}], wage_month: {frame.pay(HIRE_WAGE)}, on: {on}, "
        f"skills: [{', '.join(mastered)}], training_weeks: 4}}",
    ]


ELEVEN = (
    ("press", 6, "press operator", "press", ("G63", "G100")),
    ("assembly", 3, "assembler", "assembly", ("WELD", "RIVET")),
    ("finishing", 1, "finisher", "finishing", ("PAINT", "DEGR", "DEBUR")),
    ("setter", 1, "setter", "setup", ("SETUP:setup",)),
)
PENSION_AGE = 60  # in 1999
REPLACED = {  # job of who leaves by the ARPE: prefix and skills of the hire
    "press operator": ("press", ("G63", "G100")),
    "quality": ("quality", ("SORT", "PACK")),
}
SEVENTEEN = (
    ("press", 9, "press operator", "press", ("G63", "G100")),
    ("assembly", 5, "assembler", "assembly", ("WELD", "RIVET")),
    ("finishing", 2, "finisher", "finishing", ("PAINT", "DEGR", "DEBUR")),
    ("setter", 1, "setter", "setup", ("SETUP:setup",)),
)


def overtime(frame: Frame, crews: roster.Sizes) -> Lines:
    """Return the Saturdays at 35 h or less, with the plan's crews."""
    hours = frame.terms.saturdays_h
    return ["overtime:", *overtime_lines(hours, crews.names("A"), crews.names("B"))]


def people_lines(key: str, rows: Iterable[str]) -> Lines:
    """Return a list under a key."""
    return [f"{key}:", *(f"  - {row}" for row in rows)]


# The new presses: lots a week on each press group for the products that change route.
NEW_ROUTES: dict[str, tuple[tuple[str, ...], dict[str, float]]] = {
    "A1": (("GC", "DEBUR", "DEGR", "PACK"), {"GC": 4}),
    "A2": (("GC", "DEGR", "PACK"), {"GC": 3}),
    "A3": (("GC", "G100", "DEBUR", "DEGR", "PACK"), {"GC": 3, "G100": 8}),
    "A4": (("GC", "G100", "DEGR", "PACK"), {"GC": 2, "G100": 5}),
}


def _step_line(step: Step) -> str:
    cells = {
        "step": step.step, "station": step.station, "rate_h": step.rate_h, "spread": 0.1,
        "noise_pieces": 100, "setup_min": step.setup_min, "lot_pieces": step.lot_pieces,
        "transfer_pieces": 1500, "scrap_share": step.scrap_share,
        "rework_share": step.rework_share,
        "rework_station": "SORT" if step.rework_share else None, "rework_step": step.rework_step,
    }  # fmt: skip
    told = ", ".join(f"{k}: {text_of(v)}" for k, v in cells.items() if v or k == "step")
    return f"      - {{{told}}}"


def new_presses(frame: Frame) -> Lines:
    """Return machines, investment and routes of the coil-fed presses PC05 and PC06."""
    start, press, dies = frame.terms.presses_start, frame.money.press, frame.money.dies
    lines = [
        "machines:",
        f"  - {{station: GC, add: PC05-PC06, on: {start}}}",
        f"  - {{station: G63, remove: PR03-PR08, on: {start}}}",
        "investment:",
        f"  - {{what: coil-fed press PC05, amount: {press}, on: {start}, life_years: 10}}",
        f"  - {{what: coil-fed press PC06, amount: {press}, on: {start}, life_years: 10}}",
        f"  - {{what: progressive dies, amount: {dies}, on: {start}, life_years: 5}}",
        "routes:",
    ]
    by_name: dict[str, Product] = {product.name: product for product in PRODUCTS}
    for name, (route, lots) in NEW_ROUTES.items():
        lines += [f"  - product: {name}", f"    from: {start}", "    steps:"]
        lines += [_step_line(step) for step in steps_of(by_name[name], route, lots)]
    return lines


def _mastered(on: Ground) -> dict[str, set[str]]:
    """Return the stations each person runs on their own."""
    known: dict[str, set[str]] = {worker.person: set() for worker in on.people}
    for person, station, task, level, *_ in on.skills:
        if task == "run" and isinstance(level, int) and level >= 2:
            known[str(person)].add(str(station))
    return known


def _press_stayers(people: Sequence[Worker], gone: Iterable[str]) -> list[Worker]:
    left = set(gone)
    return [w for w in people if w.group == "press" and w.person not in left]


def gc_training(on: Ground, gone: Iterable[str]) -> Lines:
    """Return the training that the new presses ask for.

    In each crew six operators with the fewest posts learn GC, and all who master G63 only learn
    G100, because six of the eight G63 presses are gone.
    """
    known = _mastered(on)
    start = on.frame.terms.presses_start
    stayers = _press_stayers(on.people, gone)
    rows: Lines = []
    for crew in "AB":
        members = [w for w in stayers if w.crew == crew]
        without = sorted((w for w in members if "GC" not in known[w.person]), key=lambda w: w.age)
        learn = sorted(without, key=lambda w: len(known[w.person]))[:6]
        only_g63 = [w for w in members if known[w.person] & set(PRESS_GROUPS) == {"G63"}]
        for station, group, hours in (("GC", learn, 80), ("G100", only_g63, 40)):
            ids = ", ".join(w.person for w in group)
            if ids:
                rows.append(f"{{people: [{ids}], station: {station}, on: {start}, hours: {hours}}}")
    return rows


def moves_to_other_shops(
    on: Ground, gone: Iterable[str], start: date, plan: Sequence[tuple[str, int]]
) -> Lines:
    """Return the training of press operators for other workshops: (station, people per crew)."""
    known = _mastered(on)
    rows: Lines = []
    taken: set[str] = set()
    for crew in "AB":
        members = [w for w in _press_stayers(on.people, gone) if w.crew == crew and w.age < 50]
        for station, count in plan:
            free = [w for w in members if w.person not in taken and station not in known[w.person]][
                :count
            ]
            taken.update(w.person for w in free)
            ids = ", ".join(w.person for w in free)
            rows.append(f"{{people: [{ids}], station: {station}, on: {start}, hours: 70}}")
    return rows


def early_leavers(people: Sequence[Worker]) -> list[str]:
    """Return the five of the early-exit rule: born 1939-40 with 160 quarters, or 56 with 168."""
    return [
        w.person
        for w in people
        if (w.birth.year <= 1940 and w.quarters >= 160)
        or (w.age >= 56 and w.quarters >= 168 and w.starts_at_14)
    ]


def pensions(on: Ground) -> list[tuple[str, date]]:
    """Return who of the two crews reaches the age of the pension within the plan, and the day.

    They leave at the end of that month, and none before the month of the new presses.
    """
    lives, earliest = on.frame.lives, on.frame.terms.presses_start
    days = [(w.person, max(lives.pension_day(w.birth), earliest)) for w in _shop_floor(on.people)]
    leaving = [(person, _month_end(day)) for person, day in days]
    return [row for row in leaving if row[1] <= on.frame.last_day]


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def _shop_floor(people: Sequence[Worker]) -> list[Worker]:
    return [w for w in people if w.crew in ("A", "B") and w.group != "foremen"]


def age_exits(on: Ground) -> tuple[list[str], Lines, Lines]:
    """Return who leaves for age in S6, by the rule of the frame's year, their exits and hires.

    Who is sixty on the day leaves for the pension; the others by the ARPE, each against a hire of
    the same job and crew on the Monday after.
    """
    if on.frame.lives.pension_months:
        leaving = pensions(on)
        rows = [f"{{person: {p}, on: {day}, kind: retirement}}" for p, day in leaving]
        return [person for person, _ in leaving], rows, []
    early = early_leavers(on.people)
    by_id = {w.person: w for w in on.people}
    first, second = on.frame.terms.early_exits_on
    exits: Lines = []
    new: Lines = []
    for day, names in ((first, early[:3]), (second, early[3:])):
        retired = [p for p in names if _age_on(by_id[p], day) >= PENSION_AGE]
        replaced = [by_id[p] for p in names if p not in retired]
        exits += [f"{{person: {p}, on: {day}, kind: retirement}}" for p in retired]
        ids = ", ".join(w.person for w in replaced)
        exits.append(f"{{people: [{ids}], on: {day}, kind: early_exit, scheme: arpe}}")
        for group in dict.fromkeys(w.group for w in replaced):
            same = [w for w in replaced if w.group == group]
            prefix, mastered = REPLACED[same[0].job]
            crews = [w.crew for w in same]
            new += _hire(
                on.frame, prefix, same[0].job, crews, on=day + timedelta(days=3), mastered=mastered
            )
    return early, exits, ["hires:", *new]


def _age_on(worker: Worker, day: date) -> int:
    born = worker.birth
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def natural_leavers(people: Sequence[Worker]) -> list[str]:
    """Return seven leavers: about 2 % a year of 180 over two years, none on the exit list."""
    wanted = (("press", 3), ("assembly", 2), ("finishing", 1), ("logistics", 1))
    ids: list[str] = []
    for group, count in wanted:
        free = [
            w
            for w in people
            if w.group == group
            and w.crew in ("A", "B")
            and 24 < w.age < 45
            and not (w.on_exit_list or w.is_protected)
        ]
        ids += [w.person for w in free[:: max(1, len(free) // count)][:count]]
    return ids
