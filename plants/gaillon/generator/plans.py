"""The scenarios: scenarios/*.yaml, those that the frame names.

The second year compares complete regimes: hours and presses change before (S6 is gradual by
nature).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from generator import crews as roster
from generator.frame import Frame
from generator.measures import (
    ELEVEN,
    SEVENTEEN,
    Ground,
    Lines,
    age_exits,
    agreement,
    gc_training,
    ground,
    head,
    hires,
    moves_to_other_shops,
    natural_leavers,
    new_presses,
    overtime,
    people_lines,
)
from generator.writing import write_text

HEADER = "# Fictional plant. Written by generate.py; SOURCES.md, section 6, explains the content.\n"


def status_quo(on: Ground) -> Lines:
    """S0."""
    return head(
        "S0",
        ("39 h, situation actuelle", "39 h, as today"),
        on.frame.on,
        39,
        "reference: nothing changes",
    )


def staggered(
    name: str, titles: tuple[str, str], purpose: str, on: Ground
) -> tuple[Lines, roster.Sizes]:
    """Return the start of a 35 h plan with eight sub-crews per crew, that keeps 78 h open."""
    return head(name, titles, on.frame.terms.hours_start, 35, purpose), on.crews(8)


def _saturdays(on: Ground) -> Lines:
    """Return the Saturdays of a plan with today's crews, where fewer hours leave room for more."""
    terms = on.frame.terms
    has_more = terms.saturdays_h > terms.first_saturdays_h
    return overtime(on.frame, on.crews(1)) if has_more else []


def plan_s1(on: Ground) -> Lines:
    """S1: 35 h, 6 % hires, aid, staggered crews."""
    lines, crews = staggered(
        "S1",
        ("35 h, 11 embauches, équipes décalées", "35 h, 11 hires, staggered crews"),
        "cut of hours with jobs, opening kept at 78 h",
        on,
    )
    lines += [*agreement(on.frame, is_aided=True), "reference_period: cycle"]
    lines += [*hires(on.frame, ELEVEN, crews), *crews.lines(), *roster.staggered_shifts()]
    return lines + overtime(on.frame, crews)


def plan_s2(on: Ground) -> Lines:
    """S2: 35 h in short days, no hire."""
    lines = head(
        "S2",
        ("35 h, journées courtes, sans embauche", "35 h, short days, no hire"),
        on.frame.terms.hours_start,
        35,
        "cut of hours without jobs, opening falls to 70 h",
    )
    return [
        *lines,
        *agreement(on.frame, is_aided=False),
        *roster.short_day_shifts(),
        *_saturdays(on),
    ]


def plan_s3(on: Ground) -> Lines:
    """S3: the legal hours of a year, weeks of 31 to 39 h on the month index, 11 hires."""
    annual_h = on.frame.terms.annual_h
    annual = f"{annual_h:,}".replace(",", " ")
    lines, crews = staggered(
        "S3",
        (f"{annual} h annualisées, 11 embauches", f"{annual} h a year, 11 hires"),
        "hours follow the season of demand",
        on,
    )
    lines += [
        *agreement(on.frame, is_aided=True),
        "reference_period: year",
        f"annual_h: {annual_h}",
    ]
    lines += [*hires(on.frame, ELEVEN, crews), *crews.lines()]
    lines += roster.annual_shifts(on.frame)
    return lines + overtime(on.frame, crews)


def plan_s4a(on: Ground) -> Lines:
    """S4a: four days of 8.75 h, closed on Friday."""
    lines = head(
        "S4a",
        ("4 jours de 8 h 45, fermé le vendredi", "4 days of 8.75 h, closed on Friday"),
        on.frame.terms.hours_start,
        35,
        "four-day week, opening 70 h",
    )
    lines += agreement(on.frame, is_aided=True)
    shifts = roster.four_day_shifts(on.frame.terms.long_days)
    return [*lines, *hires(on.frame, ELEVEN, on.crews(1)), *shifts, *_saturdays(on)]


def plan_s4b(on: Ground) -> Lines:
    """S4b: four days of 8.75 h out of five, staggered."""
    crews = on.crews(5)
    lines = head(
        "S4b",
        ("4 jours de 8 h 45 décalés, ouvert 87,5 h", "4 days of 8.75 h, staggered, 87.5 h"),
        on.frame.terms.hours_start,
        35,
        "four-day week, opening 87.5 h",
    )
    lines += agreement(on.frame, is_aided=True)
    lines += [*hires(on.frame, ELEVEN, crews), *crews.lines()]
    lines += roster.long_day_shifts(on.frame.terms.long_days)
    return lines + overtime(on.frame, crews)


def plan_s4c(on: Ground) -> Lines:
    """S4c: 32 h in four days of 8 h, the same pay and nobody hired: output is the promise."""
    crews = on.crews(5)
    lines = head(
        "S4c",
        (
            "32 h sur 4 jours, même paie, sans embauche (100-80-100)",
            "32 h in 4 days, same pay, no hire (100-80-100)",
        ),
        on.frame.terms.hours_start,
        32,
        "full pay for four days: does the output stay?",
    )
    lines += [*agreement(on.frame, is_aided=False), *crews.lines()]
    return [*lines, *roster.eight_hour_shifts(), *overtime(on.frame, crews)]


def plan_s5(on: Ground) -> Lines:
    """S5: twelve layoffs, six hand-fed presses replaced by two coil-fed ones."""
    terms, listed = on.frame.terms, on.listed()
    lines = head(
        "S5",
        ("Douze licenciements, deux presses à bande", "Twelve layoffs, two coil-fed presses"),
        terms.presses_start,
        39,
        "the opening plan of the management; never fed by the questionnaire",
    )
    lines += new_presses(on.frame)
    lines += people_lines(
        "exits", [f"{{people: [{', '.join(listed)}], on: {terms.exits_on}, kind: layoff}}"]
    )
    return lines + people_lines("training", gc_training(on, listed))


def plan_s6(on: Ground) -> Lines:
    """S6: the same presses, exits for age, natural leavers, retraining, no layoff."""
    start = on.frame.terms.presses_start
    lines = head(
        "S6",
        (
            "Départs naturels et reconversions, sans licenciement",
            "Attrition and retraining, no layoff",
        ),
        start,
        39,
        "the alternative to S5 without layoffs",
    )
    (early, exits, replaced), natural = age_exits(on), natural_leavers(on.people)
    days = [start + timedelta(weeks=9 * i + 3) for i in range(len(natural))]
    exits += [
        f"{{person: {person}, on: {day + timedelta(days=4)}, kind: leaver}}"
        for person, day in zip(natural, days, strict=True)
    ]
    gone = [*early, *natural]
    lines += new_presses(on.frame)
    lines += [*people_lines("exits", exits), *replaced]
    plan = (("WELD", 2), ("RIVET", 1), ("DEBUR", 1), ("PACK", 1))
    moves = moves_to_other_shops(on, gone, start + timedelta(weeks=9), plan)
    return lines + people_lines("training", [*gc_training(on, gone), *moves])


def plan_s7(on: Ground) -> Lines:
    """S7: 35 h and the machines of S5: the cut of hours absorbs the twelve posts."""
    crews = on.crews(8)
    lines = head(
        "S7",
        ("35 h et presses à bande, sans licenciement", "35 h and coil-fed presses, no layoff"),
        on.frame.terms.defensive_start,
        35,
        "the cut of hours absorbs the twelve posts",
    )
    lines += [*agreement(on.frame, is_aided=True, variant="defensive"), "reference_period: cycle"]
    lines += [*crews.lines(), *roster.staggered_shifts(), *new_presses(on.frame)]
    training = gc_training(on, ())
    plan = (("WELD", 2), ("RIVET", 1), ("PAINT", 1))
    training += moves_to_other_shops(on, (), on.frame.terms.presses_start, plan)
    lines += people_lines("training", training)
    return lines + overtime(on.frame, crews)


def plan_s8(on: Ground) -> Lines:
    """S8: 32 h in four days of 8 h, 9 % hires, second tier of the aid."""
    crews = on.crews(5)
    lines = head(
        "S8",
        ("32 h sur 4 jours, 17 embauches", "32 h in 4 days, 17 hires"),
        on.frame.terms.hours_start,
        32,
        "second tier of the aid: -15 % hours, +9 % jobs",
    )
    lines += agreement(on.frame, is_aided=True)
    lines += [*hires(on.frame, SEVENTEEN, crews), *crews.lines(), *roster.eight_hour_shifts()]
    return lines + overtime(on.frame, crews)


def plan_s9(on: Ground) -> Lines:
    """S9: S1 with its cycle designed by Accord: the same posts, hours and hires."""
    lines, crews = staggered(
        "S9",
        ("35 h, 11 embauches, cycle conçu par Accord", "35 h, 11 hires, cycle designed by Accord"),
        "S1 with the same posts and hours, its shift cycle designed and proven",
        on,
    )
    lines += [*agreement(on.frame, is_aided=True), "reference_period: cycle", "cycle: design"]
    lines += [*hires(on.frame, ELEVEN, crews), *crews.lines(), *roster.staggered_shifts()]
    return lines + overtime(on.frame, crews)


PLANS: dict[str, Callable[[Ground], Lines]] = {
    "S0": status_quo,
    "S1": plan_s1,
    "S2": plan_s2,
    "S3": plan_s3,
    "S4a": plan_s4a,
    "S4b": plan_s4b,
    "S4c": plan_s4c,
    "S5": plan_s5,
    "S6": plan_s6,
    "S7": plan_s7,
    "S8": plan_s8,
    "S9": plan_s9,
}


def write(folder: Path, frame: Frame) -> None:
    """Write the scenario files of the frame."""
    on = ground(frame)
    for name in frame.terms.names:
        text = HEADER + "\n".join(PLANS[name](on)) + "\n"
        write_text(folder / "scenarios" / f"{name}.yaml", text)
