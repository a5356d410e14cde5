"""A kernel that is there before its viewer: to start one and import the studio takes longer than all that follows.

The kernel ahead knows neither viewer nor scenario. The notebook is run when somebody comes, in a kernel that only they
get, so a page shows what the files say at that moment. Voila's own preheated kernels have run the notebook before, and
show it as the files were then.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath
from tornado.ioloop import IOLoop

PAUSE_SECONDS = 10.0
"""From an opening to the start of the next kernel ahead, which would take the processors from the first picture."""
IMPORTS = "--IPKernelApp.exec_lines=import teamsim.studio.board"
"""What a kernel ahead is started with: it imports before it listens, so whoever comes meanwhile waits for the rest."""


class KernelsAhead(AsyncMappingKernelManager):
    """Gives a viewer the kernel that waits, where there is one; some time after the last opening the next is started.

    `ahead` is the name of the one that waits.
    """

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]
        self.ahead: str | None = None
        self._next = IOLoop.current().call_later(0.0, self._start_ahead)

    async def start_kernel(self, **asked: Any) -> str:  # type: ignore[override]
        """Return the name of a kernel that nobody else has."""
        loop, ahead = IOLoop.current(), self.ahead
        loop.remove_timeout(self._next)
        self._next = loop.call_later(PAUSE_SECONDS, self._start_ahead)
        if ahead in self.list_kernel_ids() and asked.get("kernel_name") == self.default_kernel_name:
            self.ahead = None
            return str(ahead)
        return str(await super().start_kernel(**asked))

    async def _start_ahead(self) -> None:
        if self.ahead not in self.list_kernel_ids():
            self.ahead = str(await super().start_kernel(path=ApiPath(""), extra_arguments=[IMPORTS]))

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody has looked at for long; of one that waits, and was just given, that is not said."""
        if kernel_id == self.ahead:
            kernel: Any = self.get_kernel(kernel_id)
            kernel.last_activity = datetime.now(UTC)
        await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]
