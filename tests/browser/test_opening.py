"""Opening a page of `make present`: a kernel waits, files are read when somebody comes, code comes meanwhile."""

import json
import time
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import at_rest, opened, turned
from tests.browser.servers import Server, presented

pytestmark = pytest.mark.browser
WAITS = "import time\nfrom pathlib import Path\nwhile not Path('go').exists():\n    time.sleep(0.1)\n"


def kernels(server: Server) -> set[psutil.Process]:
    below = psutil.Process(server.process_id).children()
    return {each for each in below if "ipykernel_launcher" in each.cmdline()}


def one_waits(server: Server, *others: psutil.Process) -> psutil.Process:
    """Wait until a kernel has been started for which nobody has asked."""
    end = time.monotonic() + 30
    while not kernels(server) - {*others}:
        assert time.monotonic() < end
        time.sleep(0.01)
    return (kernels(server) - {*others}).pop()


def test_a_page_shows_what_a_file_says_when_it_is_opened(strict: Page, repo: Path, tmp_path: Path) -> None:
    with presented(repo, tmp_path) as server:
        one_waits(server)
        file = server.folder / "scenarios" / "quarterly_push.yaml"
        text = file.read_text(encoding="utf-8")
        assert "\nname: quarterly push\n" in text
        file.write_text(text.replace("name: quarterly push", "name: written since"), encoding="utf-8")
        expect(opened(strict, server).locator(".ts-bar")).to_contain_text("written since")


def test_nobody_else_on_this_machine_can_hear_a_kernel(strict: Page, voila: Server) -> None:
    opened(strict, voila)
    for kernel in kernels(voila):
        file = next(word for word in kernel.cmdline() if word.endswith(".json"))
        assert "curve_secretkey" in json.loads(Path(file).read_text(encoding="utf-8"))


def test_the_code_of_a_page_is_loaded_while_its_notebook_runs(strict: Page, repo: Path, tmp_path: Path) -> None:
    with presented(repo, tmp_path) as server:
        notebook = server.folder / "notebooks" / "studio.ipynb"
        tree = json.loads(notebook.read_text(encoding="utf-8"))
        tree["cells"][0]["source"] = WAITS + "".join(tree["cells"][0]["source"])
        notebook.write_text(json.dumps(tree), encoding="utf-8")
        with strict.expect_response("**/voila.js", timeout=30_000):
            strict.goto(f"{server.address}/?token={server.token}", wait_until="commit")
        (notebook.parent / "go").touch()
        at_rest(strict)


def test_the_code_of_pictures_comes_after_the_first_of_them(strict: Page, voila: Server) -> None:
    sizes: list[int] = []
    strict.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    strict.add_init_script("globalThis.requestIdleCallback = (done) => { globalThis.isIdle = done; }")
    opened(strict, voila)
    expect(strict.locator(".ts-fans path:not(.ts-grid)")).to_have_count(3 * 2 * 3)
    assert max(sizes) < 1_000_000
    strict.evaluate("isIdle()")
    turned(strict, "succession")
    assert max(sizes) > 1_000_000


def test_with_the_server_every_kernel_ends_also_the_one_that_waits(strict: Page, repo: Path, tmp_path: Path) -> None:
    with presented(repo, tmp_path) as server:
        given = one_waits(server)
        opened(strict, server)
        waits = one_waits(server, given)
    assert not given.is_running()
    assert not waits.is_running()


def test_a_server_that_ends_while_it_starts_a_kernel_ends_that_too(repo: Path, tmp_path: Path) -> None:
    with presented(repo, tmp_path) as server:
        begun = one_waits(server)
    assert not begun.is_running()
    assert "Traceback" not in (tmp_path / "voila.log").read_text(encoding="utf-8")
