"""Sign-in names and passwords fit however a keyboard puts their letters together."""

import unicodedata

import bcrypt
import pytest

from core.access import Role
from core.administration import accounts
from core.errors import Invalid
from core.people import passwords, sessions
from tests.conftest import add_person

R = Role
WORD = "blåbær på fjellet"


def apart(text):
    """As a Mac writes it: letter and mark for themselves."""
    return unicodedata.normalize("NFD", text)


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)


@pytest.fixture
def tech(store):
    return add_person(store, "tech", R.SYSTEMANSVARLIG)


@pytest.mark.parametrize(
    "name", ["Máret.Ánne", "áššol", "čáhci", "đuođđá", "eŋko", "ŧunŧ", "žan", "björn", "josé"]
)
def test_a_sign_in_name_has_the_letters_of_norways_languages(store, tech, name):
    person_id, _ = accounts.add(store, tech, apart(name), "Navn Navnesen", frozenset({R.LARER}))
    for typed in (name, apart(name), f" {name.upper()} "):
        assert sessions.password_hash(store, typed)[0] == person_id
    with pytest.raises(Invalid, match="taken"):
        accounts.add(store, tech, name, "En til", frozenset({R.LARER}))


@pytest.mark.parametrize("name", ["аnna", "anna\u200b", "an na", "a" * 41, "ａnna", "anna@skole"])
def test_a_name_that_only_looks_like_another_is_none(store, tech, name):
    with pytest.raises(Invalid, match="sign_in_name"):
        accounts.add(store, tech, name, "Navn", frozenset({R.LARER}))


@pytest.mark.parametrize("typed", [WORD, apart(WORD), WORD.replace(" ", "\u00a0")])
@pytest.mark.parametrize("kept", [WORD, apart(WORD)])
def test_a_password_fits_from_every_keyboard(typed, kept):
    assert passwords.fits(typed, passwords.hashed(kept))
    assert not passwords.fits(typed.upper(), passwords.hashed(kept))


@pytest.mark.parametrize("old", [WORD, apart(WORD), "blå\u00a0bær på fjellet"])
def test_a_hash_from_before_passwords_were_put_together_still_holds(old):
    value = bcrypt.hashpw(old.encode(), bcrypt.gensalt(4)).decode()
    assert passwords.fits(old, value)
    assert not passwords.fits("et annet passord", value)


def test_blanks_around_a_one_time_password_are_none_of_it_and_around_others_they_are():
    one_time = passwords.one_time()
    assert passwords.fits(f" {one_time}\n", passwords.hashed(one_time))
    assert not passwords.fits(f" {WORD}", passwords.hashed(WORD))


def test_a_password_that_is_too_long_is_nobodys_and_no_fault():
    value = passwords.hashed("a" * 71 + "b")
    assert passwords.fits("a" * 71 + "b", value)
    assert not passwords.fits("a" * 71 + "bc", value)
    assert not passwords.fits("å" * 5000, value)


def test_one_repeats_the_new_password_on_any_keyboard(store):
    larer = add_person(store, "larer", R.LARER)
    passwords.change(store, larer, "demo", WORD, apart(WORD))
    with pytest.raises(Invalid, match="same_as_old"):
        passwords.change(store, larer, WORD, apart(WORD), apart(WORD))
