"""Pictures as files that say where their numbers come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from teamsim.analysis.answers import OverElasticity
from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.analysis.gaming import GamingAudit
from teamsim.analysis.replays import Replay
from teamsim.errors import RunError
from teamsim.files import write_whole
from teamsim.plan_provenance import Shown, plan_provenance_of
from teamsim.plans import Plan
from teamsim.provenance import packed, provenance_of
from teamsim.study import Study

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".png", ".svg")


def save_picture(
    picture: Axes | Figure, out: str | Path, study: Study, drawn: UnderAssumptions | None = None, *, dpi: int = 150
) -> Path:
    """Write a picture with its scenarios, hashes, seed and version in its metadata; whole or not at all.

    ``teamsim reproduce`` reads them back and makes the numbers again.

    Raises
    ------
    RunError
        Another ending than .png and .svg, or a file that can not be written; an older file is then as it was.
    """
    made = provenance_of(study, drawn)
    told = f"teamsim {made.teamsim}, seed {made.seed}, " + ", ".join(f"{s.name} {s.hash}" for s in made.sources)
    return _written(picture, Path(out), told, packed(made), dpi)


def save_plan_picture(
    picture: Axes | Figure,
    out: str | Path,
    *plans: Plan,
    audit: GamingAudit | None = None,
    forecast: pd.DataFrame | None = None,
    replay: Replay | None = None,
    over: OverElasticity | None = None,
    dpi: int = 150,
) -> Path:
    """Write a picture of plans, that no study was run for, with where it comes from in its metadata.

    ``teamsim reproduce`` reckons again what the plans pay and cost, the audit, the forecast and the strip.

    Parameters
    ----------
    plans
        Those that are shown; left out: those of the audit or the replay. Of a forecast the new one, then the other.
    audit, forecast, replay, over
        What the picture shows beside: `gaming_audit`, `behavioural_forecast`, `replay`, `over_elasticity`. People's
        results of a replay are not written into the file, which says so.

    Raises
    ------
    RunError
        As `save_picture`; or there is no plan, or a forecast that is not one of two plans.
    """
    shown = Shown(audit, forecast, over, len(replay.people) if replay else 0)
    made = plan_provenance_of(plans or _plans_of(audit, replay), shown)
    return _written(picture, Path(out), made.told, packed(made), dpi)


def _plans_of(audit: GamingAudit | None, replay: Replay | None) -> tuple[Plan, ...]:
    """Return the plans that an audit or a replay knows itself."""
    if replay is not None:
        return tuple(plan for plan in (replay.plan, replay.against) if plan is not None)
    return (audit.plan,) if audit is not None else ()


def _written(picture: Axes | Figure, out: Path, told: str, pieces: list[str], dpi: int) -> Path:
    """Write a picture with what is told of it in its metadata."""
    if out.suffix.lower() not in ENDINGS:
        raise RunError(f"{out}: expected a name that ends with {' or '.join(ENDINGS)}. Give it one of these endings.")
    figure = picture if isinstance(picture, Figure) else picture.get_figure(root=True)
    if figure is None:
        raise RunError(f"{out}: these axes are in no figure any more. Draw the picture again.")
    metadata, kind = {"Description": "\n".join([told, *pieces]), "Title": told}, out.suffix.lower()[1:]
    # names beside lines stand outside of the axes: a figure that makes no room for them is written with it
    box = None if figure.get_layout_engine() else "tight"
    return write_whole(
        out, lambda draft: figure.savefig(draft, format=kind, dpi=dpi, metadata=metadata, bbox_inches=box)
    )
