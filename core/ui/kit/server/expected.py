"""What the portal replaces or reads inside the libraries it is served by, and how that must look.

None of it is promised by those who make them. A new version that has changed one of these would
serve pages all the same, with a kept tab lost or a stranger's handed over; so each is looked at
before anybody is let in, and the portal refuses to start if one is not as it was.
"""

import functools
import importlib
import importlib.metadata
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from core.errors import Unsafe


@dataclass(frozen=True)
class Expected:
    """One thing of a library's: where it is, what it is given, what its code knows of."""

    name: str
    takes: tuple[str, ...] | None = None
    knows: tuple[str, ...] = ()

    def holds(self) -> bool:
        """Whether it is there, and as it was."""
        found = _find(self.name)
        if self.takes is not None:
            # A protocol's own way to do it, not what every protocol inherits; or the portal's.
            makers = (self.name.partition(".")[0], "core")
            if inspect.unwrap(found).__module__.partition(".")[0] not in makers:
                return False
            if tuple(inspect.signature(found).parameters) != self.takes:
                return False
        return set(self.knows) <= set(dir(found)) | set(_known(found))


@dataclass(frozen=True)
class Answer:
    """One thing of a library's that is asked, and what it must answer."""

    name: str
    asked: Callable[[Any], object]
    answer: object = True

    def holds(self) -> bool:
        """Whether it is there, and answers so."""
        return self.asked(_find(self.name)) == self.answer


def _find(name: str) -> Any:
    """What stands under a dotted name; a module is imported."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        return functools.reduce(getattr, parts[cut:], found)
    raise ModuleNotFoundError(name)


def _known(found: object) -> Iterator[str]:
    """The attributes and texts in a function's code, or in the code of a class's methods."""
    if inspect.isclass(found):
        for part in (m for kind in found.__mro__ for m in vars(kind).values()):
            if inspect.isfunction(part) or isinstance(part, property):
                yield from _known(part)
        return
    found = found.fget if isinstance(found, property) else found
    code = getattr(inspect.unwrap(found) if callable(found) else found, "__code__", None)
    if isinstance(code, CodeType):
        yield from _in_code(code)


def _in_code(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _in_code(one)
        elif isinstance(one, str):
            yield one


def _session_told(message: Any) -> str:
    told = message()
    told.new_session.initialize.session_id = "one"
    return f"{told.WhichOneof('type')} {told.new_session.initialize.session_id}"


def _asked_with_one(message: Any) -> tuple[str, int]:
    told = message(rerun_script={"fragment_id": "part", "is_auto_rerun": True})
    told.rerun_script.widget_states.widgets.add(id="one")
    return told.WhichOneof("type"), len(told.rerun_script.widget_states.widgets)


def _says_pressed(state: Any) -> bool:
    return state(id="one", trigger_value=True).trigger_value and not state(id="one").trigger_value


def _third_is_the_session(parse: Any) -> object:
    from starlette.datastructures import Headers

    return parse(Headers({"sec-websocket-protocol": "streamlit, token, session"}))


def _page_has(found: Any) -> tuple[int, int, bool]:
    """What is written into Streamlit's page, and the script that is let in by its hash."""
    from pathlib import Path

    page = (Path(found.__file__).parent / "static" / "index.html").read_text("utf-8")
    inline = re.findall(r"<script>(.*?)</script>", page, re.S)
    return page.count('<html lang="en"'), page.count("</head>"), bool(inline)


# Settings that decide what a visit costs, or what is told of it.
OPTIONS = (
    "browser.gatherUsageStats",
    "logger.enableRich",
    "runner.postScriptGC",
    "server.address",
    "server.disconnectedSessionTTL",
    "server.fileWatcherType",
    "server.port",
)
_SERVER = "streamlit.web.server.starlette.starlette_server"
_CONTEXT = "streamlit.runtime.scriptrunner_utils.script_run_context"
_HTTP = "uvicorn.protocols.http.httptools_impl.HttpToolsProtocol"
_SOCKET = "uvicorn.protocols.websockets.websockets_sansio_impl.WebSocketsSansIOProtocol"

EXPECTED: tuple[Expected | Answer, ...] = (
    # theme: read once instead of seven times a run
    Expected("streamlit.config.get_options_for_section", takes=("section",)),
    Expected(
        "streamlit.runtime.app_session._populate_theme_msg", knows=("get_options_for_section",)
    ),
    # kept: the store of tabs whose line was lost is the portal's own
    Expected("streamlit.runtime.runtime.Runtime", knows=("_session_mgr",)),
    Expected(
        "streamlit.runtime.websocket_session_manager.WebsocketSessionManager",
        knows=("_session_storage", "num_active_sessions"),
    ),
    Answer(
        "streamlit.runtime.session_manager.SessionStorage",
        lambda found: sorted(found.__abstractmethods__),
        ["delete", "get", "list", "save"],
    ),
    Expected("streamlit.runtime.app_session.AppSession", knows=("id", "shutdown")),
    Answer(
        "streamlit.runtime.session_manager.SessionInfo",
        lambda found: {"client", "session"} <= set(found.__dataclass_fields__),
    ),
    # untold: the message that each run begins with
    Expected(
        "streamlit.runtime.app_session.AppSession._create_new_session_message",
        takes=("self", "page_script_hash", "run_descriptor", "pages"),
        knows=("main_script_path", "environment_info", "user_info"),
    ),
    # marks: what makes a widget's id
    Expected(
        "streamlit.elements.lib.utils._compute_element_id",
        takes=("element_type", "user_key", "kwargs"),
    ),
    Expected(
        "streamlit.elements.lib.utils.compute_and_register_element_id",
        knows=("_compute_element_id",),
    ),
    Answer(
        "streamlit.elements.lib.utils._compute_element_id",
        lambda found: [len(part) for part in found("x", "a-b").split("-", 2)],
        [4, 32, 3],
    ),
    # fragments: a run of a part of the page, and a part that is gone
    Expected(
        "streamlit.runtime.app_session.AppSession.request_rerun", takes=("self", "client_state")
    ),
    Expected(
        "streamlit.runtime.app_session.AppSession.has_fragment", takes=("self", "fragment_id")
    ),
    Expected(
        "streamlit.runtime.fragment.MemoryFragmentStorage.lookup",
        takes=("self", "key"),
        knows=("FragmentStorageKeyError",),
    ),
    # run, runs: what one run has learnt, and whose run it is
    Expected("streamlit.runtime.scriptrunner.get_script_run_ctx", takes=("suppress_warning",)),
    Expected(f"{_CONTEXT}.ScriptRunContext.reset", knows=("cursors",)),
    Answer(
        f"{_CONTEXT}.ScriptRunContext",
        lambda found: {"session_id", "cursors"} <= set(found.__dataclass_fields__),
    ),
    # presses: which buttons a run was asked for with, and which it has drawn
    Expected("streamlit.runtime.state.safe_session_state.SafeSessionState", knows=("_state",)),
    Expected(
        "streamlit.runtime.state.session_state.SessionState.set_widgets_from_proto",
        takes=("self", "widget_states"),
        knows=("_new_widget_state",),
    ),
    Answer(
        "streamlit.runtime.state.session_state.WStates",
        lambda found: {"states", "widget_metadata"} <= set(found.__dataclass_fields__),
    ),
    Expected(
        "streamlit.runtime.state.session_state.WStates.set_widget_from_proto",
        takes=("self", "widget_state"),
    ),
    Answer(
        "streamlit.runtime.state.common.user_key_from_element_id",
        lambda found: found("$$ID-0-a-b"),
        "a-b",
    ),
    Answer("streamlit.proto.WidgetStates_pb2.WidgetState", _says_pressed),
    Expected(
        "streamlit.runtime.scriptrunner_utils.shared_run_state.SharedRunState",
        knows=("widget_ids_this_run", "widget_user_keys_this_run"),
    ),
    Answer("streamlit.proto.ForwardMsg_pb2.ForwardMsg", _session_told, "new_session one"),
    Answer("streamlit.proto.BackMsg_pb2.BackMsg", _asked_with_one, ("rerun_script", 1)),
    # tabs: whose tab a handshake asks for
    Answer(
        "streamlit.web.server.starlette.starlette_websocket._parse_subprotocols",
        _third_is_the_session,
        ("streamlit", "token", "session"),
    ),
    # faults: what is no fault
    Expected(
        "streamlit.runtime.websocket_session_manager.WebsocketSessionManager.connect_session",
        knows=("Session with id %s is already connected! Reconnecting to existing session.",),
    ),
    # browser_files, guard: the page that everything is drawn in
    Answer("streamlit", _page_has, (1, 1, True)),
    # serving: what `streamlit run` does before it serves
    Expected("streamlit.config._main_script_path"),
    Expected("streamlit.config._server_mode"),
    # Not asked by get_option: it would read the settings before they are all there.
    Answer("streamlit.config._config_options_template", lambda found: set(OPTIONS) <= set(found)),
    Expected("streamlit.web.cli.main_run", knows=("make_context", "params")),
    Expected("streamlit.web.bootstrap.load_config_options", takes=("flag_options",)),
    Expected(
        "streamlit.runtime.caching.global_cache_budget.reconfigure_global_cache_budget_from_config",
        takes=(),
    ),
    Expected(f"{_SERVER}._get_uvicorn_config_kwargs", takes=()),
    Expected(f"{_SERVER}._get_server_address", takes=()),
    Expected(f"{_SERVER}._get_bind_address", takes=("server_address",)),
    Expected(
        f"{_SERVER}._bind_server_socket",
        takes=("server_address", "bind_address", "port", "backlog"),
    ),
    # connections: both protocols of the door
    Expected(_HTTP, knows=("cycle", "loop", "transport", "response_complete")),
    *(
        Expected(f"{_HTTP}.{name}", takes=("self", *more))
        for name, *more in (
            ("connection_made", "transport"),
            ("connection_lost", "exc"),
            ("data_received", "data"),
            ("pause_writing",),
            ("resume_writing",),
            ("on_headers_complete",),
            ("on_message_complete",),
            ("on_response_complete",),
            ("handle_websocket_upgrade",),
        )
    ),
    Expected(
        _SOCKET,
        knows=(
            *("close_sent", "conn", "frames", "handshake_complete", "loop", "queue", "scope"),
            "transport",
        ),
    ),
    *(
        Expected(f"{_SOCKET}.{name}", takes=("self", *more))
        for name, *more in (
            ("connection_made", "transport"),
            ("connection_lost", "exc"),
            ("pause_writing",),
            ("resume_writing",),
            ("run_asgi",),
            ("send_receive_event_to_app",),
            ("handle_parser_exception",),
            ("keepalive_timeout",),
        )
    ),
    Expected("websockets.server.ServerProtocol", knows=("max_message_size", "send_close")),
)


def require() -> None:
    """Refuse to serve with a library that has changed where the portal leans on it."""
    for one in EXPECTED:
        try:
            good = one.holds()
        except (ImportError, AttributeError, TypeError, ValueError):
            good = False
        if not good:
            library = one.name.partition(".")[0]
            raise Unsafe(
                "unsafe.library_changed",
                name=one.name,
                library=library,
                version=importlib.metadata.version(library),
            )
