"""A message by e-mail that something may be new: without content, at fixed hours of school days.

It never goes out at the moment of a report, since the hour would betray the reporter. Skoleeier
gets the same message every school day, whether or not there is anything new: for a route with one
reader the message itself would tell.
"""

import asyncio
import contextlib
import logging
import smtplib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any, Protocol

import sqlalchemy as sa

from core import callers, inbox, people, settings
from core.access import READERS, Action, Person, Role, may
from core.errors import Invalid, Refused
from core.school_days import SchoolDays
from core.store.crypto import Broken
from core.store.engine import NORWAY, Store, Tx, row_name
from core.store.schema.people import person as person_table
from core.store.schema.school import setting
from core.words import word

HOURS = (8, 13)  # o'clock in Norway: before school, and while there is time to act the same day
LOOK_EVERY = 60.0  # seconds
PATIENCE = 20.0  # seconds for the school's server
SECURITY = ("starttls", "tls", "none")

log = logging.getLogger(__name__)


class Calendar(Protocol):
    """The part of the school calendar that this asks."""

    def is_school_day(self, day: Any, /) -> bool:
        """Whether there is school on this day."""
        ...


@dataclass(frozen=True)
class Server:
    """The school's own SMTP server."""

    host: str
    port: int
    security: str  # starttls, tls, none
    user: str
    password: str
    sender: str
    hours: tuple[int, ...]


def server(store: Store) -> Server | None:
    """The server that is set, or None: then no mail is sent."""
    saved = settings.get(store, "mail", {})
    if not saved.get("host") or not saved.get("sender"):
        return None
    sealed = saved.get("password", "")
    row = row_name(setting.c.value, store.school_id, "mail")
    return Server(
        saved["host"],
        int(saved.get("port", 587)),
        saved.get("security", "starttls"),
        saved.get("user", ""),
        _opened(store, sealed, row) if sealed else "",
        saved["sender"],
        tuple(saved.get("hours", HOURS)),
    )


def _opened(store: Store, sealed: str, row: str) -> str:
    """The password, or none where it does not open: the school's server then refuses the mail."""
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
    if new.host and ("@" not in new.sender or any(c in new.sender for c in "\r\n ")):
        raise Invalid("mail.error.sender", field="mail_sender")
    if not all(6 <= h <= 20 for h in new.hours) or not new.hours:
        raise Invalid("mail.error.hours", field="mail_hours")
    kept = settings.get(store, "mail", {}).get("password", "")

    def work(tx: Tx) -> None:
        sealed = tx.seal(setting.c.value, new.password, "mail").hex() if new.password else kept
        value = {**vars(new), "hours": sorted(set(new.hours)), "password": sealed}
        settings.put(tx, "mail", value, person.person_id, expected)

    store.write(work)


def due(
    now: datetime, days: Calendar, last: datetime | None, hours: tuple[int, ...] = HOURS
) -> datetime | None:
    """The hour (naive, in Norway) whose mail is to be sent now, or None.

    `now` is naive UTC, `last` the hour that was sent last. An hour missed while the portal stood
    still is made up for on the same day only.
    """
    here = now.replace(tzinfo=UTC).astimezone(NORWAY).replace(tzinfo=None)
    if not days.is_school_day(here.date()):
        return None
    passed = [h for h in hours if h <= here.hour]
    if not passed:
        return None
    slot = datetime(here.year, here.month, here.day, max(passed))
    return None if last is not None and last >= slot else slot


def recipients(store: Store, slot: datetime, hours: tuple[int, ...]) -> list[str]:
    """The addresses of those who get the mail of this hour, each once."""
    out = []
    addresses = {
        row.person_id: row.email
        for row in store.rows(
            sa.select(person_table.c.person_id, person_table.c.email).where(
                store.mine(person_table), person_table.c.active
            )
        )
    }
    first = slot.hour == min(hours)
    for reader in people.holders(store, *READERS):
        address = addresses.get(reader.person_id)
        if not address:
            continue
        # Skoleeier every school day, whatever there is; the school when there is something.
        owner = reader.has(Role.SKOLEEIER)
        wanted = first if owner else inbox.count(store, reader, "new") > 0
        if wanted and address not in out:
            out.append(address)
    return out


def message(store: Store, sender: str, to: str) -> EmailMessage:
    """The mail: the same words to everyone, every time; no number, no name, no case."""
    host = callers.public_name()
    out = EmailMessage()
    out["From"], out["To"] = sender, to
    out["Subject"] = word("nb", "mail.subject")
    out["Date"] = format_datetime(store.now().replace(tzinfo=UTC))
    out["Message-ID"] = make_msgid(domain=host)
    out["Auto-Submitted"] = "auto-generated"
    out.set_content(word("nb", "mail.body", address=f"https://{host}/oversikt"))
    return out


def tick(store: Store) -> int:
    """Send what is due now; how many mails went. A server that does not answer is tried again."""
    found = server(store)
    if found is None:
        return 0
    saved = settings.get(store, "mail_sent")
    last = datetime.fromisoformat(saved) if saved else None
    slot = due(store.now(), SchoolDays.load(store), last, found.hours)
    if slot is None:
        return 0
    to = recipients(store, slot, found.hours)
    if to:
        _send(store, found, to)

    def work(tx: Tx) -> None:
        settings.put(tx, "mail_sent", slot.isoformat())

    store.write(work)
    return len(to)


def _send(store: Store, found: Server, to: list[str]) -> None:
    kind = smtplib.SMTP_SSL if found.security == "tls" else smtplib.SMTP
    with kind(found.host, found.port, timeout=PATIENCE) as door:
        if found.security == "starttls":
            door.starttls()
        if found.user:
            door.login(found.user, found.password)
        for address in to:
            # One mail each: nobody sees who else reads.
            try:
                door.send_message(message(store, found.sender, address))
            except smtplib.SMTPRecipientsRefused:
                log.warning("the mail server refused an address")


@contextlib.asynccontextmanager
async def running(store: Store) -> AsyncIterator[None]:
    """While the portal runs, look every minute whether mail is due."""

    async def look() -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await asyncio.to_thread(tick, store)
            except Exception as error:  # noqa: BLE001 - the next minute is another try
                log.warning("mail was not sent: %s", type(error).__name__)

    task = asyncio.create_task(look())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
