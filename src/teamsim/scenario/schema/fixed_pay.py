"""Components that do not ask for results: draws, guarantees, retention, benefits."""

from __future__ import annotations

from typing import Literal

from teamsim.scenario.schema.declare import MAX_MONEY, Section, parameter
from teamsim.scenario.schema.terms import kind_of


class Draw(Section):
    """Pay advanced against commission: a monthly minimum for the first months in the tier."""

    kind: Literal["draw"] = kind_of("draw")  # type: ignore[assignment]
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a month",
        label="Draw",
        label_zh="预支提成",
        description="Commission of a month below it is made up to it.",
    )
    months: int = parameter(
        low=1,
        high=1200,
        unit="months",
        label="Months",
        label_zh="月数",
        description="Months in the tier for which it is given.",
    )
    recoverable: bool = parameter(
        True,
        unit="yes or no",
        label="Recoverable",
        label_zh="可追回",
        description="Later commission above the draw pays back what was advanced; what is open on an exit or a move is "
        "taken from other open pay, the rest is forgiven. No: a guaranteed draw.",
    )


class Guarantee(Section):
    """Minimum variable pay during the first months in the tier."""

    kind: Literal["guarantee"] = kind_of("guarantee")  # type: ignore[assignment]
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a month",
        label="Guarantee",
        label_zh="保底金额",
        description="Variable pay of a month below it is made up to it.",
    )
    months: int = parameter(
        low=1,
        high=1200,
        unit="months",
        label="Months",
        label_zh="月数",
        description="Months in the tier for which it is given.",
    )


class Retention(Section):
    """A deferred bonus for who is still there."""

    kind: Literal["retention"] = kind_of("retention")  # type: ignore[assignment]
    amount: float = parameter(
        low=0.0, high=MAX_MONEY, unit="currency", label="Amount", label_zh="金额", description="Paid when it is due."
    )
    after_months: int = parameter(
        low=1,
        high=1200,
        unit="months",
        label="After",
        label_zh="任职满",
        description="Months in the tier at whose end it is due.",
    )
    repeated: bool = parameter(
        False,
        unit="yes or no",
        label="Repeated",
        label_zh="重复发放",
        description="Due again after as many months more.",
    )


class Benefits(Section):
    """A fixed amount a month beside base pay: allowances, meals, transport."""

    kind: Literal["benefits"] = kind_of("benefits")  # type: ignore[assignment]
    amount: float = parameter(
        low=0.0,
        high=MAX_MONEY,
        unit="currency a month",
        label="Amount",
        label_zh="金额",
        description="Paid for a full month and full time.",
    )
