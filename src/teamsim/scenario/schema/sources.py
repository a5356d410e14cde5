"""Where hires come from, how they are chosen, and teams that join as a whole."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter


class HiringSource(Section):
    """One source of hires from outside: advertisements, an agency, referrals, campus."""

    share: float = parameter(
        low=0.0,
        high=1_000_000.0,
        unit="weight",
        label="Share of hires",
        label_zh="招聘渠道占比",
        description="Weight among the sources of a tier; divided by their sum, so one may be changed alone.",
        is_assumption=True,
    )
    talent: float = parameter(
        1.0,
        above=0.0,
        high=5.0,
        typical=(0.9, 1.1),
        unit="multiple",
        label="Talent of the source",
        label_zh="渠道人才系数",
        description="Multiplies the talent of its hires against those of other sources: divided by its mean over the "
        "hires of the opening's past, so another mix changes the mean and the same mix does not.",
        is_assumption=True,
    )
    exit_ratio: float = parameter(
        1.0,
        low=0.0,
        high=10.0,
        typical=(0.7, 1.2),
        unit="hazard ratio",
        label="Exits of the source",
        label_zh="渠道离职风险系数",
        description="Multiplies the risk to leave of its people for life against those of other sources: divided, "
        "with the other effects, by its mean over the opening people of their tier.",
        is_assumption=True,
    )
    work: float = parameter(
        1.0,
        above=0.0,
        high=20.0,
        typical=(0.7, 1.5),
        unit="multiple",
        label="Recruiter work for the source",
        label_zh="渠道招聘工作量系数",
        description="Multiplies the days of work of its searches, divided by its mean over the hires of the past.",
        is_assumption=True,
    )
    cost_per_hire: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a hire",
        label="Cost of the source",
        label_zh="渠道单次招聘费用",
        description="Agency fee, referral bonus; on top of the tier's `costs.hiring_per_hire`.",
    )
    tiers: tuple[str, ...] = parameter(
        (), unit="tiers", label="Tiers", label_zh="适用职级", description="Tiers that hire from it; empty: all."
    )


class Selection(Section):
    """Several candidates for a seat, of whom the best as assessed is hired."""

    candidates: int = parameter(
        1,
        low=1,
        high=100,
        typical=(1, 8),
        unit="candidates a hire",
        label="Candidates assessed",
        label_zh="每岗考察候选人数",
        description="People assessed for a hire; 1 = the first who comes, off. The gain is measured against what the "
        "past's own selection gained.",
    )
    reliability: float = parameter(
        0.25,
        low=0.0,
        high=1.0,
        typical=(0.1, 0.4),
        unit="share of variance",
        label="Reliability of the assessment",
        label_zh="甄选信度",
        description="Share h of the variance of assessed skill that is true skill: its correlation with true skill is "
        "sqrt(h), .5 for a good structured interview.",
        source="assumption: validities of .3 to .6",
        is_assumption=True,
    )
    cost_per_candidate: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a candidate",
        label="Cost of an assessment",
        label_zh="单个候选人考察费用",
        description="Interviewers, tests, travel; paid for every candidate of those who are hired.",
    )


class Acquisition(Section):
    """A team that joins as a whole on a date: seats with their holders."""

    unit: str = parameter(unit="unit", label="Unit", label_zh="组织单元", description="Where.")
    month: int = parameter(
        low=0,
        high=1200,
        unit="months from the start",
        label="Month",
        label_zh="月份",
        description="They join on its first; 0 = the first month that is measured.",
    )
    people: dict[str, Annotated[int, Field(ge=0, le=100_000)]] = parameter(
        unit="people by tier",
        label="People by tier",
        label_zh="各职级人数",
        description="How many of each tier; each brings a seat.",
    )
    tenure_months: int = parameter(
        24,
        low=0,
        high=480,
        unit="months",
        label="Tenure they bring",
        label_zh="原司龄",
        description="Counts for ramp, risk to leave, seniority and severance; time in grade begins on the date.",
    )
    talent: float = parameter(
        1.0,
        above=0.0,
        high=5.0,
        typical=(0.8, 1.2),
        unit="multiple",
        label="Talent of the team",
        label_zh="团队人才系数",
        description="Multiplies talent that is drawn as for a hire; 1 = as good as an average hire without sources.",
        is_assumption=True,
    )
    exit_ratio: float = parameter(
        1.0,
        low=0.0,
        high=10.0,
        typical=(1.0, 3.0),
        unit="hazard ratio",
        label="Exits after the acquisition",
        label_zh="并购后离职风险系数",
        description="Multiplies the risk to leave of those who came, in the first `exit_months`.",
        is_assumption=True,
    )
    exit_months: int = parameter(
        12,
        low=0,
        high=120,
        unit="months",
        label="Months of integration",
        label_zh="整合期月数",
        description="Months from the date in which `exit_ratio` holds.",
    )
    cost_per_head: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a head",
        label="Price of a head",
        label_zh="人均并购成本",
        description="All that is paid for a person who comes, in `hiring_cost` of that month; instead of the tier's "
        "cost of a hire and of training one.",
    )
    backfill: bool = parameter(
        True,
        unit="yes / no",
        label="Seats stay",
        label_zh="编制保留",
        description="no: each seat closes when the person who brought it leaves it.",
    )
