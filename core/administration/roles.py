"""Accounts and the roles that they hold: who gives one, who gives the second yes, who may know.

A role that reads reports or cases takes effect when a second person has confirmed it: rektor, or
skoleeier for the leaders' and their own. That is the portal's own rule: nobody lets themselves in.
`by` is the person who acts, or None for whoever sits at the server with its command line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from core.access import (
    CONFIRMED_BY_SKOLEEIER,
    LEADERS,
    NEVER_READS,
    READERS,
    STAFF,
    Action,
    GrantScope,
    Person,
    Role,
    may,
)
from core.cases import leaving as case_leaving
from core.errors import Invalid, Refused
from core.people import asking, passwords, sessions
from core.store.acts import Act
from core.store.engine import Store, Tx
from core.store.schema.people import person as person_table
from core.store.schema.people import role_grant
from core.store.schema.school import audit

# Of these a school always keeps one who is in force: without them nobody could confirm the next.
NEVER_NONE = frozenset({Role.REKTOR, Role.SKOLEEIER})

LOGGED = (
    Act.ACCOUNT_MADE,
    Act.ACCOUNT_CHANGED,
    Act.ACCOUNT_DISABLED,
    Act.ACCOUNT_ENABLED,
    Act.ACCOUNT_RESET,
    Act.ACCOUNT_RESET_CONFIRMED,
    Act.ACCOUNT_RESET_STOPPED,
    Act.ROLE_GRANTED,
    Act.ROLE_NAMED_ON_SERVER,
    Act.ROLE_CONFIRMED,
    Act.ROLE_ENDED,
)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A role given to somebody; in force once confirmed."""

    grant_id: UUID
    person_id: UUID
    role: Role
    granted_by: UUID | None
    granted_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None

    @property
    def scope(self) -> GrantScope:
        """What `may` weighs when somebody would confirm it."""
        return GrantScope(self.role, self.person_id, self.granted_by)


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account with the roles that are not ended, in force or waiting."""

    person_id: UUID
    sign_in_name: str
    name: str
    email: str
    active: bool
    must_change_password: bool
    made_at: datetime
    disabled_at: datetime | None
    reset_by: UUID | None
    reset_at: datetime | None  # a new password that waits for the second person's yes
    reset_waits: bool  # … and does not work before; else it opens no case before
    version: int
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Roles in force."""
        return frozenset(g.role for g in self.grants if g.confirmed_at)

    @property
    def all_roles(self) -> frozenset[Role]:
        """Roles in force and waiting."""
        return frozenset(g.role for g in self.grants)

    @property
    def waiting(self) -> tuple[Grant, ...]:
        """Roles that wait for their second yes."""
        return tuple(g for g in self.grants if not g.confirmed_at)


def everyone(store: Store) -> list[Account]:
    """Every account, the disabled last, in order of name. For the server; pages use `visible`."""
    p, g = person_table, role_grant
    grants: dict[UUID, list[Grant]] = {}
    for row in store.rows(
        sa.select(g).where(store.mine(g), g.c.ended_at.is_(None)).order_by(g.c.granted_at)
    ):
        grants.setdefault(row.person_id, []).append(
            Grant(
                grant_id=row.grant_id,
                person_id=row.person_id,
                role=Role(row.role),
                granted_by=row.granted_by,
                granted_at=row.granted_at,
                confirmed_by=row.confirmed_by,
                confirmed_at=row.confirmed_at,
            )
        )
    order = list(Role)
    return [
        Account(
            person_id=row.person_id,
            sign_in_name=row.sign_in_name,
            name=row.name,
            email=row.email or "",
            active=row.active,
            must_change_password=row.must_change_password,
            made_at=row.made_at,
            disabled_at=row.disabled_at,
            reset_by=row.reset_by,
            reset_at=row.reset_at,
            reset_waits=row.reset_hash is not None,
            version=row.version,
            grants=tuple(sorted(grants.get(row.person_id, []), key=lambda x: order.index(x.role))),
        )
        for row in store.rows(
            sa.select(p).where(store.mine(p)).order_by(p.c.active.desc(), p.c.name)
        )
    ]


def find(store: Store, sign_in_name: str) -> Account | None:
    """The account with this sign-in name, also if it is disabled."""
    wanted = sessions.normal(sign_in_name)
    return next((a for a in everyone(store) if a.sign_in_name == wanted), None)


def load(store: Store, person_id: UUID) -> Account:
    """The account with this id; Refused if there is none."""
    found = next((a for a in everyone(store) if a.person_id == person_id), None)
    if found is None:
        raise Refused
    return found


def sees(person: Person, account: Account) -> bool:
    """Whether an account exists for this person: skoleeier's do not for anyone at the school."""
    if person.has(Role.SYSTEMANSVARLIG):
        return True
    if person.has(Role.SKOLEEIER):
        return bool(account.all_roles & CONFIRMED_BY_SKOLEEIER)
    return person.has(*LEADERS) and Role.SKOLEEIER not in account.all_roles


def gives_to(account: Account) -> Callable[[Person], bool]:
    """Whether somebody gives roles, to whom this account exists."""
    return lambda now: may(now, Action.GRANT_ROLES) and sees(now, account)


def seen(store: Store, by: Person | None, person_id: UUID) -> Account:
    """The account, if the one who acts may know of it."""
    account = load(store, person_id)
    if by is not None and not sees(by, account):
        raise Refused
    return account


def visible(store: Store, person: Person) -> list[Account]:
    """The accounts that this person may know of."""
    if not may(person, Action.GRANT_ROLES) and not person.has(Role.SKOLEEIER):
        raise Refused
    return [a for a in everyone(store) if sees(person, a)]


def actor(by: Person | None) -> UUID | None:
    """Who stands in the log: nobody is whoever sits at the server."""
    return by.person_id if by else None


def check_together(roles: frozenset[Role]) -> None:
    """Refuse roles that are never held together."""
    if Role.SKOLEEIER in roles and len(roles) > 1:
        raise Invalid("people.error.owner_alone", field="account_roles")
    if Role.SU in roles and roles & STAFF:
        raise Invalid("people.error.su_alone", field="account_roles")


def with_ansatt(roles: frozenset[Role]) -> frozenset[Role]:
    """Every employee has `ansatt`, whatever else they are."""
    return roles | {Role.ANSATT} if roles & STAFF else roles


def telling(roles: frozenset[Role]) -> frozenset[Role]:
    """The roles that say something of a person: that who teaches is employed goes unsaid."""
    return roles - {Role.ANSATT} if roles & (STAFF - {Role.ANSATT}) else roles


def confirmers(accounts: list[Account], scope: GrantScope) -> list[UUID]:
    """Everyone in force whose yes would count."""
    return [
        a.person_id
        for a in accounts
        if a.active
        and may(
            Person(person_id=a.person_id, sign_in_name="", name="", roles=a.roles),
            Action.CONFIRM_ROLE,
            scope,
        )
    ]


def insert(tx: Tx, accounts: list[Account], by: Person | None, person_id: UUID, role: Role) -> None:
    """Give a role inside a transaction; the first rektor and skoleeier need no yes."""
    first = (
        by is None and role in NEVER_NONE and not any(role in a.roles for a in accounts if a.active)
    )
    confirmed = role not in READERS or first
    tx.insert(
        role_grant,
        {
            "grant_id": tx.new_id(),
            "person_id": person_id,
            "role": str(role),
            "granted_by": actor(by),
            "granted_at": tx.now,
            "confirmed_at": tx.now if confirmed else None,
        },
    )
    action = Act.ROLE_NAMED_ON_SERVER if first else Act.ROLE_GRANTED
    tx.record(action, actor(by), "person", person_id, role=str(role), waits=not confirmed)


def grant(store: Store, by: Person | None, person_id: UUID, role: Role) -> bool:
    """Give a role; True if it is in force at once, False if it waits for the second yes."""
    if by is not None and not may(by, Action.GRANT_ROLES):
        raise Refused
    account = seen(store, by, person_id)
    if role in account.all_roles:
        raise Invalid("people.error.has_role", field="role_add")
    roles = with_ansatt(frozenset({role}))
    check_together(account.all_roles | roles)
    accounts = everyone(store)
    if (
        by is not None
        and role in READERS
        and may(by, Action.CONFIRM_ROLE, GrantScope(role, person_id, None))
        and not confirmers(accounts, GrantScope(role, person_id, actor(by)))
    ):
        raise Invalid("people.error.you_confirm", field="role_add")

    def work(tx: Tx) -> bool:
        for each in sorted(roles - account.all_roles):
            insert(tx, accounts, by, person_id, each)
        if role in NEVER_READS:
            case_leaving.left(tx, person_id)
        g = role_grant
        given = (g.c.person_id == person_id, g.c.role == str(role), g.c.ended_at.is_(None))
        in_force = sa.select(g.c.confirmed_at).where(tx.mine(g), *given)
        return tx.execute(in_force).scalar() is not None

    return asking.write(store, by, gives_to(account), work)


def confirm(store: Store, by: Person, grant_id: UUID) -> str:
    """The second person's yes: the role is in force, with a one-time password that only they know.

    They hand it to whom the role is for. Whoever made the account, or reset it, has seen the one
    before, could have been the first to use it, and would now read. Nothing is returned if
    another role that reads was in force: then the password is one of these already.
    """
    account, waits = next(
        ((a, g) for a in everyone(store) for g in a.waiting if g.grant_id == grant_id and a.active),
        (None, None),
    )
    if account is None or waits is None or not may(by, Action.CONFIRM_ROLE, waits.scope):
        raise Refused
    password = "" if account.roles & READERS else passwords.one_time()
    value = passwords.hashed(password) if password else ""

    def work(tx: Tx) -> str:
        done = tx.update(
            role_grant,
            role_grant.c.grant_id == grant_id,
            role_grant.c.confirmed_at.is_(None),
            role_grant.c.ended_at.is_(None),
            confirmed_by=by.person_id,
            confirmed_at=tx.now,
        )
        if not done:
            raise Refused  # somebody else was first, and has the password
        if password:
            passwords.put_in_force(tx, account.person_id, value)
        tx.record(
            Act.ROLE_CONFIRMED, by.person_id, "person", account.person_id, role=str(waits.role)
        )
        return password

    asking.write(store, by, lambda now: may(now, Action.CONFIRM_ROLE, waits.scope), work)
    if password:
        sessions.end_all(store, account.person_id)
    return password


def end_role(store: Store, by: Person | None, grant_id: UUID) -> None:
    """Take a role back, or say no to one that waits."""
    accounts = everyone(store)
    account, found = next(
        ((a, g) for a in accounts for g in a.grants if g.grant_id == grant_id), (None, None)
    )
    if account is None or found is None:
        raise Refused

    def allowed(now: Person) -> bool:
        confirms = may(now, Action.CONFIRM_ROLE, found.scope) and not found.confirmed_at
        return confirms or gives_to(account)(now)

    if by is not None:
        if not allowed(by):
            raise Refused
        keep_one(accounts, account, {found.role} if found.confirmed_at else set(), by)

    def work(tx: Tx) -> None:
        tx.update(
            role_grant,
            role_grant.c.grant_id == grant_id,
            role_grant.c.ended_at.is_(None),
            ended_at=tx.now,
            ended_by=actor(by),
        )
        tx.record(Act.ROLE_ENDED, actor(by), "person", account.person_id, role=str(found.role))
        if found.role in READERS or not (account.roles - {found.role}) & STAFF:
            case_leaving.left(tx, account.person_id)

    asking.write(store, by, allowed, work)


def held_by_nobody(store: Store) -> list[Role]:
    """Those of rektor and skoleeier that nobody has in force; the first is named on the server."""
    held = {role for account in everyone(store) if account.active for role in account.roles}
    return sorted(NEVER_NONE - held)


def keep_one(accounts: list[Account], ends: Account, roles: set[Role], by: Person) -> None:
    """Refuse to leave the school without who confirms others, or its deputy to read alone."""
    held = {r for a in accounts if a.active and a.person_id != ends.person_id for r in a.roles}
    if (roles - held) & NEVER_NONE:
        raise Invalid("people.error.last_holder", field="account_disable")
    if Role.ELEVTJENESTE in roles - held and by.has(Role.ASSREKTOR) and not by.has(Role.REKTOR):
        raise Invalid("people.error.last_of_team", field="account_disable")


@dataclass(frozen=True)
class Event:
    """One line of the log of accounts and roles: who did what with whose account."""

    at: datetime
    action: Act
    by: UUID | None  # nobody: on the server
    person_id: UUID
    role: Role | None


def log(store: Store, person: Person, most: int = 50) -> list[Event]:
    """What happened with accounts and roles, newest first, as far as this person may know.

    Whoever is named on the server stands in it for both rektor and skoleeier.
    """
    known = {a.person_id for a in visible(store, person)}
    a = audit
    rows = store.rows(
        sa.select(a.c.at, a.c.action, a.c.person_id, a.c.thing_id, a.c.details)
        .where(store.mine(a), a.c.thing_kind == "person", a.c.action.in_(LOGGED))
        .order_by(a.c.number.desc())
    )
    out: list[Event] = []
    for row in rows:
        whose = UUID(row.thing_id)
        if whose in known or row.action == Act.ROLE_NAMED_ON_SERVER:
            role = row.details.get("role")
            out.append(
                Event(row.at, Act(row.action), row.person_id, whose, Role(role) if role else None)
            )
        if len(out) == most:
            break
    return out
