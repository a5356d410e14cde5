"""Other shapes of an organisation, as scenarios that live through the same luck.

Spans, layers and the tree are changed by scenario values only, and seats keep their names: luck is addressed by the
name of the seat of entry, so people in seats that a change does not touch have the same talent, results and exits in
both designs until somebody competes with them who was not there before.

>>> import teamsim as ts                                                                     # doctest: +SKIP
>>> wide = ts.organisation.reshape(base, span=12)                                            # doctest: +SKIP
>>> lean = ts.organisation.reshape(base, layers=2, redundancy=True)                          # doctest: +SKIP
>>> more = ts.organisation.add_unit(base, "south", like="west", month=6)                     # doctest: +SKIP
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from teamsim.calendar import NEVER
from teamsim.errors import Fault, ScenarioError
from teamsim.scenario.faults import nearest
from teamsim.scenario.layout import PlannedSeat, planned_seats
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.structure import coverage, management_layers, refuse_headless

__all__ = ["add_unit", "close_unit", "coverage", "merge_units", "move_unit", "reshape", "split_unit"]

LEAST_LAYERS = 2


def reshape(
    scenario: Scenario,
    *,
    span: float | None = None,
    layers: int | None = None,
    month: int = 0,
    redundancy: bool = False,
    name: str = "",
) -> Scenario:
    """Return the scenario with another span of control, another number of management layers, or both.

    A span opens or closes seats of the managers who lead individual contributors (`organisation.span`). Fewer layers
    close all seats of the layers between the top and those managers, the one that leads fewest first; the tier above
    is then promoted from the tier below. A layer more needs a tier that only a file can describe.

    Parameters
    ----------
    span
        People a manager, 1 to 100; left out: as it is.
    layers
        Tiers of managers that have seats, 2 to as many as there are; left out: as it is.
    month
        From when on [months from the start].
    redundancy
        Holders of closed seats leave on the date; otherwise a seat closes when next empty.
    name
        Of the new scenario; left out: in words.

    Raises
    ------
    ScenarioError
        Neither is asked for, layers out of range, a unit without a head, or what the scenario itself refuses (a span
        of zero); all faults at once.
    """
    faults = [*refuse_headless(scenario)]
    if span is None and layers is None:
        faults.append(_fault(scenario, "reshape", "neither a span nor layers are asked for.", "Give span=12."))
    there = management_layers(scenario)
    if layers is not None and not LEAST_LAYERS <= layers <= len(there):
        problem = f"layers = {layers}; there are {len(there)} ({', '.join(there)}), and two have to stay."
        remedy = "Describe a new tier in a file to have more." if layers > len(there) else "Ask for 2 or more."
        faults.append(_fault(scenario, "reshape", problem, remedy))
    if faults:
        raise ScenarioError(faults)
    changes: dict[str, Any] = {}
    if span is not None:
        changes["organisation.span"] = {"reports": span, "month": month, "redundancy": redundancy}
    for tier in _narrowest(scenario, there, len(there) - (layers or len(there))):
        changes |= _without_layer(scenario, tier, month, redundancy)
    words = {"span {:g}": span, "{} layers": layers}
    told = ", ".join(word.format(value) for word, value in words.items() if value is not None)
    return scenario.with_changes(name or told, changes)


def move_unit(scenario: Scenario, unit: str, under: str, *, month: int = 0, name: str = "") -> Scenario:
    """Return the scenario with a unit, and those below it, under another one from a month on.

    From the first month on (0) the tree of the file is another one; later, it is a planned move
    (`organisation.unit_moves`).

    Raises
    ------
    ScenarioError
        Units that do not exist, the company itself, or a move below itself.
    """
    _refuse_unknown(scenario, (unit, under))
    return scenario.with_changes(name or f"{unit} under {under}", _placed(scenario, unit, under, month))


def merge_units(
    scenario: Scenario, units: Sequence[str], into: str, *, month: int = 0, redundancy: bool = False, name: str = ""
) -> Scenario:
    """Return the scenario with units led from another one from a month on.

    They stand below it, and their upper heads' seats close.

    Teams keep their names, their managers and their luck; what closes are the seats of management tiers above the
    one that leads the unit's people, where the unit they merge into has that tier.

    Raises
    ------
    ScenarioError
        Units that do not exist, a unit merged into itself or into one below it.
    """
    _refuse_unknown(scenario, (*units, into))
    changes: dict[str, Any] = {}
    budget, layers = _budget(scenario, month), management_layers(scenario)
    for unit in units:
        changes |= _placed(scenario, unit, into, month)
        led_by = next((tier for tier in layers if budget[unit, tier]), "")
        for tier in layers:
            if tier != led_by and budget[unit, tier] and budget[into, tier]:
                closing = _closing(unit, tier, budget[unit, tier], month, redundancy)
                changes[f"organisation.seat_changes.{unit} merged, {tier}"] = closing
    return scenario.with_changes(name or f"{' and '.join(units)} merged into {into}", changes)


def split_unit(
    scenario: Scenario,
    unit: str,
    new: str,
    children: Sequence[str],
    *,
    heads: Mapping[str, int],
    month: int = 0,
    name: str = "",
) -> Scenario:
    """Return the scenario with some units below one gathered, from a month on, under a new one with heads of its own.

    `heads` are its seats by tier, opened in the month; the gathered units keep their people and their luck.

    Raises
    ------
    ScenarioError
        Units that do not exist or are not right below, a name that is taken, or no heads.
    """
    _refuse_unknown(scenario, (unit, *children))
    declared = scenario.parameters.organisation.units
    strangers = [child for child in children if declared[child].parent != unit]
    faults = [
        _fault(scenario, "split_unit", f"`{child}` is not right below `{unit}`.", "Name units whose parent it is.")
        for child in strangers
    ]
    if not any(heads.values()):
        faults.append(_fault(scenario, "split_unit", f"`{new}` has no head.", "Give heads={tier: 1}."))
    if faults or new in declared:
        raise ScenarioError([*faults, *_taken(scenario, new)])
    changes = _opened(new, {"parent": unit}, heads, month)
    for child in children:
        changes |= _moving(child, new, month)
    return scenario.with_changes(name or f"{new} split from {unit}", changes)


def divide_unit(
    scenario: Scenario,
    unit: str,
    new: str,
    seats: Mapping[str, int],
    *,
    heads: Mapping[str, int] | None = None,
    month: int = 0,
    name: str = "",
) -> Scenario:
    """Return the scenario with some seats of a unit, and the people in them, in a new unit from a month on.

    `seats` are how many of each tier move, the last of the unit, with their share of its market potential; `heads` are
    seats that open in the new unit besides. It stands beside the old one (below it, where that is the company).

    Raises
    ------
    ScenarioError
        No such unit, a name that is taken, no seats, or more than there are.
    """
    _refuse_unknown(scenario, (unit,))
    if faults := _taken(scenario, new):
        raise ScenarioError(faults)
    if not any(n > 0 for n in seats.values()):
        raise ScenarioError([_fault(scenario, "divide_unit", "no seat moves.", "Say for example seats={tier: 4}.")])
    declared = scenario.parameters.organisation.units[unit]
    kept = {"parent": declared.parent or unit, "productivity_factor": declared.productivity_factor}
    going = {
        f"organisation.seat_changes.{new} from {unit}, {tier}": {
            "unit": unit,
            "tier": tier,
            "month": month,
            "seats": n,
            "to": new,
        }
        for tier, n in seats.items()
        if n > 0
    }
    return scenario.with_changes(name or f"{new} cut from {unit}", _opened(new, kept, heads or {}, month) | going)


def add_unit(
    scenario: Scenario, new: str, *, like: str, month: int = 0, share: float = 1.0, name: str = ""
) -> Scenario:
    """Return the scenario with one unit more, as large as another one (or a share of it), opened in a month.

    Its market potential, productivity and place in the tree are those of the other; its seats open empty, and are
    filled by promotion and hiring as all others.

    Raises
    ------
    ScenarioError
        No such unit, a name that is taken, or a share that leaves no seat.
    """
    _refuse_unknown(scenario, (like,))
    if taken := _taken(scenario, new):
        raise ScenarioError(taken)
    seats = {tier: round(share * n) for (unit, tier), n in _budget(scenario, month).items() if unit == like}
    if not any(n > 0 for n in seats.values()):
        problem = f"share = {share:g} of the seats of `{like}` is none."
        raise ScenarioError([_fault(scenario, "add_unit", problem, "Ask for a larger share, such as 1.")])
    declared = scenario.parameters.organisation.units[like]
    kept = {"parent": declared.parent, "productivity_factor": declared.productivity_factor}
    if declared.potential_annual is not None:
        kept["potential_annual"] = share * declared.potential_annual
    return scenario.with_changes(name or f"{new} opened", _opened(new, kept, seats, month))


def close_unit(scenario: Scenario, unit: str, *, month: int = 0, redundancy: bool = False, name: str = "") -> Scenario:
    """Return the scenario without a unit: its seats close, and the units right below it stand below the one above.

    The unit stays in the tree without seats, so that all other seats keep their names and their luck. Seats that are
    planned to open later close when the last of them has opened.

    Raises
    ------
    ScenarioError
        No such unit, or the company itself.
    """
    _refuse_unknown(scenario, (unit,))
    units = scenario.parameters.organisation.units
    above = units[unit].parent
    if above is None:
        problem = f"`{unit}` is the company, which can not close."
        raise ScenarioError([_fault(scenario, f"organisation.units.{unit}", problem, "Close a unit below it.")])
    below = [child for child, declared in units.items() if declared.parent == unit]
    changes: dict[str, Any] = {f"organisation.units.{child}.parent": above for child in below}
    month = max([month, *(seat.opens or 0 for seat in _staying(scenario) if seat.unit == unit)])
    for (of, tier), n in _budget(scenario, month).items():
        if of == unit:
            closing = _closing(unit, tier, n, month, redundancy)
            changes[f"organisation.seat_changes.{unit} closes, {tier}"] = closing
    return scenario.with_changes(name or f"{unit} closed", changes)


def _opened(unit: str, declared: Mapping[str, Any], seats: Mapping[str, int], month: int) -> dict[str, Any]:
    """Return the changes that make a unit and open its seats on a date."""
    opening = {
        f"organisation.seat_changes.{unit} opens, {tier}": {"unit": unit, "tier": tier, "month": month, "seats": n}
        for tier, n in seats.items()
        if n > 0
    }
    return {f"organisation.units.{unit}": {**declared, "seats": {}}, **opening}


def _narrowest(scenario: Scenario, layers: Sequence[str], n: int) -> list[str]:
    """Return the n layers between top and lowest that lead fewest people of the layer below them a head."""
    budget = _budget(scenario, 0)
    seats = [sum(of for (_, name), of in budget.items() if name == tier) for tier in layers]
    spans = {tier: below / max(mine, 1) for tier, mine, below in zip(layers[1:-1], seats[1:-1], seats, strict=False)}
    return sorted(spans, key=spans.__getitem__)[:n]


def _without_layer(scenario: Scenario, tier: str, month: int, redundancy: bool) -> dict[str, Any]:
    """Return the changes that close a layer: its seats, and the ways up through it."""
    tiers = scenario.parameters.tiers
    names = list(tiers)
    changes: dict[str, Any] = {
        f"organisation.seat_changes.no {tier} in {unit}": _closing(unit, tier, n, month, redundancy)
        for (unit, name), n in _budget(scenario, month).items()
        if name == tier and n
    }
    sources = {
        upper: declared.promotion.from_tier or names[names.index(upper) - 1]
        for upper, declared in tiers.items()
        if declared.promotion
    }
    below = sources.get(tier, names[names.index(tier) - 1])
    uppers = [upper for upper, source in sources.items() if source == tier]
    return changes | {f"tiers.{upper}.promotion.from_tier": below for upper in uppers}


def _closing(unit: str, tier: str, n_seats: int, month: int, redundancy: bool) -> dict[str, Any]:
    return {"unit": unit, "tier": tier, "month": month, "seats": -n_seats, "redundancy": redundancy}


def _budget(scenario: Scenario, month: int) -> Counter[tuple[str, str]]:
    """Return the seats of each unit and tier that are open in a month and do not close later."""
    return Counter((seat.unit, seat.tier) for seat in _staying(scenario) if (seat.opens or 0) <= month)


def _staying(scenario: Scenario) -> list[PlannedSeat]:
    """Return the seats of the budget that do not close."""
    return [s for s in planned_seats(scenario) if not (s.home or s.is_intake) and s.closes == NEVER]


def _placed(scenario: Scenario, unit: str, under: str, month: int) -> dict[str, Any]:
    """Return the changes that put a unit under another one in a month; refuse a place that is not free."""
    return _moving(unit, _free_parent(scenario, unit, under), month)


def _moving(unit: str, under: str, month: int) -> dict[str, Any]:
    """Return the changes that put a unit under another one: from the first month on, or on a date."""
    if month == 0:
        return {f"organisation.units.{unit}.parent": under}
    return {f"organisation.unit_moves.{unit} under {under}": {"unit": unit, "under": under, "month": month}}


def _free_parent(scenario: Scenario, unit: str, under: str) -> str:
    """Return the new parent of a unit; refuse the company, and a move below itself."""
    units, here = scenario.parameters.organisation.units, under
    problem = f"`{unit}` is the company, which stands under nothing." if units[unit].parent is None else ""
    while not problem:
        if here == unit:
            problem = f"`{under}` is `{unit}` itself or below it: a circle."
        above = units[here].parent
        if above is None:
            break
        here = above
    if problem:
        place = f"organisation.units.{unit}.parent"
        raise ScenarioError([_fault(scenario, place, problem, "Choose a unit that is not below it.")])
    return under


def _refuse_unknown(scenario: Scenario, asked: Sequence[str]) -> None:
    units = scenario.parameters.organisation.units
    faults = [
        _fault(scenario, "organisation.units", f"there is no unit `{name}`.", nearest(name, units))
        for name in dict.fromkeys(asked)
        if name not in units
    ]
    if faults:
        raise ScenarioError(faults)


def _taken(scenario: Scenario, new: str) -> list[Fault]:
    is_taken = new in scenario.parameters.organisation.units
    fault = _fault(scenario, "organisation.units", f"there is a unit `{new}` already.", "Give another name.")
    return [fault] * is_taken


def _fault(scenario: Scenario, where: str, problem: str, remedy: str) -> Fault:
    return Fault(f"`{scenario.name}`", f"{where}: {problem}", remedy)
