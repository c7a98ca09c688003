"""Who counts in a firm's headcount."""

from __future__ import annotations

from datetime import date

from accord.law.registry import parameter


def is_counted(contract: str, *, on: date) -> bool:
    """Say whether a contract counts in the headcount that thresholds speak of.

    Parameters
    ----------
    contract
        Kind of contract as the plant writes it; an empty one counts.
    on
        Date whose law applies.

    Source: parameter ``fr.headcount`` (draft: from memory).
    """
    return contract.strip().lower() not in parameter("fr.headcount", on).texts("not_counted")
