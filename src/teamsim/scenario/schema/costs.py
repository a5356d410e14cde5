"""What people cost beside their pay: the law of the place, and what a hire and a head cost."""

from __future__ import annotations

from pydantic import Field

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter
from teamsim.scenario.schema.jurisdictions import GenericJurisdiction, Jurisdiction


class Costs(Section):
    """What the organisation pays beside pay, contributions and what belongs to a tier."""

    jurisdiction: Jurisdiction = Field(default_factory=GenericJurisdiction)
    licences_monthly: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a head and month",
        label="Software licences",
        label_zh="软件许可费（人月）",
        description="Customer management and other software, for each person in a seat.",
    )
    recruiter_annual: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Cost of a recruiter",
        label_zh="招聘专员年成本",
        description="All that a recruiter of `hiring.recruiters` costs.",
    )
    fixed_monthly: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a month",
        label="Fixed cost",
        label_zh="固定费用（月）",
        description="Sales operations, rent, events: what does not depend on the number of people.",
    )


class TierCosts(Section):
    """What a hire and a head of the tier cost beside pay: cash only. Sales lost meanwhile are simulated."""

    hiring_per_hire: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a hire",
        label="Cost of a hire",
        label_zh="单次招聘费用",
        description="Agency, advertising, travel, sign-on; for hires from outside.",
        source="milestones.business 2018: 29,000 USD to acquire a sales representative",
    )
    training_per_hire: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a hire",
        label="Cost of training a hire",
        label_zh="新人培训费用",
        description="Trainers, rooms, material; not the pay of the new person, which is simulated.",
        source="milestones.business 2018: 36,000 USD to train a sales representative",
    )
    travel_monthly: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a head and month",
        label="Travel",
        label_zh="差旅费（人月）",
        description="Travel and entertainment of a person in a seat.",
    )
    overhead_monthly: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a head and month",
        label="Overhead",
        label_zh="人均间接费用（人月）",
        description="Benefits that do not depend on pay (health insurance), desk, equipment.",
    )
