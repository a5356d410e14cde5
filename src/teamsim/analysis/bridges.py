"""Does the baseline reproduce what the board knows? The gap between the two, shared out to its causes.

Bookings = headcount x ramp x attainment x quota per ramped seat x price. What is known replaces the model's value, each
factor gets the mean over all orders, and what is left is unexplained.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.analysis import chinese, english, orders
from teamsim.calendar import MONTHS_PER_YEAR
from teamsim.errors import Fault, InputError
from teamsim.results import Results
from teamsim.scenario.faults import nearest
from teamsim.study import Study
from teamsim.words import check_language, number

if TYPE_CHECKING:
    import pandas as pd

Known = Mapping[str, float]
TOLERANCE = 0.05
"""Share of the known bookings that may stay unexplained."""
_FACTORS = ("headcount", "ramp", "attainment", "price")
_KEYS = ("bookings", "headcount", "ramped_capacity", "attainment", "price")
STEPS = {
    "en": {
        "baseline": "Baseline (mean of futures)",
        "headcount": "Headcount",
        "ramp": "Ramp",
        "attainment": "Attainment",
        "price": "Price",
        "unexplained": "Unexplained",
        "actuals": "Actuals",
        "budget": "Budget",
    },
    "zh": {
        "baseline": "基准方案（各未来均值）",
        "headcount": "在岗人数",
        "ramp": "爬坡",
        "attainment": "达成率",
        "price": "价格",
        "unexplained": "未解释",
        "actuals": "实际",
        "budget": "预算",
    },
}
_SAID = {
    "en": {
        "within": "The baseline is within {tolerance} of the {what}: "
        "{unexplained} of bookings ({share}) stay unexplained.",
        "beyond": "The baseline is not within {tolerance} of the {what}: "
        "{unexplained} of bookings ({share}) stay unexplained.",
        "inside": "The {what} lie within the range that holds 90% of its futures ({low} to {high}).",
        "outside": "The {what} lie outside of the range that holds 90% of its futures ({low} to {high}).",
        "actuals": "actuals",
        "budget": "figures of the budget",
    },
    "zh": {
        "within": "基准方案与{what}相符（容差 {tolerance}）：未解释的签约额为 {unexplained}（{share}）。",
        "beyond": "基准方案与{what}不相符（容差 {tolerance}）：未解释的签约额为 {unexplained}（{share}）。",
        "inside": "{what}位于 90% 可能未来的范围之内（{low} 至 {high}）。",
        "outside": "{what}位于 90% 可能未来的范围之外（{low} 至 {high}）。",
        "actuals": "实际",
        "budget": "预算",
    },
}


@dataclass(frozen=True)
class Bridge:
    """The way from the baseline's bookings to known ones. `steps` add up from `baseline` to `known`.

    `what` is "actuals" or "budget"; `given` is what was said; `luck` holds 90% of the baseline's futures.
    """

    what: str
    given: dict[str, float]
    months: int
    baseline: float
    steps: dict[str, float]
    known: float
    luck: tuple[float, float]
    tolerance: float
    currency: str

    @property
    def unexplained_share(self) -> float:
        """What stays unexplained as a share of the known bookings."""
        return self.steps["unexplained"] / self.known

    @property
    def is_within_tolerance(self) -> bool:
        """Whether what stays unexplained is small enough."""
        return abs(self.unexplained_share) <= self.tolerance

    @property
    def is_within_luck(self) -> bool:
        """Whether the known bookings are among 90% of the baseline's futures."""
        return self.luck[0] <= self.known <= self.luck[1]

    def sentences(self, lang: str = "en") -> list[str]:
        """Return whether it is within tolerance, and within luck, in words."""
        said, speech = _SAID[lang], chinese if lang == "zh" else english
        money = {
            "unexplained": self.steps["unexplained"],
            "low": self.luck[0],
            "high": self.luck[1],
        }
        told = {name: speech.amount(value, "currency", self.currency) for name, value in money.items()}
        told |= {
            "what": said[self.what],
            "tolerance": f"{self.tolerance:.0%}",
            "share": number(self.unexplained_share, ".1%"),
        }
        forms = ("within" if self.is_within_tolerance else "beyond", "inside" if self.is_within_luck else "outside")
        return [said[form].format(**told) for form in forms]


@dataclass(frozen=True)
class Reconciliation:
    """The baseline beside what the board knows."""

    bridges: tuple[Bridge, ...]
    lang: str = "en"

    @property
    def table(self) -> pd.DataFrame:
        """One row for each step of each bridge."""
        import pandas as pd

        rows = [(bridge.what, *step) for bridge in self.bridges for step in steps_of(bridge)]
        return pd.DataFrame(rows, columns=["against", "step", "bookings"])

    @property
    def is_within_tolerance(self) -> bool:
        """Whether all bridges are within tolerance."""
        return all(bridge.is_within_tolerance for bridge in self.bridges)

    def __str__(self) -> str:
        """Return the sentences, one a line."""
        return "\n".join(said for bridge in self.bridges for said in bridge.sentences(self.lang))


def steps_of(bridge: Bridge) -> list[tuple[str, float]]:
    """Return the steps of a bridge with both ends."""
    return [("baseline", bridge.baseline), *bridge.steps.items(), (bridge.what, bridge.known)]


def reconcile(
    study: Study,
    actuals: Known | None = None,
    budget: Known | None = None,
    *,
    months: int | None = None,
    tolerance: float = TOLERANCE,
    lang: str = "en",
) -> Reconciliation:
    """Bridge the baseline's bookings to actuals and budget: headcount, ramp, attainment, price, unexplained.

    Parameters
    ----------
    study
        A study; its first scenario is the baseline.
    actuals, budget
        What the board knows of the same months: `bookings`, and of the others what is known. `headcount`,
        `ramped_capacity` and `attainment` (at the baseline's prices) are the measures of those names; `price` is a
        multiple of the baseline's prices. What is left out explains nothing.
    months
        From the start; left out: the first twelve, or the horizon where it is shorter.
    tolerance
        Share of the known bookings that may stay unexplained.
    lang
        Of the sentences: "en" or "zh".

    Raises
    ------
    InputError
        Every fault at once: nothing to reconcile with, an unknown name, a number that can not be.
    """
    check_language(lang)
    result = study.results[0]
    horizon = result.counts.shape[1]
    window = min(MONTHS_PER_YEAR, horizon) if months is None else months
    given = {what: known for what, known in (("actuals", actuals), ("budget", budget)) if known is not None}
    faults = [fault for what, known in given.items() for fault in _faults(what, known)]
    if not given:
        faults.append(Fault("reconcile", "there is nothing to reconcile with.", "Give actuals={'bookings': ...}."))
    if not 1 <= window <= horizon:
        faults.append(Fault("reconcile", f"months = {months}; expected 1 to {horizon}.", "Say for instance months=12."))
    if not 0.0 < tolerance < 1.0:
        faults.append(Fault("reconcile", f"tolerance = {tolerance}; expected a share in (0, 1).", "For example 0.05."))
    if faults:
        raise InputError(faults)
    return Reconciliation(tuple(_bridge(result, *pair, window, tolerance) for pair in given.items()), lang)


def _faults(what: str, known: Known) -> list[Fault]:
    """Return what is wrong with what is known."""
    faults = []
    if "bookings" not in known:
        faults.append(Fault(what, "bookings are missing.", f"Say {what}={{'bookings': ..., 'headcount': ...}}."))
    for name, value in known.items():
        if name not in _KEYS:
            faults.append(Fault(what, f"there is no `{name}` to reconcile.", nearest(name, _KEYS)))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not (0.0 < value < math.inf):
            faults.append(
                Fault(what, f"{name} = {value!r}; expected a number above 0.", "Give it in the measure's unit.")
            )
    return faults


def _bridge(result: Results, what: str, known: Known, months: int, tolerance: float) -> Bridge:
    """Return the way from the baseline to one set of known figures."""
    booked = result.monthly("bookings")[:, :months].sum(axis=1)
    own = _own_factors(result, months)
    theirs = _known_factors(own, known)
    scale = booked.mean() / math.prod(own.values())
    steps = {name: scale * value for name, value in _shared(own, theirs).items()}
    baseline, target = float(booked.mean()), float(known["bookings"])
    steps["unexplained"] = target - baseline - sum(steps.values())
    low, high = np.quantile(booked, [0.05, 0.95])
    currency = result.layout.scenario.parameters.money.currency
    luck = float(low), float(high)
    return Bridge(what, dict(known), months, baseline, steps, target, luck, tolerance, currency)


def _own_factors(result: Results, months: int) -> dict[str, float]:
    """Return the baseline's own mean factors over some months."""
    means = {
        name: float(result.monthly(name)[:, :months].mean())
        for name in ("headcount", "ramped_capacity", "bookings", "quota")
    }
    ramp = means["ramped_capacity"] / means["headcount"] if means["headcount"] else 1.0
    attainment = means["bookings"] / means["quota"] if means["quota"] else 1.0
    return {"headcount": means["headcount"], "ramp": ramp or 1.0, "attainment": attainment, "price": 1.0}


def _known_factors(own: dict[str, float], known: Known) -> dict[str, float]:
    """Return the factors with what is known in place of the baseline's own."""
    heads = known.get("headcount", own["headcount"])
    ramp = known["ramped_capacity"] / heads if "ramped_capacity" in known else own["ramp"]
    return {
        "headcount": heads,
        "ramp": ramp,
        "attainment": known.get("attainment", own["attainment"]),
        "price": known.get("price", 1.0),
    }


def _shared(own: dict[str, float], theirs: dict[str, float]) -> dict[str, float]:
    """Return what each factor adds to their product, averaged over all orders."""

    def worth(known: frozenset[str]) -> float:
        return math.prod(theirs[name] if name in known else own[name] for name in _FACTORS)

    return {name: float(added) for name, added in orders.shared_out(_FACTORS, worth).items()}
