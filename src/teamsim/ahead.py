"""A second process that compiles the engine from its end while the first one works from its start.

numba compiles on one processor. Most of a first compile is work of Python on hundreds of functions, each of which is
kept on disk as soon as it is compiled; whichever process comes to a function that is there reads it. So the two meet
somewhere in the middle. The second process is help, nothing depends on it: where it can not start, fails or is ended,
the first compiles everything by itself.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import subprocess
import sys
import threading
import time
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from typing import Any

from numba.core import errors
from numba.core.compiler import Flags, run_frontend
from numba.core.dispatcher import Dispatcher
from numba.core.targetconfig import ConfigStack
from numba.core.typeinfer import TypeInferer

_START = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
asked = pickle.load(sys.stdin.buffer)
from teamsim.ahead import compile_ahead
compile_ahead(asked)
"""
"""What the second process runs. It reads what it is asked at once: to wait until it has imported numba would hold up
the first, as a pipe takes a few kilobytes only."""

_PATIENCE_SECONDS = 2.0
"""How long a process that is told to stop may take to leave its files in order."""


def usable_processors() -> int:
    """Return how many processors this process may use: a container or a scheduler may grant fewer than there are."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Leave Python's search for unreachable objects until later: a compile keeps most of what it makes.

    The search looks at all of that again and again, a tenth of the time of a first compile.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextlib.contextmanager
def second_process(function: Callable[..., Any], kinds: tuple[Any, ...]) -> Iterator[None]:
    """Have another process compile from the end of a function for types of arguments, while this one compiles it."""
    can_help = usable_processors() > 1 and sys.executable and not getattr(sys, "frozen", False)
    helper = _started(function, kinds) if can_help else None
    try:
        yield
    finally:
        if helper:
            _end(helper)


def _started(function: Callable[..., Any], kinds: tuple[Any, ...]) -> subprocess.Popen[bytes] | None:
    """Return a second process that knows what it is asked; nothing where the system does not let it start."""
    asked = pickle.dumps((function.__module__, function.__name__, kinds))
    try:
        helper = subprocess.Popen(
            [sys.executable, "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # of Windows, where a window would open
        )
    except OSError:
        return None
    assert helper.stdin
    with contextlib.suppress(OSError):  # it has died already
        helper.stdin.write(pickle.dumps(sys.path) + pickle.dumps(asked))
        helper.stdin.flush()
    return helper


def _end(helper: subprocess.Popen[bytes]) -> None:
    """Tell a second process to stop, and wait until it has."""
    assert helper.stdin
    with contextlib.suppress(OSError):
        helper.stdin.close()
    try:
        helper.wait(2 * _PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        helper.kill()
        helper.wait()


def compile_ahead(asked: bytes) -> None:
    """Compile what the first process asks for, until it is done, is told to stop, or the first process has ended."""
    threading.Thread(target=_stop_with_the_first_process, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt), uncollected():
        module, name, kinds = pickle.loads(asked)
        _compile_from_the_end(getattr(importlib.import_module(module), name), kinds)


def _stop_with_the_first_process() -> None:
    """Wait until the pipe from the first process is closed, which its end does too; then stop this one."""
    os.read(sys.stdin.fileno(), 1)
    interrupt_main()
    time.sleep(_PATIENCE_SECONDS)
    os._exit(1)


def _compile_from_the_end(function: Any, kinds: tuple[Any, ...]) -> None:
    """Compile all that a function calls, what it calls last first, and not the function itself.

    Likewise what is called, before it is compiled: so the two processes also meet within a long phase.
    """
    for called in set(map(function.py_func.__globals__.get, function.py_func.__code__.co_names)):
        if isinstance(called, Dispatcher):
            _begin_at_the_end(called)
    _infer_from_the_end(function, kinds)


def _begin_at_the_end(function: Any) -> None:
    """Have what a function calls compiled from its end, each time that the function is to be compiled."""
    compiled = function._compiler.compile

    def begin(kinds: tuple[Any, ...], returned: Any) -> Any:
        _infer_from_the_end(function, kinds)
        return compiled(kinds, returned)

    function._compiler.compile = begin


def _infer_from_the_end(function: Any, kinds: tuple[Any, ...]) -> None:
    """Work out the types in a function, for which all that it calls is compiled.

    numba looks at a function's statements in turn, again and again until all types are known; here they are in reverse
    order. What can not be told in this way, as of a name that stands for two types in turn, does not matter.
    """
    target, flags = function.targetdescr, Flags()
    target.options.parse_as_flags(flags, function.targetoptions)
    target.typing_context.refresh()
    statements = run_frontend(function.py_func)
    warnings = errors.WarningsFixer(errors.NumbaWarning)  # type: ignore[attr-defined]
    inference = TypeInferer(target.typing_context, statements, warnings)
    for place, (name, kind) in enumerate(zip(statements.arg_names, kinds, strict=True)):
        inference.seed_argument(name, place, kind)
    inference.build_constraint()
    inference.constraints.constraints.reverse()
    with ConfigStack().enter(flags):
        inference.propagate(raise_errors=False)
