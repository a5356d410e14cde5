"""A roster: the real people who stand in for the drawn opening state.

CSV, UTF-8. Required columns: ``person_id``, ``unit``, ``tier``. Optional: ``hire_date``, ``in_grade_since``,
``quota_annual``, ``base_annual``, ``birth_year``, ``fte``, ``on_leave``, ``attainment`` (of the last twelve
months; 1 = at quota), ``source`` (of hire, one of ``hiring.sources``; where the scenario has none, any text). What is
missing is drawn from the scenario when it is built, and listed in `Roster.assumed`.
``base_annual`` and ``quota_annual`` are full-time amounts: they are multiplied by ``fte``. ``birth_year`` decides who
retires when. ``critical`` marks seats for the succession report and changes nothing that happens.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import hashlib
import io
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from teamsim.errors import Fault, RosterError

REQUIRED = ("person_id", "unit", "tier")
MAX_BYTES = 50_000_000
MAX_AMOUNT = 1e12
MAX_ATTAINMENT = 10.0
"""Attainments beyond ten times quota are percentages."""
_EMPTY = {"", "nan", "none", "null", "1900-01-01", "9999-12-31"}
_YES, _NO = {"true", "yes", "1", "y", "是"}, {"false", "no", "0", "n", "否"}


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """One person as the roster has them; None = not known."""

    person_id: str
    unit: str
    tier: str
    hire_date: datetime.date | None = None
    in_grade_since: datetime.date | None = None
    quota_annual: float | None = None
    base_annual: float | None = None
    birth_year: int | None = None
    fte: float | None = None
    on_leave: bool | None = None
    attainment: float | None = None
    critical: bool | None = None
    source: str | None = None


COLUMNS = tuple(field.name for field in fields(RosterPerson))
USED = ("hire_date", "in_grade_since", "quota_annual", "base_annual", "birth_year", "fte", "on_leave", "attainment")
"""The optional columns that decide results, beside `source` where hires come from several; `critical` decides the
succession report."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a roster file, its fingerprint, and what had to be assumed for how many of them."""

    people: tuple[RosterPerson, ...]
    sha256: str
    assumed: dict[str, int]


def read_roster(
    path: Path, units: Iterable[str], tiers: Iterable[str], start: datetime.date, sources: Iterable[str] = ()
) -> Roster:
    """Read and check a roster against the scenario's units, tiers and sources of hires.

    Raises
    ------
    RosterError
        Every fault of the table at once, with its line.
    """
    name = path.as_posix()
    content = _read_bytes(path, name)
    (first, headers), *rows = _rows(content, name)
    faults = _header_faults(f"{name}:{first}", headers)
    if faults:
        raise RosterError(faults)
    sources = tuple(sources)
    reader = _RowReader(name, headers, {"unit": tuple(units), "tier": tuple(tiers), "source": sources}, start)
    people = [reader.person(line, cells) for line, cells in rows]
    reader.refuse_repeats(people, [line for line, _ in rows])
    if not people:
        reader.faults.append(Fault(name, "nobody is in the roster.", "Add a row a person."))
    if reader.faults:
        raise RosterError(reader.faults)
    return Roster(
        tuple(people), hashlib.sha256(content).hexdigest(), _assumed(people, (*USED, "source") if sources else USED)
    )


def _read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a file of reasonable size."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RosterError([Fault(name, f"more than {MAX_BYTES:,} bytes.", "Keep current people only.")])
        return path.read_bytes()
    except FileNotFoundError:
        raise RosterError([Fault(name, "no such file.", "Give the path relative to the scenario.")]) from None
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        raise RosterError([Fault(name, f"can not be read: {error}.", "Give a CSV file.")]) from None


def _rows(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with the line on which it ends; the header first."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterError([Fault(name, f"not a CSV table: {error}.", "Save it as CSV, UTF-8.")]) from None
    if not rows:
        raise RosterError([Fault(name, "the file is empty.", f"The first line names: {', '.join(COLUMNS)}.")])
    line, headers = rows[0]
    return [(line, [header.strip() for header in headers]), *rows[1:]]


def _header_faults(place: str, headers: list[str]) -> list[Fault]:
    """Return missing, unknown and repeated headers."""
    faults = [
        Fault(place, f"the column `{column}` is missing.", "It is required.")
        for column in REQUIRED
        if column not in headers
    ]
    for header, n in Counter(headers).items():
        if header not in COLUMNS:
            close = difflib.get_close_matches(header, COLUMNS, n=1, cutoff=0.5)
            remedy = f"Did you mean `{close[0]}`?" if close else f"Known: {', '.join(COLUMNS)}."
            faults.append(Fault(place, f"unknown column `{header}`.", remedy))
        elif n > 1:
            faults.append(Fault(place, f"the column `{header}` is there {n} times.", "Keep one."))
    return faults


def _assumed(people: list[RosterPerson], used: Iterable[str]) -> dict[str, int]:
    """Return, for each optional column that is used, for how many people it is not known."""
    missing = {column: sum(getattr(person, column) is None for person in people) for column in used}
    return {column: n for column, n in missing.items() if n}


class _RowReader:
    """Reads rows, collecting faults instead of stopping at the first."""

    def __init__(
        self,
        name: str,
        headers: list[str],
        known: dict[str, tuple[str, ...]],
        start: datetime.date,
    ) -> None:
        self.name, self.headers, self.start = name, headers, start
        self.known = {column: names for column, names in known.items() if names}
        self.faults: list[Fault] = []

    def person(self, line: int, cells: list[str]) -> RosterPerson:
        """Return one person; what can not be read counts as not known and is a fault."""
        place = f"{self.name}:{line}"
        if any(cell.strip() for cell in cells[len(self.headers) :]):
            problem = f"{len(cells)} cells; the header has {len(self.headers)}."
            self.faults.append(Fault(place, problem, "Quote cells that hold a comma."))
        row = dict(zip(self.headers, cells, strict=False))
        values: dict[str, Any] = {}
        for column in COLUMNS:
            text = row.get(column, "").strip()
            if column not in REQUIRED and text.lower() in _EMPTY:
                values[column] = None
                continue
            try:
                values[column] = self._readers()[column](text)
            except ValueError as error:
                self.faults.append(Fault(place, f"{column} = {text!r}; expected {error}.", "Mend the cell."))
                values[column] = None if column not in REQUIRED else text
        for column, known in self.known.items():
            if values[column] and values[column] not in known:
                close = difflib.get_close_matches(values[column], known, n=1, cutoff=0.5)
                remedy = f"Did you mean `{close[0]}`?" if close else f"Known: {', '.join(known)}."
                self.faults.append(Fault(place, f"there is no {column} `{values[column]}`.", remedy))
        self._check_order(place, values)
        return RosterPerson(**values)

    def _readers(self) -> dict[str, Callable[[str], Any]]:
        return {
            "person_id": _text,
            "unit": _text,
            "tier": _text,
            "hire_date": self._past_date,
            "in_grade_since": self._past_date,
            "quota_annual": _amount,
            "base_annual": _amount,
            "birth_year": self._birth_year,
            "fte": _fte,
            "on_leave": _flag,
            "attainment": _attainment,
            "critical": _flag,
            "source": _text,
        }

    def _past_date(self, text: str) -> datetime.date:
        rule = f"an ISO day (2024-03-31) not after the start, {self.start}"
        try:
            day = datetime.date.fromisoformat(text[:10])
        except ValueError:
            raise ValueError(rule) from None
        if day > self.start:
            raise ValueError(rule)
        return day

    def _birth_year(self, text: str) -> int:
        if not text.isdigit() or not 14 <= self.start.year - int(text) <= 90:
            raise ValueError("a year, 14 to 90 years before the start")
        return int(text)

    def _check_order(self, place: str, values: dict[str, Any]) -> None:
        hired, graded = values["hire_date"], values["in_grade_since"]
        if hired and graded and graded < hired:
            problem = f"in_grade_since {graded} is before hire_date {hired}."
            self.faults.append(Fault(place, problem, "A grade starts with or after joining."))

    def refuse_repeats(self, people: list[RosterPerson], lines: list[int]) -> None:
        """Note people who stand in the roster twice."""
        first: dict[str, int] = {}
        for person, line in zip(people, lines, strict=True):
            if person.person_id in first:
                problem = f"person_id {person.person_id!r} stands in line {first[person.person_id]} already."
                self.faults.append(Fault(f"{self.name}:{line}", problem, "Keep one."))
            elif person.person_id:
                first[person.person_id] = line


def _text(text: str) -> str:
    if not text:
        raise ValueError("a value")
    return text


def _amount(text: str) -> float:
    rule = "an amount of at least 0, digits and a point only"
    try:
        value = float(text)
    except ValueError:
        raise ValueError(rule) from None
    if not (value >= 0.0 and math.isfinite(value)):
        raise ValueError(rule)
    if value > MAX_AMOUNT:
        raise ValueError(f"an amount of at most {MAX_AMOUNT:,.0f}")
    return value


def _fte(text: str) -> float:
    value = _amount(text)
    if not 0.0 < value <= 1.0:
        raise ValueError("a share above 0, at most 1")
    return value


def _attainment(text: str) -> float:
    value = _amount(text)
    if value > MAX_ATTAINMENT:
        raise ValueError(f"a share of quota, such as {value / 100:g} for {value:g}%")
    return value


def _flag(text: str) -> bool:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise ValueError("true or false")
