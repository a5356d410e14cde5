"""Every notebook runs from top to bottom, and becomes a page that asks the network for nothing."""

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from teamsim.errors import RunError
from teamsim.report import notebook_page, reproduce
from teamsim.report.page import as_html, executed

NOTEBOOKS = sorted(Path(__file__).resolve().parents[2].joinpath("notebooks").glob("*.ipynb"))
FIRST = "01_compare_two_plans"
SECOND = "02_test_a_comp_plan"
THIRD, FOURTH = "03_succession_pipeline", "04_org_structure"
ALT = ["Bookings", "People, tier by tier", "Pay"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where notebooks write what they end with."""
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module", autouse=True)
def small_and_from_this_checkout(out: Path) -> Any:
    """Few replications; kernels import the teamsim of this checkout."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TEAMSIM_OUT", str(out))
        patched.setenv("TEAMSIM_REPLICATIONS", "20")
        patched.setenv("PYTHONPATH", str(NOTEBOOKS[0].parents[1] / "src"))
        yield


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> tuple[str, Any]:
    return request.param.stem, executed(request.param, timeout=300)


def outputs(node: Any) -> list[Any]:
    return [output for cell in node.cells for output in cell.get("outputs", ())]


def shown(node: Any, mime: str) -> list[str]:
    return [output["data"][mime] for output in outputs(node) if mime in output.get("data", {})]


def test_a_notebook_runs_without_an_error_or_a_warning(notebook: tuple[str, Any]) -> None:
    _, node = notebook
    assert [output for output in outputs(node) if output.output_type == "error"] == []
    assert [output.text for output in outputs(node) if output.get("name") == "stderr"] == []


@pytest.mark.parametrize("notebook", [path for path in NOTEBOOKS if path.stem == FIRST], indirect=True)
def test_the_first_notebook_shows_fans_and_differences(notebook: tuple[str, Any]) -> None:
    _, node = notebook
    assert len(shown(node, "image/png")) == 3, "bookings, headcount by tier, pay"
    tables = [html for html in shown(node, "text/html") if "<table" in html]
    assert any("Accelerator" in table and "2.5" in table for table in tables), "what differs"
    assert any("luck: 90% of futures" in table and "Pay" in table for table in tables), "the differences"


def test_a_page_stands_alone(notebook: tuple[str, Any]) -> None:
    name, node = notebook
    page = as_html(node, name)
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*[\"']?https?:", page) == []
    assert re.findall(r"@import|url\(\s*[\"']?https?:|import\([\"']https?:", page) == []
    assert "default-src 'none'" in page
    assert "VBox(" not in page and "FigureWidget" not in page
    if name == FIRST:
        assert re.findall(r'<img alt="([^"]*)"[^>]* src="data:image/png;base64,', page) == ALT
        assert "live in a running notebook" in page


def write(path: Path, *sources: str) -> Path:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_a_page_is_written_and_nothing_else(tmp_path: Path) -> None:
    notebook = write(tmp_path / "small.ipynb", "print(6 * 7)")
    before = notebook.read_bytes()
    notebook_page(notebook, tmp_path / "out" / "small.html")
    assert "42" in (tmp_path / "out" / "small.html").read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["small.html"]
    assert notebook.read_bytes() == before


def test_a_cell_that_fails_is_named_and_no_page_is_left(tmp_path: Path) -> None:
    notebook = write(tmp_path / "broken.ipynb", "seats = 3", "seats / 0", "print('never')")
    with pytest.raises(RunError, match=r"broken\.ipynb: cell 2 \(`seats / 0`\): ZeroDivisionError: division"):
        notebook_page(notebook, tmp_path / "broken.html")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.ipynb"]


def test_what_is_not_a_notebook_is_said(tmp_path: Path) -> None:
    (tmp_path / "text.ipynb").write_text("not a notebook", encoding="utf-8")
    with pytest.raises(RunError, match="can not be read as a notebook"):
        notebook_page(tmp_path / "text.ipynb", tmp_path / "text.html")
    with pytest.raises(RunError, match=r"absent\.ipynb: can not be read"):
        notebook_page(tmp_path / "absent.ipynb", tmp_path / "absent.html")


@pytest.mark.parametrize("notebook", [path for path in NOTEBOOKS if path.stem == SECOND], indirect=True)
def test_the_second_notebook_walks_from_the_file_to_the_board(notebook: tuple[str, Any]) -> None:
    _, node = notebook
    assert len(shown(node, "image/png")) == 7, "payout, cost, winners, strip, gaming, effort, board"
    tables = " ".join(shown(node, "text/html"))
    for told in ("The cap binds from 150% of quota", "cost_of_bookings", "bookings_change_equal_cost", "pushed_out"):
        assert told in tables


@pytest.mark.parametrize("notebook", [path for path in NOTEBOOKS if path.stem == THIRD], indirect=True)
def test_the_third_notebook_finds_the_weak_bench_and_the_cheapest_lever(notebook: tuple[str, Any]) -> None:
    _, node = notebook
    assert len(shown(node, "image/png")) == 5, "bench, risk, funnel, nine-box, levers"
    said = " ".join(shown(node, "text/markdown"))
    assert "6 critical seats" in said and "Weakest: Sales director" in said
    tables = [html for html in shown(node, "text/html") if "<table" in html]
    assert "Develop Regional sales manager" in tables[-2] and "cost_per_seat" in tables[-2]
    assert "(small groups)" in tables[-1] and "sales_director/" not in tables[-1], "the export names no seat"


@pytest.mark.parametrize("notebook", [path for path in NOTEBOOKS if path.stem == FOURTH], indirect=True)
def test_the_fourth_notebook_compares_the_shapes(notebook: tuple[str, Any]) -> None:
    _, node = notebook
    assert len(shown(node, "image/png")) == 2, "designs, the new region"
    tables = " ".join(shown(node, "text/html"))
    for told in ("twelve per manager", "six per manager", "one layer fewer", "one more region", "west/sales_manager"):
        assert told in tables
    said = " ".join(shown(node, "text/markdown"))
    assert "coaching gain 30.0%" in said and "directors' seats covered" in said and "structure.html" in said


ENDS = {
    FIRST: ("studio", ["two_plans.html", "two_plans.pptx"]),
    SECOND: ("lab", ["plan.xlsx", "plan_on_a_page.png"]),
    THIRD: ("studio", ["bench.png", "succession.csv"]),
    FOURTH: ("studio", ["designs.png", "structure.html"]),
}
"""The cell that opens the studio, and the files that a notebook ends with."""


@pytest.mark.parametrize("notebook", [path for path in NOTEBOOKS if path.stem in ENDS], indirect=True)
def test_a_notebook_has_the_studio_s_part_and_ends_with_an_export(notebook: tuple[str, Any], out: Path) -> None:
    name, node = notebook
    studio, files = ENDS[name]
    cell = next(cell for cell in node.cells if cell.get("id") == studio)
    assert any("application/vnd.jupyter.widget-view+json" in output["data"] for output in cell.outputs)
    last = [str(cell.source) for cell in node.cells if cell.cell_type == "code"][-1]
    assert [file for file in files if file not in last] == [], "the last cell writes them"
    assert [file for file in files if not (out / file).is_file()] == []
    assert all(reproduce(out / file, progress=False).agrees for file in files if not file.endswith(".csv"))


def test_the_start_leads_to_every_notebook_of_the_folder() -> None:
    start = (NOTEBOOKS[0].parent / "00_start_here.ipynb").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\((\w+\.ipynb)\)", start))
    assert linked == {path.name for path in NOTEBOOKS} - {"00_start_here.ipynb"}
