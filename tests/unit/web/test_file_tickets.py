"""A file that is taken along goes once, to the sign-in that asked for it, as `may` says then."""

import asyncio

import pytest
import sqlalchemy as sa
from starlette.requests import Request

from core.access import Role
from core.administration import roles as grants
from core.documents import tickets as file_tickets
from core.documents.tickets import File
from core.figures import releases
from core.figures.period import Period, PeriodKind
from core.people import sessions
from core.store import current
from core.store.schema.school import audit
from core.web import routes
from tests.conftest import add_person
from tests.given.figures import many

R = Role
HOME = (b"host", b"localhost:8501")


@pytest.fixture
def signed_in(store):
    """`signed_in("rektor")` is (her, her cookie)."""
    current.use(store)
    known = {}

    def go(name, *roles):
        person = known.get(name) or add_person(store, name, *roles)
        known[name] = person
        sid, _ = sessions.begin(store, person.person_id, name)
        return sessions.who(store, sid), sid

    return go


@pytest.fixture
def rektor(signed_in):
    return signed_in("rektor", R.REKTOR, R.ANSATT)


def file_of(made, name="sak-2026-014.pdf"):
    def make(person):
        made.append(person.sign_in_name)
        return b"%PDF-"

    return File(name, "application/pdf", make)


def fetched(ticket, sid="", method="GET", site="same-origin"):
    """The door's answer."""
    headers = [HOME, (b"sec-fetch-site", site.encode())]
    headers += [(b"cookie", f"{sessions.COOKIE}={sid}".encode())] if sid else []
    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": f"/fil/{ticket}",
        "path_params": {"ticket": ticket},
        "query_string": b"",
        "server": ("localhost", 8501),
        "headers": headers,
    }
    return asyncio.run(routes.file(Request(scope)))


def test_it_is_fetched_once_and_made_then_by_the_sign_in_that_asked(rektor):
    person, sid = rektor
    made = []
    ticket = file_tickets.offer(current.store(), person, file_of(made, "tallrapport æ.pdf"))
    assert made == []
    answer = fetched(ticket, sid)
    assert (answer.status_code, answer.body, made) == (200, b"%PDF-", ["rektor"])
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/pdf"
    told = answer.headers["content-disposition"]
    assert told == "attachment; filename*=utf-8''tallrapport%20%C3%A6.pdf"
    assert fetched(ticket, sid).status_code == 404
    assert made == ["rektor"]


def test_no_other_sign_in_opens_it_nor_spends_it(store, rektor, signed_in):
    person, sid = rektor
    made = []
    ticket = file_tickets.offer(current.store(), person, file_of(made))
    _, su = signed_in("su", R.SU)
    _, elsewhere = signed_in("rektor")  # herself, on another machine
    for other in ("", "gjettet", su, elsewhere):
        assert fetched(ticket, other).status_code == 404
    assert fetched(ticket, sid, method="HEAD").status_code == 404
    assert fetched(ticket, sid, site="cross-site").status_code == 404
    assert made == []
    assert fetched(ticket, sid).status_code == 200


def test_it_is_gone_when_the_sign_in_is(store, rektor):
    person, sid = rektor
    ticket = file_tickets.offer(current.store(), person, file_of([]))
    sessions.end(store, sid)
    assert fetched(ticket, sid).status_code == 404


def test_it_is_gone_after_ten_minutes(rektor, monkeypatch):
    person, sid = rektor
    ticket = file_tickets.offer(current.store(), person, file_of([]))
    now = file_tickets.time.monotonic()
    monkeypatch.setattr(file_tickets.time, "monotonic", lambda: now + 10 * 60 + 1)
    assert fetched(ticket, sid).status_code == 404


def test_tickets_that_nobody_uses_do_not_pile_up(rektor):
    person, sid = rektor
    tickets = [
        file_tickets.offer(current.store(), person, file_of([]))
        for _ in range(3 * file_tickets.MOST)
    ]
    assert (
        len(current.store().memory(file_tickets._Tickets).offered.keys() & set(tickets))
        == file_tickets.MOST
    )
    assert fetched(tickets[0], sid).status_code == 404
    assert fetched(tickets[-1], sid).status_code == 200


def test_fetching_is_no_act_that_keeps_a_sign_in_open(store, rektor):
    person, sid = rektor
    tickets = [file_tickets.offer(current.store(), person, file_of([])) for _ in range(2)]
    for expected, ticket in zip((200, 404), tickets, strict=True):
        store.clock.move(minutes=20)
        assert fetched(ticket, sid).status_code == expected


def test_the_right_is_asked_for_again_and_the_log_says_who_has_the_copy(store, rektor, signed_in):
    boss, _ = rektor
    of = Period(2023, PeriodKind.AUTUMN)
    many(store, of.start)
    number = releases.make(store, boss, of)
    releases.approve(store, boss, number)
    larer, sid = signed_in("larer", R.LARER)

    def make(person):
        return str(releases.take(store, person, number, "csv").number).encode()

    first, second = (
        file_tickets.offer(store, larer, File("t.csv", "text/csv", make)) for _ in range(2)
    )
    assert fetched(first, sid).body == b"1"
    taken = store.rows(sa.select(audit).where(audit.c.action == "release.taken"))
    assert [(row.person_id, row.details) for row in taken] == [(larer.person_id, {"file": "csv"})]
    for held in grants.load(store, larer.person_id).grants:
        grants.end_role(store, None, held.grant_id)
    assert fetched(second, sid).status_code == 404
