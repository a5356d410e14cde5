"""The only compiler settings of teamsim.

numba's on-disk cache looks only at the file that holds a function, so an edit in a *called* file would go
unseen. The cache folder is therefore named by the hash of every source that is compiled: editing any rule
opens a new, empty folder.
"""

from __future__ import annotations

import dis
import functools
import hashlib
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import platformdirs
from numba.core.caching import FunctionCache
from numba.core.types.misc import unliteral

from teamsim.linking import KeptCode, Linked, Whole

Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).parent
_COMPILED = (
    "_jit.py",
    "ahead.py",
    "linking.py",
    "random.py",
    "calendar.py",
    "numeric.py",
    "tables.py",
    "tallies.py",
    "model/*.py",
    "panel.py",
    "rules/*.py",
    "engines/**/*.py",
)
_SOLVER = ("_jit.py", "random.py", "numeric.py", "response/compiled/*.py")
"""How people answer a plan is worked out before a run: its machine code has a folder of its own, so that work on
it does not compile the engine anew."""


def compiled_sources(patterns: tuple[str, ...] = _COMPILED) -> list[Path]:
    """Return the files whose text decides the compiled code, in a fixed order."""
    return sorted(path for pattern in patterns for path in _PACKAGE.glob(pattern))


def solver_sources() -> list[Path]:
    """Return the files whose text decides the compiled code of `teamsim.response`, in a fixed order."""
    return compiled_sources(_SOLVER)


def sources_hash(patterns: tuple[str, ...] = _COMPILED) -> str:
    """Return 16 hexadecimal digits that change with any compiled source or the compiler's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in compiled_sources(patterns):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder that holds the machine code of exactly these sources."""
    return Path(platformdirs.user_cache_dir("teamsim", appauthor=False)) / f"compiled-{sources_hash()}"


def solver_folder() -> Path:
    """Return the folder that holds the machine code of exactly these sources of `teamsim.response`."""
    return Path(platformdirs.user_cache_dir("teamsim", appauthor=False)) / f"solver-{sources_hash(_SOLVER)}"


def is_compiled_before() -> bool:
    """Tell whether the compiled engine of exactly these sources is on this machine's disk."""
    return any(cache_folder().rglob("monte_carlo.simulate*.nbi"))


_CACHE_FOLDER = cache_folder()
_SOLVER_FOLDER = solver_folder()
_SETTINGS = {"nogil": True, "error_model": "numpy"}
_WITHOUT_ALLOCATION = {**_SETTINGS, "_nrt": False}
"""Compiled code of teamsim makes no arrays, so it need not count who holds one: the counting (an atomic step for
each array of each tuple handed on) took a third of the time."""

_LINKED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "pipeline_class": Linked}


class CodeOnDisk(FunctionCache):  # type: ignore[misc]
    """numba's cache of one function on disk.

    numba would first load all that it can compile, a tenth of the first result in a new process. Machine code that is
    there needs none of it; what has to be compiled asks for it then.
    """

    _impl_class = KeptCode

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """Return what was compiled for a signature, or nothing.

        Two processes that keep a function for different types at the same moment may give both the same file: an
        index then names one that holds the other's code, which is nothing.
        """
        with self._guard_against_spurious_io_errors():
            found = self._load_overload(signature, target_context)
            return found if found is not None and found.signature.args == tuple(signature) else None


class CacheOnDemand:
    """The cache of one function, opened when it is first asked for anything.

    Opening makes folders and looks at files. A process asks for few of the hundreds of functions: what is copied
    into those was compiled with them.
    """

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        self._function, self._folder = function, folder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._opened, name)

    @functools.cached_property
    def _opened(self) -> CodeOnDisk:
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(self._folder)
        try:
            return CodeOnDisk(self._function)
        finally:
            numba.config.CACHE_DIR = before


def jit(function: Function) -> Function:
    """Compile a small pure function: no fast-math, cached on disk, copied into its callers.

    A loop over it can then become vector instructions. ``function.py_func`` stays readable Python, for debugging
    and coverage. What Python calls and what waits to be copied are compiled apart, each when it is first needed:
    the engine would spend a sixth of its compile time on entries for Python that it never uses.
    """
    called: Any = _compile(function)

    @functools.cache
    def copied() -> Any:
        return _compile(function, _CACHE_FOLDER / "copied", forceinline=True, **_LINKED)

    called.get_call_template = lambda *arguments: copied().get_call_template(*arguments)
    called.get_overload = lambda signature: copied().get_overload(signature)
    return cast(Function, called)


def _compile(function: Function, folder: Path = _CACHE_FOLDER, **options: Any) -> Function:
    """Compile into the cache folder of exactly these sources."""
    compiled = numba.njit(**_WITHOUT_ALLOCATION, **options)(function)
    compiled._cache = CacheOnDemand(function, folder)
    compiled.get_call_template = _blind_to_values(compiled.get_call_template)
    return cast(Function, compiled)


def _blind_to_values(template: Callable[..., Any]) -> Callable[..., Any]:
    """Return a dispatcher's ``get_call_template`` that sees types of arguments only.

    A plain 0 or True in a call is a type of its own to numba, which would compile the called function again for every
    constant that it is called with.
    """

    def of_types(arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return template(tuple(map(unliteral, arguments)), {name: unliteral(kind) for name, kind in named.items()})

    return of_types


def phase(function: Function) -> Function:
    """Compile a part of an engine that only compiled code calls: no Python entry, no machine code of its own."""
    return _compile(function, **_LINKED)


def part(function: Function) -> Function:
    """Compile a part of a phase, once; machine code is made of the phase with a copy of it."""
    return _compile(function, forceinline=True, **_LINKED)


def entry(function: Function) -> Function:
    """Compile a function that Python calls with whole arrays, or a rule that is rarely due.

    Compiled code calls it; a copy in each of many places would take long to compile and save little.
    """
    return _compile(function)


def whole(function: Function) -> Function:
    """Compile a function that Python calls and that compiled code never does: an engine."""
    return _compile(function, no_cfunc_wrapper=True, pipeline_class=Whole)


def solver(function: Function) -> Function:
    """Compile a function of `teamsim.response` that Python calls with whole arrays."""
    return _compile(function, _SOLVER_FOLDER)


def solver_phase(function: Function) -> Function:
    """Compile a longer part of solvers, once for all of them."""
    return _compile(function, _SOLVER_FOLDER, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def solver_part(function: Function) -> Function:
    """Compile a part of a solver that is copied into it."""
    return _compile(function, _SOLVER_FOLDER, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def is_compiled(function: object) -> bool:
    """Tell whether a function was compiled by numba (and may enter the compiled engine)."""
    return hasattr(function, "py_func")


def source_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the plain Python function behind a rule, compiled or not."""
    return cast(Callable[..., Any], getattr(function, "py_func", function))


def relink(function: Callable[..., Any], replaced: dict[Callable[..., Any], Callable[..., Any]]) -> Callable[..., Any]:
    """Return a compiled function whose calls, at any depth, go to the replacements.

    Only functions on a path to a replaced rule are compiled anew, in memory; the rest stay as cached.
    """
    if not replaced:  # nothing to look for in the code of hundreds of functions
        return function
    done: dict[Callable[..., Any], Callable[..., Any]] = dict(replaced)

    def linked(old: Callable[..., Any]) -> Callable[..., Any]:
        if old not in done:
            plain = source_of(old)
            called = {
                name: plain.__globals__[name]
                for name in _global_names(plain)
                if is_compiled(plain.__globals__.get(name))
            }
            new = {name: linked(value) for name, value in called.items()}
            done[old] = old if new == called else _copy_with(plain, new, is_linked=old is not function)
        return done[old]

    return linked(function)


def _global_names(plain: Callable[..., Any]) -> set[str]:
    """Return the names that a function reads from its module."""
    return {step.argval for step in dis.get_instructions(plain) if step.opname == "LOAD_GLOBAL"}


def _copy_with(plain: Callable[..., Any], new_globals: dict[str, Any], *, is_linked: bool) -> Callable[..., Any]:
    """Compile a copy of a plain function that sees other globals."""
    scope = {**plain.__globals__, **new_globals}
    copy = types.FunctionType(plain.__code__, scope, plain.__name__, plain.__defaults__, plain.__closure__)
    return cast(Callable[..., Any], numba.njit(**_WITHOUT_ALLOCATION, **(_LINKED if is_linked else {}))(copy))


def compile_in_memory(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that has no stable file: a person's own rule."""
    return cast(Callable[..., Any], numba.njit(**_SETTINGS)(function))
