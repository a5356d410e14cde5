"""Why the solver does not say how people answer a plan, in Chinese; see `refusal_words.py` for the forms."""

from __future__ import annotations

PLACES_ZH = {
    "payout": "薪酬曲线",
    "payout, point {n}": "薪酬曲线第 {n} 点",
    "plan": "激励方案",
    "periods": "周期长度",
    "cycles": "周期数",
    "quota": "指标规则",
    "quota.ratchet": "指标棘轮",
    "quota.ratchet_down": "指标棘轮（下调）",
    "process": "业绩模型",
    "process.sigma": "业绩波动",
    "process.baseline": "基础业绩",
    "process.productivity": "单位努力的业绩",
    "process.shock": "波动方式",
    "process.season": "季节权重",
    "cost.curvature": "努力成本的曲率",
    "cost.elasticity": "弹性",
    "cost.reference_rate": "参照费率",
    "preferences.risk_aversion": "风险厌恶",
    "preferences.beta": "现时偏好（beta）",
    "preferences.delta": "折现系数（delta）",
    "preferences.pay_lag": "支付滞后",
    "preferences.least_effort": "努力程度的范围",
    "accuracy": "求解精度",
    "accuracy.tolerance": "求解精度",
    "size": "求解网格",
    "paces": "业绩进度",
    "simulate": "模拟人数",
    "period": "月份",
    "state": "累计业绩",
}
"""Parts of the question that the solver is asked."""

SOLVER_PROBLEMS_ZH = {
    # payouts
    "points of shape {shape}; expected pairs (sales, pay).": "点的形状为 {shape}，应为“业绩，薪酬”数对。",
    "pay at sales {sales} is no number.": "业绩为 {sales} 时薪酬不是数字。",
    "{n} points; expected at least two different sales, each with its pay.": (
        "有 {n} 个点，应至少有两个不同的业绩，各有其薪酬。"
    ),
    "a point is no finite number.": "有的点不是有限的数字。",
    "sales fall from {one} to {other}.": "业绩由 {one} 降至 {other}。",
    "a point is given three times.": "同一业绩给出三个点。",
    "pay by sales below 0.": "业绩低于 0 时也有薪酬。",
    "{type}; expected a function, points, or a Payout.": "类型为{type}，应为函数、点或薪酬曲线。",
    # sales, costs, preferences
    "{value}; expected a finite number.": "{value}，应为有限的数字。",
    "{value}; expected a number above 0.": "{value}，应为大于 0 的数字。",
    "{value}; expected 'additive' or 'multiplicative'.": "{value}，应为 'additive' 或 'multiplicative'。",
    "{value}; multiplied luck needs sales of at least 0.": "{value}，波动按倍数计时业绩应不小于 0。",
    "{value}; expected weights above 0.": "{value}，权重应大于 0。",
    "{n} weights for {periods} periods.": "周期为 {periods} 个月，而季节权重有 {n} 个。",
    "{value}; expected at least 0.": "{value}，应不小于 0。",
    "{value}; expected a share in (0, 1].": "{value}，应大于 0 且不大于 1。",
    "{value}; expected a share in [0, 1].": "{value}，应为 0 至 1。",
    "{value}; expected 0 or more periods.": "{value}，应为 0 个月或以上。",
    "{least} to {most}; expected 0 <= least < most.": "{least} 至 {most}，下限应不小于 0 且小于上限。",
    # cycles
    "{periods}; expected a whole number from 1 to 1200.": "{periods}，应为 1 至 1200 的整数。",
    "{cycles}; expected at least 1, or math.inf.": "{cycles}，应不小于 1，或为 math.inf。",
    "{cycles} without a quota rule.": "{cycles}，而没有指标规则。",
    "1 with cycles without end.": "周期无穷，而折现系数为 1。",
    "cycles of {lengths} periods; expected one of {periods}.": "考核周期为 {lengths} 个月，其中应有 {periods} 个月的。",
    "cycles of {lengths} periods; expected each to divide the next.": (
        "考核周期为 {lengths} 个月，较长者应为较短者的整数倍。"
    ),
    "a quota rule with nested cycles.": "考核周期有嵌套，不能再有指标规则。",
    "a component paid as earned with a quota rule.": "组件随得随付，不能再有指标规则。",
    "cycles of {lengths} periods; two can be carried, and one of 1 period beside them.": (
        "考核周期为 {lengths} 个月，最多两种，另可有一种单月周期。"
    ),
    "three kinds of cycles with risk aversion.": "有三种考核周期，不能再有风险厌恶。",
    # how finely it is solved, and what is asked of the solution
    "per_sigma {per_sigma}, n_efforts {n}; expected at least 2 and 16.": (
        "per_sigma 为 {per_sigma}，n_efforts 为 {n}，应不小于 2 和 16。"
    ),
    "{size}; expected at least 4 states and 16 efforts.": "{size}，应至少有 4 个状态和 16 档努力程度。",
    "{process}; tables need multiplicative luck and no baseline.": "{process}，波动应按倍数计，且没有基础业绩。",
    "{paces}; expected two or more, rising by one factor.": "{paces}，应有两个或以上，并按同一倍数递增。",
    "{n} futures; expected 1 to {most}.": "{n} 人，应为 1 至 {most}。",
    "{period}; expected 0 to {last}.": "{period}，应为 0 至 {last}。",
    "{state}; expected a pair.": "{state}，应为一对数字。",
    "{state}; expected the sales so far.": "{state}，应为累计业绩。",
    "two states are carried.": "累计业绩有两项。",
}
"""What is wrong."""

SOLVER_REMEDIES_ZH = {
    "Describe no limit by a long last stretch.": "不设上限时，请把最后一段写得足够长。",
    "Give the points in rising order.": "请按业绩由小到大给出各点。",
    "Give a jump as two points.": "跳升请写成两个点。",
    "Give pay for all sales.": "请为所有业绩给出薪酬。",
    "Sales are shares of quota, from 0 on.": "业绩为指标的占比，从 0 开始。",
    "For no luck at all choose a small number, such as .01.": "若无波动，请取很小的数，例如 0.01。",
    "Effort has to bring sales.": "努力应能带来业绩，请给出大于 0 的业绩。",
    "Effort has to cost something.": "努力应有成本。",
    "Effort that never answers needs no programme.": "员工不作反应时无须求解。",
    "The rate at which effort is 1, such as .115.": "请填努力程度为 1 时的费率，例如 0.115。",
    "Give one weight a period, or none.": "请每月给一个权重，或都不给。",
    "Such as .001.": "例如 0.001。",
    "Give quota=QuotaRule().": "请给出指标规则（quota=QuotaRule()）。",
    "Discount: choose delta below 1.": "请设小于 1 的折现系数（delta）。",
    "The longest counts.": "以最长的周期为准。",
    "Use one cycle with a quota rule.": "有指标规则时请只用一种周期。",
    "Pay it at the cycle's end.": "请改为周期末支付。",
    "Leave out the shortest.": "请去掉最短的周期。",
    "numpy.geomspace makes them.": "可用 numpy.geomspace 生成。",
    "Periods count from 0.": "月份从 0 数起。",
    "Nested cycles and quota rules carry two numbers.": "嵌套周期和指标规则要记两个数字。",
    "Use simulate(n, seed) instead.": "请改用 simulate(n, seed)。",
}
"""What to do about it."""
