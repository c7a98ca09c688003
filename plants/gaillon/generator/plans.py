"""The scenarios S0-S9: scenarios/*.yaml.

Every hours plan starts on Monday 6 September 1999, after the summer closure, under an agreement
signed on 25 June 1999, but S7 on 20 December; the new presses run from 3 January 2000. So the
second year compares complete regimes (S6 is gradual by nature).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from generator import crews as roster
from generator.frame import WEEKS, monday
from generator.mastery import PRESS_GROUPS, skills
from generator.rosters import overtime_lines
from generator.shop import PRODUCTS, Product, Step, steps_of
from generator.staff import Worker, staff
from generator.writing import text_of, write_text

SIGNED = date(1999, 6, 25)
HOURS_START = date(1999, 9, 6)
PRESSES_START = date(2000, 1, 3)
# The aid asks that hours are cut before 2000; the presses of S7 come two weeks later.
S7_HOURS_START = date(1999, 12, 20)
EXITS_ON = date(2000, 1, 28)
LAST_DAY = monday(WEEKS) - timedelta(days=1)
HIRE_WAGE = 7000

Lines = list[str]

HEADER = "# Fictional plant. Written by generate.py; SOURCES.md, section 6, explains the content.\n"


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


def agreement(*, is_aided: bool, variant: str = "") -> Lines:
    """Return the agreement and, for aided plans, the aid asked for."""
    lines = [f"agreement: {SIGNED}", "wages: {policy: keep_month}"]
    if is_aided:
        extra = f", variant: {variant}" if variant else ""
        lines.append(f"aid: {{scheme: aubry1, labour_intensive: yes{extra}}}")
    return lines


def hires(rows: Sequence[tuple[str, int, str, str, Sequence[str]]], crews: roster.Sizes) -> Lines:
    """Return the hires: prefix, count, job, skills; crews in turn, those with the fewest first."""
    lines = ["hires:"]
    for prefix, count, job, group, mastered in rows:
        names = ", ".join(crews.thinnest(group, count))
        known = ", ".join(mastered)
        lines.append(
            f"  - {{prefix: {prefix}, count: {count}, job: {job}, category: ouvrier, class: O1,"
        )
        lines.append(
            f"     crews: [{names}], wage_month: {HIRE_WAGE}, on: {HOURS_START}, "
            f"skills: [{known}], training_weeks: 4}}"
        )
    return lines


ELEVEN = (
    ("press", 6, "press operator", "press", ("G63", "G100")),
    ("assembly", 3, "assembler", "assembly", ("WELD", "RIVET")),
    ("finishing", 1, "finisher", "finishing", ("PAINT", "DEGR", "DEBUR")),
    ("setter", 1, "setter", "setup", ("SETUP:setup",)),
)
SEVENTEEN = (
    ("press", 9, "press operator", "press", ("G63", "G100")),
    ("assembly", 5, "assembler", "assembly", ("WELD", "RIVET")),
    ("finishing", 2, "finisher", "finishing", ("PAINT", "DEGR", "DEBUR")),
    ("setter", 1, "setter", "setup", ("SETUP:setup",)),
)


def overtime(crews: roster.Sizes) -> Lines:
    """Return the overtime rule with the new crews."""
    return ["overtime:", *overtime_lines(crews.names("A"), crews.names("B"))]


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


def new_presses(start: date) -> Lines:
    """Return machines, investment and routes of the coil-fed presses PC05 and PC06."""
    lines = [
        "machines:",
        f"  - {{station: GC, add: PC05-PC06, on: {start}}}",
        f"  - {{station: G63, remove: PR03-PR08, on: {start}}}",
        "investment:",
        f"  - {{what: coil-fed press PC05, amount: 2600000, on: {start}, life_years: 10}}",
        f"  - {{what: coil-fed press PC06, amount: 2600000, on: {start}, life_years: 10}}",
        f"  - {{what: progressive dies, amount: 1200000, on: {start}, life_years: 5}}",
        "routes:",
    ]
    by_name: dict[str, Product] = {product.name: product for product in PRODUCTS}
    for name, (route, lots) in NEW_ROUTES.items():
        lines += [f"  - product: {name}", f"    from: {start}", "    steps:"]
        lines += [_step_line(step) for step in steps_of(by_name[name], route, lots)]
    return lines


def _mastered(people: Sequence[Worker]) -> dict[str, set[str]]:
    """Return the stations each person runs on their own."""
    known: dict[str, set[str]] = {worker.person: set() for worker in people}
    for person, station, task, level, *_ in skills():
        if task == "run" and isinstance(level, int) and level >= 2:
            known[str(person)].add(str(station))
    return known


def _press_stayers(people: Sequence[Worker], gone: Iterable[str]) -> list[Worker]:
    left = set(gone)
    return [w for w in people if w.group == "press" and w.person not in left]


def gc_training(people: Sequence[Worker], gone: Iterable[str], start: date) -> Lines:
    """Return the training that the new presses ask for.

    In each crew six operators with the fewest posts learn GC, and all who master G63 only learn
    G100, because six of the eight G63 presses are gone.
    """
    known = _mastered(people)
    stayers = _press_stayers(people, gone)
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
    people: Sequence[Worker], gone: Iterable[str], start: date, plan: Sequence[tuple[str, int]]
) -> Lines:
    """Return the training of press operators for other workshops: (station, people per crew)."""
    known = _mastered(people)
    rows: Lines = []
    taken: set[str] = set()
    for crew in "AB":
        members = [w for w in _press_stayers(people, gone) if w.crew == crew and w.age < 50]
        for station, count in plan:
            free = [w for w in members if w.person not in taken and station not in known[w.person]][
                :count
            ]
            taken.update(w.person for w in free)
            ids = ", ".join(w.person for w in free)
            rows.append(f"{{people: [{ids}], station: {station}, on: {start}, hours: 70}}")
    return rows


def status_quo() -> Lines:
    """S0."""
    return head(
        "S0",
        ("39 h, situation actuelle", "39 h, as today"),
        date(1999, 5, 3),
        39,
        "reference: nothing changes",
    )


def staggered(
    name: str, titles: tuple[str, str], purpose: str, people: Sequence[Worker]
) -> tuple[Lines, roster.Sizes]:
    """Return the start of a 35 h plan with eight sub-crews per crew, that keeps 78 h open."""
    crews = roster.Sizes(people, 8)
    return head(name, titles, HOURS_START, 35, purpose), crews


def plan_s1(people: Sequence[Worker]) -> Lines:
    """S1: 35 h, 6 % hires, aid, staggered crews."""
    lines, crews = staggered(
        "S1",
        ("35 h, 11 embauches, équipes décalées", "35 h, 11 hires, staggered crews"),
        "cut of hours with jobs, opening kept at 78 h",
        people,
    )
    lines += [*agreement(is_aided=True), "reference_period: cycle"]
    lines += [*hires(ELEVEN, crews), *crews.lines(), *roster.staggered_shifts()]
    return lines + overtime(crews)


def plan_s2() -> Lines:
    """S2: 35 h in short days, no hire."""
    lines = head(
        "S2",
        ("35 h, journées courtes, sans embauche", "35 h, short days, no hire"),
        HOURS_START,
        35,
        "cut of hours without jobs, opening falls to 70 h",
    )
    return [*lines, *agreement(is_aided=False), *roster.short_day_shifts()]


def plan_s3(people: Sequence[Worker]) -> Lines:
    """S3: 1 600 h a year, weeks of 31 to 39 h on the month index, 11 hires."""
    lines, crews = staggered(
        "S3",
        ("1 600 h annualisées, 11 embauches", "1 600 h a year, 11 hires"),
        "hours follow the season of demand",
        people,
    )
    lines += [*agreement(is_aided=True), "reference_period: year", "annual_h: 1600"]
    lines += [*hires(ELEVEN, crews), *crews.lines()]
    lines += roster.annual_shifts(HOURS_START, LAST_DAY)
    return lines + overtime(crews)


def plan_s4a(people: Sequence[Worker]) -> Lines:
    """S4a: four days of 8.75 h, closed on Friday."""
    lines = head(
        "S4a",
        ("4 jours de 8 h 45, fermé le vendredi", "4 days of 8.75 h, closed on Friday"),
        HOURS_START,
        35,
        "four-day week, opening 70 h",
    )
    lines += agreement(is_aided=True)
    return [*lines, *hires(ELEVEN, roster.Sizes(people, 1)), *roster.four_day_shifts()]


def plan_s4b(people: Sequence[Worker]) -> Lines:
    """S4b: four days of 8.75 h out of five, staggered."""
    crews = roster.Sizes(people, 5)
    lines = head(
        "S4b",
        ("4 jours de 8 h 45 décalés, ouvert 87,5 h", "4 days of 8.75 h, staggered, 87.5 h"),
        HOURS_START,
        35,
        "four-day week, opening 87.5 h",
    )
    lines += agreement(is_aided=True)
    lines += [*hires(ELEVEN, crews), *crews.lines(), *roster.long_day_shifts()]
    return lines + overtime(crews)


def plan_s5(people: Sequence[Worker]) -> Lines:
    """S5: twelve layoffs, six hand-fed presses replaced by two coil-fed ones."""
    listed = [w.person for w in people if w.on_exit_list]
    lines = head(
        "S5",
        ("Douze licenciements, deux presses à bande", "Twelve layoffs, two coil-fed presses"),
        PRESSES_START,
        39,
        "the opening plan of the management; never fed by the questionnaire",
    )
    lines += new_presses(PRESSES_START)
    lines += people_lines(
        "exits", [f"{{people: [{', '.join(listed)}], on: {EXITS_ON}, kind: layoff}}"]
    )
    return lines + people_lines("training", gc_training(people, listed, PRESSES_START))


def early_leavers(people: Sequence[Worker]) -> list[str]:
    """Return the five of the early-exit rule: born 1939-40 with 160 quarters, or 56 with 168."""
    return [
        w.person
        for w in people
        if (w.birth.year <= 1940 and w.quarters >= 160)
        or (w.age >= 56 and w.quarters >= 168 and w.starts_at_14)
    ]


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


def plan_s6(people: Sequence[Worker]) -> Lines:
    """S6: the same presses, five early exits, natural leavers, retraining, no layoff."""
    lines = head(
        "S6",
        (
            "Départs naturels et reconversions, sans licenciement",
            "Attrition and retraining, no layoff",
        ),
        PRESSES_START,
        39,
        "the alternative to S5 without layoffs",
    )
    early, natural = early_leavers(people), natural_leavers(people)
    days = [PRESSES_START + timedelta(weeks=9 * i + 3) for i in range(len(natural))]
    exits = [
        f"{{people: [{', '.join(early[:3])}], on: 2000-01-28, kind: early_exit}}",
        f"{{people: [{', '.join(early[3:])}], on: 2000-06-30, kind: early_exit}}",
        *(
            f"{{person: {person}, on: {day + timedelta(days=4)}, kind: leaver}}"
            for person, day in zip(natural, days, strict=True)
        ),
    ]
    gone = [*early, *natural]
    lines += new_presses(PRESSES_START)
    lines += people_lines("exits", exits)
    training = gc_training(people, gone, PRESSES_START)
    plan = (("WELD", 2), ("RIVET", 1), ("DEBUR", 1), ("PACK", 1))
    training += moves_to_other_shops(people, gone, date(2000, 3, 6), plan)
    return lines + people_lines("training", training)


def plan_s7(people: Sequence[Worker]) -> Lines:
    """S7: 35 h and the machines of S5: the cut of hours absorbs the twelve posts."""
    crews = roster.Sizes(people, 8)
    lines = head(
        "S7",
        ("35 h et presses à bande, sans licenciement", "35 h and coil-fed presses, no layoff"),
        S7_HOURS_START,
        35,
        "the cut of hours absorbs the twelve posts",
    )
    lines += [*agreement(is_aided=True, variant="defensive"), "reference_period: cycle"]
    lines += [*crews.lines(), *roster.staggered_shifts(), *new_presses(PRESSES_START)]
    training = gc_training(people, (), PRESSES_START)
    plan = (("WELD", 2), ("RIVET", 1), ("PAINT", 1))
    training += moves_to_other_shops(people, (), PRESSES_START, plan)
    lines += people_lines("training", training)
    return lines + overtime(crews)


def plan_s8(people: Sequence[Worker]) -> Lines:
    """S8: 32 h in four days of 8 h, 9 % hires, second tier of the aid."""
    crews = roster.Sizes(people, 5)
    lines = head(
        "S8",
        ("32 h sur 4 jours, 17 embauches", "32 h in 4 days, 17 hires"),
        HOURS_START,
        32,
        "second tier of the aid: -15 % hours, +9 % jobs",
    )
    lines += agreement(is_aided=True)
    lines += [*hires(SEVENTEEN, crews), *crews.lines(), *roster.eight_hour_shifts()]
    return lines + overtime(crews)


def plan_s9(people: Sequence[Worker]) -> Lines:
    """S9: S1 with its cycle designed by Accord: the same posts, hours and hires."""
    lines, crews = staggered(
        "S9",
        ("35 h, 11 embauches, cycle conçu par Accord", "35 h, 11 hires, cycle designed by Accord"),
        "S1 with the same posts and hours, its shift cycle designed and proven",
        people,
    )
    lines += [*agreement(is_aided=True), "reference_period: cycle", "cycle: design"]
    lines += [*hires(ELEVEN, crews), *crews.lines(), *roster.staggered_shifts()]
    return lines + overtime(crews)


def write(folder: Path) -> None:
    """Write the eleven scenario files."""
    people = staff()[0][:180]
    plans = {
        "S0": status_quo(),
        "S1": plan_s1(people),
        "S2": plan_s2(),
        "S3": plan_s3(people),
        "S4a": plan_s4a(people),
        "S4b": plan_s4b(people),
        "S5": plan_s5(people),
        "S6": plan_s6(people),
        "S7": plan_s7(people),
        "S8": plan_s8(people),
        "S9": plan_s9(people),
    }
    for name, lines in plans.items():
        write_text(folder / "scenarios" / f"{name}.yaml", HEADER + "\n".join(lines) + "\n")
