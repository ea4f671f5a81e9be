"""What the invented students and staff write: composed by chance from data/demonstration."""

import functools
import random
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent.parent / "data" / "demonstration"
NYNORSK = 0.12  # of pupils in upper secondary school who have nynorsk, roughly


@functools.cache
def of(name: str) -> dict[str, Any]:
    """A file of texts."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def entry(found: str | dict[str, str]) -> tuple[str, str]:
    """A text of reports.toml, and the pronoun of whom it tells if that is not who wrote it."""
    return (found, "") if isinstance(found, str) else (found["text"], found["about"])


class Writer:
    """Composes reports; the same chance composes the same."""

    def __init__(self, chance: random.Random, slug: str) -> None:
        self._chance = chance
        self._kinds = [k for k in of("reports")["kind"] if k.get("school", slug) == slug]
        self._weights = [k["weight"] for k in self._kinds]

    def _language(self) -> str:
        return "nn" if self._chance.random() < NYNORSK else "nb"

    def report(self) -> dict[str, str | list[str]]:
        """The answers of one student's report about what happens among students."""
        chance, all_texts = self._chance, of("reports")
        kind = chance.choices(self._kinds, self._weights)[0]
        language = self._language()
        opening, about = entry(chance.choice(kind[language]))
        words = [opening]
        if chance.random() < 0.6 and not about:  # what is said more is said of oneself
            words.append(chance.choice(all_texts["more"][language]))
        if chance.random() < 0.45:
            words.append(chance.choice(all_texts["end"][language]))
        answers: dict[str, str | list[str]] = {
            "what_happened": _joined(words, chance),
            "kind": kind["kinds"] + (["exclusion"] if chance.random() < 0.1 else []),
            "place": sorted(
                chance.sample(kind["places"], min(len(kind["places"]), chance.choice((1, 1, 2))))
            ),
            "when": chance.choice(kind["times"]),
            "reporter": chance.choices(("self", "saw_or_heard", "other"), (70, 25, 5))[0],
            "still_going_on": chance.choices(("yes", "no", "unknown"), (70, 8, 22))[0],
            "afraid_now": chance.choices(("no", "yes", "unknown"), (80, 8, 12))[0],
            "about_staff": kind.get("about_staff", chance.choices(("no", ""), (70, 30))[0]),
            "contact_wish": "code",
        }
        answers["kind"] = sorted(set(answers["kind"]))
        if about:
            answers["reporter"] = "saw_or_heard"
        # Only what happened is required, and many answer nothing more.
        for name in ("reporter", "kind", "place", "when", "still_going_on", "afraid_now"):
            if chance.random() < 0.1:
                del answers[name]
        return {name: value for name, value in answers.items() if value}

    def about(self, what: str) -> dict[str, str | list[str]]:
        """A report about the leadership, about a handler, or from a guardian."""
        chance = self._chance
        answers: dict[str, str | list[str]] = {
            "what_happened": entry(chance.choice(of("reports")[what][self._language()]))[0],
            "reporter": "guardian" if what == "guardian" else "self",
            "kind": ["by_employee"] if what in ("leadership", "handler") else ["exclusion"],
            "place": [chance.choice(("classroom", "corridor"))],
            "contact_wish": "code",
        }
        if what in ("leadership", "handler"):
            answers["about_staff"] = what
        return answers

    def one(self, file: str, *path: str) -> str:
        """Some text of a list in a file, in bokmål or now and then nynorsk."""
        found: Any = of(file)
        for name in path:
            found = found[name]
        if isinstance(found, dict):
            language = self._language()
            found = found.get(language) or found["nb"]
        return entry(self._chance.choice(found))[0]


def _joined(sentences: list[str], chance: random.Random) -> str:
    between = chance.choice((" ", " ", "\n", "\n\n"))
    if between == " ":
        sentences = [s if s.endswith((".", "?", "!")) else f"{s}." for s in sentences]
    return between.join(sentences)
