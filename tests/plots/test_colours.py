"""Colours stand apart from each other and from the paper, also for eyes that see two of the three primaries.

Simulated are dichromats, by the matrices for severity 1.0 of Machado, Oliveira, Fernandes, "A Physiologically-based
Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (6),
2009, table 1; they act on linear sRGB. Distances are CIE 1976 in Lab under D65, where some 2.3 is just seen.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from teamsim.colours import COLOURS, ink, linear

Vector = NDArray[np.float64]
EYES = {
    "most": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
PAPER = "#ffffff"
NEIGHBOURS, ANY, FROM_PAPER = 20.0, 15.0, 35.0
"""Least distances: of colours that often touch, of any two (names beside lines tell them too), and from the paper."""
eyes = pytest.mark.parametrize("eye", EYES)


def seen(colour: str, eye: str) -> Vector:
    """Return the Lab of a colour as an eye sees it."""
    light = np.array([linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5)])
    x = XYZ @ np.clip(EYES[eye] @ light, 0.0, 1.0) / (XYZ @ np.ones(3))
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, eye: str) -> float:
    return float(np.linalg.norm(seen(one, eye) - seen(other, eye)))


def test_the_simulation_is_the_one_of_the_literature() -> None:
    assert seen("#ff0000", "most") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    for eye, matrix in EYES.items():
        assert matrix.sum(axis=1) == pytest.approx(1.0, abs=1e-5), "white stays white"
        assert seen("#808080", eye)[1:] == pytest.approx(0.0, abs=0.02)
    assert apart("#c0504d", "#6f8f3a", "deuteranopia") < 0.5 * apart("#c0504d", "#6f8f3a", "most")


@eyes
def test_neighbours_of_the_palette_stand_apart(eye: str) -> None:
    for one, other in pairwise((*COLOURS, COLOURS[0])):
        assert apart(one, other, eye) >= NEIGHBOURS, (one, other)


@eyes
def test_any_two_colours_stand_apart(eye: str) -> None:
    for one, other in combinations(COLOURS, 2):
        assert apart(one, other, eye) >= ANY, (one, other)


@eyes
def test_every_colour_stands_out_from_the_paper(eye: str) -> None:
    for colour in COLOURS:
        assert apart(colour, PAPER, eye) >= FROM_PAPER, colour


def contrast(colour: str) -> float:
    channels = (linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True)) + 0.05)


@pytest.mark.parametrize("colour", COLOURS)
def test_letters_in_the_ink_of_a_colour_can_be_read_and_keep_its_hue(colour: str) -> None:
    assert contrast(ink(colour)) >= 4.5
    hue = np.arctan2(*seen(colour, "most")[:0:-1]) - np.arctan2(*seen(ink(colour), "most")[:0:-1])
    assert abs(np.rad2deg(hue)) < 8.0
    assert ink(ink(colour)) == ink(colour)
