"""What the YAML parser, the CSV reader and the system say is told in Chinese on the Chinese page."""

import ast
import datetime
import inspect
import random
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import ReusedAnchorWarning
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner

from teamsim.data.roster import read_roster
from teamsim.errors import Fault, ScenarioError, TeamsimError
from teamsim.files import write_text
from teamsim.scenario.read import MAX_BYTES, OPENED, read_document
from teamsim.scenario.scenario import Scenario
from teamsim.studio.desk import desk_of
from teamsim.studio.refusals import said, told
from teamsim.studio.saving import Shelf, read_dropped
from teamsim.studio.views import View
from teamsim.testing import tiny_scenario
from tests.studio.reading import english_words, is_quoted

KNOWN = {"teamsim", "utf", "xff", "extends", "true", "false"}
MEND = "请修改该行或上一行：写作“名称: 值”（冒号后空一格），行首用空格而非制表符，括号成对。"


def problems_of(part: type) -> Iterator[str]:
    """The problems that a part of the parser raises, `x` for what they name."""
    for node in ast.walk(ast.parse(inspect.getsource(part))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            said = [_text(each) for each in node.exc.args]
            yield said[2] or said[0] if len(said) > 2 else said[0]


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "x" for each in node.values)
    return str(node.value or "") if isinstance(node, ast.Constant) else ""


@pytest.mark.parametrize("part", [Scanner, Parser, Composer])
def test_every_sentence_of_the_yaml_parser_has_a_form(part: type) -> None:
    problems = set(filter(None, problems_of(part)))
    problems = {text.replace("found x", "found (x,)") if "document" in text else text for text in problems}
    problems -= {"while scanning an x"}  # passes on why bytes are no UTF-8; below
    told = {text: said(Fault("", f"not YAML: {text.replace('marker, x', 'marker, (x,)')}."), "zh") for text in problems}
    assert len(problems) >= {Scanner: 20, Parser: 9, Composer: 3}[part]
    assert not [text for text, chinese in told.items() if "报错原文" in chinese]


def test_what_the_reader_of_the_parser_refuses_has_a_form() -> None:
    """It says more in its error's own text than where it raises: the errors are made here."""
    with pytest.raises(ScenarioError) as caught:
        read_dropped("a.yaml", "name: a\nb: \x07\n")
    assert inspect.getsource(Reader).count("raise ReaderError") == 2
    assert told(caught.value, "zh") == (
        "a.yaml:2：不是 teamsim 能读取的 YAML：文件中有不可见的控制字符（编码 0007），应删除。请只用普通的值。"
    )


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("a: b: c", 1, "此处不能再有冒号：同一行只能有一个“名称: 值”，下一级应另起一行并缩进"),
        ("a: 1\nb\nc: 2", 3, "名称之后缺少冒号"),
        ("a:\n\tb: 1", 2, "此处有制表符，只能使用空格"),
        ("a: @b", 1, "文字不能以 '@' 开头，如需使用请加引号"),
        ("a: *b", 1, "别名 'b' 未定义；文字若以 * 开头请加引号"),
        ('a: 1\nb: "two', 2, "引号未闭合，直到文件末尾"),
        ("a:\n    b: 1\n  c: 2", 3, "此处不应有“名称: 值”：同级的各行缩进应一致"),
        ("a: - 1", 1, "此处不能有列表项（“- ”），列表应另起一行"),
        ("a: [1, 2}", 1, "方括号未闭合：此处应为逗号或 ]，不应有'}'"),
        ("a: {b: 1", 1, "花括号未闭合：此处应为逗号或 }，不应有文件末尾"),
        ('a: "\\q"', 1, "双引号内的反斜杠之后不能是 'q'，可改用单引号"),
        ("a: |x\n", 1, "“|”或“>”之后应换行，或为 +、-、1 至 9，不应有 'x'"),
        ("a: |\n   \n\n     \n b", 5, "“|”或“>”之下，首行的缩进不应少于其上的空行"),
        ("a: !b!c 1", 1, "标签前缀 '!b!' 未定义；文字若以 ! 开头请加引号"),
        ("a: !%ff 1", 1, "位置 0 的字节 0xff 不符合 utf-8 编码"),
        ("a: 1\n---\nb: 2", 2, "只能有一个文档，应删除多余的分隔行（---）"),
        ("%YAML x", 1, "%YAML 的版本应为 1.1 或 1.2，不应有 'x'"),
    ],
)
def test_a_slip_in_a_file_is_told_with_line_and_remedy(text: str, line: int, expected: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_dropped("a.yaml", text)
    assert told(caught.value, "zh") == f"a.yaml:{line}：不是 YAML：{expected}。{MEND}"
    assert told(caught.value, "en").startswith(f"a.yaml:{line}: not YAML: ")


@pytest.mark.parametrize(
    ("text", "place", "line", "opened"),
    [
        ('a: 1\nb: "two\nc: 3\nd: 4\n', 5, 2, ("quote", "引号")),
        ("a: 'b\nc: d\n---\ne: 1", 3, 1, ("quote", "引号")),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, 2, ("bracket [", "方括号 [ ")),
        ("a:\n  b: {c: 1, d: [2, 3]\ne: 4\n", 3, 2, ("bracket {", "花括号 { ")),
        ("a: {b: 1,\n  c: [2\n  }", 3, 2, ("bracket [", "方括号 [ ")),
    ],
)
def test_what_is_left_open_is_told_with_the_line_where_it_begins(
    text: str, place: int, line: int, opened: tuple[str, str]
) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_dropped("a.yaml", text)
    english, chinese = (told(caught.value, lang) for lang in ("en", "zh"))
    assert english.startswith(f"a.yaml:{place}: not YAML: ")
    assert english.endswith(f"The {opened[0]} of line {line} is still open there; close it, or mend what it holds.")
    assert chinese.startswith(f"a.yaml:{place}：不是 YAML：")
    assert chinese.endswith(f"第 {line} 行的{opened[1]}到此尚未闭合，请闭合，或修改其中的内容。")
    assert not english_words(chinese, KNOWN | {"a", "yaml"})


def test_the_parser_still_calls_what_is_left_open_so() -> None:
    source = inspect.getsource(Scanner) + inspect.getsource(Parser)
    assert [context for context in OPENED if context not in source] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", "a.yaml:2：a 重复给出，首次在第 1 行。请只保留一处。"),
        ("a: !!int b", "a.yaml:1：'b' 不是整数。请修改数值。"),
        ("a: !!int ''", "a.yaml:1：'' 不是整数。请修改数值。"),
        ("a: !!bool b", "a.yaml:1：'b' 不是布尔值（true 或 false）。请修改数值。"),
        ("a: !run b", "a.yaml:1：不接受标签 !run：情景文件从不执行任何内容。请删除。"),
        ("a: &b {c: 1}\nd:\n  <<: *b", "a.yaml:3：不支持 `<<`。请直接写出各值，或使用 `extends:`。"),
        ("a: &b [*b]", "a.yaml:1：嵌套超过 50 层，或别名引用自身。请展开。"),
        ("[" * 700, "a.yaml：嵌套过深。最多 50 层。"),
        ("- a", "a.yaml：情景应由若干小节组成。请以 `name:` 开头。"),
        ("%YAML 1.3\n---\na: 1", "a.yaml：%YAML 的版本应为 1.1 或 1.2。请删除该行。"),
        ("a:\n%YAML 9.9\n---\n  b: 1", "a.yaml：%YAML 的版本应为 1.1 或 1.2。请删除该行。"),
        (
            'a: "\\UFFFFFFFF"',
            "a.yaml：不是 teamsim 能读取的 YAML：双引号内的转义超出字符编码范围。请只用普通的值。",
        ),
        (
            "x" * (MAX_BYTES + 1),
            "a.yaml：文件有 200,001 字节，最多 200,000 字节。情景文件写政策，不存数据。",
        ),
    ],
)
def test_what_is_yaml_and_no_scenario_is_told(text: str, expected: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_dropped("a.yaml", text)
    assert told(caught.value, "zh") == expected


PIECES = (
    *":-[]{},'\"|>&*!%@`#? \t\n\0\x07\\\ufeff\u2028中",
    *(
        "---\n",
        "...\n",
        "? ",
        "<<: *c\n",
        "|0\n",
        "|x\n",
        "!<",
        "!%zz",
        "!%ff",
        "!e!f ",
        '"\\x4"',
        '"\\q',
        '"\\UFFFFFFFF"',
    ),
    *("!!int a", "!!int ''", "!!bool b", "!!float ", "!!python/name:os.system ", "9" * 5000, "!!timestamp x", "*d"),
    *("%YAML 1.3\n---\n", "%YAML 3.1\n---\n", "%YAML x\n", "%TAG ! tag:x\n---\n", "%TAG ! ! \n"),
)
"""What breaks a file."""
FILE = """\
name: plan b
tiers:
  representative: {base_annual: 90000, label: "it's"}
hiring:
  recruiters: &c 3
  sources: [agency, 'referral', *c]
about: |
  more
  text
"""


def broken(luck: random.Random) -> str:
    """A file with some pieces where none should be, each in place of up to two letters."""
    text = FILE
    for _ in range(luck.randrange(1, 4)):
        place = luck.randrange(len(text) + 1)
        text = text[:place] + luck.choice(PIECES) + text[place + luck.randrange(3) :]
    return text


def test_no_slip_in_a_file_is_told_in_english() -> None:
    """Whatever is broken, the file is refused as what it is, and nothing is left of what the parser says."""
    luck, refused = random.Random(7), set[str]()
    for _ in range(600):
        try:
            with warnings.catch_warnings(action="ignore", category=ReusedAnchorWarning):
                read_dropped("a.yaml", broken(luck))
        except ScenarioError as error:
            refused |= {told(error, "zh")}
    english = {text for text in refused if is_quoted(text) or "报错原文" in text or english_words(_plain(text), KNOWN)}
    assert not english
    assert len(refused) > 100


def _plain(text: str) -> str:
    """A refusal without the names that a file gives: of itself, a tag, a key twice."""
    for before, after in (("a.yaml", "："), ("不接受标签 ", "："), ("：", " 重复给出")):
        head, found, rest = text.partition(before)
        text = head + rest.partition(after)[2] if found and after in rest else text
    return text


@pytest.fixture(scope="module")
def base() -> Scenario:
    return tiny_scenario("base", {"tiers.representative.ramp.months": 4.0})


@pytest.mark.parametrize(("lang", "expected"), [("en", "a.yaml:2: not YAML: found"), ("zh", "a.yaml:2：不是 YAML：")])
def test_a_dropped_file_is_refused_in_the_language_of_the_page(base: Scenario, lang: str, expected: str) -> None:
    desk = desk_of((base,), View(lang=lang), (), Shelf(Path()), "x")
    desk.hear({"kind": "drop", "name": "a.yaml", "text": "hiring:\n\trecruiters: 3"})
    assert desk.view.note.startswith(expected)


def test_what_the_parser_may_say_in_future_is_quoted_with_place_and_remedy() -> None:
    fault = Fault("a.yaml:4", "not YAML: something new. And more: of it.", "Use plain values.")
    assert told(ScenarioError([fault]), "zh") == (
        "a.yaml:4：不是 YAML：报错原文“something new. And more: of it”。请只用普通的值。"
    )


def test_what_the_system_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes("label: 中".encode("gb18030"))
    refusals: list[tuple[Any, str]] = [
        (lambda: read_document(tmp_path, "a"), "a：无法读取：这是文件夹，不是文件（"),
        (lambda: read_document(tmp_path / "bytes.yaml", "a"), "a：无法读取：位置 7 的字节 0xd6 不符合 utf-8 编码。"),
        (lambda: write_text(tmp_path, ""), "：无法写入：这是文件夹，不是文件。原文件保持不变。请清理磁盘空间、"),
        (lambda: write_text(tmp_path / ("x" * 300), ""), "：无法写入：文件名过长。请清理磁盘空间、"),
        (lambda: write_text(tmp_path / "bytes.yaml" / "a", ""), "bytes.yaml 是文件，不是文件夹。请换一个文件夹。"),
    ]
    for act, expected in refusals:
        with pytest.raises(TeamsimError) as caught:
            act()
        assert expected in told(caught.value, "zh")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'"' + b"a" * 140_000, "不是 CSV 表格：有单元格超过 131072 个字符，多为引号未闭合。请存为 UTF-8 编码的 CSV。"),
        (b"\xff", "不是 CSV 表格：位置 0 的字节 0xff 不符合 utf-8 编码。"),
        (b"person_id,unit,tier,fte\n1,u,t,2", "fte = '2'，应为大于 0 且不大于 1 的比例。请修改该单元格。"),
        (b"person_id,unit,tier,attainment\n1,u,t,95", "attainment = '95'，应为指标的倍数，例如 95% 写作 0.95。"),
        (b"person_id,unit,tier,base_annual\n1,u,t,9k", "= '9k'，应为不小于 0 的金额，只含数字与小数点。"),
        (b"person_id,unit,tier,hire_date\n1,u,t,2027-01-01", "应为不晚于起始日 2026-01-01 的日期（形如 2024-03-31）。"),
        (b"person_id,unit,tier,birth_year\n1,u,t,80", "birth_year = '80'，应为起始日之前 14 至 90 年的年份。"),
        (b"person_id,unit,tier,on_leave\n1,u,t,x", "on_leave = 'x'，应为 true 或 false。"),
        (b"person_id,unit,tier\n,u,t", "person_id = ''，应为非空的值。"),
    ],
)
def test_what_is_wrong_with_a_roster_is_told(tmp_path: Path, text: bytes, expected: str) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(text)
    with pytest.raises(TeamsimError) as caught:
        read_roster(file, ["u"], ["t"], datetime.date(2026, 1, 1))
    assert expected in told(caught.value, "zh")
