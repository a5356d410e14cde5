"""What a bench leads to: the study, the differences, the causes; whole, or of a few futures as a preview."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from teamsim.analysis.causes import Waterfall, waterfall
from teamsim.analysis.compare import Comparison, compare
from teamsim.studio.driver import Turn
from teamsim.studio.jobs import Job
from teamsim.study import Study, run

EXPLAINED = "net_margin"
"""The measure whose difference is shared out to causes."""
_PREVIEW = 32
"""Futures of a preview, or a quarter of all where that is fewer."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What a job led to; a preview and a stopped job have fewer replications than were asked for."""

    job: Job
    study: Study
    measures: tuple[str, ...]
    is_preview: bool

    @property
    def is_whole(self) -> bool:
        """Whether every replication is in it."""
        return self.study.n_replications == self.job.replications

    @property
    def subject(self) -> str:
        """Name of the scenario that the levers act on."""
        return self.job.scenarios[self.job.place].name

    @functools.lru_cache(maxsize=2)  # noqa: B019 - an answer lives as long as it is shown
    def comparison(self, lang: str) -> Comparison:
        """Return the differences of all scenarios from the baseline."""
        return compare(self.study, *self.measures, lang=lang)

    @functools.lru_cache(maxsize=2)  # noqa: B019
    def fall(self, lang: str) -> Waterfall:
        """Return the causes of the subject's difference."""
        return waterfall(self.study, EXPLAINED, scenario=self.subject, lang=lang)

    def story(self, lang: str) -> list[str]:
        """Return the answer in plain words, as a report tells it."""
        from teamsim.provenance import provenance_of  # only a board asks, and they load every library that draws
        from teamsim.report.content import Content
        from teamsim.report.story import story

        return story(Content(self.study, None, None, provenance_of(self.study), lang), self.subject)


class Answers:
    """Computes jobs; only a scenario that changed is lived through again."""

    def __init__(self, measures: tuple[str, ...]) -> None:
        self.measures = measures
        self._whole: dict[int, Study] = {}

    def answer(self, job: Job, turn: Turn[Job], tell: Callable[[int, int], None]) -> Answer:
        """Return what a job leads to.

        Raises
        ------
        TeamsimError
            It can not be run, or was stopped before the first replications were finished.
        """
        n = preview_size(job.replications) if turn.is_preview else job.replications
        known = self._whole.get(n)
        study = run(job.scenarios, n, job.seed, progress=tell, stop=turn.stop, reuse=known)
        if study.n_replications == n:
            self._whole = {**{k: v for k, v in self._whole.items() if k != n}, n: study}
        return Answer(job, study, self.measures, turn.is_preview)


def preview_size(replications: int) -> int:
    """Return how many futures a preview has.

    >>> preview_size(200), preview_size(20)
    (32, 5)
    """
    return max(1, min(_PREVIEW, replications // 4))
