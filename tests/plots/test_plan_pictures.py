"""Pictures of plans, in both languages, without empty boxes and without names of people.

TEAMSIM_PICTURES=folder keeps them as PNG, to be looked at.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import teamsim as ts
from teamsim import plots
from teamsim.analysis import behavioural_forecast, earnings, gaming_audit, plan_costs, replay
from teamsim.testing import tiny_scenario
from tests.plots.test_chinese import chinese_font, empty_boxes  # noqa: F401

COMPONENTS = "incentives.plans.rep.components"
TABLE = {"kind": "rate_table", "rates": [[0, 0.05], [0.4, 0.09]], "cap": 1.4}
OLD = tiny_scenario("today", {"tiers.representative.label_zh": "销售代表"})
NEW = OLD.with_changes(
    "new plan", {COMPONENTS: {"commission": TABLE, "bonus": {"kind": "lump_sum", "cycle": "quarter", "amount": 6_000}}}
)
LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])
pytestmark = pytest.mark.usefixtures("chinese_font")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def audit() -> Any:
    return gaming_audit(NEW.plan("rep"), n=2_000)


@pytest.fixture(scope="module")
def replayed() -> Any:
    rng = np.random.default_rng(1)  # a firm's table, not a simulation
    rows = [
        (f"person {i}", month, 50_000 * talent * np.exp(0.4 * rng.normal()))
        for i, talent in enumerate(np.exp(0.25 * rng.normal(size=20)))
        for month in range(12)
    ]
    table = pd.DataFrame(rows, columns=["person", "month", "bookings"])
    return replay(NEW.plan("rep"), table, against=OLD.plan("rep"))


def drawn(picture: Any, name: str) -> Figure:
    figure = picture if isinstance(picture, Figure) else picture.figure
    assert empty_boxes(figure) == []
    folder = os.environ.get("TEAMSIM_PICTURES")
    if folder:
        figure.savefig(Path(folder) / f"{name}.png", dpi=80)
    return figure


def words(figure: Figure) -> str:
    texts = [text.get_text() for ax in figure.axes for text in (*ax.texts, ax.title, *ax.get_xticklabels())]
    return " ".join([*texts, *(ax.get_title(loc="left") + ax.get_xlabel() + ax.get_ylabel() for ax in figure.axes)])


@LANGUAGES
def test_a_payout_curve_shows_rates_and_jumps(lang: str) -> None:
    figure = drawn(plots.payout_curve(OLD.plan("rep"), NEW.plan("rep"), lang=lang), f"payout_{lang}")
    above, below = figure.axes
    dotted = [line for line in above.lines if line.get_linestyle() == ":"]
    assert [line.get_xdata()[0] for line in dotted] == [1.0]
    assert np.ptp(dotted[0].get_ydata()) == pytest.approx(24_000)
    assert {round(rate, 6) for rate in below.lines[1].get_ydata() if rate == rate} == {0.05, 0.09, 0.0}
    assert OLD.hash[:8] in words(figure)


@LANGUAGES
def test_a_cost_curve(lang: str) -> None:
    costs = [plan_costs(scenario.plan("rep")) for scenario in (OLD, NEW)]
    left, right = drawn(plots.cost_curve(*costs, lang=lang), f"cost_{lang}").axes
    assert left.lines[0].get_ydata() == pytest.approx(costs[0].pay)
    assert right.lines[0].get_ydata() == pytest.approx(0.1)


@LANGUAGES
def test_pictures_of_answers(audit: Any, lang: str) -> None:
    drawn(plots.effort_surface_map(audit, lang=lang), f"effort_{lang}")
    bars, ends = drawn(plots.gaming_pictures(audit, lang=lang), f"gaming_{lang}").axes
    assert len(bars.patches) == 5 * 3
    assert "0.3" in ends.get_legend().get_texts()[1].get_text()


@LANGUAGES
def test_a_strip_over_elasticities(lang: str) -> None:
    forecast = behavioural_forecast(NEW.plan("rep"), OLD.plan("rep"), elasticities=(0.0, 0.3), n=200)
    ax = plots.forecast_strip(forecast, lang=lang)
    told = words(drawn(ax, f"strip_{lang}"))
    assert all(each in told for each in ("200", "0", OLD.hash[:8], NEW.hash[:8]))
    assert OLD.hash[:8] not in words(drawn(plots.forecast_strip(forecast, lang=lang, note=""), f"bare_{lang}"))
    assert ax.lines[0].get_ydata() == pytest.approx(forecast.bookings_change)


@LANGUAGES
def test_pictures_of_a_replay_show_nobody(replayed: Any, lang: str) -> None:
    for name, picture in (
        ("winners", plots.winners_and_losers(replayed, lang=lang)),
        ("performance", plots.pay_against_performance(replayed.people, currency="USD", lang=lang)),
    ):
        assert "person" not in words(drawn(picture, f"{name}_{lang}"))


@LANGUAGES
def test_pictures_of_people_say_where_they_come_from(replayed: Any, lang: str) -> None:
    hashes = [plan.scenario.hash[:8] for plan in (replayed.against, replayed.plan)]
    told = words(drawn(plots.winners_and_losers(replayed, lang=lang), f"origin_{lang}"))
    assert all(each in told for each in hashes)
    of_itself = drawn(plots.pay_against_performance(replayed.people.query("bookings > 0"), lang=lang), f"own_{lang}")
    assert all(each in words(of_itself) for each in hashes)
    note = f"{len(replayed.people)} people · {hashes[0]}"
    for picture in (
        plots.pay_against_performance(replayed.people, lang=lang, note=note),
        plots.pay_distribution({"new": replayed.people}, lang=lang, note=note),
    ):
        assert note in words(drawn(picture, f"note_{lang}"))


@LANGUAGES
def test_who_earns_what_by_tier(lang: str) -> None:
    seats = {"organisation.units.company.seats": {"representative": 60, "manager": 6}}
    study = ts.run([one.with_changes(one.name, seats) for one in (OLD, NEW)], 3, progress=False)
    earned = {result.name: earnings(study, scenario=result.name, n=3) for result in study.results}
    people = earned["today"]
    assert people.pay.to_numpy() == pytest.approx((people.base + people.variable).to_numpy())
    figure = drawn(plots.pay_distribution(earned, currency="USD", what="pay", lang=lang), f"ridge_{lang}")
    assert len(figure.axes) == 2
    assert all(scenario.hash[:8] in words(figure) for scenario in study.scenarios)


def test_groups_of_fewer_than_five_are_not_drawn(replayed: Any) -> None:
    few = replayed.people.head(4)
    assert not [*plots.pay_against_performance(few).collections]
    assert not [*plots.pay_distribution({"few": few}).axes[0].collections]


@LANGUAGES
def test_the_picture_for_the_board(replayed: Any, lang: str) -> None:
    forecast = behavioural_forecast(NEW.plan("rep"), OLD.plan("rep"), elasticities=(0.0, 0.3), n=200)
    figure = drawn(plots.plan_on_a_page(replayed, forecast, lang=lang), f"board_{lang}")
    assert len(figure.axes) == 4
    alone = replay(NEW.plan("rep"), pd.DataFrame({"person": ["a"], "month": [0], "bookings": [1.0]}))
    with pytest.raises(ts.TeamsimError, match="There is no other plan"):
        plots.plan_on_a_page(alone, forecast)
