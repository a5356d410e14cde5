"""Below every picture stands where it comes from, whole; a picture that is downloaded takes the line along."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from teamsim.errors import RunError
from teamsim.report import reproduce
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


def downloaded(page: Page, picture: Locator) -> Path:
    """The file of a picture."""
    picture.hover()
    with page.expect_download() as download:
        picture.locator('[data-title="PNG"]').click()
    return download.value.path()


def test_a_picture_that_is_downloaded_takes_its_line_along(strict: Page, voila: Server) -> None:
    page = turned(opened(strict, voila), "organisation")
    picture = page.locator(".ts-picture").first
    drawn = picture.locator(".main-svg").first.bounding_box()
    file = downloaded(page, picture)
    kept = Image.open(io.BytesIO(file.read_bytes()))
    kept.verify()  # all check sums
    assert kept.info["Description"].splitlines()[0] == picture.locator(".ts-source").text_content()
    image = Image.open(file).convert("L")
    assert drawn is not None and image.height > 2 * drawn["height"]
    below = image.crop((0, round(2 * drawn["height"]), image.width, image.height))
    assert below.getextrema()[0] < 160, "something is written there"


def test_a_picture_that_is_downloaded_is_made_again_from_the_file(strict: Page, voila: Server) -> None:
    page = opened(strict, voila)
    for tab in ("lab", "succession", "organisation"):
        picture = turned(page, tab).locator(f".ts-{tab} .ts-picture").first
        told = str(reproduce(downloaded(page, picture), progress=False))
        assert "quarterly push" in told and "numbers are the same again" in told


def test_a_picture_can_be_downloaded_where_the_kernel_is_gone(page: Page, voila: Server) -> None:
    picture = turned(opened(page, voila), "organisation").locator(".ts-picture").first
    about = json.loads(page.locator("#jupyter-config-data").text_content() or "")
    voila.ask(f"/api/kernels/{about['kernelId']}", "DELETE")
    file = downloaded(page, picture)
    assert Image.open(file).info["Description"] == picture.locator(".ts-source").text_content()
    with pytest.raises(RunError, match="download it again while its notebook runs"):
        reproduce(file)
