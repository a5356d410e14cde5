"""The studio on paper: what differs, tiles, pictures as wide as the page, the whole table; nothing is cut off."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import TABS, opened, turned
from tests.browser.servers import Server

pytestmark = pytest.mark.browser

A4_WIDTH, A4_HEIGHT = 718, 1047
"""Pixels of a page inside margins of 10 mm."""
_MARGIN = {side: "10mm" for side in ("top", "bottom", "left", "right")}
_BOXES = """parts => parts.map(part => {
  const box = part.getBoundingClientRect();
  return [box.left, box.right, box.top + scrollY, box.bottom + scrollY, box.width * box.height];
})"""


_COLOURS = """node => {
  let ground = node; // the nearest that lets nothing through
  while (getComputedStyle(ground).backgroundColor.endsWith(", 0)")) ground = ground.parentElement;
  return [getComputedStyle(node).color, getComputedStyle(ground).backgroundColor];
}"""


def boxes(page: Page, selector: str) -> list[tuple[float, ...]]:
    """Left, right, top, bottom and area of the elements that are seen."""
    found: list[tuple[float, ...]] = page.locator(selector).evaluate_all(_BOXES)
    return [box for box in found if box[4] > 0.0]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("tab", TABS)
def test_nothing_is_cut_off(strict: Page, voila: Server, shots: Path, tab: str) -> None:
    page = turned(opened(strict, voila), tab)
    page.wait_for_timeout(800)
    n_pictures, margin = page.locator(".ts-picture .svg-container, .ts-plot").count(), dict[str, Any](_MARGIN)
    paper = page.pdf(path=shots / f"print_{tab}.pdf", format="A4", print_background=True, margin=margin)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WIDTH, "height": A4_HEIGHT})
    pictures = boxes(page, ".ts-picture .main-svg:first-child, .ts-plot > svg")
    assert len(pictures) == n_pictures
    shown = [*pictures, *boxes(page, ".ts-tile"), *boxes(page, ".ts-table tr"), *boxes(page, ".ts-bar")]
    assert [box for box in shown if box[0] < -1 or box[1] > A4_WIDTH + 1] == []
    height = page.evaluate("document.documentElement.scrollHeight")
    assert max(box[3] for box in shown) <= height
    assert all(bottom - top < A4_HEIGHT for _, _, top, bottom, _ in pictures), "a picture fits on a page"
    assert pages_of(paper) >= height / A4_HEIGHT, "all of it is printed"
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    expect(page.locator(".modebar:visible")).to_have_count(0)


def test_the_first_page_of_compare_is_full(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WIDTH, "height": A4_HEIGHT})
    *_, last = boxes(page, ".ts-fans figure")
    assert 0.8 * A4_HEIGHT < last[3] < A4_HEIGHT
    assert all(boxes(page, f".ts-fans figure:nth-of-type({n}) .ts-x") for n in (1, 2, 3)), "each has its months"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paper_is_white_in_every_theme(strict: Page, voila: Server, theme: str) -> None:
    page = opened(strict, voila, theme)
    page.emulate_media(media="print")
    for part in (".ts-tile b", ".ts-fans figcaption b", ".ts-cause", ".ts-table td"):
        ink, ground = page.locator(part).first.evaluate(_COLOURS)
        assert (ink, ground) == ("rgb(34, 34, 34)", "rgb(255, 255, 255)"), part


def test_of_the_levers_those_that_differ_are_printed(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    shown, changed = page.locator(".teamsim-lever:visible"), page.locator(".teamsim-lever.ts-changed:visible")
    assert shown.count() > changed.count() > 0
    page.emulate_media(media="print")
    expect(shown).to_have_count(changed.count())
    page.emulate_media(media="screen")
    expect(page.locator(".teamsim-lever input[type=range]:visible").first).to_be_visible()
