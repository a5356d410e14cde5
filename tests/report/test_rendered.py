"""Slides and workbooks as an office suite opens them: LibreOffice works formulas out anew and draws every page."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from tests.conftest import do_without
from tests.report.conftest import ACTUALS
from tests.report.reading import sheets_of

OFFICES = ("soffice", "libreoffice")


def converted(path: Path, ending: str, folder: Path) -> Path:
    """The file as LibreOffice saves it in another format, with a profile of its own."""
    office = next(filter(None, map(shutil.which, OFFICES)), None)
    if office is None:
        do_without(f"no LibreOffice: none of {', '.join(OFFICES)} is on the PATH")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{ending}"


def without_cached_values(book: Path, out: Path) -> Path:
    """The workbook with its formulas only: what stands in their cells has to be worked out."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            new.writestr(name, text)
    return out


def test_an_office_works_out_the_totals_that_are_cached(drawn: Any, tmp_path: Path) -> None:
    book = drawn.report(tmp_path / "book.xlsx", actuals=ACTUALS)
    bare = without_cached_values(book, tmp_path / "bare.xlsx")
    again = sheets_of(converted(bare, "xlsx", tmp_path / "again"))
    n_formulas = n_numbers = 0
    for name, cells in sheets_of(book).items():
        for address, (value, formula) in cells.items():
            if isinstance(value, int | float):
                assert again[name][address][0] == pytest.approx(value, rel=1e-9, abs=1e-6), (name, address)
                n_formulas, n_numbers = n_formulas + bool(formula), n_numbers + 1
    assert n_formulas > 50 and n_numbers > 1000


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_slide_is_drawn(drawn: Any, tmp_path: Path, lang: str) -> None:
    deck = drawn.report(tmp_path / "board.pptx", actuals=ACTUALS, lang=lang)
    paper = converted(deck, "pdf", tmp_path).read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == len(Presentation(str(deck)).slides)
