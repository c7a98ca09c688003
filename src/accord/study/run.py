"""The complete field study; this module reads as its table of contents."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

from accord.study.document import Document, say
from accord.study.field import Progress, Tracker, gather, in_words
from accord.study.figures import FigureBook
from accord.study.language import language
from accord.study.measure import enter_all
from accord.study.measure.reversals import choose, enter_reversals
from accord.study.overview import overview, ten_lines
from accord.study.probes import probe
from accord.study.publish import publish
from accord.study.result import Study
from accord.study.sections import (
    alternatives,
    annex,
    conditions,
    cost_and_aid,
    data_received,
    demand_and_capacity,
    facts,
    health_and_load,
    mandate,
    mobility_and_training,
    opinions,
    output_and_delivery,
    people_needed,
    plant_and_motive,
    scenarios,
    schedules_and_law,
    survey,
    who_bears_it,
    work_observed,
)

__all__ = ["run"]


def run(
    path: Path | str,
    out: Path | str,
    *,
    precision: float = 0.01,
    replications: int = 10,
    executor: Executor | None = None,
    lang: str = "fr",
    progress: Progress | None = None,
) -> Study:
    """Run the desk study of a plant and write it to a folder.

    Parameters
    ----------
    path
        Plant folder or workbook.
    out
        Folder to write: ``report.html``, ``figures.json``, ``tables.xlsx``, ``runs/*.parquet``.
    precision
        Half-width of the 95 % interval of weekly output, as a share of it, to be reached.
    replications
        Least number of replications of each scenario.
    executor
        Where replications run; None runs them one after another.
    lang
        Language of the report, ``fr`` or ``en``.
    progress
        Called with what is being done, how much is done and how much there is.

    Returns
    -------
    Study
        Where the files are, the ten lines, and what was run.

    Raises
    ------
    InputError
        With every problem of the plant's files.
    ModelError
        When the plant as it is today cannot be simulated.
    """
    words = language(lang)
    tracker = Tracker(progress)
    field = gather(
        Path(path),
        Path(out),
        precision=precision,
        replications=replications,
        executor=executor,
        tracker=tracker,
    )
    book = FigureBook(field.plant.seed)
    enter_all(field, book)
    choice = choose(field, book)
    examined = choice.case if choice else field.today
    turns = probe(
        field,
        examined,
        Path(out),
        replications=replications,
        executor=executor,
        tracker=tracker,
    )
    reversals = enter_reversals(field, book, examined, turns)

    contents = (
        mandate(field, book),                                                  #  1
        data_received(field, book),                                            #  2
        plant_and_motive(field, book),                                         #  3
        work_observed(field, book),                                            #  4
        demand_and_capacity(field, book),                                      #  5
        people_needed(field, book),                                            #  6
        survey(field, book),                                                   #  7
        scenarios(field, book),                                                #  8
        schedules_and_law(field, book),                                        #  9
        cost_and_aid(field, book),                                             # 10
        output_and_delivery(field, book),                                      # 11
        who_bears_it(field, book),                                             # 12
        health_and_load(field, book),                                          # 13
        alternatives(field, book),                                             # 14
        mobility_and_training(field, book),                                    # 15
        conditions(field, book, choice, reversals),                            # 16
        opinions(field, book),                                                 # 17
        annex(field, book, reversals),                                         # 18
    )  # fmt: skip
    document = Document(
        title=say("page.title", name=in_words(field.plant, field.plant.name)),
        is_fictional=field.is_fictional,
        lines=ten_lines(field, book, choice, reversals),
        overview=overview(field, book, choice),
        sections=contents,
        facts=facts(field, book),
    )
    return publish(Path(out), document, field, book, words)
