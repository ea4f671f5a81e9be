"""The server that the portal runs in: Streamlit's settings, the portal's own connections.

`streamlit run` cannot be given a protocol class, so the little that it does is done here: the
settings are read, the address is bound, uvicorn serves `app.py`.
"""

import ctypes
import os
import socket
import sys

import uvicorn
from streamlit import config
from streamlit.runtime.caching.global_cache_budget import (
    reconfigure_global_cache_budget_from_config,
)
from streamlit.web import bootstrap, cli
from streamlit.web.server.starlette import starlette_server

from core.errors import Unsafe
from core.store.folders import HOME
from core.ui.kit.server import connections

APP = HOME / "app.py"
# Seconds that whoever is being answered may take when the portal is stopped.
GRACE = 10


def run() -> None:
    """Serve the portal until it is told to stop."""
    settings()
    _give_back()
    own = uvicorn.Config(
        "app:app",
        log_level="warning",
        http=connections.Requests,
        timeout_graceful_shutdown=GRACE,
        **{**starlette_server._get_uvicorn_config_kwargs(), "ws": connections.TabSocket},
    )
    with _listen(own.backlog) as listening:
        server = uvicorn.Server(own)
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            # Whoever started it here ends it so. All is closed by now; what libraries say of
            # themselves while the interpreter is taken down tells nobody anything.
            os._exit(0)
    if not server.started:
        sys.exit(1)


# What glibc's mallopt calls them, and what they are set to.
M_MMAP_THRESHOLD, LARGE = -3, 2**16  # bytes: a text of a report is lighter
M_ARENA_MAX, ARENAS = -8, 2


def _give_back() -> None:
    """Let memory that was let go of go back to the machine.

    By itself glibc keeps large blocks for the next and an arena for every few threads: what a
    crowd took would stay taken.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_ARENA_MAX, ARENAS)


def settings() -> None:
    """Read Streamlit's settings, from .streamlit/config.toml and STREAMLIT_*, as it does itself."""
    config._main_script_path = str(APP)
    # Only the options of its command line look at the environment.
    with cli.main_run.make_context("run", [str(APP)]) as asked:
        named = {k: v for k, v in asked.params.items() if k not in ("target", "args")}
    bootstrap.load_config_options(named)
    reconfigure_global_cache_budget_from_config()
    sys.path.insert(0, str(HOME))
    sys.argv = [str(APP)]
    config._server_mode = "starlette-app"


def _listen(backlog: int) -> socket.socket:
    """The address and port of the settings, and no other port: nobody would find it there."""
    address, port = starlette_server._get_server_address(), config.get_option("server.port")
    bound = starlette_server._get_bind_address(address)
    try:
        return starlette_server._bind_server_socket(address, bound, port, backlog)[0]
    except OSError as error:
        raise Unsafe("unsafe.port_taken", address=address, port=port, why=error.strerror) from None
