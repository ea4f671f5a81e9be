"""Accounts: made, closed, opened again, given a new password; and what waits for whose yes.

`by` is the person who acts, or None for whoever sits at the server with its command line. Roles
are in `grants`.
"""

import re
import uuid
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from core import case_leaving, delays, devices, grants, passwords, sessions
from core.access import CONFIRMED_BY_OWNER, READERS, STAFF, Action, GrantScope, Person, Role, may
from core.errors import Invalid, Refused
from core.grants import Account, Grant, everyone, find, visible
from core.store.engine import Store, Tx
from core.store.schema.cases import case_access
from core.store.schema.people import person as person_table
from core.store.schema.people import role_grant

__all__ = [
    "Account",
    "Grant",
    "Waiting",
    "add",
    "confirm_reset",
    "disable",
    "enable",
    "everyone",
    "find",
    "may_confirm_reset",
    "own_reset",
    "reset",
    "stop_reset",
    "visible",
    "waiting_for",
]

NO_RESET: dict[str, object] = {"reset_hash": None, "reset_by": None, "reset_at": None}
NAME = re.compile(r"[a-z0-9æøåäö][a-z0-9æøåäö._-]{1,39}")


def add(
    store: Store,
    by: Person | None,
    sign_in_name: str,
    name: str,
    roles: frozenset[Role],
    email: str = "",
) -> tuple[UUID, str]:
    """A new account: (its id, the one-time password that must be changed)."""
    if by is not None and not may(by, Action.MANAGE_ACCOUNTS):
        raise Refused
    known = sessions.normal(sign_in_name)
    if not NAME.fullmatch(known):
        raise Invalid("people.error.sign_in_name", field="account_sign_in_name")
    if not name.strip() or len(name) > 80:
        raise Invalid("people.error.name", field="account_name")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email.strip()):
        raise Invalid("people.error.email", field="account_email")
    if find(store, known) is not None:
        raise Invalid("people.error.taken", field="account_sign_in_name")
    if not roles:
        raise Invalid("people.error.no_role", field="account_roles")
    roles = grants.with_ansatt(roles)
    grants.check_together(roles)
    password = passwords.one_time()
    value = passwords.hashed(password)
    person_id = uuid.uuid4()
    accounts = everyone(store)

    def work(tx: Tx) -> tuple[str, bool]:
        tx.insert(
            person_table,
            {
                "person_id": person_id,
                "sign_in_name": known,
                "name": name.strip(),
                "email": email.strip() or None,
                "password_hash": value,
                "must_change_password": True,
                "active": True,
                "made_at": tx.now,
                "version": 1,
            },
        )
        tx.record("account.made", grants.actor(by), "person", person_id)
        for role in sorted(roles):
            grants.insert(tx, accounts, by, person_id, role)
        return password, True  # for a second press of the same form

    store.write(work)
    return person_id, password


def disable(store: Store, by: Person | None, person_id: UUID) -> None:
    """Close an account and every open sign-in of it; what she did stays under her name.

    The last rektor and the last skoleeier are closed on the server only, after the next is named.
    """
    if by is not None and not may(by, Action.MANAGE_ACCOUNTS):
        raise Refused
    account = grants.seen(store, by, person_id)
    if by is not None:
        if by.person_id == person_id:
            raise Invalid("people.error.yourself", field="account_disable")
        grants.keep_one(everyone(store), account, set(account.roles))

    def work(tx: Tx) -> None:
        tx.update(
            person_table,
            person_table.c.person_id == person_id,
            active=False,
            disabled_at=tx.now,
            **NO_RESET,
            version=person_table.c.version + sa.literal(1),
        )
        devices.forget(tx, person_id)
        tx.record("account.disabled", grants.actor(by), "person", person_id)
        case_leaving.left(tx, person_id)

    store.write(work)
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

    def work(tx: Tx) -> tuple[str, bool]:
        _put_in_force(tx, account, value, active=True, disabled_at=None)
        _close_lists(tx, by, account)
        tx.update(
            role_grant,
            role_grant.c.person_id == person_id,
            role_grant.c.role.in_(readers),
            role_grant.c.ended_at.is_(None),
            confirmed_at=None,
            confirmed_by=None,
            granted_by=grants.actor(by),
        )
        tx.record("account.enabled", grants.actor(by), "person", person_id)
        return password, True

    store.write(work)
    return password


def reset(store: Store, by: Person | None, person_id: UUID) -> tuple[str, bool]:
    """(one-time password, whether it works now); a reader's waits for the second person's yes.

    Another employee's works at once and opens no case before that yes: any of them may stand on the
    list of one, and whoever resets accounts is not to learn who does. On the server it works whole
    at once where nobody is left who could confirm it: the only skoleeier who forgot hers. It stands
    in the log, and the owner of the account is told.
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
    password = passwords.one_time()
    value = passwords.hashed(password)

    def work(tx: Tx) -> tuple[str, bool]:
        own = person_table.c.person_id == person_id
        if waits:
            asked = {"reset_by": grants.actor(by), "reset_at": tx.now}
            tx.update(person_table, own, reset_hash=value, **asked)
        else:
            _put_in_force(tx, account, value)
            if not nobody:
                _close_lists(tx, by, account)
        # Whoever was kept out by others' guesses is let in by whoever looks after accounts.
        name = sessions.normal(account.sign_in_name)
        delays.forget(tx, delays.account(name), delays.own_password(person_id))
        tx.record("account.reset", grants.actor(by), "person", person_id, waits=waits)
        return password, not waits

    store.write(work)
    if not waits:
        sessions.end_all(store, person_id)
    return password, not waits


def _close_lists(tx: Tx, by: Person | None, account: Account) -> None:
    """No case is open to an employee by its list until rektor has said yes to her new password."""
    if account.all_roles & STAFF:
        own = person_table.c.person_id == account.person_id
        tx.update(person_table, own, reset_by=grants.actor(by), reset_at=tx.now)


def _put_in_force(tx: Tx, account: Account, value: object, **more: object) -> None:
    """This password works from now on, once; no browser is the owner's own any more."""
    tx.update(
        person_table,
        person_table.c.person_id == account.person_id,
        **NO_RESET,
        password_hash=value,
        must_change_password=True,
        version=person_table.c.version + sa.literal(1),
        **more,
    )
    devices.forget(tx, account.person_id)


def _reset_scope(account: Account) -> GrantScope:
    """A reset is confirmed by whoever confirms the weightiest role of the account."""
    owners = account.all_roles & CONFIRMED_BY_OWNER
    role = min(owners) if owners else Role.ELEVTJENESTE
    return GrantScope(role, account.person_id, account.reset_by)


def may_confirm_reset(person: Person, account: Account) -> bool:
    """Whether this person's yes would put a waiting reset in force."""
    return (
        account.active
        and account.reset_at is not None
        and may(person, Action.CONFIRM_ROLE, _reset_scope(account))
    )


def confirm_reset(store: Store, by: Person, person_id: UUID) -> None:
    """The second person's yes to a new password; where it waited, every open sign-in ends."""
    account = grants.load(store, person_id)
    if not may_confirm_reset(by, account):
        raise Refused

    def work(tx: Tx) -> bool:
        p = person_table
        own = p.c.person_id == person_id
        row = tx.execute(sa.select(p.c.reset_hash, p.c.reset_at).where(tx.mine(p), own)).first()
        if row is None or row.reset_at is None:
            raise Refused
        waited = row.reset_hash is not None
        if waited:
            _put_in_force(tx, account, row.reset_hash)
        else:
            tx.update(p, own, **NO_RESET)
        tx.record("account.reset_confirmed", by.person_id, "person", person_id)
        return waited

    if store.write(work):
        sessions.end_all(store, person_id)


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
            tx.update(person_table, person_table.c.person_id == person_id, **NO_RESET)
        else:
            _put_in_force(tx, account, nobodys)
        tx.record("account.reset_stopped", by.person_id, "person", person_id)

    store.write(work)
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


def own_reset(store: Store, person: Person) -> Account | None:
    """Her own account, where somebody has asked for a new password that still wants a yes."""
    own = grants.load(store, person.person_id)
    return own if own.reset_at else None
