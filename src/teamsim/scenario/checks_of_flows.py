"""What is wrong between the values of flows: moves by career, planned intakes, acquired teams, seasons of exits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import TypeAdapter, ValidationError

from teamsim.data.roster import RosterPerson
from teamsim.rules.promotion import Criterion
from teamsim.scenario.curves import mean_exit_rate
from teamsim.scenario.faults import Finding, nearest
from teamsim.scenario.read import KeyPath, Tree, mapping_at
from teamsim.scenario.schema import TenureLaw

_LAWS: TypeAdapter[TenureLaw] = TypeAdapter(TenureLaw)


def flow_findings(tree: Tree) -> Iterator[Finding]:
    """Find moves to nowhere and of more than everybody, intakes nowhere, seasons that are not a year's."""
    yield from _move_findings(tree)
    yield from _weight_findings(tree)
    yield from _intake_findings(tree)
    yield from _acquisition_findings(tree)
    for name in mapping_at(tree, "tiers"):
        yield from season_findings(("tiers", name, "exit_season"), mapping_at(tree, "tiers", name).get("exit_season"))


def _move_findings(tree: Tree) -> Iterator[Finding]:
    tiers, moves = mapping_at(tree, "tiers"), mapping_at(tree, "promotion", "moves")
    for tier in moves:
        path: KeyPath = ("promotion", "moves", tier)
        shares = mapping_at(moves, tier)
        for name, where in ((tier, path), *((target, (*path, target)) for target in shares)):
            if tiers and name not in tiers:
                yield where, f"there is no tier `{name}`.", nearest(name, tiers)
        if tier in shares:
            yield (*path, tier), "a move to the same tier.", "Take it out; who does not move stays."
        numbers = [share for share in shares.values() if isinstance(share, int | float)]
        if all(0.0 <= share <= 1.0 for share in numbers) and sum(numbers) > 1.0 + 1e-9:
            yield path, f"{sum(numbers):.4g} of those who stay would move.", "The shares of a tier add up to at most 1."


def _weight_findings(tree: Tree) -> Iterator[Finding]:
    weights = mapping_at(tree, "promotion", "weights")
    if len(weights) == len(Criterion) and all(weight == 0 for weight in weights.values()):
        yield ("promotion", "weights"), "all weights are zero.", "Give at least one criterion a weight above 0."


def _intake_findings(tree: Tree) -> Iterator[Finding]:
    known = {"unit": mapping_at(tree, "organisation", "units"), "tier": mapping_at(tree, "tiers")}
    sources = mapping_at(tree, "hiring", "sources")
    intakes = mapping_at(tree, "organisation", "intake")
    for name in intakes:
        for key, names in known.items():
            value = mapping_at(intakes, name).get(key)
            if names and isinstance(value, str) and value not in names:
                yield ("organisation", "intake", name, key), f"there is no {key} `{value}`.", nearest(value, names)
        source = mapping_at(intakes, name).get("source")
        if isinstance(source, str) and source not in sources:
            remedy = nearest(source, sources) if sources else "Describe it in hiring.sources."
            yield ("organisation", "intake", name, "source"), f"there is no source `{source}`.", remedy


def _acquisition_findings(tree: Tree) -> Iterator[Finding]:
    """Find acquired teams in units or of tiers that do not exist."""
    units, tiers = mapping_at(tree, "organisation", "units"), mapping_at(tree, "tiers")
    teams = mapping_at(tree, "organisation", "acquisitions")
    for name in teams:
        path: KeyPath = ("organisation", "acquisitions", name)
        unit = mapping_at(teams, name).get("unit")
        if units and isinstance(unit, str) and unit not in units:
            yield (*path, "unit"), f"there is no unit `{unit}`.", nearest(unit, units)
        for tier in mapping_at(teams, name, "people"):
            if tiers and tier not in tiers:
                yield (*path, "people", tier), f"there is no tier `{tier}`.", nearest(tier, tiers)


def peer_findings(tree: Tree, people: Sequence[RosterPerson] = ()) -> Iterator[Finding]:
    """Find tiers whose exits would bring ever more exits; tiers that a roster fills have the seats of its people."""
    held = Counter((person.unit, person.tier) for person in people)
    for name in mapping_at(tree, "tiers"):
        yield from _chain_findings(tree, name, held)


def _chain_findings(tree: Tree, tier: str, held: Counter[tuple[str, str]]) -> Iterator[Finding]:
    """Find exits of which each would bring one more, or more than one, in the unit with most seats of the tier."""
    effects, law = mapping_at(tree, "tiers", tier, "exit_effects"), mapping_at(tree, "tiers", tier).get("attrition", {})
    ratio, months = effects.get("peer_exits_ratio", 1.0), effects.get("peer_exits_months", 3)
    if not (isinstance(ratio, int | float) and isinstance(months, int | float) and ratio > 1.0):
        return
    try:
        rate = mean_exit_rate(_LAWS.validate_python(law or {"law": "weibull"}))
    except ValidationError:
        return  # told where the law is read
    seats = {unit: _seats_of(tree, unit, tier, held[unit, tier]) for unit in mapping_at(tree, "organisation", "units")}
    unit = max(seats, key=seats.__getitem__, default="")
    further = (seats.get(unit, 0.0) - 1.0) * months * rate * (ratio - 1.0)
    if further >= 1.0:
        most = 1.0 + (ratio - 1.0) / further
        problem = (
            f"at {ratio:g} over {months:g} months each exit among the {seats[unit]:g} seats of `{unit}` would bring "
            f"{further:.2f} more; expected less than one."
        )
        remedy = f"Stay below {most:.4g}, or feel an exit for fewer months."
        yield ("tiers", tier, "exit_effects", "peer_exits_ratio"), problem, remedy


def _seats_of(tree: Tree, unit: str, tier: str, n_people: int) -> float:
    """Return the most seats of a tier that a unit is planned to have: those of its people where none are budgeted."""
    changes = [mapping_at({"": change}, "") for change in mapping_at(tree, "organisation", "seat_changes").values()]
    more = [c.get("seats") for c in changes if c.get("to", c.get("unit")) == unit and c.get("tier") == tier]
    numbers = [mapping_at(tree, "organisation", "units", unit, "seats").get(tier, n_people), *more]
    return float(sum(n for n in numbers if isinstance(n, int | float) and n > 0))


def season_findings(path: KeyPath, season: object) -> Iterator[Finding]:
    """Find a season that has not twelve factors, or none above zero."""
    if not isinstance(season, list | tuple):
        return
    numbers = [value for value in season if isinstance(value, int | float)]
    if len(season) != 12:
        yield path, f"{len(season)} factors; expected 12, one a month.", "January to December."
    elif len(numbers) == 12 and sum(numbers) <= 0:
        yield path, "all factors are zero.", "Give at least one month a factor above 0."
