"""Who went where, and what became of empty seats: sums are the counts of the months, seat by seat and cell by cell."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import teamsim as ts
from teamsim.errors import TeamsimError
from teamsim.passages import passages, vacancies
from teamsim.scenario import Scenario
from teamsim.testing import tiny_scenario

COUNTED = {
    "hires": ("to", ("hired", "acquired")),
    "acquired": ("to", ("acquired",)),
    "promotions": ("to", ("promoted", "regraded")),
    "promotions_out": ("from", ("promoted", "regraded")),
    "exits_voluntary": ("from", ("voluntary",)),
    "exits_involuntary": ("from", ("involuntary",)),
    "exits_retirement": ("from", ("retirement",)),
}
"""Measures of a month, and of which end of a passage, and what way, they are the sum."""

BUSY: dict[str, Any] = {
    "time.horizon_months": 24,
    "organisation.units": {
        "company": {"seats": {"representative": 4, "manager": 2}},
        "north": {"parent": "company", "seats": {"representative": 14, "manager": 2}, "backfill": True},
        "south": {"parent": "company", "seats": {"representative": 10, "manager": 3}, "backfill": False},
    },
    "organisation.seat_changes": {
        "growth": {"unit": "north", "tier": "representative", "month": 3, "seats": 4},
        "at once": {"unit": "company", "tier": "representative", "month": 0, "seats": 2},
        "cut": {"unit": "north", "tier": "representative", "month": 9, "seats": -6},
        "gone": {"unit": "company", "tier": "representative", "month": 12, "seats": -2, "redundancy": True},
        "first day": {"unit": "south", "tier": "manager", "month": 0, "seats": -1, "redundancy": True},
    },
    "organisation.intake": {"grads": {"unit": "north", "tier": "representative", "month_of_year": 4, "seats": 2}},
    "organisation.acquisitions": {"acme": {"unit": "south", "month": 6, "people": {"representative": 3}}},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 1.0},
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 1.5},
    "tiers.manager.promotion": {"min_months_in_grade": 0, "internal_share": 0.7},
    "tiers.representative.hiring": {"median_days": 20.0},
    "hiring.sources": {"advertisement": {"share": 2}, "referral": {"share": 1}},
}

CASES = {
    "pull": {},
    "push": {
        "promotion.moves": {"representative": {"manager": 0.1}, "manager": {"representative": 0.2}},
        "promotion.moves_month": 6,
    },
    "old, with a burn-in": {"opening": {"state": "stationary", "firm_age_years": 3}, "time.burn_in_months": 3},
}


def busy(case: str) -> Scenario:
    """Three units in which everything happens: growth, cuts, redundancy, an intake, a team, no backfill."""
    return tiny_scenario(case, BUSY | CASES[case])


@pytest.fixture(scope="module", params=CASES)
def study(request: pytest.FixtureRequest) -> ts.Study:
    return ts.run(busy(request.param), 4, seed=3, progress=False)


def test_rows_and_columns_of_moves_add_up_to_the_months(study: ts.Study) -> None:
    assert study.audit() == []
    moves, result = study.moves, study.result()
    years = result.layout.n_measured / 12
    for measure, (end, ways) in COUNTED.items():
        rows = moves[moves["how"].isin(ways)].set_index([f"{end}_unit", f"{end}_tier"])["a_year"]
        for unit, tier in result.layout.cells:
            told = rows.loc[[(unit, tier)]].sum() if (unit, tier) in rows.index else 0.0
            months = study.months[(study.months["unit"] == unit) & (study.months["tier"] == tier)]
            assert told == pytest.approx(months[measure].sum() / 4 / years), (measure, unit, tier)


def test_every_month_of_every_future_is_told_as_it_was_counted(study: ts.Study) -> None:
    result = study.result()
    told = pd.concat([passages(result.layout, study.panel(None, r), r) for r in range(4)])
    for measure, (_, ways) in COUNTED.items():
        counted = np.zeros((4, result.layout.n_measured))
        mine = told[told["how"].isin(ways)]
        np.add.at(counted, (mine["replication"].to_numpy(), mine["month"].to_numpy()), 1)
        assert (counted == result.monthly(measure)).all(), measure


def test_vacancies_arise_and_end_seat_by_seat(study: ts.Study) -> None:
    """A seat is empty when one more vacancy arose than ended; at the end as many seats are as the counts say."""
    layout = study.result().layout
    for number in range(4):
        told = vacancies(layout, study.panel(None, number), number)
        signs = np.where(told["change"] == "arose", 1, -1)
        balance = pd.Series(signs).groupby(told["seat"].to_numpy()).sum()
        assert set(balance) <= {-1, 0, 1}
        assert (told["month"] >= 0).all() and (told["month"] < layout.n_measured).all()


def test_vacancies_at_the_end_are_those_at_the_start_with_what_arose_and_ended() -> None:
    """Where nobody is regraded and everybody is there on the first day: open seats less people after the last exits."""
    study = ts.run(busy("pull"), 4, seed=3, progress=False)
    layout, result = study.result().layout, study.result()
    for number in range(4):
        panel = study.panel(None, number)
        told = vacancies(layout, panel, number)
        for tier in layout.tiers:
            mine = told[told["tier"] == tier]
            balance = int((mine["change"] == "arose").sum() - (mine["change"] == "ended").sum())
            assert balance == _empty_at_the_end(study, number, tier)
    assert result.monthly("opening_headcount")[:, 0].tolist() == [35.0] * 4


def _empty_at_the_end(study: ts.Study, number: int, tier: str) -> int:
    """Return the seats of a tier that are open after the last month and empty."""
    layout, panel = study.result().layout, study.panel(None, number)
    seats, n = layout.model.seats, layout.model.n_months
    stays = (panel.entry_seat[-1] >= 0) & (panel.exit_kind[-1] == 0)
    is_open = np.array([seat.tier == tier and seat.is_refilled for seat in layout.seats])
    is_open &= (seats.opens < n) & (seats.closes >= n)
    return int((is_open & ~stays).sum())


def test_sources_of_vacancies_are_told_a_year(study: ts.Study) -> None:
    table, moves = study.vacancy_sources, study.moves
    known = {"voluntary", "involuntary", "promoted", "opened"}
    assert set(table.loc[table["change"] == "arose", "how"]) <= known
    ways = {"hired", "hired: advertisement", "hired: referral", "acquired", "closed", "from representative"}
    assert set(table.loc[table["change"] == "ended", "how"]) <= ways | {"from manager"}
    for way, of in (("hired: referral", "referral"), ("hired: advertisement", "advertisement")):
        by_source = moves.loc[(moves["source"] == of) & (moves["from_tier"] == "outside"), "a_year"].sum()
        assert table.loc[table["how"] == way, "a_year"].sum() == pytest.approx(by_source)
    opened = table[(table["how"] == "opened") & (table["unit"] == "north")]
    assert opened["a_year"].sum() == pytest.approx((4 + 2 + 2) / 2)
    acquired = table[table["how"] == "acquired"]
    assert acquired["a_year"].sum() == pytest.approx(3 / 2)


def test_no_replications_are_refused(study: ts.Study) -> None:
    with pytest.raises(TeamsimError, match=r"replications = \[\]; expected one at least"):
        study.moves_of([])
