"""Every form of staff that writes something new is sent once, read from the source itself."""

import ast
from pathlib import Path

import pytest

from tests.given.source import nodes, tree

ROOT = Path(__file__).parent.parent.parent.parent
DRAWING = [
    *sorted((ROOT / "pages").rglob("*.py")),
    *sorted((ROOT / "core" / "ui").rglob("*.py")),
]
ASIDE = {"ui", "revisions", "demonstration", "store"}

# (file, service): why this is no form that a second press could write twice.
KNOWN = {
    (
        "core/ui/case/student.py",
        "cases.people.ask_by_code",
    ): "sent in core/ui/kit/conversation",
    (
        "core/ui/form_editor/desk.py",
        "forms.versions.save_draft",
    ): "one draft, with a version",
    ("core/ui/kit/sign_in.py", "people.sessions.begin"): "signing in; nobody is there yet",
    ("core/ui/year/ticking.py", "year.ticks.tick_off"): "a box is on or off",
    (
        "core/ui/follow_up/rektor.py",
        "today.follow_up.answer_about_rektor",
    ): "one answer a report",
    ("core/ui/follow_up/safety.py", "today.follow_up.say_safe"): "one a report",
    ("core/ui/follow_up/withdrawal.py", "today.follow_up.withdraw"): "once a report",
    (
        "core/ui/follow_up/conversation.py",
        "reports.messages.send_to_school",
    ): "the message's own token",
    ("pages/public/report.py", "reports.reports.send"): "the report's own token",
    ("pages/staff/case.py", "cases.reading.open_case"): "reading",
    ("pages/staff/figures.py", "figures.plenary.current"): "reading",
    ("core/ui/inbox/acts.py", "today.inbox.ask"): "sent in core/ui/kit/conversation",
    ("pages/staff/inbox.py", "cases.reading.open_report"): "reading",
}


def module(file):
    """The module's whole name: two wings may have one of the same."""
    return file.relative_to(ROOT / "core").with_suffix("").as_posix().replace("/", ".")


def imported(file):
    """What each name of a file stands for: a module of core, or a function of one."""
    return {
        a.asname or a.name: f"{node.module}.{a.name}".removeprefix("core.")
        for node in nodes(file)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core")
        for a in node.names
    }


def whole_name(called, own, names):
    """`journal.write` as cases.journal.write; a bare name is the file's own."""
    first, *rest = called.split(".")
    return ".".join([names[first], *rest]) if first in names else f"{own}.{called}"


def inserting():
    """Functions of core that add rows, themselves or by what they call."""
    calls = {}
    for file in sorted((ROOT / "core").rglob("*.py")):
        if ASIDE & set(file.relative_to(ROOT / "core").parts):
            continue
        whole, own = tree(file), module(file)
        names = imported(file)
        for node in whole.body:
            if isinstance(node, ast.FunctionDef):
                called = (ast.unparse(c.func) for c in ast.walk(node) if isinstance(c, ast.Call))
                calls[f"{own}.{node.name}"] = {
                    # `on.tx.insert` too: an act in an opened case has its transaction inside it.
                    "tx.insert" if c.endswith("tx.insert") else whole_name(c, own, names)
                    for c in called
                }
    found = {own for own, called in calls.items() if "tx.insert" in called}
    while more := {own for own, called in calls.items() if own not in found and called & found}:
        found |= more
    return found


def is_sending(item):
    """Whether a `with` sends what stands in it once."""
    call = item.context_expr
    return isinstance(call, ast.Call) and ast.unparse(call.func) in (
        "notice.acting",
        "notice.pressed",
        "once.sending",
    )


def services(file):
    """(service, whether it stands in a block that is sent once) of a file that draws."""
    whole = tree(file)
    names = imported(file)

    def walk(node, sent):
        if isinstance(node, ast.With):
            sent = sent or any(map(is_sending, node.items))
        if isinstance(node, ast.Attribute | ast.Name):
            called = ast.unparse(node)
            if called.split(".")[0] in names:
                yield whole_name(called, "", names), sent
        if isinstance(node, ast.FunctionDef):
            sent = False
        for child in ast.iter_child_nodes(node):
            yield from walk(child, sent)

    return walk(whole, sent=False)


INSERTING = inserting()


def acts(name):
    """Where a callable that a file hands to another is sent: its own functions of that kind."""
    return {
        "core/ui/people/accounts.py": ("hand_over",),
        "core/ui/releases/comments.py": ("act", "send"),
        "core/ui/releases/period.py": ("act", "_make"),
        "core/ui/releases/plan_input.py": ("send",),
        "core/ui/releases/state.py": ("act",),
        "core/ui/settings/forms.py": ("_save",),
    }.get(name, ())


@pytest.mark.parametrize("file", DRAWING, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_what_inserts_is_sent_once(file):
    name = file.relative_to(ROOT).as_posix()
    handed, names = acts(name), imported(file)

    def named(node):
        parts = (n for n in ast.walk(node) if isinstance(n, ast.Attribute))
        return {whole_name(ast.unparse(n), "", names) for n in parts}

    inside = set()
    for node in nodes(file):
        match node:
            # A lambda or a local function in the call of what sends it.
            case ast.Call(func=ast.Name(id=called)) if called in handed:
                inside |= named(node)
            case ast.FunctionDef(name=called) if called in handed or called == "act":
                inside |= named(node)
    loose = {
        service
        for service, sent in services(file)
        if service in INSERTING and not sent
        if service not in inside and (name, service) not in KNOWN
    }
    assert not loose, "send it in notice.acting, notice.pressed or once.sending"


def test_services_that_write_are_found():
    assert {
        "cases.journal.write",
        "cases.people.add",
        "administration.accounts.add",
        "today.staff_report.send",
        "year.ticks.tick_off",
        "figures.releases.make",
        "cases.measures.save",
    } <= INSERTING
    assert "cases.journal.of" not in INSERTING


def test_nothing_known_is_old():
    drawn = {
        (file.relative_to(ROOT).as_posix(), service)
        for file in DRAWING
        for service, _ in services(file)
    }
    assert KNOWN.keys() <= drawn
