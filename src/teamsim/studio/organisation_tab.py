"""Organisation: the tree with its levers, what a shape costs and who leads whom, before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from teamsim.analysis.shapes import Shape, Unit, shape_of
from teamsim.scenario.scenario import Scenario
from teamsim.scenario.structure import management_layers
from teamsim.studio.compare_tab import dialog_of
from teamsim.studio.desk import Desk
from teamsim.studio.driver import Turn
from teamsim.studio.elsewhere import elsewhere
from teamsim.studio.jobs import Job, ShapeQuestion
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.organisation_deeds import is_of_shape
from teamsim.studio.organisation_pictures import OrganisationPictures
from teamsim.studio.organisation_tree import Tree
from teamsim.studio.organisation_words import ORGANISATION_WORDS
from teamsim.studio.sidebar import head, note
from teamsim.studio.telling import framed, speech, tier_label, tile, unit_label
from teamsim.studio.words import words
from teamsim.words import number


class OrganisationTab:
    """The shape of the scenario that is worked on, beside the baseline's."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._shown: Scenario | None = None
        self._drawn: OrganisationPictures | None = None

    @property
    def pictures(self) -> Any:
        """The pictures; made when they are first looked at."""
        if self._drawn is None:
            self._drawn = OrganisationPictures()
        return self._drawn.widget

    def question(self) -> ShapeQuestion:
        """Return that nothing has to be simulated."""
        return ShapeQuestion()

    def steps(self, turn: Turn[Job], tell: Callable[[int, int], None]) -> Iterator[None]:
        """Work out the shapes, in one step; nothing is shown yet."""
        self._shown = turn.value.subject
        shape_of(turn.value.subject)
        tell(1, 1)
        yield

    def show(self) -> None:
        """Show what was worked out last."""
        if self._shown is not None and self._drawn is not None:
            bench = self.desk.bench
            self._drawn.show(bench.baseline, self._shown, bench.colour, self._lang)

    def speak(self) -> None:
        """Go on in the language of the view."""
        self.show()

    def done(self, milliseconds: float, *, is_stopped: bool) -> str:
        """Return what to say of the last answer."""
        said = words(self._lang)
        return said["stopped_lab"] if is_stopped else said["done"].format(milliseconds=milliseconds)

    # -- left ------------------------------------------------------------------------------------------------

    def side(self) -> Node:
        """Return what stands left: span and layers, the tree, and what makes the shape a scenario of its own."""
        desk, scenario = self.desk, self.desk.structure()
        tree = Tree(desk, scenario, shape_of(scenario))
        return tag(
            "aside",
            head(desk.draft, desk.view),
            dialog_of(desk),
            None if desk.view.at else note(desk.view),
            elsewhere(desk, tree.fields),
            self._whole(scenario),
            tree.node(),
            self._design(),
            data_drop=True,
        )

    def _whole(self, scenario: Scenario) -> Node:
        """Return what acts on the whole organisation, from when on, and what becomes of closed seats."""
        said, view = self._said, self.desk.view
        span = scenario.parameters.organisation.span
        field = tag("input", type="text", name="span", value="" if span is None else f"{span.reports:g}", size="5")
        n_layers = len(management_layers(scenario))
        layers = {str(n): str(n) for n in range(n_layers, min(1, n_layers - 1), -1)}
        last = scenario.parameters.time.horizon_months
        months = {str(n): str(n) for n in range(0, last, 3)}
        closings = {"": said["later"], "yes": said["at_once"]}
        refused = tag("p", view.note, role="alert", class_="ts-fault") if view.note and view.at == "whole" else None
        return tag(
            "fieldset",
            tag("legend", said["whole"]),
            tag("label", said["from_month"], _pick("org_month", months, view.picked("org_month", "0"))),
            tag("label", said["closing"], _pick("redundancy", closings, view.picked("redundancy", ""))),
            tag("label", said["layers_field"], choice(layers, str(n_layers), {"kind": "layers"})),
            tag("label", said["span_field"], field),
            button(said["apply"], {"kind": "span"}, data_with="span"),
            refused,
            class_="ts-chooser ts-whole",
            data_form=True,
            data_key="whole",
        )

    def _design(self) -> Node:
        """Return what makes the changed shape a scenario of its own."""
        said, draft = self._said, self.desk.draft
        name = said["design_name"].format(name=draft.name or draft.origin.name)
        is_changed = any(map(is_of_shape, draft.changes))
        field = tag("input", type="text", name="design", value=name, aria_label=said["design_label"])
        deed = {"kind": "design"}
        go = button(said["design"], deed, data_with="design", title=said["design_tip"], disabled=not is_changed)
        return tag("div", field, go, class_="ts-design", data_form=True, data_key="design")

    # -- above -----------------------------------------------------------------------------------------------

    def tiles(self) -> Node:
        """Return seats, base pay, span, layers, double coverage and the seats that stay."""
        now, before = self._shapes
        parts = (
            self._tile("headcount", len(now.seats), len(before.seats), "{:,}"),
            self._pay(now, before),
            self._tile("span", now.span or 0.0, before.span or 0.0, "{:.1f}", self._said["span_unit"]),
            self._tile("layers", now.layers, before.layers, "{}"),
            self._twice(now, before),
            self._stable(now, before),
        )
        return tag("div", *parts, class_="ts-tiles")

    def _tile(self, name: str, value: float, before: float, form: str, *more: str) -> Node:
        return tile(self._said[name], form.format(value), *more, self._before(form.format(before)))

    def _pay(self, now: Shape, before: Shape) -> Node:
        change = now.base_pay / before.base_pay - 1.0 if before.base_pay else 0.0
        relative = number(change, "+.1%") if change else ""
        return tile(
            self._said["base_pay"], self._amount(now.base_pay), self._before(self._amount(before.base_pay)), relative
        )

    def _twice(self, now: Shape, before: Shape) -> Node:
        said, n = self._said, len(now.headless)
        led = said["n_headless"].format(n=n) if n else said["none_headless"]
        side = "ts-worse" if n else "ts-even"
        lines = (said["twice_told"], self._before(str(len(before.twice))), led)
        return tile(said["twice"], str(len(now.twice)), *lines, side=side)

    def _stable(self, now: Shape, before: Shape) -> Node:
        said, both = self._said, now.seats & before.seats
        told = said["stable_told"].format(opened=len(now.seats - both), closed=len(before.seats - both))
        return tile(said["stable"], f"{len(both):,}", told, said["stable_note"])

    # -- below -----------------------------------------------------------------------------------------------

    def table(self) -> Node:
        """Return cost and coverage by unit, with the baseline's value where it is another."""
        now, before = self._shapes
        known = {unit.name: unit for unit in before.units}
        rows = [self._row(unit, known.get(unit.name)) for unit in now.units]
        return framed(self._said["table"], pd.DataFrame(rows))

    def _row(self, unit: Unit, before: Unit | None) -> dict[str, str]:
        said, scenario = self._said, self.desk.structure()
        told = {said["unit"]: "\u2003" * unit.depth + unit_label(scenario, unit.name, self._lang)}
        old = {} if before is None else self._cells(before)
        for name, value in self._cells(unit).items():
            is_same = before is not None and old[name] == value
            told[said[name]] = value if is_same else said["stands_in"].format(new=value, old=old.get(name, "–"))
        return told

    def _cells(self, unit: Unit) -> dict[str, str]:
        return {
            "headcount": str(unit.n_seats),
            "base_pay": self._amount(unit.base_pay),
            "led_by": self._leader(unit),
            "reports": str(unit.reports),
            "span": "–" if not unit.reports or unit.span is None else f"{unit.span:.1f}",
            "layers": str(unit.layers),
            "twice": ", ".join(self._tier(name) for name in unit.twice.split(", ")) if unit.twice else "–",
        }

    def _leader(self, unit: Unit) -> str:
        if not unit.led_by:
            return self._said["nobody"]
        of, tier = unit.led_by.split("/")
        return f"{self._tier(tier)}, {unit_label(self.desk.structure(), of, self._lang)}"

    def _tier(self, name: str) -> str:
        return tier_label(self.desk.structure(), name, self._lang)

    # -- shared ----------------------------------------------------------------------------------------------

    @property
    def _shapes(self) -> tuple[Shape, Shape]:
        """The shape now and the baseline's."""
        return shape_of(self.desk.structure()), shape_of(self.desk.bench.baseline)

    @property
    def _lang(self) -> str:
        return self.desk.view.lang

    @property
    def _said(self) -> dict[str, str]:
        return ORGANISATION_WORDS[self._lang]

    def _before(self, value: str) -> str:
        return self._said["before"].format(value=value, baseline=self.desk.bench.baseline.name)

    def _amount(self, value: float) -> str:
        return str(speech(self._lang).amount(value, "currency", self.desk.currency))


def _pick(name: str, options: dict[str, str], chosen: str) -> Node:
    return choice(options, chosen, {"kind": "pick", "name": name})
