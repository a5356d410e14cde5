"""One thread, the newest value only."""

import threading

from teamsim.studio.driver import Driver, Turn


def test_values_asked_for_meanwhile_are_skipped_save_the_newest() -> None:
    begun, go, seen = threading.Event(), threading.Event(), []

    def work(turn: Turn[int]) -> None:
        begun.set()
        go.wait(5)
        seen.append((turn.value, turn.is_old))

    driver = Driver(work)
    driver.ask(1)
    assert begun.wait(5)
    for value in (2, 3, 4):
        driver.ask(value)
    go.set()
    assert driver.wait(5)
    assert seen == [(1, True), (4, False)]


def test_a_newer_value_stops_the_older_work() -> None:
    begun, seen = threading.Event(), []

    def work(turn: Turn[str]) -> None:
        begun.set()
        seen.append((turn.value, turn.stop.wait(5 if turn.value == "long" else 0)))

    driver = Driver(work)
    driver.ask("long")
    assert begun.wait(5)
    driver.ask("short")
    assert driver.wait(5)
    assert seen == [("long", True), ("short", False)]


def test_stop_ends_the_work_and_forgets_what_waits() -> None:
    begun, seen = threading.Event(), []

    def work(turn: Turn[int]) -> None:
        begun.set()
        turn.stop.wait(5)
        seen.append((turn.value, turn.is_old))

    driver = Driver(work)
    driver.ask(1)
    assert begun.wait(5)
    driver.stop()
    assert driver.wait(5)
    assert seen == [(1, False)]


def test_an_idle_driver_has_no_thread() -> None:
    driver: Driver[int] = Driver(lambda turn: None)
    driver.ask(1)
    assert driver.wait(5)
    for thread in threading.enumerate():
        if thread.name == "teamsim studio":
            thread.join(5)
    assert "teamsim studio" not in {thread.name for thread in threading.enumerate()}


def test_what_is_stopped_while_a_newer_value_waits_is_the_last_and_is_shown() -> None:
    """Stop forgets the newer value, so nobody else would ever say that the work is over."""
    begun, go_on, seen = threading.Event(), threading.Event(), []

    def work(turn: Turn[int]) -> None:
        begun.set()
        assert go_on.wait(10)
        seen.append((turn.value, turn.is_old, turn.stop.is_set()))

    driver = Driver(work)
    driver.ask(1)
    assert begun.wait(10)
    driver.ask(2)
    driver.stop()
    go_on.set()
    assert driver.wait(10)
    assert seen == [(1, False, True)]


def test_what_is_dropped_is_not_shown() -> None:
    begun, go_on, seen = threading.Event(), threading.Event(), []

    def work(turn: Turn[int]) -> None:
        begun.set()
        assert go_on.wait(10)
        seen.append((turn.is_old, turn.stop.is_set()))

    driver = Driver(work)
    driver.ask(1)
    assert begun.wait(10)
    driver.drop()
    go_on.set()
    assert driver.wait(10)
    assert seen == [(True, True)]
