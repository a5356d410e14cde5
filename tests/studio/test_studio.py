"""The studio without a browser: it hears what the browser would send, and shows what the browser would show."""

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from teamsim.colours import COLOURS
from teamsim.errors import RunError, TeamsimError
from teamsim.scenario import Scenario
from teamsim.studio import answers, board, laboratory, studio
from teamsim.studio.board import Studio
from teamsim.studio.markup import Node
from teamsim.studio.pictures import Fan
from teamsim.studio.words import WORDS
from teamsim.testing import tiny_scenario
from tests.studio.reading import found, intents, texts

RATES = "incentives.plans.rep.components.commission.accelerator"
RAMP = "tiers.representative.ramp.months"


@pytest.fixture(scope="module")
def base() -> Scenario:
    return tiny_scenario("base", {RAMP: 5.0})


@pytest.fixture(scope="module")
def richer(base: Scenario) -> Scenario:
    return base.with_changes("richer", {RATES: 2.0})


def opened(*scenarios: Scenario, **options: Any) -> Studio:
    made = studio(*scenarios, levers=(RATES, RAMP), **{"replications": 16, **options})
    assert made.wait(120)
    return made


def moved(made: Studio, path: str, value: float) -> Studio:
    made.set(path, value)
    assert made.wait(60)
    return made


def median(made: Studio, measure: str, place: int) -> list[float]:
    return list(made.compare.fans.fans[measure, place].median)


def test_the_last_scenario_is_the_one_that_moves(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    assert [one.name for one in made.study.scenarios] == ["base", "richer"]
    before = median(made, "pay", 0), median(made, "pay", 1)
    moved(made, RATES, 3.0)
    assert [one.name for one in made.study.scenarios] == ["base", "richer (adjusted)"]
    assert made.scenario.parameter(RATES).value == 3.0
    assert made.values == {RATES: 3.0, RAMP: 5.0}
    assert median(made, "pay", 0) == before[0]
    assert median(made, "pay", 1) != before[1]
    assert "richer (adjusted)" in " ".join(made.sentences)


def test_one_scenario_alone_is_compared_with_a_copy_of_itself(base: Scenario) -> None:
    made = opened(base)
    assert [one.name for one in made.study.scenarios] == ["base", "what if"]
    assert median(made, "bookings", 0) == median(made, "bookings", 1)
    assert "Bookings: the same in every future." in made.sentences


def test_a_picture_has_two_bands_and_a_median_for_each_scenario_and_measure(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer, base.with_changes("third", {RAMP: 7.0}))
    shown = made.compare.pictures.doc
    panels = [panel for measure in ("bookings", "headcount", "pay") for panel in found(shown, data_measure=measure)]
    assert [len(found(panel, class_="ts-median")) for panel in panels] == [3, 3, 3]
    assert [sum("fill-opacity" in each[1] for each in found(panel)) for panel in panels] == [6, 6, 6]
    assert [texts(key) for key in found(shown, class_="ts-key")] == ["base", "richer", "third"]


def test_a_pointer_on_a_month_is_told_what_the_study_says_of_it(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    panel = found(made.compare.pictures.doc, data_measure="headcount")[0]
    strips = [each for each in found(panel) if "data-told" in each[1]]
    months = made.study.results[0].layout.n_measured
    assert len(strips) == months
    head, *lines = strips[3][1]["data-told"].split("\n")
    assert head == "Apr 2026, median (90% of futures)"
    for place, (name, line) in enumerate(zip(("base", "richer"), lines, strict=True)):
        values = made.study.results[place].monthly("headcount")[:, 3]
        told = [f"{float(f'{at:.4g}'):g}" for at in np.quantile(values, [0.5, 0.05, 0.95])]
        assert line == f"{name}: {told[0]} ({told[1]} – {told[2]})"


def test_paths_run_through_the_quantiles_at_the_scale_of_the_round_values(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    panel = found(made.compare.pictures.doc, data_measure="pay")[0]
    told = [(texts(value), value[1]["style"]) for value in found(panel, class_="ts-y")]
    values = {float(style.split(":")[1].rstrip("%")): float(text.rstrip("kM")) for text, style in told}
    bottom, top = values[100.0], values[0.0]
    size = 1e6 if told[0][0].endswith("M") else 1e3
    path = found(panel, class_="ts-median")[1][1]["d"].removeprefix("M").split("L")
    drawn_at = [size * (bottom + (1.0 - float(point.split()[1]) / 1000.0) * (top - bottom)) for point in path]
    np.testing.assert_allclose(drawn_at, made.compare.fans.fans["pay", 1].median, atol=1e-3 * size * (top - bottom))


def test_the_waterfall_runs_from_cause_to_cause_to_the_whole(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    shown, fall = made.compare.pictures.doc, made.compare.answer.fall("en")
    beams = [share(each, "left", "width") for each in found(shown, class_="ts-beam")]
    lefts, widths = np.transpose(beams)
    sizes = np.array([each.mean for each in (*fall.causes, fall.total)])
    per_share = sizes[-1] / widths[-1] * np.sign(sizes[-1])
    np.testing.assert_allclose(widths * per_share, np.abs(sizes), atol=2e-4 * per_share)
    ends = np.where(sizes > 0.0, lefts + widths, lefts)[:-1]
    begins = np.where(sizes > 0.0, lefts, lefts + widths)[:-1]
    np.testing.assert_allclose(ends[:-1], begins[1:], atol=3e-4)
    zero = next(share(each, "left")[0] for each in found(shown, class_="ts-x") if texts(each) == "0")
    np.testing.assert_allclose([begins[0], zero], lefts[-1] if sizes[-1] > 0 else lefts[-1] + widths[-1], atol=2e-3)


def share(element: Node, *names: str) -> list[float]:
    """What a style says in per cent, as shares."""
    said = dict(each.split(":") for each in element[1]["style"].split(";"))
    return [float(said[name].rstrip("%")) / 100.0 for name in names]


def test_only_the_changed_scenario_runs_again(
    base: Scenario, richer: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived: list[int] = []
    monte_carlo = answers.run.__globals__["monte_carlo"]
    compiled: Callable[..., Any] = monte_carlo.run

    def counting(model: Any, states: Any, seed: int, numbers: Any, *rest: Any, **more: Any) -> Any:
        lived.append(len(numbers))
        return compiled(model, states, seed, numbers, *rest, **more)

    made = opened(base, richer)
    monkeypatch.setattr(monte_carlo, "run", counting)
    moved(made, RATES, 2.5)
    assert sum(lived) == 16


def test_dragging_shows_a_labelled_preview_and_letting_go_the_whole_answer(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    made.hear({"kind": "drag", "path": RATES, "value": "2.6"})
    assert made.wait(60)
    assert made.status.text == "Preview: 4 of 16 futures"
    assert made.study.n_replications == 4
    assert not made.desk.history.can_undo
    moved(made, RATES, 2.6)
    assert made.status.text.startswith("Done in")
    assert made.study.n_replications == 16


def test_an_error_is_said_and_the_last_picture_stays(
    base: Scenario, richer: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opened(base, richer)
    before, words, study = median(made, "pay", 1), made.sentences, made.study

    def refuse(*_given: Any, **_more: Any) -> None:
        raise RunError("The accelerator <is> too rich. Lower it.")

    with monkeypatch.context() as patched:
        patched.setattr(answers, "run", refuse)
        moved(made, RATES, 2.7)
    assert "The accelerator <is> too rich. Lower it." in made.status.text
    assert made.status.is_wrong
    assert isinstance(made.error, RunError)
    assert (made.study, made.sentences, median(made, "pay", 1)) == (study, words, before)

    moved(made, RATES, 2.8)
    assert made.error is None
    assert "Done in" in made.status.text


def test_a_fault_stands_beside_its_lever_and_the_last_answer_stays(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    study = made.study
    made.hear({"kind": "write", "path": RAMP, "value": "12%"})
    assert made.wait(60)
    assert "1 to mend" in made.status.text
    row = found(made.side.doc, data_path=RAMP)[0]
    assert "The unit is months, which has no percentages" in texts(found(row, role="alert")[0])
    assert found(row, type="text")[0][1]["value"] == "12%"
    assert made.study is study
    made.hear({"kind": "lang", "value": "zh"})
    assert made.wait(60)
    row = found(made.side.doc, data_path=RAMP)[0]
    assert texts(found(row, role="alert")[0]) == "此处单位为个月，不能用百分数。请写数值，例如 12。"
    made.hear({"kind": "lang", "value": "en"})
    made.hear({"kind": "undo"})
    assert made.wait(60)
    assert found(made.side.doc, role="alert") == []
    assert made.status.text.startswith("Done in")


def test_a_first_time_that_takes_long_is_told(base: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    go, told, plain = threading.Event(), list[str](), answers.run

    def slow(*given: Any, **more: Any) -> Any:
        go.wait(10)
        return plain(*given, **more)

    monkeypatch.setattr(answers, "run", slow)
    for is_compiled in (False, True):
        go.clear()
        monkeypatch.setattr(board, "is_compiled_before", lambda is_compiled=is_compiled: is_compiled)
        made = studio(base, levers=(RAMP,), replications=16)
        told.append(made.status.text)
        go.set()
        assert made.wait(60)
    assert told == [WORDS["en"]["compiling"], WORDS["en"]["computing"]]


def test_many_moves_compute_the_last_one(base: Scenario, richer: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    made = opened(base, richer)
    begun, go, asked = threading.Event(), threading.Event(), []
    plain = answers.run

    def slow(scenarios: list[Scenario], *given: Any, **more: Any) -> Any:
        asked.append(scenarios[-1].parameter(RATES).value)
        begun.set()
        go.wait(10)
        return plain(scenarios, *given, **more)

    monkeypatch.setattr(answers, "run", slow)
    made.set(RATES, 2.1)
    assert begun.wait(10)
    for value in (2.2, 2.3, 2.4, 2.5):
        made.set(RATES, value)
    go.set()
    assert made.wait(60)
    assert asked == [2.1, 2.5]
    assert made.scenario.parameter(RATES).value == 2.5


def test_cancel_shows_the_replications_that_are_finished(base: Scenario, richer: Scenario) -> None:
    opened(base, richer)  # compiles
    made = studio(base, richer, levers=(RATES, RAMP), replications=100_000)
    while "%" not in made.status.text and not made.wait(0.005):
        pass
    made.hear({"kind": "stop"})
    assert made.wait(60)
    assert 0 < made.study.n_replications < 100_000
    assert "Stopped after" in made.status.text
    assert "disabled" in button(made.head.doc, "Cancel")[1]


def test_reset_puts_every_lever_back(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    before = median(made, "pay", 1)
    moved(moved(made, RATES, 3.0), RAMP, 9.0)
    made.reset()
    assert made.wait(60)
    assert made.values == {RATES: 2.0, RAMP: 5.0}
    assert made.scenario == richer
    assert median(made, "pay", 1) == before


def test_what_changed_is_marked_with_the_baselines_value(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    row = found(made.side.doc, data_path=RATES)[0]
    assert "baseline 1" in texts(row)
    assert "ts-changed" in row[1]["class"]
    assert "baseline" not in texts(found(made.side.doc, data_path=RAMP)[0])


def test_tiles_say_the_difference_both_intervals_and_how_often_it_is_better(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    tile = texts(found(made.top.doc, data_measure="pay")[0])
    for told in ("against base", "90% of futures:", "Better in", "Mean known to ±"):
        assert told in tile


def test_measures_that_some_months_do_not_have_are_drawn_where_they_are(base: Scenario) -> None:
    made = opened(base, measures=("share_at_quota",))
    fan = made.compare.fans.fans["share_at_quota", 0]
    assert fan.months == ["2026-12"]
    assert np.isfinite(fan.median).all()


def test_a_scenario_without_any_month_of_a_measure_draws_nothing_in_its_panel(base: Scenario) -> None:
    made = opened(base, base.with_changes("other", {RAMP: 6.0}))
    fan = Fan([], np.zeros(0), ((np.zeros(0), np.zeros(0)),) * 2)
    fans = made.compare.fans
    fans._known = {
        (name, key, n): fan if key == made.scenario.hash else old for (name, key, n), old in fans._known.items()
    }
    shown = fans.node(made.study, "en")
    panel = found(shown, data_measure="pay")[0]
    paths = [each[1]["d"] for each in found(panel) if "d" in each[1]]
    assert len(found(panel, class_="ts-median")) == 1
    assert all(path[1:2].isdigit() for path in paths), "no path is empty: a browser would complain"


def test_the_studio_speaks_chinese_and_changes_over(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer, lang="zh")
    assert "签约额" in " ".join(made.sentences)
    assert made.status.text.startswith("完成")
    made.hear({"kind": "lang", "value": "en"})
    assert made.wait(60)
    assert "Save as scenario" in texts(made.side.doc)
    assert "Pay  USD a month" in texts(made.compare.pictures.doc)


@pytest.mark.parametrize(("lang", "futures"), [("en", "{n} futures · seed 7"), ("zh", "{n} 个可能未来 · 种子 7")])
def test_below_the_pictures_stands_where_they_come_from(
    base: Scenario, richer: Scenario, lang: str, futures: str
) -> None:
    made = opened(base, richer, lang=lang)
    (line,) = found(made.compare.pictures.doc, class_="ts-source")
    scenarios = f"{base.name} {base.hash[:8]}, {richer.name} {richer.hash[:8]}"
    assert texts(line) == f"{scenarios} · {futures.format(n=made.study.n_replications)} · teamsim 0.1.0"
    made.hear({"kind": "tab", "value": "organisation"})
    assert made.wait(60)
    assert [each.figure["source"] for each in made.organisation.pictures.children] == [
        f"{scenarios} · teamsim 0.1.0"
    ] * 2


def test_a_scenario_has_one_colour_in_every_picture(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer, generous(base))
    for place, colour in ((0, COLOURS[1]), (1, COLOURS[2])):
        made.hear({"kind": "choose", "place": place})
        for tab in ("lab", "organisation"):
            made.hear({"kind": "tab", "value": tab})
            assert made.wait(120)
        curve, shapes = made.lab.pictures.children[0].figure, made.organisation.pictures.children[1].figure
        assert [line["line"]["color"] for line in curve["data"]] == [COLOURS[0]] * 3 + [colour] * 3
        assert [bar["marker"]["color"] for bar in shapes["data"]] == [colour, COLOURS[0]]
        assert f"background:{colour}" in str(found(made.head.doc, data_key=f"chip{place + 1}"))


def test_a_board_sees_the_answer_in_words_and_no_lever(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer, board=True)
    assert "richer earns" in texts(made.side.doc) or "richer" in texts(made.side.doc)
    assert found(made.side.doc, type="range") == []
    made.set(RATES, 3.0)
    assert made.wait(60)
    assert made.scenario == richer


def test_nothing_that_a_file_says_becomes_markup(base: Scenario) -> None:
    made = opened(base, base.with_changes("<img src=x onerror=alert(1)>", {RATES: 2.0}))
    assert "<img src=x onerror=alert(1)>" in texts(made.head.doc)


def generous(base: Scenario) -> Scenario:
    """A plan that pays everybody more from the first sale on."""
    return base.with_changes("generous", {"incentives.plans.rep.components.commission.rates": [[0, 0.15]]})


def test_the_lab_tells_what_a_plan_pays_and_whom(base: Scenario) -> None:
    made = opened(base, generous(base))
    made.hear({"kind": "tab", "value": "lab"})
    assert made.wait(120)
    assert made.error is None
    assert made.lab.found.n_people == len(made.lab.found.people)
    told = texts(made.top.doc)
    for word in ("Variable pay at quota", "60.00k USD", "Lint", "one simulated future", "win"):
        assert word in told
    curve, winners = made.lab.pictures.children
    assert len(curve.figure["data"]) == 6
    named = {note["text"]: note["y"] for note in curve.figure["layout"]["annotations"] if note["showarrow"]}
    pay = curve.figure["data"][3]["y"][-1]
    assert named["generous"] == pay and not curve.figure["layout"]["showlegend"]
    assert len(winners.figure["data"][0]["y"]) == made.lab.found.n_people
    assert winners.figure["source"].endswith("plan rep (representative) · future 0 · seed 7 · teamsim 0.1.0")


def test_the_lab_replays_what_is_given(base: Scenario) -> None:
    rows = [{"person": name, "month": month, "bookings": 80_000.0} for name in "abc" for month in range(12)]
    made = opened(base, generous(base), actuals=pd.DataFrame(rows))
    made.hear({"kind": "tab", "value": "lab"})
    assert made.wait(120)
    assert "actuals, 3 of 3 people" in texts(made.top.doc)
    assert len(made.lab.pictures.children) == 1, "of three people a bar would be somebody's"


def test_where_nobody_wins_or_loses_no_empty_axis_is_drawn(base: Scenario) -> None:
    made = opened(base, base.with_changes("same plan", {RAMP: 7.0}))
    made.hear({"kind": "tab", "value": "lab"})
    assert made.wait(120)
    assert "0 win, 0 lose" in texts(made.top.doc)
    assert len(made.lab.pictures.children) == 1


def test_a_fault_of_a_band_stands_beside_it_without_its_path(base: Scenario) -> None:
    made, rates = opened(base, tab="lab"), "incentives.plans.rep.components.commission.rates"
    made.hear({"kind": "cell", "path": rates, "row": 0, "column": 0, "value": "12%"})
    alerts = [texts(alert) for alert in found(found(made.side.doc, data_path=rates)[0], role="alert")]
    assert alerts == ["Band 1: the first band starts at 0.12. Start at 0; a rate of 0 is a threshold."]


def test_the_lab_forecasts_when_asked(base: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laboratory, "N_PEOPLE", 50)
    made = opened(base, generous(base))
    made.hear({"kind": "tab", "value": "lab"})
    made.hear({"kind": "forecast"})
    assert made.wait(300)
    assert list(made.lab.found.forecast["elasticity"]) == [0.0, 0.1, 0.3, 0.6]
    assert len(made.lab.pictures.children) == 4
    named = [note["text"] for note in made.lab.pictures.children[2].figure["layout"]["annotations"]]
    assert named == ["bookings", "variable pay", "gain (share of<br>quota)"]
    assert all("50 simulated people · seed 0" in each.figure["source"] for each in made.lab.pictures.children[2:])
    assert "How people may play it" in texts(made.below.doc)


def test_a_cell_of_the_plan_has_its_fault_beside_it(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    made.hear({"kind": "tab", "value": "lab"})
    assert made.wait(120)
    place = "incentives.plans.rep.components.commission.rates.0.1"
    cell = found(made.side.doc, data_cell=place)[0]
    made.hear({**intents(cell)["change"], "value": "12"})
    assert "Write 12% or 0.12" in texts(made.side.doc)
    made.hear({**intents(cell)["change"], "value": "12%"})
    assert made.wait(120)
    assert made.lab.found.facts.at_quota == pytest.approx(72_000)


def button(doc: Any, text: str) -> Any:
    return next(each for each in found(doc, type="button") if texts(each) == text)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measures": ("booking",)}, "There is no monthly measure `booking`"),
        ({"measures": ()}, "no measure to show"),
        ({"levers": (RATES, RATES)}, "named twice"),
        ({"levers": ("money.currency",)}, "can not be a lever"),
        ({"lang": "fr"}, "expected one of 'en', 'zh'"),
    ],
)
def test_what_can_not_be_shown_is_refused_at_once(base: Scenario, options: dict[str, Any], message: str) -> None:
    with pytest.raises(TeamsimError, match=message):
        studio(base, **options)


def test_more_scenarios_than_can_be_told_apart_are_refused(base: Scenario) -> None:
    with pytest.raises(TeamsimError, match="at most 4 beside it"):
        studio(base, *(base.with_changes(f"b{k}", {RATES: 1.0 + k}) for k in range(1, 6)))


@pytest.mark.parametrize("tab", ["lab", "succession", "organisation"])
def test_it_opens_where_one_wants(base: Scenario, tab: str) -> None:
    made = opened(base.with_changes("critical", {"tiers.manager.critical": True}), tab=tab)
    assert made.status.text.startswith("Done in")
    assert found(made.head.doc, role="tab", aria_selected="true")[0][2] == [WORDS["en"][tab]]
    assert made.study is None
    made.hear({"kind": "tab", "value": "compare"})
    assert made.wait(60)
    assert made.study is not None


def test_a_tab_that_is_not_there_is_refused(base: Scenario) -> None:
    with pytest.raises(TeamsimError, match=r"tab = 'labs'; expected one of compare, .*Did you mean `lab`"):
        studio(base, tab="labs")
    with pytest.raises(TeamsimError, match="a board looks at 'compare' only"):
        studio(base, tab="lab", board=True)


def test_a_reader_without_a_kernel_gets_a_sentence(base: Scenario) -> None:
    bundle = opened(base)._repr_mimebundle_()
    assert "live in a running notebook" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
