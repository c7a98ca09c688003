"""Labour law of the United States (federal) as formulas; importing it registers every rule.

Every module of this folder is imported: a subject is added by adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil

for _module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
