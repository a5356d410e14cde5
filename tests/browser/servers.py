"""JupyterLab and Voila as people run them, on copies, so that nothing in the checkout changes."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

STATUS = ".teamsim-studio .ts-status [role=status]"


@dataclass(frozen=True)
class Server:
    """A running server: where, what opens it, the folder that it serves, and its process."""

    address: str
    token: str
    folder: Path
    process_id: int

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


def wait_until(is_so: Callable[[], bool], seconds: float, log: Path) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, log.read_text(encoding="utf-8")[-3000:]
        time.sleep(0.2)


def environment(repo: Path, home: Path) -> dict[str, str]:
    """Return an environment in which no setting of the person's own Jupyter counts."""
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


def copied(repo: Path, work: Path) -> Path:
    for folder in ("notebooks", "scenarios"):
        shutil.copytree(repo / folder, work / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return work


@contextmanager
def running(command: list[str], env: dict[str, str], log: Path, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT, cwd=cwd)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def jupyterlab(repo: Path, tmp: Path) -> Iterator[Server]:
    work, token, port = copied(repo, tmp / "work"), secrets.token_hex(16), free_port()
    options = ("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0")
    where = (f"--ServerApp.root_dir={work}", f"--IdentityProvider.token={token}")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", *where, *options]
    with running(command, environment(repo, tmp / "home"), tmp / "lab.log", work) as process:
        server = Server(f"http://127.0.0.1:{port}", token, work, process.pid)
        wait_until(server.is_up, 40, tmp / "lab.log")
        yield server
        server.end_kernels()


@contextmanager
def presented(repo: Path, tmp: Path, *arguments: str) -> Iterator[Server]:
    """Voila as `make present` runs it; its token is read from the line that it prints."""
    work, log = copied(repo, tmp / "work"), tmp / "voila.log"
    command = [sys.executable, "-m", "teamsim.studio.present", "notebooks/studio.ipynb", *arguments, "--no-browser"]
    with running(command, environment(repo, tmp / "home"), log, work) as process:
        wait_until(lambda: "?token=" in log.read_text(encoding="utf-8"), 40, log)
        address, _, rest = log.read_text(encoding="utf-8").partition("http")[2].partition("/?token=")
        port = int(address.rpartition(":")[2])
        wait_until(lambda: answers(port), 40, log)
        yield Server(f"http{address}", rest.split()[0], work, process.pid)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def drag(page: Page, slider: Locator, share: float) -> None:
    """Drag the handle of a slider to a share of its width and hold it there."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    low, high, value = (float(slider.get_attribute(name) or 0) for name in ("min", "max", "value"))
    at = (value - low) / (high - low)
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8 + at * (box["width"] - 16), y)
    page.mouse.down()
    page.mouse.move(box["x"] + 8 + share * (box["width"] - 16), y, steps=6)
