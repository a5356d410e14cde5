"""Pictures as files that say where their numbers come from."""

from __future__ import annotations

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from teamsim.analysis.assumptions import UnderAssumptions
from teamsim.errors import RunError
from teamsim.files import write_whole
from teamsim.provenance import packed, provenance_of
from teamsim.study import Study

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
    out = Path(out)
    if out.suffix.lower() not in ENDINGS:
        raise RunError(f"{out}: expected a name that ends with {' or '.join(ENDINGS)}. Give it one of these endings.")
    figure = picture if isinstance(picture, Figure) else picture.get_figure(root=True)
    if figure is None:
        raise RunError(f"{out}: these axes are in no figure any more. Draw the picture again.")
    made = provenance_of(study, drawn)
    told = f"teamsim {made.teamsim}, seed {made.seed}, " + ", ".join(f"{s.name} {s.hash}" for s in made.sources)
    metadata = {"Description": "\n".join([told, *packed(made)]), "Title": told}
    kind = out.suffix.lower()[1:]
    return write_whole(out, lambda draft: figure.savefig(draft, format=kind, dpi=dpi, metadata=metadata))
