"""The studio: one state, one thread that computes, and pages that show both."""

from __future__ import annotations

import html
import threading
import time
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from teamsim._jit import is_compiled_before
from teamsim.errors import TeamsimError
from teamsim.results import MONTHLY
from teamsim.scenario.faults import nearest
from teamsim.scenario.scenario import Scenario
from teamsim.studio.bar import bar
from teamsim.studio.charts import PlotlyCode
from teamsim.studio.compare_tab import CompareTab
from teamsim.studio.desk import Desk, Intent, desk_of
from teamsim.studio.drafts import MOST
from teamsim.studio.driver import Driver, Turn
from teamsim.studio.jobs import Job
from teamsim.studio.lab_tab import LabTab
from teamsim.studio.levers import Lever
from teamsim.studio.markup import Kept
from teamsim.studio.organisation_tab import OrganisationTab
from teamsim.studio.page import Page
from teamsim.studio.refusals import told
from teamsim.studio.saving import Shelf, rescues
from teamsim.studio.succession_tab import SuccessionTab
from teamsim.studio.tabs import Tab
from teamsim.studio.views import TABS, Status, View
from teamsim.studio.words import words
from teamsim.study import Study

_QUIET = 0.1
"""Seconds between two words on progress."""
_HEAD_START = 0.2
"""Seconds that a page waits at most for an answer before it shows that something is computed: to lay that out, here
and in the browser, would take the processors from the engine, and most answers are there sooner."""

_LET_OUT = 0.001
"""Seconds after the pictures: another thread sends them, and what follows would keep Python from it."""


class Studio:
    """A bench of scenarios with levers, and what becomes of them beside the baseline.

    Made by `teamsim.studio`; the last expression of a notebook cell shows it. `study` is the last study that was
    computed in full or stopped, `scenario` the changed scenario in it, `error` what went wrong last (None: nothing).
    `widget` holds all there is to see, `desk` all that was chosen.
    """

    def __init__(
        self,
        scenarios: tuple[Scenario, ...],
        paths: tuple[str, ...],
        view: View,
        measures: tuple[str, ...],
        *,
        folder: Path,
        actuals: pd.DataFrame | None = None,
    ) -> None:
        said = words(view.lang)
        _check(scenarios, paths, measures)
        self.desk: Desk = desk_of(scenarios, view, paths, Shelf(folder), said["what_if"])
        self.levers: tuple[Lever, ...] = tuple(map(self.desk.lever, paths))
        self.compare = CompareTab(self.desk, measures)
        self.lab = LabTab(self.desk, actuals)
        self.succession = SuccessionTab(self.desk)
        self.organisation = OrganisationTab(self.desk)
        made: tuple[Tab, ...] = (self.compare, self.lab, self.succession, self.organisation)
        self._tabs: dict[str, Tab] = dict(zip(TABS, made, strict=True))
        self.error: Exception | None = None
        self.status = Status()
        self._asked: Job | None = None
        self._answered, self._rescue = threading.Event(), Kept[dict[str, Any]]()
        self._spoke = self._started = self._spent = 0.0
        self._beginning = "computing" if is_compiled_before() else "compiling"
        self._lock = threading.RLock()
        self._driver: Driver[Job] = Driver(self._compute)
        self._furnish()
        self.refresh()

    @property
    def tab(self) -> Tab:
        """The part of the studio that is looked at."""
        return self._tabs[self.desk.view.tab]

    @property
    def study(self) -> Study | None:
        """The last study."""
        return self.compare.answer.study if self.compare.answer else None

    @property
    def scenario(self) -> Scenario | None:
        """The changed scenario as last computed, to carry on with."""
        answer = self.compare.answer
        return answer.study.result(answer.subject).layout.scenario if answer else None

    @property
    def sentences(self) -> list[str]:
        """The last comparison in plain words."""
        return self.compare.sentences

    @property
    def values(self) -> dict[str, Any]:
        """Where the levers stand, by path."""
        return {lever.path: self.desk.draft.value(lever.path) for lever in self.levers}

    def set(self, path: str, value: float) -> None:
        """Move a lever, as somebody would who lets go of it there."""
        self.hear({"kind": "slide", "path": path, "value": value})

    def reset(self) -> None:
        """Put every lever back to where it started."""
        self.hear({"kind": "reset_all"})

    def stop(self) -> None:
        """End the computation early; replications that are finished are shown."""
        self._asked = None  # what is asked for again is computed again
        self._driver.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until everything is computed; False where that took longer than `timeout` seconds."""
        return self._driver.wait(timeout)

    def hear(self, intent: Intent) -> None:
        """Do what somebody wants: the page sends it, a test may."""
        with self._lock:
            if intent.get("kind") == "stop":
                return self.stop()
            before = self.desk.view.lang
            self.desk.hear(intent)
            if self.desk.view.lang != before:
                self._speak()
            is_quick = self._ask() and self.middle.children == (self.tab.pictures,)
        if is_quick:  # without the lock, which the answer needs
            self._answered.wait(_HEAD_START)
        with self._lock:
            self._show()
        return None

    def _speak(self) -> None:
        """Go on in the language of the view."""
        for tab in self._tabs.values():
            tab.speak()
        if self.error is not None and self.status.is_wrong:
            self._say_error(self.error)
        if self.status.share is None and not self.status.is_wrong:
            self._say(self.tab.done(self._spent, is_stopped=False), is_preview=self.status.is_preview)

    def refresh(self) -> None:
        """Show the state as it is now, and compute what it asks for; returns at once."""
        with self._lock:
            self._ask()
            self._show()

    def _ask(self) -> bool:
        """Compute what the state asks for; tell whether that is new and begins at once."""
        judgement = self.desk.judgement()
        if judgement.is_good:
            job = self._job(judgement.scenarios)
            if job == self._asked:
                return False
            self._asked = job
            self._say(words(self.desk.view.lang)[self._beginning], share=0.0)
            self._answered.clear()
            return self._driver.ask(job, is_preview=job.is_preview)
        n = len(judgement.by_path) + len(judgement.others) + sum(len(d.wrong) for d in self.desk.bench.drafts)
        self._asked = None
        self._driver.drop()
        self._say(words(self.desk.view.lang)["faults"].format(n=n), is_wrong=True)
        return False

    def _repr_mimebundle_(self, **_asked: Any) -> dict[str, Any]:
        """Show the widget; a reader without a running notebook gets a sentence."""
        bundle: dict[str, Any] = self.widget._repr_mimebundle_()
        offline = words(self.desk.view.lang)["offline"]
        return {**bundle, "text/plain": offline, "text/html": f"<p><em>{html.escape(offline)}</em></p>"}

    def _job(self, scenarios: tuple[Scenario, ...]) -> Job:
        view, place = self.desk.view, self.desk.bench.place + 1
        is_preview = self.desk.dragged is not None
        return Job(scenarios, place, view.replications, view.seed, view.tab, is_preview, self.tab.question())

    def _compute(self, turn: Turn[Job]) -> None:
        """Compute and show one job (in the driver's thread)."""
        self._started = time.monotonic()
        try:
            self._answer(turn, self._tabs[turn.value.tab])
        except Exception as error:
            if not turn.is_old:
                self._fail(error)
        finally:
            self._answered.set()

    def _answer(self, turn: Turn[Job], tab: Tab) -> None:
        """Compute and show one job, unless a newer one waits."""
        for _ in tab.steps(turn, self._progress):
            if turn.is_old:
                return
            with self._lock:
                tab.show()
                time.sleep(_LET_OUT)
                self._show_rest()
        with self._lock:
            if turn.is_old:
                return
            self.error, self._beginning = None, "computing"
            self._spent = 1000.0 * (time.monotonic() - self._started)
            self._say(tab.done(self._spent, is_stopped=turn.stop.is_set()), is_preview=turn.value.is_preview)
            self._show_bar()

    def _fail(self, error: Exception) -> None:
        """Say what went wrong; the last picture stays."""
        with self._lock:
            self.error = error
            self._say_error(error)
            self._show()

    def _say_error(self, error: Exception) -> None:
        said, lang = words(self.desk.view.lang), self.desk.view.lang
        broken = said["broken"].format(kind=type(error).__name__, error=error)
        text = told(error, lang) if isinstance(error, TeamsimError) else broken
        self._say(f"{text} {said['failed']}" if self.study else text, is_wrong=True)

    def _progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not done or now - self._started < _HEAD_START or now - self._spoke < _QUIET:
            return
        said, spent, share = words(self.desk.view.lang), now - self._started, done / max(total, 1)
        self._spoke = now
        form = "progress" if spent > 1.0 else "progress_begun"
        with self._lock:
            self._say(said[form].format(share=share, seconds=spent * (1.0 / share - 1.0)), share=share)
            self._show_bar()

    def _say(self, text: str, *, share: float | None = None, is_wrong: bool = False, is_preview: bool = False) -> None:
        self.status = Status(text, share, is_wrong, is_preview)

    def _show(self) -> None:
        """Put state and answers on the pages; what is the same stays as it is."""
        self._show_bar()
        self._show_rest()

    def _show_rest(self) -> None:
        """Put all but the bar on the pages."""
        desk, tab = self.desk, self.tab
        self.side.show(tab.side())
        self.top.show(tab.tiles())
        self.below.show(tab.table())
        if self.middle.children != (tab.pictures,):
            self.middle.children = (tab.pictures,)
            self.body._dom_classes = ("ts-body", f"ts-{desk.view.tab}")
        self.head.rescue = self.side.rescue = self._rescue.made((desk.bench, desk.view.lang), self._rescued)

    def _rescued(self) -> dict[str, Any]:
        """Return what a page says and offers that has lost us."""
        said = words(self.desk.view.lang)
        files = rescues(self.desk.bench, said["adjusted"])
        files = [{**file, "offer": said["lost_offer"].format(file=file["name"])} for file in files]
        return {"words": said["lost_changes" if files else "lost"], "files": files}

    def _show_bar(self) -> None:
        self.head.show(bar(self.desk.history, self.desk.view, self.status))

    def _furnish(self) -> None:
        """Make the pages and lay them out."""
        self.head, self.side, self.top, self.below = (Page(self.hear) for _ in range(4))
        self.middle = widgets.Box()
        main = widgets.VBox([self.top, self.middle, self.below])
        main.add_class("ts-main")
        self.body = widgets.HBox([self.side, main])
        self.side.add_class("ts-side")
        self.widget: Any = widgets.VBox([self.head, self.body, PlotlyCode()])
        self.widget.add_class("teamsim-studio")
        if self.desk.view.is_board:
            self.widget.add_class("ts-board")


def _check(scenarios: tuple[Scenario, ...], paths: tuple[str, ...], measures: tuple[str, ...]) -> None:
    """Refuse what can not be shown."""
    if len(scenarios) > MOST + 1:
        problem = f"{len(scenarios)} scenarios; expected a baseline and at most {MOST} beside it."
        raise TeamsimError(f"{problem} More lines than that nobody can tell apart.")
    names = [scenario.name for scenario in scenarios]
    if len(set(names)) < len(names):
        raise TeamsimError(f"Scenario names must differ; got {', '.join(names)}. Rename one.")
    if not measures:
        raise TeamsimError("There is no measure to show. Name one, for example measures=('bookings',).")
    for name in measures:
        if name not in MONTHLY:
            raise TeamsimError(f"There is no monthly measure `{name}`. {nearest(name, MONTHLY)}")
    for given, kind in ((paths, "lever"), (measures, "measure")):
        if len(set(given)) < len(given):
            raise TeamsimError(f"A {kind} is named twice: {', '.join(given)}.")
