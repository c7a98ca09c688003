"""Write the fictional plant Gaillon: every file of this folder, the same bytes each time.

python plants/gaillon/generate.py            # writes into this folder
python plants/gaillon/generate.py OUT        # writes elsewhere (the test compares)
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generator import (  # noqa: E402
    behaviour,
    book,
    deal,
    log,
    mastery,
    plans,
    rosters,
    shop,
    sources,
    staff,
    voice,
)
from generator.year_1999 import YEAR_1999  # noqa: E402


def main() -> None:
    """Write all tables."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    out.mkdir(parents=True, exist_ok=True)
    for part in (shop, staff, mastery, rosters, plans, behaviour, voice, deal, log, sources, book):
        part.write(out, YEAR_1999)


if __name__ == "__main__":
    main()
