"""Succession: where ready successors will be missing, who stands where, what a vacancy moves, which lever mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from teamsim.errors import TeamsimError
from teamsim.scenario.scenario import Scenario
from teamsim.studio.compare_tab import dialog_of
from teamsim.studio.desk import Desk
from teamsim.studio.driver import Turn
from teamsim.studio.elsewhere import elsewhere
from teamsim.studio.jobs import Job, SuccessionQuestion
from teamsim.studio.lever_list import LeverList
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.sidebar import head, note
from teamsim.studio.succession_pictures import SuccessionPictures, month_names, seat_labels
from teamsim.studio.succession_tables import SuccessionTables
from teamsim.studio.succession_tiles import SuccessionTiles
from teamsim.studio.succession_told import Choice
from teamsim.studio.succession_words import SUCCESSION_WORDS
from teamsim.studio.succession_work import Benches, Findings, has_critical_seats, tiers_of_boxes
from teamsim.studio.telling import tier_label
from teamsim.studio.words import words

_LEVERS = ("succession", "promotion")
"""Mechanisms whose levers stand here."""
_FUTURES_OFFERED = 20


class SuccessionTab:
    """Critical seats of the scenario that is worked on. `found` is what is known so far."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.found: Findings | None = None
        self._new: Findings | None = None
        self._benches = Benches()
        self._drawn: SuccessionPictures | None = None

    @property
    def pictures(self) -> Any:
        """The pictures; made when they are first looked at."""
        if self._drawn is None:
            self._drawn = SuccessionPictures()
        return self._drawn.widget

    def question(self) -> SuccessionQuestion | None:
        """Return what is looked at; nothing where no seat is critical."""
        scenario, view = self.desk.structure(), self.desk.view
        if not has_critical_seats(scenario):
            return None
        month, future = (int(view.picked(name, "0")) for name in ("month", "future"))
        return SuccessionQuestion(month, future, self._tier_of_box(scenario), view.wants_levers)

    def steps(self, turn: Turn[Job], tell: Callable[[int, int], None]) -> Iterator[None]:
        """Compute a job, a step each time; nothing is shown yet."""
        if turn.value.question is None:
            raise TeamsimError(self._said["none_critical"].format(name=turn.value.subject.name))
        for found in self._benches.look(turn, tell):
            self._new = found
            yield
            if turn.stop.is_set():
                return

    def show(self) -> None:
        """Show what was computed last."""
        self.found = self._new
        if self.found is not None and self._drawn is not None:
            self._drawn.show(self.found, self._lang)

    def speak(self) -> None:
        """Go on in the language of the view."""
        self.show()

    def done(self, milliseconds: float, *, is_stopped: bool) -> str:
        """Return what to say of the last answer."""
        said, found = words(self._lang), self.found
        if found is not None and found.is_preview:
            return said["preview"].format(n=len(found.bench.futures), asked=self.desk.view.replications)
        return said["stopped_lab"] if is_stopped else said["done"].format(milliseconds=milliseconds)

    # -- left ------------------------------------------------------------------------------------------------

    def side(self) -> Node:
        """Return what stands left: which tiers are critical, what is looked at, the levers of promotion."""
        desk, judgement = self.desk, self.desk.judgement()
        groups = tuple(group for group in desk.groups if group.key in _LEVERS)
        levers = LeverList(desk.draft, desk.bench.baseline, groups, judgement, desk.view, desk.sections, desk.dragged)
        return tag(
            "aside",
            head(desk.draft, desk.view),
            dialog_of(desk),
            note(desk.view),
            None if judgement.is_good else elsewhere(desk, levers.paths),
            self._critical(),
            self._chooser(),
            levers.node(),
            data_drop=True,
        )

    def _critical(self) -> Node:
        """Return a button for each tier: pressed where its seats are critical."""
        said, scenario = self._said, self.desk.structure()
        made = [
            button(
                tier_label(scenario, name, self._lang),
                {"kind": "critical", "tier": name},
                aria_pressed="true" if tier.critical else "false",
            )
            for name, tier in scenario.parameters.tiers.items()
        ]
        label = tag("b", said["critical"])
        return tag(
            "div",
            label,
            tag("div", *made, class_="ts-toggles", role="group", aria_label=said["critical"]),
            title=said["critical_tip"],
            class_="ts-critical",
            data_key="critical",
        )

    def _chooser(self) -> Node:
        """Return what is looked at: month and future, candidates for which tier, which seat, which chains."""
        said, view, scenario = self._said, self.desk.view, self.desk.structure()
        following = str(int(view.picked("chain", "0")) + 1)
        if self.found is None:
            return None
        bench = self.found.bench
        months = {str(place): name for place, name in enumerate(month_names(bench))}
        futures = {str(number): str(number) for number in bench.futures[:_FUTURES_OFFERED]}
        boxes = {name: tier_label(scenario, name, self._lang) for name in tiers_of_boxes(scenario)}
        starts = {name: tier_label(scenario, name, self._lang) for name in scenario.parameters.tiers}
        parts = [
            self._pick("month", months, view.picked("month", "0")),
            self._pick("future", futures, view.picked("future", "0")),
            self._pick("nine_for", boxes, self._tier_of_box(scenario)),
            self._pick("slate_for", seat_labels(bench, self._lang), self._seat()),
            self._pick("chains_from", starts, self._start()),
            button(said["another"], {"kind": "pick", "name": "chain", "value": following}),
            button(said["rank"], {"kind": "levers"}, title=said["rank_tip"], disabled=view.wants_levers),
        ]
        return tag("div", *parts, class_="ts-chooser", data_key="chooser")

    def _pick(self, name: str, options: dict[str, str], chosen: str) -> Node:
        if not options:
            return None
        field = choice(options, chosen, {"kind": "pick", "name": name})
        return tag("label", self._said[name], field, data_key=name)

    def _tier_of_box(self, scenario: Scenario) -> str:
        """Return for which tier candidates are shown; left alone: the highest whose candidates carry a quota."""
        tiers = tiers_of_boxes(scenario)
        picked = self.desk.view.picked("nine_for", "")
        return picked if picked in tiers else tiers[-1] if tiers else ""

    def _seat(self) -> str:
        assert self.found is not None
        names = [seat.name for seat in self.found.bench.critical.seats]
        picked = self.desk.view.picked("slate_for", "")
        return picked if picked in names else names[0]

    def _start(self) -> str:
        """Return in which tier the chains of the example start; left alone: the highest critical one."""
        assert self.found is not None
        picked, tiers = self.desk.view.picked("chains_from", ""), self.desk.structure().parameters.tiers
        return picked if picked in tiers else self.found.bench.critical.tiers[-1]

    @property
    def _place(self) -> int:
        return int(self.desk.view.picked("chain", "0"))

    # -- above and below -------------------------------------------------------------------------------------

    def tiles(self) -> Node:
        """Return coverage, depth, weakest tier, risk, what a vacancy moves, the cheapest lever."""
        return (
            tag("div", class_="ts-tiles") if self.found is None else SuccessionTiles(self.found, self._choice()).node()
        )

    def table(self) -> Node:
        """Return the slate, the benches, an example chain in words, the chains, the levers."""
        return tag("div") if self.found is None else SuccessionTables(self.found, self._choice()).node()

    def _choice(self) -> Choice:
        assert self.found is not None
        desk, picked = self.desk, self.desk.view.picked
        month, future, example = (int(picked(name, "0")) for name in ("month", "future", "chain"))
        tier = self._tier_of_box(self.found.bench.result.layout.scenario)
        terms = (self._lang, desk.bench.baseline.name, desk.currency)
        return Choice(*terms, month, future, tier, self._seat(), self._start(), example)

    @property
    def _lang(self) -> str:
        return self.desk.view.lang

    @property
    def _said(self) -> dict[str, str]:
        return SUCCESSION_WORDS[self._lang]
