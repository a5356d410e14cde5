"""The exponential, written out: one result on every platform, and many at a time.

The compiler turns a loop over this function into vector instructions, which it can not do with the C library's;
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
