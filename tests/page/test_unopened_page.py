"""Every page is drawn although no ciphertext of the school opens, and says so where words stood."""

import sqlalchemy as sa

from core.reports import messages
from core.store import checks
from core.store.schema.cases import case
from core.store.schema.reports import report
from core.store.unopened import UNOPENED

PATHS = [
    *("oversikt", "innboks", "saker", "sak", "arshjul", "klasser", "moter", "tall", "su"),
    *("handlingsplan", "innstillinger", "meld-rektor", "konto", "skjema", "brukere"),
]


def break_everything(store):
    """One bit in every ciphertext."""
    with store.engine.begin() as db:
        for column in checks.sealed_columns():
            db.execute(column.table.update().where(column.is_not(None)).values({column: bytes(60)}))


def drawn(at):
    return [e.value for e in at.text if UNOPENED in e.value]


def test_every_page_of_rektor_is_drawn_around_what_does_not_open(visit, demo):
    numbers = demo.rows(sa.select(case.c.number).where(case.c.held_by == "school").limit(3))
    break_everything(demo)
    for path in PATHS:
        at = visit(path, "rektor", **({"nr": numbers[0].number} if path == "sak" else {}))
        assert not at.exception, (path, at.exception)
    assert drawn(visit("innboks", "rektor"))
    assert drawn(visit("sak", "rektor", nr=numbers[0].number))


def test_a_report_and_its_conversation_that_do_not_open_are_said_to_be_so(visit, demo):
    r = report.c
    team = sa.select(r.report_id).where(r.route == "team", r.state.in_(("new", "read")))
    found = demo.row(team)
    messages.send_to_school(demo, found.report_id, "Er noen der?", "t")
    break_everything(demo)
    at = visit("innboks", "elevtjeneste", melding=str(found.report_id))
    assert not at.exception
    assert len(drawn(at)) > 1
