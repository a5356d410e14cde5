"""Pictures that move: what they show as plain data, drawn by plotly in the browser.

Not plotly's own FigureWidget: each of those brings 5 MB of code with it, and the second or third on a page is given up
by anywidget before it has loaded. Here the code comes once.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import anywidget
import numpy as np
import traitlets

from teamsim.axes import kept_apart, round_values
from teamsim.colours import ink
from teamsim.studio.sources import Origin
from teamsim.words import breadth, folded, short_number

Trace = dict[str, Any]
Layout = dict[str, Any]
FONT = 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'
_LETTERS, _LINE, _MOST = 6.3, 14.0, 18
"""Pixels of a letter and of a line of small words, and letters of a line."""
_HERE = Path(__file__).parent
_AXIS: Layout = {"gridcolor": "#e8e8e8", "zerolinecolor": "#d8d8d8", "automargin": True, "title": {"standoff": 6}}
_APART: Layout = {"ticklabelstandoff": 5}
"""Where both axes begin, their labels stood on each other."""
_N_AMOUNTS = 5


class Chart(anywidget.AnyWidget):
    """One picture. `figure` holds `data` and `layout` as plotly reads them, and a `label` for readers of screens.

    The line of its `origin` stands below it: pictures beside each other differ in it. A browser that downloads the
    picture asks for the rest of it. It needs `PlotlyCode` on the page.
    """

    _esm = _HERE / "chart.js"
    figure: Any = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self.add_class("ts-picture")
        self.origin: Origin | None = None
        self.on_msg(self._on_message)

    def show(self, data: Sequence[Trace], layout: Layout, label: str, origin: Origin) -> None:
        """Show other data; zoom and what is hidden stay as people set them."""
        self.origin = origin
        self.figure = {"data": list(data), "layout": _dressed(layout), "label": label, "source": origin.line}

    def _on_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Tell a browser what is shown, or where that comes from; all at once, since another may be shown meanwhile."""
        if isinstance(content, dict) and content.get("kind") == "origin":
            self.send({"told": self.origin.told() if self.origin else []})
        else:
            self.send_state("figure")


class PlotlyCode(anywidget.AnyWidget):
    """Brings plotly's code to a page, for all its pictures; shows nothing.

    The code is 5 MB, so it is no part of what a page is opened with: the page asks for it once it has nothing to do.
    """

    _esm = _HERE / "chart.js"
    brings_code = traitlets.Bool(True).tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self.layout.display = "none"
        self.on_msg(lambda _widget, _content, _buffers: self.send({}, [_plotly()]))


def _plotly() -> bytes:
    return importlib.resources.files("plotly").joinpath("package_data/plotly.min.js").read_bytes()


def numbers(values: Any) -> list[float | None]:
    """Return numbers as the browser reads them; what is not a number is a gap."""
    array = np.asarray(values, dtype=np.float64)
    return [value if value == value else None for value in array.tolist()]


def plain(text: str) -> str:
    """Return words of others (names, labels) as plotly shows them unread: it takes `<b>` and `<a>` for markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def title(text: str) -> Layout:
    """Return a title at the left above a picture."""
    return {
        "text": f"<b>{plain(text)}</b>",
        "x": 0,
        "xanchor": "left",
        "xref": "container",
        "y": 1,
        "yanchor": "top",
        "yref": "container",
        "font": {"size": 13},
        "pad": {"l": 8, "t": 12},
    }


def axis_title(text: str) -> Layout:
    """Return what an axis is called."""
    return {"text": plain(text), "font": {"size": 11}, "standoff": 6}


def amounts(values: Iterable[float], lang: str) -> Layout:
    """Return how an axis writes amounts: plotly knows k and M, but not 万.

    >>> amounts([52_000.0, 118_000.0], "zh")["ticktext"]
    ['0', '2.5万', '5万', '7.5万', '10万', '12.5万']
    """
    if lang != "zh":
        return {"tickformat": "~s"}
    known = [0.0, *(value for value in values if value == value)]
    ticks = round_values(min(known), max(known), _N_AMOUNTS)
    return {"tickvals": ticks, "ticktext": [short_number(tick, lang) for tick in ticks]}


def caption(text: str, y: float) -> Layout:
    """Return words just above a panel whose upper end is at `y` of the picture."""
    place = {"x": 0, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {**place, "yshift": 2, "text": text, "showarrow": False, "font": {"size": 13}}


class End(NamedTuple):
    """Where a line ends, in the units of its axes, and what to write beside it."""

    text: str
    x: float | str
    y: float
    colour: str


def names_beside(ends: Sequence[End], span: tuple[float, float], height: float) -> list[Layout]:
    """Return names right of the ends of lines, in their ink, none on another.

    `span` is what the axis shows, `height` how high the panel is [pixels].
    """
    low, high = span
    texts = [folded(end.text, _MOST) for end in ends]
    at = [(end.y - low) / ((high - low) or 1.0) * height for end in ends]
    apart = kept_apart(at, _LINE * max(map(len, texts), default=1), (0.0, height))
    return [_beside(*each) for each in zip(ends, texts, (a - b for a, b in zip(at, apart, strict=True)), strict=True)]


def room_beside(ends: Sequence[End]) -> int:
    """Return the margin that such names need [pixels]."""
    lines = [line for end in ends for line in folded(end.text, _MOST)]
    return 22 + round(_LETTERS * max(map(breadth, lines), default=0.0))


def _beside(end: End, lines: Sequence[str], lower: float) -> Layout:
    """Return one name with a short line that leads to it, so many pixels lower than the end."""
    colour = ink(end.colour)
    leader = {"showarrow": True, "arrowhead": 0, "arrowwidth": 0.7, "arrowcolor": colour, "ax": 12, "ay": lower}
    letters = {"text": "<br>".join(map(plain, lines)), "font": {"size": 11, "color": colour}, "align": "left"}
    return {"x": end.x, "y": end.y, "xanchor": "left", **leader, **letters}


def tint(colour: str, darkness: float) -> str:
    """Return a colour that lets what is behind it through."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{darkness})"


def _dressed(layout: Layout) -> Layout:
    """Return a layout in the look of the studio."""
    looks = {"xaxis": {**_AXIS, **_APART}, "yaxis": _AXIS}
    axes = {name: {**looks[name[:5]], **value} for name, value in layout.items() if name[:5] in looks}
    font = {"size": 12, "family": FONT, "color": "#444444"}
    whole = {
        "autosize": True,
        "uirevision": "kept",
        "font": font,
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
    }
    return {**whole, **layout, **axes}
