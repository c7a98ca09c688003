"""What may be concluded from runs: warm-up, precision, comparison, ranking, causes.

Doors: ``find_warm_up``, ``long_run``, ``compare``, ``rank``, ``sensitivity``, ``bottleneck``. Each
takes models and returns a frozen result with ``as_dict()`` for JSON and a text for people.
"""

from accord.flow.analysis.batches import BatchMeans, batch_means
from accord.flow.analysis.bottleneck import Bottleneck, bottleneck
from accord.flow.analysis.longrun import LongRun, long_run
from accord.flow.analysis.paired import Comparison, compare
from accord.flow.analysis.places import read_input, with_input
from accord.flow.analysis.ranking import Ranking, rank, select_best
from accord.flow.analysis.sensitivity import Sensitivity, sensitivity
from accord.flow.analysis.warmup import WarmUp, find_warm_up

__all__ = [
    "BatchMeans",
    "Bottleneck",
    "Comparison",
    "LongRun",
    "Ranking",
    "Sensitivity",
    "WarmUp",
    "batch_means",
    "bottleneck",
    "compare",
    "find_warm_up",
    "long_run",
    "rank",
    "read_input",
    "select_best",
    "sensitivity",
    "with_input",
]
