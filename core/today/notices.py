"""A message by e-mail that something may be new: without content, at fixed hours of school days.

It never goes out at the moment of a report, since the hour would betray the reporter. Skoleeier
gets the same message every school day, whether or not there is anything new: for a route with one
reader the message itself would tell.
"""

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid
from typing import Any, ClassVar, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.access import READERS, Action, Person, Role, may
from core.errors import Invalid, Refused
from core.people import asking, directory, mail_address
from core.school import settings
from core.school.days import SchoolDays
from core.school.settings import Setting
from core.store import watch
from core.store.crypto import Broken
from core.store.engine import Store, Tx, row_name
from core.store.moments import on_the_wall
from core.store.schema.people import person as person_table
from core.store.schema.school import setting
from core.today import inbox, mail_server, outbox
from core.today.mail_server import SECURITY, Failed, MailFault, Server
from core.words import filled, word

__all__ = ["SECURITY", "Server"]

LONGEST_PASSWORD = 500  # characters
WORDS = {
    "news": ("mail.subject", "mail.body"),
    "test": ("mail.test_subject", "mail.test_body"),
}


@dataclass(frozen=True, kw_only=True)
class MailSent(Setting):
    """The hour, naive and in Norway, for which mail was queued last."""

    NAME: ClassVar[str] = "mail_sent"
    OLDER = (lambda hour: {"hour": hour},)  # 1: the hour alone

    hour: datetime | None = None


class Calendar(Protocol):
    """The part of the school calendar that this asks."""

    def is_school_day(self, day: Any, /) -> bool:
        """Whether there is school on this day."""
        ...


def server(store: Store) -> Server | None:
    """The server that is set, or None: then no mail is sent."""
    kept = settings.load(store, Server)
    if not kept.host or not kept.sender:
        return None
    row = row_name(setting.c.value, store.school_id, Server.NAME)
    return replace(kept, password=_opened(store, kept.password, row) if kept.password else "")


def _opened(store: Store, sealed: str, row: str) -> str:
    """The password, or none if it does not open: the school's server then refuses the mail."""
    try:
        return store.box.unseal(bytes.fromhex(sealed), row)
    except (Broken, ValueError):
        return ""


def save(store: Store, person: Person, new: Server, expected: int) -> None:
    """Set the server; its password is sealed, an empty one keeps the old. Raises Invalid, Stale."""
    if not may(person, Action.SEE_TECHNICAL):
        raise Refused
    if new.host and (new.security not in SECURITY or not 0 < new.port < 65536):
        raise Invalid("mail.error.server", field="mail_host")
    if new.host and mail_address.parsed(new.sender) is None:
        raise Invalid("mail.error.sender", field="mail_sender")
    if len(new.password) > LONGEST_PASSWORD or not new.password.isprintable():
        raise Invalid("mail.error.password", field="mail_password")
    if not all(6 <= h <= 20 for h in new.hours) or not new.hours:
        raise Invalid("mail.error.hours", field="mail_hours")

    def work(tx: Tx) -> None:
        sealed = settings.load(tx, Server).password
        if new.password:
            sealed = tx.seal(setting.c.value, new.password, Server.NAME).hex()
        value = replace(new, hours=tuple(sorted(set(new.hours))), password=sealed)
        settings.save(tx, value, person.person_id, expected)
        outbox.again(tx)

    asking.write(store, person, Action.SEE_TECHNICAL, work)


def due(
    now: datetime, days: Calendar, last: datetime | None, hours: tuple[int, ...]
) -> datetime | None:
    """The hour (naive, in Norway) whose mail is to be sent now, or None.

    `now` is naive UTC, `last` the hour that was sent last. An hour missed while the portal stood
    still is made up for on the same day only.
    """
    today, clock = on_the_wall(now)
    if not days.is_school_day(today):
        return None
    passed = [h for h in hours if h <= clock.hour]
    if not passed:
        return None
    slot = datetime.combine(today, time(max(passed)))
    # An hour that a clock ahead of its time sent for has not been, and holds nothing back.
    sent = last is not None and slot <= last <= datetime.combine(today, time.max)
    return None if sent else slot


def recipients(store: Store, slot: datetime, hours: tuple[int, ...]) -> list[UUID]:
    """Those who get the mail of this hour; two accounts with one address get one."""
    out: dict[str, UUID] = {}
    addresses = _addresses(store)
    first = slot.hour == min(hours)
    for reader in directory.holders(store, *READERS):
        address = addresses.get(reader.person_id)
        if not address:
            continue
        # Skoleeier every school day, whatever there is; the school when there is something.
        owner = reader.has(Role.SKOLEEIER)
        wanted = first if owner else inbox.count(store, reader, "new") > 0
        if wanted:
            out.setdefault(address, reader.person_id)
    return list(out.values())


def _addresses(store: Store) -> dict[UUID, str | None]:
    p = person_table
    found = store.rows(sa.select(p.c.person_id, p.c.email).where(store.mine(p), p.c.active))
    return {row.person_id: row.email for row in found}


def message(store: Store, sender: str, to: str, what: str = "news") -> bytes:
    """The mail: the same words to everyone, every time; no number, no name, no case.

    Raises Failed if one of the addresses is none.
    """
    host = os.environ.get("SKOLEMILJO_HOST", "localhost")
    out = EmailMessage(policy=SMTPUTF8 if not (sender + to).isascii() else SMTP)
    out["From"], out["To"] = _header(sender), _header(to)
    subject, body = WORDS[what]
    out["Subject"] = word("nb", subject)
    out["Date"] = format_datetime(store.now().replace(tzinfo=UTC))
    out["Message-ID"] = make_msgid(domain=host)
    out["Auto-Submitted"] = "auto-generated"
    text = filled("nb", body, address=f"https://{host}/oversikt")
    out.set_content(text, cte="quoted-printable")  # every server takes it
    return out.as_bytes()


def _header(address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(username=user, domain=domain)


def _on_the_wire(text: str) -> str | None:
    address = mail_address.parsed(text)
    return None if address is None else mail_address.wire(address)


def _send(store: Store, found: Server, person_id: UUID, what: str = "news") -> None:
    """One mail to one person, on a connection of its own: what one of them meets ends no other's.

    Nobody sees who else reads. Raises Failed.
    """
    sender = _on_the_wire(found.sender)
    if sender is None:
        raise Failed(MailFault.SENDER, again=False, whole=True)
    written = _addresses(store).get(person_id)
    to = _on_the_wire(written or "")
    if to is None:
        fault = MailFault.ADDRESS if written else MailFault.NO_ADDRESS
        raise Failed(fault, again=False)
    mail = message(store, sender, to, what)
    with mail_server.door(found) as opened:
        mail_server.hand_over(opened, sender, to, mail)


def tick(store: Store) -> int:
    """Queue what is due now and hand over what waits; how many mails went."""
    found = server(store)
    if found is None:
        return 0
    outbox.clear(store)
    last = settings.load(store, MailSent).hour
    slot = due(store.now(), SchoolDays.load(store), last, found.hours)
    if slot is not None:
        to = recipients(store, slot, found.hours)

        def work(tx: Tx) -> None:
            settings.save(tx, MailSent(hour=slot))
            outbox.queue(tx, slot.isoformat(), tx.today, to)

        with contextlib.suppress(IntegrityError):  # another process of this school was first
            store.write(work)
    return outbox.deliver(store, lambda person_id: _send(store, found, person_id))


def try_out(store: Store, person: Person) -> None:
    """Send a mail to whoever asks, now; raises Invalid with what the server could not take."""
    if not may(person, Action.SEE_TECHNICAL):
        raise Refused
    found = server(store)

    def send(person_id: UUID) -> None:
        if found is None:
            raise Failed(MailFault.NONE, again=False)
        _send(store, found, person_id, "test")

    fault = outbox.try_out(store, person, send)
    if fault is not None:
        raise Invalid(f"mail.fault.{fault}", field="mail_host")


def standing(store: Store, person: Person) -> outbox.MailStanding:
    """How it goes with the mail, for who looks after the technical side."""
    if not may(person, Action.SEE_TECHNICAL):
        raise Refused
    return outbox.standing(store)


@contextlib.asynccontextmanager
async def running(store: Store) -> AsyncIterator[None]:
    """While the portal runs, look every minute whether mail is due."""
    async with watch.running(store, "mail", lambda: tick(store)):
        yield
