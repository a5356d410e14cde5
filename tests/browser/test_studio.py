"""What only Voila has: several viewers, a token, and a board's view."""

import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.houses import SIZE
from tests.browser.pages import at_rest, lever, opened, written
from tests.browser.servers import Server, presented

pytestmark = pytest.mark.browser


def test_two_viewers_do_not_share_a_state(strict: Page, voila: Server, browser: Browser) -> None:
    page = opened(strict, voila)
    written(lever(page).locator("input[type=text]"), "8")
    at_rest(page)
    other = opened(browser.new_context(viewport=SIZE).new_page(), voila)
    expect(lever(other).locator("input[type=text]")).to_have_value("5.7")
    other.context.close()


def test_nobody_comes_in_without_the_token(voila: Server) -> None:
    for token in ("", "wrong"):
        with urllib.request.urlopen(f"{voila.address}/?token={token}", timeout=5) as answer:
            assert "/login" in answer.url
    with pytest.raises(HTTPError, match="403"):
        Server(voila.address, "wrong", voila.folder, voila.process_id).ask("/api/kernels", "POST")


def test_a_board_has_a_story_no_lever_and_no_code(strict: Page, repo: Path, tmp_path: Path, shots: Path) -> None:
    with presented(repo, tmp_path, "--board") as server:
        page = opened(strict, server)
        expect(page.locator(".ts-answer")).to_contain_text("quarterly push earns")
        assert page.locator(".teamsim-studio input").count() == 0
        assert page.get_by_text("load_scenario").count() == 0
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.wait_for_timeout(600)
        page.screenshot(path=shots / "board_studio_1920.png", full_page=True)
