"""Servers for browser tests, and a page that fails the test when it complains or asks anybody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.houses import HOUSES, SIZE, House, Watch
from tests.browser.servers import Server, jupyterlab, presented


@pytest.fixture
def lab(repo: Path, tmp_path: Path) -> Iterator[Server]:
    """JupyterLab on copies of notebooks and scenarios; a server of its own, which remembers no open notebook."""
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
    watch = Watch(page)
    page.set_viewport_size(SIZE)
    yield page
    watch.is_quiet()


@pytest.fixture(scope="module", params=HOUSES)
def house(
    request: pytest.FixtureRequest, browser: Browser, repo: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Voila and JupyterLab, each with one page for all tests of a module: a page of JupyterLab takes long to load."""
    serves, opens = HOUSES[request.param]
    with serves(repo, tmp_path_factory.mktemp(request.param)) as server:
        context = browser.new_context(viewport=SIZE)
        yield House(request.param, server, Watch(context.new_page()), opens)
        context.close()


@pytest.fixture
def studio(house: House) -> Iterator[Page]:
    """The studio as it begins, in each of both houses; as strict as `strict`."""
    page = house.watch.page
    page.set_viewport_size(SIZE)
    yield house.opens(page, house.server)
    house.watch.is_quiet()


@pytest.fixture(scope="session")
def shots(repo: Path) -> Path:
    """Where screenshots go, to be looked at."""
    folder = repo / "test-results"
    folder.mkdir(exist_ok=True)
    return folder
