"""Named entries as people without code meet them: a freeze is added, seen, undone, done again and saved."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import teamsim as ts
from tests.browser.pages import at_rest, opened, written
from tests.browser.servers import STATUS, Server
from tests.browser.test_accessible import grave

pytestmark = pytest.mark.browser

SECTION, FREEZE = "hiring.freezes", "hiring.freezes.first_half"


def test_a_freeze_is_added_by_keyboard_seen_undone_done_again_and_saved(
    strict: Page, voila: Server, shots: Path
) -> None:
    page = opened(strict, voila)
    page.get_by_role("button", name="Hiring", exact=True).press("Enter")
    freezes, freeze = page.locator(f'[data-path="{SECTION}"]'), page.locator(f'[data-path="{FREEZE}"]')
    headcount = page.locator('.ts-fans figure[data-measure="headcount"] path.ts-median').nth(1)
    before = headcount.get_attribute("d") or ""
    name = freezes.get_by_label("Name of a new entry in Hiring freezes")
    name.fill("1st half")
    name.press("Enter")
    expect(freezes.get_by_role("alert")).to_contain_text("Begin with a letter")
    expect(name).to_have_value("1st half")
    name.fill("First half")
    name.press("Enter")
    expect(freeze).to_contain_text("added")
    expect(name).to_have_value("")
    expect(page.locator(STATUS)).to_contain_text("2 to mend")
    assert grave(page) == []
    page.screenshot(path=shots / "entries_missing_1280.png", full_page=True)
    for label, month in (("First month", "0"), ("Last month", "11")):
        field = freeze.get_by_role("textbox", name=re.compile(f"^{label}"))
        field.fill(month)
        field.press("Enter")
        expect(freeze.get_by_role("slider", name=f"{label}, Hiring freezes · first half")).to_have_value(month)
    at_rest(page)
    freeze.get_by_role("button", name="Senior representative").press("Space")
    expect(freeze.get_by_role("button", name="Senior representative")).to_have_attribute("aria-pressed", "true")
    at_rest(page)
    expect(headcount).not_to_have_attribute("d", before)
    assert grave(page) == []
    page.screenshot(path=shots / "entries_1280.png", full_page=True)
    for _ in range(4):
        page.get_by_role("button", name="Undo").click()
    expect(freeze).to_have_count(0)
    at_rest(page)
    expect(headcount).to_have_attribute("d", before)
    for _ in range(4):
        page.get_by_role("button", name="Redo").click()
    expect(freeze).to_contain_text("added")
    at_rest(page)
    page.get_by_role("button", name="Save as scenario").click()
    page.locator(".ts-dialog input").fill("frozen half")
    page.locator(".ts-dialog input").press("Enter")
    expect(page.locator(".ts-note")).to_contain_text("Saved")
    saved = ts.load_scenario(voila.folder / "scenarios" / "frozen_half.yaml").parameters.hiring.freezes["first_half"]
    assert (saved.first_month, saved.last_month, saved.tiers) == (0, 11, ("senior_representative",))


def test_who_renames_an_entry_stays_in_it(studio: Page) -> None:
    studio.get_by_role("button", name="Hiring", exact=True).press("Enter")
    written(studio.get_by_label("Name of a new entry in Hiring freezes"), "First half")
    written(name_of(studio, "first_half"), "Second half")
    expect(name_of(studio, "second_half")).to_be_focused()
    name_of(studio, "second_half").fill("Third half")
    studio.keyboard.press("Tab")
    expect(name_of(studio, "third_half")).to_be_focused()
    name_of(studio, "third_half").fill("Fourth half")
    search = studio.get_by_role("searchbox", name="Search levers")
    search.click()
    expect(name_of(studio, "fourth_half")).to_be_visible()
    expect(search).to_be_focused()
    for _ in range(4):
        studio.get_by_role("button", name="Undo").click()
    at_rest(studio)


def test_who_undoes_the_name_of_an_entry_stays_in_it(studio: Page) -> None:
    studio.get_by_role("button", name="Hiring", exact=True).press("Enter")
    written(studio.get_by_label("Name of a new entry in Hiring freezes"), "First half")
    written(name_of(studio, "first_half"), "Second half")
    expect(name_of(studio, "second_half")).to_be_focused()
    studio.keyboard.press("ControlOrMeta+z")
    expect(name_of(studio, "first_half")).to_be_focused()
    studio.keyboard.press("ControlOrMeta+y")
    expect(name_of(studio, "second_half")).to_be_focused()
    undo = studio.get_by_role("button", name="Undo")
    undo.click()
    expect(name_of(studio, "first_half")).to_be_visible()
    expect(undo).to_be_focused()
    undo.click()
    at_rest(studio)


def test_who_undoes_a_new_entry_stays_in_its_list(studio: Page) -> None:
    studio.get_by_role("button", name="Hiring", exact=True).press("Enter")
    new = studio.get_by_label("Name of a new entry in Hiring freezes")
    for leave in ("undo", "remove"):
        written(new, "First half")
        name_of(studio, "first_half").focus()
        if leave == "undo":
            studio.keyboard.press("ControlOrMeta+z")
        else:
            studio.get_by_role("button", name="Remove “first half” from Hiring freezes").press("Enter")
        expect(name_of(studio, "first_half")).to_have_count(0)
        expect(new).to_be_focused()
    at_rest(studio)


def name_of(page: Page, entry: str) -> Locator:
    """The field with the name of an entry."""
    return page.locator(f'[data-path="{SECTION}.{entry}"] .ts-entry-name input')
