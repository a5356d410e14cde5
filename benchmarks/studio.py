"""From letting a lever go to the new picture, in Chromium: `python benchmarks/studio.py [moves]`.

With `--opening 10` instead: from opening the studio, or running its cell, to its first whole picture, so many times.

300 seats, 36 months, 200 replications. The studio in JupyterLab and in Voila, beside the plain way in JupyterLab: a
slider of ipywidgets, the same run, and by seaborn into an Output widget the same work: three fans, the waterfall, the
table of six measures. Targets (issue 6): engine and at most 80 ms at the median, 120 ms at p95; at least 4 times as
fast as the plain way.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import teamsim as ts  # noqa: E402
from run import BROWSERS  # noqa: E402
from teamsim.studio.kernels import N_AHEAD, PAUSE_SECONDS  # noqa: E402
from tests.browser.houses import SIZE  # noqa: E402
from tests.browser.servers import Server, jupyterlab, presented  # noqa: E402
from tests.conftest import BROWSER_FLAGS  # noqa: E402

RAMP = "tiers.representative.ramp.months"
WATCH = """([root, what]) => {
  window.moved = 0; window.pressed = 0;
  addEventListener("keydown", () => { window.pressed = performance.now(); window.moved = 0; }, true);
  const note = (list) => { if (list.some((m) => m.target.closest?.(what))) window.moved = performance.now(); };
  const look = { subtree: true, childList: true, attributes: true, attributeFilter: ["d", "src"] };
  new MutationObserver(note).observe(document.querySelector(root), look);
}"""
DRAWN = """() => [".ts-fans .ts-median", ".ts-fall"].every(
  (what) => document.querySelector(`.teamsim-studio:not(.old) ${what}`)?.checkVisibility())"""
PLAIN = """import ipywidgets as widgets
import matplotlib.pyplot as plt
from IPython.display import clear_output, display
import teamsim as ts

base = ts.load_scenario("../scenarios/baseline.yaml")
study = ts.run([base], 200, 7, progress=False)
slider, out = widgets.FloatSlider(5.7, min=3, max=9, step=0.1, continuous_update=False), widgets.Output()

def show(change):
    global study
    other = base.with_changes("other", {"tiers.representative.ramp.months": slider.value})
    study = ts.run([base, other], 200, 7, progress=False, reuse=study)
    words = study.compare("net_margin", "bookings", "headcount", "pay", "exits", "attainment")
    with out:
        clear_output(wait=True)
        figure, axes = plt.subplot_mosaic([["bookings", "why"], ["headcount", "why"], ["pay", "why"]], figsize=(12, 6))
        for measure in ("bookings", "headcount", "pay"):
            study.plots.fan(measure, ax=axes[measure], note=False)
        study.plots.waterfall("net_margin", ax=axes["why"])
        plt.show()
        display(words)

slider.observe(show, "value")
show(None)
out.add_class("plain-picture")
widgets.VBox([slider, out])
"""
TOLD = """import importlib
import time

answers = importlib.import_module("teamsim.studio.answers")
lived = answers.run

def run(*given, **named):
    began = time.perf_counter()
    study = lived(*given, **named)
    with open({log!r}, "a") as log:
        log.write(f"{{1000.0 * (time.perf_counter() - began)}}\\n")
    return study

answers.run = run
"""


def release_times(page: Page, moves: int, settle: Callable[[], None]) -> list[float]:
    """Return milliseconds from a key press to the last change of the picture, one a move."""
    found = []
    for move in range(moves):
        page.keyboard.press("ArrowRight" if move % 2 == 0 else "ArrowLeft")
        page.wait_for_function("window.moved > 0", timeout=30_000)
        settle()
        last = -1.0
        while (now := float(page.evaluate("window.moved - window.pressed"))) != last:
            last = now
            page.wait_for_timeout(250)
        found.append(last)
    return found


def tell_runs(server: Server) -> Path:
    """Let the notebook of the studio write down how long each run takes; return where."""
    notebook, log = server.folder / "notebooks" / "studio.ipynb", server.folder / "runs.txt"
    tree = json.loads(notebook.read_text(encoding="utf-8"))
    source = "".join(tree["cells"][0]["source"]).replace("TEAMSIM_REPLICATIONS", "NONE")
    tree["cells"][0]["source"] = TOLD.format(log=str(log)) + source
    notebook.write_text(json.dumps(tree), encoding="utf-8")
    return log


def of_studio(page: Page, moves: int, log: Path) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each move, and those of the run in it."""
    done = "document.querySelector('.ts-status [role=status]')?.textContent.startsWith('Done')"
    page.wait_for_function(done, timeout=120_000)
    page.wait_for_timeout(2000)
    page.evaluate(WATCH, [".teamsim-studio", ".ts-picture"])
    page.locator(f'[data-key="usual:{RAMP}"] input[type=range]').focus()
    runs: list[float] = []
    found = release_times(page, moves, lambda: runs.append(float(log.read_text(encoding="utf-8").split()[-1])))
    return found, runs


def shown_in_lab(page: Page, server: Server, notebook: str) -> None:
    """Open a notebook in JupyterLab and wait for its kernel."""
    page.goto(f"{server.address}/lab/tree/notebooks/{notebook}?token={server.token}")
    page.get_by_text("(ipykernel) | Idle").wait_for(timeout=60_000)


def run_all(page: Page) -> None:
    """Run a notebook in JupyterLab."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def run_anew(page: Page) -> None:
    """Run a notebook in JupyterLab in a kernel that is only then started."""
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Restart Kernel and Run All Cells").click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()


def until_drawn(page: Page, begin: Callable[[], object]) -> float:
    """Return milliseconds from what somebody does to the first whole picture, which is not one that is there."""
    page.evaluate("document.querySelector('.teamsim-studio')?.classList.add('old')")
    began = time.perf_counter()
    begin()
    page.wait_for_function(DRAWN, timeout=120_000)
    return 1000.0 * (time.perf_counter() - began)


def of_opening_in_voila(browser: Browser, server: Server, times: int) -> dict[str, list[float]]:
    """Return milliseconds to the first picture, one viewer directly after another; their browsers know nothing yet."""
    found: dict[str, list[float]] = {"a kernel waited": [], "the next viewer": [], "one more, no kernel waited": []}
    for _ in range(times):
        time.sleep((N_AHEAD + 1) * PAUSE_SECONDS)
        for kind in found:
            page = browser.new_context(viewport=SIZE).new_page()
            address = f"{server.address}/?token={server.token}"
            found[kind].append(until_drawn(page, functools.partial(page.goto, address, wait_until="commit")))
            page.close(run_before_unload=True)
    return found


def of_opening_in_lab(browser: Browser, server: Server, times: int) -> dict[str, list[float]]:
    """Return milliseconds from running the studio's cell to the first picture, with its kernel there and without."""
    found: dict[str, list[float]] = {"its kernel was started": [], "its kernel was not started": []}
    for _ in range(times):
        page = browser.new_context(viewport=SIZE).new_page()
        shown_in_lab(page, server, "studio.ipynb")
        page.wait_for_timeout(2000)
        for kind, begin in zip(found, (run_all, run_anew), strict=True):
            found[kind].append(until_drawn(page, functools.partial(begin, page)))
            page.wait_for_timeout(2000)
        page.context.close()
        server.end_kernels()
    return found


def write_plain(folder: Path) -> None:
    """Write the notebook of the plain way."""
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": PLAIN}
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / "notebooks" / "plain.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this system."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_FLAGS)
        yield browser
        browser.close()


def engine_times(moves: int) -> list[float]:
    """Return the milliseconds of the runs alone, in a process with no page: the changed scenario beside its study."""
    base = ts.load_scenario(ROOT / "scenarios" / "baseline.yaml")
    study, found = ts.run([base], 200, 7, progress=False), []
    for move in range(moves):
        changed = base.with_changes("changed", {RAMP: 5.0 + 0.01 * move})
        began = time.perf_counter()
        ts.run([base, changed], 200, 7, progress=False, reuse=study)
        found.append(1000.0 * (time.perf_counter() - began))
    return found


def told(name: str, times: list[float], runs: list[float] | None = None, alone: list[float] | None = None) -> None:
    """Print the figures of one way: in all, beyond the run of the same move, beyond runs in a process with no page."""
    line = f"{name}: {_shares(times)} of {len(times)} moves"
    if runs and alone:
        line += f"; beyond the run of the same move {_shares(np.array(times) - np.array(runs))}"
        line += f"; beyond the run alone {_shares(np.array(times) - np.median(alone))}"
    print(line, flush=True)


def _shares(times: Sequence[float] | NDArray[np.float64]) -> str:
    median, p95 = np.percentile(times, [50, 95])
    return f"{median:.0f} ms median, {p95:.0f} ms p95"


def measure_opening(times: int) -> None:
    """Measure and print how long the studio takes to open; the first opening compiles, and is not counted."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for name, serves, measure in (
            ("studio in Voila", presented, of_opening_in_voila),
            ("studio in JupyterLab", jupyterlab, of_opening_in_lab),
        ):
            with serves(ROOT, Path(folder, name)) as server:
                tell_runs(server)
                for kind, found in measure(browser, server, times + 1).items():
                    seconds = np.array(found[1:]) / 1000.0
                    spread = f"{seconds.min():.2f} to {seconds.max():.2f}"
                    print(f"{name}, {kind}: {np.median(seconds):.2f} s median, {spread}, of {times}", flush=True)


def measure_moves(moves: int) -> None:
    """Measure and print how long a move takes."""
    alone = engine_times(moves)
    told("the run alone", alone)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        with presented(ROOT, Path(folder, "voila")) as server:
            log, page = tell_runs(server), browser.new_page(viewport=SIZE)
            page.goto(f"{server.address}/?token={server.token}", timeout=60_000)
            told("studio in Voila", *of_studio(page, moves, log), alone)
            page.close()
        with jupyterlab(ROOT, Path(folder, "lab")) as server:
            log, page = tell_runs(server), browser.new_page(viewport=SIZE)
            shown_in_lab(page, server, "studio.ipynb")
            run_all(page)
            page.locator(".teamsim-studio").wait_for(state="attached", timeout=60_000)
            told("studio in JupyterLab", *of_studio(page, moves, log), alone)
            page.close()
        with jupyterlab(ROOT, Path(folder, "plain")) as server:
            write_plain(server.folder)
            page = browser.new_page(viewport=SIZE)
            shown_in_lab(page, server, "plain.ipynb")
            run_all(page)
            page.locator(".plain-picture img").wait_for(timeout=120_000)
            page.wait_for_timeout(2000)
            page.evaluate(WATCH, [".jp-NotebookPanel:not(.lm-mod-hidden)", ".plain-picture"])
            page.locator(".noUi-handle").focus()
            told("seaborn into Output in JupyterLab", release_times(page, moves, lambda: None))


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("moves", nargs="?", type=int, default=100, help="of a lever, in each way")
    parser.add_argument("--opening", type=int, metavar="N", help="open the studio N times instead")
    asked = parser.parse_args()
    if asked.opening:
        measure_opening(asked.opening)
    else:
        measure_moves(asked.moves)


if __name__ == "__main__":
    main()
