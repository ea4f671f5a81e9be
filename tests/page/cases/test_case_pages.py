"""Inbox, cases, one case and the overview as their users meet them."""

import datetime

import pytest

from core import words
from core.access import Role
from core.administration import accounts
from core.cases import ending, facts, listing, measures, opening, people, reading
from core.cases.happened import Kind, Part
from core.cases.listing import CaseFilter
from core.forms import versions
from core.reports import messages, receipt, reports
from core.reports.happened import ReportFact
from core.store.schema.cases import case
from core.today import closing, follow_up, inbox, overview
from tests.conftest import to
from tests.given.pages import PAYLOAD, report, who


def texts(at):
    return [t.value for t in at.text]


def drawn(at):
    kinds = ("markdown", "header", "caption", "info")
    return " ".join(str(e.value) for kind in kinds for e in at.get(kind))


@pytest.mark.parametrize("name", ["elevtjeneste", "rektor", "assrektor"])
def test_the_inbox_shows_what_was_written_as_plain_text(visit, demo, name):
    report_id = report(demo)
    at = visit("innboks", name, melding=str(report_id))
    assert not at.exception
    assert PAYLOAD in texts(at)
    assert "evil" not in drawn(at)


def test_the_list_shows_what_was_chosen_and_done_and_no_word_of_the_report(visit, demo):
    words_of_it = "De ler av meg i gangen"
    version = versions.current(demo)
    chosen = {"kind": ["online", "bullying"], "place": ["corridor"], "afraid_now": "yes"}
    given = {"what_happened": words_of_it, "reporter": "self", **chosen}
    code = reports.send(demo, version, given, receipt.new_token())
    report_id = receipt.report_id(demo, code)

    def row(name):
        at = visit("innboks", name)
        assert not at.exception
        assert words_of_it not in "\n".join(texts(at))
        return "\n".join(texts(at))

    seen = row("elevtjeneste")
    assert "Mobbing eller erting, På nett, bilder eller film · Gang eller kantine" in seen
    assert "Ikke lest · ikke besvart" in seen
    assert "redd nå" in " ".join(badges(visit("innboks", "elevtjeneste")))
    # Nobody has read it: it is no read, and the reporter may still take it back unread.
    assert reports.load(demo, report_id).state == "new"
    assert not follow_up.timeline(demo, reports.load(demo, report_id))[1].day
    assert words_of_it in texts(visit("innboks", "elevtjeneste", melding=str(report_id)))
    assert follow_up.timeline(demo, reports.load(demo, report_id))[1].day
    eli = who(demo, "elevtjeneste")
    assert f"Lest av {eli.name} · ikke besvart" in row("rektor")
    inbox.ask(demo, eli, report_id, "Vil du fortelle mer?", "t")
    assert f"lest av {eli.name} · besvart" in row("elevtjeneste")
    messages.send_to_school(demo, report_id, "Ja", "u")
    assert "venter på svar fra skolen" in row("elevtjeneste")


def test_a_report_becomes_a_case_and_its_page_opens(visit, demo):
    report_id = report(demo)
    at = visit("innboks", "elevtjeneste", melding=str(report_id))
    at.button(key="case_open").click().run()
    assert not at.exception
    eli = who(demo, "elevtjeneste")
    numbers = listing.numbers(demo, eli)
    assert at.query_params["nr"] in (numbers[0], [numbers[0]])
    assert any("Sak" in h.value for h in at.header)


def test_the_other_acts_say_what_happened(visit, demo):
    one, two = report(demo), report(demo)
    at = visit("innboks", "elevtjeneste", melding=str(one))
    at.button(key="close_save").click().run()
    assert at.error  # a reason is asked for, nothing is lost
    at.text_area(key="close_reason").set_value("Gjelder kantina")
    at.button(key="close_save").click().run()
    assert not at.exception
    assert at.success
    at = visit("innboks", "elevtjeneste", melding=str(two))
    at.checkbox(key="owner_sure").check().run()
    at.button(key="owner_send").click().run()
    assert at.success
    with pytest.raises(Exception, match="no_such"):
        reading.open_report(demo, who(demo, "rektor"), two)


def test_asking_through_the_code_asks_once_more_before_it_is_sent(visit, demo):
    from core.reports import messages

    report_id = report(demo)
    at = visit("innboks", "elevtjeneste", melding=str(report_id))
    at.text_area(key="reply_text").set_value("Har du en voksen du stoler på?")
    at.button(key="reply_send").click().run()
    assert messages.conversation(demo, report_id) == []
    at.button(key="reply_confirm").click().run()
    assert not at.exception
    assert [m.body for m in messages.conversation(demo, report_id)] == [
        "Har du en voksen du stoler på?"
    ]
    assert at.text_area(key="reply_text").value == ""


def opened(demo, name="elevtjeneste"):
    person = who(demo, name)
    number = opening.from_report(demo, person, report(demo), True)
    return person, reading.by_number(demo, person, number)


def test_the_plan_is_written_in_the_case_and_refused_where_a_point_lacks(visit, demo):
    _, found = opened(demo)
    at = visit("sak", "elevtjeneste", nr=found.number)
    assert not at.exception
    at.text_area(key="plan_problem").set_value("Står alene")
    at.text_area(key="plan_measure").set_value("Voksen i gangen")
    at.text_input(key="plan_who").set_value("Miljøveileder")
    at.date_input(key="plan_when").set_value(datetime.date(2026, 12, 1))
    at.button(key="plan_save").click().run()
    assert at.error
    assert at.text_area(key="plan_problem").value == "Står alene"
    at.date_input(key="plan_evaluate").set_value(datetime.date(2026, 12, 15))
    at.button(key="plan_save").click().run()
    assert not at.exception
    assert at.success
    assert len(facts.of(found).measures) == 1
    assert at.text_area(key="plan_problem").value == ""


def test_an_unknown_number_and_a_forbidden_case_look_exactly_alike(visit, demo):
    _, found = opened(demo)
    pages = []
    for number in (found.number, "2026-999"):
        at = visit("sak", "larer", nr=number)
        assert not at.exception
        pages.append([(type(e).__name__, getattr(e, "value", None)) for e in at.main])
    assert pages[0] == pages[1]


@pytest.mark.parametrize("name", ["kontaktlarer", "larer", "skoleeier", "avdelingsleder"])
def test_the_list_of_cases_holds_only_her_own(visit, demo, name):
    _, found = opened(demo)
    at = visit("saker", name, tilstand="all")
    assert not at.exception
    person = who(demo, name)
    shown = {c.number for c in listing.page(demo, person, CaseFilter(state="all"))}
    assert found.number not in shown
    assert found.number not in " ".join(texts(at))


def test_the_address_of_the_list_holds_its_filters(visit, demo):
    eli = who(demo, "elevtjeneste")
    number = opening.from_report(demo, eli, report(demo), False)
    ending.end(
        reading.by_number(demo, who(demo, "rektor"), number),
        "Flyttet",
    )
    at = visit("saker", "elevtjeneste", tilstand="ended", hvem="mine", passert="tull")
    assert not at.exception
    assert (at.selectbox(key="tilstand").value, at.selectbox(key="hvem").value) == ("ended", "mine")
    assert f"{listing.count(demo, eli, CaseFilter('ended', 'mine'))} sak" in " ".join(
        c.value for c in at.caption
    )
    at.selectbox(key="tilstand").select("open").run()
    assert "tilstand" not in at.query_params
    at.selectbox(key="hvem").select("others").run()
    assert at.query_params["hvem"] in ("others", ["others"])


def test_a_page_of_the_list_is_opened_from_its_address_and_a_wrong_one_is_not_lost(
    visit, demo, monkeypatch
):
    monkeypatch.setattr(listing, "PAGE", 2)
    eli = who(demo, "elevtjeneste")
    ordered = [c.number for c in listing.page(demo, eli, CaseFilter("all"), most=99)]
    last = (len(ordered) + 1) // 2
    assert last > 2
    wrong = dict.fromkeys(["tull", "0", "-3", "9" * 30], 1)
    for asked, number in {"1": 1, "2": 2, "99": last, **wrong}.items():
        at = visit("saker", "elevtjeneste", tilstand="all", side=asked)
        assert not at.exception, asked
        text = " ".join(e.proto.label for e in at.get("page_link"))
        shown = [n for n in ordered if n in text]
        assert shown == ordered[2 * number - 2 : 2 * number], asked


def test_the_overview_leads_to_what_must_be_done(visit, demo):
    _, found = opened(demo)
    demo.write(lambda tx: tx.update(case, case.c.case_id != found.case_id, state="ended"))
    at = visit("oversikt", "elevtjeneste")
    assert not at.exception
    button = next(b for b in at.button if found.number in (b.label or ""))
    button.click().run()
    assert not at.exception
    assert any(found.number in h.value for h in at.header)


@pytest.mark.parametrize(
    "name", ["rektor", "larer", "skoleeier", "redaktor", "systemansvarlig", "elevtjeneste"]
)
def test_everyone_has_an_overview(visit, demo, name):
    at = visit("oversikt", name)
    assert not at.exception
    assert at.header


def test_an_employee_reports_to_rektor_in_one_field_one_choice_and_one_press(visit, demo):
    before = inbox.count(demo, who(demo, "rektor"))
    at = visit("meld-rektor", "larer")
    assert at.radio(key="staff_report_about").value is None, "nothing is answered for them"
    assert words.word("nb", "staff_report.read_by_answer") in [i.value for i in at.info]
    at.button(key="staff_report_send").click().run()
    assert at.error
    at.text_area(key="staff_report_text").set_value("Så en elev bli dyttet i gangen.")
    at.button(key="staff_report_send").click().run()
    assert words.word("nb", "staff_report.error.about") in [e.value for e in at.error]
    at.radio(key="staff_report_about").set_value("no")
    at.button(key="staff_report_send").click().run()
    assert not at.exception
    assert at.success
    assert inbox.count(demo, who(demo, "rektor")) == before + 1
    assert at.text_area(key="staff_report_text").value == ""


def test_a_case_can_be_ended_and_reopened_in_its_page(visit, demo):
    _, found = opened(demo)
    at = visit("sak", "rektor", nr=found.number)
    at.text_area(key="end_reason").set_value("Eleven har byttet skole.")
    at.button(key="case_end").click().run()
    assert reading.by_number(demo, who(demo, "rektor"), found.number).case.state != "ended"
    said = drawn(at)
    assert words.word("nb", "case.end.sure_tells") in said
    assert words.word("nb", "duty.not_told") not in said, "rektor opened it"
    assert (
        words.word("nb", "case.end.lack.heard")
        in said.split(words.word("nb", "case.end.sure_lacks"))[-1]
    )
    at.button(key=f"end_{found.number}_yes").click().run()
    assert not at.exception
    at.text_area(key="reopen_reason").set_value("Eleven er tilbake.")
    at.button(key="case_reopen").click().run()
    assert not at.exception
    assert reading.by_number(demo, who(demo, "rektor"), found.number).case.state != "ended"


def test_a_case_handed_to_skoleeier_is_gone_at_once(visit, demo):
    _, found = opened(demo)
    at = visit("sak", "elevtjeneste", nr=found.number)
    yes = f"hand_over_{found.number}_yes"
    at.button(key="hand_over_save").click().run()
    assert at.error, "why, is asked before it"
    assert yes not in [b.key for b in at.button]
    at.text_area(key="hand_over_reason").set_value("Gjelder ledelsen.")
    at.button(key="hand_over_save").click().run()
    assert reading.by_number(demo, who(demo, "rektor"), found.number).case.moved_to is None
    assert f"Sak {found.number}" in texts(at)
    at.button(key=yes).click().run()
    assert not at.exception
    assert [s.value for s in at.success] == [words.word("nb", "case.access.handed_over")]
    assert not at.error  # one line says what is true now
    assert visit("sak", "elevtjeneste", nr=found.number).error  # the number is nobody's now


def test_whoever_steps_aside_is_told_that_and_not_that_there_is_no_such_case(visit, demo):
    _, found = opened(demo)
    at = visit("sak", "elevtjeneste", nr=found.number)
    at.button(key="aside_save").click().run()
    assert not at.exception
    assert words.word("nb", "case.access.aside_done") in [s.value for s in at.success]
    assert not at.error


def test_whoever_must_say_yes_to_a_role_is_told_on_her_overview(visit, demo):
    accounts.add(
        demo, who(demo, "systemansvarlig"), "nyansatt", "Ny Ansatt", frozenset({Role.ELEVTJENESTE})
    )
    waits = "Noen venter på godkjenning fra deg: en rolle eller et nytt passord."
    at = visit("oversikt", "rektor")
    assert waits in texts(at)
    assert words.word("nb", "overview.nothing") not in [s.value for s in at.success]
    assert waits not in texts(visit("oversikt", "elevtjeneste"))


def test_the_way_to_the_next_step_is_shown_only_where_it_leads_somewhere(visit, demo):
    _, found = opened(demo)
    at = visit("sak", "elevtjeneste", nr=found.number)
    # The journal is open, and that is where the investigation is begun and rektor told.
    assert not [b for b in at.button if b.key == "case_start"]
    at.button(key="case_begin").click().run()
    assert not at.exception
    assert not [b for b in at.button if b.key == "case_begin"]
    rektor = visit("sak", "rektor", nr=found.number)
    assert "Neste: spør eleven om eget syn (med kode)" in " ".join(texts(rektor))
    rektor.button(key="case_start").click().run()
    assert not rektor.exception
    assert not [b for b in rektor.button if b.key == "case_start"]


def test_a_message_asks_the_student_for_their_view_if_the_writer_says_so(visit, demo):
    _, found = opened(demo)
    at = visit("sak", "elevtjeneste", nr=found.number, vis="samtale")
    for heard in (False, True):
        at.selectbox(key="reply_view").select_index(int(heard))
        at.text_area(key="reply_text").set_value(f"Hei {heard}")
        at.button(key="reply_send").click().run()
        assert (words.word("nb", "case.message.asks_recorded") in drawn(at)) is heard
        at.button(key="reply_confirm").click().run()
        assert not at.exception
        notes = facts.notes(found, Kind.VIEW_ASKED, Kind.ASKED)
        assert [n.fact.kind for n in notes] == [Kind.VIEW_ASKED] * heard
        assert at.selectbox(key="reply_view").value == ""


def test_a_duty_says_how_far_it_is_and_who_was_last_at_it(visit, demo):
    person, found = opened(demo)
    day = words.day(demo.today(), "nb")
    at = visit("sak", "elevtjeneste", nr=found.number)
    assert "skal gjøres nå" in texts(at)
    at.button(key="case_begin").click().run()
    assert f"i gang · sist {day} · {person.name}" in texts(at)


def test_a_report_that_was_taken_back_says_so_in_its_case(visit, demo):
    _, found = opened(demo)
    [report_id] = [r.report_id for r in reports.of_case(demo, found.case_id)]
    demo.write(lambda tx: reports.add_fact(tx, report_id, ReportFact.WITHDRAWN))
    at = visit("sak", "elevtjeneste", nr=found.number)
    said = words.word("nb", "case.message.withdrawn", day=words.day(demo.today(), "nb"))
    assert said in [w.value for w in at.warning]


@pytest.mark.parametrize(
    ("source", "told"), [("form", "inbox.afraid_help"), ("staff", "staff_report.afraid")]
)
def test_whoever_is_afraid_now_is_answered_at_once(visit, demo, source, told):
    report_id = report(demo, source=source, afraid=True)
    at = visit("innboks", "rektor", melding=str(report_id))
    assert words.word("nb", told) in [w.value for w in at.warning]


def everything_read_and_ended(demo):
    """Nobody waits: no new report, no open case, no answer that nobody gave."""
    from core.store.schema.reports import report as report_table

    demo.write(
        lambda tx: (
            tx.update(case, state="ended"),
            tx.update(report_table, state="closed", waits_for=""),
        )
    )


def badges(at):
    return [m.value for m in at.markdown if "-badge[" in str(m.value)]


def test_the_overview_never_says_that_nothing_waits_while_a_report_does(visit, demo):
    everything_read_and_ended(demo)
    nothing, only_year = (words.word("nb", f"overview.{k}") for k in ("nothing", "only_year"))
    at = visit("oversikt", "elevtjeneste")
    assert {nothing, only_year} & {e.value for e in (*at.success, *at.info)}
    unread, afraid = report(demo), report(demo, afraid=True)
    for name in ("elevtjeneste", "rektor", "assrektor"):
        at = visit("oversikt", name)
        assert not at.exception
        assert nothing not in [s.value for s in at.success]
        first, second = [b for b in at.button if (b.key or "").startswith("report_open_")]
        assert (first.label, first.key) == ("Svar nå", f"report_open_{afraid}")
        assert second.key == f"report_open_{unread}"
        assert "redd nå" in badges(at)[0]
    first.click().run()
    assert not at.exception
    assert at.query_params["melding"] in (str(afraid), [str(afraid)])
    reading.open_report(demo, who(demo, "elevtjeneste"), afraid)
    reading.open_report(demo, who(demo, "elevtjeneste"), unread)
    for report_id in (afraid, unread):
        inbox.ask(demo, who(demo, "elevtjeneste"), report_id, "Vil du si mer?", "t")
    at = visit("oversikt", "elevtjeneste")
    assert nothing not in [s.value for s in at.success]  # the inbox is not empty
    assert words.word("nb", "overview.answered") in [i.value for i in at.info]


@pytest.mark.parametrize("late", [True, False])
def test_nothing_waits_is_not_said_beside_what_is_overdue_in_the_wheel(
    visit, demo, monkeypatch, late
):
    everything_read_and_ended(demo)
    one = overview.OfTheYear("a", {"nb": "Klassens time"}, demo.today(), late, 1)
    monkeypatch.setattr(overview, "of_the_year", lambda store, person: [one])
    at = visit("oversikt", "larer")
    assert not at.exception
    said = {e.value for e in (*at.success, *at.info)}
    assert (words.word("nb", "overview.nothing") in said) is not late
    assert (words.word("nb", "overview.only_year") in said) is late


def test_the_way_back_from_a_case_leads_to_the_list_as_it_was(visit, demo):
    _, found = opened(demo)
    at = visit("saker", "elevtjeneste", tilstand="all", hvem="mine")
    at.switch_page("../pages/staff/case.py")
    at.query_params["nr"] = found.number
    at.run()
    assert not at.exception
    back = words.word("nb", "case.back")
    [link] = [e for e in at.get("page_link") if e.proto.label == back]
    assert set(link.proto.query_string.split("&")) == {"tilstand=all", "hvem=mine"}


def test_answer_now_leads_to_the_field(visit, demo):
    report_id = report(demo)
    at = visit("innboks", "elevtjeneste", melding=str(report_id))
    [lid] = [e for e in at.get("expander") if e.label == words.word("nb", "inbox.act.ask")]
    assert lid.proto.expanded


def test_a_report_that_nobody_reads_is_told_of_without_its_content(visit, demo):
    everything_read_and_ended(demo)
    report_id = report(demo)
    now = demo.clock()
    demo.clock = lambda: now + datetime.timedelta(days=14)
    for name in ("rektor", "skoleeier"):
        at = visit("oversikt", name)
        assert not at.exception
        said = [text for text in texts(at) if "er ikke lest" in text]
        assert len(said) == 1
        assert "forsinket" in " ".join(badges(at))
    assert PAYLOAD not in " ".join(texts(at))
    assert str(report_id) not in " ".join(b.key or "" for b in at.button)


def test_an_answer_leads_to_the_conversation_in_list_overview_and_case(visit, demo):
    from core.reports import messages

    everything_read_and_ended(demo)
    _, found = opened(demo)
    [one] = reports.of_case(demo, found.case_id)
    messages.send_to_school(demo, one.report_id, "Det skjer fortsatt.", "t")
    at = visit("saker", "elevtjeneste")
    assert "venter på svar" in " ".join(badges(at))
    at = visit("oversikt", "elevtjeneste")
    at.button(key=f"today_open_{found.number}_answer").click().run()
    assert not at.exception
    assert at.session_state["case_tab"] == words.word("nb", "case.tab.student")
    assert words.word("nb", "case.waits") in texts(at)
    assert "Det skjer fortsatt." in texts(at)
    at = visit("sak", "elevtjeneste", nr=found.number, vis="samtale")
    at.text_area(key="reply_text").set_value("Vi er her.")
    at.button(key="reply_send").click().run()
    at.button(key="reply_confirm").click().run()
    assert not at.exception
    assert words.word("nb", "case.waits") not in texts(at)


def test_what_is_written_after_the_end_is_a_row_that_opens_the_case_again(visit, demo):
    from core.reports import messages

    everything_read_and_ended(demo)
    _, found = opened(demo)
    ending.end(to(who(demo, "rektor"), found), "Eleven har byttet skole.")
    [one] = reports.of_case(demo, found.case_id)
    messages.send_to_school(demo, one.report_id, "Det har begynt igjen.", "t")
    at = visit("oversikt", "elevtjeneste")
    # Of the same day it is not known whether it came before the end or after it.
    row = at.button(key=f"today_open_{found.number}_end_day")
    assert row.label == f"Gjenåpne sak {found.number}"
    row.click().run()
    assert "Det har begynt igjen." in texts(at)
    assert words.word("nb", "case.waits_end_day") in texts(at)
    assert words.word("nb", "case.waits_ended") not in texts(at)
    at = visit("sak", "elevtjeneste", nr=found.number, vis="samtale")
    at.text_area(key="reopen_reason").set_value("Det har begynt igjen.")
    at.button(key="case_reopen").click().run()
    assert not at.exception
    assert reading.by_number(demo, who(demo, "rektor"), found.number).case.state != "ended"


def test_whoever_closed_a_report_sees_the_answer_and_can_give_one(visit, demo):
    from core.reports import messages

    everything_read_and_ended(demo)
    eli, report_id = who(demo, "elevtjeneste"), report(demo)
    reading.open_report(demo, eli, report_id)
    inbox.close(demo, eli, report_id, "Gjaldt kantina")
    messages.send_to_school(demo, report_id, "Det gjaldt ikke kantina.", "t")
    at = visit("oversikt", "elevtjeneste")
    at.button(key=f"report_open_{report_id}").click().run()
    assert not at.exception
    assert "Det gjaldt ikke kantina." in texts(at)
    assert [b for b in at.button if b.key == "report_reopen"]
    assert [b for b in at.button if b.key == "reply_send"]


def test_safe_through_the_code_stands_in_the_report_and_in_what_lacks_before_the_end(visit, demo):
    from core.today import follow_up

    _, found = opened(demo)
    report_id = report(demo)
    follow_up.say_safe(demo, report_id)
    day = words.day(demo.today(), "nb")
    at = visit("innboks", "elevtjeneste", melding=str(report_id))
    assert words.word("nb", "inbox.said_safe", day=day) in [i.value for i in at.info]
    [one] = reports.of_case(demo, found.case_id)
    follow_up.say_safe(demo, one.report_id)
    at = visit("sak", "elevtjeneste", nr=found.number)
    lacks = " ".join(str(m.value) for m in at.markdown)
    for lack in ("investigated", "heard", "evaluated", "safe"):
        assert words.word("nb", f"case.end.lack.{lack}") in lacks
    assert next(b for b in at.button if b.key == "case_end").disabled
    assert words.word("nb", "case.talk.safe_by_code") in " ".join(texts(at))


def test_the_week_of_the_county_governor_is_told_only_where_it_was_taken_up(visit, demo):
    eli = who(demo, "elevtjeneste")
    number = opening.from_report(demo, eli, report(demo, reporter="saw_or_heard"), False)
    captions = [c.value for c in visit("sak", "rektor", nr=number).caption]
    day = words.day(demo.today(), "nb")
    assert words.word("nb", "duty.told", day=day) in captions
    assert words.word("nb", "duty.not_taken_up") in captions
    assert not [c for c in captions if "statsforvalteren" in c]
    at = visit("sak", "elevtjeneste", nr=number)
    at.button(key="taken_up_save").click().run()
    assert not at.exception
    assert [c.value for c in at.caption if "statsforvalteren" in c.value]


def test_several_are_closed_from_the_list_with_rektors_yes_and_opened_again(visit, demo):
    eli = who(demo, "elevtjeneste")
    ids = [report(demo, text=f"tull {n}", laws=("annet",)) for n in range(2)]
    unread = report(demo, text="ikke åpnet")
    for report_id in ids:
        reading.open_report(demo, eli, report_id)
    at = visit("innboks", "elevtjeneste")
    assert not [c.key for c in at.checkbox if str(c.key).startswith("several_")]
    at.toggle(key="several_on").set_value(True).run()
    assert f"several_{unread}" not in [c.key for c in at.checkbox]
    for report_id in ids:
        at.checkbox(key=f"several_{report_id}").check()
    at.run()
    at.text_area(key="several_reason").set_value("Sendt av en maskin")
    at.button(key="several_save").click().run()
    assert words.word("nb", "inbox.several.asked") in [s.value for s in at.success]
    at = visit("innboks", "rektor")
    assert "Sendt av en maskin" in texts(at)
    (asked,) = closing.waiting(demo, who(demo, "rektor"))
    at.button(key=f"several_yes_{asked.key}").click().run()
    assert not at.exception
    assert {reports.load(demo, i).state for i in ids} == {"closed"}
    at.get_by_key("inbox_state").set_value("closed").run()
    (done,) = closing.closed(demo, who(demo, "rektor"))
    at.button(key=f"several_undo_{done.key}").click().run()
    assert {reports.load(demo, i).state for i in ids} == {"read"}


@pytest.mark.parametrize("act", ["yes", "undo"])
def test_rektors_press_is_on_what_was_on_the_screen_also_when_more_has_come(visit, demo, act):
    eli, rektor = who(demo, "elevtjeneste"), who(demo, "rektor")
    seen, later = ([report(demo, text=f"{day} {n}") for n in range(2)] for day in ("a", "b"))
    for report_id in (*seen, *later):
        reading.open_report(demo, eli, report_id)
    closing.close(demo, eli, seen, "Tull")
    if act == "undo":
        closing.answer(demo, rektor, closing.waiting(demo, rektor)[0], yes=True)
    at = visit("innboks", "rektor")
    if act == "undo":
        at.get_by_key("inbox_state").set_value("closed").run()
    (button,) = (b for b in at.button if str(b.key).startswith(f"several_{act}_"))
    closing.close(demo, eli, later, "Noe annet")
    if act == "undo":
        newer = next(w for w in closing.waiting(demo, rektor) if w.reason == "Noe annet")
        closing.answer(demo, rektor, newer, yes=True)
    kept = {reports.load(demo, i).state for i in later}
    button.click().run()
    assert not at.exception
    became = "closed" if act == "yes" else "read"
    assert {reports.load(demo, i).state for i in seen} == {became}
    assert {reports.load(demo, i).state for i in later} == kept


def test_whoever_recorded_that_a_measure_was_carried_out_takes_it_back_in_the_page(visit, demo):
    _, found = opened(demo)
    nora = people.add(found, Part.EXPOSED, "Nora")
    points = measures.Points("Alene", "Fast voksen", demo.today(), "Kari", demo.today())
    one = measures.save(found, nora, points)
    at = visit("sak", "elevtjeneste", nr=found.number)
    at.button(key=f"measure_done_{one}").click().run()
    assert not at.exception
    assert f"strike_outcome_{one}_carried_out" not in [
        e.key for e in visit("sak", "rektor", nr=found.number).text_input
    ], "it is whoever recorded it who may"
    at.text_input(key=f"strike_outcome_{one}_carried_out").set_value("Feil tiltak.")
    at.button(key=f"outcome_strike_{one}").click().run()
    assert not at.exception
    assert words.word("nb", "case.strike.undone") in [s.value for s in at.success]
    assert at.button(key=f"measure_done_{one}")
