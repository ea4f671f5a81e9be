"""What staff say has happened in a case: begun, rektor told, taken up, serious, given on."""

import uuid
from datetime import date

from core.access import Holder, Role
from core.cases import journal, reach
from core.cases.acting import Inside, act
from core.cases.clock import Duty, Kind
from core.cases.happened import stands_by
from core.cases.opened import OpenedCase
from core.errors import Invalid, Refused
from core.people import directory
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import Store


def begin(opened: OpenedCase, text: str = "") -> None:
    """The investigation has begun."""

    def work(on: Inside) -> None:
        on.happened(Kind.BEGUN)
        if trimmed(text):
            journal.insert(on, Duty.INVESTIGATE, journal.checked(text))

    act(opened, Act.CASE_BEGUN, work)


def employees(store: Store) -> dict[uuid.UUID, str]:
    """Those of the school who may have told rektor; skoleeier's accounts do not exist here."""
    return {p.person_id: p.name for p in directory.holders(store, Role.ANSATT)}


def told_by_hand(opened: OpenedCase, day: date, by: uuid.UUID, how: str) -> None:
    """Rektor was told (§ 12-4) on a day, by an employee, in a way: written down by hand."""
    if not trimmed(how):
        raise Invalid("case.error.no_how", field="told_how")
    if day > opened.store.today() or by not in employees(opened.store):
        raise Invalid("case.error.future", field="told_day")

    def work(on: Inside) -> None:
        on.happened(Kind.TOLD, day=day, subject_id=by, note=trimmed(how))

    act(opened, Act.CASE_TOLD, work)


def taken_up_by_hand(opened: OpenedCase, day: date, how: str = "") -> None:
    """The student or the guardians took it up with rektor (§ 12-6) on a day: written down by hand.

    Rektor knows of it from that day at the latest, so that is noted too if it is not.
    """
    if day > opened.store.today():
        raise Invalid("case.error.taken_up_future", field="taken_up_day")

    def work(on: Inside) -> None:
        if on.scope.held_by == Holder.SKOLEEIER:
            raise Refused  # about the leadership: it is not rektor's (§ 12-5)
        facts = on.facts
        on.happened(Kind.TAKEN_UP, day=day, note=trimmed(how))
        if not stands_by(facts, Kind.TOLD, day):
            on.happened(Kind.TOLD, day=day)

    act(opened, Act.CASE_TAKEN_UP, work)


def serious(opened: OpenedCase, why: str) -> None:
    """A serious case: rektor tells skoleeier (§ 12-4 second paragraph)."""
    if not trimmed(why):
        raise Invalid("case.error.no_reason", field="serious_why")
    act(opened, Act.CASE_SERIOUS, lambda on: on.happened(Kind.SERIOUS, note=trimmed(why)))


def skoleeier_told(opened: OpenedCase, how: str) -> None:
    """Rektor has told skoleeier."""
    act(
        opened,
        Act.CASE_SKOLEEIER_TOLD,
        lambda on: on.happened(Kind.SKOLEEIER_TOLD, note=trimmed(how)),
    )


def give(opened: OpenedCase, other_id: uuid.UUID) -> None:
    """Somebody else who opens the case has it from now on."""

    def work(on: Inside) -> None:
        if other_id not in {p.person_id for p in reach.readers(opened.store, on.scope)}:
            raise Invalid("case.error.not_on_list", field="owner_person")
        on.happened(Kind.GIVEN_TO, subject_id=other_id)

    act(opened, Act.CASE_GIVEN_TO, work)
