"""The portal's main ways, walked in a browser as those walk them who need them."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from core.people import sessions
from core.ui.kit import chart
from core.words import word
from tests.browser.visitor import LAPTOP, PHONE, Visitor
from tests.browser.ways import CODE, find_report, follow, listed, report, waiting

pytestmark = pytest.mark.browser

# Everything that Streamlit's markdown would draw, fetch or run.
PAYLOAD = (
    "![x](http://198.51.100.7/x.png) <img src=http://198.51.100.7/y.png> "
    "<script>document.title='tatt'</script> :material/home: $x^2$ :red[rød] **fet** "
    "[lenke](http://198.51.100.7/) http://198.51.100.7/ :smile:\n# Overskrift\n- liste\n"
    "```mermaid\ngraph TD; A-->B\n```"
)


def open_case(staff: Visitor) -> None:
    """Make a case of the report in front of her."""
    staff.click("case_open")
    staff.page.wait_for_url("**/sak?nr=*")
    staff.settle()


def tab(staff: Visitor, name: str) -> None:
    staff.page.get_by_role("tab", name=name).click()
    staff.settle()


def test_a_student_reports_and_the_school_answers(somebody):
    student, staff = somebody(PHONE), somebody(LAPTOP)
    code = report(
        student, "De ler av meg i garderoben hver uke.", reporter="Meg selv", afraid_now="Nei"
    )
    with student.page.expect_download() as taken:
        student.click("receipt_slip")
    assert taken.value.url.startswith("blob:"), "made in the browser: the server keeps no such file"
    assert taken.value.suggested_filename == "notat.txt"
    assert taken.value.path().read_text() == code, "nothing else stands in it"
    student.picture("journey-receipt-360")
    assert not student.axe()
    student.fill("receipt_check", " ".join(code.split("-")[:2]))
    student.page.keyboard.press("Tab")
    student.settle()
    student.click("receipt_confirm")
    assert code not in student.page.content()

    staff.sign_in("elevtjeneste", "innboks")
    find_report(staff, "De ler av meg i garderoben hver uke.")
    assert not staff.axe()
    staff.picture("journey-report-1280")
    staff.fill("reply_text", "Takk for at du sa fra. Når på dagen skjer det?")
    staff.click("reply_send")
    staff.click("reply_confirm")

    follow(student, code)
    student.sees("Takk for at du sa fra.")
    assert not student.axe()
    student.picture("journey-follow-360")
    student.fill("reply_text", "Etter gymtimen.")
    student.click("reply_send")
    student.sees("Etter gymtimen.")

    find_report(staff, "De ler av meg i garderoben hver uke.")
    staff.sees("Etter gymtimen.")


def test_a_report_that_nobody_has_read_can_be_taken_back(somebody):
    student = somebody(PHONE)
    code = report(student, "Jeg angrer på denne.")
    student.click("receipt_confirm")
    follow(student, code)
    student.click("withdraw")
    student.click("withdraw_yes")
    student.picture("journey-withdrawn-360")
    follow(student, code)
    assert student.page.locator(".st-key-reply_text").count() == 0


def test_a_double_click_sends_one_report(somebody):
    student, staff = somebody(PHONE), somebody()
    staff.sign_in("elevtjeneste", "innboks")
    before = waiting(staff)
    student.open("meld")
    student.fill("answer_what_happened", "Sendt med dobbeltklikk.")
    student.at("report_send").locator("button").dblclick()
    student.settle()
    assert CODE.match(student.at("receipt_code").inner_text().strip())
    assert waiting(staff) == before + 1


def test_an_empty_report_is_refused_and_nothing_typed_is_lost(somebody):
    student = somebody(PHONE).open("meld")
    student.click("more_open")
    student.choose("answer_kind", "Vold eller trusler")
    student.click("report_send")
    assert student.page.locator(".st-key-receipt_code").count() == 0
    chosen = student.at("answer_kind").locator(
        "[aria-pressed=true], [aria-checked=true], [data-selected=true]"
    )
    expect(chosen.first).to_contain_text("Vold eller trusler")
    student.picture("journey-empty-360")
    assert not student.axe()


def test_what_somebody_wrote_stays_text_for_those_who_read_it(somebody):
    student, staff = somebody(PHONE), somebody()
    code = report(student, PAYLOAD)
    student.click("receipt_confirm")
    staff.sign_in("elevtjeneste", "innboks")
    find_report(staff, "198.51.100.7")
    staff.click("case_open")
    staff.settle()
    staff.picture("journey-payload-1280")
    follow(student, code)
    for visitor in (staff, student):
        assert visitor.page.title() != "tatt"
        assert not visitor.page.locator("img[src*='198.51.100.7'], a[href*='198.51.100.7']").count()


def test_changing_language_keeps_what_is_typed(somebody):
    student = somebody(PHONE).open("meld")
    student.fill("answer_what_happened", "Dette skal stå her.")
    student.choose("language", "Nynorsk")
    text = student.at("answer_what_happened").locator("textarea")
    expect(text).to_have_value("Dette skal stå her.")
    assert student.page.evaluate("document.documentElement.lang") == "nn"


def test_the_quick_exit_leaves_no_way_back(somebody):
    student = somebody(PHONE, own=True).open("meld")
    # The neutral site itself is not asked in a test.
    student.context.route("https://**", lambda route: route.fulfill(body="yr", status=200))
    student.page.locator(".st-key-leave_now a").first.click()
    student.page.wait_for_url("https://**")
    student.faults.clear()
    assert student.page.inner_text("body") == "yr"
    student.page.go_back()
    assert "/meld" not in student.page.url


def test_a_deep_link_survives_signing_in_and_a_second_tab_is_out_after_signing_out(somebody):
    def cookies():
        return [c for c in staff.context.cookies() if c["name"] == sessions.COOKIE]

    staff = somebody().sign_in("rektor", "saker?tilstand=ended", anew=True)
    assert staff.page.url.endswith("/saker?tilstand=ended")
    assert [c["httpOnly"] for c in cookies()] == [True]
    assert sessions.COOKIE not in staff.page.evaluate("document.cookie")
    first = staff.page
    staff.page = staff.new_tab()
    staff.open("saker")
    assert "sign_in" not in staff.drawn()
    second, staff.page = staff.page, first
    staff.click("sign_out")
    assert not cookies()
    staff.page = second
    staff.choose("language", "Nynorsk")  # her next click, whatever it is
    expect(staff.at("sign_in")).to_be_visible()
    assert "case_" not in " ".join(staff.drawn())


def test_someone_without_the_right_sees_an_address_that_does_not_exist(somebody):
    staff = somebody().sign_in("larer", "oversikt")
    staff.open("innboks")
    wrong = staff.text()
    staff.open("finnes-ikke")
    assert staff.text() == wrong
    staff.faults.clear()  # Streamlit says in the console that there is no such page: the same twice


def test_signing_in_where_one_has_no_right_signs_in_all_the_same(somebody):
    staff = somebody().sign_in("larer", "innboks", anew=True)
    assert "innboks" not in " ".join(staff.drawn())
    staff.open("konto")
    assert "sign_out" in staff.drawn()


def test_an_employee_reports_to_rektor(somebody):
    teacher, rektor = somebody(), somebody()
    teacher.sign_in("larer", "meld-rektor")
    teacher.fill("staff_report_text", "Jeg så en elev bli dyttet ved bussen.")
    no = teacher.at("staff_report_about").get_by_text("Nei", exact=True)
    no.click()
    teacher.settle()
    teacher.click("staff_report_send")
    teacher.picture("journey-staff-report-1280")
    rektor.sign_in("rektor", "innboks")
    assert "Jeg så en elev bli dyttet ved bussen." not in rektor.text()
    find_report(rektor, "Jeg så en elev bli dyttet ved bussen.")


def test_a_report_about_the_leadership_exists_for_skoleeier_alone(somebody):
    student, rektor, owner = somebody(PHONE), somebody(), somebody()
    words = "Rektor hørte ikke på oss."
    rektor.sign_in("rektor", "innboks")
    before = listed(rektor), waiting(rektor)
    report(student, words, about_staff="Rektor")
    # Nothing that was not there before the words were written; what was, cannot have them.
    assert (listed(rektor), waiting(rektor)) == before
    owner.sign_in("skoleeier", "innboks")
    owner.picture("journey-owner-1280")
    find_report(owner, words)
    open_case(owner)
    address = owner.page.url
    assert re.search(r"nr=\d{4}-E\d+$", address)
    owner.sees(words)
    rektor.page.goto(address)
    rektor.settle()
    unseen = rektor.text()
    assert words not in unseen
    rektor.page.goto(re.sub(r"E\d+$", "E99", address))
    rektor.settle()
    assert rektor.text() == unseen


def test_a_tick_is_undone_as_easily_as_it_is_made(somebody):
    staff = somebody().sign_in("rektor", "arshjul")
    if "vis" in staff.drawn():
        staff.choose("vis", "Liste")
    # What another ticked is asked about before it is taken back; what is one's own of today is not.
    boxes = staff.page.locator("[class*=st-key-task_done_] input[type=checkbox]:not(:disabled)")
    which = [box.is_checked() for box in boxes.all()].index(False)
    for ticked in (True, False):
        boxes.nth(which).locator("xpath=ancestor::label").click()
        staff.settle()
        assert boxes.nth(which).is_checked() is ticked


def test_the_editor_publishes_the_next_student_meets_it_and_going_back_is_one_act(somebody):
    editor, student = somebody(), somebody(PHONE)
    editor.sign_in("redaktor", "skjema")
    before = editor.at("form_version_1").locator("xpath=..").inner_text()
    reworded, place = "Hvor pleier det å skje?", "Ved bussholdeplassen"
    editor.choose("form_question", "Hvor skjer det?")
    for lang, words in (("nb", reworded), ("nn", "Kvar plar det skje?"), ("en", "Where is it?")):
        editor.fill(f"form_edit_place_label_{lang}", words)
    editor.click("form_option_add")
    for lang, words in (("nb", place), ("nn", "Ved busshaldeplassen"), ("en", "At the bus stop")):
        editor.fill(f"form_edit_place_own_1_{lang}", words)
    editor.page.keyboard.press("Tab")
    editor.settle()
    editor.click("form_publish")  # without its group: refused, and the old stays in force
    assert editor.at("form_version_1").locator("xpath=..").inner_text() == before
    editor.choose("form_edit_place_own_1_group", "Utenfor")
    expect(editor.at("form_phone")).to_contain_text(place)
    editor.picture("journey-form-1280")
    editor.click("form_publish")

    student.open("meld").click("more_open")
    expect(student.at("answer_place")).to_contain_text(place)
    student.sees(reworded)
    editor.page.locator("[class*=st-key-form_back_] button").first.click()
    editor.settle()
    student.open("meld").click("more_open")
    expect(student.at("answer_place")).not_to_contain_text(place)
    student.sees("Hvor skjer det?")


def test_a_case_from_the_report_to_its_end(somebody):
    student, staff = somebody(PHONE), somebody()
    words = "Jeg blir kalt stygge ting i kantina."
    code = report(student, words, reporter="Meg selv")
    student.click("receipt_confirm")
    staff.sign_in("elevtjeneste", "innboks")
    find_report(staff, words)
    open_case(staff)
    staff.click("case_begin")

    tab(staff, "Samtale")
    assert staff.page.locator("[class*=st-key-person_change_]").count() == 1  # she is the exposed
    staff.fill("talk_note", "Hun vil at noen snakker med klassen.")
    staff.click("talk_save")

    tab(staff, "Tiltaksplan")
    staff.click("plan_save")
    assert staff.page.locator("[class*=st-key-measure_done_]").count() == 0  # not without its five
    today = f"{date.today():%d.%m.%Y}"
    staff.fill("plan_problem", "Erting i kantina.")
    staff.fill("plan_measure", "En voksen spiser sammen med klassen.")
    staff.fill("plan_who", "Kontaktlærer")
    staff.day("plan_when", today)
    staff.day("plan_evaluate", today)
    staff.picture("journey-plan-1280")
    staff.click("plan_save")
    staff.page.locator("[class*=st-key-measure_done_] button").click()
    staff.settle()
    staff.page.locator("[class*=st-key-evaluation_] textarea").fill("Det er stille nå.")
    staff.page.locator("[class*=st-key-measure_helped_] button").click()
    staff.settle()
    assert not staff.axe()

    follow(student, code)
    done = student.at("timeline").inner_text()
    assert done.count("check_circle") >= 4, done
    student.click("say_safe")
    student.picture("journey-safe-360")

    staff.page.reload()
    staff.settle()
    tab(staff, "Tilgang")
    # What was said with the code is asked about in a talk: by itself it ends nothing.
    assert staff.at("case_end").locator("button").is_disabled()
    tab(staff, "Samtale")
    staff.choose("talk_kind", "Eleven sier at det er trygt nå")
    staff.fill("talk_note", "Hun sier at det er trygt nå.")
    staff.click("talk_save")
    tab(staff, "Tilgang")
    staff.click("case_end")
    staff.picture("journey-case-end-sure-1280")
    staff.page.get_by_role("button", name=word("nb", "case.end.sure_yes")).click()
    staff.settle()
    staff.picture("journey-case-ended-1280")
    expect(staff.at("access_reopen")).to_be_visible()


def test_the_filters_of_the_cases_stand_when_one_comes_back(somebody):
    staff = somebody().sign_in("rektor", "saker")
    staff.choose("tilstand", word("nb", "case.filter.ended"))
    staff.choose("hvem", word("nb", "case.filter.others"))
    shown = staff.page.locator("a[href*='nr=']").all_inner_texts()
    assert shown
    staff.page.locator("a[href*='nr=']").first.click()
    staff.page.wait_for_url("**/sak?nr=*")
    staff.settle()
    staff.page.go_back()
    staff.page.wait_for_url("**/saker?*")
    staff.settle()
    assert "tilstand=ended" in staff.page.url
    assert "hvem=others" in staff.page.url
    assert staff.page.locator("a[href*='nr=']").all_inner_texts() == shown


def test_a_release_is_made_approved_read_and_published(somebody):
    rektor, committee, anyone = somebody(), somebody(), somebody(PHONE)
    committee.sign_in("su", "su")
    before = committee.text()
    rektor.sign_in("rektor", "su")
    assert "release_make" in rektor.drawn(), "the fresh demonstration leaves a half-year to report"
    rektor.click("release_make")
    assert "release_approve" in rektor.drawn()
    number = re.search(r"nr=(\d+)", rektor.page.url)
    rektor.picture("journey-release-1280")
    preview = rektor.page.locator("[data-testid=stVegaLiteChart], [data-testid=stDataFrame]")
    seen = preview.count()
    assert seen
    committee.open("su")
    assert committee.text() == before  # a draft is nobody else's
    rektor.click("release_approve")
    rektor.picture("journey-release-approve-1280")
    rektor.page.get_by_role("dialog").get_by_text(word("nb", "release.approve")).click()
    rektor.settle()

    committee.open(f"su?nr={number.group(1)}" if number else "su")
    charts = committee.page.locator("[data-testid=stVegaLiteChart], [data-testid=stDataFrame]")
    assert charts.count() == seen
    committee.fill("comment_text", "Vi vil høre mer om garderobene.")
    committee.click("comment_send")
    committee.sees("Vi vil høre mer om garderobene.")
    for key, start in (("release_csv", b"\xef\xbb\xbf"), ("release_pdf", b"%PDF-")):
        with committee.page.expect_download() as download:
            committee.at(key).locator("button").click()
        content = download.value.path().read_bytes()
        assert content.startswith(start)
        assert download.value.suggested_filename.startswith("tallrapport-")
        assert len(content) > 500
    committee.picture("journey-committee-1280")

    anyone.open("skolen")
    shown = anyone.text()
    rektor.click("release_publish")
    rektor.picture("journey-release-publish-1280")
    rektor.page.get_by_role("dialog").get_by_text(word("nb", "release.publish")).click()
    rektor.settle()
    anyone.open("skolen")
    assert anyone.text() != shown
    anyone.picture("journey-skolen-360")


def test_the_figures_are_drawn_anew_when_something_happens_and_stay_quiet_otherwise(somebody):
    staff, student = somebody(own=True), somebody(PHONE)
    staff.page.clock.install()
    staff.sign_in("rektor", "tall")
    before = staff.at("standout").text_content()
    staff.page.evaluate(
        """() => {
          window.runs = 0;
          const drawn = document.querySelector(".st-key-standout").parentElement;
          new MutationObserver(() => window.runs++).observe(drawn,
            {childList: true, subtree: true, characterData: true});
        }"""
    )
    asks = chart.LOOK * 1000 + 500
    staff.page.clock.fast_forward(asks)
    staff.settle()
    assert staff.page.evaluate("window.runs") == 0
    report(student, "Det kom enda en.", kind="Vold eller trusler")
    staff.page.clock.fast_forward(asks)
    expect(staff.at("standout")).not_to_have_text(before)
    assert staff.page.evaluate("window.runs") > 0
