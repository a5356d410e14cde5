"""The two houses of the studio: Voila as `make present` serves it, JupyterLab as people with code have it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.pages import at_rest, opened
from tests.browser.servers import Server, jupyterlab, presented

SIZE = {"width": 1280, "height": 900}
STUDIO = "notebooks/studio.ipynb"


@dataclass
class Watch:
    """What a page complains about, and whom it asks."""

    page: Page
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._asks(request.url))
        self.page.on("websocket", lambda socket: self._asks(socket.url))

    def _asks(self, url: str) -> None:
        self.hosts.add(urlsplit(url).hostname or "127.0.0.1")  # data: and blob: ask nobody

    def is_quiet(self) -> None:
        """Nothing was complained about, nobody else was asked."""
        errors = list(self.errors)
        self.errors.clear()
        assert errors == []
        assert self.hosts <= {"127.0.0.1"}


Opens = Callable[[Page, Server], Page]
Serves = Callable[[Path, Path], AbstractContextManager[Server]]


@dataclass(frozen=True)
class House:
    """A server and a watched page on it. `opens` shows the studio there as it begins."""

    name: str
    server: Server
    watch: Watch
    opens: Opens


def run_all_cells(page: Page, lab: Server, notebook: str) -> None:
    page.goto(f"{lab.address}/lab/tree/{notebook}?token={lab.token}")
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for(timeout=30_000)
    page.get_by_text("(ipykernel) | Idle").wait_for(timeout=30_000)
    run_again(page)


def run_again(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def run_anew(page: Page, lab: Server) -> Page:
    """Show a studio in which nothing has been moved: its cell runs again, in the kernel that is there."""
    old = page.locator(".teamsim-studio")
    if old.count():
        old.evaluate("studio => studio.classList.add('old')")
        run_again(page)
    else:
        run_all_cells(page, lab, STUDIO)
    page.locator(".teamsim-studio:not(.old)").wait_for(state="attached", timeout=90_000)
    at_rest(page)
    return page


HOUSES: dict[str, tuple[Serves, Opens]] = {"voila": (presented, opened), "jupyterlab": (jupyterlab, run_anew)}
