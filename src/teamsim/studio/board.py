"""The studio: levers left, pictures right, words below."""

from __future__ import annotations

import html
import time
from typing import Any

import ipywidgets as widgets

from teamsim.analysis.compare import compare
from teamsim.errors import TeamsimError
from teamsim.results import MONTHLY
from teamsim.scenario.faults import nearest
from teamsim.scenario.scenario import Scenario
from teamsim.studio.driver import Driver, Turn
from teamsim.studio.levers import Lever, lever
from teamsim.studio.pictures import Pictures
from teamsim.studio.words import origin, words
from teamsim.study import Study, run

Values = dict[str, float]
_QUIET = 0.1
"""Seconds between two words on progress."""


class Studio:
    """Sliders that change a scenario, and what becomes of it beside the baseline.

    Made by `teamsim.studio`; the last expression of a notebook cell shows it. `study` is the last study that
    was computed, `scenario` the changed scenario in it, `error` what went wrong last (None: nothing).
    `widget` holds all there is to see.
    """

    def __init__(
        self,
        scenarios: tuple[Scenario, ...],
        paths: tuple[str, ...],
        replications: int,
        seed: int,
        measures: tuple[str, ...],
        lang: str,
    ) -> None:
        self._words, self.lang = words(lang), lang
        _check(paths, measures)
        self.replications, self.seed, self.measures = replications, seed, measures
        self._fixed, self._changed, self._is_copy = (*scenarios[:-1],), scenarios[-1], len(scenarios) == 1
        if self._is_copy:
            self._fixed = scenarios
        self.levers: tuple[Lever, ...] = tuple(lever(self._changed, path, lang) for path in paths)
        currency = scenarios[0].parameters.money.currency
        self.pictures = Pictures(measures, len(self._fixed) + 1, currency, lang)
        self.study: Study | None = None
        self.error: Exception | None = None
        self._whole: Study | None = None
        self._spoke = 0.0
        self._driver: Driver[Values] = Driver(self._compute)
        self.widget = self._furnish()
        self.refresh()

    @property
    def scenario(self) -> Scenario | None:
        """The changed scenario as last computed, to carry on with."""
        return self.study.scenarios[-1] if self.study else None

    @property
    def values(self) -> Values:
        """Where the levers stand, by path."""
        return {one.path: one.slider.value for one in self.levers}

    def refresh(self) -> None:
        """Compute the values of the levers; returns at once."""
        self._driver.ask(self.values)

    def stop(self) -> None:
        """End the computation early; replications that are finished are shown."""
        self._driver.stop()

    def reset(self) -> None:
        """Put every lever back to where it started."""
        for one in self.levers:
            one.slider.value = one.start

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until everything is computed; False where that took longer than `timeout` seconds."""
        return self._driver.wait(timeout)

    def _repr_mimebundle_(self, **_asked: Any) -> dict[str, Any]:
        """Show the widget; a reader without a running notebook gets a sentence."""
        bundle: dict[str, Any] = self.widget._repr_mimebundle_()
        offline = self._words["offline"]
        return {**bundle, "text/plain": offline, "text/html": f"<p><em>{html.escape(offline)}</em></p>"}

    def _what_if(self, values: Values) -> Scenario:
        """Return the scenario with the levers where they stand; untouched levers leave it as it is."""
        changes = {one.path: values[one.path] for one in self.levers if values.get(one.path, one.start) != one.start}
        if self._is_copy:
            return self._changed.with_changes(self._words["what_if"], changes)
        name = self._words["adjusted"].format(name=self._changed.name)
        return self._changed.with_changes(name, changes) if changes else self._changed

    def _compute(self, turn: Turn[Values]) -> None:
        """Compute and show one position of the levers (in the driver's thread)."""
        started = time.perf_counter()
        self._say(self._words["computing"], is_busy=True)
        try:
            study = self._run(turn)
            if turn.is_old:
                return
            self._show(study)
        except Exception as error:
            if not turn.is_old:
                self._fail(error)
            return
        is_whole = study.n_replications == self.replications
        done = self._words["done" if is_whole else "stopped"]
        milliseconds = 1000 * (time.perf_counter() - started)
        self._say(done.format(milliseconds=milliseconds, done=study.n_replications, asked=self.replications))

    def _run(self, turn: Turn[Values]) -> Study:
        """Run what has changed; the other scenarios come from the last whole study."""
        study = run(
            [*self._fixed, self._what_if(turn.value)],
            self.replications,
            self.seed,
            progress=self._progress,
            stop=turn.stop,
            reuse=self._whole,
        )
        if study.n_replications == self.replications:
            self._whole = study
        return study

    def _show(self, study: Study) -> None:
        lines = compare(study, *self.measures, lang=self.lang).sentences
        self.pictures.show(study)
        self.sentences.value = _listed(lines, origin(study, self.lang))
        self.study, self.error = study, None

    def _fail(self, error: Exception) -> None:
        """Say what went wrong; the last picture stays."""
        self.error = error
        text = str(error) if isinstance(error, TeamsimError) else f"{type(error).__name__}: {error}"
        self._say(f"{text}\n{self._words['failed']}" if self.study else text, is_wrong=True)

    def _progress(self, done: int, total: int) -> None:
        if (now := time.monotonic()) - self._spoke >= _QUIET:
            self._spoke = now
            self._say(self._words["progress"].format(share=done / total), is_busy=True)

    def _say(self, text: str, *, is_busy: bool = False, is_wrong: bool = False) -> None:
        """Put words into the status line; Stop can be pressed while there is something to stop."""
        self.stop_button.disabled = not is_busy
        look = "white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.35;font-size:12px;"
        look += "color:#b3261e" if is_wrong else "opacity:.75"
        self.status.value = f'<div role="status" style="{look}">{html.escape(text)}</div>'

    def _furnish(self) -> Any:
        """Return the widget of it all."""
        said = self._words
        self.status, self.sentences = widgets.HTML(), widgets.HTML()
        self.stop_button = _button(said["stop"], said["stop_tip"], self.stop)
        self.reset_button = _button(said["reset"], said["reset_tip"], self.reset)
        for one in self.levers:
            one.on_release(self.refresh)
        title = said["levers"].format(name=self._what_if({}).name)
        head = widgets.HTML(f'<div style="font-size:14px;padding:4px 0 8px">{html.escape(title)}</div>')
        buttons = widgets.HBox([self.stop_button, self.reset_button])
        side = widgets.VBox([head, *(one.widget for one in self.levers), buttons, self.status])
        side.layout = widgets.Layout(flex="0 0 250px", width="250px", padding="0 14px 0 0")
        self.pictures.widget.layout = widgets.Layout(flex="1 1 0", min_width="0", overflow="hidden")
        top = widgets.HBox([side, self.pictures.widget], layout=widgets.Layout(width="100%"))
        box = widgets.VBox([top, self.sentences], layout=widgets.Layout(width="100%", overflow="hidden"))
        box.add_class("teamsim-studio")
        return box


def _check(paths: tuple[str, ...], measures: tuple[str, ...]) -> None:
    """Refuse what can not be shown."""
    if not measures:
        raise TeamsimError("There is no measure to show. Name one, for example measures=('bookings',).")
    for name in measures:
        if name not in MONTHLY:
            raise TeamsimError(f"There is no monthly measure `{name}`. {nearest(name, MONTHLY)}")
    for names, kind in ((paths, "lever"), (measures, "measure")):
        if len(set(names)) < len(names):
            raise TeamsimError(f"A {kind} is named twice: {', '.join(names)}.")


def _button(text: str, tip: str, press: Any) -> Any:
    button = widgets.Button(description=text, tooltip=tip, layout=widgets.Layout(width="96px"))
    button.on_click(lambda _button: press())
    return button


def _listed(lines: list[str], small: str) -> str:
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return (
        f'<ul style="margin:4px 0 4px 18px;padding:0;line-height:1.5">{items}</ul>'
        f'<div style="font-size:11px;opacity:.65;line-height:1.4">{html.escape(small)}</div>'
    )
