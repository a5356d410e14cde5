"""The sentences of the findings, in English and Chinese."""

from __future__ import annotations

HEADS = {
    "en": ("severity", "place", "value", "what is wrong", "remedy"),
    "zh": ("严重程度", "位置", "数值", "问题", "改法"),
}
SEVERITIES = {
    "en": {"serious": "serious", "warning": "warning", "note": "note"},
    "zh": {"serious": "严重", "warning": "警告", "note": "提示"},
}

_EN = {
    "cliff": (
        "At {attainment:.0%} of quota pay jumps by {amount:,.0f} {currency}, {months:.1f} months of target pay: deals "
        "are moved to one side of it.",
        "Spread the amount over a range of attainment: a higher rate or a payout curve in place of a jump.",
    ),
    "dead_zone": (
        "Between {low:.0%} and {high:.0%} of quota more results pay nothing more; {share:.0%} of people end there.",
        "Pay a rate through the range, even a low one.",
    ),
    "reachable_cap": (
        "The cap binds from {attainment:.0%} of quota; {share:.1%} of people reach it in a period of {months} months.",
        "Raise the cap beyond what people reach, or lower the rate above a high attainment instead.",
    ),
    "negative_rate": (
        "From {low:.0%} to {high:.0%} of quota pay falls by {amount:,.0f} {currency}: selling more pays less.",
        "Let rates, levels and curves rise, or make the table marginal.",
    ),
    "accelerator_below_quota": (
        "The rate rises to {times:.2f} times at {attainment:.0%} of quota, below quota: {share:.0%} of people earn the "
        "higher rate without making the number.",
        "Start the accelerator at quota; call a lower rate for weak results a decelerator.",
    ),
    "target_pay_missed": (
        "Somebody who sells quota on average has variable pay of {paid:,.0f} {currency} in the median year, "
        "{share:.0%} of the {target:,.0f} that the plan pays at quota.",
        "Measure over longer periods, start paying below quota, or promise less.",
    ),
    "market_pay_missed": (
        "Target pay at quota is {paid:,.0f} {currency}, {share:.0%} of the {target:,.0f} of `market_pay_annual`.",
        "Raise base pay or rates, or correct `market_pay_annual`.",
    ),
    "many_measures": (
        "{count} measures ({measures}): nobody can work on more than three.",
        "Keep the three that matter; lead the others without pay.",
    ),
    "overlapping_spifs": (
        "SPIFs `{one}` and `{other}` both run from month {first} to {last}: the same deal is paid twice.",
        "Let one end before the other begins, or measure them on different business.",
    ),
    "forfeiture": (
        "Who retires or is made redundant loses {what}, which stands at {amount:,.0f} {currency} a year at quota: "
        "a grievance, in some places against the law.",
        "Say `running_without_fault: prorate` and `without_fault: pay_earned`.",
    ),
    "on_costs": (
        "The employer pays no contributions in this scenario: {amount:,.0f} {currency} of variable pay a head come "
        "without on-costs, so a budget made from it is too small.",
        "Choose a jurisdiction, or give `contribution_rate` or `more_lines`.",
    ),
    "windfall": (
        "Nothing limits one lucky month: three times a month's quota pay {amount:,.0f} {currency} and come to "
        "{share:.1%} of people in a year by luck alone.",
        "Give the plan a `deal_limit`, beyond which deals go to review (tiers with `selling.deal_size`); or a cap.",
    ),
}  # fmt: skip

_ZH = {
    "cliff": (
        "达成率 {attainment:.0%} 处薪酬跳升 {amount:,.0f} {currency}，相当于 {months:.1f} 个月目标薪酬："
        "成交会被挪到门槛的一侧。",
        "将该金额分摊到一段达成率区间：以较高费率或付薪曲线代替跳点。",
    ),
    "dead_zone": (
        "达成率 {low:.0%} 至 {high:.0%} 之间多做业绩不多拿一分；{share:.0%} 的人落在此区间。",
        "区间内也付一点费率，哪怕较低。",
    ),
    "reachable_cap": (
        "自达成率 {attainment:.0%} 起封顶；在 {months} 个月的周期内有 {share:.1%} 的人触顶。",
        "将封顶提高到人们达不到的位置，或改为在高达成率处降低费率。",
    ),
    "negative_rate": (
        "达成率由 {low:.0%} 升至 {high:.0%} 时薪酬反而减少 {amount:,.0f} {currency}：卖得多拿得少。",
        "让费率、档位与曲线递增，或改用边际费率表。",
    ),
    "accelerator_below_quota": (
        "在达成率 {attainment:.0%}（低于指标）费率已升至 {times:.2f} 倍：{share:.0%} 的人未完成指标却拿到高费率。",
        "加速器从 100% 起；低业绩的低费率请写成减速器。",
    ),
    "target_pay_missed": (
        "平均恰好完成指标的人，中位年份浮动薪酬为 {paid:,.0f} {currency}，仅为达标应得 {target:,.0f} 的 {share:.0%}。",
        "延长考核周期，从指标以下开始付薪，或降低承诺。",
    ),
    "market_pay_missed": (
        "达标时目标薪酬为 {paid:,.0f} {currency}，仅为 `market_pay_annual` {target:,.0f} 的 {share:.0%}。",
        "提高底薪或费率，或更正 `market_pay_annual`。",
    ),
    "many_measures": (
        "共 {count} 个指标口径（{measures}）：没有人能同时顾及三个以上。",
        "保留最要紧的三个，其余靠管理而不靠薪酬。",
    ),
    "overlapping_spifs": (
        "专项激励“{one}”与“{other}”在第 {first} 至 {last} 月重叠：同一笔单付两次。",
        "让两者首尾相接，或以不同业务为口径。",
    ),
    "forfeiture": (
        "退休或被裁撤者失去{what}，按达标计每年 {amount:,.0f} {currency}：会引发争议，在有些地方违法。",
        "写明 `running_without_fault: prorate` 与 `without_fault: pay_earned`。",
    ),
    "on_costs": (
        "本情景下企业不缴任何社保与公积金：人均 {amount:,.0f} {currency} 浮动薪酬没有计入附加成本，预算偏小。",
        "选择一个法域，或填写 `contribution_rate` 或 `more_lines`。",
    ),
    "windfall": (
        "对偶然大单没有任何限制：单月业绩达到月指标三倍时付 {amount:,.0f} {currency}，"
        "一年内仅凭运气就有 {share:.1%} 的人遇到。",
        "为方案设置 `deal_limit`（职级按 `selling.deal_size` 逐单成交），超线部分需复核；或为组件封顶。",
    ),
}  # fmt: skip

PROBLEMS = {lang: {name: pair[0] for name, pair in said.items()} for lang, said in (("en", _EN), ("zh", _ZH))}
REMEDIES = {lang: {name: pair[1] for name, pair in said.items()} for lang, said in (("en", _EN), ("zh", _ZH))}
