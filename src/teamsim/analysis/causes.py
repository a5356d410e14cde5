"""Why does B differ from A? The difference, future by future, shared out to its causes.

Net margin = margin x sum over tiers of (headcount x ramp x effort x bookings per ramped seat) - discounts -
pay - other cost. Which factor is changed first decides what it seems to bring, so each gets the mean over all orders
(Shapley's value). The causes add up to the paired difference in every future.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis import chinese, english, orders
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.compare import Difference, compare
from teamsim.analysis.intervals import DrawnDifferences, interval_note
from teamsim.errors import TeamsimError
from teamsim.measures import Measure
from teamsim.model import Floats
from teamsim.results import Sums
from teamsim.study import Study
from teamsim.words import check_language, label_of

if TYPE_CHECKING:
    import pandas as pd

EXPLAINED = ("bookings", "contribution", "net_margin")
"""Measures whose differences can be shared out."""
COSTS = ("pay", "other_cost")
"""Causes that take from a margin what they are larger by."""
_FACTORS = ("headcount", "ramp", "effort", "attainment", "margin")
_EFFORT, _BOOKED, _MARGIN = 2, 3, 4
_CAUSES = {
    "headcount": ("Headcount", "在岗人数", "People at work, by tier: more of them, or in other tiers."),
    "ramp": ("Ramp", "爬坡", "How much of full productivity the people at work have reached."),
    "effort": ("Effort", "努力程度", "How much more or less people work because of their plan."),
    "attainment": (
        "Bookings per ramped seat",
        "单位有效产能签约额",
        "What a fully ramped person books at the usual effort.",
    ),
    "margin": ("Margin", "毛利率", "What is left of bookings after the cost of sales."),
    "price": ("Price", "价格", "Discounts given so that business is signed earlier."),
    "pay": ("Pay cost", "薪酬成本", "Base pay, commission and bonus."),
    "other_cost": ("Other cost", "其他成本", "On-costs, severance, hiring, training and running cost."),
}


@dataclass(frozen=True, eq=False)
class Waterfall:
    """A difference from the baseline and its causes, in the measure's unit; the causes add up to it."""

    total: Difference
    causes: tuple[Difference, ...]
    currency: str
    lang: str = "en"

    @property
    def scenario(self) -> str:
        """The scenario that is explained."""
        return self.total.scenario

    @property
    def table(self) -> pd.DataFrame:
        """One row for each cause, with its intervals; the last is the whole difference."""
        import pandas as pd

        kept = ["measure", "difference", "simulation_error_low", "simulation_error_high", "luck_low", "luck_high"]
        kept += ["assumptions_low", "assumptions_high"]
        rows = pd.DataFrame([each.row() for each in (*self.causes, self.total)])[kept]
        return rows.rename(columns={"measure": "cause"})

    @property
    def sentences(self) -> list[str]:
        """One sentence for each cause, the largest first."""
        speech = chinese if self.lang == "zh" else english
        ranked = sorted(self.causes, key=lambda cause: -abs(cause.mean))
        form = "{}：{}（90% 的未来：{} 至 {}）" if self.lang == "zh" else "{}: {} (90% of futures: {} to {})"
        return [
            form.format(
                label_of(cause.measure, self.lang),
                *(speech.gap(value, "currency", self.currency) for value in (cause.mean, *cause.luck)),
            )
            for cause in ranked
        ]

    def __str__(self) -> str:
        """Return the difference, its causes, and which intervals are shown."""
        said = self.total.sentence(self.currency, self.lang)
        return "\n".join([said, *self.sentences, interval_note(self.total.n_draws, self.lang)])


def waterfall(
    study: Study,
    measure: str = "net_margin",
    *,
    scenario: str | None = None,
    baseline: str | None = None,
    drawn: UnderAssumptions | None = None,
    lang: str = "en",
) -> Waterfall:
    """Share the difference of a scenario from the baseline out to its causes, averaged over all orders.

    With the factors headcount, ramp, effort, bookings per ramped seat and margin, the cause k gets the mean over all
    120 orders of v(those before k and k) - v(those before k), v being bookings x margin with these factors of the
    scenario and the others of the baseline. Two people at .5 ramp who book 10 become three at .6: bookings rise from
    10 to 18, of which 5.5 are headcount (mean of 5 and 6) and 2.5 ramp (mean of 2 and 3). Costs are causes as they are.

    Parameters
    ----------
    study
        Scenarios run together.
    measure
        bookings, contribution or net_margin.
    scenario
        Which scenario; left out: the last that is not the baseline.
    baseline
        Name of a scenario; left out: the first.
    drawn
        The same study under drawn assumptions: each cause then has their interval too.
    lang
        Of the sentences: "en" or "zh".

    Raises
    ------
    TeamsimError
        One scenario only, another measure, or a name or language that does not exist.
    """
    check_language(lang)
    if measure not in EXPLAINED:
        raise TeamsimError(f"`{measure}` can not be shared out to causes. Choose one of: {', '.join(EXPLAINED)}.")
    ask = drawn.compare if drawn else functools.partial(compare, study)
    compared = ask(measure, baseline=baseline)
    total = _chosen(study, compared.differences, scenario)
    pair = study.result(total.scenario), study.result(total.baseline)
    shared = shared_out(pair[0].sums, pair[1].sums, measure)
    under = _drawn(drawn, total, measure) if drawn else {}
    causes = tuple(_cause(name, values, total, under.get(name)) for name, values in shared.items())
    return Waterfall(total, causes, compared.currency, lang)


def shared_out(own: Sums, other: Sums, measure: str) -> dict[str, Floats]:
    """Return what each cause adds to a measure of one scenario against another, [R].

    Margin, effort and price are causes only where they differ: without a response effort is 1 and nothing is given
    away. Bookings are factors at full value; a discount is lost in full, by bookings as by margins.
    """
    factors = [_factors(sums, _tiers(own, other), measure) for sums in (other, own)]
    for place in range(_BOOKED):
        _fill(factors[0][place], factors[1][place])
    for found, sums in zip(factors, (other, own), strict=True):
        _mend(found, sums, _tiers(own, other))
    parts = dict(zip(_FACTORS, _added(*factors), strict=True))
    for name, place in (("margin", _MARGIN), ("effort", _EFFORT)):
        if np.all(factors[0][place] == factors[1][place]):
            del parts[name]
    discounts = other.total("discount_cost") - own.total("discount_cost")
    if discounts.any():
        parts["price"] = discounts
    if measure != "bookings":
        parts["pay"] = other.total("pay") - own.total("pay")
    if measure == "net_margin":
        parts["other_cost"] = _other_cost(other) - _other_cost(own)
    return parts


def _chosen(study: Study, differences: Sequence[Difference], scenario: str | None) -> Difference:
    if scenario is None:
        return differences[-1]
    name = study.result(scenario).name
    found = [each for each in differences if each.scenario == name]
    if not found:
        raise TeamsimError(f"`{name}` is the baseline itself. Name another scenario.")
    return found[0]


def _cause(name: str, values: Floats, total: Difference, drawn: Floats | None) -> Difference:
    """Return one cause as a difference from nothing."""
    label, label_zh, description = _CAUSES[name]
    measure = Measure(name, "currency", "flow", "higher", label, label_zh, description)
    under = DrawnDifferences(drawn, total.drawn.groups) if drawn is not None and total.drawn else None
    zeros = np.zeros_like(values)
    return Difference(
        measure, total.scenario, total.baseline, values, zeros, total.groups, total.precision, under, total.n_openings
    )


def _drawn(drawn: UnderAssumptions, total: Difference, measure: str) -> dict[str, Floats]:
    """Return the causes in every draw, [D, R] each."""
    places = [drawn.study.results.index(drawn.study.result(name)) for name in (total.scenario, total.baseline)]
    shared = [shared_out(of_draw[places[0]], of_draw[places[1]], measure) for of_draw in drawn.drawn]
    names = dict.fromkeys(itertools.chain.from_iterable(shared))
    nothing = np.zeros(drawn.n_replications)
    return {name: np.stack([parts.get(name, nothing) for parts in shared]) for name in names}


def _tiers(own: Sums, other: Sums) -> list[str]:
    return list(dict.fromkeys([*other.layout.tiers, *own.layout.tiers]))


def _factors(sums: Sums, tiers: list[str], measure: str) -> list[Floats]:
    """Return headcount, ramp, effort, bookings per ramped seat [T, R] and margin [1, 1]; nan where not known."""
    heads = np.stack([_of_tier(sums, "headcount", tier) for tier in tiers])
    with np.errstate(divide="ignore", invalid="ignore"):
        ramp = np.stack([_ramped(sums, tier) for tier in tiers]) / heads
    margin = 1.0 if measure == "bookings" else sums.layout.scenario.parameters.money.margin
    effort = np.stack([_effort(sums, tier) for tier in tiers])
    return [heads, ramp, effort, np.full_like(ramp, math.nan), np.array([[margin]])]


def _of_tier(sums: Sums, measure: str, tier: str) -> Floats:
    """Return a tier's measure by replication; 0 where the scenario has no such tier."""
    return sums.total(measure, tier=tier) if tier in sums.layout.tiers else np.zeros(sums.n_replications)


def _effort(sums: Sums, tier: str) -> Floats:
    """Return a tier's mean effort, weighted by what it could book; nan where nobody books."""
    return sums.total("effort", tier=tier) if tier in sums.layout.tiers else np.full(sums.n_replications, math.nan)


def _ramped(sums: Sums, tier: str) -> Floats:
    """Return how many people at full productivity a tier is worth; nan where it has no quota to measure it by."""
    p = sums.layout.scenario.parameters.tiers.get(tier)
    if p is None or not (p.quota_annual and p.selling.productivity_annual):
        return np.full(sums.n_replications, math.nan)
    return sums.total("ramped_capacity", tier=tier) * (p.quota_annual / p.selling.productivity_annual)


def _fill(one: Floats, other: Floats) -> None:
    """Let a factor that one side does not have be the other's: it is then no cause; 1 where neither has it."""
    missing = np.isnan(one), np.isnan(other)
    one[missing[0]], other[missing[1]] = other[missing[0]], one[missing[1]]
    for side in (one, other):
        side[np.isnan(side)] = 1.0


def _mend(factors: list[Floats], sums: Sums, tiers: list[str]) -> None:
    """Set bookings per ramped seat so that the factors multiply to the bookings at full value."""
    booked = np.stack([_of_tier(sums, "bookings", tier) + _of_tier(sums, "discount_cost", tier) for tier in tiers])
    ramped = factors[0] * factors[1] * factors[_EFFORT]
    with np.errstate(divide="ignore", invalid="ignore"):
        factors[_BOOKED][...] = np.where(ramped > 0.0, booked / ramped, math.nan)


def _added(before: list[Floats], after: list[Floats]) -> list[Floats]:
    """Return what each factor adds to the sum of products over tiers, averaged over all orders, [R] each."""
    _fill(before[_BOOKED], after[_BOOKED])
    places = range(len(before))

    def worth(chosen: frozenset[int]) -> Floats:
        return np.asarray(np.sum(math.prod(after[k] if k in chosen else before[k] for k in places), axis=0))

    return list(orders.shared_out(places, worth).values())


def _other_cost(sums: Sums) -> Floats:
    return sums.total("cost") - sums.total("pay")
