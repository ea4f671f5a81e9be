"""Mail without content, at fixed hours, never at the moment of a report."""

import socket
import uuid
from datetime import datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from hypothesis import given
from hypothesis import strategies as some

from core import mail, reports, settings
from core.access import Role
from core.errors import Invalid, Refused, Stale
from core.school_days import SchoolDays
from core.store.schema.people import person as person_table
from tests.conftest import add_person

DAYS = SchoolDays()
MOMENTS = some.datetimes(datetime(2026, 8, 1), datetime(2027, 7, 31))


@given(MOMENTS, MOMENTS)
def test_a_mail_belongs_to_a_fixed_hour_of_a_school_day_and_goes_once(now, last):
    slot = mail.due(now, DAYS, None)
    if slot is not None:
        assert slot.hour in mail.HOURS
        assert (slot.minute, slot.second) == (0, 0)
        assert DAYS.is_school_day(slot.date())
        assert mail.due(now, DAYS, slot) is None
    after = mail.due(now, DAYS, last)
    assert after is None or after > last


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (datetime(2026, 11, 23, 6, 59), None),  # 07:59 in Norway
        (datetime(2026, 11, 23, 7, 0), datetime(2026, 11, 23, 8)),
        (datetime(2026, 11, 23, 12, 0), datetime(2026, 11, 23, 13)),
        (datetime(2026, 11, 22, 9, 0), None),  # a Sunday
        (datetime(2026, 12, 28, 9, 0), None),  # Christmas
    ],
)
def test_the_hours_are_norwegian_and_school_days_only(now, slot):
    assert mail.due(now, DAYS, None) == slot


class Caught(Message):
    def __init__(self):
        super().__init__()
        self.mails = []

    def handle_message(self, message):
        self.mails.append(message)


@pytest.fixture
def post():
    """An SMTP server that keeps what it gets."""
    caught = Caught()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        caught.port = free.getsockname()[1]
    controller = Controller(caught, hostname="127.0.0.1", port=caught.port)
    controller.start()
    yield caught
    controller.stop()


@pytest.fixture
def school(store, post):
    """Readers with addresses, and the server set."""
    tech = add_person(store, "tech", Role.SYSTEMANSVARLIG)
    for name, role in (
        ("eli", Role.ELEVTJENESTE),
        ("rektor", Role.REKTOR),
        ("owner", Role.SKOLEEIER),
        ("liv", Role.LARER),
    ):
        person = add_person(store, name, role)
        store.write(
            lambda tx, name=name, person=person: tx.update(
                person_table,
                person_table.c.person_id == person.person_id,
                email=f"{name}@example.no",
            )
        )
    server = mail.Server("127.0.0.1", post.port, "none", "", "", "portal@example.no", mail.HOURS)
    set_server(store, tech, server)
    return store


def set_server(store, person, server):
    mail.save(store, person, server, settings.version(store, "mail"))


def report(store, route="team", text="Hemmelig tekst om Nora"):
    report_id = uuid.uuid4()
    store.write(
        lambda tx: reports.insert(tx, report_id, route, {"what_happened": text}, source="form")
    )


def to(post):
    return sorted(m["X-RcptTo"] for m in post.mails)


def test_nothing_goes_at_the_moment_of_a_report(school, post):
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    mail.tick(school)
    post.mails.clear()
    school.clock.now = datetime(2026, 11, 23, 7, 20)
    report(school)
    assert mail.tick(school) == 0
    assert post.mails == []
    school.clock.now = datetime(2026, 11, 23, 12, 0)
    mail.tick(school)
    assert to(post) == ["eli@example.no", "rektor@example.no"]
    assert mail.tick(school) == 0


def test_skoleeier_gets_the_same_mail_every_school_day_whatever_there_is(school, post):
    bodies = []
    for day in (23, 24):
        school.clock.now = datetime(2026, 11, day, 7, 0)
        mail.tick(school)
        bodies.append(next(m for m in post.mails if m["X-RcptTo"] == "owner@example.no"))
        post.mails.clear()
        report(school, "leadership")
        school.clock.now = datetime(2026, 11, day, 12, 0)
        mail.tick(school)
        assert "owner@example.no" not in to(post)
        assert "rektor@example.no" not in to(post)
        post.mails.clear()
    assert bodies[0].get_payload() == bodies[1].get_payload()
    assert bodies[0]["Subject"] == bodies[1]["Subject"]


def test_the_mail_says_nothing_of_what_came_in(school, post):
    report(school)
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    mail.tick(school)
    for found in post.mails:
        text = found.as_string()
        assert "Nora" not in text
        assert "Hemmelig" not in text
        assert "melding" not in found.get_payload(decode=True).decode().lower()


def test_a_server_that_does_not_answer_is_tried_again(school, post):
    tech = add_person(school, "tech2", Role.SYSTEMANSVARLIG)
    good = mail.server(school)
    gone = mail.Server("127.0.0.1", 1, "none", "", "", "portal@example.no", mail.HOURS)
    set_server(school, tech, gone)
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    with pytest.raises(ConnectionRefusedError):
        mail.tick(school)
    set_server(school, tech, good)
    assert mail.tick(school) == 1


def test_the_password_of_the_server_is_sealed_and_kept(school):
    tech = add_person(school, "tech3", Role.SYSTEMANSVARLIG)
    base = mail.server(school)
    set_server(school, tech, mail.Server(**{**vars(base), "password": "h3mmelig"}))
    assert "h3mmelig" not in str(settings.get(school, "mail"))
    set_server(school, tech, base)  # an empty password keeps the one before
    assert mail.server(school).password == "h3mmelig"


def test_of_two_who_set_the_server_the_second_overwrites_nothing(school):
    tech = add_person(school, "tech5", Role.SYSTEMANSVARLIG)
    base, seen = mail.server(school), settings.version(school, "mail")
    mail.save(school, tech, mail.Server(**{**vars(base), "port": 2525}), seen)
    with pytest.raises(Stale):
        mail.save(school, tech, mail.Server(**{**vars(base), "port": 465}), seen)
    assert mail.server(school).port == 2525


def test_only_the_technician_sets_it_and_mistakes_are_refused(school):
    liv = add_person(school, "ola", Role.REKTOR)
    base = mail.server(school)
    with pytest.raises(Refused):
        set_server(school, liv, base)
    tech = add_person(school, "tech4", Role.SYSTEMANSVARLIG)
    for wrong in ({"port": 0}, {"security": "x"}, {"sender": "a\r\nBcc: b"}, {"hours": ()}):
        with pytest.raises(Invalid):
            set_server(school, tech, mail.Server(**{**vars(base), **wrong}))
