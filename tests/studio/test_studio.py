"""The studio without a browser: its widgets are moved as the browser would move them."""

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from teamsim.errors import RunError, TeamsimError
from teamsim.scenario import Scenario
from teamsim.studio import board, studio
from teamsim.studio.board import Studio
from teamsim.testing import tiny_scenario

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


def drawn(made: Studio, measure: str, place: int) -> np.ndarray[Any, Any]:
    return np.concatenate([np.asarray(trace.y, dtype=float) for trace in made.pictures.fan(measure, place)])


def test_the_last_scenario_is_the_one_that_moves(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    assert [one.name for one in made.study.scenarios] == ["base", "richer"]
    before = drawn(made, "pay", 0), drawn(made, "pay", 1)
    made.levers[0].slider.value = 3.0
    assert made.wait(60)
    assert [one.name for one in made.study.scenarios] == ["base", "richer (adjusted)"]
    assert made.scenario.parameter(RATES).value == 3.0
    np.testing.assert_array_equal(drawn(made, "pay", 0), before[0])
    assert not np.array_equal(drawn(made, "pay", 1), before[1])
    assert "richer (adjusted)" in made.sentences.value


def test_one_scenario_alone_is_compared_with_a_copy_of_itself(base: Scenario) -> None:
    made = opened(base)
    assert [one.name for one in made.study.scenarios] == ["base", "what if"]
    np.testing.assert_array_equal(drawn(made, "bookings", 0), drawn(made, "bookings", 1))
    assert "Bookings: the same in every future." in made.sentences.value


def test_traces_are_moved_not_replaced(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    before = [trace.uid for trace in made.pictures.figure.data]
    made.levers[1].slider.value = 3.0
    assert made.wait(60)
    assert [trace.uid for trace in made.pictures.figure.data] == before
    assert len(before) == 3 * 2 * 3


def test_only_the_changed_scenario_runs_again(
    base: Scenario, richer: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived: list[int] = []
    compiled: Callable[..., Any] = board.run.__globals__["monte_carlo"].run

    def counting(model: Any, states: Any, seed: int, numbers: Any, *rest: Any, **more: Any) -> Any:
        lived.append(len(numbers))
        return compiled(model, states, seed, numbers, *rest, **more)

    made = opened(base, richer)
    monkeypatch.setattr(board.run.__globals__["monte_carlo"], "run", counting)
    made.levers[0].slider.value = 2.5
    assert made.wait(60)
    assert sum(lived) == 16


def test_an_error_is_said_and_the_last_picture_stays(
    base: Scenario, richer: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opened(base, richer)
    before, words, study = drawn(made, "pay", 1), made.sentences.value, made.study

    def refuse(*_given: Any, **_more: Any) -> None:
        raise RunError("The accelerator <is> too rich. Lower it.")

    with monkeypatch.context() as patched:
        patched.setattr(board, "run", refuse)
        made.levers[0].slider.value = 2.7
        assert made.wait(60)
    assert "The accelerator &lt;is&gt; too rich. Lower it." in made.status.value
    assert isinstance(made.error, RunError)
    assert made.study is study
    assert made.sentences.value == words
    np.testing.assert_array_equal(drawn(made, "pay", 1), before)

    made.levers[0].slider.value = 2.8
    assert made.wait(60)
    assert made.error is None
    assert "Done in" in made.status.value


def test_many_moves_compute_the_last_one(base: Scenario, richer: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    made = opened(base, richer)
    begun, go, asked = threading.Event(), threading.Event(), []
    plain = board.run

    def slow(scenarios: list[Scenario], *given: Any, **more: Any) -> Any:
        asked.append(scenarios[-1].parameter(RATES).value)
        begun.set()
        go.wait(10)
        return plain(scenarios, *given, **more)

    monkeypatch.setattr(board, "run", slow)
    made.levers[0].slider.value = 2.1
    assert begun.wait(10)
    for value in (2.2, 2.3, 2.4, 2.5):
        made.levers[0].slider.value = value
    go.set()
    assert made.wait(60)
    assert asked == [2.1, 2.5]
    assert made.scenario.parameter(RATES).value == 2.5


def test_stop_shows_the_replications_that_are_finished(base: Scenario, richer: Scenario) -> None:
    opened(base, richer)  # compiles
    made = studio(base, richer, levers=(RATES, RAMP), replications=200_000)
    while "%" not in made.status.value and not made.wait(0.005):
        pass
    made.stop_button.click()
    assert made.wait(60)
    assert 0 < made.study.n_replications < 200_000
    assert "Stopped after" in made.status.value
    assert made.stop_button.disabled


def test_reset_puts_every_lever_back(base: Scenario, richer: Scenario) -> None:
    made = opened(base, richer)
    before = drawn(made, "pay", 1)
    made.levers[0].slider.value, made.levers[1].slider.value = 3.0, 9.0
    assert made.wait(60)
    made.reset_button.click()
    assert made.wait(60)
    assert made.values == {RATES: 2.0, RAMP: 5.0}
    assert made.scenario == richer
    np.testing.assert_array_equal(drawn(made, "pay", 1), before)


def test_measures_that_some_months_do_not_have_are_drawn_where_they_are(base: Scenario) -> None:
    made = opened(base, measures=("share_at_quota",))
    median = made.pictures.fan("share_at_quota", 0)[-1]
    assert list(median.x) == ["2026-12-01"]
    assert np.isfinite(np.asarray(median.y, dtype=float)).all()


def test_the_studio_speaks_chinese(base: Scenario) -> None:
    made = opened(base, lang="zh")
    assert "签约额" in made.sentences.value
    assert "完成" in made.status.value


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


def test_a_reader_without_a_kernel_gets_a_sentence(base: Scenario) -> None:
    bundle = opened(base)._repr_mimebundle_()
    assert "live in a running notebook" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
