"""Import numba as the engine needs it; this has to come before anybody else imports it.

Its loops use vectors of 512 bits where the processor has them without a lower clock. LLVM prefers half as many for
the sake of the first processors that had them. Those that came with the extension vbmi2 (Ice Lake, Zen 4 and later) do
not slow down, and the passes over columns take a third less time. numba reads the setting when it is imported; a
person's own ``NUMBA_CPU_FEATURES`` stands. Results do not depend on it: no sum is reordered.
"""

from __future__ import annotations

import os

import llvmlite.binding as llvm

_SETTING = "NUMBA_CPU_FEATURES"


def import_numba() -> None:
    """Import numba with wide vectors; other processes do not inherit the setting."""
    features = llvm.get_host_cpu_features()
    if _SETTING in os.environ or not features.get("avx512vbmi2", False):
        return
    os.environ[_SETTING] = f"{features.flatten()},-prefer-256-bit"
    try:
        import numba  # noqa: F401
    finally:
        del os.environ[_SETTING]


import_numba()
