"""Colours and bands of every picture, whatever library draws it; light, so that a page need not load them all."""

from __future__ import annotations

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#CC79A7")
"""Okabe and Ito's colours, in the order in which neighbours stand farthest apart for most eyes; the baseline is the
first."""
BANDS = ((0.05, 0.95, 0.13), (0.25, 0.75, 0.26))
"""Lower and upper quantile of each band of a fan, and how dark it is."""
_READABLE = 4.5
"""Least contrast of small letters with what is behind them (WCAG 2.1, success criterion 1.4.3)."""


def colour_of(place: int) -> str:
    """Return the colour of a scenario by its place on the bench, 0 = the baseline.

    >>> colour_of(0), colour_of(6)
    ('#0072B2', '#0072B2')
    """
    return COLOURS[place % len(COLOURS)]


def ink(colour: str) -> str:
    """Return a colour as letters have it: darkened until it can be read on white.

    >>> ink("#0072B2"), ink("#E69F00")
    ('#0072b2', '#9c6c00')
    """
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    share = 1.0
    while _contrast_with_white(tuple(share * each for each in (red, green, blue))) < _READABLE:
        share -= 0.01
    return "#" + "".join(f"{round(share * each):02x}" for each in (red, green, blue))


def linear(share: float) -> float:
    """Return the light of one channel of sRGB, both from 0 to 1 (IEC 61966-2-1)."""
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _contrast_with_white(channels: tuple[float, ...]) -> float:
    light = sum(part * linear(each / 255) for part, each in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    return 1.05 / (light + 0.05)
