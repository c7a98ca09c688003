"""What a study returns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Study"]


@dataclass(frozen=True, slots=True)
class Study:
    """Where a study's files are, its ten lines, and what was run.

    Parameters
    ----------
    path
        Folder of the study.
    report, figures_json, tables
        The report, the list of figures, the workbook of tables.
    runs
        One Parquet file per simulated scenario.
    lines
        The ten lines for a reader in a hurry, in the report's language.
    num_figures
        Figures published.
    num_reused
        Scenarios whose run was found on disk.
    replications
        Replications of each run, in the order of ``runs``.
    weeks
        Weeks simulated in each replication.
    """

    path: Path
    report: Path
    figures_json: Path
    tables: Path
    runs: tuple[Path, ...]
    lines: tuple[str, ...]
    num_figures: int
    num_reused: int
    replications: tuple[int, ...]
    weeks: int

    @property
    def closing(self) -> str:
        """One line on what was run: scenarios, replications, weeks, reuse."""
        least, most = min(self.replications), max(self.replications)
        spread = f"{least}" if least == most else f"{least} to {most}"
        return (
            f"{len(self.runs)} scenarios x {spread} replications x {self.weeks} weeks; "
            f"{self.num_reused} reused; {self.num_figures} figures"
        )

    def summary(self) -> dict[str, object]:
        """Return the study as plain values, for JSON."""
        return {
            "path": str(self.path),
            "report": str(self.report),
            "figures": str(self.figures_json),
            "tables": str(self.tables),
            "runs": [str(r) for r in self.runs],
            "lines": list(self.lines),
            "num_figures": self.num_figures,
            "num_reused": self.num_reused,
            "replications": list(self.replications),
            "weeks": self.weeks,
        }
