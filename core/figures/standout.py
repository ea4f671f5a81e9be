"""The one thing about the figures that somebody should look at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.figures.counts import Figures

RECENT = 4  # weeks that are held against the four before them
CLEAR = 3  # more reports than before, before we speak of a change: fewer is chance


@dataclass(frozen=True)
class Nothing:
    """No reports in the period."""


@dataclass(frozen=True)
class Slow:
    """A duty that took longer than the internal target in at least half of the cases."""

    duty: str
    over: int
    cases: int
    goal: int


@dataclass(frozen=True)
class More:
    """A group that is mentioned more in the last four weeks than in the four before."""

    law: str
    now: int
    before: int


@dataclass(frozen=True)
class Most:
    """The group that most reports mention; the rest when nothing else stands out."""

    law: str
    n: int
    of: int


Standout = Nothing | Slow | More | Most


def standout(figures: Figures, today: date) -> Standout:
    """What stands out: a late duty before a rise, a rise before the largest group."""
    slow = [
        Slow(lead.duty, lead.cases - lead.within, lead.cases, lead.goal)
        for lead in figures.lead_times
        if lead.goal is not None and lead.within is not None and 2 * lead.within <= lead.cases
    ]
    if slow:
        return max(slow, key=lambda s: (s.over / s.cases, s.over))
    past = [found for monday, found in figures.weeks if monday <= today]
    now, before = past[-RECENT:], past[-2 * RECENT : -RECENT]
    if len(before) == RECENT:
        rises = [
            More(law, sum(w.get(law, 0) for w in now), sum(w.get(law, 0) for w in before))
            for law in figures.laws
        ]
        rise = max(rises, key=lambda r: r.now - r.before)
        if rise.now - rise.before >= CLEAR:
            return rise
    law = max(figures.laws, key=lambda name: figures.laws[name], default="")
    if not law or not figures.laws[law]:
        return Nothing()
    return Most(law, figures.laws[law], figures.reports)
