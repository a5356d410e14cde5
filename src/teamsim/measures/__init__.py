"""The measures: each defined once, with unit, aggregation and labels."""

from teamsim.measures.measure import Aggregation, Better, Measure
from teamsim.measures.money import MONEY
from teamsim.measures.organisation import ORGANISATION
from teamsim.measures.performance import PERFORMANCE

__all__ = ["MEASURES", "Aggregation", "Better", "Measure"]

MEASURES: dict[str, Measure] = {measure.name: measure for measure in (*ORGANISATION, *PERFORMANCE, *MONEY)}
