"""What goes wrong: files with faults, a kernel that is gone, two pages that save one file. A sentence, nothing lost."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import teamsim as ts
from tests.browser.houses import SIZE
from tests.browser.pages import RAMP, at_rest, lever, opened, written
from tests.browser.servers import STATUS, Server

pytestmark = pytest.mark.browser

BAD = """
name: bad
extends: baseline.yaml
tiers: {representative: {ramp: {months: 500}}}
hiring: {recruiters: -3}
money: {margine: 0.5}
promotion: {reliability: {results: 7}}
"""


def moved(page: Page, months: str) -> Page:
    written(lever(page).locator("input[type=text]"), months)
    expect(lever(page)).to_contain_text("baseline 5.7")
    return page


def saved_as(page: Page, name: str) -> Page:
    page.get_by_role("button", name="Save as scenario").click()
    written(page.locator(".ts-dialog input"), name)
    return page


def test_a_file_with_faults_shows_every_one_and_keeps_the_answer(strict: Page, voila: Server, tmp_path: Path) -> None:
    page = opened(strict, voila)
    before = page.locator(".ts-tiles").text_content()
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "bad.yaml")
    expect(page.locator(STATUS)).to_contain_text("4 to mend")
    expect(lever(page).get_by_role("alert")).to_contain_text("expected months in [0, 60]")
    mend = page.locator('[data-key="to mend"] [data-path="promotion.reliability.results"]')
    expect(mend.get_by_role("alert")).to_be_visible()
    expect(page.locator(".ts-others")).to_contain_text("Did you mean `margin`?")
    assert page.locator(".ts-side").get_by_role("alert").count() == 4
    assert page.locator(".ts-tiles").text_content() == before
    expect(page.locator(".ts-fans path:not(.ts-grid)")).to_have_count(3 * 2 * 3)
    page.get_by_role("button", name="Take the change of money.margine back").click()
    expect(page.locator(".ts-others")).to_have_count(0)
    mend.get_by_role("button").click()
    expect(page.locator('[data-key="to mend"]')).to_have_count(0)
    for path in (RAMP, "hiring.recruiters"):
        page.locator(f'[data-key="usual:{path}"]').get_by_role("button", name=re.compile("^Put")).click()
    at_rest(page)


def test_a_long_status_takes_two_lines_and_moves_nothing(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    bar, status = page.locator(".ts-bar"), page.locator(STATUS)
    before = bar.bounding_box()
    written(lever(page).locator("input[type=text]"), "12%")
    expect(status).to_contain_text("1 to mend. The pictures still show the last values that worked.")
    expect(status).to_have_attribute("title", status.text_content() or "?")
    assert bar.bounding_box() == before
    height, whole = status.evaluate("node => [node.clientHeight, node.scrollHeight]")
    assert height <= 30 < whole
    page.get_by_role("button", name="Undo").click()
    at_rest(page)
    assert bar.bounding_box() == before


def test_who_comes_back_to_a_lost_kernel_is_told_and_loses_no_change(
    page: Page, voila: Server, tmp_path: Path, shots: Path
) -> None:
    page.set_viewport_size(SIZE)
    page.clock.install()
    moved(opened(page, voila), "7.5")
    at_rest(page)
    before = page.locator(".ts-tiles").text_content()
    about = json.loads(page.locator("#jupyter-config-data").text_content() or "")
    voila.ask(f"/api/kernels/{about['kernelId']}", "DELETE")
    page.clock.fast_forward("20:00")  # somebody opens the lid again
    page.clock.fast_forward("00:16")
    lost = page.locator(".ts-lost")
    expect(lost).to_contain_text("load this page again")
    page.screenshot(path=shots / "lost.png")
    with page.expect_download() as download:
        lost.get_by_role("button", name="Download quarterly_push_adjusted.yaml").click()
    download.value.save_as(tmp_path / "rescue.yaml")
    again = opened(page, voila)
    again.locator("input[type=file]").set_input_files(tmp_path / "rescue.yaml")
    expect(again.locator(".ts-chip")).to_have_count(3)
    expect(lever(again).locator("input[type=text]")).to_have_value("7.5")
    expect(again.locator(".ts-tiles")).to_have_text(before or "", timeout=30_000)


def test_of_two_pages_that_save_one_file_the_second_is_told(strict: Page, voila: Server, browser: Browser) -> None:
    first = saved_as(moved(opened(strict, voila), "7.5"), "both")
    expect(first.locator(".ts-note")).to_contain_text("Saved")
    context = browser.new_context(viewport=SIZE)
    second = saved_as(moved(opened(context.new_page(), voila), "8.5"), "both")
    expect(second.locator(".ts-note")).to_contain_text("both.yaml is there already and was not written here")
    file = voila.folder / "scenarios" / "both.yaml"
    assert ts.load_scenario(file).parameter(RAMP).value == 7.5
    expect(lever(second).locator("input[type=text]")).to_have_value("8.5")
    written(second.locator(".ts-dialog input"), "mine")
    expect(second.locator(".ts-note")).to_contain_text("Saved")
    context.close()
    saved_as(moved(first, "7"), "both")
    expect(first.locator(".ts-note")).to_contain_text("Saved")
    assert ts.load_scenario(file).parameter(RAMP).value == 7.0
