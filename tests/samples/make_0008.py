"""What the program of revision 0008 leaves: the school of `make_0007.py`, each content numbered.

PYTHONPATH=. python tests/samples/make_0008.py FOLDER
tar -C FOLDER -cJf tests/samples/0008.tar.xz codes ticked key portal.duckdb portal.head backup

Run it with the program of that revision. Every setting is set, and every content that is kept as
JSON in a shape of its own is there: form, plan, wheel, bodies, releases, drafts.
"""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from core.access import Role
from core.administration import absence, accounts, classes, departments, roles
from core.administration import settings as school
from core.cases import ending, journal, measures, milestones, opening, reading
from core.cases import people as case_people
from core.cases.clock import Kind
from core.figures import period, releases
from core.forms import editing, versions
from core.operations import commands, set_up
from core.people import directory, privacy
from core.plan import cycle, inputs, sections
from core.reports import messages, receipt, reports
from core.school import settings
from core.school.days import Holiday, SchoolCalendar, Year
from core.school.goals import Goals
from core.school.help_lines import HelpLines
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.school.year import school_year
from core.store import current
from core.today import drafts, follow_up, inbox, notices, staff_report
from core.today.mail_server import Server
from core.year import activities, bodies, facts, meetings, needs, rules, ticks, windows


def make(folder: Path) -> None:
    """The school."""
    assert set_up.init(folder, "hvam", "sysadm")["exit"] == 0
    store = current.connect(folder)

    def who(sign_in_name, name, *held):
        return accounts.add(store, None, sign_in_name, name, frozenset(held))[0]

    olga_id = who("olga", "Olga", Role.SKOLEEIER)
    rita_id = who("rita", "Rita", Role.REKTOR)
    eli_id = who("eli", "Eli", Role.ELEVTJENESTE)
    kari_id = who("kari", "Kari", Role.KONTAKTLARER)
    tech_id = who("tech", "Tech", Role.SYSTEMANSVARLIG)

    def load(person_id):
        return directory.load(store, person_id)

    for account in roles.everyone(store):
        for grant in account.grants:
            if grant.confirmed_at is None:
                by = load(olga_id if grant.role in (Role.REKTOR, Role.SKOLEEIER) else rita_id)
                roles.confirm(store, by, grant.grant_id)
    for person_id in (olga_id, rita_id, eli_id):
        privacy.say(store, load(person_id))
    rita, eli = load(rita_id), load(eli_id)
    form = versions.current(store)
    told = [
        {"what_happened": f"Noen stenger meg ute, {n}", "reporter": "self", "kind": ["exclusion"]}
        for n in range(4)
    ]
    codes = [reports.send(store, form, answers, receipt.new_token()) for answers in told]
    ids = [receipt.report_id(store, code) for code in codes]
    messages.send_to_school(store, ids[0], "Er noen der?", "t1")
    reading.open_report(store, rita, ids[0])
    reading.send_to_student(store, rita, ids[0], "Ja, vi er her.", "t2")
    inbox.close(store, rita, ids[1], "Sendt to ganger")
    number = opening.from_report(store, rita, ids[2], True)
    case = reading.open_case(store, rita, number)
    exposed = case_people.of(case)[0].case_person_id
    today = store.today()
    points = measures.Points("Alene", "Voksen i gangen", today, "Rita", today + timedelta(days=14))
    measure = measures.save(case, exposed, points)
    case_people.said(case, exposed, Kind.HEARD, "Hun vil ha med en venn")
    milestones.begin(case)
    journal.write(case, "follow", "Snakket med klassen")
    measures.carried_out(case, measure, "Voksen i gangen hver dag")
    measures.evaluated(case, measure, True, "Hun sier det er bedre")
    follow_up.say_safe(store, ids[2])
    other = opening.from_report(store, eli, ids[3], False)
    ending.hand_over(reading.by_number(store, rita, other), "Gjelder ledelsen")
    staff_report.send(store, load(kari_id), "Jeg så noe i gangen", "no")
    drafts.keep(store, rita, drafts.of_case(case.case_id), "journal_text", "Jeg har begynt å")
    inputs.submit(store, rita, "Mer lys i garderoben")

    def version(kind):
        return settings.version(store, kind)

    goals = Goals(**dict.fromkeys(school.GOALS, 2))
    school.save_goals(store, rita, goals, version(Goals))
    hours = ReadingRules(deputy=False, from_hour=7, to_hour=14, delegate=eli_id)
    school.save_reading(store, rita, hours, version(ReadingRules))
    autumn = Holiday(date(2027, 10, 4), date(2027, 10, 8), {"nb": "Høstferie"})
    school_days = Year(date(2027, 8, 16), date(2028, 6, 16), (autumn,))
    school.save_year(store, rita, 2027, school_days, version(SchoolCalendar))
    school.confirm_line(store, rita, "police", version(HelpLines))
    privacy_kept = {"controller": "Fylket", "privacy_officer": "Per"}
    school.save_privacy(store, rita, privacy_kept, version(Profile))
    cycle.set_month(store, rita, 8, version(cycle.PlanCycle))
    server = Server(host="smtp.skole.example", sender="portal@skole.example", password="hemmelig")
    notices.save(store, load(tech_id), server, version(Server))
    store.write(lambda tx: settings.save(tx, notices.MailSent(hour=datetime(2026, 11, 27, 8))))
    departments.add_department(store, rita, "Studiespesialisering", None)
    year = school_year(today)
    class_id = classes.add(
        store,
        rita,
        year,
        classes.ClassDraft(name="1STA", level=1, students=28, contact_teacher_id=kari_id),
    )
    absence.say(store, rita, eli_id, absence.Absence(today, today + timedelta(days=3)))
    edited, _ = editing.add_question(versions.current(store).form, "text")
    versions.save_draft(store, rita, edited, 0)
    versions.drop_draft(store, rita)
    versions.save_draft(store, rita, edited, 0)
    section = sections.sections(store)[0]
    sections.save(
        store,
        rita,
        section.section_id,
        {"nb": sections.written("Vårt mål", "Alle er trygge")},
        section.url,
        section.version,
    )
    cycle.confirm(store, rita)
    wheel = list(facts.tasks(store, year))
    plain = next(
        t
        for t in wheel
        if not t.steps and not t.by_meetings and not t.countable and t.activity.count != "readers"
    )
    ticks.tick_off(store, rita, plain.key, note="Gjort")
    stepped = next(t for t in wheel if t.steps)
    ticks.tick_off(store, rita, stepped.key, step=stepped.steps[0].step_id)
    of_class = next(t for t in wheel if t.school_class and not t.steps and not t.by_meetings)
    ticks.tick_off(store, rita, of_class.key)
    met = next(t for t in wheel if t.by_meetings and t.window and not t.school_class)
    meetings.hold_now(store, rita, met.activity.body, None, today, "Møtt")
    on_need = next(a for a in activities.in_force(store) if a.on_need and a.by_class)
    needs.say(store, rita, on_need.activity_id, class_id)
    asked = next(t for t in facts.tasks(store, year) if t.need is not None)
    ticks.tick_off(store, rita, asked.key, step=asked.steps[0].step_id if asked.steps else "")
    undated = next(
        (a for a in activities.in_force(store) if isinstance(a.rule, rules.Undated)), None
    )
    if undated:
        soon = rules.Window(today, today + timedelta(days=7))
        windows.move(store, rita, undated.activity_id, year, 0, soon)
    bodies.put_on(store, rita, "su", kari_id)
    half = period.finished_since(today - timedelta(days=300), today)[-1]
    made = releases.make(store, rita, half)
    releases.approve(store, rita, made)
    releases.publish(store, rita, made)
    (folder / "codes").write_text("\n".join(codes))
    (folder / "ticked").write_text(
        "\n".join(sorted(str(t.task_id) for t in facts.tasks(store, year) if t.ticks))
    )
    assert commands.run(store, "backup", {"file": str(folder / "backup")})["exit"] == 0
    store.engine.dispose()


make(Path(sys.argv[1]))
