"""Turn Maven's CRM Sales Opportunities (synthetic) into a roster and a scenario.

    python tests/scenario/maven.py DATA_FOLDER OUT_FOLDER

Only won deals are used, so the data's dirt does not matter: opportunities without engage date or account are
open or keep their value, and products are not joined. Agents who never appear in the pipeline are not seated.
The data knows no hire dates, quotas or pay. See the data's SOURCE.txt.
"""

import csv
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

MONTHS_A_YEAR = 12
UNITS = ("central", "east", "west")


@dataclass(frozen=True)
class Member:
    """One person of the sales force; managers win nothing themselves."""

    person_id: str
    unit: str
    tier: str
    won_annual: float = 0.0


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def won_deals(folder: Path) -> list[dict[str, str]]:
    """Return the opportunities that were won."""
    return [row for row in read(folder, "sales_pipeline") if row["deal_stage"] == "Won"]


def months(folder: Path) -> list[str]:
    """Return the months in which deals were won, as YYYY-MM."""
    return sorted({row["close_date"][:7] for row in won_deals(folder)})


def first_month(folder: Path) -> str:
    """Return the month after the last of the data."""
    year, month = map(int, months(folder)[-1].split("-"))
    return f"{year + month // MONTHS_A_YEAR}-{month % MONTHS_A_YEAR + 1:02d}"


def won_annual(folder: Path) -> dict[str, float]:
    """Return what each agent won a year: the value a month, times twelve."""
    won: dict[str, float] = defaultdict(float)
    for row in won_deals(folder):
        won[row["sales_agent"]] += float(row["close_value"])
    return {agent: value * MONTHS_A_YEAR / len(months(folder)) for agent, value in won.items()}


def closed_deals(folder: Path) -> dict[str, tuple[int, int]]:
    """Return how many deals each agent won and lost."""
    stages: dict[str, list[str]] = defaultdict(list)
    for row in read(folder, "sales_pipeline"):
        stages[row["sales_agent"]].append(row["deal_stage"])
    return {agent: (deals.count("Won"), deals.count("Lost")) for agent, deals in stages.items()}


def members(folder: Path) -> list[Member]:
    """Return the agents who won something, and their managers."""
    won = won_annual(folder)
    teams = [row for row in read(folder, "sales_teams") if row["sales_agent"] in won]
    agents = [
        Member(row["sales_agent"], row["regional_office"].lower(), "agent", won[row["sales_agent"]]) for row in teams
    ]
    office = {row["manager"]: row["regional_office"].lower() for row in teams}
    return agents + [Member(manager, unit, "manager") for manager, unit in office.items()]


def unit_means(people: list[Member]) -> dict[str, float]:
    """Return what an agent of each unit wins a year on average."""
    return {
        unit: statistics.fmean(person.won_annual for person in people if person.unit == unit and person.tier == "agent")
        for unit in UNITS
    }


def tier_mean(people: list[Member]) -> float:
    """Return what an agent wins a year on average."""
    return statistics.fmean(person.won_annual for person in people if person.tier == "agent")


def roster(people: list[Member]) -> str:
    """Return the people as a roster table."""
    lines = [f"{person.person_id},{person.unit},{person.tier}" for person in people]
    return "\n".join(["person_id,unit,tier", *lines]) + "\n"


def scenario(people: list[Member], start: str) -> str:
    """Return a complete scenario: people, units and productivity from the data, the rest stated as judgement."""
    mean = tier_mean(people)
    units = "".join(
        f"    {unit}: {{parent: company, productivity_factor: {unit_mean / mean:.6f}}}\n"
        for unit, unit_mean in unit_means(people).items()
    )
    return f"""\
name: Maven CRM
description: The sales force of the CRM Sales Opportunities sample from the month after its data ends.
time: {{start: {start}, horizon_months: 24}}
money: {{currency: USD, margin: 0.4}}
tiers:
  agent:
    base_annual: 60000                                  # judgement, as all below but productivity
    quota_annual: {mean:.2f}
    attrition: {{law: constant, annual_turnover: 0.2}}
    selling: {{productivity_annual: {mean:.2f}}}
  manager:
    track: management
    base_annual: 110000
    attrition: {{law: constant, annual_turnover: 0.1}}
    promotion: {{choice: results, min_months_in_grade: 12, internal_share: 0.8}}
organisation:
  units:
    company: {{}}
{units}opening: {{roster: people.csv, firm_age_years: 10}}
hiring: {{recruiters: 1, requisitions_per_recruiter: 3, approval_lag_days: 10}}
incentives:
  plans:
    agents:
      tiers: [agent]
      components:
        commission: {{kind: rate_table, rates: [[0, 0.05]]}}
"""


def write(data: Path, out: Path) -> Path:
    """Write roster and scenario and return the scenario's path."""
    people = members(data)
    (out / "people.csv").write_text(roster(people), encoding="utf-8")
    path = out / "maven.yaml"
    path.write_text(scenario(people, first_month(data)), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), Path(sys.argv[2])))
