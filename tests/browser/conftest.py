"""Servers for browser tests, and a page that fails the test when it complains or asks anybody else."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.servers import Server, jupyterlab, presented


@pytest.fixture
def lab(repo: Path, tmp_path: Path) -> Iterator[Server]:
    """JupyterLab on copies of notebooks and scenarios."""
    with jupyterlab(repo, tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def voila(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The studio as `make present` serves it."""
    with presented(repo, tmp_path_factory.mktemp("voila")) as server:
        yield server


@pytest.fixture
def strict(page: Page) -> Iterator[Page]:
    """A page on which no error may be said and from which no request may leave this machine."""
    errors: list[str] = []
    hosts: set[str | None] = set()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).hostname))
    page.set_viewport_size({"width": 1280, "height": 900})
    yield page
    assert errors == []
    assert {host for host in hosts if host} <= {"127.0.0.1"}


@pytest.fixture(scope="session")
def shots(repo: Path) -> Path:
    """Where screenshots go, to be looked at."""
    folder = repo / "test-results"
    folder.mkdir(exist_ok=True)
    return folder
