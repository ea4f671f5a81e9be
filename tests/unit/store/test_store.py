"""One school's database: whole transactions, the audit chains, nothing half done."""

import threading

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as some

from core.cases.facts import ClockRules
from core.errors import NotStored, Stale, Unsafe
from core.school import settings
from core.school.profile import Profile
from core.store import crypto, current
from core.store.engine import Store
from core.store.schema import school
from core.store.upgrade import migrate


def test_a_write_that_fails_leaves_neither_row_nor_event(store):
    def work(tx):
        tx.insert(school.setting, {"name": "x", "value": 1, "version": 1})
        tx.record("setting.changed", None)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(work)
    assert store.rows(school.setting.select()) == []
    assert store.rows(school.audit.select()) == []


def test_the_chain_goes_on_whole_after_a_failed_write(store):
    store.write(lambda tx: tx.record("one", None))
    with pytest.raises(ZeroDivisionError):
        store.write(lambda tx: (tx.record("lost", None), 1 / 0))
    store.write(lambda tx: tx.record("two", None))
    with store.read() as db:
        assert list(store.ledger.broken(db)) == []
    assert [r.number for r in store.rows(school.audit.select().order_by("number"))] == [1, 2]


@pytest.mark.parametrize("column", ["action", "thing_id", "at"])
def test_a_changed_event_breaks_the_chain_where_it_was_changed(store, column):
    for n in range(3):
        store.write(lambda tx, n=n: tx.record("step", None, "case", n, count=n))
    value = store.now().replace(year=2001) if column == "at" else "forged"
    with store.engine.begin() as db:
        db.execute(school.audit.update().where(school.audit.c.number == 2).values({column: value}))
    with store.read() as db:
        assert list(store.ledger.broken(db)) == [2]


def test_a_removed_event_breaks_the_chain(store):
    for _ in range(3):
        store.write(lambda tx: tx.record("step", None))
    with store.engine.begin() as db:
        db.execute(school.audit.delete().where(school.audit.c.number == 2))
    with store.read() as db:
        assert list(store.ledger.broken(db)) == [3]


def test_many_writers_lose_nothing_and_keep_the_chain(store):
    store.write(lambda tx: settings.save(tx, ClockRules(number=0)))

    def step(tx):
        settings.change(tx, ClockRules, lambda now: ClockRules(number=now.number + 1))

    threads = [threading.Thread(target=lambda: store.write(step)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert settings.load(store, ClockRules).number == 8
    with store.read() as db:
        assert list(store.ledger.broken(db)) == []


def test_two_people_cannot_save_over_each_other(store):
    store.write(lambda tx: settings.save(tx, Profile(name="A"), expected=0))
    with pytest.raises(Stale):
        store.write(lambda tx: settings.save(tx, Profile(name="B"), expected=0))
    assert settings.load(store, Profile).name == "A"


def test_a_closed_database_says_that_nothing_was_stored(tmp_path):
    store = current.make_store(tmp_path / "s")
    store.engine.dispose()
    (tmp_path / "s" / "portal.duckdb").write_bytes(b"not a database")
    with pytest.raises(NotStored):
        store.write(lambda tx: tx.record("lost", None))


def test_what_is_sealed_opens_only_in_its_own_row(store):
    column = school.setting.c.value
    blob = store.write(lambda tx: tx.seal(column, "hemmelig", "row-1"))
    assert store.unseal(column, blob, "row-1") == "hemmelig"
    with pytest.raises(crypto.Broken):
        store.unseal(column, blob, "row-2")


@given(some.text(max_size=2000))
def test_any_text_survives_sealing_and_is_not_in_the_ciphertext(text):
    box = crypto.Box(crypto.new_key())
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    blob = box.seal(text, "row")
    assert box.unseal(blob, "row") == text
    if len(text.encode()) > 4:
        assert text.encode() not in blob


def test_an_older_key_still_opens_what_it_sealed():
    old = crypto.new_key(1)
    both = crypto.Box(old + "\n" + crypto.new_key(2))
    assert both.unseal(crypto.Box(old).seal("før", "r"), "r") == "før"
    assert both.seal("nå", "r")[0] == 2
    assert crypto.Box(old).digest("code", "x") in both.digests("code", "x")


@pytest.mark.parametrize("numbers", [(256,), (-1,), (1, 1), ("x",)])
def test_a_key_number_that_cannot_seal_or_comes_twice_is_refused(numbers):
    with pytest.raises(Unsafe) as refused:
        crypto.Box("\n".join(crypto.new_key(n) for n in numbers))
    assert refused.value.key == "unsafe.key_unreadable"


@pytest.mark.parametrize(
    ("breach", "key"),
    [
        (lambda f: (f / "key").unlink(), "unsafe.key_missing"),
        (lambda f: (f / "key").chmod(0o644), "unsafe.key_mode"),
        (lambda f: (f / "key").write_text("1:short"), "unsafe.key_unreadable"),
        (
            lambda f: (
                (f / "backups").mkdir(),
                (f / "backups" / "key").write_text((f / "key").read_text()),
            ),
            "unsafe.key_in_backups",
        ),
    ],
)
def test_a_key_that_lies_unsafely_is_refused_at_start(tmp_path, breach, key):
    current.make_store(tmp_path / "s").engine.dispose()
    breach(tmp_path / "s")
    with pytest.raises(Unsafe) as refused:
        current.connect(tmp_path / "s")
    assert refused.value.key == key


def test_a_newer_database_is_refused(tmp_path):
    store: Store = current.make_store(tmp_path / "s")
    with store.engine.begin() as db:
        db.execute(sa.text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Unsafe) as refused:
        migrate(store.engine)
    assert refused.value.key == "unsafe.schema_newer"
    store.engine.dispose()


def test_no_statement_reaches_outside_the_data_folder(tmp_path):
    store = current.make_store(tmp_path / "s")
    for statement in (
        "select * from read_csv('/etc/hostname')",
        f"copy (select 1) to '{tmp_path}/out.csv'",
        "set enable_external_access = true",
    ):
        with store.engine.connect() as db, pytest.raises(sa.exc.DBAPIError):
            db.exec_driver_sql(statement)
    store.engine.dispose()


def test_the_revision_that_a_start_expects_is_the_head_that_alembic_finds():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from core.store import upgrade

    config = Config()
    config.set_main_option("script_location", str(upgrade.REVISIONS))
    assert upgrade.newest_revision() == ScriptDirectory.from_config(config).get_current_head()
