"""The one story of a case in the demonstration: what was told, what mends it and how it went."""

import functools
import random
from dataclasses import dataclass
from typing import Any

from core.demonstration.texts import entry, of

# How a student is spoken of: subject, object, whose.
PRONOUNS = {
    ("nb", "han"): ("han", "ham", "hans"),
    ("nb", "hun"): ("hun", "henne", "hennes"),
    ("nn", "han"): ("han", "han", "hans"),
    ("nn", "hun"): ("ho", "ho", "hennar"),
}
UNSEEN = 2  # measures of a story that need no student whom somebody knows


@dataclass(frozen=True, kw_only=True)
class Opening:
    """How a report begins: its story, and of whom it tells if that is somebody else."""

    text: str
    story: str
    language: str
    about: str


@dataclass(frozen=True)
class Telling:
    """A story told of one student, in one language."""

    story: dict[str, Any]
    pronoun: str

    def say(self, *path: str | int) -> str:
        """A sentence of the story, with the student's own pronoun."""
        found: Any = self.story
        for name in path:
            found = found[name]
        subject, other, whose = PRONOUNS[self.story["language"], self.pronoun]
        told = str(found).replace("{Han}", subject.capitalize())
        return told.replace("{han}", subject).replace("{ham}", other).replace("{hans}", whose)

    def one_of(self, chance: random.Random, name: str) -> str:
        """One of several sentences that fit at any time."""
        return self.say(name, chance.randrange(len(self.story[name])))

    def measure(self, number: int, known: bool) -> int:
        """Which measure comes as the so-manieth: nobody carries out one for an unknown student."""
        return number % (len(self.story["measure"]) if known else UNSEEN)

    @property
    def offenders(self) -> int:
        """How many other students it is said of."""
        return int(self.story.get("offenders", 0))

    @property
    def about_employee(self) -> bool:
        """Whether it is about somebody who works at the school."""
        return "employees" in self.story


@functools.cache
def openings() -> tuple[Opening, ...]:
    """Every way in which a report of the demonstration begins."""
    told = of("reports")
    out = []
    for kind in told["kind"]:
        out += [_opening(x, kind["story"], lang) for lang in ("nb", "nn") for x in kind[lang]]
    for what in ("leadership", "handler"):
        out += [_opening(x, what, lang) for lang in ("nb", "nn") for x in told[what][lang]]
    for what in ("guardian", "staff"):
        out += [_opening(x, x["story"], lang) for lang in ("nb", "nn") for x in told[what][lang]]
    return tuple(sorted(out, key=lambda o: -len(o.text)))


def _opening(found: str | dict[str, str], story: str, language: str) -> Opening:
    text, about = entry(found)
    return Opening(text=text, story=story, language=language, about=about)


def of_report(what_happened: str, chance: random.Random) -> Telling:
    """The story that follows from a report of the demonstration."""
    opening = next(o for o in openings() if what_happened.startswith(o.text))
    stories = [s for s in of("casework")["story"] if s["id"] == opening.story]
    told = next((s for s in stories if s["language"] == opening.language), stories[0])
    return Telling(told, opening.about or chance.choice(("han", "hun")))


def talk(what_happened: str) -> list[tuple[str, str]]:
    """Questions of the school with the answers to just those, in the language of the report."""
    language = next(o.language for o in openings() if what_happened.startswith(o.text))
    found = next(t for t in of("casework")["talk"] if t["language"] == language)
    return [(ask, answer) for ask, answer in found["pairs"]]


def names(pronoun: str) -> list[str]:
    """The invented students of whom one says so."""
    found: list[str] = of("casework")["students"][pronoun]
    return found
