"""What is wrong between the values of development: too many programmes, those of no tier, courses that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from teamsim.scenario.faults import Finding, nearest
from teamsim.scenario.read import KeyPath, Tree, mapping_at

MAX_PROGRAMMES = 8
"""Everybody carries an account for each."""
_OF_COURSES = ("places", "cost_per_person", "days_lost", "ramp_months")


def development_findings(tree: Tree) -> Iterator[Finding]:
    """Find too many programmes, those of tiers that do not exist, and what does not go with learning by doing."""
    path: KeyPath = ("development", "programmes")
    programmes, tiers = mapping_at(tree, *path), mapping_at(tree, "tiers")
    if len(programmes) > MAX_PROGRAMMES:
        yield path, f"{len(programmes)} programmes; expected at most {MAX_PROGRAMMES}.", "Teach some together."
    for name in programmes:
        listed = mapping_at(programmes, name).get("tiers")
        for index, tier in enumerate(listed if isinstance(listed, list | tuple) else ()):
            if tiers and isinstance(tier, str) and tier not in tiers:
                yield (*path, name, "tiers", index), f"there is no tier `{tier}`.", nearest(tier, tiers)
        yield from _doing_findings(tree, name)


def _doing_findings(tree: Tree, name: str) -> Iterator[Finding]:
    """Find terms of a course where people learn by doing, and doing of which there is nothing."""
    path: KeyPath = ("development", "programmes", name)
    programme = mapping_at(tree, *path)
    audience = programme.get("audience")
    if audience not in _NEEDS:
        return
    for key in _OF_COURSES:
        if programme.get(key):
            problem = f"{programme[key]}, but with `audience: {audience}` people learn by doing, not in a course."
            yield (*path, key), problem, "Take it out, or choose newcomers or everybody."
    is_there, needed = _NEEDS[audience]
    if not is_there(tree):
        yield (*path, "audience"), f"nobody is {audience} here.", f"Set `{needed}`, or take the programme out."


def _somebody_moves(tree: Tree) -> bool:
    return any(mapping_at(tree, "tiers", tier, "transfers").get("share") for tier in mapping_at(tree, "tiers"))


def _somebody_acts(tree: Tree) -> bool:
    return mapping_at(tree, "promotion").get("acting") is not None


def _somebody_coaches(tree: Tree) -> bool:
    return mapping_at(tree, "organisation", "coaching").get("hours_per_manager") != 0


_NEEDS: dict[str, tuple[Callable[[Tree], bool], str]] = {
    "acting": (_somebody_acts, "promotion.acting"),
    "coached": (_somebody_coaches, "organisation.coaching.hours_per_manager"),
    "transferred": (_somebody_moves, "tiers.*.transfers.share"),
}
"""What somebody does who learns by doing: whether anybody can, and what lets them."""
