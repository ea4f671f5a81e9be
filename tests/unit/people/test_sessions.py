"""Signing in holds: the growing delay, the same answer, idle time, ending it everywhere."""

import asyncio
from datetime import timedelta

import bcrypt
import pytest
import sqlalchemy as sa
from starlette.requests import Request

from core.access import Role
from core.administration import accounts
from core.people import delays, devices, passwords, sessions
from core.store import current
from core.store.acts import Act
from core.store.schema.people import session, sign_in_delay
from core.store.schema.school import audit
from core.web import routes
from tests.conftest import add_person

R = Role


@pytest.fixture
def larer(store):
    return add_person(store, "larer", R.LARER, R.ANSATT)


def waits(store, name):
    until = sessions.open_again(store, name)
    return (until - store.now()).total_seconds() if until else 0.0


@pytest.mark.parametrize("name", ["larer", "finnes-ikke", "  LARER "])
def test_each_failure_after_the_third_doubles_the_wait_up_to_15_minutes(store, larer, name):
    seen = []
    for _ in range(14):
        sessions.failed(store, name)
        seen.append(waits(store, name))
    assert seen[:3] == [0, 0, 0]
    assert seen[3:7] == [2, 4, 8, 16]
    assert max(seen) == seen[-1] == 15 * 60


def test_the_wait_is_kept_for_a_name_known_or_not_and_never_the_name_itself(store, larer):
    for name in ("larer", "finnes-ikke"):
        for _ in range(5):
            sessions.failed(store, name)
    rows = store.rows(sa.select(sign_in_delay))
    assert len(rows) == 1, "what nobody is called leaves no row"
    assert waits(store, "larer") == waits(store, "finnes-ikke") == 4
    assert not any("larer" in str(row) or "finnes" in str(row) for row in rows)


@pytest.mark.parametrize("name", ["larer", "finnes-ikke"])
def test_a_hundred_tries_at_once_are_not_a_hundred_guesses(store, larer, name):
    # All of them begin before the first has been weighed.
    assert sum(sessions.begin_try(store, name) for _ in range(100)) == delays.FREE_TRIES + 1


def test_a_try_that_was_right_leaves_nothing_to_wait_for(store, larer):
    for _ in range(10):
        assert sessions.begin_try(store, "larer")
        sessions.begin(store, larer.person_id, "larer")
    assert waits(store, "larer") == 0


def test_open_sessions_go_on_while_a_name_waits(store, larer):
    sid, _ = sessions.begin(store, larer.person_id, "larer")
    for _ in range(20):
        sessions.failed(store, "larer")
    assert sessions.who(store, sid) is not None


def test_signing_in_forgets_the_failures(store, larer):
    for _ in range(3):
        sessions.failed(store, "larer")
    sessions.begin(store, larer.person_id, "larer")
    sessions.failed(store, "larer")
    assert waits(store, "larer") == 0


def test_an_unknown_name_costs_the_same_check_as_a_known_one(store, monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 12)
    accounts.add(store, None, "ekte", "Ekte Person", frozenset({R.LARER}))
    known = sessions.password_hash(store, "ekte")[1]
    unknown = sessions.password_hash(store, "finnes-ikke")[1]
    # The cost stands in the hash itself, so what is checked against either takes as long.
    assert known.split("$")[:3] == unknown.split("$")[:3]
    assert len(known) == len(unknown)
    for hashed in (known, unknown):
        assert not bcrypt.checkpw(b"feil passord", hashed.encode())


def test_thirty_idle_minutes_end_a_session_and_timers_do_not_count(store, larer):
    sid, _ = sessions.begin(store, larer.person_id, "larer")
    for _ in range(7):
        store.clock.move(minutes=4)
        assert sessions.who(store, sid, acts=False) is not None
    store.clock.move(minutes=3)
    assert sessions.who(store, sid, acts=False) is None
    assert sessions.who(store, sid) is None


def test_acting_keeps_a_session_open_until_the_working_day_is_over(store, larer):
    sid, _ = sessions.begin(store, larer.person_id, "larer")
    for _ in range(24):
        store.clock.move(minutes=29)
        assert sessions.who(store, sid) is not None
    store.clock.move(minutes=29)
    assert sessions.who(store, sid) is None


def test_a_role_taken_back_is_gone_at_the_next_run(store, larer):
    from core.administration import roles

    sid, _ = sessions.begin(store, larer.person_id, "larer")
    assert R.LARER in sessions.who(store, sid).roles
    found = next(g for g in accounts.find(store, "larer").grants if g.role is R.LARER)
    roles.end_role(store, None, found.grant_id)
    assert R.LARER not in sessions.who(store, sid).roles


def test_signing_out_ends_every_tab_that_shares_the_session(store, larer):
    sid, _ = sessions.begin(store, larer.person_id, "larer")
    sessions.end(store, sid)
    assert sessions.who(store, sid) is None


def test_one_ends_ones_own_other_session_and_nobody_elses(store, larer):
    other = add_person(store, "andre", R.LARER)
    mine, _ = sessions.begin(store, larer.person_id, "larer")
    theirs, _ = sessions.begin(store, other.person_id, "andre")
    for row in store.rows(sa.select(session.c.sid_hash)):
        sessions.end_one(store, larer, row.sid_hash)
    assert sessions.who(store, mine) is None
    assert sessions.who(store, theirs) is not None


def test_the_database_holds_no_value_that_opens_a_session(store, larer):
    sid, _ = sessions.begin(store, larer.person_id, "larer")
    assert sid not in {row.sid_hash for row in store.rows(sa.select(session.c.sid_hash))}


def test_open_sign_ins_show_only_those_that_let_somebody_in(store, larer):
    sessions.begin(store, larer.person_id, "larer")
    store.clock.move(minutes=40)
    sid, _ = sessions.begin(store, larer.person_id, "larer")
    found = sessions.open_sessions(store, larer.person_id)
    assert [row.started_at for row in found] == [store.now()]
    assert sessions.who(store, sid)


def test_a_ticket_fetches_the_cookie_once(store, larer):
    sid, ticket = sessions.begin(store, larer.person_id, "larer")
    assert sessions.waits(store, ticket)
    assert sessions.redeem(store, ticket) == sessions.Cookies(sid)
    assert sessions.redeem(store, ticket) is None
    assert not sessions.waits(store, ticket)
    assert sessions.redeem(store, "gjettet") is None


def fetch(ticket: str, scheme: str = "http", site: str = "same-origin"):
    """The answer of the route that hands out the cookie."""

    async def receive():
        return {"type": "http.request", "body": ticket.encode(), "more_body": False}

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": scheme,
        "path": "/session",
        "query_string": b"",
        "server": ("localhost", 8501),
        "headers": [(b"host", b"localhost"), (b"sec-fetch-site", site.encode())],
    }
    return asyncio.run(routes.session(Request(scope, receive)))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_http_only_and_same_site_and_secure_over_https(store, larer, scheme):
    current.use(store)
    _, ticket = sessions.begin(store, larer.person_id, "larer")
    answer = fetch(ticket, scheme)
    assert answer.status_code == 204
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert ("secure" in cookie) is (scheme == "https")


def test_no_cookie_for_a_guess_or_for_another_site(store, larer):
    current.use(store)
    assert fetch("gjettet").status_code == 403
    _, ticket = sessions.begin(store, larer.person_id, "larer")
    answer = fetch(ticket, site="cross-site")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_sign_in_that_is_named_is_ended_and_no_other_of_ones_own(store, larer):
    lost, here = (sessions.begin(store, larer.person_id, "larer")[0] for _ in range(2))
    sessions.end_one(store, larer, sessions._hash(lost))
    assert sessions.who(store, lost) is None
    assert sessions.who(store, here) is not None


def test_when_each_of_several_was_here_last_is_known_to_the_second(store, larer):
    one, other = (sessions.begin(store, larer.person_id, "larer")[0] for _ in range(2))
    for sid in (one, other):
        store.clock.move(seconds=20)
        assert sessions.who(store, sid)
    assert sessions.remaining(store, one) == sessions.IDLE - timedelta(seconds=20)
    assert sessions.remaining(store, other) == sessions.IDLE


def test_a_sign_in_that_ended_is_an_event_of_whoever_it_was(store, larer):
    sid = sessions.begin(store, larer.person_id, "larer")[0]
    sessions.end(store, sid)
    done = sa.select(audit.c.person_id).where(audit.c.action == Act.SIGN_OUT_DONE)
    assert [row.person_id for row in store.rows(done)] == [larer.person_id]


def test_a_browser_of_somebody_elses_is_no_browser_of_ones_own(store, larer):
    other = add_person(store, "kollega", R.LARER, R.ANSATT)
    of_larer, of_other = (
        devices.Device(name, p) for name, p in (("a", larer.person_id), ("b", other.person_id))
    )
    for _ in range(5):
        sessions.failed(store, "larer", device=of_other)
    assert sessions.open_again(store, "larer") is not None, "counted as a stranger's"
    assert sessions.open_again(store, "larer", of_larer) is None, "and delays nobody at home"
