"""Every description has a Chinese one that says the same."""

import json
import re
from collections.abc import Iterator
from inspect import get_annotations
from types import SimpleNamespace

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from teamsim.scenario import schema
from teamsim.scenario.descriptions import CATALOGUE, description_of, descriptions_of
from teamsim.scenario.document import sections
from teamsim.studio.cells import kind_of
from teamsim.studio.option_words import option_label
from tests.studio.reading import has_chinese

NUMBER, CODE = re.compile(r"\d*\.?\d+"), re.compile(r"`[^`]*`")
CATALOGUED: dict[str, dict[str, str]] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
PAIRS = [pair for group in CATALOGUED.values() for pair in group.items()]
every_pair = pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=[english[:40] for english, _ in PAIRS])


def fields() -> Iterator[tuple[type[BaseModel], str, FieldInfo]]:
    """All parameters with a description, with the section that each is declared in."""
    for section in dict.fromkeys(sections()):
        for name, field in section.model_fields.items():
            if field.description:
                owner = next(each for each in section.__mro__ if name in get_annotations(each))
                yield owner, name, field


def test_the_catalogue_has_every_description_and_no_other_in_the_order_of_the_declarations() -> None:
    declared, known = dict[str, list[str]](), set[str]()
    for owner, _, field in fields():
        assert field.description
        if field.description not in known:
            declared.setdefault(owner.__module__.rpartition(".")[2], []).append(field.description)
        known.add(field.description)
    assert {module: [*group] for module, group in CATALOGUED.items()} == declared
    assert [*CATALOGUED] == [*declared]


@every_pair
def test_numbers_and_code_are_the_same_in_both_languages(english: str, chinese: str) -> None:
    assert has_chinese(chinese)
    assert chinese.endswith("。")
    assert sorted(map(float, NUMBER.findall(chinese))) == sorted(map(float, NUMBER.findall(english)))
    assert sorted(CODE.findall(chinese)) == sorted(CODE.findall(english))


@every_pair
def test_a_chinese_sentence_has_chinese_punctuation(english: str, chinese: str) -> None:
    prose = CODE.sub("x", chinese)
    assert not re.search("[\u4e00-\u9fff] ?[,;:.!?]|[,;:.!?] ?[\u4e00-\u9fff]", prose)
    assert not re.search("[、，；：。（] | [、，；：。）]", prose)


def test_options_are_called_what_the_choice_calls_them() -> None:
    for owner, name, field in fields():
        text = description_of(field, "zh")
        for option in kind_of(field).options if owner is not schema.Opening else ():  # no page offers those
            if re.search(rf"(^|[;:.,] ){option}( or \w+)?: ", str(field.description)):
                assert re.search(rf"(^|[；：。]|或){option_label(option, 'zh')}(或\w+)?[：；]", text), (name, option)


def test_what_is_not_in_the_catalogue_stays_as_it_is_written() -> None:
    own = SimpleNamespace(description="How tired people are.")
    assert description_of(own, "zh") == description_of(own, "en") == "How tired people are."


def test_who_searches_finds_both_languages() -> None:
    field = schema.Hiring.model_fields["recruiters"]
    assert descriptions_of(field) == f"{field.description} {description_of(field, 'zh')}"
    assert has_chinese(descriptions_of(field))
