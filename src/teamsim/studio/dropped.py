"""What a dropped file is: a whole scenario, one with slips, which is refused, or changes of another scenario."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from teamsim.errors import Fault, InputError
from teamsim.scenario.faults import nearest
from teamsim.scenario.read import Document, Tree, dotted, leaves, mapping_at
from teamsim.scenario.scenario import Scenario, scenario_of
from teamsim.studio.drafts import Draft, differences, same, value_at

_ABOUT = ("name", "description", "extends")
_KEYS = (" is missing", ": unknown key")
"""What faults say after a key that a scenario must have, and one that it can not have."""
_SECTIONS = 4
"""So many sections a whole scenario has at least where one is left out; changes may have them too."""


def draft_of_file(file: Document, origin: Scenario, folder: Path) -> Draft:
    """Return the draft of a file that was dropped: what it says that the scenario it changes does not.

    A file that extends none and is whole stands for itself; a roster that it names is looked for in `folder`.

    Raises
    ------
    InputError
        Every fault of a file that is whole but for some slips or a section, with its line.
    """
    called = str(file.tree.get("name") or file.path.stem)
    told = {key: part for key, part in file.tree.items() if key not in _ABOUT}
    changed = Draft(origin, called, dict(differences(told, origin)))
    if "extends" in file.tree:
        return changed
    try:
        return Draft(scenario_of(file, folder), called)
    except InputError as error:
        if _is_whole_but_for_slips(told, error.faults, changed):
            raise
    return changed


def _is_whole_but_for_slips(told: Tree, faults: Collection[Fault], changed: Draft) -> bool:
    """Whether a file with these faults of its own is whole but for slips; as a file of changes it is `changed`.

    A misspelt key is two faults of a whole file, one that is missing and one that is unknown, and one of a file of
    changes; a line that was left out is one, and none. A file of changes misses what a scenario must have: a section,
    or the units, or the pay of a tier that it touches.
    """
    n_changed = _n_faults(changed)
    if len(faults) > 2 * n_changed + 1:
        return False
    missing, unknown = ([f.problem.partition(words)[0] for f in faults if words in f.problem] for words in _KEYS)
    left_out = [path for path in missing if not nearest(path, unknown, listed=False)]
    if all("." in path for path in left_out):
        return len(left_out) <= 1
    is_of_another_firm = n_changed > 2 * len(faults) or _has_another_ladder(told, changed.origin)
    is_no_change = is_of_another_firm or _repeats(told, changed.origin)
    return len(left_out) == 1 and len(told) >= _SECTIONS and is_no_change


def _has_another_ladder(told: Tree, origin: Scenario) -> bool:
    """Whether none of the tiers, of which there are several, is one of a scenario."""
    tiers = mapping_at(told, "tiers")
    return len(tiers) > 1 and not tiers.keys() & origin.parameters.tiers.keys()


def _repeats(told: Tree, origin: Scenario) -> bool:
    """Whether most of what a file says stands in a scenario already, which a file of changes leaves out."""
    known = [same(value, value_at(origin, dotted(path), _NOTHING)) for path, value in leaves(told)]
    return 2 * sum(known) > len(known)


def _n_faults(draft: Draft) -> int:
    try:
        draft.scenario("{name}")
    except InputError as error:
        return len(error.faults)
    return 0


_NOTHING = object()
