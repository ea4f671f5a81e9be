"""The committee's figures: tallrapporter to read, to comment on and to take along."""

import functools
from collections.abc import Callable

import streamlit as st

from core import words
from core.access import Action, may
from core.documents import release_csv, release_pdf
from core.documents.tickets import File
from core.errors import PortalError
from core.figures import period, releases
from core.people import directory, sessions
from core.plan import inputs
from core.school import profile
from core.today.drafts import Thing
from core.ui.figures import release as release_view
from core.ui.kit import once, press, prologue, written
from core.ui.kit.address import choice
from core.ui.kit.download import download
from core.ui.kit.plain import as_typed, plain, quoted
from core.ui.kit.prologue import guard
from core.ui.kit.words import language, t

person = guard("su")

store = prologue.store()
makes = may(person, Action.MAKE_RELEASE)
committee = words.pick(profile.profile(store).committee, language())


def act(done: str, work: Callable[[], object], row: object = "", *, callback: bool = True) -> None:
    """Do it, say what happened after the page is drawn anew, or why it did not."""
    try:
        sessions.must_stand(store, person)
        with once.sending(f"{done} {row}", person if callback else None):
            work()
    except PortalError as error:
        st.session_state.release_failed = (error.key, error.facts)
    else:
        st.session_state.release_done = done


def send(done: str, box: str, work: Callable[[str], object]) -> None:
    """Send what stands in a box, and empty it where that went well."""
    act(done, lambda: work(st.session_state[box]))
    if "release_failed" not in st.session_state:
        written.saved(box)
        st.session_state[box] = ""


def make(of: period.Period) -> None:
    """A new release, opened at once."""
    st.session_state.nr = str(releases.make(store, person, of))


def name(of: period.Period) -> str:
    """A period in words: an option of a choice is plain text."""
    return t(f"school.period.{of.kind}", first=of.start.year, second=of.end.year % 100)


st.set_page_config(page_title=committee)  # the tab's name is plain text, the menu's is not
st.header(as_typed(committee))
plain(t("release.intro", committee=committee))
if done := st.session_state.pop("release_done", None):
    st.success(t(f"release.done.{done}"))
if failed := st.session_state.pop("release_failed", None):
    st.error(t(failed[0], most=int(failed[1].get("most", 0))))

periods = {p.code: p for p in releases.open_periods(store, person)} if makes else {}
if periods:
    with st.container(border=True):
        st.subheader(t("release.make.title"))
        plain(t("release.make.how"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                t("release.make.period"),
                list(periods),
                format_func=lambda code: name(periods[code]),
                key="release_period",
            )
            press.button(
                t("release.make.button"),
                key="release_make",
                act=lambda: act("made", functools.partial(make, periods[chosen])),
            )

found = {r.number: r for r in releases.listed(store, person)}
if not found:
    plain(t("release.none"))
else:
    states = {
        n: "published" if r.published_at else "approved" if r.approved_at else "draft"
        for n, r in found.items()
    }
    number = int(
        choice(
            t("release.choose"),
            [str(n) for n in found],
            "nr",
            lambda n: t(
                f"release.option.{states[int(n)]}",
                n=n,
                period=release_view.period_name(found[int(n)]),
            ),
        )
    )
    release = found[number]
    if makes:
        with st.container(border=True, key="release_acts"):
            st.subheader(t(f"release.state.{states[number]}"))
            with st.container(horizontal=True):
                if states[number] == "draft":
                    press.button(
                        t("release.approve"),
                        key="release_approve",
                        type="primary",
                        act=lambda: act(
                            "approved", lambda: releases.approve(store, person, number)
                        ),
                    )
                    press.button(
                        t("release.drop"),
                        key="release_drop",
                        act=lambda: act("dropped", lambda: releases.drop(store, person, number)),
                    )
                elif states[number] == "approved":
                    press.button(
                        t("release.publish"),
                        key="release_publish",
                        act=lambda: act(
                            "published", lambda: releases.publish(store, person, number)
                        ),
                    )
                else:
                    press.button(
                        t("release.withdraw"),
                        key="release_withdraw",
                        act=lambda: act(
                            "withdrawn", lambda: releases.withdraw(store, person, number)
                        ),
                    )
    release_view.draw(release)
    with st.container(horizontal=True):
        file = f"tallrapport-{number}"
        taken = functools.partial(releases.take, store, number=number)
        school, lang = profile.profile(store).name, language()
        download(
            "release.csv",
            person,
            File(
                f"{file}.csv",
                "text/csv",
                lambda whose: release_csv.csv_file(taken(person=whose, what="csv"), lang),
            ),
            key="release_csv",
        )
        download(
            "release.pdf",
            person,
            File(
                f"{file}.pdf",
                "application/pdf",
                lambda whose: release_pdf.pdf_file(taken(person=whose, what="pdf"), school, lang),
            ),
            key="release_pdf",
        )
    if states[number] != "draft":
        with st.container(border=True, key="release_comments"):
            st.subheader(t("release.comments"))
            names = directory.names(store)
            said = releases.comments(store, person, number)
            if not said:
                plain(t("release.no_comments"))
            for comment in said:
                when = words.day(comment.at.date(), language(), year=True)
                plain(f"{names.get(comment.person_id, '')}, {when}")
                quoted(comment.body, key=f"comment_{comment.comment_id.hex}")
                if comment.person_id == person.person_id:
                    press.button(
                        t("release.comment.remove"),
                        key=f"comment_remove_{comment.comment_id.hex}",
                        type="tertiary",
                        act=lambda c=comment: act(
                            "removed",
                            lambda: releases.remove_comment(store, person, c.comment_id),
                            c.comment_id,
                        ),
                    )
            if may(person, Action.COMMENT_RELEASE):
                written.area(
                    Thing("page", "su"),
                    t("release.comment.label"),
                    "comment_text",
                    max_chars=releases.LONGEST_COMMENT,
                )
                press.button(
                    t("release.comment.send"),
                    key="comment_send",
                    act=lambda: send(
                        "commented",
                        "comment_text",
                        lambda body: releases.comment(store, person, number, body),
                    ),
                )

if makes and not periods:
    st.caption(t("release.make.nothing"))
if "su" in inputs.sources(person):
    with st.container(border=True, key="plan_input"):
        st.subheader(t("release.input.title"))
        plain(t("release.input.how"))
        written.area(
            Thing("page", "su"),
            t("release.input.label"),
            "plan_input_text",
            max_chars=inputs.LONGEST,
        )
        press.button(
            t("release.input.send"),
            key="plan_input_send",
            act=lambda: send(
                "input",
                "plan_input_text",
                lambda body: inputs.submit(store, person, body, "su"),
            ),
        )
        for given in inputs.visible(store, person):
            plain(words.day(given.at.date(), language(), year=True))
            quoted(given.body, key=f"input_{given.input_id.hex}")
            if given.answer:
                plain(t("release.input.answer"))
                quoted(given.answer, key=f"input_answer_{given.input_id.hex}")
