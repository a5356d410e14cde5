"""Every fault that is counted is seen: beside its lever, also where its mechanism is closed, or told on top."""

from typing import Any

import pytest

from teamsim.studio import studio
from teamsim.studio.board import Studio
from teamsim.testing import tiny_scenario
from tests.studio.reading import found, intents, texts

RAMP = "tiers.representative.ramp.months"
ACCELERATOR = "incentives.plans.rep.components.commission.accelerator"
BAD = """
name: bad
tiers: {representative: {ramp: {months: 500}}}
hiring: {recruiters: -3, approval_lag_days: -1}
money: {margine: 0.5}
incentives: {plans: {rep: {components: {commission: {accelerator: -9}}}}}
"""


@pytest.fixture
def made() -> Studio:
    opened = studio(tiny_scenario("base", {RAMP: 5.0}), levers=(RAMP,), replications=4)
    assert opened.wait(60)
    return opened


def heard(made: Studio, **intent: Any) -> Studio:
    made.hear(intent)
    assert made.wait(60)
    return made


def alerts(made: Studio) -> list[str]:
    """The sentences of all faults that are on the page, those told together one by one."""
    told = [part for part in found(made.side.doc, role="alert")]
    items = [item for part in told for item in (part[2] if part[0] == "ul" else [part])]
    return sorted(texts(item).split(" = ")[0].split(":")[0] for item in items)


ALL = ["hiring.approval_lag_days", "hiring.recruiters", ACCELERATOR, "money.margine", RAMP]


@pytest.mark.parametrize("tab", ["compare", "lab", "succession", "organisation"])
def test_a_file_with_faults_shows_every_one_on_every_part(made: Studio, tab: str) -> None:
    study = made.study
    heard(made, kind="tab", value=tab)
    heard(made, kind="drop", name="bad.yaml", text=BAD)
    assert "5 to mend" in made.status.text
    assert alerts(made) == ALL
    assert made.study is study


def test_a_faulty_lever_of_a_closed_mechanism_is_shown_until_it_is_mended(made: Studio) -> None:
    heard(made, kind="drop", name="bad.yaml", text=BAD)
    group = found(made.side.doc, data_key="to mend")[0]
    paths = [row[1]["data-path"] for row in group[2][1:]]
    assert paths == ["hiring.approval_lag_days", ACCELERATOR]
    assert alerts(heard(made, kind="search", value="ramp months representative")) == ALL
    heard(made, kind="search", value="")
    assert alerts(heard(made, kind="group", key="hiring")) == ALL
    assert [row[1]["data-path"] for row in found(made.side.doc, data_key="to mend")[0][2][1:]] == [ACCELERATOR]
    heard(made, kind="write", path="hiring.approval_lag_days", value="2")
    assert alerts(made) == ALL[1:]


def test_what_has_no_lever_is_taken_back_where_it_is_told(made: Studio) -> None:
    heard(made, kind="drop", name="bad.yaml", text=BAD)
    item = next(each for each in found(made.side.doc, data_path="money.margine") if each[0] == "li")
    assert "Did you mean `margin`?" in texts(item)
    made.hear(intents(found(item, type="button")[0])["click"])
    for path in (RAMP, "hiring.recruiters", "hiring.approval_lag_days", ACCELERATOR):
        made.hear({"kind": "reset", "path": path})
    assert made.wait(60)
    assert alerts(made) == []
    assert made.status.text.startswith("Done in")


def test_what_can_not_be_read_is_told_with_its_name_on_another_part_and_beside_another_scenario(made: Studio) -> None:
    heard(made, kind="write", path=RAMP, value="12%")
    assert len(found(made.side.doc, role="alert")) == 1
    heard(made, kind="tab", value="organisation")
    told = "Ramp (representative) “12%”: The unit is months, which has no percentages."
    assert told in texts(found(made.side.doc, role="alert")[0])
    heard(made, kind="tab", value="compare")
    heard(made, kind="add")
    heard(made, kind="reset_all")
    assert "1 to mend" in made.status.text
    assert f"what if: {told}" in texts(found(made.side.doc, role="alert")[0])
    heard(made, kind="lang", value="zh")
    assert "此处单位为个月，不能用百分数" in texts(found(made.side.doc, role="alert")[0])
