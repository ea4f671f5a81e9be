"""The key is the school's own, and one text that does not open spoils nothing beside it."""

import json
import uuid

import pytest
import sqlalchemy as sa

from core.access import Role
from core.cases import journal, opening, reading
from core.errors import Unsafe
from core.plan import inputs as plan_input
from core.reports import messages, reports
from core.store import crypto, current, witness
from core.store.schema import cases, plan, school
from core.store.schema import reports as report_tables
from core.store.unopened import UNOPENED, in_language
from core.today import inbox
from tests.conftest import add_person

DAMAGED = bytes(60)


@pytest.fixture
def folder(tmp_path):
    current.make_store(tmp_path / "s").engine.dispose()
    return tmp_path / "s"


def test_an_empty_school_does_not_start_under_another_key(folder):
    (folder / "key").write_text(crypto.new_key())
    with pytest.raises(Unsafe) as refused:
        current.connect(folder)
    assert refused.value.key == "unsafe.key_changed"


def test_a_newer_key_beside_the_old_one_starts_and_is_known_from_then_on(folder):
    old, new = (folder / "key").read_text(), crypto.new_key(2)
    (folder / "key").write_text(f"{old}{new}\n")
    current.connect(folder).engine.dispose()
    (folder / "key").write_text(old)  # the copy from before the change: what 2 sealed is lost
    with pytest.raises(Unsafe) as refused:
        current.connect(folder)
    assert refused.value.key == "unsafe.key_changed"
    (folder / "key").write_text(f"{old}{new}\n")
    current.connect(folder).engine.dispose()


def without_witness(folder):
    """The folder as a program from before the witness left it, with one sealed row."""
    store = current.connect(folder)
    n = uuid.uuid4()
    body = store.box.seal("hei", f"plan_input|body|1|{n}")
    row = {"input_id": n, "source": "su", "at": store.now(), "school_year": 2026, "body": body}
    store.write(lambda tx: tx.insert(plan.plan_input, row))
    store.write(lambda tx: tx.delete(school.setting, school.setting.c.name == witness.NAME))
    store.engine.dispose()


def test_a_folder_from_before_is_known_by_what_it_holds(folder):
    without_witness(folder)
    key = (folder / "key").read_text()
    (folder / "key").write_text(crypto.new_key())
    with pytest.raises(Unsafe) as refused:
        current.connect(folder)
    assert refused.value.key == "unsafe.key_changed"
    (folder / "key").write_text(key)
    store = current.connect(folder)
    kept = store.row(sa.select(school.setting.c.value).where(school.setting.c.name == witness.NAME))
    store.engine.dispose()
    assert list(kept.value) == ["1"]


def report(store, text):
    """A row of the table `report` with these words."""
    report_id = uuid.uuid4()
    store.write(
        lambda tx: tx.insert(
            report_tables.report,
            {
                "report_id": report_id,
                "day": tx.today,
                "source": "form",
                "given_route": "team",
                "form_version": 1,
                "reporter": "self",
                "laws": ("mobbing",),
                "areas": (),
                "given_time": "",
                "afraid": False,
                "answers": tx.seal(
                    report_tables.report.c.answers,
                    json.dumps({"what_happened": text}),
                    report_id,
                ),
                "route": "team",
                "state": "new",
                "waits_for": "",
            },
        )
    )
    return report_id


def damage(store, column, *where):
    store.write(lambda tx: tx.update(column.table, *where, **{column.name: DAMAGED}))


def test_the_inbox_is_drawn_around_a_report_that_does_not_open(store):
    reader = add_person(store, "eli", Role.ELEVTJENESTE)
    whole, broken = report(store, "De ler av meg"), report(store, "De stengte meg inne")
    r = report_tables.report.c
    damage(store, r.answers, r.report_id == broken)
    assert {card.report_id for card in inbox.page(store, reader)} == {whole, broken}
    found = reading.open_report(store, reader, broken)
    assert found.answers == {"what_happened": UNOPENED}


def test_a_report_that_did_not_open_was_not_read(store):
    reader = add_person(store, "eli", Role.ELEVTJENESTE)
    broken = report(store, "De stengte meg inne")
    r = report_tables.report.c
    damage(store, r.answers, r.report_id == broken)
    reading.open_report(store, reader, broken)
    assert reports.load(store, broken).facts == ()
    assert [a.action for a in store.rows(school.audit.select())] == ["report.read"]


def test_a_conversation_keeps_its_other_messages(store):
    came = report(store, "De ler av meg")
    for n in ("ett", "to"):
        messages.send_to_school(store, came, n, n)
    m = report_tables.message.c
    damage(store, m.body, m.number == 1)
    assert [x.body for x in messages.conversation(store, came)] == [UNOPENED, "to"]


def test_a_journal_and_input_to_the_plan_keep_the_rest(store):
    rita = add_person(store, "rita", Role.REKTOR)
    number = opening.from_report(store, rita, report(store, "De ler av meg"))
    found = reading.by_number(store, rita, number)
    for text in ("ett", "to"):
        journal.write(found, journal.Duty.FOLLOW, text)
        plan_input.submit(store, rita, text)
    entries = store.rows(sa.select(cases.journal.c.entry_id))
    damage(store, cases.journal.c.body, cases.journal.c.entry_id == entries[0].entry_id)
    inputs = store.rows(sa.select(plan.plan_input.c.input_id))
    damage(store, plan.plan_input.c.body, plan.plan_input.c.input_id == inputs[0].input_id)
    assert sorted(e.body for e in journal.of(found))[0] == UNOPENED
    assert len(journal.of(found)) == 2
    assert [i.body for i in plan_input.visible(store, rita)].count(UNOPENED) == 1


def test_the_sentence_is_told_in_the_language_of_the_reader():
    told = in_language(f"Ola: {UNOPENED}", "nn")
    assert told.startswith("Ola: Portalen kan ikkje opne dette")
    assert in_language("Ola", "en") == "Ola"
