"""Where each value comes from: SOURCES.md, one line per column or family of values."""

from __future__ import annotations

from pathlib import Path

from generator.frame import Frame
from generator.shop import GROUPS, OPENING_H, weekly_load
from generator.writing import write_text


def _capacity_table() -> str:
    lines = [
        "| group | machines | rate an hour | net h a week | capacity a week | load a week | use |",
        "|---|---|---|---|---|---|---|",
    ]
    for group in GROUPS:
        load = weekly_load(group.name)
        if group.name in ("SORT", "FORK"):
            continue
        capacity = group.net_h * group.rate_h * len(group.machines)
        lines.append(
            f"| {group.name} | {len(group.machines)} | {group.rate_h:g} | {group.net_h:.1f} | "
            f"{capacity:,.0f} | {load:,.0f} | {100 * load / capacity:.1f} % |"
        )
    return "\n".join(lines).replace(",", " ") + f"\n\nOpening: {OPENING_H:g} h a week."


def write(folder: Path, frame: Frame) -> None:
    """Write SOURCES.md from the frame's template."""
    text = Path(__file__).with_name(frame.sources).read_text(encoding="utf-8")
    write_text(folder / "SOURCES.md", text.replace("{capacity}", _capacity_table()))
