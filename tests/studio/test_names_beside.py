"""Names beside the ends of lines that plotly draws: apart, in readable ink, with room, and never markup."""

import re

import pytest

from teamsim.colours import COLOURS, ink
from teamsim.studio.charts import End, names_beside, room_beside

ENDS = [End("one", 1.6, 10.0, COLOURS[0]), End("another one, longer than a line", 1.6, 9.0, COLOURS[3])]


def heights(ends: list[End], span: tuple[float, float], high: float) -> list[float]:
    """Return where the middles of names stand, in pixels above the foot of the panel."""
    told = names_beside(ends, span, high)
    return [(end.y - span[0]) / (span[1] - span[0]) * high - name["ay"] for end, name in zip(ends, told, strict=True)]


def test_names_lead_to_their_ends_in_their_ink() -> None:
    one, other = names_beside(ENDS, (0.0, 10.0), 200.0)
    assert (one["x"], one["y"], other["y"]) == (1.6, 10.0, 9.0)
    assert one["font"]["color"] == one["arrowcolor"] == ink(COLOURS[0])
    assert other["text"] == "another one,<br>longer than a line"


def test_names_keep_apart_and_within_the_panel() -> None:
    top, below = heights(ENDS, (0.0, 10.0), 200.0)
    assert top <= 200.0 and top - below >= 2 * 14.0 - 1e-9
    assert heights(ENDS[:1], (0.0, 20.0), 200.0) == [pytest.approx(100.0)]
    assert names_beside(ENDS, (10.0, 10.0), 200.0)  # flat lines have a place too


def test_a_margin_is_as_wide_as_the_longest_line() -> None:
    assert room_beside(ENDS) > room_beside(ENDS[:1]) > 30
    assert room_beside([End("更丰厚", 0, 0.0, COLOURS[0])]) == room_beside([End("longer", 0, 0.0, COLOURS[0])])


def test_a_name_is_no_markup() -> None:
    (told,) = names_beside([End("<img src=x>", 0, 0.0, COLOURS[0])], (0.0, 1.0), 100.0)
    assert "<img" not in told["text"] and re.search("&lt;img", told["text"])
