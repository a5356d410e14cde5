"""A study as a workbook: tidy sheets, totals as live formulas with their values, native charts, provenance."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from teamsim.analysis.bridges import STEPS
from teamsim.measures import MEASURES
from teamsim.plots.theme import COLOURS
from teamsim.provenance import packed
from teamsim.report import tables as tabled
from teamsim.report.board import provenance_rows
from teamsim.report.content import COMPARED, PICTURED, QUANTILES, Content, fan_data
from teamsim.report.falls import WHOLE, fall_of
from teamsim.report.story import method, story, story_alone
from teamsim.report.tables import Cell, Table
from teamsim.report.words import escaped
from teamsim.words import breadth, label_of, unit_words

_FORMS = {"currency": "#,##0", "share": "0.0%", "points": "0.0%", "number": "#,##0.00", "text": "@"}
_CHART_ROWS = 18
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(content: Content, out: Path) -> None:
    """Write the workbook of a study."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, _OPTIONS) as book:
        _Writer(book, content).write()
    out.write_bytes(memory.getvalue())


def _print_on_one_width(sheet: Any) -> None:
    """Let a sheet be printed across, all its columns on one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


class _Writer:
    """Writes the sheets, one below the other where they hold several tables."""

    def __init__(self, book: Any, content: Content) -> None:
        self.book, self.content = book, content
        self.forms = {kind: book.add_format({"num_format": form}) for kind, form in _FORMS.items()}
        self.sums = {
            kind: book.add_format({"num_format": form, "bold": True, "top": 1}) for kind, form in _FORMS.items()
        }
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self.head_right = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right"}
        )
        self.title = book.add_format({"bold": True, "font_size": 13, "font_color": COLOURS[0]})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.ranges: dict[tuple[str, str], tuple[int, int]] = {}

    def write(self) -> None:
        """Write all sheets, the story first."""
        content, made = self.content, self.content.provenance
        self.book.set_properties(
            {"title": escaped(content.title), "comments": f"teamsim {made.teamsim}, seed {made.seed}"}
        )
        self.read_me()
        if content.others:
            makers = (tabled.difference_table, tabled.interval_table)
            both = [make(content, name) for name in content.others for make in makers]
            self.stacked("Differences", both)
            self.causes()
        totals = self.book.add_worksheet("Totals")
        self.months()
        self.totals(totals)
        self.charts()
        self.stacked("Years", [tabled.year_table(content)])
        self.stacked("Groups", tabled.group_tables(content))
        if content.reconciliation:
            self.bridges()
        self.stacked("Assumptions", [tabled.register_table(content)])
        self.provenance()

    def read_me(self) -> None:
        """Write the story and the method."""
        content = self.content
        sheet = self.book.add_worksheet("Read me")
        sheet.set_column(0, 0, 120)
        sheet.hide_gridlines(2)
        lines = [sentence for name in content.others for sentence in ("", *story(content, name))]
        if not content.others:
            lines = story_alone(content)
        self.text(sheet, 0, 0, content.title, self.title)
        for row, line in enumerate([*lines, "", content.words["method"], *method(content)], start=1):
            sheet.set_row(row, 15.0 * max(1, -(-int(breadth(line)) // 105)))
            self.text(sheet, row, 0, line, self.wrapped)
        _print_on_one_width(sheet)

    def stacked(self, name: str, tables: Sequence[Table], least_rows: int = 0) -> tuple[Any, list[int]]:
        """Write tables one below the other on a sheet; return it and the first row of numbers of each."""
        sheet, row, firsts = self.book.add_worksheet(name), 0, []
        for table in tables:
            firsts.append(row + 2)
            row = max(self.table(sheet, table, row) + 2, row + least_rows)
        self.widths(sheet, tables)
        _print_on_one_width(sheet)
        return sheet, firsts

    def table(self, sheet: Any, table: Table, row: int) -> int:
        """Write a table from a row on; return the row after it."""
        self.text(sheet, row, 0, table.title, self.title)
        for column, head in enumerate(table.heads):
            is_number = any(cells[column].value is not None for cells in table.rows)
            self.text(sheet, row + 1, column, head, self.head_right if is_number else self.head)
        first = row + 2
        for place, cells in enumerate(table.rows):
            is_sum = bool(table.summed) and place == len(table.rows) - 1
            for column, cell in enumerate(cells):
                formula = self.formula(table, first, place, column)
                self.cell(sheet, first + place, column, cell, formula, is_sum)
        end = first + len(table.rows)
        if table.note:
            self.text(sheet, end, 0, table.note)
        return end + bool(table.note)

    def formula(self, table: Table, first: int, place: int, column: int) -> str:
        """Return the formula of a cell; empty where it is a number of its own."""
        row = table.rows[place]
        if column in table.summed and place == len(table.rows) - 1:
            top, end = (xl_rowcol_to_cell(at, column) for at in (first, first + place - 1))
            return f"=SUM({top}:{end})"
        for of, own, other in table.less:
            if column == of and row[own].value is not None and row[other].value is not None:
                return f"={xl_rowcol_to_cell(first + place, own)}-{xl_rowcol_to_cell(first + place, other)}"
        return ""

    def cell(self, sheet: Any, row: int, column: int, cell: Cell, formula: str = "", is_sum: bool = False) -> None:
        """Write a cell: a text, a number, or a formula with its value."""
        form = (self.sums if is_sum else self.forms)[cell.kind]
        if cell.value is None:
            self.text(sheet, row, column, cell.text, form)
        elif formula:
            sheet.write_formula(row, column, formula, form, cell.value)
        else:
            sheet.write_number(row, column, cell.value, form)

    def text(self, sheet: Any, row: int, column: int, text: str, form: Any = None) -> None:
        """Write a text that no programme takes for a formula."""
        sheet.write_string(row, column, escaped(text), form)

    def widths(self, sheet: Any, tables: Sequence[Table]) -> None:
        """Make columns as wide as what they hold, within reason."""
        for column in range(max(len(table.heads) for table in tables)):
            cells = [row[column] for table in tables for row in table.rows if column < len(row)]
            longest = max((len(cell.text) if cell.value is None else 15 for cell in cells), default=10)
            sheet.set_column(column, column, min(48, max(12, longest + 2)))

    def months(self) -> None:
        """Write quantiles and means by month: one row for each measure, scenario and month."""
        content, words = self.content, self.content.words
        sheet, row = self.book.add_worksheet("Months"), 1
        heads = [words["measure"], words["scenario"], words["month"], words["unit"], words["mean"]]
        for column, head in enumerate([*heads, *(f"p{100 * share:g}" for share in QUANTILES)]):
            self.text(sheet, 0, column, head, self.head)
        for measure in COMPARED:
            declared = MEASURES[measure]
            unit = unit_words(declared.unit, content.currency, content.lang)
            form = self.forms["currency" if declared.unit == "currency" else "number"]
            form = self.forms["share"] if declared.unit.startswith("share") else form
            for result in content.study.results:
                data, first = fan_data(result, measure), row
                for place, month in enumerate(data.months):
                    for column, text in enumerate((label_of(declared, content.lang), result.name, month, unit)):
                        self.text(sheet, row, column, text)
                    for column, value in enumerate((data.mean[place], *data.quantiles[:, place]), start=len(heads) - 1):
                        sheet.write_number(row, column, float(value), form)
                    row += 1
                self.ranges[measure, result.name] = (first + 1, row)
        sheet.autofilter(0, 0, row - 1, len(heads) + len(QUANTILES) - 1)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 26)
        sheet.set_column(2, 9, 14)

    def totals(self, sheet: Any) -> None:
        """Write totals over the horizon; what adds up or is averaged is a formula over the months."""
        table = tabled.total_table(self.content)
        self.text(sheet, 0, 0, table.title, self.title)
        for column, head in enumerate(table.heads):
            self.text(sheet, 1, column, head, self.head)
        names = [(measure, result.name) for result in self.content.study.results for measure in COMPARED]
        functions = {"flow": "SUM", "stock": "AVERAGE"}
        for row, (cells, (measure, name)) in enumerate(zip(table.rows, names, strict=True), start=2):
            function, (first, last) = functions.get(MEASURES[measure].aggregation), self.ranges[measure, name]
            for column, cell in enumerate(cells):
                is_live = column == 2 and function and last - first + 1 == self.content.n_months
                self.cell(sheet, row, column, cell, f"={function}(Months!E{first}:E{last})" if is_live else "")
        self.widths(sheet, [table])

    def causes(self) -> None:
        """Write the causes of each difference with a waterfall beside them."""
        content = self.content
        tables = [tabled.cause_table(content, name) for name in content.others]
        sheet, firsts = self.stacked("Causes", tables, _CHART_ROWS)
        for place, name in enumerate(content.others):
            steps = [cause.mean for cause in content.waterfalls[name].causes]
            self.fall(sheet, firsts[place], [row[0].text for row in tables[place].rows], steps)

    def bridges(self) -> None:
        """Write the reconciliation with a waterfall of each gap."""
        assert self.content.reconciliation is not None
        sheet, firsts = self.stacked("Reconciliation", tabled.bridge_tables(self.content), _CHART_ROWS)
        for place, bridge in enumerate(self.content.reconciliation.bridges):
            said = STEPS[self.content.lang]
            labels = [said[step] for step in (*bridge.steps, bridge.what)]
            self.fall(sheet, firsts[place], labels, list(bridge.steps.values()))

    def fall(self, sheet: Any, row: int, labels: Sequence[str], steps: Sequence[float]) -> None:
        """Draw a waterfall beside a table; what its columns are made of stands out of sight to the right."""
        fall, first = fall_of(labels, steps), 20
        columns = (fall.hidden_above, fall.seen_above, fall.hidden_below, fall.seen_below)
        for place, label in enumerate(fall.labels):
            self.text(sheet, row + place, first, label)
            for column, values in enumerate(columns, start=first + 1):
                sheet.write_number(row + place, column, values[place])
        chart, last = self.book.add_chart({"type": "column", "subtype": "stacked"}), row + len(fall.labels) - 1
        for column in range(first + 1, first + 5):
            is_seen = column in (first + 2, first + 4)
            chart.add_series(
                {
                    "name": [sheet.name, row - 1, first],
                    "categories": [sheet.name, row, first, last, first],
                    "values": [sheet.name, row, column, last, column],
                    "fill": {"none": True} if not is_seen else {"color": WHOLE},
                    "points": [{"fill": {"color": colour}} for colour in fall.colours] if is_seen else None,
                    "gap": 40,
                }
            )
        chart.set_title({"name": [sheet.name, row - 2, 0], "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E3E6EA"}}})
        chart.set_x_axis({"label_position": "low"})
        chart.set_size({"width": 620, "height": 300})
        chart.show_hidden_data()
        sheet.insert_chart(row - 2, 9, chart)
        sheet.set_column(first, first + 4, None, None, {"hidden": True})

    def charts(self) -> None:
        """Draw the medians by month, one chart for each measure that has a fan."""
        sheet, content = self.book.add_worksheet("Charts"), self.content
        for place, measure in enumerate(PICTURED):
            chart = self.book.add_chart({"type": "line"})
            for number, result in enumerate(content.study.results):
                first, last = self.ranges[measure, result.name]
                if last < first:
                    continue
                chart.add_series(
                    {
                        "name": ["Months", first - 1, 1],
                        "categories": ["Months", first - 1, 2, last - 1, 2],
                        "values": ["Months", first - 1, 7, last - 1, 7],
                        "line": {"color": COLOURS[number % len(COLOURS)], "width": 2},
                    }
                )
            declared = MEASURES[measure]
            unit = unit_words(declared.unit, content.currency, content.lang)
            title = f"{label_of(declared, content.lang)}, {unit} ({content.words['median']})"
            chart.set_title({"name": escaped(title), "name_font": {"size": 12}})
            chart.set_legend({"position": "bottom"})
            chart.set_y_axis({"num_format": "0%" if declared.unit.startswith("share") else "#,##0"})
            chart.set_size({"width": 620, "height": 320})
            sheet.insert_chart(17 * (place // 2), 10 * (place % 2), chart)

    def provenance(self) -> None:
        """Write where the numbers come from, every scenario in full, and what `teamsim reproduce` reads."""
        sheet, row = self.book.add_worksheet("Provenance"), 0
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        for row, pair in enumerate(provenance_rows(self.content)):
            for column, text in enumerate(pair):
                self.text(sheet, row, column, text)
        lines = [self.content.words["reproduce"], *packed(self.content.provenance)]
        for source in self.content.provenance.sources:
            lines += ["", f"{self.content.words['full']}: {source.name}", *source.text.splitlines()]
        for place, line in enumerate(lines, start=row + 2):
            self.text(sheet, place, 0, line)
