"""The demonstration: true facts, the same for the same seed, an open case in many states."""

import random
from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa

from core import demonstration
from core.access import Role
from core.cases import listing
from core.cases.clock import Kind
from core.cases.happened import Part
from core.demonstration import bulk, cast, tellings
from core.demonstration import texts as sentences
from core.operations import verify
from core.people.directory import holders
from core.reports import reports
from core.store import current
from core.store.schema import cases as case_tables
from core.store.schema import reports as report_tables
from core.store.schema import school
from core.year import facts

TODAY = date(2026, 11, 22)
REPORTS = 24


def made(folder, slug="hvam", count=REPORTS, seed=1):
    demonstration.make(folder, slug, count, seed, TODAY)
    return current.connect(folder)


@pytest.fixture(scope="module")
def hvam(tmp_path_factory):
    found = made(tmp_path_factory.mktemp("demo") / "hvam")
    yield found
    found.engine.dispose()


def texts(store):
    rows = store.rows(sa.select(report_tables.report))
    return sorted(
        (row.day, row.state, str(reports.read_row(store, row).answers["what_happened"]))
        for row in rows
    )


def test_everything_in_it_holds_together(hvam):
    assert verify.faults(hvam) == []


def test_the_accounts_of_the_contract_sign_in_with_their_roles(hvam):
    names = [a.sign_in_name for a in cast.ACCOUNTS[:10]]
    assert names == [
        *("rektor", "assrektor", "avdelingsleder", "elevtjeneste", "kontaktlarer", "larer"),
        *("su", "skoleeier", "redaktor", "systemansvarlig"),
    ]
    assert [p.sign_in_name for p in holders(hvam, Role.REKTOR)] == ["rektor"]


def test_the_same_seed_gives_the_same_data(hvam, tmp_path):
    again = made(tmp_path / "again")
    assert texts(again) == texts(hvam)
    numbers = sa.select(case_tables.case.c.number, case_tables.case.c.state).order_by("number")
    assert [tuple(r) for r in again.rows(numbers)] == [tuple(r) for r in hvam.rows(numbers)]
    ids = [t.task_id for t in facts.tasks(again, 2026)]
    assert ids == [t.task_id for t in facts.tasks(hvam, 2026)]
    again.engine.dispose()


def test_nothing_in_it_lies_in_the_future(hvam):
    last = hvam.rows(sa.select(sa.func.max(school.audit.c.at)))[0][0]
    assert last.date() < TODAY
    assert max(day for day, _, _ in texts(hvam)) < TODAY


def test_its_events_stand_in_the_order_of_the_clock(hvam):
    moments = [r.at for r in hvam.rows(sa.select(school.audit.c.at).order_by("number"))]
    assert moments == sorted(moments)


def test_reports_are_read_and_unread_and_cases_are_open_and_ended(hvam):
    states = Counter(state for _, state, _ in texts(hvam))
    assert {"new", "closed", "in_case"} <= set(states)
    rektor = holders(hvam, Role.REKTOR)[0]
    found = listing.page(hvam, rektor, listing.CaseFilter(state="all"))
    assert len({c.state for c in found}) > 1


def test_every_report_has_a_story_that_is_told_to_its_end_of_him_or_her():
    for opening in tellings.openings():
        told = tellings.of_report(f"{opening.text}. Mer.", random.Random(1))
        assert opening.about in ("", told.pronoun)
        assert tellings.talk(opening.text)
        said = [told.say(n) for n in ("investigation", "heard", "best", "safe", "again")]
        points = ("problem", "what", "who", "helped", "not_enough")
        said += [told.say("measure", n, point) for n in range(3) for point in points]
        assert all(text and "{" not in text for text in said)


def test_a_case_is_one_story_of_one_student_whose_pronoun_is_that_of_the_name(hvam):
    stories = sentences.of("casework")["story"]
    m, p, f = case_tables.measure, case_tables.case_person, case_tables.case_fact
    names = {
        r.case_person_id: hvam.text(p.c.name, r.name, r.case_person_id)
        for r in hvam.rows(sa.select(p).where(p.c.part == Part.EXPOSED, p.c.known))
    }
    heard = {
        r.subject_id: hvam.text(f.c.note, r.note, r.fact_id)
        for r in hvam.rows(sa.select(f).where(f.c.kind == Kind.HEARD))
    }
    assert heard
    found = 0
    for r in hvam.rows(sa.select(m)):
        said = {
            n: hvam.text(m.c[n], getattr(r, n), r.measure_id) for n in ("problem", "what", "who")
        }
        (story,) = [s for s in stories if any(said.items() <= x.items() for x in s["measure"])]
        if r.case_person_id not in heard:
            continue
        found += 1
        (pronoun,) = [w for w in ("han", "hun") if names[r.case_person_id] in tellings.names(w)]
        assert heard[r.case_person_id] == tellings.Telling(story, pronoun).say("heard")
    assert found


def test_both_years_of_the_wheel_are_ticked(hvam):
    for year in (2025, 2026):
        assert any(t.done for t in facts.tasks(hvam, year))


def test_a_report_in_bulk_is_as_true_as_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(demonstration, "BY_HAND", 10)
    monkeypatch.setattr(bulk, "TEXTS", 50)
    store = made(tmp_path / "large", "jonsberg", 1_000)
    rows = store.rows(sa.select(sa.func.count()).select_from(report_tables.report))
    assert rows[0][0] >= 1_000
    assert verify.faults(store) == []
    store.engine.dispose()


def test_no_password_but_the_demonstrations_opens_it_and_init_has_none(hvam):
    assert demonstration.PASSWORD == "demo"
    assert hvam.rows(school.school.select())[0].demonstration
