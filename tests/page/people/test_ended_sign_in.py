"""A page already drawn does nothing more for somebody whose sign-in or right has ended since.

Streamlit runs a button's callback before the page, and so before the page's guard.
"""

import pytest
import sqlalchemy as sa

from core.administration import accounts, roles
from core.errors import Refused
from core.people import sessions
from core.store.schema.figures import release
from core.store.schema.wheel import tick


def idle(store, name):
    later = store.now() + sessions.IDLE * 2
    store.clock = lambda: later


def signed_out(store, name):
    sessions.end_all(store, accounts.find(store, name).person_id)


def disabled(store, name):
    accounts.disable(store, None, accounts.find(store, name).person_id)


def without_role(store, name):
    for held in accounts.find(store, name).grants:
        roles.end_role(store, None, held.grant_id)


ENDED = [idle, signed_out, disabled, without_role]


def rows(store, table):
    return len(store.rows(sa.select(table)))


@pytest.mark.parametrize("ended", ENDED)
def test_no_tick_is_made_after_the_sign_in_or_the_role_has_ended(visit, demo, ended):
    at = visit("arshjul", "assrektor")
    before = rows(demo, tick)
    box = next(
        b for b in at.checkbox if b.key.startswith("task_done_") and not b.value and not b.disabled
    )
    ended(demo, "assrektor")
    box.check().run()
    assert rows(demo, tick) == before


@pytest.mark.parametrize("ended", ENDED)
def test_no_release_is_made_after_the_sign_in_or_the_role_has_ended(visit, demo, ended):
    at = visit("su", "assrektor")
    before = rows(demo, release)
    ended(demo, "assrektor")
    at.button(key="release_make").click().run()
    assert rows(demo, release) == before


def test_the_same_acts_go_through_while_the_sign_in_stands(visit, demo):
    at = visit("su", "assrektor")
    before = rows(demo, release)
    at.button(key="release_make").click().run()
    assert rows(demo, release) == before + 1


@pytest.mark.parametrize("ended", ENDED)
def test_whoever_asks_again_is_refused_once_it_has_ended(demo, ended):
    found = accounts.find(demo, "elevtjeneste")
    sid, _ = sessions.begin(demo, found.person_id, "elevtjeneste")
    person = sessions.who(demo, sid)
    sessions.must_stand(demo, person)
    ended(demo, "elevtjeneste")
    with pytest.raises(Refused):
        sessions.must_stand(demo, person)
