"""Reports read back: numbers by their address, worked out anew from the study; office files as plain XML."""

import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

import teamsim as ts
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.bridges import Reconciliation

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def number_at(key: str, study: ts.Study, drawn: UnderAssumptions | None, known: Reconciliation | None) -> float:
    """Work out the number that stands at an address of a report, without the report's own code."""
    kind, *rest = key.split("|")
    if kind == "difference":
        scenario, measure, what = rest
        source: Any = drawn or study
        return float(source.compare(measure).table.set_index("scenario").loc[scenario, what])
    if kind == "cause":
        scenario, cause, what = rest
        table = study.waterfall(scenario=scenario, drawn=drawn).table.set_index("cause")
        return float(table.loc[cause, "difference" if what == "mean" else what])
    if kind == "total":
        values = study.result(rest[0]).total(rest[1])
        return float(
            np.nanmean(values) if rest[2] == "mean" else np.nanquantile(values, {"low": 0.05, "high": 0.95}[rest[2]])
        )
    if kind == "year":
        months = slice(12 * (int(rest[1]) - 1), 12 * int(rest[1]))
        return float(study.result(rest[0]).monthly(rest[2])[:, months].sum(axis=1).mean())
    if kind in ("tiers", "units"):
        return group_number(kind, *rest, study=study)
    if kind == "bridge":
        assert known is not None
        return float(known.table.set_index(["against", "step"]).loc[(rest[0], rest[1]), "bookings"])
    if kind == "effect":
        assert drawn is not None
        ranked = drawn.ranking("net_margin")
        return float(ranked[ranked.scenario == study.scenarios[-1].name].set_index("assumption").effect[rest[0]])
    assert kind == "register"
    if rest[1] == "value":
        return float(study.scenarios[0].parameter(rest[0]).value)
    assert drawn is not None
    return float(drawn.ranges.set_index("path").loc[rest[0], rest[1]])


def group_number(kind: str, scenario: str, label: str, measure: str, study: ts.Study) -> float:
    """Work out a group's number from the tidy table by tier and unit."""
    months = study.months[study.months.scenario == scenario]
    p = study.scenarios[0].parameters
    if label:
        labels = {
            **{t.label or n: n for n, t in p.tiers.items()},
            **{u.label or n: n for n, u in p.organisation.units.items()},
        }
        top = next(name for name, unit in p.organisation.units.items() if unit.parent is None)
        names = [labels.get(part, top) for part in label.split(" + ")]
        months = months[months["tier" if kind == "tiers" else "unit"].isin(names)]
    added = months.groupby("replication", observed=True)[measure].sum().mean()
    return float(added / study.results[0].counts.shape[1] if measure == "headcount" else added)


class Page(HTMLParser):
    """What a page holds: numbers by address, the texts beside them, fans, cells without an address, links."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.numbers: list[tuple[str, str, str]] = []
        self.fans: list[str] = []
        self.bare: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self._open: tuple[str, str] | None = None
        self._is_cell = self._is_number = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.addresses += [named[name] for name in ("src", "href", "data", "action") if name in named]
        self._open = (named["data-key"], named["data-value"]) if "data-key" in named else None
        self._is_cell = tag == "td" and named.get("class") == "n"
        if "data-fan" in named:
            self.fans.append(named["data-fan"])

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._open is not None:
            self.numbers.append((*self._open, data))
        elif self._is_cell and data.strip():
            self.bare.append(data)
        self._open, self._is_cell = None, False


def sheets_of(path: Path) -> dict[str, dict[str, tuple[Any, str]]]:
    """Return the cells of a workbook by sheet and address: value, formula."""
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(text.text or "" for text in item.iter(f"{SHEET}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        return {
            name: _cells(ElementTree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml")), shared)
            for place, name in enumerate(names, start=1)
        }


def _cells(sheet: ElementTree.Element, shared: list[str]) -> dict[str, tuple[Any, str]]:
    cells = {}
    for cell in sheet.iter(f"{SHEET}c"):
        value, formula = cell.find(f"{SHEET}v"), cell.find(f"{SHEET}f")
        if value is None or value.text is None:
            continue
        is_text = cell.get("t") == "s"
        told: Any = shared[int(value.text)] if is_text else float(value.text)
        cells[str(cell.get("r"))] = (told, "" if formula is None else str(formula.text))
    return cells


def evaluated(formula: str, sheet: str, sheets: dict[str, dict[str, tuple[Any, str]]]) -> float:
    """Work out a formula of the kinds that a workbook has: SUM, AVERAGE, a difference."""
    if found := re.fullmatch(r"(SUM|AVERAGE)\((?:(\w+)!)?([A-Z]+)(\d+):[A-Z]+(\d+)\)", formula):
        function, other, column, first, last = found.groups()
        values = [sheets[other or sheet][f"{column}{row}"][0] for row in range(int(first), int(last) + 1)]
        return float(np.sum(values) if function == "SUM" else np.mean(values))
    own, other = formula.split("-")
    return float(sheets[sheet][own][0] - sheets[sheet][other][0])
