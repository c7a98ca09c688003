"""How late orders are: lateness, tardiness, share on time.

An order is done when its last piece has left the shop, and late by what has passed since its due
date when it ships: at the next time at which its customer's goods leave (``Model.shipping``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Summary = Callable[[Floats], dict[str, float | None]]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Due dates of O orders and when they shipped in R replications, in the model's time unit.

    Attributes
    ----------
    orders
        Their names.
    due
        (O,) nan for an order without a due date.
    shipped
        (R, O) nan while it is open.
    end
        (R,) end of each replication.
    """

    orders: tuple[str, ...]
    due: Floats
    shipped: Floats
    end: Floats

    @property
    def has_due(self) -> bool:
        """Whether some order has a due date."""
        return bool((~np.isnan(self.due)).any())

    @property
    def lateness(self) -> Floats:
        """(R, O) time from the due date to shipping, negative if early, nan if open."""
        return self.shipped - self.due

    @property
    def tardiness(self) -> Floats:
        """(R, O) time past the due date, 0 if on time, nan if open and not yet due.

        Limits: an open order counts with what has passed until the end of the run, which is the
        least that it will be.
        """
        is_open = np.isnan(self.shipped)
        until = np.where(is_open, self.end[:, None], self.shipped)
        late = np.maximum(until - self.due, 0.0)
        return np.where(is_open & (late <= 0), np.nan, late)

    @property
    def share_on_time(self) -> Floats:
        """(R,) share on time of the orders that shipped or are overdue; nan if there are none."""
        return _mean(np.where(np.isnan(self.tardiness), np.nan, self.tardiness <= 0))

    @property
    def mean_tardiness(self) -> Floats:
        """(R,) mean tardiness of the orders that shipped or are overdue; nan if there are none."""
        return _mean(self.tardiness)

    def as_dict(self, mean: Summary) -> dict[str, Any]:
        """Return what is to be known over the replications, each summed up by ``mean``."""
        has_due = ~np.isnan(self.due)
        worst = np.where(np.isnan(self.tardiness), 0.0, self.tardiness).max(axis=1, initial=0.0)
        return {
            "num_due": int(has_due.sum()),
            "share_on_time": mean(_known(self.share_on_time)),
            "mean_tardiness": mean(_known(self.mean_tardiness)),
            "max_tardiness": mean(worst),
            "orders": [
                {
                    "order": self.orders[j],
                    "due": float(self.due[j]),
                    "num_shipped": int((~np.isnan(self.shipped[:, j])).sum()),
                    "shipped": mean(_known(self.shipped[:, j])),
                    "lateness": mean(_known(self.lateness[:, j])),
                }
                for j in np.flatnonzero(has_due).tolist()
            ],
        }


def _known(samples: Floats) -> Floats:
    known: Floats = samples[~np.isnan(samples)]
    return known


def _mean(values: Floats) -> Floats:
    """Return the mean of each row without its nan; nan where there is nothing else."""
    count = (~np.isnan(values)).sum(axis=1)
    total = np.nansum(values, axis=1)
    means: Floats = np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)
    return means
