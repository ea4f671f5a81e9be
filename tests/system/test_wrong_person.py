"""Who gets through each service, and who does not: the table of design § 3 asked of the code.

Every public function of core that takes the school and the person who asks stands in a row, with
everyone who may; all others are refused, or shown nothing, before anything is written. A new
service without a row fails.
"""

import importlib
import inspect
import pkgutil
import typing
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

import core
from core.access import Person, Role, Route
from core.administration import absence, accounts, departments, settings
from core.administration import classes as class_edits
from core.administration import functions as holders
from core.administration import roles as grants
from core.administration.absence import Absence
from core.administration.classes import ClassDraft
from core.cases import (
    ending,
    journal,
    listing,
    measures,
    milestones,
    opening,
    reach,
    reading,
    strikes,
)
from core.cases import facts as case_facts
from core.cases import people as case_people
from core.cases.acting import standing
from core.cases.clock import Kind
from core.cases.happened import Part
from core.cases.opened import OpenedCase
from core.documents import case_pdf
from core.errors import Refused
from core.figures import counts, progress, releases
from core.figures.period import Period, PeriodKind
from core.forms import versions
from core.operations import alarms
from core.people import devices, directory, passwords, privacy, sessions
from core.plan import cycle, inputs, sections
from core.presets import schools
from core.reports import reports
from core.reports.happened import ReportFact
from core.school import classes, functions
from core.school.days import Year
from core.school.help_lines import HelpLine
from core.store import current
from core.store.engine import Store, Tx
from core.store.schema import metadata
from core.today import closing, drafts, inbox, notices, outbox, overview, staff_report
from core.year import activities, bodies, facts, meetings, needs, ticks, windows
from core.year import mine as own_tasks
from core.year.rules import Window
from tests.conftest import Clock, add_person, one_school, to
from tests.given.access import COLUMNS, OPENS, STAFF
from tests.given.settings import GOALS, PRIVACY, READING, texts

R = Role
EVERYONE = " ".join(COLUMNS)
LEADERS = "rektor assrektor"
EDITORS = f"{LEADERS} redaktor"
GIVERS = f"{LEADERS} systemansvarlig"
# Those who stand to the school's case in a way of their own, beside the columns of the table.
IN_CASE = {
    "listed": {R.LARER, R.ANSATT},
    "aside": {R.ELEVTJENESTE, R.ANSATT},
    "accused": {R.LARER, R.ANSATT},
    "listed_systemansvarlig": {R.LARER, R.ANSATT, R.SYSTEMANSVARLIG},
    "listed_who_left": {R.REDAKTOR},
}
EVERYBODY = (*COLUMNS, *IN_CASE)
ON_CASE = f"{LEADERS} listed"
YEAR = 2026
DAY = date(2026, 11, 23)
ANALYSIS = "pedagogisk-analyse-evaluering"
POINTS = measures.Points("Alene", "Voksen i gangen", DAY, "Eli", DAY + timedelta(days=14))
SERVER = notices.Server(host="smtp.skole.example", sender="portal@skole.example")
LINE = HelpLine(id="", name={"nb": "Kontoret"}, number="12345678")


@dataclass(frozen=True)
class Row:
    """A service, everyone who gets through, what she asks with, and what of the answer counts."""

    service: Callable
    may: str
    args: Callable = lambda w: ()
    shows: Callable | None = None  # what of the answer is something; an act has none
    of: str = ""  # the case or report it is asked about
    who: tuple[str, ...] = tuple(COLUMNS)
    handle: Callable | None = None  # what is asked with instead of the school and the person

    @property
    def name(self) -> str:
        return f"{self.service.__module__.removeprefix('core.')}.{self.service.__name__}"


def of_case(service, args=lambda c: (c.case_id,), school=ON_CASE, owner="skoleeier", shows=None):
    """The service asked about a case of the school's, and about one of skoleeier's."""
    for which, may in (("school", school), ("owner", owner)):
        if may is not None:
            mine = lambda w, which=which: args(getattr(w, which))  # noqa: E731
            yield Row(service, may, mine, shows, which, EVERYBODY)


def opened(service, args=lambda c: (), school=ON_CASE, owner="skoleeier", shows=None):
    """The service asked with a case that was opened: who is let in gets one, nobody else."""
    for which, may in (("school", school), ("owner", owner)):
        if may is not None:
            mine = lambda w, which=which: args(getattr(w, which))  # noqa: E731
            yield Row(service, may, mine, shows, which, EVERYBODY, opens)


def acting(service, args=lambda c: (), **rights):
    """The same of an act: asked also by whoever was let in once and is so no more."""
    for row in opened(service, args, **rights):
        yield row
        yield replace(row, handle=kept)


def opens(w, person, which):
    """The case for who asks; raises Refused for all to whom it does not open."""
    return reading.by_id(w.store, person, getattr(w, which).case_id)


def kept(w, person, which):
    """The case as it opened to who asks before their place on it ended."""
    return OpenedCase(w.store, person, getattr(w, which).found.case)


def of_report(service, *more, routes="team employee handler rektor leadership", owner=True):
    """The service asked about a new report of each route."""
    reads = {"team": f"elevtjeneste {LEADERS}", "leadership": "skoleeier"}
    for route in routes.split():
        may = reads.get(route, LEADERS)
        yield Row(service, may, lambda w, r=route: (w.new[r], *more), None, route)


def of_thing(row):
    """What somebody has begun to write about a report."""
    return lambda w: (drafts.of_report(w.new[row.of]), "reply_text", "Hei")


def of_all(w):
    """Cases in every state."""
    return (listing.CaseFilter("all"),)


IS = bool
MINE = "kontaktlarer avdelingsleder"
NEEDS = f"{MINE} elevtjeneste {LEADERS}"
ROWS = [
    # --- cases
    *of_case(reading.by_id),
    *of_case(reading.by_number, lambda c: (c.number,)),
    *of_case(reading.open_case, lambda c: (c.number,)),
    *of_case(reading.opens, shows=IS),
    Row(listing.count, f"{ON_CASE} skoleeier", of_all, IS, who=EVERYBODY),
    Row(listing.page, f"{ON_CASE} skoleeier", of_all, IS, who=EVERYBODY),
    Row(
        listing.shown,
        f"{ON_CASE} skoleeier",
        of_all,
        lambda s: s.count,
        who=EVERYBODY,
    ),
    Row(listing.numbers, f"{ON_CASE} skoleeier", shows=IS, who=EVERYBODY),
    Row(listing.serious_at_school, "skoleeier", shows=IS),
    *(replace(r, service=opening.from_report) for r in of_report(opening.from_report)),
    Row(opening.link, LEADERS, lambda w: (w.new["team"],), of="school", handle=opens),
    Row(opening.link, LEADERS, lambda w: (w.new["team"],), of="school", handle=kept),
    *opened(case_facts.of),
    *opened(case_facts.clock),
    *opened(case_facts.notes),
    *opened(journal.of),
    *opened(measures.of),
    *opened(case_people.of),
    *opened(listing.is_waiting),
    *opened(reading.reports_of),
    *opened(reading.conversation, lambda c: (c.report,)),
    *opened(standing),
    *opened(reach.listed),
    *opened(reach.shut_out),
    *opened(reach.candidates),
    *acting(reach.add, lambda c: (c.other_id, "Trengs"), owner=None),
    *acting(reach.remove, lambda c: (c.listed_id,)),
    *acting(reach.step_aside),
    *acting(reach.exclude, lambda c: (c.other_id, "")),
    *acting(reach.take_back, lambda c: (c.aside_id,)),
    *opened(ending.may_alone, school="rektor", shows=IS),
    *acting(ending.end, lambda c: ("Flyttet",)),
    *acting(ending.reopen, lambda c: ("Igjen",)),
    *acting(ending.hand_over, lambda c: ("Gjelder ledelsen",), owner=""),
    Row(ending.take_over, "skoleeier", lambda w: (w.lost, "Ingen igjen")),
    *acting(case_people.add, lambda c: (Part.EXPOSED, "Nora")),
    *acting(case_people.name, lambda c: (c.exposed, "Nora")),
    *acting(case_people.wrote, lambda c: (c.exposed, c.report_id)),
    *acting(case_people.heard, lambda c: (c.exposed, "Vil ha ro")),
    *acting(case_people.said, lambda c: (c.exposed, Kind.SAFE, "Trygt")),
    *acting(case_people.ask_by_code, lambda c: (c.report_id, "Hei", "t1")),
    *acting(journal.write, lambda c: ("follow", "Snakket med eleven")),
    *acting(milestones.begin),
    *acting(milestones.told_by_hand, lambda c: (DAY, c.aside_id, "muntlig")),
    *acting(milestones.taken_up_by_hand, lambda c: (DAY, "far ringte"), owner=""),
    *acting(milestones.serious, lambda c: ("Vold",)),
    *acting(milestones.skoleeier_told, lambda c: ("Ringte",)),
    *acting(milestones.give, lambda c: (c.listed_id,)),
    *acting(measures.save, lambda c: (c.exposed, POINTS)),
    *acting(measures.change, lambda c: (c.measure, POINTS, 1)),
    *acting(measures.carried_out, lambda c: (c.measure,)),
    *acting(measures.evaluated, lambda c: (c.measure, True, "Bedre")),
    *acting(strikes.a_person, lambda c: (c.witness, "To ganger")),
    *acting(measures.drop, lambda c: (c.measure, "Flyttet")),
    *opened(case_pdf.plan, lambda c: (c.exposed, "nb")),
    *opened(case_pdf.whole, lambda c: ("nb",)),
    *opened(case_pdf.plan_lacks, lambda c: (c.exposed,)),
    *opened(case_pdf.whole_lacks),
    *of_case(drafts.opens, lambda c: (drafts.of_case(c.case_id),), shows=IS),
    *of_case(drafts.keep, lambda c: (drafts.of_case(c.case_id), "journal_text", "Nora")),
    *(replace(r, service=drafts.keep, args=of_thing(r)) for r in of_report(drafts.keep)),
    Row(overview.day, f"{ON_CASE} skoleeier", shows=lambda d: d.mine or d.others, who=EVERYBODY),
    # --- reports
    *of_report(reading.open_report),
    *of_case(reading.open_report, lambda c: (c.report_id,)),
    *of_case(reading.send_to_student, lambda c: (c.report_id, "Hei", "t1")),
    *of_report(reading.send_to_student, "Hei", "t1", routes="team handler leadership"),
    *of_report(inbox.ask, "Hei", "t1", routes="team handler leadership"),
    *of_report(inbox.close, "Sendt feil"),
    *of_report(inbox.send_to_skoleeier, routes="team handler rektor"),
    Row(inbox.reopen, "elevtjeneste rektor assrektor", lambda w: (w.closed,)),
    Row(closing.close, f"elevtjeneste {LEADERS}", lambda w: ([w.opened], "Tull")),
    Row(privacy.say, f"elevtjeneste {LEADERS} skoleeier"),
    Row(closing.waiting, "rektor", shows=IS),
    Row(closing.closed, f"elevtjeneste {LEADERS}", shows=IS),
    Row(closing.answer, "rektor", lambda w: (w.asked, False)),
    Row(closing.undo, f"elevtjeneste {LEADERS}", lambda w: (w.shut,)),
    Row(inbox.ask_for_rektor, "skoleeier", lambda w: (w.new["leadership"], "Best", "Kan vi?", "t")),
    Row(inbox.give_to_rektor, "skoleeier", lambda w: (w.said_yes, "Hun sa ja")),
    Row(inbox.count, "elevtjeneste rektor assrektor skoleeier", shows=IS),
    *(
        Row(inbox.page, r.may, shows=lambda cards, r=r: r.of in {c.route for c in cards}, of=r.of)
        for r in of_report(inbox.page)
    ),
    Row(inbox.shown, "elevtjeneste rektor assrektor skoleeier", shows=lambda s: s.count),
    Row(staff_report.send, OPENS["meld-rektor"], lambda w: ("Så noe", "no")),
    Row(staff_report.mine, "kontaktlarer", shows=IS),
    # --- figures
    Row(counts.seen, "elevtjeneste rektor assrektor skoleeier"),
    Row(
        counts.figures,
        "elevtjeneste rektor assrektor skoleeier",
        lambda w: (counts.FigureFilter(date(2026, 8, 1), DAY),),
    ),
    Row(progress.wheel, NEEDS, shows=lambda w: any(n.classes for n in w.on_need)),
    Row(releases.listed, OPENS["su"]),
    Row(releases.listed, LEADERS, shows=lambda rs: not all(r.approved_at for r in rs), of="draft"),
    Row(releases.comments, OPENS["su"], lambda w: (w.approved,)),
    Row(releases.comments, LEADERS, lambda w: (w.draft,), of="draft"),
    Row(releases.take, OPENS["su"], lambda w: (w.approved, "csv")),
    Row(releases.take, LEADERS, lambda w: (w.draft, "csv"), of="draft"),
    Row(releases.open_periods, LEADERS),
    Row(releases.make, LEADERS, lambda w: (Period(2024, PeriodKind.AUTUMN),)),
    Row(releases.approve, LEADERS, lambda w: (w.draft,)),
    Row(releases.drop, LEADERS, lambda w: (w.draft,)),
    Row(releases.publish, LEADERS, lambda w: (w.approved,)),
    Row(releases.withdraw, LEADERS, lambda w: (w.published,)),
    Row(releases.comment, "su", lambda w: (w.approved, "Bra")),
    Row(releases.comment, "", lambda w: (w.draft, "Bra"), of="draft"),
    Row(releases.remove_comment, "su", lambda w: (w.comment,)),
    # --- the year
    Row(ticks.tick_off, f"{MINE} {LEADERS}", lambda w: (w.talks,)),
    Row(ticks.undo, f"{MINE} {LEADERS}", lambda w: (w.talks,)),
    Row(needs.say, NEEDS, lambda w: ("pedagogisk-analyse", w.own_class)),
    Row(needs.say, f"elevtjeneste {LEADERS}", lambda w: ("spekter", w.other_class), of="other"),
    Row(needs.end, NEEDS, lambda w: (w.need, "Gått over")),
    Row(needs.ended, NEEDS, lambda w: (ANALYSIS,), IS),
    Row(needs.restore, NEEDS, lambda w: (ANALYSIS, w.ended)),
    Row(windows.move, EDITORS, lambda w: ("mottakssamtale", YEAR, 1, Window(DAY, DAY))),
    Row(windows.move_back, EDITORS, lambda w: ("mottakssamtale", YEAR)),
    Row(activities.add, EDITORS, lambda w: (w.activity,)),
    Row(activities.change, EDITORS, lambda w: (w.activity,)),
    Row(activities.remove, EDITORS, lambda w: ("mottakssamtale", 1)),
    Row(activities.put_back, EDITORS, lambda w: ("mottakssamtale", 1)),
    Row(classes.seen_by, f"larer {NEEDS}", shows=lambda found: "1STA" in {c.name for c in found}),
    Row(classes.seen_by, f"elevtjeneste {LEADERS}", shows=lambda f: len(f) == 2, of="other"),
    Row(class_edits.add, GIVERS, lambda w: (YEAR, ClassDraft(name="3STA", level=3, students=20))),
    Row(class_edits.change, GIVERS, lambda w: (w.own_class, w.as_class, w.as_class)),
    Row(class_edits.remove, GIVERS, lambda w: (w.other_class,)),
    Row(facts.seen, OPENS["arshjul"], shows=IS),
    Row(facts.seen, NEEDS, shows=lambda ts: any(t.activity.on_need for t in ts), of="need"),
    Row(overview.of_the_year, STAFF, shows=IS),
    Row(own_tasks.of, STAFF, shows=IS),
    Row(own_tasks.to_do, STAFF, shows=IS),
    # --- bodies and their meetings
    Row(bodies.seen_by, f"{LEADERS} larer", shows=lambda f: "slt" in {b.body_id for b in f}),
    Row(bodies.seen_by, f"{LEADERS} su", shows=lambda f: "su" in {b.body_id for b in f}, of="su"),
    Row(bodies.put_on, LEADERS, lambda w: ("slt", w.who["ansatt"].person_id)),
    Row(bodies.take_off, LEADERS, lambda w: ("slt", w.who["larer"].person_id)),
    Row(meetings.may_write, f"{LEADERS} larer", lambda w: ("slt",), IS),
    Row(meetings.may_write, LEADERS, lambda w: ("su",), IS, "su"),
    Row(meetings.plan, f"{LEADERS} larer", lambda w: ("slt", DAY)),
    Row(meetings.hold_now, f"{LEADERS} larer", lambda w: ("slt", None, DAY, "Samarbeid")),
    Row(meetings.hold, f"{LEADERS} larer", lambda w: (w.meeting, "Samarbeid", 1)),
    Row(meetings.change, f"{LEADERS} larer", lambda w: (w.meeting, DAY, "Samarbeid", 1)),
    Row(meetings.put_back, f"{LEADERS} larer", lambda w: (w.meeting, 1)),
    Row(meetings.cancel, f"{LEADERS} larer", lambda w: (w.meeting, 1)),
    # --- the plan and the form
    Row(sections.save, EDITORS, lambda w: (w.section.section_id, w.section.texts, "", 1)),
    Row(sections.add, EDITORS, lambda w: ("goal", w.section.texts)),
    Row(sections.remove, EDITORS, lambda w: (w.section.section_id, 1)),
    Row(sections.put_back, EDITORS, lambda w: (w.section.section_id, 1)),
    Row(sections.adopt, EDITORS, lambda w: (w.law.section_id, 1)),
    Row(sections.check_link, EDITORS, lambda w: (w.law.section_id, 1)),
    Row(cycle.revise, EDITORS, lambda w: (DAY, "Nytt mål")),
    Row(cycle.set_month, EDITORS, lambda w: (6, 1)),
    Row(cycle.confirm, STAFF),
    Row(cycle.confirmed_on, "kontaktlarer", shows=IS),
    Row(cycle.readership, LEADERS),
    Row(inputs.submit, f"{STAFF} su", lambda w: ("Flere voksne ute",)),
    Row(inputs.visible, f"{EDITORS} kontaktlarer", shows=IS),
    Row(inputs.answer, EDITORS, lambda w: (w.input, "Ja")),
    Row(versions.save_draft, EDITORS, lambda w: (w.form, 1)),
    Row(versions.drop_draft, EDITORS),
    Row(versions.publish, EDITORS, lambda w: (1,)),
    Row(versions.go_back, EDITORS, lambda w: (1,)),
    # --- people and settings
    Row(accounts.add, "systemansvarlig", lambda w: ("ny.larer", "Ny", frozenset({R.LARER}))),
    Row(
        accounts.change,
        GIVERS,
        lambda w: (w.who["ansatt"].person_id, "Ny", "ny@skole.no", w.versions["ansatt"]),
    ),
    Row(
        accounts.change,
        "systemansvarlig",
        lambda w: (w.who["skoleeier"].person_id, "Ny", "", w.versions["skoleeier"]),
        of="skoleeier",
    ),
    Row(accounts.change_own_address, EVERYONE, lambda w: ("ny@skole.no", 1)),
    Row(accounts.own, EVERYONE, shows=IS),
    Row(accounts.disable, "systemansvarlig", lambda w: (w.who["ansatt"].person_id,)),
    Row(accounts.enable, "systemansvarlig", lambda w: (w.gone,)),
    Row(accounts.reset, "systemansvarlig", lambda w: (w.who["ansatt"].person_id,)),
    Row(accounts.confirm_reset, "rektor", lambda w: (w.reset,)),
    Row(accounts.confirm_reset, "skoleeier", lambda w: (w.reset_rektor,), of="leader"),
    Row(accounts.stop_reset, "rektor", lambda w: (w.reset,)),
    Row(accounts.stop_reset, "skoleeier", lambda w: (w.reset_rektor,), of="leader"),
    Row(accounts.waiting_for, "rektor skoleeier", shows=IS),
    Row(accounts.own_reset, "", shows=IS),
    Row(grants.seen, f"{LEADERS} systemansvarlig", lambda w: (w.who["ansatt"].person_id,)),
    Row(
        grants.seen,
        "skoleeier systemansvarlig",
        lambda w: (w.who["skoleeier"].person_id,),
        of="skoleeier",
    ),
    Row(grants.visible, f"{LEADERS} skoleeier systemansvarlig"),
    Row(grants.grant, GIVERS, lambda w: (w.who["ansatt"].person_id, R.LARER)),
    Row(grants.confirm, "rektor", lambda w: (w.waits[R.ELEVTJENESTE],)),
    Row(grants.confirm, "skoleeier", lambda w: (w.waits[R.REKTOR],), of="leader"),
    Row(grants.end_role, GIVERS, lambda w: (w.holds,)),
    Row(
        grants.end_role, "systemansvarlig skoleeier", lambda w: (w.waits[R.SKOLEEIER],), of="owner"
    ),
    Row(grants.log, f"{LEADERS} skoleeier systemansvarlig"),
    Row(absence.may_say, f"ansatt {GIVERS}", lambda w: (w.who["ansatt"].person_id,), IS),
    Row(absence.say, f"ansatt {GIVERS}", lambda w: (w.who["ansatt"].person_id, Absence(DAY, DAY))),
    Row(holders.give, GIVERS, lambda w: (w.function, None, None)),
    Row(departments.add_department, GIVERS, lambda w: ("Realfag", None)),
    Row(departments.set_leader, GIVERS, lambda w: (w.department, None)),
    Row(settings.save_texts, EDITORS, lambda w: (texts(), 1)),
    Row(settings.save_privacy, LEADERS, lambda w: (PRIVACY, 1)),
    Row(settings.save_reading, LEADERS, lambda w: (replace(READING, to_hour=16), 1)),
    Row(
        settings.save_reading, "rektor", lambda w: (replace(READING, deputy=False), 1), of="deputy"
    ),
    Row(alarms.seen, "rektor systemansvarlig"),
    Row(settings.save_goals, LEADERS, lambda w: (GOALS, 1)),
    Row(
        settings.save_year,
        EDITORS,
        lambda w: (YEAR, Year(date(2026, 8, 17), date(2027, 6, 18)), 1),
    ),
    Row(settings.confirm_line, EDITORS, lambda w: ("police", 1)),
    Row(settings.use_line, EDITORS, lambda w: ("police", False, 1)),
    Row(settings.save_line, EDITORS, lambda w: (LINE, 1)),
    Row(notices.save, "systemansvarlig", lambda w: (SERVER, 0)),
    Row(notices.standing, "systemansvarlig", lambda w: ()),
    Row(notices.try_out, "systemansvarlig", lambda w: ()),
    Row(outbox.try_out, "systemansvarlig", lambda w: (lambda _: None,)),
    # --- oneself, and nobody else
    Row(passwords.change, EVERYONE, lambda w: ("demo", *["ei lita grøn øy"] * 2)),
    Row(devices.forget_own, EVERYONE),
    Row(sessions.end_one, EVERYONE, lambda w: ("nobody's",)),
]
# Services that weigh no right: what they answer is held by tests of their own.
WITHOUT_ROW = {
    # Everyone has her own and reaches nobody else's: tests/unit/today/test_drafts.py.
    **{f"today.drafts.{name}": "own" for name in ("begun", "count", "discard", "discard_all")},
    "cases.acting.act": "what every act of a case goes through: each has its rows",
    "cases.reach.readable": "a clause: tests/property/cases/test_case_access.py",
    "cases.strikes.a_measure": "one that nobody has touched: tests/unit/cases/test_case_strikes.py",
    "cases.strikes.an_outcome": "what she recorded: tests/unit/cases/test_case_strikes.py",
    "cases.strikes.an_entry": "a note of her own: tests/unit/cases/test_case_strikes.py",
    "documents.tickets.offer": "made for whoever may then: tests/unit/web/test_file_tickets.py",
    **{f"people.asking.{name}": "how each service asks" for name in ("as_now", "write")},
    "people.privacy.knows": "what she has said of herself: tests/unit/people/test_privacy.py",
    "today.shut_out.unseen": "ids, of which the overview shows what she opens: it has a row",
    "people.sessions.must_stand": "is she still herself: tests/unit/people/test_sessions.py",
}


class Through(Exception):
    """The service would have written: it let her through."""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """One school with everything in it that a service can be asked about."""
    store = current.make_store(tmp_path_factory.mktemp("wrong_person") / "school")
    store.clock = Clock()
    one_school(store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "ROUNDS", 4)
        made = furnished(store)
    before = everything(store)
    yield made
    assert everything(store) == before
    store.engine.dispose()


def furnished(store):
    store.write(lambda tx: schools.install(tx, "hvam"))
    w = SimpleNamespace(store=store)
    for name, roles in {**COLUMNS, **IN_CASE}.items():
        add_person(store, name, *roles)
    w.spare = add_person(store, "spare", R.SKOLEEIER)
    w.reset = add_person(store, "reset", R.ELEVTJENESTE, R.ANSATT).person_id
    w.reset_rektor = add_person(store, "reset.rektor", R.REKTOR, R.ANSATT).person_id
    of_school(store, w)
    w.who = {name: found(store, name) for name in {**COLUMNS, **IN_CASE}}
    of_reports(store, w)
    w.school = furnished_case(store, w, w.who["rektor"], "team")
    w.owner = furnished_case(store, w, w.who["skoleeier"], "leadership")
    stand_to_the_case(store, w)
    of_releases(store, w)
    of_accounts(store, w)
    return w


def found(store, name) -> Person:
    person = directory.load(store, accounts.find(store, name).person_id)
    assert person is not None
    return person


def of_school(store, w):
    """Classes, bodies, the plan, the form."""
    boss, teacher = found(store, "rektor"), found(store, "kontaktlarer").person_id
    departments.add_department(store, boss, "Studiespesialisering", None)
    departments.add_department(store, boss, "Idrett", None)
    w.department = next(d for d in departments.departments(store) if d.name.startswith("Studie"))
    head = found(store, "avdelingsleder").person_id
    departments.set_leader(store, boss, w.department, head)
    w.department = replace(w.department, leader_id=head)
    drawn = ClassDraft(
        name="1STA",
        level=1,
        students=26,
        programme="",
        department_id=w.department.department_id,
        contact_teacher_id=teacher,
    )
    w.own_class = class_edits.add(store, boss, YEAR, drawn)
    w.other_class = class_edits.add(
        store,
        boss,
        YEAR,
        ClassDraft(name="2IDA", level=2, students=25, programme="", department_id="idrett"),
    )
    larer, su = found(store, "larer").person_id, found(store, "su").person_id
    store.write(
        lambda tx: tx.insert(
            metadata.tables["class_teacher"], {"class_id": w.own_class, "person_id": larer}
        )
    )
    w.as_class = class_edits.draft(store, w.own_class)
    bodies.put_on(store, boss, "slt", larer)
    bodies.put_on(store, boss, "su", su)
    w.meeting = meetings.plan(store, boss, "slt", DAY)
    needs.say(store, boss, "spekter", w.own_class)
    w.need = facts.of(store, YEAR).needs[0].need_id
    needs.say(store, boss, ANALYSIS, w.own_class)
    w.ended = next(n.need_id for n in facts.of(store, YEAR).needs if n.activity_id == ANALYSIS)
    needs.end(store, boss, w.ended, "Gått over")
    w.talks = next(
        t.key
        for t in facts.tasks(store, YEAR)
        if t.activity.activity_id == "mottakssamtale" and t.school_class.class_id == w.own_class
    )
    ticks.tick_off(store, boss, w.talks)
    w.activity = activities.find(store, "mottakssamtale")
    w.function = next(f for f in functions.everyone(store).values() if not f.holder_id)
    w.section = next(s for s in sections.sections(store) if not s.supplied)
    w.law = next(s for s in sections.sections(store) if s.supplied and s.url)
    teacher = found(store, "kontaktlarer")
    cycle.confirm(store, teacher)
    w.input = inputs.submit(store, teacher, "Flere voksne ute")
    w.form = versions.draft(store).form
    versions.save_draft(store, boss, replace(w.form, title={"nb": "Meld"}), 0)
    w.form = versions.draft(store).form


def sent(store, route, source="form", **more):
    report_id = uuid.uuid4()
    values = {"reporter": "self", "laws": ("mobbing",), "areas": ("indoors",), **more}
    answers = {"what_happened": "Jeg blir stengt ute."}
    store.write(lambda tx: reports.insert(tx, report_id, route, answers, source=source, **values))
    return report_id


def of_reports(store, w):
    """One new report of each route, one that is closed, one whose reporter said yes."""
    w.new = {r: sent(store, r, "staff" if r == "rektor" else "form") for r in Route}
    w.closed = sent(store, "team")
    inbox.close(store, w.who["rektor"], w.closed, "Sendt feil")
    w.said_yes = sent(store, "leadership")
    inbox.ask_for_rektor(store, w.who["skoleeier"], w.said_yes, "Best", "Kan vi?", "t")
    store.write(lambda tx: reports.add_fact(tx, w.said_yes, ReportFact.REKTOR_YES))
    staff_report.send(store, w.who["kontaktlarer"], "Så noe", "no")
    boss = w.who["rektor"]
    w.opened, *more = (sent(store, "team") for _ in range(4))
    for reader in ("elevtjeneste", "rektor", "assrektor"):
        for report_id in (w.opened, *more):
            reading.open_report(store, w.who[reader], report_id)
    closing.close(store, w.who["elevtjeneste"], more[:1], "Tull")
    (w.asked,) = closing.waiting(store, boss)
    closing.close(store, boss, more[1:], "Tull")
    (w.shut,) = closing.closed(store, boss)


def furnished_case(store, w, person, route):
    """A case with an exposed student, a measure and a report, in which everyone says it is safe."""
    c = SimpleNamespace(report_id=sent(store, route))
    c.number = opening.from_report(store, person, c.report_id, True)
    c.found = reading.by_number(store, person, c.number)
    c.case_id = c.found.case_id
    c.exposed = case_people.of(c.found)[0].case_person_id
    c.report = reports.load(store, c.report_id)
    milestones.begin(c.found)
    case_people.said(c.found, c.exposed, Kind.HEARD, "Vil ha en voksen nær.")
    c.witness = case_people.add(c.found, Part.WITNESS, "Per")
    c.measure = measures.save(c.found, c.exposed, POINTS)
    measures.evaluated(c.found, c.measure, True, "Bedre nå.")
    case_people.said(c.found, c.exposed, Kind.SAFE, "Trygt")
    school = route == "team"
    c.listed_id = (w.who["listed"] if school else w.spare).person_id
    c.other_id = (w.who["ansatt"] if school else w.spare).person_id
    c.aside_id = w.who["aside"].person_id
    return c


def stand_to_the_case(store, w):
    """On the list, aside, accused, and on the list of old; one case that nobody can open."""
    boss, case_ = w.who["rektor"], w.school.found
    milestones.serious(case_, "Vold")
    for name in ("listed", "aside"):
        reach.add(case_, w.who[name].person_id, "Trengs")
    reach.step_aside(to(w.who["aside"], case_))
    reach.exclude(case_, w.who["accused"].person_id, "")

    def of_old(tx):
        for name in ("listed_systemansvarlig", "listed_who_left"):
            reach.insert(tx, case_.case_id, w.who[name].person_id, reach.Basis.ADDED, boss)

    store.write(of_old)
    w.gone = add_person(store, "gone", R.ELEVTJENESTE, R.ANSATT).person_id
    w.lost = opening.from_report(store, found(store, "gone"), sent(store, "team"), True)
    lost = reading.by_number(store, boss, w.lost)
    for name in ("rektor", "assrektor", "reset.rektor"):
        reach.step_aside(to(found(store, name), lost))
    accounts.disable(store, None, w.gone)


def of_releases(store, w):
    """One that is a draft, one approved with a comment, one published."""
    boss = w.who["rektor"]
    before, store.clock.now = store.clock.now, datetime(2022, 10, 1, 9)
    sent(store, "team")
    store.clock.now = before
    periods = [Period(2023, PeriodKind.AUTUMN), Period(2023, PeriodKind.SPRING)]
    w.published = releases.make(store, boss, Period(2022, PeriodKind.AUTUMN))
    w.approved, w.draft = (releases.make(store, boss, p) for p in periods)
    for number in (w.published, w.approved):
        releases.approve(store, boss, number)
    releases.publish(store, boss, w.published)
    releases.comment(store, w.who["su"], w.approved, "Bra")
    w.comment = releases.comments(store, boss, w.approved)[0].comment_id


def of_accounts(store, w):
    """Roles and new passwords that wait for their second yes."""
    w.waits = {}
    for role in (R.ELEVTJENESTE, R.REKTOR, R.SKOLEEIER):
        person_id, _ = accounts.add(store, None, f"waits.{role}", "Venter", frozenset({role}))
        w.waits[role] = next(
            g.grant_id for g in grants.load(store, person_id).grants if g.role is role
        )
    w.holds = next(
        g.grant_id
        for g in grants.load(store, w.who["ansatt"].person_id).grants
        if g.role is R.ANSATT
    )
    for person_id in (w.reset, w.reset_rektor):
        accounts.reset(store, w.who["systemansvarlig"], person_id)
    w.versions = {a.sign_in_name: a.version for a in accounts.everyone(store)}


def everything(store):
    """How many rows each table has, the audit chains among them."""
    counts_ = [
        sa.select(sa.func.count()).select_from(t).scalar_subquery() for t in metadata.sorted_tables
    ]
    return tuple(store.row(sa.select(*counts_)))


def gets_through(row, w, person):
    """Whether the service lets her: shows her something, or writes."""
    try:
        asked = (row.handle(w, person, row.of),) if row.handle else (w.store, person)
        answer = row.service(*asked, *row.args(w))
    except Refused:
        return False
    except Through:
        return True
    return row.shows is None or bool(row.shows(answer))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name} {row.of}".strip())
def test_those_who_may_get_through_and_nobody_else(world, monkeypatch, row):
    store = world.store

    def write(work):
        with store.engine.begin() as connection:
            work(
                Tx(connection=connection, school_id=store.school_id, box=store.box, now=store.now())
            )
            raise Through  # and what was written is rolled back

    monkeypatch.setattr(passwords, "ROUNDS", 4)
    monkeypatch.setattr(store, "write", write)
    through = {name for name in row.who if gets_through(row, world, world.who[name])}
    assert through == set(row.may.split())


# What a person does with what is theirs alone, whatever they are at the school.
OWN = {
    "accounts.change_own_address": "their address",
    "passwords.change": "their password",
    "devices.forget_own": "their devices",
    "sessions.end_one": "their sign-ins",
    "releases.remove_comment": "their comment",
    "absence.say": "that they are away",
}


ACTS = [r for r in ROWS if r.shows is None and r.name.partition(".")[2] not in OWN]


@pytest.mark.parametrize("row", ACTS, ids=lambda row: f"{row.name} {row.of}".strip())
def test_roles_that_ended_while_they_acted_let_nobody_write(world, monkeypatch, row):
    """What is asked is asked inside the transaction that writes, of the person as they are then."""
    store, ask = world.store, directory.load

    def write(work):
        with store.engine.begin() as connection, pytest.MonkeyPatch.context() as inside:
            inside.setattr(directory, "load", lambda *who: stripped(ask(*who)))
            work(
                Tx(connection=connection, school_id=store.school_id, box=store.box, now=store.now())
            )
            raise Through

    monkeypatch.setattr(passwords, "ROUNDS", 4)
    monkeypatch.setattr(store, "write", write)
    asks = replace(row, shows=lambda _: False)  # what writes nothing has not got through
    allowed = [name for name in row.who if name in row.may.split()]
    assert not [name for name in allowed if gets_through(asks, world, world.who[name])]


def stripped(person):
    """Somebody from whom all has been taken by which they may do anything."""
    return person and Person(
        person_id=person.person_id,
        sign_in_name=person.sign_in_name,
        name=person.name,
        roles=frozenset(),
    )


def services():
    """Every public function of core that takes the school and who asks, or an opened case."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if module.name.split(".")[1] in ("ui", "shell", "demonstration", "store", "cli"):
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.name:
                continue
            takes = list(inspect.signature(function).parameters.values())[:2]
            told = typing.get_type_hints(function)
            kinds = [told.get(p.name) for p in takes]
            asks = len(kinds) == 2 and Person in (kinds[1], *typing.get_args(kinds[1]))
            asks = asks and Store in (kinds[0], *typing.get_args(kinds[0]))
            if asks or OpenedCase in kinds[:1]:
                yield f"{module.name.removeprefix('core.')}.{name}"


def test_every_service_stands_in_the_table():
    known = {row.name for row in ROWS} | WITHOUT_ROW.keys()
    assert set(services()) == known
