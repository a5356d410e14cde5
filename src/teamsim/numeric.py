"""The exponential and the logarithm, written out: one result on every platform, and many at a time.

The compiler turns a loop over these functions into vector instructions, which it can not do with the C library's;
the C libraries of different systems also differ in the last digit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from teamsim._jit import jit

_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_ROUNDING = 6755399441055744.0
"""1.5 x 2^52: adding it rounds a small number to a whole one, which then stands in the lowest bits."""
_BIAS = np.int64(1023)
_MANTISSA_BITS = np.int64(52)
_LOWEST, _HIGHEST = -708.0, 709.0
_HALF_BIAS = np.int64(1022)
_MANTISSA = np.int64(0x000FFFFFFFFFFFFF)
_HALF = np.int64(0x3FE0000000000000)
_SQRT_HALF = 0.7071067811865476
_1, _2, _3 = np.uint64(1), np.uint64(2), np.uint64(3)


@jit
def stretch(first: int, end: int) -> range:
    """Return range(first, end) of a stretch of an array, 0 <= first.

    Its index has no sign, so the compiler need not look for places counted from the end of an array: a loop over
    it can become vector instructions. Do not compute with the index itself (`int(index)` first).
    """
    return range(np.uint64(first), np.uint64(end))


@jit
def added(amounts: NDArray[np.float64], first: int, end: int) -> float:
    """Return the sum of a stretch of an array [S]: of every fourth amount, then of these four.

    A sum in one chain waits four steps of the processor for each amount; four chains go on side by side. Both
    engines add up like this, so that they agree to the last digit.

    >>> float(added(np.arange(1.0, 7.0), 0, 6))
    21.0
    """
    one, two, three, four = 0.0, 0.0, 0.0, 0.0
    for index in range(np.uint64(first), np.uint64(end - 3) if end - first > 3 else np.uint64(first), np.uint64(4)):
        one += amounts[index]
        two += amounts[index + _1]
        three += amounts[index + _2]
        four += amounts[index + _3]
    last = np.uint64(end - (end - first) % 4)
    if last < end:
        one += amounts[last]
    if last + _1 < end:
        two += amounts[last + _1]
    if last + _2 < end:
        three += amounts[last + _2]
    return (one + two) + (three + four)


@intrinsic  # type: ignore[untyped-decorator]
def _fused(_context: Any, a: Any, b: Any, c: Any) -> Any:
    """Compile to the processor's instruction for a b + c, rounded once."""

    def code(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.fma(*arguments)

    return types.float64(types.float64, types.float64, types.float64), code


@jit
def fused(a: float, b: float, c: float) -> float:
    """Return a b + c, rounded once: the same on every platform, in half the time of a product and a sum."""
    result: float = _fused(a, b, c)
    return result


@jit
def exponential(x: float) -> float:
    """Return e^x within 2 units in the last place; below -708 and above 709 the value there.

    x = k ln 2 + r with whole k and |r| <= ln 2 / 2; e^r by the polynomial of degree 11 that begins 1 + r + r^2 / 2 and
    has the smallest largest relative error there, 2.5e-17 (Remez); then times 2^k. Powers are added up in
    pairs (Estrin), which do not wait for one another as they would in a chain.

    >>> round(float(exponential(1.0)), 12)
    2.718281828459
    """
    x = min(max(x, _LOWEST), _HIGHEST)
    shifted = fused(x, _LOG2_E, _ROUNDING)
    k = shifted - _ROUNDING
    r = fused(-k, _LN2_LOW, fused(-k, _LN2_HIGH, x))
    r2 = r * r
    r4 = r2 * r2
    low = fused(fused(0.16666666666661953, r, 0.5), r2, r)
    middle = fused(
        fused(0.00019841262670176212, r, 0.001388888892053095), r2, fused(0.008333333336529938, r, 0.04166666666661993)
    )
    high = fused(
        fused(2.2976459170387233e-08, r, 2.762223911407579e-07),
        r2,
        fused(2.7563858569301836e-06, r, 2.4801516318468478e-05),
    )
    total = 1.0 + fused(fused(high, r4, middle), r4, low)
    power = np.int64((np.float64(shifted).view(np.int64) + _BIAS) << _MANTISSA_BITS)
    return total * np.int64(power).view(np.float64)


@jit
def logarithm(x: float) -> float:
    """Return ln x within 1 unit in the last place, for normal numbers above 0.

    x = 2^k (1 + f) with 1 + f in [sqrt(.5), sqrt(2)); ln(1 + f) by the odd powers of f / (2 + f), with the
    coefficients that Sun's fdlibm publishes.

    >>> round(float(logarithm(10.0)), 12)
    2.302585092994
    """
    bits = np.float64(x).view(np.int64)
    k = np.float64(np.int32((bits >> _MANTISSA_BITS) - _HALF_BIAS))
    m = np.int64((bits & _MANTISSA) | _HALF).view(np.float64)
    is_small = m < _SQRT_HALF
    m = m + m if is_small else m
    k = k - 1.0 if is_small else k
    f = m - 1.0
    s = f / (2.0 + f)
    w = s * s
    total = 1.479819860511658591e-01
    total = fused(total, w, 1.531383769920937332e-01)
    total = fused(total, w, 1.818357216161805012e-01)
    total = fused(total, w, 2.222219843214978396e-01)
    total = fused(total, w, 2.857142874366239149e-01)
    total = fused(total, w, 3.999999999940941908e-01)
    total = fused(total, w, 6.666666666666735130e-01)
    half = 0.5 * f * f
    return k * _LN2_HIGH - ((half - (s * (half + total * w) + k * _LN2_LOW)) - f)
