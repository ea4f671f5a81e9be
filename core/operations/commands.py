"""What the command line asks of a school: the same functions whether the portal runs or not.

A command is a function of (store, facts) that returns its answer, with `exit` (0 yes, 1 no) and,
if a person is told something, `say`: sentences in Norwegian. An error of the portal becomes
exit 1 with its sentence; nothing else may leave through the socket.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from core.access import Role
from core.administration import accounts
from core.cases import facts as case_facts
from core.errors import Invalid, NotStored, PortalError
from core.operations import backed_up, verify
from core.store import backup as copies
from core.store import damage
from core.store import manifest as manifests
from core.store.checks import Fault
from core.store.engine import Store
from core.words import said
from core.year import printout

Facts = dict[str, Any]
Command = Callable[[Store, Facts], Facts]
COMMANDS: dict[str, Command] = {}


def command(name: str) -> Callable[[Command], Command]:
    """Give a function its name on the command line."""

    def named(function: Command) -> Command:
        COMMANDS[name] = function
        return function

    return named


def run(store: Store, name: str, facts: Facts) -> Facts:
    """Run one command by name; what the portal refuses is an answer too."""
    try:
        return {"exit": 0, **COMMANDS[name](store, facts)}
    except (PortalError, DBAPIError) as error:
        why = error.__cause__ if isinstance(error, NotStored) else error
        if damage.is_damaged(why or ""):
            return refused(PortalError("command.damaged"))
        return refused(error if isinstance(error, PortalError) else PortalError(NO_ANSWER))


NO_ANSWER = "command.no_answer"


def refused(error: PortalError) -> Facts:
    """An error of the portal as an answer."""
    return {"exit": 1, "error": error.key, "say": [said(error.key, **error.facts)]}


@command("backup")
def _backup(store: Store, facts: Facts) -> Facts:
    """One file with a consistent copy; the school notes when the last good one was taken."""
    file = Path(facts["file"])
    manifest = copies.backup(store, file)
    summary = manifests.summary(manifest, authenticated=True)
    backed_up.note(store, datetime.fromisoformat(manifest.made_at))
    return {
        **summary,
        "file": str(file),
        "say": [said("command.backup_done", file=file, **summary)],
    }


@command("verify")
def _verify(store: Store, _: Facts) -> Facts:
    """Every fault, and whether there is none."""
    with contextlib.suppress(DBAPIError, NotStored):  # what hinders it is among the faults
        case_facts.catch_up(store)
    found = verify.faults(store)
    say = [told_fault(fault) for fault in found]
    return {
        "exit": 1 if found else 0,
        "whole": not found,
        "faults": [vars(fault) for fault in found],
        "say": say or [said("command.verify_whole")],
    }


def told_fault(fault: Fault) -> str:
    """A fault in a sentence."""
    number = int(fault.where) if fault.where.isdigit() else 0
    return said(f"command.fault_{fault.kind}", where=fault.where, n=number)


@command("wheel")
def _wheel(store: Store, facts: Facts) -> Facts:
    """Every activity of a school year and the tasks that it gives."""
    printed = printout.document(store, facts["year"])
    return {**printed, "say": printout.lines(printed)}


@command("user add")
def _user_add(store: Store, facts: Facts) -> Facts:
    """A new account; the first rektor and the first skoleeier take effect at once."""
    wanted = frozenset(map(Role, facts["roles"]))
    person_id, password = accounts.add(
        store, None, facts["name"], facts["full_name"], wanted, facts.get("email", "")
    )
    account = next(a for a in accounts.everyone(store) if a.person_id == person_id)
    say = [said("command.one_time", name=account.sign_in_name, password=password)]
    if account.waiting:
        waiting = ", ".join(g.role for g in account.waiting)
        say.append(said("command.role_waits", roles=waiting))
    return {**_account(account), "password": password, "say": say}


@command("user list")
def _user_list(store: Store, _: Facts) -> Facts:
    """Every account, disabled ones too."""
    everyone = [_account(a) for a in accounts.everyone(store)]
    say = [
        said("command.account" if a["active"] else "command.account_closed", **a)
        + (said("command.account_waits", roles=", ".join(a["waiting"])) if a["waiting"] else "")
        for a in ({**a, "roles": ", ".join(a["roles"])} for a in everyone)
    ]
    return {"accounts": everyone, "say": say}


@command("user disable")
def _user_disable(store: Store, facts: Facts) -> Facts:
    """Close an account and its open sign-ins."""
    account = _found(store, facts["name"])
    accounts.disable(store, None, account.person_id)
    return {"name": account.sign_in_name, "say": [said("command.disabled", name=facts["name"])]}


@command("user reset")
def _user_reset(store: Store, facts: Facts) -> Facts:
    """A new one-time password; a reader's waits for the second person's yes."""
    account = _found(store, facts["name"])
    password, works = accounts.reset(store, None, account.person_id)
    if works:
        say = [said("command.one_time", name=account.sign_in_name, password=password)]
    else:
        say = [said("command.reset_waits", name=account.sign_in_name)]
    outcome = {"password": password or None, "in_force": works}
    return {"name": account.sign_in_name, **outcome, "say": say}


def _found(store: Store, name: str) -> accounts.Account:
    account = accounts.find(store, name)
    if account is None:
        raise Invalid("command.no_such_account", name=name)
    return account


def _account(account: accounts.Account) -> Facts:
    return {
        "name": account.sign_in_name,
        "full_name": account.name,
        "active": account.active,
        "roles": sorted(account.roles),
        "waiting": sorted(g.role for g in account.waiting),
    }
