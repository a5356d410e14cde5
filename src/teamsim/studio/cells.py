"""Numbers as people write them into a cell: "12%", "0.12" and "12" are told apart by the parameter's unit."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from teamsim.errors import TeamsimError
from teamsim.scenario.faults import bounds, is_low_excluded, metadata, without_commas
from teamsim.words import number, unit_words

Form = Literal["number", "numbers", "whole", "yes_no", "name", "names"]
_PERCENT = ("share", "chance", "attainment", "correlation", "weight")
_LETTERS = {"k": 1e3, "m": 1e6, "bn": 1e9, "万": 1e4, "亿": 1e8}

SAID = {
    "en": {
        "no_number": "“{text}” is not a number ({unit}).",
        "no_pair": "“{text}” is no pair. Write two parts with a colon, pairs with semicolons: a: 1; b: 2.",
        "no_percent": "The unit is {unit}, which has no percentages. Write the number, for example {example}.",
        "meant": "{text} would be {share}. Write {percent} or {plain}.",
        "whole": "Expected a whole number ({unit}).",
        "comma": "A comma stands between thousands here. Write {text} as {example}.",
        "outside": "“{text}” is out of range. Write a number {limits} ({unit}).",
        "needed": "A value is needed here.",
        "between": "from {low} to {high}",
        "least": "of at least {low}",
        "above": "above {low}",
        "most": "of at most {high}",
    },
    "zh": {
        "no_number": "“{text}”不是数字（{unit}）。",
        "no_pair": "“{text}”不是一对值。请用冒号分开两部分，用分号分开各对：a: 1; b: 2。",
        "no_percent": "此处单位为{unit}，不能用百分数。请写数值，例如 {example}。",
        "meant": "{text} 即 {share}。请写 {percent} 或 {plain}。",
        "whole": "应为整数（{unit}）。",
        "comma": "此处逗号只用于千位分隔。{text} 请写作 {example}。",
        "outside": "“{text}”超出范围，应{limits}（{unit}）。",
        "needed": "此处不能为空。",
        "between": "在 {low} 与 {high} 之间",
        "least": "不小于 {low}",
        "above": "大于 {low}",
        "most": "不大于 {high}",
    },
}


class CellError(TeamsimError):
    """What is written in a cell can not be meant."""


@dataclass(frozen=True)
class Kind:
    """What may stand in a cell."""

    form: Form
    unit: str = ""
    low: float | None = None
    high: float | None = None
    is_low_excluded: bool = False
    may_be_empty: bool = False
    options: tuple[str, ...] = ()

    @property
    def is_percent(self) -> bool:
        """Whether people write it in percent."""
        return self.unit.startswith(_PERCENT)


def reasons(read: Callable[[str], object]) -> dict[str, str]:
    """Return why a text can not be read, by language; nothing where it can. `read` takes the language."""
    found = {}
    for lang in SAID:
        try:
            read(lang)
        except CellError as error:
            found[lang] = str(error)
    return found


def kind_of(field: FieldInfo | None, value: Any = None) -> Kind:
    """Return what may stand in the cell of a parameter, from its declaration."""
    annotation = field.annotation if field is not None else type(value)
    members = _members(annotation)
    unit, (low, high) = str(metadata(field).get("unit", "")), bounds(field)
    options = tuple(str(each) for member in members if get_origin(member) is Literal for each in get_args(member))
    empty = NoneType in members
    limits = (low, high, is_low_excluded(field), empty)
    if options:
        return Kind("name", unit, may_be_empty=empty, options=options)
    if bool in members:
        return Kind("yes_no", unit)
    if int in members and float not in members:
        return Kind("whole", unit, *limits)
    if float in members:
        return Kind("number", unit, *limits)
    lists = [get_args(member) for member in members if get_origin(member) is tuple]
    if any(float in arguments for arguments in lists):
        return Kind("numbers", unit, *limits)
    return Kind("names" if lists else "name", unit, may_be_empty=empty)


def read_number(text: str, kind: Kind, currency: str = "", lang: str = "en") -> float | int | None:
    """Return the number that a text means in a cell of a kind.

    In a share, ``12%`` and ``0.12`` are the same and ``12`` is refused with both; in an amount ``12%`` is refused and
    ``95k`` or ``9.5万`` is read; in months ``0.5`` is refused. ``5,7`` is refused everywhere: it was meant as 5.7 and
    would be 57.

    Raises
    ------
    CellError
        What is wrong, in a sentence with the remedy.
    """
    said, unit = SAID[lang], unit_words(kind.unit, currency, lang)
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("−", "-")
    if "currency" in kind.unit:
        plain = re.sub(f"(?i){currency}$", "", plain)
    if not plain:
        if kind.may_be_empty:
            return None
        raise CellError(said["needed"])
    has_percent, dotted = plain.endswith("%"), without_commas(plain)
    value = _plain_number(dotted.rstrip("%"))
    if value is None:
        raise CellError(said["no_number"].format(text=text.strip(), unit=unit))
    if dotted != plain.replace(",", ""):
        raise CellError(said["comma"].format(text=text.strip(), example=dotted))
    if has_percent and not (kind.is_percent or kind.unit.startswith("multiple")):
        raise CellError(said["no_percent"].format(unit=unit, example=f"{value:g}"))
    value = value / 100.0 if has_percent else value
    _check(value, kind, text.strip(), has_percent, currency, lang)
    return round(value) if kind.form == "whole" else float(f"{value:.12g}")


def read_numbers(text: str, kind: Kind, currency: str = "", lang: str = "en") -> list[float]:
    """Return the numbers of a list: ``50%, 50%`` or ``0.5; 0.5``; see `read_number`."""
    one = replace(kind, form="number", unit=_one_of(kind.unit), may_be_empty=False)
    parts = [part for part in re.split(r"[;；，、]|,(?!\d{3}\b)", text) if part.strip()]
    return [float(value) for part in parts if (value := read_number(part, one, currency, lang)) is not None]


def written(value: Any, kind: Kind) -> str:
    """Return a value as it stands in its cell: 11.5%, 95,000, 1.5, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        if kind.form == "numbers":
            return "; ".join(written(each, replace(kind, form="number", unit=_one_of(kind.unit))) for each in value)
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if kind.is_percent:
        return f"{number(100.0 * value, '.10g')}%"
    return f"{value:,}" if isinstance(value, int) else number(value, ",.0f" if _is_round(value) else ".10g")


def _check(value: float, kind: Kind, text: str, has_percent: bool, currency: str, lang: str) -> None:
    """Refuse a number that is out of range, and say what may have been meant."""
    said, unit = SAID[lang], unit_words(kind.unit, currency, lang)
    if kind.form == "whole" and value != math.floor(value):
        raise CellError(said["whole"].format(unit=unit))
    low, high = kind.low, kind.high
    is_outside = (low is not None and (value < low or (kind.is_low_excluded and value == low))) or (
        high is not None and value > high
    )
    if not is_outside:
        return
    is_meant = kind.is_percent and not has_percent and high is not None and high < value <= 100.0 * high
    if is_meant:
        terms = {"share": f"{100.0 * value:,.10g}%", "percent": f"{value:.10g}%", "plain": f"{value / 100.0:.10g}"}
        raise CellError(said["meant"].format(text=text, **terms))
    raise CellError(said["outside"].format(text=text, unit=unit, limits=_limits(kind, lang)))


def _limits(kind: Kind, lang: str) -> str:
    said = SAID[lang]
    low, high = (None if end is None else _end(end, kind) for end in (kind.low, kind.high))
    if low is not None and kind.is_low_excluded:
        return said["above"].format(low=low)
    form = "between" if None not in (low, high) else "least" if high is None else "most"
    return said[form].format(low=low, high=high)


def _end(value: float, kind: Kind) -> str:
    """Return a limit as people write it in such a cell."""
    return written(value, kind)


def _plain_number(text: str) -> float | None:
    """Return the number behind 95000, 95k or 9.5万; None where there is none."""
    lower = text.lower().lstrip("$¥€£")
    letters = next((each for each in _LETTERS if lower.endswith(each)), "")
    try:
        value = float(lower.removesuffix(letters)) * _LETTERS.get(letters, 1.0)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _one_of(unit: str) -> str:
    """Return the unit of one number of a list: shares of quota are a share each."""
    return unit.replace("shares", "share").replace("multiples", "multiple")


def _members(annotation: Any) -> list[Any]:
    """Return the alternatives of a type; a Literal or a list counts as one."""
    if get_origin(annotation) in (Literal, tuple, list, dict) or not get_args(annotation):
        return [annotation]
    return [member for argument in get_args(annotation) for member in _members(argument)]


def _is_round(value: float) -> bool:
    return abs(value) >= 1000.0 and value == math.floor(value)
