"""Who is responsible for what: functions, departments, classes, as forms of /brukere."""

from uuid import UUID

import streamlit as st

from core import departments, functions, holders, people
from core.access import ALL_STAFF, BOUND, Person
from core.school_year import label, school_year
from core.ui import plain, prologue, told
from core.ui.words import language, t
from core.words import pick

NOBODY = ""
# These follow from a role, a class or a department: nobody is put into them here.
FOLLOWS = BOUND | ALL_STAFF | {"elevtjenesten", "ledergruppa", "ledelsen", "skolen"}


def _someone(label_key: str, key: str, now: UUID | None) -> UUID | None:
    """A choice among the employees; None is nobody."""
    store = prologue.store()
    names = dict(holders.candidates(store))
    if now and now not in names:
        names[now] = people.names(store).get(now, "")
    options: list[UUID | str] = [NOBODY, *names]
    st.session_state.setdefault(key, now or NOBODY)
    picked = st.selectbox(
        t(label_key),
        options,
        format_func=lambda i: names.get(i) or t("people.nobody"),
        key=key,
    )
    return picked if isinstance(picked, UUID) else None


def functions_of(person: Person) -> None:
    """Who is responsible for what."""
    store, lang = prologue.store(), language()
    st.caption(t("people.functions_note"))
    every = [f for f in functions.everyone(store).values() if f.function_id not in FOLLOWS]
    if not every:
        st.info(t("people.no_functions"))
        return
    names = people.names(store)
    plain.grid(
        [
            {
                t("people.function"): pick(f.names, lang),
                t("people.holder"): names.get(f.holder_id, "–") if f.holder_id else "–",
                t("people.deputy"): names.get(f.deputy_id, "–") if f.deputy_id else "–",
            }
            for f in every
        ],
        t("people.functions"),
    )
    by_id = {f.function_id: f for f in every}
    chosen = st.selectbox(
        t("people.function"),
        list(by_id),
        format_func=lambda i: pick(by_id[i].names, lang),
        key="function_chosen",
        width=460,
    )
    was = by_id[chosen]
    stamp = f"{chosen}_{was.holder_id}_{was.deputy_id}"
    with st.form(f"function_form_{chosen}"), st.container(width=460):
        holder = _someone("people.holder", f"function_holder_{stamp}", was.holder_id)
        deputy = _someone("people.deputy", f"function_deputy_{stamp}", was.deputy_id)
        save = st.form_submit_button(t("people.save"), key="function_save", type="primary")
    if save:
        with told.acting("people.saved"):
            holders.give(store, person, was, holder, deputy)


def departments_of(person: Person) -> None:
    """Departments with their heads, classes with their contact teachers."""
    store = prologue.store()
    every = departments.departments(store)
    names = people.names(store)
    if not every:
        st.info(t("people.no_departments"))
    for d in every:
        with st.container(
            horizontal=True, vertical_alignment="bottom", key=f"dep_{d.department_id}"
        ):
            st.text(d.name, width=220)
            with st.container(width=320):
                leader = _someone(
                    "people.leader", f"leader_{d.department_id}_{d.leader_id}", d.leader_id
                )
            if st.button(t("people.save"), key=f"leader_save_{d.department_id}"):
                with told.acting("people.saved"):
                    departments.set_leader(store, person, d, leader)
    with (
        st.expander(t("people.new_department"), key="department_new"),
        st.form("department_form", border=False),
    ):
        name = st.text_input(t("people.department"), key="department_name", max_chars=60)
        if st.form_submit_button(t("people.add_department"), key="department_add"):
            with told.acting("people.department_added"):
                departments.add_department(store, person, name, None)
    st.subheader(t("people.classes", year=label(school_year(store.today()))))
    classes = departments.classes(store)
    called = {d.department_id: d.name for d in every}
    if classes:
        plain.grid(
            [
                {
                    t("people.class"): c.name,
                    t("people.level"): f"vg{c.level}",
                    t("people.programme"): c.programme,
                    t("people.department"): called.get(c.department_id or "", "–"),
                    t("people.contact_teacher"): names.get(c.contact_teacher_id, "–")
                    if c.contact_teacher_id
                    else "–",
                    t("people.students"): c.students,
                }
                for c in classes
            ],
            t("people.departments"),
        )
        by_id = {c.class_id: c for c in classes}
        with st.container(horizontal=True, vertical_alignment="bottom", key="class_teacher_row"):
            chosen = st.selectbox(
                t("people.class"),
                list(by_id),
                format_func=lambda i: by_id[i].name,
                key="class_chosen",
                width=160,
            )
            was = by_id[chosen]
            with st.container(width=320):
                teacher = _someone(
                    "people.contact_teacher",
                    f"teacher_{chosen}_{was.contact_teacher_id}",
                    was.contact_teacher_id,
                )
            if st.button(t("people.save"), key="class_teacher_save"):
                with told.acting("people.saved"):
                    departments.set_contact_teacher(store, person, was, teacher)
    else:
        st.info(t("people.no_classes"))
    with st.expander(t("people.new_class"), key="class_new"), st.form("class_form", border=False):
        name = st.text_input(t("people.class"), key="class_name", max_chars=20)
        level = st.selectbox(
            t("people.level"), (1, 2, 3), format_func=lambda n: f"vg{n}", key="class_level"
        )
        programme = st.text_input(t("people.programme"), key="class_programme", max_chars=60)
        where = st.selectbox(
            t("people.department"),
            [NOBODY, *called],
            format_func=lambda i: called.get(i) or t("people.nobody"),
            key="class_department",
        )
        teacher = _someone("people.contact_teacher", "class_teacher", None)
        students = st.number_input(
            t("people.students"), 0, departments.MOST_STUDENTS, 25, key="class_students"
        )
        if st.form_submit_button(t("people.add_class"), key="class_add", type="primary"):
            with told.acting("people.class_added"):
                departments.add_class(
                    store,
                    person,
                    name,
                    level,
                    programme,
                    where or None,
                    teacher,
                    int(students),
                )
