"""Every form of staff that writes something new is sent once, read from the source itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent.parent
DRAWING = [
    *sorted((ROOT / "pages").rglob("*.py")),
    *sorted((ROOT / "core" / "ui").rglob("*.py")),
]
ASIDE = {"ui", "revisions", "demonstration", "store"}

# (file, service): why this is no form that a second press could write twice.
KNOWN = {
    ("core/ui/case/student.py", "case_people.ask_by_code"): "sent in core/ui/kit/conversation",
    ("core/ui/form_editor/question.py", "form_versions.save_draft"): "one draft, with a version",
    ("core/ui/kit/sign_in.py", "sessions.begin"): "signing in; nobody is there yet",
    ("core/ui/year/ticking.py", "ticks.tick_off"): "a box is on or off",
    ("pages/public/follow_up.py", "follow_up.answer_about_rektor"): "one answer a report",
    ("pages/public/follow_up.py", "follow_up.say_safe"): "one a report",
    ("pages/public/follow_up.py", "follow_up.withdraw"): "once a report",
    ("pages/public/follow_up.py", "messages.send_to_school"): "the message's own token",
    ("pages/public/report.py", "reports.send"): "the report's own token",
    ("pages/staff/case.py", "cases.open_case"): "reading",
    ("pages/staff/figures.py", "plenary.current"): "reading",
    ("pages/staff/inbox.py", "inbox.ask"): "sent in core/ui/kit/conversation",
    ("pages/staff/inbox.py", "inbox.open_report"): "reading",
}


def tree(file):
    return ast.parse(file.read_text("utf-8"))


def inserting():
    """(module, function) of core that adds rows, itself or by what it calls."""
    calls = {}
    for file in sorted((ROOT / "core").rglob("*.py")):
        if ASIDE & set(file.relative_to(ROOT / "core").parts):
            continue
        for node in tree(file).body:
            if isinstance(node, ast.FunctionDef):
                calls[file.stem, node.name] = {
                    ast.unparse(c.func) for c in ast.walk(node) if isinstance(c, ast.Call)
                }
    found = {own for own, called in calls.items() if "tx.insert" in called}
    while True:
        more = {
            own
            for own, called in calls.items()
            for c in called
            if own not in found and (tuple(f"{own[0]}.{c}".split(".")[-2:]) in found)
        }
        if not more:
            return found
        found |= more


def is_sending(item):
    """Whether a `with` sends what stands in it once."""
    call = item.context_expr
    return isinstance(call, ast.Call) and ast.unparse(call.func) in (
        "told.acting",
        "once.sending",
    )


def services(file):
    """(service, whether it stands in a block that is sent once) of a file that draws."""
    named = {}
    whole = tree(file)
    for node in ast.walk(whole):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core."):
            module = node.module.rsplit(".", 1)[-1]
            named |= {a.asname or a.name: (module, a.name) for a in node.names}

    def walk(node, sent):
        if isinstance(node, ast.With):
            sent = sent or any(map(is_sending, node.items))
        if isinstance(node, ast.Attribute):
            yield tuple(ast.unparse(node).split(".")), sent
        if isinstance(node, ast.Name) and node.id in named:
            yield named[node.id], sent
        if isinstance(node, ast.FunctionDef | ast.Lambda) and not isinstance(node, ast.Lambda):
            sent = False
        for child in ast.iter_child_nodes(node):
            yield from walk(child, sent)

    return walk(whole, sent=False)


INSERTING = inserting()


def acts(name):
    """Where a callable that a file hands to another is sent: its own functions of that kind."""
    return {
        "pages/committee/releases.py": ("act", "make", "send"),
        "pages/editors/people.py": ("hand_over",),
        "core/ui/settings/forms.py": ("_save",),
    }.get(name, ())


@pytest.mark.parametrize("file", DRAWING, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_what_inserts_is_sent_once(file):
    name = file.relative_to(ROOT).as_posix()
    handed = acts(name)
    inside = set()
    for node in ast.walk(tree(file)):
        match node:
            # A lambda or a local function in the call of what sends it.
            case ast.Call(func=ast.Name(id=called)) if called in handed:
                inside |= {ast.unparse(n) for n in ast.walk(node) if isinstance(n, ast.Attribute)}
            case ast.FunctionDef(name=called) if called in handed or called == "act":
                inside |= {ast.unparse(n) for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    loose = {
        ".".join(service)
        for service, sent in services(file)
        if service in INSERTING and not sent
        if ".".join(service) not in inside and (name, ".".join(service)) not in KNOWN
    }
    assert not loose, "send it in told.acting or once.sending"


def test_services_that_write_are_found():
    for service in (
        ("journal", "write"),
        ("case_people", "add"),
        ("accounts", "add"),
        ("staff_report", "send"),
        ("ticks", "tick_off"),
        ("releases", "make"),
        ("measures", "save"),
    ):
        assert service in INSERTING
    assert ("journal", "of") not in INSERTING


def test_nothing_known_is_old():
    drawn = {
        (file.relative_to(ROOT).as_posix(), ".".join(service))
        for file in DRAWING
        for service, _ in services(file)
    }
    assert KNOWN.keys() <= drawn
