"""Every tab under the rules of axe: nothing serious or critical, in Voila, light and dark, and in JupyterLab."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.houses import run_anew
from tests.browser.pages import at_rest, opened, turned, unit
from tests.browser.servers import Server
from tests.conftest import do_without

pytestmark = pytest.mark.browser


def grave(page: Page) -> list[str]:
    """What is serious or critical in the studio, one line each."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        do_without("axe-playwright-python is missing; it is in the group [dev]")
    found: list[dict[str, Any]] = Axe().run(page, context=".teamsim-studio").response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_tab_in_voila(strict: Page, voila: Server, theme: str) -> None:
    page = opened(strict, voila, theme)
    page.get_by_role("button", name="Save as scenario").click()
    field = page.locator(".teamsim-lever input[type=text]").first
    field.fill("x")
    field.press("Enter")
    expect(page.locator(".teamsim-lever").get_by_role("alert").first).to_be_visible()
    assert grave(page) == []
    page.get_by_role("button", name="Undo").click()
    at_rest(page)
    assert grave(page) == []
    for tab in ("lab", "succession", "organisation"):
        assert grave(turned(page, tab)) == []
    for name in ("company", "west"):
        unit(page, name).get_by_role("button").click()
        expect(page.locator(f'[data-key="panel {name}"]')).to_be_visible()
        assert grave(page) == []
    page.get_by_label("Language").select_option("zh")
    assert grave(page) == []


def test_every_tab_in_jupyterlab(strict: Page, lab: Server) -> None:
    page = run_anew(strict, lab)
    for tab in ("compare", "lab", "succession", "organisation"):
        assert grave(turned(page, tab)) == []
