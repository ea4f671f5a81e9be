"""How days, cases and what is to be done are put into words, wherever they stand."""

from datetime import date, datetime
from typing import overload

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import words
from core.cases import clock as duties
from core.cases.clock import Todo
from core.school.days import SchoolDays
from core.store.engine import norwegian_date
from core.ui.kit.words import language, t
from core.words import NONE, Words, joined, put


def number(found: str) -> Words:
    """A case number as it may stand in a label: the portal made it, of digits and an E."""
    return Words("".join(c for c in found if c in "0123456789-E"))


def card(key: str) -> DeltaGenerator:
    """The box of one thing in a list: its lines to the left, what can be done beside them."""
    return st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="xsmall",
        key=key,
    )


def due_words(due_on: date | None, by_plan: bool, today: date, days: SchoolDays) -> Words:
    """When something is due, in words, with days left or over: an internal target is called so."""
    if due_on is None:
        return NONE
    when = t("duty.planned" if by_plan else "duty.internal", day=words.day(due_on, language()))
    if due_on < today:
        over = days.count(due_on, today)  # none on the weekend after
        return put("{} ({})", when, t("duty.over", n=over) if over else t("duty.passed"))
    left = days.count(today, due_on)
    return put("{} ({})", when, t("duty.left", n=left) if left else t("duty.today"))


@overload
def sentence(*parts: Words) -> Words: ...
@overload
def sentence(*parts: str) -> str: ...
def sentence(*parts: str) -> str:
    """What there is to say, in one line that begins with a capital."""
    text = " · ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def weekday(when: date) -> Words:
    """A day as a heading: "Mandag 23. november"."""
    return sentence(words.weekday(when, language()))


def day_of(moment: datetime) -> date:
    """The day in Norway of a moment that was written down."""
    return norwegian_date(moment)


def dated(when: date, today: date) -> Words:
    """A day, with its year if that is not this one."""
    return words.day(when, language(), year=when.year != today.year)


def by_plan(step: str) -> bool:
    """Whether a step's day is the plan's own."""
    return step in duties.BY_PLAN


def todo_words(todo: Todo, today: date, days: SchoolDays) -> Words:
    """What is to be done and when."""
    step = t(f"duty.step.{todo.step}")
    due = due_words(todo.due_on, todo.by_plan, today, days)
    return put("{} · {}", step, due) if due else step


def themes(laws: tuple[str, ...]) -> Words:
    """The themes of a case or report, or that it has none."""
    return joined(", ", (t(f"school.law.{law}") for law in laws)) or t("case.themes_none")
