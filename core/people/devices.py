"""Browsers that their owner has called their own: others' failures to sign in never delay them.

The cookie is random, sent to `/session` alone, and kept as a hash bound to the person. A page that
asks for a password has a question; the browser takes it to `/session/device` with its cookie, so
that the password is weighed with the answer and no page is ever sent the cookie.
"""

import hashlib
import secrets
import threading
import weakref
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from core.access import Person
from core.people import delays
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.people import device

COOKIE = "skolemiljo_device"
PATH = "/session"  # the cookie's; no page lies there
LIFE = timedelta(days=90)
MOST = 10  # a person's; the oldest goes when one more is called their own


@dataclass(frozen=True)
class Device:
    """A browser that somebody has called their own."""

    device_hash: str
    person_id: UUID


@dataclass(eq=False)
class DeviceQuestion:
    """Which browser a page that asks for a password stands in; its answer is a hash, or none yet.

    It lives as long as the page's session keeps it, and no longer.
    """

    number: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    device_hash: str = ""


@dataclass
class _Asked:
    """The questions of pages that this process draws; their browsers answer to it."""

    questions: weakref.WeakValueDictionary[str, DeviceQuestion] = field(
        default_factory=weakref.WeakValueDictionary
    )
    lock: threading.Lock = field(default_factory=threading.Lock)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def ask(store: Store) -> DeviceQuestion:
    """A new question, which the browser answers with its cookie; the page keeps it."""
    question, asked = DeviceQuestion(), store.memory(_Asked)
    with asked.lock:
        asked.questions[question.number] = question
    return question


def answer(store: Store, number: str, secret: str | None) -> None:
    """The browser's cookie for a question, or that it has none; a wrong number is nothing."""
    asked = store.memory(_Asked)
    with asked.lock:
        question = asked.questions.get(number)
        if question is not None:
            question.device_hash = _hash(secret) if secret else ""


def of(store: Store, question: DeviceQuestion | None) -> Device | None:
    """The browser that answered, if it is still its owner's."""
    if question is None or not question.device_hash:
        return None
    row = store.row(
        sa.select(device.c.device_hash, device.c.person_id).where(
            store.mine(device),
            device.c.device_hash == question.device_hash,
            *_stands(store.now()),
        )
    )
    return Device(row.device_hash, row.person_id) if row else None


def _stands(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    # One from a clock that was ahead would else outlive its days.
    return (device.c.made_at > now - LIFE, device.c.made_at <= now + timedelta(hours=1))


def remember(tx: Tx, person_id: UUID) -> str:
    """The cookie value of a browser that its owner has just called their own."""
    secret = secrets.token_urlsafe(32)
    tx.delete(device, device.c.made_at <= tx.now - LIFE)
    newest = sa.select(device.c.device_hash).where(tx.mine(device), device.c.person_id == person_id)
    old = list(tx.connection.scalars(newest.order_by(device.c.made_at.desc())))[MOST - 1 :]
    _drop(tx, old)
    row = {"device_hash": _hash(secret), "person_id": person_id, "made_at": tx.now}
    tx.insert(device, row)
    return secret


def forget(tx: Tx, person_id: UUID) -> None:
    """None of their browsers is known any more: another password, or a closed account."""
    hers = sa.select(device.c.device_hash).where(tx.mine(device), device.c.person_id == person_id)
    _drop(tx, list(tx.connection.scalars(hers)))


def _drop(tx: Tx, hashes: list[str]) -> None:
    if hashes:
        tx.delete(device, device.c.device_hash.in_(hashes))
        delays.forget(tx, *map(delays.browser, hashes))


def count(store: Store, person_id: UUID) -> int:
    """How many browsers they have called their own."""
    row = store.row(
        sa.select(sa.func.count()).where(
            store.mine(device), device.c.person_id == person_id, *_stands(store.now())
        )
    )
    return int(row[0]) if row else 0


def forget_own(store: Store, person: Person) -> None:
    """They call none of them their own any more: a machine that was lost or handed on."""

    def work(tx: Tx) -> None:
        forget(tx, person.person_id)
        tx.record(Act.DEVICES_FORGOTTEN, person.person_id, "person", person.person_id)

    store.write(work)
