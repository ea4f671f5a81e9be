"""The Streamlit entry: who is here, which pages exist for them, run the page.

Kept short: Streamlit compiles this file and the page's anew for whoever comes when nobody is here.
"""

from core.ui.kit import (
    frame,
    navigation,
    once,
    outlived,
    pages,
    press,
    prologue,
    unanswered,
    words,
)
from core.ui.kit.files import WITHOUT_SIGN_IN
from core.ui.kit.server import runs
from core.ui.report import receipt

prologue.begin()
words.hear()
press.begin()
with unanswered.watched():
    page, person = navigation.asked()
    if not prologue.asked():
        prologue.comes(None)
    if outlived.anothers(here=person is not None or not prologue.asked()):
        unanswered.nothing_pressed()
    runs.drawn(staff=person is not None)
    prologue.draws(page.url_path)
    pages.come(page.url_path)
    if page.url_path != "meld":
        receipt.leave()
    if page.url_path in WITHOUT_SIGN_IN:
        frame.public()
    elif person is None:
        frame.signing_in()
    else:
        frame.staff(person)
    unanswered.line()
    page.run()
    prologue.drew(page.url_path)
    if person is not None:
        once.draw()
