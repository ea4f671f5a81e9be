"""A form on the screen: its questions as widgets, who reads it, the numbers to call beside it."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

import streamlit as st

from core.access import Route
from core.errors import Invalid
from core.forms import form as forms
from core.forms import logic
from core.forms.form import Answers, Form, Question
from core.reports import readers
from core.reports.readers import Readers, ReadingHours
from core.school import help_lines
from core.store.engine import Store
from core.ui.kit.plain import as_typed, typed_facts
from core.ui.kit.words import language, t
from core.words import NONE, Words, apart, joined, listed, pick, put, weekday, word

# A text that is too long is refused with a sentence and stays. What a browser is told not to take
# it drops whole and without a word, so it takes nearly as much as the door lets in.
ROOM = 7
LONG_OPTION = 26  # characters; a pill with more breaks on a 360-pixel phone
# These have a line of the portal's under each option, or are read from top to bottom.
RADIOS = ("reporter", "about_staff", "contact_wish")


class Keep(TypedDict):
    """What the widget of every question is told: it outlives a page, and what a change does."""

    key: str
    persist_state: Literal["session"]
    on_change: Literal["ignore"] | None


@dataclass(frozen=True)
class AnswersSoFar:
    """What stands in the widgets of a form, and the questions that it asks then, in order."""

    typed: Answers
    asked: list[str]

    @property
    def given(self) -> Answers:
        """The answers to send: those of the questions that are asked."""
        return {name: self.typed[name] for name in self.asked if name in self.typed}


def given(form: Form, prefix: str = "answer_") -> Answers:
    """The answers to send, as they stand now."""
    return standing(form, prefix).given


def standing(form: Form, prefix: str = "answer_") -> AnswersSoFar:
    """What stands in the widgets now; a run asks once."""
    found = typed(form, prefix)
    return AnswersSoFar(found, logic.asked(form, found))


def draw(
    store: Store,
    form: Form,
    now: AnswersSoFar,
    part: Sequence[str] | None = None,
    prefix: str = "answer_",
    problem: Invalid | None = None,
) -> Invalid | None:
    """The questions that are asked now, or a part of them, a problem at the one that it is about.

    What is left to be said: the problem, if it is about none of these.
    """
    _keep_over_languages(form, prefix)
    deciding = _deciding(form)
    given = now.typed
    for question_id in now.asked if part is None else part:
        question = form.question(question_id)
        assert question is not None
        captions = _captions(store, question, given) if question_id == "about_staff" else None
        _question(question, prefix, question_id in deciding, captions)
        if problem is not None and problem.field == question_id:
            say(problem)
            problem = None
        if question_id == "kind" and forms.BY_EMPLOYEE in forms.chosen(given, "kind"):
            who_reads(store, forms.route(given))
        if question_id == "afraid_now" and forms.one(given, question_id) == "yes":
            with st.container(border=True, key=f"{prefix}afraid_help"):
                numbers(store, f"{prefix}afraid", "report.help_afraid")
    return problem


def say(problem: Invalid) -> None:
    """What is wrong with an answer."""
    st.error(t(problem.key, **typed_facts(problem.facts)))


def _keep_over_languages(form: Form, prefix: str) -> None:
    """Let what was chosen stand when the labels change.

    The browser names a choice by its label; set here, before the widget is drawn in the new
    language, the choice itself is what counts.
    """
    state = st.session_state
    if state.get(f"{prefix}drawn_in", language()) != language():
        for question in form.questions:
            if prefix + question.id in state:
                state[prefix + question.id] = state[prefix + question.id]
    state[f"{prefix}drawn_in"] = language()


def _deciding(form: Form) -> set[str]:
    """The questions whose answer changes what stands on the page; the others need no rerun."""
    return logic.named(form) | {"afraid_now", "about_staff", "kind"}  # two say who reads


def typed(form: Form, prefix: str = "answer_") -> Answers:
    """What stands in the widgets now, whatever is asked."""
    found = {}
    for question in form.questions:
        value = st.session_state.get(prefix + question.id)
        if value:
            found[question.id] = value
    return found


def forget(form: Form, prefix: str = "answer_") -> None:
    """Empty every widget of the form."""
    for question in form.questions:
        st.session_state.pop(prefix + question.id, None)


# The school's own words, the same for everyone: making labels of them cost more than a question.
@functools.lru_cache(512)
def _asks(label: str, hint: str) -> Words:
    asks = put("**{}**", as_typed(label))
    return put("{} {}", asks, as_typed(hint)) if hint else asks


@functools.lru_cache(512)
def _labels(options: tuple[tuple[str, str], ...]) -> Mapping[str, Words]:
    return apart({option_id: as_typed(text or "…") for option_id, text in options})


def _question(
    question: Question, prefix: str, decides: bool, captions: list[Words] | None = None
) -> None:
    lang = language()
    label = _asks(pick(question.label, lang), pick(question.hint, lang))
    # A choice that changes nothing on the page is sent with the next thing that does: fewer runs.
    # Words are sent when the field is left: who then goes back, or to another page, finds them.
    keep: Keep = {
        "key": prefix + question.id,
        "persist_state": "session",
        "on_change": None if decides or question.kind == forms.TEXT else "ignore",
    }
    labels = _labels(tuple((o.id, pick(o.label, lang)) for o in question.options))
    options, named = list(labels), labels.__getitem__
    if question.kind == forms.TEXT and question.id == "name":
        st.text_input(label, autocomplete="off", max_chars=ROOM * question.longest, **keep)
    elif question.kind == forms.TEXT:
        height = 180 if question.required else 100
        st.text_area(label, height=height, max_chars=ROOM * question.longest, **keep)
    elif question.kind == forms.MANY:
        st.pills(label, options, selection_mode="multi", format_func=named, **keep)
    elif question.id in RADIOS or any(len(text) > LONG_OPTION for text in labels.values()):
        index = 0 if question.id == "contact_wish" else None
        st.radio(label, options, index, format_func=named, captions=captions, **keep)
    else:
        st.pills(label, options, format_func=named, **keep)


def _captions(store: Store, question: Question, given: Answers) -> list[Words]:
    """What each answer to `about_staff` means and who reads then, beside what else is answered."""
    out = []
    for option in question.options:
        route = forms.route({**given, question.id: option.id})
        out.append(_caption(language(), option.id, route, readers.named(store, route)))
    return out


@functools.lru_cache(256)
def _caption(lang: str, option_id: str, route: Route, named: Readers) -> Words:
    """Written by the portal, never by the school: its form may have called the answer anything."""
    means = word(lang, f"report.staff_means.{option_id}")
    if not named.count:
        return put("{} {}", means, word(lang, "report.staff_nobody"))
    reads = word(lang, "report.staff_reads", who=_roles(lang, named), n=named.count)
    return joined(" ", filter(None, (means, reads, _nobody_else(lang, route))))


def _nobody_else(lang: str, route: Route) -> Words:
    return NONE if route is Route.TEAM else word(lang, f"report.staff_{route}")


@functools.lru_cache(256)
def _reads(lang: str, route: Route, named: Readers, when: ReadingHours) -> Words:
    who = word(lang, "report.read_by", who=_roles(lang, named), n=named.count)
    day = weekday(when.next_day, lang)
    hours = word(lang, "report.read_when", start=when.start, end=when.end, day=day)
    return joined(" ", filter(None, (who, _nobody_else(lang, route), hours)))


def _roles(lang: str, named: Readers) -> Words:
    return listed([word(lang, f"report.role.{role}") for role in named.roles], lang)


def roles(store: Store, route: Route) -> Words:
    """The roles that read this route, in words."""
    return _roles(language(), readers.named(store, route))


def reads(store: Store, route: Route) -> Words:
    """Who reads, how many they are, when, and on which day next; nothing if nobody does yet."""
    named = readers.named(store, route)
    if not named.count:
        return NONE
    # The same sentence for everyone, twice a page: CLDR's lists and dates cost more than the rest.
    return _reads(language(), route, named, readers.reading(store))


def who_reads(store: Store, route: Route, above: Words = NONE, below: Sequence[Words] = ()) -> None:
    """Who reads, or that nobody does, between the portal's own lines.

    As one element: each of its own costs a visit as much as a question does.
    """
    said = reads(store, route)
    if not said:
        st.warning(t("report.staff_nobody"))
    lines = [line for line in (above, said, *below) if line]
    if lines:
        st.markdown(joined("\n\n", lines))


def numbers(store: Store, key: str, title: str = "report.help_now") -> None:
    """The numbers that answer day and night, to be touched and called."""
    st.markdown(t(title))
    dial(store, key)


def dial(store: Store, key: str) -> None:
    """The numbers alone, under whatever introduces them."""
    with st.container(horizontal=True, gap="small", key=f"{key}_numbers"):
        for line in help_lines.first(store):
            name = pick(line.name, language())
            st.link_button(put("**{}** {}", as_typed(line.number), as_typed(name)), line.tel)
