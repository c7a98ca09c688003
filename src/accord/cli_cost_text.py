"""Answers of ``accord cost`` in words and tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from accord.cli_cost_data import aid_and_reliefs, change_of, sums_of, years_of
from accord.cost import missing_words
from accord.law import DRAFT
from accord.study.language import language

if TYPE_CHECKING:
    from accord.cost import Condition, CostLine, CostResult
    from accord.law import Need
    from accord.study import ScenarioPrice

__all__ = ["as_text"]

GROUPS: Final = {
    "pay": ("paie", "pay"),
    "contributions": ("cotisations patronales", "employer contributions"),
    "relief": ("allègements", "reliefs"),
    "overtime": ("heures supplémentaires", "overtime"),
    "hires": ("embauches", "hires"),
    "exits": ("départs", "exits"),
    "investment": ("investissement", "investment"),
    "scrap": ("rebuts", "scrap"),
    "late": ("retards", "late orders"),
    "aid": ("aides", "aid"),
}
WORDS: Final = {
    "colon": (" :", ":"),
    "title": (
        "{name} : {title}, à partir du {start}, en {currency}",
        "{name}: {title}, from {start}, in {currency}",
    ),
    "base": ("base", "base year"),
    "year": ("année {n}", "year {n}"),
    "total": ("total", "total"),
    "kept": ("aujourd'hui gardé tel quel", "today kept as it is"),
    "change": ("écart", "change"),
    "state": (
        "dont aides et allègements perdus (+) ou gagnés (−)",
        "of it aid and reliefs lost (+) or gained (−)",
    ),
    "gaps": (
        "PRIX INCOMPLET : aucune somme. Manque {missing}. Ne sont pas montrés : totaux, écart avec "
        "aujourd'hui, aides et allègements, retour, seuil, coût par pièce. Les lignes "
        "connues ne s'additionnent pas.",
        "INCOMPLETE PRICE: nothing is added up. Missing {missing}. Not shown: totals, change from "
        "today, aid and reliefs, payback, break-even, cost of a piece. The lines that are known "
        "do not add up.",
    ),
    "differs": ("Ce qui diffère d'aujourd'hui, par ligne", "What differs from today, line by line"),
    "sum": ("somme", "sum"),
    "conditions": ("Conditions", "Conditions"),
    "met": ("remplie", "met"),
    "not_met": ("non remplie", "not met"),
    "taken": ("sur parole", "taken on word"),
    "needs": ("Manque", "Needed"),
    "notes": ("À savoir", "To know"),
    "beside": (
        "À côté : les scénarios qui répondent au même besoin sans licencier",
        "Beside it: the scenarios that meet the same need and dismiss nobody",
    ),
    "once": ("dont 1 fois", "of it once"),
    "own": (
        "Chaque scénario est comparé à aujourd'hui gardé sur ses propres mois.",
        "Each scenario is set against today kept over its own months.",
    ),
    "exits": ("Départs, par personne", "Exits, by person"),
    "draft": ("à vérifier", "draft"),
    "due": ("dû", "due"),
    "not_due": ("pas dû", "not due"),
    "today_unit": ("aujourd'hui {amount}", "today {amount}"),
    "units": (
        "Dans aucune somme : par pièce, par heure, retour",
        "In no sum: per piece, per hour, payback",
    ),
    "lines": ("Toutes les lignes", "Every line"),
}
NAME_WIDTH: Final = 58
CELL_WIDTH: Final = 13


class _Voice:
    """Words and numbers of one language."""

    def __init__(self, lang: str) -> None:
        self.is_french = lang == "fr"
        self.language = language(lang)

    def __call__(self, word: str, **values: object) -> str:
        return WORDS[word][0 if self.is_french else 1].format(**values)

    def pick(self, french: str, english: str) -> str:
        return french if self.is_french else english

    def value(self, value: object) -> str:
        """Write a value or limit of a condition: a day, a count or a share."""
        if isinstance(value, date):
            return self.language.date(value)
        number = float(str(value))
        return self.language.number(number, 0 if number.is_integer() else 3)

    def row(self, name: str, amounts: list[float]) -> str:
        """Write a name and its amounts; a long name takes a line of its own."""
        cells = "".join(self.language.number(a).rjust(CELL_WIDTH) for a in amounts)
        if len(name) >= NAME_WIDTH:
            return f"{name}\n{'':<{NAME_WIDTH}}{cells}"
        return f"{name:<{NAME_WIDTH}}{cells}"


def as_text(found: ScenarioPrice, lang: str, *, has_lines: bool) -> str:
    """Say what a scenario costs: by group and year, against today, with what it rests on."""
    say = _Voice(lang)
    result, scenario = found.result, found.scenario
    title = say.pick(scenario.title_fr, scenario.title_en) or scenario.name
    text = [
        say(
            "title",
            name=scenario.name,
            title=title,
            start=say.language.date(scenario.start),
            currency=result.currency,
        )
    ]
    if found.gaps:
        text += ["", say("gaps", missing=say.pick(*missing_words(found.gaps)))]
    if found.gate.is_open:  # closed, every sum lacks those who leave
        text += [] if found.gaps else ["", *_roll_up(found, say)]
        text += ["", *_difference(found, say)]
    if found.gate.layoffs:
        text += ["", *_beside(found, say)]
    ratios = [line for line in result.lines if line.kind == "ratio"]
    if ratios:
        text += ["", say("units"), *(_ratio(line, found.today, say) for line in ratios)]
    if result.conditions:
        text += ["", say("conditions"), *(_condition(c, say) for c in result.conditions)]
    if has_lines:
        if not result.exits.is_empty():
            text += ["", say("exits"), *_exits(result, say)]
        text += ["", say("lines")]
        text += [row for line in result.lines for row in _line(line, say)]
    if result.needs:
        text += ["", say("needs"), *(_need(need, say) for need in result.needs)]
    if result.notes:
        text += ["", say("notes"), *(f"  - {say.pick(*note)}" for note in result.notes)]
    return "\n".join(text)


def _roll_up(found: ScenarioPrice, say: _Voice) -> list[str]:
    """Lay the groups over the years."""
    result = found.result
    heads = [say("base"), *(say("year", n=n) for n in years_of(result)[1:])]
    rows = [" " * NAME_WIDTH + "".join(h.rjust(CELL_WIDTH) for h in heads)]
    known = {group for price in (result, found.today) for group in price.years["group"]}
    for group in (*(g for g in GROUPS if g in known), None):
        name = say("total") if group is None else say.pick(*GROUPS[group])
        # The base year with today's own overtime, which no plan's price has.
        rows.append(say.row(name, [sums_of(found.today, group)[0], *sums_of(result, group)[1:]]))
    rows.append(say.row(say("kept"), sums_of(found.today)))
    rows.append(say.row(say("change"), change_of(result, found.today, with_base=True)))
    rows.append(say.row(say("state"), [0.0, *aid_and_reliefs(found)]))
    return rows


def _difference(found: ScenarioPrice, say: _Voice) -> list[str]:
    """Say line by line and year by year what differs from today."""
    table = found.difference
    years = sorted(table["year"].unique().to_list()) if found.gaps else years_of(found.result)[1:]
    heads = [*(say("year", n=n) for n in years), say("sum")]
    rows = [
        say("differs"),
        " " * NAME_WIDTH + "".join(h.rjust(CELL_WIDTH) for h in heads),
    ]
    label = "label_fr" if say.is_french else "label_en"
    both = (*found.result.lines, *found.today.lines)
    drafts = {line.id for line in both if line.status == DRAFT}
    for id_ in dict.fromkeys(table["line"].to_list()):
        own = table.filter(pl.col("line") == id_)
        by_year = dict(own.select("year", "difference").iter_rows())
        amounts = [by_year.get(year, 0.0) for year in years]
        article = str(own["article"][0])
        mark = f"; {say('draft')}" if id_ in drafts else ""
        name = str(own[label][0])
        rows.append(say.row(name, [*amounts, sum(amounts)]) + f"  [{article}{mark}]")
    if found.gaps:
        return rows
    totals = [float(table.filter(pl.col("year") == y)["difference"].sum()) for y in years]
    rows.append(say.row(say("total"), [*totals, sum(totals)]))
    return rows


def _beside(found: ScenarioPrice, say: _Voice) -> list[str]:
    """Set the change of cost beside that of the scenarios that dismiss nobody."""
    rows = [say.pick(*found.gate.says)]
    if found.gaps or not found.gate.is_open:
        return rows
    years = years_of(found.result)[1:]
    heads = [*(say("year", n=n) for n in years), say("sum"), say("once")]
    rows += ["", say("beside"), " " * NAME_WIDTH + "".join(h.rjust(CELL_WIDTH) for h in heads)]
    pairs = [(found.result, found.today), *((x.result, x.today) for x in found.alternatives)]
    for result, today in pairs:
        change = change_of(result, today)
        once = sum(line.amount for line in result.lines if line.kind == "once")
        rows.append(say.row(result.scenario, [*change, sum(change), once]))
    return [*rows, say("own")]


def _exits(result: CostResult, say: _Voice) -> list[str]:
    """Lay out who leaves, how, when, and what it costs."""
    names = [
        name for name in result.exits.columns if result.exits[name].null_count() < len(result.exits)
    ]
    rows = ["  " + "".join(name.rjust(max(len(name) + 2, CELL_WIDTH)) for name in names)]
    for row in result.exits.select(names).iter_rows(named=True):
        cells = [
            ("" if v is None else say.language.number(v) if isinstance(v, float) else str(v)).rjust(
                max(len(name) + 2, CELL_WIDTH)
            )
            for name, v in row.items()
        ]
        rows.append("  " + "".join(cells))
    return rows


def _ratio(line: CostLine, today: CostResult, say: _Voice) -> str:
    label = say.pick(line.label_fr, line.label_en)
    formula = say.pick(line.formula_fr, line.formula_en)
    amount = say.language.amount(line.amount, line.unit)
    same = [x for x in today.lines if x.id == line.id and line.id.startswith("per_")]
    for other in same:
        kept = say.language.amount(other.amount, other.unit)
        amount += f" ({say('today_unit', amount=kept)})"
    return f"  {label}{say('colon')} {amount} = {formula} [{line.article}]"


def _condition(condition: Condition, say: _Voice) -> str:
    words = ("due", "not_due") if condition.is_threshold else ("met", "not_met")
    met = say(words[0] if condition.is_met else words[1])
    if condition.status == "assumption":
        met = say("taken")
    values = ""
    if condition.status != "assumption":
        values = f" ({say.value(condition.value)}; {say.value(condition.limit)})"
    text = say.pick(condition.text_fr, condition.text_en)
    return f"  {text}{values}{say('colon')} {met} [{condition.article}]"


def _line(line: CostLine, say: _Voice) -> list[str]:
    label = say.pick(line.label_fr, line.label_en)
    formula = say.pick(line.formula_fr, line.formula_en)
    inputs = "; ".join(f"{name} {value}" for name, value in line.inputs)
    return [
        f"  {line.id}: {say.language.amount(line.amount, line.unit)}{_bounds(line, say)} "
        f"({line.kind}) {label}",
        f"    = {formula}",
        f"    {inputs} [{line.article}; {line.status}]",
    ]


def _bounds(line: CostLine, say: _Voice) -> str:
    if line.low == line.high:
        return ""
    ends = (say.language.amount(end, line.unit, with_unit=False) for end in (line.low, line.high))
    return " [{} … {}]".format(*ends)


def _need(need: Need, say: _Voice) -> str:
    who = f" ({len(need.people)}: {', '.join(need.people[:3])})" if need.people else ""
    why = say.pick(need.why_fr or need.why, need.why)
    return f"  {need.fact}{who}{say('colon')} {why} [{need.article}]"
