"""How a parameter is declared, once, with everything that is made from it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["measured", "benchmark", "judgement"]
MAX_MONEY = 1e12
"""No amount is larger: beyond any sales force, and safe to count in minor units."""


def parameter(
    default: Any = ...,
    *,
    unit: str,
    label: str,
    label_zh: str,
    description: str,
    low: float | None = None,
    high: float | None = None,
    above: float | None = None,
    typical: tuple[float, float] | None = None,
    source: str = "design choice",
    status: Status = "judgement",
    is_assumption: bool = False,
    keys: str | None = None,
) -> Any:
    """Declare one parameter.

    `low`, `high` are limits (included), `above` a limit (excluded); `typical` is the range that sliders and
    sensitivity studies move in. An assumption is a fact that the firm estimates, not one that it decides.
    `keys` says whose names the keys of a mapping are: "tier".
    """
    extra: dict[str, Any] = {"unit": unit, "label_zh": label_zh, "source": source, "status": status, "typical": typical}
    extra |= {"is_assumption": is_assumption or None, "keys": keys}
    return Field(
        default,
        ge=low,
        le=high,
        gt=above,
        title=label,
        description=description,
        json_schema_extra={key: value for key, value in extra.items() if value is not None},
    )


class Section(BaseModel):
    """A frozen group of parameters; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=False, defer_build=True)
