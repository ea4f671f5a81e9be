"""The form editor's widgets: words and options of one question, kept as a draft at every act."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.access import Person
from core.errors import InvalidFile, PortalError, Stale
from core.forms import editing, versions
from core.forms.form import LAWS, Form, Question
from core.forms.problems import Problem
from core.forms.versions import Draft
from core.people import sessions
from core.store.engine import Store
from core.ui.kit import once, press
from core.ui.kit.plain import typed_facts
from core.ui.kit.words import language, t
from core.words import LANGUAGES, Words, apart, has, pick

PREFIX = "form_edit_"


def say() -> None:
    """Say what the last act did."""
    said = st.session_state.pop("form_said", None)
    if said is not None:
        key, facts, good = said
        told = t(key, **typed_facts(facts))
        if good:
            st.success(told)
        else:
            st.error(told)


def _said(key: str, good: bool = True, **facts: object) -> None:
    st.session_state.form_said = (key, facts, good)


def _refused(error: InvalidFile) -> None:
    """What XLSForm's own rules refuse is said with its place; their reason is in English."""
    row = str(error.facts.get("row", ""))
    if row.isdecimal():  # the sheet's first row names its columns
        _said("form.refused_question", good=False, number=int(row) - 1)
    else:
        _said("form.refused", good=False)


def _clear() -> None:
    """What stands in the widgets is no longer what stands in the form."""
    for key in [k for k in st.session_state if str(k).startswith(PREFIX)]:
        del st.session_state[key]


@dataclass(frozen=True)
class Desk:
    """One editor's table: the draft as it was drawn, and the acts on it."""

    store: Store
    person: Person
    draft: Draft

    def choose(self) -> Question:
        """The question being edited; what was typed for the one before is kept."""
        form = self.draft.form
        ids = [q.id for q in form.questions]
        if st.session_state.get("form_question") not in ids:
            st.session_state.form_question = ids[0]
        if st.session_state.get("form_question_in", language()) != language():
            # The browser keeps the words it was chosen under; set here, the choice is what counts.
            st.session_state.form_question = st.session_state.form_question
        st.session_state.form_question_in = language()
        labels = apart({q.id: pick(q.label, language()) or q.id for q in form.questions})
        chosen = st.selectbox(
            t("form.question"),
            ids,
            key="form_question",
            format_func=labels.__getitem__,
            on_change=self._keep,
        )
        st.session_state.form_drawn = chosen
        question = form.question(chosen)
        assert question is not None
        return question

    def words(self, question: Question) -> None:
        """The question's own words in each language, and when it is asked."""
        st.caption(t(f"form.kind_{question.kind}"))
        if not editing.may_remove_question(question.id):
            st.caption(t("form.fixed"))
        for lang in LANGUAGES:
            name = t(f"form.language.{lang}")
            self._text(t("form.label", language=name), f"label_{lang}", question.label.get(lang))
        for lang in LANGUAGES:
            name = t(f"form.language.{lang}")
            self._text(t("form.hint", language=name), f"hint_{lang}", question.hint.get(lang))
        if editing.may_remove_question(question.id):
            self._text(
                t("form.relevant"), "relevant", question.relevant, hint=t("form.relevant_help")
            )

    def options(self, question: Question) -> None:
        """Each option with its words, its group, and its place in the row."""
        group = editing.group_of(question.id)
        groups = LAWS if group == "law" else self._areas()
        for number, option in enumerate(question.options, 1):
            with st.container(border=True, gap="xsmall", key=f"form_option_{option.id}"):
                st.caption(t("form.option", n=int(number)))
                columns = st.columns(3)
                for column, lang in zip(columns, LANGUAGES, strict=True):
                    with column:
                        name = t(f"form.language.{lang}")
                        self._text(
                            t("form.option_label", language=name),
                            f"{option.id}_{lang}",
                            option.label.get(lang),
                        )
                with st.container(
                    horizontal=True,
                    vertical_alignment="bottom",
                    key=f"form_option_acts_{option.id}",
                ):
                    if group:
                        key = f"{PREFIX}{question.id}_{option.id}_group"
                        st.session_state.setdefault(key, getattr(option, group) or None)
                        st.selectbox(
                            t(f"form.{group}"),
                            groups,
                            key=key,
                            format_func=lambda g, kind=group: _group_word(kind, g),
                            placeholder=t(f"form.{group}"),
                        )
                    for by, word in ((-1, "up"), (1, "down")):
                        press.button(
                            t(f"form.{word}"),
                            key=f"form_{word}_{option.id}",
                            act=self.change,
                            args=(editing.move_option, question.id, option.id, by),
                        )
                    if editing.may_remove_option(question.id, option.id):
                        press.button(
                            t("form.remove"),
                            key=f"form_remove_{option.id}",
                            type="tertiary",
                            act=self.change,
                            args=(editing.remove_option, question.id, option.id),
                        )
        if question.options and editing.may_change_options(question.id):
            press.button(
                t("form.add_option"),
                key="form_option_add",
                act=self.change,
                args=(editing.add_option, question.id),
            )

    def _areas(self) -> list[str]:
        place = self.draft.form.question("place")
        return sorted({o.area for o in place.options if o.area}) if place else []

    def _text(
        self, label: Words, name: str, value: str | None, *, hint: Words | None = None
    ) -> None:
        key = f"{PREFIX}{st.session_state.form_drawn}_{name}"
        st.session_state.setdefault(key, value or "")
        st.text_input(label, key=key, help=hint)

    def edited(self) -> Form:
        """The draft with what stands in the widgets now."""
        form, state = self.draft.form, st.session_state
        question = form.question(state.get("form_drawn", ""))
        if question is None:
            return form
        at = f"{PREFIX}{question.id}_"

        def words(part: str, before: dict[str, str]) -> dict[str, str]:
            return {
                lang: state.get(f"{at}{part}{lang}", before.get(lang, "")) for lang in LANGUAGES
            }

        group = editing.group_of(question.id)
        return editing.reword(
            form,
            question.id,
            words("label_", question.label),
            words("hint_", question.hint),
            state.get(f"{at}relevant", question.relevant),
            {
                o.id: (
                    words(f"{o.id}_", o.label),
                    state.get(f"{at}{o.id}_group", getattr(o, group) if group else "") or "",
                )
                for o in question.options
            },
        )

    def _store(self, form: Form) -> bool:
        """Keep the form as the draft where it differs; whether that went well."""
        try:
            sessions.must_stand(self.store, self.person)
            if form == self.draft.form:
                return True
            versions.save_draft(self.store, self.person, form, self.draft.version)
        except Stale:
            _said("form.stale", good=False)
            return False
        except PortalError as error:
            _said(error.key, good=False, **error.facts)
            return False
        return True

    def _stay(self) -> None:
        """Keep the question that is drawn: the browser knows it by words that may be new now."""
        st.session_state.form_question = st.session_state.form_drawn

    def _keep(self) -> None:
        self._store(self.edited())

    def save(self) -> None:
        """Keep what is typed as the draft."""
        self._stay()
        if self._store(self.edited()):
            _said("form.saved")

    def change(self, act: Callable[..., Form], *facts: object) -> None:
        """Keep what is typed, changed by one act."""
        self._stay()
        self._store(act(self.edited(), *facts))

    def add_question(self, kind: str) -> None:
        """One more question, which is then the one being edited."""
        form, new_id = editing.add_question(self.edited(), kind)
        if self._store(form):
            st.session_state.form_question = new_id

    def remove_question(self, question_id: str) -> None:
        """Take a question out of the draft."""
        if self._store(editing.remove_question(self.edited(), question_id)):
            st.session_state.pop("form_question", None)
            _clear()

    def publish(self) -> None:
        """Publish what is typed; where it has a fault, say which, and the old stays in force."""
        self._stay()
        if not self._store(self.edited()):
            return
        kept = versions.draft(self.store)
        try:
            with once.sending("form", self.person) as here:
                if kept and kept.version:
                    number = versions.publish(self.store, self.person, kept.version)
                elif here.repeated:  # the draft is gone: it was published by the first press
                    number = here.answer
                else:
                    _said("form.nothing")
                    return
        except Stale:
            _said("form.stale", good=False)
        except InvalidFile as error:
            _refused(error)
        except PortalError as error:
            _said(error.key, good=False, **problem_facts(error.facts))
        else:
            _clear()
            _said("form.published", number=number)

    def drop(self) -> None:
        """Throw the draft away."""
        sessions.must_stand(self.store, self.person)
        versions.drop_draft(self.store, self.person)
        _clear()
        _said("form.dropped")

    def go_back(self, number: int) -> None:
        """Publish an older version again, in one act."""
        try:
            sessions.must_stand(self.store, self.person)
            with once.sending(f"form {number}", self.person):
                new = versions.go_back(self.store, self.person, number)
        except PortalError as error:
            _said(error.key, good=False, **problem_facts(error.facts))
        else:
            _clear()
            _said("form.went_back", number=new, old=number)


def _group_word(kind: str, group: str) -> str:
    key = f"report.{kind}.{group}"
    return t(key) if has(key) else group


def problem_facts(facts: dict[str, object]) -> dict[str, object]:
    """The facts of a problem as they are said."""
    if facts.get("language") in LANGUAGES:
        return {**facts, "language": t(f"form.language.{facts['language']}")}
    return facts


def problems(form: Form, found: list[Problem]) -> None:
    """What is wrong, what must be mended first; where it stands is the school's own words."""
    if not found:
        st.success(t("form.no_problems"))
    for stops, title in ((True, "form.problems"), (False, "form.warnings")):
        some = [p for p in found if p.stops is stops]
        if not some:
            continue
        st.subheader(t(title))
        for number, problem in enumerate(some):
            with st.container(border=True, gap="xsmall", key=f"form_problem_{stops}_{number}"):
                facts = problem_facts({"name": problem.question_id, **problem.facts})
                told = t(problem.key, **typed_facts(facts))
                if stops:
                    st.error(told)
                else:
                    st.warning(told)
                _where(form, problem)


def _where(form: Form, problem: Problem) -> None:
    question = form.question(problem.question_id)
    if question is None:
        return
    st.text(f"{t('form.at_question')} {pick(question.label, language()) or question.id}")
    option = question.option(problem.option_id)
    if option is not None:
        number = question.options.index(option) + 1
        told = pick(option.label, language()) or t("form.option", n=number)
        st.text(f"{t('form.at_option')} {told}")
