"""The exponential and the logarithm, written out: one result on every platform, and many at a time.

The compiler turns a loop over these functions into vector instructions, which it can not do with the C library's;
the C libraries of different systems also differ in the last digit.
"""

from __future__ import annotations

import numpy as np

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


@jit
def stretch(first: int, end: int) -> range:
    """Return range(first, end) of a stretch of an array, 0 <= first.

    Its index has no sign, so the compiler need not look for places counted from the end of an array: a loop over
    it can become vector instructions. Do not compute with the index itself (`int(index)` first).
    """
    return range(np.uint64(first), np.uint64(end))


@jit
def exponential(x: float) -> float:
    """Return e^x within 3 units in the last place; below -708 and above 709 the value there.

    x = k ln 2 + r with whole k and |r| <= ln 2 / 2; e^r by its Taylor sum to r^13, then times 2^k.

    >>> round(float(exponential(1.0)), 12)
    2.718281828459
    """
    x = min(max(x, _LOWEST), _HIGHEST)
    shifted = x * _LOG2_E + _ROUNDING
    k = shifted - _ROUNDING
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    total = 1.0 / 6227020800.0
    total = total * r + 1.0 / 479001600.0
    total = total * r + 1.0 / 39916800.0
    total = total * r + 1.0 / 3628800.0
    total = total * r + 1.0 / 362880.0
    total = total * r + 1.0 / 40320.0
    total = total * r + 1.0 / 5040.0
    total = total * r + 1.0 / 720.0
    total = total * r + 1.0 / 120.0
    total = total * r + 1.0 / 24.0
    total = total * r + 1.0 / 6.0
    total = total * r + 0.5
    total = total * r + 1.0
    total = total * r + 1.0
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
    total = total * w + 1.531383769920937332e-01
    total = total * w + 1.818357216161805012e-01
    total = total * w + 2.222219843214978396e-01
    total = total * w + 2.857142874366239149e-01
    total = total * w + 3.999999999940941908e-01
    total = total * w + 6.666666666666735130e-01
    half = 0.5 * f * f
    return k * _LN2_HIGH - ((half - (s * (half + total * w) + k * _LN2_LOW)) - f)
