"""What people may do with the cells of a plan: each deed is another draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from teamsim.errors import TeamsimError
from teamsim.studio.cells import Kind, read_number, read_numbers, reasons
from teamsim.studio.drafts import Draft
from teamsim.studio.terms import Term

Intent = Mapping[str, Any]


def address(path: str, row: Any = None, column: Any = None) -> str:
    """Return the address of a cell: the path, or the path with row and column in a list of pairs."""
    return path if row is None else f"{path}.{row}.{column}"


def with_cell(draft: Draft, term: Term, intent: Intent, currency: str) -> Draft:
    """Return the draft after somebody wrote into a cell; what can not be read stays there with the reason."""
    if intent.get("row") is not None:
        _refuse_unknown(draft, term, int(intent["row"]), int(intent.get("column") or 0))
    text, row, column = str(intent.get("value", "")), intent.get("row"), intent.get("column")
    place = address(term.path, row, column)
    kind = term.kind if row is None else term.columns[int(column or 0)]
    if wrong := reasons(lambda lang: read(text, kind, currency, lang)):
        return draft.with_wrong(place, text, wrong)
    if row is None:
        return draft.with_value(term.path, read(text, kind, currency))
    rows = [list(pair) for pair in _pairs(draft, term)]
    rows[int(row)][int(column or 0)] = read(text, kind, currency)
    others = {key: told for key, told in draft.wrong.items() if key != place}
    return replace(draft.with_value(term.path, rows), wrong=others)


def with_row(draft: Draft, term: Term, row: int | None) -> Draft:
    """Return the draft with one more row in a list of pairs, or without a row.

    Raises
    ------
    TeamsimError
        There is no such row.
    """
    rows = [list(pair) for pair in _pairs(draft, term)]
    if row is None:
        last = rows[-1] if rows else [0.0, 0.0]
        rows.append([round(last[0] + (0.25 if rows else 1.0), 6), *last[1:]])
    else:
        _refuse_unknown(draft, term, row)
        gone = rows.pop(row)
        if row == 0 and rows and term.path.endswith(".rates"):
            rows[0][0] = gone[0]  # bands leave no gap: the next one begins where this did
    return draft.with_value(term.path, rows)


def _pairs(draft: Draft, term: Term) -> Sequence[Sequence[float]]:
    """Return a list of pairs; a component that was added may not state it."""
    return draft.value(term.path, term.default) or ()


def _refuse_unknown(draft: Draft, term: Term, row: int, column: int = 0) -> None:
    """Refuse a cell that is not there: its row may have been taken away meanwhile."""
    rows = _pairs(draft, term)
    if not 0 <= row < len(rows):
        raise TeamsimError(f"{term.path} has no row {row + 1}.")
    if not 0 <= column < len(rows[row]):
        raise TeamsimError(f"{term.path} has no column {column + 1}.")


def read(text: str, kind: Kind, currency: str, lang: str = "en") -> Any:
    """Return what a text means in a cell.

    Raises
    ------
    CellError
        What is wrong, in a sentence with the remedy.
    """
    if kind.form in ("number", "whole"):
        return read_number(text, kind, currency, lang)
    if kind.form == "numbers":
        return read_numbers(text, kind, currency, lang)
    if kind.form == "yes_no":
        return text == "yes"
    if not text.strip() and kind.may_be_empty:
        return None
    return [part.strip() for part in text.split(",") if part.strip()] if kind.form == "names" else text.strip()
