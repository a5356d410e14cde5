"""Units, seats, and who is there on the first day."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter
from teamsim.scenario.schema.sources import Acquisition
from teamsim.scenario.schema.structure import Coaching, Intake, ManagerEffect, Span, UnitMove


class Unit(Section):
    """A node of the organisation: company, region, team."""

    label: str = parameter("", unit="text", label="Label", label_zh="名称", description="Name on screens.")
    label_zh: str = parameter(
        "", unit="text", label="Chinese label", label_zh="中文名称", description="Name on Chinese screens."
    )
    parent: str | None = parameter(
        None,
        unit="unit",
        label="Belongs to",
        label_zh="上级单元",
        description="Unit above; exactly one unit (the company) has none.",
    )
    potential_annual: float | None = parameter(
        None,
        above=0.0,
        high=MAX_MONEY,
        unit="currency a year",
        label="Market potential",
        label_zh="市场潜力",
        description="Bookings at which the unit's territory is full; left out: no saturation. Capacity beyond that "
        "of the opening is worth s(C)/s(C0), s(x) = (1 - exp(-x))/x of capacity over potential.",
        is_assumption=True,
    )
    productivity_factor: float = parameter(
        1.0,
        low=0.0,
        high=10.0,
        typical=(0.7, 1.3),
        unit="multiple",
        label="Productivity of the unit",
        label_zh="单元产能系数",
        description="Multiplies the full productivity of every tier in the unit.",
    )
    seats: dict[str, Annotated[int, Field(ge=0, le=100_000)]] = parameter(
        default={},
        unit="seats",
        label="Seats by tier",
        label_zh="各职级编制",
        description="Budgeted seats of each tier. With a roster, tiers left out have the seats of its people.",
    )
    backfill: bool = parameter(
        True,
        unit="yes / no",
        label="Backfill",
        label_zh="离职补招",
        description="no: seats that are there at the opening close when their holders leave (a freeze on hiring).",
    )


class SeatChange(Section):
    """A planned change of the budget on a date."""

    unit: str = parameter(unit="unit", label="Unit", label_zh="组织单元", description="Where.")
    tier: str = parameter(unit="tier", label="Tier", label_zh="职级", description="Which tier.")
    month: int = parameter(
        low=0,
        high=1200,
        unit="months from the start",
        label="Month",
        label_zh="月份",
        description="0 = the first month that is measured.",
    )
    seats: int = parameter(
        low=-100_000,
        high=100_000,
        unit="seats",
        label="Seats added (+) or closed (-)",
        label_zh="增减编制数",
        description="Closed seats are the last of their tier and unit; an occupied one closes when next empty. With "
        "`to`: how many move, 1 or more.",
    )
    to: str | None = parameter(
        None,
        unit="unit",
        label="Moved to",
        label_zh="划转至单元",
        description="Unit to which the seats, the last of their tier and unit, go with their holders and their share "
        "of the market potential: so a team is cut in two, or merged with another. Left out: seats open or close.",
    )
    redundancy: bool = parameter(
        False,
        unit="yes / no",
        label="Redundancy",
        label_zh="裁撤在岗人员",
        description="Occupied seats close on the date and their holders leave (involuntary).",
    )


class Organisation(Section):
    """The tree of units and its seats."""

    units: dict[str, Unit] = parameter(
        unit="units", label="Units", label_zh="组织单元", description="Every unit, by name."
    )
    span: Span | None = Field(None, description="Span of control from a date on; left out: the budget as it stands.")
    coaching: Coaching = Field(default_factory=Coaching)
    manager_effect: ManagerEffect = Field(default_factory=ManagerEffect)
    seat_changes: dict[str, SeatChange] = parameter(
        default={},
        unit="changes",
        label="Planned seat changes",
        label_zh="编制调整计划",
        description="Openings and closings of seats on a date, by name; the name is part of the new seats' names.",
    )
    unit_moves: dict[str, UnitMove] = parameter(
        default={},
        unit="moves",
        label="Planned moves of units",
        label_zh="组织调整计划",
        description="Units that are moved or merged on a date, by name; the past knows none. Seats, territory and "
        "luck stay with the unit; plans, quotas and freezes by unit keep to the tree of the first month.",
    )
    intake: dict[str, Intake] = parameter(
        default={},
        unit="intakes",
        label="Planned intakes",
        label_zh="年度招收计划",
        description="People taken in every year without a search, by name; from the first simulated month on, not in "
        "the past of a stationary opening.",
    )
    acquisitions: dict[str, Acquisition] = parameter(
        default={},
        unit="acquisitions",
        label="Acquired teams",
        label_zh="并购团队",
        description="Teams that join as a whole on a date, by name; the name is part of their seats' names.",
    )
    critical_seats: tuple[str, ...] = parameter(
        (),
        unit="seats",
        label="Critical seats by name",
        label_zh="关键岗位名单",
        description="Seats that the succession report covers beside those of critical tiers and of people whom a "
        "roster marks as critical, as unit/tier/number (west/sales_manager/003) or unit/tier/person_id.",
    )


class Opening(Section):
    """Who is there on the first day."""

    state: Literal["stationary", "new", "uniform"] = parameter(
        "stationary",
        unit="name",
        label="Opening state",
        label_zh="期初状态",
        description="stationary: where the policies lead after `firm_age_years` of history; new: every seat is "
        "filled by somebody who starts on the first day; uniform: every seat is filled, tenure and time in grade are "
        "equal and spread evenly over 0 to `tenure_months` - 1 whole months.",
    )
    tenure_months: int = parameter(
        36,
        low=1,
        high=480,
        unit="months",
        label="Range of opening tenures",
        label_zh="期初司龄范围",
        description="With the opening state `uniform`: tenures are 0 to this less one month, all as likely.",
    )
    past: Literal["inherited", "own"] = parameter(
        "inherited",
        unit="name",
        label="Past",
        label_zh="历史来源",
        description="inherited: a scenario that extends another starts from the same people as that one; "
        "own: from the past that its own policies would have made.",
    )
    firm_age_years: int = parameter(
        20,
        low=1,
        high=100,
        unit="years",
        label="Age of the firm",
        label_zh="公司年限",
        description="Length of the history behind a stationary opening; nobody has been there longer.",
    )
    roster: str | None = parameter(
        None,
        unit="CSV file",
        label="Roster",
        label_zh="人员名册",
        description="Table of the real people, relative to the scenario file; replaces the opening state.",
    )
    leave_months: int = parameter(
        3,
        low=0,
        high=60,
        typical=(1, 12),
        unit="months",
        label="Remaining leave",
        label_zh="剩余休假月数",
        description="Months until a person whom the roster marks as on leave is back.",
    )
    leave_pay_share: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        unit="share of base pay",
        label="Pay on leave",
        label_zh="休假薪酬比例",
        description="Base pay that a person on leave keeps.",
    )
