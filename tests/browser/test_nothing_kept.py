"""A visit to /meld leaves nothing in the browser, and the browser is told nothing of the server."""

import platform

import pytest
import streamlit

from tests.browser.conftest import ROOT
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

KEPT = "() => Object.keys(window.localStorage)"
NOTES = """() => {
  localStorage.setItem("stActiveTheme-/meld-v2", "x");
  localStorage.setItem("another", "x");
  sessionStorage.setItem("st", "x");
  const found = [Object.keys(localStorage), sessionStorage.getItem("st")];
  localStorage.removeItem("another");
  return found;
}"""


def test_a_visit_to_meld_leaves_no_note_and_no_time_in_the_browser(somebody):
    visitor = somebody(PHONE)
    told = []

    def hears(frame):
        told.append(frame)

    def follows(line):
        line.on("framereceived", hears)

    visitor.page.on("websocket", follows)
    visitor.open("meld")
    visitor.fill("answer_what_happened", "Noen")
    visitor.settle()
    assert visitor.page.evaluate(KEPT) == []
    names = {cookie["name"] for cookie in visitor.page.context.cookies()}
    assert names <= {"skolemiljo_tab"}
    assert visitor.page.evaluate(NOTES) == [["another"], "x"], "else it could have been noted"
    frames = b"".join(f if isinstance(f, bytes) else f.encode() for f in told)
    assert frames
    for of_the_server in (str(ROOT), platform.python_version(), streamlit.__version__):
        assert of_the_server.encode() not in frames
