"""The committee's page: what rektor makes, what the committee sees of it, and nothing else."""

import re

import pytest

from core import words
from core.errors import Invalid
from core.figures import releases
from core.figures.period import Period, PeriodKind
from core.plan import inputs
from core.store.schema import figures
from tests.given.figures import many

OF = Period(2023, PeriodKind.AUTUMN)  # before the demonstration's own years


@pytest.fixture
def school(demo):
    """The demonstration school without its releases, with enough reports in one autumn."""
    demo.write(lambda tx: (tx.delete(figures.release), tx.delete(figures.release_comment)))
    many(demo, OF.start)
    return demo


def said(at):
    """Every word on the page, the tables' too."""
    words = [e.value for e in (*at.text, *at.header, *at.subheader, *at.caption, *at.success)]
    words += [b.label for b in at.button]
    words += [str(cell) for table in at.dataframe for cell in table.value.to_numpy().ravel()]
    return "\n".join(map(str, words))


def make(at, of=OF):
    at.selectbox(key="release_period").set_value(of.code).run()
    at.button(key="release_make").click().run()
    assert not at.exception


def say_yes(at, key):
    """Press, and answer the question that is asked of it."""
    at.button(key=key).click().run()
    yes = next(b for b in at.button if re.fullmatch(rf"{key}_\d+_yes", b.key or ""))
    yes.click().run()
    assert not at.exception


def test_who_says_no_approves_nothing(school, visit):
    at = visit("su", "rektor")
    make(at)
    at.button(key="release_approve").click().run()
    assert "Nr. 1, høsten 2023" in [e.value for e in at.text]
    assert words.word("nb", "release.sure.approve_tells") in [e.value for e in at.markdown]
    assert releases.listed(school, None) == []
    assert not at.success
    at.button(key="release_approve_1_no").click().run()
    assert not [b for b in at.button if b.key == "release_approve_1_yes"]
    assert "Tallrapport 1" not in said(visit("su", "su"))


def test_rektor_makes_sees_approves_and_publishes(school, visit):
    at = visit("su", "rektor")
    make(at)
    assert "Tallrapport 1: høsten 2023" in said(at)
    assert "om lag 20 meldinger" in said(at)
    say_yes(at, "release_approve")
    assert "Utvalget ser den nå" in at.success[0].value
    say_yes(at, "release_publish")
    assert "skolens side" in at.success[0].value
    assert at.selectbox(key="nr").proto.raw_value == "Nr. 1, høsten 2023 – publisert"
    at.run()
    assert not at.selectbox(key="nr").proto.set_value, "set only where its words have changed"
    assert not at.exception
    [public] = releases.listed(school, None)
    assert public.number == 1


def test_what_rektor_approves_is_exactly_what_the_committee_sees(school, visit):
    at = visit("su", "rektor")
    make(at)
    preview = [e.value for e in at.text if "meldinger" in str(e.value)]
    tables = [t.value.to_dict() for t in at.dataframe]
    assert visit("su", "su").dataframe == [] or not visit("su", "su").dataframe
    say_yes(at, "release_approve")
    seen = visit("su", "su")
    assert [t.value.to_dict() for t in seen.dataframe] == tables
    for line in preview:
        if "Velg et halvår" not in line:
            assert line in [e.value for e in seen.text]


def test_the_committee_has_rounded_numbers_files_comments_and_no_act_of_rektor_s(school, visit):
    at = visit("su", "rektor")
    make(at)
    say_yes(at, "release_approve")
    at = visit("su", "su")
    assert {"15", "10", "færre enn 5"} <= set(said(at).split("\n"))
    assert "13" not in said(at).split("\n")
    keys = {b.key for b in at.button}
    assert not keys & {"release_make", "release_approve", "release_publish", "release_drop"}
    assert keys >= {"release_csv", "release_pdf"}
    at.text_area(key="comment_text").set_value("**Bra** at det er ![x](http://e.no/x) åpent")
    at.button(key="comment_send").click().run()
    assert not at.exception
    assert "**Bra** at det er ![x](http://e.no/x) åpent" in [e.value for e in at.text]


def test_the_committee_gives_input_to_the_plan(school, visit):
    at = visit("su", "su")
    at.text_area(key="plan_input_text").set_value("Mer tid til klassens time")
    at.button(key="plan_input_send").click().run()
    assert not at.exception
    assert "Mer tid til klassens time" in [e.value for e in at.text]


def test_a_refusal_says_its_facts_and_keeps_what_was_typed(school, visit, monkeypatch):
    def refused(*_):
        raise Invalid("plan.error.long_text", field="plan_input_text", longest=10)

    monkeypatch.setattr(inputs, "submit", refused)
    at = visit("su", "su")
    at.text_area(key="plan_input_text").set_value("Mer tid til klassens time")
    at.button(key="plan_input_send").click().run()
    assert not at.exception
    assert [e.value for e in at.error] == ["Teksten er for lang, høyst 10 tegn."]
    assert at.text_area(key="plan_input_text").value == "Mer tid til klassens time"


def test_an_empty_comment_is_refused_with_a_word(school, visit):
    at = visit("su", "rektor")
    make(at)
    say_yes(at, "release_approve")
    at = visit("su", "su")
    at.button(key="comment_send").click().run()
    assert at.error[0].value == "Skriv noe først."


def test_a_release_is_opened_by_its_address(school, visit):
    at = visit("su", "rektor")
    make(at)
    say_yes(at, "release_approve")
    many(school, Period(2023, PeriodKind.SPRING).start)
    at = visit("su", "rektor")
    make(at, Period(2023, PeriodKind.SPRING))
    say_yes(at, "release_approve")
    assert "Tallrapport 2: våren 2024" in said(visit("su", "su"))
    assert "Tallrapport 1: høsten 2023" in said(visit("su", "su", nr="1"))


@pytest.mark.parametrize("name", ["larer", "elevtjeneste", "skoleeier", "avdelingsleder"])
def test_others_read_what_is_approved_and_nothing_else(school, visit, name):
    at = visit("su", "rektor")
    make(at)
    assert "Tallrapport 1" not in said(visit("su", name))
    say_yes(at, "release_approve")
    at = visit("su", name)
    assert "Tallrapport 1" in said(at)
    assert not at.text_area
    assert "release_make" not in {b.key for b in at.button}
