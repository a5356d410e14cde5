"""Requests, recruiters, offers and sources: how empty seats are filled from outside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from teamsim.scenario.schema.declare import Section, parameter
from teamsim.scenario.schema.sources import HiringSource, Selection


class Freeze(Section):
    """A stretch of months in which nobody is asked for outside; promotions and running searches go on."""

    first_month: int = parameter(
        low=0,
        high=1200,
        unit="months from the start",
        label="First month",
        label_zh="起始月",
        description="0 = the first month that is measured.",
    )
    last_month: int = parameter(
        low=0,
        high=1200,
        unit="months from the start",
        label="Last month",
        label_zh="结束月",
        description="Last month of the freeze, itself included.",
    )
    tiers: tuple[str, ...] = parameter(
        (), unit="tiers", label="Tiers", label_zh="适用职级", description="Tiers that it holds for; empty: all."
    )
    units: tuple[str, ...] = parameter(
        (),
        unit="units",
        label="Units",
        label_zh="适用单元",
        description="Units that it holds for, with those below them; empty: all.",
    )


class Hiring(Section):
    """Approval and the recruiters that all tiers share."""

    recruiters: int | None = parameter(
        None,
        low=1,
        high=10_000,
        typical=(1, 12),
        unit="people",
        label="Recruiters",
        label_zh="招聘专员人数",
        description="People who search; left out: always enough. Requests wait, first come first served.",
    )
    requisitions_per_recruiter: int = parameter(
        6,
        low=1,
        high=1000,
        typical=(3, 15),
        unit="requisitions",
        label="Searches a recruiter carries",
        label_zh="每名招聘专员并行需求数",
        description="Searches that one recruiter works on at once.",
    )
    approval_lag_days: int = parameter(
        0,
        low=0,
        high=360,
        typical=(0, 60),
        unit="days",
        label="Approval lag",
        label_zh="审批时长",
        description="Days from the first of the month in which a seat is found empty to an approved requisition.",
    )
    start_on: Literal["any_day", "first_of_month"] = parameter(
        "any_day",
        unit="name",
        label="Hires start on",
        label_zh="入职日",
        description="any_day: the day the search ends; first_of_month: recruiter work is rounded to whole months "
        "(at least one), so hires join on the first where approval takes none or whole months.",
    )
    start_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = parameter(
        (),
        unit="calendar months",
        label="Months in which hires start",
        label_zh="集中入职月份",
        description="Calendar months (1-12) in which hires join; who accepts in another waits for the first of the "
        "next one, the recruiter is free meanwhile. Empty: any month. Planned intakes and acquired teams have dates "
        "of their own.",
    )
    acceptance: float = parameter(
        1.0,
        low=0.05,
        high=1.0,
        typical=(0.5, 0.95),
        unit="chance an offer",
        label="Offers accepted",
        label_zh="录用接受率",
        description="Chance that an offer at market pay is accepted; 1 = always, whatever the pay. After a refusal "
        "the recruiter starts the work anew; the twentieth offer is accepted.",
    )
    acceptance_elasticity: float = parameter(
        0.0,
        low=0.0,
        high=20.0,
        typical=(0.0, 6.0),
        unit="log-odds per log of pay",
        label="Acceptance by pay",
        label_zh="接受率对薪酬的弹性",
        description="Log-odds of acceptance grow by this times ln(target pay / market pay) of the tier; 0 = pay does "
        "not matter.",
    )
    candidate_flow: float | None = parameter(
        None,
        above=0.0,
        high=1_000_000.0,
        unit="requisitions",
        label="Candidate flow",
        label_zh="人才供给量",
        description="Open requisitions that the market feeds without strain; strain is those open when a requisition "
        "is raised (itself included) over this, at least 1. Left out: the mean of the opening, at least 1; its past "
        "then knows no strain.",
    )
    flow_elasticity: float = parameter(
        0.0,
        low=0.0,
        high=5.0,
        typical=(0.0, 1.0),
        unit="elasticity",
        label="Recruiter work by strain",
        label_zh="招聘工作量对供给紧张的弹性",
        description="Days of work grow as strain to this power; 0 = off.",
    )
    flow_elasticity_acceptance: float = parameter(
        0.0,
        low=0.0,
        high=5.0,
        typical=(0.0, 1.0),
        unit="elasticity",
        label="Acceptance by strain",
        label_zh="接受率对供给紧张的弹性",
        description="The odds that an offer is accepted fall as strain to this power; 0 = off.",
    )
    flow_elasticity_talent: float = parameter(
        0.0,
        low=0.0,
        high=5.0,
        typical=(0.0, 0.3),
        unit="elasticity",
        label="Talent of hires by strain",
        label_zh="新人能力对供给紧张的弹性",
        description="The talent of a hire falls as strain to this power; 0 = off.",
    )
    early_requisition: bool = parameter(
        False,
        unit="yes / no",
        label="Requisition on notice",
        label_zh="通知期内提前招聘",
        description="A seat that will go outside is asked for in the month after the resignation, while its holder is "
        "on notice; the hire starts the day after the holder's last day at the earliest.",
    )
    sources: dict[str, HiringSource] = parameter(
        default={},
        unit="sources",
        label="Sources of hires",
        label_zh="招聘渠道",
        description="Where hires from outside come from, by name, eight at most; empty: they are all alike. Inside "
        "moves are promotions.",
    )
    selection: Selection = Field(default_factory=Selection)
    freezes: dict[str, Freeze] = parameter(
        default={},
        unit="freezes",
        label="Hiring freezes",
        label_zh="招聘冻结",
        description="Months in which no requisition is raised, by name; the past and a burn-in know none.",
    )
