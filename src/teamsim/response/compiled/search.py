"""The best effort of a period: every effort of a ladder is tried, then the best is refined between its neighbours.

What follows a period is a function of the sales after it: straight between nodes one step apart, with jumps. A straight
line that bends at nodes is a sum of calls, so its expectation is exact whatever the luck:

E f(s + x) = f(n0) + f'(n0) (s + E x - n0) + sum_k bend_k E(x - (n_k - s))+ + sum_j jump_j P(x >= k_j - s),

n0 being the lowest node that luck can reach.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teamsim._jit import solver, solver_phase
from teamsim.numeric import logarithm, stretch
from teamsim.response.compiled.excess import chance_at, distance, excess_at, fill_excess, size_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LEAST = 1e-300
_STRAIGHT = 1e-13
"""Bends below it are rounding: a straight stretch costs nothing."""


@solver_phase
def expect(
    values: Floats,
    node: int,
    step: float,
    lead: float,
    means: Floats,
    excess: Floats,
    lowest: Ints,
    bends: Floats,
    lines: Ints,
    out: Floats,
) -> None:
    """Fill out[l] with the expectation at each effort of a continuous function; `lead` is s - n0.

    Efforts below lowest[k] never reach line k; it does not fall with k. `bends` and `lines` are scratch.
    """
    slope = (values[node + 1] - values[node]) / step
    for level in stretch(0, out.size):
        out[level] = values[node] + slope * (means[level] + lead)
    tiny = _STRAIGHT * (abs(slope) + 1e-3)
    n_bends = 0
    for k in range(1, excess.shape[0]):
        bend = ((values[node + k + 1] - values[node + k]) - (values[node + k] - values[node + k - 1])) / step
        if abs(bend) > tiny:
            bends[n_bends] = bend
            lines[n_bends] = k
            n_bends += 1
    n_fours = n_bends // 4
    for four in range(n_fours):  # four at a time: each sum is then read and written once, not four times
        i = 4 * four
        a, b, c, d = bends[i], bends[i + 1], bends[i + 2], bends[i + 3]
        row_a, row_b, row_c, row_d = excess[lines[i]], excess[lines[i + 1]], excess[lines[i + 2]], excess[lines[i + 3]]
        for level in stretch(lowest[lines[i]], out.size):
            two = a * row_a[level] + b * row_b[level]
            out[level] += two + (c * row_c[level] + d * row_d[level])
    for i in range(4 * n_fours, n_bends):
        row, bend = excess[lines[i]], bends[i]
        for level in stretch(lowest[lines[i]], out.size):
            out[level] += bend * row[level]


@solver_phase
def expect_jumps(
    jump_at: Floats,
    jump_by: Floats,
    sales: float,
    sizes: Floats,
    spread: float,
    is_multiplicative: bool,
    chance_by_distance: Floats,
    out: Floats,
) -> None:
    """Add what the jumps are expected to bring."""
    for jump in range(jump_at.size):
        if jump_by[jump] != 0.0:
            line_size = size_of(jump_at[jump] - sales, is_multiplicative)
            for level in stretch(0, out.size):
                z = distance(sizes[level], line_size, spread, is_multiplicative)
                out[level] += jump_by[jump] * chance_at(z, chance_by_distance)


@solver_phase
def highest(worth: Floats, risk_aversion: float, out: Floats) -> int:
    """Turn expectations into what each effort is worth after its cost, and return the best effort's number.

    With risk aversion r the expectation is of e^(-r pay), and -ln(.) / r the certain amount worth as much.
    """
    if risk_aversion > 0.0:
        for level in stretch(0, out.size):
            out[level] = -logarithm(max(out[level], _LEAST)) / risk_aversion
    best = 0
    for level in range(out.size):
        out[level] += worth[level]
        best = level if out[level] > out[best] else best
    return best


@solver_phase
def summit(heights: Floats, best: int, n_apart: int) -> tuple[float, float]:
    """Return place and height of the top near the best effort, by the quartic through five neighbours.

    Efforts below `n_apart` are no part of the evenly spaced ladder and are taken as they are.
    """
    if best < n_apart:
        return float(best), heights[best]
    centre = min(max(best, n_apart + 2), heights.size - 3)
    a, b, c = heights[centre - 2], heights[centre - 1], heights[centre]
    d, e = heights[centre + 1], heights[centre + 2]
    first = (a - 8.0 * b + 8.0 * d - e) / 12.0
    second = (16.0 * (b + d) - 30.0 * c - a - e) / 24.0
    third = (2.0 * b - a - 2.0 * d + e) / 12.0
    fourth = (a - 4.0 * b + 6.0 * c - 4.0 * d + e) / 24.0
    low = max(float(best - centre) - 1.0, -2.0)
    high = min(float(best - centre) + 1.0, 2.0)
    t = float(best - centre)
    for _ in range(6):
        gradient = first + t * (2.0 * second + t * (3.0 * third + t * 4.0 * fourth))
        curvature = 2.0 * second + t * (6.0 * third + t * 12.0 * fourth)
        t = min(max(t - gradient / min(curvature, -1e-300), low), high)
    height = c + t * (first + t * (second + t * (third + t * fourth)))
    if height >= heights[best]:
        return centre + t, height
    return float(best), heights[best]


@solver
def best_on_grid(
    values: Floats,
    jump_at: Floats,
    jump_by: Floats,
    first_sales: float,
    step: float,
    n_below: int,
    excess: Floats,
    lowest: Ints,
    means: Floats,
    sizes: Floats,
    worth: Floats,
    n_apart: int,
    spread: float,
    is_multiplicative: bool,
    risk_aversion: float,
    chance_by_distance: Floats,
    scratch: Floats,
    bends: Floats,
    lines: Ints,
    places: Floats,
    best: Floats,
) -> None:
    """Fill places[row, state] on the ladder of efforts and what they are worth, for states one step apart.

    values[row] starts `n_below` nodes below the first state.
    """
    lead = n_below * step
    for row in range(values.shape[0]):
        for state in range(places.shape[1]):
            sales = first_sales + state * step
            expect(values[row], state, step, lead, means, excess, lowest, bends, lines, scratch)
            expect_jumps(
                jump_at[row], jump_by[row], sales, sizes, spread, is_multiplicative, chance_by_distance, scratch
            )
            top = highest(worth, risk_aversion, scratch)
            places[row, state], best[row, state] = summit(scratch, top, n_apart)


@solver
def best_at(
    values: Floats,
    jump_at: Floats,
    jump_by: Floats,
    rows: Ints,
    sales: Floats,
    first_sales: float,
    step: float,
    n_below: int,
    excess: Floats,
    lowest: Ints,
    means: Floats,
    sizes: Floats,
    worth: Floats,
    n_apart: int,
    spread: float,
    is_multiplicative: bool,
    risk_aversion: float,
    excess_by_distance: Floats,
    chance_by_distance: Floats,
    scratch: Floats,
    bends: Floats,
    lines: Ints,
    places: Floats,
    best: Floats,
) -> None:
    """Fill places[i] and best[i] for asked states between the nodes; `excess` is scratch."""
    for ask in range(sales.size):
        row = rows[ask]
        node = max(int(np.floor((sales[ask] - first_sales) / step)), 0)
        lead = sales[ask] - (first_sales + (node - n_below) * step)
        fill_excess(excess, means, sizes, -lead, step, spread, is_multiplicative, excess_by_distance)
        expect(values[row], node, step, lead, means, excess, lowest, bends, lines, scratch)
        expect_jumps(
            jump_at[row], jump_by[row], sales[ask], sizes, spread, is_multiplicative, chance_by_distance, scratch
        )
        top = highest(worth, risk_aversion, scratch)
        places[ask], best[ask] = summit(scratch, top, n_apart)


@solver
def expected_at(
    values: Floats,
    jump_at: Floats,
    jump_by: Floats,
    rows: Ints,
    sales: Floats,
    first_sales: float,
    step: float,
    n_below: int,
    n_lines: int,
    means: Floats,
    spread: float,
    is_multiplicative: bool,
    excess_by_distance: Floats,
    chance_by_distance: Floats,
    out: Floats,
) -> None:
    """Fill out[i] with the expectation after a period whose sales have mean means[i], from sales[i]."""
    for ask in range(sales.size):
        line_of = values[rows[ask]]
        node = max(int(np.floor((sales[ask] - first_sales) / step + 1e-9)), 0)
        lead = sales[ask] - (first_sales + (node - n_below) * step)
        mean, size = means[ask], size_of(means[ask], is_multiplicative)
        total = line_of[node] + (line_of[node + 1] - line_of[node]) / step * (mean + lead)
        for k in range(1, n_lines):
            bend = (line_of[node + k + 1] - 2.0 * line_of[node + k] + line_of[node + k - 1]) / step
            if bend != 0.0:
                line = k * step - lead
                z = distance(size, size_of(line, is_multiplicative), spread, is_multiplicative)
                total += bend * excess_at(z, mean, line, spread, is_multiplicative, excess_by_distance)
        for jump in range(jump_at.shape[1]):
            line = jump_at[rows[ask], jump] - sales[ask]
            z = distance(size, size_of(line, is_multiplicative), spread, is_multiplicative)
            total += jump_by[rows[ask], jump] * chance_at(z, chance_by_distance)
        out[ask] = total
