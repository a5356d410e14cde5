"""Faults that have no place on the part that is looked at: told on top, so that none is counted and not seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from teamsim.errors import TeamsimError
from teamsim.studio.desk import Desk
from teamsim.studio.drafts import Draft, is_within
from teamsim.studio.markup import Node, button, tag
from teamsim.studio.mechanisms import lever_at
from teamsim.studio.words import words


def elsewhere(desk: Desk, shown: Collection[str] = ()) -> Node:
    """Return the faults that stand beside no field of the part that is looked at, each with what takes it back.

    Parameters
    ----------
    desk
        The bench, and how it is looked at.
    shown
        Paths that have a field with its fault beside it.
    """
    judgement = desk.judgement()
    items = [tag("li", fault) for fault in judgement.others]
    items += [_item(desk, path, fault) for path, fault in judgement.by_path.items() if not _has_place(path, shown)]
    for draft in desk.bench.drafts:
        is_subject = draft is desk.draft
        told = _unread(desk, draft, shown if is_subject else ())
        items += [_item(desk, path, text) if is_subject else tag("li", text) for path, text in told]
    return tag("ul", *items, role="alert", class_="ts-fault ts-others", data_key="faults") if items else None


def _unread(desk: Desk, draft: Draft, shown: Collection[str]) -> Iterator[tuple[str, str]]:
    """Go through what can not be read in the cells of a draft: where, and why."""
    said, lang = words(desk.view.lang), desk.view.lang
    name = "" if draft is desk.draft else f"{draft.called(said['adjusted'])}: "
    for path, (text, reasons) in draft.wrong.items():
        if not _has_place(path, shown):
            yield path, f"{name}{_called(draft, path, lang)} “{text}”: {reasons[lang]}"


def _called(draft: Draft, path: str, lang: str) -> str:
    """Return what people call a value; its path where it is no lever."""
    try:
        lever = lever_at(draft.origin, path, lang)
    except TeamsimError:
        return path
    return f"{lever.label} ({lever.where})" if lever.where else lever.label


def _item(desk: Desk, path: str, fault: str) -> Node:
    changed = _changed(desk.draft, path)
    tip = words(desk.view.lang)["take_back"].format(path=changed)
    back = button("↺", {"kind": "reset", "path": changed}, aria_label=tip, title=tip, class_="ts-plain")
    return tag("li", fault, back, data_path=path)


def _changed(draft: Draft, path: str) -> str:
    """Return the nearest path from there upwards at which something can be taken back: a field may be missing."""
    above = path
    while above and draft.without(above) == draft:
        above = above.rpartition(".")[0]
    return above or path


def _has_place(path: str, shown: Collection[str]) -> bool:
    return any(is_within(path, each) for each in shown)
