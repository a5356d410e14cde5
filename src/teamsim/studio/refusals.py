"""What the library refuses, in the language of the page.

The library speaks English; its sentences are recognised by their forms and told again in Chinese
(`refusal_words.py`, `refusal_remedies.py`, `solver_words.py`), so that the library keeps one language and no sentence
is written in two places. What it passes on of others, such as the YAML parser, is told likewise (`foreign_words.py`). A
sentence without a form is quoted; a test goes through the library's sentences and the parser's and finds those.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from teamsim.errors import Fault, InputError, TeamsimError
from teamsim.studio.foreign_words import CHARS_ZH, FOREIGN_ZH, OPENED_ZH, TOKENS_ZH, UNLISTED_ZH
from teamsim.studio.refusal_remedies import REMEDIES_ZH
from teamsim.studio.refusal_words import NOUNS_ZH, PROBLEMS_ZH, RULES_ZH, TYPES_ZH, VALUES_ZH
from teamsim.studio.solver_words import PLACES_ZH, SOLVER_PROBLEMS_ZH, SOLVER_REMEDIES_ZH
from teamsim.words import UNITS_ZH, unit_words

_HOLE = re.compile(r"\{(\w+)\}")
_FORMS = {
    "sentences": {**REMEDIES_ZH, **PROBLEMS_ZH, **SOLVER_REMEDIES_ZH, **SOLVER_PROBLEMS_ZH},
    "rules": RULES_ZH,
    "foreign": FOREIGN_ZH,
    "places": PLACES_ZH,
}
_WORDS = {
    "kind": NOUNS_ZH,
    "value": VALUES_ZH,
    "type": TYPES_ZH,
    "char": CHARS_ZH,
    "token": TOKENS_ZH,
    "opened": OPENED_ZH,
}
"""What may stand in a hole and is told in Chinese."""
_END_OF_SENTENCE = re.compile(r"(?<=[.?]) ")
_PLACE = re.compile(r"(change of )?`(.*)`")


def said(fault: Fault, lang: str) -> str:
    """Return what is wrong and what to do about it, without the place."""
    parts = [part for part in (fault.problem, fault.remedy) if part]
    return "".join(map(_chinese, parts)) if lang == "zh" else " ".join(parts)


def said_in_place(fault: Fault, lang: str) -> str:
    """Return place, problem and remedy of a fault."""
    return f"{_place(fault.place)}：{said(fault, lang)}" if lang == "zh" else str(fault)


def told(error: TeamsimError, lang: str) -> str:
    """Return everything that an error says."""
    if lang != "zh":
        return str(error)
    faults = error.faults if isinstance(error, InputError) else ()
    return "\n".join(said_in_place(fault, lang) for fault in faults) if faults else _chinese(str(error))


def _place(place: str) -> str:
    """Return where something is wrong: a file and line, a change of a scenario, a scenario, a part of a question."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return _form_of(place, "places") or place
    return f"对“{found[2]}”的修改" if found[1] else f"“{found[2]}”"


def _chinese(text: str) -> str:
    """Return sentences in Chinese, quoted where one of them is not known; the studio's own are Chinese already."""
    return text if text.endswith("。") else _retold(text) or f"{_quoted(text)}。"


def _retold(text: str) -> str | None:
    """Return sentences in Chinese: one after the other, so that no hole holds two; each may follow its path."""
    for end in _END_OF_SENTENCE.finditer(text):
        first, others = _retold(text[: end.start()]), _retold(text[end.end() :])
        if first is not None and others is not None:
            return first + others
    whole = _form_of(text, "sentences")
    return _after_its_path(text) if whole is None else whole


def _after_its_path(text: str) -> str | None:
    """Return a sentence that follows a path and a colon."""
    for colon in re.finditer(": ", text):
        rest = _form_of(text[colon.end() :], "sentences")
        if rest is not None:
            return f"{text[: colon.start()]}：{rest}"
    return None


def _form_of(text: str, forms: str) -> str | None:
    """Return a text in Chinese by the first form that it has, those with most words of their own first."""
    for pattern, chinese in _patterns(forms):
        found = pattern.fullmatch(text)
        holes = found and _filled(found.groupdict())
        if holes is not None:
            return _HOLE.sub(lambda hole, holes=holes: holes[hole[1]], chinese)  # type: ignore[misc]
    return None


def _filled(holes: Mapping[str, str]) -> dict[str, str] | None:
    """Return what stands in the holes of a form, in Chinese where it is no name; None where that is not known."""
    told = {name: _in_hole(name, text) for name, text in holes.items()}
    known = {name: text for name, text in told.items() if text is not None}
    return known if len(known) == len(told) else None


def _in_hole(name: str, text: str) -> str | None:
    if name == "rule":
        return _form_of(text, "rules")
    if name == "error":
        return _form_of(text, "foreign") or _quoted(text)
    if name == "unit":
        return unit_words(text, "货币", "zh")
    return _WORDS.get(name, {}).get(text, text)


def _quoted(text: str) -> str:
    return UNLISTED_ZH.format(error=text)


@functools.cache
def _patterns(forms: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns and Chinese of the forms, those with most letters of their own first."""
    table = _FORMS[forms]
    ordered = sorted(table, key=lambda form: -len(_HOLE.sub("", form)))
    return tuple((re.compile("".join(_pieces(form)), re.DOTALL), table[form]) for form in ordered)


def _pieces(form: str) -> Iterator[str]:
    """Go through the parts of a form's pattern: its own words, and holes."""
    for place, piece in enumerate(_HOLE.split(form)):
        yield _hole(piece) if place % 2 else re.escape(piece)


def _hole(name: str) -> str:
    """Return the pattern of a hole: one of the known words, or anything."""
    words = {"kind": NOUNS_ZH, "unit": {**UNITS_ZH, "currency": ""}}.get(name)
    longest_first = sorted(words or (), key=len, reverse=True)
    return f"(?P<{name}>{'|'.join(map(re.escape, longest_first)) or '.+?'})"
