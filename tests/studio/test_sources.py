"""What a downloaded picture says of itself, without a browser: enough for `reproduce` to make its numbers again."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from teamsim.errors import RunError
from teamsim.report import reproduce
from teamsim.scenario import Scenario
from teamsim.studio import studio
from teamsim.studio.board import Studio
from teamsim.studio.charts import Chart
from teamsim.studio.sources import Origin
from teamsim.testing import tiny_scenario

FIRM: dict[str, Any] = {
    "time": {"horizon_months": 12},
    "organisation.units": {
        "company": {"seats": {"manager": 2}},
        "west": {"parent": "company", "seats": {"representative": 8, "manager": 2}},
        "east": {"parent": "company", "seats": {"representative": 8, "manager": 1}},
    },
    "tiers.manager.critical": True,
    "tiers.manager.attrition": {"law": "constant", "annual_turnover": 0.5},
}
RATES = "incentives.plans.rep.components.commission.rates"
WANTS = {"lab": ["forecast"], "succession": ["levers"], "organisation": []}


@pytest.fixture(scope="module")
def firms() -> tuple[Scenario, Scenario]:
    base = tiny_scenario("base", FIRM)
    return base, base.with_changes("generous", {RATES: [[0, 0.15]]})


def opened(scenarios: tuple[Scenario, ...], tab: str, **options: Any) -> Studio:
    made = studio(*scenarios, levers=(), replications=4, seed=3, tab=tab, **options)
    for kind in WANTS[tab]:
        made.hear({"kind": kind})
    assert made.wait(180) and made.error is None
    return made


def asked(picture: Chart, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser is told that downloads a picture."""
    sent: list[Any] = []
    monkeypatch.setattr(picture, "send", sent.append)
    picture._handle_custom_msg({"kind": "origin"}, [])
    (answer,) = sent
    told: list[str] = answer["told"]
    return told


@pytest.mark.parametrize(("tab", "n_pictures"), [("lab", 4), ("succession", 5), ("organisation", 2)])
def test_every_picture_is_made_again_to_the_same_numbers(
    firms: tuple[Scenario, Scenario], tab: str, n_pictures: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = opened(firms, tab).tab.pictures.children
    assert len(pictures) == n_pictures
    for place, picture in enumerate(pictures):
        told = asked(picture, monkeypatch)
        assert told[0] == picture.figure["source"]
        assert "teamsim-provenance" not in str(picture.figure), "no move sends scenarios in full"
        file = tmp_path / f"{place}.png"
        file.write_text("\n".join(told), encoding="utf-8")
        again = reproduce(file, progress=False)
        assert again.agrees, str(again)
        assert again.n_numbers > 10
        assert firms[1].hash in {source.hash for source in again.provenance.sources}


def test_a_simulated_year_is_lived_again(firms: tuple[Scenario, Scenario], tmp_path: Path) -> None:
    made = opened(firms, "lab")
    file, found = tmp_path / "winners.png", made.lab.found
    file.write_text("\n".join(made.lab.pictures.children[1].origin.told()), encoding="utf-8")
    assert found is not None and found.people is not None
    again = reproduce(file, progress=False)
    assert again.provenance.numbers["simulated year"]["change"] == found.people["change"].sum() > 0.0
    assert again.provenance.seeds == (3,)


def test_results_of_real_people_are_not_in_the_file_which_says_so(
    firms: tuple[Scenario, Scenario], tmp_path: Path
) -> None:
    rows = [(f"person {i}", month, 40_000.0 * (1 + i)) for i in range(6) for month in range(12)]
    made = opened(firms, "lab", actuals=pd.DataFrame(rows, columns=["person", "month", "bookings"]))
    file = tmp_path / "winners.png"
    file.write_text("\n".join(made.lab.pictures.children[1].origin.told()), encoding="utf-8")
    again = reproduce(file, progress=False)
    assert again.agrees and "person 1" not in str(again.provenance)
    assert "Results of 6 people are in the picture and not in the file" in str(again)


def test_a_file_says_why_its_numbers_can_not_be_made_again() -> None:
    def refused() -> Any:
        raise RunError("Two rosters; a file can name one.")

    assert Origin("base 1234 · teamsim", refused).told() == ["base 1234 · teamsim", "Two rosters; a file can name one."]
