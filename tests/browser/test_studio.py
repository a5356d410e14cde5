"""The studio as people without code meet it: served by Voila, in Chromium."""

import re
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import teamsim as ts
from tests.browser.servers import STATUS, Server, drag, presented

pytestmark = pytest.mark.browser

RAMP = "tiers.representative.ramp.months"
RATE = "incentives.plans.rep.components.commission.rates.0.1"
DONE = re.compile("^Done in")


def opened(page: Page, server: Server) -> Page:
    page.goto(f"{server.address}/?token={server.token}", timeout=60_000)
    page.locator(".teamsim-studio").wait_for(state="attached", timeout=60_000)
    expect(page.locator(STATUS)).to_have_text(re.compile("^(Done in|完成)"), timeout=60_000)
    return page


def lever(page: Page, path: str = RAMP) -> Locator:
    return page.locator(f'[data-key^="usual"] [data-path="{path}"], [data-key="found"] [data-path="{path}"]').first


def at_rest(page: Page) -> None:
    expect(page.locator(STATUS)).to_have_text(DONE, timeout=30_000)


def tile(page: Page, measure: str) -> Locator:
    return page.locator(f'.ts-tile[data-measure="{measure}"]')


def test_move_drag_mark_undo_and_reset(strict: Page, voila: Server, shots: Path) -> None:
    page = opened(strict, voila)
    expect(page.locator(".ts-fans path:not(.ts-grid)")).to_have_count(3 * 2 * 3)
    expect(page.locator(".ts-beam")).to_have_count(6)
    slider, before = lever(page).locator("input[type=range]"), tile(page, "bookings").text_content()
    drag(page, slider, 0.9)
    expect(page.locator(STATUS)).to_have_text("Preview: 5 of 20 futures", timeout=10_000)
    page.mouse.up()
    at_rest(page)
    expect(tile(page, "bookings")).not_to_have_text(before or "")
    expect(lever(page)).to_contain_text("baseline 5.7")
    page.screenshot(path=shots / "studio_1280.png", full_page=True)
    page.keyboard.press("Control+z")
    expect(lever(page)).not_to_contain_text("baseline 5.7")
    at_rest(page)
    page.get_by_role("button", name="Redo").click()
    expect(lever(page)).to_contain_text("baseline 5.7")
    page.get_by_role("button", name="Reset all").click()
    expect(lever(page)).not_to_contain_text("baseline 5.7")
    at_rest(page)
    expect(tile(page, "bookings")).to_have_text(before or "")


def test_what_is_written_is_read_by_its_unit_and_faults_stand_beside_it(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    field = lever(page).locator("input[type=text]")
    field.fill("12%")
    field.press("Enter")
    expect(lever(page).get_by_role("alert")).to_contain_text("A percentage means nothing here: months")
    expect(page.locator(STATUS)).to_contain_text("1 to mend")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("7")
    field.press("Enter")
    expect(lever(page).get_by_role("alert")).to_have_count(0)
    at_rest(page)
    search = page.get_by_role("searchbox", name="Search levers")
    search.fill("resignation notice")
    expect(page.locator('[data-key="found"]')).to_be_visible()
    search.fill("")
    expect(page.get_by_role("button", name=re.compile("^Attrition"))).to_be_visible()


def test_a_field_keeps_what_is_typed_while_something_opens_above_it(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    field = lever(page).locator("input[type=text]")
    field.fill("8")
    page.get_by_role("button", name="Save as scenario").dispatch_event("click")  # the answer comes while one types
    expect(page.locator(".ts-dialog")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("8")
    field.press("Enter")
    expect(lever(page)).to_contain_text("baseline 5.7")
    page.get_by_role("button", name="Close").dispatch_event("click")
    expect(page.locator(".ts-dialog")).to_have_count(0)
    expect(field).to_be_focused()


def test_save_code_and_another_scenario(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    field = lever(page).locator("input[type=text]")
    field.fill("7.5")
    field.press("Enter")
    page.get_by_role("button", name="Save as scenario").click()
    page.locator(".ts-dialog input").fill("slow ramp")
    page.locator(".ts-dialog input").press("Enter")
    expect(page.locator(".ts-note")).to_contain_text("Saved")
    saved = ts.load_scenario(voila.folder / "scenarios" / "slow_ramp.yaml")
    assert saved.parameter(RAMP).value == 7.5
    page.get_by_role("button", name="Copy as code").click()
    expect(page.locator(".ts-dialog pre")).to_contain_text("with_changes('quarterly push (adjusted)'")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="+ Add").click()
    expect(page.locator(".ts-chip")).to_have_count(3)
    at_rest(page)
    expect(page.locator(".ts-fans path:not(.ts-grid)")).to_have_count(3 * 3 * 3)
    page.locator("input[type=file]").set_input_files(voila.folder / "scenarios" / "capped_plan.yaml")
    expect(page.locator(".ts-chip")).to_have_count(4)
    at_rest(page)


def test_long_work_shows_progress_and_cancel_keeps_what_is_finished(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    field = page.get_by_label("Replications")
    field.fill("20000")
    field.press("Enter")
    expect(page.locator(STATUS)).to_contain_text("%", timeout=20_000)
    page.get_by_role("button", name="Undo").hover()  # the page answers meanwhile
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(STATUS)).to_have_text(re.compile("^Stopped after"), timeout=15_000)


def test_the_plan_lab_edits_a_plan(strict: Page, voila: Server, shots: Path) -> None:
    page = opened(strict, voila)
    page.get_by_role("tab", name="Plan lab").click()
    at_rest(page)
    cell = page.locator(f'[data-cell="{RATE}"]')
    expect(cell).to_have_value("9%")
    cell.fill("12")
    cell.press("Enter")
    expect(page.locator(".ts-plan").get_by_role("alert")).to_have_text("12 would be 1,200%. Write 12% or 0.12.")
    cell.fill("12%")
    cell.press("Enter")
    expect(page.locator(".ts-plan").get_by_role("alert")).to_have_count(0)
    expect(page.locator(".ts-tiles")).to_contain_text("140 of 140 people", timeout=60_000)
    at_rest(page)
    page.screenshot(path=shots / "plan_lab_1280.png", full_page=True)
    page.get_by_role("button", name="+ Add a band").click()
    expect(page.locator(".ts-pairs tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".ts-pairs tbody tr")).to_have_count(2)


def test_both_languages_at_both_widths(strict: Page, voila: Server, shots: Path) -> None:
    page = opened(strict, voila)
    page.get_by_label("Language").select_option("zh")
    expect(page.get_by_role("tab", name="激励方案")).to_be_visible()
    expect(page.locator(".ts-fall figcaption")).to_contain_text("差异的原因")
    for width in (1280, 1920):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(600)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        page.screenshot(path=shots / f"studio_zh_{width}.png", full_page=True)


def test_two_viewers_do_not_share_a_state(strict: Page, voila: Server, browser: Browser) -> None:
    page = opened(strict, voila)
    field = lever(page).locator("input[type=text]")
    field.fill("8")
    field.press("Enter")
    at_rest(page)
    other = opened(browser.new_context(viewport={"width": 1280, "height": 900}).new_page(), voila)
    expect(lever(other).locator("input[type=text]")).to_have_value("5.7")
    other.context.close()


def test_nobody_comes_in_without_the_token(voila: Server) -> None:
    for token in ("", "wrong"):
        with urllib.request.urlopen(f"{voila.address}/?token={token}", timeout=5) as answer:
            assert "/login" in answer.url
    with pytest.raises(HTTPError, match="403"):
        Server(voila.address, "wrong", voila.folder).ask("/api/kernels", "POST")


def test_a_board_has_a_story_no_lever_and_no_code(strict: Page, repo: Path, tmp_path: Path, shots: Path) -> None:
    with presented(repo, tmp_path, "--board") as server:
        page = opened(strict, server)
        expect(page.locator(".ts-answer")).to_contain_text("quarterly push earns")
        assert page.locator(".teamsim-studio input").count() == 0
        assert page.get_by_text("load_scenario").count() == 0
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.wait_for_timeout(600)
        page.screenshot(path=shots / "board_studio_1920.png", full_page=True)
