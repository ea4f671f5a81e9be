"""One editor's desk: the draft as it was drawn, and every act on it, kept as a draft at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from core.access import Person
from core.errors import Invalid, InvalidFile, PortalError, Stale
from core.forms import editing, versions
from core.forms.form import Form
from core.forms.versions import Draft
from core.store.engine import Store
from core.ui.form_editor.problems import told_facts
from core.ui.kit import notice, once
from core.words import LANGUAGES

PREFIX = "form_edit_"  # of every widget that holds a part of the form


@contextmanager
def _in_words() -> Iterator[None]:
    """What is wrong with a form, as this page says it."""
    try:
        yield
    except Stale:
        raise Invalid("form.stale") from None
    except InvalidFile as error:
        # What XLSForm's own rules refuse is said with its place; their reason is in English.
        row = str(error.facts.get("row", ""))
        if row.isdecimal():  # the sheet's first row names its columns
            raise Invalid("form.refused_question", number=int(row) - 1) from error
        raise Invalid("form.refused") from error
    except PortalError as error:
        error.facts = told_facts(error.facts)
        raise


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

    def _store(self, form: Form) -> int | None:
        """Keep the form as the draft if it differs; its version, None if it went wrong."""
        kept = None
        with notice.standing(self.person), _in_words():
            seen = self.draft
            if form == seen.form:
                kept = seen.version
            else:
                kept = versions.save_draft(self.store, self.person, form, seen.version, seen.base)
        return kept

    def _stay(self) -> None:
        """Keep the question that is drawn: the browser knows it by words that may be new now."""
        st.session_state.form_question = st.session_state.form_drawn

    def keep(self) -> None:
        """Keep what was typed for the question that is left."""
        self._store(self.edited())

    def save(self) -> None:
        """Keep what is typed as the draft."""
        self._stay()
        if self._store(self.edited()) is not None:
            notice.done("form.saved")

    def change(self, act: Callable[..., Form], *facts: object) -> None:
        """Keep what is typed, changed by one act."""
        self._stay()
        self._store(act(self.edited(), *facts))

    def add_question(self, kind: str) -> None:
        """One more question, which is then the one being edited."""
        form, new_id = editing.add_question(self.edited(), kind)
        if self._store(form) is not None:
            st.session_state.form_question = new_id

    def remove_question(self, question_id: str) -> None:
        """Take a question out of the draft."""
        if self._store(editing.remove_question(self.edited(), question_id)) is not None:
            st.session_state.pop("form_question", None)
            _clear()

    def publish(self) -> None:
        """Publish what is typed; if it has a fault, say which, and the old stays in force."""
        self._stay()
        with once.sending("form", self.person) as here:
            if here.repeated:  # the draft is gone: it was published by the first press
                notice.done_with("form.published", number=here.answer)
                return
        # What was seen and typed, and nothing that another put in its place meanwhile.
        version = self._store(self.edited())
        if version is None:
            return
        with notice.standing(self.person):
            with once.sending("form", self.person) as here, _in_words():
                if here.repeated:
                    number = here.answer
                elif version:
                    number = versions.publish(self.store, self.person, version, self.draft.base)
                else:
                    notice.done("form.nothing")
                    return
            _clear()
            notice.done_with("form.published", number=number)

    def drop(self) -> None:
        """Throw the draft away."""
        with notice.standing(self.person):
            with once.sending("form drop", self.person), _in_words():
                versions.drop_draft(self.store, self.person, self.draft.version, self.draft.base)
            _clear()
            notice.done("form.dropped")

    def go_back(self, number: int) -> None:
        """Publish an older version again, in one act."""
        with notice.standing(self.person):
            with once.sending(f"form {number}", self.person), _in_words():
                new = versions.go_back(self.store, self.person, number)
            _clear()
            notice.done_with("form.went_back", number=new, old=number)
