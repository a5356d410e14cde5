"""What is wrong between the values of a tier: who is promoted from where, tenure laws, ramps."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, TypeGuard

from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.model import N_HAZARDS, N_RAMP
from teamsim.rules.ramp import HALF_DAYS_PER_MONTH
from teamsim.scenario.curves import STEP_MONTHS
from teamsim.scenario.faults import Finding, nearest
from teamsim.scenario.read import KeyPath, Tree, mapping_at

MAX_TURNOVER = 6.0
"""Annual turnovers beyond six times the headcount are percentages."""
YEARLY_CHANCE = 0.25
"""Monthly chances that are all at least this, a year long, are yearly ones: 97% of newcomers would be gone."""


def tier_findings(tree: Tree) -> Iterator[Finding]:
    """Find what is wrong between the values of each tier."""
    tiers = mapping_at(tree, "tiers")
    for name in tiers:
        yield from _promotion_findings(name, tiers)
        yield from _law_findings(("tiers", name, "attrition"), mapping_at(tiers, name, "attrition"))
        yield from _retirement_findings(("tiers", name, "retirement"), mapping_at(tiers, name, "retirement"))
        yield from _ramp_findings(("tiers", name, "ramp"), mapping_at(tiers, name, "ramp"))


def _promotion_findings(name: str, tiers: dict[str, Any]) -> Iterator[Finding]:
    source = mapping_at(tiers, name, "promotion").get("from_tier")
    path: KeyPath = ("tiers", name, "promotion", "from_tier")
    if not isinstance(source, str):
        source = None
    elif source not in tiers:
        yield path, f"there is no tier `{source}`.", nearest(source, tiers)
    elif list(tiers).index(source) >= list(tiers).index(name):
        yield path, f"`{source}` is not below `{name}` on the ladder.", "Tiers stand lowest first."
    if name == next(iter(tiers)) and mapping_at(tiers, name).get("promotion"):
        yield path[:-1], "the lowest tier has nobody below.", "Take it out."


def _retirement_findings(path: KeyPath, ages: dict[str, Any]) -> Iterator[Finding]:
    """Find ages at entry out of order, or of people who would retire as they join."""
    first, last = ages.get("entry_age_from_years", 22.0), ages.get("entry_age_to_years", 35.0)
    if _is_number(first) and _is_number(last) and last < first:
        problem = f"the oldest joins at {last:g}, the youngest at {first:g}."
        yield (*path, "entry_age_to_years"), problem, "Give the older age here."
    retired = ages.get("age_years")
    if _is_number(retired) and _is_number(last) and retired <= last:
        problem = f"retirement at {retired:g}; people join up to the age of {last:g}."
        yield (*path, "age_years"), problem, "Lower entry_age_to_years, or let people retire later."


# -- tenure laws ---------------------------------------------------------------------------------------------


def _law_findings(path: KeyPath, law: dict[str, Any]) -> Iterator[Finding]:
    table, bands, turnover = law.get("monthly_probability"), law.get("bands"), law.get("annual_turnover")
    is_loss = law.get("given_as") == "cohort_loss"
    if isinstance(table, list | tuple):
        yield from _chance_findings((*path, "monthly_probability"), table)
    if isinstance(bands, list | tuple):
        yield from _band_findings((*path, "bands"), bands, is_loss)
    if is_loss and _is_number(turnover) and 1.0 <= turnover <= MAX_TURNOVER:
        yield (*path, "annual_turnover"), *_impossible_loss(turnover)


def _impossible_loss(turnover: float) -> tuple[str, str]:
    remedy = "A cohort loss is below 1; a rate (`given_as: rate`) may exceed it."
    return f"a closed group can not lose {turnover:.0%} of its people.", remedy


def _chance_findings(path: KeyPath, table: Sequence[Any]) -> Iterator[Finding]:
    """Find a table of the wrong length, or of yearly chances."""
    if not 1 <= len(table) <= N_HAZARDS:
        remedy = "Shorten the table." if table else "Give at least one."
        yield path, f"{len(table)} entries; expected 1 to {N_HAZARDS}.", remedy
        return
    first_year = (*table, *[table[-1]] * MONTHS_PER_YEAR)[:MONTHS_PER_YEAR]
    if all(_is_number(chance) and YEARLY_CHANCE <= chance < 1.0 for chance in first_year):
        gone = 1.0 - math.prod(1.0 - chance for chance in first_year)
        a_month = -math.expm1(math.log1p(-first_year[0]) / MONTHS_PER_YEAR)
        problem = f"{gone:.2%} of all newcomers would be gone in a year; expected chances a month."
        yield path, problem, f"Did you mean {a_month:.3g} ({first_year[0]:.0%} a year)?"


def _band_findings(path: KeyPath, bands: Sequence[Any], is_loss: bool) -> Iterator[Finding]:
    """Find bands of tenure out of order, and turnovers that can not be."""
    if not bands:
        yield path, "no bands.", "For example [[0, 0.4], [12, 0.2]]: 40% a year in the first year, 20% later."
    before = -1.0
    for index, band in enumerate(bands):
        if not (isinstance(band, list | tuple) and len(band) == 2 and all(map(_is_number, band))):
            continue
        start, turnover = band
        if index == 0 and start != 0:
            yield (*path, 0), f"the first band starts at {start:g} months.", "Start at 0, the day of joining."
        elif start <= before:
            problem = f"the band starts at {start:g} months, not after {before:g} where the one before starts."
            yield (*path, index), problem, "Bands stand in rising order of tenure."
        elif start >= N_HAZARDS:
            problem = f"the band starts at {start:g} months; expected less than {N_HAZARDS}."
            yield (*path, index), problem, "Give tenure in months."
        if not 0.0 <= turnover <= MAX_TURNOVER:
            problem = f"turnover {turnover:g}; expected a share a year in [0, {MAX_TURNOVER:g}]."
            is_percent = MAX_TURNOVER < turnover <= 100.0
            remedy = f"Did you mean {turnover / 100:g} ({turnover:g}%)?" if is_percent else "Change the turnover."
            yield (*path, index), problem, remedy
        elif is_loss and turnover >= 1.0:
            yield (*path, index), *_impossible_loss(turnover)
        before = start


# -- ramps ---------------------------------------------------------------------------------------------------


def _ramp_findings(path: KeyPath, ramp: dict[str, Any]) -> Iterator[Finding]:
    """Find a table of the wrong length, one that falls, one that never rises."""
    shares = ramp.get("shares")
    if not isinstance(shares, list | tuple):
        return
    step = str(ramp.get("step", "quarter"))
    most = (N_RAMP - 1) // (HALF_DAYS_PER_MONTH * STEP_MONTHS.get(step, 1)) + 1
    if not 1 <= len(shares) <= most:
        remedy = "Shorten the table: the last entry holds on." if shares else "For example [0.2, 0.5, 1]."
        yield (*path, "shares"), f"{len(shares)} entries; expected 1 to {most} by {step}.", remedy
    elif all(_is_number(share) and share == 0 for share in shares):
        yield (*path, "shares"), "nobody ever becomes productive.", "Let the shares rise to 1."
    for index, (one, next_one) in enumerate(itertools.pairwise(shares), start=1):
        if _is_number(one) and _is_number(next_one) and next_one < one:
            problem = f"the share falls from {one:g} to {next_one:g}; a ramp never falls."
            yield (*path, "shares", index), problem, "Give the shares in rising order."


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
