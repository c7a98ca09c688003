"""``accord hours``: shift cycles with proof, the law as a check, dated rosters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from accord import terminal
from accord.cli_hours_roster import roster
from accord.errors import HoursError

if TYPE_CHECKING:
    from accord.cli_hours_run import Told
    from accord.hours.cycle.problem import CycleProblem

__all__ = ["app"]

MANY_FILES = 10
Answer = TypeVar("Answer", bound="Told")

app = typer.Typer(
    no_args_is_help=True,
    help="Design shift cycles with proof, hold hours against the law, make rosters.",
)

Files = Annotated[
    list[Path],
    typer.Argument(
        help="Cycle problems: .yaml, RWS text (.txt) or MiniZinc data (.dzn); or folders of them.",
        show_default=False,
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="Write one JSON object for each problem, one a line.")
]
Limit = Annotated[int, typer.Option(help="Most sets of changes to give.", min=1)]
TimeLimit = Annotated[
    float | None,
    typer.Option(help="CPU seconds for each problem; then the answer may be unknown.", min=0.001),
]
People = Annotated[int | None, typer.Option(help="Number of people instead of the file's.", min=1)]


@app.command()
def cycle(
    files: Files,
    *,
    objective: Annotated[
        list[str] | None,
        typer.Option(
            help="Aims, the first the most important: free_weekends, single_days_off, "
            "single_work_days, nights_beyond, quick_returns, backward_steps; or none. Repeat it or "
            "separate by commas. free_weekends=3,quick_returns=1 adds weighted aims up."
        ),
    ] = None,
    people: Annotated[
        int | None, typer.Option(help="Number of people instead of the file's.", min=1)
    ] = None,
    time_limit: TimeLimit = None,
    csv: Annotated[
        Path | None, typer.Option(help="Write the cycle as CSV: a row for each week.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write the cycle as a workbook.")] = None,
    ical: Annotated[
        Path | None, typer.Option(help="Folder for a calendar (.ics) of each person; with --start.")
    ] = None,
    tods: Annotated[
        Path | None, typer.Option(help="Write the cycle as rosters.txt of the TODS proposal.")
    ] = None,
    rws: Annotated[Path | None, typer.Option(help="Write the problem as RWS text.")] = None,
    start: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Monday on which calendars begin."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day of calendars (default: none)."),
    ] = None,
    json_: Json = False,
) -> None:
    """Find a cycle that keeps every rule, the best one for the aims, or prove that none exists.

    With several problems --csv, --xlsx, --ical, --tods and --rws name folders.
    """
    with terminal.errors_told(is_json=json_):
        from accord import hours
        from accord.cli_hours_out import Outputs
        from accord.cli_hours_run import each_file, files_of
        from accord.cli_hours_text import cycle_text
        from accord.hours.cycle.objectives import AIMS
        from accord.hours.cycle.read import KINDS, read_problems

        aims = _aims(objective or [], tuple(AIMS))
        outputs = Outputs(
            csv=csv, xlsx=xlsx, ical=ical, tods=tods, rws=rws,
            start=None if start is None else start.date(),
            until=None if until is None else until.date(),
        )  # fmt: skip
        outputs.check()
        found = files_of(files, KINDS)
        _load_solvers(len(found))
        each_file(
            found,
            lambda file: read_problems(file, people=people),
            lambda problem, _: hours.solve_cycle(problem, objectives=aims, time_limit_s=time_limit),
            lambda _, result: cycle_text(result),
            is_json=json_,
            about=_about,
            after=outputs.write,
        )


@app.command()
def fewest(
    files: Files,
    *,
    max_average: Annotated[
        float, typer.Option(help="Most hours of an average week.", min=0.1, max=168.0)
    ] = 35.0,
    limit: Limit = 10,
    json_: Json = False,
) -> None:
    """Find the fewest people with a legal cycle within an average week, or what must change.

    Every number of people that the rules allow is looked at. Where none helps, the smallest changes
    of rules that would are given, with the proof that no smaller one does.
    """
    with terminal.errors_told(is_json=json_):
        from accord import hours
        from accord.cli_hours_text import fewest_text

        _answer(
            files,
            lambda problem: hours.fewest_people(problem, max_average_h=max_average, limit=limit),
            lambda problem, result: fewest_text(problem, result, max_average),
            is_json=json_,
        )


@app.command()
def explain(
    files: Files,
    *,
    max_average: Annotated[
        float | None,
        typer.Option(
            help="Most hours of an average week, with any number of people (default: the file's "
            "people).",
            min=0.1,
            max=168.0,
        ),
    ] = None,
    limit: Limit = 10,
    json_: Json = False,
) -> None:
    """Say why there is no cycle: the smallest changes of rules after which there is one.

    A bound moved by one day counts 1, so does a forbidden sequence that is allowed.
    """
    with terminal.errors_told(is_json=json_):
        from accord import hours
        from accord.cli_hours_text import explain_text

        _answer(
            files,
            lambda problem: hours.explain(problem, max_average_h=max_average, limit=limit),
            lambda problem, result: explain_text(problem, result, max_average),
            is_json=json_,
        )


@app.command()
def frontier(
    files: Files,
    *,
    max_average: Annotated[
        float, typer.Option(help="Hours of the average week at one end.", min=0.1, max=168.0)
    ] = 35.0,
    points: Annotated[int, typer.Option(help="Most numbers of people to solve.", min=2)] = 6,
    json_: Json = False,
) -> None:
    """Find the most free weekends for each number of people, from today's to a shorter week's."""
    with terminal.errors_told(is_json=json_):
        from accord import hours
        from accord.cli_hours_text import frontier_text

        _answer(
            files,
            lambda problem: hours.frontier(problem, max_average_h=max_average, points=points),
            frontier_text,
            is_json=json_,
        )


@app.command()
def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Duties, cycles or matrices (.csv), plants (folder or .xlsx); folders of them.",
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
        Path | None, typer.Option(help="Cycle problem whose shifts have the hours of a matrix.")
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option(
            help="What duties do not show: headcount=80, hazardous=no, continuous=yes, women=yes, "
            "leave_weeks=5, weeks_worked=45, annualised=yes, night=22-7. Repeat it."
        ),
    ] = None,
    override: Annotated[
        list[str] | None,
        typer.Option(help="A derogation that is in force: fr.hours.day_max=agreement. Repeat it."),
    ] = None,
    json_: Json = False,
) -> None:
    """Hold hours against the law: each violation with who, when, value, limit and article."""
    with terminal.errors_told(is_json=json_):
        from accord import hours
        from accord.cli_hours_law import law_files, law_text, read_facts, read_pairs
        from accord.cli_hours_run import each_file
        from accord.hours.cycle.read import read_problems

        facts = read_facts(fact or [])
        overrides = read_pairs("--override", override or [])
        cases = read_problems(problem) if problem is not None else [None]
        each_file(
            law_files(files),
            lambda file: [file],
            lambda file, _: hours.check_file(
                file,
                country=country,
                on=None if on is None else on.date(),
                facts=facts,
                overrides=overrides,
                problem=cases[0],
            ),
            lambda _, result: law_text(result),
            is_json=json_,
        )


app.command()(roster)


def _answer(
    files: list[Path],
    answer: Callable[[CycleProblem], Answer],
    tell: Callable[[CycleProblem, Answer], str],
    *,
    is_json: bool,
) -> None:
    """Answer the cycle problems of files."""
    from accord.cli_hours_run import each_file, files_of
    from accord.hours.cycle.read import KINDS, read_problems

    found = files_of(files, KINDS)
    _load_solvers(len(found))
    each_file(found, read_problems, lambda p, _: answer(p), tell, is_json=is_json, about=_about)


def _about(problem: CycleProblem) -> dict[str, object]:
    """Say which problem of a file a line is about, and its groups when there are several."""
    groups = [{"name": g.name, "people": g.num_people} for g in problem.groups]
    return {"problem": problem.name, **({"groups": groups} if len(groups) > 1 else {})}


def _aims(words: list[str], known: tuple[str, ...]) -> list[str] | dict[str, int]:
    """Read aims in their order, or weighted aims; ``none`` is no aim."""
    from accord.plant.values import suggest

    named = [word.strip() for part in words for word in part.split(",") if word.strip()]
    named = [word for word in named if word != "none"]
    weights: dict[str, int] = {}
    for word in named:
        name, equals, weight = word.partition("=")
        if name not in known:
            raise HoursError(f"--objective: unknown aim {name!r}. {suggest(name, known)}")
        if equals and not weight.isdecimal():
            raise HoursError(f"--objective: {word!r}: a weight is a whole number, as in {name}=3")
        if bool(equals) != ("=" in named[0]) or name in weights:
            raise HoursError(
                "--objective: give every aim once, and all with a weight or all without"
            )
        weights[name] = int(weight or 1)
    return weights if named and "=" in named[0] else list(weights)


def _load_solvers(num_files: int) -> None:
    """Load what a first answer needs, so that its CPU seconds are those of the question.

    CP-SAT is asked seldom, so a few files do not wait for it.
    """
    import highspy  # noqa: F401

    from accord.hours.cycle.objectives import thresholds

    thresholds()
    if num_files >= MANY_FILES:
        from ortools.sat.python import cp_model  # noqa: F401
