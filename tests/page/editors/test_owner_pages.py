"""Own account, users, settings and plan, as those who open them meet them."""

import datetime
from dataclasses import replace

import pytest

from core.access import Role
from core.administration import accounts, roles
from core.cases import listing
from core.people import directory, passwords, sessions
from core.plan import cycle, inputs, sections
from core.school import settings
from core.school.help_lines import HelpLines
from core.school.profile import Profile
from core.school.reading import ReadingRules
from core.store.schema import people as people_tables
from core.store.schema.people import privacy_known
from core.today import notices
from core.ui.kit.files import FILES
from core.words import word

R = Role


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)


def texts(at):
    return [e.value for e in at.text]


def who(demo, name):
    return directory.load(demo, sessions.password_hash(demo, name)[0])


def test_a_one_time_password_opens_nothing_but_the_page_where_it_is_changed(visit, demo):
    _, password = accounts.add(demo, None, "ny", "Ny Person", frozenset({R.LARER}))
    at = visit("konto", "ny")
    for path in ("arshjul", "oversikt", "handlingsplan"):
        with pytest.raises(ValueError, match="Could not find"):
            at.switch_page(f"../pages/{FILES[path]}")
    at.text_input(key="password_old").set_value(password)
    at.text_input(key="password_new").set_value("ei lita grøn øy")
    at.text_input(key="password_repeat").set_value("ei lita grøn øy")
    at.button(key="password_save").click().run()
    assert not at.exception
    assert not who(demo, "ny").must_change_password
    assert "arshjul" in at.session_state["staff_pages"]


def test_a_wrong_password_is_said_and_nothing_is_changed(visit, demo):
    at = visit("konto", "larer")
    before = sessions.password_hash(demo, "larer")
    at.text_input(key="password_old").set_value("feil")
    at.text_input(key="password_new").set_value("ei lita grøn øy")
    at.text_input(key="password_repeat").set_value("ei lita grøn øy")
    at.button(key="password_save").click().run()
    assert len(at.error) == 1
    assert sessions.password_hash(demo, "larer") == before


def test_one_signs_out_ones_other_sign_in(visit, demo):
    person = who(demo, "larer")
    other, _ = sessions.begin(demo, person.person_id, "larer")
    at = visit("konto", "larer")
    buttons = [b for b in at.button if b.key and b.key.startswith("sign_out_")]
    assert len(buttons) == 1
    buttons[0].click().run()
    assert sessions.who(demo, other) is None
    assert len(at.success) == 1


def test_the_sign_in_that_is_ended_is_the_one_on_the_screen_also_when_another_has_begun(
    visit, demo
):
    person = who(demo, "larer")
    other, _ = sessions.begin(demo, person.person_id, "larer")
    at = visit("konto", "larer")
    (button,) = (b for b in at.button if b.key and b.key.startswith("sign_out_"))
    later = demo.clock() + datetime.timedelta(minutes=1)
    demo.clock = lambda: later
    newest, _ = sessions.begin(demo, person.person_id, "larer")
    button.click().run()
    assert sessions.who(demo, other) is None
    assert sessions.who(demo, newest) is not None


def test_skoleeier_gives_her_yes_on_her_own_account(visit, demo):
    accounts.add(demo, who(demo, "systemansvarlig"), "ny", "Ny Person", frozenset({R.ASSREKTOR}))
    at = visit("konto", "skoleeier")
    waits = next(g for g in accounts.find(demo, "ny").grants if g.role is R.ASSREKTOR)
    at.button(key=f"role_confirm_{waits.grant_id}").click().run()
    assert not at.exception
    assert R.ASSREKTOR in who(demo, "ny").roles
    # What rektor confirms is not asked of her.
    accounts.add(demo, who(demo, "systemansvarlig"), "ny2", "To", frozenset({R.ELEVTJENESTE}))
    assert not [b for b in visit("konto", "skoleeier").button if "confirm" in (b.key or "")]


def test_the_owner_is_told_of_a_reset_and_stops_it(visit, demo):
    rektor = who(demo, "rektor")
    accounts.reset(demo, who(demo, "systemansvarlig"), rektor.person_id)
    at = visit("konto", "rektor")
    at.button(key="reset_stop").click().run()
    assert accounts.own_reset(demo, rektor) is None


def test_systemansvarlig_makes_an_account_and_sees_its_password_once(visit, demo):
    at = visit("brukere", "systemansvarlig")
    at.text_input(key="account_name").set_value("Kari Nyland")
    at.text_input(key="account_sign_in_name").set_value("kari.nyland")
    at.multiselect(key="account_roles").set_value([R.LARER])
    at.button(key="account_make").click().run()
    assert not at.exception
    assert len(at.code) == 1
    at.button(key="one_time_done").click().run()
    assert not at.code
    assert who(demo, "kari.nyland").roles == {R.LARER, R.ANSATT}


def test_a_mistake_in_a_new_account_is_said_and_nothing_typed_is_lost(visit, demo):
    at = visit("brukere", "systemansvarlig")
    at.text_input(key="account_name").set_value("Kari Nyland")
    at.text_input(key="account_sign_in_name").set_value("rektor")
    at.multiselect(key="account_roles").set_value([R.LARER])
    at.button(key="account_make").click().run()
    assert len(at.error) == 1
    assert at.text_input(key="account_name").value == "Kari Nyland"


def test_closing_an_account_asks_once_more(visit, demo):
    larer = who(demo, "larer")
    at = visit("brukere", "systemansvarlig")
    at.selectbox(key="account_chosen").set_value(larer.person_id).run()
    at.button(key="account_disable").click().run()
    assert who(demo, "larer") is not None
    at.button(key="account_disable_yes").click().run()
    assert directory.load(demo, larer.person_id) is None


def test_rektor_gives_roles_but_closes_nothing_and_sees_no_skoleeier(visit, demo):
    at = visit("brukere", "rektor")
    options = at.selectbox(key="account_chosen").options
    assert not [o for o in options if "skoleeier" in o]
    at.selectbox(key="account_chosen").set_value(who(demo, "larer").person_id).run()
    assert not [b for b in at.button if b.key in ("account_disable", "account_reset")]
    at.selectbox(key="role_add").set_value(R.AVDELINGSLEDER)
    at.button(key="role_give").click().run()
    assert not at.exception
    assert R.AVDELINGSLEDER in who(demo, "larer").roles


@pytest.mark.parametrize("view", ["functions", "school", "log"])
@pytest.mark.parametrize("name", ["rektor", "assrektor", "systemansvarlig"])
def test_every_view_of_users_opens(visit, name, view):
    at = visit("brukere", name)
    at.button_group(key="people_view").set_value(view).run()
    assert not at.exception


PARTS = {
    "rektor": ["profile", "reading", "privacy", "calendar", "lines", "goals"],
    "assrektor": ["profile", "reading", "privacy", "calendar", "lines", "goals"],
    "redaktor": ["profile", "calendar", "lines"],
    "systemansvarlig": ["mail"],
}


@pytest.mark.parametrize("name", PARTS)
def test_each_opens_the_parts_of_the_settings_that_are_hers(visit, name):
    at = visit("innstillinger", name)
    assert not at.exception
    group = [g for g in at.button_group if g.key == "settings_part"]
    assert [len(g.options) for g in group] == ([len(PARTS[name])] if len(PARTS[name]) > 1 else [])
    for part in PARTS[name] if group else ():
        at.button_group(key="settings_part").set_value(part).run()
        assert not at.exception


def test_whoever_saves_settings_second_is_told(visit, demo):
    first, second = visit("innstillinger", "rektor"), visit("innstillinger", "redaktor")
    n = settings.version(demo, Profile)
    first.text_input(key=f"profile_phone_{n}").set_value("11 11 11 11")
    first.button(key="profile_save").click().run()
    assert settings.load(demo, Profile).phone == "11 11 11 11"
    second.text_input(key=f"profile_phone_{n}").set_value("22 22 22 22")
    second.button(key="profile_save").click().run()
    assert len(second.error) == 1
    assert settings.load(demo, Profile).phone == "11 11 11 11"
    assert second.text_input(key=f"profile_phone_{n}").value == "22 22 22 22"
    second.button(key="reload_profile").click().run()
    assert second.text_input(key=f"profile_phone_{n + 1}").value == "11 11 11 11"


def test_assrektor_sets_hours_but_not_who_reads_for_rektor(visit, demo):
    at = visit("innstillinger", "assrektor")
    at.button_group(key="settings_part").set_value("reading").run()
    n = settings.version(demo, ReadingRules)
    assert at.checkbox(key=f"reading_deputy_{n}").disabled
    at.number_input(key=f"reading_to_{n}").set_value(16)
    at.button(key="reading_save").click().run()
    assert not at.exception
    assert settings.load(demo, ReadingRules).to_hour == 16


def test_rektor_names_who_hears_instead_and_takes_it_back_to_nobody(visit, demo):
    for chosen in (str(who(demo, "elevtjeneste").person_id), ""):
        at = visit("innstillinger", "rektor")
        at.button_group(key="settings_part").set_value("reading").run()
        n = settings.version(demo, ReadingRules)
        before = settings.load(demo, ReadingRules).delegate
        assert at.selectbox(key=f"reading_delegate_{n}").value == str(before or "")
        at.selectbox(key=f"reading_delegate_{n}").set_value(chosen)
        at.button(key="reading_save").click().run()
        assert not at.exception
        assert str(settings.load(demo, ReadingRules).delegate or "") == chosen


def test_a_help_line_is_confirmed_by_itself_with_the_day(visit, demo):
    at = visit("innstillinger", "redaktor")
    at.button_group(key="settings_part").set_value("lines").run()
    at.button(key="line_confirm_police").click().run()
    assert not at.exception
    line = next(x for x in settings.load(demo, HelpLines).lines if x.id == "police")
    assert line.checked_on == demo.today()


@pytest.mark.parametrize("name", ["larer", "elevtjeneste", "avdelingsleder"])
def test_staff_confirm_the_plan_and_give_input_but_change_nothing(visit, demo, name):
    at = visit("handlingsplan", name)
    assert not [x for x in at.toggle if x.key == "plan_edit"]
    if cycle.confirmed_on(demo, who(demo, name)) is None:
        at.button(key="plan_confirm").click().run()
    assert cycle.confirmed_on(demo, who(demo, name))
    at.text_area(key="plan_input_text").set_value("**Mer** om ![nett](http://a.no/x.png)")
    at.button(key="plan_input_send").click().run()
    assert not at.exception
    assert "**Mer** om ![nett](http://a.no/x.png)" in texts(at)
    assert at.text_area(key="plan_input_text").value == ""


def test_leaders_see_how_many_have_confirmed_and_others_do_not(visit):
    assert [x for x in visit("handlingsplan", "rektor").expander if x.label == "Hvem mangler"]
    for name in ("larer", "redaktor"):
        assert not [x for x in visit("handlingsplan", name).expander if "mangler" in x.label]


def test_redaktor_rewords_a_section_and_puts_the_old_one_back(visit, demo):
    at = visit("handlingsplan", "redaktor")
    at.toggle(key="plan_edit").set_value(True).run()
    at.button(key="section_editing_goal-1").click().run()
    version = sections.history(demo, "goal-1")[0].version
    at.text_input(key=f"section_title_nb_goal-1_{version}").set_value("Alle har det godt")
    at.button(key=f"section_save_goal-1_{version}").click().run()
    assert not at.exception
    assert "Alle har det godt" in texts(at)
    at.button(key="section_history_goal-1").click().run()
    at.button(key=f"put_back_goal-1_{version}").click().run()
    assert not at.exception
    now = next(s for s in sections.sections(demo) if s.section_id == "goal-1")
    assert now.said("nb").title == "Alle elever opplever trivsel og trygghet på skolen"


def test_redaktor_takes_what_the_law_adds_into_the_plan(visit, demo):
    at = visit("handlingsplan", "redaktor")
    at.toggle(key="plan_edit").set_value(True).run()
    at.button(key="adopt_law-staff").click().run()
    assert not at.exception
    assert "law-staff" not in {s.section_id for s in sections.missing(demo)}


def test_redaktor_answers_input(visit, demo):
    input_id = inputs.submit(demo, who(demo, "su"), "Mer om nett")
    at = visit("handlingsplan", "redaktor")
    at.text_area(key=f"plan_answer_{input_id}").set_value("Tatt inn i mål 2")
    at.button(key=f"plan_answer_send_{input_id}").click().run()
    assert not at.exception
    seen = {i.input_id: i.answer for i in inputs.visible(demo, who(demo, "su"))}
    assert seen[input_id] == "Tatt inn i mål 2"


def test_nothing_of_skoleeier_is_in_rektors_log(visit, demo):
    system = who(demo, "systemansvarlig")
    made, _ = accounts.add(demo, system, "eier2", "Eier To", frozenset({R.SKOLEEIER}))
    assert made not in {e.person_id for e in roles.log(demo, who(demo, "rektor"))}
    assert made in {e.person_id for e in roles.log(demo, who(demo, "skoleeier"))}


def test_redaktor_writes_down_a_revision_and_sets_its_month(visit, demo):
    at = visit("handlingsplan", "redaktor")
    at.toggle(key="plan_edit").set_value(True).run()
    at.text_area(key="revision_note").set_value("Ny tekst om § 12-5")
    at.button(key="revision_save").click().run()
    assert not at.exception
    assert cycle.revisions(demo)[0].note == "Ny tekst om § 12-5"
    assert at.text_area(key="revision_note").value == ""
    for month in (9, 10):  # twice: what she saved herself is not somebody else's change
        n = cycle.edited(demo)[1]
        at.selectbox(key=f"revision_month_{n}").set_value(month)
        at.button(key="revision_month_save").click().run()
        assert not at.error
        assert cycle.now(demo).month == month


def test_the_form_of_the_mail_server_is_refused_to_the_second_who_saves(visit, demo):
    first, second = (
        visit("innstillinger", "systemansvarlig"),
        visit("innstillinger", "systemansvarlig"),
    )
    n = settings.version(demo, notices.Server)
    for at, host in ((first, "smtp.en.example"), (second, "smtp.to.example")):
        at.text_input(key=f"mail_host_{n}").set_value(host)
        at.text_input(key=f"mail_sender_{n}").set_value("portal@skole.example")
        at.button(key="mail_save").click().run()
    assert not first.error
    assert len(second.error) == 1
    assert settings.load(demo, notices.Server).host == "smtp.en.example"


def test_rektor_says_no_to_a_listed_teachers_new_password(visit, demo):
    from core.cases import reach, reading

    rektor, larer = who(demo, "rektor"), who(demo, "larer3")
    number = listing.page(demo, rektor, listing.CaseFilter(), most=1)[0].number
    found = reading.by_number(demo, rektor, number)
    if larer.person_id not in {x.person_id for x in reach.listed(found)}:
        reach.add(found, larer.person_id, "Kontaktlærer.")
    accounts.reset(demo, who(demo, "systemansvarlig"), larer.person_id)
    at = visit("konto", "rektor")
    at.button(key=f"reset_refuse_{larer.person_id}").click().run()
    assert not at.exception
    assert accounts.own_reset(demo, larer) is None


def test_the_menu_calls_the_committee_what_the_school_calls_it(visit, demo):
    assert visit("konto", "larer").session_state["staff_pages"]["su"].title == "Skoleutvalget"

    def rename(name):
        profile = replace(settings.load(demo, Profile), committee={"nb": name})
        demo.write(lambda tx: settings.save(tx, profile))
        return visit("konto", "larer").session_state["staff_pages"]["su"].title

    assert rename("*Miljø*utvalget") == r"\*Miljø\*utvalget"  # a name, not markdown
    assert rename("Utvalget for skolens miljø og trivsel") == "Utvalget"


def test_one_says_when_one_is_away_and_that_one_is_back(visit, demo):
    from core.administration import absence

    at = visit("konto", "elevtjeneste")
    at.button(key="away_save").click().run()
    assert not at.exception
    assert absence.now(demo) == {who(demo, "elevtjeneste").person_id}
    at.button(key="away_back").click().run()
    assert not absence.now(demo)
    assert not [b for b in visit("konto", "su").button if b.key == "away_save"]


def test_every_employee_with_a_new_password_is_told_the_same_on_a_list_or_not(visit, demo):
    for name in ("larer3", "kontaktlarer"):
        accounts.reset(demo, who(demo, "systemansvarlig"), who(demo, name).person_id)
        # As after she has changed the one-time password.
        p = people_tables.person
        own = p.c.sign_in_name == name
        demo.write(lambda tx, p=p, own=own: tx.update(p, own, must_change_password=False))
        at = visit("saker", name)
        assert [x.value for x in at.info if x.value == word("nb", "account.lists_closed")]
        assert len(visit("konto", name).warning) == 1


def test_an_empty_log_says_so_and_a_teacher_is_not_told_to_revise_the_plan(visit, demo):
    at = visit("brukere", "rektor")
    at.button_group(key="people_view").set_value("log").run()
    assert bool(at.dataframe) is bool(roles.log(demo, who(demo, "rektor")))
    assert at.dataframe or at.info
    last = cycle.now(demo).wanted_by.replace(year=demo.today().year - 3)
    cycle.revise(demo, who(demo, "rektor"), last, "")
    assert cycle.now(demo).overdue
    cure = "Slå på «Endre planen»"
    assert [x for x in texts(visit("handlingsplan", "redaktor")) if x.startswith(cure)]
    assert not [x for x in texts(visit("handlingsplan", "larer")) if x.startswith(cure)]


def test_what_was_done_is_said_where_it_was_done(visit, demo):
    at = visit("handlingsplan", "larer")
    at.text_area(key="plan_input_text").set_value("Mer friminutt")
    at.button(key="plan_input_send").click().run()
    assert len(at.success) == 1
    drawn = [(e.type, e.value) for e in at.main if e.type in ("subheader", "success")]
    beside = [kind for kind, _ in drawn]
    assert drawn[beside.index("success") - 1][1] == "Innspill til planen"
    at.run()
    assert not at.success


def test_a_reader_says_once_that_she_knows_the_rules_of_privacy_and_rektor_sees_it(visit, demo):
    eli = who(demo, "elevtjeneste")
    demo.write(lambda tx: tx.delete(privacy_known, privacy_known.c.person_id == eli.person_id))
    for path in ("innboks", "saker", "tall"):
        # At each of these addresses stands the page where she says it, and no other.
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(path, "elevtjeneste")
    assert word("nb", "account.privacy_ask") in [
        x.value for x in visit("oversikt", eli.sign_in_name).text
    ]
    at = visit("brukere", "rektor")
    at.selectbox(key="account_chosen").set_value(eli.person_id).run()
    assert word("nb", "people.privacy_missing") in texts(at)
    at = visit("konto", "elevtjeneste")
    at.button(key="privacy_save").click().run()
    assert word("nb", "account.privacy_saved") in [x.value for x in at.success]
    assert "privacy_save" not in [b.key for b in at.button]
    at = visit("innboks", "elevtjeneste")
    assert [b for b in at.button if str(b.key).startswith("inbox_read_")]
    at = visit("brukere", "rektor")
    at.selectbox(key="account_chosen").set_value(eli.person_id).run()
    assert any(x.value.startswith("Bekreftet ") for x in at.text)
    assert word("nb", "people.privacy_missing") not in texts(at)


def test_name_and_address_are_mended_where_they_stand(visit, demo):
    larer = who(demo, "larer")
    at = visit("brukere", "rektor")
    at.selectbox(key="account_chosen").set_value(larer.person_id).run()
    at.text_input(key=f"account_edit_name_{larer.person_id}").set_value("Liv Aanrud")
    at.text_input(key=f"account_edit_email_{larer.person_id}").set_value("a,b@skole.no")
    at.button(key=f"account_edit_save_{larer.person_id}").click().run()
    assert "E-postadressen" in at.error[0].value
    at.text_input(key=f"account_edit_email_{larer.person_id}").set_value("liv@skole.no")
    at.button(key=f"account_edit_save_{larer.person_id}").click().run()
    assert not at.exception
    assert who(demo, "larer").name == "Liv Aanrud"
    at = visit("konto", "larer")
    assert at.text_input(key="own_email").value == "liv@skole.no"
    at.text_input(key="own_email").set_value("")
    at.button(key="own_email_save").click().run()
    assert not at.exception
    assert accounts.find(demo, "larer").email == ""
