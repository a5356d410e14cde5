"""Survival curves, who sits where, the funnel of the bench: the numbers, both languages, nobody's own chances."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.dates import num2date

from teamsim import plots
from teamsim.analysis import succession, survival_of
from teamsim.analysis.stays import EXITS
from teamsim.errors import TeamsimError
from teamsim.plots import fonts
from teamsim.report import reproduce
from tests.analysis.test_succession import found, with_roster
from tests.analysis.test_succession import study as ladder
from tests.analysis.test_survival import study
from tests.conftest import do_without
from tests.plots.test_chinese import empty_boxes


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def drawn(lang: str) -> dict[str, Axes]:
    return {
        "survival": study().plots.survival(tier="representative", lang=lang),
        "seats": ladder().plots.seats(unit="west", replication=3, lang=lang),
        "funnel": plots.bench_funnel(found(), lang=lang),
    }


def words_of(ax: Axes) -> str:
    return " ".join(text.get_text() for text in ax.figure.findobj(plt.Text))


def test_pictures_have_no_empty_box_in_chinese_and_say_where_they_come_from() -> None:
    if not fonts.chinese_fonts():
        do_without(f"no Chinese font: {fonts.chinese_font_remedy()}")
    seeds = {"survival": (4, study()), "seats": (3, ladder()), "funnel": (3, ladder())}
    for lang, word in (("en", "seed"), ("zh", "种子")):
        for name, ax in drawn(lang).items():
            assert empty_boxes(ax.figure) == [], name
            seed, of = seeds[name]
            assert f"{word} {seed}" in words_of(ax), name
            assert of.scenarios[0].hash[:8] in words_of(ax), name


def test_a_curve_and_its_label_are_the_shares() -> None:
    ax = drawn("en")["survival"]
    for line, name in zip(ax.lines, ("base", "loyal"), strict=True):
        curve = survival_of(study(), name, tier="representative")
        assert line.get_ydata() == pytest.approx(curve.share)
        assert f"{name}: {curve.share[12]:.0%} after 12 months" in [text.get_text() for text in ax.texts]
    heights = [text.xyann[1] for text in ax.texts if "after" in text.get_text()]  # type: ignore[attr-defined]
    assert abs(heights[0] - heights[1]) > 0.05


def test_labels_of_equal_curves_do_not_lie_on_each_other() -> None:
    curve = survival_of(study())
    ax = plots.survival_curves(curve, curve, curve)
    heights = sorted(text.xyann[1] for text in ax.texts if "after" in text.get_text())  # type: ignore[attr-defined]
    assert min(np.diff(heights)) > 0.05
    with pytest.raises(TeamsimError, match="There is no curve to draw"):
        plots.survival_curves()


def test_bars_are_the_stays_and_crosses_the_exits() -> None:
    ax = drawn("en")["seats"]
    told = ladder().spells_of([3])
    told = told[told["unit"] == "west"]
    assert len(ax.patches) == len(told)
    assert sum(line.get_marker() == "x" for line in ax.lines) == told["ended"].isin(EXITS).sum()
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert len(names) == 16
    assert names[-1] == "representative, west 001" or names[-1].startswith("manager")
    starts = {num2date(patch.get_x()).strftime("%Y-%m") for patch in ax.patches}  # type: ignore[attr-defined]
    assert "2026-01" in starts
    one = told.iloc[0]
    bar = ax.patches[0]
    months = (
        one["last_month"] + 1 - max(one["first_month"], one["hire_day"] / 30 if one["began"] == "hired" else 0)
    ) / 12
    assert bar.get_width() / 365.25 == pytest.approx(months, abs=0.01)  # type: ignore[attr-defined]


def test_rows_are_few_enough_to_be_read_and_of_nobody_real(tmp_path: Path) -> None:
    draw: Any = ladder().plots.seats
    with pytest.raises(TeamsimError, match=r"There is no unit `wst`. Did you mean `west`"):
        draw(unit="wst")
    with pytest.raises(TeamsimError, match=r"replication = 99; expected one of 0 to 19"):
        draw(replication=99)
    with pytest.raises(TeamsimError, match="0 seats; expected 1 to 60"):
        draw(unit="company", tier="representative")
    with pytest.raises(TeamsimError, match="people of a roster hold these seats"):
        with_roster(tmp_path, 6).plots.seats()  # type: ignore[attr-defined]


def test_the_funnel_counts_people_once_and_seats_by_matching() -> None:
    ax = drawn("en")["funnel"]
    widths = [patch.get_width() for patch in ax.patches][::-1]  # type: ignore[attr-defined]
    f = found()
    assert widths == pytest.approx([v.mean() for v in (f.n_bench, f.n_soon, f.n_ready, f.n_covered)])
    assert widths[0] >= widths[1] >= widths[2] > widths[3] > 0
    assert "8 critical seats" in words_of(ax)
    assert f"{f.n_ready.mean():.1f} (" in words_of(ax)


def test_everybody_below_may_succeed_one_day() -> None:
    """Without notice all representatives are on the bench of managers: as many as hold a seat."""
    of = succession(ladder(**{"tiers.representative.notice_months": 0}), replications=[1])
    panel, seats = of.study.panel(of.result.name, 1), of.result.layout.seats
    below = np.array([seat.tier == "representative" for seat in seats])
    assert of.n_bench[0].tolist() == (panel.entry_seat[:, below] >= 0).sum(axis=1).tolist()
    assert (of.n_ready <= of.n_soon).all() and (of.n_soon <= of.n_bench).all()


def test_of_real_people_a_funnel_tells_no_few(tmp_path: Path) -> None:
    told = words_of(plots.bench_funnel(succession(with_roster(tmp_path, 6))))
    assert "rep-" not in told and "boss" not in told
    with pytest.raises(TeamsimError, match="Fewer than five critical seats of real people"):
        plots.bench_funnel(succession(with_roster(tmp_path, 3)))


def test_a_saved_picture_can_be_made_again(tmp_path: Path) -> None:
    file = ladder().plots.save(drawn("en")["seats"], tmp_path / "seats.png")
    assert reproduce(file, progress=False).agrees
