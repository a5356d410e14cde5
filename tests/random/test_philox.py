"""Luck: the generator's published answers, addresses that never meet, and numbers that look random.

False alarms: every statistical test has a fixed seed and a level of one in a million or less, so a change of
seed or of the numbering of purposes makes one of them fail by chance less than once in 100,000 times.
"""

import math
from collections.abc import Callable

import numba
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import special, stats

from teamsim.random import (
    MAX_ATTEMPTS,
    MAX_MONTHS,
    MAX_OCCUPANTS,
    MAX_REPLICATIONS,
    Purpose,
    open_uniform,
    philox,
    standard_normal,
    standard_normals,
    subject_hash,
    uniform,
    words,
)

ALARM = 1e-6
SEED = 20_260_101

# Random123, tests/kat_vectors: philox4x32 10
KNOWN_ANSWERS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]

ADDRESS = ("seed", "replication", "subject", "occupant", "month", "attempt", "block")
SIZES = (2**64, MAX_REPLICATIONS, 2**48, MAX_OCCUPANTS, MAX_MONTHS, MAX_ATTEMPTS, 2**8)
addresses = st.tuples(*(st.integers(0, size - 1) for size in SIZES))


def hexadecimal(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


def words_at(address: tuple[int, ...]) -> tuple[int, ...]:
    """The words at an address whose first and third numbers may need all 64 bits."""
    seed, replication, subject, *rest = address
    return tuple(int(word) for word in words(np.uint64(seed), replication, np.uint64(subject), *rest))


@numba.njit
def many(seed: int, replications: int, subjects: NDArray[np.uint64], months: int, purpose: int) -> NDArray[np.float64]:
    numbers = np.empty((replications, len(subjects), months))
    for replication in range(replications):
        for index, subject in enumerate(subjects):
            for month in range(months):
                numbers[replication, index, month] = uniform(
                    np.uint64(seed), replication, subject, 0, month, 0, purpose
                )
    return numbers


@numba.njit
def in_passes(u: NDArray[np.float64]) -> NDArray[np.float64]:
    z, places, tails = np.zeros_like(u), np.zeros(u.size, np.int64), np.zeros_like(u)
    standard_normals(u, z, places, tails, 0, len(u))
    return z


@pytest.fixture(scope="module")
def luck() -> NDArray[np.float64]:
    """Numbers of one purpose by replication, seat and month: 200 x 60 x 36."""
    seats = np.array([subject_hash(f"west/representative/{n:03d}") for n in range(60)], dtype=np.uint64)
    return many(SEED, 200, seats, 36, int(Purpose.EXIT))


# -- the generator -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
@pytest.mark.parametrize("form", [philox, philox.py_func], ids=["compiled", "plain"])
def test_philox_gives_the_answers_that_its_authors_publish(
    form: Callable[..., tuple[int, ...]], counter: str, key: str, answer: str
) -> None:
    arguments = [np.uint64(word) for word in hexadecimal(counter) + hexadecimal(key)]
    with np.errstate(over="ignore"):
        assert [int(word) for word in form(*arguments)] == hexadecimal(answer)


@given(st.tuples(*(st.integers(0, 2**32 - 1) for _ in range(6))))
def test_the_compiled_generator_is_the_plain_one(counter_and_key: tuple[int, ...]) -> None:
    arguments = [np.uint64(word) for word in counter_and_key]
    with np.errstate(over="ignore"):
        assert tuple(map(int, philox(*arguments))) == tuple(map(int, philox.py_func(*arguments)))


# -- addresses -----------------------------------------------------------------------------------------------


def counter_of(address: tuple[int, ...]) -> int:
    """The documented layout, written anew: fields side by side in a counter of 128 bits."""
    _, replication, subject, occupant, month, attempt, block = address
    counter, shift = 0, 0
    for value, bits in (
        (subject, 48),
        (occupant, 16),
        (month, 12),
        (attempt, 20),
        (replication, 24),
        (block, 8),
    ):
        assert value < 1 << bits
        counter |= value << shift
        shift += bits
    assert shift == 128
    return counter


@given(addresses)
def test_an_address_is_packed_as_documented(address: tuple[int, ...]) -> None:
    counter, seed = counter_of(address), address[0]
    parts = [np.uint64(counter >> shift & 0xFFFFFFFF) for shift in (0, 32, 64, 96)]
    key = [np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)]
    assert words_at(address) == tuple(int(word) for word in philox(*parts, *key))


@given(addresses, addresses)
def test_different_addresses_have_different_counters_so_fields_do_not_overlap(
    one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    assert (counter_of(one) == counter_of(other)) == (one[1:] == other[1:])


@given(addresses, st.sampled_from(range(len(ADDRESS))), st.data())
def test_changing_any_one_part_of_an_address_changes_the_words(
    address: tuple[int, ...], part: int, data: st.DataObject
) -> None:
    other = data.draw(st.integers(0, SIZES[part] - 1).filter(lambda value: value != address[part]))
    changed = (*address[:part], other, *address[part + 1 :])
    assert words_at(address) != words_at(changed), ADDRESS[part]


def test_purposes_have_their_numbers_for_ever() -> None:
    assert {purpose.name: int(purpose) for purpose in Purpose} == {
        "EXIT": 0,
        "SELLING_NOISE": 1,
        "DISMISSAL": 2,
        "TALENT": 4,
        "RECRUITER_WORK": 5,
        "OPENING_TENURE": 6,
        "LEADERSHIP": 7,
        "INTERNAL_FIRST": 8,
        "MOVE": 9,
        "ASSESSMENT": 10,
        "RANDOM_CHOICE": 11,
        "MARKET_SHOCK": 12,
        "OFFER": 16,
        "BACKFILL": 17,
        "ENTRY_AGE": 20,
        "PREFERENCE": 21,
        "SOURCE": 22,
        "SELECTION": 23,
        "DEAL": 24,
        "REFUSAL": 32,
        "TRANSFER": 33,
        "PROBATION": 34,
    }
    assert max(Purpose) < 4 * 2**8


@given(addresses, st.integers(0, 2**10 - 1))
def test_a_purpose_is_a_word_of_its_block(address: tuple[int, ...], purpose: int) -> None:
    seed, replication, subject, occupant, month, attempt, _ = address
    word = words_at((*address[:6], purpose // 4))[purpose % 4]
    number = uniform(np.uint64(seed), replication, np.uint64(subject), occupant, month, attempt, purpose)
    assert number == (word + 0.5) / 2**32


def test_a_stable_name_keeps_its_address_for_ever() -> None:
    assert subject_hash("west/representative/001") == 0x9A0172EB69F0


@given(st.sets(st.text(min_size=1), min_size=2, max_size=50))
def test_names_have_48_bit_addresses_that_differ(names: set[str]) -> None:
    hashes = {subject_hash(name) for name in names}
    assert len(hashes) == len(names)
    assert all(0 <= number < 2**48 for number in hashes)


# -- uniform and normal numbers ------------------------------------------------------------------------------


@given(st.sampled_from([0, 1, 2**31, 2**32 - 2, 2**32 - 1]) | st.integers(0, 2**32 - 1))
def test_a_uniform_number_is_never_0_and_never_1(word: int) -> None:
    number = open_uniform(np.uint64(word))
    assert 0.0 < number < 1.0
    assert number == (word + 0.5) / 2**32


@given(st.floats(1e-300, 1.0, exclude_max=True))
def test_standard_normal_is_the_quantile_that_scipy_knows(u: float) -> None:
    expected = float(special.ndtri(u))
    assert standard_normal(u) == pytest.approx(expected, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize(
    "u",
    [0.5, 0.075, 0.925, math.nextafter(0.075, 0.0), math.nextafter(0.925, 1.0), math.exp(-25.0), 0.5 / 2**32],
)
def test_standard_normal_is_right_where_its_formulas_meet(u: float) -> None:
    for point in (u, math.nextafter(u, 0.0), math.nextafter(u, 1.0)):
        assert standard_normal(point) == pytest.approx(float(special.ndtri(point)), rel=1e-13, abs=1e-15)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_a_larger_uniform_number_never_gives_a_smaller_normal_one(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert standard_normal(open_uniform(np.uint64(low))) <= standard_normal(open_uniform(np.uint64(high)))


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=50))
@example([0, 2**32 - 1, 2**31])
def test_a_stretch_of_normal_numbers_is_each_of_them(words: list[int]) -> None:
    u = np.array([open_uniform(np.uint64(word)) for word in words])
    assert in_passes(u).tolist() == [standard_normal(value) for value in u]


def test_uniform_numbers_fill_the_interval_evenly(luck: NDArray[np.float64]) -> None:
    """Chi-square over 1,000 cells, two-sided: too even is as suspect as too uneven."""
    counts = np.bincount((luck.ravel() * 1000).astype(int), minlength=1000)
    statistic = float(((counts - luck.size / 1000) ** 2 / (luck.size / 1000)).sum())
    assert ALARM / 2 < stats.chi2.sf(statistic, df=999) < 1 - ALARM / 2


def test_normal_numbers_have_the_moments_of_the_normal_law(luck: NDArray[np.float64]) -> None:
    """Mean 0, variance 1, skewness 0, kurtosis 3: each within its sampling error."""
    z, n = special.ndtri(luck.ravel()), luck.size
    limit = stats.norm.isf(ALARM / 2)
    found = np.array([z.mean(), (z * z).mean() - 1, (z**3).mean(), (z**4).mean() - 3])
    errors = np.sqrt(np.array([1, 2, 15, 96]) / n)
    assert np.all(np.abs(found) < limit * errors), found / errors


@pytest.mark.parametrize("axis", [0, 1, 2], ids=["replication", "seat", "month"])
@pytest.mark.parametrize("lag", [1, 2, 12])
def test_neighbours_are_uncorrelated(luck: NDArray[np.float64], axis: int, lag: int) -> None:
    z = special.ndtri(luck)
    here, there = np.moveaxis(z, axis, 0)[:-lag], np.moveaxis(z, axis, 0)[lag:]
    statistic = float((here * there).sum()) / math.sqrt(here.size)
    assert abs(statistic) < stats.norm.isf(ALARM / 2)


@pytest.mark.parametrize("other", [p for p in Purpose if p is not Purpose.EXIT], ids=lambda p: p.name.lower())
def test_purposes_are_uncorrelated(luck: NDArray[np.float64], other: Purpose) -> None:
    seats = np.array([subject_hash(f"west/representative/{n:03d}") for n in range(60)], dtype=np.uint64)
    z = special.ndtri(luck[:50]) * special.ndtri(many(SEED, 50, seats, 36, int(other)))
    assert abs(float(z.sum())) / math.sqrt(z.size) < stats.norm.isf(ALARM / 2)


def test_neighbouring_seeds_are_uncorrelated(luck: NDArray[np.float64]) -> None:
    seats = np.array([subject_hash(f"west/representative/{n:03d}") for n in range(60)], dtype=np.uint64)
    z = special.ndtri(luck[:50]) * special.ndtri(many(SEED + 1, 50, seats, 36, int(Purpose.EXIT)))
    assert abs(float(z.sum())) / math.sqrt(z.size) < stats.norm.isf(ALARM / 2)
