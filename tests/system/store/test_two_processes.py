"""Two processes on one PostgreSQL: what one writes the other knows at its next run."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.access import Role
from core.administration import accounts, roles
from core.administration import settings as school_edits
from core.errors import NotStored, Refused, Stale
from core.forms import versions
from core.people import directory, privacy, sessions
from core.plan import cycle, sections
from core.presets import schools
from core.school import help_lines, profile, settings
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.store import opening, stamps, upgrade
from core.store.acts import Act
from core.store.engine import Store
from core.store.ledger import take_turn
from core.store.schema.forms import form_draft, form_version
from core.store.schema.people import person as person_table
from core.store.schema.plan import plan_section
from core.store.schema.school import audit, setting
from core.store.schema.wheel import activity
from core.year import activities, facts
from tests.conftest import POSTGRES, add_person

pytestmark = [
    pytest.mark.skipif(not POSTGRES, reason="one process holds a file"),
    pytest.mark.parametrize("_database", ["postgresql"] if POSTGRES else [], indirect=True),
]
R = Role


@pytest.fixture
def process(store):
    """`process()` is one more process of the same school: an engine and a memory of its own."""
    engines = []

    def make(school_id=store.school_id):
        engines.append(opening.open_engine(store.folder, store.engine.url.render_as_string(False)))
        return Store(
            engine=engines[-1],
            folder=store.folder,
            box=store.box,
            school_id=school_id,
            clock=store.clock,
        )

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def school(store, monkeypatch):
    monkeypatch.setattr(stamps, "OLDEST", 10**6)  # only a run that begins looks
    store.write(lambda tx: schools.install(tx, "hvam"))
    return store


def person(store, name):
    return directory.load(store, sessions.password_hash(store, name)[0])


def with_controller(store, rektor):
    new = {"controller": "Nyfylket", "privacy_officer": ""}
    school_edits.save_privacy(store, rektor, new, settings.version(store, Profile))


def published(store, rektor):
    versions.save_draft(store, rektor, versions.current(store).form, 0)
    versions.publish(store, rektor, 1)


def changed_activity(store, rektor):
    first = facts.tasks(store, 2026)[0].activity
    activities.change(store, rektor, replace(first, names={**first.names, "nb": "Noe nytt"}))


def without_line(store, rektor):
    line = help_lines.lines(store)[0]
    version = settings.version(store, help_lines.HelpLines)
    school_edits.use_line(store, rektor, line.id, False, version)


WRITES = {
    "its profile": (with_controller, lambda s: profile.profile(s).controller),
    "its form": (published, lambda s: versions.current(s).number),
    "its wheel": (changed_activity, lambda s: [a.names["nb"] for a in activities.every(s)]),
    "the year's tasks": (
        changed_activity,
        lambda s: [t.activity.names["nb"] for t in facts.tasks(s, 2026)],
    ),
    "its help lines": (without_line, lambda s: [line.id for line in help_lines.lines(s)]),
}


@pytest.mark.parametrize(("write", "read"), WRITES.values(), ids=WRITES)
def test_what_another_process_wrote_is_read_at_the_next_run(school, process, write, read):
    add_person(school, "rektor", R.REKTOR, R.ANSATT)
    other = process()
    other.begin_run()
    before = read(other)
    write(school, person(school, "rektor"))
    assert read(other) == before  # one run has one answer
    other.begin_run()
    assert read(other) != before
    assert read(other) == read(school)


def profile_edit(store, person, text):
    _, version = settings.edited(store, Profile)
    new = {"controller": text, "privacy_officer": ""}
    return lambda: school_edits.save_privacy(store, person, new, version)


def line_edit(store, person, text):
    found, version = settings.edited(store, help_lines.HelpLines)
    new = replace(found.lines[0], name={"nb": text})
    return lambda: school_edits.save_line(store, person, new, version)


def month_edit(store, person, text):
    _, version = cycle.edited(store)
    return lambda: cycle.set_month(store, person, 3 if text == "her" else 4, version)


def form_edit(store, person, text):
    seen = versions.draft(store)
    new = replace(seen.form, title={"nb": text})
    return lambda: versions.save_draft(store, person, new, seen.version, seen.base)


def form_published(store, person, text):
    seen = versions.draft(store)
    new = replace(seen.form, title={"nb": text})

    def act():
        saved = versions.save_draft(store, person, new, seen.version, seen.base)
        versions.publish(store, person, saved, seen.base)

    return act


def section_edit(store, person, text):
    found = sections.sections(store)[0]
    texts = {"nb": sections.Text(text, text)}
    return lambda: sections.save(store, person, found.section_id, texts, "", found.version)


def activity_edit(store, person, text):
    found = activities.every(store)[0]
    return lambda: activities.change(store, person, replace(found, names={"nb": text, "nn": text}))


def account_edit(store, person, text):
    found = roles.load(store, person.person_id)
    return lambda: accounts.change_own_address(store, person, f"{text}@s.no", found.version)


EDITS = [
    *(profile_edit, line_edit, month_edit, form_edit, form_published, section_edit, activity_edit),
    account_edit,
]


@pytest.mark.parametrize("edit", EDITS)
def test_of_two_who_edit_in_two_processes_the_second_is_told_and_the_first_is_kept(
    school, process, edit
):
    rektor = add_person(school, "rektor", R.REKTOR, R.ANSATT)
    other = process()
    other.begin_run()
    edit(other, rektor, "der")  # from here on it remembers
    here, there = edit(school, rektor, "her"), edit(other, rektor, "der")
    here()
    stands = contents(school)
    with pytest.raises(Stale):
        there()
    assert contents(school) == stands
    other.begin_run()
    edit(other, rektor, "der")()
    assert contents(school) != stands


def contents(store):
    tables = (setting, form_draft, form_version, plan_section, activity, person_table)
    return [store.rows(sa.select(t).order_by(*t.primary_key)) for t in tables]


def test_a_role_that_was_ended_in_another_process_ends_at_the_next_run(school, process):
    add_person(school, "assrektor", R.ASSREKTOR, R.ANSATT)
    eli = add_person(school, "eli", R.ELEVTJENESTE, R.ANSATT)
    sid, _ = sessions.begin(school, eli.person_id, "eli")
    other = process()
    other.begin_run()
    assert sessions.who(other, sid).has(R.ELEVTJENESTE)
    grant = next(g for g in roles.load(school, eli.person_id).grants if g.role == R.ELEVTJENESTE)
    roles.end_role(school, None, grant.grant_id)
    other.begin_run()
    assert not sessions.who(other, sid).has(R.ELEVTJENESTE)


def test_what_she_has_said_of_privacy_counts_in_every_process(school, process):
    eli = add_person(school, "eli", R.ELEVTJENESTE, R.ANSATT)
    other = process()
    other.begin_run()
    assert not privacy.knows(other, eli)
    privacy.say(school, eli)
    other.begin_run()
    assert privacy.knows(other, eli)


def test_a_sign_in_of_one_process_is_a_sign_in_in_every_one_and_ends_in_all(school, process):
    eli = add_person(school, "eli", R.ELEVTJENESTE, R.ANSATT)
    other = process()
    sid, _ = sessions.begin(school, eli.person_id, "eli")
    found = sessions.who(other, sid)
    assert found.person_id == eli.person_id
    sessions.end(school, sid)
    assert sessions.who(other, sid) is None
    with pytest.raises(Refused):
        sessions.must_stand(other, found)


def test_processes_that_start_at_once_on_an_empty_database_bring_it_up_once(store, tmp_path):
    address = store.engine.url.set(database=f"{store.engine.url.database}_empty")
    server = sa.create_engine(store.engine.url, isolation_level="AUTOCOMMIT")
    with server.connect() as db:
        db.exec_driver_sql(f'drop database if exists "{address.database}" with (force)')
        db.exec_driver_sql(f'create database "{address.database}"')
    engines = [opening.open_engine(tmp_path, address.render_as_string(False)) for _ in range(3)]
    start = threading.Barrier(len(engines))

    def begin(engine):
        start.wait(30)
        upgrade.migrate(engine)
        return upgrade.revision(engine)

    with ThreadPoolExecutor(len(engines)) as threads:
        assert set(threads.map(begin, engines)) == {upgrade.newest_revision()}
    for engine in engines:
        engine.dispose()
    with server.connect() as db:
        db.exec_driver_sql(f'drop database "{address.database}" with (force)')
    server.dispose()


def test_whoever_asks_outside_a_run_is_told_nothing_old(school, process, monkeypatch):
    add_person(school, "rektor", R.REKTOR, R.ANSATT)
    other = process()
    profile.profile(other)
    with_controller(school, person(school, "rektor"))
    monkeypatch.setattr(stamps, "OLDEST", -1.0)
    assert profile.profile(other).controller == "Nyfylket"


def test_a_run_costs_one_small_question_and_a_file_none(school, process):
    asked = []
    other = process()
    sa.event.listen(
        other.engine, "before_cursor_execute", lambda *told: asked.append(told[2]), named=False
    )
    other.begin_run()
    profile.profile(other)
    settings.load(other, ReadingRules)
    other.begin_run()
    assert [q for q in asked if "FROM stamp" in q] == asked[:1] + asked[-1:]


def test_what_several_processes_write_at_once_is_all_there_and_chained(school, process):
    stores = [school, *(process() for _ in range(2))]
    rounds, start = 12, threading.Barrier(len(stores))

    def work(found):
        start.wait(30)
        for _ in range(rounds):
            found.write(add_one)
            found.write(lambda tx: tx.record(Act.SETTING_CHANGED, None))

    def add_one(tx):
        s = setting.c
        row = tx.execute(sa.select(s.value).where(tx.mine(setting), s.name == "count")).first()
        if row is None:
            tx.insert(setting, {"name": "count", "value": 1, "version": 1})
        else:
            tx.update(setting, s.name == "count", value=row.value + 1)
        tx.record(Act.SETTING_CHANGED, None)

    with ThreadPoolExecutor(len(stores)) as threads:
        list(threads.map(work, stores))
    counted = sa.select(setting.c.value).where(setting.c.name == "count")
    assert school.row(counted).value == rounds * len(stores)
    with school.read() as db:
        assert list(school.ledger.broken(db)) == []


def test_a_school_does_not_wait_for_the_turn_of_another(school, process):
    neighbour = process(school_id=school.school_id + 1)
    with school.engine.begin() as connection:
        take_turn(connection, school.school_id)
        neighbour.write(lambda tx: tx.record(Act.SETTING_CHANGED, None))
    a = audit.c
    assert neighbour.rows(sa.select(a.number).where(neighbour.mine(audit)))


def test_a_process_that_keeps_its_turn_is_not_waited_for_for_ever(school, process, monkeypatch):
    monkeypatch.setattr(opening, "LOCK_WAIT", 0.1)
    other = process()
    with school.engine.begin() as connection:
        take_turn(connection, school.school_id)
        with pytest.raises(NotStored):
            other.write(lambda tx: tx.record(Act.SETTING_CHANGED, None))
    other.write(lambda tx: tx.record(Act.SETTING_CHANGED, None))
