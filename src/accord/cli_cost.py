"""``accord cost``: what a scenario costs month by month, line by line, with the article of each."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from accord import terminal
from accord.errors import NeedsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accord.study import HoursTable, ScenarioPrice

__all__ = ["cost"]

LANGUAGES = ("en", "fr")
NO_HOURS = "none"


def cost(
    plant: Annotated[Path, typer.Argument(help="Plant folder or .xlsx workbook.")],
    scenario: Annotated[str, typer.Argument(help="Name of a scenario of the plant: S1.")],
    *,
    study: Annotated[
        Path | None,
        typer.Option(help="Folder written by `accord study`: its runs are used again."),
    ] = None,
    hours: Annotated[
        str | None,
        typer.Option(
            help="Table (.csv, .parquet) of person, month, overtime_h to price on instead of a "
            "simulation; none: no overtime."
        ),
    ] = None,
    replications: Annotated[
        int, typer.Option(min=2, help="Least number of replications, as in `accord study`.")
    ] = 10,
    precision: Annotated[
        float, typer.Option(min=0.0001, max=0.5, help="As in `accord study`.")
    ] = 0.01,
    executor: Annotated[
        str | None, typer.Option(help="threads:N, processes:N or dask:tcp://HOST:PORT.")
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="Show every line with its formula and article.")
    ] = False,
    lang: Annotated[str, typer.Option(help="Language of the lines: fr or en.")] = "en",
    json_: Annotated[
        bool, typer.Option("--json", help="Write the result as JSON to standard output.")
    ] = False,
) -> None:
    """Price a scenario over five years, person by person and in total, beside today.

    Pay, contributions, reliefs, overtime, hires, exits and aid are sums of lines; each names its
    article. Overtime comes from a simulation of the plant, made anew or taken from a study. What
    dismissals cost is shown only beside the plant's scenarios that meet the same need and dismiss
    nobody.
    """
    with terminal.errors_told(is_json=json_):
        if lang not in LANGUAGES:
            raise NeedsError(f"--lang: {lang!r} is not one of {', '.join(LANGUAGES)}")
        from accord import study as room
        from accord.cli_cost_data import as_data
        from accord.cli_cost_text import as_text

        with (
            _runs(study) as runs,
            room.make_executor(executor) as workers,
            terminal.progress_bar(is_quiet=json_) as progress,
        ):
            found: ScenarioPrice = room.price_scenario(
                plant,
                scenario,
                runs=runs,
                hours=None if hours is None else _table(hours),
                replications=replications,
                precision=precision,
                executor=workers,
                progress=progress,
            )
        if json_:
            terminal.as_json(as_data(found))
        else:
            terminal.write(as_text(found, lang, has_lines=lines))


@contextmanager
def _runs(study: Path | None) -> Iterator[Path]:
    """Give the folder of runs: that of a study, or one that is gone afterwards."""
    if study is not None:
        if not (study / "runs").is_dir():
            raise NeedsError(f"--study {study}: no folder of a study. Run `accord study` first")
        yield study / "runs"
        return
    with TemporaryDirectory() as folder:
        yield Path(folder)


def _table(name: str) -> HoursTable:
    """Read the table of hours."""
    from accord import study as room

    return room.no_hours() if name == NO_HOURS else room.read_hours(Path(name))
