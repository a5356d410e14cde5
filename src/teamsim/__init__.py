"""teamsim: workforce planning and simulation for sales organisations.

>>> import teamsim as ts                                                        # doctest: +SKIP
>>> base = ts.load_scenario("scenarios/baseline.yaml")                          # doctest: +SKIP
>>> rich = ts.load_scenario("scenarios/richer_accelerator.yaml")                # doctest: +SKIP
>>> study = ts.run([base, rich], replications=500, seed=7)                      # doctest: +SKIP
>>> print(study.compare("bookings", "pay", "contribution"))                     # doctest: +SKIP

Starting is quick because tables, statistics and pictures (pandas, scipy, matplotlib and so on) are imported inside the
functions that use them. A module that every `import teamsim` loads keeps to that.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from teamsim import _numba as _numba  # first of all: it settles how numba is loaded
from teamsim._version import __version__
from teamsim.analysis.assumptions import UnderAssumptions, under_assumptions
from teamsim.analysis.bridges import reconcile
from teamsim.analysis.causes import waterfall
from teamsim.analysis.compare import Comparison, compare
from teamsim.analysis.equal_cost import at_equal_cost
from teamsim.analysis.lint import lint
from teamsim.errors import TeamsimError
from teamsim.plans import Plan, plan_of, statement
from teamsim.rules import rule
from teamsim.run_folder import load_run, save_run
from teamsim.scenario import Scenario, diff, load_scenario, make_scenario
from teamsim.studio import studio
from teamsim.study import Study, run

if TYPE_CHECKING:
    from teamsim import organisation, response
    from teamsim.plots import DrawnPlots, Plots

__all__ = [
    "Comparison",
    "Scenario",
    "Study",
    "TeamsimError",
    "__version__",
    "compare",
    "diff",
    "load_run",
    "load_scenario",
    "make_scenario",
    "organisation",
    "response",
    "rule",
    "run",
    "studio",
]


def __getattr__(name: str) -> ModuleType:
    """Load ``ts.response`` and ``ts.organisation`` on first use: most runs need neither solver nor other shapes."""
    if name in ("organisation", "response"):
        return importlib.import_module(f"teamsim.{name}")
    raise AttributeError(f"module 'teamsim' has no attribute {name!r}")


def _plots(study: Study) -> Plots:
    """Pictures of a study: ``study.plots.fan("bookings")``."""
    from teamsim.plots import Plots  # on first use: drawing libraries take a second to load

    return Plots(study)


def _drawn_plots(drawn: UnderAssumptions) -> DrawnPlots:
    """Pictures of what depends on assumptions: ``drawn.plots.tornado("bookings")``."""
    from teamsim.plots import DrawnPlots

    return DrawnPlots(drawn)


def _report(study: Study, out: str | Path, **options: Any) -> Path:
    """Write a page, slides or a workbook: ``study.report("board.html")``; see `teamsim.report.write_report`."""
    from teamsim.report import write_report

    return write_report(study, out, **options)


def _drawn_report(drawn: UnderAssumptions, out: str | Path, **options: Any) -> Path:
    """Write a page, slides or a workbook under drawn assumptions; see `teamsim.report.write_report`."""
    from teamsim.report import write_report

    return write_report(drawn.study, out, drawn=drawn, **options)


# Accessors are attached here, so that a study knows nothing of what is made from it and imports run one way.
Plan.lint = lint  # type: ignore[attr-defined]
Study.at_equal_cost = at_equal_cost  # type: ignore[attr-defined]
Study.compare = compare  # type: ignore[attr-defined]
Study.plots = property(_plots)  # type: ignore[attr-defined]
Study.statement = statement  # type: ignore[attr-defined]
Scenario.plan = plan_of  # type: ignore[attr-defined]
Study.reconcile = reconcile  # type: ignore[attr-defined]
Study.report = _report  # type: ignore[attr-defined]
Study.save = save_run  # type: ignore[attr-defined]
Study.under_assumptions = under_assumptions  # type: ignore[attr-defined]
Study.waterfall = waterfall  # type: ignore[attr-defined]
UnderAssumptions.plots = property(_drawn_plots)  # type: ignore[attr-defined]
UnderAssumptions.report = _drawn_report  # type: ignore[attr-defined]
