"""A class made, changed and removed: the same form on /klasser and /brukere."""

import streamlit as st

from core.access import Person
from core.administration import classes, departments, functions
from core.administration.classes import ClassDraft
from core.people import directory
from core.school.classes import LEVELS, MOST_STUDENTS, SchoolClass
from core.ui.kit import notice, outlived, prologue
from core.ui.kit.words import t

WIDTH = 560  # px; a line that is easy to read
NEW = ClassDraft(name="", level=1, students=0)


def editor(person: Person, year: int, chosen: SchoolClass | None) -> None:
    """The class that is shown, changed or removed; and a new one."""
    store = prologue.store()
    notice.show("class")
    if chosen is not None:
        with st.expander(t("class.edit"), key="class_edit", on_change="rerun") as box:
            if box.open:
                _changed(person, chosen)
    with st.expander(t("class.new"), key="class_new", on_change="rerun") as box:
        if box.open:
            new, sent = _form("new", NEW, "class_add")
            if sent:
                with notice.acting("class.added", "class", class_name_new=""):
                    classes.add(store, person, year, new)


def _changed(person: Person, chosen: SchoolClass) -> None:
    store, stamp = prologue.store(), str(chosen.class_id)
    was_key = f"class_was_{stamp}"
    # What the form was drawn from; a form that was left and is opened anew is fresh.
    if f"class_name_{stamp}" not in st.session_state:
        st.session_state[was_key] = classes.draft(store, chosen.class_id)
    was: ClassDraft = st.session_state[was_key]
    new, sent = _form(stamp, was, "class_save")
    if sent:
        with notice.acting("class.saved", "class"):
            classes.change(store, person, chosen.class_id, new, was)
            st.session_state[was_key] = classes.draft(store, chosen.class_id)
    if st.button(t("class.remove"), key="class_remove", type="tertiary"):
        with notice.acting("class.removed", "class"):
            classes.remove(store, person, chosen.class_id)


def _form(stamp: str, was: ClassDraft, save_key: str) -> tuple[ClassDraft, bool]:
    """The fields of a class; what is typed in them, and whether it was sent."""
    store = prologue.store()
    kept = [i for i in (was.contact_teacher_id, *was.teachers) if i]
    staff = directory.told_apart(store, [*kept, *dict(functions.candidates(store))])
    called = {d.department_id: d.name for d in departments.departments(store)}
    for name in ("name", "level", "programme", "department_id", "contact_teacher_id", "students"):
        outlived.first(f"class_{name}_{stamp}", getattr(was, name))
    outlived.first(f"class_teachers_{stamp}", sorted(was.teachers, key=staff.__getitem__))
    with st.form(f"class_form_{stamp}", border=False), st.container(width=WIDTH):
        new = ClassDraft(
            name=st.text_input(
                t("class.name"),
                key=f"class_name_{stamp}",
                max_chars=classes.LONGEST["name"],
            ),
            level=st.selectbox(
                t("class.level"), LEVELS, format_func=lambda n: f"vg{n}", key=f"class_level_{stamp}"
            ),
            students=int(
                st.number_input(
                    t("class.students"), 0, MOST_STUDENTS, key=f"class_students_{stamp}"
                )
            ),
            programme=st.text_input(
                t("class.programme"),
                key=f"class_programme_{stamp}",
                max_chars=classes.LONGEST["programme"],
            ),
            department_id=st.selectbox(
                t("class.department"),
                [None, *called],
                format_func=lambda i: called[i] if i else t("class.no_one"),
                key=f"class_department_id_{stamp}",
            ),
            contact_teacher_id=st.selectbox(
                t("class.teacher"),
                [None, *staff],
                format_func=lambda i: staff[i] if i else t("class.no_one"),
                key=f"class_contact_teacher_id_{stamp}",
            ),
            teachers=frozenset(
                st.multiselect(
                    t("class.teachers"),
                    list(staff),
                    format_func=staff.__getitem__,
                    key=f"class_teachers_{stamp}",
                    placeholder="",
                )
            ),
        )
        sent = st.form_submit_button(t("class.save"), key=save_key, type="primary")
    return new, sent
