"""Nobody is kept out of a browser of her own by others; what is guessed at waits as before."""

import asyncio
import gc
from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.requests import Request

from core.access import Role
from core.administration import accounts
from core.errors import Invalid
from core.people import delays, devices, passwords, sessions
from core.store import current
from core.store.schema.people import device, sign_in_delay
from core.store.schema.school import audit
from core.web import routes
from tests.conftest import add_person

R = Role
NEW = "ei lita grøn øy"
WORN = 14  # failures, after which the wait is the longest that there is


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)


@pytest.fixture
def rektor(store):
    return add_person(store, "rektor", R.REKTOR, R.ANSATT)


def own(store, person):
    """The cookie of a browser that this person calls her own."""
    _, ticket = sessions.begin(store, person.person_id, person.sign_in_name, None, True)
    return sessions.redeem(store, ticket).device


def at_the_door(store, secret):
    """What the door knows of a browser with this cookie."""
    question = devices.ask(store)
    devices.answer(store, question.number, secret)
    return devices.of(store, question)


def hammered(store, name):
    """Somebody else has guessed until the wait was the longest."""
    for _ in range(WORN):
        sessions.failed(store, name)
    assert not sessions.begin_try(store, name)


def test_more_guesses_make_the_wait_no_longer():
    assert delays.delay(WORN - 2) < delays.delay(WORN) == delays.LONGEST_DELAY
    assert delays.delay(40) == delays.LONGEST_DELAY


def test_others_failures_never_delay_a_browser_of_her_own_and_its_own_do(store, rektor):
    mine = at_the_door(store, own(store, rektor))
    hammered(store, "rektor")
    assert [sessions.begin_try(store, "Rektor ", mine) for _ in range(5)] == [*[True] * 4, False]
    store.clock.move(minutes=1)
    assert sessions.begin_try(store, "rektor", mine)
    sessions.begin(store, rektor.person_id, "rektor", mine)
    assert sessions.open_again(store, "rektor", mine) is None
    # What others failed at stays counted against them.
    assert not sessions.begin_try(store, "rektor")


def test_it_is_her_own_for_her_alone(store, rektor):
    add_person(store, "larer", R.LARER)
    mine = at_the_door(store, own(store, rektor))
    hammered(store, "larer")
    assert not sessions.begin_try(store, "larer", mine)


def test_it_is_never_set_unasked_and_only_its_hash_is_kept(store, rektor):
    _, ticket = sessions.begin(store, rektor.person_id, "rektor")
    assert sessions.redeem(store, ticket).device == ""
    assert store.rows(sa.select(device)) == []
    secret = own(store, rektor)
    assert secret not in str(store.rows(sa.select(device)))
    assert devices.count(store, rektor.person_id) == 1


@pytest.mark.parametrize("secret", ["", None, "gjettet"])
def test_a_browser_without_the_cookie_is_nobodys(store, rektor, secret):
    own(store, rektor)
    assert at_the_door(store, secret) is None


def test_it_is_gone_after_ninety_days(store, rektor):
    secret = own(store, rektor)
    store.clock.move(days=89)
    assert at_the_door(store, secret)
    store.clock.move(days=2)
    assert at_the_door(store, secret) is None
    own(store, rektor)
    assert len(store.rows(sa.select(device))) == 1


def test_it_is_gone_with_a_new_password_of_any_kind(store, rektor):
    tech = add_person(store, "tech", R.SYSTEMANSVARLIG)
    liv = add_person(store, "liv", R.LARER, R.ANSATT)

    def change():
        passwords.change(store, liv, "demo", NEW, NEW)

    for act in (
        change,
        lambda: accounts.reset(store, tech, liv.person_id),
        lambda: accounts.disable(store, tech, liv.person_id),
        lambda: devices.forget_own(store, liv),
    ):
        secret, hers = own(store, liv), own(store, rektor)
        assert at_the_door(store, secret)
        act()
        assert at_the_door(store, secret) is None
        assert at_the_door(store, hers), "only hers"


def test_a_person_has_a_bounded_number_of_them(store, rektor):
    first = own(store, rektor)
    for _ in range(devices.MOST):
        store.clock.move(minutes=1)
        last = own(store, rektor)
    assert len(store.rows(sa.select(device))) == devices.MOST
    assert at_the_door(store, first) is None
    assert at_the_door(store, last)


def test_a_question_is_forgotten_with_the_page_that_asked(store):
    number = devices.ask(store).number
    gc.collect()
    devices.answer(store, number, "secret")  # nobody listens any more
    assert number not in store.memory(devices._Asked).questions


def test_made_up_names_wait_alike_and_leave_nothing_behind(store, rektor):
    before = len(store.rows(sa.select(audit)))
    for n in range(300):
        sessions.failed(store, f"ingen{n}")
    for _ in range(10):
        sessions.failed(store, "ingen0")
    assert len(store.rows(sa.select(audit))) == before
    assert store.rows(sa.select(sign_in_delay)) == []
    for _ in range(11):
        sessions.failed(store, "rektor")
    assert sessions.open_again(store, "rektor") == sessions.open_again(store, "ingen0")


def test_any_number_of_made_up_names_takes_the_same_room_and_forgets_none(store, monkeypatch):
    monkeypatch.setattr(delays, "PLACES", 16)
    for _ in range(5):
        sessions.failed(store, "finnes-ikke")
    waits = sessions.open_again(store, "finnes-ikke")
    for n in range(200):  # a dozen at each place
        sessions.failed(store, f"ingen{n}")
    assert len(store.memory(delays._Nameless).places) <= 2 * 16
    assert sessions.open_again(store, "finnes-ikke") >= waits


def test_user_reset_lets_her_in_again(store, rektor):
    hammered(store, "rektor")
    accounts.reset(store, None, rektor.person_id)
    assert sessions.begin_try(store, "rektor")


def test_changing_ones_password_is_counted_for_itself(store, rektor):
    hammered(store, "rektor")
    for _ in range(delays.FREE_TRIES + 1):
        with pytest.raises(Invalid, match="wrong_old"):
            passwords.change(store, rektor, "feil", NEW, NEW)
    with pytest.raises(Invalid, match="wait"):
        passwords.change(store, rektor, "demo", NEW, NEW)
    store.clock.move(minutes=1)
    passwords.change(store, rektor, "demo", NEW, NEW)


@pytest.mark.parametrize("name", ["rektor", "finnes-ikke"])
@pytest.mark.parametrize("ahead", [timedelta(minutes=20), timedelta(days=400)])
def test_a_clock_that_was_ahead_keeps_nobody_out(store, rektor, name, ahead):
    store.clock.now += ahead
    hammered(store, name)
    store.clock.now -= ahead
    assert sessions.open_again(store, name) is None
    assert sum(sessions.begin_try(store, name) for _ in range(10)) == delays.FREE_TRIES + 1


def test_failures_are_forgotten_after_a_day_without_one(store, rektor):
    hammered(store, "rektor")
    store.clock.move(days=1, minutes=1)
    assert sum(sessions.begin_try(store, "rektor") for _ in range(10)) == delays.FREE_TRIES + 1


def test_a_sign_in_from_a_clock_that_was_ahead_has_ended(store, rektor):
    store.clock.move(days=30)
    sid, _ = sessions.begin(store, rektor.person_id, "rektor")
    assert sessions.who(store, sid)
    store.clock.move(days=-30)
    assert sessions.who(store, sid) is None


def asked(path, body, cookie="", scheme="https"):
    """The door's answer to a POST."""

    async def receive():
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    headers = [(b"host", b"localhost"), (b"sec-fetch-site", b"same-origin")]
    headers += [(b"cookie", f"{devices.COOKIE}={cookie}".encode())] if cookie else []
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": scheme,
        "path": path,
        "query_string": b"",
        "server": ("localhost", 8501),
        "headers": headers,
    }
    route = {route.path: route.endpoint for route in routes.routes()}[path]
    return asyncio.run(route(Request(scope, receive)))


def test_the_cookie_is_sent_to_the_door_of_sign_ins_and_to_no_page(store, rektor):
    current.use(store)
    _, ticket = sessions.begin(store, rektor.person_id, "rektor", None, True)
    answer = asked("/session", ticket)
    told = [c.decode() for k, c in answer.raw_headers if k == b"set-cookie"]
    made = next(c for c in told if c.startswith(devices.COOKIE + "="))
    assert "; Path=/session;" in made
    for part in ("HttpOnly", "SameSite=strict", "Secure", "Max-Age=7776000"):
        assert part in made
    secret = made.split("=", 1)[1].split(";")[0]
    question = devices.ask(store)
    assert asked("/session/device", question.number, secret).status_code == 204
    assert devices.of(store, question).person_id == rektor.person_id
    assert asked("/session/device", question.number).status_code == 204
    assert devices.of(store, question) is None
