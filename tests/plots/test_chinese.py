"""Chinese everywhere a person reads, and never an empty box."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

import teamsim as ts
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.chinese import amount
from teamsim.errors import TeamsimError
from teamsim.measures import MEASURES
from teamsim.plots import fonts
from teamsim.report.page import as_html, notebook_page
from teamsim.results import MONTHLY
from teamsim.scenario.document import sections
from teamsim.scenario.faults import bounds, metadata
from teamsim.testing import tiny_scenario
from teamsim.words import UNITS_ZH, short_number, unit_words
from tests.conftest import do_without

RATES = "incentives.plans.rep.components.commission.accelerator"


@pytest.fixture(scope="module")
def study() -> ts.Study:
    base = tiny_scenario("基准", {"tiers.representative.label_zh": "销售代表"})
    return ts.run([base, base.with_changes("加速提成", {RATES: 3.0})], replications=24, progress=False)


@pytest.fixture
def chinese_font() -> None:
    if not fonts.chinese_fonts():
        do_without(f"no Chinese font: {fonts.chinese_font_remedy()}")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def empty_boxes(figure: Figure) -> list[str]:
    """Draw a figure and return what matplotlib says of characters that its fonts lack."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        figure.canvas.draw()
    return [str(one.message) for one in said if "Glyph" in str(one.message)]


def test_matplotlib_tells_of_empty_boxes() -> None:
    figure = plt.figure()
    figure.text(0.5, 0.5, "签约额", fontfamily="DejaVu Sans")
    assert len(empty_boxes(figure)) == 3


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("measure", MONTHLY)
def test_a_picture_of_any_measure_has_its_chinese_label_and_no_empty_box(study: ts.Study, measure: str) -> None:
    ax = study.plots.fan(measure, tier="representative", lang="zh")
    assert ax.get_title(loc="left") == f"{MEASURES[measure].label_zh} (销售代表)"
    assert empty_boxes(ax.figure) == []
    written = [ax.get_ylabel(), *(text.get_text() for text in ax.texts)]
    assert not re.search("people|share|replications|seed|scenarios", " ".join(written))


@pytest.mark.usefixtures("chinese_font")
def test_axes_made_by_somebody_else_get_the_font_too(study: ts.Study) -> None:
    _, axes = plt.subplots(2)
    for ax, measure in zip(axes, ("bookings", "headcount"), strict=True):
        study.plots.fan(measure, ax=ax, lang="zh")
        ax.set_ylim(0, 3e8)  # ticks in 亿 are made anew
    assert empty_boxes(axes[0].figure) == []
    assert "亿" in axes[0].get_yticklabels()[-1].get_text()


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("by", ["tier", "unit"])
def test_small_multiples_have_no_empty_box(study: ts.Study, by: str) -> None:
    assert empty_boxes(study.plots.fans("pay", by=by, lang="zh")) == []


def test_without_a_chinese_font_there_is_a_remedy_instead_of_boxes(
    study: ts.Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [font for font in font_manager.fontManager.ttflist if font.name.startswith("DejaVu")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    fonts.chinese_fonts.cache_clear()
    try:
        with pytest.raises(TeamsimError, match="no Chinese font") as refused:
            study.plots.fan("pay", lang="zh")
        assert fonts.chinese_font_remedy() in str(refused.value)
        assert study.plots.fan("pay").get_title(loc="left") == "Pay"
    finally:
        fonts.chinese_fonts.cache_clear()


def test_a_comparison_is_all_in_chinese(study: ts.Study) -> None:
    names = ("bookings", "pay", "attainment", "headcount", "turnover", "share_at_quota", "time_to_fill")
    english, chinese = study.compare(*names), study.compare(*names, lang="zh")
    assert chinese.table.equals(english.table)
    for text, original in zip(chinese.sentences, english.sentences, strict=True):
        assert set(re.findall("[A-Za-z]+", text)) <= {"USD"}
        assert percentages(text) == percentages(original)
    page = chinese._repr_html_()
    assert "运气：90% 的未来" in page
    assert "better" not in page


@pytest.fixture(scope="module")
def under_assumptions(study: ts.Study) -> UnderAssumptions:
    """Two shocks carry labels of their own; of the ramps only the representatives' is uncertain."""
    shocks = ("selling.company_shock.sigma", "selling.unit_shock.sigma")
    base = study.scenarios[0].with_changes("基准", dict.fromkeys(shocks, 0.1))
    fast = base.with_changes("加速提成", {RATES: 3.0})
    asked = dict.fromkeys((*shocks, "money.margin", "tiers.representative.ramp.months"))
    both = ts.run([base, fast], replications=12, progress=False)
    return both.under_assumptions(asked, 8, progress=False)


def test_a_comparison_under_assumptions_says_the_same_in_both_languages(under_assumptions: UnderAssumptions) -> None:
    english, chinese = under_assumptions.compare("pay"), under_assumptions.compare("pay", lang="zh")
    assert chinese.table.equals(english.table)
    sentence = chinese.sentences[0]
    assert set(re.findall("[A-Za-z]+", sentence)) == {"USD"}
    assert percentages(sentence) == percentages(english.sentences[0])
    difference = chinese.differences[0]
    spans = (difference.luck, difference.assumptions)
    luck, assumed = (" 至 ".join(amount(end, "currency", "USD") for end in ends) for ends in spans)
    assert "（运气与假设）" in sentence
    assert sentence.endswith(f"仅运气：{luck}；仅假设：{assumed}。")
    assert str(chinese).endswith("范围包含运气与假设（8 次抽取）。")
    page = chinese._repr_html_()
    for column in ("运气与假设：90% 的未来", "运气：90% 的未来", "假设：90% 的抽取", "模拟误差（95%）"):
        assert column in page


def test_a_comparison_that_varies_no_assumption_says_so_in_chinese(study: ts.Study) -> None:
    plain = study.compare("pay", lang="zh")
    assert "（运气）" in plain.sentences[0]
    assert str(plain).endswith("假设未变动。")
    assert "<td>未变动</td>" in plain._repr_html_()


@pytest.mark.usefixtures("chinese_font")
def test_a_tornado_calls_assumptions_by_their_chinese_labels(under_assumptions: UnderAssumptions) -> None:
    ax = under_assumptions.plots.tornado("pay", lang="zh")
    assert {label.get_text() for label in ax.get_yticklabels()} == {
        "毛利率",
        "爬坡期（tiers.representative.ramp.months）",
        "公司整体波动幅度",
        "各单元波动幅度",
    }
    assert len(ax.patches) == 4
    assert ax.get_title(loc="left") == "薪酬总额：加速提成 减 基准"
    assert not re.search("draws|replications|seed|scenarios", ax.get_xlabel())
    assert empty_boxes(ax.figure) == []


def percentages(sentence: str) -> list[str]:
    return re.findall(r"[-+\d.]+%", sentence)


def test_chinese_amounts_count_in_ten_thousands(study: ts.Study) -> None:
    difference = study.compare("pay", lang="zh").differences[0]
    found = re.search(r"(高|低) ([\d,.]+)(万|亿)? USD", difference.sentence("USD", "zh"))
    assert found
    size = float(found[2].replace(",", "")) * {"万": 1e4, "亿": 1e8, None: 1.0}[found[3]]
    assert size == pytest.approx(abs(difference.mean), rel=0.01)
    assert [short_number(value, "zh") for value in (2e8, 1.5e6, 900.0)] == ["2亿", "150万", "900"]
    assert [short_number(value, "en") for value in (2e9, 1.5e6, 900.0)] == ["2bn", "1.5M", "900"]


def test_every_unit_of_a_number_is_known_in_chinese() -> None:
    fields = [field for section in sections() for field in section.model_fields.values() if metadata(field)]
    numbers = {metadata(field)["unit"] for field in fields if bounds(field) != (None, None)}
    measured = {measure.unit for measure in MEASURES.values()} - {"currency"}
    assert len(numbers) > 10
    assert numbers | measured <= set(UNITS_ZH)
    assert unit_words("currency a year", "CNY", "zh") == "CNY/年"


def test_a_page_says_its_language(study: ts.Study) -> None:
    slider = nbformat.v4.new_output("display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}})
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("slider", outputs=[slider])])
    page = as_html(node, "页", "zh")
    assert '<html lang="zh">' in page
    assert "此控件仅在运行中的笔记本里可用" in page


def test_another_language_is_refused(study: ts.Study, tmp_path: Path) -> None:
    for ask in (
        lambda: study.plots.fan("pay", lang="fr"),
        lambda: study.plots.fans("pay", lang="fr"),
        lambda: study.compare("pay", lang="fr"),
        lambda: notebook_page(tmp_path / "none.ipynb", tmp_path / "none.html", "fr"),
    ):
        with pytest.raises(TeamsimError, match="expected one of 'en', 'zh'"):
            ask()
