"""Whatever somebody types as a name stands on every page letter by letter, in a real browser."""

import shutil

import pytest
import sqlalchemy as sa

from core.store import current
from core.store.schema import forms, people, plan, school, wheel
from core.ui.kit.plain import JOINER
from tests.browser.conftest import serve, stop
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

TYPED = (
    "1. [k](https://evil.example) www.evil.example https://evil.example a@evil.example "
    "![b](https://evil.example/b.png) :smile: :material/lock: :red[r] :blue-badge[b] $x^2$ **f** "
    "_k_ ~~s~~ `c` # o <b>h</b> &amp; a -> b 1_A*B* [x](y)"
)
SHORT = "SU www.evil.no *x*"  # the menu has the committee's own name, if it is short
EVERY = dict.fromkeys(("nb", "nn", "en"), TYPED)
WALK = {
    None: ("", "meld", "hjelp", "skolen", "folg-opp"),
    "rektor": (
        *("oversikt", "arshjul", "klasser", "moter", "handlingsplan", "su", "tall"),
        *("brukere", "skjema", "arshjul?aktivitet=elevsamtaler", "arshjul?aktivitet=kanaler"),
    ),
}
# Where markdown is read and a typed word stands: the text without the joiners, links or pictures.
FOUND = """() => {
  const out = [];
  for (const at of document.querySelectorAll("[data-testid=stMarkdownContainer]"))
    if (at.textContent.includes("evil")) out.push(at.textContent.replaceAll("\\u2060", ""));
  return out;
}"""
# What is no markdown and was escaped all the same: its backslashes are read, or heard.
ESCAPED = r"""(joiner) => {
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const at = n.parentElement;
    if (at.closest("script, style, svg.marks")) continue;
    const markdown = at.closest("[data-testid=stMarkdownContainer]");
    if (n.data.includes("\\") || (n.data.includes(joiner) && !markdown))
      out.push(at.tagName + ": " + n.data);
  }
  for (const name of ["aria-label", "aria-valuetext", "placeholder", "title", "alt", "value"])
    for (const at of document.querySelectorAll(`[${name}]`)) {
      const said = at.getAttribute(name);
      const bold = name === "aria-label" && said.startsWith("**");
      if (said.includes("\\") || bold) out.push(`${at.tagName} ${name}: ${said}`);
    }
  return [...new Set(out)];
}"""
HTML = "(css) => [...document.querySelectorAll(css)].map(e => e.outerHTML)"
MADE = "a[href*='//evil'], a[href*='www.evil'], a[href^=mailto], img[src*=evil], .katex"


def _forge(folder) -> None:
    """Give everything in the school that has a name one and the same."""
    store = current.connect(folder)

    def renamed(content: dict) -> dict:
        return content | {f: EVERY for f in ("names", "texts", "title", "label") if f in content}

    def setting(row) -> dict:
        value = row.value
        if row.name == "profile":
            value = value | {"name": TYPED, "committee": dict.fromkeys(EVERY, SHORT)}
        elif row.name == "help_lines":
            value = value | {"lines": [line | {"name": EVERY} for line in value["lines"]]}
        return {"value": value}

    def activity(row) -> dict:
        steps = [step | {"names": EVERY} for step in row.content.get("steps", ())]
        return {"content": renamed(row.content) | {"steps": steps}}

    def section(row) -> dict:
        told = {lang: row.content[lang] | {"title": TYPED} for lang in ("nb", "nn")}
        return {"content": row.content | told}

    def form(row) -> dict:
        questions = [
            q | {"label": EVERY, "hint": EVERY, "options": [renamed(o) for o in q["options"]]}
            for q in row.content["questions"]
        ]
        return {"content": row.content | {"questions": questions}}

    changes = {
        school.setting: setting,
        school.department: lambda _: {"name": TYPED},
        school.school_class: lambda _: {"name": TYPED},
        people.person: lambda _: {"name": TYPED},
        people.function: lambda _: {"names": EVERY},
        wheel.activity: activity,
        wheel.body: lambda row: {"content": renamed(row.content)},
        plan.plan_section: section,
        forms.form_version: form,
    }
    with store.engine.begin() as connection:
        for table, change in changes.items():
            for row in connection.execute(sa.select(table)).all():
                its_own = [c == getattr(row, c.name) for c in table.primary_key]
                connection.execute(sa.update(table).where(*its_own).values(**change(row)))
    store.engine.dispose()


@pytest.fixture(scope="module")
def forged(demonstrated, tmp_path_factory):
    folder = tmp_path_factory.mktemp("forged")
    shutil.copytree(demonstrated, folder / "hvam")
    _forge(folder / "hvam")
    found = serve(folder / "hvam", folder / "serve.log")
    yield found
    stop(found)


def bent(visitor) -> list[str]:
    """What of the typed words on the page in front is not as it was typed."""
    told = visitor.page.evaluate(FOUND)
    wrong = [text for text in told if TYPED not in text and SHORT not in text]
    wrong += [made[:300] for made in visitor.page.evaluate(HTML, MADE)]
    wrong += visitor.page.evaluate(ESCAPED, JOINER)
    if JOINER in visitor.page.title() or "\\" in visitor.page.title():
        wrong.append(visitor.page.title())
    return wrong


def test_a_typed_name_is_never_read_as_markdown(browser, forged):
    for name, paths in WALK.items():
        visitor = Visitor(browser, forged.url)
        if name:
            visitor.sign_in(name, paths[0])
        wrong, seen = {}, 0
        for path in paths:
            if not visitor.page.url.endswith(f"/{path}"):
                visitor.open(path)
            seen += len(visitor.page.evaluate(FOUND))
            if found := bent(visitor):
                wrong[path] = found
        visitor.close()
        assert not wrong
        assert not visitor.faults
        assert seen > 20, name
