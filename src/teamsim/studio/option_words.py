"""What the studio calls the options of a choice, in Chinese; in English the name itself says it."""

from __future__ import annotations

_ZH = {
    "acting": "代理者",
    "any_day": "任意一天",
    "at_close": "周期结束时",
    "at_once": "立即",
    "bookings": "签约额",
    "by_schedule": "按计划",
    "case": "案例",
    "classroom": "课堂",
    "coached": "被辅导者",
    "cohort_loss": "批次流失",
    "collections": "回款",
    "company": "全公司",
    "credited": "计入业绩",
    "cumulative": "累计",
    "customer_service": "客户服务",
    "days": "按天",
    "discrete": "分期",
    "drill": "演练",
    "everybody": "所有人",
    "external": "外部",
    "first_of_month": "每月一日",
    "flat": "均匀",
    "forfeit": "作废",
    "forward_looking": "前瞻",
    "full": "全额",
    "gross_margin": "毛利",
    "half": "半年",
    "individual": "个人",
    "inherited": "沿用基准",
    "internal": "内部",
    "leadership": "领导力",
    "management": "管理",
    "manager": "归主管",
    "market": "市场",
    "month": "月",
    "new": "全为新人",
    "new_business": "新业务",
    "newcomers": "新人",
    "no": "否",
    "none": "无",
    "on_cash": "回款时",
    "online": "线上",
    "overlay": "叠加",
    "own": "本人",
    "parent": "同一上级单元",
    "pay_due": "支付到期部分",
    "pay_earned": "支付已得部分",
    "peers": "归同事",
    "product": "产品",
    "prorate": "按比例",
    "quarter": "季度",
    "random": "随机",
    "rate": "比率",
    "results": "业绩",
    "same": "相同",
    "score": "综合评分",
    "season": "按季节",
    "selling_skill": "销售能力",
    "seniority": "资历",
    "shared": "共享",
    "soft": "软性评分",
    "split": "拆分",
    "stationary": "稳态",
    "stepped": "阶梯",
    "straight": "线性",
    "team": "团队",
    "tier": "职级",
    "time_in_seat": "在岗时间",
    "to_date": "截至当前",
    "transferred": "调动者",
    "unassigned": "无人承担",
    "uniform": "均匀分布",
    "unit": "单元",
    "units": "数量",
    "window": "活动期",
    "year": "年",
    "yes": "是",
}


def option_label(name: str, lang: str) -> str:
    """Return what people call an option.

    >>> option_label("forward_looking", "en"), option_label("forward_looking", "zh")
    ('forward looking', '前瞻')
    """
    plain = name.replace("_", " ")
    return _ZH.get(name, plain) if lang == "zh" else plain


def known_in_chinese() -> frozenset[str]:
    """Return the options that have a Chinese name."""
    return frozenset(_ZH)
