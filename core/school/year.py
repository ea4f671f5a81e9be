"""The school year: August to July, named by the year it begins in."""

from datetime import date

from core.words import Words, put


def school_year(day: date) -> int:
    """The year in which the school year of `day` began: 2026 for 2026/27."""
    return day.year if day.month >= 8 else day.year - 1


def label(year: int) -> Words:
    """The school year as people write it: "2026/27"."""
    return put("{}/{:02d}", year, (year + 1) % 100)
