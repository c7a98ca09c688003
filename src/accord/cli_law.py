"""``accord law``: the rules of law, their dated numbers, and what they give for a case."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accord import terminal
from accord.errors import NeedsError

if TYPE_CHECKING:
    from accord.law import Outcome

__all__ = ["app"]

LANGUAGES = ("en", "fr")

app = typer.Typer(
    no_args_is_help=True,
    help="Look up rules of law, their dated numbers and articles; compute them.",
)

Json = Annotated[bool, typer.Option("--json", help="Write the result as JSON to standard output.")]
Lang = Annotated[str, typer.Option(help="Language of titles and derivations: fr or en.")]
Day = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="Date whose law applies (default: that of the case, else the last version known).",
    ),
]


@app.command("list")
def list_rules(
    prefix: Annotated[str, typer.Argument(help="Only ids that begin so: fr, fr.severance.")] = "",
    *,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """List the rules, the parameter files and the families of cases, each with its status.

    A rule is computed from facts. A parameter file holds dated numbers that rules read. A family
    of cases is another program's: its rules answer a file of them. Draft: a text was not read.
    """
    with terminal.errors_told(is_json=json_):
        from accord.law.catalogue import catalogue, nothing_called

        _check_language(lang)
        rows = catalogue(prefix)
        if not rows:
            raise nothing_called(prefix)
        if json_:
            terminal.as_json([row.as_dict() for row in rows])
        else:
            for row in rows:
                terminal.write(row.text(lang))


@app.command()
def show(
    rule: Annotated[str, typer.Argument(help="Id of a rule, parameter file or family of cases.")],
    *,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """Show a rule: its facts, every version of its numbers with article, status and source."""
    with terminal.errors_told(is_json=json_):
        from accord.law.catalogue import describe

        _check_language(lang)
        found = describe(rule)
        if json_:
            terminal.as_json(found.as_dict())
        else:
            terminal.write(found.text(lang))


@app.command()
def compute(
    rule: Annotated[str, typer.Argument(help="Id of a rule or family of cases.")],
    *,
    cases: Annotated[
        Path | None,
        typer.Option(
            help="JSON list of cases (id, inputs) of the family RULE, or with the facts of RULE."
        ),
    ] = None,
    facts: Annotated[
        list[str] | None,
        typer.Option(
            "--facts",
            "--fact",
            help="A fact of RULE: wage_month=2500, wage_month=9500FRF, is_economic=yes, "
            "hire_date=1990-01-15. Repeat it; `accord law show RULE` names them.",
        ),
    ] = None,
    on: Day = None,
    lang: Lang = "en",
    json_: Json = False,
) -> None:
    """Compute a rule for the facts given, or for every case of a file.

    With --cases and --json one list is written: id, value or values in the case's own keys, unit,
    needs (facts that are missing, with reason and article) and trace. Exit code 2 says that a fact
    cannot be, or that a single computation lacks one.
    """
    with terminal.errors_told(is_json=json_):
        _check_language(lang)
        if cases is not None:
            if facts:
                raise NeedsError("law compute: give --cases or --facts, not both")
            _compute_cases(rule, cases, on=_day(on), lang=lang, is_json=json_)
        else:
            _compute_one(rule, facts or [], on=_day(on), lang=lang, is_json=json_)


def _check_language(lang: str) -> None:
    if lang not in LANGUAGES:
        raise NeedsError(f"--lang: {lang!r} is not one of {', '.join(LANGUAGES)}")


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _compute_cases(rule: str, path: Path, *, on: date | None, lang: str, is_json: bool) -> None:
    from accord.law.cases import answer_cases, find_family, read_cases

    find_family(rule)
    answers = answer_cases(read_cases(path, rule, on=on))
    if is_json:
        terminal.as_json([answer.as_dict() for answer in answers])
    else:
        for answer in answers:
            terminal.write(answer.text(lang))
    if any(answer.error for answer in answers):
        raise SystemExit(terminal.EXIT_INPUT)


def _compute_one(rule: str, words: list[str], *, on: date | None, lang: str, is_json: bool) -> None:
    from accord.law.cases import refuse_family
    from accord.law.engine import compute as compute_rule
    from accord.law.reading import read_facts
    from accord.law.registry import last_known

    refuse_family(rule)
    facts = read_facts(rule, words)
    found = compute_rule(rule, facts, on=on or last_known(rule))
    if is_json:
        terminal.as_json(outcome_dict(found, is_asked=on is not None))
    else:
        terminal.write(found.explain(lang, is_asked=on is not None))
    if found.needs:
        raise SystemExit(terminal.EXIT_INPUT)


def outcome_dict(outcome: Outcome, *, is_asked: bool = True) -> dict[str, object]:
    """Give an outcome as plain data; ``law`` says which version where no date was asked for."""
    from accord.law.cases.records import need_dict, refusals_of, trace_of

    return {
        "rule": outcome.rule,
        "on": outcome.on.isoformat(),
        "law": outcome.law_told("en", is_asked=is_asked),
        "value": outcome.value,
        "unit": outcome.currency or outcome.unit,
        "currency": outcome.currency,
        "needs": [need_dict(need) for need in outcome.needs],
        "refusals": refusals_of(outcome),
        "articles": list(outcome.articles),
        "status": outcome.status,
        "trace": trace_of(outcome),
    }
