"""Slides and workbooks: the same numbers as the page, native charts, live totals, no formula from a text."""

import re
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from pptx import Presentation

import teamsim as ts
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.errors import TeamsimError
from teamsim.provenance import provenance_of
from teamsim.report import tables
from teamsim.report.content import COMPARED, Content
from teamsim.report.falls import fall_of
from teamsim.report.words import escaped
from tests.report.conftest import ACTUALS, ODD
from tests.report.reading import evaluated, sheets_of


@pytest.fixture(scope="module")
def content(study: ts.Study, drawn: UnderAssumptions) -> Content:
    return Content(study, drawn, study.reconcile(ACTUALS), provenance_of(study, drawn), "en")


@pytest.fixture(scope="module")
def book(drawn: UnderAssumptions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn.report(tmp_path_factory.mktemp("book") / "book.xlsx", actuals=ACTUALS)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def deck(drawn: UnderAssumptions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn.report(tmp_path_factory.mktemp("deck") / "board.pptx", actuals=ACTUALS)  # type: ignore[attr-defined]


_OF_EACH = (tables.difference_table, tables.interval_table, tables.cause_table)


def all_tables(content: Content) -> list[tables.Table]:
    of_each = [make(content, name) for name in content.others for make in _OF_EACH]
    rest = [tables.total_table(content), tables.year_table(content), tables.register_table(content)]
    return [*of_each, *rest, *tables.group_tables(content), *tables.bridge_tables(content)]


def test_every_number_of_the_tables_stands_in_the_workbook(book: Path, content: Content) -> None:
    found = {value for sheet in sheets_of(book).values() for value, _ in sheet.values()}
    for table in all_tables(content):
        for row in table.rows:
            for cell in row:
                wanted = escaped(cell.text) if cell.value is None else float(f"{cell.value:.16g}")
                assert wanted in found or cell.value in found, cell


def test_formulas_give_the_values_that_stand_beside_them(book: Path) -> None:
    sheets = sheets_of(book)
    formulas = [(name, f, value) for name, sheet in sheets.items() for value, f in sheet.values() if f]
    assert {name for name, _, _ in formulas} == {"Differences", "Causes", "Totals", "Groups", "Reconciliation"}
    assert {re.split(r"[(\d]", formula)[0] for _, formula, _ in formulas} >= {"SUM", "AVERAGE"}
    for name, formula, value in formulas:
        assert evaluated(formula, name, sheets) == pytest.approx(value, rel=1e-9, abs=1e-6), (name, formula)


def test_the_months_are_tidy_and_the_study_s(book: Path, study: ts.Study) -> None:
    cells = sheets_of(book)["Months"]
    n = len(COMPARED) * len(study.results) * 18
    assert len([address for address in cells if address.startswith("A")]) <= n + 1
    assert [cells[f"{column}1"][0] for column in "ABCDEFGHIJ"][4:] == ["mean", "p5", "p25", "p50", "p75", "p95"]
    monthly = study.results[0].monthly("net_margin")
    for month in (0, 17):
        row = [cells[f"{column}{month + 2}"][0] for column in "ABCDEH"]
        assert row[:3] == ["Net margin", "base", f"202{6 + month // 12}-{month % 12 + 1:02d}"]
        assert row[4:] == pytest.approx([monthly[:, month].mean(), np.median(monthly[:, month])])


def test_no_text_becomes_a_formula(book: Path, deck: Path, tmp_path: Path) -> None:
    texts = [value for sheet in sheets_of(book).values() for value, _ in sheet.values() if isinstance(value, str)]
    assert f"'{ODD}" in texts
    assert not [text for text in texts if text[:1] in ("=", "+", "-", "@")]
    with zipfile.ZipFile(deck) as archive:
        inner = [name for name in archive.namelist() if name.endswith(".xlsx")]
        assert len(inner) >= 6
        for place, name in enumerate(inner):
            path = tmp_path / f"{place}.xlsx"
            path.write_bytes(archive.read(name))
            assert not [1 for sheet in sheets_of(path).values() for _, formula in sheet.values() if formula]
    assert [escaped(text) for text in ("=1", "+1", "-1", "@a", " =1", "a-1", "")] == [
        "'=1", "'+1", "'-1", "'@a", "' =1", "a-1", "",
    ]  # fmt: skip


def test_charts_are_native(book: Path, deck: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) == 2 + 1 + 6
        assert all("<c:f>" in archive.read(name).decode() for name in charts)
    charts = [shape.chart for slide in Presentation(str(deck)).slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 2 * 3 + 1


def test_slides_show_the_numbers_of_the_study(deck: Path, content: Content, study: ts.Study) -> None:
    show = Presentation(str(deck))
    charts = [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]
    for place, name in enumerate(content.others):
        _, above, _, below = (np.array(list(series.values)) for series in charts[3 * place].plots[0].series)
        fall = study.waterfall(scenario=name, drawn=content.drawn)
        assert np.abs(above - below)[-1] == pytest.approx(abs(fall.total.mean))
        assert np.abs(above - below)[:-1] == pytest.approx([abs(cause.mean) for cause in fall.causes])
        medians = [list(series.values) for series in charts[3 * place + 1].plots[0].series][::3]
        for median, scenario in zip(medians, ("base", name), strict=True):
            assert median == pytest.approx(np.median(study.result(scenario).monthly("bookings"), axis=0).tolist())
    known = {cell.text for table in all_tables(content) for row in table.rows for cell in row}
    shown = [
        cell.text
        for slide in show.slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
        for cell in row.cells
    ]
    assert len(shown) > 200
    assert set(shown) <= known


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_assumptions_of_several_tiers_are_told_apart(repo: Path, lang: str) -> None:
    whole = ts.run(ts.load_scenario(repo / "scenarios" / "baseline.yaml"), 2, progress=False)
    rows = tables.register_table(Content(whole, None, None, provenance_of(whole, None), lang)).rows
    names = [row[0].text for row in rows if row[1].text.startswith(("tiers.", "organisation."))]
    assert len(set(names)) == len(names) > 10
    assert {"en": "Mean tenure (Representative)", "zh": "平均司龄（中级销售代表）"}[lang] in names


def test_a_slide_says_of_which_tier_an_assumption_is(deck: Path) -> None:
    cells = [
        row.cells[0].text
        for slide in Presentation(str(deck)).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    assert "Ramp (representative)" in cells


def test_every_slide_has_notes_and_a_title(deck: Path) -> None:
    for slide in Presentation(str(deck)).slides:
        assert slide.notes_slide.notes_text_frame.text.strip()
        assert slide.shapes.title.text_frame.text.strip()


def test_a_waterfall_of_columns_crosses_nothing() -> None:
    fall = fall_of(["up", "down", "whole"], [3.0, -5.0])
    assert fall.hidden_above == (0.0, 0.0, 0.0)
    assert fall.seen_above == (3.0, 3.0, 0.0)
    assert fall.seen_below == (0.0, -2.0, -2.0)
    assert fall_of(["a", "b", "whole"], [3.0, -1.0]).hidden_above == (0.0, 2.0, 0.0)


@pytest.mark.parametrize(
    ("ending", "package", "said"), [("pptx", "pptx", "Slides need"), ("xlsx", "xlsxwriter", "A workbook needs")]
)
def test_a_missing_library_is_named_with_its_command(
    study: ts.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, package: str, said: str
) -> None:
    for name in ("teamsim.report.deck", "teamsim.report.workbook"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(TeamsimError, match=rf"{said} {package}, which is missing. .*pip install 'teamsim\[report\]'"):
        study.report(tmp_path / f"board.{ending}")  # type: ignore[attr-defined]


def test_chinese_slides_and_workbooks(study: ts.Study, tmp_path: Path) -> None:
    deck = study.report(tmp_path / "b.pptx", lang="zh")  # type: ignore[attr-defined]
    book = study.report(tmp_path / "b.xlsx", lang="zh")  # type: ignore[attr-defined]
    said = " ".join(
        s.text_frame.text for slide in Presentation(str(deck)).slides for s in slide.shapes if s.has_text_frame
    )
    assert "原因是" in said
    assert "because" not in said
    assert "净利润贡献" in {value for value, _ in sheets_of(book)["Differences"].values()}
