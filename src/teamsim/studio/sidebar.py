"""What stands left of the pictures: the scenario's name, what can be done with it, and its levers."""

from __future__ import annotations

from teamsim.studio.drafts import Draft
from teamsim.studio.markup import Node, button, tag
from teamsim.studio.views import View
from teamsim.studio.words import words


def head(draft: Draft, view: View) -> Node:
    """Return the scenario that is worked on: its name, reset, save, code, open."""
    said = words(view.lang)
    name = tag(
        "input",
        type="text",
        value=draft.called(said["adjusted"]),
        aria_label=said["rename"],
        title=said["rename"],
        on={"change": {"kind": "rename"}},
    )
    is_changed = bool(draft.changes or draft.wrong)
    opener = tag(
        "label",
        said["open"],
        tag("input", type="file", accept=".yaml,.yml", class_="ts-hidden"),
        class_="ts-button",
    )
    return tag(
        "div",
        name,
        tag(
            "div",
            button(said["save"], {"kind": "dialog", "value": "save"}, title=said["save_tip"]),
            button(said["code"], {"kind": "dialog", "value": "code"}, title=said["code_tip"]),
            opener,
            button(said["reset"], {"kind": "reset_all"}, title=said["reset_tip"], disabled=not is_changed),
            class_="ts-deeds",
        ),
        class_="ts-head",
        data_key="head",
    )


def dialog(view: View, code: str, file_name: str, folder: str) -> Node:
    """Return what was asked for: where to save, or the code; nothing where nothing was."""
    said = words(view.lang)
    close = button(said["close"], {"kind": "dialog", "value": ""})
    if view.dialog == "save":
        label = said["file_name"].format(folder=folder)
        field = tag("input", type="text", name="file", value=file_name)
        deeds = tag("div", button(said["save_now"], {"kind": "save"}, data_with="file"), close, class_="ts-deeds")
        return tag("div", tag("label", label, field), deeds, class_="ts-dialog", data_key="save", data_form=True)
    if view.dialog == "code":
        text = tag("pre", code, tabindex="0", aria_label=said["code_about"])
        copy = tag("button", said["copy"], type="button", data_copy=code)
        return tag("div", text, tag("div", copy, close, class_="ts-deeds"), class_="ts-dialog", data_key="code")
    return None


def note(view: View) -> Node:
    """Return the sentence about what was done last."""
    if not view.note:
        return None
    kind = "ts-note ts-fault" if view.is_wrong else "ts-note"
    return tag("p", view.note, role="alert" if view.is_wrong else "status", class_=kind, data_key="note")


def story(sentences: list[str], view: View) -> Node:
    """Return the answer in plain words, for a board."""
    first, *rest = sentences or [""]
    return tag(
        "article",
        tag("h3", words(view.lang)["story"]),
        tag("p", first, class_="ts-answer"),
        *(tag("p", sentence) for sentence in rest),
        class_="ts-story",
    )
