"""The Streamlit entry: who is here, which pages exist for them, run the page.

Kept short: Streamlit compiles this file and the page's anew for whoever comes when nobody is here.
"""

from core.shell_files import WITHOUT_SIGN_IN
from core.ui import frame, navigation, once, press, prologue, receipt, runs, words

prologue.begin()
words.hear()
press.begin()
page, person = navigation.asked()
runs.drawn(staff=person is not None)
if page.url_path != "meld":
    receipt.leave()
if page.url_path in WITHOUT_SIGN_IN:
    frame.public()
elif person is None:
    frame.signing_in()
else:
    frame.staff(person)
page.run()
if person is not None:
    once.draw()
