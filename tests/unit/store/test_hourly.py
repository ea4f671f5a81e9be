"""Reading is one event a person, thing, sign-in and hour, whichever process serves it."""

import uuid
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.access import Role
from core.store import hourly
from core.store.acts import Act
from core.store.engine import Store
from core.store.schema.school import audit
from tests.conftest import add_person

THING = uuid.UUID(int=7)


@pytest.fixture
def eli(store):
    return replace(add_person(store, "eli", Role.ELEVTJENESTE), session="a" * 64)


def started_anew(store):
    """Another process of the school, or this one after a start: it remembers nothing."""
    return Store(engine=store.engine, folder=store.folder, box=store.box, clock=store.clock)


def read(store, person, thing=THING):
    own = hourly.reading(store, person, Act.CASE_READ, "case", thing)
    store.ledger.forget()  # DuckDB lets one process in: another has written meanwhile
    if not hourly.is_known(store, own):
        store.write(lambda tx: hourly.record(tx, own))
        hourly.remember(store, own)


def events(store):
    a = audit.c
    return len(store.rows(sa.select(a.number).where(a.action == str(Act.CASE_READ))))


def test_another_process_leaves_no_second_event_for_the_same_sign_in(store, eli):
    read(store, eli)
    read(started_anew(store), eli)
    assert events(store) == 1


def test_another_sign_in_thing_or_hour_is_another_event(store, eli):
    read(store, eli)
    read(started_anew(store), replace(eli, session="b" * 64))
    read(store, eli, uuid.UUID(int=8))
    assert events(store) == 3
    store.clock.move(hours=1)
    read(store, eli)
    read(started_anew(store), eli)
    assert events(store) == 4


def test_no_more_than_so_many_are_remembered_and_the_log_knows_the_rest(store, eli, monkeypatch):
    monkeypatch.setattr(hourly, "MOST", 2)
    for number in (1, 2, 3, 1):
        read(store, eli, uuid.UUID(int=number))
    assert len(store.memory(hourly._ThisHour).found) <= 2
    assert events(store) == 3
