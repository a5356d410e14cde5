"""Files that are whole or as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from teamsim.errors import RunError


def write_whole(out: Path, write: Callable[[Path], object]) -> Path:
    """Write a file under another name in its folder, then rename it; an older file stays where that fails.

    Raises
    ------
    RunError
        The disk is full, the folder can not be written, or another programme holds the file open.
    """
    draft: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".tmp", dir=out.parent)
        os.close(handle)
        draft = Path(name)
        write(draft)
        draft.chmod(0o644)
        draft.replace(out)
    except OSError as error:
        stays = " The older file is as it was." if out.exists() else ""
        remedy = "Free some space, close the programme that has it open, or choose another name."
        raise RunError(f"{out}: can not be written: {error.strerror or error}.{stays} {remedy}") from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
    return out


def write_text(out: Path, text: str) -> Path:
    """Write a text as UTF-8, whole or not at all."""
    return write_whole(out, lambda draft: draft.write_text(text, encoding="utf-8", newline="\n"))
