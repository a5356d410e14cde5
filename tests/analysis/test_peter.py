"""What each way to choose managers costs: known qualities of the chosen, shared luck, signs that theory gives."""

import functools
import math
from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest

import teamsim as ts
from teamsim.analysis.peter import PromotionRules, promotion_rules
from teamsim.errors import TeamsimError
from teamsim.plots import fonts, promotion_rule_bars
from teamsim.testing import tiny_scenario
from tests.conftest import do_without
from tests.oracles.test_promotion import BEST_TENTH, ONLY_SKILL, pool
from tests.plots.test_chinese import empty_boxes


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def turning_over(sigma: float) -> ts.Scenario:
    """Ten managers of 100 who often leave, teams that depend on them, sellers who do not lead better."""
    changes = {
        "time.horizon_months": 24,
        "organisation.units.company.seats": {"representative": 100, "manager": 10},
        "organisation.manager_effect.sigma": sigma,
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 1.0},
        "tiers.manager.promotion": {"internal_share": 1.0, "min_months_in_grade": 1},
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.1},
    }
    return tiny_scenario("turning over", changes)


@functools.cache
def compared(sigma: float) -> PromotionRules:
    return promotion_rules(turning_over(sigma), replications=60, seed=3)


def test_managers_chosen_have_the_quality_of_order_statistics() -> None:
    """The best tenth of a hundred by leadership 1.7298, at random 0, by skill rho i(.1): |z| < 3.5."""
    scenario = pool(100, "results", ONLY_SKILL | {"selling.leadership_correlation": 0.3})
    found = promotion_rules(scenario, ("leadership", "score"), replications=100, seed=1)
    expected = (0.0, BEST_TENTH[100], 0.3 * BEST_TENTH[100])
    errors = found.quality.std(axis=1, ddof=1) / math.sqrt(found.quality.shape[1])
    assert (np.abs(found.quality.mean(axis=1) - expected) < 3.5 * errors + 5e-5).all(), found.table["quality"]


def test_leaders_as_managers_sell_more_where_leadership_acts() -> None:
    table = compared(0.1).table
    assert list(table.index) == ["random", "seniority", "results", "leadership", "score"]
    assert table.loc["leadership", "difference"] > 0.0 and table.loc["leadership", "p_better"] > 0.95
    assert table.loc["leadership", "quality_better"] > 0.95
    assert table["difference"].idxmax() == "leadership"
    assert table.loc["random", "difference"] == 0.0 and np.isnan(table.loc["random", "p_better"])
    low, high = table["simulation_error_low"], table["simulation_error_high"]
    assert ((low <= table["difference"]) & (table["difference"] <= high)).all()


def test_promoting_the_best_sellers_costs_what_they_would_have_sold() -> None:
    """Without an effect of leadership results are the worst rule: the Peter principle's other half."""
    found = compared(0.0)
    assert found.table["difference"].idxmin() == "results"
    assert found.table.loc["results", "p_better"] < 0.1
    assert found.table.loc["leadership", "simulation_error_low"] < 0.0 < found.table.loc["leadership", "luck_high"]
    assert "manager_effect.sigma is 0" in str(found)
    assert compared(0.1).note == ""


def test_rules_share_their_luck() -> None:
    """A rule gives the same futures whichever others stand beside it."""
    found = compared(0.1)
    alone = promotion_rules(turning_over(0.1), ("leadership",), replications=60, seed=3)
    assert alone.table.loc["leadership", "output"] == found.table.loc["leadership", "output"]
    assert found.comparison("zh").sentences[0] != found.comparison().sentences[0]


def test_bars_show_the_table_in_both_languages() -> None:
    found = compared(0.1)
    ax = promotion_rule_bars(found)
    widths = sorted(patch.get_width() for patch in ax.patches)
    assert widths == pytest.approx(sorted(found.table["difference"].drop("random")))
    assert {text.get_text() for text in ax.get_yticklabels()} >= {"by results", "by leadership"}
    if not fonts.chinese_fonts():
        do_without(f"no Chinese font: {fonts.chinese_font_remedy()}")
    chinese = promotion_rule_bars(found, lang="zh")
    assert empty_boxes(chinese.figure) == []
    assert "按领导力" in {text.get_text() for text in chinese.get_yticklabels()}


def test_what_can_not_be_compared_is_refused() -> None:
    with pytest.raises(TeamsimError, match="Did you mean `leadership`"):
        promotion_rules(turning_over(0.1), ("leaderships",))
    with pytest.raises(TeamsimError, match="Did you mean `manager`"):
        promotion_rules(turning_over(0.1), tiers=("managers",))
    with pytest.raises(TeamsimError, match="Did you mean `bookings`"):
        promotion_rules(turning_over(0.1), measure="booking", replications=1)
    with pytest.raises(TeamsimError, match="no management tier"):
        promotion_rules(tiny_scenario("flat", {"tiers.manager.promotion": None}))
