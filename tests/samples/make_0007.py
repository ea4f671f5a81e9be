"""What the program of revision 0007 leaves: the school of `make_0001.py`, and what came since.

python tests/samples/make_0007.py FOLDER && tar -C FOLDER -cJf tests/samples/0007.tar.xz .

Run it with the program of that revision. Staff have acted in every wing that keeps something in a
shape of its own: settings, form, plan, wheel, releases, drafts.
"""

import sys
from datetime import timedelta
from pathlib import Path

from core.access import Role
from core.administration import absence, accounts, classes, departments, roles
from core.administration import settings as school
from core.cases import ending, journal, measures, opening, reading
from core.cases import people as case_people
from core.cases.clock import Kind
from core.figures import period, releases
from core.forms import editing, versions
from core.operations import set_up
from core.people import directory, privacy
from core.plan import cycle, inputs, sections
from core.reports import messages, receipt, reports
from core.school import settings
from core.school.year import school_year
from core.store import backup, current
from core.today import drafts, follow_up, inbox, staff_report
from core.year import activities, facts, meetings, needs, ticks


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
    exposed = case_people.of(store, case.case_id)[0].case_person_id
    today = store.today()
    points = measures.Points("Alene", "Voksen i gangen", today, "Rita", today + timedelta(days=14))
    measure = measures.save(store, rita, case.case_id, exposed, points)
    case_people.said(store, rita, case.case_id, exposed, Kind.HEARD, "Hun vil ha med en venn")
    journal.begin(store, rita, case.case_id, "Snakket med klassen")
    measures.carried_out(store, rita, case.case_id, measure, "Voksen i gangen hver dag")
    measures.evaluated(store, rita, case.case_id, measure, True, "Hun sier det er bedre")
    follow_up.say_safe(store, ids[2])
    other = opening.from_report(store, eli, ids[3], False)
    ending.hand_over(store, rita, reading.by_number(store, rita, other).case_id, "Gjelder ledelsen")
    staff_report.send(store, load(kari_id), "Jeg så noe i gangen", "no")
    drafts.keep(store, rita, drafts.of_case(case.case_id), "journal_text", "Jeg har begynt å")
    inputs.submit(store, rita, "Mer lys i garderoben")

    school.save_goals(
        store,
        rita,
        dict.fromkeys(("tell", "begin", "hear", "plan", "next_round", "confirm"), 2),
        settings.version(store, "goals"),
    )
    departments.add_department(store, rita, "Studiespesialisering", None)
    year = school_year(today)
    class_id = classes.add(
        store, rita, year, classes.Draft("1STA", 1, 28, contact_teacher_id=kari_id)
    )
    absence.say(store, rita, eli_id, absence.Away(today, today + timedelta(days=3)))
    edited, _ = editing.add_question(versions.current(store).form, "text")
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
    ticks.tick_off(store, rita, plain.task_id, note="Gjort")
    stepped = next(t for t in wheel if t.steps)
    ticks.tick_off(store, rita, stepped.task_id, step=stepped.steps[0].step_id)
    of_class = next(t for t in wheel if t.school_class and not t.steps and not t.by_meetings)
    ticks.tick_off(store, rita, of_class.task_id)
    met = next(t for t in wheel if t.by_meetings and t.window and not t.school_class)
    meetings.hold_now(store, rita, met.activity.body, None, today, "Møtt")
    on_need = next(a for a in activities.in_force(store) if a.on_need and a.by_class)
    needs.say(store, rita, on_need.activity_id, class_id)
    asked = next(t for t in facts.tasks(store, year) if t.need is not None)
    ticks.tick_off(store, rita, asked.task_id, step=asked.steps[0].step_id if asked.steps else "")
    undated = next(
        (a for a in activities.in_force(store) if type(a.rule).__name__ == "Undated"), None
    )
    if undated:
        ticks.set_window(
            store, rita, undated.activity_id, year, 0, today, today + timedelta(days=7)
        )
    half = period.finished_since(today - timedelta(days=300), today)[-1]
    made = releases.make(store, rita, half)
    releases.approve(store, rita, made)
    releases.publish(store, rita, made)
    (folder / "codes").write_text("\n".join(codes))
    (folder / "ticked").write_text(
        "\n".join(sorted(t.task_id for t in facts.tasks(store, year) if t.ticks))
    )
    backup.backup(store, folder / "backup")
    store.engine.dispose()


make(Path(sys.argv[1]))
