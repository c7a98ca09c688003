"""``accord hours check``: which files, which facts, and the answer in words and as exit code."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from accord import terminal
from accord.errors import HoursError

if TYPE_CHECKING:
    from accord.hours.check.conditions import Facts
    from accord.hours.records import Agreement, HoursCheck, Violation

__all__ = ["check", "law_files", "law_text", "read_facts", "read_pairs"]

KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
PLANT_FILE = "plant.yaml"
SHOWN = 20
NAMES = 5
EXIT_ILLEGAL: Final = 1
"""Exit code when a limit or a rule is passed and every file could be read."""
HOUR_OF_DAY: Final = 24
FACT_NAMES: Final = {"week_start": "week_start_h"}
"""Facts that the command calls otherwise than Python."""


def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Duties, cycles, matrices or rosters (.csv), plants (folder or .xlsx); folders "
            "of them.",
            show_default=False,
        ),
    ],
    *,
    country: Annotated[
        str, typer.Option(help="Whose law: de, eu, fr, uk or us (a plant has its own).")
    ] = "fr",
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Date whose law applies (default: that of each day; of an undated cycle the last "
            "law known).",
        ),
    ] = None,
    problem: Annotated[
        Path | None,
        typer.Option(
            help="Cycle problem whose shifts have the hours of a matrix; its own rules (blocks, "
            "sequences, demand) are held too."
        ),
    ] = None,
    plant: Annotated[
        Path | None,
        typer.Option(help="Plant of a roster (people x dates): for the hours of its duties."),
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option(
            help="What duties do not show: headcount=80, hazardous=no, continuous=yes, women=yes, "
            "leave_weeks=5, weeks_worked=45, annualised=yes, night=22-7, week_start=sun (or "
            "sun-22:30; France and United States). Repeat it."
        ),
    ] = None,
    override: Annotated[
        list[str] | None,
        typer.Option(help="A derogation that is in force: fr.hours.day_max=agreement. Repeat it."),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Write one JSON object for each file, one a line.")
    ] = False,
) -> None:
    """Hold hours against the law: each violation with who, when, value, limit and article.

    A limit that an agreement or another derogation may move is passed (legal: false) until it is
    named with --override; needs_agreement lists these, with what the law asks of Sundays and of
    spreading hours, which is only to be looked at.

    Exit code 0: no limit is passed; 1: one is passed in a file (flags and needs do not count);
    2: a file could not be read, or not be decided, for a limit is not known (legal: null).
    """
    with terminal.errors_told(is_json=json_):
        from accord import hours
        from accord.cli_hours_run import each_file
        from accord.hours.cycle.read import read_problems
        from accord.plant import read

        facts = read_facts(fact or [])
        overrides = read_pairs("--override", override or [])
        problems = read_problems(problem) if problem is not None else None
        own = read(plant) if plant is not None else None
        verdicts: list[bool | None] = []
        each_file(
            law_files(files),
            lambda file: [file],
            lambda file, _: hours.check_file(
                file,
                country=country,
                on=None if on is None else on.date(),
                facts=facts,
                overrides=overrides,
                problem=problems,
                plant=own,
            ),
            lambda _, result: law_text(result),
            is_json=json_,
            after=lambda _, result, __: verdicts.append(result.verdict),
        )
    if False in verdicts:
        raise SystemExit(EXIT_ILLEGAL)
    if None in verdicts:
        raise SystemExit(terminal.EXIT_INPUT)


def law_files(paths: Iterable[Path], kinds: Collection[str] = KINDS) -> list[Path]:
    """List the files of some kinds; a plant's folder is one, other folders hold some."""
    from accord.cli_hours_run import files_of

    found: list[Path] = []
    for path in paths:
        found += [path] if (path / PLANT_FILE).is_file() else files_of([path], kinds)
    return found


def read_pairs(option: str, words: Iterable[str]) -> dict[str, str]:
    """Read ``name=value`` of an option that may be repeated.

    Raises
    ------
    HoursError
        For a word without a name, a sign or a value.
    """
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = (part.strip() for part in word.partition("="))
        if not (name and equals and value):
            raise HoursError(f"{option}: {word!r} is not written name=value")
        if name in found:
            raise HoursError(f"{option}: {name} is given twice; keep one of them")
        found[name] = value
    return found


def read_facts(words: Iterable[str]) -> Facts:
    """Read facts such as ``headcount=80``, ``continuous=yes`` or ``week_start=sun``.

    Raises
    ------
    HoursError
        For a fact that is not known, or a value that cannot be read.
    """
    from accord.hours.check.conditions import Facts
    from accord.plant.values import suggest

    said_as = {own: said for said, own in FACT_NAMES.items()}
    known = {said_as.get(f.name, f.name): str(f.type) for f in fields(Facts)}
    values: dict[str, Any] = {}  # each read by the kind of its field
    for name, text in read_pairs("--fact", words).items():
        if name not in known:
            raise HoursError(f"--fact: unknown fact {name!r}. {suggest(name, known)}")
        try:
            read = _week_start_h(text) if name in FACT_NAMES else _value(known[name], text)
        except ValueError as error:
            raise HoursError(f"--fact: {name} is {text!r}; {error}") from None
        values[FACT_NAMES.get(name, name)] = read
    return Facts(**values)


def _week_start_h(text: str) -> float:
    """Read ``sun``, ``sun-22`` or ``sun-22:30`` as hours from Monday at midnight."""
    from accord.plant.values import read_clock, read_day, read_number

    day, dash, hour = text.partition("-")
    if not dash:
        return float(read_day(day) * HOUR_OF_DAY)
    clock_h = read_clock(hour) / 60 if ":" in hour else read_number(hour)
    if not 0 <= clock_h < HOUR_OF_DAY:
        raise ValueError("an hour of the day is at least 0 and less than 24")
    return read_day(day) * HOUR_OF_DAY + clock_h


def _value(kind: str, text: str) -> bool | float | tuple[float, float]:
    from accord.plant.values import read_number, read_yes_no

    if kind.startswith("bool"):
        return read_yes_no(text)
    if kind.startswith("tuple"):
        first, dash, last = text.partition("-")
        if not dash:
            raise ValueError("hours from and to are expected, written 22-7")
        return read_number(first), read_number(last)
    return read_number(text)


def law_text(check: HoursCheck) -> str:
    """Say what a check found, the violations first."""
    of_cycle = sum(v.rule.startswith("cycle.") for v in check.violations)
    parts = [f"{len(check.violations) - of_cycle} violation(s) of the law"]
    parts += [f"{of_cycle} of the cycle's own rules"] if of_cycle else []
    open_ = check.needs_agreement
    verdicts = {
        True: "no limit of the law is passed but what needs an agreement or derogation"
        if open_
        else "no limit of the law is passed",
        False: ", ".join(parts),
        None: "some limits are not known",
    }
    law = f"law of {check.country or 'no known country'} on {check.on.isoformat()}"
    lines = [f"{check.file}: {law}: {verdicts[check.verdict]}"]
    lines += [str(crew) for crew in check.crews[:SHOWN]]
    if len(check.crews) > SHOWN:
        lines.append(f"... and {len(check.crews) - SHOWN} more crews; --json gives all")
    lines += [_allowed(one) for one in open_[:SHOWN]]
    lines += _listed("violation", check.violations)
    lines += _listed("to be looked at", check.flagged)
    lines += [f"needed: {english}" for _, english in check.needs]
    lines += [f"derogation applied: {text}" for text in check.derogations]
    lines += [f"note: {english}" for _, english in check.notes]
    return "\n".join(lines) + "\n"


def _allowed(one: Agreement) -> str:
    """Say what could allow a limit that is passed."""
    who = ", ".join(one.who[:NAMES]) + (f", ... {len(one.who)} in all" if one.who[NAMES:] else "")
    kind = "violation unless it is named" if one.is_breach else "to be looked at"
    return (
        f"needs an agreement or derogation: {one.rule} beyond {one.limit:g}, {who}: "
        f"{', '.join(one.openings)} ({kind})"
    )


def _listed(kind: str, violations: tuple[Violation, ...]) -> list[str]:
    """Write a line for each limit that somebody passes: the first time, and how often besides."""
    alike: dict[tuple[str, str, float], list[Violation]] = {}
    for v in violations:
        alike.setdefault((v.who, v.rule, v.value), []).append(v)
    lines = []
    for first, *others in alike.values():
        more = f" and {len(others)} time(s) more" if others else ""
        lines.append(f"{kind}: {first.text_en.rstrip('.')}{more} [{first.article}; {first.status}]")
    if len(lines) > SHOWN:
        rest = f"... and {len(lines) - SHOWN} more lines of this kind; --json gives all"
        return [*lines[:SHOWN], rest]
    return lines
