"""What an account is called and where its mail goes can be mended, and is nobody's way in."""

import unicodedata

import pytest
import sqlalchemy as sa

from core.access import Role
from core.administration import accounts, roles
from core.errors import Invalid, Refused, Stale
from core.people import directory, sessions
from core.store.schema.people import person as person_table
from tests.conftest import add_person

R = Role


def apart(text):
    """As a Mac writes it: letter and mark for themselves."""
    return unicodedata.normalize("NFD", text)


@pytest.fixture
def tech(store):
    return add_person(store, "tech", R.SYSTEMANSVARLIG)


@pytest.mark.parametrize(
    "email", ["a,b@x.no", "a<b@x.no", "a b@x.no", "a@x", "a@x.no, b@x.no", "a@x.no(c)", "a@x.no\nb"]
)
def test_what_a_mail_program_reads_as_something_else_is_no_address(store, tech, email):
    with pytest.raises(Invalid, match="email"):
        accounts.add(store, tech, "ny", "Ny", frozenset({R.LARER}), email)
    with pytest.raises(Invalid, match="email"):
        accounts.change_own_address(store, tech, email, 1)


def test_name_and_address_are_changed_and_the_log_says_which_without_what(store, tech):
    rektor = add_person(store, "kari.rektor", R.REKTOR, R.ANSATT)
    accounts.change(store, tech, rektor.person_id, apart(" Kåre  Moen "), "kare@skole.no", 1)
    assert directory.load(store, rektor.person_id).name == "Kåre Moen"
    account = accounts.find(store, "kari.rektor")
    assert account.email == "kare@skole.no"
    assert roles.log(store, rektor)[0].action == "account.changed"
    with pytest.raises(Stale):
        accounts.change(store, tech, rektor.person_id, "Kari Moen", "", 1)
    accounts.change_own_address(store, rektor, "", account.version)
    row = store.row(sa.select(person_table).where(person_table.c.person_id == rektor.person_id))
    assert (row.name, row.email) == ("Kåre Moen", None)


def test_another_address_changes_nothing_of_how_one_signs_in(store, tech):
    elevtj = add_person(store, "elevtj", R.ELEVTJENESTE, R.ANSATT)
    before = sessions.password_hash(store, "elevtj")
    accounts.change(store, tech, elevtj.person_id, "Eli Nyland", "min@annen.no", 1)
    assert accounts.reset(store, tech, elevtj.person_id) == ("", False)
    assert sessions.password_hash(store, "elevtj") == before


def test_rektor_mends_accounts_at_the_school_and_not_skoleeiers(store):
    rektor = add_person(store, "rektor", R.REKTOR, R.ANSATT)
    owner = add_person(store, "eier", R.SKOLEEIER)
    larer = add_person(store, "larer", R.LARER, R.ANSATT)
    accounts.change(store, rektor, larer.person_id, "Liv Berg", "", 1)
    for by, whose in ((rektor, owner), (larer, rektor), (owner, rektor)):
        with pytest.raises(Refused):
            accounts.change(store, by, whose.person_id, "Ny", "", 1)


@pytest.mark.parametrize("name", ["", "  ", "a" * 81, "Kari\u200bMoen", "Kari\x00"])
def test_a_full_name_is_something_that_can_be_read(store, tech, name):
    with pytest.raises(Invalid, match=r"people\.error\.name"):
        accounts.add(store, tech, "ny", name, frozenset({R.LARER}))
