"""Årshjul, klasser, møter: what each role sees and ticks."""

import pytest

from core import activities, year_facts
from core.school_year import school_year
from core.tasks import State


def open_row(at, activity_id):
    return at.button(key=f"wheel_open_{activity_id}").click().run()


def test_a_task_of_the_school_is_ticked_and_the_tick_is_undone(visit, demo):
    at = visit("arshjul", "rektor")
    assert not at.exception
    year = school_year(demo.today())
    task = next(
        t for t in year_facts.tasks(demo, year) if t.activity.activity_id == "aktivitetsdag"
    )
    before = task.state
    key = f"task_done_{task.task_id}"
    box = at.checkbox(key=key)
    was = box.value
    box.set_value(not was).run()
    assert not at.exception
    assert (year_facts.find(demo, task.task_id).state is State.DONE) is not was
    assert at.success
    at.checkbox(key=key).set_value(was).run()
    assert year_facts.find(demo, task.task_id).state is before


@pytest.mark.parametrize("view", ["list", "wheel", "month", "mine"])
@pytest.mark.parametrize("name", ["rektor", "kontaktlarer", "redaktor", "larer", "elevtjeneste"])
def test_every_view_opens_for_everyone_who_sees_the_wheel(visit, name, view):
    at = visit("arshjul", name)
    at.session_state["wheel_view"] = view
    at.run()
    assert not at.exception
    assert at.header[0].value.startswith("Årshjulet")


def test_every_row_opens(visit, demo):
    at = visit("arshjul", "rektor")
    for a in activities.in_force(demo):
        at.session_state["wheel_open"] = a.activity_id
        at.run()
        assert not at.exception, a.activity_id


def test_a_contact_teacher_ticks_her_own_class_and_no_other(visit, demo):
    at = visit("arshjul", "kontaktlarer")
    at.session_state["wheel_open"] = "brosjyre"
    at.run()
    assert not at.exception
    boxes = [c for c in at.checkbox if c.key.startswith("task_done_brosjyre")]
    assert sum(not c.disabled for c in boxes) == 1
    assert len(boxes) > 1


def test_who_may_not_see_needs_sees_no_class_of_an_on_need_row(visit):
    at = visit("arshjul", "larer")
    at.session_state["wheel_open"] = "spekter"
    at.run()
    assert not at.exception
    assert not [c for c in at.checkbox if c.key.startswith("task_done_spekter")]
    assert any("ved behov" in text.value for text in at.text)


def test_elevtjenesten_says_that_a_class_needs_it_and_takes_it_back_with_a_reason(visit, demo):
    at = visit("arshjul", "elevtjeneste")
    at.session_state["wheel_open"] = "spekter"
    at.run()
    year = school_year(demo.today())
    before = len([n for n in year_facts.of(demo, year).needs if n.activity_id == "spekter"])
    at.button(key="need_add_spekter").click().run()
    assert not at.exception
    after = [n for n in year_facts.of(demo, year).needs if n.activity_id == "spekter"]
    assert len(after) == before + 1
    at.button(key="need_end_spekter").click().run()
    assert at.error  # a reason is asked for
    at.text_input(key="need_reason_spekter").set_value("Klassen er delt.")
    at.button(key="need_end_spekter").click().run()
    assert len([n for n in year_facts.of(demo, year).needs if n.activity_id == "spekter"]) == before


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
    from core import bodies

    at = visit("moter", name)
    assert not at.exception
    for body in bodies.everyone(demo):
        at.session_state["meeting_open"] = body.body_id
        at.run()
        assert not at.exception, body.body_id


def test_a_meeting_held_is_the_tick_of_its_activity(visit, demo):
    year = school_year(demo.today())

    def skoleutvalg():
        return next(
            t for t in year_facts.tasks(demo, year) if t.activity.activity_id == "skoleutvalg"
        )

    before = skoleutvalg().done
    at = visit("moter", "assrektor")
    at.session_state["meeting_open"] = "su"
    at.run()
    at.button(key="meeting_hold_new_su").click().run()
    assert not at.exception
    assert at.success
    assert skoleutvalg().done == before + 1
    assert not skoleutvalg().ticks


def test_a_member_of_the_committee_reads_its_meetings_and_writes_none(visit):
    at = visit("moter", "su")
    at.session_state["meeting_open"] = "su"
    at.run()
    assert not at.exception
    assert not [b for b in at.button if b.key.startswith(("meeting_hold", "meeting_plan"))]


@pytest.mark.parametrize("name", ["rektor", "kontaktlarer", "larer", "avdelingsleder"])
def test_a_class_shows_its_year_to_those_who_see_it(visit, demo, name):
    from core import classes, people, sessions

    at = visit("klasser", name)
    assert not at.exception
    person = people.load(demo, sessions.password_hash(demo, name)[0])
    seen = classes.seen_by(demo, person)
    assert list(at.selectbox(key="class_which").options) == [c.name for c in seen]


def test_a_new_class_is_added_by_rektor_and_a_twin_is_refused(visit, demo):
    from core import classes

    at = visit("klasser", "rektor")
    at.session_state["class_new"] = True
    at.run()
    at.text_input(key="class_name").set_value("1XYZ")
    at.button(key="class_add").click().run()
    assert not at.exception
    assert "1XYZ" in {c.name for c in classes.of_year(demo, school_year(demo.today()))}
    at.text_input(key="class_name").set_value("1xyz")
    at.button(key="class_add").click().run()
    assert at.error
