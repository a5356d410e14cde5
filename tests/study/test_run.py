"""Running studies: what is refused, stopping, reuse, traces and stays."""

import pickle
import re
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import teamsim as ts
from teamsim.errors import RunError
from teamsim.results import Results
from teamsim.run_folder import save_run
from teamsim.testing import tiny_scenario


def test_what_can_not_be_run_is_refused_with_a_remedy() -> None:
    tiny = tiny_scenario()
    for arguments, words in (
        (([], 10), "at least one"),
        (([tiny, tiny], 10), "must differ"),
        ((tiny, 0), "expected 1 to"),
        ((tiny, 10, -1), "seed"),
        ((tiny, 10, 2**64), "seed"),
        ((tiny, 10, 0, "fast"), "'compiled' or 'event'"),
    ):
        with pytest.raises(RunError, match=words):
            ts.run(*arguments, progress=False)


@pytest.mark.parametrize("value", [2.5, 8.0, "8", None, True, np.True_, np.float64(8)])
@pytest.mark.parametrize("name", ["replications", "seed", "threads"])
def test_numbers_that_are_not_whole_are_refused(name: str, value: object) -> None:
    if name == "threads" and value is None:
        return
    with pytest.raises(RunError) as caught:
        ts.run(tiny_scenario(), **{name: value}, progress=False)  # type: ignore[arg-type]
    assert re.fullmatch(
        rf"{name} = {re.escape(repr(value))}; expected .*, a whole number\. Say .*\.", str(caught.value)
    )


@pytest.mark.parametrize("threads", [0, -1])
def test_at_least_one_thread_runs(threads: int) -> None:
    with pytest.raises(RunError, match=rf"threads = {threads}; expected 1 or more, a whole number\. Say "):
        ts.run(tiny_scenario(), 2, threads=threads, progress=False)


def test_whole_numbers_of_numpy_are_whole_numbers(tmp_path: Path) -> None:
    plain = ts.run(tiny_scenario(), 5, 7, threads=2, progress=False)
    numpy = ts.run(tiny_scenario(), np.int32(5), np.uint64(7), threads=np.int8(2), progress=False)
    assert np.array_equal(plain.results[0].counts, numpy.results[0].counts)
    assert ts.load_run(save_run(numpy, tmp_path / "run")).seed == 7


@pytest.mark.parametrize("engine", ["compiled", "event"])
@pytest.mark.parametrize("replication", [-1, 4, 10**9, 2**80, 1.0, True])
def test_a_replication_that_is_not_in_the_study_is_refused(engine: str, replication: int) -> None:
    study = ts.run(tiny_scenario(), 4, seed=1, engine=engine, progress=False)  # type: ignore[arg-type]
    for action in (lambda: study.panel(None, replication), lambda: study.trace(replication)):
        with pytest.raises(ts.TeamsimError, match=rf"replication = {replication}; expected 0 to 3"):
            action()
    if isinstance(replication, bool | float):
        return
    with pytest.raises(ts.TeamsimError, match=rf"replication = {replication}; expected 0 to 3"):
        study.spells_of([0, replication])


def test_only_finished_replications_of_a_stopped_study_are_told() -> None:
    whole = ts.run(tiny_scenario(), 6, seed=1, progress=False)
    numbers = np.array([0, 1, 4, 5])
    result = whole.results[0]
    part = Results(result.layout, 1, "compiled", numbers, result.counts[numbers])
    study = ts.Study((part,), 1, "compiled", 6)
    assert study.trace(np.int64(4)).equals(whole.trace(4))
    for replication in (2, 6):
        with pytest.raises(ts.TeamsimError, match="expected one of the 4 that finished, between 0 and 5"):
            study.trace(replication)


def test_an_unknown_measure_unit_tier_or_scenario_names_the_nearest() -> None:
    study = ts.run([tiny_scenario("a"), tiny_scenario("b", {"money.margin": 0.5})], 3, progress=False)
    for action, words in (
        (lambda: study.compare("booking"), "`bookings`"),
        (lambda: study.result().total("pays"), "`pay`"),
        (lambda: study.result().total("pay", unit="compny"), "`company`"),
        (lambda: study.result().total("pay", tier="managr"), "`manager`"),
        (lambda: study.trace(0, "c"), "no scenario"),
        (lambda: study.result().monthly("cohort_loss"), "twelve months"),
    ):
        with pytest.raises(ts.TeamsimError, match=words):
            action()


def test_a_stop_keeps_the_finished_replications() -> None:
    stop = threading.Event()
    scenarios = [tiny_scenario("a"), tiny_scenario("b", {"money.margin": 0.5})]

    def after_three(done: int, total: int) -> None:
        if done == 3:
            stop.set()

    part = ts.run(scenarios, 60_000, seed=2, progress=after_three, stop=stop, threads=1)
    assert 0 < part.n_replications < 60_000
    assert len(part.results[0].replications) == len(part.results[1].replications)
    whole = ts.run(scenarios, part.n_replications, seed=2, progress=False)
    assert np.array_equal(part.results[0].counts, whole.results[0].counts)


class AfterAFewLooks(threading.Event):
    """Set when it was looked at five times."""

    looks = 0

    def is_set(self) -> bool:
        self.looks += 1
        return self.looks > 5


def test_a_stop_is_told_with_how_many_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    part = ts.run(tiny_scenario(), 100_000, seed=2, stop=AfterAFewLooks())
    assert 0 < part.n_replications < part.n_asked == 100_000
    kept = f"Stopped: {part.n_replications:,} of 100,000 replications are finished and kept.\n"
    assert capsys.readouterr().err.endswith(kept)
    ts.run(tiny_scenario(), 3)
    assert "Stopped" not in capsys.readouterr().err


def test_a_stop_before_anything_is_finished_says_so() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(RunError, match="Stopped before"):
        ts.run(tiny_scenario(), 10, stop=stop, progress=False)


def test_ctrl_c_keeps_the_finished_replications() -> None:
    def press(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    part = ts.run(tiny_scenario(), 100_000, seed=2, progress=press, threads=1)
    assert 0 < part.n_replications < 100_000


def test_progress_counts_up_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    ts.run(tiny_scenario(), 20_000, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(seen[0][1] + 1))


def test_only_a_changed_scenario_is_run_again() -> None:
    base, other = tiny_scenario("base"), tiny_scenario("other", {"money.margin": 0.5})
    first = ts.run([base, other], 50, seed=1, progress=False)
    blocks: list[int] = []
    changed = base.with_changes("other", {"money.margin": 0.6})
    again = ts.run([base, changed], 50, seed=1, reuse=first, progress=lambda done, total: blocks.append(total))
    assert blocks[-1] == 1
    fresh = ts.run([base, changed], 50, seed=1, progress=False)
    assert all(np.array_equal(a.counts, b.counts) for a, b in zip(again.results, fresh.results, strict=True))
    assert again.results[0] is first.results[0], "with the sums that were asked of it before"


@pytest.mark.parametrize("is_as_engines_count", [True, False])
def test_the_company_is_the_sum_of_its_cells_to_the_last_digit(is_as_engines_count: bool) -> None:
    """However counts lie in memory, and whether all cells are summed at once or picked out one after the other."""
    result = ts.run(tiny_scenario(), 50, seed=1, progress=False).result()
    if not is_as_engines_count:
        result = replace(result, counts=np.ascontiguousarray(result.counts))
    cells = result.counts.shape[2]
    for measure in ("bookings", "pay", "cost", "net_margin", "attainment"):
        (unit,) = {unit for unit, _ in result.layout.cells}
        assert cells > 1
        assert np.array_equal(result.monthly(measure), result.monthly(measure, unit=unit), equal_nan=True)
        assert np.array_equal(result.total(measure), result.total(measure, unit=unit), equal_nan=True)


def test_months_is_tidy_and_adds_up() -> None:
    study = ts.run(tiny_scenario(), 4, seed=1, progress=False)
    assert list(study.months.columns[:5]) == ["scenario", "replication", "month", "unit", "tier"]
    assert len(study.months) == 4 * 12 * 2
    by_replication = study.months.groupby("replication")["bookings"].sum()
    assert np.allclose(by_replication, study.result().total("bookings"))
    assert not study.months.duplicated(["scenario", "replication", "month", "unit", "tier"]).any()


def test_stays_and_traces_agree_with_the_counts() -> None:
    study = ts.run(
        tiny_scenario("busy", {"tiers.representative.attrition": {"law": "constant", "annual_turnover": 1.5}}),
        3,
        seed=1,
        progress=False,
    )
    stays, result = study.spells, study.result()
    assert stays["bookings"].sum() == pytest.approx(result.total("bookings").sum())
    assert (stays["began"] == "hired").sum() == result.total("hires").sum()
    assert stays["ended"].isin(["voluntary", "involuntary"]).sum() == result.total("exits").sum()
    trace = study.trace(replication=2)
    assert (trace["event"] == "hired").sum() == result.total("hires")[2]
    assert (trace["event"] == "promoted").sum() == result.total("promotions")[2]
    assert (trace["event"] == "requisition").sum() == result.total("requisitions")[2]
    people = set(stays.query("replication == 2")["person"])
    assert set(trace["person"].dropna()) <= people


def test_the_event_engine_runs_a_study_too() -> None:
    told = ts.run(tiny_scenario(), 3, seed=1, engine="event", progress=False)
    counted = ts.run(tiny_scenario(), 3, seed=1, progress=False)
    assert told.months.equals(counted.months)


def test_a_study_that_was_used_goes_to_another_process() -> None:
    """What it remembers of earlier questions goes along, or is worked out again."""
    study = ts.run(tiny_scenario(), 4, progress=False)
    used = study.result()
    before = used.total("pay"), used.total("pay", tier=used.layout.tiers[0]), used.monthly("headcount")
    there = pickle.loads(pickle.dumps(study)).result()
    after = there.total("pay"), there.total("pay", tier=used.layout.tiers[0]), there.monthly("headcount")
    assert all(map(np.array_equal, before, after))
    assert np.array_equal(there.sums.without_months().total("pay"), before[0])
