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


def before_opening() -> None:
    """Refuse changed libraries, a name that no page is reached by, and settings that would tell."""
    expected.require()
    host.require_bare_name()
    # Streamlit would print a fault with all its words past every log.
    config.set_option("logger.enableRich", False)
    if config.get_option("browser.gatherUsageStats"):
        raise Unsafe("unsafe.usage_statistics")


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
