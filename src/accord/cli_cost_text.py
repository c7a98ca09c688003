"""Answers of ``accord cost`` in words and tables, and as plain data."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from accord.study.language import language

if TYPE_CHECKING:
    from accord.cost import Condition, CostLine, CostResult
    from accord.law import Need
    from accord.study import ScenarioPrice

__all__ = ["as_data", "as_text"]

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
        "dont l'État et les organismes (aides, allègements)",
        "of it paid by the State (aid, reliefs)",
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
    "due": ("seuil atteint : dû", "threshold reached: due"),
    "not_due": ("seuil non atteint : pas dû", "threshold not reached: not due"),
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
    if found.gate.is_open:  # closed, every sum lacks those who leave
        text += ["", *_roll_up(found, say), "", *_difference(found, say)]
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
        text += ["", say("needs"), *(_need(need) for need in result.needs)]
    if result.notes:
        text += ["", say("notes"), *(f"  - {say.pick(*note)}" for note in result.notes)]
    return "\n".join(text)


def _years(result: CostResult) -> list[int]:
    return sorted({int(y) for y in result.years["year"].to_list()} | {0, 1})


def _sums(result: CostResult, group: str | None = None) -> list[float]:
    """Sum a group (None: all) by year, the base year first."""
    rows = result.years if group is None else result.years.filter(pl.col("group") == group)
    sums = rows.group_by("year").agg(pl.col("amount").sum())
    by_year = {int(year): float(amount) for year, amount in sums.iter_rows()}
    return [by_year.get(year, 0.0) for year in _years(result)]


def _roll_up(found: ScenarioPrice, say: _Voice) -> list[str]:
    """Lay the groups over the years."""
    result = found.result
    heads = [say("base"), *(say("year", n=n) for n in _years(result)[1:])]
    rows = [" " * NAME_WIDTH + "".join(h.rjust(CELL_WIDTH) for h in heads)]
    known = {group for price in (result, found.today) for group in price.years["group"]}
    for group in (*(g for g in GROUPS if g in known), None):
        name = say("total") if group is None else say.pick(*GROUPS[group])
        base = _sums(found.today, group)[0]  # with today's own overtime, which no plan's price has
        rows.append(say.row(name, [base, *_sums(result, group)[1:]]))
    rows.append(say.row(say("kept"), _sums(found.today)))
    rows.append(say.row(say("change"), _change(result, found.today, with_base=True)))
    state = [_paid_by_state(r) for r in (result, found.today)]
    rows.append(say.row(say("state"), [0.0, *(a - b for a, b in zip(*state, strict=False))]))
    return rows


def _change(result: CostResult, today: CostResult, *, with_base: bool = False) -> list[float]:
    """Give what a price changes from today by year, the base year first if it is asked for."""
    pairs = zip(_sums(result)[1:], _sums(today)[1:], strict=False)
    return [*([0.0] if with_base else []), *(a - b for a, b in pairs)]


def _paid_by_state(result: CostResult) -> list[float]:
    """Sum aid and every line of relief by year."""
    rows = result.months.filter(
        pl.col("line").str.starts_with("aid.") | pl.col("line").str.ends_with(".relief")
    )
    first = _first_month(result)
    years = _years(result)[1:]
    month = (pl.col("month").dt.year() * 12 + pl.col("month").dt.month() - first) // 12 + 1
    sums = dict(rows.group_by(month.alias("year")).agg(pl.col("amount").sum()).iter_rows())
    return [float(sums.get(year, 0.0)) for year in years]


def _first_month(result: CostResult) -> int:
    month = result.people_months["month"].min()
    if not isinstance(month, date):
        return 0
    return month.year * 12 + month.month


def _difference(found: ScenarioPrice, say: _Voice) -> list[str]:
    """Say line by line and year by year what differs from today."""
    table = found.difference
    years = _years(found.result)[1:]
    heads = [*(say("year", n=n) for n in years), say("sum")]
    rows = [
        say("differs"),
        " " * NAME_WIDTH + "".join(h.rjust(CELL_WIDTH) for h in heads),
    ]
    label = "label_fr" if say.is_french else "label_en"
    for id_ in dict.fromkeys(table["line"].to_list()):
        own = table.filter(pl.col("line") == id_)
        by_year = dict(own.select("year", "difference").iter_rows())
        amounts = [by_year.get(year, 0.0) for year in years]
        article = str(own["article"][0])
        rows.append(say.row(str(own[label][0]), [*amounts, sum(amounts)]) + f"  [{article}]")
    totals = [float(table.filter(pl.col("year") == y)["difference"].sum()) for y in years]
    rows.append(say.row(say("total"), [*totals, sum(totals)]))
    return rows


def _beside(found: ScenarioPrice, say: _Voice) -> list[str]:
    """Set the change of cost beside that of the scenarios that dismiss nobody."""
    rows = [say.pick(*found.gate.says)]
    if not found.gate.is_open:
        return rows
    years = _years(found.result)[1:]
    heads = [*(say("year", n=n) for n in years), say("sum"), say("once")]
    rows += ["", say("beside"), " " * NAME_WIDTH + "".join(h.rjust(CELL_WIDTH) for h in heads)]
    pairs = [(found.result, found.today), *((x.result, x.today) for x in found.alternatives)]
    for result, today in pairs:
        change = _change(result, today)
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


def _need(need: Need) -> str:
    who = f" ({len(need.people)}: {', '.join(need.people[:3])})" if need.people else ""
    return f"  {need.fact}{who}: {need.why} [{need.article}]"


def as_data(found: ScenarioPrice) -> dict[str, object]:
    """Give the price as plain data: everything the text says, by month and by person too."""
    return {
        "plant": found.plant.name,
        "currency": found.result.currency,
        "from": found.scenario.start.isoformat(),
        "scenario": _result(found.result),
        "today": _result(found.today),
        "difference": found.difference.to_dicts(),
        "gate": {
            "layoffs": found.gate.layoffs,
            "is_open": found.gate.is_open,
            "says": dict(zip(("fr", "en"), found.gate.says, strict=True)),
        },
        "alternatives": [
            {**_result(other.result), "today": _result(other.today)} for other in found.alternatives
        ],
    }


def _result(result: CostResult) -> dict[str, object]:
    return {
        "name": result.scenario,
        "lines": [asdict(line) for line in result.lines],
        "years": result.years.to_dicts(),
        "months": result.months.to_dicts(),
        "people_months": result.people_months.to_dicts(),
        "exits": result.exits.to_dicts(),
        "conditions": [asdict(c) for c in result.conditions],
        "needs": [asdict(need) for need in result.needs],
        "notes": [{"fr": fr, "en": en} for fr, en in result.notes],
    }
