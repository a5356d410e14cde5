"""How people answer a plan: how strongly, how far they look ahead, what they can move between months."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from teamsim.scenario.schema.declare import Section, parameter

MAX_TYPES = 5
"""Most preference types of a scenario."""
_WANTED = {
    "elasticity": {
        "low": 0.0,
        "high": 3.0,
        "typical": (0.1, 0.6),
        "unit": "share per share",
        "label": "Elasticity of effort",
        "label_zh": "努力弹性",
        "description": "By how many percent bookings rise when the commission rate of a linear plan rises by one "
        "percent; 0: not at all.",
        "source": "field studies differ: .1-.6; Lazear 2000 is near .5 with selection taken out",
        "is_assumption": True,
    },
    "discount_annual": {
        "above": 0.0,
        "high": 1.0,
        "typical": (0.8, 1.0),
        "unit": "share of the money's worth",
        "label": "Discount factor (delta)",
        "label_zh": "年贴现因子",
        "description": "What money a year later is worth to a person; 1: as much as now.",
        "source": "assumption: .8-1",
        "is_assumption": True,
    },
    "present_bias": {
        "above": 0.0,
        "high": 1.0,
        "typical": (0.6, 1.0),
        "unit": "share of the money's worth",
        "label": "Present bias (beta)",
        "label_zh": "现时偏好",
        "description": "What everything later is worth on top of discounting; 1: none. People do not foresee it.",
        "source": "assumption: .6-1",
        "is_assumption": True,
    },
    "risk_aversion": {
        "low": 0.0,
        "high": 20.0,
        "typical": (0.0, 4.0),
        "unit": "per year's target pay",
        "label": "Risk aversion",
        "label_zh": "风险厌恶",
        "description": "CARA times a year's target pay: pay whose standard deviation is a tenth of it is worth 1/200 "
        "of it less for each unit.",
        "source": "assumption: 0-4",
        "is_assumption": True,
    },
}


class PreferenceType(Section):
    """People who want the same; what is left out is as for everybody."""

    share: float = parameter(
        above=0.0,
        high=1.0,
        unit="share of people",
        label="Share of people",
        label_zh="人员占比",
        description="Share of people of this type; the shares of all types add to one.",
    )
    elasticity: float | None = parameter(None, **_WANTED["elasticity"])  # type: ignore[arg-type]
    discount_annual: float | None = parameter(None, **_WANTED["discount_annual"])  # type: ignore[arg-type]
    present_bias: float | None = parameter(None, **_WANTED["present_bias"])  # type: ignore[arg-type]
    risk_aversion: float | None = parameter(None, **_WANTED["risk_aversion"])  # type: ignore[arg-type]


class Timing(Section):
    """What people can move between months when a cycle of their plan ends."""

    share: float = parameter(
        0.0,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.3),
        unit="share of a month's bookings",
        label="Business that can be moved",
        label_zh="可调节签约比例",
        description="Share of next month's bookings that a person can pull in, or of this month's that can be pushed "
        "out, at the end of a cycle; 0: none.",
        source="assumption: 0-.3",
        is_assumption=True,
    )
    price: float = parameter(
        0.05,
        low=0.0,
        high=1.0,
        typical=(0.0, 0.15),
        unit="share of the booking",
        label="Discount on moved business",
        label_zh="调节折扣",
        description="Share of a booking's value that the customer gets for signing in another month, lost as margin.",
        source="Larkin 2014: mispricing under accelerators is 6-8% of revenue; the rest judgement",
        is_assumption=True,
    )


class Response(Section):
    """How people answer a plan."""

    effort: Literal["none", "forward_looking"] = parameter(
        "none",
        unit="name",
        label="Effort response",
        label_zh="努力响应",
        description="none: effort is 1 whatever the plan says - the no-response bound, not the truth. "
        "forward_looking: each person chooses effort for the rest of the cycle by dynamic programming.",
    )
    elasticity: float = parameter(0.3, **_WANTED["elasticity"])  # type: ignore[arg-type]
    reference_rate: float | None = parameter(
        None,
        above=0.0,
        high=1.0,
        typical=(0.02, 0.2),
        unit="share of bookings",
        label="Reference rate",
        label_zh="基准提成率",
        description="Rate of a linear plan that calls for effort 1. Left out: effort is centred, so that its mean "
        "under the past's own plan is 1 for the people of the opening.",
    )
    least_effort: float = parameter(
        0.5,
        low=0.0,
        high=0.99,
        typical=(0.0, 0.8),
        unit="share of effort 1",
        label="Least effort",
        label_zh="最低努力",
        description="What people do also where more brings them nothing: far from quota, at a cap.",
        source="assumption: 0-.8",
        is_assumption=True,
    )
    discount_annual: float = parameter(1.0, **_WANTED["discount_annual"])  # type: ignore[arg-type]
    present_bias: float = parameter(1.0, **_WANTED["present_bias"])  # type: ignore[arg-type]
    risk_aversion: float = parameter(0.0, **_WANTED["risk_aversion"])  # type: ignore[arg-type]
    types: dict[str, PreferenceType] = parameter(
        default={},
        unit="types",
        label="Preference types",
        label_zh="偏好类型",
        description="Up to five types of people by name; left out: all are alike.",
    )
    timing: Timing = Field(default_factory=Timing)
