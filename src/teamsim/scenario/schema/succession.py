"""What counts as a successor: the standards of the succession report. Nobody is promoted otherwise because of them."""

from __future__ import annotations

from teamsim.scenario.schema.declare import Section, parameter


class Succession(Section):
    """Standards of the succession report; they do not change what happens."""

    soon_months: int = parameter(
        24,
        low=1,
        high=120,
        typical=(12, 36),
        unit="months",
        label="Ready soon within",
        label_zh="近期就绪期限",
        description="People of the tier below who will have been there long enough within so many months are "
        "`ready in one to two years`; the others are `later`.",
        source="the usual classes of succession plans: ready now, in one to two years, later",
    )
    ready_score: float | None = parameter(
        None,
        low=-5.0,
        high=5.0,
        typical=(-1.0, 1.0),
        unit="standard deviations of a score",
        label="Score of a successor",
        label_zh="继任者评分下限",
        description="Assessed score, by `promotion.weights`, that a successor has at least, standardised over the "
        "tier's people of that day; left out: time in grade decides alone, as it does in promotions.",
    )
    nine_box_cut: float = parameter(
        0.43,
        above=0.0,
        high=3.0,
        typical=(0.3, 1.0),
        unit="standard deviations of a score",
        label="Width of the middle box",
        label_zh="九宫格中档界限",
        description="Performance and potential are middling within so many standard deviations of the tier's mean; "
        ".43 makes three equal thirds of a normal.",
    )
