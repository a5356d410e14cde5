"""Compare as people meet it, in Voila and in JupyterLab: levers moved, written, undone, saved, scenarios added."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import teamsim as ts
from tests.browser.houses import House
from tests.browser.pages import RAMP, at_rest, is_whole, lever, saved, stopped, written
from tests.browser.servers import STATUS, drag

pytestmark = pytest.mark.browser


def tile(page: Page, measure: str) -> Locator:
    return page.locator(f'.ts-tile[data-measure="{measure}"]')


def test_move_drag_mark_undo_and_reset(studio: Page, house: House, shots: Path) -> None:
    expect(studio.locator(".ts-fans path:not(.ts-grid)")).to_have_count(3 * 2 * 3)
    expect(studio.locator(".ts-beam")).to_have_count(6)
    slider, before = lever(studio).locator("input[type=range]"), tile(studio, "bookings").text_content()
    slider.press("ArrowRight")
    expect(lever(studio)).to_contain_text("baseline 5.7")
    at_rest(studio)
    drag(studio, slider, 0.9)
    expect(studio.locator(STATUS)).to_have_text("Preview: 5 of 20 futures", timeout=10_000)
    studio.mouse.up()
    at_rest(studio)
    expect(tile(studio, "bookings")).not_to_have_text(before or "")
    expect(lever(studio)).to_contain_text("baseline 5.7")
    studio.screenshot(path=shots / f"compare_{house.name}.png", full_page=True)
    for _ in range(2):
        studio.keyboard.press("Control+z")
    expect(lever(studio)).not_to_contain_text("baseline 5.7")
    at_rest(studio)
    studio.get_by_role("button", name="Redo").click()
    expect(lever(studio)).to_contain_text("baseline 5.7")
    studio.get_by_role("button", name="Reset all").click()
    expect(lever(studio)).not_to_contain_text("baseline 5.7")
    at_rest(studio)
    expect(tile(studio, "bookings")).to_have_text(before or "")


def test_what_is_written_is_read_by_its_unit_and_faults_stand_beside_it(studio: Page) -> None:
    field = lever(studio).locator("input[type=text]")
    written(field, "12%")
    expect(lever(studio).get_by_role("alert")).to_contain_text("The unit is months, which has no percentages")
    expect(studio.locator(STATUS)).to_contain_text("1 to mend")
    expect(field).to_have_attribute("aria-invalid", "true")
    written(field, "7")
    expect(lever(studio).get_by_role("alert")).to_have_count(0)
    at_rest(studio)
    search = studio.get_by_role("searchbox", name="Search levers")
    search.fill("resignation notice")
    expect(studio.locator('[data-key="found"]')).to_be_visible()
    search.fill("")
    expect(studio.get_by_role("button", name=re.compile("^Attrition"))).to_be_visible()


def test_a_field_keeps_what_is_typed_while_something_opens_above_it(studio: Page) -> None:
    field = lever(studio).locator("input[type=text]")
    field.fill("8")
    studio.get_by_role("button", name="Save as scenario").dispatch_event("click")  # the answer comes while one types
    expect(studio.locator(".ts-dialog")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("8")
    field.press("Enter")
    expect(lever(studio)).to_contain_text("baseline 5.7")
    studio.get_by_role("button", name="Close").dispatch_event("click")
    expect(studio.locator(".ts-dialog")).to_have_count(0)
    expect(field).to_be_focused()


def test_save_code_and_another_scenario(studio: Page, house: House) -> None:
    field = lever(studio).locator("input[type=text]")
    written(field, "7.5")
    saved(studio, "slow ramp")
    scenarios = house.server.folder / "scenarios"
    assert ts.load_scenario(scenarios / "slow_ramp.yaml").parameter(RAMP).value == 7.5
    studio.get_by_role("button", name="Copy as code").click()
    expect(studio.locator(".ts-dialog pre")).to_contain_text("with_changes('quarterly push (adjusted)'")
    studio.get_by_role("button", name="Close").click()
    studio.get_by_role("button", name="+ Add").click()
    expect(studio.locator(".ts-chip")).to_have_count(3)
    at_rest(studio)
    expect(studio.locator(".ts-fans path:not(.ts-grid)")).to_have_count(3 * 3 * 3)
    studio.locator("input[type=file]").set_input_files(scenarios / "capped_plan.yaml")
    expect(studio.locator(".ts-chip")).to_have_count(4)
    at_rest(studio)


def test_long_work_shows_progress_and_cancel_keeps_what_is_finished(studio: Page) -> None:
    field = studio.get_by_label("Replications")
    written(field, "20000")
    expect(studio.locator(STATUS)).to_contain_text("%", timeout=20_000)
    studio.get_by_role("button", name="Undo").hover()  # the page answers meanwhile
    studio.wait_for_timeout(1500)
    stopped(studio)
    expect(studio.locator(STATUS)).to_contain_text("of 20,000 replications")


def test_both_languages_at_both_widths(studio: Page, house: House, shots: Path) -> None:
    studio.get_by_label("Language", exact=True).select_option("zh")
    expect(studio.get_by_role("tab", name="激励方案")).to_be_visible()
    expect(studio.locator(".ts-fall figcaption")).to_contain_text("差异的原因")
    for width in (1280, 1920):
        studio.set_viewport_size({"width": width, "height": 1000})
        studio.wait_for_timeout(600)
        assert is_whole(studio)
        studio.screenshot(path=shots / f"compare_{house.name}_zh_{width}.png", full_page=True)
