"""Coverage by maximum matching: one successor covers one seat."""

from __future__ import annotations

import numpy as np

from teamsim.model import Flags, Floats


def covered(may_succeed: Flags) -> Floats:
    """Return each seat's share of a successor of its own when as many seats as possible get one, [K].

    A maximum matching of seats and people (Hopcroft and Karp 1973); the shares add up to its size, which is unique.
    Which seats it covers is not, so seats that the same people could take share equally what they get.

    Two seats that one and the same person could take: one half each.

    Parameters
    ----------
    may_succeed
        Whether each person could take each seat, [K, P].
    """
    shares = np.zeros(len(may_succeed))
    asked = np.flatnonzero(may_succeed.any(axis=1))
    if not asked.size:
        return shares
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    edges = may_succeed[np.ix_(asked, may_succeed.any(axis=0))]
    is_matched = maximum_bipartite_matching(csr_matrix(edges), perm_type="column") >= 0
    alike = np.unique(edges, axis=0, return_inverse=True)[1].ravel()
    shares[asked] = (np.bincount(alike, is_matched) / np.bincount(alike))[alike]
    return shares
