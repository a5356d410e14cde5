"""Pictures of succession and designs: what they show are the numbers, in both languages, and nobody's own chances."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

import teamsim as ts
from teamsim import plots
from teamsim.analysis import nine_box, succession
from teamsim.errors import TeamsimError
from teamsim.plots import fonts
from teamsim.testing import tiny_scenario
from tests.analysis.test_levers import ranking
from tests.analysis.test_succession import found, with_roster
from tests.conftest import do_without
from tests.plots.test_chinese import empty_boxes


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def designs() -> ts.Study:
    base = tiny_scenario("today")
    return ts.run([base, ts.organisation.reshape(base, span=6)], 6, seed=2, progress=False)


def drawn(lang: str) -> dict[str, Any]:
    return {
        "bench": plots.bench_heat_map(found(), lang=lang),
        "risk": plots.key_seat_risk(found(), lang=lang),
        "box": plots.nine_box_grid(nine_box(found(), "manager"), lang=lang),
        "levers": plots.lever_bars(ranking(), lang=lang),
        "designs": plots.design_bars(designs(), lang=lang),
    }


def test_pictures_have_no_empty_box_in_chinese() -> None:
    if not fonts.chinese_fonts():
        do_without(f"no Chinese font: {fonts.chinese_font_remedy()}")
    for name, picture in drawn("zh").items():
        figure = picture if isinstance(picture, Figure) else picture.figure
        assert empty_boxes(figure) == [], name


def test_pictures_show_the_numbers_and_where_they_come_from() -> None:
    picture = drawn("en")
    heat = picture["bench"].collections[0].get_array()
    assert np.asarray(heat).reshape(8, -1) == pytest.approx(np.nanmean(found().cover, axis=0).T)
    assert "seed 3" in picture["bench"].get_xlabel() and found().result.layout.scenario.hash[:8] in str(
        picture["risk"].get_xlabel()
    )
    line = picture["risk"].lines[0].get_ydata()
    assert line == pytest.approx(found().empty.mean(axis=(0, 2)))
    boxes = sum(int(text.get_text()) for text in picture["box"].texts[:9])
    assert boxes == nine_box(found(), "manager").counts.to_numpy().sum()
    widths = [patch.get_width() for patch in picture["levers"].patches]
    assert widths[::-1] == pytest.approx(list(ranking().table["cost_per_seat"].fillna(0.0)))
    bars = [ax.patches[0].get_width() for ax in picture["designs"].axes]
    assert bars == pytest.approx([row.mean for row in designs().compare("bookings", "cost", "net_margin").differences])


def test_of_real_people_no_picture_shows_one(tmp_path: Path) -> None:
    report = succession(with_roster(tmp_path, 6))
    heat = plots.bench_heat_map(report)
    assert len(heat.get_yticklabels()) == 1
    box = plots.nine_box_grid(nine_box(report, "manager"))
    assert all(text.get_text() in ("0", "<5") or int(text.get_text()) >= 5 for text in box.texts[:9])
    words = " ".join(text.get_text() for ax in (heat, box) for text in ax.figure.findobj(plt.Text))
    assert "boss" not in words and "rep-" not in words
    few = succession(with_roster(tmp_path, 3))
    for picture in (plots.bench_heat_map, plots.key_seat_risk):
        with pytest.raises(TeamsimError, match="Fewer than five critical seats of real people"):
            picture(few)


def test_axes_are_drawn_upon_and_other_languages_refused() -> None:
    _, axes = plt.subplots(2)
    assert plots.bench_heat_map(found(), ax=axes[0]) is axes[0]
    assert plots.key_seat_risk(found(), ax=axes[1]) is axes[1]
    with pytest.raises(TeamsimError, match="lang"):
        plots.key_seat_risk(found(), lang="fr")
