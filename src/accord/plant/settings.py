"""The head of a plant: ``plant.yaml``, or the sheet ``plant`` of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from accord.errors import Problem
from accord.plant.labels import read_labels
from accord.plant.records import Closure, FlowRules, Payroll, Plant, Prices, Release
from accord.plant.scenario_rows import read_overtime
from accord.plant.values import read_date
from accord.plant.yamlfile import Form, Node

__all__ = ["ASSUMED", "SETTINGS", "SETTINGS_FR", "UNKNOWN_DAY", "read_settings"]

UNKNOWN_DAY = date(2000, 1, 3)
"""Stands for ``on`` while it is missing; rules about that day are then left out."""

SETTINGS: dict[str, str] = {
    "name": "name of the plant",
    "country": "country whose law applies, two letters (fr)",
    "currency": "currency of all amounts (EUR, FRF)",
    "on": "date whose law applies; the simulation starts there; a Monday",
    "branch_agreement": "branch agreement that applies, if any",
    "weekly_h": "collective weekly hours",
    "seed": "seed of all random draws",
    "release": "how orders enter the shop: push, or {conwip: n} with at most n lots inside",
    "calendar": "holidays: [dates]; closed: [first..last reason, ...]",
    "rules": "shift_end, break_rule, long_task_end: finish, preempt, handover, no_start; "
    "at_failure: stay, until_off, free",
    "employer_charges_share": "employer charges as a share of gross wages, where payroll is not "
    "given",
    "payroll": "what the law leaves to the plant: accident_share, transport_share, "
    "apprentice_share (0 to 1), plan_employer_month, plan_employee_month (money a person)",
    "prices": "recruiting (a hire), scrap_piece (a piece), late_order_day (an order and day late)",
    "absence_share": "share of working time lost to sickness, where no row says otherwise",
    "horizon_weeks": "weeks simulated",
    "warm_up_weeks": "first weeks not counted in results",
    "labels": "what words of these files are called: {press operator: {fr: opérateur sur presse}}",
    "overtime": "extra shifts worked when the backlog calls for them",
    "effects": "effects of people on times: {learning: prior}; learning, fatigue, spread, peers, "
    "mentoring, walking: off (assumed), prior, low, high",
}
"""Keys of ``plant.yaml`` and what they say."""

SETTINGS_FR: dict[str, str] = {
    "name": "nom de l'usine",
    "country": "pays dont le droit s'applique, deux lettres (fr)",
    "currency": "monnaie de tous les montants (EUR, FRF)",
    "on": "date dont le droit s'applique ; la simulation y commence ; un lundi",
    "branch_agreement": "convention de branche qui s'applique, s'il y en a une",
    "weekly_h": "durée collective hebdomadaire, en heures",
    "seed": "graine de tous les tirages au hasard",
    "release": "entrée des commandes dans l'atelier : push, ou {conwip: n} avec n lots au plus",
    "calendar": "holidays : [dates] ; closed : [premier..dernier motif, ...]",
    "rules": "shift_end, break_rule, long_task_end : finish, preempt, handover, no_start ; "
    "at_failure : stay, until_off, free",
    "employer_charges_share": "charges patronales, part du salaire brut, si payroll manque",
    "payroll": "ce que la loi laisse à l'usine : accident_share, transport_share, "
    "apprentice_share (0 à 1), plan_employer_month, plan_employee_month (par personne)",
    "prices": "recruiting (par embauche), scrap_piece (par pièce rebutée), late_order_day (par "
    "commande et jour de retard)",
    "absence_share": "part du temps de travail perdue pour maladie, sauf ligne contraire",
    "horizon_weeks": "semaines simulées",
    "warm_up_weeks": "premières semaines, hors des résultats",
    "labels": "comment s'appellent les mots des fichiers : {press operator: {fr: opérateur}}",
    "overtime": "postes supplémentaires faits quand le retard l'exige",
    "effects": "effets des personnes sur les temps : {learning: prior} ; learning, fatigue, "
    "spread, peers, mentoring, walking : off (supposé), prior, low, high",
}
"""The same in French."""

ASSUMED: dict[str, str] = {
    "seed": "1", "release": "push", "horizon_weeks": "104", "warm_up_weeks": "4",
}  # fmt: skip
"""Values assumed for keys that are not given; each use is reported."""

RULE_WORDS = ("finish", "preempt", "handover", "no_start")
FAILURE_WORDS = ("stay", "until_off", "free")
EFFECTS = ("learning", "fatigue", "spread", "peers", "mentoring", "walking")
EFFECT_WAYS = ("off", "prior", "low", "high")
PAYROLL_SHARES = ("accident", "transport", "apprentice")
PRICES = ("recruiting", "scrap_piece", "late_order_day")
_RANGE = re.compile(r"(\S+?)\s*\.\.\s*(\S+)(?:\s+(.*))?")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read_settings(root: Node, problems: list[Problem]) -> Plant:
    """Read the head of a plant; what is wrong or assumed is added to ``problems``.

    Parameters
    ----------
    root
        The tree of ``plant.yaml``.
    problems
        The list that collects problems.

    Returns
    -------
    Plant
        A plant with its head only; required values that are missing hold neutral ones, and a
        problem says so.
    """
    form = Form(root, problems)
    on = form.date("on", required=True)
    if on is not None and on.weekday() != 0:
        monday = on - timedelta(days=on.weekday())
        form.complain(
            root.entries["on"].place,
            f"on is {on} (a {DAY_NAMES[on.weekday()]})",
            "the simulation starts on a Monday",
            f"Write {monday}.",
        )
    plant = Plant(
        name=form.text("name", required=True),
        country=_country(form),
        currency=form.text("currency", required=True),
        on=on or UNKNOWN_DAY,
        weekly_h=form.number("weekly_h", low=1, high=60, required=True) or 1.0,
        branch_agreement=form.text("branch_agreement"),
        seed=_whole(form, "seed", 0, 2**63 - 1, 1),
        release=_release(form),
        closures=tuple(sorted(_closures(form), key=lambda c: (c.first, c.last))),
        rules=_flow_rules(form),
        employer_charges_share=form.number("employer_charges_share", low=0, high=2),
        absence_share=form.number("absence_share", low=0, high=0.9),
        horizon_weeks=_whole(form, "horizon_weeks", 1, 1040, 104),
        warm_up_weeks=_whole(form, "warm_up_weeks", 0, 520, 4),
        overtime=tuple(r for line in form.forms("overtime") if (r := read_overtime(line))),
        labels=read_labels(form),
        effects=_effects(form),
        payroll=_payroll(form),
        prices=_prices(form),
        at=form.place,
    )
    form.close()
    absent = [f"{key} {value}" for key, value in ASSUMED.items() if root.get(key) is None]
    if absent:
        form.complain(
            form.place,
            f"{', '.join(absent)} assumed",
            "these keys are not given",
            "Add them if that is not so.",
            "note",
            french=(
                f"{', '.join(absent)} : valeurs supposées",
                "ces clés ne sont pas données",
                "Ajoutez-les si ce n'est pas le cas.",
            ),
        )
    if plant.absence_share is None:
        form.complain(
            form.place,
            "absence_share is not given: no absence is supposed but the rows of absences",
            "share of working time lost to sickness, where no row says otherwise",
            "Enter it; without it capacity is overstated.",
            "note",
            french=(
                "absence_share n'est pas donné : aucune absence n'est supposée, hors les lignes "
                "d'absences",
                "part du temps de travail perdue pour maladie, où aucune ligne ne dit autrement",
                "Donnez-le ; sans lui la capacité est surestimée.",
            ),
        )
    if plant.warm_up_weeks >= plant.horizon_weeks:
        form.complain(
            form.place,
            f"warm_up_weeks is {plant.warm_up_weeks}",
            f"it must be below horizon_weeks ({plant.horizon_weeks})",
            "Lower it.",
        )
    return plant


def _whole(form: Form, key: str, low: int, high: int, default: int) -> int:
    found = form.whole(key, low=low, high=high)
    return default if found is None else found


def _country(form: Form) -> str:
    def read(text: str) -> str:
        if not re.fullmatch(r"[A-Za-z]{2}", text.strip()):
            raise ValueError("a country is two letters")
        return text.strip().lower()

    return form.value("country", read, "two letters such as fr", required=True) or ""


def _release(form: Form) -> Release:
    node = form.raw("release")
    if node is None:
        return Release()
    if node.kind == "map":
        inner = Form(node, form.problems)
        limit = inner.whole("conwip", low=1, high=1_000_000, required=True)
        inner.close()
        return Release("conwip", limit or 1)
    form.choice("release", ("push",))
    return Release()


def _flow_rules(form: Form) -> FlowRules:
    inner = form.form("rules")
    if inner is None:
        return FlowRules()
    usual = FlowRules()
    rules = FlowRules(
        inner.choice("shift_end", RULE_WORDS, usual.shift_end),
        inner.choice("break_rule", RULE_WORDS, usual.break_rule),
        inner.choice("long_task_end", RULE_WORDS, usual.long_task_end),
        inner.choice("at_failure", FAILURE_WORDS, usual.at_failure),
    )
    inner.close()
    return rules


def _payroll(form: Form) -> Payroll | None:
    inner = form.form("payroll")
    if inner is None:
        return None
    found = Payroll(
        *(inner.number(f"{key}_share", low=0, high=1) for key in PAYROLL_SHARES),
        *(inner.number(f"plan_{key}_month", low=0, high=1e6) for key in ("employer", "employee")),
    )
    inner.close()
    return found


def _prices(form: Form) -> Prices | None:
    inner = form.form("prices")
    if inner is None:
        return None
    found = Prices(*(inner.number(key, low=0, high=1e9) for key in PRICES))
    inner.close()
    return found


def _effects(form: Form) -> tuple[tuple[str, str], ...]:
    inner = form.form("effects")
    if inner is None:
        return ()
    ways = tuple((name, inner.choice(name, EFFECT_WAYS, "off")) for name in EFFECTS)
    inner.close()
    return tuple((name, way) for name, way in ways if way != "off")


def _closures(form: Form) -> Iterator[Closure]:
    """Read ``calendar``: holidays (one day each) and closed periods."""
    calendar = form.form("calendar")
    if calendar is None:
        return
    for key in ("holidays", "closed"):
        for node in calendar.nodes(key):
            closure = _closure(form, node)
            if closure is not None:
                yield closure
    calendar.close()


def _closure(form: Form, node: Node) -> Closure | None:
    text = node.text.strip()
    try:
        if found := _RANGE.fullmatch(text):
            first, last = read_date(found.group(1)), read_date(found.group(2))
            reason = (found.group(3) or "").strip()
        else:
            day, _, reason = text.partition(" ")
            first = last = read_date(day)
            reason = reason.strip() or "holiday"
    except ValueError as error:
        form.complain(
            node.place,
            f"{node.path} is {text!r}",
            str(error),
            "Write 1999-05-13 or '1999-08-02..1999-08-22 summer'.",
        )
        return None
    if last < first:
        form.complain(
            node.place,
            f"{node.path} is {text!r}",
            "the last day is not before the first",
            "Swap the two dates.",
        )
        return None
    return Closure(first, last, reason)
