"""Plan lab: a plan as a table, what it pays, what practitioners dread in it, who gains, how people answer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from teamsim.analysis.gaming import MEASURES
from teamsim.errors import TeamsimError
from teamsim.scenario.components import tiers_of
from teamsim.studio.compare_tab import dialog_of
from teamsim.studio.desk import Desk
from teamsim.studio.driver import Turn
from teamsim.studio.elsewhere import elsewhere
from teamsim.studio.jobs import Job, PlanQuestion
from teamsim.studio.lab_words import LAB_WORDS, LEFT_OUT_ZH, WHY_LEFT_OUT_ZH
from teamsim.studio.laboratory import Examination, examine
from teamsim.studio.markup import Node, button, choice, tag
from teamsim.studio.plan_pictures import PlanPictures
from teamsim.studio.plan_table import PlanTable
from teamsim.studio.refusals import told
from teamsim.studio.sidebar import head, note
from teamsim.studio.telling import framed, speech, tile
from teamsim.studio.terms import terms_of
from teamsim.studio.words import words
from teamsim.words import label_of, number


class LabTab:
    """A plan of the scenario that is worked on. `found` is what is known so far."""

    def __init__(self, desk: Desk, actuals: pd.DataFrame | None) -> None:
        self.desk, self.actuals = desk, actuals
        self.found: Examination | None = None
        self._new: Examination | None = None
        self._drawn: PlanPictures | None = None

    @property
    def pictures(self) -> Any:
        """The pictures; made when they are first looked at."""
        if self._drawn is None:
            self._drawn = PlanPictures()
        return self._drawn.widget

    def question(self) -> PlanQuestion | None:
        """Return which plan is looked at; nothing where the scenario has none."""
        scenario, view = self.desk.structure(), self.desk.view
        plans = scenario.parameters.incentives.plans
        names = [name for name, plan in plans.items() if tiers_of(scenario.parameters, plan)]
        if not names:
            return None
        name = view.plan if view.plan in names else names[0]
        tiers = tiers_of(scenario.parameters, plans[name])
        return PlanQuestion(name, view.tier if view.tier in tiers else tiers[0], view.wants_forecast)

    def steps(self, turn: Turn[Job], tell: Callable[[int, int], None]) -> Iterator[None]:
        """Compute a job, a step each time; nothing is shown yet."""
        if turn.value.question is None:
            problem = LAB_WORDS[self.desk.view.lang]["no_plan"]
            raise TeamsimError(problem.format(name=turn.value.subject.name))
        for found in examine(turn.value, self.actuals):
            self._new = found
            tell(round(100 * found.share), 100)
            yield
            if turn.stop.is_set():
                return

    def show(self) -> None:
        """Show what was computed last."""
        self.found = self._new
        if self.found is not None and self._drawn is not None:
            bench, lang = self.desk.bench, self.desk.view.lang
            names = (bench.baseline.name, self.found.facts.plan.scenario.name)
            self._drawn.show(self.found, names, bench.colour, self.desk.currency, lang)

    def speak(self) -> None:
        """Go on in the language of the view."""
        self.show()

    def done(self, milliseconds: float, *, is_stopped: bool) -> str:
        """Return what to say of the last answer."""
        said = words(self.desk.view.lang)
        return said["stopped_lab"] if is_stopped else said["done"].format(milliseconds=milliseconds)

    def side(self) -> Node:
        """Return what stands left: the plan as a table."""
        desk, question = self.desk, self.question()
        judgement = desk.judgement()
        return tag(
            "aside",
            head(desk.draft, desk.view),
            dialog_of(desk),
            note(desk.view),
            elsewhere(desk, self._cells(question)),
            self._chooser(question),
            None if question is None else self._table(question, judgement.by_path),
            data_drop=True,
        )

    def _cells(self, question: PlanQuestion | None) -> list[str]:
        """Return the paths of the terms that the table shows, or shows where they are faulty."""
        parts = () if question is None else terms_of(self.desk.structure(), question.plan)
        return [term.path for part in parts for term in part.terms]

    def _table(self, question: PlanQuestion, faults: Any) -> Node:
        desk = self.desk
        shows_all = "all terms" in desk.view.opened
        table = PlanTable(
            desk.structure(), desk.bench.baseline, desk.draft, question.plan, faults, desk.view.lang, shows_all
        )
        return table.node()

    def _chooser(self, question: PlanQuestion | None) -> Node:
        """Return which plan and tier, and the button that asks for a forecast."""
        said, scenario, is_asked = LAB_WORDS[self._lang], self.desk.structure(), self.desk.view.wants_forecast
        if question is None:
            return tag("p", said["no_plan"].format(name=scenario.name), role="status", data_key="chooser")
        p, lang = scenario.parameters, self.desk.view.lang
        plans = {name: name for name, plan in p.incentives.plans.items() if tiers_of(p, plan)}
        tiers = {name: label_of(p.tiers[name], lang) or name for name in tiers_of(p, p.incentives.plans[question.plan])}
        return tag(
            "div",
            tag("label", said["plan"], choice(plans, question.plan, {"kind": "plan"})),
            tag("label", said["tier"], choice(tiers, question.tier, {"kind": "tier"})),
            button(said["forecast"], {"kind": "forecast"}, title=said["forecast_tip"], disabled=is_asked),
            class_="ts-chooser",
            data_key="chooser",
        )

    def tiles(self) -> Node:
        """Return what the plan pays and costs, what lint says, who wins and loses, how people answer."""
        if self.found is None:
            return tag("div", class_="ts-tiles")
        parts = (self._pay(), self._cost(), self._lint(), self._replay(), self._response())
        return tag("div", *parts, class_="ts-tiles")

    def _pay(self) -> Node:
        assert self.found is not None
        before = None if self.found.before is None else self.found.before.at_quota
        return self._money("pay_at_quota", self.found.facts.at_quota, before, self._tier())

    def _tier(self) -> str:
        assert self.found is not None
        plan = self.found.facts.plan
        return label_of(plan.scenario.parameters.tiers[plan.tier], self._lang) or plan.tier

    def _cost(self) -> Node:
        assert self.found is not None
        before = None if self.found.before is None else self.found.before.cost
        note_ = LAB_WORDS[self._lang]["cost_note"]
        return self._money("cost_at_quota", self.found.facts.cost, before, note_)

    def _money(self, name: str, value: float, before: float | None, note_: str) -> Node:
        said, baseline = LAB_WORDS[self._lang], self.desk.bench.baseline.name
        known = "" if before is None else said["before"].format(value=self._amount(before), baseline=baseline)
        return tile(said[name], self._amount(value), known, note_)

    def _lint(self) -> Node:
        assert self.found is not None
        said, found = LAB_WORDS[self._lang], self.found.lint
        n = {level: sum(each.severity == level for each in found) for level in ("serious", "warning", "note")}
        counts = said["lint_counts"].format(**n)
        side = "ts-worse" if n["serious"] else "ts-even"
        return tile(said["lint"], str(len(found)), counts if len(found) else said["lint_clean"], side=side)

    def _replay(self) -> Node:
        assert self.found is not None
        said, found = LAB_WORDS[self._lang], self.found
        if found.people is None:
            return tile(said["replay"], "–", said["no_baseline_plan"] if found.before is None else "")
        people, total = found.people, float(found.people["variable_against"].sum())
        change = float(people["change"].sum())
        moved = people["change"].abs() > 0.005 * people["variable_against"]
        winners, losers = int((moved & (people["change"] > 0)).sum()), int((moved & (people["change"] < 0)).sum())
        relative = number(change / total, "+.1%") if total else "–"
        source = said["replay_simulated" if found.is_simulated else "replay_real"]
        who = source.format(n=len(people), total=found.n_people)
        counts = said["winners"].format(winners=winners, losers=losers)
        return tile(said["replay"], relative, said["replay_change"].format(change=self._amount(change)), counts, who)

    def _response(self) -> Node:
        assert self.found is not None
        said, found = LAB_WORDS[self._lang], self.found
        if found.refusal:
            return tile(said["response"], "–", said["not_forecast"].format(why=told(found.refusal, self._lang)))
        if found.forecast is None:
            return None
        changes = found.forecast["bookings_change"]
        span = said["response_range"].format(low=number(changes.min(), "+.1%"), high=number(changes.max(), "+.1%"))
        return tile(said["response"], number(changes.iloc[-1], "+.1%"), span, said["response_note"])

    def table(self) -> Node:
        """Return what lint found, the forecast, and how people may play the plan."""
        if self.found is None:
            return tag("div")
        said, found, lang = LAB_WORDS[self._lang], self.found, self._lang
        parts = [framed(said["lint_table"], found.lint.table(lang))]
        if found.forecast is not None:
            parts.append(framed(said["forecast_table"], self._forecast(found.forecast)))
        if found.audit is not None:
            played = found.audit.table.map(functools.partial(number, form=".2%"))
            played = played.rename(columns={"no response": said["no_response"]})
            played.insert(0, said["measure"], [MEASURES[name][lang == "zh"] for name in played.index])
            parts.append(framed(said["gaming_table"], played))
            parts.append(tag("small", said["left_out"].format(what=self._left_out(found.audit.left_out))))
        return tag("div", *parts)

    def _left_out(self, parts: tuple[str, ...]) -> str:
        """Return what the audit does not know."""
        is_chinese = self._lang == "zh"
        return "；".join(map(_left_out_zh, parts)) if is_chinese else "; ".join(parts)

    def _forecast(self, forecast: pd.DataFrame) -> pd.DataFrame:
        """Return the forecast with headings in words and changes in percent."""
        said = LAB_WORDS[self._lang]
        shares = [str(name) for name in forecast.columns if name not in ("elasticity", "factor")]
        as_changes = functools.partial(number, form="+.2%")
        shown = forecast.assign(**{name: forecast[name].map(as_changes) for name in shares})
        return shown.rename(columns={name: said[name] for name in forecast.columns})

    @property
    def _lang(self) -> str:
        return self.desk.view.lang

    def _amount(self, value: float) -> str:
        return str(speech(self._lang).amount(value, "currency", self.desk.currency))


def _left_out_zh(part: str) -> str:
    """Return what is left out in Chinese: something of all plans, or a component, after whose name stands why."""
    name, _, why = part.rpartition(": ")
    return LEFT_OUT_ZH[part] if part in LEFT_OUT_ZH else f"{name}：{WHY_LEFT_OUT_ZH[why]}"
