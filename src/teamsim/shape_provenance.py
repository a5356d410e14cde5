"""Where a picture of organisations comes from, that nothing was simulated for: enough to count their seats again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from teamsim._version import __version__
from teamsim.analysis.shapes import Shape, shape_of
from teamsim.plan_provenance import Numbers
from teamsim.provenance import Source, now, source_of
from teamsim.run_folder import MODEL_VERSION
from teamsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class ShapeProvenance:
    """Where a picture of shapes comes from: the scenarios, and what follows from each by counting."""

    teamsim: str
    model_version: int
    made_at: str
    sources: tuple[Source, ...]
    numbers: Numbers

    @property
    def left_out(self) -> tuple[str, ...]:
        """Nothing: all of it is in the file."""
        return ()

    @property
    def told(self) -> str:
        """Scenarios with their hashes, and the version, in one line."""
        names = ", ".join(f"{source.name} {source.hash}" for source in self.sources)
        return f"teamsim {self.teamsim}, {names}"


def shape_provenance_of(scenarios: Sequence[Scenario]) -> ShapeProvenance:
    """Return where a picture of the shapes of scenarios comes from."""
    sources = tuple(map(source_of, scenarios))
    return ShapeProvenance(__version__, MODEL_VERSION, now(), sources, shape_numbers(scenarios))


def shape_numbers(scenarios: Sequence[Scenario]) -> Numbers:
    """Return seats, base pay, spans and layers of scenarios when all planned changes are made."""
    return {f"{each.name} {each.hash[:8]}": _numbers(shape_of(each)) for each in scenarios}


def shapes_of_tree(tree: Mapping[str, Any]) -> ShapeProvenance:
    """Return provenance from its plain data."""
    return ShapeProvenance(
        str(tree["teamsim"]),
        int(tree["model_version"]),
        str(tree["made_at"]),
        tuple(Source(**source) for source in tree["sources"]),
        {name: dict(numbers) for name, numbers in tree["numbers"].items()},
    )


def _numbers(shape: Shape) -> dict[str, float | None]:
    whole = {"seats": len(shape.seats), "base pay a year": shape.base_pay, "span": shape.span, "layers": shape.layers}
    by_tier = {f"seats of {tier}": n for tier, n in shape.by_tier.items()}
    by_unit = {f"seats in {unit.name}": unit.n_seats for unit in shape.units}
    spans = {f"span in {unit.name}": unit.span for unit in shape.units}
    return {**whole, **by_tier, **by_unit, **spans}
