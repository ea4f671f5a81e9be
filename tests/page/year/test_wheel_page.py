"""Årshjul, klasser, møter: what each role sees and ticks."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from core.access import Role
from core.errors import Stale
from core.people import directory, sessions
from core.school.year import school_year
from core.store.schema.school import school_class
from core.today import overview
from core.words import day as day_of
from core.words import word
from core.year import activities, facts, meetings, mine, ticks
from core.year.keys import TaskKey
from core.year.rules import IsoWeeks
from core.year.tasks import TaskState

CODE = re.compile(r"\b[BDGHIJPR]\d{1,2}\b")  # how the lines of a plan are numbered in the data


def of(demo, activity_id):
    year = school_year(demo.today())
    return [t for t in facts.tasks(demo, year) if t.activity.activity_id == activity_id]


def opened(visit, name, activity_id):
    """The list with one row open, as somebody sees it."""
    at = visit("arshjul", name)
    at.session_state["wheel_open"] = activity_id
    at.run()
    assert not at.exception
    return at


def test_a_task_of_the_school_is_ticked_and_the_tick_is_undone(visit, demo):
    at = visit("arshjul", "rektor")
    assert not at.exception
    year = school_year(demo.today())
    task = next(t for t in facts.tasks(demo, year) if t.activity.activity_id == "aktivitetsdag")
    before = task.state
    key = f"task_done_{task.task_id}"
    box = at.checkbox(key=key)
    was = box.value
    box.set_value(not was).run()
    assert not at.exception
    assert (facts.find(demo, task.key).state is TaskState.DONE) is not was
    assert at.success
    at.checkbox(key=key).set_value(was).run()
    assert facts.find(demo, task.key).state is before


@pytest.mark.parametrize("view", ["list", "wheel", "month", "mine"])
@pytest.mark.parametrize("name", ["rektor", "kontaktlarer", "redaktor", "larer", "elevtjeneste"])
def test_every_view_opens_for_everyone_who_sees_the_wheel(visit, name, view):
    at = visit("arshjul", name)
    at.session_state["wheel_view"] = view
    at.run()
    assert not at.exception
    assert at.header[0].value.startswith("Årshjulet")
    assert not [x.value for x in (*at.text, *at.caption) if CODE.search(x.value)]


def test_no_body_is_shown_with_the_number_of_its_line_in_the_plan(visit):
    at = visit("moter", "rektor")
    said = [x.value for x in (*at.text, *at.caption)]
    assert "4-8 møter per år" in said
    assert not [x for x in said if CODE.search(x)]


def test_every_row_opens_and_each_box_and_button_is_heard_apart_from_the_others(
    visit, demo, monkeypatch
):
    at = visit("arshjul", "rektor")
    for a in activities.in_force(demo):
        # The other rows would be drawn anew each time.
        monkeypatch.setattr(activities, "in_force", lambda _, a=a: [a])
        at.session_state["wheel_open"] = a.activity_id
        at.run()
        assert not at.exception, a.activity_id
        ticking = [w for kind in (at.checkbox, at.button, at.number_input) for w in kind]
        said = Counter(w.label for w in ticking if w.key.startswith(("task_", "wheel_open_")))
        # A class is there once under each window.
        most = Counter(t.school_class for t in of(demo, a.activity_id)).most_common(1)
        assert max(said.values()) <= max(1, most[0][1] if most else 1), said.most_common(1)


def test_the_picture_has_its_table_and_neither_says_which_class_needs_something(visit, demo):
    at = visit("arshjul", "rektor")
    at.session_state["wheel_view"] = "wheel"
    at.run()
    assert not at.exception
    table = at.dataframe[0].value
    in_force = activities.in_force(demo)
    assert list(table["Aktivitet"]) == [a.names["nb"] for a in in_force]
    far = dict(zip([a.activity_id for a in in_force], table["Hvor langt"], strict=True))
    assert far["spekter"] == "ved behov"
    talks = of(demo, "elevsamtaler")
    done = sum(t.state is TaskState.DONE for t in talks)
    assert far["elevsamtaler"].endswith(f"{done} av {len(talks)} (15 klasser, 2 ganger)")


def test_a_tick_takes_the_day_above_it_and_another_row_begins_with_today(visit, demo):
    at = opened(visit, "rektor", "aktivitetsdag")
    (task,) = of(demo, "aktivitetsdag")
    box = at.checkbox(key=f"task_done_{task.task_id}")
    if box.value:
        box.set_value(False).run()
    earlier = demo.today() - timedelta(days=9)
    at.date_input(key="task_day_of_aktivitetsdag").set_value(earlier).run()
    at.checkbox(key=f"task_done_{task.task_id}").set_value(True).run()
    assert not at.exception
    assert [t.day for t in of(demo, "aktivitetsdag")[0].ticks] == [earlier]
    assert (
        at.date_input(key="task_day_of_aktivitetsdag").value == earlier
    )  # for the next class of this row too
    assert at.date_input(key="task_day_of_aktivitetsdag").min == date(
        school_year(demo.today()), 8, 1
    )
    at.button(key="wheel_open_elevradsseminar").click().run()
    assert at.date_input(key="task_day_of_elevradsseminar").value == demo.today()


def test_a_box_in_the_list_takes_neither_day_nor_note_of_the_row_that_is_open(visit, demo):
    at = opened(visit, "rektor", "brosjyre")
    (task,) = of(demo, "aktivitetsdag")
    key = f"task_done_{task.task_id}"
    if at.checkbox(key=key).value:
        at.checkbox(key=key).set_value(False).run()
    at.date_input(key="task_day_of_brosjyre").set_value(demo.today() - timedelta(days=9)).run()
    at.text_input(key="task_note_of_brosjyre").set_value("Brosjyren kom på mandag").run()
    at.checkbox(key=key).set_value(True).run()
    (tick,) = of(demo, "aktivitetsdag")[0].ticks
    assert (tick.day, tick.note) == (demo.today(), "")


def test_what_goes_on_all_the_time_is_confirmed_with_its_exceptions(visit, demo):
    at = opened(visit, "rektor", "kanaler")
    task = of(demo, "kanaler")[0]
    box = at.checkbox(key=f"task_done_{task.task_id}")
    assert box.label.endswith("som planlagt")
    assert at.text_input(key="task_note_of_kanaler").label.startswith("Unntak")
    if box.value:
        box.set_value(False).run()
    at.text_input(key="task_note_of_kanaler").set_value("uke 41: Teams var nede").run()
    at.checkbox(key=f"task_done_{task.task_id}").set_value(True).run()
    assert "unntak: uke 41: Teams var nede" in [text.value for text in at.text]


def test_a_need_taken_away_comes_back_with_its_ticks_in_one_act(visit, demo):
    at = opened(visit, "rektor", "spekter")
    task = of(demo, "spekter")[0]
    if not task.ticks:
        at.checkbox(key=f"task_done_{task.task_id}").set_value(True).run()
    at.selectbox(key="need_ending_spekter").set_value(task.need.need_id).run()
    at.text_input(key="need_reason_spekter").set_value("Klassen er delt.")
    at.button(key="need_end_spekter").click().run()
    assert task.task_id not in {t.task_id for t in of(demo, "spekter")}
    at.button(key=f"need_back_{task.need.need_id}").click().run()
    assert not at.exception
    assert at.success
    (back,) = [t for t in of(demo, "spekter") if t.task_id == task.task_id]
    assert back.state is TaskState.DONE


def test_parts_of_an_activity_change_in_the_page_and_a_renamed_part_keeps_its_ticks(visit, demo):
    at = opened(visit, "redaktor", "godt-klassemiljo")
    before = {t.task_id: t.steps_done for t in of(demo, "godt-klassemiljo")}
    at.session_state["wheel_edit_godt-klassemiljo"] = True
    at.run()
    tail = f"godt-klassemiljo_{activities.find(demo, 'godt-klassemiljo').version}"
    at.text_input(key=f"activity_step_0_nb_{tail}").set_value("Makkerpar").run()
    at.text_input(key=f"activity_step_4_nb_{tail}").set_value("Klassekontrakt").run()
    assert at.text_input(key=f"activity_step_5_nb_{tail}").value == ""  # there is always room
    at.text_area(key=f"activity_text_{tail}").set_value("Klassen blir kjent.")
    at.button(key="activity_save_godt-klassemiljo").click().run()
    assert not at.exception
    assert at.success
    a = activities.find(demo, "godt-klassemiljo")
    assert [s.names["nb"] for s in a.steps][::4] == ["Makkerpar", "Klassekontrakt"]
    assert a.steps[0].step_id == "vip"
    assert (a.texts["nb"], a.lines) == ("Klassen blir kjent.", ("H2",))  # the data keeps its line
    assert {t.task_id: t.steps_done for t in of(demo, "godt-klassemiljo")} == before
    tail = f"godt-klassemiljo_{a.version}"
    at.text_input(key=f"activity_step_4_nb_{tail}").set_value("").run()
    at.text_input(key=f"activity_name_{tail}").set_value("")
    at.button(key="activity_save_godt-klassemiljo").click().run()
    assert at.error  # and nothing was saved
    assert activities.find(demo, "godt-klassemiljo") == a


@pytest.mark.parametrize(("activity_id", "windows"), [("elevsamtaler", 2), ("foreldremoter", 1)])
def test_only_what_comes_more_than_once_asks_which_time_is_moved(visit, activity_id, windows):
    at = opened(visit, "rektor", activity_id)
    at.session_state[f"wheel_move_{activity_id}"] = True
    at.run()
    assert not at.exception
    chosen = [s for s in at.selectbox if s.key == f"window_which_{activity_id}"]
    assert len(chosen) == (windows > 1)
    for s in chosen:
        assert [o.split(":")[0] for o in s.options] == ["1. gang", "2. gang"]
        assert "–" in s.options[0]


def words_on(at):
    return [e.value for kind in (at.text, at.caption, at.markdown, at.warning) for e in kind]


def test_every_row_opens_for_who_may_change_it(visit, demo):
    at = visit("arshjul", "redaktor")
    for a in activities.in_force(demo):
        at.session_state["wheel_open"] = a.activity_id
        at.session_state[f"wheel_move_{a.activity_id}"] = True
        at.run()
        assert not at.exception, a.activity_id
        assert at.button(key=f"activity_remove_{a.activity_id}")


def test_taking_out_asks_with_the_name_and_touches_no_other_activity(visit, demo):
    at = opened(visit, "redaktor", "godt-klassemiljo")
    name = activities.find(demo, "godt-klassemiljo").names["nb"]
    before = {a.activity_id for a in activities.in_force(demo)}
    at.button(key="activity_remove_godt-klassemiljo").click().run()
    assert {a.activity_id for a in activities.in_force(demo)} == before, "it asks first"
    assert [t.value for t in at.text].count(name) == 1
    at.button(key="activity_remove_godt-klassemiljo_no").click().run()
    assert {a.activity_id for a in activities.in_force(demo)} == before
    assert "activity_remove_godt-klassemiljo_yes" not in [b.key for b in at.button]
    at.button(key="activity_remove_godt-klassemiljo").click().run()
    at.button(key="activity_remove_godt-klassemiljo_yes").click().run()
    assert not at.exception
    assert {a.activity_id for a in activities.in_force(demo)} == before - {"godt-klassemiljo"}
    keys = [e.key or "" for kind in (at.button, at.text_input) for e in kind]
    assert not [k for k in keys if k.startswith(("activity_remove", "activity_name_"))]


def test_a_time_has_the_fields_of_its_kind_and_shows_its_days_while_it_is_typed(visit, demo):
    at = opened(visit, "rektor", "aktivitetsdag")
    at.session_state["wheel_edit_aktivitetsdag"] = True
    at.run()
    tail = f"aktivitetsdag_{activities.find(demo, 'aktivitetsdag').version}"
    rule = at.selectbox(key=f"activity_rule_{tail}")

    def fields():
        found = [*at.number_input, *(s for s in at.selectbox if s.key)]
        return {e.key.removesuffix(f"_{tail}").removeprefix("activity_"): e for e in found}

    rule.set_value("W").run()
    assert set(fields()) & {"W_every", "N_least", "ISO_first", "MON_first"} == {"W_every"}
    fields()["W_every"].set_value(3).run()
    assert "Skjer ofte, og krysses derfor av en gang i halvåret:" in words_on(at)
    rule.set_value("N").run()
    assert set(fields()) & {"W_every", "N_least", "N_most", "ISO_first"} == {"N_least", "N_most"}
    rule.set_value("ISO").run()
    fields()["ISO_first"].set_value(40)
    fields()["ISO_last"].set_value(41).run()
    assert [w for w in words_on(at) if w.startswith("28. sep. – ")]  # Monday of week 40
    fields()["ISO_last"].set_value(39).run()
    assert any("Det første tidspunktet må komme før det siste" in w for w in words_on(at))
    fields()["ISO_last"].set_value(41).run()
    at.button(key="activity_save_aktivitetsdag").click().run()
    assert not at.exception
    assert activities.find(demo, "aktivitetsdag").rule == IsoWeeks(40, 41)


def test_a_contact_teacher_ticks_her_own_class_and_no_other(visit, demo):
    at = opened(visit, "kontaktlarer", "brosjyre")
    boxes = [c for c in at.checkbox if c.key.startswith("task_done_brosjyre")]
    assert sum(not c.disabled for c in boxes) == 1
    assert len(boxes) > 1
    assert not boxes[0].disabled  # her own stands first


def test_who_may_not_see_needs_sees_no_class_of_an_on_need_row(visit):
    at = opened(visit, "larer", "spekter")
    assert not [c for c in at.checkbox if c.key.startswith("task_done_spekter")]
    assert any("ved behov" in text.value for text in at.text)


def test_elevtjenesten_says_that_a_class_needs_it_and_takes_it_back_with_a_reason(visit, demo):
    at = opened(visit, "elevtjeneste", "spekter")
    year = school_year(demo.today())
    before = len([n for n in facts.of(demo, year).needs if n.activity_id == "spekter"])
    at.button(key="need_add_spekter").click().run()
    assert not at.exception
    after = [n for n in facts.of(demo, year).needs if n.activity_id == "spekter"]
    assert len(after) == before + 1
    at.button(key="need_end_spekter").click().run()
    assert at.error  # a reason is asked for
    at.text_input(key="need_reason_spekter").set_value("Klassen er delt.")
    at.button(key="need_end_spekter").click().run()
    assert len([n for n in facts.of(demo, year).needs if n.activity_id == "spekter"]) == before


def test_a_name_left_empty_is_refused_and_nothing_is_saved(visit, demo):
    at = visit("arshjul", "rektor")
    at.session_state["wheel_new"] = True
    at.run()
    assert not at.exception
    count = len(activities.every(demo))
    at.button(key="activity_save_new").click().run()
    assert at.error
    assert len(activities.every(demo)) == count


def test_only_those_who_may_are_offered_changes(visit):
    at = visit("arshjul", "larer")
    assert not [e for e in at.expander if e.label == "Ny aktivitet"]


@pytest.mark.parametrize("name", ["rektor", "larer", "su", "avdelingsleder", "elevtjeneste"])
def test_bodies_open_with_their_meetings(visit, demo, name):
    from core.year import bodies

    at = visit("moter", name)
    assert not at.exception
    for body in bodies.everyone(demo):
        at.session_state["meeting_open"] = body.body_id
        at.run()
        assert not at.exception, body.body_id


def test_a_meeting_held_is_the_tick_of_its_activity(visit, demo):
    year = school_year(demo.today())

    def skoleutvalg():
        return next(t for t in facts.tasks(demo, year) if t.activity.activity_id == "skoleutvalg")

    before = skoleutvalg().done
    at = visit("moter", "assrektor")
    at.session_state["meeting_open"] = "su"
    at.run()
    at.button(key="meeting_hold_new_su").click().run()
    assert not at.exception
    assert at.success
    assert skoleutvalg().done == before + 1
    assert not skoleutvalg().ticks


def test_a_meeting_is_planned_changed_taken_away_and_put_back_in_the_page(visit, demo):
    from core.year import meetings

    def own():
        return [m for m in meetings.of_year(demo, "larerforum") if m.day == coming]

    coming = demo.today() + timedelta(days=3)
    at = visit("moter", "rektor")
    at.session_state["meeting_open"] = "larerforum"
    at.run()
    at.date_input(key="meeting_day_larerforum").set_value(coming)
    at.text_input(key="meeting_themes_larerforum").set_value("Kapittel 12")
    at.button(key="meeting_plan_larerforum").click().run()
    (made,) = own()
    at.button(key=f"meeting_change_{made.meeting_id}").click().run()
    at.text_input(key=f"meeting_note_{made.meeting_id}_1").set_value("**Kapittel** 12")
    at.button(key=f"meeting_save_{made.meeting_id}").click().run()
    assert not at.exception
    assert "**Kapittel** 12" in [x.value for x in at.text]  # as it was written
    at.button(key=f"meeting_change_{made.meeting_id}").click().run()
    at.button(key=f"meeting_cancel_{made.meeting_id}").click().run()
    assert at.success
    assert not own()
    at.button(key="meeting_undo").click().run()
    assert not at.exception
    assert own()[0].note == "**Kapittel** 12"
    assert not [b for b in at.button if b.key == "meeting_undo"]


def test_a_member_of_the_committee_reads_its_meetings_and_writes_none(visit):
    at = visit("moter", "su")
    at.session_state["meeting_open"] = "su"
    at.run()
    assert not at.exception
    assert not [b for b in at.button if b.key.startswith(("meeting_hold", "meeting_plan"))]


@pytest.mark.parametrize("name", ["rektor", "kontaktlarer", "larer", "avdelingsleder"])
def test_a_class_shows_its_year_to_those_who_see_it(visit, demo, name):
    from core.people import directory, sessions
    from core.school import classes

    at = visit("klasser", name)
    assert not at.exception
    person = directory.load(demo, sessions.password_hash(demo, name)[0])
    seen = classes.seen_by(demo, person)
    assert list(at.selectbox(key="class_which").options) == [c.name for c in seen]


def test_a_new_class_is_added_by_rektor_and_a_twin_is_refused(visit, demo):
    from core.school import classes

    at = visit("klasser", "rektor")
    at.session_state["class_new"] = True
    at.run()
    at.text_input(key="class_name_new").set_value("1XYZ")
    at.button(key="class_add").click().run()
    assert not at.exception
    assert "1XYZ" in {c.name for c in classes.of_year(demo, school_year(demo.today()))}
    at.text_input(key="class_name_new").set_value("1xyz")
    at.button(key="class_add").click().run()
    assert at.error


def test_a_class_gets_its_teachers_in_the_page(visit, demo):
    from core.administration import classes as class_edits
    from core.people import directory, sessions

    larer = directory.load(demo, sessions.password_hash(demo, "larer3")[0]).person_id
    at = visit("klasser", "assrektor")
    chosen = at.selectbox(key="class_which").value
    at.session_state["class_edit"] = True
    at.run()
    at.multiselect(key=f"class_teachers_{chosen}").set_value([larer])
    at.number_input(key=f"class_students_{chosen}").set_value(21)
    at.button(key="class_save").click().run()
    assert not at.exception
    now = class_edits.draft(demo, chosen)
    assert (now.teachers, now.students) == ({larer}, 21)
    at.number_input(key=f"class_students_{chosen}").set_value(22)
    at.button(key="class_save").click().run()
    assert not at.error  # what she has just saved herself is not somebody else's change
    at.button(key="class_remove").click().run()
    assert at.error  # it has ticks


def test_systemansvarlig_makes_a_class_without_seeing_its_year(visit, demo):
    from core.school import classes

    at = visit("brukere", "systemansvarlig")
    at.button_group(key="people_view").set_value("school").run()
    at.session_state["class_new"] = True
    at.run()
    at.text_input(key="class_name_new").set_value("1XYZ")
    at.button(key="class_add").click().run()
    assert not at.exception
    assert "1XYZ" in {c.name for c in classes.of_year(demo, school_year(demo.today()))}


def test_what_a_meeting_spoke_of_is_told_to_those_who_sit_in_the_body(visit, demo):
    rektor = directory.load(demo, sessions.password_hash(demo, "rektor")[0])
    meetings.hold_now(demo, rektor, "slt", None, demo.today(), "Ruspolitikk i kommunen")
    activity = next(a for a in activities.in_force(demo) if a.body == "slt")
    for name, told in (("rektor", True), ("larer", False)):
        at = opened(visit, name, activity.activity_id)
        assert any("Ruspolitikk" in e.value for e in at.text) is told, name


@pytest.mark.parametrize(("name", "told"), [("rektor", "Legg til den første"), ("larer", "Rektor")])
def test_a_school_without_classes_says_who_adds_them(visit, demo, name, told):
    demo.write(lambda tx: tx.delete(school_class))
    at = visit("klasser", name)
    assert not at.exception
    assert told in at.info[0].value


@pytest.fixture
def talks(visit, demo):
    """A class's page, and its talks of which some are left."""
    at = visit("klasser", "rektor")
    for task in of(demo, "elevsamtaler"):
        if task.total - task.done > 2:
            at.selectbox(key="class_which").set_value(task.school_class.class_id).run()
            keys = {b.key for b in at.button}
            if f"task_done_{task.task_id}" in keys:
                return at, task
            at.session_state["class_later"] = True
            at.run()
            return at, task
    raise AssertionError("no talks are left in the demonstration")


def test_one_tap_is_one_talk_and_all_of_them_is_another_button(talks, demo):
    at, task = talks
    assert at.number_input(key=f"task_amount_{task.task_id}").value == 1
    at.button(key=f"task_done_{task.task_id}").click().run()
    assert not at.exception
    assert facts.find(demo, task.key).done == task.done + 1
    at.number_input(key=f"task_amount_{task.task_id}").set_value(2).run()
    at.button(key=f"task_done_{task.task_id}").click().run()
    assert facts.find(demo, task.key).done == task.done + 3
    if task.total - task.done > 3:
        assert at.number_input(key=f"task_amount_{task.task_id}").value == 1, "two once, then one"
        if task.total - task.done > 4:
            at.button(key=f"task_all_{task.task_id}").click().run()
            found = facts.find(demo, task.key)
            assert found.done == found.total


def test_another_day_and_a_note_go_with_one_tick_of_their_row_and_no_other(talks, demo):
    at, task = talks
    own = task.task_id
    earlier = demo.today() - timedelta(days=9)
    at.session_state[f"task_more_{own}"] = True
    at.run()
    at.date_input(key=f"task_day_{own}").set_value(earlier)
    at.text_input(key=f"task_note_{own}").set_value("Halve klassen")
    at.button(key=f"task_send_{own}").click().run()
    assert not at.exception
    assert at.success
    at.button(key=f"task_done_{own}").click().run()
    before = len(task.ticks)
    given = sorted((x.day, x.note) for x in facts.find(demo, task.key).ticks)
    assert (earlier, "Halve klassen") in given
    assert (demo.today(), "") in given
    assert len(given) == before + 2
    assert not [w for w in at.text_input if w.key == f"task_note_{own}"], "the form is folded again"


@pytest.mark.parametrize(
    "name", ["rektor", "assrektor", "avdelingsleder", "kontaktlarer", "larer", "elevtjeneste"]
)
def test_the_overview_and_mine_name_the_same_activities_as_hers(visit, demo, name):
    called = [a.names["nb"] for a in activities.in_force(demo)]
    at = visit("arshjul", name)
    at.session_state["wheel_view"] = "mine"
    at.run()
    assert not at.exception
    hers = [c for c in called if c in {e.value for e in at.text}]
    shown = [e.value for e in visit("oversikt", name).text]
    assert [c for c in called if any(v.startswith(f"{c} · ") for v in shown)] == hers
    assert hers


def test_everyone_in_the_demonstration_is_told_the_same_on_both_screens(demo):
    for person in directory.holders(demo, *Role):
        asked = dict.fromkeys(t.activity.activity_id for t in mine.to_do(demo, person))
        shown = [one.activity_id for one in overview.of_the_year(demo, person)]
        assert shown == list(asked)[: overview.MOST], person.sign_in_name


@pytest.fixture
def in_mine(visit, demo):
    """Mine of somebody, and a box in it that is not ticked."""
    at = visit("arshjul", "rektor")
    at.session_state["wheel_view"] = "mine"
    at.run()
    box = next(b for b in at.checkbox if b.key.startswith("task_done_") and not b.value)
    return at, box.key


def test_what_is_ticked_in_mine_stays_there_until_the_page_is_left(in_mine, demo):
    at, key = in_mine
    drawn = [e.key for e in at.checkbox]
    at.checkbox(key=key).check().run()
    assert not at.exception
    assert at.checkbox(key=key).value
    assert [e.key for e in at.checkbox] == drawn, "nothing moves under a finger"
    at.checkbox(key=key).uncheck().run()
    assert not at.exception
    assert not at.checkbox(key=key).value
    at.checkbox(key=key).check().run()
    at.switch_page("../pages/staff/overview.py").run()
    at.switch_page("../pages/staff/wheel.py").run()
    assert key not in [e.key for e in at.checkbox]


def drawn_of(at, kind, start, value=None):
    """The key of the first of these that is drawn, and whose value is this."""
    found = (e for e in at.get(kind) if (e.key or "").startswith(start))
    return next(e.key for e in found if value is None or e.value is value)


def question(at):
    """What the dialog says, if one is open."""
    said = [e.value for kind in (at.text, at.markdown) for e in kind]
    return said if word("nb", "wheel.undo_tells") in said else []


@pytest.mark.parametrize(
    ("page", "name", "kind", "start"),
    [
        ("arshjul", "rektor", "checkbox", "task_done_"),
        ("klasser", "kontaktlarer", "button", "task_undo_"),
    ],
)
def test_what_another_or_another_day_wrote_is_named_and_asked_about(
    visit, demo, page, name, kind, start
):
    at = visit(page, name)
    key = drawn_of(at, kind, start, True if kind == "checkbox" else None)
    task_key = TaskKey.parse(key.removeprefix(start))
    before = facts.find(demo, task_key)
    entry = ticks.last(before)

    def press():
        box = at.get_by_key(key)
        (box.uncheck() if kind == "checkbox" else box.click()).run()
        assert not at.exception

    press()
    assert facts.find(demo, task_key) == before
    asked = " ".join(question(at))
    assert day_of(entry.day, "nb") in asked
    assert directory.names(demo)[entry.person_id] in asked
    at.button(key=f"undo_{before.task_id}__no").click().run()
    assert not question(at)
    press()
    at.button(key=f"undo_{before.task_id}__yes").click().run()
    assert not at.exception
    assert not question(at)
    assert facts.find(demo, task_key).ticks == before.ticks[:-1]


def test_what_they_wrote_today_is_taken_back_at_once_and_named(visit, demo):
    at = visit("klasser", "kontaktlarer")
    key = drawn_of(at, "button", "task_undo_")
    task_key = TaskKey.parse(key.removeprefix("task_undo_"))
    before = facts.find(demo, task_key)
    at.button(key=f"task_done_{before.task_id}").click().run()
    assert facts.find(demo, task_key).done == before.done + 1
    at.button(key=key).click().run()
    assert not at.exception
    assert facts.find(demo, task_key).ticks == before.ticks
    [said] = [s.value for s in at.success]
    assert (
        day_of(demo.today(), "nb").replace(".", "\\.") in said or day_of(demo.today(), "nb") in said
    )
    # What is older is asked about, however often it is pressed.
    at.button(key=key).click().run()
    assert facts.find(demo, task_key).ticks == before.ticks
    assert question(at)


def test_a_meeting_that_they_said_was_held_today_is_taken_back_at_once(visit, demo):
    at = visit("arshjul", "rektor")
    keys = [b.key for b in at.checkbox if (b.key or "").startswith("task_done_") and not b.value]
    tasks = [facts.find(demo, TaskKey.parse(key.removeprefix("task_done_"))) for key in keys]
    key = next(k for k, task in zip(keys, tasks, strict=True) if task.by_meetings)
    for ticked in (True, False):
        at.checkbox(key=key).set_value(ticked).run()
        assert not at.exception
        assert not question(at)
        assert at.checkbox(key=key).value is ticked


def test_what_was_not_on_the_screen_is_not_taken_back(demo):
    task = next(t for t in facts.tasks(demo, school_year(demo.today())) if len(t.ticks) > 1)
    boss = directory.holders(demo, Role.REKTOR)[0]
    with pytest.raises(Stale):
        ticks.undo(demo, boss, task.key, seen=task.ticks[0].tick_id)
    assert facts.find(demo, task.key).ticks == task.ticks
