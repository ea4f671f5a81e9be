"""A file that was sealed whole: it opens as it was, and not at all if anything of it is changed."""

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.store import crypto, sealed_file

BOX = crypto.Box(crypto.new_key())
PIECE = 16  # bytes in these tests, so that a short text has several
WHOLE = PIECE + sealed_file.TAG


@pytest.fixture(autouse=True, scope="module")
def _small():
    before, sealed_file.PIECE = sealed_file.PIECE, PIECE
    yield
    sealed_file.PIECE = before


def sealed(plain, box=BOX):
    out = io.BytesIO()
    sealed_file.seal(box, io.BytesIO(plain), out)
    return out.getvalue()


def opened(file, box=BOX):
    out = io.BytesIO()
    sealed_file.open_into(box, io.BytesIO(file), out)
    return out.getvalue()


def refused(file, box=BOX):
    with pytest.raises(sealed_file.NotSealed) as found:
        opened(file, box)
    return found.value.key


def pieces(file):
    head, body = file[: sealed_file.HEADER], file[sealed_file.HEADER :]
    return head, [body[n : n + WHOLE] for n in range(0, len(body), WHOLE)]


@given(some.binary(max_size=5 * PIECE))
def test_what_was_sealed_opens_as_it_was(plain):
    assert opened(sealed(plain)) == plain
    assert sealed_file.is_sealed(io.BytesIO(sealed(plain)))


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_file_that_is_cut_anywhere_is_refused(length):
    file = sealed(bytes(range(length)))
    for end in range(len(sealed_file.MARK), len(file)):
        assert refused(file[:end]) == "backup.error.changed"


def test_a_file_with_one_byte_changed_anywhere_is_refused():
    file = sealed(b"ord " * 13)
    for place in range(len(sealed_file.MARK), len(file)):
        changed = bytearray(file)
        changed[place] ^= 1
        assert refused(bytes(changed)).startswith("backup.error.")


def test_pieces_that_are_swapped_repeated_or_left_out_are_refused():
    file = sealed(bytes(range(5 * PIECE)))
    head, parts = pieces(file)
    assert head + b"".join(parts) == file
    assert len(parts) == 5
    for other in (
        [parts[1], parts[0], *parts[2:]],
        [parts[0], *parts],
        [*parts, parts[-1]],
        parts[1:],
        parts[:-1],
        [*parts[:2], *parts[3:]],
        [],
    ):
        assert refused(head + b"".join(other)) == "backup.error.changed"


def test_the_pieces_of_one_file_open_in_no_other():
    (one, own), (two, others) = pieces(sealed(b"a" * 40)), pieces(sealed(b"a" * 40))
    assert one != two, "each has its own salt"
    assert refused(one + own[0] + b"".join(others[1:])) == "backup.error.changed"
    assert refused(one + b"".join(others)) == "backup.error.changed"


def test_another_key_and_a_number_that_nobody_has_are_told_apart():
    file = sealed(b"ord")
    assert refused(file, crypto.Box(crypto.new_key())) == "backup.error.other_key"
    assert refused(file, crypto.Box(crypto.new_key(7))) == "backup.error.key_unknown"


def test_a_newer_format_is_said_to_be_newer():
    file = bytearray(sealed(b"ord"))
    file[len(sealed_file.MARK)] = sealed_file.FORMAT + 1
    assert refused(bytes(file)) == "backup.error.newer"


def test_an_earlier_number_of_the_key_opens_and_the_newest_seals():
    first, second = crypto.new_key(1), crypto.new_key(2)
    both = crypto.Box(f"{first}\n{second}")
    assert opened(sealed(b"ord", crypto.Box(first)), both) == b"ord"
    assert refused(sealed(b"ord", both), crypto.Box(first)) == "backup.error.key_unknown"


class Endless:
    """As many bytes as are asked for, and none of them kept."""

    def __init__(self, size):
        self.left = size

    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


class Nowhere:
    """Counts what is written, and keeps none of it."""

    written = 0

    def write(self, piece):
        self.written += len(piece)


def test_the_memory_that_it_takes_does_not_grow_with_the_file(monkeypatch):
    monkeypatch.setattr(sealed_file, "PIECE", 2**16)

    def most(size):
        to = Nowhere()
        tracemalloc.start()
        sealed_file.seal(BOX, Endless(size), to)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert to.written > size
        return peak

    small, large = most(2**19), most(2**24)
    assert large < small + 2**17
