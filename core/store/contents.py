"""Contents kept as JSON: each with the number of its format, and read in every one that landed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from core.errors import Unsafe
from core.store.writable import storable_in

FIRST = 1  # the number of what carries none: it was kept before there were any
T = TypeVar("T")


def as_it_is(content: Any) -> Any:
    """The reader of a format whose shape is today's."""
    return content


def shaped(
    shape: Any, read: Callable[[Any], T] = as_it_is, *more: Callable[[Any], object]
) -> Callable[[Any], T]:
    """A reader that refuses what has not this shape, or what any of `more` refuses.

    A shape is a type, (either, or), [of each], {str: of each value} or {"key": its own, …}; what
    a shape does not name is let through, for a newer program may have put it there.
    """

    def reader(content: Any) -> T:
        _must_fit(content, shape)
        for refuses in more:
            refuses(content)
        return read(content)

    return reader


def _must_fit(content: Any, shape: Any) -> None:
    if isinstance(shape, tuple):
        if type(content) not in shape:
            raise TypeError
    elif isinstance(shape, list):
        _must_fit(content, list)
        for item in content:
            _must_fit(item, shape[0])
    elif isinstance(shape, dict):
        _must_fit(content, dict)
        for key, of in shape.items():
            for value in content.values() if key is str else (content[key],):
                _must_fit(value, of)
    elif type(content) is not shape:  # a bool is no number here
        raise TypeError


@dataclass(frozen=True)
class Format(Generic[T]):
    """How one kind of content is kept: a reader for each number, the highest is written now.

    `key` is the name under which the number stands in the content, and nothing else ever may.
    """

    name: str
    readers: Mapping[int, Callable[[Any], T]] = field(repr=False)
    key: str = "format"

    @property
    def number(self) -> int:
        """The number that is written now."""
        return max(self.readers)

    def write(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content as it is kept; raises Unsafe if it could not be read again."""
        kept = {self.key: self.number, **storable_in(content)}
        self.read(json.loads(json.dumps(kept)))
        return kept

    def read(self, kept: Any) -> T:
        """What was kept, in whichever format; raises Unsafe if only a newer program knows it.

        Also if it is not what the format says: a row that was changed by hand, or damaged.
        """
        number, content = FIRST, kept
        if isinstance(kept, dict) and self.key in kept:
            number = kept[self.key]
            content = {name: value for name, value in kept.items() if name != self.key}
        reader = self.readers.get(number)
        if reader is None:
            raise Unsafe("unsafe.content_newer", name=self.name)
        try:
            return reader(content)
        except (KeyError, TypeError, ValueError, AttributeError):
            # Nothing of it is said: a content may hold words that somebody wrote.
            raise Unsafe("unsafe.content_unreadable", name=self.name) from None

    def pack(self, content: Mapping[str, Any]) -> str:
        """The content as a text, to be sealed."""
        return json.dumps(self.write(content))

    def unpack(self, text: str) -> T:
        """What such a text holds; raises Unsafe as `read` does."""
        try:
            kept = json.loads(text)
        except ValueError:
            raise Unsafe("unsafe.content_unreadable", name=self.name) from None
        return self.read(kept)
