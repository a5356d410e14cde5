"""A study as slides: sentences as titles, native charts that can be edited, speaker notes, provenance."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from teamsim.analysis.bridges import STEPS
from teamsim.measures import MEASURES
from teamsim.plots.theme import COLOURS
from teamsim.provenance import packed
from teamsim.report import tables as tabled
from teamsim.report.board import origin, provenance_rows
from teamsim.report.content import ANSWER, Content, fan_data
from teamsim.report.falls import Fall, fall_of
from teamsim.report.story import answer, certainty, method, story, story_alone
from teamsim.report.tables import Cell, Table
from teamsim.report.words import escaped
from teamsim.results import Results
from teamsim.words import breadth, label_of, unit_words

_INK, _SOFT = "2B2F36", "5C636E"
_CHARTED = ("bookings", "headcount")
"""Measures whose course by month has a slide."""
_MOST_ROWS = 13


def write_deck(content: Content, out: Path) -> None:
    """Write the slides of a study."""
    show = _Show(content)
    show.make()
    memory = io.BytesIO()
    show.deck.save(memory)
    out.write_bytes(memory.getvalue())


class _Show:
    """Makes the slides, one after the other."""

    def __init__(self, content: Content) -> None:
        self.content, self.deck = content, Presentation()
        self.deck.slide_width, self.deck.slide_height = Inches(13.333), Inches(7.5)
        properties = self.deck.core_properties
        properties.title, properties.author = content.title, f"teamsim {content.provenance.teamsim}"

    def make(self) -> None:
        """Make all slides: the answer, then why and how sure for each scenario, then what it rests on."""
        content = self.content
        self.first()
        for name in content.others:
            self.why(name)
            self.sure(name)
            for measure in _CHARTED:
                self.course(measure, [content.baseline, content.study.result(name)])
        if not content.others:
            for measure in _CHARTED:
                self.course(measure, [content.baseline])
        self.bridges()
        self.groups()
        self.register()
        self.last()

    def slide(self, title: str, notes: Sequence[str], size: float = 24) -> Any:
        """Add a slide with a title and speaker notes."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type is not None and shape.placeholder_format.idx != 0:
                shape._element.getparent().remove(shape._element)
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = Inches(0.6), Inches(0.35), Inches(12.1), Inches(1.15)
        head.text_frame.word_wrap, head.text_frame.vertical_anchor = True, MSO_ANCHOR.TOP
        self.say(head.text_frame, [title], size, _INK, is_bold=True)
        foot = slide.shapes.add_textbox(Inches(0.6), Inches(7.05), Inches(12.1), Inches(0.3))
        self.say(foot.text_frame, [origin(self.content)], 9, _SOFT)
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        return slide

    def say(self, frame: Any, lines: Sequence[str], size: float, colour: str, *, is_bold: bool = False) -> None:
        """Write lines into a frame of text, one paragraph each."""
        frame.word_wrap = True
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(size / 3)
            run = paragraph.add_run()
            run.text = line
            self.dress(run.font, size, colour, is_bold=is_bold)

    def dress(self, font: Any, size: float, colour: str, *, is_bold: bool = False) -> None:
        """Give letters their look; Chinese has a face of its own."""
        font.size, font.bold, font.name = Pt(size), is_bold, "Calibri"
        font.color.rgb = RGBColor.from_string(colour)
        face = font._element.makeelement(qn("a:ea"), {"typeface": "Microsoft YaHei"})
        font._element.append(face)

    def text(self, slide: Any, lines: Sequence[str], box: tuple[float, float, float, float], size: float = 14) -> None:
        """Add lines of text in a box: left, top, width, height in inches."""
        shape = slide.shapes.add_textbox(*map(Inches, box))
        self.say(shape.text_frame, lines, size, _INK)

    def first(self) -> None:
        """Add the answer to every question on one slide."""
        content = self.content
        told = [answer(content, content.differences[name, ANSWER]) for name in content.others] or story_alone(content)
        notes = [line for name in content.others for line in story(content, name)] or story_alone(content)
        slide = self.slide(content.title, notes, 30)
        self.text(slide, told, (0.6, 1.6, 12.1, 5.2), 20 if len(told) < 4 else 16)

    def why(self, name: str) -> None:
        """Add the waterfall of a difference."""
        content = self.content
        fall, table = content.waterfalls[name], tabled.cause_table(content, name)
        told = answer(content, content.differences[name, ANSWER])
        slide = self.slide(told, [told, *fall.sentences, *method(content)[2:4]], 20 if breadth(told) < 200 else 17)
        labels = [row[0].text for row in table.rows]
        self.fall(slide, fall_of(labels, [cause.mean for cause in fall.causes]), (0.6, 1.8, 6.4, 5.1))
        self.table(slide, table, range(4), (7.1, 1.95, 5.6), 10)

    def sure(self, name: str) -> None:
        """Add the intervals of a difference, each by its name."""
        content, table = self.content, tabled.difference_table(self.content, name)
        difference = content.differences[name, ANSWER]
        told = certainty(content, difference)
        slide = self.slide(f"{name}: {content.words['sure']}", told)
        self.text(slide, told, (0.6, 1.2, 12.1, 1.6), 14)
        self.table(slide, table, range(len(table.heads)), (0.6, 2.75, 12.1), 10)

    def course(self, measure: str, results: Sequence[Results]) -> None:
        """Add a measure month by month: medians, and what holds 90% of futures."""
        content, declared = self.content, MEASURES[measure]
        label = f"{label_of(declared, content.lang)}, {unit_words(declared.unit, content.currency, content.lang)}"
        fans = [fan_data(result, measure) for result in results]
        data = CategoryChartData(number_format="#,##0")
        data.categories = months = max((fan.months for fan in fans), key=len)
        for result, fan in zip(results, fans, strict=True):
            of = dict(zip(fan.months, fan.quantiles.T.tolist(), strict=True))
            for place, what in ((2, content.words["median"]), (0, "5%"), (4, "95%")):
                values = [of[month][place] if month in of else None for month in months]
                data.add_series(escaped(f"{result.name}: {what}"), values)
        names = content.words["comma"].join(result.name for result in results)
        slide = self.slide(f"{label}: {names}", [f"{label}. {content.words['bands']}"])
        chart = self.chart(slide, XL_CHART_TYPE.LINE, data, (0.6, 1.4, 12.1, 5.6))
        for number, series in enumerate(chart.plots[0].series):
            series.smooth = False
            series.format.line.color.rgb = RGBColor.from_string(COLOURS[number // 3][1:])
            series.format.line.width = Pt(2.5 if number % 3 == 0 else 1)
            if number % 3:
                series.format.line.dash_style = MSO_LINE.DASH
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False

    def bridges(self) -> None:
        """Add the way from the baseline to what the board knows."""
        content = self.content
        tables = tabled.bridge_tables(content)
        for bridge, table in zip(content.reconciliation.bridges if content.reconciliation else (), tables, strict=True):
            said, told = STEPS[content.lang], bridge.sentences(content.lang)
            slide = self.slide(told[0], told, 20)
            labels = [said[step] for step in (*bridge.steps, bridge.what)]
            labels[-1] = f"{said[bridge.what]} - {content.words['baseline']}"
            self.fall(slide, fall_of(labels, list(bridge.steps.values())), (0.6, 1.8, 7.6, 5.1))
            self.table(slide, table, range(2), (8.4, 1.95, 4.3))

    def groups(self) -> None:
        """Add who does what: one slide for each scenario, by tier and by unit."""
        tables = tabled.group_tables(self.content)
        for result in self.content.study.results:
            both = [table for table in tables if table.scenario == result.name]
            slide = self.slide(f"{result.name}: {self.content.words['groups']}", [table.title for table in both])
            top = 1.3
            for table in both:
                rows = len(table.rows[:_MOST_ROWS]) + 1
                self.table(slide, table, range(len(table.heads)), (0.6, top, 12.1), 12 if rows < 8 else 10)
                top += 0.32 * rows + 0.4

    def register(self) -> None:
        """Add the assumptions, the first ones where there are many."""
        table, words = tabled.register_table(self.content), self.content.words
        keep = [k for k, head in enumerate(table.heads) if head != words["path"]]
        more = len(table.rows) - _MOST_ROWS
        slide = self.slide(table.title, [table.note, *([f"+ {more}"] if more > 0 else [])])
        self.table(slide, table, keep, (0.6, 1.3, 12.1), 10)

    def last(self) -> None:
        """Add the method and where the numbers come from; the notes hold what `teamsim reproduce` reads."""
        content, words = self.content, self.content.words
        rows = [f"{name}: {value}" for name, value in provenance_rows(content)]
        notes = [words["reproduce"], *packed(content.provenance)]
        slide = self.slide(f"{words['method']}, {words['provenance']}", notes)
        self.text(slide, method(content), (0.6, 1.3, 7.2, 5.6), 12)
        self.text(slide, [*rows, words["reproduce"]], (8.1, 1.3, 4.7, 5.6), 10)

    def table(
        self, slide: Any, table: Table, keep: Sequence[int], at: tuple[float, float, float], size: float = 11
    ) -> None:
        """Add some columns of a table, its first rows where it is long, at left, top and of a width in inches."""
        left, top, width = map(Inches, at)
        rows = [[row[k] for k in keep] for row in table.rows[:_MOST_ROWS]]
        grid = slide.shapes.add_table(len(rows) + 1, len(keep), left, top, width, Inches(0.3) * (len(rows) + 1)).table
        heads = [Cell(table.heads[k]) for k in keep]
        for column, share in zip(grid.columns, _shares(heads, rows), strict=True):
            column.width = Emu(int(width * share))
        for place, cells in enumerate([heads, *rows]):
            is_sum = bool(table.summed) and place == len(table.rows)
            for k, cell in enumerate(cells):
                is_number = any(row[k].value is not None for row in rows)
                self.cell(grid.cell(place, k), cell.text, size, place == 0, is_number, is_bold=place == 0 or is_sum)

    def cell(self, cell: Any, text: str, size: float, is_head: bool, is_number: bool, *, is_bold: bool) -> None:
        """Write one cell of a table."""
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        cell.margin_left = cell.margin_right = Inches(0.05)
        self.say(cell.text_frame, [text], size, "FFFFFF" if is_head else _INK, is_bold=is_bold)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.space_after = Pt(0)
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        if is_head:
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(COLOURS[0][1:])

    def fall(self, slide: Any, fall: Fall, box: tuple[float, float, float, float]) -> None:
        """Add a waterfall as stacked columns, of which the lower parts are out of sight."""
        data = CategoryChartData(number_format="#,##0")
        data.categories = [escaped(label) for label in fall.labels]
        parts = {"0": fall.hidden_above, "+": fall.seen_above, "00": fall.hidden_below, "-": fall.seen_below}
        for name, values in parts.items():
            data.add_series(escaped(name), values)
        chart = self.chart(slide, XL_CHART_TYPE.COLUMN_STACKED, data, box)
        chart.has_legend = False
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 40, 100
        for place, series in enumerate(plot.series):
            if place % 2 == 0:
                series.format.fill.background()
                continue
            for k, colour in enumerate(fall.colours):
                fill = series.points[k].format.fill
                fill.solid()
                fill.fore_color.rgb = RGBColor.from_string(colour[1:])
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW

    def chart(self, slide: Any, kind: Any, data: Any, box: tuple[float, float, float, float]) -> Any:
        """Add a native chart in a box."""
        chart = slide.shapes.add_chart(kind, *map(Inches, box), data).chart
        chart.font.size, chart.font.name = Pt(11), "Calibri"
        chart.has_title = False
        chart.value_axis.has_major_gridlines = True
        chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("E3E6EA")
        chart.value_axis.format.line.fill.background()
        chart.value_axis.tick_labels.number_format_is_linked = False
        chart.value_axis.tick_labels.number_format = "#,##0"
        return chart


def _shares(heads: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Return the share of a table's width that each column gets, by what it holds."""
    breadths = [
        min(45.0, max([7.0, breadth(head.text) / 2, *(breadth(row[k].text) + 3 for row in rows)]))
        for k, head in enumerate(heads)
    ]
    return [breadth / sum(breadths) for breadth in breadths]
