"""A plan as the programme of a forward-looking person: pay of each cycle by sales, in shares of the quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from teamsim.analysis.plan_curves import BELOW, ComponentCurve, curves_of
from teamsim.calendar import CYCLE_MONTHS, MONTHS_PER_YEAR
from teamsim.errors import Fault, InputError
from teamsim.plans import Plan
from teamsim.response import Component, Payout
from teamsim.rules.incentives import Kind, Measured

_BEYOND = 1.0
"""How far beyond the last edge the last straight stretch is given; it goes on for ever."""
_LEAST_RATE = 1e-9
"""A share of sales below it is no pay."""


@dataclass(frozen=True, slots=True)
class PlanProgramme:
    """A plan as `response.solve` reads it; sales and pay are shares of the quota of `periods` months.

    `names` are those of the components; `left_out` says what does not enter, and why.
    """

    components: tuple[Component, ...]
    names: tuple[str, ...]
    periods: int
    quota: float
    left_out: tuple[str, ...]

    @property
    def pay_at_quota(self) -> float:
        """Pay at quota, as a share of the quota."""
        return sum(
            self.periods / each.cycle * float(each.payout([each.cycle / self.periods])[0]) for each in self.components
        )

    @property
    def usual_rate(self) -> float:
        """Mean rate that people of the plan are used to: at quota; where nothing is paid there, the best that is."""
        if self.pay_at_quota > _LEAST_RATE:
            return self.pay_at_quota
        payouts = [each.payout for each in self.components]
        return max((pay / sold for p in payouts for sold, pay in zip(p.sales, p.pay, strict=True) if sold), default=0.0)

    def scaled(self, factor: float) -> PlanProgramme:
        """Return the same plan with all pay times a factor."""
        components = [replace(c, payout=Payout(c.payout.sales, factor * c.payout.pay)) for c in self.components]
        return replace(self, components=tuple(components))


def programme_of(plan: Plan) -> PlanProgramme:
    """Return a plan as a programme.

    At most two cycles are carried, and one of a month beside them. What does not follow from a person's own sales in
    a cycle (contests, SPIFs, draws, judgements) stays as it is whatever the effort, so it is left out.
    """
    told, curves = [], []
    for curve in curves_of(plan):
        if curve.cycle < 0 or curve.measure == Measured.SOFT:
            told.append(f"{curve.name}: {'a window of its own' if curve.cycle < 0 else 'a judgement'}")
        else:
            curves.append(curve)
    components = plan.scenario.parameters.incentives.plans[plan.name].components
    followed = {curve.name.split(".")[0] for curve in curves_of(plan)}
    told += [f"{name}: does not follow from own results" for name in components if name not in followed]
    kept, dropped = _carried(curves)
    told += [f"{curve.name}: a third cycle" for curve in dropped]
    periods = max((_cycle(curve) for curve in kept), default=MONTHS_PER_YEAR)
    quota = plan.scenario.parameters.tiers[plan.tier].quota_annual * periods / MONTHS_PER_YEAR
    made = tuple(_component(curve, periods, quota) for curve in kept)
    return PlanProgramme(made, tuple(curve.name for curve in kept), periods, quota, tuple(told))


def answered_programme(plan: Plan) -> PlanProgramme:
    """Return a plan as a programme that there is something to answer in.

    Raises
    ------
    InputError
        It pays nothing for own results, so that no effort is better than another.
    """
    programme = programme_of(plan)
    if programme.usual_rate > _LEAST_RATE:
        return programme
    problem = (
        f"plan `{plan.name}` pays `{plan.tier}` 0 for own results at any attainment; expected more than 0 at some: "
        "there is nothing to answer, and nothing to game."
    )
    remedy = "Give a component that follows own results a rate or an amount above 0."
    raise InputError([Fault(f"`{plan.scenario.name}`", problem, remedy)])


def _cycle(curve: ComponentCurve) -> int:
    """Return the months after which a component's results start anew; for cumulative ones the year."""
    return max(curve.months, CYCLE_MONTHS[int(curve.terms.reset_cycle)])


def _carried(curves: Sequence[ComponentCurve]) -> tuple[list[ComponentCurve], list[ComponentCurve]]:
    """Return the components that can be carried, and those of a third cycle: of half-years and quarters the lesser."""
    lengths = {_cycle(curve) for curve in curves}
    if len(lengths - {1}) <= 2:
        return list(curves), []
    worth = {n: sum(c.periods_a_year * c.pay(1.0) for c in curves if _cycle(c) == n) for n in sorted(lengths - {1})}
    lesser = min((n for n in worth if n != max(worth)), key=lambda n: worth[n])
    return [c for c in curves if _cycle(c) != lesser], [c for c in curves if _cycle(c) == lesser]


def _component(curve: ComponentCurve, periods: int, quota: float) -> Component:
    """Return a component: straight lines between its edges, jumps where there are any."""
    cycle = _cycle(curve)
    times, share = cycle / curve.months / quota if quota > 0.0 else 0.0, cycle / periods
    knots = [0.0, *curve.edges, (curve.edges[-1] if curve.edges else 0.0) + _BEYOND]
    points = []
    for knot in knots:
        if curve.jump(knot) != 0.0 and knot > 0.0:
            points.append((share * knot, times * curve.pay(knot * BELOW)))
        points.append((share * knot, times * curve.pay(knot)))
    is_as_earned = curve.kind == Kind.RATE_TABLE and (bool(curve.terms.is_to_date) or cycle > curve.months)
    return Component(Payout.from_points(points), cycle, is_as_earned)
