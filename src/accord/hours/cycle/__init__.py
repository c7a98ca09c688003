"""Shift cycles: found, proven impossible, explained, and mapped between headcount and weekends."""
