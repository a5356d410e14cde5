"""Colours and bands of every picture, whatever library draws it; light, so that a page need not load them all."""

from __future__ import annotations

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's colours that stand apart for most eyes; the baseline is the first."""
BANDS = ((0.05, 0.95, 0.13), (0.25, 0.75, 0.26))
"""Lower and upper quantile of each band of a fan, and how dark it is."""
