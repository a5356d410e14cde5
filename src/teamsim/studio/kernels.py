"""Kernels that are there before their viewers: to start one and import the studio takes longer than all that follows.

A kernel ahead knows neither viewer nor scenario. The notebook is run when somebody comes, in a kernel that only they
get, so a page shows what the files say at that moment. Voila's own preheated kernels have run the notebook before, and
show it as the files were then.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from datetime import UTC, datetime
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath
from tornado.ioloop import IOLoop
from voila.app import Voila

N_AHEAD = 2
"""Kernels that wait: for somebody, and for who comes directly after."""
PAUSE_SECONDS = 10.0
"""From an opening, and from one start to the next: to start a kernel takes the processors from a first picture."""
IMPORTS = "--IPKernelApp.exec_lines=import teamsim.studio.board"
"""What a kernel ahead is started with: it imports before it listens, so whoever comes meanwhile waits for the rest."""


class KernelsAhead(AsyncMappingKernelManager):
    """Gives a viewer the kernel that waits longest, where there is one; some time after, others are started.

    `ahead` are the names of those that wait.
    """

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]
        self.ahead: list[str] = []
        self._starts: set[asyncio.Future[Any]] = set()
        self._next = IOLoop.current().call_later(0.0, self._start_ahead)

    async def start_kernel(self, **asked: Any) -> str:  # type: ignore[override]
        """Return the name of a kernel that nobody else has."""
        self._put_off()
        running = self.list_kernel_ids()
        self.ahead = [each for each in self.ahead if each in running]
        if self.ahead and asked.get("kernel_name") == self.default_kernel_name:
            return self.ahead.pop(0)
        return await self._started(**asked)

    async def shutdown_all(self, now: bool = False) -> None:  # type: ignore[override]
        """End every kernel, also one that is being started: it is not in the list yet, and would be left behind.

        Those that nobody has are not asked first: they would answer only after their imports, or with a traceback.
        """
        while self._starts:
            await asyncio.gather(*self._starts, return_exceptions=True)
        IOLoop.current().remove_timeout(self._next)
        running = self.list_kernel_ids()
        unused = [self.shutdown_kernel(each, now=True) for each in self.ahead if each in running]  # type: ignore[no-untyped-call]
        await asyncio.gather(*unused)
        await super().shutdown_all(now=now)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody has looked at for long; of one that waits, and was just given, that is not said."""
        if kernel_id in self.ahead:
            kernel: Any = self.get_kernel(kernel_id)
            kernel.last_activity = datetime.now(UTC)
        await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]

    def _put_off(self) -> None:
        loop = IOLoop.current()
        loop.remove_timeout(self._next)
        self._next = loop.call_later(PAUSE_SECONDS, self._start_ahead)

    async def _start_ahead(self) -> None:
        if len(self.ahead) < N_AHEAD:
            another = await self._started(path=ApiPath(""), extra_arguments=[IMPORTS])
            self.ahead.append(another)
            self._put_off()

    async def _started(self, **asked: Any) -> str:
        start = asyncio.ensure_future(super().start_kernel(**asked))
        self._starts.add(start)
        start.add_done_callback(self._starts.discard)
        return str(await start)


class ServedStudio(Voila):  # type: ignore[misc]  # Voila has no types
    """Voila, which leaves no kernel behind."""

    def stop(self) -> None:
        """End every kernel, then the rest. Voila does so from another loop, where our starts can not be awaited.

        It takes a second, in which Ctrl-C, pressed again, would leave half of it.
        """
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.ioloop.run_sync(self.kernel_manager.shutdown_all)
        super().stop()
