"""How people leave other than by a resignation of their own: retirement."""

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
