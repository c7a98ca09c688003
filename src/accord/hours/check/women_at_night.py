"""Night work of women in industry: who is concerned, and whether the day fits outside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from accord.errors import Place
from accord.hours.check.wording import sentence
from accord.hours.duties import DAY_MIN, Cycle
from accord.hours.records import FLAG, LAW, OK, Finding
from accord.law import pack
from accord.plant.records import Plant


def _members(plant: Plant, crew: str) -> set[str]:
    moved = {m.person for m in plant.crew_moves if m.crew == crew}
    return {p.person for p in plant.people if p.crew == crew} | moved


def has_women(plant: Plant, crew: str, needs: list[tuple[str, str]]) -> bool:
    """Say whether women work in a crew; an unknown sex that would decide it becomes a need."""
    members = _members(plant, crew)
    own = [p for p in plant.people if p.person in members]
    # a hire is not yet a person: nobody's sex is asked before there is one
    unknown = [p for p in own if not p.sex and p.present_from is None]
    if unknown and not any(p.sex.upper() == "F" for p in own):
        who = unknown[0].person + (", …" if len(unknown) > 1 else "")
        needs.append(
            (
                f"sexe de {who} (équipe {crew}) : le travail de nuit des femmes dans l'industrie "
                "était restreint (L213-1)",
                f"sex of {who} (crew {crew}): night work of women in industry was restricted "
                "(L213-1)",
            )
        )
    return any(p.sex.upper() == "F" for p in own)


def night_window(plant: Plant, found: tuple[Cycle, ...]) -> Iterator[Finding]:
    """Flag days whose shifts together do not fit between the end and the start of the night."""
    file = pack("fr")["fr.hours.night_women"]
    for since in sorted({cycle.since for cycle in found}):
        version = file.on(since)
        if version is None:
            continue
        own = [
            c
            for c in found
            if c.since == since and not c.with_overtime and has_women(plant, c.crew, [])
        ]
        if not own:
            continue
        open_h = (version.number("from_h") - version.number("to_h")) % 24
        span_h, place = _longest_span(own)
        text_fr, text_en = sentence(
            "fr.hours.night_window", "*", 1, span_h, open_h, with_overtime=False
        )
        yield Finding(
            rule="fr.hours.night_window",
            kind=LAW,
            article=version.article,
            status=version.status,
            crew="*",
            week=1,
            value=span_h,
            limit=open_h,
            unit="h",
            severity=FLAG if span_h > open_h else OK,
            text_fr=text_fr,
            text_en=text_en,
            place=place,
            on=since,
            since=since,
        )


def _longest_span(own: list[Cycle]) -> tuple[float, Place]:
    """Give the longest stretch of one weekday, first start to last end of all crews, in hours."""
    start = np.concatenate([c.start_min for c in own])
    end = np.concatenate([c.end_min for c in own])
    places = [place for c in own for place in c.places]
    weekday = (start // DAY_MIN) % 7
    best, place = 0.0, places[0]
    for day in np.unique(weekday):
        rows = np.flatnonzero(weekday == day)
        midnight = (start[rows] // DAY_MIN) * DAY_MIN
        opens, closes = start[rows] - midnight, end[rows] - midnight
        length_h = float(closes.max() - opens.min()) / 60
        if length_h > best:
            best, place = length_h, places[int(rows[np.argmax(closes)])]
    return best, place
