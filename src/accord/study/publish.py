"""Write a study to its folder: report.html, figures.json, tables.xlsx, study.json."""

from __future__ import annotations

import importlib.metadata
import platform
from pathlib import Path
from typing import Final

from accord import __version__
from accord.study.document import Document
from accord.study.field import Field
from accord.study.figures import FigureBook, write_figures
from accord.study.language import Language
from accord.study.manifest import Manifest, write_manifest
from accord.study.measure.prices import gate_of
from accord.study.report import write_report
from accord.study.result import Study
from accord.study.workbook import write_workbook

__all__ = ["publish"]

ENGINES: Final = ("numpy", "numba", "polars")


def publish(
    out: Path, document: Document, field: Field, book: FigureBook, words: Language
) -> Study:
    """Write all files of a study and return where they are and what they say."""
    out.mkdir(parents=True, exist_ok=True)
    sources = {s.path: s.sha256 for s in field.plant.sources}
    write_figures(out / "figures.json", book)
    write_report(out / "report.html", document, book, words)
    write_workbook(out / "tables.xlsx", document, book, sources, words)
    write_manifest(
        out,
        Manifest(
            plant=field.plant.name,
            plant_path=str(field.path.resolve()),
            language=words.code,
            seed=field.plant.seed,
            precision=field.precision,
            first_week=field.first,
            last_week=field.last,
            settled_week=field.settled,
            runs={c.id: c.run.digest for c in field.cases if c.run is not None},
            sources=sources,
            versions={n: importlib.metadata.version(n) for n in ENGINES}
            | {"accord": __version__, "python": platform.python_version()},
            gates={c.id: gate_of(field, c) for c in field.cases if c.layoffs},
        ),
    )
    ran = [c.run for c in field.cases if c.run is not None]
    return Study(
        path=out,
        report=out / "report.html",
        figures_json=out / "figures.json",
        tables=out / "tables.xlsx",
        runs=tuple(out / "runs" / f"{r.digest}.parquet" for r in ran),
        lines=tuple(words.plain(line) for line in document.lines),
        num_figures=len(book),
        num_reused=field.num_reused,
        replications=tuple(r.replications for r in ran),
        weeks=max(len(r.weeks) for r in ran),
    )
