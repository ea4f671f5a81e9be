"""The list of cases and `may` give the same answer, whoever is on, aside or accused."""

import itertools
import uuid

import pytest

from core.access import Action, Role, may
from core.cases import listing
from core.cases.listing import CaseFilter
from core.cases.opened import rows_of, scope_of
from core.cases.reach import Basis
from core.store.schema.cases import case
from core.store.schema.cases import case_access as access_table
from tests.conftest import add_person

R = Role
ROLES = [
    (R.REKTOR, R.ANSATT),
    (R.ASSREKTOR, R.ANSATT),
    (R.ELEVTJENESTE, R.ANSATT),
    (R.LARER, R.ANSATT),
    (R.AVDELINGSLEDER, R.ANSATT),
    (R.SKOLEEIER,),
    (R.SU,),
    (R.SYSTEMANSVARLIG, R.REKTOR),
    (R.REDAKTOR,),
]
# (on the list, its row has ended, stepped aside)
ROWS = [None, (False, False), (True, False), (False, True), (True, True)]


@pytest.fixture
def world(store):
    """Every kind of person, and a case for every way in which she can stand to it."""
    persons = [add_person(store, f"p{n}", *roles) for n, roles in enumerate(ROLES)]
    made = []

    def work(tx):
        for n, (held_by, row, other) in enumerate(
            itertools.product(("school", "owner"), ROWS, ROWS[:2])
        ):
            case_id = uuid.uuid4()
            made.append((case_id, f"2026-{n:03d}"))
            tx.insert(
                case,
                {
                    "case_id": case_id,
                    "number": f"2026-{n:03d}",
                    "held_by": held_by,
                    "past_team": False,
                    "laws": (),
                    "areas": (),
                    "opened_on": tx.today,
                    "opened_at": tx.now,
                    "serious": False,
                    "state": "examined",
                    "next_duty": "",
                    "version": 1,
                },
            )
            for person in persons:
                for told in {row, other} - {None}:
                    ended, aside = told
                    tx.insert(
                        access_table,
                        {
                            "access_id": uuid.uuid4(),
                            "case_id": case_id,
                            "person_id": person.person_id,
                            "basis": Basis.ADDED,
                            "added_at": tx.now,
                            "reason": None,
                            "ended_at": tx.now if ended else None,
                            "stepped_aside": aside,
                        },
                    )

    store.write(work)
    return persons, made


def test_the_list_holds_exactly_what_may_opens(store, world):
    persons, made = world
    for person in persons:
        rows = listing.page(store, person, CaseFilter(state="all"), most=1000)
        allowed = set()
        for case_id, number in made:
            with store.read() as db:
                held = db.execute(
                    case.select().where(store.mine(case), case.c.case_id == case_id)
                ).one()
                scope = scope_of(held.held_by, rows_of(db, store, case_id))
            if may(person, Action.READ_CASE, scope):
                allowed.add(number)
        assert {c.number for c in rows} == allowed, person.roles
        assert listing.count(store, person, CaseFilter(state="all")) == len(allowed)


def test_who_stepped_aside_finds_nothing_in_any_list(store, world):
    persons, made = world
    for person in persons:
        for case_id, number in made:
            with store.read() as db:
                rows = rows_of(db, store, case_id)
            aside = any(
                r.person_id == person.person_id and r.stepped_aside and r.ended_at is None
                for r in rows
            )
            if aside:
                for asked in (CaseFilter(), CaseFilter(whose="others"), CaseFilter(state="all")):
                    assert number not in {
                        c.number for c in listing.page(store, person, asked, most=1000)
                    }
                assert number not in listing.numbers(store, person)
