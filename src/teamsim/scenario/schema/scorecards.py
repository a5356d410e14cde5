"""Scorecards: items with weights and a payout curve each."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter
from teamsim.scenario.schema.terms import MEASURED, Cycles, Measured, Measures, Payment, kind_of


class ScorecardItem(Section):
    """One item of a scorecard."""

    weight: float = parameter(
        low=0.0,
        high=1.0,
        unit="weight",
        label="Weight",
        label_zh="权重",
        description="Share of the target amount; the weights of a scorecard add up to one.",
    )
    measure: Literal["credited", "soft"] | Measures = parameter(
        "credited",
        unit="name",
        label="Measured on",
        label_zh="业绩口径",
        description="soft: how a rater judges the person, around 1; " + MEASURED,
    )
    curve: tuple[tuple[float, float], ...] = parameter(
        ((0.0, 0.0), (1.0, 1.0)),
        unit="[attainment, payout share]",
        label="Payout curve",
        label_zh="付薪曲线",
        description="Share of the item's target that is paid by attainment, straight between the points, flat outside.",
    )
    spread: float = parameter(
        0.15,
        low=0.0,
        high=1.0,
        unit="attainment",
        label="Spread of soft scores",
        label_zh="软指标离散度",
        description="Attainment per standard deviation of what the rater sees.",
    )
    reliability: float = parameter(
        0.5,
        low=0.0,
        high=1.0,
        unit="share of variance",
        label="Reliability",
        label_zh="评分信度",
        description="Correlation of two independent judgements of a person; the rest is noise. The rater's leniency is "
        "that of `promotion.rater_bias_sigma`.",
    )


class Scorecard(Payment, Measured):
    """A target amount, paid by several items with weights and payout curves."""

    kind: Literal["scorecard"] = kind_of("scorecard")  # type: ignore[assignment]
    cycle: Cycles = parameter(
        "quarter",
        unit="name",
        label="Measurement period",
        label_zh="考核周期",
        description="Fiscal period of the scorecard.",
    )
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a cycle",
        label="Target amount",
        label_zh="目标金额",
        description="Paid for a full cycle when every item stands at its target.",
    )
    items: dict[str, ScorecardItem] = parameter(
        unit="items", label="Items", label_zh="指标项", description="Items by name."
    )
