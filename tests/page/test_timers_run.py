"""A timer draws again what stands there; whoever lets it draw another page, or of another, acts."""

import pytest
import sqlalchemy as sa

from core.cases import listing
from core.store.acts import Act
from core.store.schema.school import audit
from core.ui.kit.files import FILES
from tests.conftest import Clock
from tests.given.pages import shown, who


@pytest.fixture
def numbers(demo):
    """The numbers of two cases that rektor opens."""
    rektor = who(demo, "rektor")
    page = listing.page(demo, rektor, listing.CaseFilter("open"))
    return [c.number for c in page if not c.moved_to][:2]


def reads(store):
    """How many times a case was read."""
    return len(store.rows(sa.select(audit).where(audit.c.action == Act.CASE_READ)))


def by_timer(at, page="", **query):
    """A run as after a timer's fragment: the browser says of which page, and with what query."""
    at.session_state["timer_run"] = True
    if page:
        at.switch_page(f"../pages/{FILES[page]}")
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def test_a_case_that_a_timer_draws_instead_of_the_figures_is_read(visit, demo, numbers):
    at = visit("tall", "rektor")
    before = reads(demo)
    by_timer(at, "sak", nr=numbers[0])
    assert numbers[0] in shown(at) + at.header[0].value
    assert reads(demo) == before + 1


def test_a_case_that_a_timer_draws_instead_of_another_case_is_read(visit, demo, numbers):
    at = visit("sak", "rektor", nr=numbers[0])
    before = reads(demo)
    by_timer(at, nr=numbers[1])
    assert reads(demo) == before + 1


def test_a_case_that_a_timer_draws_again_is_not_read_again(visit, demo, numbers):
    demo.clock = Clock(demo.now().replace(minute=45))
    at = visit("sak", "rektor", nr=numbers[0])
    before = reads(demo)
    demo.clock.move(minutes=20)  # another hour than the one it was read in
    by_timer(at)
    assert reads(demo) == before
    at.run()
    assert reads(demo) == before + 1


def test_whoever_lets_a_timer_draw_another_page_keeps_their_sign_in(visit, demo):
    demo.clock = Clock(demo.now())
    at = visit("tall", "rektor")
    for page in ("saker", "tall"):
        demo.clock.move(minutes=20)
        by_timer(at, page)
    assert "sid" in at.session_state
