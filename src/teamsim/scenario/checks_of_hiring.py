"""What is wrong between the values of hiring: strain without a flow, freezes of nobody, sources of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from teamsim.model import N_SOURCES
from teamsim.scenario.faults import Finding, nearest
from teamsim.scenario.read import KeyPath, Tree, mapping_at

FLOW_ELASTICITIES = ("flow_elasticity", "flow_elasticity_acceptance", "flow_elasticity_talent")


def hiring_findings(tree: Tree) -> Iterator[Finding]:
    """Find what is wrong between the values of hiring."""
    yield from _flow_findings(tree)
    for name in mapping_at(tree, "hiring", "freezes"):
        yield from _freeze_findings(tree, ("hiring", "freezes", name))
    yield from _source_findings(tree)


def _flow_findings(tree: Tree) -> Iterator[Finding]:
    """Find strain without a number of requisitions from which it is felt."""
    hiring, opening = mapping_at(tree, "hiring"), mapping_at(tree, "opening")
    is_lived = opening.get("state", "stationary") == "stationary" or opening.get("roster") is not None
    felt = [name for name in FLOW_ELASTICITIES if hiring.get(name)]
    if felt and hiring.get("candidate_flow") is None and not is_lived:
        problem = f"needs hiring.candidate_flow: the opening `{opening['state']}` has no past to take it from."
        yield ("hiring", felt[0]), problem, "Give the open requisitions that the market feeds without strain."


def _freeze_findings(tree: Tree, path: KeyPath) -> Iterator[Finding]:
    """Find a freeze that ends before it begins, or of tiers and units that do not exist."""
    freeze = mapping_at(tree, *path)
    first, last = freeze.get("first_month"), freeze.get("last_month")
    if isinstance(first, int) and isinstance(last, int) and last < first:
        yield (*path, "last_month"), f"the freeze ends in month {last}, before month {first}.", "Let it end later."
    yield from _unknown(tree, path, "tiers", "units")


def _source_findings(tree: Tree) -> Iterator[Finding]:
    """Find too many sources, sources that nobody comes from, and tiers that do not exist."""
    path: KeyPath = ("hiring", "sources")
    sources = mapping_at(tree, *path)
    if len(sources) > N_SOURCES:
        yield path, f"{len(sources)} sources; expected at most {N_SOURCES}.", "Add the small ones up."
    shares = [mapping_at(sources, name).get("share") for name in sources]
    if shares and all(isinstance(share, int | float) and share == 0 for share in shares):
        yield path, "all shares are zero.", "Give at least one source a share above 0, or take them out."
    for name in sources:
        yield from _unknown(tree, (*path, name), "tiers")


def _unknown(tree: Tree, path: KeyPath, *keys: str) -> Iterator[Finding]:
    """Find names of tiers or units in a list that do not exist."""
    known = {"tiers": mapping_at(tree, "tiers"), "units": mapping_at(tree, "organisation", "units")}
    for key in keys:
        listed, names = mapping_at(tree, *path).get(key), known[key]
        for index, name in enumerate(listed if isinstance(listed, list | tuple) else ()):
            if names and isinstance(name, str) and name not in names:
                yield (*path, key, index), f"there is no {key[:-1]} `{name}`.", nearest(name, names)
