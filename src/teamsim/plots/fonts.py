"""Fonts that know Chinese: which this machine has, and how to get one."""

from __future__ import annotations

import functools
import sys
from contextlib import suppress

from matplotlib import font_manager

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "SimHei",
    "Heiti TC",
    "Arial Unicode MS",
    "Droid Sans Fallback",
)
"""Best first. matplotlib reads the first font of a collection only: of Noto's that is the Japanese one."""

_REMEDIES = {
    "win32": "Add-WindowsCapability -Online -Name Language.Fonts.Hans~~~und-HANS~0.0.1.0",  # PowerShell
    "darwin": "brew install --cask font-noto-sans-cjk-sc",
}


@functools.cache
def chinese_fonts() -> tuple[str, ...]:
    """Return the Chinese fonts that matplotlib finds, best first."""
    return _known() or _known_after_another_look()


def chinese_font_remedy(platform: str = sys.platform) -> str:
    """Return the command that installs a Chinese font."""
    return _REMEDIES.get(platform, "sudo apt-get install fonts-wqy-microhei")


def _known() -> tuple[str, ...]:
    names = set(font_manager.get_font_names())
    return tuple(name for name in CHINESE_FONTS if name in names)


def _known_after_another_look() -> tuple[str, ...]:
    """Return the Chinese fonts among those installed since matplotlib last looked: it remembers what it saw."""
    seen = {font.fname for font in font_manager.fontManager.ttflist}
    for path in set(font_manager.findSystemFonts()) - seen:
        with suppress(RuntimeError, OSError):  # a file that holds no font it can read
            font_manager.fontManager.addfont(path)
    return _known()
