"""A student's plan, and a whole case, as PDF: what § 12-6 lets the statsforvalter ask for."""

import uuid
from datetime import date

from core.cases import facts, journal, measures, reading
from core.cases import people as case_people
from core.cases.clock import Kind
from core.cases.happened import Part
from core.cases.opened import OpenedCase
from core.documents.pdf import Page
from core.errors import Refused
from core.people import asking, directory
from core.school import profile
from core.store.acts import Act
from core.store.engine import Store, norwegian_date
from core.words import Words, filled, word
from core.words import day as day_words


def plan(found: OpenedCase, case_person_id: uuid.UUID, language: str) -> bytes:
    """One student's written plan; another student of the case is not named in it."""
    page = _plan_page(found, case_person_id, language)
    _taken(found, Act.DOCUMENT_PLAN)
    return page.bytes()


def plan_lacks(found: OpenedCase, case_person_id: uuid.UUID) -> bool:
    """Whether the plan has letters that no typeface of the portal can write."""
    return _plan_page(found, case_person_id, "nb").lacks


def _plan_page(found: OpenedCase, case_person_id: uuid.UUID, language: str) -> Page:
    student = next(
        (
            p
            for p in case_people.of(found)
            if p.case_person_id == case_person_id and p.part is Part.EXPOSED
        ),
        None,
    )
    if student is None:
        raise Refused
    page = _page(found.store, word(language, "document.plan"), language)
    page.paragraph(filled(language, "document.case", number=found.number))
    page.paragraph(word(language, "document.plan_law"))
    page.paragraph(
        filled(
            language,
            "document.student",
            name=student.name or word(language, "document.unknown"),
        )
    )
    _plan(page, found, student, language)
    return page


def whole(found: OpenedCase, language: str) -> bytes:
    """Everything in the case, for the one who opens it."""
    page = _whole_page(found, language)
    _taken(found, Act.DOCUMENT_CASE)
    return page.bytes()


def whole_lacks(found: OpenedCase) -> bool:
    """Whether the case has letters that no typeface of the portal can write."""
    return _whole_page(found, "nb").lacks


def _whole_page(found: OpenedCase, language: str) -> Page:
    clock = facts.clock(found)
    names = directory.names(found.store)
    concerned = case_people.of(found)
    called = {p.case_person_id: p.name or word(language, "document.unknown") for p in concerned}
    page = _page(found.store, filled(language, "document.case", number=found.number), language)
    page.paragraph(word(language, "document.opened", day=_day(found.case.opened_on, language)))
    state = word(language, f"duty.state.{clock.state}")
    page.paragraph(word(language, "document.state", state=state))
    page.heading(word(language, "document.people"))
    for one in concerned:
        page.fact(word(language, f"case.part.{one.part}"), called[one.case_person_id])
    page.heading(word(language, "document.facts"))
    for noted in facts.notes(found):
        fact = noted.fact
        by = names.get(fact.person_id, "") if fact.person_id else ""
        # What a fact is about: somebody in the case, or whoever of the school told rektor.
        whom = fact.subject_id if fact.subject_id != fact.person_id else None
        about = called.get(whom) or names.get(whom, "") if whom else ""
        what = word(language, f"document.fact.{fact.kind}")
        line = " · ".join(filter(None, [_day(fact.day, language), what, about, by]))
        page.paragraph(line)
        if noted.note:
            page.paragraph(noted.note, 6)
    for one in concerned:
        if one.part is Part.EXPOSED:
            page.heading(word(language, "document.plan"))
            page.paragraph(filled(language, "document.student", name=called[one.case_person_id]))
            _plan(page, found, one, language)
    page.heading(word(language, "document.journal"))
    for entry in reversed(journal.of(found)):
        by = names.get(entry.person_id, "") if entry.person_id else ""
        duty = word(language, f"duty.name.{entry.duty}")
        page.paragraph(f"{_day(norwegian_date(entry.at), language)} · {duty} · {by}")
        page.paragraph(entry.body, 6)
    _reports(page, found, language)
    return page


def _plan(page: Page, found: OpenedCase, student: case_people.InCase, language: str) -> None:
    for kind, key in ((Kind.HEARD, "view"), (Kind.BEST, "best")):
        page.heading(word(language, f"document.{key}"))
        said = facts.notes(found, kind, subject_id=student.case_person_id)
        if not said:
            page.paragraph(word(language, "document.not_written"))
        for noted in said:
            page.fact(_day(noted.fact.day, language), noted.note)
    page.heading(word(language, "document.measures"))
    own = [m for m in measures.of(found) if m.case_person_id == student.case_person_id]
    if not own:
        page.paragraph(word(language, "document.none"))
    for n, measure in enumerate(own, 1):
        page.heading(word(language, "document.measure", n=n, round=measure.round), 11)
        page.fact(word(language, "document.problem"), measure.problem)
        page.fact(word(language, "document.what"), measure.what)
        page.fact(word(language, "document.when"), _day(measure.carry_out_on, language))
        page.fact(word(language, "document.who"), measure.who)
        page.fact(word(language, "document.evaluate"), _day(measure.evaluate_on, language))
        happened = facts.notes(found, subject_id=measure.measure_id)
        if happened:
            lines = [
                f"{_day(h.fact.day, language)} · "
                f"{word(language, f'document.fact.{h.fact.kind}')} {h.note}".rstrip()
                for h in happened
            ]
            page.fact(word(language, "document.happened"), "\n".join(lines))


def _reports(page: Page, found: OpenedCase, language: str) -> None:
    page.heading(word(language, "document.reports"))
    for one in reading.reports_of(found):
        page.fact(_day(one.day, language), str(one.answers.get("what_happened", "")))
        said = reading.conversation(found, one)
        if said:
            page.heading(word(language, "document.conversation"), 11)
        for message in said:
            who = "student_says" if message.from_reporter else "school_says"
            label = f"{_day(message.day, language)} · {word(language, f'document.{who}')}"
            page.fact(label, message.body)


def _page(store: Store, title: str, language: str) -> Page:
    made = store.now()
    page = Page(profile.profile(store).name, title, language, made)
    page.paragraph(word(language, "document.made", day=_day(norwegian_date(made), language)))
    return page


def _day(when: date | None, language: str) -> Words:
    return day_words(when, language, year=True) if when else Words("–")


def _taken(found: OpenedCase, act: Act) -> None:
    """A copy that leaves the portal is an event of the case."""
    person, case_id = found.person, found.case_id
    asking.write(
        found.store,
        person,
        lambda now: reading.opens(found.store, now, case_id),
        lambda tx: tx.record(act, person.person_id, "case", case_id),
    )
