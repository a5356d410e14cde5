"""Hiring laid out for the engines: the odds of an offer, freezes and seats left empty by month."""

from __future__ import annotations

import math

import numpy as np

from teamsim.model import HiringPolicy
from teamsim.scenario.layout import way_up
from teamsim.scenario.schema import Hiring, Parameters, Tier


def offer_log_odds(tier: Tier, hiring: Hiring, pay: float, past_pay: float) -> float:
    """Return the log-odds that an offer is accepted: ln(a / (1 - a)) + elasticity x ln(pay / market); inf = always.

    Pay is target pay [currency a year]; the market pays what the tier says, or what it paid in the past. Where
    either is nothing, pay does not matter.
    """
    if hiring.acceptance == 1.0:
        return math.inf
    market = tier.market_pay_annual or past_pay
    by_pay = math.log(pay) - math.log(market) if pay > 0.0 < market else 0.0
    return math.log(hiring.acceptance / (1.0 - hiring.acceptance)) + hiring.acceptance_elasticity * by_pay


def hiring_policy(p: Parameters, cells: tuple[tuple[str, str], ...], n_months: int, begins: int) -> HiringPolicy:
    """Return freezes and the shares of vacancies that are backfilled, by month and cell; none before `begins`."""
    is_frozen, share = np.zeros((n_months, len(cells)), dtype=np.bool_), np.ones((n_months, len(cells)))
    share[begins:] = [p.tiers[tier].hiring.backfill_share for _, tier in cells]
    for freeze in p.hiring.freezes.values():
        months = slice(begins + freeze.first_month, begins + freeze.last_month + 1)
        for cell, (unit, tier) in enumerate(cells):
            if (not freeze.tiers or tier in freeze.tiers) and (not freeze.units or _lies_in(p, unit, freeze.units)):
                is_frozen[months, cell] = True
    return HiringPolicy(is_frozen, share)


def _lies_in(p: Parameters, unit: str, among: tuple[str, ...]) -> bool:
    """Tell whether a unit is one of some, or below one of them."""
    return any(here in among for here in way_up(p, unit))
