"""Accord: work out a change of working time with the people who work it.

The rooms open on first use, so that ``import accord`` costs nothing::

    import accord

    shop = accord.plant.read("plants/gaillon")
    print(accord.hours.check(shop, on=shop.on))
"""

from importlib import import_module
from types import ModuleType

from accord.errors import (
    AccordError,
    DeadlockError,
    InputError,
    ModelError,
    NeedsError,
    Place,
    Problem,
    StudyError,
)

__all__ = [
    "AccordError",
    "DeadlockError",
    "InputError",
    "ModelError",
    "NeedsError",
    "Place",
    "Problem",
    "StudyError",
    "__version__",
    "cost",
    "flow",
    "hours",
    "law",
    "plant",
    "study",
]

__version__ = "0.1.0"

_ROOMS = frozenset({"cost", "flow", "hours", "law", "plant", "study"})


def __getattr__(name: str) -> ModuleType:
    if name in _ROOMS:
        return import_module(f"accord.{name}")
    raise AttributeError(f"module 'accord' has no attribute {name!r}")
