"""Pictures of flows: what they show are the numbers, in both languages, without empty boxes."""

import functools
from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest

import teamsim as ts
from teamsim.analysis.flows import flows_of
from teamsim.errors import TeamsimError
from teamsim.plots import careers, fonts, transitions
from teamsim.testing import tiny_scenario
from tests.conftest import do_without
from tests.plots.test_chinese import empty_boxes

PICTURES = ("stocks", "transitions", "careers")


@functools.cache
def study() -> ts.Study:
    changes = {
        "time.horizon_months": 24,
        "tiers.representative.label_zh": "销售代表",
        "tiers.manager.label_zh": "销售经理",
        "tiers.manager.label": "Manager",
        "organisation.units.company.seats": {"representative": 60, "manager": 6},
    }
    return ts.run(tiny_scenario("base", changes), 10, seed=2, progress=False)


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.mark.parametrize("picture", PICTURES)
def test_pictures_tell_where_they_come_from(picture: str) -> None:
    ax = getattr(study().plots, picture)()
    assert "base" in ax.get_title(loc="left")
    assert "seed 2" in ax.get_xlabel() and study().scenarios[0].hash[:8] in ax.get_xlabel()


@pytest.mark.parametrize("picture", PICTURES)
def test_pictures_in_chinese_have_chinese_labels_and_no_empty_box(picture: str) -> None:
    if not fonts.chinese_fonts():
        do_without(f"no Chinese font: {fonts.chinese_font_remedy()}")
    ax = getattr(study().plots, picture)(lang="zh")
    assert empty_boxes(ax.figure) == []
    said = [text.get_text() for text in (*ax.get_yticklabels(), *ax.texts)]
    assert "销售代表" in said and "销售经理" in said
    assert "种子 2" in ax.get_xlabel()


def test_the_heat_map_shows_the_shares() -> None:
    flows = flows_of(study())
    ax = transitions(flows, year=2)
    shown = [text.get_text() for text in ax.texts]
    assert f"{flows.matrix(2).loc['manager', 'manager']:.0%}" in shown
    assert "year 2" in ax.get_title(loc="left")
    assert "0%" not in shown


def test_bars_and_bands_of_careers_hold_all_people() -> None:
    """Each column's bars add up to headcount, hired and left; labels stand at their bars."""
    flows = flows_of(study())
    ax = careers(flows)
    heights = [patch.get_height() for patch in ax.patches if isinstance(patch, plt.Rectangle)]
    n_bars = len(flows.tiers) + 2
    hired, left, *there = heights[:n_bars]
    assert sum(there) == pytest.approx(flows.n_moves[0, :-1].sum())
    assert (hired, left) == (pytest.approx(flows.n_moves[0, -1].sum()), 0.0)
    assert heights[-n_bars + 1] == pytest.approx(flows.n_moves[-1, :, len(flows.tiers) :].sum())
    assert [text.get_text() for text in ax.get_yticklabels()][1:] == ["Manager", "Hired within the year", "Left"]


def test_given_axes_are_drawn_upon_and_wrong_names_refused() -> None:
    _, axes = plt.subplots(3)
    for ax, picture in zip(axes, PICTURES, strict=True):
        assert getattr(study().plots, picture)(ax=ax) is ax
    with pytest.raises(TeamsimError, match="There is no unit"):
        study().plots.stocks(unit="north")
    with pytest.raises(TeamsimError, match="lang"):
        study().plots.careers(lang="fr")
