"""A student reports: one page, one required question, one code, and the way back."""

import time
from dataclasses import replace

import pytest

from core.access import Role
from core.cases import reading
from core.errors import NotStored, Refused
from core.forms import form as forms
from core.forms import versions
from core.people import directory
from core.reports import flood, receipt, reports
from core.reports.happened import ReportFact
from core.store.schema.people import role_grant
from core.today import follow_up, inbox
from core.ui.kit import form as screen
from core.ui.kit.server import connections
from core.words import day as words_day
from core.words import word
from tests.given.pages import code_on, count, on, press, shown, write


@pytest.fixture
def sent(visit, demo):
    """A report about the student herself, sent through the page; (code, report id)."""
    at = write(visit("meld"), what_happened="De ler av meg i gangen", reporter="self")
    code = code_on(press(at, "report_send"))
    return code, receipt.report_id(demo, code)


def opened(visit, code):
    at = visit("folg-opp")
    at.text_input(key="code_enter").set_value(code)
    return press(at, "code_open")


def test_a_report_that_the_browser_closes_is_gone_from_the_tab_and_it_is_said_why(
    visit, demo, sent
):
    code, _ = sent
    at = opened(visit, code)
    assert word("nb", "follow_up.idle") in shown(at)
    at.text_area(key="reply_text").set_value("Ikke sendt")
    press(at, "code_idle")
    assert word("nb", "follow_up.idle_closed") in shown(at)
    assert "code_enter" in on(at)
    assert "reply_send" not in on(at)
    assert "follow_report" not in at.session_state
    assert "Ikke sendt" not in shown(at)


def test_from_the_fourth_wrong_code_the_page_says_at_once_how_long_it_waits(
    visit, demo, sent, monkeypatch
):
    code, _ = sent
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    at = opened(visit, "bbb-bbb-bbb-bbb-bbb-bbb")
    for _ in range(2):
        assert word("nb", "follow_up.wrong") in shown(at)
        at.text_input(key="code_enter").set_value("feil")
        press(at, "code_open")
    assert word("nb", "follow_up.wait", n=2) not in shown(at)
    at.text_input(key="code_enter").set_value("feil")
    press(at, "code_open")
    assert word("nb", "follow_up.wait", n=2) in shown(at)
    at.text_input(key="code_enter").set_value(code)
    press(at, "code_open")
    assert word("nb", "follow_up.wait", n=2) in shown(at)
    assert word("nb", "follow_up.wrong") not in shown(at)
    assert at.text_input(key="code_enter").value == code, "it was not weighed, and is kept"
    now += 2.1
    press(at, "code_open")
    assert "reply_send" in on(at)


def test_the_page_says_who_reads_what_is_never_kept_and_whom_to_call(visit, demo):
    at = visit("meld")
    text = shown(at)
    assert "elevtjenesten, rektor og assisterende rektor" in text
    assert word("nb", "report.never_kept") in text
    assert "Neste gang er" in text
    assert at.get_by_key("answer_what_happened")
    assert at.button(key="report_send")
    assert word("nb", "report.all_optional") in text


def test_the_first_screen_asks_what_cannot_wait_and_the_rest_comes_when_it_is_asked_for(visit):
    at = visit("meld")
    keys = ["what_happened", "afraid_now", "about_staff"]
    assert asked(at) == keys
    assert word("nb", "report.send") == at.button(key="report_send_now").label
    write(at, what_happened="Det begynte i går")
    press(at, "more_open")
    assert asked(at) == [
        *keys, "reporter", "kind", "place", "when", "still_going_on", "contact_wish"
    ]  # fmt: skip
    assert "more_open" not in on(at)
    assert at.get_by_key("answer_what_happened").value == "Det begynte i går"


def asked(at) -> list[str]:
    """The questions on the page, from the top."""
    keys = (getattr(element, "key", None) or "" for element in at.main)
    return [key.removeprefix("answer_") for key in keys if key.startswith("answer_")]


def test_the_button_under_the_text_sends_as_the_last_one_does(visit, demo):
    before = count(demo)
    at = write(visit("meld"), what_happened="Kort og godt", afraid_now="yes")
    code = code_on(press(at, "report_send_now"))
    assert count(demo) == before + 1
    found = reports.load(demo, receipt.report_id(demo, code))
    assert (found.answers["what_happened"], found.afraid) == ("Kort og godt", True)
    press(at, "receipt_confirm")
    at.switch_page("../pages/public/help.py").run()
    at.switch_page("../pages/public/report.py").run()
    assert "more_open" in on(at)


def test_a_report_is_sent_and_its_code_shown_until_it_is_written_down(visit, demo):
    before = count(demo)
    at = write(
        visit("meld"),
        what_happened="Noen tok bilder av meg",
        reporter="self",
        kind=["online", "bullying"],
        place=["online"],
        when="often",
    )
    press(at, "report_send")
    code = code_on(at)
    found = reports.load(demo, receipt.report_id(demo, code))
    assert found.laws == ("annet", "mobbing")
    assert found.areas == ("nett",)
    assert found.given_time == "often"
    assert count(demo) == before + 1
    at.run()
    assert code_on(at) == code
    press(at, "receipt_confirm")
    assert code not in shown(at)
    at.run()
    assert code not in shown(at)
    at.switch_page("../pages/public/help.py").run()
    at.switch_page("../pages/public/report.py").run()
    assert at.get_by_key("answer_what_happened").value == ""


def test_a_part_of_the_code_typed_wrongly_stops_nobody_and_is_said_beside_the_way_back(visit):
    at = press(write(visit("meld"), what_happened="Noe"), "report_send")
    code = code_on(at)
    at.text_input(key="receipt_check").set_value("bbb ccc")
    press(at, "receipt_confirm")
    assert at.title[0].value == word("nb", "receipt.done_title")
    assert word("nb", "receipt.doubt") in shown(at)
    press(at, "receipt_again")
    assert code_on(at) == code
    assert word("nb", "receipt.doubt") not in shown(at)
    press(at, "receipt_again")
    assert code not in shown(at)


@pytest.fixture
def written_down(visit):
    """(page, code) after the receipt, the code shown again."""
    at = press(write(visit("meld"), what_happened="Noe"), "report_send")
    code = code_on(at)
    at = press(press(at, "receipt_confirm"), "receipt_again")
    assert code_on(at) == code
    return at, code


def test_the_code_can_be_shown_again_for_ten_minutes_by_the_server_too(written_down, monkeypatch):
    at, code = written_down
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 599)
    assert code_on(at.run()) == code
    monkeypatch.setattr(time, "monotonic", lambda: now + 601)
    assert code not in shown(at.run())
    assert at.title[0].value == word("nb", "receipt.done_title")
    with pytest.raises(KeyError):
        at.button(key="receipt_again")


def test_the_code_goes_with_the_first_other_page(written_down):
    at, code = written_down
    at.switch_page("../pages/public/help.py").run()
    at.switch_page("../pages/public/report.py").run()
    assert code not in shown(at)
    assert at.get_by_key("answer_what_happened").value == ""


def test_the_browser_can_ask_the_server_to_forget_the_code(written_down):
    at, code = written_down
    press(at, "receipt_forget")
    assert code not in shown(at)
    assert at.title[0].value == word("nb", "receipt.done_title")


def test_after_the_slip_is_asked_for_the_receipt_says_where_to_look_and_still_stands(visit):
    at = press(write(visit("meld"), what_happened="Noe"), "report_send")
    code = code_on(at)
    assert word("nb", "receipt.slip_help") in shown(at)
    press(at, "receipt_slip")
    assert word("nb", "receipt.slip_saved") in shown(at)
    assert code_on(at) == code


def test_nothing_written_is_said_at_the_question_and_nothing_is_stored(visit, demo):
    before = count(demo)
    at = press(write(visit("meld"), reporter="guardian", kind=["violence"]), "report_send")
    assert word("nb", "report.error.required") in shown(at)
    assert count(demo) == before
    assert at.get_by_key("answer_kind").value == ["violence"]
    press(write(at, what_happened="Her er det"), "report_send")
    assert code_on(at)


def test_too_long_is_refused_and_the_text_stays(visit, demo):
    before = count(demo)
    at = press(write(visit("meld"), what_happened="x" * 50_000), "report_send")
    assert "8000" in shown(at)
    assert len(at.get_by_key("answer_what_happened").value) == 50_000
    assert count(demo) == before


def test_nobody_can_type_more_than_the_door_lets_in(visit):
    at = write(visit("meld"), contact_wish="name").run()
    texts = [w for w in [*at.text_area, *at.text_input] if w.key.startswith("answer_")]
    assert texts
    assert all(w.max_chars for w in texts)
    # Three bytes for each unit that the browser counts is the most that a text takes.
    assert sum(3 * w.max_chars for w in texts) < connections.PUBLIC_MESSAGE * 3 / 4


def test_a_form_that_is_gone_is_said_and_the_same_answers_go_with_the_one_in_force(visit, demo):
    at = write(visit("meld"), what_happened="Viktig", kind=["violence"])
    at.session_state.report_version = 99
    before = count(demo)
    press(at, "report_send")
    assert word("nb", "report.error.version_gone") in shown(at)
    assert count(demo) == before
    assert at.get_by_key("answer_what_happened").value == "Viktig"
    press(at, "report_send")
    found = reports.load(demo, receipt.report_id(demo, code_on(at)))
    assert (found.form_version, found.answers["kind"]) == (1, ["violence"])


@pytest.mark.parametrize(
    ("question", "forged"),
    [
        ("kind", ["bullying", "not_an_option"]),
        ("place", ["internat"]),
        ("about_staff", "nobody"),
        ("when", "12:30"),
    ],
)
def test_an_answer_that_the_form_does_not_have_is_said_at_its_question(
    visit, demo, question, forged
):
    """A hand-made client sends anything: what the widgets hold is weighed again on the server."""
    at = write(visit("meld"), what_happened="Viktig")
    before = count(demo)
    with pytest.MonkeyPatch.context() as patch:
        given = screen.given
        patch.setattr(screen, "given", lambda *a: {**given(*a), question: forged})
        press(at, "report_send")
    assert word("nb", "report.error.no_such_option") in shown(at)
    assert count(demo) == before
    assert at.get_by_key("answer_what_happened").value == "Viktig"


def test_a_hidden_question_that_is_answered_all_the_same_is_refused(visit, demo):
    at = write(visit("meld"), what_happened="Viktig", contact_wish="code")
    before = count(demo)
    with pytest.MonkeyPatch.context() as patch:
        given = screen.given
        patch.setattr(screen, "given", lambda *a: {**given(*a), "name": "Nora"})
        press(at, "report_send")
    assert word("nb", "report.error.not_asked") in shown(at)
    assert count(demo) == before
    assert at.get_by_key("answer_what_happened").value == "Viktig"


def test_where_the_database_cannot_take_it_the_student_is_told_that_it_was_not_sent(
    visit, demo, monkeypatch
):
    at = write(visit("meld"), what_happened="Viktig")

    def full(*_):
        raise NotStored

    with monkeypatch.context() as patch:
        patch.setattr(reports, "send", full)
        press(at, "report_send")
    assert "IKKE sendt" in shown(at)
    assert at.get_by_key("answer_what_happened").value == "Viktig"
    press(at, "report_send")
    assert code_on(at)


def test_changing_language_keeps_everything_that_was_typed_and_chosen(visit):
    chosen = {
        "what_happened": "Tekst på bokmål",
        "reporter": "saw_or_heard",
        "kind": ["not_well"],
        "place": ["on_the_way"],
        "when": "evening_weekend",
        "about_staff": "employee",
        "contact_wish": "name",
    }
    at = write(visit("meld"), **chosen).run()
    for language in ("nn", "en", "nb"):
        at.get_by_key("language").set_value(language).run()
        for question_id, value in chosen.items():
            assert at.get_by_key(f"answer_{question_id}").value == value
    assert at.get_by_key("answer_name")


def test_a_name_is_asked_for_only_by_those_who_will_give_it(visit, demo):
    at = write(visit("meld"), what_happened="x", contact_wish="name").run()
    write(at, name="Nora").run()
    write(at, contact_wish="code").run()
    press(at, "report_send")
    found = reports.load(demo, receipt.report_id(demo, code_on(at)))
    assert "name" not in found.answers


def test_afraid_opens_the_numbers_in_place_and_puts_them_first_on_the_receipt(visit):
    at = visit("meld")
    assert word("nb", "report.help_afraid") not in shown(at)
    write(at, what_happened="Hjelp", afraid_now="yes").run()
    assert word("nb", "report.help_afraid") in shown(at)
    press(at, "report_send")
    assert at.markdown[0].value == word("nb", "report.help_afraid")


def test_the_answer_about_staff_says_at_once_who_will_read(visit, demo):
    at = write(visit("meld"), what_happened="x", about_staff="leadership").run()
    assert "Én person leser meldingen: fylkeskommunen." in shown(at)
    press(at, "report_send")
    assert "Én person leser meldingen: fylkeskommunen." in shown(at)
    assert reports.load(demo, receipt.report_id(demo, code_on(at))).route == "leadership"


TEAM = "5 personer leser meldingen: elevtjenesten, rektor og assisterende rektor."
LEADERS = "2 personer leser meldingen: rektor og assisterende rektor."


@pytest.mark.parametrize(
    ("answers", "reads", "route"),
    [
        ({}, TEAM, "team"),
        ({"about_staff": "no"}, TEAM, "team"),
        ({"about_staff": "employee"}, LEADERS, "employee"),
        ({"about_staff": "unsure"}, LEADERS, "employee"),
        ({"about_staff": "handler"}, LEADERS, "handler"),
        ({"kind": ["by_employee"]}, LEADERS, "employee"),
        ({"kind": ["by_employee"], "about_staff": "no"}, LEADERS, "employee"),
        ({"kind": ["bullying"], "about_staff": "no"}, TEAM, "team"),
    ],
)
def test_what_is_said_of_who_reads_changes_with_the_tick_and_is_what_then_happens(
    visit, demo, answers, reads, route
):
    at = write(visit("meld"), what_happened="x", **answers).run()
    text = shown(at)
    assert reads in text
    assert (TEAM if reads == LEADERS else LEADERS) not in text
    press(at, "report_send")
    report_id = receipt.report_id(demo, code_on(at))
    assert reports.load(demo, report_id).route == route
    for reader in directory.holders(demo, Role.ELEVTJENESTE, Role.REKTOR, Role.ASSREKTOR):
        gets = route == "team" or not reader.has(Role.ELEVTJENESTE)
        if gets:
            assert reading.open_report(demo, reader, report_id)
        else:
            with pytest.raises(Refused):
                reading.open_report(demo, reader, report_id)


def test_each_answer_about_staff_says_what_it_means_and_who_reads_in_the_portals_words(visit):
    radio = visit("meld").get_by_key("answer_about_staff")
    said = list(radio.proto.captions)
    assert said[0].endswith("5 personer leser den: elevtjenesten, rektor og assisterende rektor.")
    for option_id, caption in zip(
        ("employee", "handler", "unsure"), (*said[1:3], said[4]), strict=True
    ):
        assert caption.startswith(word("nb", f"report.staff_means.{option_id}"))
        assert "2 personer leser den: rektor og assisterende rektor." in caption
    assert said[3].startswith(word("nb", "report.staff_means.leadership"))
    assert "Én person leser den: fylkeskommunen. Ingen i ledelsen" in said[3]


def test_a_route_without_a_reader_is_not_offered_and_says_whom_to_turn_to(visit, demo):
    demo.write(lambda tx: tx.update(role_grant, role_grant.c.role == "skoleeier", ended_at=tx.now))
    at = write(visit("meld"), what_happened="x", about_staff="leadership").run()
    assert word("nb", "report.staff_nobody") in shown(at)
    assert at.button(key="report_send").disabled
    write(at, about_staff="no").run()
    assert at.get_by_key("answer_what_happened").value == "x"
    assert not at.button(key="report_send").disabled


def test_where_nobody_reads_yet_nothing_is_offered(visit, demo):
    demo.write(lambda tx: tx.update(role_grant, role_grant.c.role != "skoleeier", ended_at=tx.now))
    at = visit("meld")
    assert word("nb", "report.nobody_reads") in shown(at)
    assert "report_send" not in [b.key for b in at.button]


def test_the_code_opens_the_report_and_a_wrong_one_says_one_sentence(visit, sent):
    code, _ = sent
    at = opened(visit, "bbb-ccc-ddd-fff-hhh-jjj")
    assert shown(at).count(word("nb", "follow_up.wrong")) == 1
    nonsense = opened(visit, "hva som helst")
    assert [e.value for e in nonsense.error] == [e.value for e in at.error]
    at = opened(visit, code.upper().replace("-", " "))
    assert "Mottatt" in shown(at)
    assert "Lest · ikke ennå" in shown(at)


def test_messages_go_both_ways_as_plain_text(visit, demo, sent):
    code, report_id = sent
    rektor = directory.holders(demo, Role.REKTOR)[0]
    payload = "![x](http://evil.example/x.png) **fet**"
    reading.send_to_student(demo, rektor, report_id, payload, "t1")
    at = opened(visit, code)
    assert payload in [t.value for t in at.text]
    assert payload not in [m.value for m in at.markdown]
    at.get_by_key("reply_text").set_value("Svar fra meg")
    press(at, "reply_send")
    assert "Svar fra meg" in [t.value for t in at.text]
    assert at.get_by_key("reply_text").value == ""
    assert reports.load(demo, report_id).waits_for == "school"


def test_reading_shows_on_the_timeline(visit, demo, sent):
    code, report_id = sent
    reading.open_report(demo, directory.holders(demo, Role.REKTOR)[0], report_id)
    assert "Lest · ikke ennå" not in shown(opened(visit, code))


def test_safe_now_is_a_fact_and_ends_nothing(visit, demo, sent):
    code, report_id = sent
    at = press(opened(visit, code), "say_safe")
    # What is said after it is an answer, not the button's own label once more.
    assert [s.value for s in at.success] == [word("nb", "follow_up.safe_done")]
    assert word("nb", "follow_up.safe") not in [s.value for s in at.success]
    found = reports.load(demo, report_id)
    assert found.has("safe")
    assert found.state == "new"


def test_withdrawn_unread_it_is_gone_and_the_code_with_it(visit, demo, sent):
    code, report_id = sent
    at = press(opened(visit, code), "withdraw")
    text = shown(at)
    for part in ("unread", "read", "backups"):
        assert word("nb", f"follow_up.withdraw_{part}") in text
    press(at, "withdraw_yes")
    assert word("nb", "follow_up.deleted") in shown(at)
    assert reports.load(demo, report_id) is None
    assert word("nb", "follow_up.wrong") in shown(opened(visit, code))


def test_withdrawn_after_reading_staff_see_it_and_the_duty_goes_on(visit, demo, sent):
    code, report_id = sent
    rektor = directory.holders(demo, Role.REKTOR)[0]
    reading.open_report(demo, rektor, report_id)
    at = press(press(opened(visit, code), "withdraw"), "withdraw_yes")
    assert word("nb", "follow_up.marked") in shown(at)
    found = reading.open_report(demo, rektor, report_id)
    assert found.state == "withdrawn"
    assert found.answers["what_happened"] == "De ler av meg i gangen"


def test_the_question_about_rektor_is_answered_once(visit, demo, sent):
    code, report_id = sent
    owner = directory.holders(demo, Role.SKOLEEIER)[0]
    demo.write(lambda tx: reports.add_fact(tx, report_id, ReportFact.REKTOR_ASKED, owner))
    at = press(opened(visit, code), "rektor_yes")
    assert word("nb", "follow_up.rektor_said_yes") in shown(at)
    follow_up.answer_about_rektor(demo, report_id, False)
    kinds = {f.kind for f in reports.load(demo, report_id).facts}
    assert kinds == {"rektor_asked", "rektor_yes"}


def test_what_lacked_is_said_until_it_is_written_and_no_longer(visit):
    at = press(visit("meld"), "report_send")
    said = [word("nb", f"report.{key}") for key in ("error.required", "missing_here")]
    assert [line in shown(at) for line in said] == [True, True]
    write(at, afraid_now="no").run()
    assert [line in shown(at) for line in said] == [True, True]
    write(at, what_happened="Nå står det noe").run()
    assert not at.exception
    assert [line in shown(at) for line in said] == [False, False]


@pytest.mark.parametrize("name", ["", "   "])
def test_whoever_wished_to_say_who_they_are_and_did_not_is_asked(visit, demo, name):
    before = count(demo)
    at = write(visit("meld"), what_happened="Viktig", contact_wish="name").run()
    at = press(write(at, name=name), "report_send")
    assert word("nb", "report.error.no_name") in shown(at)
    assert count(demo) == before
    assert at.get_by_key("answer_what_happened").value == "Viktig"
    code = code_on(press(write(at, name="Nora"), "report_send"))
    assert reports.load(demo, receipt.report_id(demo, code)).answers["name"] == "Nora"
    # By code is the way to stay nameless.
    at = press(write(visit("meld"), what_happened="Mer", contact_wish="code"), "report_send")
    assert code_on(at)


def test_who_wrote_stays_who_wrote_and_the_student_is_told_that_another_reads(visit, demo, sent):
    code, report_id = sent
    [rektor] = directory.holders(demo, Role.REKTOR)
    owner = directory.holders(demo, Role.SKOLEEIER)[0]
    day = words_day(demo.today(), "nb")
    by_school, by_owner = (word("nb", f"follow_up.{who}", day=day) for who in ("school", "owner"))
    inbox.ask(demo, rektor, report_id, "Vil du fortelle mer?", "t1")
    at = opened(visit, code)
    assert (by_school in shown(at), by_owner in shown(at)) == (True, False)
    assert word("nb", "follow_up.reads_owner", day=day) not in shown(at)
    inbox.send_to_skoleeier(demo, rektor, report_id)
    at = opened(visit, code)
    assert (by_school in shown(at), by_owner in shown(at)) == (True, False)
    assert word("nb", "follow_up.reads_owner", day=day) in shown(at)
    inbox.ask_for_rektor(demo, owner, report_id, "Skolen må følge opp", "Kan rektor få den?", "t2")
    follow_up.answer_about_rektor(demo, report_id, True)
    inbox.give_to_rektor(demo, owner, report_id, "Eleven sa ja")
    at = opened(visit, code)
    assert (by_school in shown(at), by_owner in shown(at)) == (True, True)
    who = "rektor og assisterende rektor"
    assert word("nb", "follow_up.reads_rektor", day=day, who=who) in shown(at)
    assert word("nb", "follow_up.reads_owner", day=day) not in shown(at)


def test_an_editor_publishes_and_the_next_student_gets_it(visit, demo, sent):
    at = visit("skjema", "redaktor")
    at.selectbox(key="form_question").set_value("when").run()
    at.text_input(key="form_edit_when_label_nb").set_value("Når på dagen?")
    press(at, "form_publish")
    assert word("nb", "form.published", number=2) in shown(at)
    student = press(visit("meld"), "more_open")
    assert "Når på dagen?" in student.get_by_key("answer_when").label
    press(visit("skjema", "redaktor"), "form_back_1")
    assert (
        forms.from_json(versions.current(demo).form.to_json()).question("when").label["nb"]
        == "Når skjer det?"
    )


def test_an_option_without_its_group_is_refused_with_its_place(visit, demo):
    at = visit("skjema", "redaktor")
    at.selectbox(key="form_question").set_value("kind").run()
    press(at, "form_remove_by_employee")
    press(at, "form_option_add")
    at.text_input(key="form_edit_kind_own_1_nb").set_value("Russ")
    at.text_input(key="form_edit_kind_own_1_nn").set_value("Russ")
    press(at, "form_publish")
    assert word("nb", "form.problem.no_law") in shown(at)
    assert "I svaret: Russ" in [t.value for t in at.text]
    assert versions.current(demo).number == 1
    at.selectbox(key="form_edit_kind_own_1_group").set_value("annet")
    press(at, "form_publish")
    assert versions.current(demo).number == 2
    assert versions.current(demo).form.question("kind").option("own_1").law == "annet"


def test_what_xlsform_refuses_is_said_in_norwegian_with_its_place(visit, demo, monkeypatch):
    from core.errors import InvalidFile
    from core.forms import xlsform

    def refuse(form):
        fault = "Invalid question name"
        raise InvalidFile("form.error.source", file=form.id, row="3", fault=fault)

    monkeypatch.setattr(xlsform, "compile_form", refuse)
    at = visit("skjema", "redaktor")
    at.text_input(key="form_edit_what_happened_label_nb").set_value("Hva skjedde?")
    press(at, "form_publish")
    assert word("nb", "form.refused_question", number=2) in shown(at)
    assert "Invalid" not in shown(at)
    assert versions.current(demo).number == 1


def test_a_rule_that_cannot_be_read_is_said_and_the_form_is_still_shown(visit, demo):
    at = visit("skjema", "redaktor")
    at.selectbox(key="form_question").set_value("still_going_on").run()
    at.text_input(key="form_edit_still_going_on_relevant").set_value("${reporter} = ")
    press(at, "form_publish")
    assert word("nb", "form.problem.rule_unfinished") in shown(at)
    assert at.get_by_key("preview_still_going_on")
    assert versions.current(demo).number == 1


def test_a_draft_that_another_has_changed_meanwhile_is_not_published_unseen(visit, demo):
    rektor = directory.holders(demo, Role.REKTOR)[0]
    form = replace(versions.current(demo).form, title={"nb": "Si fra"})
    versions.save_draft(demo, rektor, form, 0)
    at = visit("skjema", "redaktor")
    versions.save_draft(demo, rektor, replace(form, title={"nb": "Noe annet"}), 1)
    press(at, "form_publish")
    assert word("nb", "form.stale") in shown(at)
    assert versions.current(demo).number == 1
    press(at, "form_publish")
    assert versions.current(demo).form.title["nb"] == "Noe annet"


def test_after_the_receipt_the_numbers_to_call_still_stand_there(visit):
    at = visit("meld")
    at.text_area(key="answer_what_happened").set_value("Noen stengte meg ute.")
    press(at, "report_send")
    press(at, "receipt_confirm")
    text = shown(at)
    assert word("nb", "receipt.done") in text
    assert word("nb", "report.help_now") in text


def test_too_many_from_one_page_are_told_to_wait_and_what_is_written_stays(
    visit, demo, monkeypatch
):
    monkeypatch.setattr(flood, "PAGE_ROOM", 1)
    at = press(write(visit("meld"), what_happened="Den første"), "report_send")
    press(at, "receipt_confirm")
    at.switch_page("../pages/public/help.py").run()
    before = count(demo)
    at = at.switch_page("../pages/public/report.py").run()
    at = press(write(at, what_happened="Den andre", kind=["violence"]), "report_send")
    assert word("nb", "report.error.too_many") in shown(at)
    assert count(demo) == before
    assert at.get_by_key("answer_what_happened").value == "Den andre"
    assert at.get_by_key("answer_kind").value == ["violence"]
    # Another tab, from whatever network, is another page.
    assert code_on(press(write(visit("meld"), what_happened="Den tredje"), "report_send"))
