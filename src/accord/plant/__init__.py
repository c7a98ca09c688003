"""What is there? A plant as records, read from a folder or a workbook, checked, changed."""

from accord.plant.applied import apply
from accord.plant.calendar import Presence, presence
from accord.plant.read import check, read
from accord.plant.records import Plant, Scenario

__all__ = ["Plant", "Presence", "Scenario", "apply", "check", "presence", "read"]
