"""Take the picture of the README from a real report.

``python docs/images/make_report_image.py STUDY/report.html`` writes ``docs/images/report.png``: the
opening of the report, as a reader sees it, in the Chromium of this machine (``ACCORD_CHROMIUM``).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTH, HEIGHT = 1180, 1960
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path() -> str:
    """Return the path of the Chromium of this machine."""
    candidates = (os.environ.get("ACCORD_CHROMIUM", ""), *NAMES)
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("Chromium is missing: run `make setup`")
    return found


def take_picture(report: Path, picture: Path) -> None:
    """Write the opening of a report as a PNG file."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(report.resolve().as_uri())
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    take_picture(Path(sys.argv[1]), Path(__file__).with_name("report.png"))
