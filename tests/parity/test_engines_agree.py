"""Both engines tell the same story, exactly: person by person, month by month, contention included."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamsim as ts
from teamsim.testing import disagreements, tiny_scenario

SHARES = st.floats(0.0, 1.0)


def mappings(**values: st.SearchStrategy[Any] | str) -> st.SearchStrategy[dict[str, Any]]:
    """A section of a scenario; plain texts stand as they are."""
    return st.fixed_dictionaries({k: st.just(v) if isinstance(v, str) else v for k, v in values.items()})


AMOUNTS = st.sampled_from([0.0, 333.33, 2_500.0, 20_000.0])
MEANS = st.floats(2.0, 60.0)
TURNOVERS = st.floats(0.0, 0.95)
GIVEN_AS = st.sampled_from(["rate", "cohort_loss"])
BANDS = st.builds(
    lambda first, later: [[0.0, first], *(list(band) for band in sorted(later.items()))],
    TURNOVERS,
    st.dictionaries(st.floats(0.5, 40.0), TURNOVERS, max_size=3),
)
TENURE_LAWS = st.one_of(
    mappings(law="constant", annual_turnover=TURNOVERS, given_as=GIVEN_AS),
    mappings(law="weibull", mean_tenure_months=MEANS, shape=st.floats(0.5, 3.0)),
    mappings(law="lognormal", mean_tenure_months=MEANS, sigma=st.floats(0.1, 2.0)),
    mappings(law="log_logistic", median_tenure_months=MEANS, shape=st.floats(0.5, 5.0)),
    mappings(law="piecewise", bands=BANDS, given_as=GIVEN_AS),
    mappings(
        law="table",
        monthly_probability=st.lists(st.floats(0.0, 0.5), max_size=6).map(lambda chances: [*chances, 0.2]),
    ),
)
"""All tenure laws, mostly with many exits: contention needs vacancies."""

S_CURVE = {"start_share": SHARES, "midpoint_months": st.floats(0.0, 9.0), "steepness": st.floats(0.1, 5.0)}
RAMPS = st.one_of(
    mappings(shape="linear", months=st.floats(0, 9), start_share=SHARES),
    mappings(shape="exponential", time_constant_months=st.floats(0.1, 9.0), start_share=SHARES),
    mappings(shape="logistic", **S_CURVE),
    mappings(shape="gompertz", **S_CURVE),
    mappings(
        shape="table",
        shares=st.lists(st.floats(0.0, 1.5), max_size=5).map(lambda shares: sorted([*shares, 1.0])),
        step=st.sampled_from(["month", "quarter"]),
        between=st.sampled_from(["stepped", "straight"]),
    ),
)
"""All ramps."""


EFFECTS = st.one_of(
    st.just({}),
    mappings(
        attainment=st.sampled_from([[], [[0.0, 1.5], [0.6, 1.0]], [[0.5, 0.8], [1.0, 1.3], [1.5, 0.9]]]),
        attainment_between=st.sampled_from(["straight", "stepped"]),
        pay_elasticity=st.sampled_from([0.0, -2.0]),
        overdue_ratio=st.floats(1.0, 2.0),
        vacant_head_ratio=st.floats(1.0, 2.0),
        manager_ratio=st.sampled_from([1.0, 0.7]),
        peer_exits_ratio=st.sampled_from([1.0, 1.0, 1.02]),
        peer_exits_months=st.integers(1, 6),
        limit=st.floats(1.0, 4.0),
    ),
)
"""What raises or lowers exits."""

ACTING = st.one_of(
    st.none(),
    mappings(
        after_months=st.integers(0, 2),
        min_months_in_grade=st.integers(0, 3),
        lead_share=SHARES,
        selling_share_lost=SHARES,
        allowance=st.sampled_from([0.0, 0.1]),
        promotion_bonus=st.sampled_from([0.0, 1.0]),
    ),
)
"""Who acts for a head who is not there."""

NON_COMPETE = {"non_compete_months": st.sampled_from([0.0, 6.0]), "non_compete_share": SHARES}
JURISDICTIONS = st.one_of(
    mappings(profile="generic", contribution_rate=st.sampled_from([0.0, 0.25]), **NON_COMPETE),
    mappings(profile="cn", local_average_wage_annual=st.floats(0.0, 200_000.0), **NON_COMPETE),
    mappings(
        profile="us",
        social_security_base_annual=st.floats(0.0, 200_000.0),
        futa_base_annual=st.just(7_000.0),
        suta_base_annual=st.just(15_000.0),
        severance_max_weeks=st.floats(0.0, 26.0),
        **NON_COMPETE,
    ),
)
SCHEDULES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=24).map(
    lambda shares: [share / max(1.0, sum(shares)) for share in shares]
)
"""Invoices paid over up to two years, most of them in full."""


@st.composite
def ladders(draw: st.DrawFn) -> dict[str, Any]:
    """One to four tiers."""
    n_tiers = draw(st.integers(1, 4))
    tiers: dict[str, Any] = {}
    for rank in range(n_tiers):
        promotion = {
            "choice": draw(st.sampled_from(["seniority", "results", "leadership", "score", "score", "random"])),
            "min_months_in_grade": draw(st.integers(0, 6)),
            "internal_share": draw(SHARES),
            "refusal": draw(st.sampled_from([0.0, 0.0, 0.5])),
            "scope": draw(st.sampled_from(["unit", "company"])),
        }
        tiers[f"tier{rank}"] = {
            "base_annual": draw(st.floats(0, 200_000)),
            "quota_annual": draw(st.sampled_from([0.0, 120_000.0, 777_777.7])),
            "retirement": {
                "age_years": draw(st.sampled_from([None, 40.0])),
                "entry_age_from_years": 37.0,
                "entry_age_to_years": 39.5,
            },
            "probation": {
                "months": draw(st.sampled_from([0, 0, 1, 3])),
                "failed_share": draw(st.sampled_from([0.0, 0.1, 0.5])),
                "reliability": draw(SHARES),
            },
            "transfers": {
                "share": draw(st.sampled_from([0.0, 0.0, 0.5, 1.0])),
                "choice": draw(st.sampled_from(["time_in_seat", "results"])),
                "min_months_in_seat": draw(st.integers(0, 6)),
                "scope": draw(st.sampled_from(["company", "parent"])),
                "ramp_months": draw(st.sampled_from([None, 0.0, 2.5])),
            },
            "performance": {
                "floor": draw(st.sampled_from([None, 0.6, 1.2])),
                "after_quarters": draw(st.integers(1, 2)),
                "grace_months": draw(st.sampled_from([0, 4])),
                "plan_months": draw(st.integers(1, 4)),
                "dismissal_chance": draw(st.sampled_from([1.0, 0.5])),
            },
            "notice_months": draw(st.sampled_from([0, 0, 1, 3])),
            "quota_relief": draw(st.sampled_from([[], [], [0.0, 0.5, 0.75]])),
            "notice_effort": draw(st.sampled_from([1.0, 0.5])),
            "market_pay_annual": draw(st.sampled_from([None, 50_000.0])),
            "ramp": draw(RAMPS),
            "attrition": draw(TENURE_LAWS),
            "track": draw(st.sampled_from(["individual", "management"])) if rank else "individual",
            "exit_effects": draw(EFFECTS),
            "recognition": {
                "top_share": draw(st.sampled_from([0.0, 0.0, 0.3])),
                "hazard_ratio": draw(st.sampled_from([0.5, 1.0])),
                "cost_per_award": draw(st.sampled_from([0.0, 333.33])),
            },
            "exit_season": draw(st.sampled_from([[1.0] * 12, [0.0] * 11 + [1.0], [2.0, 0.5] * 6])),
            "hiring": {
                "median_days": draw(st.floats(0, 120)),
                "sigma": draw(st.floats(0, 1)),
                "backfill_share": draw(st.sampled_from([1.0, 0.8, 0.0])),
            },
            "promotion": promotion if rank and draw(st.booleans()) else None,
            "selling": {
                "productivity_annual": draw(st.sampled_from([0.0, 600_000.0])),
                "talent_sigma": draw(st.floats(0, 0.6)),
                "noise_sigma": draw(st.floats(0, 1.0)),
                "deal_size": draw(st.sampled_from([None, None, 5_000.0, 60.0])),
                "deal_sigma": draw(st.sampled_from([0.0, 1.0])),
            },
        }
    return tiers


@st.composite
def splits(draw: st.DrawFn, names: list[str]) -> dict[str, dict[str, float]]:
    """Credit that is split between two tiers, mostly not at all."""
    if draw(st.booleans()) or len(names) < 2:
        return {}
    seller, other = draw(st.permutations(names))[:2]
    share = draw(SHARES)
    return {seller: {seller: share, other: 1.0 - share}}


@st.composite
def moves(draw: st.DrawFn, tiers: list[str]) -> dict[str, dict[str, float]]:
    """A matrix of moves between some of the tiers, up and down."""
    shares = st.floats(0.0, 1.0 / max(len(tiers) - 1, 1))
    rows: dict[str, dict[str, float]] = {}
    for tier in draw(st.lists(st.sampled_from(tiers), unique=True)):
        rows[tier] = {other: draw(shares) for other in tiers if other != tier and draw(st.booleans())}
    return rows


@st.composite
def organisations(draw: st.DrawFn, tiers: list[str]) -> dict[str, Any]:
    """A company with up to three units, one of them nested, and planned changes."""
    units: dict[str, Any] = {"company": {"parent": None}}
    if draw(st.booleans()):
        units |= {"north": {"parent": "company"}, "team": {"parent": "north"}, "south": {"parent": "company"}}
    for unit in units.values():
        unit["potential_annual"] = draw(st.sampled_from([None, 1_000_000.0, 50_000_000.0]))
        unit["productivity_factor"] = draw(st.sampled_from([1.0, 0.8, 1.3]))
        unit["backfill"] = draw(st.sampled_from([True, True, False]))
        unit["seats"] = {tier: draw(st.integers(0, 4)) for tier in tiers}
    units["company"]["seats"][tiers[0]] = 3
    changes = {
        "growth": {"unit": "company", "tier": tiers[0], "month": draw(st.integers(0, 12)), "seats": 2},
        "cut": {
            "unit": "company",
            "tier": tiers[0],
            "month": draw(st.integers(0, 12)),
            "seats": -draw(st.integers(0, 2)),
            "redundancy": draw(st.booleans()),
        },
    }
    if len(units) > 1:
        to = draw(st.sampled_from(list(units)[1:]))
        changes["part"] = {"unit": "company", "tier": tiers[0], "month": draw(st.integers(0, 12)), "seats": 1, "to": to}
    moves = {
        "reform": {
            "unit": "team",
            "under": draw(st.sampled_from(["south", "company"])),
            "month": draw(st.integers(0, 9)),
        },
        "merger": {
            "unit": draw(st.sampled_from(["south", "north"])),
            "under": "company",
            "month": draw(st.integers(0, 9)),
            "merge": True,
            "redundancy": draw(st.booleans()),
        },
    }
    intake = {"unit": "company", "tier": tiers[0], "month_of_year": draw(st.integers(1, 12)), "seats": 2}
    team = {
        "unit": draw(st.sampled_from(list(units))),
        "month": draw(st.integers(0, 12)),
        "people": {tier: draw(st.integers(0, 2)) for tier in tiers},
        "tenure_months": draw(st.sampled_from([0, 30])),
        "talent": draw(st.sampled_from([1.0, 1.2])),
        "exit_ratio": draw(st.sampled_from([1.0, 3.0])),
        "exit_months": draw(st.integers(0, 8)),
        "cost_per_head": 999.99,
        "backfill": draw(st.booleans()),
    }
    return {
        "units": units,
        "span": draw(st.sampled_from([None, {"reports": 2}, {"reports": 5, "month": 2, "redundancy": True}])),
        "manager_effect": {"sigma": draw(st.sampled_from([0.0, 0.1]))},
        "coaching": {
            "gain": draw(st.sampled_from([0.0, 0.3])),
            "useful_hours": draw(st.floats(1, 20)),
            "meeting_hours": draw(st.sampled_from([0.0, 0.0, 12.5])),
        },
        "seat_changes": changes if draw(st.booleans()) else {},
        "unit_moves": moves if "team" in units and draw(st.booleans()) else {},
        "intake": {"graduates": intake} if draw(st.booleans()) else {},
        "acquisitions": {"team": team} if draw(st.sampled_from([False, False, True])) else {},
    }


def sources(tiers: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Two sources of hires or three, mostly none; one of them for some tiers only."""
    source = mappings(
        share=st.sampled_from([1.0, 2.5]),
        talent=st.floats(0.5, 1.5),
        exit_ratio=st.sampled_from([1.0, 0.4, 2.0]),
        work=st.floats(0.5, 3.0),
        cost_per_hire=AMOUNTS,
    )
    some = source.map(lambda one: {**one, "tiers": tiers[:1]})
    both = st.fixed_dictionaries({"advertisement": source, "referral": source}, optional={"campus": some})
    return st.one_of(st.just({}), st.just({}), both)


def ways_of_doing(tiers: dict[str, Any], acting: Any) -> list[str]:
    """By what people can learn in a scenario."""
    has_transfers = any(tier["transfers"]["share"] for tier in tiers.values())
    return ["coached", *(["acting"] if acting else []), *(["transferred"] if has_transfers else [])]


@st.composite
def developments(draw: st.DrawFn, tiers: list[str], ways: list[str]) -> dict[str, Any]:
    """Up to two training programmes, mostly none; and what people learn by doing."""
    programme = mappings(
        audience=st.sampled_from(["newcomers", "everybody"]),
        tiers=st.lists(st.sampled_from(tiers), unique=True),
        within_months=st.integers(1, 4),
        every_months=st.integers(1, 6),
        places=st.sampled_from([None, 1, 2]),
        cost_per_person=st.sampled_from([0.0, 333.33]),
        days_lost=st.sampled_from([0.0, 2.3, 20.0]),
        ramp_months=st.sampled_from([0.0, 0.7]),
        talent_gain=st.sampled_from([0.0, 0.1]),
        leadership_gain=st.sampled_from([0.0, 0.5]),
        half_life_months=st.floats(0.5, 24.0),
    )
    doing = mappings(
        audience=st.sampled_from(ways),
        tiers=st.lists(st.sampled_from(tiers), unique=True),
        talent_gain=st.sampled_from([0.0, 0.1]),
        leadership_gain=st.sampled_from([0.0, 0.5]),
        half_life_months=st.floats(0.5, 24.0),
    )
    is_trained, is_learning = draw(st.sampled_from([False, False, True])), draw(st.sampled_from([False, False, True]))
    programmes = draw(st.dictionaries(st.sampled_from("ab"), programme, max_size=2)) if is_trained else {}
    return {"programmes": programmes | (draw(st.dictionaries(st.sampled_from("cd"), doing)) if is_learning else {})}


def freezes(tiers: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A freeze of a few months for some tiers or all."""
    return st.builds(
        lambda first, length, only: {"first_month": first, "last_month": first + length, "tiers": only},
        st.integers(0, 12),
        st.integers(0, 6),
        st.lists(st.sampled_from(tiers), unique=True),
    )


CYCLES = st.sampled_from(["month", "quarter", "half", "year"])
WINDOWS = {"from_month": st.integers(0, 8), "until_month": st.integers(8, 14)}
ON_MEASURE = {
    "measure": st.sampled_from(["own", "own", "team", "collections", "gross_margin", "new_business", "units"]),
    "new_business_share": st.sampled_from([1.0, 0.4]),
    "unit_price": st.sampled_from([1.0, 950.0]),
    "credit_share": st.sampled_from([1.0, 0.5]),
    "quota_share": st.sampled_from([1.0, 0.7]),
}
PAYMENT = {
    "paid_every": CYCLES,
    "lag_months": st.sampled_from([0, 0, 1, 5]),
    "released": st.sampled_from(["at_once", "at_once", "on_cash", "by_schedule"]),
    "release_shares": st.sampled_from([[1.0], [0.5, 0.5], [0.3, 0.0, 0.7]]),
    "clawback": st.sampled_from([0.0, 0.0, 1.0]),
    "on_exit": st.sampled_from(["pay_earned", "pay_due", "forfeit"]),
    "running_on_exit": st.sampled_from(["forfeit", "prorate"]),
    "without_fault": st.sampled_from(["same", "pay_earned"]),
    "running_without_fault": st.sampled_from(["same", "prorate"]),
}
POINTS = st.dictionaries(st.floats(0.0, 2.0), st.floats(0.0, 2.0), min_size=1, max_size=4).map(
    lambda points: [list(point) for point in sorted(points.items())]
)


@st.composite
def rate_tables(draw: st.DrawFn, kind: str = "rate_table") -> dict[str, Any]:
    """A rate table of any kind; most of them paid at once, as in most plans."""
    starts = sorted({0.0, *draw(st.lists(st.floats(0.1, 2.0), max_size=3))})
    table = {
        "kind": kind,
        "cycle": draw(CYCLES),
        "rates": [[start, draw(st.floats(0.0, 0.3))] for start in starts],
        "accelerator": draw(st.floats(0.0, 3.0)),
        "accelerator_from": draw(st.floats(0.0, 2.0)),
        "decelerator": draw(st.sampled_from([1.0, 0.5])),
        "decelerator_below": draw(st.floats(0.0, 1.0)),
        "cap": draw(st.sampled_from([None, 0.9, 1.5])),
        "cap_pay": draw(st.sampled_from([None, 9_000.0])),
        "threshold": draw(st.sampled_from([0.0, 0.6])),
        "retroactive": draw(st.booleans()),
        "mode": draw(st.sampled_from(["discrete", "cumulative"])),
        "earned": draw(st.sampled_from(["to_date", "to_date", "at_close"])),
        "team_credit": draw(st.sampled_from(["shared", "full"])),
    }
    table |= draw(mappings(**{**ON_MEASURE, **({"measure": "team"} if kind == "override" else {})}))
    return table | (draw(mappings(**PAYMENT)) if draw(st.booleans()) else {})


COMPONENTS = {
    "table": rate_tables(),
    "override": rate_tables("override"),
    "bonus": mappings(
        kind="lump_sum",
        cycle=CYCLES,
        mode=st.sampled_from(["discrete", "cumulative"]),
        attainment=st.floats(0.0, 1.5),
        amount=AMOUNTS,
        levels=st.sampled_from([[], [[0.5, 1_000.0], [1.0, 3_000.0]]]),
        **ON_MEASURE,
        **PAYMENT,
    ),
    "spif": mappings(
        kind="spif",
        rate=st.floats(0.0, 0.1),
        amount=AMOUNTS,
        threshold=st.sampled_from([0.0, 0.8]),
        least_result=AMOUNTS,
        **WINDOWS,
        **ON_MEASURE,
        **PAYMENT,
    ),
    "draw": mappings(kind="draw", amount=AMOUNTS, months=st.integers(1, 30), recoverable=st.booleans()),
    "guarantee": mappings(kind="guarantee", amount=AMOUNTS, months=st.integers(1, 12)),
    "contest": mappings(
        kind="contest",
        cycle=st.sampled_from(["month", "quarter", "window"]),
        scope=st.sampled_from(["tier", "unit"]),
        prizes=st.lists(st.sampled_from([100.0, 5_000.0]), min_size=1, max_size=3),
        **WINDOWS,
        **ON_MEASURE,
        **PAYMENT,
    ),
    "score": mappings(
        kind="scorecard",
        cycle=CYCLES,
        amount=AMOUNTS,
        items=st.fixed_dictionaries(
            {
                "results": mappings(weight=st.just(0.6), curve=POINTS, measure=ON_MEASURE["measure"]),
                "conduct": mappings(
                    weight=st.just(0.4), curve=POINTS, measure="soft", reliability=SHARES, spread=st.floats(0.0, 0.5)
                ),
            }
        ),
        **PAYMENT,
    ),
    "stay": mappings(kind="retention", amount=AMOUNTS, after_months=st.integers(1, 18), repeated=st.booleans()),
    "lunch": mappings(kind="benefits", amount=AMOUNTS),
}
"""All kinds of components."""


@st.composite
def plans(draw: st.DrawFn, tiers: list[str], units: list[str] | None = None) -> dict[str, Any]:
    """Some plans for some of the tiers that carry a quota: for all or for a unit, for good or up to another."""
    if not tiers:
        return {}
    chosen = draw(st.lists(st.sampled_from(tiers), min_size=1, unique=True))
    change = draw(st.integers(1, 12))
    scopes: list[dict[str, Any]] = draw(
        st.sampled_from(
            [[{}], [{}], [{"until_month": change - 1}, {"from_month": change}], [{}, {"units": units or []}]]
        )
    )
    found = {}
    for number, scope in enumerate(scopes):
        names = draw(st.lists(st.sampled_from(list(COMPONENTS)), unique=True, max_size=4))
        components = {name: draw(COMPONENTS[name]) for name in names}
        found[f"plan {number}"] = {"tiers": chosen, "components": components, **scope}
    return found


WANTS = {
    "elasticity": st.sampled_from([0.0, 0.1, 0.5]),
    "present_bias": st.sampled_from([1.0, 0.7]),
    "discount_annual": st.sampled_from([1.0, 0.8]),
    "risk_aversion": st.sampled_from([0.0, 0.0, 2.0]),
}
TYPES = st.sampled_from(
    [
        {},
        {},
        {"eager": {"share": 0.4, "elasticity": 0.6}, "calm": {"share": 0.6, "present_bias": 0.6}},
        {name: {"share": 0.2, "elasticity": 0.1 * n} for n, name in enumerate("abcde")},
    ]
)
ANSWERING = mappings(
    effort="forward_looking",
    **WANTS,
    reference_rate=st.sampled_from([None, None, 0.05]),
    least_effort=st.sampled_from([0.0, 0.5]),
    types=TYPES,
    timing=mappings(share=st.sampled_from([0.0, 0.2, 1.0]), price=st.sampled_from([0.0, 0.05, 0.5])),
)
MOVING = mappings(effort="none", types=TYPES, timing=mappings(share=st.sampled_from([0.1, 0.6]), price=SHARES))
RESPONSES = st.one_of(st.just({}), st.just({}), ANSWERING, MOVING)
"""All ways in which people answer their plans."""


@st.composite
def scenarios(draw: st.DrawFn) -> ts.Scenario:
    """A small scenario with every mechanism somewhere on."""
    tiers = draw(ladders())
    names = list(tiers)
    organisation, acting = draw(organisations(names)), draw(ACTING)
    tree = {
        "time": {
            "start": f"2026-{draw(st.integers(1, 12)):02d}",
            "fiscal_year_start": draw(st.integers(1, 12)),
            "horizon_months": draw(st.integers(1, 20)),
            "burn_in_months": draw(st.integers(0, 5)),
        },
        "money": {"currency": draw(st.sampled_from(["USD", "JPY", "KWD"])), "payment_schedule": draw(SCHEDULES)},
        "costs": {"jurisdiction": draw(JURISDICTIONS)},
        "tiers": tiers,
        "organisation": organisation,
        "opening": {
            "state": draw(st.sampled_from(["new", "stationary", "stationary", "uniform"])),
            "tenure_months": draw(st.integers(1, 48)),
            "firm_age_years": draw(st.integers(1, 3)),
        },
        "development": draw(developments(names, ways_of_doing(tiers, acting))),
        "promotion": {
            "moves": draw(moves(names)) if draw(st.booleans()) else {},
            "weights": {name: draw(st.floats(0.0, 2.0)) for name in ("experience", "skill", "leadership")},
            "reliability": {
                name: draw(st.sampled_from([1.0, 0.6, 0.0]))
                for name in ("experience", "skill", "results", "leadership")
            },
            "rater_bias_sigma": draw(st.sampled_from([0.0, 0.5])),
            "calibration": draw(SHARES),
            "moves_month": draw(st.sampled_from([None, 1, 6])),
            "acting": acting,
        },
        "hiring": {
            "recruiters": draw(st.sampled_from([None, 1, 1, 2])),
            "requisitions_per_recruiter": draw(st.integers(1, 2)),
            "approval_lag_days": draw(st.sampled_from([0, 1, 15, 45])),
            "start_on": draw(st.sampled_from(["any_day", "first_of_month"])),
            "acceptance": draw(st.sampled_from([1.0, 0.7, 0.3])),
            "acceptance_elasticity": draw(st.sampled_from([0.0, 2.0])),
            "candidate_flow": draw(st.sampled_from([0.5, 2.0])),
            "early_requisition": draw(st.booleans()),
            "sources": draw(sources(names)),
            "selection": draw(st.sampled_from([{}, {}, {"candidates": 3, "cost_per_candidate": 7.77}])),
            "start_months": draw(st.sampled_from([[], [], [], [3, 9], [7]])),
            "freezes": draw(st.dictionaries(st.sampled_from(["one", "two"]), freezes(names), max_size=2)),
            "flow_elasticity": draw(st.sampled_from([0.0, 0.5])),
            "flow_elasticity_acceptance": draw(st.sampled_from([0.0, 1.0])),
            "flow_elasticity_talent": draw(st.sampled_from([0.0, 0.3])),
        },
        "selling": {
            "season": draw(st.lists(st.floats(0.1, 3.0), min_size=12, max_size=12)),
            "leadership_correlation": draw(st.floats(-1.0, 1.0)),
            "company_shock": {"sigma": draw(st.floats(0, 0.3)), "persistence": draw(st.floats(0, 0.99))},
            "unit_shock": {"sigma": draw(st.floats(0, 0.3)), "persistence": draw(st.floats(0, 0.99))},
        },
        "incentives": {
            "quota_phasing": draw(st.sampled_from(["season", "flat"])),
            "quota_proration": draw(st.sampled_from(["days", "none"])),
            "company_target_annual": draw(st.sampled_from([None, None, 5_000_000.0])),
            "over_assignment": draw(st.sampled_from([[], [0.05, 0.1]])),
            "ratchet_up": draw(st.sampled_from([0.0, 0.5])),
            "ratchet_down": draw(st.sampled_from([0.0, 0.2])),
            "splits": draw(splits(names)),
            "holdover_months": draw(st.sampled_from([0, 0, 3])),
            "holdover_share": draw(SHARES),
            "holdover_credit": draw(st.sampled_from(["split", "overlay"])),
            "plans": draw(
                plans([name for name in names if tiers[name]["quota_annual"]], list(organisation["units"])[-1:])
            ),
        },
    }
    if tree["hiring"]["sources"] and organisation["intake"]:
        organisation["intake"]["graduates"]["source"] = draw(st.sampled_from([None, "referral"]))
    if tree["incentives"]["quota_proration"] == "days":
        tree["incentives"]["empty_quota"] = draw(st.sampled_from(["unassigned", "manager", "peers"]))
    for plan in tree["incentives"]["plans"].values():
        if any(tiers[name]["selling"]["deal_size"] for name in plan["tiers"]):
            plan |= {"deal_limit": draw(st.sampled_from([None, 4_000.0])), "beyond_limit": draw(SHARES)}
    tree["response"] = draw(RESPONSES)
    return ts.make_scenario("random", tree)


def check_answers(scenario: ts.Scenario, response: dict[str, Any], seed: int) -> None:
    """In a scenario of its own, and where its people come from a past that did not answer."""
    for past in ("inherited", "own"):
        other = scenario.with_changes("other", {"response": response, "opening.past": past})
        assert disagreements(other, seed) == []
        assert ts.run(other, 3, seed, progress=False).audit() == []


def check_scenario(scenario: ts.Scenario, seed: int) -> None:
    assert disagreements(scenario, seed) == []
    assert ts.run(scenario, 3, seed, progress=False).audit() == []


def check_counterfactual(data: st.DataObject, seed: int) -> None:
    """Another plan, seats and season on the people of an inherited past."""
    base = data.draw(scenarios())
    tiers = list(base.parameters.tiers)
    with_quota = [name for name, tier in base.parameters.tiers.items() if tier.quota_annual]
    changes = {
        "incentives.plans": data.draw(plans(with_quota, list(base.parameters.organisation.units)[-1:])),
        "organisation.units.company.seats": {tier: data.draw(st.integers(1, 5)) for tier in tiers},
        "selling.season": data.draw(st.lists(st.floats(0.1, 3.0), min_size=12, max_size=12)),
        "development": data.draw(developments(tiers, ["coached"])),
        "organisation.seat_changes": {},
        "organisation.intake": {},
        "hiring.sources": data.draw(sources(tiers)),
        "promotion.moves": data.draw(moves(tiers)),
    }
    other = base.with_changes("other", changes)
    assert disagreements(other, seed) == []
    assert ts.run([base, other], 3, seed, progress=False).audit() == []


SEEDS = st.integers(0, 2**64 - 1)
ANSWERS = given(scenario=scenarios(), response=st.one_of(ANSWERING, ANSWERING, MOVING), seed=SEEDS)
SCENARIOS = given(scenario=scenarios(), seed=SEEDS)
COUNTERFACTUALS = given(data=st.data(), seed=st.integers(0, 2**32))

test_engines_agree_where_people_answer_their_plans = settings(max_examples=6)(ANSWERS(check_answers))
test_engines_agree_on_random_scenarios = settings(max_examples=20)(SCENARIOS(check_scenario))
test_engines_agree_on_random_counterfactuals = settings(max_examples=10)(COUNTERFACTUALS(check_counterfactual))


@pytest.mark.slow
class TestMany:
    """The same over many scenarios, for `make check`."""

    @settings(max_examples=20)
    @ANSWERS
    def test_where_people_answer_their_plans(self, scenario: ts.Scenario, response: dict[str, Any], seed: int) -> None:
        check_answers(scenario, response, seed)

    @settings(max_examples=100)
    @SCENARIOS
    def test_random_scenarios(self, scenario: ts.Scenario, seed: int) -> None:
        check_scenario(scenario, seed)

    @settings(max_examples=20)
    @COUNTERFACTUALS
    def test_random_counterfactuals(self, data: st.DataObject, seed: int) -> None:
        check_counterfactual(data, seed)


def test_engines_agree_exactly_on_the_baseline(repo: Any) -> None:
    baseline = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    assert disagreements(baseline, seed=7) == []


def test_engines_agree_where_many_are_compared_and_some_decline(repo: Any) -> None:
    """99 juniors stand in two blocks, each with a note of who is the best of it."""
    changes = {"tiers.representative.promotion.refusal": 0.4, "tiers.representative.promotion.choice": "seniority"}
    baseline = ts.load_scenario(repo / "scenarios" / "baseline.yaml")
    scenario = baseline.with_changes("many", changes)
    declined = ts.run(scenario, 5, seed=7, progress=False).result().total("promotions_refused")
    assert declined.mean() > 1.0, "somebody must decline for this test to mean anything"
    assert disagreements(scenario, seed=7) == []


def test_engines_agree_where_recruiters_are_far_too_few() -> None:
    scenario = tiny_scenario(
        "queue",
        {
            "organisation.units.company.seats": {"representative": 40, "manager": 4},
            "tiers.representative.attrition": {"law": "constant", "annual_turnover": 3.0},
            "hiring": {"recruiters": 1, "requisitions_per_recruiter": 2, "approval_lag_days": 10},
            "opening": {"state": "stationary", "firm_age_years": 2},
        },
    )
    study = ts.run(scenario, 20, seed=3, progress=False)
    assert study.result().total("vacancy").mean() > 5.0, "the queue must be long for this test to mean anything"
    assert disagreements(scenario, seed=3, replications=5) == []


def test_engines_agree_where_an_intake_joins_a_thin_market() -> None:
    """People of a planned intake were not searched for: they do not strain the market."""
    scenario = tiny_scenario(
        "thin",
        {
            "tiers.representative.attrition": {"law": "constant", "annual_turnover": 3.0},
            "organisation.intake": {
                "graduates": {"unit": "company", "tier": "representative", "month_of_year": 3, "seats": 2}
            },
            "hiring": {"candidate_flow": 0.5, "flow_elasticity_talent": 0.3},
        },
    )
    assert disagreements(scenario, seed=3, replications=5) == []


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_do_not_depend_on_the_number_of_threads(threads: int) -> None:
    one = ts.run(tiny_scenario(), 300, seed=11, threads=1, progress=False)
    other = ts.run(tiny_scenario(), 300, seed=11, threads=threads, progress=False)
    assert np.array_equal(one.results[0].counts, other.results[0].counts)


def test_a_replication_can_be_replayed_alone() -> None:
    many = ts.run(tiny_scenario(), 50, seed=5, progress=False)
    panel = many.panel(None, 37)
    scale = many.results[0].layout.model.company.minor_units
    assert panel.bookings.sum() == pytest.approx(many.results[0].total("bookings")[37], rel=1e-12)
    assert panel.commission.sum() / scale == pytest.approx(many.results[0].total("commission")[37], rel=1e-12)
