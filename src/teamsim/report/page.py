"""A notebook as one HTML page that stands alone: its pictures are inside, and it asks for nothing."""

from __future__ import annotations

import copy
import html
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbconvert.exporters import HTMLExporter

from teamsim.errors import RunError
from teamsim.files import write_text
from teamsim.words import check_language

WIDGET = "application/vnd.jupyter.widget-view+json"
NOT_LIVE = {
    "en": "This control is live in a running notebook; this page does not hold it.",
    "zh": "此控件仅在运行中的笔记本里可用，本页不包含。",
}
_LONGEST_CELL = 1800.0
"""Seconds after which a cell is given up."""

_TEMPLATE = """
{%- extends 'index.html.j2' -%}
{%- block html_head_js -%}
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; img-src data:; font-src data:;
  style-src 'unsafe-inline'; script-src 'unsafe-inline'">
{%- endblock -%}
{%- block html_head_css -%}
<style>
  body.jp-Notebook { max-width: 1060px; margin: 0 auto; padding: 24px; }
  .jp-InputPrompt, .jp-OutputPrompt { display: none; }
  .jp-OutputArea-output img { max-width: 100%; height: auto; }
  .jp-OutputArea-output { overflow-x: auto; }
</style>
{%- endblock -%}
{%- block data_png scoped -%}
<div class="jp-RenderedImage jp-OutputArea-output">
  <img alt="{{ output.metadata.alt | e }}" src="data:image/png;base64,{{ output.data["image/png"] }}">
</div>
{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""
"""The page of nbconvert without its scripts, and with a rule that lets the browser fetch nothing."""


def notebook_page(notebook: Path, out: Path, lang: str = "en") -> None:
    """Run a notebook from top to bottom and write it with its results as one HTML page.

    Parameters
    ----------
    notebook
        The notebook; it is read, never written. It runs in its own folder.
    out
        The page. It is written under a temporary name and then renamed, so it is whole or absent.
    lang
        Language of the page's own words, "en" or "zh"; the notebook's are its author's.

    Raises
    ------
    RunError
        The notebook can not be read, a cell fails (its number and message are given), or the page can not be
        written.
    """
    check_language(lang)
    notebook, out = Path(notebook), Path(out)
    page = as_html(executed(notebook), notebook.stem, lang)
    write_text(out, page)


def executed(notebook: Path, timeout: float = _LONGEST_CELL) -> Any:
    """Return a notebook with the outputs of running it now.

    Raises
    ------
    RunError
        The notebook can not be read, or a cell fails or takes more than `timeout` seconds.
    """
    notebook = Path(notebook)
    try:
        node = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise RunError(f"{notebook}: can not be read as a notebook: {_first_line(error)}.") from error
    client = NotebookClient(
        node,
        timeout=timeout,
        kernel_name="python3",
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(notebook.parent)}},
    )
    try:
        client.execute()
    except (CellControlSignal, DeadKernelError) as error:
        raise RunError(f"{notebook}: {_where(node)}: {_first_line(error)}") from error
    return node


def as_html(node: Any, title: str, lang: str = "en") -> str:
    """Return an executed notebook as one HTML page; live controls become a sentence there, the notebook stays."""
    node, heading = copy.deepcopy(node), title
    for cell in node.cells:
        heading = _heading(cell) or heading
        for output in cell.get("outputs", ()):
            _without_widget(output.get("data", {}), lang)
            if "image/png" in output.get("data", {}):
                output.metadata.setdefault("alt", heading)
    options = {"raw_template": _TEMPLATE, "embed_images": True, "exclude_anchor_links": True, "language_code": lang}
    exporter = HTMLExporter(**options)  # type: ignore[no-untyped-call]
    exporter.mathjax_url = exporter.require_js_url = exporter.jquery_url = ""
    exporter.mermaid_js_url = exporter.mermaid_layout_elk_js_url = exporter.jupyter_widgets_base_url = ""
    text, _ = exporter.from_notebook_node(node, {"metadata": {"name": title}})
    return str(text)


def _heading(cell: Any) -> str:
    """Return the last heading of a cell of text; the pictures below it are called so."""
    lines = cell.source.splitlines() if cell.cell_type == "markdown" else []
    return next((line.lstrip("# ") for line in reversed(lines) if line.startswith("#")), "")


def _without_widget(data: dict[str, Any], lang: str) -> None:
    """Put a sentence in place of a widget: its own, where it brings one."""
    if data.pop(WIDGET, None) is not None and "text/html" not in data:
        data["text/html"] = f"<p><em>{html.escape(NOT_LIVE[lang])}</em></p>"


def _where(node: Any) -> str:
    """Return the cell that failed: the one with an error, else the last that was begun."""
    cells = [(place, cell) for place, cell in enumerate(node.cells, start=1) if cell.cell_type == "code"]
    failed = [pair for pair in cells if any(o.output_type == "error" for o in pair[1].outputs)]
    begun = [pair for pair in cells if pair[1].get("metadata", {}).get("execution")]
    for place, cell in failed or begun[-1:]:
        first = next(iter(cell.source.strip().splitlines()), "")
        return f"cell {place} (`{first}`)"
    return "the kernel"


def _first_line(error: Exception) -> str:
    """Return what an error says in one line: of a failed cell, what its own error said."""
    if getattr(error, "ename", ""):
        return f"{error.ename}: {error.evalue}"  # type: ignore[attr-defined]
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
