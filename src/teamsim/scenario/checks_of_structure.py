"""What is wrong with the shape of the organisation: units without a head, tiers nobody can reach, critical seats.

The first two are looked for in files, which describe a firm; scenarios made in Python may be parts of one, and the
engines live through them. `ts.organisation` refuses a unit without a head whatever it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from teamsim.scenario.faults import Finding, nearest
from teamsim.scenario.read import KeyPath, Tree, mapping_at

_N_PARTS = 3


def structure_findings(tree: Tree) -> Iterator[Finding]:
    """Find units that nobody leads although heads matter, and tiers without any way in."""
    yield from _headless_findings(tree)
    yield from _reach_findings(tree)


def _headless_findings(tree: Tree) -> Iterator[Finding]:
    """Find units with individual contributors that nobody leads, where a head is asked to do something."""
    units, why = mapping_at(tree, "organisation", "units"), _why_heads_matter(tree)
    if not why or mapping_at(tree, "opening").get("roster") is not None:
        return
    for unit in units:
        seated = [tier for tier in _seated(tree, unit) if _track(tree, tier) == "individual"]
        if seated and not _is_led(tree, unit):
            problem = f"nobody leads its people: no head in it nor above, and {why} acts through heads."
            yield (
                ("organisation", "units", unit),
                problem,
                "Give it, or a unit above, seats of a tier with `track: management`.",
            )


def _why_heads_matter(tree: Tree) -> str:
    """Return the parameter that acts through heads, or nothing."""
    organisation = mapping_at(tree, "organisation")
    gain = mapping_at(organisation, "coaching").get("gain", 0.0)
    sigma = mapping_at(organisation, "manager_effect").get("sigma", 0.0)
    meetings = mapping_at(organisation, "coaching").get("meeting_hours", 0.0)
    named = (("coaching.gain", gain), ("manager_effect.sigma", sigma), ("coaching.meeting_hours", meetings))
    acting = [name for name, value in named if isinstance(value, int | float) and value > 0.0]
    if organisation.get("span") is not None:
        acting.append("span")
    return f"organisation.{acting[0]}" if acting else ""


def _is_led(tree: Tree, unit: str) -> bool:
    units, seen = mapping_at(tree, "organisation", "units"), set[str]()
    here: Any = unit
    while isinstance(here, str) and here in units and here not in seen:
        if any(_track(tree, tier) == "management" for tier in _seated(tree, here)):
            return True
        seen.add(here)
        here = mapping_at(units, here).get("parent")
    return False


def _seated(tree: Tree, unit: str) -> list[str]:
    """Return the tiers that have seats in a unit, now or by a planned change."""
    seats = mapping_at(tree, "organisation", "units", unit, "seats")
    now = [tier for tier, n in seats.items() if isinstance(n, int | float) and n > 0]
    changes = [mapping_at({"": change}, "") for change in mapping_at(tree, "organisation", "seat_changes").values()]
    return now + [str(change.get("tier")) for change in changes if unit in (change.get("unit"), change.get("to"))]


def _track(tree: Tree, tier: str) -> str:
    return str(mapping_at(tree, "tiers", tier).get("track", "individual")) if tier in mapping_at(tree, "tiers") else ""


def _reach_findings(tree: Tree) -> Iterator[Finding]:
    """Find tiers that nobody can ever be in: no seat, no planned change, no intake, no move, no roster."""
    units = mapping_at(tree, "organisation", "units")
    if not units or mapping_at(tree, "opening").get("roster") is not None:
        return
    named = {tier for unit in units for tier in mapping_at(units, unit, "seats")}
    for section in ("seat_changes", "intake"):
        for change in mapping_at(tree, "organisation", section).values():
            named.add(str(mapping_at({"": change}, "").get("tier")))
    for team in mapping_at(tree, "organisation", "acquisitions").values():
        named |= set(mapping_at({"": team}, "", "people"))
    for shares in mapping_at(tree, "promotion", "moves").values():
        named |= set(mapping_at({"": shares}, ""))
    for tier in mapping_at(tree, "tiers") if named else ():
        if tier not in named:
            yield ("tiers", tier), "nobody can reach it: no unit has seats of it.", "Give it seats, or take it out."


def critical_findings(tree: Tree) -> Iterator[Finding]:
    """Find critical seats that are not written unit/tier/number, or of units and tiers that do not exist."""
    names = mapping_at(tree, "organisation").get("critical_seats")
    known = mapping_at(tree, "organisation", "units"), mapping_at(tree, "tiers")
    for place, name in enumerate(names if isinstance(names, list | tuple) else ()):
        path: KeyPath = ("organisation", "critical_seats", place)
        parts = str(name).split("/")
        if len(parts) != _N_PARTS:
            yield path, f"{name!r}; expected unit/tier/number.", "For example west/sales_manager/003."
            continue
        for kind, part, there in zip(("unit", "tier"), parts, known, strict=False):
            if there and part not in there:
                yield path, f"there is no {kind} `{part}`.", nearest(part, there)
