"""What several browser tests do with the studio's pages."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.servers import STATUS, Server

RAMP = "tiers.representative.ramp.months"
DONE = re.compile("^(Done in|完成)")
TABS = {"compare": "Compare", "lab": "Plan lab", "succession": "Succession", "organisation": "Organisation"}


def opened(page: Page, server: Server, theme: str = "") -> Page:
    """Open the studio, in a theme of Voila's, and wait until it has computed."""
    wanted = f"&theme={theme}" if theme else ""
    page.goto(f"{server.address}/?token={server.token}{wanted}", timeout=60_000)
    page.locator(".teamsim-studio").wait_for(state="attached", timeout=60_000)
    at_rest(page)
    return page


def at_rest(page: Page) -> None:
    """Wait until nothing is being computed."""
    expect(page.locator(STATUS)).to_have_text(DONE, timeout=90_000)


def turned(page: Page, tab: str) -> Page:
    """Go to a tab, by its English name, and wait until it has computed."""
    page.locator(".teamsim-studio").get_by_role("tab", name=TABS[tab], exact=True).click()
    page.locator(f".ts-body.ts-{tab}").wait_for(timeout=10_000)
    at_rest(page)
    expect(page.locator(f".ts-{tab} .ts-picture :is(.main-svg, .ts-plot > svg)").first).to_be_visible(timeout=20_000)
    return page


def lever(page: Page, path: str = RAMP) -> Locator:
    """A lever among those often used, or found."""
    return page.locator(f'[data-key^="usual"] [data-path="{path}"], [data-key="found"] [data-path="{path}"]').first


def written(field: Locator, text: str) -> None:
    """Write something into a field, as people do who press Enter."""
    field.fill(text)
    field.press("Enter")


def saved(page: Page, name: str) -> None:
    """Save the scenario that is worked on as a file."""
    page.get_by_role("button", name="Save as scenario").click()
    written(page.locator(".ts-dialog input"), name)
    expect(page.locator(".ts-note")).to_contain_text("Saved", timeout=15_000)


def stopped(page: Page) -> None:
    """Press Cancel while something is computed: what is finished stays."""
    page.get_by_role("button", name="Cancel").click(timeout=10_000)
    expect(page.locator(STATUS)).to_have_text(re.compile("^Stopped"), timeout=30_000)


def unit(page: Page, name: str) -> Locator:
    """The row of a unit in the tree."""
    return page.locator(f'[data-unit="{name}"]')


def is_whole(page: Page) -> bool:
    """Whether nothing is wider than the window or than its part of the studio."""
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    cut = page.locator(".ts-main").evaluate("node => node.scrollWidth - node.clientWidth")
    return bool(beyond <= 0 and cut <= 0)
