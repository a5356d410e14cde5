"""Functions that are only ever linked into others get no machine code of their own.

numba makes every function ready to be called: it is optimised and turned into machine code, then linked into its
callers, where all of it is optimised and turned into machine code again, level by level. A phase of a month has one
caller and is never called from Python, so its optimisation can wait until everything is together: a fifth of the
compile time.
"""

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.typed_passes import NopythonTypeInference


class OutsideTheEngine:
    """The code generator as seen by a function that is not among what it can run: no environment can be set there."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)

    def set_env(self, name: str, environment: Any) -> None:
        """Set nothing: compiled code of teamsim raises no errors, which is what an environment is for."""


class LinkedLibrary(JITCodeLibrary):  # type: ignore[misc]
    """Code that waits to be linked; what it overrides would optimise it and make machine code of it."""

    @property
    def codegen(self) -> OutsideTheEngine:
        """The code generator."""
        return OutsideTheEngine(self._codegen)

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return that there is no function to call."""
        self._ensure_finalized()
        return 0

    def serialize_using_object_code(self) -> Any:
        """Return what the cache on disk keeps: there is no object code."""
        return self.serialize_using_bitcode()


class WholeLibrary(JITCodeLibrary):  # type: ignore[misc]
    """Code that only Python calls: the cache on disk keeps no copy of it for linking, which takes long to read."""

    def serialize_using_object_code(self) -> Any:
        """Return what the cache on disk keeps: machine code, and what it defines, by name."""
        defined = [function.name for function in self._final_module.functions if not function.is_declaration]
        names = llvm.parse_assembly("\n".join([_TRAP, *map(_DEFINED.format, defined)]))
        return self.name, "object", (self._get_compiled_object(), names.as_bitcode())


_TRAP = "declare void @llvm.trap()"
_DEFINED = 'define void @"{}"() {{ call void @llvm.trap() unreachable }}'
"""Nobody links it: who did would stop there rather than go on with nothing done."""


class ChooseLibrary(FunctionPass):  # type: ignore[misc]
    """Gives a function a library before numba makes its own."""

    _name = "choose_library"
    library: type[JITCodeLibrary]

    def __init__(self) -> None:
        FunctionPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        """Make the library."""
        state.library = self.library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        return True


@register_pass(mutates_CFG=False, analysis_only=False)
class WaitForLinking(ChooseLibrary):
    """Gives a function a library that waits."""

    _name = "wait_for_linking"
    library = LinkedLibrary


@register_pass(mutates_CFG=False, analysis_only=False)
class StandAlone(ChooseLibrary):
    """Gives a function a library that is linked into no other."""

    _name = "stand_alone"
    library = WholeLibrary


def _steps(state: Any, more: type[ChooseLibrary]) -> list[Any]:
    """Return numba's own steps and one more."""
    steps = DefaultPassBuilder.define_nopython_pipeline(state)
    steps.add_pass_after(more, NopythonTypeInference)
    steps.finalize()
    return [steps]


class Linked(CompilerBase):  # type: ignore[misc]
    """numba's steps, with a library that waits."""

    def define_pipelines(self) -> list[Any]:
        """Return the steps."""
        return _steps(self.state, WaitForLinking)


class Whole(CompilerBase):  # type: ignore[misc]
    """numba's steps, with a library that is linked into no other."""

    def define_pipelines(self) -> list[Any]:
        """Return the steps."""
        return _steps(self.state, StandAlone)
