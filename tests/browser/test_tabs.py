"""Plan lab, Succession and Organisation as people meet them, in Voila and in JupyterLab."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import teamsim as ts
from tests.browser.houses import House
from tests.browser.pages import at_rest, is_whole, saved, stopped, turned, unit, written
from tests.browser.servers import STATUS

pytestmark = pytest.mark.browser

RATES = "incentives.plans.rep.components.commission.rates"
RATE = f"{RATES}.0.1"


def of_file(house: House, name: str, path: str) -> Any:
    """What a saved scenario says of a parameter."""
    return ts.load_scenario(house.server.folder / "scenarios" / f"{name}.yaml").parameter(path).value


def test_the_plan_lab_edits_a_plan(studio: Page, house: House) -> None:
    page = turned(studio, "lab")
    cell = page.locator(f'[data-cell="{RATE}"]')
    expect(cell).to_have_value("9%")
    written(cell, "12")
    expect(page.locator(".ts-plan").get_by_role("alert")).to_have_text("12 would be 1,200%. Write 12% or 0.12.")
    written(cell, "12%")
    expect(page.locator(".ts-plan").get_by_role("alert")).to_have_count(0)
    expect(page.locator(".ts-tiles")).to_contain_text("140 of 140 people", timeout=60_000)
    at_rest(page)
    page.get_by_role("button", name="+ Add a band").click()
    expect(page.locator(".ts-pairs tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".ts-pairs tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator(".ts-pairs tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    saved(page, "richer")
    assert of_file(house, "richer", RATES)[0][1] == 0.12


def test_a_forecast_shows_progress_and_cancel_keeps_what_is_finished(studio: Page) -> None:
    page = turned(studio, "lab")
    expect(page.locator(".ts-picture")).to_have_count(2)
    page.get_by_role("button", name="Forecast how people answer").click()
    expect(page.locator(".ts-picture")).to_have_count(3, timeout=60_000)
    stopped(page)
    expect(page.locator(".ts-picture")).to_have_count(3)
    expect(page.locator(".ts-tiles")).to_contain_text("140 of 140 people")


def test_succession_looks_at_a_day_and_ranks_levers(studio: Page) -> None:
    page = turned(studio, "succession")
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


def test_succession_takes_another_tier_as_critical_and_can_be_cancelled(studio: Page, house: House) -> None:
    page = turned(studio, "succession")
    tier = page.locator(".ts-critical").get_by_role("button", name="Sales manager", exact=True)
    tier.click()
    expect(tier).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Cancel").click(timeout=5_000)
    expect(page.locator(STATUS)).to_have_text(re.compile("^(Stopped|Done)"), timeout=20_000)
    page.get_by_role("button", name="Undo").click()
    expect(tier).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Redo").click()
    expect(tier).to_have_attribute("aria-pressed", "true")
    saved(page, "managers too")
    assert of_file(house, "managers_too", "tiers.sales_manager.critical") is True
    at_rest(page)


def test_a_unit_is_dragged_moved_by_keyboard_and_refused_below_itself(studio: Page, house: House) -> None:
    page = turned(studio, "organisation")
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
    saved(page, "west below")
    assert of_file(house, "west_below", "organisation.units.west.parent") == "central"


def test_a_shape_is_made_and_compared_under_the_same_luck(studio: Page) -> None:
    page = turned(studio, "organisation")
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
def test_both_languages_at_both_widths(studio: Page, tab: str) -> None:
    page = turned(studio, tab)
    page.get_by_label("Language", exact=True).select_option("zh")
    expect(
        page.get_by_role("tab", name={"lab": "激励方案", "succession": "继任", "organisation": "组织架构"}[tab])
    ).to_be_visible()
    for width in (1280, 1920):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(500)
        assert is_whole(page)
