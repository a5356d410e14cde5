"""The desk: what somebody wants becomes another state of bench and view; no widget, no computing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from teamsim.errors import InputError, TeamsimError
from teamsim.scenario.faults import nearest
from teamsim.scenario.scenario import Scenario
from teamsim.studio.bar import LANGUAGE_NAMES, number_limits
from teamsim.studio.cells import reasons
from teamsim.studio.drafts import Bench, Draft, is_within
from teamsim.studio.dropped import draft_of_file
from teamsim.studio.entries import EntrySection, entry_sections, section_at, section_of, touching_entries
from teamsim.studio.entry_deeds import entry_key, heir_of, with_entry, with_name, without_entry
from teamsim.studio.entry_list import kind_at, new_at
from teamsim.studio.entry_rows import Cell, Row, Toggles
from teamsim.studio.history import History
from teamsim.studio.judging import Judge, Judgement
from teamsim.studio.levers import Lever
from teamsim.studio.markup import Kept
from teamsim.studio.mechanisms import Mechanism, lever_at, mechanisms
from teamsim.studio.organisation_deeds import KINDS, Deeds, is_of_shape, with_shape, without_shape
from teamsim.studio.organisation_words import ORGANISATION_WORDS
from teamsim.studio.plan_deeds import with_cell, with_row
from teamsim.studio.refusals import told
from teamsim.studio.saving import Shelf, read_dropped
from teamsim.studio.switches import Switch, switch_at
from teamsim.studio.terms import Term, term_at
from teamsim.studio.views import TABS, View
from teamsim.studio.words import words

Intent = dict[str, Any]
LOOKING = ("lang", "search", "group", "dialog", "choose")
"""Intents that change no scenario: all that a board may do."""
NUMBERS = ("month", "future", "chain", "org_month")
"""Choices that are numbers."""


class Desk:
    """The states of the bench one after the other, how it is looked at, and what people may do with both.

    `hear` takes an intent as the browser sends it: a mapping with `kind`, and `value`, `path`, `place` where the kind
    needs them. What can not be done leaves a sentence in the view and the bench as it was.
    """

    def __init__(self, bench: Bench, view: View, usual: tuple[str, ...], shelf: Shelf) -> None:
        self.history, self.view, self.usual, self.shelf = History(bench), view, usual, shelf
        self.dragged: tuple[str, float] | None = None
        self._judge, self._judgement = Judge(), Kept[Judgement]()
        self._sections = Kept[tuple[EntrySection, ...]]()

    @property
    def bench(self) -> Bench:
        """The bench as it stands."""
        return self.history.now

    @property
    def draft(self) -> Draft:
        """The scenario that the levers act on."""
        return self.bench.subject

    @property
    def groups(self) -> tuple[Mechanism, ...]:
        """The levers of the scenario that they act on, by mechanism."""
        return mechanisms(self.draft.origin, self.view.lang, self.usual)

    @property
    def sections(self) -> tuple[EntrySection, ...]:
        """The named entries of the scenario that they act on, faulty ones too."""
        draft, lang = self.draft, self.view.lang
        of = (draft.origin, touching_entries(draft), lang)
        return self._sections.made(of, lambda: entry_sections(draft, lang))

    @property
    def currency(self) -> str:
        """Currency of the baseline."""
        return str(self.bench.baseline.parameters.money.currency)

    def judgement(self) -> Judgement:
        """Return the scenarios of the bench, or what is wrong with it; a lever that is dragged counts."""
        bench = self.bench
        if self.dragged is not None:
            bench = bench.with_subject(self.draft.with_value(*self.dragged))
        lang, adjusted = self.view.lang, words(self.view.lang)["adjusted"]
        return self._judgement.made((bench, lang), lambda: self._judge.judged(bench, adjusted, lang))

    def hear(self, intent: Intent) -> None:
        """Do what somebody wants."""
        kind = str(intent.get("kind", ""))
        if self.view.is_board and kind not in LOOKING:
            self.view = self.view.told(words(self.view.lang)["read_only"], is_wrong=True)
            return
        if kind not in ("drag", "search"):
            self.view = replace(self.view.told(""), heir="")
        if kind != "drag":
            self.dragged = None
        shaped = self._shape if kind in KINDS else None
        do: Callable[[Intent], None] | None = getattr(self, f"_do_{kind}", shaped)
        if do is None:
            return
        try:
            do(intent)
        except TeamsimError as error:
            self.view = self.view.told(told(error, self.view.lang), is_wrong=True)

    # what is looked at

    def _do_tab(self, intent: Intent) -> None:
        if intent.get("value") in TABS:
            self.view = replace(self.view, tab=str(intent["value"]))

    def _do_lang(self, intent: Intent) -> None:
        if intent.get("value") in LANGUAGE_NAMES:
            self.view = replace(self.view, lang=str(intent["value"]))

    def _do_search(self, intent: Intent) -> None:
        self.view = replace(self.view, search=str(intent.get("value", "")))

    def _do_group(self, intent: Intent) -> None:
        self.view = self.view.toggled(str(intent.get("key")))

    def _do_dialog(self, intent: Intent) -> None:
        self.view = replace(self.view, dialog=str(intent.get("value", "")))

    def _do_plan(self, intent: Intent) -> None:
        self.view = replace(self.view, plan=str(intent.get("value", "")), tier="")

    def _do_tier(self, intent: Intent) -> None:
        self.view = replace(self.view, tier=str(intent.get("value", "")))

    def _do_pick(self, intent: Intent) -> None:
        name, value = str(intent.get("name")), str(intent.get("value", ""))
        if name in NUMBERS and not value.isdecimal():
            return
        self.view = self.view.with_pick(name, value)

    def _do_forecast(self, _intent: Intent) -> None:
        self.view = replace(self.view, wants_forecast=True)

    def _do_levers(self, _intent: Intent) -> None:
        self.view = replace(self.view, wants_levers=True)

    def _do_number(self, intent: Intent) -> None:
        name, text = str(intent.get("name")), str(intent.get("value", "")).strip()
        low, high = number_limits(name)
        plain = text.replace(",", "")
        if name not in ("replications", "seed"):
            return
        if not (plain.isdecimal() and low <= int(plain) <= high):
            wrong = {lang: words(lang)["whole_number"].format(low=low, high=high) for lang in LANGUAGE_NAMES}
            self.view = self.view.with_wrong(name, text, wrong)
        elif name == "replications":
            self.view = replace(self.view.with_wrong(name), replications=int(plain))
        else:
            self.view = replace(self.view.with_wrong(name), seed=int(plain))

    # what is on the bench

    def _do_choose(self, intent: Intent) -> None:
        self.history.look(self.bench.chosen(int(intent.get("place", 0))))

    def _do_add(self, _intent: Intent) -> None:
        said = words(self.view.lang)
        adjusted = said["adjusted"]
        name = self.bench.free_name(self.draft.called(adjusted), adjusted)
        copy = replace(self.draft, name=name, wrong={})  # what can not be read stays in the one that it was written in
        self.history.do(self.bench.added(copy))

    def _do_remove(self, intent: Intent) -> None:
        self.history.do(self.bench.removed(int(intent.get("place", 0))))

    def _do_rename(self, intent: Intent) -> None:
        self._put(replace(self.draft, name=self._free(str(intent.get("value", "")), self.draft)))

    def _free(self, name: str, besides: Draft | None = None) -> str:
        """Return a name that no other scenario of the bench has."""
        said, name = words(self.view.lang), name.strip()
        taken = {each.called(said["adjusted"]) for each in self.bench.drafts if each is not besides}
        if not name:
            raise TeamsimError(said["name_needed"])
        if name in taken | {self.bench.baseline.name}:
            raise TeamsimError(said["name_taken"].format(name=name))
        return name

    def _do_undo(self, _intent: Intent) -> None:
        self._go(self.history.undo)

    def _do_redo(self, _intent: Intent) -> None:
        self._go(self.history.redo)

    def _go(self, step: Callable[[], None]) -> None:
        """Go a step, back or forward mostly, that may take an entry away in which the keyboard is."""
        before = self.sections
        step()
        self.view = replace(self.view, heir=heir_of(before, self.sections))

    def _do_reset(self, intent: Intent) -> None:
        self._put(self.draft.without(str(intent.get("path"))))

    def _do_reset_all(self, _intent: Intent) -> None:
        self._put(self.draft.without())

    # levers

    def _do_drag(self, intent: Intent) -> None:
        lever = self.lever(str(intent.get("path")))
        self.dragged = (lever.path, lever.at(float(intent["value"])))

    def _do_slide(self, intent: Intent) -> None:
        lever = self.lever(str(intent.get("path")))
        self._put(self.draft.with_value(lever.path, lever.at(float(intent["value"]))), f"slide {lever.path}")

    def _do_write(self, intent: Intent) -> None:
        path, text = str(intent.get("path")), str(intent.get("value", ""))
        row = self._in_entry(path)
        field = row if isinstance(row, Cell) else self.lever(path)
        if wrong := reasons(lambda lang: field.read(text, self.currency, lang)):
            self._put(self.draft.with_wrong(path, text, wrong))
        else:
            self._put(self.draft.with_value(path, field.read(text, self.currency)))

    def lever(self, path: str) -> Lever:
        """Return the lever at a path.

        Raises
        ------
        TeamsimError
            There is none.
        """
        row = self._in_entry(path)
        return row if isinstance(row, Lever) else lever_at(self.draft.origin, path, self.view.lang)

    def _do_switch(self, intent: Intent) -> None:
        row, path = self._in_entry(str(intent.get("path"))), str(intent.get("path"))
        switch = row if isinstance(row, Switch) else switch_at(self.draft.origin, path, self.view.lang)
        self._put(self.draft.with_value(path, switch.read(str(intent.get("value", "")))))

    def _do_toggle(self, intent: Intent) -> None:
        row, name = self._in_entry(str(intent.get("path"))), str(intent.get("value", ""))
        if isinstance(row, Toggles):
            self._put(self.draft.with_value(row.path, row.flipped(self.draft.value(row.path, row.start), name)))

    # named entries

    def _in_entry(self, path: str) -> Row | None:
        """Return the row of a named entry at a path; None where it is of none.

        Raises
        ------
        TeamsimError
            The entry was taken out.
        """
        if self.draft.is_gone(path):
            raise TeamsimError(f"{self.draft.origin.name}: there is no {path}.")
        every = (entry for section in self.sections for entry in section.every_entry() if is_within(path, entry.path))
        return next((row for entry in every for row in entry.rows if row.path == path), None)

    def _do_add_entry(self, intent: Intent) -> None:
        path, text = str(intent.get("path")), str(intent.get("value", ""))
        section, place = self.section(path), new_at(path)
        name = self._entry_named(text, section, place)
        self.view = self.view.with_pick(place, text if name is None else "")
        if name is not None:
            self._put(with_entry(self.draft, section, name, self.view.picked(kind_at(path), "")))
            self.view = self.view.with_open(f"{path}.{name}")

    def _do_rename_entry(self, intent: Intent) -> None:
        path, text = str(intent.get("path")), str(intent.get("value", ""))
        section, old = self.section(section_of(path)), path.rpartition(".")[2]
        name = self._entry_named(text, section, path, besides=old)
        if name not in (None, old):
            self._put(with_name(self.draft, path, str(name)))
            renamed = f"{section.path}.{name}"
            self.view = replace(self.view.with_open(renamed), heir=renamed)

    def _do_remove_entry(self, intent: Intent) -> None:
        path = str(intent.get("path"))
        self.section(section_of(path))
        self._go(lambda: self._put(without_entry(self.draft, path)))

    def _entry_named(self, text: str, section: EntrySection, place: str, besides: str = "") -> str | None:
        """Return the key of an entry for a name; None, with the reason beside the field, where it can not be one."""
        wrong = reasons(lambda lang: entry_key(text, section, besides, lang))
        self.view = self.view.with_wrong(place, text, wrong)
        return None if wrong else entry_key(text, section, besides)

    def section(self, path: str) -> EntrySection:
        """Return the section of named entries at a path.

        Raises
        ------
        TeamsimError
            There is none.
        """
        found = section_at(self.sections, path)
        if found is None:
            raise TeamsimError(f"{self.draft.origin.name}: there is no {path}.")
        return found

    # cells of a plan

    def _do_cell(self, intent: Intent) -> None:
        term = self.term(str(intent.get("path")))
        self._put(with_cell(self.draft, term, intent, self.currency))

    def _do_row(self, intent: Intent) -> None:
        row = intent.get("row")
        self._put(with_row(self.draft, self.term(str(intent.get("path"))), None if row is None else int(row)))

    def term(self, path: str) -> Term:
        """Return the term of a plan at a path.

        Raises
        ------
        TeamsimError
            There is none.
        """
        found = term_at(self.structure(), path)
        if found is None:
            raise TeamsimError(f"{path} is not a term of a plan of `{self.draft.origin.name}`.")
        return found

    def structure(self) -> Scenario:
        """Return the scenario that is worked on, or where that is faulty the one it was made from."""
        try:
            return self._judge.scenario(self.draft, words(self.view.lang)["adjusted"])
        except InputError:
            return self.draft.origin

    # succession

    def _do_critical(self, intent: Intent) -> None:
        tier = str(intent.get("tier"))
        path, declared = f"tiers.{tier}.critical", self.structure().parameters.tiers
        if tier not in declared:
            raise TeamsimError(f"tiers: there is no tier `{tier}`. {nearest(tier, declared)}")
        self._put(self.draft.with_value(path, not declared[tier].critical))

    # the shape of the organisation

    def _shape(self, intent: Intent) -> None:
        """Change the shape; what is refused is told in the row that it is about."""
        view = self.view
        try:
            scenario = self._judge.scenario(self.draft, words(view.lang)["adjusted"])
            terms = (int(view.picked("org_month", "0")), view.picked("redundancy", "") == "yes", view.lang)
            shaped = KINDS[str(intent["kind"])](Deeds(scenario, *terms), intent)
        except TeamsimError as error:
            self.view = view.told(told(error, view.lang), is_wrong=True, at=str(intent.get("unit", "whole")))
        else:
            self._put(with_shape(self.draft, shaped))

    def _do_design(self, intent: Intent) -> None:
        """Make the changed shape a scenario of its own beside the one that it was made in, and look at both."""
        said, draft = ORGANISATION_WORDS[self.view.lang], self.draft
        if not any(map(is_of_shape, draft.changes)):
            raise TeamsimError(said["no_design"])
        own = replace(draft, name=self._free(str(intent.get("value", ""))), wrong={})
        self.history.do(self.bench.with_subject(without_shape(draft)).added(own))
        self.view = replace(self.view, tab="compare").told(said["designed"].format(name=own.name))

    # files

    def _do_drop(self, intent: Intent) -> None:
        name, text = str(intent.get("name", "")), str(intent.get("text", ""))
        said, bench, file = words(self.view.lang), self.bench, read_dropped(name, text)
        parent = file.tree.get("extends")
        if not file.tree.keys() - {"name", "description"}:
            raise TeamsimError(said["empty_file"].format(name=name, baseline=bench.baseline.name))
        origin = bench.baseline if parent is None else self.shelf.extended(str(parent), name, bench, self.view.lang)
        draft = draft_of_file(file, origin, self.shelf.folder)
        draft = replace(draft, name=bench.free_name(draft.name, said["adjusted"]))
        self.history.do(bench.added(draft))
        terms = {"origin": draft.origin.name, "n": len(draft.changes)}
        differing = said["opened_changes"].format(**terms) if draft.changes else ""
        self.view = self.view.told(said["opened"].format(name=draft.name) + differing)

    def _do_save(self, intent: Intent) -> None:
        said = words(self.view.lang)
        if unread := [text for text, _ in self.draft.wrong.values()]:
            raise TeamsimError(said["unread"].format(texts="”, “".join(unread)))
        scenario = self._judge.scenario(self.draft, said["adjusted"])
        path = self.shelf.save(self.draft, scenario, str(intent.get("value", "")), self.view.lang)
        self.view = replace(self.view, dialog="").told(said["saved"].format(path=path))

    def _put(self, draft: Draft, topic: str | None = None) -> None:
        """Go on to another state of the scenario that is worked on; what takes long is asked for anew."""
        self.view = replace(self.view, wants_forecast=False, wants_levers=False)
        self.history.do(self.bench.with_subject(draft), topic)


def desk_of(scenarios: tuple[Scenario, ...], view: View, usual: tuple[str, ...], shelf: Shelf, what_if: str) -> Desk:
    """Return a desk with a baseline and the scenarios beside it, or a copy of it; the levers act on the last one."""
    baseline, *others = scenarios
    drafts = tuple(Draft(each) for each in others) or (Draft(baseline, what_if),)
    return Desk(Bench(baseline, drafts, len(drafts) - 1), view, usual, shelf)
