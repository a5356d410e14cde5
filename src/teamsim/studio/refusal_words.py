"""What the library refuses, in Chinese, by the form of its English sentences.

A hole in braces stands for whatever the sentence names. `{kind}`, `{unit}`, `{rule}` and `{value}` are told in Chinese
too (`refusals.py`); all others, names, paths, numbers and code, stay as they are.
"""

from __future__ import annotations

NOUNS_ZH = {
    "tier": "职级",
    "unit": "组织单元",
    "role": "角色",
    "source": "招聘渠道",
    "scenario": "情景",
    "preference type": "偏好类型",
}
"""Kinds of things that have names."""

VALUES_ZH = {"True": "是", "False": "否", "a section": "一个小节"}
"""Values that English tells in words."""

TYPES_ZH = {"int": "整数", "float": "数字", "bool": "布尔值（true 或 false）", "null": "空值"}
"""Types that a YAML file may ask for."""

RULES_ZH = {
    "one of: {options}": "以下之一：{options}",
    "in [{low}, {high}]": " {low} 至 {high} 的数值",
    "of at least {low} and at most {high}": "不小于 {low} 且不大于 {high} 的数值",
    "above {low} and at most {high}": "大于 {low} 且不大于 {high} 的数值",
    "of at least {low} and below {high}": "不小于 {low} 且小于 {high} 的数值",
    "above {low} and below {high}": "大于 {low} 且小于 {high} 的数值",
    "of at least {low}": "不小于 {low} 的数值",
    "above {low}": "大于 {low} 的数值",
    "at most {high}": "不大于 {high} 的数值",
    "below {high}": "小于 {high} 的数值",
    "a text": "文字",
    "a whole number": "整数",
    "a number": "数字",
    "a finite number": "有限的数字",
    "true or false": " true 或 false",
    "a section of `key: value` lines": "由“键: 值”组成的小节",
    "a list of {unit}": "列表（{unit}）",
    # of a roster's columns
    "a value": "非空的值",
    "an amount of at least 0, digits and a point only": "不小于 0 的金额，只含数字与小数点",
    "an amount of at most {most}": "不大于 {most} 的金额",
    "a share above 0, at most 1": "大于 0 且不大于 1 的比例",
    "a share of quota, such as {share} for {percent}": "指标的倍数，例如 {percent} 写作 {share}",
    "an ISO day (2024-03-31) not after the start, {start}": "不晚于起始日 {start} 的日期（形如 2024-03-31）",
    "a year, 14 to 90 years before the start": "起始日之前 14 至 90 年的年份",
    "{rule} ({unit})": "{rule}（{unit}）",
    "{unit} {rule}": "{rule}（{unit}）",
    "{unit}": "{unit}",
}
"""What a value should be: type, range, unit."""

PROBLEMS_ZH = {
    # single values
    "{path} = {value}; expected {rule}.": "{path} = {value}，应为{rule}。",
    "{path} = {value}; expected {anything}.": "{path} = {value}，不合要求。",
    "{path} is not a key of `{which}`.": "{path} 不是 {which} 的参数。",
    "{path}: unknown key.": "{path}：未知参数。",
    "{path} is missing.": "缺少 {path}。",
    "{path} is missing ({about}).": "缺少 {path}。",
    # ways to a value
    "there is no {path} to take out.": "没有 {path}，无从删除。",
    "{path} is a value, not a section.": "{path} 是一个值，不是小节。",
    "opening.{key} = {value} does nothing: the past is that of `{name}`, where it is {theirs}.": (
        "opening.{key} = {value} 不起作用：历史取自“{name}”，其值为 {theirs}。"
    ),
    "rules.{rules}: there is no such rule.": "rules.{rules}：没有该规则。",
    "rules.{rules}: `{name}` is not registered in this session.": "rules.{rules}：本次会话中未注册“{name}”。",
    "rules.{rules}: `{name}` was registered to replace `{other}`.": (
        "rules.{rules}：“{name}”注册时用于替换“{other}”。"
    ),
    # names, units, seats
    "there is no {kind} `{name}`.": "没有名为“{name}”的{kind}。",
    "There is no {kind} `{name}`.": "没有名为“{name}”的{kind}。",
    "There is no measure `{name}`.": "没有名为“{name}”的指标。",
    "There is no monthly measure `{name}`.": "没有名为“{name}”的月度指标。",
    "there is no seat `{name}`.": "没有名为“{name}”的岗位。",
    "there is no {path}.": "没有 {path}。",
    "There is no {path}.": "没有 {path}。",
    "{n} units have no parent ({names}); only one, the company, has none.": (
        "有 {n} 个组织单元没有上级（{names}）；只有公司这一个单元可以没有上级。"
    ),
    "every unit has a parent; the company has none.": "每个组织单元都有上级；公司应没有上级。",
    "`{name}` belongs to itself through its parents.": "“{name}”经由上级关系隶属于自身。",
    "`{unit_name}` is the company, which stands under nothing.": "“{unit_name}”是公司本身，没有上级。",
    "`{name}` is the company, which can not close.": "“{name}”是公司本身，不能关闭。",
    "`{under}` is `{name}` or below it: a circle.": "“{under}”就是“{name}”或在其之下，构成循环。",
    "`{under}` is `{name}` itself or below it: a circle.": "“{under}”就是“{name}”或在其之下，构成循环。",
    "a name has at least one letter, no slash and no dot.": "名称至少要有一个字符，且不含斜杠和句点。",
    "nothing stands in it.": "其下没有内容。",
    "no unit has seats.": "没有任何组织单元设有岗位编制。",
    "{n} seats of `{tier}` in `{name}`; the roster has {people} people there.": (
        "“{name}”的“{tier}”有 {n} 个编制，而人员名册中该处有 {people} 人。"
    ),
    "closes {n} seats of `{tier}` in `{name}`, which has {there} in month {month}.": (
        "在“{name}”关闭“{tier}”编制 {n} 个，而第 {month} 月该处只有 {there} 个。"
    ),
    "nobody leads its people: no head in it nor above, and {why} acts through heads.": (
        "其员工无人管理：本单元及上级单元均无负责人，而 {why} 须通过负责人起作用。"
    ),
    "nobody leads its people; it has no head, nor has a unit above.": "其员工无人管理：本单元及上级单元均无负责人。",
    "nobody can reach it: no unit has seats of it.": "无人能进入该职级：没有任何组织单元设有其编制。",
    "{name}; expected unit/tier/number.": "{name}，应为“组织单元/职级/编号”。",
    "neither a span nor layers are asked for.": "既未给出管理幅度，也未给出管理层级数。",
    "layers = {n}; there are {there} ({names}), and two have to stay.": (
        "要求 {n} 个管理层级；现有 {there} 个（{names}），至少须保留两个。"
    ),
    "`{child}` is not right below `{name}`.": "“{child}”不是“{name}”的直接下级。",
    "`{name}` has no head.": "“{name}”没有负责人。",
    "there is a unit `{name}` already.": "已有名为“{name}”的组织单元。",
    "share = {share} of the seats of `{name}` is none.": "按规模 {share} 仿照“{name}”新建，不会有任何编制。",
    # tiers
    "`{name}` is not below `{other}` on the ladder.": "“{name}”在职级体系中不低于“{other}”。",
    "the lowest tier has nobody below.": "最低职级之下没有其他职级。",
    "the oldest joins at {last}, the youngest at {first}.": "入职年龄上限为 {last} 岁，下限为 {first} 岁。",
    "retirement at {age}; people join up to the age of {last}.": "退休年龄为 {age} 岁，而入职年龄上限为 {last} 岁。",
    "a closed group can not lose {share} of its people.": "封闭群体不可能流失 {share} 的人员。",
    "{n} entries; expected 1 to {most}.": "有 {n} 项，应为 1 至 {most} 项。",
    "{share} of all newcomers would be gone in a year; expected chances a month.": (
        "一年内 {share} 的新人都会离开；此处应为月概率。"
    ),
    "no bands.": "没有分段。",
    "the first band starts at {start} months.": "第一段从第 {start} 个月开始。",
    "the band starts at {start} months, not after {before} where the one before starts.": (
        "该段从第 {start} 个月开始，不在前一段的起点（第 {before} 个月）之后。"
    ),
    "the band starts at {start} months; expected less than {most}.": "该段从第 {start} 个月开始，应小于 {most}。",
    "turnover {value}; expected a share a year in [0, {most}].": "离职率为 {value}，应为 0 至 {most} 的年占比。",
    "{n} entries; expected 1 to {most} by {step}.": "有 {n} 项；步长为 {step} 时应为 1 至 {most} 项。",
    "nobody ever becomes productive.": "始终无人形成产能。",
    "the share falls from {one} to {other}; a ramp never falls.": "产能由 {one} 降至 {other}；爬坡曲线不会下降。",
    # flows
    "a move to the same tier.": "调动到同一职级。",
    "{share} of those who stay would move.": "留任者中将有 {share} 调动。",
    "all weights are zero.": "所有权重均为零。",
    "at {ratio} over {months} months each exit among the {seats} seats of `{name}` would bring {more_exits} more; "
    "expected less than one.": (
        "风险比为 {ratio}、影响 {months} 个月时，“{name}”的 {seats} 个岗位中每次离职会"
        "再引发 {more_exits} 次离职；应少于一次。"
    ),
    "{n} factors; expected 12, one a month.": "有 {n} 个系数，应为 12 个（每月一个）。",
    "all factors are zero.": "所有系数均为零。",
    # hiring, development, response
    "needs hiring.candidate_flow: the opening `{state}` has no past to take it from.": (
        "需要 hiring.candidate_flow：期初状态“{state}”没有可供推算的历史。"
    ),
    "the freeze ends in month {last}, before month {first}.": "冻结在第 {last} 月结束，早于开始的第 {first} 月。",
    "{n} sources; expected at most {most}.": "有 {n} 个招聘渠道，最多 {most} 个。",
    "all shares are zero.": "所有占比均为零。",
    "moves {n} seats of `{tier}` in `{name}`, which has {there} in month {month}.": (
        "要从“{name}”划转 {n} 个“{tier}”岗位，而该单元在第 {month} 个月只有 {there} 个。"
    ),
    "`{name}` is where the seats are.": "这些岗位本来就在“{name}”。",
    "{n}; seats that move are counted: expected 1 or more.": "{n}：划转岗位数应为 1 或以上。",
    "yes, but seats move with their holders.": "已选“是”，但岗位连同任职者一起划转。",
    "no seat moves.": "没有岗位要划转。",
    "{value}, but with `audience: {audience}` people learn by doing, not in a course.": (
        "{value}：`audience: {audience}` 表示在实践中学习，而不是参加课程。"
    ),
    "nobody is {what} here.": "此处没有人属于 {what}。",
    "{n} programmes; expected at most {most}.": "有 {n} 个培训项目，最多 {most} 个。",
    "{n} preference types; expected at most {most}.": "有 {n} 个偏好类型，最多 {most} 个。",
    "the shares of the types add to {total}; they must add to 1.": "各偏好类型占比之和为 {total}，应为 1。",
    # plans
    "`{tier}` has no quota, so the plan would never pay it.": "“{tier}”没有销售指标，该方案永远不会向其付薪。",
    "{n} months; expected at most {most}.": "有 {n} 个月，最多 {most} 个月。",
    "`{tier}` is on plan `{plan}` too.": "“{tier}”同时适用方案“{plan}”。",
    "ends in month {last}, before it begins in month {first}.": "在第 {last} 月结束，早于开始的第 {first} 月。",
    "no tier on the plan sells deal by deal, so there is no deal to limit.": (
        "方案中没有按单销售的职级，因此没有可设审核线的单笔业绩。"
    ),
    "the shares add to {total}; credit that is split adds to 1.": "各份额之和为 {total}；拆分的业绩之和应为 1。",
    "quotas of empty seats are handed on month by month, but everybody has the quota of whole cycles.": (
        "空缺岗位的指标按月转交，而每个人的指标按整个考核周期计。"
    ),
    "{n} prizes; expected 1 to {most}.": "有 {n} 个奖项，应为 1 至 {most} 个。",
    "the weights add up to {total}; expected 1.": "权重之和为 {total}，应为 1。",
    "{n} shares; expected 1 to {most}, one a month.": "有 {n} 个比例，应为 1 至 {most} 个（每月一个）。",
    "the shares add up to {total}; expected 1.": "比例之和为 {total}，应为 1。",
    "the shares add up to {total}; expected at most 1.": "比例之和为 {total}，最多为 1。",
    "a share is negative.": "有比例为负数。",
    "{n} points; expected 1 to {most}.": "有 {n} 个点，应为 1 至 {most} 个。",
    "starts at {start}, not above {before} where the one before starts.": "起于 {start}，不高于前一档起点 {before}。",
    "starts at {start} times quota.": "从指标的 {start} 倍开始。",
    "{n} bands; expected 1 to 10.": "有 {n} 档，应为 1 至 10 档。",
    "the first band starts at {start}.": "第一档从 {start} 开始。",
    "the band starts at {start}, not above {before} where the one before starts.": (
        "该档从 {start} 开始，不高于前一档的起点 {before}。"
    ),
    "the band starts at {start} times quota.": "该档从指标的 {start} 倍开始。",
    "rate {rate}; expected a share of bookings in [0, 1].": "费率为 {rate}，应为签约额的 0 至 1。",
    # time, money, costs
    "a burn-in would run past the people of `opening.roster`, who are of the first measured day.": (
        "人员名册（opening.roster）是模拟首日的人员，预热期会越过这一天。"
    ),
    "{value}; expected a month as YYYY-MM.": "{value}，应为 YYYY-MM 形式的月份。",
    "{value}; expected an ISO 4217 code.": "{value}，应为 ISO 4217 货币代码。",
    "the default is in {own}; money.currency is {currency}.": "默认值以 {own} 计，而 money.currency 为 {currency}。",
    "{n} lines; expected at most {most}.": "有 {n} 项，最多 {most} 项。",
    "{value}; expected {unit}, not true or false.": "{value}，应为{unit}，不是 true 或 false。",
    # files
    "not YAML: {error}.": "不是 YAML：{error}。",
    "not YAML that teamsim reads: {error}.": "不是 teamsim 能读取的 YAML：{error}。",
    "nested too deeply.": "嵌套过深。",
    "a scenario is a mapping of sections.": "情景应由若干小节组成。",
    "the file has {n} bytes; at most {most}.": "文件有 {n} 字节，最多 {most} 字节。",
    "no such file.": "没有该文件。",
    "can not be read: {error}.": "无法读取：{error}。",
    "more than {n} values, aliases included.": "超过 {n} 个值（含别名展开）。",
    "nested more than {n} deep, or an alias inside itself.": "嵌套超过 {n} 层，或别名引用自身。",
    "`<<` is not read.": "不支持 `<<`。",
    "extends goes round in a circle: {names}.": "extends 构成循环：{names}。",
    "extends {file}: no such file.": "extends {file}：没有该文件。",
    "extends {file}: a folder.": "extends {file}：是文件夹。",
    "extends = {parent}; expected the name of one file.": "extends = {parent}，应为一个文件名。",
    "the tag {tag} is refused: a scenario never runs anything.": "不接受标签 {tag}：情景文件从不执行任何内容。",
    "{value} is not of the type {type}.": "{value} 不是{type}。",
    "{value} holds a character that no file can.": "{value} 含有任何文件都不能保存的字符。",
    "%YAML asks for a version other than 1.1 and 1.2.": "%YAML 的版本应为 1.1 或 1.2。",
    "{path} is given twice, first in line {line}.": "{path} 重复给出，首次在第 {line} 行。",
    # rosters
    "nobody is in the table.": "表中没有人员。",
    "nobody is in the roster.": "人员名册中没有人员。",
    "more than {n} bytes.": "超过 {n} 字节。",
    "not a CSV table: {error}.": "不是 CSV 表格：{error}。",
    "the file is empty.": "文件为空。",
    "the column `{column}` is missing.": "缺少“{column}”列。",
    "unknown column `{column}`.": "未知的列“{column}”。",
    "the column `{column}` is there {n} times.": "“{column}”列出现 {n} 次。",
    "{n} cells; the header has {most}.": "有 {n} 个单元格，而表头有 {most} 个。",
    "in_grade_since {graded} is before hire_date {hired}.": "现职级起始日期 {graded} 早于入职日期 {hired}。",
    "person_id {id} stands in line {line} already.": "人员编号 {id} 已在第 {line} 行。",
    # the studio's own
    "There are {n} scenarios beside the baseline.": "基准之外已有 {n} 个情景。",
    "{path} is not a term of a plan of `{name}`.": "{path} 不是“{name}”中任何方案的条款。",
    "{path} has no row {n}.": "{path} 没有第 {n} 档。",
    "{path} has no column {n}.": "{path} 没有第 {n} 列。",
    "{name}: {path} = {value} can not be a lever.": "{name}：{path} = {value} 不能作为可调参数。",
    "{path} is no choice of `{name}`.": "{path} 不是“{name}”中的选项。",
    "{file}: can not be written: {folder} is a file, not a folder.": "{file}：无法写入：{folder} 是文件，不是文件夹。",
    "{file}: can not be written: {error}.": "{file}：无法写入：{error}。",
    # answers that can not be given
    "`{name}`: a replaced rule ({rules}) does not compile: {error}.": (
        "“{name}”：自定义规则（{rules}）无法编译：{error}。"
    ),
    "`{name}` and its past have different rosters; a file can name one.": (
        "“{name}”与其历史所用的人员名册不同，而一个文件只能写一份名册。"
    ),
    "no seat is critical.": "没有关键岗位。",
    "nobody in `{tier}` carries a quota, so their results say nothing.": "“{tier}”无人承担销售指标，其业绩无从评价。",
    "`{name}`: nobody is promoted into a critical seat.": "“{name}”：没有人晋升到关键岗位。",
    "`{tier}`: nobody is promoted into such a tier.": "“{tier}”：没有人晋升到该职级。",
    "`{tier}` is no tier that people are promoted into.": "“{tier}”不是可晋升进入的职级。",
    "month = {month}; expected a month of the run, 0 to {last}.": "月份为 {month}，应在模拟期内（0 至 {last}）。",
    "months {first} to {last}; the scenario has 0 to {most}.": "月份为 {first} 至 {last}，情景只有 0 至 {most}。",
    "Totals over different currencies can not be compared ({values}).": "币种不同，合计无法比较（{values}）。",
    "Totals over different months can not be compared ({values}).": "月份不同，合计无法比较（{values}）。",
    "`{name}` can not be shared out to causes.": "“{name}”无法分摊到各项原因。",
    "`{name}` is the baseline itself.": "“{name}”就是基准。",
    "`{name}` regrades seats with their holders (promotion.moves), which fills no vacancy.": (
        "“{name}”按职级变动矩阵（promotion.moves）连人带岗调整职级，不会填补空缺。"
    ),
    "vacancies of {names} never lead outside, so chains are endless.": "{names}的空缺从不由外部填补，空缺链无终点。",
    "plan `{plan}` pays `{tier}` 0 for own results at any attainment; expected more than 0 at some: there is nothing "
    "to answer, and nothing to game.": (
        "无论达成率多少，方案“{plan}”对“{tier}”的个人业绩都支付 0；应在某一达成率下大于 0，"
        "否则员工无从反应，也无空子可钻。"
    ),
    "plan `{plan}` pays 0 to each of {n} simulated people of `{tier}`; expected more than 0.": (
        "方案“{plan}”对“{tier}”的 {n} 名模拟人员一律支付 0，应大于 0，否则无从计算变化。"
    ),
    "No seat of `{tier}` in any unit is on plan `{plan}`.": "没有“{tier}”的岗位适用方案“{plan}”。",
    "No seat of `{tier}` in `{name}` is on plan `{plan}`.": "“{name}”中没有“{tier}”的岗位适用方案“{plan}”。",
    "{n} months from month {first}; the scenario has {most}.": "自第 {first} 月起共 {n} 个月，而情景只有 {most} 个月。",
    "{n} scenarios; expected a baseline and at most {most} beside it.": "有 {n} 个情景；最多为基准加 {most} 个。",
    "there is no column `{column}`.": "没有“{column}”列。",
    "deals stand in years.": "各单业绩按年给出。",
    "there is neither `month` nor `year`.": "既没有 month 列，也没有 year 列。",
    "{n} are empty.": "有 {n} 处为空。",
    "`{name}` has month {month} twice.": "“{name}”的 {month} 月出现两次。",
    "plan `{plan}` limits single deals, and there are only months.": "方案“{plan}”设有单笔审核线，而数据只有月度合计。",
    "{n} months are no year.": "{n} 个月不足一年。",
    "{n} months with burn-in; at most {most}.": "含预热期共 {n} 个月，最多 {most} 个月。",
    "Seats {names} have the same address of luck.": "岗位 {names} 的随机数地址相同。",
    "Stopped before the first replications were finished; there is nothing to show.": (
        "在首批模拟完成前已停止，没有可显示的结果。"
    ),
    "Scenario names must differ; got {names}.": "情景名称不能相同：{names}。",
    "replications = {n}; expected 1 to {most}, a whole number.": "重复次数为 {n}，应为 1 至 {most} 的整数。",
}
"""What is wrong. The path before `: ` is told apart from the sentence (`refusals.py`)."""
