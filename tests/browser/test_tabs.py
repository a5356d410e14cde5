"""Succession and organisation as people without code meet them: served by Voila, in Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import at_rest, opened, turned, unit
from tests.browser.servers import STATUS, Server

pytestmark = pytest.mark.browser


def test_succession_looks_at_a_day_and_ranks_levers(strict: Page, voila: Server) -> None:
    page = turned(opened(strict, voila), "succession")
    expect(page.locator(".ts-tiles")).to_contain_text("Critical seats covered")
    expect(page.locator(".ts-picture")).to_have_count(4)
    expect(
        page.get_by_role("region", name=re.compile("^Slate: Regional sales manager, West 1, 2026-01"))
    ).to_be_visible()
    page.get_by_label("Month").select_option("2026-06")
    page.get_by_label("Slate for seat").select_option("Sales director, Company 1")
    expect(page.get_by_role("region", name=re.compile("^Slate: Sales director, Company 1, 2026-06"))).to_be_visible()
    at_rest(page)
    example = page.locator(".ts-example").text_content()
    page.get_by_role("button", name="Another example chain").click()
    expect(page.locator(".ts-example")).not_to_have_text(example or "")
    page.get_by_role("button", name="Rank levers by cost").click()
    expect(page.locator(STATUS)).to_contain_text("%", timeout=20_000)
    page.get_by_role("button", name="Undo").hover()  # the page answers meanwhile
    at_rest(page)
    expect(page.locator(".ts-picture")).to_have_count(5)
    expect(page.get_by_role("region", name="Levers, the cheapest covered seat first")).to_be_visible()


def test_succession_takes_another_tier_as_critical_and_can_be_cancelled(strict: Page, voila: Server) -> None:
    page = turned(opened(strict, voila), "succession")
    tier = page.locator(".ts-critical").get_by_role("button", name="Sales manager", exact=True)
    tier.click()
    expect(tier).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Cancel").click(timeout=5_000)
    expect(page.locator(STATUS)).to_have_text(re.compile("^(Stopped|Done)"), timeout=20_000)
    page.get_by_role("button", name="Undo").click()
    expect(tier).to_have_attribute("aria-pressed", "false")
    at_rest(page)


def test_a_unit_is_dragged_moved_by_keyboard_and_refused_below_itself(strict: Page, voila: Server) -> None:
    page = turned(opened(strict, voila), "organisation")
    below = page.locator('[data-key="unit central"] [data-key="unit west"]')
    unit(page, "west").drag_to(unit(page, "central"))
    expect(below).to_have_count(1)
    expect(unit(page, "west")).to_contain_text("led twice")
    expect(page.locator(".ts-tiles")).to_contain_text("1units that two heads")
    unit(page, "central").drag_to(unit(page, "west"))
    expect(unit(page, "central").get_by_role("alert")).to_contain_text("Choose a unit that is not")
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Undo").click()
    expect(below).to_have_count(0)
    unit(page, "west").get_by_role("button").press("Enter")
    page.get_by_label("Under").select_option("Central")
    expect(below).to_have_count(1)


def test_a_shape_is_made_and_compared_under_the_same_luck(strict: Page, voila: Server) -> None:
    page = turned(opened(strict, voila), "organisation")
    unit(page, "west").get_by_role("button").click()
    page.locator("input[name=new_unit]").fill("South Coast")
    page.locator("input[name=share]").fill("50%")
    page.locator('fieldset[data-key="new_unit"]').get_by_role("button", name="Add").click()
    expect(unit(page, "south_coast")).to_contain_text("South Coast49 seats")
    page.get_by_label("Seats that close").select_option("at once (redundancy)")
    page.get_by_label("Span (people a manager)").fill("12")
    page.get_by_label("Span (people a manager)").press("Enter")
    expect(page.locator(".ts-tiles")).to_contain_text("open")
    unit(page, "company").get_by_role("button").click()
    page.locator("input[name=split_unit]").fill("Coasts")
    for name in ("West", "East"):
        page.locator('fieldset[data-key="split_unit"]').get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Split").click()
    expect(page.locator('[data-key="unit coasts"] [data-key="unit west"]')).to_have_count(1)
    page.locator("input[name=design]").fill("coasts")
    page.get_by_role("button", name="Add as scenario to Compare").click()
    expect(page.locator(".ts-chip")).to_have_count(3)
    at_rest(page)
    expect(page.locator(".ts-fans path:not(.ts-grid)")).to_have_count(3 * 3 * 3)
    expect(page.locator(".ts-note")).to_contain_text("Added “coasts”")


@pytest.mark.parametrize("tab", ["lab", "succession", "organisation"])
def test_both_languages_at_both_widths(strict: Page, voila: Server, tab: str) -> None:
    page = turned(opened(strict, voila), tab)
    page.get_by_label("Language").select_option("zh")
    expect(
        page.get_by_role("tab", name={"lab": "激励方案", "succession": "继任", "organisation": "组织架构"}[tab])
    ).to_be_visible()
    for width in (1280, 1920):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert page.locator(".ts-main").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
