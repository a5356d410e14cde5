"""What the YAML parser, the CSV reader, Python and the system say, in Chinese, by the form of their English sentences.

These sentences are not the library's own: they stand in the hole `{error}` of one of its (`refusal_words.py`). `{char}`
and `{token}` are told in Chinese too. What nobody has listed here is quoted as it is.
"""

from __future__ import annotations

UNLISTED_ZH = "报错原文“{error}”"

CHARS_ZH = {r"'\x00'": "文件末尾", r"'\n'": "换行", r"'\r'": "换行", r"'\t'": "制表符", "' '": "空格"}
"""Characters that nobody sees, as Python writes them."""

TOKENS_ZH = {
    "'<directive>'": "以 % 开头的指令",
    "'<document start>'": "文档分隔行（---）",
    "'<document end>'": "文档结束行（...）",
    "'<stream end>'": "文件末尾",
    "'<block sequence start>'": "列表",
    "'<block mapping start>'": "“名称: 值”",
    "'<block end>'": "缩进回退",
    "'<alias>'": "别名（*）",
    "'<anchor>'": "锚点（&）",
    "'<tag>'": "标签（!）",
    "'<scalar>'": "文字或数字",
}
"""Parts of a YAML file, as its parser calls them; signs stand for themselves."""

OPENED_ZH = {"quote": "引号", "bracket [": "方括号 [ ", "bracket {": "花括号 { "}
"""What a file may leave open, as the library calls it after the parser."""

_OF_YAML = {
    # characters
    r"found character '\t' that cannot start any token": "此处有制表符，只能使用空格",
    "found character {char} that cannot start any token": "文字不能以 {char} 开头，如需使用请加引号",
    'unacceptable character #x{code}: special characters are not allowed\n  in "{stream}", position {place}': (
        "文件中有不可见的控制字符（编码 {code}），应删除"
    ),
    "'{codec}' codec can't decode byte {byte} in position {place}: {why}": (
        "位置 {place} 的字节 {byte} 不符合 {codec} 编码"
    ),
    # mappings and lists
    "could not find expected ':'": "名称之后缺少冒号",
    "sequence entries are not allowed here": "此处不能有列表项（“- ”），列表应另起一行",
    "mapping keys are not allowed here": "此处不能有“? ”，如需使用请加引号",
    "mapping values are not allowed here": "此处不能再有冒号：同一行只能有一个“名称: 值”，下一级应另起一行并缩进",
    "expected <block end>, but found {token}": "此处不应有{token}：同级的各行缩进应一致",
    "expected the node content, but found {token}": "此处应为值，不应有{token}",
    "expected ',' or ']', but got {token}": "方括号未闭合：此处应为逗号或 ]，不应有{token}",
    "expected ',' or '}', but got {token}": "花括号未闭合：此处应为逗号或 }，不应有{token}",
    "found unexpected ':'": "括号内的冒号之后应有空格",
    # texts
    "found unexpected end of stream": "引号未闭合，直到文件末尾",
    "found unexpected document separator": "引号未闭合，直到文档分隔行",
    "found unknown escape character {char}": "双引号内的反斜杠之后不能是 {char}，可改用单引号",
    "expected escape sequence of {n} hexdecimal numbers, but found {char}": (
        "双引号内的转义应有 {n} 位十六进制数字，不应有 {char}"
    ),
    "chr() arg not in range({most})": "双引号内的转义超出字符编码范围",
    "Python int too large to convert to C int": "双引号内的转义超出字符编码范围",
    "signed integer is greater than maximum": "双引号内的转义超出字符编码范围",
    "expected indentation indicator in the range 1-9, but found 0": "“|”或“>”之后的缩进数应为 1 至 9",
    "expected chomping or indentation indicators, but found {char}": (
        "“|”或“>”之后应换行，或为 +、-、1 至 9，不应有 {char}"
    ),
    "more indented follow up line than first in a block scalar": "“|”或“>”之下，首行的缩进不应少于其上的空行",
    "expected a comment or a line break, but found {char}": "此处应换行，或写以 # 开头的注释，不应有 {char}",
    "Exceeds the limit ({most} digits) for integer string conversion: value has {n} digits; {remedy}": (
        "整数有 {n} 位，最多 {most} 位"
    ),
    # documents and directives
    "but found another document": "只能有一个文档，应删除多余的分隔行（---）",
    "expected '<document start>', but found ({token},)": "内容到此已结束，不应再有{token}",
    "found non-comment content after document end marker, ({token},)": "文档结束行（...）之后不应再有{token}",
    "found duplicate YAML directive": "%YAML 只能写一次",
    "found incompatible YAML document (version 1.* is required)": "%YAML 的版本应为 1.1 或 1.2",
    "expected a digit or '.', but found {char}": "%YAML 的版本应为 1.1 或 1.2，不应有 {char}",
    "expected a digit, but found {char}": "%YAML 的版本应为 1.1 或 1.2，不应有 {char}",
    # tags, anchors and aliases, of which a scenario needs none
    "expected alphabetic or numeric character, but found {char}": (
        "%、& 或 * 之后应为字母或数字，不应有 {char}；文字若以此开头请加引号"
    ),
    "found undefined alias {name}": "别名 {name} 未定义；文字若以 * 开头请加引号",
    "duplicate tag handle {name}": "%TAG 重复给出 {name}",
    "found undefined tag handle {name}": "标签前缀 {name} 未定义；文字若以 ! 开头请加引号",
    "expected ' ', but found {char}": "标签之后应有空格，不应有 {char}；文字若以 ! 开头请加引号",
    "expected '>' but found {char}": "标签应以 > 结束，不应有 {char}；文字若以 ! 开头请加引号",
    "expected '!', but found {char}": "标签前缀应以 ! 结束，不应有 {char}；文字若以 ! 开头请加引号",
    "expected '!' but found {char}": "标签前缀应以 ! 结束，不应有 {char}；文字若以 ! 开头请加引号",
    "expected URI, but found {char}": "标签应有名称，不应有 {char}；文字若以 ! 开头请加引号",
    "expected URI escape sequence of 2 hexdecimal numbers, but found {char}": (
        "标签中 % 之后应为两位十六进制数字，不应有 {char}；文字若以 ! 开头请加引号"
    ),
    "maximum depth of data structure exceeded ({n}), if necessary increase YAML().max_depth": "嵌套超过 {n} 层",
}

_OF_CSV = {
    "field larger than field limit ({most})": "有单元格超过 {most} 个字符，多为引号未闭合",
    "new-line character seen in unquoted field - do you need to open the file {how}?": (
        "未加引号的单元格中有换行，或换行方式不一致"
    ),
}

_OF_SYSTEM = {
    "Permission denied": "没有权限",
    "Operation not permitted": "不允许该操作",
    "Is a directory": "这是文件夹，不是文件",
    "Not a directory": "路径中有一段不是文件夹",
    "No such file or directory": "没有该文件或文件夹",
    "File name too long": "文件名过长",
    "No space left on device": "磁盘空间不足",
    "Disk quota exceeded": "超出磁盘配额",
    "File too large": "文件过大",
    "Read-only file system": "磁盘为只读",
    "Text file busy": "文件正被占用",
    "Device or resource busy": "设备正被占用",
    "Input/output error": "磁盘读写错误",
    "Too many open files": "打开的文件过多",
    "Invalid argument": "文件名不合规则",
}
FOREIGN_ZH = {
    **_OF_YAML,
    **_OF_CSV,
    **_OF_SYSTEM,
    **{f"[Errno {{n}}] {english}: {{path}}": f"{chinese}（{{path}}）" for english, chinese in _OF_SYSTEM.items()},
}
"""Sentences by their forms."""
