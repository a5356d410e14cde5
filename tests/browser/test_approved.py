"""Every tab looks as it did when somebody last looked at it and said yes."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Page

from tests.browser.approved import FOLDER, MOST, WIDTHS, difference, shot
from tests.browser.pages import TABS, opened
from tests.browser.servers import Server

pytestmark = pytest.mark.browser


def test_every_tab_looks_as_approved(strict: Page, voila: Server, shots: Path) -> None:
    page, apart = opened(strict, voila), dict[str, float]()
    for tab in TABS:
        for width in WIDTHS:
            name = f"{tab}_{width}.png"
            now = shot(page, tab, width)
            now.save(shots / name)
            apart[name] = difference(now, Image.open(FOLDER / name))
    assert {name: share for name, share in apart.items() if share > MOST} == {}, f"look at {shots}"


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.png")))
def test_a_page_without_pictures_is_seen_and_a_shift_of_a_pixel_is_not(name: str) -> None:
    whole = Image.open(FOLDER / name).convert("RGB")
    hurt = whole.copy()
    area = (whole.width // 4, whole.height // 7, whole.width, whole.height // 2)
    ImageDraw.Draw(hurt).rectangle(area, fill="white")
    assert difference(whole, hurt) > MOST
    assert difference(whole, ImageChops.offset(whole, 1, 1)) < MOST
