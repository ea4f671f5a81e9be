"""What the portal replaces of its libraries is looked at before anybody is let in."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from core import words
from core.errors import Unsafe
from core.ui.kit.server import expected, safety
from tests.given.source import nodes

ROOT = Path(__file__).parent.parent.parent.parent
EXPECTED = [one for one in expected.EXPECTED if "." in one.name]


def ids(one):
    return one.name.rpartition(".")[2]


def place(name):
    """The module or class that a dotted name lies in, and what it is called there."""
    where, _, last = name.rpartition(".")
    return expected._find(where), last


def refused():
    with pytest.raises(Unsafe) as error:
        expected.require()
    said = words.said(error.value.key, **error.value.facts)
    assert error.value.facts["name"] in said
    assert error.value.facts["version"] in said
    return error.value.facts["name"]


def test_the_libraries_that_are_locked_are_as_expected():
    expected.require()


@pytest.mark.parametrize("one", EXPECTED, ids=ids)
def test_whatever_is_gone_is_named(monkeypatch, one):
    where, last = place(one.name)
    monkeypatch.delattr(where, last)
    said = refused()
    assert said.startswith(one.name) or one.name.startswith(said)


@pytest.mark.parametrize("one", [e for e in EXPECTED if getattr(e, "takes", None)], ids=ids)
def test_whatever_is_given_something_else_is_named(monkeypatch, one):
    where, last = place(one.name)
    monkeypatch.setattr(where, last, lambda *, another: another)
    assert refused() == one.name


@pytest.mark.parametrize("one", [e for e in EXPECTED if getattr(e, "knows", None)], ids=ids)
def test_whatever_no_longer_does_what_is_leant_on_is_named(monkeypatch, one):
    where, last = place(one.name)

    class Another:
        pass

    monkeypatch.setattr(where, last, Another)
    assert one.name.startswith(refused())


@pytest.mark.parametrize(
    ("name", "another"),
    [
        (
            "streamlit.web.server.starlette.starlette_websocket._parse_subprotocols",
            lambda headers: ("streamlit", "session", "token"),
        ),
        ("streamlit.proto.ForwardMsg_pb2.ForwardMsg", object),
        (
            "streamlit.runtime.session_manager.SessionStorage",
            type("Storage", (), {"__abstractmethods__": frozenset({"get", "save"})}),
        ),
        (
            "streamlit.runtime.session_manager.SessionInfo",
            type("Info", (), {"__dataclass_fields__": {"client": None}}),
        ),
    ],
)
def test_whatever_answers_otherwise_is_named(monkeypatch, name, another):
    where, last = place(name)
    monkeypatch.setattr(where, last, another)
    assert refused() == name


def test_a_setting_that_is_gone_is_found(monkeypatch):
    from streamlit import config

    options = dict(config._config_options_template)
    del options["runner.postScriptGC"]
    monkeypatch.setattr(config, "_config_options_template", options)
    assert refused() == "streamlit.config._config_options_template"


def test_a_page_that_has_no_place_for_the_portals_script_is_found(monkeypatch, tmp_path):
    import streamlit

    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "index.html").write_text("<html><body></body></html>", "utf-8")
    monkeypatch.setattr(streamlit, "__file__", str(tmp_path / "__init__.py"))
    assert refused() == "streamlit"


def test_the_door_looks_before_it_reads_any_other_setting(monkeypatch):
    monkeypatch.setattr(expected, "EXPECTED", (expected.Expected("streamlit.config.no_such"),))
    with pytest.raises(Unsafe, match=r"unsafe\.library_changed"):
        safety.before_opening()


def test_everything_private_that_is_touched_is_expected():
    # What begins with a line below is promised by nobody.
    names = {part for one in expected.EXPECTED for part in re.findall(r"\b_\w+", one.name)}
    names |= {k for one in expected.EXPECTED for k in getattr(one, "knows", ())}
    touched = set()
    for file in sorted((ROOT / "core" / "ui").rglob("*.py")):
        own = {n.attr for n in nodes(file) if isinstance(n, ast.Attribute) and _of_self(n)}
        own |= {n.name for n in nodes(file) if isinstance(n, ast.FunctionDef)}
        touched |= {
            f"{node.attr} in {file.relative_to(ROOT)}"
            for node in nodes(file)
            if isinstance(node, ast.Attribute)
            and re.match(r"_[a-z]", node.attr)
            and not _of_self(node)
            and node.attr not in names | own
            # The system's own way to end at once; the command line's.
            and ast.unparse(node) != "os._exit"
        }
    assert not touched


def _of_self(node):
    return isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")


def test_what_is_imported_for_the_looking_is_what_the_door_uses():
    for one in EXPECTED:
        assert importlib.import_module(one.name.split(".")[0])
