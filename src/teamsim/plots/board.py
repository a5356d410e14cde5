"""The picture for the board: what a plan pays, costs, changes for people, and what it brings, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from teamsim.analysis.origins import plan_origin
from teamsim.analysis.plan_cost import plan_costs
from teamsim.analysis.replays import NOTE, Replay
from teamsim.errors import TeamsimError
from teamsim.plots.answers import forecast_strip
from teamsim.plots.earners import winners_and_losers
from teamsim.plots.payout import draw_cost_share, draw_pay
from teamsim.plots.theme import theme

if TYPE_CHECKING:
    import pandas as pd


def plan_on_a_page(replay: Replay, forecast: pd.DataFrame, *, lang: str = "en") -> Figure:
    """Draw a plan against another on one page.

    What both pay by attainment; what they cost by the company's; whom last year's results would have made win or
    lose, nobody working otherwise; bookings when people answer, as written and at equal cost, over a strip of
    elasticities.

    Parameters
    ----------
    replay
        Real results under both plans: ``replay(plan, actuals, against=other)``.
    forecast
        ``behavioural_forecast(plan, other)``.

    Raises
    ------
    TeamsimError
        The replay knows no other plan.
    """
    if replay.against is None:
        raise TeamsimError("There is no other plan. Give replay(plan, actuals, against=other).")
    plans = replay.against, replay.plan
    with theme(lang):
        figure, places = plt.subplots(2, 2, figsize=(12, 7.2), layout="constrained")
        draw_pay(places[0, 0], plans, 1.6, lang)
        draw_cost_share(places[0, 1], tuple(plan_costs(plan) for plan in plans), lang)
        winners_and_losers(replay, ax=places[1, 0], lang=lang, note=False)
        forecast_strip(forecast, ax=places[1, 1], lang=lang, note="")
        note = f"{NOTE[lang]} · {plan_origin(plans, lang)}"
        figure.supxlabel(note, fontsize="x-small", color="#777777", x=0.01, ha="left")
    return figure
