"""How the bench is looked at: what is chosen that changes no scenario, and so is not undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from teamsim.errors import TeamsimError
from teamsim.scenario.faults import nearest

TABS = ("compare", "lab", "succession", "organisation")
"""Parts of the studio, in the order of the bar."""


@dataclass(frozen=True)
class View:
    """What somebody looks at, and how.

    Parameters
    ----------
    tab, lang
        Which part, and "en" or "zh".
    replications, seed
        Of the full answers.
    search, opened
        Words looked for among the levers; mechanisms, and paths of named entries, whose levers are shown.
    dialog
        "save", "code" or nothing.
    note, is_wrong, at
        A sentence about what was done last, whether it went wrong, and beside what it stands (nothing: on top).
    heir
        Path of what takes the keyboard over from an entry that went: the name of the entry that it is now, or the field
        for a new one of the section that it stood in.
    wrong
        What was written into a field of the bar, or as the name of an entry, and can not be read, with the reason by
        language.
    plan, tier
        What the plan lab shows; nothing: the first plan, its first tier.
    picks
        What is chosen in the other tabs, by the name of the choice: a month, a seat.
    wants_forecast, wants_levers
        Whether the plan lab also works out how people would answer the plan, the succession tab what levers cost.
    is_board
        Read only: a story in place of the levers.
    """

    tab: str = "compare"
    lang: str = "en"
    replications: int = 200
    seed: int = 7
    search: str = ""
    opened: tuple[str, ...] = ("usual",)
    dialog: str = ""
    note: str = ""
    is_wrong: bool = False
    at: str = ""
    heir: str = ""
    wrong: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    plan: str = ""
    tier: str = ""
    picks: Mapping[str, str] = field(default_factory=dict)
    wants_forecast: bool = False
    wants_levers: bool = False
    is_board: bool = False

    def told(self, note: str, *, is_wrong: bool = False, at: str = "") -> View:
        """Return this view with a sentence about what was done last."""
        return replace(self, note=note, is_wrong=is_wrong, at=at)

    def toggled(self, key: str) -> View:
        """Return this view with a mechanism opened or closed."""
        is_open = key in self.opened
        kept = tuple(each for each in self.opened if each != key)
        return replace(self, opened=kept if is_open else (*kept, key))

    def with_open(self, key: str) -> View:
        """Return this view with a mechanism or an entry opened."""
        return self if key in self.opened else self.toggled(key)

    def picked(self, name: str, otherwise: str) -> str:
        """Return what is chosen."""
        return self.picks.get(name, otherwise)

    def with_pick(self, name: str, value: str) -> View:
        """Return this view with something chosen."""
        return replace(self, picks={**self.picks, name: value})

    def with_wrong(self, name: str, text: str = "", reasons: Mapping[str, str] | None = None) -> View:
        """Return this view with a field that can not be read; without a reason: with a field that can."""
        kept = {key: value for key, value in self.wrong.items() if key != name}
        return replace(self, wrong={**kept, name: (text, reasons)} if reasons else kept)


def check_tab(tab: str, *, is_board: bool) -> None:
    """Refuse a part that the studio does not have, or that a board can not look at."""
    if tab not in TABS:
        raise TeamsimError(f"tab = {tab!r}; expected one of {', '.join(TABS)}. {nearest(tab, TABS)}")
    if is_board and tab != TABS[0]:
        raise TeamsimError(f"tab = {tab!r}; a board looks at {TABS[0]!r} only. Leave tab or board out.")


@dataclass(frozen=True)
class Status:
    """How far the work has come, for the bar; `share` is None while nothing is being done."""

    text: str = ""
    share: float | None = None
    is_wrong: bool = False
    is_preview: bool = False
