"""What keeps a scenario from being a Markov chain, path by path, with what to set instead."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from teamsim.errors import Fault
from teamsim.scenario.curves import hazard_table
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.schema import Parameters, Tier
from teamsim.scenario.sources import has_exits_by_source

_RULES_OF_FLOWS = frozenset(
    {
        "attrition_hazard",
        "exit_effect",
        "is_backfilled",
        "is_dismissed",
        "is_offered_inside",
        "is_ready",
        "offer_acceptance",
        "recruiter_work_days",
    }
)
_MEMORYLESS = 1e-9
"""Hazards by tenure that differ by a smaller share are the same."""


def reasons(scenario: Scenario) -> list[Fault]:
    """Return everything in a scenario that is not Markov; nothing: it is a chain of tiers."""
    p = scenario.parameters
    faults = [
        *_opening(scenario),
        *_budget(p),
        *(fault for name, tier in p.tiers.items() for fault in _leaving(f"tiers.{name}", tier)),
        *(fault for name in _refilled(p) for fault in _pull(p, name)),
        *(_hiring(p) if _refilled(p) else ()),
    ]
    faults += [
        Fault(f"rules.{rule.replaces}", f"= {rule.name}: a rule of one's own may remember.", "Take it out.")
        for rule in scenario.rules
        if rule.replaces in _RULES_OF_FLOWS
    ]
    return faults


def _refilled(p: Parameters) -> list[str]:
    """Return the tiers that have seats in units that refill."""
    units = [unit for unit in p.organisation.units.values() if unit.backfill]
    return [tier for tier in p.tiers if any(unit.seats.get(tier, 0) for unit in units)]


def _opening(scenario: Scenario) -> Iterator[Fault]:
    """Yield what leaves the opening stocks to luck."""
    p, past = scenario.parameters, scenario.past.parameters
    if p.opening.roster is not None:
        yield Fault("opening.roster", "people of a roster are not counted here.", "Put their numbers in as seats.")
    if past.opening.state == "stationary" and p.opening.roster is None:
        remedy = "Say new or uniform, with opening.past: own."
        yield Fault("opening.state", "= stationary: who is there on the first day is drawn.", remedy)
    own, theirs = ({name: unit.seats for name, unit in each.organisation.units.items()} for each in (p, past))
    if own != theirs:
        problem = "seats that the past does not know are empty on the first day."
        yield Fault("opening.past", problem, "Say opening.past: own.")


def _budget(p: Parameters) -> Iterator[Fault]:
    """Yield changes of the budget on a date."""
    if p.organisation.seat_changes:
        names = ", ".join(p.organisation.seat_changes)
        yield Fault("organisation.seat_changes", f"({names}) open or close seats.", "Take them out.")
    if p.organisation.acquisitions:
        names = ", ".join(p.organisation.acquisitions)
        yield Fault("organisation.acquisitions", f"({names}) bring seats.", "Take them out.")
    if p.organisation.span is not None:
        yield Fault("organisation.span", "opens or closes managers' seats.", "Take it out.")


def _leaving(path: str, tier: Tier) -> Iterator[Fault]:
    """Yield what makes exits depend on more than the tier."""
    hazards, effects = hazard_table(tier.attrition), tier.exit_effects
    if not np.allclose(hazards, hazards[0], rtol=_MEMORYLESS, atol=0.0):
        problem = f"= {tier.attrition.law}: the risk to leave depends on tenure."
        yield Fault(f"{path}.attrition", problem, "Say law: constant.")
    if tier.notice_months:
        yield Fault(f"{path}.notice_months", f"= {tier.notice_months}: leavers stay on.", "Say 0.")
    if tier.retirement.age_years is not None:
        yield Fault(f"{path}.retirement.age_years", "exits depend on age.", "Take it out.")
    if tier.performance.floor is not None:
        yield Fault(f"{path}.performance.floor", "dismissals depend on results.", "Take it out.")
    if tier.probation.months:
        yield Fault(f"{path}.probation.months", f"= {tier.probation.months}: hires may fail.", "Say 0.")
    ratios = (effects.overdue_ratio, effects.vacant_head_ratio, effects.peer_exits_ratio, 1.0 / effects.manager_ratio)
    if effects.attainment or effects.pay_elasticity < 0.0 or max(ratios) > 1.0:
        yield Fault(f"{path}.exit_effects", "exits depend on a person's circumstances.", "Take them out.")
    if tier.recognition.top_share > 0.0:
        yield Fault(f"{path}.recognition.top_share", "exits depend on results.", "Say 0.")


def _pull(p: Parameters, name: str) -> Iterator[Fault]:
    """Yield what fills a tier's empty seats other than at once from outside."""
    path, tier = f"tiers.{name}", p.tiers[name]
    if tier.promotion is not None and tier.promotion.internal_share > 0.0:
        problem = f"= {tier.promotion.internal_share}: people move up when others leave (pull)."
        yield Fault(f"{path}.promotion.internal_share", problem, "Say 0, or backfill: false in all units.")
    work = tier.hiring
    if not (work.median_days == 0.0 or (work.median_days <= 1.0 and work.sigma == 0.0)):
        problem = f"= {work.median_days:g}: seats stay empty for a time."
        yield Fault(f"{path}.hiring.median_days", problem, "Say 0, or backfill: false in all units.")
    if work.backfill_share < 1.0:
        problem = f"= {work.backfill_share}: some seats are not refilled."
        yield Fault(f"{path}.hiring.backfill_share", problem, "Say 1, or backfill: false in all units.")


def _hiring(p: Parameters) -> Iterator[Fault]:
    """Yield what makes hiring take time, or depend on other searches."""
    hiring = p.hiring
    if hiring.recruiters is not None:
        yield Fault("hiring.recruiters", f"= {hiring.recruiters}: searches wait for each other.", "Leave it out.")
    if hiring.approval_lag_days:
        yield Fault("hiring.approval_lag_days", f"= {hiring.approval_lag_days}: seats stay empty.", "Say 0.")
    if hiring.acceptance < 1.0:
        yield Fault("hiring.acceptance", f"= {hiring.acceptance}: searches start again.", "Say 1.")
    if hiring.start_on != "any_day":
        yield Fault("hiring.start_on", f"= {hiring.start_on}: seats stay empty for a month.", "Say any_day.")
    if hiring.start_months:
        yield Fault("hiring.start_months", f"= {hiring.start_months}: seats stay empty meanwhile.", "Leave it out.")
    if has_exits_by_source(p):
        yield Fault("hiring.sources", "have other exit_ratios: exits depend on where people come from.", "Say 1.")
    if hiring.freezes:
        yield Fault("hiring.freezes", f"({', '.join(hiring.freezes)}) leave seats empty.", "Take them out.")
