"""Turn the sales force of Microsoft's AdventureWorks sample (synthetic) into a roster and a scenario.

    python tests/scenario/adventureworks.py DATA_FOLDER OUT_FOLDER

The tables have no header; columns are named by their position in AdventureWorks. See the data's SOURCE.txt.
"""

import csv
import datetime
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

HOURS_A_YEAR = 2080
QUARTERS_A_YEAR = 4
TIER_OF_TITLE = {
    "Sales Representative": "representative",
    "North American Sales Manager": "manager",
    "European Sales Manager": "manager",
    "Pacific Sales Manager": "manager",
    "Vice President of Sales": "vice_president",
}
UNIT_OF_TITLE = {
    "North American Sales Manager": "north_america",
    "European Sales Manager": "europe",
    "Pacific Sales Manager": "pacific",
    "Vice President of Sales": "company",
}


@dataclass(frozen=True)
class Seller:
    """One person of the sales force; None = the tables do not say."""

    person_id: str
    unit: str
    tier: str
    hire_date: datetime.date
    birth_year: int
    base_annual: float
    quota_annual: float | None
    commission_share: float | None
    bonus: float | None


def read(folder: Path, name: str) -> list[list[str]]:
    """Return the rows of a table."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


def last_quarter(folder: Path) -> datetime.date:
    """Return the first day of the last quarter that has quotas."""
    rows = read(folder, "SalesPersonQuotaHistory")
    return max(datetime.date.fromisoformat(quarter[:10]) for _, _, quarter, *_ in rows)


def first_month(folder: Path) -> datetime.date:
    """Return the first day of the month after that quarter."""
    months = 12 * last_quarter(folder).year + last_quarter(folder).month - 1 + 3
    return datetime.date(months // 12, months % 12 + 1, 1)


def latest_pay(folder: Path) -> dict[str, float]:
    """Return base pay a year: the latest hourly rate (columns: id, person, changed on, rate, ...)."""
    rows = sorted(read(folder, "EmployeePayHistory"), key=lambda row: row[2])
    return {person: float(rate) * HOURS_A_YEAR for _, person, _, rate, *_ in rows}


def latest_quotas(folder: Path) -> dict[str, float]:
    """Return quotas a year: the latest four quarters (columns: id, person, quarter, quota, ...)."""
    quarters: dict[str, list[float]] = {}
    for _, person, _, quota, *_ in sorted(read(folder, "SalesPersonQuotaHistory"), key=lambda row: row[2]):
        quarters.setdefault(person, []).append(float(quota))
    return {person: sum(quotas[-QUARTERS_A_YEAR:]) for person, quotas in quarters.items()}


def sellers(folder: Path) -> list[Seller]:
    """Return the sales force."""
    group = {row[0]: row[3].lower().replace(" ", "_") for row in read(folder, "SalesTerritory")}
    terms = {row[0]: row for row in read(folder, "SalesPerson")}
    pay, quota = latest_pay(folder), latest_quotas(folder)
    found = []
    for person, _, _, _, _, title, born, _, _, hired, *_ in read(folder, "Employee"):
        if title in TIER_OF_TITLE:
            row = terms.get(person)
            found.append(
                Seller(
                    person,
                    UNIT_OF_TITLE[title] if title in UNIT_OF_TITLE else group[terms[person][1]],
                    TIER_OF_TITLE[title],
                    datetime.date.fromisoformat(hired),
                    int(born[:4]),
                    pay[person],
                    quota.get(person),
                    float(row[4]) if row else None,
                    float(row[3]) if row else None,
                )
            )
    return found


def roster(people: list[Seller]) -> str:
    """Return the people as a roster table."""
    columns = ("person_id", "unit", "tier", "hire_date", "birth_year", "base_annual", "quota_annual")
    lines = [",".join(columns)]
    for person in people:
        values = [getattr(person, column) for column in columns]
        lines.append(",".join("" if value is None else str(value) for value in values))
    return "\n".join(lines) + "\n"


def median(people: list[Seller], tier: str, field: str) -> float:
    """Return the median of what is known of a tier, 0 where nothing is."""
    values = [getattr(person, field) for person in people if person.tier == tier]
    return round(statistics.median([value for value in values if value is not None] or [0.0]), 4)


def scenario(people: list[Seller], start: datetime.date) -> str:
    """Return a complete scenario: pay, quotas and plan from the data, the rest stated as judgement."""
    tiers = "".join(
        f"""\
  {tier}:
    track: {track}
    base_annual: {median(people, tier, "base_annual")}
    quota_annual: {median(people, tier, "quota_annual")}
    attrition: {{law: constant, annual_turnover: 0.2}}        # judgement
    promotion: {promotion}
    selling: {{productivity_annual: {median(people, tier, "quota_annual")}}}   # judgement: books its quota
"""
        for tier, track, promotion in (
            ("representative", "individual", "null"),
            ("manager", "management", "{choice: results, min_months_in_grade: 12, internal_share: 0.8}"),
            (
                "vice_president",
                "management",
                "{choice: seniority, min_months_in_grade: 12, internal_share: 1.0}",
            ),
        )
    )
    return f"""\
name: AdventureWorks
description: The sales force of the AdventureWorks sample from the month after its data ends.
time: {{start: {start:%Y-%m}, fiscal_year_start: {start.month}, horizon_months: 24}}
money: {{currency: USD, margin: 0.4}}
tiers:
{tiers}organisation:
  units:
    company: {{}}
    north_america: {{parent: company}}
    europe: {{parent: company}}
    pacific: {{parent: company}}
opening: {{roster: people.csv, firm_age_years: 8}}
hiring: {{recruiters: 1, requisitions_per_recruiter: 2, approval_lag_days: 10}}
incentives:
  plans:
    sellers:
      tiers: [representative]
      components:
        commission: {{kind: rate_table, rates: [[0, {median(people, "representative", "commission_share")}]]}}
        bonus: {{kind: lump_sum, amount: {median(people, "representative", "bonus")}}}
"""


def write(data: Path, out: Path) -> Path:
    """Write roster and scenario and return the scenario's path."""
    people = sellers(data)
    (out / "people.csv").write_text(roster(people), encoding="utf-8")
    path = out / "adventureworks.yaml"
    path.write_text(scenario(people, first_month(data)), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), Path(sys.argv[2])))
