"""Span of control, coaching, managers, and planned intake."""

from __future__ import annotations

from teamsim.scenario.schema.declare import Section, parameter


class Span(Section):
    """How many people a manager leads, from a date on."""

    reports: float = parameter(
        low=1.0,
        high=100.0,
        typical=(5.0, 15.0),
        unit="people a manager",
        label="Span of control",
        label_zh="管理幅度",
        description="Budgeted individual contributors for each seat of their managers' tier; rounded to whole seats, "
        "at least one where there was one. Seats are opened or closed on the date, as by planned seat changes.",
        source="engagio ABS guide: 8",
        status="benchmark",
    )
    month: int = parameter(
        0,
        low=0,
        high=1200,
        unit="months from the start",
        label="Month",
        label_zh="月份",
        description="0 = the first month that is measured.",
    )
    redundancy: bool = parameter(
        False,
        unit="yes / no",
        label="Redundancy",
        label_zh="裁撤在岗人员",
        description="Managers whose seats close leave on the date; otherwise a seat closes when next empty.",
    )


class UnitMove(Section):
    """A unit that stands elsewhere in the tree from a date on, with all that is below it."""

    unit: str = parameter(unit="unit", label="Unit", label_zh="组织单元", description="Which unit moves.")
    under: str = parameter(
        unit="unit",
        label="Under",
        label_zh="新上级单元",
        description="Unit under which it stands from then on; never one below it.",
    )
    month: int = parameter(
        low=0,
        high=1200,
        unit="months from the start",
        label="Month",
        label_zh="月份",
        description="0 = the first month that is measured.",
    )
    merge: bool = parameter(
        False,
        unit="yes / no",
        label="Merge",
        label_zh="合并",
        description="yes: the unit's own management seats close on the date, and those who lead the unit it joins lead "
        "its people; no: it keeps its heads.",
    )
    redundancy: bool = parameter(
        False,
        unit="yes / no",
        label="Redundancy",
        label_zh="裁撤在岗人员",
        description="Holders of seats that a merger closes leave on the date; otherwise a seat closes when next empty.",
    )


class Coaching(Section):
    """Managers' coaching hours are shared by their reports, so a wide span means less for each."""

    gain: float = parameter(
        0.0,
        low=0.0,
        high=2.0,
        typical=(0.0, 0.3),
        unit="share of bookings",
        label="Gain from coaching",
        label_zh="辅导增益",
        description="What unlimited coaching adds to what an individual contributor books; 0 = off. Centred: the "
        "opening organisation keeps its productivity.",
        source="hbs.edu item 58132: peer coaching +15% for 20 weeks",
        status="benchmark",
    )
    hours_per_manager: float = parameter(
        40.0,
        low=0.0,
        high=200.0,
        typical=(10.0, 80.0),
        unit="hours a month",
        label="Coaching hours of a manager",
        label_zh="主管每月辅导时数",
        description="Hours that a manager has for all reports together.",
    )
    useful_hours: float = parameter(
        5.0,
        above=0.0,
        high=100.0,
        typical=(2.0, 10.0),
        unit="hours a report and month",
        label="Hours that bring most of the gain",
        label_zh="有效辅导时数",
        description="h hours a report bring the share 1 - exp(-h / this) of the gain: 63% at this many.",
    )
    meeting_hours: float = parameter(
        0.0,
        low=0.0,
        high=120.0,
        typical=(0.0, 24.0),
        unit="hours a month",
        label="Meetings and reports",
        label_zh="会议与汇报时数",
        description="Hours of a manager with all reports together; each of them has so many of 160 less to sell, the "
        "manager so many less to coach. Centred on what the opening organisation had; nobody meets without a manager.",
    )
    meeting_coaching: float = parameter(
        0.3,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.6),
        unit="hours of coaching an hour",
        label="Coaching in meetings",
        label_zh="会议辅导折算",
        description="What an hour of them is worth to each report in hours of coaching alone.",
    )


class ManagerEffect(Section):
    """Better managers make their teams sell more: where promotion on results alone shows its price."""

    sigma: float = parameter(
        0.0,
        low=0.0,
        high=0.5,
        typical=(0.0, 0.1),
        unit="log bookings a standard deviation",
        label="Effect of a manager's leadership",
        label_zh="主管领导力影响",
        description="Log change of the team's bookings per standard deviation of the leadership of those who lead it; "
        "0 = off. Several managers of a unit are averaged. Centred on the opening organisation.",
        source="ssrn 2131572: from the 10th to the 90th percentile boss is one worker in a team of nine, about .043",
        status="benchmark",
    )


class Intake(Section):
    """New people taken in every year, whatever is vacant."""

    unit: str = parameter(unit="unit", label="Unit", label_zh="组织单元", description="Where.")
    tier: str = parameter(unit="tier", label="Tier", label_zh="职级", description="Which tier.")
    month_of_year: int = parameter(
        low=1,
        high=12,
        unit="calendar month",
        label="Month of intake",
        label_zh="入职月份",
        description="Calendar month (1-12) on whose first they join.",
    )
    seats: int = parameter(
        low=0,
        high=100_000,
        unit="people a year",
        label="People taken in",
        label_zh="每年计划招收人数",
        description="Each brings a seat, which closes when the person leaves the organisation.",
    )
    source: str | None = parameter(
        None,
        unit="source",
        label="Source",
        label_zh="招聘渠道",
        description="Which of `hiring.sources` they come from; left out: none, they are like the average hire.",
    )
