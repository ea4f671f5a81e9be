"""The three things that only the visitor's browser can do, as small components.

Leaving at once, fetching the session cookie by a one-time ticket, and giving Streamlit's own
English words in the visitor's language. Each runs in the page itself under the portal's content
security policy; none takes a word that a user wrote.
"""

import functools
from typing import Any

import streamlit as st

from core import words
from core.ui.words import language, t

LEAVE = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const [label, site] = data;
  button.textContent = label;
  button.onclick = () => {
    // The page is blanked before the network is asked; replace() leaves no way back to it.
    document.documentElement.style.display = "none";
    window.location.replace(site);
  };
}
"""
# What a thumb must hit is 44 pixels high, and the code is large; Streamlit's theme
# has no word for either.
# In the dark the school's colour is light, and Streamlit writes white on it all the same.
STYLE = """
[data-testid^="stBaseButton-primary"] { color: light-dark(#ffffff, #11181f) !important; }
[class*="st-key-answer_"] button[data-variant="pills"] { min-height: 44px; }
.st-key-answer_reporter [role="radiogroup"] label,
.st-key-answer_contact_wish [role="radiogroup"] label { min-height: 40px; align-items: center; }
.st-key-answer_about_staff [role="radiogroup"] label { padding-bottom: 0.4rem; }
.st-key-receipt_code [data-testid="stText"] { font-size: 1.3rem; font-weight: 700;
  text-align: center; line-height: 2; }
"""
LEAVE_STYLE = """
button { font: inherit; font-weight: 600; min-height: 44px; padding: 0 0.7rem; cursor: pointer;
  color: var(--st-background-color); background: var(--st-text-color);
  border: 0; border-radius: var(--st-button-radius); white-space: nowrap; }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
"""

# The ticket is fetched once; signing out deletes the cookie the same way.
SESSION = """
export default function ({ data, setTriggerValue }) {
  if (!data.ticket || window.__skolemiljoTicket === data.ticket) return;
  window.__skolemiljoTicket = data.ticket;
  const out = data.ticket === "out";
  if (out) window.__skolemiljoTicket = null;
  fetch("/session", { method: out ? "DELETE" : "POST", body: data.ticket })
    .then((answer) => setTriggerValue("done", answer.status));
}
"""

# Streamlit's own words are hard-coded in English (its issue 1353). Text that a user wrote
# (stText, text fields) is passed over. The observer outlives this component on purpose.
WORDS = """
export default function ({ data }) {
  // A list, not an object: in an object Streamlit looks for data frames, and imports pandas for it.
  const [lang, exact, told, look] = data;
  document.documentElement.lang = lang;
  if (!document.getElementById("skolemiljo-style")) {
    const style = document.createElement("style");
    style.id = "skolemiljo-style";
    style.textContent = look;
    document.head.append(style);
  }
  const patterns = told.map(([a, b]) => [new RegExp(a), b]);
  const say = (text) => {
    const bare = text.trim();
    if (Object.hasOwn(exact, bare)) return text.replace(bare, exact[bare]);
    for (const [from, to] of patterns)
      if (from.test(bare)) return text.replace(bare, bare.replace(from, to));
    return text;
  };
  const foreign =
    "[data-testid=stText], [data-testid=stMarkdown], textarea, .stVegaLiteChart, canvas";
  const names = ["placeholder", "aria-label", "title", "alt"];
  const node = (n) => {
    if (n.nodeType === 3) {
      if (n.parentElement && n.parentElement.closest(foreign)) return;
      const now = say(n.data);
      if (now !== n.data) n.data = now;
    } else if (n.nodeType === 1) {
      for (const name of names) {
        const was = n.getAttribute(name);
        if (was) { const now = say(was); if (now !== was) n.setAttribute(name, now); }
      }
    }
  };
  const tree = (root) => {
    node(root);
    if (root.nodeType !== 1) return;
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) node(n);
  };
  if (window.__skolemiljoWords) window.__skolemiljoWords.disconnect();
  window.__skolemiljoWords = new MutationObserver((changes) => {
    for (const c of changes) {
      if (c.type === "childList") c.addedNodes.forEach(tree);
      else node(c.target);
    }
  });
  window.__skolemiljoWords.observe(document.body, { childList: true, subtree: true,
    characterData: true, attributes: true, attributeFilter: names });
  tree(document.body);
}
"""


@functools.cache
def _component(name: str) -> Any:
    make = st.components.v2.component
    match name:
        case "leave":
            return make("skolemiljo_leave", html="<button></button>", css=LEAVE_STYLE, js=LEAVE)
        case "session":
            return make("skolemiljo_session", js=SESSION)
        case _:
            return make("skolemiljo_words", js=WORDS)


def leave_now(site: str) -> None:
    """The quick exit: replaces the page with the neutral site that the school chose."""
    _component("leave")(data=[t("common.leave_now"), site], key="leave_now", width="content")


def fetch_cookie() -> None:
    """Let the browser fetch its cookie, or drop it, where signing in or out has just happened."""
    ticket = st.session_state.get("ticket")
    if (
        ticket
        and _component("session")(
            data={"ticket": ticket}, key="session_post", on_done_change=lambda: None
        ).done
    ):
        del st.session_state.ticket


def speak() -> None:
    """Give Streamlit's own words in the visitor's language; sent when that changes only."""
    chosen = language()
    if st.session_state.get("spoken") != chosen:
        st.session_state.spoken = chosen
        _component("words")(data=_streamlit_words(chosen), key="words")


@functools.cache
def _streamlit_words(chosen: str) -> list[Any]:
    prefix = "streamlit."
    own = {k: v for k, v in words.catalogue(chosen).items() if k.startswith(prefix)}
    english = words.catalogue("en")
    exact, patterns = {}, []
    for key, text in own.items():
        source, target = str(english[key]), str(text)
        if ".pattern." in key:
            patterns.append([source, target])
        elif source != target:
            exact[source] = target
    return [chosen, exact, patterns, STYLE]
