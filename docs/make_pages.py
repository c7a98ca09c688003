"""Write the reference pages that say what the code says: tables of a plant, commands.

Run ``python docs/make_pages.py`` after a change of a table or a command; a test compares.
"""

from __future__ import annotations

from pathlib import Path

import typer

from accord.cli import app
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


PARTS = {"reference/plant-files.md": tables, "reference/commands.md": commands}


def page(name: str) -> str:
    """Return the whole page with its made part fresh."""
    text = (DOCS / name).read_text(encoding="utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    return before + START + "\n" + PARTS[name]() + "\n" + END + after


if __name__ == "__main__":
    for part in PARTS:
        (DOCS / part).write_text(page(part), encoding="utf-8")
