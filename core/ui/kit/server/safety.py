"""What the portal refuses to run with: settings of the server that would betray somebody.

The key, its place and the database's revision are refused where they are opened (`store_open`).
"""

import ipaddress
import os
import sys
from typing import NoReturn

from streamlit import config

from core.errors import PortalError, Unsafe
from core.operations import readable
from core.school import host, profile
from core.store.engine import Store
from core.ui.kit.server import expected
from core.words import said

# What Streamlit can be told to do, by STREAMLIT_* or a file of settings in somebody's home, and
# must not: each would show, keep or let in what the portal promises not to.
MUST_BE = {
    "global.developmentMode": False,  # the browser would ask another port
    "client.showErrorDetails": "none",  # what went wrong is shown with what it was working on
    "client.showErrorLinks": False,
    "client.disableDataExport": True,
    "runner.magicEnabled": False,
    "server.enableCORS": True,  # off, a page of anybody's may ask
    "server.corsAllowedOrigins": [],
    "server.enableXsrfProtection": False,  # its cookie tells when somebody was at /meld
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.runOnSave": False,
    "server.baseUrlPath": "",  # addresses of the portal's own are not below it
}
TELLS = ("debug", "notset")  # levels at which the server writes what was sent to it


def before_opening() -> None:
    """Refuse changed libraries, a name that no page is reached by, and settings that would tell."""
    expected.require()
    host.require_bare_name()
    # Streamlit would print a fault with all its words past every log.
    config.set_option("logger.enableRich", False)
    if config.get_option("browser.gatherUsageStats"):
        raise Unsafe("unsafe.usage_statistics")
    for name, right in MUST_BE.items():
        found = config.get_option(name)
        if found != right:
            raise Unsafe("unsafe.setting", name=name, found=found, right=right)
    if str(config.get_option("logger.level")).lower() in TELLS:
        raise Unsafe("unsafe.setting", name="logger.level", found="debug", right="info")


def before_serving(store: Store) -> None:
    """Refuse a database without a school, or of a newer program; a demonstration beyond here."""
    if not profile.is_set_up(store):
        raise Unsafe("unsafe.no_school", folder=store.folder)
    readable.must_be(store)
    address = config.get_option("server.address")
    if profile.is_demonstration(store) and not _is_loopback(address):
        raise Unsafe("unsafe.demonstration_exposed", address=address or "0.0.0.0")  # noqa: S104


def _is_loopback(address: str | None) -> bool:
    if address == "localhost":
        return True
    try:
        # No address is every address.
        return ipaddress.ip_address(address or "0.0.0.0").is_loopback  # noqa: S104
    except ValueError:
        return False


def stop(error: PortalError) -> NoReturn:
    """End the process with one line on standard error that says why and what to do."""
    print(said(error.key, **error.facts), file=sys.stderr, flush=True)  # noqa: T201
    # An exception here would be followed by the server's own pages of traceback.
    os._exit(1)
