"""The school's own SMTP server: reached under a checked certificate, handed one mail at a time."""

import base64
import contextlib
import smtplib
import ssl
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from core.school.settings import Setting

PATIENCE = 20.0  # seconds for the school's server
SECURITY = ("starttls", "tls", "none")
HOURS = (8, 13)  # o'clock in Norway: before school, and while there is time to act the same day


@dataclass(frozen=True, kw_only=True)
class Server(Setting):
    """Where mail is handed in, and as whom; nowhere until a host is set."""

    NAME: ClassVar[str] = "mail"

    host: str = ""
    port: int = 587
    security: str = "starttls"  # tls, none
    user: str = ""
    password: str = ""  # in the database sealed, in hexadecimal
    sender: str = ""
    hours: tuple[int, ...] = HOURS


class MailFault(StrEnum):
    """Why a mail did not go, each with its sentence in the catalogue."""

    SERVER = "server"  # no answer
    CERTIFICATE = "certificate"
    NO_TLS = "no_tls"
    LOGIN = "login"
    SENDER = "sender"  # does not take mail from this sender
    ADDRESS = "address"  # does not take mail to this address
    UTF8 = "utf8"  # takes no letters beyond ASCII in an address
    BUSY = "busy"  # not now
    CONTENT = "content"  # took the address, refused the mail
    UNSURE = "unsure"  # may have gone: it is not sent again
    NO_ADDRESS = "no_address"
    NONE = "none"  # no server is set


class Failed(Exception):
    """A mail that did not go: whether to try again, and whether it is the server's or its own."""

    def __init__(self, fault: MailFault, *, again: bool, whole: bool = False) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.again = again
        self.whole = whole


@contextlib.contextmanager
def door(found: Server) -> Iterator[smtplib.SMTP]:
    """A connection that is signed in; raises Failed for the whole server."""
    opened = _connected(found)
    try:
        _sign_in(opened, found)
        yield opened
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            opened.quit()
        opened.close()


def _connected(found: Server) -> smtplib.SMTP:
    # The system's own authorities, and the host's name: the password goes to nobody else.
    context = ssl.create_default_context()
    opened: smtplib.SMTP | None = None
    try:
        if found.security == "tls":
            return smtplib.SMTP_SSL(found.host, found.port, timeout=PATIENCE, context=context)
        opened = smtplib.SMTP(found.host, found.port, timeout=PATIENCE)
        if found.security == "starttls":
            opened.starttls(context=context)
    except (ssl.SSLError, smtplib.SMTPException, OSError, UnicodeError) as error:
        if opened is not None:
            opened.close()
        raise Failed(_why(error), again=True, whole=True) from error
    return opened


def _why(error: Exception) -> MailFault:
    match error:
        case ssl.SSLCertVerificationError():
            return MailFault.CERTIFICATE
        case ssl.SSLError() | smtplib.SMTPNotSupportedError() | smtplib.SMTPResponseException():
            return MailFault.NO_TLS
        case _:
            return MailFault.SERVER


def _sign_in(opened: smtplib.SMTP, found: Server) -> None:
    if not found.user:
        return
    try:
        if found.user.isascii() and found.password.isascii():
            opened.login(found.user, found.password)
        else:
            _sign_in_utf8(opened, found)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise Failed(MailFault.SERVER, again=True, whole=True) from error
    except smtplib.SMTPException as error:
        raise Failed(MailFault.LOGIN, again=True, whole=True) from error


def _sign_in_utf8(opened: smtplib.SMTP, found: Server) -> None:
    """As smtplib, which knows ASCII alone; PLAIN is UTF-8 (RFC 4616), LOGIN by custom."""
    opened.ehlo_or_helo_if_needed()
    offered = opened.esmtp_features.get("auth", "").upper().split()
    user, password = (unicodedata.normalize("NFC", x) for x in (found.user, found.password))
    if "PLAIN" in offered:
        code, answer = opened.docmd("AUTH", f"PLAIN {_coded(chr(0).join(('', user, password)))}")
    elif "LOGIN" in offered:
        code, answer = opened.docmd("AUTH", f"LOGIN {_coded(user)}")
        if code == 334:
            code, answer = opened.docmd(_coded(password))
    else:
        raise smtplib.SMTPNotSupportedError("no way to sign in with these letters")
    if code not in (235, 503):
        raise smtplib.SMTPAuthenticationError(code, answer)


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def hand_over(opened: smtplib.SMTP, sender: str, to: str, mail: bytes) -> None:
    """Give the server one mail to one address; raises Failed, and then says whose the fault is."""
    try:
        opened.ehlo_or_helo_if_needed()
        utf8 = not (sender.isascii() and to.isascii())
        if utf8 and not opened.has_extn("smtputf8"):
            raise Failed(MailFault.UTF8, again=False, whole=not sender.isascii())
        code, _ = opened.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else [])
        if code != 250:
            busy = code < 500
            raise Failed(MailFault.BUSY if busy else MailFault.SENDER, again=busy, whole=not busy)
        code, _ = opened.rcpt(to)
        if code not in (250, 251):
            raise Failed(MailFault.BUSY if code < 500 else MailFault.ADDRESS, again=code < 500)
    except (smtplib.SMTPException, OSError) as error:
        raise Failed(MailFault.SERVER, again=True) from error
    try:
        code, _ = opened.data(mail)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
    except (smtplib.SMTPException, OSError) as error:
        # The mail was on its way: it may have been taken.
        raise Failed(MailFault.UNSURE, again=False) from error
    if code != 250:
        raise Failed(MailFault.BUSY if code < 500 else MailFault.CONTENT, again=code < 500)
