"""What was acknowledged is there, or it is told how much is not: killed, torn, cut, replaced."""

import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.access import Role, Route
from core.errors import Refused
from core.operations import alarms, verify
from core.reports import reports as reports_of
from core.store import backup, current, day_seals, heads, losses, torn_log
from core.store.schema import plan, school
from core.store.schema.reports import report
from tests.conftest import Clock, add_person
from tests.given.backups import taken_out

ROOT = Path(__file__).parent.parent.parent.parent
KILLS = 20
LOG = torn_log.LOG

# Writes as a portal does, three threads, until it is killed; a line for each acknowledged act.
WRITER = """
import sys, threading, uuid
from pathlib import Path
from core.store import current
from core.store.schema.plan import plan_input as table

store = current.connect(Path(sys.argv[1]))
most = int(sys.argv[2])

def send(tx):
    n = uuid.uuid4()
    body = tx.seal(table.c.body, "hei" * 40, n)
    tx.insert(table, {"input_id": n, "source": "su", "at": tx.now, "school_year": 1, "body": body})
    tx.record_anonymous("report.sent")
    return n

def act(tx):
    tx.record("step", None)

def work(mine):
    for _ in range(most):
        sys.stdout.write(f"{store.write(send)}\\n")
        sys.stdout.flush()
        if mine:
            store.write(act)

others = [threading.Thread(target=work, args=(n,), daemon=True) for n in (0, 1)]
for thread in others if most > 1000 else ():
    thread.start()
work(0)
sys.stdout.write("done\\n")
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    current.make_store(tmp_path / "school").engine.dispose()
    return tmp_path / "school"


def writing(folder, most):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(most)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_after(folder, count, most=10**6):
    """The keys that were acknowledged by a portal that was killed after so many."""
    portal = writing(folder, most)
    told = [portal.stdout.readline().strip() for _ in range(count)]
    portal.send_signal(signal.SIGKILL)
    rest, _ = portal.communicate()
    assert portal.returncode == -signal.SIGKILL
    return {line for line in [*told, *rest.split("\n")[:-1]] if line and line != "done"}


def reports(store):
    return {str(r.input_id) for r in store.rows(sa.select(plan.plan_input.c.input_id))}


def kinds(store):
    return [(f.kind, f.where) for f in verify.faults(store)]


def test_a_killed_portal_loses_nothing_and_raises_no_alarm(folder):
    acknowledged = set()
    for kill in range(KILLS):
        acknowledged |= killed_after(folder, 1 + 7 * kill % 23)
        store = current.connect(folder)
        assert acknowledged <= reports(store)
        assert kinds(store) == [], kill
        store.engine.dispose()


@pytest.fixture
def twenty(folder):
    """A school with twenty acknowledged reports in its log, whose machine stopped."""
    told = killed_after(folder, 21, 20)
    assert len(told) == 20
    return folder


def test_a_torn_log_is_set_aside_and_what_is_missing_is_counted(twenty, caplog):
    log = twenty / LOG
    whole = log.read_bytes()
    log.write_bytes(whole[:-3000] + bytes(3000))
    torn = log.read_bytes()
    store = current.connect(twenty)
    missing = 20 - len(reports(store))
    assert 0 < missing < 10
    assert [(one.loss.kind, one.loss.missing) for one in alarms.unseen(store)] == [
        ("lost", missing)
    ]
    assert f"lost, missing {missing}" in caplog.text
    (aside,) = torn_log.kept(twenty)
    assert (twenty / aside).read_bytes() == torn
    assert alarms.unseen(store)[0].log == aside
    assert kinds(store) == [("lost", str(missing))]
    store.write(lambda tx: tx.record("step", None))  # and the school goes on
    store.engine.dispose()
    again = current.connect(twenty)
    assert kinds(again) == [("lost", str(missing))], "told until somebody has seen it, and once"
    again.engine.dispose()


@pytest.mark.parametrize("damage", [lambda log: bytes([255]) * 60 + log[60:], lambda log: b""])
def test_a_log_that_is_not_to_be_read_at_all_costs_what_was_in_it(twenty, damage):
    (twenty / LOG).write_bytes(damage((twenty / LOG).read_bytes()))
    store = current.connect(twenty)
    assert reports(store) == set()
    assert kinds(store) == [("lost", "20")]
    store.engine.dispose()


def test_a_log_that_was_cut_short_without_a_trace_is_found_by_the_count(twenty):
    log = twenty / LOG
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    store = current.connect(twenty)
    missing = 20 - len(reports(store))
    assert missing > 2
    assert kinds(store) == [("lost", str(missing))]
    store.engine.dispose()


def test_a_log_that_is_gone_is_found_by_the_count(twenty):
    (twenty / LOG).unlink()
    store = current.connect(twenty)
    assert kinds(store) == [("lost", "20")]
    store.engine.dispose()


def test_a_last_act_that_was_settled_is_missed_too(folder):
    store = current.connect(folder)
    store.write(lambda tx: tx.record("one", None))
    store.settle()
    with store.engine.begin() as db:
        db.execute(school.audit.delete())
    assert kinds(store) == [("lost", "1")]
    store.engine.dispose()


def one_report(store):
    """A reporter's report, as its row is written."""
    values = {"reporter": "self", "source": "form"}

    def work(tx):
        reports_of.insert(tx, tx.new_id(), Route.HANDLER, {"what_happened": "Noe"}, **values)

    store.write(work)


@pytest.mark.parametrize("sealed", [False, True])
def test_what_a_reporter_did_is_counted_before_its_seal_and_after(folder, sealed):
    store = current.connect(folder)
    store.clock = Clock()
    for _ in range(3):
        one_report(store)
    store.write(lambda tx: tx.record_anonymous("message.sent"))
    if sealed:
        store.clock.move(days=1)
        day_seals.seal_days(store)
    store.settle()
    assert kinds(store) == []
    with store.engine.begin() as db:
        if sealed:  # the events and their seal, so that nothing within the file contradicts
            db.execute(school.reporter_event.delete())
            db.execute(school.reporter_seal.delete())
            db.execute(report.delete())
        else:
            db.execute(report.delete())
    assert kinds(store) == [("lost", "4" if sealed else "3")]
    store.engine.dispose()


def test_a_report_that_the_portal_did_not_take_is_a_foreign_hand(folder):
    store = current.connect(folder)
    one_report(store)
    store.settle()
    with store.engine.begin() as db:
        row = dict(db.execute(sa.select(report)).mappings().one())
        row |= {"report_id": uuid.uuid4(), "answers": row["answers"]}
        db.execute(report.insert(), row)
    assert ("foreign", "0") in kinds(store)
    store.engine.dispose()


def test_sealing_a_day_changes_neither_head_nor_count(folder):
    store = current.connect(folder)
    store.clock = Clock()
    one_report(store)
    store.write(lambda tx: tx.record_anonymous("message.sent"))
    before = store.head()
    store.clock.move(days=1)
    day_seals.seal_days(store)
    assert store.head() == before
    store.write(lambda tx: tx.record("step", None))
    store.engine.dispose()
    again = current.connect(folder)
    assert kinds(again) == []
    again.engine.dispose()


@pytest.fixture
def own(folder):
    store = current.connect(folder)
    for n in range(5):
        store.write(lambda tx, n=n: tx.record("step", None, "case", n))
    yield store
    store.engine.dispose()


def test_events_cut_from_the_end_are_missed(own):
    with own.engine.begin() as db:
        db.execute(school.audit.delete().where(school.audit.c.number > 2))
    assert kinds(own) == [("lost", "3")]


def test_an_event_that_the_portal_did_not_write_is_a_foreign_hand(own):
    with own.engine.begin() as db:
        row = db.execute(school.audit.select().order_by(school.audit.c.number.desc())).first()
        from core.store.ledger import ChainHead, chained

        new = dict(row._mapping) | {"action": "role.given"}
        del new["number"], new["school_id"], new["chain"]
        linked = chained(ChainHead(row.number, bytes(row.chain)), 1, [new])
        db.execute(school.audit.insert(), list(linked))
    assert kinds(own) == [("foreign", "0")]


def test_a_chain_that_was_made_anew_is_a_foreign_hand(own):
    from core.store.ledger import ChainHead, chained

    with own.engine.begin() as db:
        rows = [dict(r._mapping) for r in db.execute(school.audit.select().order_by("number"))]
        db.execute(school.audit.delete())
        for row in rows:
            del row["number"], row["school_id"], row["chain"]
            row["action"] = "harmless"
        db.execute(school.audit.insert(), list(chained(ChainHead(), 1, rows)))
    assert kinds(own) == [("foreign", "0")]


def test_a_sealed_head_that_was_taken_away_is_missed(own):
    own.engine.dispose()
    (own.folder / heads.NAME).unlink()
    again = current.connect(own.folder)
    assert kinds(again) == [("no_head", "0")]
    again.engine.dispose()


def test_an_older_database_beside_a_newer_head_is_missed(own, tmp_path):
    backup.backup(own, tmp_path / "copy")
    own.write(lambda tx: tx.record("later", None))
    own.settle()
    own.engine.dispose()
    taken_out(tmp_path / "copy", own.folder).replace(own.folder / backup.FILE)
    again = current.connect(own.folder)
    assert kinds(again) == [("lost", "1")]
    again.engine.dispose()


def test_the_sealed_head_says_nothing_to_who_has_no_key(own):
    told = (own.folder / heads.NAME).read_bytes()
    assert len(told) == 2 * heads.BLOCK
    row = own.row(sa.select(school.audit.c.chain).order_by(school.audit.c.number.desc()))
    assert bytes(row.chain) not in told
    assert bytes(row.chain).hex().encode() not in told
    assert own.heads.read()[0].count == 5 or own.heads.read()[1].count == 5


def test_a_torn_slot_leaves_the_other_and_no_alarm(own):
    own.write(lambda tx: tx.record("last", None))
    stands = [head.count if head else -1 for head in own.heads.read()].index(6)
    own.engine.dispose()
    file = own.folder / heads.NAME
    told = bytearray(file.read_bytes())
    other = (1 - stands) * heads.BLOCK
    told[other : other + 50] = bytes(50)  # power went while the next was being written
    file.write_bytes(told)
    again = current.connect(own.folder)
    assert kinds(again) == []
    again.write(lambda tx: tx.record("next", None))
    again.engine.dispose()
    last = current.connect(own.folder)
    assert kinds(last) == []
    last.engine.dispose()


def test_a_write_that_failed_before_its_commit_raises_no_alarm(own, monkeypatch):
    def failed(*_):
        raise OSError

    before = own.heads.coming
    own.heads.coming = lambda stood, head: (before(stood, head), failed())
    with pytest.raises(Exception, match="not_stored"):
        own.write(lambda tx: tx.record("lost", None))
    own.heads.coming = before
    assert kinds(own) == []
    own.write(lambda tx: tx.record("next", None))
    own.write(lambda tx: tx.record("next", None))
    assert kinds(own) == []


def test_an_alarm_stands_until_she_who_answers_for_the_school_has_seen_it(twenty):
    (twenty / LOG).unlink()
    store = current.connect(twenty)
    rita, lars = add_person(store, "rita", Role.REKTOR), add_person(store, "lars", Role.LARER)
    with pytest.raises(Refused):
        alarms.seen(store, lars)
    alarms.seen(store, rita)
    assert kinds(store) == []
    assert len(losses.known(store)) == 1
    acts = [row.action for row in store.rows(school.audit.select().order_by("number"))]
    assert acts == ["store.loss", "store.loss_seen"]
    store.engine.dispose()


def test_a_folder_from_before_heads_were_kept_begins_with_the_one_it_has(own):
    from core.store import witness

    own.write(lambda tx: tx.delete(school.setting, school.setting.c.name == witness.NAME))
    own.engine.dispose()
    (own.folder / heads.NAME).unlink()
    again = current.connect(own.folder)
    assert kinds(again) == []
    assert again.heads.read()[0].count == 5
    again.engine.dispose()
