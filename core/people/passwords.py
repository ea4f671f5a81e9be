"""Passwords: the rule, the hash, one-time passwords, and changing one's own.

Length is what protects (NIST SP 800-63B § 3.1.1): no demand for odd characters, no yearly change.
"""

import re
import secrets
import unicodedata
from uuid import UUID

import bcrypt
import sqlalchemy as sa

from core.access import Person
from core.errors import Invalid
from core.people import delays, devices, sessions
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.folders import HOME
from core.store.schema.people import person as person_table

SHORTEST = 12  # characters
LONGEST = 72  # bytes; bcrypt looks at no more
ROUNDS = 12  # about a quarter of a second a check
# Letters and digits that cannot be taken for one another when read aloud or from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
NO_RESET: dict[str, object] = {"reset_hash": None, "reset_by": None, "reset_at": None}
# What is guessed first, though long enough to pass the rule of length; one a line.
DENIED = frozenset((HOME / "data" / "denied_passwords.txt").read_text("utf-8").split())


ONE_TIME = re.compile(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{3}}")


def normal(password: str) -> str:
    """A password as it is kept: letters put together, any blank a space (RFC 8265, OpaqueString).

    Keyboards differ in how they make an å; the same word must fit on each of them.
    """
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in password)
    return unicodedata.normalize("NFC", spaced)


def spellings(password: str) -> list[str]:
    """What is weighed for what was typed: as it is kept, and as it was kept before it was so.

    Blanks that came along around a one-time password are none of it.
    """
    typed = password.strip() if ONE_TIME.fullmatch(password.strip()) else password
    found = dict.fromkeys((normal(typed), typed, unicodedata.normalize("NFD", typed)))
    # Longer than the rule allows is nobody's: it is weighed as another that is nobody's.
    return [s if len(_bytes(s)) <= LONGEST else "-" for s in found]


def _bytes(password: str) -> bytes:
    # Half a character has no form in UTF-8; such a password is weighed, and is nobody's.
    return password.encode("utf-8", "surrogatepass")


def fits(password: str, value: str) -> bool:
    """Whether this is the password of this hash; what does not fit always costs the same."""
    return any(bcrypt.checkpw(_bytes(s), value.encode()) for s in spellings(password))


def hashed(password: str) -> str:
    """The bcrypt hash of a password that the rule has let through."""
    return bcrypt.hashpw(_bytes(normal(password)), bcrypt.gensalt(ROUNDS)).decode()


def one_time() -> str:
    """A random password of four groups (79 bits), to be changed at the first sign-in."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def put_in_force(tx: Tx, person_id: UUID, value: str, **more: object) -> None:
    """This one-time password (its hash) works from now on; nothing that was asked for waits.

    No browser is the owner's own any more. Open sign-ins end when the transaction is done.
    """
    tx.update(
        person_table,
        person_table.c.person_id == person_id,
        **NO_RESET,
        password_hash=value,
        must_change_password=True,
        version=person_table.c.version + sa.literal(1),
        **more,
    )
    devices.forget(tx, person_id)


def check(password: str, *known: str) -> None:
    """Refuse a password that is too short, too long, or guessed first; `known` is about them."""
    password = normal(password)
    if len(password) < SHORTEST:
        raise Invalid("account.error.too_short", field="password_new", shortest=SHORTEST)
    if len(_bytes(password)) > LONGEST:
        raise Invalid("account.error.too_long", field="password_new", longest=LONGEST)
    plain = password.lower().strip()
    words = [word.lower() for text in known for word in normal(text).split() if len(word) >= 3]
    left = plain
    for word in words:
        left = left.replace(word, "")
    if plain in DENIED or len(set(plain)) < 5 or len(left) < SHORTEST // 2:
        raise Invalid("account.error.guessable", field="password_new")


def change(store: Store, person: Person, old: str, new: str, repeat: str) -> None:
    """Change one's own password; every other sign-in of theirs ends.

    A wrong old password waits like a wrong sign-in, is counted before it is weighed like one, and
    costs the same time; nobody else's failures at the door count here. A mistake in the new one is
    no try. Browsers that they called their own are so no more.
    """
    check(new, person.sign_in_name, person.name)
    if normal(new) != normal(repeat):
        raise Invalid("account.error.not_the_same", field="password_repeat")
    if normal(new) == normal(old):
        raise Invalid("account.error.same_as_old", field="password_new")
    guessed = delays.own_password(person.person_id)
    if not delays.begin(store, guessed):
        raise Invalid("account.error.wait", field="password_old")
    _, now = sessions.password_hash(store, person.sign_in_name)
    if not old or not fits(old, now):
        store.write(lambda tx: tx.record(Act.PASSWORD_FAILED, person.person_id))
        raise Invalid("account.error.wrong_old", field="password_old")
    value = hashed(new)

    def work(tx: Tx) -> None:
        p, own = person_table, person_table.c.person_id == person.person_id
        changed = {"password_hash": value, "must_change_password": False}
        if tx.execute(sa.select(p.c.reset_hash).where(tx.mine(p), own)).scalar() is not None:
            # Whoever knows their password needs no reset; one that waits would outlive its reason.
            # One that works wants its yes still: who made it could have signed in and be here.
            changed |= NO_RESET
        tx.update(p, own, **changed, version=p.c.version + sa.literal(1))
        delays.forget(tx, guessed, delays.account(sessions.normal(person.sign_in_name)))
        devices.forget(tx, person.person_id)
        tx.record(Act.PASSWORD_CHANGED, person.person_id, "person", person.person_id)

    store.write(work)
    sessions.end_all(store, person.person_id, but=person.session)
