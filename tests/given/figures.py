"""Reports and cases as they lie in the database, to be counted and released."""

import uuid
from datetime import date, datetime

import pytest

from core.access import Role
from core.figures.period import Period, PeriodKind
from core.store.schema import cases, forms, reports
from tests.conftest import add_person

AUTUMN = Period(2025, PeriodKind.AUTUMN)
FORM = {
    "id": "report",
    "title": {"nb": "Meld fra"},
    "questions": [
        {
            "id": "place",
            "kind": "many",
            "label": {"nb": "Hvor?"},
            "options": [
                {"id": "a", "label": {"nb": "Inne"}, "area": "indoors"},
                {"id": "b", "label": {"nb": "Ute"}, "area": "outdoors"},
            ],
        }
    ],
}


def send(store, n=1, day=date(2025, 10, 1), laws="mobbing", areas="indoors", **more):
    """`n` reports as they lie in the database."""

    def work(tx):
        for _ in range(n):
            report_id = uuid.uuid4()
            values = {
                "report_id": report_id,
                "day": day,
                "source": "form",
                "given_route": "team",
                "route": "team",
                "form_version": 1,
                "reporter": "self",
                "laws": laws.split(),
                "areas": areas.split(),
                "given_time": "break",
                "afraid": False,
                "answers": b"",
                "state": "read",
                "waits_for": "",
            }
            tx.insert(reports.report, values | more)

    store.write(work)


def open_case(store, held_by="school"):
    case_id = uuid.uuid4()
    row = {
        "case_id": case_id,
        "number": str(case_id)[:8],
        "held_by": held_by,
        "past_team": False,
        "laws": (),
        "areas": (),
        "opened_on": date(2025, 10, 1),
        "opened_at": datetime(2025, 10, 1),
        "serious": False,
        "state": "examined",
        "next_duty": "",
        "version": 1,
    }
    store.write(lambda tx: tx.insert(cases.case, row))
    return case_id


@pytest.fixture
def school(store):
    """A school with a form whose places have two areas."""
    store.write(
        lambda tx: tx.insert(
            forms.form_version,
            {"form_id": "report", "number": 1, "content": FORM, "published_at": tx.now},
        )
    )
    return store


@pytest.fixture
def rektor(school):
    return add_person(school, "rektor", Role.REKTOR, Role.ANSATT)


def many(store, day=date(2025, 10, 1)):
    """Enough for every number to be shown."""
    send(store, 13, day, "mobbing")
    send(store, 8, day, "vold trakassering", "outdoors")
