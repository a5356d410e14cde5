"""How people leave other than by a resignation, and what makes the best stay: age, probation, plans, recognition."""

from __future__ import annotations

from teamsim.scenario.schema.declare import Section, parameter


class Retirement(Section):
    """Retirement by age, and how old people are when they join."""

    age_years: float | None = parameter(
        None,
        low=40.0,
        high=90.0,
        typical=(55.0, 68.0),
        unit="years",
        label="Retirement age",
        label_zh="退休年龄",
        description="A person of the tier leaves at the end of the month of this birthday; left out: nobody retires.",
    )
    entry_age_from_years: float = parameter(
        22.0,
        low=14.0,
        high=80.0,
        typical=(20.0, 40.0),
        unit="years",
        label="Youngest age at entry",
        label_zh="入职年龄下限",
        description="Ages of people who join in the tier are spread evenly from this ...",
    )
    entry_age_to_years: float = parameter(
        35.0,
        low=14.0,
        high=80.0,
        typical=(25.0, 55.0),
        unit="years",
        label="Oldest age at entry",
        label_zh="入职年龄上限",
        description="... to this.",
    )


class Probation(Section):
    """Probation: at its end the firm parts, without severance, with those whose assessed skill is lowest."""

    months: int = parameter(
        0,
        low=0,
        high=24,
        typical=(0, 6),
        unit="months",
        label="Probation",
        label_zh="试用期",
        description="Months from the month of hire, which counts as one; 0 = none. Decided at the end of the last one.",
        source="labour contract law of the PRC, art. 19: at most 1 to 6 months by length of the contract",
    )
    failed_share: float = parameter(
        0.1,
        low=0.0,
        high=0.9,
        typical=(0.0, 0.25),
        unit="share of hires of mean talent one",
        label="Hires who do not pass",
        label_zh="试用期未通过比例",
        description="Of hires as the tier's candidates are on average; fewer of better hires fail, more of worse ones. "
        "An exit beside those of the tenure law, which may hold such exits already.",
        source="assumption: 0-.25",
    )
    reliability: float = parameter(
        0.5,
        low=0.0,
        high=1.0,
        typical=(0.2, 0.8),
        unit="share of variance",
        label="Reliability of the assessment in probation",
        label_zh="试用期评估信度",
        description="Share of what is seen of a hire that is skill, the rest is luck; 0 = whoever fails is chosen at "
        "random.",
        source="Viswesvaran, Ones, Schmidt (1996): ratings of performance by two supervisors correlate by .52",
    )


class Performance(Section):
    """Performance plans: who misses a floor for some quarters in a row gets one, and may be dismissed at its end."""

    floor: float | None = parameter(
        None,
        above=0.0,
        high=10.0,
        typical=(0.3, 0.7),
        unit="attainment",
        label="Performance floor",
        label_zh="业绩底线（达成率）",
        description="Attainment of a fiscal quarter below which it counts against a person; left out: no plans.",
    )
    after_quarters: int = parameter(
        2,
        low=1,
        high=20,
        typical=(1, 4),
        unit="quarters",
        label="Quarters below the floor",
        label_zh="连续未达底线季度数",
        description="So many in a row start a plan. A quarter without a quota starts the count anew.",
    )
    grace_months: int = parameter(
        6,
        low=0,
        high=60,
        typical=(0, 12),
        unit="months",
        label="Grace for newcomers",
        label_zh="新人豁免期",
        description="Quarters that end earlier in a person's time in grade do not count.",
    )
    plan_months: int = parameter(
        3,
        low=1,
        high=24,
        typical=(1, 6),
        unit="months",
        label="Length of a plan",
        label_zh="绩效改进计划时长",
        description="Months from the quarter's end to the decision.",
    )
    dismissal_chance: float = parameter(
        1.0,
        low=0.0,
        high=1.0,
        typical=(0.3, 1.0),
        unit="share of plans",
        label="Plans that end in a dismissal",
        label_zh="未通过者被辞退比例",
        description="Chance that a person whose last quarter is still below the floor is dismissed; others start anew.",
    )


class Recognition(Section):
    """Awards for the best of a quarter, who then think less of leaving until the next quarter ends."""

    top_share: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.2),
        unit="share of people",
        label="People recognised",
        label_zh="表彰人员比例",
        description="Of the tier's people with an attainment of the fiscal quarter that ends, the best, rounded to "
        "whole people; 0 = nobody.",
    )
    hazard_ratio: float = parameter(
        0.8,
        above=0.0,
        high=1.0,
        typical=(0.5, 1.0),
        unit="hazard ratio",
        label="Exits of those recognised",
        label_zh="受表彰者离职风险比",
        description="Multiplies the risk to leave of who was recognised last. Centred: the opening's people leave by "
        "the tenure law on average.",
    )
    cost_per_award: float = parameter(
        0.0,
        low=0.0,
        high=1e9,
        unit="currency an award",
        label="Cost of an award",
        label_zh="单次表彰费用",
        description="Trips, prizes, dinners; not pay.",
    )
