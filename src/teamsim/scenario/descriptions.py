"""What a parameter means, in the language of a page.

Declarations say it in English, once for the files, the faults and the documents; Chinese stands in a catalogue beside
them, so that they stay short enough to be read. It is JSON, which is read over a hundred times as fast as YAML, and
only when somebody looks at a Chinese page, or searches.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).parent / "schema" / "descriptions_zh.json"
"""English and Chinese descriptions, by the module that declares them, in its order."""


def description_of(declared: Any, lang: str) -> str:
    """Return the description of whatever has one; as it is written where the catalogue has no Chinese one."""
    written = str(declared.description)
    return _chinese().get(written, written) if lang == "zh" else written


def descriptions_of(declared: Any) -> str:
    """Return the description in both languages, for who searches in either."""
    return f"{description_of(declared, 'en')} {description_of(declared, 'zh')}"


@functools.cache
def _chinese() -> dict[str, str]:
    groups = json.loads(CATALOGUE.read_text(encoding="utf-8")).values()
    return {english: chinese for group in groups for english, chinese in group.items()}
