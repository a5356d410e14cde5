"""A small complete scenario file, and what the tests of scenarios do with files."""

from pathlib import Path

from teamsim.errors import Fault, InputError
from teamsim.scenario import Scenario, load_scenario

TINY = """\
name: tiny
time: {start: 2026-01, horizon_months: 12}
tiers:
  junior: {base_annual: 50000, quota_annual: 400000, selling: {productivity_annual: 420000}}
  senior:
    base_annual: 90000
    quota_annual: 800000
    promotion: {choice: results, min_months_in_grade: 12, internal_share: 0.5}
    selling: {productivity_annual: 820000}
  manager: {base_annual: 150000, promotion: {choice: seniority}}
organisation:
  units:
    company: {seats: {manager: 1}}
    north: {parent: company, seats: {junior: 4, senior: 2}}
    south: {parent: company, seats: {junior: 3, senior: 3}}
hiring: {recruiters: 2}
incentives:
  plans:
    sellers:
      tiers: [junior, senior]
      components:
        commission: {kind: rate_table, rates: [[0, 0.06], [1.0, 0.12]]}
        bonus: {kind: lump_sum, amount: 3000}
opening: {firm_age_years: 3}
"""


def write(folder: Path, text: str, name: str = "case.yaml") -> Path:
    """Write a scenario file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def tiny(folder: Path, more: str = "") -> Scenario:
    """Load the tiny scenario, changed by the lines of a file that extends it."""
    base = write(folder, TINY, "tiny.yaml")
    return load_scenario(write(folder, f"extends: tiny.yaml\n{more}") if more else base)


def told(error: InputError) -> list[tuple[str, int | None]]:
    """Return file name and line of each fault."""
    return [place_of(fault) for fault in error.faults]


def place_of(fault: Fault) -> tuple[str, int | None]:
    name, _, line = fault.place.rpartition(":")
    return (Path(name).name, int(line)) if line.isdigit() else (Path(fault.place).name, None)
