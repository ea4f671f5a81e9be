"""Who gets an account, who says the second yes, and what nobody may learn of."""

import bcrypt
import pytest

from core.access import Role
from core.administration import accounts
from core.administration import roles as grants
from core.errors import Invalid, Refused
from core.people import delays, directory, passwords, sessions
from tests.conftest import add_person

R = Role


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)


@pytest.fixture
def school(store, once):
    """A school with one in each of the roles that confirm, and one who makes accounts."""

    def people():
        return {
            "rektor": add_person(store, "rektor", R.REKTOR, R.ANSATT),
            "skoleeier": add_person(store, "skoleeier", R.SKOLEEIER),
            "systemansvarlig": add_person(store, "system", R.SYSTEMANSVARLIG),
            "assrektor": add_person(store, "ass", R.ASSREKTOR, R.ANSATT),
            "elevtjeneste": add_person(store, "elevtj", R.ELEVTJENESTE, R.ANSATT),
        }

    return once("people", people)


def grant_of(store, name, role):
    return next(g for g in accounts.find(store, name).grants if g.role is role)


WHO_CONFIRMS = [
    (R.ELEVTJENESTE, "rektor"),
    (R.REKTOR, "skoleeier"),
    (R.ASSREKTOR, "skoleeier"),
    (R.SKOLEEIER, "skoleeier"),
]


@pytest.mark.parametrize(("role", "confirmer"), WHO_CONFIRMS)
def test_a_role_that_reads_takes_effect_with_the_second_persons_yes(store, school, role, confirmer):
    person_id, _ = accounts.add(
        store, school["systemansvarlig"], "ny", "Ny Person", frozenset({role})
    )
    assert role not in directory.load(store, person_id).roles
    waits = grant_of(store, "ny", role)
    for name, other in school.items():
        if name != confirmer:
            with pytest.raises(Refused):
                grants.confirm(store, other, waits.grant_id)
    grants.confirm(store, school[confirmer], waits.grant_id)
    assert role in directory.load(store, person_id).roles


@pytest.mark.parametrize(("role", "confirmer"), WHO_CONFIRMS)
@pytest.mark.parametrize("by", ["systemansvarlig", None])
def test_whoever_made_a_readers_account_does_not_read_in_it_after_the_yes(
    store, school, role, confirmer, by
):
    maker = school[by] if by else None
    person_id, seen = accounts.add(store, maker, "ny", "Ny Person", frozenset({role}))
    # She is the first to use it, makes the password her own, and waits.
    sid, _ = sessions.begin(store, person_id, "ny")
    passwords.change(store, sessions.who(store, sid), seen, "ei lita grøn øy", "ei lita grøn øy")
    password = grants.confirm(store, school[confirmer], grant_of(store, "ny", role).grant_id)
    assert sessions.who(store, sid) is None
    now = sessions.password_hash(store, "ny")[1].encode()
    for known in (seen, "ei lita grøn øy"):
        assert not bcrypt.checkpw(known.encode(), now)
    assert bcrypt.checkpw(password.encode(), now)
    assert directory.load(store, person_id).must_change_password


def test_a_second_role_that_reads_needs_no_second_new_password(store, school):
    tech, boss = school["systemansvarlig"], school["rektor"]
    roles = frozenset({R.ELEVTJENESTE, R.ASSREKTOR})
    person_id, _ = accounts.add(store, tech, "ny", "Ny Person", roles)
    password = grants.confirm(store, boss, grant_of(store, "ny", R.ELEVTJENESTE).grant_id)
    sid, _ = sessions.begin(store, person_id, "ny")
    last = grant_of(store, "ny", R.ASSREKTOR)
    assert grants.confirm(store, school["skoleeier"], last.grant_id) == ""
    assert sessions.who(store, sid)
    assert bcrypt.checkpw(password.encode(), sessions.password_hash(store, "ny")[1].encode())


def test_of_two_who_say_yes_at_once_one_gets_the_password_and_the_other_is_told(store, school):
    other = add_person(store, "rektor2", R.REKTOR)
    accounts.add(store, school["systemansvarlig"], "ny", "Ny", frozenset({R.ELEVTJENESTE}))
    waits = grant_of(store, "ny", R.ELEVTJENESTE)
    assert grants.confirm(store, school["rektor"], waits.grant_id)
    with pytest.raises(Refused):
        grants.confirm(store, other, waits.grant_id)


@pytest.mark.parametrize("role", [r for r in Role if r not in {x for x, _ in WHO_CONFIRMS}])
def test_a_role_that_reads_nothing_is_in_force_at_once(store, school, role):
    person_id, _ = accounts.add(
        store, school["systemansvarlig"], "ny", "Ny Person", frozenset({role})
    )
    assert role in directory.load(store, person_id).roles


def test_nobody_confirms_her_own_role(store, school):
    rektor = add_person(store, "rektor2", R.REKTOR)
    grants.grant(store, school["systemansvarlig"], rektor.person_id, R.ELEVTJENESTE)
    with pytest.raises(Refused):
        grants.confirm(store, rektor, grant_of(store, "rektor2", R.ELEVTJENESTE).grant_id)
    grants.confirm(store, school["rektor"], grant_of(store, "rektor2", R.ELEVTJENESTE).grant_id)


def test_nobody_confirms_what_she_granted(store, school):
    larer = add_person(store, "larer", R.LARER, R.ANSATT)
    with pytest.raises(Invalid, match="you_confirm"):
        grants.grant(store, school["rektor"], larer.person_id, R.ELEVTJENESTE)
    add_person(store, "rektor2", R.REKTOR)
    assert not grants.grant(store, school["rektor"], larer.person_id, R.ELEVTJENESTE)
    with pytest.raises(Refused):
        grants.confirm(store, school["rektor"], grant_of(store, "larer", R.ELEVTJENESTE).grant_id)


def test_whoever_makes_accounts_cannot_make_herself_a_reader(store, school):
    me = school["systemansvarlig"]
    for role in (R.REKTOR, R.ELEVTJENESTE):
        assert not grants.grant(store, me, me.person_id, role)
        with pytest.raises(Refused):
            grants.confirm(store, me, grant_of(store, "system", role).grant_id)


@pytest.mark.parametrize("other", [r for r in Role if r is not R.SKOLEEIER])
def test_skoleeier_is_never_held_together_with_another_role(store, school, other):
    with pytest.raises(Invalid, match="owner_alone"):
        accounts.add(store, school["systemansvarlig"], "ny", "Ny", frozenset({R.SKOLEEIER, other}))
    with pytest.raises(Invalid, match="owner_alone"):
        grants.grant(store, school["systemansvarlig"], school["skoleeier"].person_id, other)
    with pytest.raises(Invalid, match="owner_alone"):
        grants.grant(store, school["systemansvarlig"], school["rektor"].person_id, R.SKOLEEIER)


def test_the_first_rektor_and_skoleeier_are_named_on_the_server_and_later_ones_wait(store):
    for role in (R.REKTOR, R.SKOLEEIER):
        first, _ = accounts.add(store, None, f"a{role}", "En", frozenset({role}))
        later, _ = accounts.add(store, None, f"b{role}", "To", frozenset({role}))
        assert role in directory.load(store, first).roles
        assert role not in directory.load(store, later).roles
    reader, _ = accounts.add(store, None, "elevtj", "Tre", frozenset({R.ELEVTJENESTE}))
    assert R.ELEVTJENESTE not in directory.load(store, reader).roles


def test_a_new_account_has_a_password_that_works_once_and_must_be_changed(store):
    person_id, password = accounts.add(store, None, "Ny.Person", "Ny Person", frozenset({R.LARER}))
    known, hashed = sessions.password_hash(store, "ny.person")
    assert known == person_id
    assert bcrypt.checkpw(password.encode(), hashed.encode())
    person = directory.load(store, person_id)
    assert person.must_change_password
    assert person.roles == {R.LARER, R.ANSATT}  # every employee is one
    passwords.change(store, person, password, "ei lita grøn øy", "ei lita grøn øy")
    assert not directory.load(store, person_id).must_change_password
    assert not bcrypt.checkpw(
        password.encode(), sessions.password_hash(store, "ny.person")[1].encode()
    )


@pytest.mark.parametrize(
    ("name", "known", "cure"),
    [
        ("Ny Person", "rektor", "taken"),
        ("Ny Person", "a b", "sign_in_name"),
        ("Ny Person", "x", "sign_in_name"),
        (" ", "ny", "name"),
    ],
)
def test_a_mistake_in_a_new_account_makes_none(store, school, name, known, cure):
    before = len(accounts.everyone(store))
    with pytest.raises(Invalid, match=f"people.error.{cure}"):
        accounts.add(store, school["systemansvarlig"], known, name, frozenset({R.LARER}))
    assert len(accounts.everyone(store)) == before


def test_disabling_ends_every_open_sign_in(store, school):
    gone = school["elevtjeneste"]
    sid, _ = sessions.begin(store, gone.person_id, gone.sign_in_name)
    accounts.disable(store, school["systemansvarlig"], gone.person_id)
    assert sessions.who(store, sid) is None
    assert directory.load(store, gone.person_id) is None


@pytest.mark.parametrize("name", ["rektor", "skoleeier"])
def test_the_last_who_confirms_others_is_not_closed_from_the_page(store, school, name):
    with pytest.raises(Invalid, match="last_holder"):
        accounts.disable(store, school["systemansvarlig"], school[name].person_id)
    role = R(name)
    with pytest.raises(Invalid, match="last_holder"):
        grants.end_role(store, school["systemansvarlig"], grant_of(store, name, role).grant_id)
    accounts.disable(store, None, school[name].person_id)
    assert directory.load(store, school[name].person_id) is None


def test_rektors_deputy_does_not_end_the_last_of_elevtjenesten(store, school):
    second = add_person(store, "elevtj2", R.ELEVTJENESTE, R.ANSATT)
    grants.end_role(store, school["assrektor"], grant_of(store, "elevtj", R.ELEVTJENESTE).grant_id)
    last = grant_of(store, "elevtj2", R.ELEVTJENESTE).grant_id
    with pytest.raises(Invalid, match="last_of_team"):
        grants.end_role(store, school["assrektor"], last)
    assert R.ELEVTJENESTE in directory.load(store, second.person_id).roles
    grants.end_role(store, school["rektor"], last)
    assert R.ELEVTJENESTE not in directory.load(store, second.person_id).roles


def test_an_account_opened_again_reads_nothing_before_a_new_yes(store, school):
    who = school["elevtjeneste"].person_id
    accounts.disable(store, school["systemansvarlig"], who)
    accounts.enable(store, school["systemansvarlig"], who)
    assert directory.load(store, who).roles == {R.ANSATT}
    grants.confirm(store, school["rektor"], grant_of(store, "elevtj", R.ELEVTJENESTE).grant_id)
    assert R.ELEVTJENESTE in directory.load(store, who).roles


RESETS = [("elevtjeneste", "rektor"), ("rektor", "skoleeier"), ("assrektor", "skoleeier")]


@pytest.mark.parametrize(("name", "confirmer"), RESETS)
def test_a_readers_new_password_works_only_after_the_second_persons_yes(
    store, school, name, confirmer
):
    owner = school[name]
    before = sessions.password_hash(store, owner.sign_in_name)[1]
    sid, _ = sessions.begin(store, owner.person_id, owner.sign_in_name)
    asked = accounts.reset(store, school["systemansvarlig"], owner.person_id)
    assert asked == ("", False)  # who asks never sees it
    assert sessions.password_hash(store, owner.sign_in_name)[1] == before
    assert sessions.who(store, sid) is not None
    assert accounts.own_reset(store, owner).reset_at == store.now()  # its owner is told
    for other in set(school) - {confirmer}:
        with pytest.raises(Refused):
            accounts.confirm_reset(store, school[other], owner.person_id)
    password = accounts.confirm_reset(store, school[confirmer], owner.person_id)
    now = sessions.password_hash(store, owner.sign_in_name)[1]
    assert bcrypt.checkpw(password.encode(), now.encode())
    assert sessions.who(store, sid) is None


def test_the_owner_of_an_account_stops_a_reset_that_she_did_not_ask_for(store, school):
    rektor = school["rektor"]
    accounts.reset(store, school["systemansvarlig"], rektor.person_id)
    accounts.stop_reset(store, rektor, rektor.person_id)
    with pytest.raises(Refused):
        accounts.confirm_reset(store, school["skoleeier"], rektor.person_id)


def test_other_accounts_get_their_new_password_at_once(store, school):
    larer = add_person(store, "larer", R.LARER)
    sid, _ = sessions.begin(store, larer.person_id, "larer")
    password, works = accounts.reset(store, school["systemansvarlig"], larer.person_id)
    assert works
    assert bcrypt.checkpw(password.encode(), sessions.password_hash(store, "larer")[1].encode())
    assert sessions.who(store, sid) is None


def test_the_only_skoleeier_gets_a_new_password_on_the_server_alone(store, school):
    owner = school["skoleeier"]
    _, works = accounts.reset(store, school["systemansvarlig"], owner.person_id)
    assert not works
    _, works = accounts.reset(store, None, owner.person_id)
    assert works


def test_rektor_sees_nothing_of_skoleeiers_accounts(store, school):
    accounts.add(store, None, "eier2", "Eier To", frozenset({R.SKOLEEIER}))
    accounts.reset(store, school["systemansvarlig"], school["skoleeier"].person_id)
    for name in ("rektor", "assrektor"):
        seen = {a.sign_in_name for a in accounts.visible(store, school[name])}
        assert "rektor" in seen
        assert not seen & {"skoleeier", "eier2"}
        with pytest.raises(Refused):
            grants.grant(store, school[name], school["skoleeier"].person_id, R.LARER)
    assert not accounts.waiting_for(store, school["rektor"])
    assert accounts.waiting_for(store, school["skoleeier"])


@pytest.mark.parametrize("act", ["add", "disable", "reset", "enable"])
@pytest.mark.parametrize("name", ["rektor", "assrektor", "elevtjeneste", "skoleeier"])
def test_only_systemansvarlig_makes_and_closes_accounts(store, school, act, name):
    facts = ("ny", "Ny", frozenset({R.LARER})) if act == "add" else (school["assrektor"].person_id,)
    with pytest.raises(Refused):
        getattr(accounts, act)(store, school[name], *facts)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kort", "too_short"),
        ("elleve tegn", "too_short"),
        ("æ" * 40, "too_long"),
        ("passord12345", "guessable"),
        ("aaaaaaaaaaaaaa", "guessable"),
        ("Liv Brekke 12", "guessable"),
        ("larerlarer12", "guessable"),
    ],
)
def test_a_password_is_long_and_not_the_first_that_is_guessed(password, fault):
    with pytest.raises(Invalid, match=fault):
        passwords.check(password, "larer", "Liv Brekke")


@pytest.mark.parametrize(
    "password", ["ei lita grøn øy", "korrekt hest batteri stift", "x7-kw9!pq2zr"]
)
def test_a_long_password_of_any_kind_is_good(password):
    passwords.check(password, "larer", "Liv Brekke")


def test_a_new_password_ends_every_other_sign_in_and_needs_the_old_one(store):
    person = add_person(store, "larer", R.LARER)
    here, _ = sessions.begin(store, person.person_id, "larer")
    there, _ = sessions.begin(store, person.person_id, "larer")
    me = sessions.who(store, here)
    with pytest.raises(Invalid, match="wrong_old"):
        passwords.change(store, me, "feil", "ei lita grøn øy", "ei lita grøn øy")
    with pytest.raises(Invalid, match="not_the_same"):
        passwords.change(store, me, "demo", "ei lita grøn øy", "ei lita grøn ø")
    passwords.change(store, me, "demo", "ei lita grøn øy", "ei lita grøn øy")
    assert sessions.who(store, here) is not None
    assert sessions.who(store, there) is None


def test_guessing_the_old_password_waits_like_guessing_at_the_door(store):
    person = add_person(store, "larer", R.LARER)
    for _ in range(delays.FREE_TRIES + 1):
        with pytest.raises(Invalid, match="wrong_old"):
            passwords.change(store, person, "feil", "ei lita grøn øy", "ei lita grøn øy")
    with pytest.raises(Invalid, match="wait"):
        passwords.change(store, person, "demo", "ei lita grøn øy", "ei lita grøn øy")


def test_a_try_is_counted_before_the_old_password_is_weighed(store, monkeypatch):
    person = add_person(store, "larer", R.LARER)
    monkeypatch.setattr(
        passwords.bcrypt, "checkpw", lambda *_: 1 / 0
    )  # it never comes to an answer
    for _ in range(delays.FREE_TRIES + 1):
        with pytest.raises(ZeroDivisionError):
            passwords.change(store, person, "demo", "ei lita grøn øy", "ei lita grøn øy")
    with pytest.raises(Invalid, match="wait"):
        passwords.change(store, person, "demo", "ei lita grøn øy", "ei lita grøn øy")


def test_a_mistake_in_the_new_password_is_no_try_and_the_right_old_one_forgets_those_that_were(
    store,
):
    person = add_person(store, "larer", R.LARER)
    for _ in range(delays.FREE_TRIES):
        with pytest.raises(Invalid, match="wrong_old"):
            passwords.change(store, person, "feil", "ei lita grøn øy", "ei lita grøn øy")
    for _ in range(5):
        with pytest.raises(Invalid, match="too_short"):
            passwords.change(store, person, "feil", "kort", "kort")
    passwords.change(store, person, "demo", "ei lita grøn øy", "ei lita grøn øy")
    for _ in range(delays.FREE_TRIES):
        assert sessions.begin_try(store, "larer")
    assert sessions.open_again(store, "larer") is None
