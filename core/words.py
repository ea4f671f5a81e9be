"""Every word on the screen, from the catalogues in data/words, in nb, nn and en.

A catalogue is a folder of TOML files, one a room of the portal; `t("report.send")` is the key
`send` in `report.toml`. A value is a text with {facts}, or a table {one = …, other = …} whose form
`n` picks by the plural rules of the language (CLDR, through Babel).
"""

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NewType, TypeVar, overload
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

LANGUAGES = ("nb", "nn", "en")
STAFF_LANGUAGES = ("nb", "nn")  # what a school writes in; English is for the public pages
K = TypeVar("K")
# What the portal itself wrote: the one kind of text that is drawn as markdown or stands in a label.
# mypy holds it, in pages too (tests/typed/drawn.py). What people typed becomes one in
# core/ui/kit/plain.as_typed alone, letter by letter.
Words = NewType("Words", str)
Fact = Words | int | float  # what a sentence may be filled with and stay the portal's own
NONE = Words("")
NORWAY = ZoneInfo("Europe/Oslo")
FOLDER = Path(__file__).parent.parent / "data" / "words"


def _flat(table: dict[str, object], prefix: str) -> dict[str, str | dict[str, str]]:
    out: dict[str, str | dict[str, str]] = {}
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict) and "other" not in value:
            out |= _flat(value, key)
        else:
            out[key] = value  # type: ignore[assignment]
    return out


@functools.cache
def catalogue(language: str) -> dict[str, str | dict[str, str]]:
    """All words of a language, by key."""
    words: dict[str, str | dict[str, str]] = {}
    for file in sorted((FOLDER / language).glob("*.toml")):
        words |= _flat(tomllib.loads(file.read_text("utf-8")), file.stem)
    return words


@functools.cache
def room(language: str, name: str) -> dict[str, str | dict[str, str]]:
    """The words of one room, by key: a script that needs no more does not wait for the rest."""
    file = FOLDER / language / f"{name}.toml"
    return _flat(tomllib.loads(file.read_text("utf-8")), name)


@functools.cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def word(language: str, key: str, /, **facts: Fact) -> Words:
    """The text of `key` in `language`, bokmål if the language lacks it."""
    return Words(filled(language, key, **facts))


def filled(language: str, key: str, /, **facts: object) -> str:
    """The same with facts that somebody typed: for plain text, paper, mail and the command line."""
    text = catalogue(language).get(key) or catalogue("nb").get(key)
    if text is None:
        raise KeyError(f"no word for {key!r}")
    if isinstance(text, dict):
        n = facts["n"]
        text = text.get(_locale(language).plural_form(n), text["other"])  # type: ignore[arg-type]
    return (
        _ONE_STOP.sub(lambda found: _ended(found, facts), text).format(**facts) if facts else text
    )


def put(pattern: str, /, *parts: Fact) -> Words:
    """The portal's own words in a line that the source itself spells: `put("**{}** {}", a, b)`."""
    return Words(pattern.format(*parts))


def joined(glue: str, parts: Iterable[Words]) -> Words:
    """The portal's own words in a row, with a mark of the source's between them."""
    return Words(glue.join(parts))


@overload
def apart(choices: Mapping[K, Words], more: Mapping[K, Words] | None = None) -> dict[K, Words]: ...
@overload
def apart(choices: Mapping[K, str], more: Mapping[K, str] | None = None) -> dict[K, str]: ...
def apart(choices: Mapping[K, str], more: Mapping[K, str] | None = None) -> Any:
    """The words of each choice, with `more` (its place, without it) if two read alike.

    The browser sends back the words of what was chosen and nothing else: of two alike the last
    would be taken for the first.
    """
    marks = more or {key: str(n) for n, key in enumerate(choices, 1)}
    alike = Counter(_read(words) for words in choices.values())
    marked = {key: f"{words} ({marks[key]})" for key, words in choices.items()}
    told = {key: marked[key] if alike[_read(choices[key])] > 1 else choices[key] for key in choices}
    # One who is called by name what another is told apart as: then all bear their mark.
    return told if len(set(told.values())) == len(told) else marked


def _read(words: str) -> str:
    """What an eye takes words for: neither capitals nor spaces tell them apart."""
    return " ".join(words.casefold().split())


# A fact that ends a sentence: of "{day}." with "12. nov." there is one full stop.
_ONE_STOP = re.compile(r"\{(\w+)\}\.(?!\w)")


def _ended(found: re.Match[str], facts: dict[str, object]) -> str:
    return found[0].removesuffix("." if str(facts.get(found[1], "")).endswith(".") else "")


def said(key: str, **facts: object) -> str:
    """A sentence of the command line, which speaks bokmål."""
    return filled("nb", key, **facts)


def has(key: str) -> bool:
    """Whether the catalogue knows the key."""
    return key in catalogue("nb")


def pick(texts: dict[str, str], language: str) -> str:
    """One text of a thing the school writes in several languages: this one, bokmål, or any."""
    return texts.get(language) or texts.get("nb") or next(iter(texts.values()), "")


# A page writes the same few days row by row; CLDR's patterns cost more than the row.
@functools.lru_cache(2048)
def day(when: date, language: str, year: bool = False) -> Words:
    """A date as people write it: "12. nov.", with the year if asked."""
    _must_be_a_day(when)
    pattern = {"en": "d MMM"}.get(language, "d. MMM") + (" y" if year else "")
    return Words(format_date(when, pattern, locale=_locale(language)))


@functools.lru_cache(2048)
def weekday(when: date, language: str) -> Words:
    """A date with its weekday: "mandag 23. november"."""
    _must_be_a_day(when)
    pattern = {"en": "EEEE d MMMM"}.get(language, "EEEE d. MMMM")
    return Words(format_date(when, pattern, locale=_locale(language)))


def _must_be_a_day(when: date) -> None:
    # To Python a moment is a date too: in UTC, and then it is yesterday's until two at night.
    if isinstance(when, datetime):
        raise TypeError("a day is asked for, not a moment")


def clock(when: datetime, language: str) -> Words:
    """A naive UTC moment as the clock on the wall in Norway: "12. nov. kl. 10.05"."""
    there = when.replace(tzinfo=UTC).astimezone(NORWAY)
    at = {"en": "{:%H:%M}"}.get(language, "kl. {:%H.%M}")
    return Words(f"{day(there.date(), language)} {at.format(there)}")


@overload
def listed(parts: Sequence[Words], language: str) -> Words: ...
@overload
def listed(parts: Sequence[str], language: str) -> str: ...
def listed(parts: Sequence[str], language: str) -> str:
    """A list as a sentence: "a, b og c"."""
    from babel.lists import format_list

    return format_list(parts, locale=_locale(language)) if parts else ""
