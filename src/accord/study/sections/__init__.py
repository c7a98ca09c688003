"""The 18 sections of a complete field study, one module each; ``study.run`` lists them in order."""

from accord.study.sections.alternatives import alternatives
from accord.study.sections.annex import annex
from accord.study.sections.bearers import who_bears_it
from accord.study.sections.conditions import conditions
from accord.study.sections.data import data_received
from accord.study.sections.demand import demand_and_capacity
from accord.study.sections.facts import facts
from accord.study.sections.health import health_and_load
from accord.study.sections.mandate import mandate
from accord.study.sections.money import cost_and_aid
from accord.study.sections.opinions import opinions
from accord.study.sections.output import output_and_delivery
from accord.study.sections.plant import plant_and_motive
from accord.study.sections.scenarios import scenarios
from accord.study.sections.schedules import schedules_and_law
from accord.study.sections.staffing import people_needed
from accord.study.sections.survey import survey
from accord.study.sections.training import mobility_and_training
from accord.study.sections.work import work_observed

__all__ = [
    "alternatives",
    "annex",
    "conditions",
    "cost_and_aid",
    "data_received",
    "demand_and_capacity",
    "facts",
    "health_and_load",
    "mandate",
    "mobility_and_training",
    "opinions",
    "output_and_delivery",
    "people_needed",
    "plant_and_motive",
    "scenarios",
    "schedules_and_law",
    "survey",
    "who_bears_it",
    "work_observed",
]
