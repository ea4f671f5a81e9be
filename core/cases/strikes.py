"""What was put into a case by mistake is struck: its content goes, who struck it and why stays.

The journal says it, and the log says it without content (§ 12-4 fourth paragraph: what the school
did is documented). What somebody has built on is not struck but ended: a measure that was carried
out, a student whose view is written down. What came of a measure is struck by whoever recorded it,
the newest first; what was written about it stays in the journal.
"""

import uuid

import sqlalchemy as sa

from core.cases import journal
from core.cases.acting import Inside, act
from core.cases.clock import Duty, Kind
from core.cases.happened import last_outcome
from core.cases.opened import OpenedCase
from core.errors import Invalid, Refused
from core.store.acts import Act
from core.store.blank import trimmed
from core.store.engine import norwegian_date
from core.store.schema.cases import case_fact, case_person, measure
from core.store.schema.cases import journal as journal_table
from core.words import day, filled, word


def a_person(opened: OpenedCase, case_person_id: uuid.UUID, reason: str) -> None:
    """Somebody who was put in twice, or as what they are not; raises Invalid, Refused."""
    field = f"strike_person_{case_person_id}"
    why = _validated(reason, field)

    def work(on: Inside) -> None:
        tx, p, m, f = on.tx, case_person, measure, case_fact
        here = (p.c.case_id == on.case_id, p.c.case_person_id == case_person_id)
        part = tx.execute(sa.select(p.c.part).where(tx.mine(p), *here)).scalar()
        if part is None:
            raise Refused
        noted = sa.select(f.c.fact_id).where(
            tx.mine(f),
            f.c.case_id == on.case_id,
            f.c.subject_id == case_person_id,
            f.c.kind != str(Kind.ASKED),  # of a message: nobody was asked by it
        )
        planned = sa.select(m.c.measure_id).where(tx.mine(m), m.c.case_person_id == case_person_id)
        if tx.execute(noted).first() or tx.execute(planned).first():
            raise Invalid("case.error.person_in_use", field=field)
        tx.delete(f, f.c.case_id == on.case_id, f.c.subject_id == case_person_id)
        tx.delete(p, *here)
        _say(on, word("nb", f"case.strike.person_{part}"), why)
        on.details = {"part": part}

    act(opened, Act.CASE_PERSON_STRUCK, work)


def a_measure(opened: OpenedCase, measure_id: uuid.UUID, reason: str) -> None:
    """A measure that nobody has carried out or evaluated; raises Invalid, Refused."""
    field = f"strike_measure_{measure_id}"
    why = _validated(reason, field)

    def work(on: Inside) -> None:
        m, f = measure, case_fact
        done = sa.select(f.c.fact_id).where(
            on.tx.mine(f), f.c.case_id == on.case_id, f.c.subject_id == measure_id
        )
        if on.tx.execute(done).first():
            raise Invalid("case.error.measure_in_use", field=field)
        if not on.tx.delete(m, m.c.case_id == on.case_id, m.c.measure_id == measure_id):
            raise Refused
        _say(on, word("nb", "case.strike.measure"), why)

    act(opened, Act.CASE_MEASURE_STRUCK, work)


def an_outcome(opened: OpenedCase, measure_id: uuid.UUID, reason: str) -> None:
    """What was last recorded of a measure, by mistake: carried out, evaluated or dropped.

    Raises Invalid without a reason, if it is not theirs, or if a later round builds on it;
    Refused if nothing was recorded.
    """
    field = f"strike_outcome_{measure_id}"
    why = _validated(reason, field)

    def work(on: Inside) -> None:
        facts, f = on.facts, case_fact
        last = last_outcome(facts, measure_id)
        about = next((m for m in facts.measures if m.measure_id == measure_id), None)
        if last is None or about is None:
            raise Refused
        if last.person_id != on.person.person_id:
            raise Invalid("case.error.not_your_outcome", field=field)
        if last.kind is Kind.NOT_ENOUGH and any(
            m.exposed_id == about.exposed_id and m.round > about.round for m in facts.measures
        ):
            raise Invalid("case.error.outcome_in_use", field=field)
        on.tx.delete(
            f,
            f.c.case_id == on.case_id,
            f.c.subject_id == measure_id,
            f.c.kind == str(last.kind),
            f.c.at == last.at,
            f.c.person_id == last.person_id,
        )
        _say(on, word("nb", f"case.strike.outcome_{last.kind}"), why)
        on.details = {"kind": str(last.kind)}

    act(opened, Act.CASE_OUTCOME_STRUCK, work)


def an_entry(opened: OpenedCase, entry_id: uuid.UUID, reason: str) -> None:
    """A note of their own: its place, day and writer stay; what it said was done is undone.

    Raises Invalid without a reason, or if it is not theirs.
    """
    why = _validated(reason, "strike_entry_reason")

    def work(on: Inside) -> None:
        tx, j, f, own = on.tx, journal_table, case_fact, on.person.person_id
        here = (j.c.case_id == on.case_id, j.c.entry_id == entry_id, j.c.person_id == own)
        row = tx.execute(sa.select(j.c.at, j.c.duty).where(tx.mine(j), *here)).first()
        if row is None:
            raise Invalid("case.error.not_your_note", field="strike_entry")
        when = day(norwegian_date(tx.now), "nb")
        text = filled("nb", "case.strike.entry", day=when, reason=why)
        tx.update(j, *here, body=tx.seal(j.c.body, text, entry_id))
        kind = journal.FACT_OF.get(Duty(row.duty))
        if kind is not None:
            tx.delete(
                f,
                f.c.case_id == on.case_id,
                f.c.kind == str(kind),
                f.c.at == row.at,
                f.c.person_id == own,
            )
        on.details = {"duty": row.duty}

    act(opened, Act.CASE_ENTRY_STRUCK, work)


def _say(on: Inside, what: str, why: str) -> None:
    text = filled("nb", "case.strike.said", what=what, reason=why)
    journal.insert(on, Duty.DOCUMENT, text)


def _validated(reason: str, field: str) -> str:
    """The reason, which must be given."""
    if not trimmed(reason):
        raise Invalid("case.error.no_strike_reason", field=field)
    return journal.checked(reason)
