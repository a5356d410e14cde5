"""Below every picture stands where it comes from, whole; a picture that is downloaded takes the line along."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.pages import TABS, at_rest, opened, turned
from tests.browser.servers import Server

pytestmark = pytest.mark.browser

_CUT = "parts => parts.filter(part => part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight)"


def test_every_picture_has_its_line_in_both_languages(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    for tab in TABS:
        for lang in ("en", "zh"):
            page.get_by_role("tab").nth(list(TABS).index(tab)).click()
            page.locator(f".ts-body.ts-{tab}").wait_for()
            page.locator(".ts-settings select").select_option(lang)
            at_rest(page)
            lines = page.locator(".ts-source:visible")
            expect(lines).to_have_count(1 if tab == "compare" else page.locator(".ts-picture .svg-container").count())
            for text in lines.all_text_contents():
                assert re.search(r"quarterly push [0-9a-f]{8}\b.* · teamsim \d", text), text
            assert lines.evaluate_all(f"parts => ({_CUT})(parts).length") == 0


def test_a_picture_that_is_downloaded_takes_its_line_along(strict: Page, voila: Server) -> None:
    page = turned(opened(strict, voila), "organisation")
    picture = page.locator(".ts-picture").first
    drawn = picture.locator(".main-svg").first.bounding_box()
    picture.hover()
    with page.expect_download() as download:
        picture.locator('[data-title="PNG"]').click()
    kept = Image.open(io.BytesIO(download.value.path().read_bytes()))
    kept.verify()  # all check sums
    assert kept.info["Description"] == picture.locator(".ts-source").text_content()
    image = Image.open(download.value.path()).convert("L")
    assert drawn is not None and image.height > 2 * drawn["height"]
    below = image.crop((0, round(2 * drawn["height"]), image.width, image.height))
    assert below.getextrema()[0] < 160, "something is written there"
