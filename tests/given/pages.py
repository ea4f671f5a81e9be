"""What a visitor does on a page of the demonstration school, and what lies in it."""

import uuid

import sqlalchemy as sa

from core.people import directory, sessions
from core.reports import receipt, reports
from core.store.schema.reports import report as report_table


def shown(at) -> str:
    """Everything that stands on the page as text."""
    kinds = (at.markdown, at.text, at.error, at.warning, at.info, at.success, at.caption)
    return "\n".join(e.value for kind in kinds for e in kind)


def write(at, **values):
    """Answer these questions, the folded ones too."""
    for question_id, value in values.items():
        key = f"answer_{question_id}"
        if key not in on(at) and "more_open" in on(at):
            press(at, "more_open")
        at.get_by_key(key).set_value(value)
    return at


def on(at) -> set[str]:
    """The keys of what stands on the page."""
    return {key for element in at if (key := getattr(element, "key", None))}


def press(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    return at


def code_on(at) -> str:
    return next(t.value for t in at.text if receipt.normal(t.value) == t.value)


def count(store) -> int:
    return len(store.rows(sa.select(report_table.c.report_id)))


def who(store, name):
    person_id, _ = sessions.password_hash(store, name)
    return directory.load(store, person_id)


PAYLOAD = "Noen ![x](http://evil.example/x) sier **stygge** ting."


def report(store, route="team", text=PAYLOAD, **more):
    report_id = uuid.uuid4()
    values = {
        "source": "form",
        "reporter": "self",
        "laws": ("mobbing",),
        "areas": ("skole",),
    } | more
    store.write(lambda tx: reports.insert(tx, report_id, route, {"what_happened": text}, **values))
    return report_id
