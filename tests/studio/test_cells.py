"""What people write into a cell is read by the unit of the parameter."""

import re

import pytest

from teamsim.studio.cells import CellError, Kind, kind_of, read_number, read_numbers, written
from teamsim.testing import tiny_scenario

SHARE = Kind("number", "share of bookings", 0.0, 1.0)
MONEY = Kind("number", "currency a year", 0.0, 1e12)
MONTHS = Kind("number", "months", 0.0, 60.0)
PEOPLE = Kind("whole", "people", 0.0, 1000.0)


@pytest.mark.parametrize(
    ("text", "value"), [("12%", 0.12), ("0.12", 0.12), (" 12 % ", 0.12), ("１２％", 0.12), ("1", 1.0)]
)
def test_a_share_is_written_in_percent_or_plainly(text: str, value: float) -> None:
    assert read_number(text, SHARE) == pytest.approx(value)


def test_twelve_is_not_taken_for_a_share_and_both_meanings_are_offered() -> None:
    with pytest.raises(CellError, match=r"12 would be 1,200%\. Write 12% or 0\.12\."):
        read_number("12", SHARE)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("95,000", 95e3),
        ("95k", 95e3),
        ("9.5万", 95e3),
        ("$95 000", 95e3),
        ("1.2M", 1.2e6),
        ("95.00k USD", 95e3),
        ("1,234,567.5", 1_234_567.5),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, value: float) -> None:
    assert read_number(text, MONEY, "USD") == value


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("12%", MONTHS, "The unit is months, which has no percentages"),
        ("12%", MONEY, "The unit is USD a year, which has no percentages"),
        ("twelve", MONTHS, "“twelve” is not a number"),
        ("70", MONTHS, "“70” is out of range. Write a number from 0 to 60 (months)."),
        ("-1", MONEY, "from 0"),
        ("2.5", PEOPLE, "Expected a whole number"),
        ("", MONTHS, "A value is needed"),
        ("5,7", MONTHS, "A comma stands between thousands here. Write 5,7 as 5.7."),
        ("0,12", MONEY, "Write 0,12 as 0.12."),
        ("12,5%", SHARE, "Write 12,5% as 12.5%."),
        ("1,2,3", MONTHS, "not a number"),
        ("inf", MONTHS, "not a number"),
        ("<b>1</b>", MONTHS, "not a number"),
    ],
)
def test_what_can_not_be_meant_is_refused_with_the_unit(text: str, kind: Kind, message: str) -> None:
    with pytest.raises(CellError, match=re.escape(message)):
        read_number(text, kind, "USD")


def test_an_empty_cell_is_none_where_that_means_something() -> None:
    assert read_number(" ", Kind("number", "attainment", 0.0, 10.0, may_be_empty=True)) is None


def test_faults_are_told_in_chinese() -> None:
    with pytest.raises(CellError, match="应为整数"):
        read_number("2.5", PEOPLE, "CNY", "zh")


@pytest.mark.parametrize("value", [0.115, 0.0, 1.0, 0.3333])
def test_what_is_written_is_read_back(value: float) -> None:
    assert read_number(written(value, SHARE), SHARE) == pytest.approx(value)


def test_lists_of_shares_are_read_and_written() -> None:
    kind = Kind("numbers", "shares of quota")
    assert read_numbers("50%; 0.5", kind) == [0.5, 0.5]
    assert written((0.5, 0.25), kind) == "50%; 25%"


def test_the_kind_of_a_cell_comes_from_the_declaration() -> None:
    fields = type(tiny_scenario().parameters.incentives.plans["rep"].components["commission"]).model_fields
    assert kind_of(fields["cycle"]).options == ("month", "quarter", "half", "year")
    assert kind_of(fields["cap"]).may_be_empty
    assert kind_of(fields["lag_months"]).form == "whole"
    assert kind_of(fields["retroactive"]).form == "yes_no"
    assert kind_of(fields["release_shares"]).form == "numbers"
