"""What people learn, in courses and by doing: who, how many places there are, what it costs and leaves behind."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter


class Programme(Section):
    """A training programme: a course for which people ask when one is due, and may have to wait; or experience."""

    content: Literal["product", "market", "selling_skill", "customer_service", "leadership"] = parameter(
        "selling_skill",
        unit="name",
        label="Content",
        label_zh="培训内容",
        description="What is taught; a label, which does not change what happens.",
    )
    mode: Literal["classroom", "online", "case", "drill"] = parameter(
        "classroom",
        unit="name",
        label="Mode",
        label_zh="培训方式",
        description="How it is taught; a label, which does not change what happens.",
    )
    provider: Literal["internal", "external"] = parameter(
        "internal",
        unit="name",
        label="Provider",
        label_zh="培训来源",
        description="Whose trainers teach; a label, which does not change what happens.",
    )
    tiers: tuple[str, ...] = parameter(
        (), unit="tiers", label="Tiers", label_zh="适用职级", description="Tiers whose people go; empty: all."
    )
    audience: Literal["newcomers", "everybody", "acting", "coached", "transferred"] = parameter(
        "newcomers",
        unit="name",
        label="Who learns",
        label_zh="培训对象",
        description="newcomers: once, in the first `within_months` with the firm; everybody: again and again, "
        "`every_months` after the hire and after each course. Others learn by doing, without a place, a cost or a day: "
        "acting: a course's worth for each month in which a person acts for a head; coached: for each month with "
        "`organisation.coaching.useful_hours` of a manager's hours, for fewer hours less; transferred: for each "
        "lateral move.",
    )
    within_months: int = parameter(
        3,
        low=1,
        high=120,
        typical=(1, 6),
        unit="months from the month of hire",
        label="Newcomers' window",
        label_zh="新人培训窗口期",
        description="Newcomers who have had no place by then do not take the course; 1 = in the month of hire only.",
    )
    every_months: int = parameter(
        12,
        low=1,
        high=240,
        typical=(3, 24),
        unit="months",
        label="Months between courses",
        label_zh="复训间隔月数",
        description="For everybody: a course is due so many months after the last one.",
    )
    places: int | None = parameter(
        None,
        low=1,
        high=100_000,
        typical=(5, 40),
        unit="places a month",
        label="Places",
        label_zh="每月培训名额",
        description="Left out: always enough. People wait, first come first served; of those who ask in the same "
        "month, the first in seat order.",
    )
    cost_per_person: float = parameter(
        0.0,
        low=0.0,
        high=MAX_MONEY,
        unit="currency a person and course",
        label="Cost of a course",
        label_zh="人均课程费用",
        description="Trainers, rooms, travel to them; on top of `tiers.*.costs.training_per_hire`, so take out of "
        "that what is in here.",
    )
    days_lost: float = parameter(
        0.0,
        low=0.0,
        high=30.0,
        typical=(0.0, 10.0),
        unit="days a course",
        label="Selling days lost",
        label_zh="占用销售天数",
        description="Of 30 in the month of the course; quotas do not fall for it.",
    )
    ramp_months: float = parameter(
        0.0,
        low=0.0,
        high=60.0,
        typical=(0.0, 3.0),
        unit="months of ramp",
        label="Ramp gained",
        label_zh="缩短爬坡月数",
        description="From the month after the first course on, the ramp is read so many months ahead.",
        is_assumption=True,
    )
    talent_gain: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.15),
        unit="log talent a course",
        label="Gain in selling skill",
        label_zh="销售能力提升",
        description="From the month after the course on; it fades with `half_life_months`, and courses add up.",
        is_assumption=True,
    )
    leadership_gain: float = parameter(
        0.0,
        low=0.0,
        high=3.0,
        typical=(0.0, 0.3),
        unit="standard deviations of leadership a course",
        label="Gain in leadership",
        label_zh="领导力提升",
        description="As the gain in selling skill; leadership decides on promotions, succession and, with "
        "`organisation.manager_effect`, what a team sells.",
        is_assumption=True,
    )
    half_life_months: float = parameter(
        12.0,
        above=0.0,
        high=600.0,
        typical=(3.0, 36.0),
        unit="months",
        label="Half-life",
        label_zh="培训效果半衰期",
        description="After which half of a gain in selling skill or leadership is left.",
        source="hbs.edu item 58132: gains of +15% lasted at least 20 weeks after the coaching; judgement",
        is_assumption=True,
    )


class Development(Section):
    """How people are trained and learn by doing."""

    programmes: dict[str, Programme] = parameter(
        default={},
        unit="programmes",
        label="Training programmes",
        label_zh="培训项目",
        description="Training programmes, by name; empty: nobody is trained.",
    )
