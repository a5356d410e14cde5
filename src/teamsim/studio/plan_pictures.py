"""Pictures of the plan lab that move: payout and marginal rate, winners and losers, the strip, effort."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from teamsim.analysis.gaming import effort_surface
from teamsim.colours import COLOURS
from teamsim.studio.lab_words import LAB_WORDS
from teamsim.studio.laboratory import Examination, PlanFacts
from teamsim.studio.pictures import Fit, dress, keep, send_again

_CHANGES = ("bookings_change", "pay_change", "gain")
_MARGIN = {"l": 58, "r": 14, "t": 44, "b": 44}


class PlanPictures:
    """Four pictures; those that have nothing to show are not there."""

    def __init__(self) -> None:
        self.curve, self.winners, self.strip, self.effort = _curve(), _winners(), _strip(), _effort()
        self._boxes = [_boxed(each) for each in (self.curve, self.winners, self.strip, self.effort)]
        self.widget: Any = widgets.Box(self._boxes[:1])
        self.widget.add_class("ts-pictures")

    def show(self, found: Examination, names: tuple[str, str], currency: str, lang: str) -> None:
        """Show what is found; `names` are those of the baseline and of the scenario."""
        shown = [self._boxes[0]]
        self._show_curve(found, names, currency, lang)
        if found.people is not None and "change" in found.people:
            shown.append(self._boxes[1])
            self._show_winners(found, currency, lang)
        if found.forecast is not None:
            shown.append(self._boxes[2])
            self._show_strip(found, names[0], lang)
        if found.audit is not None:
            shown.append(self._boxes[3])
            self._show_effort(found, lang)
        if self.widget.children != tuple(shown):
            self.widget.children = tuple(shown)

    def send_again(self) -> None:
        """Send all pictures again; see `pictures.send_again`."""
        for figure in (self.curve, self.winners, self.strip, self.effort):
            send_again(figure)

    def _show_curve(self, found: Examination, names: tuple[str, str], currency: str, lang: str) -> None:
        said, figure = LAB_WORDS[lang], self.curve
        with figure.batch_update():
            for place, (facts, name) in enumerate(zip((found.before, found.facts), names, strict=True)):
                _draw_curve(figure.data[3 * place : 3 * place + 3], facts, name)
            figure.layout.annotations[0].text = f"<b>{said['pay_title']}</b>  {currency}"
            figure.layout.annotations[1].text = f"<b>{said['rate_title']}</b>"
            figure.layout.xaxis2.title.text = said["attainment"]
        keep(figure)

    def _show_winners(self, found: Examination, currency: str, lang: str) -> None:
        assert found.people is not None
        said, changes = LAB_WORDS[lang], np.sort(found.people["change"].to_numpy(dtype=np.float64))
        with self.winners.batch_update():
            bar = self.winners.data[0]
            bar.x, bar.y = np.arange(changes.size), changes
            bar.marker.color = [COLOURS[1] if change < 0.0 else COLOURS[0] for change in changes]
            self.winners.layout.title.text = f"<b>{said['winners_title']}</b>"
            self.winners.layout.xaxis.title.text = said["people"]
            self.winners.layout.yaxis.title.text = said["change"].format(currency=currency)
        keep(self.winners)

    def _show_strip(self, found: Examination, baseline: str, lang: str) -> None:
        assert found.forecast is not None
        said = LAB_WORDS[lang]
        with self.strip.batch_update():
            for trace, column in zip(self.strip.data, _CHANGES, strict=True):
                trace.x, trace.y, trace.name = found.forecast["elasticity"], found.forecast[column], said[column]
            self.strip.layout.title.text = f"<b>{said['strip_title'].format(baseline=baseline)}</b>"
            self.strip.layout.xaxis.title.text = said["elasticity"]
        keep(self.strip)

    def _show_effort(self, found: Examination, lang: str) -> None:
        assert found.audit is not None
        said, surface = LAB_WORDS[lang], effort_surface(found.audit)
        with self.effort.batch_update():
            heat = self.effort.data[0]
            heat.x, heat.y, heat.z = list(surface.columns), list(surface.index), surface.to_numpy()
            heat.colorbar.title.text = said["effort"]
            title = said["effort_title"].format(elasticity=found.audit.usual)
            self.effort.layout.title.text = f"<b>{title}</b>"
            self.effort.layout.xaxis.title.text = said["month"]
            self.effort.layout.yaxis.title.text = said["attainment"]
        keep(self.effort)


def _draw_curve(traces: tuple[Any, ...], facts: PlanFacts | None, name: str) -> None:
    """Move the lines of one plan: pay, its jumps dotted, the marginal rate."""
    pay, jumps, rate = traces
    for trace in traces:
        trace.visible = facts is not None
    if facts is None:
        return
    curve = facts.curve
    pay.x, pay.y, pay.name = curve.attainments, np.where(np.isnan(curve.marginal_rates), np.nan, curve.pay), name
    tops = [float(np.interp(edge, curve.attainments, curve.pay)) for edge, _ in curve.jumps]
    edges = [edge for edge, _ in curve.jumps]
    jumps.x = [x for edge in edges for x in (edge, edge, None)]
    jumps.y = [y for top, (_, jump) in zip(tops, curve.jumps, strict=True) for y in (top - jump, top, None)]
    rate.x, rate.y, rate.name = curve.attainments, curve.marginal_rates, name


def _curve() -> Any:
    """Return the picture of pay above and the marginal rate below, for two plans."""
    figure: Any = go.FigureWidget(make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.14, row_heights=[2, 1]))
    for place in range(2):
        line = {"color": COLOURS[place], "width": 2}
        hover = "%{y:,.0f} (%{x:.0%})<extra>%{fullData.name}</extra>"
        figure.add_scatter(x=[], y=[], line=line, mode="lines", hovertemplate=hover, row=1, col=1)
        dotted = {**line, "dash": "dot"}
        figure.add_scatter(x=[], y=[], line=dotted, mode="lines", hoverinfo="skip", showlegend=False, row=1, col=1)
        stepped = {**line, "shape": "hv"}
        hover = "%{y:.2%} (%{x:.0%})<extra>%{fullData.name}</extra>"
        figure.add_scatter(x=[], y=[], line=stepped, mode="lines", hovertemplate=hover, showlegend=False, row=2, col=1)
    dress(figure, 430)
    figure.update_layout(margin={**_MARGIN, "t": 62}, legend={"orientation": "h", "x": 0, "y": 1, "yref": "container"})
    figure.update_layout(legend_yanchor="top")
    figure.update_yaxes(tickformat="~s", rangemode="tozero", row=1, col=1)
    figure.update_yaxes(tickformat=".0%", rangemode="tozero", nticks=4, row=2, col=1)
    figure.update_xaxes(tickformat=".0%", range=[0, 1.6], title={"standoff": 4, "font": {"size": 11}})
    for row in (1, 2):
        axis = f"yaxis{row if row > 1 else ''}"
        above = {"x": 0, "y": figure.layout[axis].domain[1], "xref": "paper", "yref": "paper", "yanchor": "bottom"}
        figure.add_annotation({**above, "xanchor": "left", "showarrow": False, "text": "", "font": {"size": 13}})
        figure.add_vline(1.0, line={"color": "#999999", "width": 1, "dash": "dash"}, row=row, col=1)
    return figure


def _winners() -> Any:
    figure: Any = go.FigureWidget([{"type": "bar", "x": [], "y": [], "hovertemplate": "%{y:+,.0f}<extra></extra>"}])
    dress(figure, 430)
    figure.update_layout(margin=_MARGIN, bargap=0, showlegend=False, title=_title())
    figure.update_xaxes(showticklabels=False, showgrid=False, title=_small())
    figure.update_yaxes(tickformat="~s", zerolinecolor="#888888", title=_small())
    return figure


def _strip() -> Any:
    lines = [
        {"type": "scatter", "x": [], "y": [], "mode": "lines+markers", "line": {"color": COLOURS[place], "width": 2}}
        for place in range(len(_CHANGES))
    ]
    figure: Any = go.FigureWidget(lines)
    dress(figure, 340)
    figure.update_layout(margin={**_MARGIN, "t": 64}, hovermode="x unified", title=_title())
    figure.update_layout(legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"})
    figure.update_yaxes(tickformat="+.1%", zerolinecolor="#888888")
    figure.update_xaxes(title=_small())
    return figure


def _effort() -> Any:
    heat = {"type": "heatmap", "z": [], "colorscale": "Cividis", "hovertemplate": "%{z:.2f}<extra></extra>"}
    figure: Any = go.FigureWidget([heat])
    dress(figure, 340)
    figure.update_layout(margin=_MARGIN, title=_title())
    figure.update_yaxes(tickformat=".0%", title=_small())
    figure.update_xaxes(title=_small(), dtick=1)
    return figure


def _title() -> dict[str, Any]:
    return {"text": "", "x": 0, "xanchor": "left", "xref": "container", "font": {"size": 13}, "pad": {"l": 8}}


def _small() -> dict[str, Any]:
    return {"font": {"size": 11}, "standoff": 6}


def _boxed(figure: Any) -> Any:
    """Return a picture with what tells it how wide its place is."""
    box = widgets.VBox([Fit(), figure])
    box.add_class("ts-picture")
    return box
