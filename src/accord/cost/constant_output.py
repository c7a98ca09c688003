"""The growth of headcount that keeps output when hours fall."""

from __future__ import annotations


def people_for_constant_output(
    weekly_h_before: float, weekly_h_after: float, hourly_gain_share: float = 0.0
) -> float:
    """Give the growth of headcount (share) that keeps output when hours fall.

    Parameters
    ----------
    weekly_h_before, weekly_h_after
        Weekly hours.
    hourly_gain_share
        Growth of output per hour, 0.04 for 4 %.

    Returns
    -------
    float
        ``(before / after) / (1 + gain) - 1``.

    Notes
    -----
    Limits: holds where people are the bottleneck; where a machine is, people do not scale output.
    """
    return weekly_h_before / weekly_h_after / (1 + hourly_gain_share) - 1
