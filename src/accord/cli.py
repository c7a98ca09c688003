"""The ``accord`` command: thin; heavy libraries are imported inside the command that needs them."""

from __future__ import annotations

import gc
import math
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accord import __version__, cli_analysis, cli_cost, cli_hours, cli_law, terminal
from accord.errors import AccordError

if TYPE_CHECKING:
    from accord.flow import FlowResult

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Work out a change of working time: simulate, check, price, compare.",
)

flow_app = typer.Typer(no_args_is_help=True, help="Simulate a plant or a model by itself.")
app.add_typer(flow_app, name="flow")
cli_analysis.add_to(flow_app)
app.add_typer(cli_hours.app, name="hours")
app.add_typer(cli_law.app, name="law")
app.command()(cli_cost.cost)

Json = Annotated[bool, typer.Option("--json", help="Write the result as JSON to standard output.")]
PlantPath = Annotated[Path, typer.Argument(help="Plant folder or .xlsx workbook.")]
# What `accord flow run` keeps and draws of its first run.
Start = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"],
        help="Date of time 0 in .xes and pictures (default: the plant's first day).",
    ),
]
GanttFile = Annotated[
    Path | None,
    typer.Option(help="Draw who did what when in the first run: .svg or .png."),
]
UseFile = Annotated[Path | None, typer.Option(help="Draw how time was used: .svg or .png.")]
AnimationFile = Annotated[
    Path | None, typer.Option(help="Write every change of the first run for a page: .json.")
]
From = Annotated[
    float | None,
    typer.Option("--from", min=0.0, help="Trace, Gantt, animation: only from this time on."),
]
To = Annotated[
    float | None, typer.Option("--to", help="Trace, Gantt, animation: only to this time.")
]
StudyPath = Annotated[Path, typer.Argument(help="Folder written by `accord study`.")]


def main() -> None:
    """Run the command line.

    A plant is many small objects that stay: looking for dead ones among them seldom is enough, and
    a fifth faster where nothing else takes long.
    """
    gc.set_threshold(100_000, 50, 50)
    app()


def _version(is_asked: bool) -> None:
    if is_asked:
        terminal.write(f"accord {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", is_eager=True, callback=_version),
    ] = False,
) -> None:
    del version  # its callback has answered already


Workers = Annotated[
    str | None,
    typer.Option(
        help="threads:N, processes:N or dask:tcp://HOST:PORT (default: a thread per core)."
    ),
]
Precise = Annotated[
    float | None,
    typer.Option(help="Go on until the 95 % interval is as narrow, as a share of the mean."),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(help="What is to be as precise (default good_pieces): use:press; repeatable."),
]
TraceFile = Annotated[
    Path | None, typer.Option(help="Write the tasks of the first run: .parquet, .csv or .xes.")
]
Switches = Annotated[
    str, typer.Option(help="Effects of people: learning=low,fatigue=off; or all=prior.")
]
PerPerson = Annotated[
    bool,
    typer.Option("--per-person", help="Tell of each person hours by station, moves, pace too."),
]


@app.command()
def study(
    plant: PlantPath,
    *,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write (default: study-<plant> here).")
    ] = None,
    precision: Annotated[
        float,
        typer.Option(
            min=0.0001,
            max=0.5,
            help="Half-width of the 95 % interval of weekly output, as a share of it (0.01 = 1 %).",
        ),
    ] = 0.01,
    replications: Annotated[
        int, typer.Option(min=2, help="Least number of replications of each scenario.")
    ] = 10,
    lang: Annotated[str, typer.Option(help="Language of the report: fr or en.")] = "fr",
    executor: Workers = None,
    json_: Json = False,
) -> None:
    """Run the desk study of a plant: report.html, figures.json, tables.xlsx, runs/*.parquet."""
    with terminal.errors_told(is_json=json_):
        from accord import study as room

        folder = out or Path(f"study-{plant.resolve().stem}")
        with (
            room.make_executor(executor) as workers,
            terminal.progress_bar(is_quiet=json_) as progress,
        ):
            done = room.run(
                plant,
                folder,
                precision=precision,
                replications=replications,
                executor=workers,
                lang=lang,
                progress=progress,
            )
        if json_:
            terminal.as_json(done.summary())
        else:
            terminal.print_study(done)


@flow_app.command("run")
def flow_run(
    model: Annotated[Path, typer.Argument(help="Model file (.yaml), plant folder or .xlsx.")],
    *,
    until: Annotated[
        float | None,
        typer.Option(help="Length of a replication in the model's time unit; hours for a plant."),
    ] = None,
    until_pieces: Annotated[
        int | None, typer.Option(min=1, help="Stop when so many pieces have left the shop.")
    ] = None,
    warm_up: Annotated[
        float | None, typer.Option(min=0.0, help="Leading time left out of every result.")
    ] = None,
    replications: Annotated[int | None, typer.Option(min=1, help="Least number of runs.")] = None,
    precision: Precise = None,
    measure: Measures = None,
    max_replications: Annotated[
        int, typer.Option(min=1, help="Most runs that a precision may take.")
    ] = 400,
    seed: Annotated[int | None, typer.Option(help="Key of the random streams.")] = None,
    trace: TraceFile = None,
    start: Start = None,
    gantt: GanttFile = None,
    utilisation: UseFile = None,
    animation: AnimationFile = None,
    begin: From = None,
    end: To = None,
    effects: Switches = "",
    per_person: PerPerson = False,
    executor: Workers = None,
    json_: Json = False,
) -> None:
    """Simulate a model or a plant and print what is made, where time goes and who works."""
    with terminal.errors_told(is_json=json_):
        from accord import study as room
        from accord.flow import Model, modelfile, simulate, write_trace
        from accord.flow.cautions import series_bucket
        from accord.flow.effects import read_switches

        described, run = modelfile.read_any(model)
        asked = modelfile.Run(until, until_pieces, warm_up, replications, seed).over(run)
        bucket = None
        if isinstance(described, Model) and asked.until is not None:
            bucket = series_bucket(described, asked.until - (asked.warm_up or 0.0))
        has_states = gantt is not None or animation is not None
        is_traced = trace is not None or has_states
        window = None if begin is None and end is None else (begin or 0.0, end or math.inf)
        modelfile.check_start(described, start)
        start = start or modelfile.first_day(described)
        with (
            room.make_executor(executor) as workers,
            terminal.progress_bar(is_quiet=json_) as progress,
        ):
            result = simulate(
                described,
                **asked.arguments(),
                bucket=bucket,
                precision=precision,
                measure=measure or "good_pieces",
                max_replications=max_replications,
                executor=workers,
                trace=is_traced,
                states=has_states,
                window=window if is_traced else None,
                per_person=per_person,
                effects=read_switches(effects),
                progress=None if progress is None else partial(progress, "replications"),
            )
        if trace is not None:
            terminal.note(f"{trace.name}: {write_trace(result, trace, start):,} tasks")
        _write_animation(result, animation, start)
        _draw(result, gantt, utilisation, (begin, end), start)
        if json_:
            terminal.as_json({"model": str(model), **result.as_dict()})
        else:
            terminal.write(result.summary())
            terminal.print_warnings(result.warnings)


def _write_animation(result: FlowResult, path: Path | None, start: datetime | None) -> None:
    if path is not None:
        from accord.flow import write_animation

        num_events = write_animation(result, path, start)
        terminal.note(f"{path.name}: {num_events:,} events")


def _draw(
    result: FlowResult,
    gantt: Path | None,
    utilisation: Path | None,
    window: tuple[float | None, float | None],
    start: datetime | None,
) -> None:
    """Draw the pictures asked for, and say what they leave out."""
    if gantt is None and utilisation is None:
        return
    from accord.study import flow_pictures
    from accord.study.gantt import gantt as draw_gantt

    pictures = []
    if gantt is not None:
        pictures.append((gantt, draw_gantt(result, begin=window[0], end=window[1], start=start)))
    if utilisation is not None:
        pictures.append((utilisation, flow_pictures.utilisation(result)))
    for path, picture in pictures:
        flow_pictures.write_picture(picture, path)
        for note in picture.notes:
            terminal.note(f"{path.name}: {note}")


@flow_app.command("distances")
def flow_distances(
    log: Annotated[Path, typer.Argument(help="Event log: .csv or .xes.")],
    other: Annotated[Path, typer.Argument(help="Event log to compare it with.")],
    *,
    json_: Json = False,
) -> None:
    """Print how far an event log is from another: five distances, 0 is alike."""
    with terminal.errors_told(is_json=json_):
        from dataclasses import asdict

        from accord.flow.validate import log_distances
        from accord.plant.mine.eventlog import read_log

        distances = asdict(log_distances(read_log(log).rows, read_log(other).rows))
        if json_:
            terminal.as_json({"log": str(log), "other": str(other), **distances})
        else:
            for name, value in distances.items():
                terminal.write(f"{name:13}{value:9.3f}")


@app.command()
def check(plant: PlantPath, *, json_: Json = False) -> None:
    """List every problem in a plant's files, with file, line, rule and remedy."""
    with terminal.errors_told(is_json=json_):
        from accord.cost import exit_problems
        from accord.plant import check as check_plant
        from accord.plant import read

        problems = check_plant(plant)
        if all(p.kind != "error" for p in problems):
            whole = read(plant)
            problems += exit_problems(whole, *whole.scenarios)
        if json_:
            terminal.problems_json(problems)
        else:
            terminal.print_problems(problems)
        if any(p.kind == "error" for p in problems):
            raise SystemExit(terminal.EXIT_INPUT)


@app.command()
def mine(
    log: Annotated[Path, typer.Argument(help="Event log: .csv or .xes.")],
    *,
    out: Annotated[
        Path | None, typer.Option(help="Plant folder to write (needed without --validate).")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Monday on which the plant begins; its dates move along, that date's law applies.",
        ),
    ] = None,
    validate: Annotated[
        bool,
        typer.Option(
            "--validate", help="Fit the earlier part of the log and simulate the later part."
        ),
    ] = False,
    test: Annotated[
        Path | None, typer.Option(help="With --validate: the later part, LOG being the earlier.")
    ] = None,
    split: Annotated[
        str, typer.Option(help="With --validate: date or share of time at which LOG is cut.")
    ] = "0.5",
    runs: Annotated[
        int, typer.Option(min=2, help="With --validate: number of simulated logs.")
    ] = 10,
    seed: Annotated[int, typer.Option(min=0, help="With --validate: key of all draws.")] = 1,
    json_: Json = False,
) -> None:
    """Make a plant from an event log, or test a model of the log on its later part."""
    with terminal.errors_told(is_json=json_):
        if validate:
            _validate(log, test=test, split=split, runs=runs, seed=seed, is_json=json_)
        if out is not None:
            _mine_plant(log, out, on, is_json=json_)
        if out is None and not validate:
            raise AccordError("mine: say --out FOLDER to write a plant, or --validate to test one")


def _mine_plant(log: Path, out: Path, on: datetime | None, *, is_json: bool) -> None:
    from dataclasses import asdict

    from accord.plant import mine as mine_log

    result = mine_log(log, out, on=on.date() if on else None)
    if is_json:
        terminal.as_json(asdict(result))
    else:
        terminal.write(str(result))


def _validate(
    log: Path, *, test: Path | None, split: str, runs: int, seed: int, is_json: bool
) -> None:
    from accord.study.validation import validate_log

    with terminal.progress_bar(is_quiet=is_json) as progress:
        result = validate_log(log, test=test, split=split, runs=runs, seed=seed, progress=progress)
    if is_json:
        terminal.as_json(result.as_dict())
    else:
        terminal.write(str(result))


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="Workbook to write (.xlsx).")],
    *,
    lang: Annotated[str, typer.Option(help="Language of the column titles: fr or en.")] = "en",
    json_: Json = False,
) -> None:
    """Write the empty workbook that Accord reads."""
    with terminal.errors_told(is_json=json_):
        from accord.plant import write_template

        write_template(file, language=lang)
        if json_:
            terminal.as_json({"written": str(file)})
        else:
            terminal.write(f"{file}: fill in the sheets, then `accord check {file}`")


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Plant folder to make.")],
    *,
    people: Annotated[Path, typer.Option(help="CSV of the people.")],
    machines: Annotated[Path, typer.Option(help="CSV of the machines or stations.")],
    orders: Annotated[Path, typer.Option(help="CSV of the orders (pieces, dates).")],
    json_: Json = False,
) -> None:
    """Make a plant from three small files and list every value still missing."""
    with terminal.errors_told(is_json=json_):
        from accord.plant import new as new_plant

        made = new_plant(folder, people=people, machines=machines, orders=orders)
        if json_:
            terminal.as_json(
                {
                    "folder": str(folder),
                    "files": made.files,
                    "missing": [terminal.problem_json(p) for p in made.missing],
                }
            )
        else:
            terminal.print_problems(made.missing)
            terminal.write(f"{folder}: fill in the values marked ?, then `accord check {folder}`")


@app.command()
def compare(study_dir: StudyPath, first: str, second: str, *, json_: Json = False) -> None:
    """Print the paired differences of two scenarios of a study, with 95 % intervals."""
    with terminal.errors_told(is_json=json_):
        from accord import study as room

        comparison = room.compare(study_dir, first, second)
        if json_:
            terminal.as_json(comparison.as_dict())
        else:
            terminal.print_comparison(comparison)


@app.command()
def explain(
    study_dir: StudyPath,
    figure: Annotated[str, typer.Argument(help="Id of a figure: S1.flow.output_week.total")],
    *,
    lang: Annotated[str, typer.Option(help="Language of the words and numbers: fr or en.")] = "en",
    json_: Json = False,
) -> None:
    """Walk a published number back to the files and lines it rests on."""
    with terminal.errors_told(is_json=json_):
        from accord import study as room

        ground = room.explain(study_dir, figure, lang=lang)
        if json_:
            from dataclasses import asdict

            terminal.as_json(asdict(ground))
        else:
            terminal.print_ground(ground, lang)
