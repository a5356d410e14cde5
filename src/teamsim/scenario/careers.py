"""Promotions and moves laid out for the engines."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from teamsim.model import Floats
from teamsim.rules.promotion import Choice, Criterion
from teamsim.scenario.schema import Acting, Parameters, Promotion, Tier


def promotion_into(p: Parameters, tiers: tuple[str, ...], name: str) -> dict[str, Any]:
    """Return how the tier's seats are filled from inside; -1 = they are not."""
    rule = p.tiers[name].promotion
    if rule is None:
        return {"from_tier": -1}
    below = rule.from_tier or tiers[tiers.index(name) - 1]
    return {
        "from_tier": tiers.index(below),
        "min_months_in_grade": rule.min_months_in_grade,
        **_choice(p.promotion, rule.choice),
        "internal_share": rule.internal_share,
        "refusal": rule.refusal,
        "is_company_wide": rule.scope == "company",
    }


def transfer_terms(tier: Tier) -> dict[str, Any]:
    """Return how the tier's seats are filled by its people in other units."""
    rule = tier.transfers
    return {
        "transfer_share": rule.share,
        "transfer_choice": Choice.RESULTS if rule.choice == "results" else Choice.SENIORITY,
        "transfer_months": rule.min_months_in_seat,
        "is_transfer_wide": rule.scope == "company",
        "transfer_ramp": math.inf if rule.ramp_months is None else rule.ramp_months,
    }


def puts_clocks_back(p: Parameters) -> bool:
    """Tell whether somebody's ramp clock is put back by a lateral move."""
    return any(tier.transfers.share > 0.0 and tier.transfers.ramp_months is not None for tier in p.tiers.values())


def _choice(promotion: Promotion, choice: str) -> dict[str, Any]:
    """Return how the best of the ready people is chosen.

    Leadership is a score with one weight; so are results, unless they are read as they are.
    """
    is_exact = promotion.reliability.results == 1.0 and rater_bias_sigma(promotion) == 0.0
    is_single = choice == "leadership" or (choice == "results" and not is_exact)
    given = {choice: 1.0} if is_single else promotion.weights.model_dump()
    weights = np.array([given.get(criterion.name.lower(), 0.0) for criterion in Criterion])
    return {
        "choice": Choice.SCORE if is_single else Choice[choice.upper()],
        "weights": weights / max(weights.sum(), 1e-300),
        "reliability": [getattr(promotion.reliability, criterion.name.lower()) for criterion in Criterion],
    }


def rater_bias_sigma(promotion: Promotion) -> float:
    """Return the spread of the raters' biases that calibration leaves."""
    return promotion.rater_bias_sigma * (1.0 - promotion.calibration)


def moves_matrix(p: Parameters, tiers: tuple[str, ...]) -> Floats:
    """Return the matrix of moves, added up over the ladder, [T, T]."""
    shares = [[p.promotion.moves.get(tier, {}).get(target, 0.0) for target in tiers] for tier in tiers]
    cumulative: Floats = np.cumsum(np.array(shares), axis=1)
    return cumulative


def acting_terms(acting: Acting | None) -> dict[str, Any]:
    """Return who acts for a head who is not there, as fields of `Company`; nobody does where it is left out."""
    terms = acting or Acting(lead_share=0.0, selling_share_lost=0.0)
    return {
        "has_acting": acting is not None,
        "acting_after": terms.after_months,
        "acting_months_in_grade": terms.min_months_in_grade,
        "acting_share": terms.lead_share,
        "acting_loss": terms.selling_share_lost,
        "acting_allowance": terms.allowance,
        "acting_bonus": terms.promotion_bonus,
    }
