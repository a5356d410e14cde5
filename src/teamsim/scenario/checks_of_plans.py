"""What is wrong between the values of incentive plans: for whom, when, tables, shares that do not add up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from teamsim.data.roster import RosterPerson
from teamsim.model import N_LEVELS, N_RELIEF, N_SHARES
from teamsim.scenario.faults import Finding, nearest
from teamsim.scenario.read import KeyPath, Tree, mapping_at

MAX_ATTAINMENT = 10.0
"""Attainments beyond ten times quota are percentages."""
_PAID_BY = {"rate_table": "commission_payout", "override": "commission_payout", "lump_sum": "bonus_payout"}
"""The rules that pay a component; the standard ones pay nothing without a quota."""


def quota_findings(tree: Tree, people: Sequence[RosterPerson] = ()) -> Iterator[Finding]:
    """Find tiers on a plan that can not earn anything because they have no quota."""
    if mapping_at(tree, "opening").get("roster") is not None and not people:
        return
    tiers, plans, replaced = (
        mapping_at(tree, "tiers"),
        mapping_at(tree, "incentives", "plans"),
        mapping_at(tree, "rules"),
    )
    with_quota = {person.tier for person in people if person.quota_annual}
    for name in plans:
        components = mapping_at(plans, name, "components")
        kinds = {str(mapping_at(components, component).get("kind")) for component in components}
        standard = {kind for kind in kinds & {*_PAID_BY} if not {_PAID_BY[kind], "cycle_quota"} & {*replaced}}
        listed = mapping_at(plans, name).get("tiers")
        for index, tier in enumerate(listed if standard and isinstance(listed, list | tuple) else []):
            values = tiers.get(tier) if isinstance(tier, str) else None
            if isinstance(values, dict) and tier not in with_quota and number_in(values.get("quota_annual", 0)) == 0:
                problem = f"`{tier}` has no quota, so the plan would never pay it."
                remedy = f"Give tiers.{tier}.quota_annual, or take `{tier}` off the plan."
                yield ("incentives", "plans", name, "tiers", index), problem, remedy


def number_in(value: Any) -> float | None:
    """Return a number as it will be read, None for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def plan_findings(tree: Tree) -> Iterator[Finding]:
    """Find plans for tiers or units that do not exist, two for the same people, and what is wrong inside them."""
    plans = mapping_at(tree, "incentives", "plans")
    for tier in mapping_at(tree, "tiers"):
        relief = mapping_at(tree, "tiers", tier).get("quota_relief")
        if isinstance(relief, list | tuple) and len(relief) > N_RELIEF:
            yield ("tiers", tier, "quota_relief"), f"{len(relief)} months; expected at most {N_RELIEF}.", "Shorten it."
    plans = {name: _with_roles(tree, mapping_at(plans, name)) for name in plans}
    for number, name in enumerate(plans):
        yield from _scope_findings(tree, str(name))
        yield from _overlap_findings(plans, list(plans)[:number], str(name))
        path: KeyPath = ("incentives", "plans", name)
        yield from _window_findings(path, mapping_at(plans, name))
        yield from _limit_findings(tree, path, mapping_at(plans, name))
        for component in mapping_at(plans, name, "components"):
            where = (*path, "components", component)
            yield from _component_findings(where, mapping_at(tree, *where))


def _with_roles(tree: Tree, plan: dict[str, Any]) -> dict[str, Any]:
    """Return a plan whose list of tiers holds those of its roles too, after those that it names."""
    roles, named = _listed(plan.get("roles")), _listed(plan.get("tiers"))
    tiers = mapping_at(tree, "tiers")
    more = [name for name in tiers if mapping_at(tiers, name).get("role") in roles and name not in named]
    return {**plan, "tiers": [*named, *more]}


def _scope_findings(tree: Tree, name: str) -> Iterator[Finding]:
    tiers = mapping_at(tree, "tiers")
    stated = [mapping_at(tiers, tier).get("role") for tier in tiers]
    roles = {role: None for role in stated if isinstance(role, str | None)}  # what is no text is told on its own
    known: dict[str, dict[Any, Any]] = {
        "tiers": tiers,
        "units": mapping_at(tree, "organisation", "units"),
        "roles": roles,
    }
    for key, names in known.items():
        for index, listed in enumerate(_listed(mapping_at(tree, "incentives", "plans", name).get(key))):
            if names and isinstance(listed, str) and listed not in names:
                path: KeyPath = ("incentives", "plans", name, key, index)
                yield path, f"there is no {key[:-1]} `{listed}`.", nearest(listed, [other for other in names if other])


def _overlap_findings(plans: dict[str, Any], earlier: Sequence[str], name: str) -> Iterator[Finding]:
    """Find tiers that an earlier plan has too, in the same units and months."""
    plan = mapping_at(plans, name)
    for index, tier in enumerate(_listed(plan.get("tiers"))):
        for other in earlier:
            there = mapping_at(plans, other)
            if tier in _listed(there.get("tiers")) and _is_same_scope(plan, there):
                path: KeyPath = ("incentives", "plans", name, "tiers", index)
                yield path, f"`{tier}` is on plan `{other}` too.", "One plan a tier, or other units or months."
                break


def _is_same_scope(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two plans hold for the same units in some month; that of the nearest unit goes first."""
    units = [set(map(str, _listed(plan.get("units")))) for plan in (one, other)]
    spans = [_span(plan) for plan in (one, other)]
    is_same_time = spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]
    return is_same_time and (bool(units[0] & units[1]) or not (units[0] or units[1]))


def _span(section: dict[str, Any]) -> tuple[float, float]:
    """Return first and last month of a section."""
    first, last = number_in(section.get("from_month", 0)), section.get("until_month")
    until = math.inf if last is None else number_in(last)
    return first or 0.0, math.inf if until is None else until


def _window_findings(path: KeyPath, section: dict[str, Any]) -> Iterator[Finding]:
    first, last = _span(section)
    if last < first:
        problem = f"ends in month {last:g}, before it begins in month {first:g}."
        yield (*path, "until_month"), problem, "Give the last month here."


def _limit_findings(tree: Tree, path: KeyPath, plan: dict[str, Any]) -> Iterator[Finding]:
    """Find a limit for single deals where nobody on the plan sells deal by deal."""
    tiers = [tier for tier in _listed(plan.get("tiers")) if isinstance(tier, str)]
    sellings = [mapping_at(tree, "tiers", tier, "selling") for tier in tiers]
    if plan.get("deal_limit") is not None and not any(selling.get("deal_size") for selling in sellings):
        problem = "no tier on the plan sells deal by deal, so there is no deal to limit."
        yield (*path, "deal_limit"), problem, "Give tiers.<tier>.selling.deal_size, the mean deal."


def crediting_findings(tree: Tree) -> Iterator[Finding]:
    """Find quotas of empty seats handed on where quotas hold for whole cycles; splits that do not add to one."""
    incentives, tiers = mapping_at(tree, "incentives"), mapping_at(tree, "tiers")
    splits = mapping_at(incentives, "splits")
    for name in splits:
        path: KeyPath = ("incentives", "splits", name)
        for tier in {name: None, **mapping_at(splits, name)}:
            if tier not in tiers:
                yield path, f"there is no tier `{tier}`.", nearest(str(tier), [*tiers])
        shares = [number_in(share) for share in mapping_at(splits, name).values()]
        total = math.fsum(share for share in shares if share is not None)
        if None not in shares and not math.isclose(total, 1.0, abs_tol=1e-6):
            problem = f"the shares add to {total:g}; credit that is split adds to 1."
            yield path, problem, "For credit on top use a component's `credit_share`, or `measure: team`."
    if incentives.get("empty_quota", "unassigned") != "unassigned" and incentives.get("quota_proration") == "none":
        problem = "quotas of empty seats are handed on month by month, but everybody has the quota of whole cycles."
        yield ("incentives", "empty_quota"), problem, "Say quota_proration: days, or empty_quota: unassigned."


def _component_findings(path: KeyPath, component: dict[str, Any]) -> Iterator[Finding]:
    """Find what is wrong inside a component."""
    rates, shares = component.get("rates"), component.get("release_shares")
    if isinstance(rates, list | tuple):
        yield from _rate_findings((*path, "rates"), rates, is_share=component.get("measure") != "units")
    if isinstance(shares, list | tuple):
        yield from _share_findings((*path, "release_shares"), shares)
    yield from _window_findings(path, component)
    for key, section in [("levels", component), *(("curve", item) for item in _items(component))]:
        where = (*path, key) if section is component else (*path, "items", section["name"], key)
        yield from _points_findings(where, section.get(key))
    prizes = component.get("prizes")
    if isinstance(prizes, list | tuple) and not 1 <= len(prizes) <= N_LEVELS:
        yield (*path, "prizes"), f"{len(prizes)} prizes; expected 1 to {N_LEVELS}.", "Leave the others out."
    weights = [number_in(item.get("weight")) for item in _items(component)]
    if weights and None not in weights and abs(math.fsum(filter(None, weights)) - 1.0) > 1e-9:
        total = math.fsum(filter(None, weights))
        yield (*path, "items"), f"the weights add up to {total:g}; expected 1.", "Change the weights."


def _items(component: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the items of a scorecard with their names."""
    items = mapping_at(component, "items")
    return [{**mapping_at(items, name), "name": name} for name in items]


def _share_findings(path: KeyPath, shares: Sequence[Any]) -> Iterator[Finding]:
    """Find a release schedule that is too long or does not add up to one."""
    if not 1 <= len(shares) <= N_SHARES:
        yield path, f"{len(shares)} shares; expected 1 to {N_SHARES}, one a month.", "[1.0] is at once."
    numbers = [number_in(share) for share in shares]
    if shares and None not in numbers and abs(math.fsum(filter(None, numbers)) - 1.0) > 1e-9:
        problem = f"the shares add up to {math.fsum(filter(None, numbers)):g}; expected 1."
        yield path, problem, "Split what is earned in full."
    if any(number is not None and number < 0.0 for number in numbers):
        yield path, "a share is negative.", "Give shares of at least 0."


def _points_findings(path: KeyPath, points: Any) -> Iterator[Finding]:
    """Find levels or points of a curve out of order, too many, or percentages."""
    if not isinstance(points, list | tuple):
        return
    if len(points) > N_LEVELS or (not points and path[-1] == "curve"):
        yield path, f"{len(points)} points; expected 1 to {N_LEVELS}.", "Leave some out."
    before = -1.0
    for index, point in enumerate(points):
        start = number_in(point[0]) if isinstance(point, list | tuple) and len(point) == 2 else None
        if start is None:
            continue
        if start <= before:
            problem = f"starts at {start:g}, not above {before:g} where the one before starts."
            yield (*path, index), problem, "Attainments stand in rising order."
        elif start > MAX_ATTAINMENT:
            yield (*path, index), f"starts at {start:g} times quota.", f"Did you mean {start / 100:g} ({start:g}%)?"
        before = start


def _listed(value: Any) -> Sequence[Any]:
    """Return a list as it stands, an empty one for anything else."""
    return value if isinstance(value, list | tuple) else ()


def _rate_findings(path: KeyPath, rates: Sequence[Any], *, is_share: bool) -> Iterator[Finding]:
    """Find bands out of order, and rates or attainments that are percentages."""
    if not 1 <= len(rates) <= 10:
        yield (
            path,
            f"{len(rates)} bands; expected 1 to 10.",
            "Merge bands." if rates else "For example [[0, 0.1]].",
        )
    before = -1.0
    for index, band in enumerate(rates):
        if not (isinstance(band, list | tuple) and len(band) == 2):
            continue
        start, rate = band
        if not all(isinstance(value, int | float) and math.isfinite(value) for value in band):
            continue
        if index == 0 and start != 0:
            yield (
                (*path, 0),
                f"the first band starts at {start:g}.",
                "Start at 0; a rate of 0 is a threshold.",
            )
        elif start <= before:
            problem = f"the band starts at {start:g}, not above {before:g} where the one before starts."
            yield (*path, index), problem, "Bands stand in rising order and do not overlap."
        elif start > MAX_ATTAINMENT:
            remedy = f"Did you mean {start / 100:g} ({start:g}% of quota)?"
            yield (*path, index), f"the band starts at {start:g} times quota.", remedy
        if not 0.0 <= rate <= (1.0 if is_share else math.inf):
            remedy = f"Did you mean {rate / 100:g} ({rate:g}%)?" if 1.0 < rate <= 100.0 else "Change the rate."
            yield (*path, index), f"rate {rate:g}; expected a share of bookings in [0, 1].", remedy
        before = start
