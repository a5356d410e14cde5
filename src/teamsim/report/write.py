"""A study as a file that people keep: a page, slides or a workbook, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.bridges import Known, reconcile
from teamsim.analysis.compare import compare
from teamsim.errors import RunError, TeamsimError
from teamsim.files import write_text, write_whole
from teamsim.provenance import provenance_of
from teamsim.report.content import Content
from teamsim.report.groups import refuse_few_people
from teamsim.study import Study
from teamsim.words import check_language

INSTALL = "pip install 'teamsim[report]'"
ENDINGS = (".html", ".pptx", ".xlsx")


def write_report(
    study: Study,
    out: str | Path,
    *,
    lang: str = "en",
    drawn: UnderAssumptions | None = None,
    actuals: Known | None = None,
    budget: Known | None = None,
) -> Path:
    """Write a study as a page (.html), slides (.pptx) or a workbook (.xlsx); whole or not at all.

    Parameters
    ----------
    study
        Scenarios run together; the first is the baseline.
    out
        The file; its ending says what it is.
    lang
        "en" or "zh".
    drawn
        The same study under drawn assumptions: their intervals, and the register ranked by effect.
    actuals, budget
        What the board knows of the first year, to bridge the baseline to; see `analysis.bridges`.

    Raises
    ------
    TeamsimError
        Another ending, a library that is missing, scenarios that can not be compared, fewer than five people, or a
        file that can not be written; an older file is then as it was.
    """
    out = Path(out)
    check_language(lang)
    write = check_target(out)
    refuse_few_people(study)
    if len(study.results) > 1:
        compare(study)  # refuses scenarios that can not be compared
    known = actuals is not None or budget is not None
    reconciled = reconcile(study, actuals, budget, lang=lang) if known else None
    content = Content(study, drawn, reconciled, provenance_of(study, drawn), lang)
    return write(content, out)


def check_target(out: Path) -> Callable[[Content, Path], Path]:
    """Return what writes a kind of file; slides and workbooks need the packages of the group [report].

    Raises
    ------
    TeamsimError
        Another ending, or a library that is missing.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        rule = "expected .html (page), .pptx (slides) or .xlsx (workbook)"
        raise RunError(f"{out}: {rule}. Give the file one of these endings.")
    if ending == ".html":
        from teamsim.report.board import board_page

        return lambda content, out: write_text(out, board_page(content))
    try:
        if ending == ".pptx":
            from teamsim.report.deck import write_deck as write
        else:
            from teamsim.report.workbook import write_workbook as write
    except ImportError as error:
        what = "Slides need" if ending == ".pptx" else "A workbook needs"
        raise TeamsimError(f"{what} {error.name}, which is missing. Install the report packages: {INSTALL}") from error
    return lambda content, out: write_whole(out, lambda draft: write(content, draft))
