"""Commands that conclude from runs of models: ``accord flow compare``, ``rank`` and others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from accord import terminal
from accord.errors import ModelError

if TYPE_CHECKING:
    from accord.flow import Model
    from accord.flow.modelfile import Run
    from accord.plant.records import Plant

__all__ = ["add_to"]

WEEK_H = 168.0

ModelPath = Annotated[Path, typer.Argument(help="Model file (.yaml), plant folder or .xlsx.")]
Until = Annotated[
    float | None,
    typer.Option(help="Length of a replication in the model's time unit; hours for a plant."),
]
WarmUp = Annotated[
    float | None, typer.Option(min=0.0, help="Leading time left out of every result.")
]
Replications = Annotated[int | None, typer.Option(min=1, help="Runs of each model.")]
Seed = Annotated[int | None, typer.Option(help="Key of the random streams.")]
Workers = Annotated[
    str | None,
    typer.Option(
        "--executor",
        help="threads:N, processes:N or dask:tcp://HOST:PORT (default: a thread per core).",
    ),
]
Measure = Annotated[
    str, typer.Option(help="What to look at: throughput, use:press, time_in_system, waiting_h ...")
]
Bucket = Annotated[
    float | None,
    typer.Option(help="Length of a value of the course (default: a day or week with shifts)."),
]
Json = Annotated[bool, typer.Option("--json", help="Write the result as JSON to standard output.")]


class _Told(Protocol):
    @property
    def warnings(self) -> tuple[str, ...]: ...

    def as_dict(self) -> dict[str, Any]: ...


def add_to(app: typer.Typer) -> None:
    """Add the commands to a group."""
    for name, command in (
        ("warm-up", warm_up_command),
        ("long-run", long_run_command),
        ("compare", compare_command),
        ("rank", rank_command),
        ("sensitivity", sensitivity_command),
        ("bottleneck", bottleneck_command),
    ):
        app.command(name)(command)


def _tell(result: _Told, model: Model | Plant, /, *, is_json: bool, **about: object) -> None:
    unit = getattr(model, "time_unit", "h")  # of a plant's flow
    if is_json:
        terminal.as_json({**about, "time_unit": unit, **result.as_dict()})
    else:
        terminal.write(f"{result}\ntimes in {unit}, throughput in pieces per {unit}")
        terminal.print_warnings(result.warnings)


def _read(path: Path, asked: Run) -> tuple[Model | Plant, Run]:
    """Return what is described at a path, and how it is run: what was asked goes first."""
    from accord.flow import modelfile

    described, run = modelfile.read_any(path)
    return described, asked.over(run)


def _model(path: Path, asked: Run) -> tuple[Model, Run]:
    """Return the model at a path, a plant's too, and how it is run."""
    import math
    from dataclasses import replace

    from accord.flow import Model
    from accord.flow.from_plant import model_of

    described, run = _read(path, asked)
    if isinstance(described, Model):
        return described, run
    weeks = described.horizon_weeks if run.until is None else math.ceil(run.until / WEEK_H)
    return model_of(described, weeks), replace(run, until=run.until or weeks * WEEK_H)


def _length(run: Run) -> float:
    if run.until is None:
        raise ModelError("give the run an end: --until, or until in the file's run")
    return run.until


@contextmanager
def _at_work(executor: str | None, what: str, *, is_quiet: bool) -> Iterator[dict[str, Any]]:
    """Give a door its workers and a bar that counts ``what`` is done."""
    from accord.study import make_executor

    with make_executor(executor) as workers, terminal.progress_bar(is_quiet=is_quiet) as progress:
        shown = None if progress is None else partial(progress, what)
        yield {"executor": workers, "progress": shown}


def warm_up_command(
    model: ModelPath,
    *,
    until: Until = None,
    measure: Measure = "throughput",
    bucket: Bucket = None,
    window: Annotated[
        int | None, typer.Option(min=1, help="Half width of Welch's moving average, in buckets.")
    ] = None,
    replications: Replications = None,
    seed: Seed = None,
    executor: Workers = None,
    json_: Json = False,
) -> None:
    """Find how long a model needs to forget its start (MSER-5), with Welch's moving average."""
    with terminal.errors_told(is_json=json_):
        from accord.flow import analysis, modelfile
        from accord.study import make_executor

        asked = modelfile.Run(until, replications=replications, seed=seed)
        described, run = _model(model, asked)
        with make_executor(executor) as workers:
            found = analysis.find_warm_up(
                described,
                until=_length(run),
                bucket=bucket,
                measure=measure,
                window=window,
                replications=run.replications or 10,
                seed=1 if run.seed is None else run.seed,
                executor=workers,
            )
        _tell(found, described, is_json=json_, model=str(model))


def long_run_command(
    model: ModelPath,
    *,
    until: Until = None,
    warm_up: Annotated[
        float | None, typer.Option(min=0.0, help="Leading time left out (default: MSER-5).")
    ] = None,
    measure: Measure = "throughput",
    bucket: Bucket = None,
    seed: Seed = None,
    json_: Json = False,
) -> None:
    """Estimate a long-run value from one long run, by batch means."""
    with terminal.errors_told(is_json=json_):
        from accord.flow import analysis, modelfile

        described, run = _model(model, modelfile.Run(until, warm_up=warm_up, seed=seed))
        found = analysis.long_run(
            described,
            until=_length(run),
            warm_up=run.warm_up,
            bucket=bucket,
            measure=measure,
            seed=1 if run.seed is None else run.seed,
        )
        _tell(found, described, is_json=json_, model=str(model))


def compare_command(
    first: ModelPath,
    second: Annotated[Path, typer.Argument(help="The other model; second minus first is told.")],
    *,
    until: Until = None,
    warm_up: WarmUp = None,
    measure: Annotated[
        list[str] | None, typer.Option(help="What to compare: throughput, use:press; repeatable.")
    ] = None,
    replications: Replications = None,
    precision: Annotated[
        float | None,
        typer.Option(
            help="Go on until the difference of the first measure is known to this share of it."
        ),
    ] = None,
    max_replications: Annotated[
        int, typer.Option(min=1, help="Most runs that a precision may take.")
    ] = 400,
    seed: Seed = None,
    executor: Workers = None,
    json_: Json = False,
) -> None:
    """Compare two models under common random numbers; the first one's file says how they run."""
    with terminal.errors_told(is_json=json_):
        from accord.flow import analysis, modelfile

        one, run = _read(first, modelfile.Run(until, None, warm_up, replications, seed))
        other, _ = _read(second, run)
        with _at_work(executor, "replications", is_quiet=json_) as help_of_run:
            found = analysis.compare(
                one,
                other,
                **{"replications": 20, **run.arguments()},
                measures=tuple(measure or ()),
                precision=precision,
                max_replications=max_replications,
                **help_of_run,
            )
        _tell(found, one, is_json=json_, first=str(first), second=str(second))


def rank_command(
    models: Annotated[list[Path], typer.Argument(help="Two or more model files or plants.")],
    *,
    until: Until = None,
    warm_up: WarmUp = None,
    measure: Measure = "throughput",
    indifference: Annotated[
        float | None, typer.Option(help="Smallest difference that counts, in the measure's unit.")
    ] = None,
    indifference_share: Annotated[
        float, typer.Option(help="The same as a share of the largest first mean.")
    ] = 0.01,
    confidence: Annotated[
        float, typer.Option(help="Least probability that the choice is right.")
    ] = 0.95,
    first_stage: Annotated[
        int, typer.Option(min=2, help="Runs of each before the first comparison.")
    ] = 20,
    max_replications: Annotated[
        int, typer.Option(min=2, help="Runs of each after which it gives up.")
    ] = 2000,
    seed: Seed = None,
    executor: Workers = None,
    json_: Json = False,
) -> None:
    """Find the best of several models with a stated probability (procedure KN)."""
    with terminal.errors_told(is_json=json_):
        from accord.flow import analysis, modelfile
        from accord.study import make_executor

        asked = modelfile.Run(until, None, warm_up, None, seed)
        read = {str(path): _read(path, asked) for path in models}
        run = next(iter(read.values()))[1].arguments()
        run.pop("replications", None)
        with make_executor(executor) as workers:
            found = analysis.rank(
                {name: described for name, (described, _) in read.items()},
                **run,
                measure=measure,
                indifference=indifference,
                indifference_share=indifference_share,
                confidence=confidence,
                first_stage=first_stage,
                max_replications=max_replications,
                executor=workers,
            )
        first = next(iter(read.values()))[0]
        _tell(found, first, is_json=json_)


def sensitivity_command(
    model: ModelPath,
    *,
    vary: Annotated[
        list[str],
        typer.Option(
            help="Place of a number, with its range or not (10 % either way): "
            "stations.press.repair=15..25; repeatable."
        ),
    ],
    measure: Measure = "throughput",
    latin: Annotated[
        int, typer.Option(min=0, help="Points of a Latin hypercube over all ranges (0: none).")
    ] = 0,
    until: Until = None,
    warm_up: WarmUp = None,
    replications: Replications = None,
    seed: Seed = None,
    executor: Workers = None,
    json_: Json = False,
) -> None:
    """Vary inputs one at a time and tell which moves the answer, paired."""
    with terminal.errors_told(is_json=json_):
        from accord.flow import analysis, modelfile

        asked = modelfile.Run(until, None, warm_up, replications, seed)
        described, run = _model(model, asked)
        with _at_work(executor, "models", is_quiet=json_) as help_of_run:
            found = analysis.sensitivity(
                described,
                dict(_range(text) for text in vary),
                measure=measure,
                latin_points=latin,
                **{"replications": 20, **run.arguments()},
                **help_of_run,
            )
        _tell(found, described, is_json=json_, model=str(model))


def _range(text: str) -> tuple[str, tuple[float, float] | None]:
    """Read ``place`` or ``place=low..high``."""
    place, equals, ends = text.partition("=")
    if not equals:
        return place.strip(), None
    low, _, high = ends.partition("..")
    try:
        return place.strip(), (float(low), float(high))
    except ValueError:
        raise ModelError(f"--vary {text}: write a range as {place}=15..25") from None


def bottleneck_command(
    model: ModelPath,
    *,
    until: Until = None,
    warm_up: WarmUp = None,
    replications: Replications = None,
    seed: Seed = None,
    executor: Workers = None,
    json_: Json = False,
) -> None:
    """Find what limits the output: blocked and starved time, and the paired gain of each relief."""
    with terminal.errors_told(is_json=json_):
        from accord.flow import analysis, modelfile

        asked = modelfile.Run(until, None, warm_up, replications, seed)
        described, run = _model(model, asked)
        with _at_work(executor, "changes", is_quiet=json_) as help_of_run:
            found = analysis.bottleneck(
                described,
                **{"replications": 20, **run.arguments()},
                **help_of_run,
            )
        _tell(found, described, is_json=json_, model=str(model))
