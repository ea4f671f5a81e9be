"""What the school has set is read in every format that landed, and in no newer one."""

import importlib
import pkgutil
from datetime import date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa

import core
from core.administration.absence import Absence, Absences
from core.cases.facts import ClockRules
from core.errors import Stale, Unsafe
from core.operations import readable
from core.operations.backed_up import LastBackup
from core.plan.cycle import PlanCycle
from core.presets import schools
from core.school import settings
from core.school.days import Holiday, SchoolCalendar, Year
from core.school.goals import Goals
from core.school.help_lines import HelpLine, HelpLines
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.school.settings import Setting
from core.store.schema.school import setting
from core.today.mail_server import Server
from core.today.notices import MailSent
from core.ui.kit.server import safety

SOMEBODY = UUID("6a1c2f7e-6c55-4d6b-9d3f-0a52a5f1a111")
# As they were kept before any carried a number.
UNNUMBERED = [
    ({"name": "Hvam", "values": {"nb": "Mot"}}, Profile(name="Hvam", values={"nb": "Mot"})),
    ({"from_hour": 7, "delegate": ""}, ReadingRules(from_hour=7)),
    (
        {"deputy": False, "from_hour": 8, "to_hour": 15, "delegate": str(SOMEBODY)},
        ReadingRules(deputy=False, delegate=SOMEBODY),
    ),
    ({"tell": 2, "plan": 9}, Goals(tell=2, plan=9)),
    (
        {
            "2026": {
                "first": "2026-08-17",
                "last": "2027-06-18",
                "holidays": [{"first": "2026-09-28", "last": "2026-10-02", "names": {"nb": "H"}}],
            },
            "2027": {"first": "2027-08-16", "last": "2028-06-16"},
        },
        SchoolCalendar(
            years={
                2026: Year(
                    date(2026, 8, 17),
                    date(2027, 6, 18),
                    (Holiday(date(2026, 9, 28), date(2026, 10, 2), {"nb": "H"}),),
                ),
                2027: Year(date(2027, 8, 16), date(2028, 6, 16)),
            }
        ),
    ),
    (
        [
            {
                "id": "police",
                "name": {"nb": "Politi", "nn": "Politi"},
                "number": "112",
                "hours": None,
                "web": "",
                "source": "politiet.no",
                "suggested": False,
                "checked_on": "",
            },
            {"id": "fire", "name": {"nb": "Brann"}, "number": "110", "checked_on": "2026-09-01"},
        ],
        HelpLines(
            lines=(
                HelpLine(
                    id="police",
                    name={"nb": "Politi", "nn": "Politi"},
                    number="112",
                    source="politiet.no",
                ),
                HelpLine(
                    id="fire", name={"nb": "Brann"}, number="110", checked_on=date(2026, 9, 1)
                ),
            )
        ),
    ),
    (
        {
            "host": "smtp.skole.example",
            "port": 25,
            "security": "tls",
            "user": "portal",
            "password": "0a0b",
            "sender": "portal@skole.example",
            "hours": [8, 12],
        },
        Server(
            host="smtp.skole.example",
            port=25,
            security="tls",
            user="portal",
            password="0a0b",
            sender="portal@skole.example",
            hours=(8, 12),
        ),
    ),
    ("2026-11-23T08:00:00", MailSent(hour=datetime(2026, 11, 23, 8))),
    ({"at": "2026-11-23T02:00:00"}, LastBackup(at=datetime(2026, 11, 23, 2))),
    (2, ClockRules(number=2)),
    ({"month": 8}, PlanCycle(month=8)),
    (
        {str(SOMEBODY): ["2026-11-23", "2026-11-27"]},
        Absences(spans={SOMEBODY: Absence(date(2026, 11, 23), date(2026, 11, 27))}),
    ),
]


def keep(store, kind, value):
    row = {"name": kind.NAME, "value": value, "version": 1}
    store.write(lambda tx: tx.insert(setting, row))


def kept(store, kind):
    return store.row(sa.select(setting.c.value).where(setting.c.name == kind.NAME)).value


@pytest.mark.parametrize(("before", "value"), UNNUMBERED)
def test_what_was_kept_before_formats_had_numbers_is_read_and_saved_with_one(store, before, value):
    kind = type(value)
    keep(store, kind, before)
    assert settings.load(store, kind) == value
    store.write(lambda tx: settings.save(tx, value, expected=1))
    assert kept(store, kind)["format"] == kind.format()
    assert settings.load(store, kind) == value
    assert settings.version(store, kind) == 2


def test_each_kind_has_its_row_above():
    assert {type(value) for _, value in UNNUMBERED} == set(readable.KINDS)


@pytest.mark.parametrize("kind", readable.KINDS)
def test_what_is_not_set_has_its_defaults_and_no_version(store, kind):
    assert settings.load(store, kind) == kind()
    assert settings.version(store, kind) == 0
    keep(store, kind, {"format": kind.format(), "of a program to come": 1})
    assert settings.load(store, kind) == kind()


@pytest.mark.parametrize("kind", readable.KINDS)
def test_a_setting_of_a_newer_program_is_refused_in_words(store, kind):
    keep(store, kind, {"format": kind.format() + 1})
    with pytest.raises(Unsafe, match="setting_newer") as refused:
        readable.must_be(store)
    assert refused.value.facts == {"name": kind.NAME}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Goals, {"tell": "KANARI"}),
        (Profile, {"committee": "KANARI"}),
        (SchoolCalendar, {"2026": {"first": "KANARI", "last": "2027-06-18"}}),
        (HelpLines, ["KANARI"]),
        (Absences, {"KANARI": ["2026-11-23"]}),
        (Profile, {"format": "KANARI"}),
    ],
)
def test_a_setting_that_is_not_what_it_should_be_is_refused_without_its_content(store, kind, value):
    keep(store, kind, value)
    with pytest.raises(Unsafe, match="setting_unreadable") as refused:
        settings.load(store, kind)
    assert refused.value.__cause__ is None
    assert "KANARI" not in str(refused.value.facts)


def test_a_change_is_made_of_what_the_database_holds_and_not_of_what_was_seen(store):
    settings.load(store, Goals)
    store.write(lambda tx: settings.save(tx, Goals(tell=7)))

    def work(tx):
        settings.change(tx, Goals, lambda now: Goals(tell=now.tell, plan=9))
        settings.change(tx, Goals, lambda now: Goals(tell=now.tell + 1, plan=now.plan))

    store.write(work)
    assert settings.load(store, Goals) == Goals(tell=8, plan=9)
    with pytest.raises(Stale):
        store.write(lambda tx: settings.change(tx, Goals, lambda now: now, expected=2))


@pytest.mark.parametrize("slug", schools.slugs())
def test_a_preset_says_what_a_new_school_needs(store, slug):
    store.write(lambda tx: schools.install(tx, slug))
    readable.must_be(store)
    kinds = (Profile, ReadingRules, Goals, SchoolCalendar, HelpLines, PlanCycle, ClockRules)
    assert all(settings.version(store, kind) == 1 for kind in kinds)
    assert settings.load(store, ClockRules).number > ClockRules().number


def test_every_kind_of_setting_is_read_before_the_portal_serves():
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.startswith(("core.shell", "core.ui", "core.store.revisions")):
            importlib.import_module(module.name)
    assert set(readable.KINDS) == set(Setting.__subclasses__())


def test_the_portal_does_not_serve_what_it_cannot_read(store):
    safety.before_serving(store)
    keep(store, PlanCycle, {"format": PlanCycle.format() + 1})
    with pytest.raises(Unsafe, match="setting_newer"):
        safety.before_serving(store)
