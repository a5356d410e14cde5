"""What refuses to say how people answer a plan is told in Chinese on the Chinese page."""

import inspect
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from teamsim.analysis import plan_programme
from teamsim.errors import InputError, TeamsimError
from teamsim.response import Component, ElasticityCost, Payout, Preferences, Process, QuotaRule, solve, table
from teamsim.response.people import Accuracy, PowerCost
from teamsim.scenario import Scenario
from teamsim.studio import answers, studio
from teamsim.studio.board import Studio
from teamsim.studio.lab_words import WHY_LEFT_OUT_ZH
from teamsim.studio.refusals import told
from teamsim.testing import tiny_scenario
from tests.studio.reading import english_words, texts

COST, LINEAR = ElasticityCost(0.3, 0.1), [(0.0, 0.0), (1.0, 0.1)]
WANTS, LUCK = Preferences(COST), Process(0.3)
PARTS = {"math", "inf", "QuotaRule", "quota", "beta", "delta", "numpy", "geomspace", "simulate", "seed"}
"""Names of the solver that a Chinese sentence may hold."""


def solved(payout: Any = LINEAR, periods: int = 12, **more: Any) -> Any:
    return solve(payout, periods, more.pop("process", LUCK), more.pop("preferences", WANTS), **more)


def cycles(*lengths: int, is_as_earned: bool = False) -> list[Component]:
    return [Component(Payout.from_points([(0.0, 0.0), (1.0, 0.1)]), n, is_as_earned) for n in lengths]


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: Payout.from_points([(0.0, 0.0)]), "薪酬曲线：有 1 个点，应至少有两个不同的业绩，各有其薪酬。"),
    (
        lambda: Payout.from_points([(1.0, 0.0), (0.0, 1.0)]),
        "薪酬曲线第 2 点：业绩由 1 降至 0。请按业绩由小到大给出各点。",
    ),
    (lambda: Payout.from_points([(0.0, 0.0), (np.inf, 1.0)]), "薪酬曲线：有的点不是有限的数字。不设上限时，"),
    (lambda: solved(lambda sales: np.full_like(sales, np.nan)), " 时薪酬不是数字。请为所有业绩给出薪酬。"),
    (lambda: solved(3), "薪酬曲线：类型为整数，应为函数、点或薪酬曲线。"),
    (lambda: solved(periods=0), "周期长度：0，应为 1 至 1200 的整数。"),
    (lambda: solved(cycles=0), "周期数：0，应不小于 1，或为 math.inf。"),
    (lambda: solved(cycles=3), "周期数：3，而没有指标规则。请给出指标规则（quota=QuotaRule()）。"),
    (lambda: solved(cycles(3, 6)), "薪酬曲线：考核周期为 [3, 6] 个月，其中应有 12 个月的。以最长的周期为准。"),
    (lambda: solved(cycles(3, 12), quota=QuotaRule(), cycles=2), "指标规则：考核周期有嵌套，不能再有指标规则。"),
    (lambda: QuotaRule(ratchet=2.0), "指标棘轮：2.0，应为 0 至 1。"),
    (lambda: Process(0.0), "业绩波动：0.0，应为大于 0 的数字。若无波动，请取很小的数，例如 0.01。"),
    (lambda: Process(0.3, season=(1.0, 0.0)), "季节权重：(1.0, 0.0)，权重应大于 0。"),
    (lambda: solved(process=Process(0.3, season=(1.0, 2.0))), "季节权重：周期为 12 个月，而季节权重有 2 个。"),
    (lambda: Preferences(COST, risk_aversion=-1.0), "风险厌恶：-1.0，应不小于 0。"),
    (lambda: Preferences(COST, beta=0.0), "现时偏好（beta）：0.0，应大于 0 且不大于 1。"),
    (lambda: Preferences(COST, least_effort=3.0, most_effort=2.0), "努力程度的范围：3.0 至 2.0，下限应不小于 0"),
    (lambda: PowerCost(0.0), "努力成本的曲率：0.0，应为大于 0 的数字。努力应有成本。"),
    (lambda: ElasticityCost(0.0, 0.1), "弹性：0.0，应为大于 0 的数字。员工不作反应时无须求解。"),
    (lambda: Accuracy(per_sigma=1), "求解精度：per_sigma 为 1，n_efforts 为 "),
    (lambda: table(cycles(12), Process(0.3), WANTS), "波动应按倍数计，且没有基础业绩。"),
    (lambda: solved().effort(12, 0.0), "月份：12，应为 0 至 11。月份从 0 数起。"),
    (lambda: solved().effort(0, (0.0, 0.0)), "累计业绩：(0.0, 0.0)，应为累计业绩。"),
    (lambda: solved(cycles(3, 12)).effort(0, 0.0), "累计业绩：0.0，应为一对数字。"),
]


@pytest.mark.parametrize(("act", "expected"), REFUSED)
def test_the_solver_refuses_in_chinese(act: Callable[[], Any], expected: str) -> None:
    with pytest.raises(InputError) as caught:
        act()
    assert expected in told(caught.value, "zh")
    assert not english_words(told(caught.value, "zh").partition("：")[2], PARTS | {"per_sigma", "n_efforts"}) - {
        *re.findall(r"\w+", repr(LUCK))
    }


PRODUCTIVITY = "tiers.representative.selling.productivity_annual"


@pytest.fixture(scope="module")
def base() -> Scenario:
    return tiny_scenario("base", {"tiers.representative.ramp.months": 4.0})


def opened(scenario: Scenario, *intents: dict[str, Any], **options: Any) -> Studio:
    made = studio(scenario, levers=(), **{"replications": 4, "lang": "zh", **options})
    for intent in intents:
        made.hear(intent)
    assert made.wait(120)
    return made


def test_the_lab_says_in_chinese_why_a_plan_has_no_forecast(base: Scenario) -> None:
    idle = base.with_changes("idle", {PRODUCTIVITY: 0.0})
    made = opened(idle, {"kind": "tab", "value": "lab"}, {"kind": "forecast"})
    why = "该方案无法预测：单位努力的业绩：0.0，应为大于 0 的数字。努力应能带来业绩，请给出大于 0 的业绩。"
    assert why in texts(made.top.doc)
    made.hear({"kind": "lang", "value": "en"})
    assert "process.productivity: 0.0; expected a number above 0. Effort has to bring sales." in texts(made.top.doc)


def test_the_lab_says_of_a_plan_that_pays_nothing_that_there_is_nothing_to_game(base: Scenario) -> None:
    free = base.with_changes("free", {"incentives.plans.rep.components.commission.rates": [[0, 0]]})
    made = opened(free, {"kind": "tab", "value": "lab"}, {"kind": "forecast"})
    assert (
        "该方案无法预测：“假设方案”：无论达成率多少，方案“rep”对“representative”的个人业绩都支付 0；"
        "应在某一达成率下大于 0，否则员工无从反应，也无空子可钻。请为取决于个人业绩的组件设置大于 0 的费率或金额。"
    ) in texts(made.top.doc)
    assert not made.status.is_wrong


def test_the_lab_says_in_chinese_which_components_it_leaves_out(base: Scenario) -> None:
    contest = {"incentives.plans.rep.components.best": {"kind": "contest", "prizes": [1000]}}
    made = opened(base.with_changes("contest", contest), {"kind": "tab", "value": "lab"}, {"kind": "forecast"})
    assert "未计入：best：不取决于个人业绩；共同冲击、爬坡期、" in texts(made.below.doc)


def test_every_reason_to_leave_a_component_out_has_words() -> None:
    source = inspect.getsource(plan_programme.programme_of)
    written = re.findall(r"""\}: ([a-z ]+)"|'(a [a-z ]+)'""", source)
    assert {*map("".join, written)} == set(WHY_LEFT_OUT_ZH)


def test_what_goes_wrong_is_told_in_the_language_of_the_page(base: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after the language was changed; what is no refusal is quoted, as nobody can know its sentences."""

    def broken(*_given: Any, **_more: Any) -> None:
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr(answers, "run", broken)
    made = opened(base)
    assert made.status.text == (
        "程序出错（ZeroDivisionError: float division by zero）。请撤销最近的修改，或重新加载本页。"
    )
    made.hear({"kind": "lang", "value": "en"})
    assert made.status.text == "ZeroDivisionError: float division by zero"
    assert made.status.is_wrong


def test_a_rule_that_does_not_compile_is_told_with_the_compilers_words() -> None:
    error = TeamsimError(
        "`plan B`: a replaced rule (mine, other) does not compile: Failed in nopython mode. Write it with numbers, "
        "if and math only, or run with engine='event' and an opening state of `new`."
    )
    assert told(error, "zh") == (
        "“plan B”：自定义规则（mine, other）无法编译：报错原文“Failed in nopython mode”。"
        "请只用数字、if 与 math 编写，或改用 engine='event' 且期初状态为 new。"
    )
