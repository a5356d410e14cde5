"""Kernels that wait for the next viewers of `make present`."""

import asyncio
import functools
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from teamsim.studio import kernels
from teamsim.studio.kernels import N_AHEAD, KernelsAhead

ASKED = {"kernel_name": "python3", "path": ""}
HAS_IMPORTED = "import sys; assert 'teamsim.studio.board' in sys.modules"


def kept(test: Callable[[KernelsAhead], Awaitable[None]]) -> Callable[[], None]:
    """Run a test on kernels of which one waits; all of them end with it."""

    async def lived() -> None:
        with tempfile.TemporaryDirectory() as folder:
            manager = KernelsAhead(cull_idle_timeout=20 * 60, connection_dir=folder)
            try:
                await one_ahead(manager)
                await test(manager)
            finally:
                await manager.shutdown_all(now=True)

    @functools.wraps(test)
    def whole() -> None:
        asyncio.run(lived())

    del whole.__wrapped__  # type: ignore[attr-defined]  # pytest would look for a fixture `manager`
    return whole


async def one_ahead(manager: KernelsAhead) -> str:
    """Wait until a kernel is there that nobody has."""
    await until(lambda: bool(manager.ahead))
    return manager.ahead[0]


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():
            await asyncio.sleep(0.01)


def processes() -> list[psutil.Process]:
    """The kernels below us that have not ended."""
    return [each for each in psutil.Process().children(recursive=True) if "ipykernel_launcher" in each.cmdline()]


def leave_alone(manager: KernelsAhead, kernel: str) -> None:
    """Let it be an hour since anybody looked at a kernel."""
    manager.get_kernel(kernel).last_activity -= timedelta(hours=1)


@kept
async def test_a_viewer_is_given_the_kernel_that_waits_and_the_next_one_another(manager: KernelsAhead) -> None:
    waited = await one_ahead(manager)
    given = [await manager.start_kernel(**ASKED) for _ in range(3)]
    assert given[0] == waited
    assert len(set(given)) == 3
    assert set(given) == set(manager.list_kernel_ids())


@kept
async def test_the_kernel_that_waits_has_imported_the_studio(manager: KernelsAhead) -> None:
    client = manager.get_kernel(await manager.start_kernel(**ASKED)).client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    reply = await client.execute_interactive(HAS_IMPORTED, timeout=60)
    client.stop_channels()
    assert reply["content"]["status"] == "ok"


@kept
async def test_a_kernel_waits_for_hours_and_is_given_alive(manager: KernelsAhead) -> None:
    waited = await one_ahead(manager)
    leave_alone(manager, waited)
    await manager.cull_kernels()
    given = await manager.start_kernel(**ASKED)
    await manager.cull_kernels()  # before its page has come to it
    assert given == waited
    assert given in manager
    leave_alone(manager, given)
    await manager.cull_kernels()
    assert given not in manager


@kept
async def test_a_kernel_that_ended_while_it_waited_is_not_given(manager: KernelsAhead) -> None:
    waited = await one_ahead(manager)
    await manager.shutdown_kernel(waited, now=True)
    given = await manager.start_kernel(**ASKED)
    assert given != waited
    assert given in manager


@kept
async def test_a_notebook_of_another_kernel_is_not_given_the_one_that_waits(manager: KernelsAhead) -> None:
    waited = await one_ahead(manager)
    manager.default_kernel_name = "another"
    assert await manager.start_kernel(**ASKED) != waited


def test_who_comes_directly_after_another_is_given_one_that_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "PAUSE_SECONDS", 0.0)

    @kept
    async def are_given_in_turn(manager: KernelsAhead) -> None:
        await until(lambda: len(manager.ahead) == N_AHEAD)
        waited = list(manager.ahead)
        assert [await manager.start_kernel(**ASKED) for _ in waited] == waited
        await until(lambda: len(manager.ahead) == N_AHEAD)
        assert not {*manager.ahead} & {*waited}

    are_given_in_turn()


def test_a_kernel_that_is_only_being_started_ends_with_the_server(tmp_path: Path) -> None:
    async def ended_at_once() -> None:
        manager = KernelsAhead(connection_dir=str(tmp_path))
        await until(lambda: bool(processes()))
        assert not manager.list_kernel_ids()
        await manager.shutdown_all(now=True)

    assert not processes()
    asyncio.run(ended_at_once())
    assert not processes()
