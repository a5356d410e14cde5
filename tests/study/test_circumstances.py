"""Effects on exits, coaching by span, team credit: each does what it says, centred on the opening organisation.

Statistical tests: seeds are fixed; each limit is 4 standard errors or more, so a false alarm by a change of draws
has a chance of less than 1 in 10,000.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import teamsim as ts
from teamsim.rules.organisation import lead_factor, team_credit
from teamsim.testing import disagreements, tiny_scenario

LAW = {"law": "constant", "annual_turnover": 0.36}
STEADY = {
    "time.horizon_months": 24,
    "opening": {"state": "stationary", "firm_age_years": 6},
    "tiers.representative.attrition": LAW,
    "tiers.manager.attrition": LAW,
    "organisation.units.company.seats": {"representative": 40, "manager": 6},
}


def steady(name: str, **changes: Any) -> ts.Scenario:
    """A settled firm of 46 seats, a turnover of 36%."""
    return tiny_scenario(name, {**STEADY, **changes})


def exits(study: ts.Study, scenario: str) -> tuple[float, float]:
    """Mean exits of representatives over the horizon, and its standard error over histories."""
    totals = study.result(scenario).total("exits", tier="representative")
    return float(totals.mean()), float(totals.std(ddof=1)) / math.sqrt(totals.size)


def effects(**values: Any) -> dict[str, Any]:
    return {f"tiers.representative.exit_effects.{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    "changes",
    [
        effects(attainment=[[0.6, 1.6], [1.0, 1.0], [1.4, 0.7]]),
        effects(attainment=[[0.0, 2.0], [0.8, 1.0]], attainment_between="stepped"),
        effects(overdue_ratio=1.5),
        effects(vacant_head_ratio=2.0),
        effects(peer_exits_ratio=1.08),
        effects(manager_ratio=0.7),
    ],
    ids=["attainment", "stepped", "overdue", "vacant head", "peers", "manager"],
)
def test_a_centred_effect_leaves_the_turnover_of_the_firm_as_it_was(changes: dict[str, Any]) -> None:
    study = ts.run([steady("plain"), steady("effect", **changes)], 400, 5, progress=False)
    (plain, error), (with_effect, other_error) = exits(study, "plain"), exits(study, "effect")
    # half a per cent for what centring at one point in time leaves
    assert abs(with_effect - plain) < 4 * math.hypot(error, other_error) + 0.005 * plain


def test_a_raise_keeps_people_as_the_elasticity_says() -> None:
    base = steady("base", **effects(pay_elasticity=-2.0), **{"incentives.plans": {}})
    raised = base.with_changes("raised", {"tiers.representative.base_annual": 66_000})
    study = ts.run([base, raised], 600, 5, progress=False)
    (before, error), (after, other_error) = exits(study, "base"), exits(study, "raised")
    hazard = 0.36 / 12
    ratio = -math.expm1(-hazard * 1.1**-2) / -math.expm1(-hazard)  # per person-month; headcount hardly changes
    heads = [study.result(name).total("headcount", tier="representative").mean() for name in ("base", "raised")]
    assert after / before == pytest.approx(ratio * heads[1] / heads[0], abs=5 * math.hypot(error, other_error) / before)


def test_a_market_that_moves_away_makes_people_leave() -> None:
    base = steady("base", **effects(pay_elasticity=-2.0))
    market = base.with_changes("market", {"tiers.representative.market_pay_annual": 150_000})
    assert exits(ts.run([base, market], 200, 5, progress=False), "market") > exits(
        ts.run(base, 200, 5, progress=False), "base"
    )


def test_no_effect_goes_beyond_the_limit() -> None:
    base = steady("base", **effects(pay_elasticity=-5.0, limit=1.2))
    poor = base.with_changes("poor", {"tiers.representative.base_annual": 1_000})
    poorer = base.with_changes("poorer", {"tiers.representative.base_annual": 500})
    study = ts.run([base, poor, poorer], 100, 5, progress=False)
    one, other = (study.result(name).total("exits", tier="representative") for name in ("poor", "poorer"))
    assert np.array_equal(one, other)
    assert one.mean() > study.result("base").total("exits", tier="representative").mean()


def test_coaching_hours_are_shared_by_the_reports() -> None:
    assert lead_factor(1.0, 8.0, 40.0, 5.0, 0.15) == pytest.approx(1 + 0.15 * (1 - math.exp(-1)))
    assert lead_factor(0.0, 8.0, 40.0, 5.0, 0.15) == 1.0
    assert lead_factor(2.0, 0.0, 40.0, 5.0, 0.15) == 1.0
    assert team_credit(900.0, 3, 0.5) == 150.0


def test_coaching_is_centred_and_a_wider_span_sells_less_a_head() -> None:
    plain = steady("plain")
    coached = steady("coached", **{"organisation.coaching.gain": 0.3})
    wide = coached.with_changes("wide", {"organisation.span": {"reports": 20, "redundancy": True}})
    study = ts.run([plain, coached, wide], 300, 5, progress=False)
    bookings = {name: study.result(name).total("bookings").mean() for name in ("plain", "coached", "wide")}
    assert bookings["coached"] == pytest.approx(bookings["plain"], rel=0.01)
    hours = [40 * n / 40 for n in (6, 2)]  # nearly all seats filled
    factor = [1 + 0.3 * (1 - math.exp(-h / 5)) for h in hours]
    assert bookings["wide"] / bookings["coached"] == pytest.approx(factor[1] / factor[0], rel=0.02)


def test_better_managers_make_their_teams_sell_more_and_the_firm_as_much_as_before() -> None:
    """Three pairs of managers: bookings of a unit against the mean factor of its managers, future by future."""
    units = {name: {"parent": "company", "seats": {"representative": 20, "manager": 2}} for name in ("a", "b", "c")}
    changes = {
        "organisation.units": {"company": {}, **units},
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
        "tiers.representative.selling": {"productivity_annual": 600_000, "talent_sigma": 0.0, "noise_sigma": 0.1},
    }
    plain = steady("plain", **changes)
    led = steady("led", **changes, **{"organisation.manager_effect.sigma": 0.2})
    study = ts.run([plain, led], 60, 5, progress=False)
    layout = study.result("led").layout
    expected, found = [], []
    for number in range(60):
        leadership = study.panel("led", number).leadership[0]
        for unit in ("a", "b", "c"):
            heads = [i for i, seat in enumerate(layout.seats) if (seat.unit, seat.tier) == (unit, "manager")]
            there = [leadership[i] for i in heads if study.panel("led", number).entry_seat[:, i].min() >= 0]
            if len(there) == 2:
                expected.append(np.log(np.mean(np.exp(0.2 * np.array(there) - 0.02))))
                pair = [study.result(name).total("bookings", unit=unit)[number] for name in ("led", "plain")]
                found.append(np.log(pair[0] / pair[1]))
    assert np.corrcoef(expected, found)[0, 1] > 0.99  # shared luck leaves the manager effect alone
    assert np.mean(found) == pytest.approx(0.0, abs=0.05)


def test_a_span_opens_and_closes_whole_seats() -> None:
    base = steady("base")
    for reports, seats in ((40, 1), (20, 2), (8, 5), (5, 8), (100, 1)):
        changed = base.with_changes("x", {"organisation.span": {"reports": reports, "redundancy": True}})
        result = ts.run(changed, 2, 5, progress=False).result()
        assert result.total("seats", tier="manager").tolist() == [seats, seats]


def test_a_span_of_nobody_is_refused_with_its_place() -> None:
    with pytest.raises(ts.TeamsimError, match=r"organisation\.span\.reports = 0; expected"):
        steady("base", **{"organisation.span": {"reports": 0}})


def team_plan() -> ts.Scenario:
    plan = {
        "lead": {
            "tiers": ["manager"],
            "components": {"override": {"kind": "rate_table", "measure": "team", "rates": [[0, 0.02]]}},
        }
    }
    return tiny_scenario(
        "team",
        {
            "incentives.plans": plan,
            "tiers.manager.quota_annual": 1_800_000,
            "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
            "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
        },
    )


def test_managers_share_what_their_team_books() -> None:
    """Two managers, all there all year: together they earn 2% of all bookings, and the quota counts once."""
    study = ts.run(team_plan(), 5, 3, progress=False)
    result = study.result()
    assert np.allclose(result.total("commission", tier="manager"), 0.02 * result.total("bookings"), atol=1.0)
    assert np.allclose(result.total("quota"), 6 * 600_000)
    assert result.total("quota", tier="manager").tolist() == [0.0] * 5
    assert study.audit() == [] and disagreements(team_plan()) == []


FIRM = """
name: firm
time: {start: 2026-01, horizon_months: 1}
tiers:
  representative:
    base_annual: 50000
    quota_annual: 600000
    ramp: {months: 0}
    selling: {productivity_annual: 600000, talent_sigma: 0.3, noise_sigma: 0.5}
organisation: {units: {company: {}}}
opening: {roster: people.csv, firm_age_years: 3}
"""
ROSTER = """person_id,unit,tier,hire_date,attainment
star,company,representative,2020-01-01,1.6
poor,company,representative,2020-01-01,0.6
new,company,representative,2025-12-01,1.6
unknown,company,representative,2020-01-01,
"""


def test_a_roster_s_talent_is_drawn_towards_the_mean(tmp_path: Path) -> None:
    """Closed form: twelve months of log spread s = .5 shrink a log attainment by s_t^2 / (s_t^2 + v)."""
    (tmp_path / "people.csv").write_text(ROSTER)
    (tmp_path / "firm.yaml").write_text(FIRM)
    study = ts.run(ts.load_scenario(tmp_path / "firm.yaml"), 128, 3, progress=False)
    talent = [study.panel(None, replication).talent[0] for replication in range(128)]
    names = [seat.name.rsplit("/", 1)[1] for seat in study.result().layout.seats]
    mean = dict(zip(names, np.log(talent).mean(axis=0), strict=True))
    spread, luck = 0.3**2, math.log1p(math.expm1(0.5**2) / 12)
    weight = spread / (spread + luck)
    for name, attainment in (("star", 1.6), ("poor", 0.6)):
        expected = (1 - weight) * -spread / 2 + weight * (math.log(attainment) + luck / 2)
        assert mean[name] == pytest.approx(expected, abs=4 * math.sqrt(weight * luck / 128))
    assert 0.0 < mean["new"] < mean["star"]  # one month says little
    assert mean["unknown"] == pytest.approx(-spread / 2, abs=4 * math.sqrt(spread / 128))


def test_an_attainment_in_percent_is_told(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ROSTER.replace("1.6\npoor", "160\npoor"))
    (tmp_path / "firm.yaml").write_text(FIRM)
    with pytest.raises(ts.TeamsimError, match=r"people\.csv:2: attainment = '160'; expected a share .* 1\.6 for 160%"):
        ts.load_scenario(tmp_path / "firm.yaml")
