"""Files that are whole or as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from teamsim.errors import RunError

SHOWN = 20
"""Characters of a name that the draft of its file or folder shows: it may not be longer than the name itself."""


def is_there(path: Path) -> bool:
    """Return whether there is a file or folder of a name; of one that the system can not have there is none."""
    try:
        return path.exists()
    except (OSError, ValueError):  # a name with a null character is a ValueError
        return False


def write_whole(out: Path, write: Callable[[Path], object], *, is_new: bool = False) -> Path:
    """Write a file under another name in its folder, then rename it; an older file stays where that fails.

    Where it `is_new` a file of that name, also one that came in between, is never replaced.

    Raises
    ------
    FileExistsError
        It `is_new`, and there is one already.
    RunError
        The disk is full, the folder is none or can not be written, the system can not have the name, or another
        programme holds the file open.
    """
    draft: Path | None = None
    try:
        if out.parent.is_file():
            raise RunError(f"{out}: can not be written: {out.parent} is a file, not a folder. Choose another folder.")
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{out.name[:SHOWN]}.", suffix=".tmp", dir=out.parent)
        os.close(handle)
        draft = Path(name)
        write(draft)
        draft.chmod(0o644)
        if is_new:
            os.link(draft, out)  # unlike a rename it refuses a name that somebody took meanwhile
        else:
            draft.replace(out)
    except FileExistsError:
        raise
    except OSError as error:
        stays = " The older file is as it was." if is_there(out) else ""
        remedy = "Free some space, close the programme that has it open, or choose another name."
        raise RunError(f"{out}: can not be written: {error.strerror or error}.{stays} {remedy}") from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
    return out


def write_text(out: Path, text: str) -> Path:
    """Write a text as UTF-8, whole or not at all."""
    return write_whole(out, lambda draft: draft.write_text(text, encoding="utf-8", newline="\n"))
