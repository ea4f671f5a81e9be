"""Days off as schools write them in their calendars, one day, span or week a line.

A line that can be read in two ways is refused and named: a span of which half is passed over in
silence, or a day of school that is taken for a day off, would have students told the wrong day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import Invalid

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("januar jan", "februar feb febr", "mars mar", "april apr", "mai", "juni jun"),
            *("juli jul", "august aug", "september sep sept", "oktober okt", "november nov"),
            "desember des",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            *("mandag måndag man mån", "tirsdag tysdag tirs tir tys", "onsdag ons"),
            *("torsdag tors tor", "fredag fre", "lørdag laurdag lør lau", "søndag sundag søn sun"),
        )
    )
    for name in names.split()
}
WORDS = "|".join(sorted(MONTHS, key=len, reverse=True))
DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
WEEKDAY = rf"(?:\b(?P<weekday>{DAYS})\b\.?,?\s*)?"
YEAR = r"(?:20\d\d|\d\d)"
DATE = re.compile(
    WEEKDAY
    + rf"""(?:
        (?P<iso>20\d\d-\d\d?-\d\d?)(?!\d)
        |(?<![\d./])(?P<day>\d\d?)(?:
            \.?\s?(?P<word>{WORDS})\b\.?(?:\s?(?P<word_year>20\d\d)(?!\d))?
            |\.\s?(?P<month>\d\d?)(?!\d)(?:\.\s?(?P<year>{YEAR})(?![\d.])|\.(?!\d))?
            |/(?P<slash>\d\d?)(?!\d)(?:[-/\s](?P<slash_year>20\d\d)(?!\d)|/(?P<short>\d\d)(?!\d))?
        )
    )""",
    re.I | re.X,
)
WEEK = re.compile(
    r"\b(?:uke|veke|u\.)\s*(?P<week>\d\d?)(?!\d)"
    r"(?:\s*(?P<until>[-\u2010-\u2015\u2212/]|til|og)\s*(?:uke|veke)?\s*(?P<last>\d\d?)(?![\d.]))?"
    r"(?:,?\s+(?P<year>20\d\d)(?!\d))?",
    re.I,
)
# The first of two days, which has its month from the second.
BARE = re.compile(WEEKDAY + r"(?<![\d./])(?P<day>\d\d?)\.?\s*$", re.I)
DASH = r"[-\u2010-\u2015\u2212]+"
FROM = r"(?:f\.?\s?o\.?\s?m\.?|fra(?:\s+og\s+med)?)"
UNTIL = re.compile(
    rf"[\s,]*(?:{DASH}|/|\btil(?:\s+og\s+med)?\b|\bt\.?\s?o\.?\s?m\b\.?)?[\s]*", re.I
)
AND = re.compile(r"\s*(?:\bog\b|,|&|\+)\s*", re.I)
# What a calendar tells of that is no day off, and what a day off may be called.
SCHOOL_DAY = re.compile(
    r"\bsk[ou]le(?:n|ns)?\s?(?:dag|start|slutt)"
    r"|\bbegynner\b|\bbyrjar\b|\bstarter\b|\bstartar\b|\boppstart\b",
    re.I,
)
NOT_SCHOOL = re.compile(r"\b(?:ikke|ikkje|ingen|inga)\s+sk[ou]ledag", re.I)
NAMED = re.compile(r"\b1?[17]\.?\s?mai\b", re.I)  # a feast that is called by its date


@dataclass(frozen=True)
class DaysInLine:
    """Days that stand in a line: where they begin and end in it, and the days."""

    at: int
    to: int
    first: date
    last: date


def holidays(text: str, year: int) -> list[tuple[date, date, str]]:
    """(first, last, name) of each line, in the school year that begins in `year`.

    Raises Invalid with the line that is not read, is read in two ways or lies outside the year.
    """
    out = []
    for row, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                out.append(_read(line, year))
            except ValueError:
                raise Invalid("settings.error.span", field="year_holidays", row=row) from None
            first, last, _ = out[-1]
            if not date(year, 8, 1) <= first <= last <= date(year + 1, 7, 31):
                raise Invalid(
                    "settings.error.span_outside",
                    field="year_holidays",
                    row=row,
                    year=year,
                    next=year + 1,
                )
    return out


def _read(line: str, year: int) -> tuple[date, date, str]:
    """One line; raises ValueError if it is not read, or in two ways."""
    if SCHOOL_DAY.search(NOT_SCHOOL.sub("", line)):
        raise ValueError("a day of school")
    found = list(_spans(line, year))
    weeks = [DaysInLine(m.start(), m.end(), *_week(m, year)) for m in WEEK.finditer(line)]
    days = [s for s in found if not _is_name(line, s, found)]
    if len(days) > 1 or len(weeks) > 1 or not (days or weeks):
        raise ValueError("none, or several")
    used = (days or weeks)[0]
    for week in weeks:  # both stand there: they must say the same
        if not week.first <= used.first <= used.last <= week.last + timedelta(days=2):
            raise ValueError("another week")
    if re.search(r"\d\s*[./-]\s*$", line[: used.at]) or re.match(r"\s*[./-]\s*\d", line[used.to :]):
        raise ValueError("half a date is left")
    name = f"{line[: used.at]} {line[used.to :]}"
    name = re.sub(rf"\(\s*\)|^\W*{FROM}(?!\w)|{FROM}\W*$", " ", name, flags=re.I)
    if re.search(r"\d\s*[./-]\s*\d|\d{4}", name):
        raise ValueError("something of a date is left")
    return used.first, used.last, " ".join(name.split()).strip(" :,;-\u2013\u2014")


def _is_name(line: str, span: DaysInLine, found: list[DaysInLine]) -> bool:
    """Whether the days are what the day off is called by: the day after 17. mai."""
    return len(found) > 1 and span.at > 0 and bool(NAMED.fullmatch(line[span.at : span.to].strip()))


def _spans(line: str, year: int) -> Iterator[DaysInLine]:
    matches = list(DATE.finditer(line))
    at = 0
    while at < len(matches):
        first, before = matches[at], line[: matches[at].start()]
        one = _date(first, year)
        pair = matches[at + 1] if at + 1 < len(matches) else None
        between = line[first.end() : pair.start()] if pair else ""
        called = pair is not None and not between.strip() and NAMED.fullmatch(pair[0].strip())
        if pair and not called and (UNTIL.fullmatch(between) or AND.fullmatch(between)):
            two = _date(pair, year)
            if not _has_year(first) and _has_year(pair):
                one = _day(one.month, one.day, two.year - (one.month > two.month), first)
            yield _span(first.start(), pair.end(), one, two, bool(AND.fullmatch(between)))
            at += 2
            continue
        join = re.search(rf"\s*(?:{DASH}|\btil(?:\s+og\s+med)?\b|\bog\b|,|/)\s*$", before, re.I)
        bare = BARE.search(before[: join.start()]) if join else None
        if join and bare and (at == 0 or bare.start() >= matches[at - 1].end()):
            start = _day(one.month, int(bare["day"]), one.year, bare)
            yield _span(bare.start(), first.end(), start, one, bool(AND.fullmatch(join[0])))
        else:
            yield DaysInLine(first.start(), first.end(), one, one)
        at += 1


def _span(at: int, to: int, first: date, last: date, listed: bool) -> DaysInLine:
    """From one day to another; of two that are listed, what lies between them is no day off."""
    if first > last or (listed and last - first > timedelta(days=1)):
        raise ValueError("no span")
    return DaysInLine(at, to, first, last)


def _has_year(found: re.Match[str]) -> bool:
    return any(found[name] for name in ("iso", "word_year", "year", "slash_year", "short"))


def _date(found: re.Match[str], year: int) -> date:
    if found["iso"]:
        y, m, d = map(int, found["iso"].split("-"))
        return _day(m, d, y, found)
    month = (
        MONTHS[found["word"].lower()] if found["word"] else int(found["month"] or found["slash"])
    )
    written = found["word_year"] or found["year"] or found["slash_year"] or found["short"]
    of = int(written) if written else year + (month < 8)
    return _day(month, int(found["day"]), of + 2000 * (of < 100), found)


def _day(month: int, day: int, year: int, found: re.Match[str]) -> date:
    """The day; raises ValueError if there is none, or it is no such weekday."""
    that = date(year, month, day)
    named = found["weekday"]
    if named and WEEKDAYS[named.lower()] != that.weekday():
        raise ValueError("another weekday")
    return that


def _week(found: re.Match[str], year: int) -> tuple[date, date]:
    """Monday of the week to Friday of it, or of the last one."""
    numbers = [int(found["week"]), int(found["last"] or found["week"])]
    if (found["until"] or "").lower() == "og" and numbers[1] - numbers[0] not in (1, -51, -52):
        raise ValueError("two weeks that are listed")
    of = [int(found["year"]) if found["year"] else year + (n < 31) for n in numbers]
    return (
        date.fromisocalendar(of[0], numbers[0], 1),
        date.fromisocalendar(of[1], numbers[1], 5),
    )
