"""A study as one page that stands alone: story, pictures, tables, method, provenance; it asks for nothing."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable
from pathlib import Path

from teamsim.analysis.bridges import STEPS, Bridge
from teamsim.analysis.compare import Difference
from teamsim.measures import MEASURES
from teamsim.plots.theme import COLOURS
from teamsim.provenance import packed
from teamsim.report import tables as tabled
from teamsim.report.content import ANSWER, PICTURED, Content, fan_data
from teamsim.report.story import labels_of, method, story, story_alone
from teamsim.report.svg import AGAINST, FOR, GREY, WHOLE, Bar, Span, bar_svg, fan_svg, span_svg
from teamsim.report.tables import Table
from teamsim.words import label_of, number, unit_words

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="teamsim {version}">
<title>{title}</title>
<style>
{css}</style>
</head>
<body>
<header><h1>{title}</h1><p>{origin}</p></header>
<main>
{body}
</main>
<script type="application/octet-stream" id="teamsim-provenance">
{provenance}
</script>
<script>
{js}</script>
</body>
</html>
"""


def board_page(content: Content) -> str:
    """Return the page of a study."""
    body = [_tabs(content), *(_pane(content, place, name) for place, name in enumerate(content.others))]
    if not content.others:
        body = [_alone(content)]
    return _PAGE.format(
        lang="zh-CN" if content.lang == "zh" else "en",
        policy=_POLICY,
        version=content.provenance.teamsim,
        title=html.escape(content.title),
        origin=html.escape(origin(content)),
        css=(_HERE / "board.css").read_text(encoding="utf-8"),
        js=(_HERE / "board.js").read_text(encoding="utf-8"),
        body="\n".join([*body, *_shared(content)]),
        provenance="\n".join(packed(content.provenance)),
    )


def origin(content: Content) -> str:
    """Return the line that says where the numbers come from."""
    words, made = content.words, content.provenance
    hashes = words["comma"].join(f"{source.name} {source.hash[:8]}" for source in made.sources)
    parts = [hashes, f"{words['replications']} {content.study.n_replications:,}", f"{words['seed']} {made.seed}"]
    return " · ".join([*parts, f"teamsim {made.teamsim}", made.made_at[:10]])


def _tabs(content: Content) -> str:
    """Return the buttons that choose a scenario; none where there is nothing to choose."""
    if len(content.others) < 2:
        return ""
    buttons = "".join(
        f'<button role="tab" id="tab{k}" aria-controls="pane{k}">{html.escape(name)}</button>'
        for k, name in enumerate(content.others)
    )
    named = html.escape(content.words["choose"], quote=True)
    return f'<div class="tabs" role="tablist" aria-label="{named}"><span>{named}</span>{buttons}</div>'


def _pane(content: Content, place: int, scenario: str) -> str:
    """Return what is said and shown of one scenario."""
    words = content.words
    answer, *more = story(content, scenario)
    told = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in more)
    parts = [
        f'<section class="pane" data-place="{place}" id="pane{place}" role="tabpanel">',
        f'<h2>{words["answer"]}: {html.escape(scenario)}</h2><p class="answer">{html.escape(answer)}</p>',
        _tiles(content, scenario),
        f'<ul class="story">{told}</ul>',
        f"<h2>{words['why']}</h2>",
        _figure(_waterfall(content, scenario), words["whisker"], "wide"),
        table_html(tabled.cause_table(content, scenario)),
        f"<h2>{words['sure']}</h2>",
        _figure(_intervals(content, content.differences[scenario, ANSWER]), "", "wide"),
        table_html(tabled.difference_table(content, scenario)),
        table_html(tabled.interval_table(content, scenario)),
        f"<h2>{words['time']}</h2>",
        _fans(content, [content.baseline.name, scenario]),
        "</section>",
    ]
    return "\n".join(parts)


def _alone(content: Content) -> str:
    """Return what is said and shown of a study of one scenario."""
    first, *more = (html.escape(sentence) for sentence in story_alone(content))
    told = "".join(f"<li>{sentence}</li>" for sentence in more)
    head = f'<h2>{content.words["answer"]}</h2><p class="answer">{first}</p><ul class="story">{told}</ul>'
    return f"{head}<h2>{content.words['time']}</h2>{_fans(content, [content.baseline.name])}"


def _shared(content: Content) -> Iterable[str]:
    """Go through the parts that belong to all scenarios."""
    words = content.words
    if content.reconciliation:
        yield f"<h2>{words['reconcile']}</h2>"
        for bridge, table in zip(content.reconciliation.bridges, tabled.bridge_tables(content), strict=True):
            yield _figure(_bridge(content, bridge), table.note, "wide")
            yield table_html(table)
    yield f"<h2>{words['groups']}</h2>"
    yield from map(table_html, tabled.group_tables(content))
    yield f"<h2>{words['register']}</h2>"
    if content.ranking is not None:
        yield _figure(_tornado(content), words["effect_note"].format(scenario=content.others[-1]), "wide")
    yield table_html(tabled.register_table(content))
    yield f"<h2>{words['years']}</h2>{table_html(tabled.year_table(content))}"
    yield f"<h2>{words['totals']}</h2>{table_html(tabled.total_table(content))}"
    yield f"<h2>{words['method']}</h2>" + "".join(f"<p>{html.escape(said)}</p>" for said in method(content))
    yield f"<h2>{words['provenance']}</h2>{_provenance(content)}"


def _tiles(content: Content, scenario: str) -> str:
    """Return the numbers to remember."""
    words, tiles = content.words, []
    for name in (ANSWER, "bookings", "cost", "exits"):
        difference = content.differences[scenario, name]
        better = difference.p_better
        sure = "" if math.isnan(better) or difference.is_same else f" · {words['p_better']} {better:.0%}"
        share = f" ({number(difference.relative, '+.1%')})" if difference.is_told_as_a_share else ""
        key = f"difference|{scenario}|{name}|difference"
        value = f'<b data-key="{html.escape(key, quote=True)}" data-value="{difference.mean!r}">'
        label = html.escape(label_of(MEASURES[name], content.lang))
        tiles.append(
            f'<div class="tile"><span>{label}{share}{sure}</span>{value}{content.gap(difference.mean, name)}</b></div>'
        )
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _waterfall(content: Content, scenario: str) -> str:
    """Return the causes as floating bars, each starting where the one before ends."""
    fall, bars, here = content.waterfalls[scenario], [], 0.0
    for cause in fall.causes:
        whisker = tuple(here + end for end in cause.luck)
        colour = FOR if cause.mean >= 0.0 else AGAINST
        label = label_of(cause.measure, content.lang)
        text = content.gap(cause.mean)
        bars.append(Bar(label, here, here + cause.mean, text, colour, (whisker[0], whisker[1])))
        here += cause.mean
    label = label_of(MEASURES[ANSWER], content.lang)
    bars.append(Bar(label, 0.0, here, content.gap(fall.total.mean), WHOLE, fall.total.luck))
    return bar_svg(bars, f"{content.words['why']}: {scenario}", content.lang)


def _bridge(content: Content, bridge: Bridge) -> str:
    """Return the steps from the baseline to what is known; bars show the gap only."""
    said, bars, here = STEPS[content.lang], [], 0.0
    for step, value in bridge.steps.items():
        text, colour = content.gap(value, "bookings"), FOR if value >= 0.0 else AGAINST
        bars.append(Bar(said[step], here, here + value, text, GREY if step == "unexplained" else colour))
        here += value
    gap = bridge.known - bridge.baseline
    label = f"{said[bridge.what]} - {said['baseline'].split(' (')[0].split('（')[0]}"
    bars.append(Bar(label, 0.0, gap, content.gap(gap, "bookings"), WHOLE))
    return bar_svg(bars, content.words["reconcile"], content.lang)


def _tornado(content: Content) -> str:
    """Return how much the answer depends on each assumption."""
    assert content.ranking is not None
    rows = content.ranking[content.ranking["scenario"] == content.others[-1]].head(10)
    labels = labels_of(content.assumptions, content.lang)
    bars = [
        Bar(
            labels[name],
            0.0,
            effect,
            content.gap(effect),
            FOR if effect >= 0.0 else AGAINST,
            (effect - error, effect + error),
        )
        for name, effect, error in zip(rows["assumption"], rows["effect"], rows["standard_error"], strict=True)
    ]
    return bar_svg(bars, content.words["register"], content.lang)


def _intervals(content: Content, difference: Difference) -> str:
    """Return the three intervals apart, and the headline where assumptions are drawn."""
    named = {"simulation_error": GREY, "luck": COLOURS[0], "assumptions": COLOURS[4], "headline": COLOURS[3]}
    spans = []
    for name, colour in named.items():
        low, high = getattr(difference, name)
        is_double = name == "headline" and difference.drawn is None
        if not (math.isnan(low) or is_double):
            text = f"{content.gap(low)} … {content.gap(high)}"
            spans.append(
                Span(content.words[name].split(" (")[0].split("（")[0], low, high, difference.mean, text, colour)
            )
    return span_svg(spans, content.words["sure"], content.lang) if spans else ""


def _fans(content: Content, names: list[str]) -> str:
    """Return a fan of each measure for some scenarios."""
    results = [content.study.result(name) for name in names]
    places = [content.study.results.index(result) for result in results]
    figures = []
    for measure in PICTURED:
        declared = MEASURES[measure]
        unit = unit_words(declared.unit, content.currency, content.lang)
        form = content.words["of_chart" if declared.aggregation == "flow" else "of_stock"]
        label = form.format(measure=label_of(declared, content.lang), unit=unit)
        kind = "share" if declared.unit.startswith("share") else declared.unit
        picture = fan_svg([(r.name, fan_data(r, measure).thinned) for r in results], label, content.lang, kind)
        figures.append(f"<figure><h3>{html.escape(label)}</h3>{picture}</figure>" if picture else "")
    keys = "".join(
        f'<span><i style="background:{COLOURS[k]}"></i>{html.escape(name)}</span>' for k, name in enumerate(names)
    )
    legend = f'<p class="legend">{keys}<span>{html.escape(content.words["bands"])}</span></p>'
    return f'{legend}<div class="fans">{"".join(figures)}</div>' if places else ""


def _figure(picture: str, caption: str, kind: str) -> str:
    said = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="{kind}">{picture}{said}</figure>' if picture else ""


def table_html(table: Table) -> str:
    """Return a table; each number carries its address and its value in full."""
    is_number = [any(row[k].value is not None for row in table.rows) for k in range(len(table.heads))]
    heads = "".join(
        f'<th scope="col"{" class=n" if n else ""}>{html.escape(head)}</th>'
        for head, n in zip(table.heads, is_number, strict=True)
    )
    rows = []
    for place, row in enumerate(table.rows):
        cells = "".join(_cell(table, k, cell, is_number[k]) for k, cell in enumerate(row))
        is_total = bool(table.summed) and place == len(table.rows) - 1
        rows.append(f"<tr{' class=total' if is_total else ''}>{cells}</tr>")
    note = f'<p class="note">{html.escape(table.note)}</p>' if table.note and table.name != "bridge" else ""
    body = f"<caption>{html.escape(table.title)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="scroll"><table data-table="{table.name}">{body}</table></div>{note}'


def _cell(table: Table, place: int, cell: tabled.Cell, is_number: bool) -> str:
    kinds = {1: "path", len(table.heads) - 1: "source"} if table.name == "register" else {}
    named = kinds.get(place, "n" if is_number else "")
    more = f' class="{named}"' if named else ""
    if cell.value is not None:
        more += f' data-key="{html.escape(cell.key, quote=True)}" data-value="{cell.value!r}"'
    text = html.escape(cell.text)
    return f"<td{more}>{text.replace('.', '.<wbr>') if named == 'path' else text}</td>"


def provenance_rows(content: Content) -> list[tuple[str, str]]:
    """Return where the numbers come from as pairs of words."""
    words, made = content.words, content.provenance
    rows = [(words["scenario"], f"{source.name} ({words['hash']} {source.hash})") for source in made.sources]
    rows += [
        (words["seed"], str(made.seed)),
        (words["replications"], f"{content.study.n_replications:,}"),
        (words["engine"], made.engine),
        (words["version"], made.teamsim),
        (words["made"], made.made_at),
    ]
    if content.drawn:
        rows.append((words["draws"], f"{content.n_draws} x {content.drawn.n_replications}"))
    if made.needs_roster:
        rows.append((words["notes"], words["roster"]))
    return rows


def _provenance(content: Content) -> str:
    """Return where the numbers come from, with every scenario in full."""
    rows = "".join(f"<dt>{html.escape(k)}</dt><dd>{html.escape(v)}</dd>" for k, v in provenance_rows(content))
    texts = "".join(
        f'<details class="code"><summary>{html.escape(content.words["full"])}: {html.escape(source.name)}</summary>'
        f"<pre>{html.escape(source.text)}</pre></details>"
        for source in content.provenance.sources
    )
    return f"<dl>{rows}</dl><p>{html.escape(content.words['reproduce'])}</p>{texts}"
