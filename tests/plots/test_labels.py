"""Direct labels: beside the ends of what they name, in its ink, none on another, none cut off."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation

import teamsim as ts
from teamsim import plots
from teamsim.analysis import plan_costs, survival_of
from teamsim.axes import kept_apart
from teamsim.colours import COLOURS, ink
from teamsim.plots import fonts
from teamsim.plots.labels import End, name_ends
from teamsim.testing import tiny_scenario
from teamsim.words import breadth, folded
from tests.analysis.test_answers import strip
from tests.analysis.test_succession import found
from tests.conftest import do_without

NAMES = ("base", "加速提成方案，达成一百二十以后", "the same plan with a cap on what somebody may earn in a year")
PICTURES = ("fan", "stocks", "survival", "payout", "costs", "risk", "elasticity")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    if not fonts.chinese_fonts():
        do_without(f"no Chinese font: {fonts.chinese_font_remedy()}")
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def study() -> ts.Study:
    base = tiny_scenario(NAMES[0], {"organisation.units.company.seats": {"representative": 60, "manager": 6}})
    return ts.run([base.with_changes(name, {}) for name in NAMES], 8, seed=1, progress=False)


def drawn(picture: str, study: ts.Study, lang: str) -> Figure:
    plans = [scenario.plan("rep") for scenario in study.scenarios]
    made: dict[str, Any] = {
        "fan": lambda: study.plots.fan("headcount", lang=lang),
        "stocks": lambda: study.plots.stocks(lang=lang),
        "survival": lambda: plots.survival_curves(*(survival_of(study, name) for name in NAMES), lang=lang),
        "payout": lambda: plots.payout_curve(*plans, lang=lang),
        "costs": lambda: plots.cost_curve(*map(plan_costs, plans), lang=lang),
        "risk": lambda: plots.key_seat_risk(found(), lang=lang),
        "elasticity": lambda: plots.elasticity_strip(strip(), lang=lang),
    }
    shown = made[picture]()
    return shown if isinstance(shown, Figure) else shown.figure


def labels_of(ax: Axes) -> list[Annotation]:
    """Return the names at ends: annotations with a leader."""
    return [text for text in ax.texts if isinstance(text, Annotation) and text.arrow_patch is not None]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("picture", PICTURES)
def test_no_name_lies_on_another_or_is_cut_off(study: ts.Study, picture: str, lang: str) -> None:
    figure = drawn(picture, study, lang)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    named = [ax for ax in figure.axes if labels_of(ax)]
    assert named and not any(ax.get_legend() for ax in named)
    for ax in named:
        boxes = [super(Annotation, text).get_window_extent(canvas.get_renderer()) for text in labels_of(ax)]
        for box in boxes:
            assert box.x0 > ax.bbox.x1 and box.x1 <= figure.bbox.x1 and box.y0 >= 0 and box.y1 <= figure.bbox.y1
        for one, other in combinations(boxes, 2):
            assert min(one.y1, other.y1) - max(one.y0, other.y0) < 1.0  # pixels


def test_a_name_stands_where_its_line_ends_in_the_ink_of_the_line() -> None:
    _, ax = plt.subplots(layout="constrained")
    lines = [*ax.plot([0, 1], [0, 10], color=COLOURS[4], label="up"), *ax.plot([0, 1], [10, 2], label="down")]
    lines += ax.plot([0, 1, 2], [5, 6, float("nan")], label="stops early")
    lines += ax.plot([0, 1], [float("nan")] * 2, label="is not there")
    plots.labels.name_lines(ax, lines)
    told = {text.get_text(): text for text in labels_of(ax)}
    assert {name: text.xy for name, text in told.items()} == {"up": (1, 10), "down": (1, 2), "stops early": (1, 6)}
    assert told["up"].get_color() == ink(COLOURS[4])
    low, high = ax.get_ylim()
    assert told["down"].xyann[1] == pytest.approx((2 - low) / (high - low))


def test_long_names_take_lines_and_room() -> None:
    _, ax = plt.subplots(figsize=(4, 3))
    name_ends(ax, [End(name, 1.0, 0.5, COLOURS[0]) for name in NAMES[1:]])
    assert [text.get_text().count("\n") for text in labels_of(ax)] == [0, 1]
    assert all(breadth(line) <= 20 for line in folded(NAMES[1] + NAMES[2], 20))


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=7), st.floats(0.01, 0.14))
def test_places_keep_apart_in_order_and_within_the_ends(places: list[float], least: float) -> None:
    kept = kept_apart(places, least, (0.0, 1.0))
    order = sorted(range(len(places)), key=lambda k: (places[k], -k))
    steps = [kept[b] - kept[a] for a, b in pairwise(order)]
    assert all(step >= least - 1e-9 for step in steps)
    assert min(kept) >= -1e-9 and max(kept) <= 1.0 + 1e-9


def test_places_that_are_apart_stay() -> None:
    assert kept_apart([0.9, 0.1, 0.5], 0.2, (0.0, 1.0)) == [0.9, 0.1, 0.5]
    assert kept_apart([], 0.2) == []
