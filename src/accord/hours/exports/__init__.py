"""Schedules and problems for other programs: matrices, calendars, plain text."""

from __future__ import annotations

from accord.hours.exports.rws_text import rws_text

__all__ = ["rws_text"]
