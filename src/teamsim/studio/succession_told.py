"""What the succession tab says of its findings: what tiles and tables share."""

from __future__ import annotations

from dataclasses import dataclass

from teamsim.analysis.pseudonyms import LEAST
from teamsim.scenario.scenario import Scenario
from teamsim.studio.succession_words import SUCCESSION_WORDS
from teamsim.studio.succession_work import Findings
from teamsim.studio.telling import speech


@dataclass(frozen=True)
class Choice:
    """What is looked at, and in which words: a day, candidates for a tier, a critical seat, chains from a tier."""

    lang: str
    baseline: str
    currency: str
    month: int
    future: int
    box_tier: str
    seat: str
    start: str
    example: int


@dataclass(frozen=True, eq=False)
class Told:
    """Findings and what is looked at of them."""

    found: Findings
    choice: Choice

    @property
    def _said(self) -> dict[str, str]:
        return SUCCESSION_WORDS[self.choice.lang]

    @property
    def _scenario(self) -> Scenario:
        """The scenario that the findings are of."""
        return self.found.bench.result.layout.scenario

    @property
    def _hides(self) -> bool:
        """Whether so few seats of real people are critical that nothing is told of them."""
        bench = self.found.bench
        return bench.is_of_real_people and len(bench.critical.seats) < LEAST

    def _before(self, value: str) -> str:
        return self._said["before"].format(value=value, baseline=self.choice.baseline)

    def _amount(self, value: float) -> str:
        return str(speech(self.choice.lang).amount(value, "currency", self.choice.currency))
