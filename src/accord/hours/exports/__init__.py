"""Schedules and problems for other programs: matrices, calendars, plain text, rosters."""

from __future__ import annotations

from accord.hours.exports.calendar import LONG_WEEKS, calendars, check_dates, person_calendar
from accord.hours.exports.matrix import matrix_csv, write_matrix_xlsx
from accord.hours.exports.rosters import tods_rosters
from accord.hours.exports.rws_text import rws_text

__all__ = [
    "LONG_WEEKS",
    "calendars",
    "check_dates",
    "matrix_csv",
    "person_calendar",
    "rws_text",
    "tods_rosters",
    "write_matrix_xlsx",
]
