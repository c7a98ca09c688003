"""Labels: what words of a plant's files are called in the languages of the report.

A plant is written in one language and read in two. ``labels`` of ``plant.yaml`` gives the other
form of its name, its jobs and categories, its areas and what its scenarios invest in.
"""

from __future__ import annotations

from collections.abc import Iterator

from accord.errors import Problem
from accord.plant.records import Label, Plant
from accord.plant.values import suggest
from accord.plant.yamlfile import Form

__all__ = ["check_labels", "labelled_words", "read_labels"]


def read_labels(form: Form) -> tuple[Label, ...]:
    """Read the key ``labels`` of the settings: ``{word: {fr: ..., en: ...}}``."""
    labels = form.form("labels")
    if labels is None:
        return ()
    return tuple(
        Label(word, labels.words(word, required=True, other=word), at=place)
        for word, place in labels.node.keys.items()
    )


def labelled_words(plant: Plant) -> set[str]:
    """Return the words of a plant that a label may be given for."""
    words = {plant.name}
    words |= {word for person in plant.people for word in (person.job, person.category)}
    words |= {station.area for station in plant.stations}
    for scenario in plant.scenarios:
        words |= {word for hire in scenario.hires for word in (hire.job, hire.category)}
        words |= {station.area for station in scenario.stations}
        words |= {investment.what for investment in scenario.investment}
    return words - {""}


def check_labels(plant: Plant) -> Iterator[Problem]:
    """Warn about labels of words that the plant does not have.

    Parameters
    ----------
    plant
        The plant with its scenarios.
    """
    known = labelled_words(plant)
    for label in plant.labels:
        if label.word not in known:
            yield Problem(
                label.at,
                f"label of {label.word!r}, which the plant does not have",
                "labels are for the plant's name, its jobs, categories, areas, investments",
                suggest(label.word, known),
                "warning",
                french=(
                    f"libellé de {label.word!r}, que l'usine n'a pas",
                    "les libellés sont pour le nom de l'usine, ses métiers, catégories, ateliers, "
                    "investissements",
                    suggest(label.word, known, is_french=True),
                ),
            )
