"""What a run has learnt ends with it, whatever thread it and the next one stand on."""

import threading
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import StopException, add_script_run_ctx, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state import SafeSessionState, SessionState

from core.people import sessions
from core.ui.kit import prologue, run, words
from tests.given.source import nodes


class Visit:
    """A tab whose script runs on whatever thread it is put on."""

    def __init__(self, name, language="nb"):
        self.context = ScriptRunContext(
            session_id=name,
            _enqueue=lambda message: None,
            query_string="",
            session_state=SafeSessionState(SessionState(), lambda: None),
            uploaded_file_mgr=MemoryUploadedFileManager("/upload"),
            main_script_path="core/shell.py",
            user_info={},
            fragment_storage=MemoryFragmentStorage(),
            pages_manager=PagesManager("core/shell.py"),
        )
        self.context.reset()
        with self:
            st.session_state.sid, st.session_state.language = name, language

    def __enter__(self):
        add_script_run_ctx(threading.current_thread(), self.context)
        return self

    def __exit__(self, *_):
        add_script_run_ctx(threading.current_thread(), None)
        vars(threading.current_thread()).pop("streamlit_script_run_ctx", None)


@pytest.fixture
def here(monkeypatch):
    """Who is signed in, by the session; how often that was asked."""
    found = {name: SimpleNamespace(name=name.title(), person_id=name) for name in ("kari", "ola")}
    asked = []

    def who(_store, sid, acts):
        asked.append((sid, acts))
        return found.get(sid)

    monkeypatch.setattr(sessions, "who", who)
    box = SimpleNamespace(digest=lambda _, text: text.encode())
    monkeypatch.setattr(prologue, "store", lambda: SimpleNamespace(box=box))
    return SimpleNamespace(found=found, asked=asked)


def name():
    found = prologue.person()
    return found and found.name


def test_two_visits_that_take_turns_on_one_thread_are_never_taken_for_each_other(here):
    kari, ola, nobody = Visit("kari", "nn"), Visit("ola"), Visit("nobody", "en")
    with kari:
        prologue.begin()
        assert (name(), words.language()) == ("Kari", "nn")
        assert prologue.asked_once("drafts", lambda: "Kari's") == "Kari's"
    with ola:  # a fragment, or a callback: nothing has said that it begins
        assert not prologue.asked()
        assert (name(), words.language()) == ("Ola", "nb")
        assert prologue.asked_once("drafts", lambda: "Ola's") == "Ola's"
    with nobody:
        assert (name(), words.language()) == (None, "en")
    with kari:
        assert prologue.asked_once("drafts", lambda: "again") == "Kari's"
        assert (name(), words.language()) == ("Kari", "nn")
    assert [sid for sid, _ in here.asked] == ["kari", "ola", "nobody"]


def test_a_run_that_was_stopped_half_way_leaves_nothing_to_whoever_comes_next(here):
    kari, nobody = Visit("kari"), Visit("nobody")

    def stopped():
        with kari:
            prologue.begin()
            assert name() == "Kari"
            raise StopException

    with pytest.raises(StopException):
        stopped()
    with nobody:
        assert not prologue.asked()
        assert name() is None


def test_the_next_run_of_the_same_tab_asks_again_also_where_no_shell_began_it(here):
    with Visit("kari") as kari:
        prologue.begin()
        assert name() == "Kari"
        here.found.clear()  # signed out elsewhere
        assert name() == "Kari"  # one run, one answer
        kari.context.reset()  # a fragment's tick, on the same thread
        assert name() is None


def test_what_a_callback_asked_is_asked_anew_by_the_page_that_follows_it(here):
    with Visit("kari"):
        assert name() == "Kari"
        here.found.clear()
        prologue.begin()
        assert name() is None


def test_a_run_is_given_its_store_and_what_other_processes_wrote_before_it(monkeypatch):
    looked = []

    def opened(school):
        return SimpleNamespace(school=school, begin_run=lambda: looked.append(school))

    hvam, other = opened("hvam"), opened("other")
    monkeypatch.setattr(prologue.current, "store", lambda: hvam)
    with Visit("kari") as kari:
        prologue.begin()
        assert prologue.store() is prologue.store()
        monkeypatch.setattr(prologue.current, "store", lambda: other)
        assert prologue.store().school == "hvam"
        assert looked == ["hvam"]
        kari.context.reset()  # a fragment's tick
        assert prologue.store().school == "other"
        assert looked == ["hvam", "other"]


def test_without_a_run_nothing_is_remembered(here):
    assert get_script_run_ctx(suppress_warning=True) is None
    run.now().asked = True
    assert not prologue.asked()


def test_no_part_of_drawing_remembers_anything_by_its_thread():
    import ast
    from pathlib import Path

    root = Path(__file__).parent.parent.parent.parent
    found = [
        f"{file.relative_to(root)}:{node.lineno}"
        for folder in ("core", "pages")
        for file in sorted((root / folder).rglob("*.py"))
        for node in nodes(file)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in ("threading.local", "contextvars.ContextVar")
    ]
    assert [place.partition(":")[0] for place in found] == ["core/store/gate.py"]
