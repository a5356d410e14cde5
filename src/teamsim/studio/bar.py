"""The bar on top: parts of the studio, scenarios, language, replications, seed, and how far the work has come."""

from __future__ import annotations

from teamsim.colours import colour_of
from teamsim.studio.drafts import MOST, Bench
from teamsim.studio.history import History
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.views import TABS, Status, View
from teamsim.studio.words import words

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
MOST_REPLICATIONS, MOST_SEED = 100_000, 2**53 - 1
"""What the fields of the bar take; larger numbers go through `teamsim.run`."""


def bar(history: History[Bench], view: View, status: Status) -> Node:
    """Return the bar."""
    said = words(view.lang)
    return tag(
        "header",
        tag("strong", said["studio"], class_="ts-brand"),
        None if view.is_board else _tabs(view),
        _scenarios(history.now, view),
        None if view.is_board else _steps(history, view),
        _settings(view),
        _status(view, status),
        class_="ts-bar",
    )


def number_limits(name: str) -> tuple[int, int]:
    """Return the lowest and highest number of a field of the bar."""
    return (2, MOST_REPLICATIONS) if name == "replications" else (0, MOST_SEED)


def _tabs(view: View) -> Node:
    said = words(view.lang)
    made = [
        button(said[name], {"kind": "tab", "value": name}, role="tab", aria_selected=_yes(view.tab == name))
        for name in TABS
    ]
    return tag("div", *made, class_="ts-tabs", role="tablist", aria_label=said["tabs"])


def _scenarios(bench: Bench, view: View) -> Node:
    """Return the baseline and the scenarios beside it, each in its colour; the levers act on the pressed one."""
    said = words(view.lang)
    chips = [_chip(tag("span", bench.baseline.name, title=said["baseline"]))]
    for place, draft in enumerate(bench.drafts):
        name = draft.called(said["adjusted"])
        tip = None if view.is_board else said["choose_tip"].format(name=name)
        choose = {"kind": "choose", "place": place}
        parts = [button(name, choose, aria_pressed=_yes(place == bench.place), title=tip)]
        if len(bench.drafts) > 1 and not view.is_board:
            tip = said["remove_tip"].format(name=name)
            parts.append(button("×", {"kind": "remove", "place": place}, aria_label=tip, title=tip, class_="ts-plain"))
        chips.append(_chip(*parts, place=place + 1))
    if len(bench.drafts) < MOST and not view.is_board:
        tip = said["add_tip"].format(name=bench.subject.called(said["adjusted"]))
        chips.append(button(f"+ {said['add']}", {"kind": "add"}, title=tip, class_="ts-plain"))
    return tag("div", *chips, class_="ts-chips", role="group", aria_label=said["scenarios"])


def _chip(*parts: Node, place: int = 0) -> Node:
    return tag(
        "span", tag("i", style=f"background:{colour_of(place)}"), *parts, class_="ts-chip", data_key=f"chip{place}"
    )


def _steps(history: History[Bench], view: View) -> Node:
    said = words(view.lang)
    return tag(
        "div",
        button("↶", {"kind": "undo"}, aria_label=said["undo"], title=said["undo_tip"], disabled=not history.can_undo),
        button("↷", {"kind": "redo"}, aria_label=said["redo"], title=said["redo_tip"], disabled=not history.can_redo),
        class_="ts-steps",
    )


def _settings(view: View) -> Node:
    said = words(view.lang)
    language = choice(LANGUAGE_NAMES, view.lang, {"kind": "lang"}, aria_label=said["language"])
    fields = [] if view.is_board else [_number("replications", view), _number("seed", view)]
    return tag("div", *fields, language, class_="ts-settings")


def _number(name: str, view: View) -> Node:
    """Return a field for a whole number, with what is wrong beside it."""
    text, reasons = view.wrong.get(name, (str(getattr(view, name)), {}))
    reason = reasons.get(view.lang, "")
    field = tag(
        "input",
        type="text",
        inputmode="numeric",
        name=name,
        value=text,
        size="6",
        aria_invalid="true" if reason else None,
        on={"change": {"kind": "number", "name": name}},
    )
    fault = tag("span", reason, role="alert", class_="ts-fault") if reason else None
    return tag("label", words(view.lang)[name], field, fault, data_key=name)


def _status(view: View, status: Status) -> Node:
    """Return how far the work is; Cancel can be pressed while there is something to cancel."""
    said = words(view.lang)
    kind = "ts-wrong" if status.is_wrong else "ts-preview" if status.is_preview else None
    is_busy = status.share is not None
    share = 0.0 if status.share is None else status.share
    return tag(
        "div",
        tag("span", status.text, role="status", title=status.text, class_=kind),
        tag("progress", max="1", value=f"{share:.2f}", aria_label=said["computing"], hidden=not is_busy),
        button(said["stop"], {"kind": "stop"}, title=said["stop_tip"], disabled=not is_busy),
        class_="ts-status",
    )


def _yes(value: bool) -> str:
    return "true" if value else "false"
