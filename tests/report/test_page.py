"""The page of a study: every number is the study's, and it stands alone."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import teamsim as ts
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.errors import RunError, TeamsimError
from teamsim.measures import MEASURES
from teamsim.testing import tiny_scenario
from tests.report.conftest import ACTUALS, ODD
from tests.report.reading import Page, number_at


@pytest.fixture(scope="module")
def board(study: ts.Study, drawn: UnderAssumptions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn.report(tmp_path_factory.mktemp("page") / "board.html", actuals=ACTUALS)  # type: ignore[attr-defined]


def test_every_number_is_read_back_from_the_study(board: Path, study: ts.Study, drawn: UnderAssumptions) -> None:
    read, known = Page(board), study.reconcile(ACTUALS)
    assert len(read.numbers) > 500
    for key, value, _ in read.numbers:
        assert float(value) == pytest.approx(number_at(key, study, drawn, known), rel=1e-9, abs=1e-6), key
    assert set(read.bare) <= {"–"}, "a number without an address"
    kinds = {key.split("|")[0] for key, _, _ in read.numbers}
    assert kinds == {"difference", "cause", "total", "year", "tiers", "units", "bridge", "effect", "register"}


def test_what_is_printed_is_the_number_rounded(board: Path) -> None:
    factors = {"k": 1e3, "M": 1e6, "%": 0.01, " points": 0.01}
    for key, value, text in Page(board).numbers:
        found = re.fullmatch(r"([+-]?[\d,.e+-]+)(k|M|%| points)?( USD| people| seats)?", text)
        assert found, (key, text)
        factor = factors.get(found[2] or "", 1.0)
        digits = len(found[1].partition(".")[2]) if "e" not in found[1] else 0
        step = 10.0**-digits * factor
        assert abs(float(found[1].replace(",", "")) * factor - float(value)) <= 0.51 * step or key.startswith(
            "register"
        )


def test_fans_hold_the_quantiles_of_the_months(board: Path, study: ts.Study) -> None:
    fans = [json.loads(text) for text in Page(board).fans]
    assert len(fans) == 6 * 2
    measures = ["bookings", "net_margin", "pay", "headcount", "attainment", "vacancy"]
    for place, fan in enumerate(fans):
        assert [series["name"] for series in fan["series"]] == ["base", study.scenarios[1 + place // 6].name]
        for series in fan["series"]:
            monthly = study.result(series["name"]).monthly(measures[place % 6])
            for name, share in (("low", 0.05), ("median", 0.5), ("high", 0.95)):
                assert np.allclose(series[name], np.nanquantile(monthly, share, axis=0), rtol=1e-12)


def test_the_story_names_the_causes_and_keeps_the_intervals_apart(board: Path, study: ts.Study) -> None:
    words = " ".join(Page(board).words)
    share = abs(study.compare("net_margin").table.relative[0])
    assert f"slow ramp earns {share:.1%} less than base: net margin is" in words
    assert re.search(r"because of .*ramp \(-[\d.]+[kM] USD\)", words)
    costs = re.findall(r"(lower|higher) (?:pay|other) cost \(([+-])", words)
    assert costs
    assert set(costs) <= {("lower", "+"), ("higher", "-")}
    for said in ("Luck: in 90% of futures", "Assumptions: in 90% of 6 draws", "Simulation error: 24 replications"):
        assert said in words
    assert "(response: none)" in words


def test_the_page_stands_alone_and_shows_names_as_they_are(board: Path) -> None:
    read, text = Page(board), board.read_text(encoding="utf-8")
    assert read.addresses == []
    assert "default-src 'none'" in text
    assert not re.search(r"(?<!xmlns=\")https?://(?!www\.w3\.org/2000/svg)", text.split("<pre>")[0])
    assert ODD in read.words
    assert "<b>&" not in text.replace("&lt;b&gt;&amp;", "")
    assert board.stat().st_size < 1_000_000


def test_a_page_in_chinese_says_the_same(study: ts.Study, board: Path, drawn: UnderAssumptions, tmp_path: Path) -> None:
    chinese = Page(drawn.report(tmp_path / "b.html", lang="zh", actuals=ACTUALS))  # type: ignore[attr-defined]
    assert [pair[:2] for pair in chinese.numbers if "|" not in pair[0][-1:]][:50] == [
        p[:2] for p in Page(board).numbers
    ][:50]
    words = " ".join(chinese.words)
    assert "结论" in words
    assert re.search("原因是.*爬坡", words)
    assert not re.search("because|Luck|futures|unless", words)


def test_a_study_of_one_scenario_has_a_page_too(tmp_path: Path) -> None:
    alone = ts.run(tiny_scenario("one", {"organisation.units.company.seats.representative": 9}), 4, progress=False)
    read = Page(alone.report(tmp_path / "one.html"))  # type: ignore[attr-defined]
    assert "one earns" in " ".join(read.words)
    assert {key.split("|")[0] for key, _, _ in read.numbers} == {"total", "year", "tiers", "units", "register"}


def test_the_same_in_every_future_and_too_few_replications_are_said(tmp_path: Path) -> None:
    base = tiny_scenario("base")
    same = ts.run([base, base.with_changes("same", {"time.fiscal_year_start": 1})], 4, progress=False)
    assert "earn the same in every future" in " ".join(Page(same.report(tmp_path / "a.html")).words)
    once = ts.run([base, base.with_changes("slow", {"tiers.representative.ramp.months": 9.0})], 1, progress=False)
    assert "can not be told yet" in " ".join(Page(once.report(tmp_path / "b.html")).words)


def test_an_older_page_stays_where_a_new_one_can_not_be_written(
    study: ts.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "board.html"
    out.write_text("older", encoding="utf-8")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(RunError, match=r"No space left on device. The older file is as it was. Free some space"):
        study.report(out)  # type: ignore[attr-defined]
    monkeypatch.undo()
    assert out.read_text(encoding="utf-8") == "older"
    monkeypatch.setattr(Path, "replace", lambda *_: full())
    with pytest.raises(RunError, match="close the programme that has it open"):
        study.report(out)  # type: ignore[attr-defined]
    assert [path.name for path in tmp_path.iterdir()] == ["board.html"]


def test_another_ending_and_few_people_are_refused(study: ts.Study, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"expected .html \(page\), .pptx \(slides\) or .xlsx \(workbook\)"):
        study.report(tmp_path / "board.pdf")  # type: ignore[attr-defined]
    few = ts.run(tiny_scenario("few", {"organisation.units.company.seats": {"representative": 3}}), 2, progress=False)
    with pytest.raises(TeamsimError, match="groups of 5 or more, so that nobody can be read off"):
        few.report(tmp_path / "few.html")  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_small_groups_are_joined_with_their_neighbours(board: Path, study: ts.Study) -> None:
    found = {key.split("|")[2] for key, _, _ in Page(board).numbers if key.startswith(("tiers|", "units|"))} - {""}
    assert "south + head office" in found
    for key, value, _ in Page(board).numbers:
        if key.startswith(("tiers|", "units|")) and key.endswith("|headcount"):
            assert float(value) >= 5.0
    assert all(measure in MEASURES for measure in ("bookings", "pay"))
