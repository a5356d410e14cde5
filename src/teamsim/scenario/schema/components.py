"""The components of an incentive plan, told apart by their kind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from teamsim.scenario.schema.campaigns import Contest, Spif
from teamsim.scenario.schema.commission import LumpSum, Override, RateTable
from teamsim.scenario.schema.fixed_pay import Benefits, Draw, Guarantee, Retention
from teamsim.scenario.schema.scorecards import Scorecard

Component = Annotated[
    RateTable | Override | LumpSum | Spif | Draw | Guarantee | Contest | Scorecard | Retention | Benefits,
    Field(discriminator="kind"),
]
