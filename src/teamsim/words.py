"""English and Chinese: labels, units and numbers as people read them."""

from __future__ import annotations

import re
from typing import Any

from teamsim.errors import TeamsimError

LANGUAGES = ("en", "zh")

UNITS_ZH = {
    "% per %": "%/%",
    "[attainment, currency a cycle]": "[达成率, 货币/周期]",
    "[attainment, payout share]": "[达成率, 付薪比例]",
    "[attainment, share of bookings]": "[达成率, 占签约额比例]",
    "attainment": "达成率",
    "calendar month": "月份",
    "chance a month": "月概率",
    "chance an offer": "每次录用概率",
    "correlation of neighbouring months": "相邻月份相关系数",
    "correlation": "相关系数",
    "currency a cycle": "货币/周期",
    "currency a head and month": "货币/人月",
    "currency a hire": "货币/次招聘",
    "currency a month": "货币/月",
    "currency a person and course": "货币/人次培训",
    "currency a unit": "货币/单位",
    "currency a year": "货币/年",
    "currency an award": "货币/次表彰",
    "currency": "货币",
    "currency, first prize first": "货币（按名次）",
    "awards": "次表彰",
    "courses": "人次培训",
    "days a course": "天/次培训",
    "days": "天",
    "deals": "单",
    "elasticity": "弹性",
    "hazard ratio a standard deviation": "风险比/标准差",
    "hazard ratio a year": "风险比/年",
    "hazard ratio": "风险比",
    "hazard ratio an exit": "风险比/次离职",
    "candidates a hire": "候选人/录用",
    "currency a candidate": "货币/候选人",
    "currency a head": "货币/人",
    "people by tier": "人/职级",
    "calendar months": "日历月",
    "score": "分",
    "share of a head": "主管作用份额",
    "share of fixed pay": "固定薪酬份额",
    "hours a month": "小时/月",
    "hours a report and month": "小时/人月",
    "hours of coaching an hour": "辅导小时/会议小时",
    "log talent a course": "对数能力/次培训",
    "months from the month of hire": "入职当月起的月数",
    "months of ramp": "个月爬坡期",
    "places a month": "个名额/月",
    "log bookings a standard deviation": "对数签约额/标准差",
    "log standard deviation": "对数标准差",
    "log-logistic shape": "对数逻辑斯谛形状参数",
    "log-odds per log of pay": "对数几率/对数薪酬",
    "months from the start": "距起始的月数",
    "months of pay per year of service": "个月工资/服务年",
    "months of pay": "个月工资",
    "months": "个月",
    "multiple of the local average wage": "当地平均工资的倍数",
    "multiple of the rate": "费率倍数",
    "multiple": "倍数",
    "multiples, January first": "倍数（自一月起）",
    "offers": "份",
    "people a manager": "人/主管",
    "people a year": "人/年",
    "people": "人",
    "per month": "每月",
    "quarters": "季度",
    "quota-carrying people": "人（承担指标）",
    "requests": "个需求",
    "requisitions": "个需求",
    "seats": "个编制",
    "share a year": "年占比",
    "per year's target pay": "每单位年目标薪酬",
    "share of a month's bookings": "占当月签约额比例",
    "share of base pay": "占基本工资比例",
    "share of bookings": "占签约额比例",
    "share of effort 1": "占基准努力比例",
    "share of capacity": "占产能比例",
    "share of full productivity": "占满产能比例",
    "share of pay": "占薪酬比例",
    "share of hires of mean talent one": "占平均能力为 1 的新人比例",
    "share of people": "占人数比例",
    "share of plans": "占改进计划比例",
    "share of quota": "占指标比例",
    "share of the booking": "占该笔签约额比例",
    "share of the money's worth": "占其价值比例",
    "share per share": "%/%",
    "times the usual": "倍（相对常态）",
    "types": "类",
    "share of the base": "占缴费基数比例",
    "share of the bias removed": "偏差消除比例",
    "share of the old seat's credit": "占原岗位业绩比例",
    "share of the gap": "占差额比例",
    "share of vacancies": "占空缺比例",
    "share of variance": "方差占比",
    "share": "占比",
    "shares by layer": "各层级比例",
    "shares of a month's earnings": "占当月计提比例",
    "shares of an invoice": "占发票金额比例",
    "shares of quota": "占指标比例",
    "standard deviations of a score": "评分标准差",
    "standard deviations of leadership a course": "领导力标准差/次培训",
    "weeks of pay per year of service": "周工资/服务年",
    "weeks of pay": "周工资",
    "Weibull shape": "威布尔形状参数",
    "weight": "权重",
    "years": "年",
    "[attainment, hazard ratio]": "[达成率, 风险比]",
    "[months of tenure, share a year]": "[司龄月数, 年占比]",
    "acquisitions": "并购团队",
    "changes": "编制调整",
    "components": "方案组件",
    "CSV file": "CSV 文件",
    "freezes": "招聘冻结",
    "intakes": "招收计划",
    "ISO 4217 code": "ISO 4217 货币代码",
    "items": "指标项",
    "lines by name": "按名称列出的缴费项目",
    "moves": "组织调整",
    "name": "名称",
    "plans": "激励方案",
    "programmes": "培训项目",
    "roles": "角色",
    "rule: registered name": "规则：注册名称",
    "share a year, of those who stay": "年占比（占留任者）",
    "shares of credit": "业绩份额",
    "source": "招聘渠道",
    "sources": "招聘渠道",
    "text": "文字",
    "tier": "职级",
    "tiers": "职级",
    "unit": "组织单元",
    "units": "组织单元",
    "year-month": "年月",
    "yes / no": "是/否",
    "yes or no": "是/否",
}
"""Units of numbers; one that is missing here is shown in English."""

_FIRST_WIDE = "\u2e80"
_PIECES = re.compile(rf"\s*(?:[^\s{_FIRST_WIDE}-\U0010ffff]+|[{_FIRST_WIDE}-\U0010ffff])")
"""Words, and Chinese letters one by one, each with the space before it."""
_LARGE = {"en": ((1e9, "bn"), (1e6, "M"), (1e3, "k")), "zh": ((1e8, "亿"), (1e4, "万"))}


def check_language(lang: str) -> None:
    """Refuse another language.

    Raises
    ------
    TeamsimError
        Another language than "en" and "zh".
    """
    if lang not in LANGUAGES:
        raise TeamsimError(f"lang = {lang!r}; expected one of {', '.join(map(repr, LANGUAGES))}.")


def label_of(declared: Any, lang: str) -> str:
    """Return the label of whatever has an English and a Chinese one; English where there is no Chinese one."""
    return str((declared.label_zh if lang == "zh" else "") or declared.label)


def unit_words(unit: str, currency: str, lang: str) -> str:
    """Return a unit as people read it: the scenario's currency, and Chinese where it is known."""
    if unit == "currency":
        return currency
    known = UNITS_ZH.get(unit, unit) if lang == "zh" else unit
    return known.replace("currency", currency).replace("货币", currency)


def number(value: float, form: str) -> str:
    """Return a number by a format; what rounds to nothing has no sign.

    >>> number(0.0213, "+.1%"), number(-0.0004, ".1%"), number(0.0004, "+.1%")
    ('+2.1%', '0.0%', '0.0%')
    """
    written = format(value, form)
    return written if re.search("[1-9a-z]", written) else written.lstrip("+-")


def breadth(text: str) -> float:
    """Return how wide a text is, in letters; a Chinese one is twice as wide."""
    return sum(2.0 if letter >= _FIRST_WIDE else 1.0 for letter in text)


def folded(text: str, most: int) -> list[str]:
    """Return a text on lines at most so many letters wide, unless one word is wider; Chinese breaks anywhere.

    >>> folded("richer accelerator", 12), folded("更丰厚的加速提成", 8)
    (['richer', 'accelerator'], ['更丰厚的', '加速提成'])
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and breadth(lines[-1] + piece) > most:
            lines.append("")
        lines[-1] = (lines[-1] + piece).lstrip()
    return lines


def short_number(value: float, lang: str) -> str:
    """Return a number of an axis in few characters: 1.5M, 150万."""
    for limit, letter in _LARGE[lang]:
        if abs(value) >= limit:
            return f"{value / limit:g}{letter}"
    return number(value, "g")
