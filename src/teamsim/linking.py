"""Functions that are only ever linked into others get no machine code of their own; engines are linked into nothing.

numba makes every function ready to be called: it is optimised and turned into machine code, then linked into its
callers, where all of it is optimised and turned into machine code again, level by level. A phase of a month has one
caller and is never called from Python, so its optimisation can wait until everything is together: a fifth of the
compile time. What only Python calls needs no copy for linking on disk, which would take long to read. And both take a
shorter way through the compiler than functions of all kinds do.
"""

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm
from numba.core.caching import CompileResultCacheImpl
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, CompileResult
from numba.core.compiler_machinery import FunctionPass, PassManager, register_pass
from numba.core.typed_passes import (
    AnnotateTypes,
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
    NoPythonSupportedFeatureValidation,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.untyped_passes import FixupArgs, GenericRewrites, IRProcessing, ReconstructSSA, TranslateByteCode

from teamsim.ahead import second_process, uncollected


class OutsideTheEngine:
    """The code generator as seen by a function that is not among what it can run: no environment can be set there."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)

    def set_env(self, name: str, environment: Any) -> None:
        """Set nothing: compiled code of teamsim raises no errors, which is what an environment is for."""


class WideLibrary(JITCodeLibrary):  # type: ignore[misc]
    """Code whose loops take vectors as wide as the processor has.

    LLVM leaves the widest of x86 alone, as the first processors that had them ran slower for it; loops over seats do
    the same sums half as often with them (a tenth of a run). Elsewhere it changes nothing, results nowhere.
    """

    def add_ir_module(self, module: Any) -> None:
        """Add code, marked as such."""
        for function in module.functions:
            set.add(function.attributes, _WIDE)  # a word of its own would be refused: llvmlite lists those it knows
        super().add_ir_module(module)


_WIDE = '"prefer-vector-width"="512"'


class LinkedLibrary(WideLibrary):
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
        self._ensure_finalized()
        return self.name, _TO_LINK, self._final_module.as_bitcode()

    @classmethod
    def read(cls, codegen: Any, name: str, code: bytes) -> LinkedLibrary:
        """Return the library whose code the cache on disk has kept."""
        library = cls(codegen, name)
        library._final_module = llvm.parse_bitcode(code)
        library._finalize_final_module()
        return library


_TO_LINK = "to link"
"""What the cache on disk calls such code."""


class Reading:
    """The compiler's target as seen by a function that is read from disk: its library is already there."""

    def __init__(self, target: Any, library: LinkedLibrary) -> None:
        self._target, self._library = target, library

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)

    def codegen(self) -> Reading:
        """The code generator."""
        return self

    def unserialize_library(self, kept: Any) -> LinkedLibrary:
        """Return the library."""
        return self._library


class KeptCode(CompileResultCacheImpl):  # type: ignore[misc]
    """What the cache on disk keeps of a function.

    numba would make machine code of what it reads for linking. That is not only lost time: on the way the code is
    changed so that its loops no longer become vector instructions where it is linked.
    """

    def rebuild(self, target_context: Any, payload: Any) -> Any:
        """Return the function as it was compiled."""
        name, kind, code = payload[0]
        if kind != _TO_LINK:
            return super().rebuild(target_context, payload)
        library = LinkedLibrary.read(target_context.codegen(), name, code)
        read = CompileResult._rebuild(Reading(target_context, library), *payload)
        return read._replace(target_context=target_context)


class WholeLibrary(WideLibrary):
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


def _steps(library: type[ChooseLibrary]) -> list[Any]:
    """Return the steps from Python's code to a function in a library, as far as teamsim's functions need them."""
    steps = PassManager("linked")
    for step in (*_UNTYPED, NopythonTypeInference, library, *_TYPED):
        steps.add_pass(step, step.__name__)
    steps.finalize()
    return [steps]


_UNTYPED = (TranslateByteCode, FixupArgs, IRProcessing, GenericRewrites, ReconstructSSA)
_TYPED = (
    PreLowerStripPhis,
    NoPythonSupportedFeatureValidation,
    IRLegalization,
    AnnotateTypes,
    NativeLowering,
    NoPythonBackend,
)
"""numba's own, without those that look for what teamsim's compiled functions have none of: closures, ``with``, array
expressions, literals to unroll, functions of numba to copy in, arguments that may be nothing. Each goes through the
whole function, and most have it analysed anew: a tenth of the compile time."""


class Linked(CompilerBase):  # type: ignore[misc]
    """The steps to code that waits for linking."""

    def define_pipelines(self) -> list[Any]:
        """Return the steps."""
        return _steps(WaitForLinking)


class Whole(CompilerBase):  # type: ignore[misc]
    """The steps to code that is linked into no other: an engine, which takes long enough for two processes."""

    def compile_extra(self, function: Any) -> Any:
        """Return the compiled function."""
        with second_process(function, self.state.args), uncollected():
            return super().compile_extra(function)

    def define_pipelines(self) -> list[Any]:
        """Return the steps."""
        return _steps(StandAlone)
