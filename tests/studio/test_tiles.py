"""Tiles in words: what rounds to nothing has no sign."""

import re

import numpy as np
import pandas as pd
import pytest

from teamsim.analysis.compare import Comparison, Difference
from teamsim.measures import MEASURES
from teamsim.studio.cells import Kind, written
from teamsim.studio.markup import Node
from teamsim.studio.telling import framed
from teamsim.studio.tiles import tiles
from teamsim.words import number, short_number
from tests.studio.reading import texts

SIGNED_ZERO = re.compile(r"[-+−]0(\.0+)?(?![\d.])")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (-0.0004, ".1%", "0.0%"),
        (-0.0004, "+.1%", "0.0%"),
        (0.0004, "+.1%", "0.0%"),
        (0.02, "+.1%", "+2.0%"),
        (-0.02, ".1%", "-2.0%"),
        (-0.0, "g", "0"),
        (-1e-9, "g", "-1e-09"),
        (float("nan"), "+.1%", "+nan%"),
    ],
)
def test_what_rounds_to_nothing_has_no_sign(value: float, form: str, text: str) -> None:
    assert number(value, form) == text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("measure", ["bookings", "headcount", "attainment", "turnover"])
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_tile_of_next_to_no_difference_has_no_signed_zero(lang: str, measure: str, side: float) -> None:
    base = np.array([0.1, 0.2, 0.3, 0.4])
    values = base * (1.0 + side * 1e-5)
    one = Difference(MEASURES[measure], "b", "a", values, base, np.arange(4), 0.01)
    shown: Node = tiles(Comparison((one,), "USD"), "b", lang)
    assert not SIGNED_ZERO.search(texts(shown))
    assert not SIGNED_ZERO.search(shown[2][0][1]["title"])
    assert "ts-even" in shown[2][0][1]["class"]  # no colour speaks for what is told as nothing


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_axes_cells_and_tables_have_no_signed_zero(lang: str) -> None:
    assert short_number(-0.0, lang) == "0"
    assert (written(-0.0, Kind("number", "share")), written(-0.0, Kind("number", "months"))) == ("0%", "0")
    assert texts(framed("t", pd.DataFrame({"a": [-0.0, -1.5]}))).split()[-2:] == ["0", "-1.5"]
