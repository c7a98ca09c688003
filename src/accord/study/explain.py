"""Walk a published figure back to the figures, files, lines and law it rests on."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from accord.errors import StudyError
from accord.law import files_of, pack
from accord.study.beside import Beside, beside, is_withheld
from accord.study.figures import Figure, read_figures
from accord.study.language import Language, language
from accord.study.manifest import read_manifest

__all__ = ["Ground", "explain"]

_LINES = re.compile(
    r"^(?P<file>[^!]+?):(?P<first>\d+)(?:-(?P<last>\d+))?(?: \((?P<column>\w+)\))?$"
)
_LAW = re.compile(r"^law (?P<id>(?P<pack>\w+)\.\S+) (?P<on>\d{4}-\d\d-\d\d)$")
_DRAFT: Final = "draft"
# Texts of a rule quoted, drafts first; of the rest the number is told.
_TEXTS_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """A figure with what it rests on: other grounds, and lines of files or of law (place, text).

    The figure's method is in the language asked for.
    ``beside`` is filled in the asked figure only: each plan that dismisses people whose cost is in
    the tree, with what its alternatives cost.
    """

    figure: Figure
    grounds: tuple[Ground, ...]
    lines: tuple[tuple[str, str], ...]
    is_repeated: bool = False
    beside: tuple[Beside, ...] = ()


def explain(study: Path, figure_id: str, *, max_lines: int = 2, lang: str = "en") -> Ground:
    """Return the tree of everything a figure of a study rests on.

    Parameters
    ----------
    study
        Folder written by ``accord study``.
    figure_id
        Id as printed in the report's register: ``S1.flow.output_week.total``.
    max_lines
        Lines of each file quoted word for word.
    lang
        ``fr`` or ``en``: language of the methods and of the law's status.

    Raises
    ------
    StudyError
        When the folder has no figures, or no figure of that id (near misses are named); when it is
        withheld because the plan dismisses people and no alternative stands beside it.
    """
    figures = read_figures(study / "figures.json")
    gates = read_manifest(study).gates
    if is_withheld(gates, figures, figure_id):
        gate = gates[figure_id.partition(".")[0]]
        msg = f"{study}: {figure_id} is not shown: {gate.says[1]} Then run the study again."
        raise StudyError(msg)
    if figure_id not in figures:
        near = difflib.get_close_matches(figure_id, figures, n=4, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        msg = f"{study}: no figure {figure_id!r} among {len(figures)}{hint}"
        raise StudyError(msg)
    quoter = _Quoter(_plant_folder(study), max_lines, language(lang))
    ground = _ground(figures, figure_id, quoter, set())
    return replace(ground, beside=beside(gates, figures, _priced_in(ground)))


def _priced_in(ground: Ground) -> Iterator[str]:
    """Give the scenarios whose cost a figure rests on."""
    scenario, _, rest = ground.figure.id.partition(".")
    if rest.startswith("cost."):
        yield scenario
    for parent in ground.grounds:
        yield from _priced_in(parent)


def _plant_folder(study: Path) -> Path | None:
    where = Path(read_manifest(study).plant_path)
    return where if where.exists() else None


def _ground(
    figures: Mapping[str, Figure], figure_id: str, quoter: _Quoter, seen: set[str]
) -> Ground:
    figure = figures[figure_id]
    figure = replace(figure, method=quoter.words.plain(figure.method))
    if figure_id in seen:
        return Ground(figure, (), (), is_repeated=True)
    seen.add(figure_id)
    return Ground(
        figure,
        tuple(_ground(figures, p, quoter, seen) for p in figure.parents),
        tuple((place, quoter.quote(place)) for place in figure.places),
    )


@dataclass(frozen=True, slots=True)
class _Quoter:
    """Gives the words at a place: of the plant's files where they are at hand, or of the law."""

    plant: Path | None
    max_lines: int
    words: Language

    def quote(self, place: str) -> str:
        """Return the words at a place, or nothing when the file is not at hand."""
        law = _LAW.match(place)
        if law is not None:
            return self._law(law["pack"], law["id"], date.fromisoformat(law["on"]))
        found = _LINES.match(place)
        if self.plant is None or found is None:
            return ""
        path = self.plant / found["file"] if self.plant.is_dir() else self.plant
        if not path.is_file() or path.suffix == ".xlsx":
            return ""
        first = int(found["first"])
        last = min(int(found["last"] or first), first + self.max_lines - 1)
        with path.open(encoding="utf-8", errors="replace") as lines:
            title = next(lines) if found["column"] and first > 1 else ""
            skipped = first - 1 - bool(title)
            quoted = [line.rstrip() for line in islice(lines, skipped, skipped + last - first + 1)]
        if title:
            return _column(title, quoted, found["column"])
        return "\n".join(quoted)

    def _law(self, pack_name: str, rule: str, on: date) -> str:
        """Quote the texts that a rule or parameter rests on: id, article, status."""
        files = pack(pack_name)
        held = [(f, f.on(on)) for f in ((files[rule],) if rule in files else files_of(rule))]
        texts = [(f.id, v.article, v.status == _DRAFT) for f, v in held if v is not None]
        texts.sort(key=lambda text: not text[2])
        status = {
            is_draft: self.words.sentence(f"explain.{name}")
            for is_draft, name in ((True, "draft"), (False, "checked"))
        }
        lines = [f"{name}: {article} ({status[is_draft]})" for name, article, is_draft in texts]
        more = texts[_TEXTS_SHOWN:]
        if more:
            drafts = sum(is_draft for *_, is_draft in more)
            counts = f"{len(more)}", f"{drafts}"
            lines[_TEXTS_SHOWN:] = [self.words.sentence("explain.more_texts").format(*counts)]
        return "\n".join(lines)


def _column(title: str, rows: list[str], column: str) -> str:
    """Give a column of rows of a table, each with the first word of the row: ``E001: 2528``."""
    names, *cells = csv.reader([title, *rows])
    if column not in names:
        return "\n".join(rows)
    i = names.index(column)
    return "\n".join(f"{row[0]}: {row[i]}" for row in cells if i < len(row))
