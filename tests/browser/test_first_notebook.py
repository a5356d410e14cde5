"""The first notebook as a person meets it: JupyterLab, run all cells, move a slider, see the picture move."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.houses import run_all_cells
from tests.browser.servers import STATUS, Server, drag

pytestmark = pytest.mark.browser

NOTEBOOK = "notebooks/01_compare_two_plans.ipynb"
LINES = ".teamsim-studio .ts-fans path:not(.ts-grid)"


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("01 Compare two plans", "Is a richer accelerator worth its price?"),
        ("02 Test a comp plan", "Test a comp plan before anyone lives with it"),
        ("03 Succession pipeline", "Where will we lack a ready successor, when, and which lever mends it cheapest?"),
        ("04 Shape of the organisation", "Eight or twelve per manager, one layer fewer, one more region"),
    ],
)
def test_the_start_leads_to_a_notebook_in_one_click(strict: Page, lab: Server, link: str, title: str) -> None:
    strict.goto(f"{lab.address}/lab/tree/notebooks/00_start_here.ipynb?token={lab.token}")
    strict.get_by_role("link", name=link).first.click(timeout=60_000)
    expect(strict.get_by_role("heading", name=title)).to_be_visible(timeout=30_000)


def shapes(page: Page) -> list[str | None]:
    """Return the shape of every line and band in the picture."""
    return [path.get_attribute("d") for path in page.locator(LINES).all()]


def moved(page: Page, before: list[str | None]) -> list[str | None]:
    """Wait until the picture has changed and come to rest, and return it."""
    end = time.monotonic() + 20
    last, now = before, shapes(page)
    while now in (before, []) or now != last or not (page.locator(STATUS).text_content() or "").startswith("Done"):
        assert time.monotonic() < end, f"the picture did not move; {page.locator(STATUS).text_content()}"
        page.wait_for_timeout(400)
        last, now = now, shapes(page)
    return now


def press_keys(page: Page, slider: Locator) -> None:
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")


def open_anew(page: Page) -> None:
    """Save the notebook and load the page again; the kernel goes on."""
    page.keyboard.press("Control+s")
    page.get_by_text("Saving completed").wait_for(timeout=10_000)
    page.reload()
    page.locator(".teamsim-studio").wait_for(state="attached", timeout=90_000)


def test_the_first_notebook_runs_and_its_sliders_move_the_picture(strict: Page, lab: Server, shots: Path) -> None:
    page = strict
    run_all_cells(page, lab, NOTEBOOK)
    studio = page.locator(".teamsim-studio")
    studio.wait_for(state="attached", timeout=90_000)
    studio.scroll_into_view_if_needed()
    expect(page.locator(STATUS)).to_have_text(re.compile("^Done in"), timeout=30_000)
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    expect(page.locator(LINES)).to_have_count(3 * 2 * 3)  # measures, scenarios, two bands and a median
    sliders = page.locator(".teamsim-lever input[type=range]")
    expect(sliders).to_have_count(2)

    first, picture = shapes(page), studio.screenshot()
    press_keys(page, sliders.nth(0))
    second = moved(page, first)
    expect(studio.locator(".ts-table").first).to_contain_text("richer accelerator (adjusted)")
    drag(page, sliders.nth(1), 0.1)
    expect(page.locator(STATUS)).to_have_text("Preview: 5 of 20 futures", timeout=10_000)
    page.mouse.up()
    third = moved(page, second)
    assert studio.screenshot() != picture

    studio.evaluate("node => node.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    page.screenshot(path=shots / "first_notebook.png")

    open_anew(page)
    expect(page.locator(LINES)).to_have_count(3 * 2 * 3)
    assert len(third) == len(shapes(page))
