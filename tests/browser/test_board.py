"""The page of a study as a board sees it: opened from disk with the network off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import teamsim as ts
from teamsim.testing import tiny_scenario

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tiny_scenario("base", {"organisation.units.company.seats.representative": 12, "time.horizon_months": 24})
    slow = base.with_changes("slow ramp", {"tiers.representative.ramp.months": 9.0})
    rich = base.with_changes("=rich <b>", {"incentives.plans.rep.components.commission.rates": [[0, 0.15]]})
    study: Any = ts.run([base, slow, rich], 20, seed=5, progress=False)
    return Path(study.report(tmp_path_factory.mktemp("board") / "board.html", actuals={"bookings": 1.2e7}))


@pytest.fixture
def offline(browser: Browser) -> Iterator[Page]:
    """A page without a network; it fails the test where it says an error or asks for anything but itself."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page, said, asked = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert said == []
    assert len(asked) == 1
    assert asked[0].startswith("file:")
    context.close()


def test_a_board_switches_scenarios_and_reads_a_month(offline: Page, board: Path) -> None:
    offline.goto(board.as_uri())
    tabs, panes = offline.get_by_role("tab"), offline.locator(".pane")
    expect(tabs).to_have_text(["slow ramp", "=rich <b>"])
    expect(panes.nth(0)).to_be_visible()
    expect(panes.nth(1)).to_be_hidden()
    tabs.nth(0).press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(panes.nth(0)).to_be_hidden()
    expect(panes.nth(1).locator(".answer")).to_contain_text("=rich <b> earns")
    fan = panes.nth(1).locator("svg.fan").first
    fan.scroll_into_view_if_needed()
    fan.hover()
    expect(offline.locator(".tip")).to_contain_text("2026-11")  # in the middle of the picture, axis included
    expect(offline.locator(".tip div")).to_have_count(2)


@pytest.mark.parametrize("width", [420, 1280, 1920])
def test_nothing_is_wider_than_the_window(offline: Page, board: Path, width: int) -> None:
    offline.set_viewport_size({"width": width, "height": 900})
    offline.goto(board.as_uri())
    assert offline.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_print_shows_every_scenario(offline: Page, board: Path, repo: Path) -> None:
    offline.goto(board.as_uri())
    offline.emulate_media(media="print")
    for pane in offline.locator(".pane").all():
        expect(pane).to_be_visible()
    expect(offline.locator(".tabs")).to_be_hidden()
    offline.emulate_media(media="screen")
    (repo / "test-results").mkdir(exist_ok=True)
    offline.screenshot(path=repo / "test-results" / "board.png", full_page=True)
