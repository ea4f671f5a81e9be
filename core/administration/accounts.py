"""Accounts: made, closed, opened again, given a new password; and what waits for whose yes.

`by` is the person who acts, or None for whoever sits at the server with its command line. Roles
are in `grants`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from core.access import CONFIRMED_BY_SKOLEEIER, READERS, Action, GrantScope, Person, Role, may
from core.administration import roles as grants
from core.administration.roles import Account, Grant, everyone, find, visible
from core.cases import leaving
from core.errors import Invalid, Refused, Stale
from core.people import asking, delays, devices, mail_address, passwords, sessions
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store, Tx
from core.store.schema.cases import case_access
from core.store.schema.people import person as person_table
from core.store.schema.people import role_grant

__all__ = [
    "Account",
    "Grant",
    "Waiting",
    "add",
    "change",
    "change_own_address",
    "confirm_reset",
    "disable",
    "enable",
    "everyone",
    "find",
    "may_confirm_reset",
    "own",
    "own_reset",
    "reset",
    "stop_reset",
    "visible",
    "waiting_for",
]

# In the place of a hash: a new password waits for the second person's yes, and is made with it.
ASKED = ""
# Letters of Norway's languages: Norwegian with its accents, the Sámi languages, Kven, and the
# nearest neighbours'. A closed list: letters of other scripts that look the same are other letters.
LETTERS = "a-zæøåäöáàâãéèêëíìîïóòôõúùûüýÿčđŋšŧžńñçǧǥǩʒǯðþ"
NAME = re.compile(rf"[0-9{LETTERS}][0-9{LETTERS}._-]{{1,39}}")
LONGEST_NAME = 80


def add(
    store: Store,
    by: Person | None,
    sign_in_name: str,
    name: str,
    roles: frozenset[Role],
    email: str = "",
) -> tuple[UUID, str]:
    """A new account: (its id, the one-time password that must be changed).

    Whoever made it in the page has seen the password, and could be the first to use it: it opens no
    case by a list before rektor has said yes, and then with another.
    """
    if by is not None and not may(by, Action.MANAGE_ACCOUNTS):
        raise Refused
    known = sessions.normal(sign_in_name)
    if not NAME.fullmatch(known):
        raise Invalid("people.error.sign_in_name", field="account_sign_in_name")
    called, address = _called(name), _address(email)
    if find(store, known) is not None:
        raise Invalid("people.error.taken", field="account_sign_in_name")
    if not roles:
        raise Invalid("people.error.no_role", field="account_roles")
    roles = grants.with_ansatt(roles)
    grants.check_together(roles)
    password = passwords.one_time()
    value = passwords.hashed(password)
    person_id = store.new_id()
    accounts = everyone(store)

    def work(tx: Tx) -> str:
        tx.insert(
            person_table,
            {
                "person_id": person_id,
                "sign_in_name": known,
                "name": called,
                "email": address or None,
                "password_hash": value,
                "must_change_password": True,
                "active": True,
                "made_at": tx.now,
                "version": 1,
            },
        )
        if by is not None:
            _close_lists(tx, by, person_id)
        tx.record(Act.ACCOUNT_MADE, grants.actor(by), "person", person_id)
        for role in sorted(roles):
            grants.insert(tx, accounts, by, person_id, role)
        return password  # for a second press of the same form

    asking.write(store, by, Action.MANAGE_ACCOUNTS, work)
    return person_id, password


def _looks_after(account: Account) -> Callable[[Person], bool]:
    """Who makes, closes and resets accounts, of those to whom this one exists."""
    return lambda now: may(now, Action.MANAGE_ACCOUNTS) and grants.sees(now, account)


def _called(name: str) -> str:
    """A full name as it is kept: letters put together, one space between its parts."""
    called = trimmed(" ".join(unicodedata.normalize("NFC", name).split()))
    if not called or len(called) > LONGEST_NAME or not called.isprintable():
        raise Invalid("people.error.name", field="account_name")
    return called


def _address(typed: str) -> str:
    """An address that a mail can go to, or "" if nothing was typed."""
    if not trimmed(typed):
        return ""
    found = mail_address.parsed(typed)
    if found is None or mail_address.wire(found) is None or "." not in found.domain:
        raise Invalid("people.error.email", field="account_email")
    return str(found.addr_spec)


def change(
    store: Store, by: Person | None, person_id: UUID, name: str, email: str, expected: int
) -> None:
    """Another full name or e-mail address; raises Stale if somebody was first.

    An address is nobody's way in: no password and nothing of a report is ever sent to it.
    """
    if by is not None and not may(by, Action.GRANT_ROLES):
        raise Refused
    account = grants.seen(store, by, person_id)
    new = {"name": _called(name), "email": _address(email) or None}
    _change(store, by, account, grants.gives_to(account), new, expected)


def change_own_address(store: Store, person: Person, email: str, expected: int) -> None:
    """Their own e-mail address; whoever looks after accounts says what they are called."""
    account = grants.load(store, person.person_id)
    new = {"email": _address(email) or None}
    _change(store, person, account, lambda _: True, new, expected)


def _change(
    store: Store,
    by: Person | None,
    account: Account,
    allowed: Callable[[Person], bool],
    new: dict[str, str | None],
    expected: int,
) -> None:
    old = {"name": account.name, "email": account.email or None}
    changed = sorted(k for k in new if new[k] != old[k])
    if not changed:
        return

    def work(tx: Tx) -> None:
        p = person_table
        mine = (p.c.person_id == account.person_id, p.c.version == expected)
        if not tx.update(p, *mine, **new, version=expected + 1):
            raise Stale
        fields = ", ".join(changed)
        tx.record(Act.ACCOUNT_CHANGED, grants.actor(by), "person", account.person_id, fields=fields)

    asking.write(store, by, allowed, work)


def disable(store: Store, by: Person | None, person_id: UUID) -> None:
    """Close an account and every open sign-in of it; what they did stays under their name.

    The last rektor and the last skoleeier are closed on the server only, after the next is named.
    """
    if by is not None and not may(by, Action.MANAGE_ACCOUNTS):
        raise Refused
    account = grants.seen(store, by, person_id)
    if by is not None:
        if by.person_id == person_id:
            raise Invalid("people.error.yourself", field="account_disable")
        grants.keep_one(everyone(store), account, set(account.roles), by)

    def work(tx: Tx) -> None:
        tx.update(
            person_table,
            person_table.c.person_id == person_id,
            active=False,
            disabled_at=tx.now,
            **passwords.NO_RESET,
            version=person_table.c.version + sa.literal(1),
        )
        devices.forget(tx, person_id)
        tx.record(Act.ACCOUNT_DISABLED, grants.actor(by), "person", person_id)
        leaving.left(tx, person_id)

    asking.write(store, by, _looks_after(account), work)
    sessions.end_all(store, person_id)


def enable(store: Store, by: Person | None, person_id: UUID) -> str:
    """Open a closed account with a new one-time password; what reads waits for a yes again."""
    if by is not None and not may(by, Action.MANAGE_ACCOUNTS):
        raise Refused
    account = grants.seen(store, by, person_id)
    if account.active:
        raise Invalid("people.error.is_open", field="account_enable")
    password = passwords.one_time()
    value = passwords.hashed(password)
    readers = [str(r) for r in READERS]

    def work(tx: Tx) -> str:
        passwords.put_in_force(tx, person_id, value, active=True, disabled_at=None)
        _close_lists(tx, by, person_id)
        tx.update(
            role_grant,
            role_grant.c.person_id == person_id,
            role_grant.c.role.in_(readers),
            role_grant.c.ended_at.is_(None),
            confirmed_at=None,
            confirmed_by=None,
            granted_by=grants.actor(by),
        )
        tx.record(Act.ACCOUNT_ENABLED, grants.actor(by), "person", person_id)
        return password

    asking.write(store, by, _looks_after(account), work)
    return password


def reset(store: Store, by: Person | None, person_id: UUID) -> tuple[str, bool]:
    """(one-time password, True), or ("", False) for a reader, who waits for the second yes.

    Whoever asks never sees a reader's new password: it is made with the yes, and shown to the one
    who says it. Another employee's works at once and opens no case before that yes: any of them may
    stand on the list of one, and whoever resets accounts is not to learn who does. On the server it
    works whole at once if nobody is left who could confirm it: the only skoleeier who forgot
    theirs. It stands in the log, and the owner of the account is told.
    """
    if by is not None and not may(by, Action.MANAGE_ACCOUNTS):
        raise Refused
    account = grants.seen(store, by, person_id)
    if not account.active:
        raise Invalid("people.error.is_closed", field="account_reset")
    if by is not None and by.person_id == person_id:
        raise Invalid("people.error.own_reset", field="account_reset")
    nobody = by is None and not grants.confirmers(everyone(store), _reset_scope(account))
    waits = bool(account.all_roles & READERS) and not nobody
    password = "" if waits else passwords.one_time()
    value = ASKED if waits else passwords.hashed(password)

    def work(tx: Tx) -> str:
        own = person_table.c.person_id == person_id
        if waits:
            asked = {"reset_by": grants.actor(by), "reset_at": tx.now}
            tx.update(person_table, own, reset_hash=value, **asked)
        else:
            passwords.put_in_force(tx, person_id, value)
            if not nobody:
                _close_lists(tx, by, person_id)
        # Whoever was kept out by others' guesses is let in by whoever looks after accounts.
        name = sessions.normal(account.sign_in_name)
        delays.forget(tx, delays.account(name), delays.own_password(person_id))
        tx.record(Act.ACCOUNT_RESET, grants.actor(by), "person", person_id, waits=waits)
        return password

    asking.write(store, by, _looks_after(account), work)
    if not waits:
        sessions.end_all(store, person_id)
    return password, not waits


def _close_lists(tx: Tx, by: Person | None, person_id: UUID) -> None:
    """No case is open to them by its list until rektor has said yes to their new password.

    Whatever they are today: tomorrow they may be an employee whose password others have seen.
    """
    own = person_table.c.person_id == person_id
    tx.update(person_table, own, reset_by=grants.actor(by), reset_at=tx.now)


def _reset_scope(account: Account) -> GrantScope:
    """A reset is confirmed by whoever confirms the weightiest role of the account."""
    owners = account.all_roles & CONFIRMED_BY_SKOLEEIER
    role = min(owners) if owners else Role.ELEVTJENESTE
    return GrantScope(role, account.person_id, account.reset_by)


def may_confirm_reset(person: Person, account: Account) -> bool:
    """Whether this person's yes would put a waiting reset in force."""
    return (
        account.active
        and account.reset_at is not None
        and may(person, Action.CONFIRM_ROLE, _reset_scope(account))
    )


def confirm_reset(store: Store, by: Person, person_id: UUID) -> str:
    """The second person's yes: a one-time password that nobody but this person has seen.

    They hand it to the owner. What whoever asked for the reset knows, and may have used, works no
    more, and every open sign-in ends.
    """
    account = grants.load(store, person_id)
    if not may_confirm_reset(by, account):
        raise Refused
    password = passwords.one_time()
    value = passwords.hashed(password)

    def work(tx: Tx) -> str:
        p = person_table
        asked = sa.select(p.c.reset_at).where(tx.mine(p), p.c.person_id == person_id)
        if tx.execute(asked).scalar() is None:
            raise Refused
        passwords.put_in_force(tx, person_id, value)
        tx.record(Act.ACCOUNT_RESET_CONFIRMED, by.person_id, "person", person_id)
        return password

    asking.write(store, by, lambda now: may_confirm_reset(now, account), work)
    sessions.end_all(store, person_id)
    return password


def stop_reset(store: Store, by: Person, person_id: UUID) -> None:
    """The owner of the account, or who should confirm it, says no to a new password.

    One that waits is gone and the old one stands; one that works already works no more.
    """
    account = grants.load(store, person_id)
    hers = by.person_id == person_id and account.reset_waits
    if not hers and not may_confirm_reset(by, account):
        raise Refused
    nobodys = passwords.hashed(passwords.one_time())

    def work(tx: Tx) -> None:
        if account.reset_waits:
            own = person_table.c.person_id == person_id
            tx.update(person_table, own, **passwords.NO_RESET)
        else:
            passwords.put_in_force(tx, person_id, nobodys)
        tx.record(Act.ACCOUNT_RESET_STOPPED, by.person_id, "person", person_id)

    asking.write(store, by, lambda now: hers or may_confirm_reset(now, account), work)
    if not account.reset_waits:
        sessions.end_all(store, person_id)


@dataclass(frozen=True)
class Waiting:
    """What waits for one person's yes: roles, and new passwords."""

    grants: tuple[tuple[Account, Grant], ...]
    resets: tuple[Account, ...]

    def __bool__(self) -> bool:
        return bool(self.grants or self.resets)


def waiting_for(store: Store, person: Person) -> Waiting:
    """What this person may say yes or no to now."""
    if not person.has(Role.REKTOR, Role.SKOLEEIER):
        return Waiting((), ())
    active = [a for a in everyone(store) if a.active]
    asked = [a for a in active if may_confirm_reset(person, a)]
    listed = _on_a_list(store) if any(not a.reset_waits for a in asked) else set()
    return Waiting(
        tuple(
            (a, g) for a in active for g in a.waiting if may(person, Action.CONFIRM_ROLE, g.scope)
        ),
        tuple(a for a in asked if a.reset_waits or a.person_id in listed),
    )


def _on_a_list(store: Store) -> set[UUID]:
    """Those to whom somebody has opened a case by its list."""
    a = case_access
    on_list = (store.mine(a), a.c.ended_at.is_(None), sa.not_(a.c.stepped_aside))
    return {row.person_id for row in store.rows(sa.select(a.c.person_id).where(*on_list))}


def own(store: Store, person: Person) -> Account:
    """Their own account."""
    return grants.load(store, person.person_id)


def own_reset(store: Store, person: Person) -> Account | None:
    """Their own account, if somebody has asked for a new password that still wants a yes."""
    own = grants.load(store, person.person_id)
    return own if own.reset_at else None
