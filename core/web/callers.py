"""Who is calling: from this machine, from this portal's own pages, or from elsewhere.

Told from what a request says of itself; `headers` are ASGI's pairs, since a header may come twice
and only its last would be seen in a dict.
"""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from core.school.host import has_public_name, public_name

Headers = Iterable[tuple[bytes, bytes]]

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "[::1]"}
# What proxies say of who asked them, and of the name that was asked for.
ADDRESSES = {
    "x-forwarded-for",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "true-client-ip",
    "cf-connecting-ip",
}
NAMES = {"x-forwarded-host", "x-forwarded-server", "x-original-host", "x-host"}


def values(headers: Headers, name: str) -> list[str]:
    """What stands under a name, every time that it stands there, lists taken apart."""
    return [
        part.strip()
        for key, value in headers
        if key.decode("latin-1").lower() == name
        for part in value.decode("latin-1").split(",")
    ]


def from_this_machine(client: str | None, headers: Headers) -> bool:
    """Whether nothing about a request speaks of another machine or another name than loopback's."""
    headers = list(headers)
    hosts = values(headers, "host")
    addresses = [a for name in ADDRESSES for a in values(headers, name)]
    names = [n for name in NAMES for n in values(headers, name)]
    return (
        (client is None or is_loopback(client))
        and len(hosts) == 1
        and all(_bare(host) in LOOPBACK_NAMES for host in [*hosts, *names])
        and all(map(is_loopback, addresses))
        and not values(headers, "forwarded")
    )


def from_own_page(headers: Headers) -> bool:
    """Whether a request that says which page it comes from comes from one of this portal.

    Streamlit would compare an origin that it does not know with this machine's outer address, and
    ask another host on the net for that.
    """
    headers = list(headers)
    if any(site not in ("same-origin", "none") for site in values(headers, "sec-fetch-site")):
        return False
    hosts = values(headers, "host")
    for origin in values(headers, "origin"):
        try:
            told = urlsplit(origin)
        except ValueError:  # no address at all
            return False
        if not _is_own(told, hosts):
            return False
    return True


def _is_own(told: SplitResult, hosts: list[str]) -> bool:
    """Whether an origin is a page of this portal, under a name that it is reached by.

    The public name is reached by TLS and at its own port: who sits on the line could have written
    a page of the same name without it. A proxy may ask in its own name; the page then comes from
    the name that the school set.
    """
    if has_public_name() and told.hostname == public_name():
        own = {public_name(), f"{public_name()}:443", *hosts}
        return told.scheme == "https" and told.netloc.lower() in own
    return told.netloc in hosts


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own, as itself or in IPv6's clothes."""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def _bare(host: str) -> str:
    return re.sub(r":\d+$", "", host.lower())
