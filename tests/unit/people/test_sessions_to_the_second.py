"""How long a sign-in lasts, to the second: idle, a working day, a clock put right, a ticket."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.access import Role
from core.errors import Refused
from core.people import delays, sessions
from core.store.schema.people import device, session
from core.store.schema.school import audit
from tests.conftest import add_person

R = Role
HOUR = 3600


@pytest.fixture
def larer(store):
    return add_person(store, "larer", R.LARER, R.ANSATT)


@pytest.fixture
def sid(store, larer):
    return sessions.begin(store, larer.person_id, "larer")[0]


def lasts(store, sid, acts=False):
    return sessions.who(store, sid, acts) is not None


def seen_at(store):
    return store.row(sa.select(session.c.seen_at))[0]


@pytest.mark.parametrize(("seconds", "still"), [(1800, True), (1801, False)])
def test_thirty_minutes_to_the_second(store, sid, seconds, still):
    store.clock.move(seconds=seconds)
    assert lasts(store, sid) is still


@pytest.mark.parametrize(("seconds", "still"), [(12 * HOUR, True), (12 * HOUR + 1, False)])
def test_twelve_hours_to_the_second(store, sid, seconds, still):
    store.clock.move(seconds=seconds - 48 * 900)
    for _ in range(48):
        assert lasts(store, sid, acts=True)
        store.clock.move(seconds=900)
    assert lasts(store, sid) is still


@pytest.mark.parametrize(("seconds", "still"), [(300, True), (301, False)])
def test_a_clock_that_is_put_back_by_more_than_five_minutes_ends_what_began_too_late(
    store, sid, seconds, still
):
    store.clock.move(seconds=-seconds)
    assert lasts(store, sid) is still


def test_what_has_ended_stays_so(store, sid):
    store.clock.move(seconds=1801)
    assert not lasts(store, sid)
    store.clock.move(seconds=-1801)
    assert not lasts(store, sid)
    assert sessions.who(store, None) is None
    assert sessions.who(store, "gjettet") is None


def test_that_she_was_seen_is_written_once_a_minute_and_by_her_own_acts_alone(store, sid):
    begun = seen_at(store)
    store.clock.move(seconds=60)
    assert lasts(store, sid, acts=True)
    assert seen_at(store) == begun
    store.clock.move(seconds=1)
    assert lasts(store, sid, acts=False)
    assert seen_at(store) == begun
    assert sessions.who(store, sid) is not None  # who asks without a word acts
    assert seen_at(store) == store.now()


def test_how_long_is_left_follows_the_latest_act_and_never_passes_the_day(store, sid):
    assert sessions.remaining(store, sid).total_seconds() == 1800
    store.clock.move(seconds=50)
    assert sessions.remaining(store, sid).total_seconds() == 1750
    lasts(store, sid, acts=True)  # not written, and known all the same
    assert sessions.remaining(store, sid).total_seconds() == 1800
    for _ in range(47):
        store.clock.move(seconds=900)
        lasts(store, sid, acts=True)
    assert sessions.remaining(store, sid).total_seconds() == 12 * HOUR - 50 - 47 * 900
    sessions.end(store, sid)
    assert sessions.remaining(store, sid) is None


def test_the_cookie_and_the_ticket_are_of_256_random_bits(store, larer):
    values = {v for _ in range(3) for v in sessions.begin(store, larer.person_id, "larer")}
    assert len(values) == 6
    assert {len(v) for v in values} == {43}  # 32 bytes in base64


@pytest.fixture
def ticks(monkeypatch):
    """The processor's clock, standing; `ticks[0]` moves it."""
    now = [1000.0]
    monkeypatch.setattr(sessions.time, "monotonic", lambda: now[0])
    return now


def test_a_ticket_is_good_for_a_minute(store, larer, ticks):
    for seconds, good in ((59.9, True), (60.0, False), (60.1, False)):
        sid, ticket = sessions.begin(store, larer.person_id, "larer")
        ticks[0] += seconds
        assert sessions.redeem(store, ticket) == (sessions.Cookies(sid) if good else None)


def test_a_ticket_that_nobody_fetched_is_forgotten_at_the_next(store, larer, ticks):
    _, old = sessions.begin(store, larer.person_id, "larer")
    ticks[0] += 60
    assert sessions.waits(store, old)
    _, other = sessions.begin(store, larer.person_id, "larer")
    assert sessions._hash(old) in store.memory(sessions._Tickets).waiting
    ticks[0] += 0.5
    assert not sessions.waits(store, old)
    sessions.begin(store, larer.person_id, "larer")
    assert sessions._hash(old) not in store.memory(sessions._Tickets).waiting
    assert sessions._hash(other) in store.memory(sessions._Tickets).waiting


def test_a_browser_is_called_her_own_only_where_she_says_so(store, larer):
    _, ticket = sessions.begin(store, larer.person_id, "larer")
    assert sessions.redeem(store, ticket).device == ""
    assert not store.rows(sa.select(device))
    _, ticket = sessions.begin(store, larer.person_id, "larer", own_device=True)
    assert sessions.redeem(store, ticket).device
    assert len(store.rows(sa.select(device))) == 1


def test_a_try_that_was_counted_before_it_was_weighed_is_not_counted_again(store, larer):
    for _ in range(delays.FREE_TRIES + 1):
        assert sessions.begin_try(store, "larer")
        sessions.failed(store, "larer", counted=True)
    assert sessions.open_again(store, "larer") is not None
    for _ in range(2):
        sessions.failed(store, "andre", counted=True)
    assert sessions.open_again(store, "andre") is None
    acts = store.rows(sa.select(audit.c.action).where(audit.c.action == "sign_in.failed"))
    assert len(acts) == delays.FREE_TRIES + 1, "of a name without an account nothing is written"


def test_every_sign_in_of_hers_ends_but_the_one_that_asks(store, larer, sid):
    other = add_person(store, "andre", R.LARER)
    theirs, _ = sessions.begin(store, other.person_id, "andre")
    second, _ = sessions.begin(store, larer.person_id, "larer")
    sessions.end_all(store, larer.person_id, sessions._hash(second))
    assert [lasts(store, s) for s in (sid, second, theirs)] == [False, True, True]
    sessions.end_all(store, larer.person_id)
    assert [lasts(store, s) for s in (second, theirs)] == [False, True]


@pytest.mark.parametrize(("seconds", "shown"), [(1860, 1), (1861, 0)])
def test_an_open_sign_in_is_shown_while_it_may_let_somebody_in(store, larer, sid, seconds, shown):
    store.clock.move(seconds=seconds)
    assert len(sessions.open_sessions(store, larer.person_id)) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(12 * HOUR, 1), (12 * HOUR + 1, 0)])
def test_an_open_sign_in_is_shown_for_a_day_at_most(store, larer, sid, seconds, shown):
    store.clock.move(seconds=seconds)
    now = store.now()
    store.write(lambda tx: tx.update(session, session.c.ended_at.is_(None), seen_at=now))
    assert len(sessions.open_sessions(store, larer.person_id)) == shown


def test_what_a_drawn_page_asks_stands_on_the_sign_in_and_the_rights_it_was_drawn_for(
    store, larer, sid
):
    me = sessions.who(store, sid)

    def stands(person):
        try:
            sessions.must_stand(store, person)
        except Refused:
            return False
        return True

    assert stands(me)
    assert not stands(replace(me, session="")), "whoever has no sign-in"
    assert not stands(replace(me, roles=frozenset({R.REKTOR}))), "rights that she has no more"
    other = sessions.who(store, sessions.begin(store, larer.person_id, "larer")[0])
    stranger = add_person(store, "andre", R.LARER, R.ANSATT)
    assert stands(other)
    assert not stands(replace(stranger, session=me.session)), "another's sign-in"
    store.clock.move(seconds=1801)
    assert not stands(me)
    store.clock.move(seconds=-1801)
    assert stands(me)
    sessions.end(store, sid)
    assert not stands(me)
