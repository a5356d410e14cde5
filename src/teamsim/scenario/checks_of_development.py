"""What is wrong between the values of development: too many programmes, programmes of tiers that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from teamsim.scenario.faults import Finding, nearest
from teamsim.scenario.read import KeyPath, Tree, mapping_at

MAX_PROGRAMMES = 8
"""Everybody carries an account for each."""


def development_findings(tree: Tree) -> Iterator[Finding]:
    """Find too many programmes, and those of tiers that do not exist."""
    path: KeyPath = ("development", "programmes")
    programmes, tiers = mapping_at(tree, *path), mapping_at(tree, "tiers")
    if len(programmes) > MAX_PROGRAMMES:
        yield path, f"{len(programmes)} programmes; expected at most {MAX_PROGRAMMES}.", "Teach some together."
    for name in programmes:
        listed = mapping_at(programmes, name).get("tiers")
        for index, tier in enumerate(listed if isinstance(listed, list | tuple) else ()):
            if tiers and isinstance(tier, str) and tier not in tiers:
                yield (*path, name, "tiers", index), f"there is no tier `{tier}`.", nearest(tier, tiers)
