"""Sources of hires against closed forms: shares, talent, days of work, exits, cost; choice among candidates.

Standardised differences beyond 4.5 are alarms: 7 in a million for each, so some 2 in 10,000 for this file.
"""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import norm

import teamsim as ts
from teamsim.rules.hiring import selected_skill
from teamsim.scenario import Scenario
from teamsim.scenario.schema import Selection
from teamsim.scenario.sources import talent_gain
from teamsim.testing import tiny_scenario

ALARM = 4.5
HAZARD = 0.06
SOURCES: dict[str, Any] = {
    "advertisement": {"share": 6, "cost_per_hire": 1_000.125},
    "referral": {"share": 3, "talent": 1.2, "exit_ratio": 0.5, "cost_per_hire": 500},
    "agency": {"share": 1, "talent": 1.05, "exit_ratio": 2.0, "work": 3.0, "cost_per_hire": 9_000.5},
}
SHARES = {"advertisement": 0.6, "referral": 0.3, "agency": 0.1}
RATIOS = {"advertisement": 1.0, "referral": 0.5, "agency": 2.0}


def sourced(name: str = "sourced", **more: Any) -> Scenario:
    """Sixty representatives, a constant risk to leave, seats filled after a day of work for the average source."""
    changes = {
        "time.horizon_months": 24,
        "organisation.units.company.seats": {"representative": 60, "manager": 0},
        "tiers.representative.attrition": {"law": "table", "monthly_probability": [1.0 - math.exp(-HAZARD)]},
        "tiers.representative.hiring": {"median_days": 1.0, "sigma": 0.0},
        "tiers.representative.selling": {"productivity_annual": 600_000, "talent_sigma": 0.25},
        "tiers.representative.costs": {"hiring_per_hire": 2_000, "training_per_hire": 300},
        "hiring.sources": SOURCES,
    }
    return tiny_scenario(name, changes | more)


@pytest.fixture(scope="module")
def study() -> ts.Study:
    return ts.run(sourced(), 25, seed=3, progress=False)


@pytest.fixture(scope="module")
def spells(study: ts.Study) -> pd.DataFrame:
    return study.spells


def test_hires_come_from_the_sources_by_their_shares(spells: pd.DataFrame) -> None:
    for began, n_least in (("hired", 1_500), ("opening", 1_500)):
        sources = spells.loc[spells["began"] == began, "source"]
        assert len(sources) >= n_least
        for name, share in SHARES.items():
            off = (sources == name).sum() - len(sources) * share
            assert abs(off) < ALARM * math.sqrt(len(sources) * share * (1.0 - share))


def test_talent_of_hires_is_that_of_the_source_and_one_on_average(study: ts.Study) -> None:
    talent, source = np.concatenate([_joined(study, "sourced", number) for number in range(25)], axis=1)
    mean = sum(SHARES[name] * SOURCES[name].get("talent", 1.0) for name in SHARES)
    for place, name in enumerate(SHARES):
        mine = talent[source == place]
        expected = SOURCES[name].get("talent", 1.0) / mean
        assert abs(mine.mean() - expected) < ALARM * mine.std() / math.sqrt(mine.size)
    assert abs(talent.mean() - 1.0) < ALARM * talent.std() / math.sqrt(talent.size)


def _joined(study: ts.Study, name: str, number: int) -> Any:
    """Return talent and source of everybody who joined in one future."""
    panel = study.panel(name, number)
    _, first = np.unique(panel.occupant * 10_000 + panel.entry_seat, return_index=True)
    months, seats = np.unravel_index(first, panel.occupant.shape)
    joined = panel.occupant[months, seats] > 0
    return np.stack([panel.talent[months, seats], panel.source[months, seats]])[:, joined]


def test_people_leave_by_the_hazard_of_their_source_centred_on_the_opening(spells: pd.DataFrame) -> None:
    """Of the opening people, the mean ratio is sum of share x ratio = .95; exits a month are binomial."""
    centre = sum(SHARES[name] * RATIOS[name] for name in SHARES)
    assert centre == pytest.approx(0.95)
    for name, ratio in RATIOS.items():
        mine = spells[spells["source"] == name]
        months = int((mine["last_month"] - mine["first_month"] + 1).sum())
        chance = 1.0 - math.exp(-HAZARD * ratio / centre)
        off = (mine["ended"] == "voluntary").sum() - months * chance
        assert abs(off) < ALARM * math.sqrt(months * chance * (1.0 - chance))


def test_a_firm_that_goes_on_as_it_was_stays_flat() -> None:
    """The stock holds sources by share / chance to leave; turnover and talent stay what they are."""
    scenario = sourced("old", **{"opening": {"state": "stationary", "firm_age_years": 15}, "time.horizon_months": 60})
    study = ts.run(scenario, 128, seed=5, progress=False)
    opening = study.spells_of(range(40))
    opening = opening[opening["began"] == "opening"]
    ratio = {name: RATIOS[name] for name in SHARES}
    stock = {name: SHARES[name] / ratio[name] for name in SHARES}  # to first order in the hazard
    for name, share in stock.items():
        expected = share / sum(stock.values())
        assert (opening["source"] == name).mean() == pytest.approx(expected, abs=0.03)
    monthly = study.result().monthly("exits") / 60.0
    first, last = monthly[:, :12].mean(axis=1), monthly[:, -12:].mean(axis=1)
    for exits in (first, last):
        error = exits.std() / math.sqrt(128)
        assert abs(exits.mean() - (1.0 - math.exp(-HAZARD))) < ALARM * error + 0.001
    bookings = study.result().monthly("bookings")
    change = (
        bookings[:, -12:].mean(axis=1) / bookings[:, :12].mean()
        - bookings[:, :12].mean(axis=1) / bookings[:, :12].mean()
    )
    assert abs(change.mean()) < ALARM * change.std() / math.sqrt(128)


def test_another_mix_of_sources_changes_talent_exits_and_days_against_the_past() -> None:
    """All from one source: its days of work over the mean of the past, (.6 + .3 + .1 x 3) = 1.2, of 40 days."""
    base = sourced("base", **{"tiers.representative.hiring": {"median_days": 40.0, "sigma": 0.0}})
    for name, days in (("referral", 40 / 1.2), ("agency", 3 * 40 / 1.2)):
        only = base.with_changes(name, {f"hiring.sources.{other}.share": 0 for other in SHARES if other != name})
        result = ts.run(only, 2, seed=1, progress=False).result()
        assert set(np.unique(result.monthly("time_to_fill"))[:-1]) <= {float(round(days))}
        study = ts.run(only, 1, seed=1, progress=False)
        hired = study.spells[study.spells["began"] == "hired"]
        assert set(hired["source"]) == {name}
        assert set(study.spells["source"]) > {name}, "the opening people stay those of the past"


def test_only_people_between_two_shares_come_from_elsewhere() -> None:
    """.6 / .3 / .1 becomes .5 / .4 / .1: who changes, changes from advertisements to referral."""
    base = sourced("base")
    other = base.with_changes("other", {"hiring.sources.advertisement.share": 5, "hiring.sources.referral.share": 4})
    told = ts.run([base, other], 4, seed=2, progress=False).spells
    firsts = told[told["person"].str.endswith("#1")].drop_duplicates(["scenario", "replication", "person"])
    pairs = firsts.pivot_table(index=["replication", "person"], columns="scenario", values="source", aggfunc="first")
    moved = pairs.dropna()[pairs["base"] != pairs["other"]]
    assert len(moved) > 5
    assert set(moved["base"]) == {"advertisement"} and set(moved["other"]) == {"referral"}
    opening = told[told["began"] == "opening"].groupby("scenario")["source"].apply(list)
    assert opening["base"] == opening["other"]


def test_cost_of_hires_to_the_cent(study: ts.Study, spells: pd.DataFrame) -> None:
    hired = spells[spells["began"] == "hired"]
    price = {name: 200_000 + math.floor(100 * each["cost_per_hire"] + 0.5) for name, each in SOURCES.items()}
    cents = hired.groupby("replication")["source"].apply(lambda sources: sum(price[name] for name in sources))
    assert np.rint(100 * study.result().total("hiring_cost")).astype(int).tolist() == cents.tolist()
    assert study.result().total("training_cost") == pytest.approx(300 * study.result().total("hires"))
    mean = sum(share * SOURCES[name]["cost_per_hire"] for name, share in SHARES.items())
    turnover = study.result().total("cost_of_turnover")
    assert turnover == pytest.approx((2_300 + mean) * study.result().total("exits_voluntary"))


def test_a_source_of_some_tiers_sends_nobody_to_others() -> None:
    sources = {"campus": {"share": 1, "tiers": ["representative"]}, "search": {"share": 1, "tiers": ["manager"]}}
    more = {"hiring.sources": sources, "organisation.units.company.seats": {"representative": 20, "manager": 6}}
    more["tiers.manager.attrition"] = {"law": "constant", "annual_turnover": 2.0}
    more["tiers.manager.promotion"] = {"internal_share": 0.0}
    told = ts.run(sourced(**more), 3, seed=1, progress=False).spells
    found = set(map(tuple, told.loc[told["began"] == "hired", ["tier", "source"]].to_numpy()))
    assert found == {("representative", "campus"), ("manager", "search")}


def test_a_planned_intake_may_name_its_source() -> None:
    intake = {"unit": "company", "tier": "representative", "month_of_year": 3, "seats": 4}
    more = {"organisation.intake": {"graduates": {**intake, "source": "agency"}, "others": intake}}
    told = ts.run(sourced(**more), 2, seed=1, progress=False).spells
    graduates = told[told["person"].str.contains("graduates") & (told["began"] == "hired")]
    others = told[told["person"].str.contains("others") & (told["began"] == "hired")]
    assert len(graduates) == len(others) == 2 * 2 * 4
    assert set(graduates["source"]) == {"agency"} and others["source"].isna().all()


# -- choice among candidates ---------------------------------------------------------------------------------


@pytest.mark.parametrize("candidates", [2, 5, 20])
@pytest.mark.parametrize("reliability", [0.0, 0.25, 1.0])
def test_the_best_of_several_candidates_is_better_by_theory(candidates: int, reliability: float) -> None:
    """Over an even grid of luck: the mean gain is sqrt(h) times the mean of the largest of n normals."""
    z = norm.ppf((np.arange(200) + 0.5) / 200)
    skills = [[selected_skill(skill, own, candidates, reliability) - skill for own in z] for skill in z]
    density = lambda x: x * candidates * norm.pdf(x) * norm.cdf(x) ** (candidates - 1)  # noqa: E731
    largest = quad(density, -10, 10)[0]
    assert np.mean(skills) == pytest.approx(math.sqrt(reliability) * largest, abs=0.004)
    assert np.min(skills) >= -1e-12, "a choice never makes a hire worse"


def test_one_candidate_is_no_choice() -> None:
    assert all(selected_skill(z, own, 1, 0.5) == z for z in (-5.0, 0.1, 6.2) for own in (-6.2, 0.0, 6.2))


def test_the_gain_of_talent_has_its_closed_form_of_two_candidates() -> None:
    """E e^(s X - s^2/2) of the larger of two normals is 2 Phi(s / sqrt(2))."""
    for sigma, reliability in ((0.25, 0.25), (0.6, 1.0)):
        spread = sigma * math.sqrt(reliability)
        gain = talent_gain(Selection(candidates=2, reliability=reliability), sigma)
        assert gain == pytest.approx(2.0 * norm.cdf(spread / math.sqrt(2.0)), rel=1e-9)


def test_selection_raises_the_talent_of_hires_against_the_past_and_is_paid_for() -> None:
    base = sourced("base", **{"hiring.sources": {}})
    chosen = base.with_changes("chosen", {"hiring.selection": {"candidates": 6, "cost_per_candidate": 150}})
    always = sourced("always", **{"hiring.sources": {}, "hiring.selection": {"candidates": 6}})
    study = ts.run([base, chosen, always], 6, seed=3, progress=False)
    gain = talent_gain(Selection(candidates=6), 0.25)
    assert 1.1 < gain < 1.3
    for name, expected in (("base", 1.0), ("chosen", gain), ("always", 1.0)):
        talent = np.concatenate([_joined(study, name, number)[0] for number in range(6)])
        assert abs(talent.mean() - expected) < ALARM * talent.std() / math.sqrt(talent.size)
    per_hire = study.result("chosen").total("hiring_cost") / study.result("chosen").total("hires")
    assert per_hire == pytest.approx(2_000 + 6 * 150)


# -- months in which hires start -----------------------------------------------------------------------------


def test_hires_start_in_the_months_that_are_named() -> None:
    scenario = sourced("cohorts", **{"hiring.start_months": [3, 9]})
    study = ts.run(scenario, 3, seed=1, progress=False)
    hired = study.spells[study.spells["began"] == "hired"]
    assert set(hired["first_month"] % 12) == {2, 8}
    waited = hired[hired["hire_day"] % 30 == 0]
    assert len(waited) > 0.8 * len(hired), "who accepted before starts on the first"


def test_a_recruiter_is_free_while_the_hire_waits_for_the_month() -> None:
    """One recruiter, one search at a time, ten days of work: all of ten gaps are filled by July, not one."""
    changes = {
        "organisation.units.company.seats": {"representative": 0, "manager": 1},
        "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.0},
        "organisation.seat_changes": {"ten": {"unit": "company", "tier": "representative", "month": 0, "seats": 10}},
        "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.0},
        "tiers.representative.hiring": {"median_days": 10.0, "sigma": 0.0},
        "hiring": {"recruiters": 1, "requisitions_per_recruiter": 1, "start_months": [7]},
    }
    hires = ts.run(tiny_scenario("gaps", changes), 1, progress=False).result().monthly("hires")[0]
    assert hires.tolist() == [0.0] * 6 + [10.0] + [0.0] * 5
