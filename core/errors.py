"""The portal's errors, safe to show and to log: never a report's words, never a name.

PortalError
├── Refused          the person may not do this; looks like a thing that does not exist
├── Invalid          what was typed cannot be taken; says where and how to mend it
│   └── InvalidFile  the same for a file: sheet or file, row, cure
├── Stale            somebody else changed it meanwhile
├── NotStored        the database could not take it: the writer is told that it was not sent
└── Unsafe           the portal refuses to start
"""


class PortalError(Exception):
    """Something the user can be told; `key` is the word in the catalogue, `facts` fill it."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class Refused(PortalError):
    """The person may not; says no more than that there is no such thing."""

    def __init__(self) -> None:
        super().__init__("error.no_such_thing")


class Invalid(PortalError):
    """What was typed cannot be taken; `field` is the widget or the row it stands in."""

    def __init__(self, key: str, field: str = "", **facts: object) -> None:
        super().__init__(key, **facts)
        self.field = field


class InvalidFile(Invalid):
    """A file cannot be taken; the facts name the file, the row and the cure."""


class Stale(PortalError):
    """Another person saved first."""

    def __init__(self) -> None:
        super().__init__("error.stale")


class NotStored(PortalError):
    """The database did not take it: nothing was stored."""

    def __init__(self) -> None:
        super().__init__("error.not_stored")


class Unsafe(PortalError):
    """The portal would run unsafely and does not start; the text says what to change."""
