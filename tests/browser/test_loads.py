"""Many viewers one after the other: no page hangs, and nobody sees what another moved."""

import json

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import opened
from tests.browser.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOADS = 30


def test_thirty_pages_load_and_none_hangs(browser: Browser, voila: Server) -> None:
    context, before = browser.new_context(viewport={"width": 1280, "height": 900}), None
    for number in range(LOADS):
        page = opened(context.new_page(), voila)
        expect(page.locator(".scatterlayer path.js-line")).to_have_count(3 * 2 * 3, timeout=20_000)
        replications = page.get_by_label("Replications")
        expect(replications).to_have_value("20")
        if before is not None:
            before.close(run_before_unload=True)  # two viewers were there at once; its kernel ends with it
        replications.fill(str(21 + number))
        replications.press("Enter")
        expect(replications).to_have_value(str(21 + number))
        before = page
    assert len(json.loads(voila.ask("/api/kernels"))) < 5
    context.close()
