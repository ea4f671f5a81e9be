"""The committee's figures: tallrapporter to read, to comment on and to take along."""

import streamlit as st

from core import words
from core.access import Action, may
from core.figures import releases
from core.plan import inputs
from core.school import profile
from core.ui.figures import release as release_view
from core.ui.kit import notice, prologue, thing
from core.ui.kit.plain import as_typed, plain
from core.ui.kit.prologue import guard
from core.ui.kit.words import filled, language, t
from core.ui.releases import comments, copies, period, plan_input, state

person = guard("su")

store = prologue.store()
makes = may(person, Action.MAKE_RELEASE)
committee = words.pick(profile.profile(store).committee, language())

st.set_page_config(page_title=committee)  # the tab's name is plain text, the menu's is not
st.header(as_typed(committee))
plain(filled("release.intro", committee=committee))
notice.show()

periods = releases.open_periods(store, person) if makes else []
if periods:
    period.draw(store, person, periods)

found = {r.number: r for r in releases.listed(store, person)}
if not found:
    plain(t("release.none"))
else:
    release = state.choose(found)
    if makes:
        state.draw(store, person, release)
    with thing.shown(f"release_{release.number}"):
        release_view.draw(release)
    copies.draw(store, person, release.number)
    if state.of(release) != "draft":
        comments.draw(store, person, release.number)

if makes and not periods:
    st.caption(t("release.make.nothing"))
if "su" in inputs.sources(person):
    plan_input.draw(store, person)
