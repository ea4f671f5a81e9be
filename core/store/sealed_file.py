"""A whole file sealed with the school's key: what nobody without it can read, nor make or change.

It is taken piece by piece, so that its size is no matter: AES-256-GCM in the STREAM construction
(Hoang, Reyhanitabar, Rogaway and Vizár, 2015), as age does it. The key is the file's own, derived
with HKDF from the school's and a random salt; the nonce is the number of the piece and whether it
is the last; the header is associated data of each. So a piece that is changed, moved, repeated or
missing, or one too many, does not open, and what was opened before it is thrown away.

No public key, as age has: whoever kept such a file for years could wait for a machine that finds
the private one, and a symmetric key has nothing to be found from.

Header: a line that says what it is, the number of the format (1 byte), that of the key (1 byte),
the salt, and an HMAC of all this, which tells another key from a file that was changed.
"""

import hashlib
import hmac
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import PortalError
from core.store import crypto

MARK = b"skolemiljo backup\n"
FORMAT = 1  # a file with a higher one is from a newer program
PIECE = 2**20  # bytes of the file that are sealed at a time
SALT = 32  # bytes; each file has a key of its own, so that the nonce may be a count
TAG = 16  # bytes that AES-GCM adds to a piece
HEADER = len(MARK) + 2 + SALT + hashlib.sha256().digest_size


class NotSealed(PortalError):
    """The file is not what was sealed with this key; what was opened of it is to be thrown away."""


def is_sealed(file: BinaryIO) -> bool:
    """Whether a file says of itself that it is such a one; it is read from its beginning after."""
    begins = file.read(len(MARK))
    file.seek(0)
    return begins == MARK


def seal(box: crypto.Box, plain: BinaryIO, to: BinaryIO) -> None:
    """Write what `plain` holds to `to`, sealed under the newest key."""
    header, sealer = _begun(box, box.newest, os.urandom(SALT))
    to.write(header)
    number, piece = 0, plain.read(PIECE)
    while True:
        following = plain.read(PIECE)
        to.write(sealer.encrypt(_nonce(number, not following), piece, header))
        if not following:
            return
        number, piece = number + 1, following


def open_into(box: crypto.Box, file: BinaryIO, to: BinaryIO) -> None:
    """Write what was sealed in `file` to `to`; raises NotSealed if any of it is not as it was.

    Nothing of `to` may be looked at before this has come to its end.
    """
    header, sealer = _read(box, file.read(HEADER))
    number, piece = 0, file.read(PIECE + TAG)
    while True:
        following = file.read(PIECE + TAG)
        try:
            to.write(sealer.decrypt(_nonce(number, not following), piece, header))
        except (InvalidTag, ValueError):
            raise NotSealed("backup.error.changed") from None
        if not following:
            return
        number, piece = number + 1, following


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(crypto.NONCE - 1, "big") + bytes([last])


def _begun(box: crypto.Box, number: int, salt: bytes) -> tuple[bytes, AESGCM]:
    """The header of a file with this salt, and what seals its pieces; raises Broken."""
    said = MARK + bytes([FORMAT, number]) + salt
    tag = hmac.digest(box.derived("backup header", salt, number), said, hashlib.sha256)
    return said + tag, AESGCM(box.derived("backup", salt, number))


def _read(box: crypto.Box, header: bytes) -> tuple[bytes, AESGCM]:
    said = header[len(MARK) :]
    if said[:1] > bytes([FORMAT]):
        raise NotSealed("backup.error.newer")
    if len(header) < HEADER:
        raise NotSealed("backup.error.changed")
    try:
        expected, sealer = _begun(box, said[1], said[2 : 2 + SALT])
    except crypto.Broken:
        raise NotSealed("backup.error.key_unknown", number=said[1]) from None
    if not hmac.compare_digest(expected, header):
        raise NotSealed("backup.error.other_key")
    return expected, sealer
