"""Write the reference pages that say what the code says: tables of a plant, commands, law.

Run ``python docs/make_pages.py`` after a change of a table, a command or a file of law; a test
compares.
"""

from __future__ import annotations

from pathlib import Path

import typer
import yaml

from accord import law
from accord.cli import app
from accord.law.catalogue import tell
from accord.law.parameters import ParameterFile, Version, iter_versions, number
from accord.law.registry import rules_of
from accord.plant.columns import Column, Table, TableUse
from accord.plant.rules import ROW_RULES
from accord.plant.tables import FREE_COLUMNS, TABLES

DOCS = Path(__file__).parent
START = "<!-- made by docs/make_pages.py: change the code, then run it -->\n"
END = "<!-- end of what is made -->\n"


def cell(text: str) -> str:
    """Return text that may stand in a Markdown table."""
    return text.replace("|", "\\|")


def if_empty(column: Column) -> str:
    """Return what an empty cell of a column means."""
    if column.required:
        return "**required**"
    if column.default:
        return f"`{column.default}`, and it is said"
    return column.empty or "unknown"


def limits(column: Column) -> str:
    """Return the range allowed in a column, in words; empty when there is none."""
    low = (
        "" if column.low is None else f"{'above' if column.low_open else 'at least'} {column.low:g}"
    )
    high = "" if column.high is None else f"at most {column.high:,g}"
    return ", ".join(part for part in (low, high) if part)


def rules(table: Table) -> list[str]:
    """Return what the rows of a table must obey, one line a rule."""
    lines = [f"`{', '.join(table.key)}` is given once."] if table.key else []
    lines += [f"`{c.name}` stands in `{c.refers}`." for c in table.columns if c.refers]
    lines += [f"`{rule.column}`: {rule.rule}." for rule in ROW_RULES.get(table.name, ())]
    return list(dict.fromkeys(f"- {line}" for line in lines))


def column_row(column: Column) -> str:
    """Return the row of one column."""
    meaning = column.meaning
    if column.choices:
        meaning += ": " + ", ".join(f"`{choice}`" for choice in column.choices)
    if bounds := limits(column):
        meaning += f" ({bounds})"
    names = ", ".join(f"`{alias}`" for alias in column.aliases)
    cells = (f"`{column.name}`", column.unit, meaning, if_empty(column), names)
    return "| " + " | ".join(cell(text) for text in cells) + " |"


def table_section(table: Table) -> str:
    """Return the section of one table."""
    use = "Required." if table.use is TableUse.REQUIRED else "Optional."
    sheets = ", ".join(f"`{sheet}`" for sheet in table.sheets)
    head = [
        f"## {table.name}",
        "",
        f"{table.meaning} {use} Other names of the file or sheet: {sheets}.",
        "",
        "| column | unit | meaning | if empty | also called |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *map(column_row, table.columns), "", *rules(table), ""])


def tables() -> str:
    """Return the sections of all tables."""
    free = ", ".join(f"`{name}`" for name in FREE_COLUMNS)
    sections = [table_section(table) for table in TABLES.values()]
    return "\n".join(
        [*sections, f"Any table may also carry the columns {free}; nobody reads them.\n"]
    )


def command_section(name: str, command: typer.core.TyperCommand) -> str:
    """Return the section of one command."""
    usage = [f"accord {name}"]
    rows = []
    for parameter in command.params:
        is_option = parameter.param_type_name == "option"
        if parameter.required:
            name_shown = (parameter.name or "").upper()
            usage.append(f"{parameter.opts[0]} {name_shown}" if is_option else name_shown)
        shown = ", ".join(parameter.opts) if is_option else (parameter.name or "").upper()
        default = parameter.default
        said = f" (default: {default})" if is_option and default not in {None, False, ()} else ""
        rows.append(f"| `{shown}` | {cell(getattr(parameter, 'help', None) or '')}{said} |")
    lines = [
        f"## accord {name}",
        "",
        (command.help or "").strip(),
        "",
        f"    {' '.join(usage)}",
        "",
    ]
    if rows:
        lines += ["| argument or option | meaning |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def sections(group: typer.core.TyperGroup, before: str = "") -> list[str]:
    """Return the sections of all commands of a group and of its groups."""
    found = []
    for name, command in sorted(group.commands.items()):
        if isinstance(command, typer.core.TyperGroup):
            found += sections(command, f"{before}{name} ")
        else:
            found.append(command_section(before + name, command))
    return found


def commands() -> str:
    """Return the sections of all commands."""
    return "\n".join(sections(typer.main.get_command(app)))


COUNTRIES = {
    "fr": "France",
    "eu": "European Union",
    "de": "Germany",
    "uk": "United Kingdom",
    "us": "United States",
    "ergo": "Ergonomics (advice of studies, no law)",
}
WORKED = DOCS.parent / "tests" / "reference" / "law"


def worked_cases() -> dict[str, dict[str, object]]:
    """Return the first worked case of each rule; the tests hold its value."""
    found: dict[str, dict[str, object]] = {}
    for path in sorted(WORKED.glob("worked_*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.setdefault(case["rule"], case)
    return found


def fact(value: object) -> object:
    """Return a fact of a worked case; ``4/39`` is a number."""
    if isinstance(value, str) and "/" in value:
        top, _, bottom = value.partition("/")
        return number(top) / number(bottom)
    return value


def derivation(case: dict[str, object]) -> list[str]:
    """Return the worked case of a rule as a derivation."""
    facts = {name: fact(value) for name, value in case["facts"].items()}
    outcome = law.compute(case["rule"], facts, on=case["date"])
    given = ", ".join(f"{name} {value}" for name, value in case["facts"].items())
    return [
        f"Worked example: {case['name']} ({given or 'no facts'}; source: {case['source']}).",
        "",
        "```text",
        outcome.explain("en"),
        "```",
        "",
    ]


def article(version: Version) -> str:
    """Return the article of a version, with its address where there is one."""
    title = cell(version.article)
    return f"[{title}]({version.url})" if version.url else title


def since(file: ParameterFile) -> list[str]:
    """Return the rows of a file's history, the newest first."""
    rows = []
    for version in reversed(file.versions):
        values = "<br>".join(f"`{key}` {tell(node)}" for key, node in version.values.items())
        read = article(version) + (f"<br>{cell(version.note)}" if version.note else "")
        rows.append(f"| {version.since} | {cell(values)} | {read} | {version.status} |")
    return rows


def law_section(file: ParameterFile, examples: dict[str, dict[str, object]]) -> str:
    """Return the section of one parameter file: history, facts, a worked example."""
    about = [f"Unit: {file.versions[-1].unit}."]
    if file.key != "on":
        about.append(f"The version is the one of the date given as `{file.key}`.")
    if file.before:
        about.append(f"Before: {file.before}.")
    if file.ends:
        about.append(f"Ended on {file.ends}.")
    about += [f"Not known from {first} to {last}." for first, last in file.gaps]
    lines = [f"### {file.id}", "", f"{file.title_en} ({file.title_fr}). {' '.join(about)}", ""]
    lines += ["| since | values | article | status |", "|---|---|---|---|", *since(file), ""]
    if file.facts:
        lines += ["| fact | type | why it is asked |", "|---|---|---|"]
        lines += [f"| `{f.name}` | {f.type} | {cell(f.why)} |" for f in file.facts]
        lines.append("")
    if file.id in examples:
        lines += derivation(examples[file.id])
    return "\n".join(lines)


def unchecked() -> list[str]:
    """Return the rows of every version that is a draft."""
    return [
        f"| `{version.id}` | {version.since} | {cell(version.article)} | {cell(version.note)} |"
        for name in COUNTRIES
        for version in iter_versions(law.pack(name))
        if version.status != law.CHECKED
    ]


def statutes() -> str:
    """Return the page of law: what is unchecked, rules, and every file with its history."""
    examples = worked_cases()
    drafts = unchecked()
    versions = [v for name in COUNTRIES for v in iter_versions(law.pack(name))]
    files = sum(len(law.pack(name)) for name in COUNTRIES)
    lines = [
        f"{files} files, {len(versions)} versions, {len(drafts)} of them unchecked.",
        "",
        "## Unchecked",
        "",
        "| parameter | since | article | what is missing |",
        "|---|---|---|---|",
        *drafts,
        "",
    ]
    for name, country in COUNTRIES.items():
        pack = law.pack(name)
        lines += [f"## {country}", ""]
        rules = rules_of(name)
        if rules:
            lines += ["| rule | unit | articles | reads |", "|---|---|---|---|"]
            for rule in rules.values():
                reads = ", ".join(f"`{id_}`" for id_ in (*rule.uses, *rule.optional))
                cells = (f"`{rule.id}`", rule.unit, "; ".join(rule.articles), reads)
                lines.append("| " + " | ".join(cell(text) for text in cells) + " |")
            lines.append("")
        lines += [law_section(pack[id_], examples) for id_ in sorted(pack)]
        others = sorted(set(examples) & set(rules) - set(pack))
        for id_ in others:
            lines += [f"### {id_}", "", *derivation(examples[id_])]
    return "\n".join(lines)


PARTS = {
    "reference/plant-files.md": tables,
    "reference/commands.md": commands,
    "reference/law.md": statutes,
}


def page(name: str) -> str:
    """Return the whole page with its made part fresh."""
    text = (DOCS / name).read_text(encoding="utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    return before + START + "\n" + PARTS[name]() + "\n" + END + after


if __name__ == "__main__":
    for part in PARTS:
        (DOCS / part).write_text(page(part), encoding="utf-8")
