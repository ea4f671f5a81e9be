"""What a press acts on is named by itself: its place in a list is another's in the next run."""

import ast
from pathlib import Path

import pytest

from core import ui

HOME = Path(ui.__file__).parents[2]
FILES = sorted([*HOME.glob("core/ui/**/*.py"), *HOME.glob("pages/**/*.py"), HOME / "app.py"])

# Numbered, and nothing that can be pressed is in it.
NO_ACT = {
    ("core/ui/school/texts.py", "_section"),
    ("core/ui/kit/unanswered.py", "quoted"),
    ("core/ui/case/student.py", "container"),
    ("core/ui/form_editor/problems.py", "container"),
}


def counters(loop):
    """The names that count in this loop or comprehension."""
    counted = isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "enumerate"
    if counted and isinstance(loop.target, ast.Tuple) and isinstance(loop.target.elts[0], ast.Name):
        return {loop.target.elts[0].id}
    return set()


def numbered(source):
    """(what is called, line) of each call with a text made of a place in a list."""
    for loop in ast.walk(ast.parse(source)):
        of = [loop] if isinstance(loop, ast.For) else getattr(loop, "generators", [])
        names = set().union(*(counters(one) for one in of)) if of else set()
        for call in ast.walk(loop) if names else ():
            if not isinstance(call, ast.Call):
                continue
            texts = (*call.args, *(k.value for k in call.keywords))
            for text in (t for t in texts if isinstance(t, ast.JoinedStr)):
                if names & {n.id for n in ast.walk(text) if isinstance(n, ast.Name)}:
                    yield ast.unparse(call.func).split(".")[-1], call.lineno


def test_no_key_is_made_of_a_place_in_a_list():
    found = {
        (str(file.relative_to(HOME)), called)
        for file in FILES
        for called, _ in numbered(file.read_text("utf-8"))
    }
    assert found == NO_ACT


@pytest.mark.parametrize(
    "source",
    [
        "for n, x in enumerate(xs):\n    st.button(x, key=f'yes_{n}')",
        "for n, x in enumerate(xs, 1):\n    with box(x):\n        _row(x, f'row_{n}')",
        "[st.button(x, key=f'yes_{n}') for n, x in enumerate(xs)]",
    ],
)
def test_such_a_key_is_found(source):
    assert list(numbered(source))
