"""An e-mail address as the standard library reads it: one, and nothing else in the field."""

from email.errors import HeaderParseError, MessageDefect, NonASCIILocalPartDefect
from email.headerregistry import Address
from email.parser import Parser
from email.policy import SMTPUTF8

LONGEST = 254  # characters that a path of SMTP has room for (RFC 5321 § 4.5.3.1.3)


def parsed(text: str) -> Address | None:
    """The one address that is written here, or None: two, a name beside it, a line break."""
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable() or " " in text:
        return None
    try:
        header = Parser(policy=SMTPUTF8).parsestr(f"To: {text}\n\n")["To"]
    except (HeaderParseError, IndexError, ValueError):
        return None
    found = header.addresses
    defects: tuple[MessageDefect, ...] = header.defects
    if len(found) != 1 or any(not isinstance(d, NonASCIILocalPartDefect) for d in defects):
        return None
    one: Address = found[0]
    if one.display_name or not one.username or not one.domain or one.addr_spec != text:
        return None
    return one


def wire(address: Address) -> str | None:
    """The address as the server is given it, its domain in ASCII; None if it has no such."""
    try:
        domain = address.domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return f"{address.username}@{domain}"
