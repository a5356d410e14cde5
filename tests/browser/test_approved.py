"""Every tab looks as it did when somebody last looked at it and said yes."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
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
def test_a_missing_picture_is_seen_and_a_shift_of_a_pixel_is_not(name: str) -> None:
    whole = Image.open(FOLDER / name).convert("RGB")
    hurt = whole.copy()
    half = (whole.width // 2, whole.height // 3)
    ImageDraw.Draw(hurt).rectangle((*half, whole.width, 2 * whole.height // 3), fill="white")
    assert difference(whole, hurt) > MOST / 3
    assert difference(whole, whole.transform(whole.size, Image.Transform.AFFINE, (1, 0, 1, 0, 1, 0))) <= MOST
