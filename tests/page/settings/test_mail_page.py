"""How the mail goes, as systemansvarlig sees it."""

import pytest

from core.errors import PortalError
from core.people import directory, sessions
from core.school import settings
from core.store.schema.people import person as person_table
from core.today import notices
from core.today.mail_server import Failed, MailFault
from core.words import has


@pytest.fixture
def tech(demo):
    found = directory.load(demo, sessions.password_hash(demo, "systemansvarlig")[0])
    which = person_table.c.person_id == found.person_id
    demo.write(lambda tx: tx.update(person_table, which, email="tech@example.no"))
    server = notices.Server(host="127.0.0.1", port=1, security="none", sender="portal@example.no")
    notices.save(demo, found, server, settings.version(demo, notices.Server))
    return found


def open_mail(visit):
    at = visit("innstillinger", "systemansvarlig")
    assert not at.exception
    return at


def shown(at):
    return " ".join(e.value for e in (*at.text, *at.error, *at.warning, *at.success))


def test_a_try_that_fails_says_why_and_is_told_on_every_page_until_one_goes(
    visit, demo, tech, monkeypatch
):
    at = open_mail(visit)
    assert "Ingen e-post er sendt ennå." in shown(at)
    at.button(key="mail_try").click().run()
    assert not at.exception
    assert "E-postserveren svarer ikke." in shown(at)
    elsewhere = visit("oversikt", "systemansvarlig")
    assert "E-post kommer ikke fram til alle." in shown(elsewhere)
    assert "E-post kommer ikke fram" not in shown(visit("oversikt", "rektor"))

    monkeypatch.setattr(notices, "_send", lambda *_: None)
    at = open_mail(visit)
    at.button(key="mail_try").click().run()
    assert "Prøven er sendt." in shown(at)
    assert "Siste e-post ble sendt" in shown(at)
    assert "E-post kommer ikke fram" not in shown(at)


@pytest.mark.parametrize("fault", MailFault)
def test_every_fault_has_its_sentence(demo, tech, monkeypatch, fault):
    def fails(*_):
        raise Failed(fault, again=False)

    monkeypatch.setattr(notices, "_send", fails)
    with pytest.raises(PortalError) as caught:
        notices.try_out(demo, tech)
    assert has(caught.value.key)
