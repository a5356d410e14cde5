"""Compare: levers, tiles, fans beside the waterfall, and the table behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from teamsim.studio.answers import EXPLAINED, Answer, Answers
from teamsim.studio.desk import Desk
from teamsim.studio.driver import Turn
from teamsim.studio.elsewhere import elsewhere
from teamsim.studio.falls import fall_of
from teamsim.studio.jobs import Job
from teamsim.studio.judging import Judgement
from teamsim.studio.lever_list import LeverList
from teamsim.studio.markup import Kept, Node, tag
from teamsim.studio.page import Page
from teamsim.studio.pictures import Fans
from teamsim.studio.saving import code_of, suggested_file
from teamsim.studio.sidebar import dialog, head, note, story
from teamsim.studio.sources import source_line, source_of, term
from teamsim.studio.telling import scrolled
from teamsim.studio.tiles import table, tiles
from teamsim.studio.words import what_is_held, words
from teamsim.study import Study

_BESIDE = ("exits", "attainment")
"""Measures that have a tile though they have no fan."""


class CompareTab:
    """A baseline against up to four scenarios. `answer` is the last one, a preview while somebody drags."""

    def __init__(self, desk: Desk, measures: tuple[str, ...]) -> None:
        self.desk = desk
        self.answer: Answer | None = None
        self._new: Answer | None = None
        self._answers = Answers(tuple(dict.fromkeys((EXPLAINED, *measures, *_BESIDE))))
        self.fans = Fans(measures, desk.currency)
        # one page for both: of two, the second is heard only when the browser has laid out the first
        self.pictures: Any = Page(lambda _intent: None)
        self.pictures.layout.width = "100%"
        self._side, self._tiles, self._table = Kept[Node](), Kept[Node](), Kept[Node]()

    @property
    def sentences(self) -> list[str]:
        """The last comparison in plain words."""
        return self.answer.comparison(self.desk.view.lang).sentences if self.answer else []

    def question(self) -> None:
        """Return nothing: the scenarios of the bench are all it asks about."""

    def steps(self, turn: Turn[Job], tell: Callable[[int, int], None]) -> Iterator[None]:
        """Compute a job, in one step; nothing is shown yet. Tiles and table add up theirs after the pictures."""
        self._new = self._answers.answer(turn.value, turn, tell)
        self._new.fall(self.desk.view.lang)
        yield

    def show(self) -> None:
        """Show what was computed last."""
        self.answer = self._new
        self._draw()

    def speak(self) -> None:
        """Go on in the language of the view."""
        self._draw()

    def _draw(self) -> None:
        if self.answer is not None:
            lang = self.desk.view.lang
            both = self.fans.node(self.answer.study, lang), fall_of(self.answer.fall(lang), lang)
            shown = [tag("div", each, class_="ts-picture") for each in both]
            source = source_of(_source(self.answer.study, lang))
            self.pictures.show(tag("div", *shown, source, class_="ts-pictures"))

    def done(self, milliseconds: float, *, is_stopped: bool) -> str:
        """Return what to say of the last answer."""
        said, answer = words(self.desk.view.lang), self.answer
        if answer is None:
            return ""
        terms = {"n": answer.study.n_replications, "asked": answer.job.replications}
        if answer.is_preview:
            return said["preview"].format(**terms)
        form = "stopped" if is_stopped and not answer.is_whole else "done"
        return said[form].format(done=terms["n"], asked=terms["asked"], milliseconds=milliseconds)

    def side(self) -> Node:
        """Return what stands left: the levers, or a board's story."""
        desk, view = self.desk, self.desk.view
        if view.is_board:
            return tag("aside", note(view), story(self.answer.story(view.lang) if self.answer else [], view))
        judgement = desk.judgement()
        of = (desk.bench, desk.groups, judgement, view)
        return self._side.made(of, lambda: lever_side(desk, judgement))

    def tiles(self) -> Node:
        """Return the tiles of the scenario that the levers act on."""
        if (answer := self.answer) is None:
            return tag("div", class_="ts-tiles")
        lang = self.desk.view.lang
        return self._tiles.made((answer, lang), lambda: tiles(answer.comparison(lang), answer.subject, lang))

    def table(self) -> Node:
        """Return all differences, and where they come from."""
        if (answer := self.answer) is None:
            return tag("div")
        lang = self.desk.view.lang
        return self._table.made((answer, lang), lambda: differences(answer, lang))


def lever_side(desk: Desk, judgement: Judgement) -> Node:
    """Return the levers of the scenario that they act on, below what is told of it."""
    levers = LeverList(desk.draft, desk.bench.baseline, desk.groups, judgement, desk.view, desk.sections, desk.dragged)
    return tag(
        "aside",
        head(desk.draft, desk.view),
        dialog_of(desk),
        note(desk.view),
        None if judgement.is_good else elsewhere(desk, levers.paths),
        levers.node(),
        data_drop=True,
    )


def differences(answer: Answer, lang: str) -> Node:
    """Return all differences from the baseline, and what is held still; the line above says where they come from."""
    comparison = answer.comparison(lang)
    label = words(lang)["all_differences"].format(baseline=comparison.differences[0].baseline)
    small = tag("small", what_is_held(answer.study, lang), class_="ts-origin")
    return tag("div", scrolled(table(comparison, lang), label), small)


def _source(study: Study, lang: str) -> str:
    """Return where pictures and table come from."""
    return source_line(study.scenarios, term("futures", lang, n=study.n_replications, seed=study.seed))


def dialog_of(desk: Desk) -> Node:
    """Return the dialog that is open: what it shows is made only then."""
    view, draft, adjusted = desk.view, desk.draft, words(desk.view.lang)["adjusted"]
    name = draft.called(adjusted)
    code = ""
    if view.dialog == "code":
        code = code_of(draft, name, desk.shelf.file_of(draft.origin))
    return dialog(view, code, suggested_file(name), desk.shelf.folder.as_posix())
