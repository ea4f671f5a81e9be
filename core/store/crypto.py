"""The school's key: sealing what was written, finding a code by a keyed hash.

The master key is one or more lines `number:base64 of 32 bytes`; the last line seals, the others
still open what they sealed (rotation by number). Subkeys come from HKDF, one for each purpose.
"""

import base64
import hashlib
import hmac
import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import Unsafe

NONCE = 12  # bytes; the size AES-GCM is defined for (NIST SP 800-38D)
HIGHEST_NUMBER = 255  # a key's number is the first byte of what it seals
LONGEST_KEY_FILE = 2**16  # bytes; a key for every day of four years


class Broken(Exception):
    """A ciphertext does not open: damaged, moved to another row, or sealed under another key."""


def new_key(number: int = 1) -> str:
    """One line of a key file."""
    return f"{number}:{base64.b64encode(os.urandom(32)).decode()}"


def _derive(master: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    info = b"skolemiljo " + purpose.encode()
    return HKDF(hashes.SHA256(), 32, salt=salt, info=info).derive(master)


class Box:
    """Seals and opens text under the school's key; hashes under a key of its own."""

    def __init__(self, text: str) -> None:
        self._masters: dict[int, bytes] = {}
        for line in text.split():
            number, _, value = line.partition(":")
            try:
                if not 0 <= int(number) <= HIGHEST_NUMBER or int(number) in self._masters:
                    raise ValueError  # it could seal nothing, or not what an older line sealed
                self._masters[int(number)] = base64.b64decode(value, validate=True)
            except ValueError:
                raise Unsafe("unsafe.key_unreadable") from None
        if not self._masters or any(len(k) != 32 for k in self._masters.values()):
            raise Unsafe("unsafe.key_unreadable")
        self._newest = max(self._masters)
        self._sealers = {n: AESGCM(_derive(k, "seal")) for n, k in self._masters.items()}
        self._hashers: dict[str, list[bytes]] = {}

    @property
    def newest(self) -> int:
        """The number of the key that seals."""
        return self._newest

    def seal(self, text: str, row: str) -> bytes:
        """Ciphertext of `text`, bound to `row`: key number (1 byte), nonce, AES-256-GCM."""
        nonce = os.urandom(NONCE)
        sealed = self._sealers[self._newest].encrypt(nonce, text.encode(), row.encode())
        return bytes([self._newest]) + nonce + sealed

    def unseal(self, blob: bytes, row: str) -> str:
        """The text again; raises Broken if the blob is not what was sealed for this row."""
        try:
            sealer = self._sealers[blob[0]]
            return sealer.decrypt(blob[1 : 1 + NONCE], blob[1 + NONCE :], row.encode()).decode()
        except (KeyError, IndexError, ValueError, InvalidTag):
            raise Broken from None

    def derived(self, purpose: str, salt: bytes, number: int) -> bytes:
        """32 bytes for `purpose` and a salt of its own; raises Broken if no key has this number."""
        try:
            return _derive(self._masters[number], purpose, salt)
        except KeyError:
            raise Broken from None

    def digests(self, purpose: str, text: str) -> list[bytes]:
        """HMAC-SHA256 of `text` for `purpose` under each key, the newest first."""
        keys = self._hashers.get(purpose)
        if keys is None:
            numbers = sorted(self._masters, reverse=True)
            keys = [_derive(self._masters[n], "hash " + purpose) for n in numbers]
            self._hashers[purpose] = keys
        raw = text.encode("utf-8", "surrogatepass")  # half a character is in nobody's
        return [hmac.digest(key, raw, hashlib.sha256) for key in keys]

    def digest(self, purpose: str, text: str) -> bytes:
        """HMAC-SHA256 of `text` for `purpose` under the newest key (32 bytes)."""
        return self.digests(purpose, text)[0]


def key_place(folder: Path) -> Path:
    """Where the key file lies: SKOLEMILJO_KEY_FILE, else `key` in the data folder."""
    named = os.environ.get("SKOLEMILJO_KEY_FILE")
    return Path(named).absolute() if named else folder / "key"


def load(folder: Path) -> Box:
    """The key of this school, from SKOLEMILJO_KEY or its file; refuses if it lies unsafely."""
    place = key_place(folder)
    text = os.environ.get("SKOLEMILJO_KEY")
    if not text:
        if not place.is_file():
            raise Unsafe("unsafe.key_missing", place=place)
        if stat.S_IMODE(place.stat().st_mode) & 0o077:
            raise Unsafe("unsafe.key_mode", place=place)
        text = place.read_text("ascii", "replace")
    box = Box(text)
    beside = _among_backups(folder, place, text)
    if beside is not None:
        raise Unsafe("unsafe.key_in_backups", place=beside)
    return box


def _among_backups(folder: Path, place: Path, text: str) -> Path | None:
    """The file in `backups/` that holds the key: a copy beside its key protects nobody."""
    backups = folder / "backups"
    if backups in place.resolve().parents:
        return place
    secrets = [line.partition(":")[2].encode() for line in text.split()]
    for file in sorted(backups.rglob("*")):
        # A backup is larger than any key file; it is not read through at each start.
        if file.is_file() and file.stat().st_size < LONGEST_KEY_FILE:
            kept = file.read_bytes()
            if file.name.startswith("key") or any(secret in kept for secret in secrets):
                return file
    return None


def make(folder: Path) -> None:
    """A new key file (mode 0600) if neither the variable nor a file gives one."""
    place = key_place(folder)
    if os.environ.get("SKOLEMILJO_KEY") or place.exists():
        return
    descriptor = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(new_key() + "\n")
