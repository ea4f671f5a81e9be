"""How an account stands, in words: its roles, and what somebody who looks after it should see."""

from core import access
from core.access import Role
from core.administration import roles as grants
from core.administration.accounts import Account
from core.people import privacy
from core.ui.kit import prologue
from core.ui.kit.words import language, t
from core.words import Words, listed


def role_names(roles: frozenset[Role]) -> Words:
    """Roles as a sentence."""
    return listed([t(f"people.role.{r}") for r in sorted(grants.telling(roles))], language())


def state_of(account: Account) -> str:
    """What somebody who looks after accounts should notice about one."""
    if not account.active:
        return t("people.closed")
    notes = [
        t("people.waits", roles=role_names(frozenset(g.role for g in account.waiting)))
    ] * bool(account.waiting)
    notes += [t("people.reset_waits")] * account.reset_waits
    notes += [t("people.one_time")] * account.must_change_password
    reads = account.roles & access.READERS
    if reads and account.person_id not in privacy.said_on(prologue.store()):
        notes.append(t("people.privacy_short"))
    return ". ".join(notes) or t("people.open")
