"""How a tier's empty seats are filled from inside: from the tier below, or from the same tier elsewhere."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.declare import Section, parameter


class TierPromotion(Section):
    """How empty seats of the tier are filled from inside."""

    from_tier: str | None = parameter(
        None,
        unit="tier",
        label="Promoted from",
        label_zh="晋升来源职级",
        description="Tier whose people are ready for this one; left out: the tier below on the ladder.",
    )
    choice: Literal["seniority", "results", "leadership", "score", "random"] = parameter(
        "results",
        unit="name",
        label="Promotion by",
        label_zh="晋升依据",
        description="seniority: the longest with the firm; results: the best attainment of this and last fiscal year; "
        "leadership: the best leader; score: the best by `promotion.weights`; random: anybody ready (a control).",
    )
    min_months_in_grade: int = parameter(
        18,
        low=0,
        high=240,
        typical=(6, 36),
        unit="months",
        label="Minimum time in grade",
        label_zh="最短现职级年限",
        description="Months in the tier below before a person is ready.",
    )
    internal_share: float = parameter(
        0.6,
        low=0.0,
        high=1.0,
        typical=(0.2, 1.0),
        unit="share of vacancies",
        label="Vacancies offered inside first",
        label_zh="内部优先比例",
        description="The other vacancies, and those for which nobody is ready, are filled from outside.",
    )
    refusal: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.3),
        unit="chance a month",
        label="Promotions declined",
        label_zh="拒绝晋升概率",
        description="Chance that a person who is offered a seat of the tier declines; then the next in order is asked "
        "in the same month, and where all decline the seat is filled from outside. Who declines does so for the whole "
        "month, and decides anew in the next; 0 = nobody declines.",
        source="assumption: 0-.3",
    )
    scope: Literal["unit", "company"] = parameter(
        "company",
        unit="name",
        label="Candidates from",
        label_zh="候选范围",
        description="company: everywhere; unit: the seat's unit and the units below it.",
    )


class Transfers(Section):
    """Lateral moves: an empty seat of the tier is first offered to its people in other units."""

    share: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.4),
        unit="share of vacancies",
        label="Vacancies offered to peers first",
        label_zh="平级调动优先比例",
        description="Who moves leaves a seat, which goes on to promotion or hiring in the same month; it is not filled "
        "by a second lateral move then. 0 = nobody moves between units.",
        source="assumption: 0-.4",
    )
    choice: Literal["time_in_seat", "results"] = parameter(
        "time_in_seat",
        unit="name",
        label="Transferred by",
        label_zh="平级调动依据",
        description="time_in_seat: the longest in the present seat; results: the best attainment of this and last "
        "fiscal year. Of equals the first in seat order.",
    )
    min_months_in_seat: int = parameter(
        12,
        low=0,
        high=240,
        typical=(6, 36),
        unit="months",
        label="Minimum time in the seat",
        label_zh="最短现岗位年限",
        description="Months in the present seat before a person is asked; nobody moves twice in a month.",
    )
    scope: Literal["parent", "company"] = parameter(
        "company",
        unit="name",
        label="Transferred from",
        label_zh="调动范围",
        description="company: any other unit; parent: units that stand with the seat's own under the same parent, or "
        "below those.",
    )
    ramp_months: float | None = parameter(
        None,
        low=0.0,
        high=120.0,
        typical=(1.0, 12.0),
        unit="months of ramp",
        label="Ramp after a transfer",
        label_zh="调动后爬坡起点月数",
        description="Where the ramp clock stands after the move, at most: 0 starts anew, as with a hire; left out: the "
        "new territory costs no time.",
        source="assumption: customers have to be taken over",
        is_assumption=True,
    )
