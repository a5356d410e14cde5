"""Serves the studio to people who want no code: `python -m teamsim.studio.present` or `make present`.

Voila on this machine only, behind a token. Every viewer has a kernel of their own, so nobody moves another's levers; a
kernel ends with its page, or, where a page could not say so, when nobody has looked at it for a while.
"""

from __future__ import annotations

import argparse
import atexit
import html
import os
import secrets
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
INSTALL = "pip install 'teamsim[notebook]'"
UNUSED = "jupyterlab-plotly"
"""Plotly's own extension is 5 MB that every page would load, and run, before it shows anything; the studio brings the
code for its pictures itself, after the first of them."""
IDLE_SECONDS = 20 * 60
"""A kernel nobody has looked at for so long ends."""


def options_of(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="present", description="Serve the studio without code, on this machine.")
    parser.add_argument("notebook", type=Path, help="the notebook that opens the studio")
    parser.add_argument("scenarios", nargs="*", type=Path, help="scenario files, the baseline first")
    parser.add_argument("--board", action="store_true", help="read only: the answer in words in place of the levers")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language to begin with")
    parser.add_argument("--replications", type=int, help="futures of a full answer")
    parser.add_argument("--port", type=int, default=0, help="0 takes one that is free")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    return parser.parse_args(arguments)


def environment_of(options: argparse.Namespace) -> dict[str, str]:
    """Return what kernels are told: which scenarios, how, and where our page template is."""
    above = os.environ.get("JUPYTER_PATH", "")
    told = {
        "TEAMSIM_SCENARIOS": os.pathsep.join(str(path.resolve()) for path in options.scenarios),
        "TEAMSIM_BOARD": "1" if options.board else "",
        "TEAMSIM_LANG": options.lang,
        "JUPYTER_PATH": os.pathsep.join(filter(None, [str(HERE / "jupyter"), above])),
    }
    if options.replications:
        told["TEAMSIM_REPLICATIONS"] = str(options.replications)
    return told


def voila_arguments(notebook: Path, port: int) -> list[str]:
    """Return what Voila is told: no code, no traceback, this machine only, idle kernels end."""
    return [
        str(notebook),
        "--no-browser",
        f"--port={port}",
        "--Voila.ip=127.0.0.1",
        "--strip_sources=True",
        "--template=teamsim",
        "--show_tracebacks=False",
        "--Voila.log_level=WARN",
        f"--VoilaConfiguration.extension_denylist={UNUSED}",
        "--VoilaConfiguration.multi_kernel_manager_class=teamsim.studio.kernels.KernelsAhead",
        f"--MappingKernelManager.cull_idle_timeout={IDLE_SECONDS}",
        "--MappingKernelManager.cull_interval=60",
        "--MappingKernelManager.cull_connected=False",
        *_encrypted(),
    ]


def _encrypted() -> list[str]:
    """Return what keeps others on this machine from hearing what kernels and server say, where these versions can."""
    import zmq
    from jupyter_client.manager import KernelManager

    can = hasattr(KernelManager, "transport_encryption") and zmq.has("curve")
    return ["--KernelManager.transport_encryption=auto"] if can else []


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until Ctrl-C."""
    options = options_of(sys.argv[1:] if arguments is None else arguments)
    missing = [path for path in (options.notebook, *options.scenarios) if not path.is_file()]
    if missing:
        sys.exit(f"{missing[0]}: no such file. Name a notebook, then scenario files.")
    os.environ.update(environment_of(options))  # before jupyter_core reads its paths
    try:
        from teamsim.studio.kernels import ServedStudio
    except ImportError as error:
        sys.exit(f"Presenting needs {error.name}, which is missing. Install it with: {INSTALL}")
    port, token = options.port or _free_port(), secrets.token_urlsafe(24)
    address = f"http://127.0.0.1:{port}/?token={token}"
    print(f"The studio is at {address}\nCtrl-C ends it.", flush=True)
    if not options.no_browser:
        threading.Thread(target=_open, args=(address, port), daemon=True).start()
    app = ServedStudio.instance(token=token)  # not as an argument: others on this machine can read those
    app.initialize(voila_arguments(options.notebook, port))
    app.voila_configuration.prelaunch_hook = let_page_end_its_kernel
    app.start()


def let_page_end_its_kernel(handler: Any, **_about: Any) -> None:
    """Give a page the mark of its own requests, before its kernel starts.

    Voila's page asks for the end of its kernel when it is closed or loaded again, and says that mark. But Voila itself
    never hands it out, so that it refuses the page (403) and the kernel lives on. Reading it sets the cookie.
    """
    _ = handler.xsrf_token


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _open(address: str, port: int) -> None:
    """Open the browser once somebody answers."""
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    webbrowser.open(_door_to(address).as_uri())


def _door_to(address: str) -> Path:
    """Return a page that only we can read and that leads to an address: others can read a browser's command line."""
    handle, name = tempfile.mkstemp(prefix="teamsim-", suffix=".html")  # readable by nobody else
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f'<!doctype html><meta http-equiv="refresh" content="0; url={html.escape(address)}">')
    atexit.register(Path(name).unlink, missing_ok=True)
    return Path(name)


if __name__ == "__main__":
    main()
