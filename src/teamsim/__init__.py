"""teamsim: workforce planning and simulation for sales organisations.

>>> import teamsim as ts                                                        # doctest: +SKIP
>>> base = ts.load_scenario("scenarios/baseline.yaml")                          # doctest: +SKIP
>>> rich = ts.load_scenario("scenarios/richer_accelerator.yaml")                # doctest: +SKIP
>>> study = ts.run([base, rich], replications=500, seed=7)                      # doctest: +SKIP
>>> print(study.compare("bookings", "pay", "contribution"))                     # doctest: +SKIP
"""

from teamsim.analysis.compare import Comparison, compare
from teamsim.errors import TeamsimError
from teamsim.plots import Plots
from teamsim.rules import rule
from teamsim.scenario import Scenario, diff, load_scenario, make_scenario
from teamsim.study import Study, run

__version__ = "0.1.0"
__all__ = [
    "Comparison",
    "Scenario",
    "Study",
    "TeamsimError",
    "compare",
    "diff",
    "load_scenario",
    "make_scenario",
    "rule",
    "run",
]

# Accessors are attached here, so that a study knows nothing of what is made from it and imports run one way.
Study.compare = compare  # type: ignore[attr-defined]
Study.plots = property(Plots)  # type: ignore[attr-defined]
