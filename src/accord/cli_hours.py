"""``accord hours``: shift cycles with proof, the law as a check, dated rosters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from accord import terminal
from accord.cli_hours_audit import audit
from accord.cli_hours_law import check
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
Objective = Annotated[
    list[str] | None,
    typer.Option(
        help="Aims, the first the most important: free_weekends, single_days_off, "
        "single_work_days, nights_beyond, quick_returns, backward_steps; or none. Repeat it or "
        "separate by commas. free_weekends=3,quick_returns=1 adds weighted aims up."
    ),
]
Csv = Annotated[Path | None, typer.Option(help="Write the cycle as CSV: a row for each week.")]
Xlsx = Annotated[Path | None, typer.Option(help="Write the cycle as a workbook.")]
Ical = Annotated[
    Path | None, typer.Option(help="Folder for a calendar (.ics) of each person; with --start.")
]
Tods = Annotated[
    Path | None, typer.Option(help="Write the cycle as rosters.txt of the TODS proposal.")
]
Start = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Monday on which calendars begin."),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Last day of calendars (default: none)."),
]


@app.command()
def cycle(
    files: Files,
    *,
    objective: Objective = None,
    people: People = None,
    time_limit: TimeLimit = None,
    csv: Csv = None,
    xlsx: Xlsx = None,
    ical: Ical = None,
    tods: Tods = None,
    rws: Annotated[Path | None, typer.Option(help="Write the problem as RWS text.")] = None,
    start: Start = None,
    until: Until = None,
    json_: Json = False,
) -> None:
    """Find a cycle that keeps every rule, the best one for the aims, or prove that none exists.

    With several problems --csv, --xlsx, --ical, --tods and --rws name folders.
    """
    with terminal.errors_told(is_json=json_):
        from accord import hours
        from accord.cli_hours_out import Outputs
        from accord.cli_hours_text import cycle_text

        aims = _aims(objective or [])
        outputs = Outputs(
            csv=csv, xlsx=xlsx, ical=ical, tods=tods, rws=rws, start=_day(start), until=_day(until)
        )
        outputs.check()
        _answer(
            files,
            lambda problem: hours.solve_cycle(problem, objectives=aims, time_limit_s=time_limit),
            lambda _, result: cycle_text(result, _weights(aims)),
            is_json=json_,
            people=people,
            after=outputs.write,
            weights=_weights(aims),
        )


@app.command()
def fewest(
    files: Files,
    *,
    max_average: Annotated[
        float, typer.Option(help="Most hours of an average week.", min=0.1, max=168.0)
    ] = 35.0,
    objective: Objective = None,
    limit: Limit = 10,
    csv: Csv = None,
    xlsx: Xlsx = None,
    ical: Ical = None,
    tods: Tods = None,
    start: Start = None,
    until: Until = None,
    json_: Json = False,
) -> None:
    """Find the fewest people with a legal cycle within an average week, or what must change.

    Every number of people that the rules allow is looked at; --objective takes the best cycle of
    the fewest. Where none helps, the smallest changes of rules that would are given, with the proof
    that no smaller one does. With several problems --csv, --xlsx, --ical and --tods name folders.
    """
    with terminal.errors_told(is_json=json_):
        from accord import hours
        from accord.cli_hours_out import Outputs
        from accord.cli_hours_text import fewest_text

        aims = _aims(objective or [])
        outputs = Outputs(
            csv=csv, xlsx=xlsx, ical=ical, tods=tods, rws=None, start=_day(start), until=_day(until)
        )
        outputs.check()
        _answer(
            files,
            lambda problem: hours.fewest_people(
                problem, max_average_h=max_average, objectives=aims, limit=limit
            ),
            lambda problem, result: fewest_text(problem, result, max_average, _weights(aims)),
            is_json=json_,
            after=lambda _, result, is_only: outputs.write(
                result.cycle.problem, result.cycle, is_only
            ),
            weights=_weights(aims),
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
    people: People = None,
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
            lambda problem: hours.explain(
                problem, max_average_h=max_average, people=people, limit=limit
            ),
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


app.command()(check)
app.command()(audit)
app.command()(roster)


def _answer(
    files: list[Path],
    answer: Callable[[CycleProblem], Answer],
    tell: Callable[[CycleProblem, Answer], str],
    *,
    is_json: bool,
    people: int | None = None,
    after: Callable[[CycleProblem, Answer, bool], None] = lambda *_: None,
    weights: Mapping[str, int] | None = None,
) -> None:
    """Answer the cycle problems of files."""
    from accord.cli_hours_run import each_file, files_of
    from accord.hours.cycle.read import KINDS, read_problems

    found = files_of(files, KINDS)
    _load_solvers(len(found))
    each_file(
        found,
        lambda file: read_problems(file, people=people),
        lambda problem, _: answer(problem),
        tell,
        is_json=is_json,
        about=lambda problem: _about(problem) | ({"weights": weights} if weights else {}),
        after=after,
    )


def _weights(aims: list[str] | dict[str, int]) -> Mapping[str, int] | None:
    """Return the weights of aims that are added up; None of aims in an order."""
    return aims if isinstance(aims, dict) else None


def _day(when: datetime | None) -> date | None:
    return None if when is None else when.date()


def _about(problem: CycleProblem) -> dict[str, object]:
    """Say which problem of a file a line is about, and its groups when there are several."""
    groups = [{"name": g.name, "people": g.num_people} for g in problem.groups]
    return {"problem": problem.name, **({"groups": groups} if len(groups) > 1 else {})}


def _aims(words: list[str]) -> list[str] | dict[str, int]:
    """Read aims in their order, or weighted aims; ``none`` is no aim."""
    from accord.hours.cycle.objectives import AIMS
    from accord.plant.values import suggest

    named = [word.strip() for part in words for word in part.split(",") if word.strip()]
    named = [word for word in named if word != "none"]
    weights: dict[str, int] = {}
    for word in named:
        name, equals, weight = word.partition("=")
        if name not in AIMS:
            raise HoursError(f"--objective: unknown aim {name!r}. {suggest(name, AIMS)}")
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
