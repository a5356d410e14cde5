"""A kernel ends with its page: closed, left or loaded again."""

import json
import time
import urllib.error

import pytest
from playwright.sync_api import Page

from tests.browser.pages import opened
from tests.browser.servers import Server

pytestmark = pytest.mark.browser
PATIENCE = 20.0


def kernel_of(page: Page) -> str:
    """The kernel behind a page of Voila."""
    about = json.loads(page.locator("#jupyter-config-data").text_content() or "")
    return str(about["kernelId"])


def is_alive(server: Server, kernel: str) -> bool:
    try:
        return bool(server.ask(f"/api/kernels/{kernel}"))
    except urllib.error.HTTPError as error:
        assert error.code == 404
        return False


def is_gone(server: Server, kernel: str) -> bool:
    """Whether a kernel ends within some seconds."""
    end = time.monotonic() + PATIENCE
    while is_alive(server, kernel) and time.monotonic() < end:
        time.sleep(0.2)
    return not is_alive(server, kernel)


def test_a_kernel_ends_when_its_page_is_closed_and_that_of_another_page_does_not(strict: Page, voila: Server) -> None:
    opened(strict, voila)
    other = opened(strict.context.new_page(), voila)
    closed, kept = kernel_of(other), kernel_of(strict)
    assert is_alive(voila, closed)
    other.close(run_before_unload=True)
    assert is_gone(voila, closed)
    assert is_alive(voila, kept)


def test_a_page_that_is_loaded_again_has_a_new_kernel_and_the_old_one_ends(strict: Page, voila: Server) -> None:
    old = kernel_of(opened(strict, voila))
    new = kernel_of(opened(strict, voila))
    assert new != old
    assert is_gone(voila, old)
    assert is_alive(voila, new)
