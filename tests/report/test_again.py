"""A file says where its numbers come from, and they come again; nothing in it is executed, nobody is in it."""

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

import teamsim as ts
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.errors import RunError, ScenarioError
from teamsim.provenance import MARK, Provenance, packed, provenance_of, unpacked
from teamsim.report import reproduce
from teamsim.study import Study
from teamsim.testing import tiny_scenario
from tests.scenario.tiny import tiny

PEOPLE = ["ann-lee", "bob-roy", "cem-oz", "dan-fu", "eve-li", "fay-wu", "gus-ng"]


@pytest.fixture
def few(study: ts.Study) -> ts.Study:
    return ts.run(study.scenarios[:2], 6, seed=5, progress=False)


@pytest.mark.parametrize("ending", ["html", "pptx", "xlsx"])
def test_a_report_is_made_again_to_the_last_bit(few: ts.Study, tmp_path: Path, ending: str) -> None:
    made = reproduce(few.report(tmp_path / f"b.{ending}"), progress=False)  # type: ignore[attr-defined]
    assert made.agrees
    assert made.n_identical == made.n_numbers > 50
    assert [scenario.hash for scenario in made.study.scenarios] == [scenario.hash for scenario in few.scenarios]
    assert np.array_equal(made.study.results[1].counts, few.results[1].counts)
    assert "to the last bit" in str(made)


def test_a_run_folder_is_made_again(few: ts.Study, tmp_path: Path) -> None:
    made = reproduce(few.save(tmp_path / "run"), progress=False)
    assert made.agrees
    assert made.n_identical == made.n_numbers > 50
    with pytest.raises(RunError, match="is not a run folder"):
        reproduce(tmp_path)


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_picture_is_made_again(few: ts.Study, tmp_path: Path, ending: str) -> None:
    out = few.plots.save(few.plots.fan("pay"), tmp_path / f"fan.{ending}")  # type: ignore[attr-defined]
    plt.close("all")
    assert reproduce(out, progress=False).agrees


def test_drawn_assumptions_are_drawn_again(drawn: UnderAssumptions, tmp_path: Path) -> None:
    made = reproduce(drawn.report(tmp_path / "b.html"), progress=False)  # type: ignore[attr-defined]
    assert made.agrees
    assert "net_margin (drawn)" in made.provenance.numbers["base"]


def test_what_was_stopped_early_is_made_again_as_far_as_it_came(few: ts.Study, tmp_path: Path) -> None:
    kept = np.array([0, 1, 4])
    results = tuple(replace(each, replications=kept, counts=each.counts[kept]) for each in few.results)
    stopped = Study(results, few.seed, few.engine, few.n_asked)
    made = reproduce(stopped.report(tmp_path / "b.html"), progress=False)  # type: ignore[attr-defined]
    assert made.provenance.finished == ((0, 1), (4, 4))
    assert made.agrees


def test_other_numbers_are_told(few: ts.Study, tmp_path: Path) -> None:
    made = provenance_of(few)
    made.numbers["base"]["bookings"] = 1.0
    (tmp_path / "b.html").write_text("\n".join(packed(made)), encoding="utf-8")
    again = reproduce(tmp_path / "b.html", progress=False)
    assert not again.agrees
    assert "- base, bookings: 1.0 then," in str(again)


def with_text(made: Provenance, change: Callable[[str], str]) -> str:
    sources = tuple(replace(source, text=change(source.text)) for source in made.sources)
    return "\n".join(packed(replace(made, sources=sources)))


def test_nothing_in_a_file_is_executed(few: ts.Study, tmp_path: Path) -> None:
    evil = tmp_path / "evil.html"
    evil.write_text(with_text(provenance_of(few), lambda text: f"{text}x: !!python/object/apply:os.system ['false']\n"))
    with pytest.raises(ScenarioError, match="python"):
        reproduce(evil, progress=False)
    evil.write_text(with_text(provenance_of(few), lambda text: text.replace("margin: 0.", "margin: 0.1")))
    with pytest.raises(RunError, match="is not what it was"):
        reproduce(evil, progress=False)


def test_files_without_provenance_are_refused_with_a_remedy(few: ts.Study, tmp_path: Path) -> None:
    bare, pieces = tmp_path / "bare.html", packed(provenance_of(few))
    bare.write_text("<p>a page</p>", encoding="utf-8")
    with pytest.raises(RunError, match=r"does not say where its numbers come from. Write it with study.report"):
        reproduce(bare)
    with pytest.raises(RunError, match="can not be read: No such file"):
        reproduce(tmp_path / "none.html")
    with pytest.raises(RunError, match="only 1 of 2 parts"):
        unpacked(pieces[0].replace(":1/1:", ":1/2:"), "a file")
    for code in (b"[]", b"{}", json.dumps({"format": 99}).encode()):
        text = f"{MARK}:1/1:{base64.b64encode(zlib.compress(code)).decode()};"
        with pytest.raises(RunError):
            unpacked(text, "a file")


def test_what_stands_behind_the_provenance_is_no_part_of_it(few: ts.Study) -> None:
    made = provenance_of(few)
    for behind in ("A", "AbC0", "/+=", "<", "\x00IDAT"):
        assert unpacked("".join(packed(made)) + behind, "a file") == made


def test_nobody_of_a_roster_is_in_a_file_and_the_roster_makes_it_again(tmp_path: Path) -> None:
    rows = [
        f"{name},{'north' if k % 2 else 'south'},{'senior' if k > 4 else 'junior'}" for k, name in enumerate(PEOPLE)
    ]
    roster = tmp_path / "people.csv"
    roster.write_text("\n".join(["person_id,unit,tier", *rows]) + "\n", encoding="utf-8")
    units = "{company: {seats: {}}, north: {seats: null}, south: {seats: null}}"
    base = tiny(tmp_path, f"name: ours\nopening: {{roster: people.csv}}\norganisation: {{units: {units}}}\n")
    both = ts.run([base, base.with_changes("more pay", {"tiers.junior.base_annual": 60_000})], 4, progress=False)
    assert reproduce(both.save(tmp_path / "run"), progress=False).agrees  # it holds the people
    for ending in ("html", "pptx", "xlsx"):
        out = both.report(tmp_path / f"b.{ending}")  # type: ignore[attr-defined]
        made = provenance_of(both)
        told = out.read_bytes() if ending == "html" else b""
        assert not [name for name in PEOPLE if name.encode() in told or name in str(made)]
        with pytest.raises(RunError, match=r"which it does not hold: it names people. Give the roster: --roster"):
            reproduce(out, progress=False)
        if ending == "xlsx":
            assert reproduce(out, roster=roster, progress=False).agrees
    other = tmp_path / "other.csv"
    other.write_text(roster.read_text(encoding="utf-8").replace("ann-lee", "zoe-wu"), encoding="utf-8")
    with pytest.raises(RunError, match="another roster"):
        reproduce(tmp_path / "b.html", roster=other, progress=False)


def test_a_rule_of_one_s_own_has_to_be_registered(tmp_path: Path) -> None:
    base = tiny_scenario("base")
    out = tmp_path / "b.html"
    text = with_text(
        provenance_of(ts.run(base, 2, progress=False)),
        lambda text: text.replace("rules: {}", "rules: {ramp_share: mine}"),
    )
    out.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="mine"):
        reproduce(out, progress=False)
