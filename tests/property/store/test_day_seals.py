"""Over any history of what reporters do: the seals hold, and the count goes up with each act."""

import tempfile
import uuid
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as some

from core.access import Route
from core.demonstration import carry
from core.errors import Refused
from core.reports import messages, reports
from core.store import crypto, day_seals, reporters
from core.store.ledger import Ledger
from core.store.schema.reports import report, report_fact
from core.today import follow_up
from tests.conftest import Clock

BOX = crypto.Box(crypto.new_key())
DAY = date(2026, 11, 23)
EVENTS = some.lists(
    some.tuples(some.uuids(version=4), some.sampled_from(["report.sent", "message.sent"])),
    min_size=1,
    max_size=12,
    unique_by=lambda event: event[0],
)


def digest(events, day=DAY, number=1):
    [found] = reporters.digests(BOX, 1, day, number, events)
    return found


@given(EVENTS, some.randoms())
def test_the_seal_does_not_know_the_order(events, chance):
    mixed = list(events)
    chance.shuffle(mixed)
    assert digest(mixed) == digest(events)


@given(EVENTS, some.data())
def test_any_other_set_has_another_seal(events, data):
    seal = digest(events)
    out = data.draw(some.integers(0, len(events) - 1))
    rest = events[:out] + events[out + 1 :]
    key, action = events[out]
    assert digest(rest) != seal
    assert digest([*events, (uuid.uuid4(), action)]) != seal
    assert digest([*rest, (key, "report.safe")]) != seal
    assert digest(events, number=2) != seal
    assert digest(events, day=date(2026, 11, 24)) != seal


STEPS = some.lists(
    some.tuples(
        some.sampled_from(["send", "message", "withdraw", "read", "expire", "night", "back"]),
        some.integers(0, 3),
    ),
    max_size=25,
)


def acted(store, step, which, ids):
    """Carry the step out; how many acts of a reporter it was."""
    chosen = ids[which % len(ids)] if ids else None
    try:
        match step:
            case "send":
                ids.append(uuid.uuid4())
                store.write(lambda tx: insert(tx, ids[-1]))
                return 1
            case "message" if chosen:
                messages.send_to_school(store, chosen, "Hei", uuid.uuid4().hex)
                return 1
            case "withdraw" if chosen:
                before = withdrawn(store, chosen)
                follow_up.withdraw(store, chosen)
                return 0 if before else 1
            case "read" if chosen:
                at = {"at": store.now(), "day": store.today(), "kind": "read"}
                row = {"fact_id": uuid.uuid4(), "report_id": chosen, **at}
                store.write(lambda tx: tx.insert(report_fact, row))
            case "expire" if chosen:
                store.write(lambda tx: expire(tx, chosen))
            case "night":
                store.clock.move(days=1)
                day_seals.seal_days(store)
            case "back":
                store.clock.move(days=-1)
    except Refused:  # it is gone
        pass
    return 0


def insert(tx, report_id):
    reports.insert(tx, report_id, Route.HANDLER, {"what_happened": "Noe"}, source="form")


def withdrawn(store, report_id):
    found = reports.load(store, report_id)
    return found is not None and found.has("withdrawn")


def expire(tx, report_id):
    """As retention does: the row goes, and that it was sent stays."""
    day = tx.connection.scalar(
        report.select().with_only_columns(report.c.day).where(report.c.report_id == report_id)
    )
    if day is not None:
        tx.delete(report, report.c.report_id == report_id)
        tx.record_gone(day)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_whatever_goes_or_comes_the_seals_stay_whole_and_each_act_is_counted(steps):
    with tempfile.TemporaryDirectory() as folder:
        like = SimpleNamespace(box=BOX, school_id=1)
        store = carry.draft(like, Path(folder))
        store.clock = Clock()
        ids, acts = [], 0
        try:
            for step, which in steps:
                acts += acted(store, step, which, ids)
                with store.read() as db:
                    assert list(day_seals.broken(store, db)) == []
                    assert store.ledger.whole(db).count == acts
                    assert Ledger(1).whole(db).count == acts
            store.clock.move(days=30)
            day_seals.seal_days(store)
            with store.read() as db:
                assert list(day_seals.broken(store, db)) == []
                assert day_seals.unsealed(store, db, store.today()) == []
                assert Ledger(1).whole(db).count == acts
        finally:
            store.engine.dispose()
