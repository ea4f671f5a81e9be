"""What was sent is done once: a double click or a resend gets the answer of the first.

A form page carries a random token. The transaction that carries an act out keeps the token with
the act's answer; sent again, nothing is done, and that answer is given. No text is compared to drop
one: another text from the same page is another act.
"""

import contextlib
import hashlib
import operator
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.errors import NotStored, PortalError
from core.store import contents
from core.store.schema.people import form_token

# At first the answer lay there by itself.
ANSWER = contents.Format[Any](
    "form_token", {1: contents.as_it_is, 2: operator.itemgetter("answer")}
)


class Transaction(Protocol):
    """The part of a transaction that this asks (core/store/engine)."""

    touched: set[str]

    @property
    def today(self) -> date:
        """The date in Norway."""
        ...

    def seal(self, column: sa.Column[Any], text: str, *key: object) -> bytes:
        """Ciphertext for a column of a row."""
        ...

    def insert(self, table: sa.Table, *rows: dict[str, Any]) -> None:
        """Add rows."""
        ...

    def delete(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        """Delete rows."""
        ...


class Database(Protocol):
    """The part of a store that this asks."""

    def mine(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """The clause that keeps a statement to this school."""
        ...

    def row(self, statement: sa.Select[Any]) -> sa.Row[Any] | None:
        """The first row of a statement."""
        ...

    def unseal(self, column: sa.Column[Any], blob: bytes, *key: object) -> str:
        """The text of a column of a row."""
        ...

    def write(self, work: Callable[[Any], Any]) -> Any:
        """Run in one transaction."""
        ...


@dataclass
class Sending:
    """One press of one button on one drawn form."""

    person_id: UUID
    token: str
    repeated: bool = False  # it was done before
    answer: Any = None  # of the first time
    kept: bool = False  # the transaction that keeps the token has been committed


# The block that is sending, in this thread: what it writes keeps its token.
_sending: ContextVar[Sending | None] = ContextVar("sending", default=None)


def now() -> Sending | None:
    """The sending that this thread is in the midst of."""
    return _sending.get()


@contextlib.contextmanager
def sending(store: Database, person_id: UUID, page: str, form: str) -> Iterator[Sending]:
    """In this block the form is sent; a page and form that were sent before do nothing more.

    `page` is the token that the page was drawn with, `form` what tells its forms apart. In a
    repetition every write answers what the first one did, and a refusal (the name is taken: by the
    first) is none.
    """
    token = hashlib.sha256(f"{page}\n{form}".encode()).hexdigest()
    here = Sending(person_id, token)
    _look(store, here)
    before = _sending.set(here)
    try:
        yield here
    except PortalError:
        if not here.repeated:
            _give_back(store, here)
            raise
    except IntegrityError as error:
        _look(store, here)  # two of the same at the same moment
        if not here.repeated:
            raise NotStored from error
    except BaseException:
        _give_back(store, here)
        raise
    finally:
        _sending.reset(before)


def keep(tx: Transaction, answer: Any) -> None:
    """Keep the token that is being sent in this transaction, which has done something."""
    here = now()
    if here is None or here.kept or not tx.touched:
        return
    own = (here.person_id, here.token)
    tx.insert(
        form_token,
        {
            "person_id": here.person_id,
            "token": here.token,
            "day": tx.today,
            "answer": tx.seal(form_token.c.answer, ANSWER.pack({"answer": _packed(answer)}), *own),
        },
    )


def committed() -> None:
    """The transaction that kept the token stands."""
    here = now()
    if here is not None:
        here.kept = True


def _look(store: Database, here: Sending) -> None:
    f = form_token
    row = store.row(sa.select(f.c.answer).where(store.mine(f), *_own(here)))
    if row is not None:
        own = (here.person_id, here.token)
        here.answer = _unpacked(ANSWER.unpack(store.unseal(f.c.answer, row.answer, *own)))
        here.repeated = True


def _give_back(store: Database, here: Sending) -> None:
    """An act of several steps that failed after its first may be sent again."""
    if not here.kept:
        return
    here.kept = True  # its own removal keeps nothing
    store.write(lambda tx: tx.delete(form_token, *_own(here)))


def _own(here: Sending) -> tuple[sa.ColumnElement[bool], ...]:
    f = form_token
    return f.c.person_id == here.person_id, f.c.token == here.token


def _packed(answer: Any) -> Any:
    """An answer as JSON holds it; what no page asks for is left out."""
    match answer:
        case UUID():
            return {"id": answer.hex}
        case tuple() | list():
            return [_packed(part) for part in answer]
        case None | bool() | int() | str():
            return answer
        case _:
            return None


def _unpacked(kept: Any) -> Any:
    match kept:
        case {"id": str(found)}:
            return UUID(found)
        case list():
            return tuple(_unpacked(part) for part in kept)
        case _:
            return kept
