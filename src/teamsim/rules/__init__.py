"""What happens to a person: small pure functions, each written once, compiled once, called by both engines.

Any rule in `REPLACEABLE` may be replaced in a scenario: register a function with the same arguments by
``@teamsim.rule("attrition_hazard")`` and give it to ``scenario.with_rule``.
"""

from __future__ import annotations

import hashlib
import inspect
import textwrap
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from teamsim._jit import compile_in_memory, source_of
from teamsim.errors import TeamsimError
from teamsim.rules.attrition import attrition_hazard, exit_effect, is_dismissed, is_regretted
from teamsim.rules.hiring import is_backfilled, is_offered_inside, log_strain, offer_acceptance, recruiter_work_days
from teamsim.rules.incentives import bonus_payout, commission_payout, cycle_quota
from teamsim.rules.organisation import lead_factor, manager_factor, may_act, team_credit
from teamsim.rules.promotion import is_ready, is_refused, promotion_key
from teamsim.rules.ramp import ramp_share
from teamsim.rules.selling import capacity, expected_bookings, saturation

REPLACEABLE: dict[str, Callable[..., Any]] = {
    source_of(function).__name__: function
    for function in (
        attrition_hazard,
        bonus_payout,
        capacity,
        commission_payout,
        cycle_quota,
        exit_effect,
        expected_bookings,
        is_backfilled,
        is_dismissed,
        is_offered_inside,
        is_ready,
        is_refused,
        lead_factor,
        is_regretted,
        log_strain,
        manager_factor,
        may_act,
        offer_acceptance,
        promotion_key,
        ramp_share,
        recruiter_work_days,
        saturation,
        team_credit,
    )
}


@dataclass(frozen=True, slots=True)
class RegisteredRule:
    """A rule that a person wrote: what it replaces, and the fingerprint of its source.

    The fingerprint covers the values that the function took from around it (its closure) and its defaults.
    """

    name: str
    replaces: str
    plain: Callable[..., Any]
    compiled: Callable[..., Any]
    source_sha256: str

    def __call__(self, *arguments: Any) -> Any:
        """Apply the plain function."""
        return self.plain(*arguments)


def replacements(
    rules: Iterable[RegisteredRule], *, compiled: bool = True
) -> dict[Callable[..., Any], Callable[..., Any]]:
    """Return which standard rules are replaced by which functions."""
    return {REPLACEABLE[rule.replaces]: rule.compiled if compiled else rule.plain for rule in rules}


_REGISTERED: dict[str, RegisteredRule] = {}


def rule(replaces: str) -> Callable[[Callable[..., Any]], RegisteredRule]:
    """Register the decorated function as a rule that may replace a standard one.

    Raises
    ------
    TeamsimError
        No such rule, or other arguments than the rule it replaces.
    """
    if replaces not in REPLACEABLE:
        raise TeamsimError(f"There is no rule `{replaces}`. Rules: {', '.join(sorted(REPLACEABLE))}.")
    expected = list(inspect.signature(source_of(REPLACEABLE[replaces])).parameters)

    def register(function: Callable[..., Any]) -> RegisteredRule:
        given = list(inspect.signature(function).parameters)
        if len(given) != len(expected):
            raise TeamsimError(
                f"The rule `{function.__name__}` takes ({', '.join(given)}); "
                f"`{replaces}` takes ({', '.join(expected)}). Give it the same arguments."
            )
        registered = RegisteredRule(
            function.__name__, replaces, function, compile_in_memory(function), _source_hash(function)
        )
        _REGISTERED[registered.name] = registered
        return registered

    return register


def registered_rule(name: str) -> RegisteredRule | None:
    """Return the rule that was registered under a name in this session."""
    return _REGISTERED.get(name)


def registered_names() -> list[str]:
    """Return the names of the rules registered in this session."""
    return sorted(_REGISTERED)


def _source_hash(function: Callable[..., Any]) -> str:
    """Return the fingerprint of a function: its source, closure and defaults."""
    return hashlib.sha256(_fingerprint(function, ())).hexdigest()


def _fingerprint(value: Any, around: tuple[int, ...]) -> bytes:
    """Return bytes that differ where values differ; `around` holds what a value is inside of, by id."""
    if id(value) in around:
        return b"itself"
    inside = (*around, id(value))
    plain = source_of(value.plain if isinstance(value, RegisteredRule) else value)
    if isinstance(plain, types.FunctionType):
        taken = [_fingerprint(part, inside) for part in (*_closure(plain), plain.__defaults__, plain.__kwdefaults__)]
        return b"\0".join([_source(plain), *taken])
    if isinstance(value, np.ndarray):
        return f"{value.dtype}{value.shape}".encode() + value.tobytes()
    if isinstance(value, Mapping):
        return b"{" + b",".join(_fingerprint(item, inside) for item in value.items()) + b"}"
    if isinstance(value, list | tuple):
        return b"[" + b",".join(_fingerprint(item, inside) for item in value) + b"]"
    return repr(value).encode()


def _source(function: types.FunctionType) -> bytes:
    """Return a function's source (its code, where no source is kept)."""
    try:
        return textwrap.dedent(inspect.getsource(function)).encode()
    except (OSError, TypeError):
        return function.__code__.co_code + repr(function.__code__.co_consts).encode()


def _closure(function: types.FunctionType) -> list[Any]:
    """Return the values that a function took from around it; a name that has none yet is left out."""
    cells = function.__closure__ or ()
    return [cell.cell_contents for cell in cells if cell != types.CellType()]
