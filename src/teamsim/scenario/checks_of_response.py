"""What is wrong between the values of how people answer a plan."""

from __future__ import annotations

import math
from collections.abc import Iterator

from teamsim.scenario.checks_of_plans import number_in
from teamsim.scenario.faults import Finding
from teamsim.scenario.read import KeyPath, Tree, mapping_at
from teamsim.scenario.schema.response import MAX_TYPES


def response_findings(tree: Tree) -> Iterator[Finding]:
    """Find too many preference types, and shares that do not add to one."""
    path: KeyPath = ("response", "types")
    types = mapping_at(tree, *path)
    if len(types) > MAX_TYPES:
        yield path, f"{len(types)} preference types; expected at most {MAX_TYPES}.", "Merge those that are alike."
    shares = [number_in(mapping_at(types, name).get("share")) for name in types]
    known = [share for share in shares if share is not None]
    total = math.fsum(known)
    if known and len(known) == len(shares) and not math.isclose(total, 1.0, abs_tol=1e-6):
        yield path, f"the shares of the types add to {total:g}; they must add to 1.", "Change a `share`."
