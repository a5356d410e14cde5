"""Many viewers, two at a time: no page hangs, and nobody sees what another moved."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import at_rest
from tests.browser.servers import Server, presented

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SERVERS, LOADS, AT_ONCE = int(os.environ.get("TEAMSIM_SERVERS", "1")), 10, 2
"""Kernels stay for a while after their page: so few to a server that they fit into a small machine. Thirty loads, with
TEAMSIM_SERVERS=3, take some minutes."""


@pytest.mark.parametrize("number", range(SERVERS))
def test_pages_load_and_none_hangs(browser: Browser, repo: Path, tmp_path: Path, number: int) -> None:
    with presented(repo, tmp_path) as server:
        look(browser, server, 100 * number)


def look(browser: Browser, voila: Server, number: int) -> None:
    """Open pages in pairs, and change something in each."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    for first in range(number, number + LOADS, AT_ONCE):
        pages = [context.new_page() for _ in range(AT_ONCE)]
        for page in pages:
            page.goto(f"{voila.address}/?token={voila.token}", wait_until="commit", timeout=60_000)
        for place, page in enumerate(pages):
            is_shown(page)
            change(page, first + place)
        for page in pages:
            page.close()
    context.close()


def is_shown(page: Page) -> None:
    """The page is whole, and nobody has moved anything."""
    page.locator(".teamsim-studio").wait_for(state="attached", timeout=60_000)
    at_rest(page)
    expect(page.locator(".ts-fans path:not(.ts-grid)")).to_have_count(3 * 2 * 3, timeout=20_000)
    expect(page.get_by_label("Seed")).to_have_value("7")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def change(page: Page, number: int) -> None:
    """Move something that others must not see."""
    seed = page.get_by_label("Seed")
    seed.fill(str(100 + number))
    seed.press("Enter")
    expect(seed).to_have_value(str(100 + number))
