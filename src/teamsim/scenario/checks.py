"""What is wrong between values: names that do not exist, circles, tables out of order."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from teamsim.data.roster import RosterPerson
from teamsim.errors import Fault
from teamsim.model import N_SHARES
from teamsim.scenario.checks_of_development import development_findings
from teamsim.scenario.checks_of_flows import flow_findings, peer_findings, season_findings
from teamsim.scenario.checks_of_hiring import hiring_findings
from teamsim.scenario.checks_of_plans import crediting_findings, plan_findings, quota_findings
from teamsim.scenario.checks_of_response import response_findings
from teamsim.scenario.checks_of_structure import critical_findings, structure_findings
from teamsim.scenario.checks_of_tiers import tier_findings
from teamsim.scenario.faults import Finding, field_at, metadata, nearest, place_of
from teamsim.scenario.read import KeyPath, Places, Tree, dotted, mapping_at

MAX_MORE_LINES = 3
"""Contributions that a scenario may add to those of its jurisdiction."""
PROFILE_AMOUNTS = {
    "cn": ("CNY", ("local_average_wage_annual",)),
    "us": ("USD", ("social_security_base_annual", "futa_base_annual", "suta_base_annual")),
}
"""Currency of a jurisdiction and its amounts of money."""


def faults_between(tree: Tree, places: Places, otherwise: str, *, is_file: bool = False) -> list[Fault]:
    """Return the faults between values: names that do not exist, cycles, tables out of order; of a file, its shape."""
    checks = (*CHECKS, structure_findings) if is_file else CHECKS
    return _faults([finding for check in checks for finding in check(tree)], places, otherwise)


def faults_with_people(tree: Tree, places: Places, otherwise: str, people: Sequence[RosterPerson]) -> list[Fault]:
    """Return the faults between a scenario and the people of its roster."""
    checks = (_budget_findings, _closing_findings, quota_findings, peer_findings)
    return _faults([finding for check in checks for finding in check(tree, people)], places, otherwise)


def _faults(findings: Sequence[Finding], places: Places, otherwise: str) -> list[Fault]:
    return [
        Fault(place_of(path, places, otherwise), f"{dotted(path)}: {problem}", remedy)
        for path, problem, remedy in findings
    ]


def _empty_findings(tree: Tree) -> Iterator[Finding]:
    """Find a ladder or a company that is there and holds nothing: checks of names take it for one that is missing."""
    paths: tuple[KeyPath, ...] = (("tiers",), ("organisation", "units"))
    for path in paths:
        if mapping_at(tree, *path[:-1]).get(str(path[-1])) == {}:
            yield path, "nothing stands in it.", "Write at least one name below it."


def _unit_findings(tree: Tree) -> Iterator[Finding]:
    units = mapping_at(tree, "organisation", "units")
    roots = [name for name in units if mapping_at(units, name).get("parent") is None]
    if len(roots) > 1:
        path: KeyPath = ("organisation", "units", roots[1], "parent")
        problem = f"{len(roots)} units have no parent ({', '.join(roots)}); only one, the company, has none."
        yield path, problem, f"Give `{roots[1]}` a `parent`, for example {roots[0]}."
    if units and not roots:
        yield (
            ("organisation", "units"),
            "every unit has a parent; the company has none.",
            "Take its `parent` out.",
        )
    for name in units:
        parent = mapping_at(units, name).get("parent")
        path = ("organisation", "units", name, "parent")
        if isinstance(parent, str) and parent not in units:
            yield (
                path,
                f"there is no unit `{parent}`.",
                nearest(parent, [other for other in units if other != name]),
            )
        elif _is_in_cycle(name, units):
            yield path, f"`{name}` belongs to itself through its parents.", "Break the circle."


def _unit_move_findings(tree: Tree) -> Iterator[Finding]:
    """Find moves of units that do not exist, of the company, or below themselves on their date."""
    units, moves = mapping_at(tree, "organisation", "units"), mapping_at(tree, "organisation", "unit_moves")
    stand = {name: dict(mapping_at(units, name)) for name in units}
    values = {name: mapping_at({"": move}, "") for name, move in moves.items()}
    for name in sorted(moves, key=lambda name: _whole(values[name].get("month")) or 0):
        path: KeyPath = ("organisation", "unit_moves", name)
        unit, under = values[name].get("unit"), values[name].get("under")
        strangers = [(key, of) for key, of in (("unit", unit), ("under", under)) if units and of not in units]
        for key, of in strangers:
            if isinstance(of, str):
                yield (*path, key), f"there is no unit `{of}`.", nearest(of, units)
        if strangers or not isinstance(unit, str):
            continue
        if stand[unit].get("parent") is None:
            yield (*path, "unit"), f"`{unit}` is the company, which stands under nothing.", "Move a unit below it."
            continue
        before, stand[unit]["parent"] = stand[unit]["parent"], under
        if _is_in_cycle(unit, stand):
            stand[unit]["parent"] = before
            yield (*path, "under"), f"`{under}` is `{unit}` or below it: a circle.", "Choose another unit."


def _name_findings(tree: Tree) -> Iterator[Finding]:
    """Names are parts of addresses (`tiers.manager.base_annual`, `west/manager/001`)."""
    named: list[KeyPath] = [("tiers",), ("organisation", "units"), ("organisation", "seat_changes")]
    named += [("organisation", "unit_moves")]
    named += [("incentives", "plans"), ("hiring", "freezes"), ("costs", "jurisdiction", "more_lines")]
    named += [
        ("organisation", "intake"),
        ("response", "types"),
        ("hiring", "sources"),
        ("organisation", "acquisitions"),
        ("development", "programmes"),
    ]
    named += [("incentives", "plans", plan, "components") for plan in mapping_at(tree, "incentives", "plans")]
    for path in named:
        for name in mapping_at(tree, *path):
            if not name or "/" in name or "." in name:
                yield (*path, name), "a name has at least one letter, no slash and no dot.", "Use a dash."


def _is_in_cycle(name: str, units: dict[str, Any]) -> bool:
    here: Any = name
    for _ in units:
        here = mapping_at(units, here).get("parent")
        if not isinstance(here, str):
            return False
        if here == name:
            return True
    return False


def _seat_findings(tree: Tree) -> Iterator[Finding]:
    tiers, units = mapping_at(tree, "tiers"), mapping_at(tree, "organisation", "units")
    for unit in units:
        for tier in mapping_at(units, unit, "seats"):
            if tiers and tier not in tiers:
                where: KeyPath = ("organisation", "units", unit, "seats", tier)
                yield where, f"there is no tier `{tier}`.", nearest(tier, tiers)
    has_roster = mapping_at(tree, "opening").get("roster") is not None
    if units and not has_roster and not any(_n_seats(units, unit) for unit in units):
        yield ("organisation", "units"), "no unit has seats.", "Give a unit `seats`."
    for name, change in mapping_at(tree, "organisation", "seat_changes").items():
        for key, kind, known in (("unit", "unit", units), ("tier", "tier", tiers), ("to", "unit", units)):
            value = mapping_at({"": change}, "").get(key)
            if known and isinstance(value, str) and value not in known:
                where = ("organisation", "seat_changes", name, key)
                yield where, f"there is no {kind} `{value}`.", nearest(value, known)
        yield from _seat_move_findings(name, mapping_at({"": change}, ""))


def _seat_move_findings(name: str, change: dict[str, Any]) -> Iterator[Finding]:
    """Find seats that move to where they are, or fewer than one of them."""
    path: KeyPath = ("organisation", "seat_changes", name)
    seats = _whole(change.get("seats"))
    if change.get("to") is None:
        return
    if change["to"] == change.get("unit"):
        yield (*path, "to"), f"`{change['to']}` is where the seats are.", "Name another unit, or leave `to` out."
    if seats is not None and seats < 1:
        yield (*path, "seats"), f"{seats}; seats that move are counted: expected 1 or more.", "Say how many move."
    if change.get("redundancy"):
        yield (*path, "redundancy"), "yes, but seats move with their holders.", "Leave it out, or `to`."


def _n_seats(units: dict[str, Any], unit: str) -> int:
    return sum(n for n in mapping_at(units, unit, "seats").values() if isinstance(n, int))


def _budget_findings(tree: Tree, people: Sequence[RosterPerson]) -> Iterator[Finding]:
    """Find units and tiers in which the roster has more people than the budget has seats."""
    for (unit, tier), n_people in _held(people).items():
        path: KeyPath = ("organisation", "units", unit, "seats", tier)
        n_seats = _whole(mapping_at(tree, *path[:-1]).get(tier))
        if n_seats is not None and n_seats < n_people:
            problem = f"{n_seats} seats of `{tier}` in `{unit}`; the roster has {n_people} people there."
            yield path, problem, f"Give it at least {n_people}, or leave it out: as many seats as people."


def _closing_findings(tree: Tree, people: Sequence[RosterPerson] = ()) -> Iterator[Finding]:
    """Find changes that close more seats than are open in their month.

    Without its people, the seats that a roster opens are not known; they are looked at when they are.
    """
    tiers, units, held = mapping_at(tree, "tiers"), mapping_at(tree, "organisation", "units"), _held(people)
    is_unread = mapping_at(tree, "opening").get("roster") is not None and not people
    n_open: dict[tuple[str, str], int | None] = {}
    for unit in units:
        for tier in tiers:
            seats = mapping_at(units, unit, "seats")
            otherwise = None if is_unread else held[unit, tier]
            n_open[unit, tier] = _whole(seats[tier]) if tier in seats else otherwise
    for month, name, unit, tier, seats_added, is_moved in _seat_changes(tree):
        there = n_open.get((unit, tier))
        if there is None:
            continue
        if there + seats_added >= 0:
            n_open[unit, tier] = there + seats_added
            continue
        if is_moved:
            problem = f"moves {-seats_added} seats of `{tier}` in `{unit}`, which has {there} in month {month}."
            remedy = f"Move at most {there}."
        else:
            problem = f"closes {-seats_added} seats of `{tier}` in `{unit}`, which has {there} in month {month}."
            remedy = f"Close at most {there}."
        remedy = remedy if there else "Take it out, or open seats before."
        yield ("organisation", "seat_changes", name, "seats"), problem, remedy


def _seat_changes(tree: Tree) -> list[tuple[int, str, str, str, int, bool]]:
    """Return month, name, unit, tier, seats and whether they move, of the planned changes that can be read, by month.

    Seats that move are taken from one unit and added to another.
    """
    found = []
    for name, change in mapping_at(tree, "organisation", "seat_changes").items():
        values = mapping_at({"": change}, "")
        month, seats = _whole(values.get("month")), _whole(values.get("seats"))
        if month is not None and seats is not None:
            unit, tier, to = (str(values.get(key)) for key in ("unit", "tier", "to"))
            if values.get("to") is None:
                found.append((month, name, unit, tier, seats, False))
            else:
                found += [(month, name, unit, tier, -abs(seats), True), (month, name, to, tier, abs(seats), True)]
    return sorted(found, key=lambda change: change[0])


def _held(people: Sequence[RosterPerson]) -> Counter[tuple[str, str]]:
    """Return how many people a roster has in each unit and tier."""
    return Counter((person.unit, person.tier) for person in people)


def _whole(value: Any) -> int | None:
    """Return a whole number as it will be read, None for anything else."""
    number = _number(value)
    return int(number) if number is not None and number.is_integer() else None


def _number(value: Any) -> float | None:
    """Return a number as it will be read, None for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _value_findings(tree: Tree) -> Iterator[Finding]:
    yield from season_findings(("selling", "season"), mapping_at(tree, "selling").get("season"))
    if mapping_at(tree, "opening").get("roster") and mapping_at(tree, "time").get("burn_in_months"):
        problem = "a burn-in would run past the people of `opening.roster`, who are of the first measured day."
        yield ("time", "burn_in_months"), problem, "Leave it out, or the roster."
    start = mapping_at(tree, "time").get("start")
    if isinstance(start, str) and not _is_year_month(start):
        yield ("time", "start"), f"{start!r}; expected a month as YYYY-MM.", "For example 2026-01."
    currency = mapping_at(tree, "money").get("currency")
    if isinstance(currency, str) and not re.fullmatch("[A-Z]{3}", currency):
        yield ("money", "currency"), f"{currency!r}; expected an ISO 4217 code.", "For example USD or CNY."


def _cost_findings(tree: Tree) -> Iterator[Finding]:
    """Find amounts of a country in the money of another, and more contributions than the rules hold."""
    law, currency = mapping_at(tree, "costs", "jurisdiction"), mapping_at(tree, "money").get("currency", "USD")
    own, amounts = PROFILE_AMOUNTS.get(str(law.get("profile")), (currency, ()))
    path: KeyPath = ("costs", "jurisdiction")
    for name in amounts if own != currency else ():
        if name not in law:
            problem = f"the default is in {own}; money.currency is {currency}."
            yield (*path, name), problem, f"Give it in {currency}."
    more = mapping_at(law, "more_lines")
    if len(more) > MAX_MORE_LINES:
        yield (*path, "more_lines"), f"{len(more)} lines; expected at most {MAX_MORE_LINES}.", "Add rates up."


def _schedule_findings(tree: Tree) -> Iterator[Finding]:
    """Find a payment schedule that is too long, or that pays more than the invoice."""
    shares = mapping_at(tree, "money").get("payment_schedule")
    path: KeyPath = ("money", "payment_schedule")
    if not isinstance(shares, list | tuple):
        return
    if not 1 <= len(shares) <= N_SHARES:
        yield path, f"{len(shares)} shares; expected 1 to {N_SHARES}, one a month.", "[1.0] is at once."
    numbers = [share for share in shares if isinstance(share, int | float)]
    if len(numbers) == len(shares) and math.fsum(numbers) > 1.0 + 1e-9:
        problem = f"the shares add up to {math.fsum(numbers):g}; expected at most 1."
        yield path, problem, "What is left below 1 is never paid."


def _flag_findings(tree: Tree) -> Iterator[Finding]:
    """Find yes / no where a number belongs; Python would read them as 1 and 0."""
    for path, value in _flags(tree, ()):
        field = field_at(tree, path)
        if field is not None and field.annotation is not bool:
            problem = f"{str(value).lower()}; expected {metadata(field).get('unit', 'a value')}, not true or false."
            yield path, problem, "Give the value."


def _flags(tree: Any, path: KeyPath) -> Iterator[tuple[KeyPath, bool]]:
    """Go through every yes / no of a tree."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in items:
        if isinstance(value, bool):
            yield (*path, key), value
        elif isinstance(value, dict | list):
            yield from _flags(value, (*path, key))


def _is_year_month(text: str) -> bool:
    return re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text) is not None and text[:4] != "0000"


CHECKS = (
    _empty_findings,
    _unit_findings,
    _unit_move_findings,
    _name_findings,
    tier_findings,
    flow_findings,
    peer_findings,
    critical_findings,
    _seat_findings,
    _closing_findings,
    plan_findings,
    quota_findings,
    crediting_findings,
    _value_findings,
    hiring_findings,
    development_findings,
    _cost_findings,
    _schedule_findings,
    _flag_findings,
    response_findings,
)
