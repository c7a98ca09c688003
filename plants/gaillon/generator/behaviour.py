"""Behavioural parameters with range, population and source: evidence.yaml.

Only parameters that have a range stand here; facts without one are quoted in the documents and are
not model parameters. Shares and relative changes are written 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.frame import Frame
from generator.french import both
from generator.writing import write_text


@dataclass(frozen=True, slots=True)
class Entry:
    """One parameter: ``mark`` C checked, S second hand, M memory, X from data, I our judgement."""

    id: str
    value: float
    low: float
    high: float
    unit: str
    population: str
    use: str
    source: str
    mark: str
    contradicts: str = ""
    kind: str = "prior"

    def text(self) -> str:
        """Return the YAML lines of the entry."""
        lines = [
            f"- id: {self.id}",
            f"  value: {self.value:g}",
            f"  range: [{self.low:g}, {self.high:g}]",
            f"  unit: {both(self.unit)}",
            f"  population: {both(self.population)}",
            f"  use: [{self.use}]",
            f"  source: {both(self.source)}",
            f"  mark: {self.mark}",
        ]
        if self.contradicts:
            lines.append(f"  contradicts: [{self.contradicts}]")
        lines.append(f"  kind: {self.kind}")
        return "\n".join(lines)


AIDED = "firms with a state-aided agreement, France"
MUNITION = "UK munition workers 1914-18, mostly women"
GAILLON = "fictional plant, assumption"

ENTRIES = (
    # Hours, output, jobs
    Entry("output.threshold", 49, 48, 50, "h a week", MUNITION, "report.hours", "PEN15", "S"),
    Entry("output.ceiling", 63, 60, 66, "h a week, little gain beyond", MUNITION,
          "report.hours", "PEN15", "S"),
    Entry("output.fatigue_39_35", 0, 0, 0.01, "relative gain of output per hour",
          "39 and 35 h both lie below the threshold of 49 h", "report.people_needed", "PEN15", "I",
          "CLR04"),
    Entry("rtt.tfp_aubry1", -0.037, -0.05, -0.02, "relative change of TFP against 39 h firms",
          "Aubry I firms 1997-2000", "report.people_needed", "CLR04", "C"),
    Entry("rtt.hourly_gain", 0.04, 0.02, 0.06, "relative change of output per hour",
          "France, 39 to 35 h", "report.people_needed", "arithmetic of HEAR and DAR02", "I"),
    Entry("rtt.nat_hours", -0.0475, -0.05, -0.045, "relative change of hours",
          "France, all employees", "report.people_needed", "HEAR", "C"),
    Entry("rtt.nat_hourly_gain", 0.0225, 0.02, 0.025, "relative change of output per hour",
          "France, all employees", "report.people_needed", "HEAR", "C"),
    Entry("rtt.nat_jobs", 300000, 0, 350000, "jobs in the short term", "France", "report.context",
          "HEAR", "C", "CW09"),
    Entry("rtt.employment_aided", 0.0675, 0.06, 0.075, "relative change of jobs, net", AIDED,
          "report.people_needed", "DAR02", "C", "CW09"),
    Entry("rtt.wage_moderation", 0.01, 0.005, 0.015, "share of base monthly pay", AIDED, "cost",
          "DAR02", "C"),
    Entry("rtt.jobs_1998_2002", 350000, 0, 350000, "jobs", "France", "report.context", "GJL04",
          "C", "CW09"),
    # Injury and fatigue by schedule
    Entry("len.10h", 0.13, 0.13, 0.15, "relative risk minus 1 against 8 h", "pooled studies",
          "report.health", "FT03/FL06", "M", "SAL16"),
    Entry("len.12h", 0.275, 0.275, 0.38, "relative risk minus 1 against 8 h", "pooled studies",
          "report.health", "FT03/FL06", "M", "SAL16"),
    Entry("shift.afternoon", 0.18, -0.06, 0.18, "relative risk minus 1 against the morning shift",
          "industrial shift workers, pooled studies", "report.health", "FT03", "M", "SAL16"),
    Entry("shift.night", 0.30, -0.15, 0.33, "relative risk minus 1 against the morning shift",
          "industrial shift workers, pooled studies", "report.health", "FT03", "M", "SAL16"),
    Entry("shift.night_engineering", 0.23, 0.14, 0.31, "rate ratio minus 1",
          "one engineering plant on three shifts", "report.health", "SFP94", "C", "SAL16"),
    Entry("rest.quick_return", 0.39, 0.23, 0.58,
          "injury rate ratio minus 1; 11 h or less against 15-17 h", "hospital staff",
          "report.health", "NIE19", "C"),
    # Learning, peers, layoffs, absence
    Entry("learn.novice", 0.80, 0.75, 0.90, "progress ratio per doubling", "textbook",
          "report.people_needed", "textbook", "C"),
    Entry("learn.dejong_M", 0.7, 0.5, 0.9, "incompressible share of the first cycle time",
          "textbook, machine-paced work", "report.people_needed", "textbook", "M"),
    Entry("learn.experienced", 0.98, 0.96, 1.0, "progress ratio per doubling",
          "one job shop, 1273 machine reports", "report.people_needed", "LEV14", "X"),
    Entry("oper.sd", 0.08, 0.05, 0.10, "sd of log speed between operators",
          "job shop log and a machine trial", "flow", "LEV14", "X"),
    Entry("peers.spill", 0.15, 0.15, 0.17, "own output per unit of peers who can see you",
          "supermarket cashiers", "report.context", "MM09", "S"),
    Entry("layoff.survivors", -0.12, -0.12, 0,
          "relative change of productivity; cause is an unfair selection", "field experiment",
          "report.bearers", "HEI20", "C"),
    Entry("displaced.earnings", -0.25, -0.30, -0.20, "relative change of yearly earnings",
          "high-tenure workers, US", "report.bearers", "JLS93", "C", "WSM09"),
    Entry("strike.days", 27, 10, 51, "days, median and quartiles",
          "62 US manufacturing strikes 1968-76", "deal", "KEN85", "X"),
    Entry("absence.cluster", 1.0, 0.9, 1.0, "shape of the gamma frailty between people",
          "courier firm, 36 people", "flow", "UCI445", "X"),
    # What the plant itself assumes
    Entry("absence.operators", 0.065, 0.045, 0.085, "share of working time, sickness", GAILLON,
          "flow", "gaillon section 5", "I", "DARES"),
    Entry("absence.foremen", 0.035, 0.02, 0.05, "share of working time, sickness", GAILLON,
          "flow", "gaillon section 5", "I", "DARES"),
    Entry("absence.office", 0.025, 0.015, 0.04, "share of working time, sickness", GAILLON,
          "flow", "gaillon section 5", "I", "DARES"),
    Entry("absence.spell_days", 1, 1, 2, "working days, median of a spell", GAILLON, "flow",
          "gaillon section 5", "I"),
    Entry("absence.long_share", 0.10, 0.05, 0.15, "share of spells above 10 days", GAILLON, "flow",
          "gaillon section 5", "I"),
    Entry("repair.median_min", 98, 60, 150, "minutes, median of a breakdown",
          "one job shop, three months", "flow", "LEV14", "X"),
    Entry("repair.sd_log", 0.9, 0.6, 1.2, "sd of log duration", GAILLON, "flow",
          "gaillon section 2", "I"),
    Entry("setup.sd_log", 0.35, 0.25, 0.45, "sd of log duration", GAILLON, "flow",
          "gaillon section 2", "I"),
    Entry("scrap.share", 0.005, 0.0025, 0.0065, "share of pieces per press stroke", GAILLON,
          "flow", "gaillon section 2", "I", "LEV14"),
    Entry("demand.week_sd", 0.06, 0.04, 0.10, "relative sd of weekly demand", GAILLON, "flow",
          "gaillon section 3", "I"),
    Entry("attrition.year", 0.02, 0.01, 0.04, "share of people who leave by themselves a year",
          GAILLON, "report.alternatives", "gaillon section 6", "I"),
)  # fmt: skip

HEADER = """\
# Published effects and the plant's own assumptions, each with range, population and source.
# mark: C checked, S second hand, M from memory, X computed from data, I our judgement.
evidence:
"""


def write(folder: Path, frame: Frame) -> None:
    """Write evidence.yaml: what holds in the frame's year."""
    held = [e for e in ENTRIES if not e.id.startswith(frame.evidence_left_out)]
    entries = "\n\n".join(entry.text() for entry in held)
    write_text(folder / "evidence.yaml", HEADER + entries + "\n")
