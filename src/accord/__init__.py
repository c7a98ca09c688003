"""Accord: work out a change of working time with the people who work it."""

__all__ = ["__version__"]

__version__ = "0.1.0"
