"""The succession tab without a browser."""

from pathlib import Path
from typing import Any

import pytest

import teamsim as ts
from teamsim.scenario import Scenario
from teamsim.scenario.scenario import changed_tree
from teamsim.studio import studio
from teamsim.studio.board import Studio
from teamsim.testing import tiny_scenario
from tests.studio.reading import found, texts

LADDER: dict[str, Any] = {
    "time": {"horizon_months": 24},
    "organisation.units": {
        "company": {"seats": {"manager": 2}},
        "west": {"parent": "company", "seats": {"representative": 12, "manager": 2}},
        "east": {"parent": "company", "seats": {"representative": 12, "manager": 2}},
    },
    "tiers.manager.critical": True,
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.5},
    "tiers.representative.attrition": {"law": "constant", "annual_turnover": 0.4},
    "opening": {"state": "stationary", "firm_age_years": 4},
}


@pytest.fixture(scope="module")
def base() -> Scenario:
    return tiny_scenario("base", LADDER)


def opened(*scenarios: Scenario, **options: Any) -> Studio:
    made = studio(*scenarios, levers=(), **{"replications": 16, **options})
    made.hear({"kind": "tab", "value": "succession"})
    assert made.wait(180)
    return made


def heard(made: Studio, **intent: Any) -> Studio:
    made.hear(intent)
    assert made.wait(180)
    return made


def test_it_tells_coverage_beside_the_baselines_and_who_stands_where(base: Scenario) -> None:
    made = opened(base, base.with_changes("slow", {"tiers.manager.promotion.min_months_in_grade": 20}))
    assert made.error is None
    told = texts(made.top.doc)
    for word in ("Critical seats covered", "in base", "Ready people a seat", "Weakest tier manager", "A vacancy moves"):
        assert word in told
    below = texts(made.below.doc)
    for word in ("Slate: manager, company 1, 2026-01, future 0", "representative/", "An example", "leaves manager"):
        assert word in below
    assert len(made.succession.pictures.children) == 4
    box = made.succession.found.box
    assert sum(map(sum, box.counts.to_numpy())) == len(box.people) > 0


def test_choices_change_what_is_looked_at_and_no_scenario(base: Scenario) -> None:
    made = opened(base)
    before = made.desk.bench
    heard(made, kind="pick", name="month", value="7")
    heard(made, kind="pick", name="future", value="3")
    heard(made, kind="pick", name="slate_for", value="west/manager/002")
    assert "Slate: manager, west 2, 2026-08, future 3" in texts(made.below.doc)
    assert made.succession.found.box.month == 7
    first = texts(found(made.below.doc, data_key="example")[0])
    heard(made, kind="pick", name="chain", value="1")
    assert texts(found(made.below.doc, data_key="example")[0]) != first
    heard(made, kind="pick", name="month", value="x")
    assert made.desk.view.picked("month", "") == "7"
    assert made.desk.bench == before


def test_levers_are_ranked_when_asked_and_not_again_after_an_edit(base: Scenario) -> None:
    made = heard(opened(base), kind="levers")
    assert made.error is None
    ranking = made.succession.found.ranking
    assert len(ranking.table) == 3
    assert "Levers, the cheapest covered seat first" in texts(made.below.doc)
    assert len(made.succession.pictures.children) == 5
    heard(made, kind="slide", path="tiers.manager.promotion.min_months_in_grade", value=9)
    assert not made.desk.view.wants_levers
    assert made.succession.found.ranking is None


def test_cancel_keeps_the_futures_that_are_finished(base: Scenario) -> None:
    made = studio(base, levers=(), replications=100)
    assert made.wait(120)
    made.hear({"kind": "tab", "value": "succession"})
    while made.succession.found is None and not made.wait(0.005):
        pass
    made.hear({"kind": "stop"})
    assert made.wait(60)
    assert 0 < len(made.succession.found.bench.futures) <= 100
    assert made.status.text == "Stopped; what is finished is shown"


def test_without_a_critical_seat_it_says_what_to_do_and_a_tier_can_be_made_critical(base: Scenario) -> None:
    made = opened(base.with_changes("none", {"tiers.manager.critical": False}))
    assert "No seat of “what if” is critical" in made.status.text
    heard(made, kind="critical", tier="manager")
    assert made.error is None
    assert made.desk.draft.changes == {"tiers.manager.critical": True}
    assert made.succession.found is not None
    heard(made, kind="undo")
    assert made.desk.draft.changes == {}
    heard(made, kind="critical", tier="manger")
    assert "Did you mean `manager`?" in made.desk.view.note


def test_it_speaks_chinese(base: Scenario) -> None:
    made = opened(base, lang="zh")
    assert "关键岗位覆盖率" in texts(made.top.doc)
    assert "怀特" in texts(made.below.doc)
    heard(made, kind="lang", value="en")
    assert "Critical seats covered" in texts(made.top.doc)


def with_people(folder: Path, n_critical: int) -> Scenario:
    rows = [f"rep-{n},company,representative,," for n in range(14)]
    rows += [f"boss-{n},company,manager,{'yes' if n < n_critical else 'no'}," for n in range(6)]
    (folder / "people.csv").write_text("\n".join(["person_id,unit,tier,critical,attainment", *rows]), encoding="utf-8")
    tree = {"opening": {"roster": "people.csv", "firm_age_years": 2}, "organisation.units": {"company": {}}}
    made = tiny_scenario("ladder", LADDER).tree
    changes = {**LADDER, **tree, "tiers.manager.critical": False}
    return ts.make_scenario("firm", changed_tree(made, changes, "test")[0], folder)


@pytest.mark.parametrize("n_critical", [6, 4])
def test_real_people_are_not_named_and_small_groups_not_told(tmp_path: Path, n_critical: int) -> None:
    made = opened(with_people(tmp_path, n_critical))
    assert made.error is None
    pages = texts(made.top.doc) + texts(made.below.doc) + texts(made.side.doc)
    figures = str([chart.figure for chart in made.succession.pictures.children])
    assert "boss" not in pages + figures and "rep-" not in pages + figures
    assert "P-" in texts(made.below.doc)
    assert ("nothing is told" in texts(made.top.doc)) == (n_critical < 5)


def test_a_board_can_not_ask_for_it(base: Scenario) -> None:
    made = studio(base, levers=(), replications=16, board=True)
    made.hear({"kind": "tab", "value": "succession"})
    assert made.wait(60)
    assert made.tab is made.compare


def test_lines_of_key_seat_risk_are_named_at_their_ends(base: Scenario) -> None:
    made = opened(base, base.with_changes("slow", {"tiers.manager.promotion.min_months_in_grade": 20}))
    risk = made.succession.pictures.children[1].figure
    (named,) = risk["layout"]["annotations"]
    line = risk["data"][0]
    assert (named["text"], named["x"], named["y"]) == (line["name"], line["x"][-1], line["y"][-1])
    assert risk["layout"]["xaxis"]["range"] == [line["x"][0], line["x"][-1]]
