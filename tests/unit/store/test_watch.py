"""What the portal does by itself never dies in silence."""

import asyncio
import contextlib

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import NotStored
from core.store import current, watch
from core.web import routes


def run(store, job, rounds):
    """Let the watch go round so many times."""
    done = asyncio.Event()
    times = 0

    def counted():
        nonlocal times
        times += 1
        if times == rounds:
            loop.call_soon_threadsafe(done.set)
        job()

    async def go():
        nonlocal loop
        loop = asyncio.get_running_loop()
        task = asyncio.create_task(watch.keep(store, "mail", counted, every=0))
        await asyncio.wait_for(done.wait(), 20)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return task

    loop = None
    asyncio.run(go())
    return times


@pytest.mark.parametrize("error", [PoolTimeout("hemmelig"), OSError("hemmelig"), KeyError("x")])
def test_a_watch_goes_on_after_any_fault_and_says_its_kind_alone(store, error, caplog):
    def job():
        raise error

    assert run(store, job, 3) >= 3
    (own,) = watch.all_of_them(store)
    assert own.good is None
    assert own.fault == type(error).__name__
    assert caplog.messages[:2] == [f"mail: {type(error).__name__}"] * 2
    assert "hemmelig" not in caplog.text


def test_a_good_look_is_remembered_and_a_fault_is_over(store):
    def fails():
        raise NotStored

    watch.look(store, "mail", fails)
    assert watch.all_of_them(store)[0].fault == NotStored().key
    watch.look(store, "mail", lambda: None)
    (own,) = watch.all_of_them(store)
    assert own.good is not None
    assert own.fault == ""
    assert not own.ill(own.good)
    assert own.ill(own.good + 2 * watch.SILENT)


def test_health_is_not_well_where_a_watch_has_done_nothing_for_too_long(store, monkeypatch):
    current.use(store)
    watch.look(store, "mail", lambda: None)

    def answered():
        return asyncio.run(routes.health(None)).status_code

    assert answered() == 200
    late = watch._now() + 2 * watch.SILENT
    monkeypatch.setattr(watch, "_now", lambda: late)
    assert answered() == 503
    assert watch.ill(store) == ["mail"]
