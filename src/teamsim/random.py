"""Luck with an address: every draw is a pure function of who, when and what for.

The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3;
SC11), checked against the known answers that its authors publish. Its 128-bit counter *is* the address:

======================  ====  =======================================================
field                   bits  meaning
======================  ====  =======================================================
subject                 48    hash of a stable name: a person's seat of entry, a unit
occupant                16    which external entrant of that seat (0 = at the opening)
month                   12    month of the run; 0 for draws made once per person
attempt                 20    0, or the number of a repeated draw
replication             24    which possible future
purpose block           8     four purposes share one call of the generator
======================  ====  =======================================================

so luck does not depend on the order of draws, on other people, on workers, or on the number of seats.
See ``docs/decisions/0002-address-of-luck.md``.
"""

from __future__ import annotations

import hashlib
import math
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from teamsim._jit import entry, jit, part
from teamsim.numeric import fused, logarithm, stretch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Word = int | np.uint64
"""A whole number without sign; the compiler holds it in 64 bits."""


class Purpose(IntEnum):
    """What a draw is for. Numbered for ever: append, never renumber (version in `PURPOSES_VERSION`)."""

    EXIT = 0
    SELLING_NOISE = 1
    DISMISSAL = 2
    TALENT = 4
    RECRUITER_WORK = 5
    OPENING_TENURE = 6
    LEADERSHIP = 7
    INTERNAL_FIRST = 8
    MOVE = 9
    ASSESSMENT = 10
    RANDOM_CHOICE = 11
    MARKET_SHOCK = 12
    OFFER = 16
    BACKFILL = 17
    ENTRY_AGE = 20
    PREFERENCE = 21
    SOURCE = 22
    SELECTION = 23
    DEAL = 24
    REFUSAL = 32
    TRANSFER = 33
    PROBATION = 34


PURPOSES_VERSION = 1
ONCE = 0
"""Month, attempt or occupant of a draw that is made once."""
MAX_REPLICATIONS = 1 << 24
MAX_OCCUPANTS = 1 << 16
MAX_MONTHS = 1 << 12
MAX_ATTEMPTS = 1 << 20

_LOW32 = np.uint64(0xFFFFFFFF)
_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_32 = np.uint64(32)
_24 = np.uint64(24)
_16 = np.uint64(16)
_12 = np.uint64(12)
_TWO_TO_MINUS_32 = 2.0**-32
_TWO_TO_52 = 2.0**52
_TWO_TO_52_BITS = np.uint64(0x4330000000000000)


def subject_hash(name: str) -> int:
    """Return the 48-bit address of a stable name (a seat, a unit).

    >>> subject_hash("west/representative/001") == subject_hash("west/representative/001")
    True
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest(), "big")


@jit
def philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Word, Word, Word, Word]:
    """Return the four 32-bit words of Philox4x32-10 for a counter and a key (all held in uint64)."""
    c0, c1, c2, c3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    k0, k1 = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * c0
        product_1 = _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (  # what is there already is combined first: less to wait for, a tenth of the time
            (product_1 >> _32) ^ (c1 ^ k0),
            product_1 & _LOW32,
            (product_0 >> _32) ^ (c3 ^ k1),
            product_0 & _LOW32,
        )
        k0 = (k0 + _WEYL_0) & _LOW32
        k1 = (k1 + _WEYL_1) & _LOW32
    return c0, c1, c2, c3


@jit
def words(
    seed: Word, replication: int, subject: Word, occupant: int, month: int, attempt: int, block: int
) -> tuple[Word, Word, Word, Word]:
    """Return the four words at an address; purpose p is word ``p % 4`` of block ``p // 4``."""
    seed, subject = np.uint64(seed), np.uint64(subject)
    return philox(
        subject & _LOW32,
        (subject >> _32) | (np.uint64(occupant) << _16),
        np.uint64(month) | (np.uint64(attempt) << _12),
        np.uint64(replication) | (np.uint64(block) << _24),
        seed & _LOW32,
        seed >> _32,
    )


@jit
def open_uniform(word: Word) -> float:
    """Return a uniform number in (0, 1), never 0 or 1, from a 32-bit word: (word + 1/2) / 2^32.

    The word is set into the fraction of 2^52, because turning whole numbers of 64 bits into floats has no vector
    instruction on most processors.
    """
    fraction = np.uint64(np.uint64(word) | _TWO_TO_52_BITS).view(np.float64)
    return ((fraction - _TWO_TO_52) + 0.5) * _TWO_TO_MINUS_32


@entry
def uniform(
    seed: Word, replication: int, subject: Word, occupant: int, month: int, attempt: int, purpose: int
) -> float:
    """Return the uniform number in (0, 1) at an address."""
    four = words(seed, replication, subject, occupant, month, attempt, purpose // 4)
    return open_uniform(four[purpose % 4])


@jit
def _polynomial(r: float, coefficients: tuple[float, ...]) -> float:
    """Return a polynomial of degree 7 in r, highest power first (Horner; unrolled by the compiler)."""
    total = coefficients[0]
    for power in range(1, 8):
        total = fused(total, r, coefficients[power])
    return total


_MIDDLE_HALF = 0.425
_FAR = 5.0

# Wichura's coefficients, highest power first: numerator and denominator for the middle and the two tails.
_MIDDLE = (
    (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
     1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0),
    (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
     5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0),
)  # fmt: skip
_NEAR_TAIL = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
     3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0),
)  # fmt: skip
_FAR_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0),
)  # fmt: skip


@entry
def standard_normal(u: float) -> float:
    """Return the standard normal quantile of ``u`` in (0, 1), to about 1e-15.

    Rational approximations of Wichura (1988), algorithm AS 241, PPND16.

    >>> round(float(standard_normal(0.975)), 6)
    1.959964
    """
    return _middle(u) if abs(u - 0.5) <= _MIDDLE_HALF else _tail(u)


@jit
def _middle(u: float) -> float:
    """Return the quantile of u in [.075, .925]."""
    q = u - 0.5
    r = fused(-q, q, _MIDDLE_HALF * _MIDDLE_HALF)
    return q * _polynomial(r, _MIDDLE[0]) / _polynomial(r, _MIDDLE[1])


@jit
def _tail(u: float) -> float:
    """Return the quantile of u outside [.075, .925]."""
    q = u - 0.5
    r = math.sqrt(-logarithm(min(u, 1.0 - u)))
    if r <= _FAR:
        return _near_tail(u)
    tail = _polynomial(r - _FAR, _FAR_TAIL[0]) / _polynomial(r - _FAR, _FAR_TAIL[1])
    return -tail if q < 0.0 else tail


@jit
def _near_tail(u: float) -> float:
    """Return the quantile of u outside [.075, .925], at least e^-25 from 0 and 1."""
    r = math.sqrt(-logarithm(min(u, 1.0 - u)))
    tail = _polynomial(r - 1.6, _NEAR_TAIL[0]) / _polynomial(r - 1.6, _NEAR_TAIL[1])
    return -tail if u < 0.5 else tail


@part
def standard_normals(u: Floats, z: Floats, places: Ints, tails: Floats, first: int, end: int) -> None:
    """Fill a stretch of z with the quantiles of u: exactly `standard_normal`, in passes that have no branch.

    Six in seven lie in the middle; the others are gathered and done together. `u` comes from 32-bit words, so
    it lies at least 2^-33 > e^-25 from 0 and 1. `places` and `tails` are scratch arrays as long as u.
    """
    for index in stretch(first, end):
        z[index] = _middle(u[index])
    n_tails = 0
    for index in stretch(first, end):  # no branch: which lie in the tails can not be foreseen
        places[n_tails] = index
        n_tails += not abs(u[index] - 0.5) <= _MIDDLE_HALF
    for tail in range(n_tails):
        tails[tail] = u[np.uint64(places[tail])]
    for tail in range(n_tails):
        tails[tail] = _near_tail(tails[tail])
    for tail in range(n_tails):
        z[np.uint64(places[tail])] = tails[tail]
