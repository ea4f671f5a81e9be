"""Mail without content, at fixed hours, never at the moment of a report."""

import ipaddress
import socket
import ssl
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as some

from core.access import Role
from core.errors import Invalid, Refused, Stale
from core.people import mail_address
from core.reports import reports
from core.school import settings
from core.school.days import SchoolDays
from core.store.engine import NORWAY
from core.store.schema.people import person as person_table
from core.store.schema.school import mail_outbox
from core.today import mail_server, notices
from core.today.mail_server import HOURS
from tests.conftest import add_person

DAYS = SchoolDays()
MOMENTS = some.datetimes(datetime(2026, 8, 1), datetime(2027, 7, 31))


@given(MOMENTS, MOMENTS)
def test_a_mail_belongs_to_a_fixed_hour_of_a_school_day_and_goes_once(now, last):
    slot = notices.due(now, DAYS, None, HOURS)
    if slot is not None:
        assert slot.hour in HOURS
        assert (slot.minute, slot.second) == (0, 0)
        assert DAYS.is_school_day(slot.date())
        assert notices.due(now, DAYS, slot, HOURS) is None
    after = notices.due(now, DAYS, last, HOURS)
    here = now.replace(tzinfo=UTC).astimezone(NORWAY).replace(tzinfo=None)
    if last <= here:  # what a clock ahead has left counts for nothing
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
    assert notices.due(now, DAYS, None, HOURS) == slot


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
def school(store, once, post):
    """Readers with addresses, and the server set."""
    tech = once("people", lambda: _people(store))
    server = notices.Server(
        host="127.0.0.1", port=post.port, security="none", sender="portal@example.no"
    )
    set_server(store, tech, server)
    return store


def _people(store):
    """Readers with addresses; whoever may set the server."""
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
    return tech


def at(port, security, user, password):
    return notices.Server(
        host="127.0.0.1",
        port=port,
        security=security,
        user=user,
        password=password,
        sender="a@b.no",
    )


def set_server(store, person, server):
    notices.save(store, person, server, settings.version(store, notices.Server))


def report(store, route="team", text="Hemmelig tekst om Nora"):
    report_id = uuid.uuid4()
    store.write(
        lambda tx: reports.insert(tx, report_id, route, {"what_happened": text}, source="form")
    )


def to(post):
    return sorted(m["X-RcptTo"] for m in post.mails)


def test_nothing_goes_at_the_moment_of_a_report(school, post):
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    notices.tick(school)
    post.mails.clear()
    school.clock.now = datetime(2026, 11, 23, 7, 20)
    report(school)
    assert notices.tick(school) == 0
    assert post.mails == []
    school.clock.now = datetime(2026, 11, 23, 12, 0)
    notices.tick(school)
    assert to(post) == ["eli@example.no", "rektor@example.no"]
    assert notices.tick(school) == 0


def test_skoleeier_gets_the_same_mail_every_school_day_whatever_there_is(school, post):
    bodies = []
    for day in (23, 24):
        school.clock.now = datetime(2026, 11, day, 7, 0)
        notices.tick(school)
        bodies.append(next(m for m in post.mails if m["X-RcptTo"] == "owner@example.no"))
        post.mails.clear()
        report(school, "leadership")
        school.clock.now = datetime(2026, 11, day, 12, 0)
        notices.tick(school)
        assert "owner@example.no" not in to(post)
        assert "rektor@example.no" not in to(post)
        post.mails.clear()
    assert bodies[0].get_payload() == bodies[1].get_payload()
    assert bodies[0]["Subject"] == bodies[1]["Subject"]


def test_the_mail_says_nothing_of_what_came_in(school, post):
    report(school)
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    notices.tick(school)
    for found in post.mails:
        text = found.as_string()
        assert "Nora" not in text
        assert "Hemmelig" not in text
        assert "melding" not in found.get_payload(decode=True).decode().lower()


def test_a_server_that_does_not_answer_is_tried_again(school, post):
    tech = add_person(school, "tech2", Role.SYSTEMANSVARLIG)
    good = notices.server(school)
    gone = notices.Server(host="127.0.0.1", port=1, security="none", sender="portal@example.no")
    set_server(school, tech, gone)
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    assert notices.tick(school) == 0
    assert [f.fault for f in notices.standing(school, tech).failures] == ["server"]
    school.clock.move(minutes=1)
    assert notices.tick(school) == 0
    set_server(school, tech, good)  # tried at once
    assert notices.tick(school) == 1
    assert notices.standing(school, tech).failures == ()
    assert notices.tick(school) == 0


class Choosy(Caught):
    """Refuses some addresses, each with its own answer."""

    def __init__(self):
        super().__init__()
        self.answers = {}
        self.asked = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        self.asked.append(address)
        answer = self.answers.get(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def choosy(school):
    """The school's server, which refuses what `answers` says; new matters for all readers."""
    caught = Choosy()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        caught, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False, decode_data=False
    )
    controller.start()
    tech = add_person(school, "tech9", Role.SYSTEMANSVARLIG)
    set_server(school, tech, replace(notices.server(school), port=port))
    report(school)
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    yield caught
    controller.stop()


@pytest.mark.parametrize(
    ("answer", "fault", "again"),
    [
        ("554 no such mailbox", "address", False),
        ("421 too many", "busy", True),
        ("450 greylisted", "busy", True),
    ],
)
@pytest.mark.parametrize("who", ["eli", "rektor", "owner"])
def test_one_recipient_that_fails_is_its_own_failure(school, choosy, answer, fault, again, who):
    choosy.answers = {f"{who}@example.no": answer}
    assert notices.tick(school) == 2
    others = {"eli", "rektor", "owner"} - {who}
    assert set(to(choosy)) == {f"{name}@example.no" for name in others}
    choosy.answers = {}
    school.clock.move(minutes=1)
    assert notices.tick(school) == int(again)
    for _ in range(5):
        school.clock.move(minutes=30)
        assert notices.tick(school) == 0
    assert len(to(choosy)) == len(set(to(choosy))) == 2 + again
    tech = add_person(school, "tech8", Role.SYSTEMANSVARLIG)
    assert [f.fault for f in notices.standing(school, tech).failures] == ([] if again else [fault])


def test_a_server_that_stays_busy_is_asked_less_and_less_until_the_day_is_over(school, choosy):
    choosy.answers = {"eli@example.no": "450 later"}
    for _ in range(16 * 60):
        notices.tick(school) if school.clock().hour < 10 else None
        school.clock.move(minutes=1)
    asked = choosy.asked.count("eli@example.no")
    assert 4 <= asked <= 6
    school.clock.now = datetime(2026, 11, 24, 4, 0)  # the next morning, before the first hour
    choosy.answers = {}
    assert notices.tick(school) == 0


def test_an_address_with_letters_that_the_server_does_not_know_stops_nobody_elses(school, choosy):
    change_address(school, "eli", "åse@example.no")
    assert notices.tick(school) == 2
    tech = add_person(school, "tech8", Role.SYSTEMANSVARLIG)
    assert [f.fault for f in notices.standing(school, tech).failures] == ["utf8"]


def test_an_address_with_letters_of_the_country_is_reached_where_the_server_knows_them(
    school, post
):
    change_address(school, "owner", "åse@blåbær.no")
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    assert notices.tick(school) == 1
    assert to(post) == ["åse@xn--blbr-roah.no"]


def change_address(store, name, address):
    which = person_table.c.sign_in_name == name
    store.write(lambda tx: tx.update(person_table, which, email=address))


def test_a_portal_that_stops_in_the_midst_of_sending_sends_nothing_twice(school, post, monkeypatch):
    report(school)
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    real = mail_server.hand_over
    given = []

    def stops(opened, sender, to, notices):
        real(opened, sender, to, notices)
        given.append(to)
        if len(given) == 2:
            raise KeyboardInterrupt  # the process ends before it has noted that this one went

    monkeypatch.setattr(mail_server, "hand_over", stops)
    with pytest.raises(KeyboardInterrupt):
        notices.tick(school)
    monkeypatch.undo()
    for _ in range(4):
        school.clock.move(minutes=6)
        notices.tick(school)
    assert to(post) == ["eli@example.no", "owner@example.no", "rektor@example.no"]
    tech = add_person(school, "tech8", Role.SYSTEMANSVARLIG)
    assert [f.fault for f in notices.standing(school, tech).failures] == ["unsure"]


def test_the_outbox_says_nothing_of_what_came_in(school, post):
    report(school)
    school.clock.now = datetime(2026, 11, 23, 7, 0)
    notices.tick(school)
    rows = school.rows(sa.select(mail_outbox))
    assert len(rows) == 3
    assert {row.occasion for row in rows} == {"2026-11-23T08:00:00"}
    assert {row.fault for row in rows} == {""}
    school.clock.now = datetime(2026, 12, 21, 4, 0)
    notices.tick(school)
    assert school.rows(sa.select(mail_outbox)) == []


def test_a_mail_that_somebody_asked_for_goes_to_her_alone_and_says_what_is_wrong(school, post):
    tech = add_person(school, "tech7", Role.SYSTEMANSVARLIG)
    with pytest.raises(Invalid, match="no_address"):
        notices.try_out(school, tech)
    change_address(school, "tech7", "tech7@example.no")
    notices.try_out(school, tech)
    assert to(post) == ["tech7@example.no"]
    assert notices.standing(school, tech).sent == school.now()
    with pytest.raises(Refused):
        notices.try_out(school, add_person(school, "ola2", Role.REKTOR))


def certificate(folder):
    """A certificate for 127.0.0.1 that nobody vouches for but itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    cert, own = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(pem))
    own.write_bytes(key.private_bytes(pem, *plain))
    return cert, own


class Keeper:
    """Takes any user and password, and keeps them."""

    def __init__(self):
        self.seen = []

    def __call__(self, _server, _session, _envelope, _mechanism, data):
        self.seen.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=True)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("trusted", [False, True])
def test_the_password_goes_only_to_a_server_whose_certificate_holds(
    store, tmp_path, monkeypatch, security, trusted
):
    cert, own = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, own)
    keeper = Keeper()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    signs_in = {"authenticator": keeper, "auth_require_tls": False}
    if security == "tls":
        controller = Controller(
            Caught(), hostname="127.0.0.1", port=port, ssl_context=context, **signs_in
        )
    else:
        controller = Controller(
            Caught(), hostname="127.0.0.1", port=port, tls_context=context, **signs_in
        )
    controller.start()
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    try:
        found = at(port, security, "portal", "hemmelig")
        if trusted:
            with mail_server.door(found):
                pass
        else:
            with pytest.raises(mail_server.Failed, match="certificate"), mail_server.door(found):
                pass
    finally:
        controller.stop()
    assert keeper.seen == ([("portal", "hemmelig")] if trusted else [])


@pytest.mark.parametrize("only", ["PLAIN", "LOGIN"])
def test_a_password_with_letters_of_the_country_signs_in(only):
    keeper = Keeper()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    other = {"PLAIN": "LOGIN", "LOGIN": "PLAIN"}[only]
    controller = Controller(
        Caught(),
        hostname="127.0.0.1",
        port=port,
        authenticator=keeper,
        auth_require_tls=False,
        auth_exclude_mechanism=[other],
    )
    controller.start()
    try:
        found = at(port, "none", "kåre", "blåbærøl")
        with mail_server.door(found):
            pass
    finally:
        controller.stop()
    assert keeper.seen == [("kåre", "blåbærøl")]


@pytest.mark.parametrize(
    "text",
    ["a,b@x.no", "a<b@x.no", "a@x.no, b@x.no", "A <a@x.no>", "a@x.no\r\nBcc: b@x.no", "a b@x.no",
     "@x.no", "a@", "a", "", "a@x.no;b@x.no", "grp:a@x.no;"],
)  # fmt: skip
def test_what_is_not_one_address_is_none(text):
    assert mail_address.parsed(text) is None


@pytest.mark.parametrize("text", ["a@x.no", "åse.o'neil+x@blåbær.no", "kari_n-2@skole.vgs.no"])
def test_an_address_is_taken_as_it_stands(text):
    assert mail_address.parsed(text).addr_spec == text


def test_the_password_of_the_server_is_sealed_and_kept(school):
    tech = add_person(school, "tech3", Role.SYSTEMANSVARLIG)
    base = notices.server(school)
    set_server(school, tech, replace(base, password="h3mmelig"))
    assert "h3mmelig" not in str(settings.load(school, notices.Server))
    set_server(school, tech, base)  # an empty password keeps the one before
    assert notices.server(school).password == "h3mmelig"


def test_of_two_who_set_the_server_the_second_overwrites_nothing(school):
    tech = add_person(school, "tech5", Role.SYSTEMANSVARLIG)
    base, seen = notices.server(school), settings.version(school, notices.Server)
    notices.save(school, tech, replace(base, port=2525), seen)
    with pytest.raises(Stale):
        notices.save(school, tech, replace(base, port=465), seen)
    assert notices.server(school).port == 2525


def test_only_the_technician_sets_it_and_mistakes_are_refused(school):
    liv = add_person(school, "ola", Role.REKTOR)
    base = notices.server(school)
    with pytest.raises(Refused):
        set_server(school, liv, base)
    tech = add_person(school, "tech4", Role.SYSTEMANSVARLIG)
    for wrong in ({"port": 0}, {"security": "x"}, {"sender": "a\r\nBcc: b"}, {"hours": ()}):
        with pytest.raises(Invalid):
            set_server(school, tech, replace(base, **wrong))
