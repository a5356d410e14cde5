"""How people may play a plan: bunching at thresholds, business moved at cycle ends, giving up; and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis.behaviour import NOTE, People, pay_of, people_of
from teamsim.analysis.plan_programme import PlanProgramme, answered_programme
from teamsim.calendar import MONTHS_PER_QUARTER
from teamsim.model import Floats
from teamsim.plans import Plan
from teamsim.response import Component, EffortPolicy, Preferences, pulled_share

if TYPE_CHECKING:
    import pandas as pd

ELASTICITIES = (0.1, 0.3, 0.6)
"""Weak, usual and strong answers to a plan: what firms find spans them, a history does not tell which is yours."""
MEASURES = {
    "bookings": ("Bookings against quota", "签约额/指标"),
    "pay": ("Variable pay, share of bookings", "浮动薪酬占签约额"),
    "bunching": ("Excess just above the worst threshold", "最突出门槛上方的超额人数占比"),
    "cycle_end_share": ("Bookings in the last month of quarters", "季末月签约额占比"),
    "pulled_in": ("Deals pulled in at cycle ends, share of bookings", "周期末提前签单占签约额"),
    "pushed_out": ("Deals pushed out at cycle ends, share of bookings", "周期末推迟签单占签约额"),
    "give_up_share": ("People who give up late in the cycle", "周期后段放弃者占比"),
    "discount_cost": ("Given away to move deals, share of bookings", "为挪单让利占签约额"),
}
_FAST = 2.5
_LATE = 3
"""Last months of a cycle in which people may give up."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the audit assumes.

    Parameters
    ----------
    limit, price
        Share of next month's bookings that a person can move at the end of a cycle, and what the customer asks for it
        as a share of the booking.
    give_up_below
        Effort below it in one of the last three months counts as giving up.
    window
        Width of the range above a threshold in which people bunch, in attainment.
    """

    limit: float = 0.2
    price: float = 0.1
    give_up_below: float = 0.5
    window: float = 0.03


@dataclass(frozen=True, eq=False)
class GamingAudit:
    """What forward-looking people would do to a plan, beside what it would be if nobody did.

    Parameters
    ----------
    table
        One row a measure: ``no response``, and one column for each elasticity.
    bunching
        One row a threshold: component, attainment, share of periods that end just above it without and with response.
    people
        Simulated people by elasticity.
    left_out
        What does not enter.
    n, seed, preferences
        As they were given.
    """

    plan: Plan
    programme: PlanProgramme
    terms: Terms
    table: pd.DataFrame
    bunching: pd.DataFrame
    people: dict[float, People]
    left_out: tuple[str, ...]
    n: int
    seed: int
    preferences: Preferences | None

    @property
    def usual(self) -> float:
        """The elasticity in the middle: the one of the pictures."""
        return sorted(self.people)[len(self.people) // 2]


def gaming_audit(
    plan: Plan,
    *,
    elasticities: Sequence[float] = ELASTICITIES,
    terms: Terms | None = None,
    preferences: Preferences | None = None,
    n: int = 2000,
    seed: int = 0,
) -> GamingAudit:
    """Return how forward-looking people of a plan's tier would play it, for several elasticities.

    Effort comes from `response.solve` on the plan's payout; business is moved at the ends of cycles where
    `response.pulled_share` says that it pays. How people respond can not be read off a firm's history: read the strip
    of elasticities, not one column.

    Parameters
    ----------
    plan
        A plan as it holds for a tier.
    elasticities
        Elasticities of bookings to the commission rate under a linear plan.
    terms
        What moving business costs, and what counts as bunching and giving up.
    preferences
        In place of the elasticity's: aversion to risk, discounting, present bias. One column then.

    Raises
    ------
    InputError
        The plan pays nothing for own results: there is nothing to game.
    """
    programme, assumed = answered_programme(plan), terms or Terms()
    asked = [max(elasticities)] if preferences else sorted(elasticities)
    people = {e: people_of(plan, programme, e, preferences=preferences, n=n, seed=seed) for e in asked}
    left_out = (*programme.left_out, NOTE["en"])
    bunching = _bunching(programme, people, assumed.window)
    table = _table(programme, people, assumed, is_given=preferences is not None)
    return GamingAudit(plan, programme, assumed, table, bunching, people, left_out, n, seed, preferences)


def _table(programme: PlanProgramme, people: dict[float, People], terms: Terms, *, is_given: bool) -> pd.DataFrame:
    """Return the measures, without response and by elasticity (or for given preferences)."""
    import pandas as pd

    first = next(iter(people.values()))
    columns = {"no response": _measured(programme, first, first.quiet, terms)}
    for elasticity, crowd in people.items():
        name = "preferences" if is_given else f"elasticity {elasticity:g}"
        columns[name] = _measured(programme, crowd, crowd.sales, terms)
    return pd.DataFrame(columns, index=list(MEASURES))


def _measured(programme: PlanProgramme, crowd: People, sales: Floats, terms: Terms) -> list[float]:
    """Return the measures of people whose sales are these."""
    is_answer = sales is crowd.sales
    after, values = moved(programme.components, crowd, sales, terms) if is_answer else (sales, np.zeros((1, 1)))
    excess = [row[-1] - row[-2] for row in _thresholds(programme, crowd, terms.window)] if is_answer else []
    gave_up = (crowd.efforts[:, -_LATE:] < terms.give_up_below).any(axis=1) if is_answer else np.zeros(1)
    total = float(after.sum())
    return [
        float(after.sum(axis=1).mean()),
        float(pay_of(programme.components, after).sum()) / total,
        max([0.0, *excess]),
        float(_cycle_end_share(after)),
        float(np.maximum(values, 0.0).sum()) / total,
        float(np.maximum(-values, 0.0).sum()) / total,
        float(gave_up.mean()),
        terms.price * float(np.abs(values).sum()) / total,
    ]


def _cycle_end_share(sales: Floats) -> float:
    """Return the share of sales in the last months of quarters; of the last month, where a cycle is shorter."""
    last = sales[:, MONTHS_PER_QUARTER - 1 :: MONTHS_PER_QUARTER] if sales.shape[1] >= MONTHS_PER_QUARTER else sales
    return float(last.sum() / sales.sum())


def moved(components: Sequence[Component], crowd: People, sales: Floats, terms: Terms) -> tuple[Floats, Floats]:
    """Return sales after business was moved, and the value moved at each end of a cycle: below 0 = pushed out.

    What one more unit pays now is known at a cycle's end; what it will pay in the next cycle is expected: the mean
    over people of the same talent.
    """
    after, values = sales.copy(), []
    periods = sales.shape[1]
    for end in sorted({k for c in components for k in range(c.cycle - 1, periods, c.cycle)}):
        is_last = end == periods - 1
        coming = sales.mean(axis=1) if is_last else sales[:, end + 1]
        pull = _pulled(components, crowd, sales, end, terms)
        value = np.where(pull > 0.0, pull * coming, pull * sales[:, end])
        values.append(value)
        after[:, end] += np.where(pull > 0.0, value * (1.0 - terms.price), value)
        later = np.where(pull > 0.0, -value, -value * (1.0 - terms.price))
        after[:, 0 if is_last else end + 1] += later  # a cycle like this one follows
    return after, np.array(values).T


def _pulled(components: Sequence[Component], crowd: People, sales: Floats, end: int, terms: Terms) -> Floats:
    """Return the share of next month's bookings that each person moves at the end of a month."""
    more = np.maximum(terms.limit * sales.mean(axis=1), 1e-9)
    now, later = np.zeros(len(sales)), np.zeros(len(sales))
    for component in components:
        rates = _rates(component, sales, more)  # by cycle
        expected = np.zeros(len(sales))
        for talent in np.unique(crowd.talents):
            alike = crowd.talents == talent
            expected[alike] = rates[alike].mean()
        is_end = (end + 1) % component.cycle == 0
        now += rates[:, (end + 1) // component.cycle - 1] if is_end else expected
        later += expected
    pairs = zip(now.tolist(), later.tolist(), strict=True)
    return np.array([pulled_share(m, next_m, terms.price, terms.limit) for m, next_m in pairs])


def _rates(component: Component, sales: Floats, more: Floats) -> Floats:
    """Return what one more unit pays in each cycle of each person."""
    cycles = sales.reshape(len(sales), -1, component.cycle).sum(axis=2)
    return np.asarray((component.payout(cycles + more[:, None]) - component.payout(cycles)) / more[:, None])


def _bunching(programme: PlanProgramme, people: dict[float, People], window: float) -> pd.DataFrame:
    """Return the shares of periods that end just above each threshold."""
    import pandas as pd

    columns = ["component", "attainment", "no response", "with response"]
    rows = [(e, *row) for e, crowd in people.items() for row in _thresholds(programme, crowd, window)]
    return pd.DataFrame(rows, columns=["elasticity", *columns])


def _thresholds(programme: PlanProgramme, crowd: People, window: float) -> Iterator[tuple[str, float, float, float]]:
    """Go through the thresholds: name, attainment, share of periods just above it without and with response."""
    for name, component in zip(programme.names, programme.components, strict=True):
        share = component.cycle / programme.periods
        for kink in component.payout.kinks:
            at = float(kink) / share
            shares = [_share_above(sales, component.cycle, share, at, window) for sales in (crowd.quiet, crowd.sales)]
            yield name, at, shares[0], shares[1]


def _share_above(sales: Floats, cycle: int, share: float, at: float, window: float) -> float:
    """Return the share of periods that end between a threshold and the window above it."""
    attained = sales.reshape(len(sales), -1, cycle).sum(axis=2) / share
    return float(((attained >= at) & (attained < at + window)).mean())


def effort_surface(audit: GamingAudit, n: int = 61) -> pd.DataFrame:
    """Return the effort of a person with middle talent by attainment to date (rows) and month of the cycle (columns).

    Where cycles are nested the inner one stands where an even pace would have it. What nobody reaches by then is left
    empty: more than two and a half times an even pace to a quota.
    """
    import pandas as pd

    policies = audit.people[audit.usual].policies
    policy, months = policies[len(policies) // 2], range(audit.programme.periods)
    attained = np.linspace(0.0, 1.5, n)
    reach = [_FAST * max(month, 0.5) / audit.programme.periods for month in months]
    columns = [
        np.where(attained <= far, _effort(policy, month, attained), np.nan)
        for month, far in zip(months, reach, strict=True)
    ]
    return pd.DataFrame(np.array(columns).T, index=attained, columns=[month + 1 for month in months])


def _effort(policy: EffortPolicy, month: int, attained: Floats) -> Floats:
    """Return effort in a month by the sales of the outer cycle to date."""
    programme = policy.programme
    if not programme.has_two_states:
        return policy.effort(month, attained)
    into = month % programme.inner
    within = attained * (into / month if month else 0.0)
    return policy.effort(month, (within, attained))
