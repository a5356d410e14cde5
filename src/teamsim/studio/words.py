"""What the studio says, in English and Chinese."""

from __future__ import annotations

from teamsim.analysis.intervals import interval_note
from teamsim.scenario.scenario import Scenario
from teamsim.study import Study
from teamsim.words import check_language

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "studio": "teamsim studio",
        "tabs": "Parts of the studio",
        "compare": "Compare",
        "lab": "Plan lab",
        "succession": "Succession",
        "organisation": "Organisation",
        "scenarios": "Scenarios",
        "baseline": "baseline",
        "choose_tip": "Let the levers act on “{name}”",
        "add": "Add",
        "add_tip": "Add a copy of “{name}” to work on",
        "remove_tip": "Take “{name}” off the bench",
        "language": "Language",
        "replications": "Replications",
        "seed": "Seed",
        "whole_number": "Expected a whole number from {low:,} to {high:,}.",
        "rename": "Name of the scenario",
        "name_taken": "“{name}” is taken. Choose another name.",
        "name_needed": "A scenario needs a name.",
        "entry_add": "Add",
        "entry_add_to": "Add to {section}",
        "entry_new": "Name of a new entry in {section}",
        "entry_kind": "Kind of the new entry in {section}",
        "entry_name": "Name",
        "entry_remove": "Remove",
        "entry_remove_one": "Remove “{name}” from {section}",
        "entry_added": "added",
        "entry_removed": "removed",
        "entry_back": "Put “{name}” back",
        "entry_nameless": "An entry needs a name. Write one, then press Add.",
        "entry_bad_name": "“{name}” can not name an entry. Begin with a letter; use letters, digits, space and _.",
        "entry_taken": "There is “{name}” already. Choose another name.",
        "all_of_them": "none pressed: all",
        "search": "Search levers",
        "search_none": "No lever has these words.",
        "search_more": "{n} more; search for more words.",
        "was": "baseline {value}",
        "changed": "{n} changed",
        "to_mend": "To mend",
        "take_back": "Take the change of {path} back",
        "adjusted": "{name} (adjusted)",
        "what_if": "what if",
        "stop": "Cancel",
        "stop_tip": "Keep what is finished",
        "reset": "Reset all",
        "reset_tip": "Put every lever of this scenario back to where it started",
        "reset_one": "Put “{label}” back to {value}",
        "undo": "Undo",
        "undo_tip": "Take the last change back (Ctrl+Z)",
        "redo": "Redo",
        "redo_tip": "Do it again (Ctrl+Y)",
        "save": "Save as scenario",
        "save_tip": "Write a YAML file of the differences",
        "file_name": "File in {folder}",
        "save_now": "Save",
        "close": "Close",
        "code": "Copy as code",
        "code_tip": "Show the Python call that makes this scenario",
        "code_about": "Python that makes this scenario",
        "copy": "Copy",
        "open": "Open file",
        "opened": "“{name}” is open.",
        "empty_file": "{name} holds no value of a scenario. Write what differs from “{baseline}” into it, "
        "such as `hiring: {{recruiters: 5}}`, or open another file.",
        "opened_changes": " Values that differ from “{origin}”: {n}.",
        "saved": "Saved {path}.",
        "computing": "Computing…",
        "compiling": "The first time on this machine: preparing the simulation, up to a minute…",
        "progress": "Computing… {share:.0%}, {seconds:.0f} s to go",
        "progress_begun": "Computing… {share:.0%}",
        "preview": "Preview: {n:,} of {asked:,} futures",
        "done": "Done in {milliseconds:,.0f} ms",
        "stopped": "Stopped after {done:,} of {asked:,} replications",
        "stopped_lab": "Stopped; what is finished is shown",
        "faults": "Not computed: {n} to mend. The pictures still show the last values that worked.",
        "failed": "The pictures still show the last values that worked.",
        "broken": "{kind}: {error}",
        "against": "{gap} ({relative}) against {baseline}",
        "against_plain": "{gap} against {baseline}",
        "same": "The same as {baseline} in every future",
        "luck_range": "90% of futures: {low} to {high}",
        "better": "Better in {share} of futures",
        "error_range": "Mean known to ± {half} (95%)",
        "bands": "Line: median. Bands: 50% and 90% of futures.",
        "why": "Why “{scenario}” differs: {measure}",
        "why_same": "No difference to explain: {measure}",
        "whiskers": "whiskers: luck, 90% of futures",
        "measure": "measure",
        "all_differences": "All differences against {baseline}",
        "story": "The answer",
        "a_month": "{unit} a month",
        "month": "{name} {year}",
        "median_range": "median (90% of futures)",
        "no_response": "Nobody works more or less because of a plan here (no-response bound).",
        "offline": "The sliders and their pictures are live in a running notebook; they are not held here.",
        "lost": "Nothing answers any more: what computes here has ended, or the connection has. "
        "Load this page again; in a notebook restart its kernel and run its cells.",
        "lost_changes": "Nothing answers any more: what computes here has ended, or the connection has. "
        "Your changes are kept: download them, load this page again (in a notebook restart its kernel and run its "
        "cells), and drop the file on it.",
        "lost_offer": "Download {file}",
        "no_file": "No scenario file in {folder} is “{name}”, which the differences are from. "
        "Load it from a file of that folder, or copy the code.",
        "no_parent": "{name} extends {parent}, which is no file of {folder}. Put that file there.",
        "unread": "“{texts}” can not be read. Mend it or put it back first.",
        "is_there": "{path} is there already and was not written here. Choose another name.",
        "bad_name": "“{name}” can not be a file name. Use letters, digits, space, - and _.",
        "long_name": "“{name}” takes {n} bytes as a file name; at most {most}. Choose a shorter one.",
        "no_folder": "{folder} is a file, not a folder that scenarios are saved in. Move it away, or open the studio "
        "with another `folder`.",
        "not_same": "{path} would not be read back to the same scenario; nothing was written.",
        "read_only": "This is a board view: nothing can be changed here.",
    },
    "zh": {
        "studio": "teamsim 工作台",
        "tabs": "工作台页面",
        "compare": "方案比较",
        "lab": "激励方案",
        "succession": "继任",
        "organisation": "组织架构",
        "scenarios": "情景",
        "baseline": "基准",
        "choose_tip": "调整“{name}”的参数",
        "add": "新增",
        "add_tip": "复制“{name}”为新情景",
        "remove_tip": "移除“{name}”",
        "language": "语言",
        "replications": "重复次数",
        "seed": "种子",
        "whole_number": "应为 {low:,} 至 {high:,} 的整数。",
        "rename": "情景名称",
        "name_taken": "“{name}”已被使用，请换一个名称。",
        "name_needed": "情景需要名称。",
        "entry_add": "新增",
        "entry_add_to": "新增到{section}",
        "entry_new": "{section}：新条目的名称",
        "entry_kind": "{section}：新条目的类型",
        "entry_name": "名称",
        "entry_remove": "移除",
        "entry_remove_one": "从{section}移除“{name}”",
        "entry_added": "新增",
        "entry_removed": "已移除",
        "entry_back": "恢复“{name}”",
        "entry_nameless": "条目需要名称。请先填写名称，再点“新增”。",
        "entry_bad_name": "“{name}”不能作为条目名称。请以文字开头，仅用文字、数字、空格与 _。",
        "entry_taken": "已有“{name}”。请换一个名称。",
        "all_of_them": "均未选：全部",
        "search": "搜索参数",
        "search_none": "没有符合的参数。",
        "search_more": "另有 {n} 项，请增加关键词。",
        "was": "基准 {value}",
        "changed": "已改 {n} 项",
        "to_mend": "待修正",
        "take_back": "撤回对 {path} 的修改",
        "adjusted": "{name}（已调整）",
        "what_if": "假设方案",
        "stop": "取消",
        "stop_tip": "保留已完成的部分",
        "reset": "全部复位",
        "reset_tip": "该情景的所有参数回到起始值",
        "reset_one": "“{label}”恢复为 {value}",
        "undo": "撤销",
        "undo_tip": "撤销上一步（Ctrl+Z）",
        "redo": "重做",
        "redo_tip": "重做（Ctrl+Y）",
        "save": "另存为情景",
        "save_tip": "将差异写入 YAML 文件",
        "file_name": "文件名（{folder}）",
        "save_now": "保存",
        "close": "关闭",
        "code": "复制为代码",
        "code_tip": "显示生成该情景的 Python 代码",
        "code_about": "生成该情景的 Python 代码",
        "copy": "复制",
        "open": "打开文件",
        "opened": "已打开“{name}”。",
        "empty_file": "{name} 中没有任何情景参数。请写入与“{baseline}”不同的参数，"
        "例如 `hiring: {{recruiters: 5}}`，或打开其他文件。",
        "opened_changes": "与“{origin}”不同的参数：{n} 项。",
        "saved": "已保存 {path}。",
        "computing": "计算中……",
        "compiling": "本机首次运行：正在准备模拟，约需一分钟……",
        "progress": "计算中……{share:.0%}，剩余 {seconds:.0f} 秒",
        "progress_begun": "计算中……{share:.0%}",
        "preview": "预览：{asked:,} 个未来中的 {n:,} 个",
        "done": "完成，用时 {milliseconds:,.0f} 毫秒",
        "stopped": "已停止：完成 {done:,} / {asked:,} 次重复模拟",
        "stopped_lab": "已停止；显示已完成的部分",
        "faults": "未计算：有 {n} 处需修正。图形仍为最近一次成功计算的结果。",
        "failed": "图形仍为最近一次成功计算的结果。",
        "broken": "程序出错（{kind}: {error}）。请撤销最近的修改，或重新加载本页。",
        "against": "较{baseline}：{gap}（{relative}）",
        "against_plain": "较{baseline}：{gap}",
        "same": "在每个未来中都与{baseline}相同",
        "luck_range": "90% 的未来：{low} 至 {high}",
        "better": "在 {share} 的未来中更优",
        "error_range": "均值误差 ± {half}（95%）",
        "bands": "线：中位数。色带：50% 与 90% 的可能未来。",
        "why": "“{scenario}”差异的原因：{measure}",
        "why_same": "没有需要解释的差异：{measure}",
        "whiskers": "细线：运气，90% 的未来",
        "measure": "指标",
        "all_differences": "与{baseline}的全部差异",
        "story": "结论",
        "a_month": "{unit}/月",
        "month": "{year}年{month}月",
        "median_range": "中位数（90% 的未来）",
        "no_response": "此处员工的努力程度不随激励方案变化（无响应边界）。",
        "offline": "滑块与图形仅在运行中的笔记本里可用，此处不包含。",
        "lost": "没有响应：后台计算已结束，或连接已中断。请重新加载本页；在笔记本中请重启内核并重新运行单元格。",
        "lost_changes": "没有响应：后台计算已结束，或连接已中断。您的修改仍在：请先下载，再重新加载本页"
        "（在笔记本中请重启内核并重新运行单元格），然后把文件拖到页面上。",
        "lost_offer": "下载 {file}",
        "no_file": "{folder} 中没有情景文件对应“{name}”（差异的出发点）。请从该文件夹加载，或复制代码。",
        "no_parent": "{name} 继承 {parent}，但 {folder} 中没有该文件。请把该文件放入其中。",
        "unread": "“{texts}”无法读取，请先修正或复原。",
        "is_there": "{path} 已存在且不是在此写入的。请换一个名称。",
        "bad_name": "“{name}”不能作文件名。请用文字、数字、空格、- 与 _。",
        "long_name": "“{name}”作文件名占 {n} 字节，最多 {most} 字节。请换一个较短的名称。",
        "no_folder": "{folder} 是文件，不是可保存情景的文件夹。请移走该文件，或以其他 `folder` 打开工作室。",
        "not_same": "{path} 读回后不是同一情景；未写入任何内容。",
        "read_only": "董事会视图：此处不能修改。",
    },
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def words(lang: str) -> dict[str, str]:
    """Return what the studio says in a language.

    Raises
    ------
    TeamsimError
        Another language than "en" and "zh".
    """
    check_language(lang)
    return WORDS[lang]


def month_words(month: str, lang: str) -> str:
    """Return a month as people read it.

    >>> month_words("2026-06", "en"), month_words("2026-06", "zh")
    ('Jun 2026', '2026年6月')
    """
    year, number = month.split("-")
    return words(lang)["month"].format(year=year, month=int(number), name=_MONTHS[int(number) - 1])


def month_told(scenario: Scenario, n: int, lang: str) -> str:
    """Return which month it is that comes `n` months after the first one of a scenario: ``= Jun 2026``."""
    year, number = map(int, str(scenario.parameters.time.start).split("-"))
    years, months = divmod(number - 1 + n, 12)
    return f"= {month_words(f'{year + years}-{months + 1}', lang)}"


def what_is_held(study: Study, lang: str) -> str:
    """Return what does not vary in an answer: effort where nobody answers a plan, assumptions."""
    no_response = "" if any(map(_responds, study.scenarios)) else words(lang)["no_response"]
    return f"{no_response} {interval_note(0, lang)}".strip()


def _responds(scenario: Scenario) -> bool:
    return str(scenario.parameters.response.effort) != "none"
