"""Who is responsible for what: functions, departments, classes, as forms of /brukere."""

from uuid import UUID

import streamlit as st

from core.access import ALL_STAFF, BOUND, Person
from core.administration import departments
from core.administration import functions as holders
from core.people import directory
from core.school import classes, functions
from core.school.year import label, school_year
from core.ui.classes import form
from core.ui.kit import notice, outlived, plain, prologue
from core.ui.kit.words import language, t
from core.words import apart, pick

NOBODY = ""
NOBODY_ID = UUID(int=0)
# These follow from a role, a class or a department: nobody is put into them here.
FOLLOWS = BOUND | ALL_STAFF | {"elevtjenesten", "ledergruppa", "ledelsen", "skolen"}


def _someone(label_key: str, key: str, now: UUID | None) -> UUID | None:
    """A choice among the employees; None is nobody."""
    store = prologue.store()
    among = [*dict(holders.candidates(store)), *([now] if now else [])]
    names = directory.told_apart(store, among)
    options: list[UUID | str] = [NOBODY, *names]
    outlived.first(key, now or NOBODY)
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
    names = directory.names(store)
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
    called = apart({f.function_id: pick(f.names, lang) for f in every})
    chosen = st.selectbox(
        t("people.function"),
        list(by_id),
        format_func=called.__getitem__,
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
        with notice.acting("people.saved", row=chosen):
            holders.give(store, person, was, holder, deputy)


def departments_of(person: Person) -> None:
    """Departments with their heads, classes with their contact teachers."""
    store = prologue.store()
    every = departments.departments(store)
    st.subheader(t("people.departments"))
    if not every:
        st.info(t("people.no_departments"))
    for d in every:
        with st.container(
            horizontal=True, vertical_alignment="bottom", key=f"dep_{d.department_id}"
        ):
            with st.container(width=320, gap="xxsmall"):
                st.text(d.name)
                leader = _someone(
                    "people.leader", f"leader_{d.department_id}_{d.leader_id}", d.leader_id
                )
            if st.button(t("people.save"), key=f"leader_save_{d.department_id}"):
                with notice.acting("people.saved", row=d.department_id):
                    departments.set_leader(store, person, d, leader)
    with (
        st.expander(t("people.new_department"), key="department_new"),
        st.form("department_form", border=False),
    ):
        name = st.text_input(
            t("people.department"), key="department_name", max_chars=departments.LONGEST_NAME
        )
        if st.form_submit_button(t("people.add_department"), key="department_add"):
            with notice.acting("people.department_added", department_name=""):
                departments.add_department(store, person, name, None)
    _classes(person, {d.department_id: d.name for d in every})


def _classes(person: Person, called: dict[str, str]) -> None:
    """The classes of this school year; one of them opened, to be changed."""
    store = prologue.store()
    year = school_year(store.today())
    st.subheader(t("people.classes", year=label(year)))
    found = {c.class_id: c for c in classes.of_year(store, year)}
    names = directory.names(store)
    if found:
        plain.grid(
            [
                {
                    t("class.which"): c.name,
                    t("class.teacher"): names.get(c.contact_teacher_id or NOBODY_ID, "–"),
                    t("class.students"): c.students,
                    t("class.programme"): c.programme,
                    t("class.department"): called.get(c.department_id or "", "–"),
                }
                for c in found.values()
            ],
            t("class.title"),
        )
        st.selectbox(
            t("class.which"),
            list(found),
            index=None,
            format_func=lambda i: found[i].name,
            placeholder=t("people.choose_class"),
            key="class_chosen",
            width=240,
        )
    else:
        st.info(t("people.no_classes"))
    form.editor(person, year, found.get(st.session_state.get("class_chosen") or NOBODY_ID))
