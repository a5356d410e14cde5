"""A picture of plans says where it comes from, and is reckoned again from the file, as far as a file can hold it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

import teamsim as ts
from teamsim import plots
from teamsim.analysis import behavioural_forecast, gaming_audit, over_elasticity, plan_costs, replay
from teamsim.cli import app
from teamsim.errors import RunError, ScenarioError
from teamsim.plan_provenance import Shown, plan_provenance_of
from teamsim.provenance import packed
from teamsim.report import reproduce
from teamsim.response import ElasticityCost, Preferences
from teamsim.testing import tiny_scenario

COMPONENTS = "incentives.plans.rep.components"
TABLE = {"kind": "rate_table", "rates": [[0, 0.05], [0.4, 0.09]], "cap": 1.4}
OLD = tiny_scenario("today")
NEW = OLD.with_changes("new plan", {COMPONENTS: {"commission": TABLE}})
PLANS = NEW.plan("rep"), OLD.plan("rep")  # type: ignore[attr-defined]


def replayed(n: int = 6) -> Any:
    rows = [(f"person {i}", month, 40_000 * (1 + i)) for i in range(n) for month in range(12)]
    return replay(PLANS[0], pd.DataFrame(rows, columns=["person", "month", "bookings"]), against=PLANS[1])


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_payout_curve_says_scenario_hash_and_version_and_is_reckoned_again(tmp_path: Path, ending: str) -> None:
    out = plots.save_plan_picture(plots.payout_curve(*PLANS), tmp_path / f"pay.{ending}", *PLANS)
    plt.close("all")
    if ending == "png":
        told = Image.open(out).info["Title"]
        assert all(word in told for word in ("new plan", NEW.hash, "today", OLD.hash, ts.__version__))
        assert "seed" not in told  # no luck is in it
    again = reproduce(out)
    assert again.agrees and again.n_identical == again.n_numbers == 2 * 22
    numbers = again.provenance.numbers[f"new plan {NEW.hash[:8]}, plan rep, representative"]
    assert numbers["pay at 120%"] == PLANS[0].payout(1.2)
    assert numbers["expected pay, company at 100%"] == pytest.approx(plan_costs(PLANS[0]).at_quota)
    assert "All 44 numbers are the same again" in CliRunner().invoke(app, ["reproduce", str(out)]).output


def test_an_audit_tells_its_seed_and_comes_again(tmp_path: Path) -> None:
    audit = gaming_audit(PLANS[0], elasticities=(0.1, 0.4), n=500, seed=11)
    out = plots.save_plan_picture(plots.effort_surface_map(audit), tmp_path / "effort.png", audit=audit)
    assert "seed 11" in Image.open(out).info["Title"]
    again = reproduce(out)
    assert again.agrees
    assert (
        again.provenance.numbers["audit, elasticity 0.4"]["pulled_in"] == audit.table.loc["pulled_in", "elasticity 0.4"]
    )


def test_preferences_of_one_s_own_are_named_as_what_the_file_does_not_hold(tmp_path: Path) -> None:
    own = Preferences(ElasticityCost(0.3, 0.1), beta=0.7)
    audit = gaming_audit(PLANS[0], preferences=own, n=300)
    out = plots.save_plan_picture(plots.gaming_bars(audit), tmp_path / "own.png", audit=audit)
    again = reproduce(out)
    assert again.agrees and "With them: gaming_audit(plan, preferences=...)" in str(again)


def test_the_page_for_the_board_comes_again_and_holds_nobody(tmp_path: Path) -> None:
    forecast, real = behavioural_forecast(*PLANS, elasticities=(0.0, 0.3), n=200, seed=3), replayed()
    page = plots.plan_on_a_page(real, forecast)
    out = plots.save_plan_picture(page, tmp_path / "page.png", replay=real, forecast=forecast)
    again = reproduce(out)
    assert again.agrees and "forecast, elasticity 0.3" in again.provenance.numbers
    assert "Results of 6 people are in the picture and not in the file" in str(again)
    assert "replay(plan, table, against=other)" in str(again)
    assert "person 1" not in str(again.provenance)


def test_a_strip_over_elasticities_is_lived_again(tmp_path: Path) -> None:
    strip = over_elasticity(OLD, NEW, elasticities=(0.3,), replications=6, seed=4)
    out = plots.save_plan_picture(plots.elasticity_strip(strip), tmp_path / "strip.png", over=strip)
    again = reproduce(out)
    assert again.agrees and again.provenance.seeds == (4,)
    assert again.provenance.numbers["elasticity 0.3"]["difference"] == strip.table.loc[0.3, "difference"]


def test_other_numbers_are_told(tmp_path: Path) -> None:
    made = plan_provenance_of(PLANS, Shown())
    next(iter(made.numbers.values()))["pay at 100%"] = 1.0
    (tmp_path / "pay.svg").write_text("\n".join(packed(made)), encoding="utf-8")
    assert "pay at 100%: 1.0 then" in str(reproduce(tmp_path / "pay.svg"))
    result = CliRunner().invoke(app, ["reproduce", str(tmp_path / "pay.svg")])
    assert result.exit_code == 1


def test_what_can_not_be_told_is_refused_with_a_remedy(tmp_path: Path) -> None:
    figure, out = plt.figure(), tmp_path / "a.png"
    forecast = behavioural_forecast(*PLANS, elasticities=(0.0,), n=50)
    with pytest.raises(RunError, match=r"There is no plan to tell of. Give the plans"):
        plots.save_plan_picture(figure, out)
    with pytest.raises(RunError, match="A forecast is of two plans"):
        plots.save_plan_picture(figure, out, PLANS[0], forecast=forecast)
    with pytest.raises(RunError, match="as it came"):
        plots.save_plan_picture(figure, out, *PLANS, forecast=pd.DataFrame({"elasticity": [0.0]}))
    with pytest.raises(RunError, match=r"ends with \.png or \.svg"):
        plots.save_plan_picture(figure, tmp_path / "a.pdf", *PLANS)
    assert not out.exists()


def test_nothing_in_a_file_is_executed(tmp_path: Path) -> None:
    made = plan_provenance_of(PLANS, Shown())
    evil = "x: !!python/object/apply:os.system ['false']\n"
    sources = tuple(replace(source, text=source.text + evil) for source in made.sources)
    text = "\n".join(packed(replace(made, sources=sources)))
    (tmp_path / "evil.svg").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="python"):
        reproduce(tmp_path / "evil.svg")


def test_names_beside_lines_are_not_cut_off_where_a_figure_makes_no_room(tmp_path: Path) -> None:
    figure, ax = plt.subplots(figsize=(4, 3))  # no layout engine
    plots.labels.name_ends(ax, [plots.labels.End("a name that is wider than the margin", 1.0, 0.5, "#0072B2")])
    out = plots.save_plan_picture(figure, tmp_path / "wide.png", *PLANS, dpi=50)
    pixels = np.asarray(Image.open(out).convert("L"))
    assert pixels.shape[1] > 4 * 50
    assert (pixels[:, -1] == 255).all()
