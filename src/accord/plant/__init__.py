"""What is there? A plant as records, read from a folder or a workbook, checked, changed."""

from accord.plant.applied import apply
from accord.plant.calendar import Presence, presence
from accord.plant.mine import MineResult, mine
from accord.plant.new import NewPlant, new
from accord.plant.read import check, read
from accord.plant.records import Plant, Scenario
from accord.plant.template import write_template
from accord.plant.workbook import write_workbook
from accord.plant.write import write_folder

__all__ = [
    "MineResult",
    "NewPlant",
    "Plant",
    "Presence",
    "Scenario",
    "apply",
    "check",
    "mine",
    "new",
    "presence",
    "read",
    "write_folder",
    "write_template",
    "write_workbook",
]
