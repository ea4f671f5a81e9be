"""Settings as a school may save them."""

from core.school.goals import Goals
from core.school.reading import ReadingRules

READING = ReadingRules()
GOALS = Goals()
PRIVACY = {"controller": "Fylket", "privacy_officer": "Ombudet"}


def texts(**changed):
    return {
        "name": "Hvam",
        "short_name": "Hvam",
        "county": "",
        "address": "",
        "phone": "",
        "email": "",
        "web": "",
        "exit_site": "https://www.yr.no",
        "committee": {"nb": "Skoleutvalget", "nn": "", "en": ""},
        "values": {},
    } | changed
