"""Write the plant Gaillon under the law of 2026: every file of this folder, the same bytes.

python plants/gaillon-2026/generate.py            # writes into this folder
python plants/gaillon-2026/generate.py OUT        # writes elsewhere (the test compares)
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "gaillon"))

from generator import (  # noqa: E402
    behaviour,
    deal,
    mastery,
    plans,
    rosters,
    shop,
    sources,
    staff,
    voice,
)
from generator.year_2026 import YEAR_2026  # noqa: E402


def main() -> None:
    """Write all tables but the log."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    out.mkdir(parents=True, exist_ok=True)
    for part in (shop, staff, mastery, rosters, plans, behaviour, voice, deal, sources):
        part.write(out, YEAR_2026)


if __name__ == "__main__":
    main()
