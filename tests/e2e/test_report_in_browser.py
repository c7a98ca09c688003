"""The report opened in a real browser: local, silent, readable without a mouse."""

import os
import shutil

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def opened(study_folder):
    """The report in a page, with the requests it made and what the console said."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    binary = next((b for b in map(shutil.which, BROWSERS) if b), None)
    if binary is None and os.environ.get("CI"):
        pytest.fail("no Chromium: CI never skips the browser; `make setup` installs it")
    if binary is None:
        pytest.skip("no Chromium on this machine; `make setup` installs it")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        requests: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto((study_folder / "report.html").as_uri())
        yield page, requests, said
        browser.close()


def test_the_report_asks_for_nothing_outside_itself_and_the_console_is_silent(opened) -> None:
    page, requests, said = opened
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in requests if url.startswith("file:")]) == 1
    assert said == []
    assert page.locator("script").count() == 0


def test_the_page_names_its_language_and_the_skip_link_is_the_first_stop(opened) -> None:
    page, _, _ = opened
    assert page.locator("html").get_attribute("lang") == "fr"
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.className")
    assert focused == "skip"
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


def test_every_chart_has_words_and_a_table_behind_it(opened) -> None:
    page, _, _ = opened
    charts = page.locator("figure")
    assert 5 <= charts.count() <= 25
    for index in range(charts.count()):
        chart = charts.nth(index)
        drawing = chart.locator(".drawing")
        assert len(drawing.get_attribute("aria-label")) > 20
        assert drawing.locator("svg").bounding_box()["height"] > 20
        chart.locator("summary").click()
        assert chart.locator("table tbody tr").first.is_visible()


def test_every_table_has_a_caption_and_header_cells_with_scope(opened) -> None:
    page, _, _ = opened
    bare = page.evaluate(
        """() => [...document.querySelectorAll('table')].filter(t =>
            !t.caption || !t.caption.textContent.trim() ||
            [...t.querySelectorAll('th')].some(h => !h.scope)).map(t => t.id)"""
    )
    assert bare == []


def test_every_link_to_a_figure_has_its_entry_and_opens_the_register(opened) -> None:
    page, _, _ = opened
    lost = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
            .filter(h => !document.getElementById(decodeURIComponent(h.slice(1))))"""
    )
    assert lost == []
    link = page.locator(".lines a.n").first
    target = link.get_attribute("href")[1:]
    link.click()
    page.wait_for_function("id => document.getElementById(id).checkVisibility()", arg=target)


def test_print_opens_all_evidence_but_the_register_and_says_where_that_is(opened) -> None:
    page, _, _ = opened
    page.reload()  # all details closed, as a reader finds them
    page.emulate_media(media="print")
    page.locator("#register .print-only").wait_for(state="visible")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('details table')].filter(t =>
            !t.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) ||
            t.getBoundingClientRect().height < 10).map(t => t.id || t.className)"""
    )
    folded = page.locator("details:not([open]) table").count()
    said = page.locator("#register .print-only").is_visible()
    page.emulate_media(media="screen")
    assert folded > 10
    assert hidden == ["register"]
    assert said
    assert not page.locator("#register .print-only").is_visible()


def test_no_table_is_wider_than_its_place_on_a_screen_of_1200(opened) -> None:
    page, _, _ = opened
    page.set_viewport_size({"width": 1200, "height": 900})
    wide = page.evaluate(
        """() => { document.querySelectorAll('details').forEach(d => { d.open = true; });
            return [...document.querySelectorAll('.scroll')]
                .filter(s => s.scrollWidth > s.clientWidth + 1)
                .map(s => s.querySelector('table').id || 'register'); }"""
    )
    page.reload()
    assert wide == []


def test_a_narrow_phone_shows_the_page_without_sideways_scroll(opened) -> None:
    page, _, _ = opened
    page.set_viewport_size({"width": 375, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1200, "height": 900})
    assert width <= 375


def test_the_pictures_of_working_hours_are_drawn_with_a_sign_in_every_cell(opened) -> None:
    page, _, _ = opened
    for name, cells in (("cycle", 14), ("law-rules", 20), ("roster", 28), ("ergonomic-audit", 20)):
        drawing = page.locator(f"#c-{name} .drawing")
        signs = drawing.locator("svg text").all_text_contents()
        colours = drawing.locator("svg path[fill]:not([fill='none'])").count()
        assert len(signs) > cells, name
        assert colours > cells, name
    trade = page.locator("#c-trade-off .drawing svg text").all_text_contents()
    assert any(text in {"2/2", "3/3"} for text in trade)
    assert "aucun cycle n’existe" in trade


def test_the_calendar_shows_no_id_of_a_person(opened, study_folder) -> None:
    page, _, _ = opened
    told = page.locator("#c-roster").inner_text() + page.locator("#t-roster").inner_text()
    people = [f"P{i}" for i in range(1, 12)]
    assert not [p for p in people if p in told.replace(" ", "").split()]
    assert "A · 1" in told.replace("\u00a0", " ")
