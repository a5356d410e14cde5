"""What a check finds in a plan: where, what value, what is wrong, what mends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from teamsim.analysis.lint.words import HEADS, PROBLEMS, REMEDIES, SEVERITIES
from teamsim.words import check_language

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["serious", "warning", "note"]
ORDER: tuple[Severity, ...] = ("serious", "warning", "note")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a plan that practitioners dread.

    Parameters
    ----------
    check
        Name of the check: ``cliff``, ``dead_zone`` and so on.
    severity
        serious: mend it before rollout; warning: decide that it is meant; note: know it.
    place
        Path of the parameter in the scenario, with the tier.
    value
        The figure that decides: an amount, a share, a count.
    terms
        What the sentences tell.
    """

    check: str
    severity: Severity
    place: str
    value: float
    terms: dict[str, Any] = field(default_factory=dict)

    def problem(self, lang: str = "en") -> str:
        """Return what is wrong, in a sentence."""
        check_language(lang)
        return PROBLEMS[lang][self.check].format(**self.terms)

    def remedy(self, lang: str = "en") -> str:
        """Return what mends it, in a sentence."""
        check_language(lang)
        return REMEDIES[lang][self.check].format(**self.terms)

    def __str__(self) -> str:
        """Return place, problem and remedy."""
        return f"{self.severity}: {self.place}: {self.problem()} {self.remedy()}"


class Findings(Sequence[Finding]):
    """All that was found in a plan, the worst first; a notebook shows it as a table."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._all = tuple(sorted(findings, key=lambda finding: ORDER.index(finding.severity)))

    def __getitem__(self, index: Any) -> Any:
        """Return a finding by number."""
        return self._all[index]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    def __iter__(self) -> Iterator[Finding]:
        """Go through them, the worst first."""
        return iter(self._all)

    def of(self, check: str) -> list[Finding]:
        """Return the findings of one check."""
        return [finding for finding in self._all if finding.check == check]

    def table(self, lang: str = "en") -> pd.DataFrame:
        """Return one row a finding: severity, place, value, what is wrong, remedy."""
        import pandas as pd

        check_language(lang)
        rows = [(SEVERITIES[lang][f.severity], f.place, f.value, f.problem(lang), f.remedy(lang)) for f in self._all]
        return pd.DataFrame(rows, columns=list(HEADS[lang]))

    def __repr__(self) -> str:
        """Return one line a finding."""
        return "\n".join(map(str, self._all)) or "Nothing found."

    def _repr_html_(self) -> str:
        """Return the table, for a notebook; long sentences are not cut."""
        import pandas as pd

        with pd.option_context("display.max_colwidth", None):
            return str(self.table().to_html(index=False, float_format="{:,.4g}".format))
