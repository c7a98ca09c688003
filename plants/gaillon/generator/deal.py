"""The opening proposals of both sides: deal/management.yaml, deal/union.yaml.

Every clause is an issue that can be costed, with the range for bargaining.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.frame import Frame
from generator.staff import staff
from generator.writing import write_text


@dataclass(frozen=True, slots=True)
class Issue:
    """One clause: value and words of each side, unit, range for bargaining."""

    id: str
    unit: str
    low: float
    high: float
    management: float
    management_fr: str
    management_en: str
    union: float
    union_fr: str
    union_en: str


ISSUES = (
    Issue("weekly_h", "h a week on average", 32, 39,
          35, "35 h annualisées à {annual_h} h", "35 h annualised at {annual_h} h",
          35, "35 h, cinq jours de 7 h ou 4,5 jours", "35 h, five days of 7 h or 4.5 days"),
    Issue("weekly_swing_h", "h above or below the average", 0, 7,
          7, "semaines de 28 à 42 h", "weeks of 28 to 42 h", 0, "aucune variation", "no swing"),
    Issue("hires", "people in 12 months", 0, 21,
          11, "11 embauches (6 %)", "11 hires (6 %)", 20, "20 embauches (11 %)", "20 hires (11 %)"),
    Issue("pay_growth_share_year", "share a year", -0.03, 0.03,
          0.0, "gel de 24 mois", "freeze for 24 months",
          0.02, "pas de perte, + 2 % par an", "no loss, +2 % a year"),
    Issue("paid_break_min", "minutes a shift", 0, 20,
          0, "pauses non payées", "breaks unpaid", 20, "20 min de pause payées",
          "20 min break paid"),
    Issue("saturdays", "mornings a year", 0, 12,
          8, "8 samedis matin par an", "8 Saturday mornings a year",
          0, "volontaires seulement, + 50 %", "volunteers only, +50 %"),
    Issue("notice_days", "days before a change of hours", 1, 30,
          3, "3 jours", "3 days", 14, "14 jours", "14 days"),
    Issue("early_exits", "people, each replaced", 0, 10,
          0, "aucun", "none", 5, "5 départs anticipés remplacés", "5 early exits, each replaced"),
    Issue("no_dismissal_months", "months without economic dismissal", 0, 36,
          0, "aucune garantie", "none", 24, "24 mois", "24 months"),
    Issue("training_days", "days a year in working time", 0, 5,
          0, "sur le poste", "on the post", 3, "3 jours par an, un second poste",
          "3 days a year, a second post"),
    Issue("review", "joint committee each quarter (1 yes, 0 no)", 0, 1,
          0, "aucun suivi", "none", 1, "commission paritaire, mêmes chiffres",
          "joint committee, same figures"),
)  # fmt: skip


def _proposal(frame: Frame, side: str, title_fr: str, title_en: str) -> str:
    lines = [
        "# Fictional plant. Opening proposal; every clause is a costed issue.",
        f"side: {side}",
        f'title: {{fr: "{title_fr}", en: "{title_en}"}}',
        "clauses:",
    ]
    for issue in ISSUES:
        annual_h = f"{frame.terms.annual_h:,}".replace(",", " ")
        fr, en = (
            getattr(issue, f"{side}_{language}").format(annual_h=annual_h)
            for language in ("fr", "en")
        )
        lines += [
            f"  - issue: {issue.id}",
            f"    value: {getattr(issue, side):g}",
            f"    unit: {issue.unit}",
            f"    range: [{issue.low:g}, {issue.high:g}]",
            f'    text: {{fr: "{fr}", en: "{en}"}}',
        ]
    return "\n".join(lines) + "\n"


def write(folder: Path, frame: Frame) -> None:
    """Write both proposals and the management's second file, the list of S5."""
    deal = folder / "deal"
    write_text(
        deal / "management.yaml",
        _proposal(frame, "management", "Proposition de la direction", "Proposal of the management"),
    )
    write_text(
        deal / "union.yaml",
        _proposal(frame, "union", "Proposition du syndicat", "Proposal of the union"),
    )
    listed = [w.person for w in staff(frame)[0] if w.on_exit_list]
    write_text(
        deal / "management_list.yaml",
        "# Fictional plant. The second file of the management: the layoffs of S5.\n"
        "# The questionnaire must never appear among the sources of this list.\n"
        "side: management\nscenario: S5\n"
        f"people: [{', '.join(listed)}]\n"
        "sources: [people.csv, operations.csv, scenarios/S5.yaml]\n",
    )
