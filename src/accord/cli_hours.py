"""``accord hours``: shift cycles with proof, the law as a check, dated rosters."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accord import terminal
from accord.errors import HoursError

if TYPE_CHECKING:
    from accord.hours.cycle.problem import CycleProblem

__all__ = ["app"]

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
MaxAverage = Annotated[
    float, typer.Option(help="Hours that an average week may have.", metavar="HOURS")
]
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
        _load_solver()
        each_file(
            files_of(files, KINDS),
            lambda file: read_problems(file, people=people),
            lambda problem: hours.solve_cycle(problem, objectives=aims, time_limit_s=time_limit),
            lambda _, result: cycle_text(result),
            is_json=json_,
            about=_about,
            after=outputs.write,
        )


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


def _load_solver() -> None:
    """Load what a first answer needs, so that its CPU seconds are those of the question."""
    import highspy  # noqa: F401

    from accord.hours.cycle.objectives import thresholds

    thresholds()
