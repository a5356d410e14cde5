"""What is wrong with a file is told all at once: file, line, value, rule, nearest known name, remedy."""

# ruff: noqa: E501 - sentences stand here as people read them

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamsim.errors import InputError, ScenarioError
from teamsim.scenario import load_scenario
from tests.scenario.tiny import TINY, told, write

KNOWN_TIERS = "Known: junior, senior, manager."
PIECEWISE = "tiers: {senior: {attrition: {law: piecewise, bands: "
RAMP_TABLE = "tiers: {senior: {ramp: {shape: table, shares: "
COMMISSION = "incentives: {plans: {sellers: {components: {commission: "


def refusal(folder: Path, text: str, name: str = "case.yaml") -> ScenarioError:
    """Load a file that extends the tiny scenario and return the error."""
    write(folder, TINY, "tiny.yaml")
    return refusal_of(write(folder, f"extends: tiny.yaml\n{text}", name))


def refusal_of(path: Path) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return caught.value


def sentences(error: InputError, folder: Path) -> list[str]:
    """Return the lines of an error without the folder."""
    return str(error).replace(f"{folder.as_posix()}/", "").split("\n")


ONE_FAULT = {
    "typo of a section": (
        "hirng: {recruiters: 3}",
        "case.yaml:2: hirng: unknown key. Did you mean `hiring`?",
    ),
    "typo of a key": (
        "hiring:\n  recruters: 3",
        "case.yaml:3: hiring.recruters: unknown key. Did you mean `recruiters`?",
    ),
    "typo of a key in a named group": (
        "tiers:\n  senior:\n    base_anual: 3",
        "case.yaml:4: tiers.senior.base_anual: unknown key. Did you mean `base_annual`?",
    ),
    "list for the name of a role": (
        "tiers:\n  senior:\n    role: [closer]",
        "case.yaml:4: tiers.senior.role = ['closer']; expected a text (name). The default is ''.",
    ),
    "share as percent": (
        "tiers:\n  senior:\n    promotion:\n      internal_share: 60",
        "case.yaml:5: tiers.senior.promotion.internal_share = 60; expected share of vacancies in [0, 1]. "
        "Did you mean 0.6 (60%)?",
    ),
    "attainment as percent": (
        COMMISSION + "{cap: 120}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.cap = 120; expected attainment above 0 and "
        "at most 10. Did you mean 1.2 (120%)?",
    ),
    "rate as percent": (
        COMMISSION + "{rates: [[0, 12]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates.0: rate 12; expected a share of "
        "bookings in [0, 1]. Did you mean 0.12 (12%)?",
    ),
    "rate with a percent sign": (
        COMMISSION + "{rates: [[0, 12%]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates.0.1 = '12%'; expected a number "
        "([attainment, share of bookings]). Did you mean 0.12?",
    ),
    "band start as percent": (
        COMMISSION + "{rates: [[0, .1], [100, .12]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates.1: the band starts at 100 times "
        "quota. Did you mean 1 (100% of quota)?",
    ),
    "negative rate": (
        COMMISSION + "{rates: [[0, -0.1]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates.0: rate -0.1; expected a share of "
        "bookings in [0, 1]. Change the rate.",
    ),
    "overlapping bands": (
        "incentives:\n  plans:\n    sellers:\n      components:\n        commission:\n          rates:\n"
        "          - [0, .06]\n          - [1.0, .12]\n          - [0.9, .2]",
        "case.yaml:10: incentives.plans.sellers.components.commission.rates.2: the band starts at 0.9, not above "
        "1 where the one before starts. Bands stand in rising order and do not overlap.",
    ),
    "two bands from the same attainment": (
        COMMISSION + "{rates: [[0, .06], [0, .12]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates.1: the band starts at 0, not above 0 "
        "where the one before starts. Bands stand in rising order and do not overlap.",
    ),
    "first band not at zero": (
        COMMISSION + "{rates: [[0.5, .06]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates.0: the first band starts at 0.5. "
        "Start at 0; a rate of 0 is a threshold.",
    ),
    "no bands": (
        COMMISSION + "{rates: []}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates: 0 bands; expected 1 to 10. "
        "For example [[0, 0.1]].",
    ),
    "too many bands": (
        COMMISSION + "{rates: [" + ", ".join(f"[{n}, .1]" for n in range(11)) + "]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates: 11 bands; expected 1 to 10. Merge bands.",
    ),
    "a band of three numbers": (
        COMMISSION + "{rates: [[0, .1, 3]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates.0 = [0, 0.1, 3]; expected "
        "[attainment, share of bookings]. Change the value.",
    ),
    "a band of one number": (
        COMMISSION + "{rates: [[0]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates.0 = [0]; expected "
        "[attainment, share of bookings]. Change the value.",
    ),
    "a rate in place of the table": (
        COMMISSION + "{rates: 0.1}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.rates = 0.1; expected a list of "
        "[attainment, share of bookings]. Change the value.",
    ),
    "unknown tier in seats": (
        "organisation:\n  units:\n    north:\n      seats: {juniour: 3}",
        "case.yaml:5: organisation.units.north.seats.juniour: there is no tier `juniour`. Did you mean `junior`?",
    ),
    "unknown tier in a plan": (
        "incentives:\n  plans:\n    sellers:\n      tiers:\n      - junior\n      - quux",
        f"case.yaml:7: incentives.plans.sellers.tiers.1: there is no tier `quux`. {KNOWN_TIERS}",
    ),
    "unknown tier to be promoted from": (
        "tiers:\n  manager:\n    promotion: {from_tier: senor}",
        "case.yaml:4: tiers.manager.promotion.from_tier: there is no tier `senor`. Did you mean `senior`?",
    ),
    "promoted from above": (
        "tiers: {senior: {promotion: {from_tier: manager}}}",
        "case.yaml:2: tiers.senior.promotion.from_tier: `manager` is not below `senior` on the ladder. "
        "Tiers stand lowest first.",
    ),
    "promotion into the lowest tier": (
        "tiers: {junior: {promotion: {choice: results}}}",
        "case.yaml:2: tiers.junior.promotion: the lowest tier has nobody below. Take it out.",
    ),
    "moves from an unknown tier": (
        "promotion: {moves: {juniour: {senior: 0.1}}}",
        "case.yaml:2: promotion.moves.juniour: there is no tier `juniour`. Did you mean `junior`?",
    ),
    "moves to an unknown tier": (
        "promotion: {moves: {junior: {senor: 0.1}}}",
        "case.yaml:2: promotion.moves.junior.senor: there is no tier `senor`. Did you mean `senior`?",
    ),
    "a move to the same tier": (
        "promotion: {moves: {junior: {junior: 0.1}}}",
        "case.yaml:2: promotion.moves.junior.junior: a move to the same tier. Take it out; who does not move stays.",
    ),
    "more move than there are": (
        "promotion: {moves: {junior: {senior: 0.6, manager: 0.5}}}",
        "case.yaml:2: promotion.moves.junior: 1.1 of those who stay would move. The shares of a tier add up to at most 1.",
    ),
    "nothing counts": (
        "promotion: {weights: {experience: 0, skill: 0, results: 0, leadership: 0}}",
        "case.yaml:2: promotion.weights: all weights are zero. Give at least one criterion a weight above 0.",
    ),
    "an intake into an unknown unit": (
        "organisation: {intake: {graduates: {unit: nort, tier: junior, month_of_year: 9, seats: 5}}}",
        "case.yaml:2: organisation.intake.graduates.unit: there is no unit `nort`. Did you mean `north`?",
    ),
    "an intake from an unknown source": (
        "organisation: {intake: {graduates: {unit: north, tier: junior, month_of_year: 9, seats: 5, source: campus}}}",
        "case.yaml:2: organisation.intake.graduates.source: there is no source `campus`. "
        "Describe it in hiring.sources.",
    ),
    "an acquired team in an unknown unit": (
        "organisation: {acquisitions: {acme: {unit: nort, month: 3, people: {junior: 5}}}}",
        "case.yaml:2: organisation.acquisitions.acme.unit: there is no unit `nort`. Did you mean `north`?",
    ),
    "an acquired team of an unknown tier": (
        "organisation: {acquisitions: {acme: {unit: north, month: 3, people: {junor: 5}}}}",
        "case.yaml:2: organisation.acquisitions.acme.people.junor: there is no tier `junor`. Did you mean `junior`?",
    ),
    "sources of nobody": (
        "hiring: {sources: {campus: {share: 0}, agency: {share: 0}}}",
        "case.yaml:2: hiring.sources: all shares are zero. Give at least one source a share above 0, or take them out.",
    ),
    "more sources than eight": (
        "hiring: {sources: {" + ", ".join(f"s{n}: {{share: 1}}" for n in range(9)) + "}}",
        "case.yaml:2: hiring.sources: 9 sources; expected at most 8. Add the small ones up.",
    ),
    "a source for an unknown tier": (
        "hiring: {sources: {campus: {share: 1, tiers: [junor]}}}",
        "case.yaml:2: hiring.sources.campus.tiers.0: there is no tier `junor`. Did you mean `junior`?",
    ),
    "a season of exits with eleven months": (
        "tiers: {junior: {exit_season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
        "case.yaml:2: tiers.junior.exit_season: 11 factors; expected 12, one a month. January to December.",
    ),
    "a tier on two plans": (
        "incentives: {plans: {other: {tiers: [senior], components: {}}}}",
        "case.yaml:2: incentives.plans.other.tiers.0: `senior` is on plan `sellers` too. "
        "One plan a tier, or other units or months.",
    ),
    "an unknown measure": (
        COMMISSION + "{measure: bookngs}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.measure = 'bookngs'; expected one of: own, "
        "bookings, team, collections, gross_margin, new_business, units. Did you mean `bookings`?",
    ),
    "an override over units in a circle": (
        "organisation: {units: {company: {parent: north}}}",
        [
            "case.yaml:2: organisation.units: every unit has a parent; the company has none. Take its `parent` out.",
            "case.yaml:2: organisation.units.company.parent: `company` belongs to itself through its parents. "
            "Break the circle.",
            "tiny.yaml:14: organisation.units.north.parent: `north` belongs to itself through its parents. "
            "Break the circle.",
        ],
    ),
    "a release that does not add up": (
        COMMISSION + "{released: by_schedule, release_shares: [.5, .4]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.commission.release_shares: the shares add up to 0.9; "
        "expected 1. Split what is earned in full.",
    ),
    "weights that do not add up": (
        "incentives: {plans: {sellers: {components: {score: {kind: scorecard, amount: 9, items: "
        "{a: {weight: .5}, b: {weight: .4}}}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.score.items: the weights add up to 0.9; expected 1. "
        "Change the weights.",
    ),
    "a plan for a unit that does not exist": (
        "incentives: {plans: {other: {tiers: [senior], units: [nort], components: {}}}}",
        "case.yaml:2: incentives.plans.other.units.0: there is no unit `nort`. Did you mean `north`?",
    ),
    "a window that ends before it begins": (
        "incentives: {plans: {sellers: {components: {s: {kind: spif, from_month: 3, until_month: 1, amount: 9}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.s.until_month: ends in month 1, before it begins in "
        "month 3. Give the last month here.",
    ),
    "levels out of order": (
        "incentives: {plans: {sellers: {components: {b: {kind: lump_sum, levels: [[1, 9], [.5, 3]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.b.levels.1: starts at 0.5, not above 1 where the one "
        "before starts. Attainments stand in rising order.",
    ),
    "levels in percent": (
        "incentives: {plans: {sellers: {components: {b: {kind: lump_sum, levels: [[80, 9]]}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.b.levels.0: starts at 80 times quota. "
        "Did you mean 0.8 (80%)?",
    ),
    "a contest without prizes": (
        "incentives: {plans: {sellers: {components: {b: {kind: contest, prizes: []}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.b.prizes: 0 prizes; expected 1 to 10. Leave the others out.",
    ),
    "two plans for a unit at a time": (
        "incentives: {plans: {other: {tiers: [senior], units: [north], components: {}}, "
        "more: {tiers: [senior], units: [south, north], from_month: 3, components: {}}}}",
        "case.yaml:2: incentives.plans.more.tiers.0: `senior` is on plan `other` too. "
        "One plan a tier, or other units or months.",
    ),
    "unknown parent": (
        "organisation:\n  units:\n    north: {parent: compny}",
        "case.yaml:4: organisation.units.north.parent: there is no unit `compny`. Did you mean `company`?",
    ),
    "its own parent": (
        "organisation: {units: {north: {parent: north}}}",
        "case.yaml:2: organisation.units.north.parent: `north` belongs to itself through its parents. "
        "Break the circle.",
    ),
    "two roots": (
        "organisation:\n  units:\n    north:\n      parent: null",
        "case.yaml:5: organisation.units.north.parent: 2 units have no parent (company, north); only one, the "
        "company, has none. Give `north` a `parent`, for example company.",
    ),
    "a name with a dot": (
        "organisation:\n  units:\n    a.b: {parent: company}",
        "case.yaml:4: organisation.units.a.b: a name has at least one letter, no slash and no dot. Use a dash.",
    ),
    "a name with a slash": (
        "tiers: {vice/president: {base_annual: 1}}\norganisation: {units: {company: {seats: {vice/president: 0}}}}",
        "case.yaml:2: tiers.vice/president: a name has at least one letter, no slash and no dot. Use a dash.",
    ),
    "season of 11 factors": (
        "selling:\n  season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "case.yaml:3: selling.season: 11 factors; expected 12, one a month. January to December.",
    ),
    "season of zeros": (
        "selling: {season: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}",
        "case.yaml:2: selling.season: all factors are zero. Give at least one month a factor above 0.",
    ),
    "negative season": (
        "selling: {season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1]}",
        "case.yaml:2: selling.season.11 = -1; expected multiples, January first of at least 0. Change the value.",
    ),
    "wrong law": (
        "tiers:\n  senior:\n    attrition: {law: weibul}",
        "case.yaml:4: tiers.senior.attrition.law = 'weibul'; expected one of: constant, weibull, lognormal, "
        "log_logistic, piecewise, table. "
        "Did you mean `weibull`?",
    ),
    "no law": (
        "tiers: {senior: {attrition: {annual_turnover: .3}}}",
        "case.yaml:2: tiers.senior.attrition.law is missing. Give it one of: constant, weibull, lognormal, "
        "log_logistic, piecewise, table.",
    ),
    "key of another law": (
        "tiers: {senior: {attrition: {law: constant, shape: 1}}}",
        "case.yaml:2: tiers.senior.attrition.shape is not a key of `law: constant`. Take it out; where the "
        "extended file states it, write `shape: null`.",
    ),
    "cohort loss of everybody": (
        "tiers: {senior: {attrition: {law: constant, annual_turnover: 1.2, given_as: cohort_loss}}}",
        "case.yaml:2: tiers.senior.attrition.annual_turnover: a closed group can not lose 120% of its people. "
        "A cohort loss is below 1; a rate (`given_as: rate`) may exceed it.",
    ),
    "turnover as percent": (
        "tiers: {senior: {attrition: {law: constant, annual_turnover: 30}}}",
        "case.yaml:2: tiers.senior.attrition.annual_turnover = 30; expected share a year in [0, 6]. "
        "Did you mean 0.3 (30%)?",
    ),
    "empty table of a law": (
        "tiers: {senior: {attrition: {law: table, monthly_probability: []}}}",
        "case.yaml:2: tiers.senior.attrition.monthly_probability: 0 entries; expected 1 to 481. Give at least one.",
    ),
    "shape of another law's range": (
        "tiers: {senior: {attrition: {law: log_logistic, shape: 50}}}",
        "case.yaml:2: tiers.senior.attrition.shape = 50; expected log-logistic shape in [0.2, 10]. The default is 1.5.",
    ),
    "yearly chances for monthly ones": (
        "tiers:\n  senior:\n    attrition:\n      law: table\n      monthly_probability: [.3]",
        "case.yaml:6: tiers.senior.attrition.monthly_probability: 98.62% of all newcomers would be gone in a year; "
        "expected chances a month. Did you mean 0.0293 (30% a year)?",
    ),
    "monthly chance as percent": (
        "tiers: {senior: {attrition: {law: table, monthly_probability: [3]}}}",
        "case.yaml:2: tiers.senior.attrition.monthly_probability.0 = 3; expected chance a month of at least 0 "
        "and below 1. Did you mean 0.03 (3%)?",
    ),
    "bands of tenure with a turnover as percent": (
        PIECEWISE + "[[0, 40], [12, .2]]}}}",
        "case.yaml:2: tiers.senior.attrition.bands.0: turnover 40; expected a share a year in [0, 6]. "
        "Did you mean 0.4 (40%)?",
    ),
    "negative turnover of a band": (
        PIECEWISE + "[[0, -.4]]}}}",
        "case.yaml:2: tiers.senior.attrition.bands.0: turnover -0.4; expected a share a year in [0, 6]. "
        "Change the turnover.",
    ),
    "band of tenure in which everybody is lost": (
        PIECEWISE + "[[0, .4], [12, 1]], given_as: cohort_loss}}}",
        "case.yaml:2: tiers.senior.attrition.bands.1: a closed group can not lose 100% of its people. "
        "A cohort loss is below 1; a rate (`given_as: rate`) may exceed it.",
    ),
    "bands of tenure that do not start at zero": (
        PIECEWISE + "[[6, .4]]}}}",
        "case.yaml:2: tiers.senior.attrition.bands.0: the first band starts at 6 months. "
        "Start at 0, the day of joining.",
    ),
    "bands of tenure out of order": (
        PIECEWISE + "[[0, .4], [12, .2], [6, .3]]}}}",
        "case.yaml:2: tiers.senior.attrition.bands.2: the band starts at 6 months, not after 12 where the one "
        "before starts. Bands stand in rising order of tenure.",
    ),
    "band of tenure nobody reaches": (
        PIECEWISE + "[[0, .4], [730, .2]]}}}",
        "case.yaml:2: tiers.senior.attrition.bands.1: the band starts at 730 months; expected less than 481. "
        "Give tenure in months.",
    ),
    "no bands of tenure": (
        PIECEWISE + "[]}}}",
        "case.yaml:2: tiers.senior.attrition.bands: no bands. For example [[0, 0.4], [12, 0.2]]: 40% a year in the "
        "first year, 20% later.",
    ),
    "wrong shape of a ramp": (
        "tiers: {senior: {ramp: {shape: lineer}}}",
        "case.yaml:2: tiers.senior.ramp.shape = 'lineer'; expected one of: linear, exponential, logistic, gompertz, "
        "table. Did you mean `linear`?",
    ),
    "key of another ramp": (
        "tiers:\n  senior:\n    ramp:\n      shape: gompertz\n      months: 3",
        "case.yaml:5: tiers.senior.ramp.months is not a key of `shape: gompertz`. Take it out; where the extended "
        "file states it, write `months: null`.",
    ),
    "key of another ramp than the linear one": (
        "tiers: {senior: {ramp: {steepness: 3}}}",
        "case.yaml:2: tiers.senior.ramp.steepness is not a key of `shape: linear`. Take it out; where the extended "
        "file states it, write `steepness: null`.",
    ),
    "typo in a ramp": (
        "tiers: {senior: {ramp: {month: 3}}}",
        "case.yaml:2: tiers.senior.ramp.month: unknown key. Did you mean `months`?",
    ),
    "ramp in percent": (
        RAMP_TABLE + "[20, 30, 50]}}}",
        [
            f"case.yaml:2: tiers.senior.ramp.shares.{index} = {share}; expected share of full productivity in "
            f"[0, 1.5]. Did you mean {share / 100:g} ({share}%)?"
            for index, share in enumerate((20, 30, 50))
        ],
    ),
    "ramp that falls": (
        RAMP_TABLE + "[.2, .5, .4]}}}",
        "case.yaml:2: tiers.senior.ramp.shares.2: the share falls from 0.5 to 0.4; a ramp never falls. "
        "Give the shares in rising order.",
    ),
    "ramp that never rises": (
        RAMP_TABLE + "[0, 0]}}}",
        "case.yaml:2: tiers.senior.ramp.shares: nobody ever becomes productive. Let the shares rise to 1.",
    ),
    "empty ramp": (
        RAMP_TABLE + "[]}}}",
        "case.yaml:2: tiers.senior.ramp.shares: 0 entries; expected 1 to 21 by quarter. For example [0.2, 0.5, 1].",
    ),
    "ramp of more than five years": (
        RAMP_TABLE + "[" + ", ".join(["1"] * 62) + "], step: month}}}",
        "case.yaml:2: tiers.senior.ramp.shares: 62 entries; expected 1 to 61 by month. "
        "Shorten the table: the last entry holds on.",
    ),
    "certain exit": (
        "tiers: {senior: {attrition: {law: table, monthly_probability: [.1, 1]}}}",
        "case.yaml:2: tiers.senior.attrition.monthly_probability.1 = 1; expected chance a month of at least 0 "
        "and below 1. Change the value.",
    ),
    "wrong name of a choice": (
        "tiers: {senior: {promotion: {choice: result}}}",
        "case.yaml:2: tiers.senior.promotion.choice = 'result'; expected one of: seniority, results, leadership, score, random. "
        "Did you mean `results`?",
    ),
    "wrong kind of component": (
        "incentives: {plans: {sellers: {components: {spiff: {kind: lumpsum, amount: 3}}}}}",
        "case.yaml:2: incentives.plans.sellers.components.spiff.kind = 'lumpsum'; expected one of: rate_table, "
        "override, lump_sum, spif, draw, guarantee, contest, scorecard, retention, benefits. Did you mean `lump_sum`?",
    ),
    "required key missing": (
        "tiers: {director: {quota_annual: 1}}\norganisation: {units: {company: {seats: {director: 1}}}}",
        "case.yaml:2: tiers.director.base_annual is missing (Fixed pay of a full-time person). Give it a value.",
    ),
    "required key taken out": (
        "tiers:\n  senior:\n    base_annual: null",
        "case.yaml:4: tiers.senior.base_annual is missing (Fixed pay of a full-time person). Give it a value.",
    ),
    "text for a number": (
        "tiers:\n  senior:\n    base_annual: lots",
        "case.yaml:4: tiers.senior.base_annual = 'lots'; expected a number (currency a year). Change the value.",
    ),
    "number with a comma": (
        "tiers: {senior: {base_annual: '95,000'}}",
        "case.yaml:2: tiers.senior.base_annual = '95,000'; expected a number (currency a year). Did you mean 95000?",
    ),
    "number in thousands": (
        "tiers: {senior: {base_annual: 95k}}",
        "case.yaml:2: tiers.senior.base_annual = '95k'; expected a number (currency a year). Did you mean 95000?",
    ),
    "half a month": (
        "time: {horizon_months: 12.5}",
        "case.yaml:2: time.horizon_months = 12.5; expected a whole number (months). The default is 36.",
    ),
    "number out of range": (
        "time: {horizon_months: 0}",
        "case.yaml:2: time.horizon_months = 0; expected months in [1, 1200]. The default is 36.",
    ),
    "not a number": (
        "money: {margin: .nan}",
        "case.yaml:2: money.margin = nan; expected a finite number (share of bookings). The default is 0.75.",
    ),
    "yes for a number": (
        "money: {margin: true}",
        "case.yaml:2: money.margin: true; expected share of bookings, not true or false. Give the value.",
    ),
    "number for a section": (
        "time: 3",
        "case.yaml:2: time = 3; expected a section of `key: value` lines. "
        "Its keys: start, fiscal_year_start, horizon_months, burn_in_months.",
    ),
    "number for the section that names the roster": (
        "opening: 3",
        "case.yaml:2: opening = 3; expected a section of `key: value` lines. "
        "Its keys: state, tenure_months, past, firm_age_years, roster, leave_months, leave_pay_share.",
    ),
    "list for the ladder": (
        "tiers: [junior, senior]",
        "case.yaml:2: tiers = ['junior', 'senior']; expected a section of `key: value` lines. "
        "Write its names below it.",
    ),
    "list for a name": (
        "organisation: {units: {north: {parent: [company]}}}",
        "case.yaml:2: organisation.units.north.parent = ['company']; expected a text (unit). Change the value.",
    ),
    "list in a list of names": (
        "incentives: {plans: {sellers: {tiers: [[junior]]}}}",
        "case.yaml:2: incentives.plans.sellers.tiers.0 = ['junior']; expected a text (tiers). Change the value.",
    ),
    "too few seats": (
        "organisation: {units: {north: {seats: {junior: -3}}}}",
        "case.yaml:2: organisation.units.north.seats.junior = -3; expected seats in [0, 100000]. Change the value.",
    ),
    "a day for a month": (
        "time: {start: 2026-01-15}",
        "case.yaml:2: time.start: '2026-01-15'; expected a month as YYYY-MM. For example 2026-01.",
    ),
    "thirteenth month": (
        "time: {start: 2026-13}",
        "case.yaml:2: time.start: '2026-13'; expected a month as YYYY-MM. For example 2026-01.",
    ),
    "currency in small letters": (
        "money: {currency: usd}",
        "case.yaml:2: money.currency: 'usd'; expected an ISO 4217 code. For example USD or CNY.",
    ),
    "unknown unit of a seat change": (
        "organisation: {seat_changes: {growth: {unit: nort, tier: junior, month: 3, seats: 1}}}",
        "case.yaml:2: organisation.seat_changes.growth.unit: there is no unit `nort`. Did you mean `north`?",
    ),
    "more seats closed than there are": (
        "organisation:\n  seat_changes:\n    cut: {unit: south, tier: senior, month: 3, seats: -4}",
        "case.yaml:4: organisation.seat_changes.cut.seats: closes 4 seats of `senior` in `south`, which has 3 in "
        "month 3. Close at most 3.",
    ),
    "seats closed twice": (
        "organisation:\n  seat_changes:\n    late: {unit: company, tier: manager, month: 3, seats: -1}\n"
        "    early: {unit: company, tier: manager, month: 2, seats: -1}",
        "case.yaml:4: organisation.seat_changes.late.seats: closes 1 seats of `manager` in `company`, which has 0 in "
        "month 3. Take it out, or open seats before.",
    ),
    "seats closed that open later": (
        "organisation:\n  seat_changes:\n    growth: {unit: south, tier: senior, month: 4, seats: 2}\n"
        "    cut: {unit: south, tier: senior, month: 3, seats: '-4'}",
        "case.yaml:5: organisation.seat_changes.cut.seats: closes 4 seats of `senior` in `south`, which has 3 in "
        "month 3. Close at most 3.",
    ),
    "tier on a plan without a quota": (
        "incentives:\n  plans:\n    sellers:\n      tiers:\n      - junior\n      - manager",
        "case.yaml:7: incentives.plans.sellers.tiers.1: `manager` has no quota, so the plan would never pay it. "
        "Give tiers.manager.quota_annual, or take `manager` off the plan.",
    ),
    "another opening state over the past of another": (
        "opening:\n  state: new",
        "case.yaml:3: opening.state = 'new' does nothing: the past is that of `tiny`, where it is 'stationary'. "
        "Set opening.past: own, or leave state as it was.",
    ),
    "another age of the firm over the past of another": (
        "opening:\n  firm_age_years: 4",
        "case.yaml:3: opening.firm_age_years = 4 does nothing: the past is that of `tiny`, where it is 3. "
        "Set opening.past: own, or leave firm_age_years as it was.",
    ),
    "an amount beyond any": (
        "tiers: {manager: {base_annual: 1.0e+13}}",
        "case.yaml:2: tiers.manager.base_annual = 1e+13; expected currency a year in [0, 1e+12]. Change the value.",
    ),
    "rule that does not exist": (
        "rules:\n  attrition_hazrd: burnout",
        "case.yaml:3: rules.attrition_hazrd: there is no such rule. Did you mean `attrition_hazard`?",
    ),
    "amount of a country in the money of another": (
        "costs:\n  jurisdiction: {profile: cn}",
        "case.yaml:3: costs.jurisdiction.local_average_wage_annual: the default is in CNY; money.currency is USD. "
        "Give it in USD.",
    ),
    "no profile of a jurisdiction": (
        "costs: {jurisdiction: {notice_days: 3}}",
        "case.yaml:2: costs.jurisdiction.profile is missing. Give it one of: generic, cn, us.",
    ),
    "key of another jurisdiction": (
        "costs: {jurisdiction: {profile: us, pension_rate: .1}}",
        "case.yaml:2: costs.jurisdiction.pension_rate is not a key of `profile: us`. Take it out; where the extended "
        "file states it, write `pension_rate: null`.",
    ),
    "contribution as percent": (
        "costs: {jurisdiction: {profile: us, medicare_rate: 1.45}}",
        "case.yaml:2: costs.jurisdiction.medicare_rate = 1.45; expected share of the base in [0, 1]. "
        "Did you mean 0.0145 (1.45%)?",
    ),
    "too many contributions": (
        "costs: {jurisdiction: {profile: us, more_lines: {a: {rate: 0}, b: {rate: 0}, c: {rate: 0}, d: {rate: 0}}}}",
        "case.yaml:2: costs.jurisdiction.more_lines: 4 lines; expected at most 3. Add rates up.",
    ),
    "payment schedule of more than the invoice": (
        "money:\n  payment_schedule: [0.5, 0.4, 0.2]",
        "case.yaml:3: money.payment_schedule: the shares add up to 1.1; expected at most 1. "
        "What is left below 1 is never paid.",
    ),
    "payment schedule of no month": (
        "money: {payment_schedule: []}",
        "case.yaml:2: money.payment_schedule: 0 shares; expected 1 to 24, one a month. [1.0] is at once.",
    ),
    "payment schedule of more months than are kept": (
        f"money: {{payment_schedule: {[0.04] * 25}}}",
        "case.yaml:2: money.payment_schedule: 25 shares; expected 1 to 24, one a month. [1.0] is at once.",
    ),
    "burn-in with a roster": (
        "opening: {roster: people.csv}\ntime: {burn_in_months: 3}",
        "case.yaml:3: time.burn_in_months: a burn-in would run past the people of `opening.roster`, who are of "
        "the first measured day. Leave it out, or the roster.",
    ),
}


def test_a_rule_that_nobody_registered_is_told_with_those_that_are(tmp_path: Path) -> None:
    """Which rules are known depends on the session, so only the start of the sentence is fixed."""
    (told,) = sentences(refusal(tmp_path, "rules:\n  attrition_hazard: nobody_registered_this"), tmp_path)
    assert told.startswith(
        "case.yaml:3: rules.attrition_hazard: `nobody_registered_this` is not registered in this session. "
        "Register it with @teamsim.rule first."
    )


@pytest.mark.parametrize(("text", "sentence"), ONE_FAULT.values(), ids=ONE_FAULT.keys())
def test_a_fault_is_told_with_place_value_rule_and_remedy(tmp_path: Path, text: str, sentence: str | list[str]) -> None:
    expected = [sentence] if isinstance(sentence, str) else sentence
    assert sentences(refusal(tmp_path, text), tmp_path) == expected


def test_the_tiny_scenario_itself_has_no_fault(tmp_path: Path) -> None:
    assert load_scenario(write(tmp_path, TINY)).name == "tiny"


def test_several_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    error = refusal(
        tmp_path,
        "money:\n  margin: 75\n  curency: USD\n"
        "time:\n  start: 2026-13\n  horizon_months: 0\n"
        "incentives:\n  plans:\n    sellers:\n      tiers: [junior, nobody]\n"
        "rules:\n  no_such_rule: x\n",
    )
    assert told(error) == [("case.yaml", line) for line in (3, 4, 6, 7, 11, 13)]
    assert [fault.problem.split()[0].rstrip(":") for fault in error.faults] == [
        "money.margin",
        "money.curency",
        "time.start",
        "time.horizon_months",
        "incentives.plans.sellers.tiers.1",
        "rules.no_such_rule",
    ]


def test_faults_of_laws_and_ramps_are_told_at_once(tmp_path: Path) -> None:
    error = refusal(
        tmp_path,
        "tiers:\n  junior:\n    attrition: {law: constant, annual_turnover: 30}\n"
        "    ramp: {shape: table, shares: [.5, .4]}\n"
        "  senior:\n    attrition: {law: piecewise, bands: [[0, 40]]}\n    ramp: {start_share: 20}\n"
        "  manager:\n    attrition: {law: table, monthly_probability: [.5]}\n    ramp: {shape: table, shares: []}\n",
    )
    assert told(error) == [("case.yaml", line) for line in (4, 5, 7, 8, 10, 11)]


def test_faults_between_values_are_told_with_all_others(tmp_path: Path) -> None:
    error = refusal(
        tmp_path,
        "money: {margin: 75}\nopening: {state: new}\n"
        "organisation:\n  seat_changes:\n    cut: {unit: south, tier: senior, month: 3, seats: -4}\n"
        "incentives: {plans: {sellers: {tiers: [manager]}}}\n",
    )
    assert told(error) == [("case.yaml", line) for line in (2, 3, 6, 7)]


@pytest.mark.parametrize(
    "text",
    [
        "opening: {past: own, state: new, firm_age_years: 4}",
        "organisation:\n  seat_changes:\n    cut: {unit: south, tier: senior, month: 3, seats: -5}\n"
        "    growth: {unit: south, tier: senior, month: 2, seats: 2}",
        "organisation:\n  seat_changes:\n    growth: {unit: south, tier: senior, month: 3, seats: 2}\n"
        "    cut: {unit: south, tier: senior, month: 3, seats: -5}",
        "incentives: {plans: {sellers: {tiers: [manager], components: {commission: null, bonus: null}}}}",
    ],
)
def test_what_has_a_meaning_is_no_fault(tmp_path: Path, text: str) -> None:
    write(tmp_path, TINY, "tiny.yaml")
    assert load_scenario(write(tmp_path, f"name: case\nextends: tiny.yaml\n{text}\n")).name == "case"


def test_a_fault_stands_in_the_file_that_made_it(tmp_path: Path) -> None:
    write(tmp_path, TINY, "tiny.yaml")
    write(tmp_path, "extends: tiny.yaml\n\n\ntime: {horizon_months: 24}\nmoney: {margin: .5}\n", "middle.yaml")
    error = refusal_of(write(tmp_path, "extends: middle.yaml\nmoney: {margin: 50}\n"))
    assert told(error) == [("case.yaml", 2)]
    write(tmp_path, "extends: tiny.yaml\n\n\ntime: {horizon_months: 2400}\n", "middle.yaml")
    error = refusal_of(write(tmp_path, "extends: middle.yaml\nmoney: {margin: .5}\n"))
    assert told(error) == [("middle.yaml", 4)]


def test_units_in_a_circle_are_each_told(tmp_path: Path) -> None:
    error = refusal(tmp_path, "organisation:\n  units:\n    north: {parent: south}\n    south: {parent: north}\n")
    assert told(error) == [("case.yaml", 4), ("case.yaml", 5)]
    assert "`north` belongs to itself" in str(error)
    assert "`south` belongs to itself" in str(error)


def test_a_company_that_belongs_to_a_unit_is_told(tmp_path: Path) -> None:
    error = refusal(tmp_path, "organisation:\n  units:\n    company:\n      parent: north\n")
    assert "every unit has a parent; the company has none. Take its `parent` out." in str(error)
    assert "case.yaml:5: organisation.units.company.parent: `company` belongs to itself" in str(error)


def test_a_company_without_seats_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "tiers: {a: {base_annual: 1}}\norganisation:\n  units: {company: {}}\n")
    assert sentences(refusal_of(path), tmp_path) == [
        "case.yaml:3: organisation.units: no unit has seats. Give a unit `seats`."
    ]


def test_a_ladder_and_a_company_have_something_in_them(tmp_path: Path) -> None:
    path = write(tmp_path, "tiers: {}\norganisation:\n  units: {}\n")
    assert sentences(refusal_of(path), tmp_path) == [
        "case.yaml:1: tiers: nothing stands in it. Write at least one name below it.",
        "case.yaml:3: organisation.units: nothing stands in it. Write at least one name below it.",
    ]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "name: empty\n"])
def test_a_file_without_sections_names_those_that_are_required(tmp_path: Path, text: str) -> None:
    error = refusal_of(write(tmp_path, text))
    assert [(fault.problem, fault.remedy) for fault in error.faults] == [
        (problem, "Add the section, or extend a complete scenario.")
        for problem in (
            "tiers is missing (The ladder, lowest tier first).",
            "organisation is missing (The tree of units and its seats).",
        )
    ]


def test_every_key_given_twice_is_told_with_its_first_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "money:\n  margin: .5\n  margin: .6\ntime: {}\nmoney: {currency: USD}\n")
    assert sentences(error, tmp_path) == [
        "case.yaml:4: money.margin is given twice, first in line 3. Keep one.",
        "case.yaml:6: money is given twice, first in line 2. Keep one.",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    section=st.sampled_from(["money", "hiring", "selling", "opening", "time", "tiers", "incentives", "response"]),
    value=st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.recursive(
        st.integers() | st.sampled_from(["junior", "margin"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["junior", "plans", "sellers", "tiers", "components", "promotion", "from_tier"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    ),
)
def test_whatever_stands_in_a_section_the_answer_is_a_scenario_or_a_refusal(
    tmp_path: Path, section: str, value: object
) -> None:
    base = load_scenario(write(tmp_path, TINY, "tiny.yaml"))
    try:
        changed = base.with_changes("changed", {section: value})
    except ScenarioError as error:
        assert error.faults
        assert all(fault.place == "change of `tiny`" and fault.problem and fault.remedy for fault in error.faults)
    else:
        assert changed.name == "changed"


def test_the_order_of_faults_does_not_depend_on_the_process(tmp_path: Path) -> None:
    write(tmp_path, TINY, "tiny.yaml")
    text = "money: {margin: 75, curency: 1, currency: usd}\n"
    path = write(tmp_path, f"extends: tiny.yaml\n{text}")
    code = "import sys, teamsim\ntry: teamsim.load_scenario(sys.argv[1])\n"
    code += "except teamsim.TeamsimError as error: print(error)"
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert run.stdout == f"{refusal_of(path)}\n"
    assert run.stdout.count("\n") == 3


# -- files that are refused before anything is checked -------------------------------------------------------

LAUGHS = "laugh0: &laugh0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"laugh{n}: &laugh{n} [{', '.join([f'*laugh{n - 1}'] * 9)}]\n" for n in range(1, 10)
)

OPEN = "The bracket { of line 1 is still open there; close it, or mend what it holds."
MEND = "Mend it or the line before: `name: value`, spaces (no tab) in front, every bracket closed."
REFUSED = {
    "alias bomb": (LAUGHS, 1, "more than 100,000 values, aliases included. Write less."),
    "alias inside itself": ("a: &a [*a]", 1, "nested more than 50 deep, or an alias inside itself. Unfold it."),
    "deep nest": (
        "a: " + "[" * 60 + "]" * 60,
        1,
        "nested more than 50 deep, or an alias inside itself. Unfold it.",
    ),
    "bottomless nest": ("a: " + "[" * 900, None, "nested too deeply. At most 50 levels."),
    "open bracket": ("money: {margin: 3\n", 2, "not YAML: expected ',' or '}', but got '<stream end>'. " + OPEN),
    "tab": (
        "money:\n\tmargin: 3\n",
        2,
        "not YAML: found character '\\t' that cannot start any token. " + MEND,
    ),
    "unknown alias": ("a: *b", 1, "not YAML: found undefined alias 'b'. " + MEND),
    "list": ("- a\n- b\n", None, "a scenario is a mapping of sections. Start with `name:`."),
    "text": ("hello", None, "a scenario is a mapping of sections. Start with `name:`."),
    "own tag": (
        "name: x\nmoney: !thing {margin: 1}",
        2,
        "the tag !thing is refused: a scenario never runs anything. Take it out.",
    ),
    "merge key": ("a: &a {b: 1}\nmoney:\n  <<: *a", 3, "`<<` is not read. Write the values out, or say `extends:`."),
    "tag that does not fit": ("money:\n  margin: !!float much", 2, "'much' is not of the type float. Change the value."),
    "empty number": ("money:\n  margin: !!int ''", 2, "'' is not of the type int. Change the value."),
    "next version": ("%YAML 1.3\n---\nname: x", None, "%YAML asks for a version other than 1.1 and 1.2. Take the line out."),
    "no version": ("name:\n%YAML 9.9\n---\n  a: 1", None, "%YAML asks for a version other than 1.1 and 1.2. Take the line out."),
    "indent that shrinks": (
        "a: |\n   \n\n     \n b",
        5,
        "not YAML: more indented follow up line than first in a block scalar. " + MEND,
    ),
    "extends a list": ("name: x\nextends: [a, b]", 2, "extends = ['a', 'b']; expected the name of one file. Extend one file."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_can_not_be_read_is_refused(tmp_path: Path, text: str, line: int | None, sentence: str) -> None:
    error = refusal_of(write(tmp_path, text))
    assert told(error) == [("case.yaml", line)]
    assert str(error).endswith(f": {sentence}")


@pytest.mark.parametrize(("text", "line"), [("name: x\nmoney: \x07", 2), ('name: "\\UFFFFFFFF"', None)])
def test_a_letter_that_no_file_may_have_is_refused(tmp_path: Path, text: str, line: int | None) -> None:
    error = refusal_of(write(tmp_path, text))
    assert told(error) == [("case.yaml", line)]
    assert "not YAML that teamsim reads: " in str(error)


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("!!python/object/apply:os.system ['{command}']", 2),
        ("!!python/object/new:os.system ['{command}']", 2),
        ("!!python/object/apply:subprocess.check_output [[touch, '{marker}']]", 2),
        ("!!python/name:os.system", 2),
        ("!<tag:yaml.org,2002:python/object/apply:os.system> ['{command}']", 2),
    ],
)
@pytest.mark.parametrize("key", ["name", "money"])
def test_a_tag_that_would_run_code_is_refused_and_nothing_runs(tmp_path: Path, tag: str, line: int, key: str) -> None:
    marker = tmp_path / "marker"
    value = tag.format(command=f"touch {marker}", marker=marker)
    error = refusal(tmp_path, f"{key}: {value}\n")
    assert told(error) == [("case.yaml", line)]
    assert "!!python/" in str(error)
    assert "a scenario never runs anything" in str(error)
    assert not marker.exists()


def test_a_file_of_ten_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = write(tmp_path, "# " + "x" * 10_000_000 + "\n" + TINY)
    assert sentences(refusal_of(path), tmp_path) == [
        f"case.yaml: the file has {path.stat().st_size:,} bytes; at most 200,000. A scenario holds policies, not data."
    ]


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes("name: 公司\n".encode("gb18030"))
    assert "case.yaml: can not be read" in str(refusal_of(path))
    assert str(refusal_of(path)).endswith("A scenario is UTF-8 text.")


def test_a_missing_file_is_refused_with_the_files_that_are_there(tmp_path: Path) -> None:
    write(tmp_path, TINY, "tiny.yaml")
    assert sentences(refusal_of(tmp_path / "tinny.yaml"), tmp_path) == [
        "tinny.yaml: no such file. Files there: tiny.yaml."
    ]


def test_a_missing_file_that_is_extended_is_told_where_it_is_named(tmp_path: Path) -> None:
    error = refusal_of(write(tmp_path, "name: x\nextends: nowhere.yaml\n"))
    assert sentences(error, tmp_path) == ["case.yaml:2: extends nowhere.yaml: no such file. Files there: case.yaml."]


@pytest.mark.parametrize("written", ["[a, b]", "7"])
def test_what_is_no_name_of_a_file_is_told_where_it_is_extended(tmp_path: Path, written: str) -> None:
    error = refusal_of(write(tmp_path, f"name: x\nextends: {written}\n"))
    [sentence] = sentences(error, tmp_path)
    assert sentence.startswith("case.yaml:2: extends = ")
    assert sentence.endswith("; expected the name of one file. Extend one file.")


@pytest.mark.parametrize("key", ["extends", "name", "description"])
@pytest.mark.parametrize("character", ["\\0", "\\ud800"])
def test_a_character_that_no_file_can_hold_is_refused(tmp_path: Path, key: str, character: str) -> None:
    error = refusal_of(write(tmp_path, f'about: x\n{key}: "a{character}b.yaml"\n'))
    [sentence] = sentences(error, tmp_path)
    shown = {"\\0": "\\x00"}.get(character, character)
    assert sentence == f"case.yaml:2: 'a{shown}b.yaml' holds a character that no file can. Take it out."


def test_a_folder_that_is_extended_is_told(tmp_path: Path) -> None:
    error = refusal_of(write(tmp_path, "name: x\nextends: .\n"))
    [sentence] = sentences(error, tmp_path)
    assert sentence.endswith(": a folder. Extend one file.")


def test_json_writes_a_character_as_a_pair(tmp_path: Path) -> None:
    write(tmp_path, TINY, "tiny.yaml")
    text = json.dumps({"extends": "tiny.yaml", "name": "smile 😀"})
    assert "ud83d" in text
    assert load_scenario(write(tmp_path, text)).name == "smile 😀"


def test_files_that_extend_each_other_are_told(tmp_path: Path) -> None:
    write(tmp_path, "name: a\nextends: b.yaml\n", "a.yaml")
    write(tmp_path, "extends: c.yaml\n", "b.yaml")
    write(tmp_path, "\n\nextends: a.yaml\n", "c.yaml")
    assert sentences(refusal_of(tmp_path / "a.yaml"), tmp_path) == [
        "c.yaml:3: extends goes round in a circle: a.yaml -> b.yaml -> c.yaml -> a.yaml. Break it."
    ]
