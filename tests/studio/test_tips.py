"""What a pointer is told of a lever, an entry, a term, a section: in the language of the page, all of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from teamsim.scenario import Scenario, descriptions, load_scenario
from teamsim.studio import studio
from teamsim.studio.board import Studio
from teamsim.studio.desk import Desk, desk_of
from teamsim.studio.lever_list import LeverList
from teamsim.studio.markup import Node
from teamsim.studio.saving import Shelf
from teamsim.studio.views import TABS, View
from tests.studio.reading import found, has_chinese


@pytest.fixture(scope="module")
def base(repo: Path) -> Scenario:
    return load_scenario(repo / "scenarios/baseline.yaml")


def tips(node: Node) -> set[str]:
    """All that a pointer is told."""
    if isinstance(node, str):
        return set()
    return {node[1].get("title", "")}.union(*map(tips, node[2])) - {""}


def levers(desk: Desk) -> Node:
    """The levers of a desk, as the pages show them."""
    return LeverList(desk.draft, desk.bench.baseline, desk.groups, desk.judgement(), desk.view, desk.sections).node()


def with_every_entry(scenario: Scenario, lang: str) -> Iterator[Desk]:
    """Desks on which all levers are seen: those of the scenario, then of a new entry of each section and kind."""
    start = desk_of((scenario,), View(lang=lang), (), Shelf(Path()), "what if")
    yield start
    for section in (inner for each in start.sections for inner in each.every_section()):
        for kind in section.kinds or ("",):
            desk = desk_of((scenario,), View(lang=lang), (), Shelf(Path()), "what if")
            desk.hear({"kind": "pick", "name": f"kind:{section.path}", "value": kind})
            desk.hear({"kind": "add_entry", "path": section.path, "value": "representative"})
            yield desk


def opened(desk: Desk) -> Desk:
    """Open all mechanisms and entries."""
    entries = [entry.path for section in desk.sections for each in section.every_section() for entry in each.entries]
    for key in (*(group.key for group in desk.groups), *entries):
        if key not in desk.view.opened:
            desk.hear({"kind": "group", "key": key})
    return desk


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_lever_entry_and_section_is_explained_in_the_language_of_the_page(base: Scenario, lang: str) -> None:
    told = set().union(*(tips(levers(opened(desk))) for desk in with_every_entry(base, lang)))
    assert len(told) > 200
    assert {tip for tip in told if has_chinese(tip) != (lang == "zh")} == set()


def heard(made: Studio, **intent: str) -> Studio:
    made.hear(intent)
    assert made.wait(300)
    return made


def tips_of_pages(made: Studio) -> set[str]:
    pages = (made.head, made.side, made.top, made.below, *made.middle.children)
    return set().union(*(tips(page.doc) for page in pages if hasattr(page, "doc")))


@pytest.fixture(scope="module")
def made(base: Scenario) -> Studio:
    """A studio in English with two scenarios, whose plan shows all terms and whose changes are marked."""
    made = studio(base, base.with_changes("more recruiters", {"hiring.recruiters": 9}), replications=4)
    return heard(heard(made, kind="group", key="hiring"), kind="group", key="all terms")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_explained_in_the_language_of_the_page(made: Studio, tab: str, lang: str) -> None:
    told = tips_of_pages(heard(heard(made, kind="lang", value=lang), kind="tab", value=tab))
    assert told
    assert {tip for tip in told if has_chinese(tip) != (lang == "zh")} == set()


def test_a_plans_terms_are_explained_in_chinese(made: Studio) -> None:
    heard(heard(made, kind="lang", value="zh"), kind="tab", value="lab")
    path = "incentives.plans.rep.components.commission.accelerator"
    (term,) = found(made.side.doc, data_path=path)
    assert tips(term) == {"自 `accelerator_from`（加速起点）起，费率乘以该值；1 = 不加速。"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("people who search", "hiring.recruiters"),
        ("从事招聘的人员数", "hiring.recruiters"),
        ("no requisition is raised", "hiring.freezes"),
        ("不提出招聘需求的月份", "hiring.freezes"),
    ],
)
def test_a_search_finds_what_is_explained_in_either_language(base: Scenario, lang: str, words: str, path: str) -> None:
    desk = desk_of((base,), View(lang=lang, search=words), (), Shelf(Path()), "what if")
    assert found(levers(desk), data_path=path)


def test_an_english_page_reads_no_catalogue(base: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptions, "_chinese", lambda: pytest.fail("the catalogue is read"))
    desk = opened(desk_of((base,), View(), (), Shelf(Path()), "what if"))
    assert "People who search; left out: always enough. Requests wait, first come first served." in tips(levers(desk))
