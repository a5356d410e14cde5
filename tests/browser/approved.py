"""Approved images of every tab: `python -m tests.browser.approved` makes them anew, in the project's environment.

Look at what they show before committing them. They are half as large as the page, with few colours. Compared are
means of blocks: another font or another shade of an edge is no difference, a page without its pictures is one.
"""

import io
import shutil
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from run import BROWSERS
from tests.browser.pages import TABS, opened, turned
from tests.browser.servers import presented
from tests.conftest import BROWSER_FLAGS

FOLDER = Path(__file__).parent / "approved"
WIDTHS = (1280, 1920)
HEIGHT = 1300
_BLOCK = 20
_FAR = 12.0
MOST = 0.045
"""Share of blocks that may differ: words of another font end elsewhere."""


def shot(page: Page, tab: str, width: int) -> Image.Image:
    """Take a picture of a tab at a width, without what differs from run to run."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    turned(page, tab)
    page.mouse.move(0, 0)
    page.add_style_tag(content=".ts-status { visibility: hidden; }")
    page.wait_for_timeout(900)
    whole = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    half = whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.LANCZOS)
    return half.quantize(128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of blocks whose mean colours are far apart; 1 where the sizes differ."""
    if one.size != other.size:
        return 1.0
    apart = np.abs(_blocks(one) - _blocks(other)).max(axis=2)
    return float((apart > _FAR).mean())


def _blocks(image: Image.Image) -> NDArray[np.float64]:
    values = np.asarray(image.convert("RGB"), dtype=np.float64)
    rows, columns = (size // _BLOCK for size in values.shape[:2])
    kept = values[: rows * _BLOCK, : columns * _BLOCK]
    return kept.reshape(rows, _BLOCK, columns, _BLOCK, 3).mean(axis=(1, 3))


def main() -> None:
    """Make all images anew."""
    repo, browser = Path(__file__).resolve().parents[2], next(filter(None, map(shutil.which, BROWSERS)), None)
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        presented(repo, Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=browser, args=BROWSER_FLAGS)
        page = opened(chromium.new_page(), server)
        for tab in TABS:
            for width in WIDTHS:
                shot(page, tab, width).save(FOLDER / f"{tab}_{width}.png", optimize=True)
        chromium.close()


if __name__ == "__main__":
    main()
