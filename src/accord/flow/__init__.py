"""What gets made? A plant of stations, products and people, simulated with its people.

Door: ``simulate``. The compiled kernel is kept in a cache folder named after the version, the
kernel's own text and its place, so that an edit, a read-only disk or another copy never meets stale
code.
"""

import hashlib
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord import __version__

if TYPE_CHECKING:  # with tables, which a simulation without a trace needs not
    from accord.flow.animation import Animation, read_animation, write_animation
    from accord.flow.tracefile import write_trace


def _place_cache() -> None:
    """Point numba at a writable cache of our own, unless the user named one."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    text = hashlib.sha256(str(Path(__file__)).encode())  # numba looks at dates: a copy would clash
    for file in sorted((Path(__file__).parent / "kernel").glob("*.py")):
        text.update(file.read_bytes())
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = home / "accord" / "numba" / f"{__version__}-{text.hexdigest()[:12]}"
    os.environ["NUMBA_CACHE_DIR"] = str(folder)


_place_cache()

from accord.flow.controls import Alternative  # noqa: E402 (after the cache is placed)
from accord.flow.effects import (  # noqa: E402 (after the cache is placed)
    Effects,
    Fatigue,
    Learning,
    Mentoring,
    Peers,
    Prior,
    Spread,
    Walking,
)
from accord.flow.kernel.layout import MACHINE_STATES, PERSON_STATES  # noqa: E402 (after the cache is placed)
from accord.flow.model import (  # noqa: E402 (after the cache is placed)
    AbsenceModel,
    Exponential,
    ExtraShift,
    Fixed,
    Lognormal,
    MachineDate,
    Model,
    Rules,
    Skill,
    Step,
    Uniform,
)
from accord.flow.patterns import Window, Windows, daily, weekly  # noqa: E402 (after the cache is placed)
from accord.flow.result import FlowResult, Reached, interval  # noqa: E402 (after the cache is placed)
from accord.flow.simulate import simulate  # noqa: E402 (after the cache is placed)

__all__ = [
    "MACHINE_STATES",
    "PERSON_STATES",
    "AbsenceModel",
    "Alternative",
    "Animation",
    "Effects",
    "Exponential",
    "ExtraShift",
    "Fatigue",
    "Fixed",
    "FlowResult",
    "Learning",
    "Lognormal",
    "MachineDate",
    "Mentoring",
    "Model",
    "Peers",
    "Prior",
    "Reached",
    "Rules",
    "Skill",
    "Spread",
    "Step",
    "Uniform",
    "Walking",
    "Window",
    "Windows",
    "daily",
    "interval",
    "read_animation",
    "simulate",
    "weekly",
    "write_animation",
    "write_trace",
]

_WITH_TABLES = {
    "Animation": "animation",
    "read_animation": "animation",
    "write_animation": "animation",
    "write_trace": "tracefile",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever the module has)
    if name in _WITH_TABLES:
        return getattr(import_module(f"accord.flow.{_WITH_TABLES[name]}"), name)
    raise AttributeError(f"module 'accord.flow' has no attribute {name!r}")
