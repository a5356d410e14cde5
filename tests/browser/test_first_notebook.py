"""The first notebook as a person meets it: JupyterLab, run all cells, move a slider, see the picture move."""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

NOTEBOOK = "notebooks/01_compare_two_plans.ipynb"
LINES = ".teamsim-studio .scatterlayer path.js-line"


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    address: str
    token: str
    process: subprocess.Popen[bytes]

    def ask(self, path: str, method: str = "GET") -> bytes:
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.address}{path}", method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=5) as answer:
            body: bytes = answer.read()
        return body

    def is_up(self) -> bool:
        try:
            return bool(self.ask("/api/status"))
        except OSError:
            return False

    def end_kernels(self) -> None:
        for kernel in json.loads(self.ask("/api/kernels")):
            self.ask(f"/api/kernels/{kernel['id']}", "DELETE")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def lab_environment(repo: Path, home: Path) -> dict[str, str]:
    """Return an environment in which no setting of the person's own JupyterLab counts."""
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet), encoding="utf-8")
    source = os.pathsep.join(filter(None, [str(repo / "src"), os.environ.get("PYTHONPATH", "")]))
    return {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": source,
        "TEAMSIM_REPLICATIONS": "20",
    }


@pytest.fixture
def lab(repo: Path, tmp_path: Path) -> Iterator[Lab]:
    """JupyterLab on copies of the notebooks and scenarios, so that nothing in the checkout changes."""
    for folder in ("notebooks", "scenarios"):
        shutil.copytree(repo / folder, tmp_path / "work" / folder)
    port, token = free_port(), secrets.token_hex(16)
    options = ("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0")
    folder = f"--ServerApp.root_dir={tmp_path / 'work'}"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", folder, *options]
    with (tmp_path / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--IdentityProvider.token={token}"],
            env=lab_environment(repo, tmp_path / "home"),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        running = Lab(f"http://127.0.0.1:{port}", token, process)
        try:
            wait_until(running.is_up, 40, tmp_path / "lab.log")
            yield running
            running.end_kernels()
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until(is_so: Callable[[], bool], seconds: float, log: Path) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, log.read_text(encoding="utf-8")[-3000:]
        time.sleep(0.2)


def run_all_cells(page: Page, lab: Lab) -> None:
    page.goto(f"{lab.address}/lab/tree/{NOTEBOOK}?token={lab.token}")
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for(timeout=30_000)
    page.get_by_text("(ipykernel) | Idle").wait_for(timeout=30_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def status(page: Page) -> Locator:
    return page.locator(".teamsim-studio [role=status]")


def shapes(page: Page) -> list[str | None]:
    """Return the shape of every line and band in the picture."""
    return [path.get_attribute("d") for path in page.locator(LINES).all()]


def moved(page: Page, before: list[str | None]) -> list[str | None]:
    """Wait until the picture has changed and come to rest, and return it."""
    end = time.monotonic() + 20
    last, now = before, shapes(page)
    while now in (before, []) or now != last or not (status(page).text_content() or "").startswith("Done"):
        assert time.monotonic() < end, f"the picture did not move; {status(page).text_content()}"
        page.wait_for_timeout(400)
        last, now = now, shapes(page)
    return now


def press_keys(page: Page, handle: Locator) -> None:
    handle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")


def drag(page: Page, handle: Locator, pixels: float) -> None:
    """Drag a handle sideways and hold it there."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=8)
    page.wait_for_timeout(300)


def open_anew(page: Page) -> None:
    """Save the notebook and load the page again; the kernel goes on."""
    page.keyboard.press("Control+s")
    page.get_by_text("Saving completed").wait_for(timeout=10_000)
    page.reload()
    page.locator(".teamsim-studio").wait_for(state="attached", timeout=90_000)


def test_the_first_notebook_runs_and_its_sliders_move_the_picture(page: Page, lab: Lab, repo: Path) -> None:
    errors: list[str] = []
    hosts: set[str | None] = set()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).hostname))
    page.set_viewport_size({"width": 1280, "height": 900})

    run_all_cells(page, lab)
    studio = page.locator(".teamsim-studio")
    studio.wait_for(state="attached", timeout=90_000)
    studio.scroll_into_view_if_needed()
    expect(status(page)).to_have_text(re.compile("^Done in"), timeout=30_000)
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    expect(page.locator(LINES)).to_have_count(3 * 2 * 3)  # measures, scenarios, two bands and a median
    handles = page.locator(".teamsim-lever .noUi-handle")
    expect(handles).to_have_count(2)

    first, picture = shapes(page), studio.screenshot()
    press_keys(page, handles.nth(0))
    second = moved(page, first)
    expect(studio.locator("li").last).to_contain_text("richer accelerator (adjusted)")
    drag(page, handles.nth(1), -40)
    assert shapes(page) == second, "nothing is computed while a slider is dragged"
    page.mouse.up()
    third = moved(page, second)
    assert studio.screenshot() != picture

    pictures = repo / "test-results"
    pictures.mkdir(exist_ok=True)
    studio.evaluate("node => node.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / "first_notebook.png")

    open_anew(page)
    expect(page.locator(LINES)).to_have_count(3 * 2 * 3)
    assert len(third) == len(shapes(page))
    assert errors == []
    assert {host for host in hosts if host} == {"127.0.0.1"}
