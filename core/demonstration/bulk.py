"""A demonstration as large as a county: reports and cases written in bulk, as true as the others.

Every text is sealed for its own row, every event is linked into its chain, and what is kept beside
a case is what `duties.clock` says of its facts; so `verify` passes over a million of them.
"""

import operator
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core.access import PAST_TEAM, Holder
from core.cases import clock as duties
from core.cases import facts as case_facts
from core.cases.clock import CaseFacts, Exposed, Kind, PlannedMeasure
from core.cases.happened import Part
from core.cases.reach import Basis
from core.demonstration import carry, tellings
from core.demonstration.clockwork import is_holiday
from core.demonstration.tellings import Telling
from core.demonstration.texts import Writer
from core.forms import form, versions
from core.reports.happened import FactOfReport, ReportFact, Source, derive
from core.reports.reports import ANSWERS
from core.store.acts import Act
from core.store.engine import Store, row_name
from core.store.ledger import chained
from core.store.schema import cases as tables
from core.store.schema.people import person
from core.store.schema.reports import report, report_fact
from core.store.schema.school import audit

TEXTS = 5_000  # different reports; a million that differ would say nothing more
CASE_EVERY = 50  # reports: 20,000 cases of a million
AT_ONCE = 25_000  # reports a transaction; a larger one does not fit in DuckDB's memory limit
STILL_OPEN = 60  # days: a case that was opened later than this may not have come to its end
# The steps of a case in the order of the law, each with the weekdays that it comes after the last.
STEPS = (
    (Kind.TOLD, 1),
    (Kind.BEGUN, 1),
    (Kind.HEARD, 2),
    (Kind.BEST, 0),
    (Kind.CARRIED_OUT, 5),
    (Kind.HELPED, 20),
    (Kind.SAFE, 4),
    (Kind.ENDED, 3),
)
TEAM = ("elevtjeneste", "elevtjeneste2", "elevtjeneste3")
LEADERS = ("rektor", "assrektor", "assrektor")
OF_EXPOSED = (Kind.HEARD, Kind.BEST, Kind.SAFE)
OF_MEASURE = (Kind.CARRIED_OUT, Kind.HELPED)


@dataclass(frozen=True)
class ComposedText:
    """One composed report with the groups that it is counted under."""

    answers: str
    what_happened: str
    columns: dict[str, Any]


@dataclass
class Bulk:
    """The rows of one transaction, by table; events apart, since they are linked in order."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    events: list[dict[str, Any]] = field(default_factory=list)

    def add(self, table: sa.Table, **row: Any) -> None:
        """A row of a table."""
        self.rows[table.name].append({"school_id": 1, **row})

    def record(self, action: Act, when: datetime, who: UUID, kind: str, thing: UUID) -> None:
        """A staff event."""
        self.events.append(
            {
                "action": action,
                "at": when,
                "person_id": who,
                "thing_kind": kind,
                "thing_id": str(thing),
                "details": {},
            }
        )


class County:
    """Makes the rows of many reports."""

    def __init__(self, store: Store, slug: str, chance: random.Random, today: date) -> None:
        self.store, self.chance, self.today = store, chance, today
        self.known = case_facts.rules(store)
        self.staff = self._staff()
        self.texts = self._texts(slug)
        self.numbers = {
            row.series: row.last
            for row in store.rows(
                sa.select(tables.case_series).where(store.mine(tables.case_series))
            )
        }

    def _staff(self) -> dict[str, UUID]:
        p = person
        rows = self.store.rows(sa.select(p.c.sign_in_name, p.c.person_id).where(self.store.mine(p)))
        return {row.sign_in_name: row.person_id for row in rows}

    def _texts(self, slug: str) -> list[ComposedText]:
        version = versions.current(self.store)
        assert version is not None
        writer = Writer(self.chance, slug)
        return [self._text(version, writer.report()) for _ in range(TEXTS)]

    def _text(self, version: form.FormVersion, answers: form.Answers) -> ComposedText:
        columns = {
            "source": Source.FORM,
            "given_route": form.route(answers),
            "form_version": version.number,
            "reporter": form.one(answers, "reporter"),
            "laws": form.laws(version.form, answers),
            "areas": form.areas(version.form, answers),
            "given_time": form.one(answers, "when"),
            "afraid": form.one(answers, "afraid_now") == "yes",
        }
        return ComposedText(ANSWERS.pack(answers), str(answers["what_happened"]), columns)

    def key(self) -> UUID:
        """A key in the shape of all others."""
        return UUID(int=self.chance.getrandbits(128) & ~(0xF << 76) & ~(0x3 << 62) | VERSION)

    def seal(self, column: sa.Column[Any], text: str, key: UUID) -> bytes:
        """A text sealed for its row."""
        return self.store.box.seal(text, row_name(column, self.store.school_id, key))

    def report(self, bulk: Bulk, day: date, in_case: bool) -> None:
        """One report, what happened to it and the events of that."""
        chance = self.chance
        text = chance.choice(self.texts)
        report_id = self.key()
        past_team = text.columns["given_route"] in PAST_TEAM
        reader = self.staff[chance.choice(LEADERS if past_team else TEAM)]
        read_at = moment(day, 1, chance)
        facts: list[FactOfReport] = []
        if read_at.date() < self.today:
            facts.append(
                FactOfReport(kind=ReportFact.READ, day=read_at.date(), at=read_at, person_id=reader)
            )
            bulk.record(Act.REPORT_READ, read_at, reader, "report", report_id)
        if facts and in_case:
            case_id = self.case(bulk, report_id, text, day, read_at, reader)
            facts.append(
                FactOfReport(
                    kind=ReportFact.IN_CASE,
                    day=read_at.date(),
                    at=read_at,
                    person_id=reader,
                    case_id=case_id,
                )
            )
        elif facts and (closed := moment(read_at.date(), 4, chance)).date() < self.today:
            facts.append(
                FactOfReport(kind=ReportFact.CLOSED, day=closed.date(), at=closed, person_id=reader)
            )
            bulk.record(Act.REPORT_CLOSED, closed, reader, "report", report_id)
        bulk.add(
            report,
            report_id=report_id,
            day=day,
            answers=self.seal(report.c.answers, text.answers, report_id),
            **text.columns,
            **vars(derive(text.columns["given_route"], facts)),
        )
        for fact in facts:
            bulk.add(
                report_fact,
                fact_id=self.key(),
                report_id=report_id,
                kind=fact.kind,
                day=fact.day,
                at=fact.at,
                person_id=fact.person_id,
                case_id=fact.case_id,
            )

    def case(
        self,
        bulk: Bulk,
        report_id: UUID,
        text: ComposedText,
        came: date,
        opened: datetime,
        who: UUID,
    ) -> UUID:
        """A case from a report, worked as far as there was time for."""
        case_id, exposed_id, measure_id = self.key(), self.key(), self.key()
        facts = [
            duties.Fact(Kind.OPENED, opened.date(), opened, who),
            duties.Fact(Kind.RECEIVED, came, opened, who, report_id),
        ]
        bulk.record(Act.CASE_OPENED, opened, who, "case", case_id)
        now = opened
        subjects = dict.fromkeys(OF_EXPOSED, exposed_id) | dict.fromkeys(OF_MEASURE, measure_id)
        # Somebody has too much to do, and a case of this autumn stops where it is.
        lazy = (self.today - came).days < STILL_OPEN and self.chance.random() < 0.3
        for kind, weekdays in STEPS[: self.chance.randrange(len(STEPS)) if lazy else None]:
            now = moment(now.date(), weekdays, self.chance, now)
            if now.date() >= self.today:
                break
            facts.append(duties.Fact(kind, now.date(), now, who, subjects.get(kind)))
            thing = "measure" if kind in OF_MEASURE else "case"
            bulk.record(Act(f"{thing}.{kind}"), now, who, "case", case_id)
        telling = tellings.of_report(text.what_happened, self.chance)
        measures = self.plan(bulk, case_id, exposed_id, measure_id, facts, who, telling=telling)
        of_case = CaseFacts(
            received_on=came, facts=tuple(facts), exposed=(Exposed(exposed_id),), measures=measures
        )
        clock = duties.clock(of_case, self.known.days, self.known.goals)
        name = self.chance.choice(tellings.names(telling.pronoun))
        bulk.add(
            tables.case,
            case_id=case_id,
            number=self.number(opened.year),
            held_by=Holder.SCHOOL,
            past_team=text.columns["given_route"] in PAST_TEAM,
            laws=text.columns["laws"],
            areas=text.columns["areas"],
            opened_on=opened.date(),
            opened_at=opened,
            opened_by=who,
            version=1,
            **case_facts.kept(of_case, clock),
        )
        bulk.add(
            tables.case_person,
            case_person_id=exposed_id,
            case_id=case_id,
            part=Part.EXPOSED,
            name=self.seal(tables.case_person.c.name, name, exposed_id),
            known=True,
            added_at=opened,
            added_by=who,
        )
        access_id = self.key()
        bulk.add(
            tables.case_access,
            access_id=access_id,
            case_id=case_id,
            person_id=who,
            basis=Basis.OPENED,
            added_at=opened,
            added_by=who,
            reason=self.seal(tables.case_access.c.reason, "", access_id),
            stepped_aside=False,
        )
        for fact in facts:
            row = {n: getattr(fact, n) for n in ("day", "at", "person_id", "subject_id")}
            bulk.add(
                tables.case_fact, fact_id=self.key(), case_id=case_id, kind=str(fact.kind), **row
            )
        return case_id

    def plan(
        self,
        bulk: Bulk,
        case_id: UUID,
        exposed_id: UUID,
        measure_id: UUID,
        facts: list[duties.Fact],
        who: UUID,
        *,
        telling: Telling,
    ) -> tuple[PlannedMeasure, ...]:
        """The one measure of the plan, written when the student had been heard."""
        heard = next((f for f in facts if f.kind is Kind.BEST), None)
        if heard is None or heard.at is None:
            return ()
        carry_out, evaluate = heard.day + timedelta(days=7), heard.day + timedelta(days=35)
        said = {n: telling.say("measure", 0, n) for n in ("problem", "what", "who")}
        m = tables.measure.c
        bulk.add(
            tables.measure,
            measure_id=measure_id,
            case_id=case_id,
            case_person_id=exposed_id,
            round=1,
            problem=self.seal(m.problem, said["problem"], measure_id),
            what=self.seal(m.what, said["what"], measure_id),
            carry_out_on=carry_out,
            who=self.seal(m.who, said["who"], measure_id),
            evaluate_on=evaluate,
            made_at=heard.at,
            made_by=who,
            version=1,
        )
        return (
            PlannedMeasure(
                measure_id=measure_id,
                exposed_id=exposed_id,
                round=1,
                carry_out_on=carry_out,
                evaluate_on=evaluate,
                complete=True,
                made_on=heard.day,
            ),
        )

    def number(self, year: int) -> str:
        """The next number of a year's series, longer than any that is drawn."""
        series = f"{year}-"
        self.numbers[series] = self.numbers.get(series, 0) + 1
        return f"{series}{self.numbers[series]:06d}"


VERSION = (4 << 76) | (2 << 62)  # the bits that make a number a UUIDv4


def moment(
    day: date, weekdays: int, chance: random.Random, not_before: datetime = datetime.min
) -> datetime:
    """A moment at work so many weekdays after a day."""
    while weekdays or day.weekday() > 4:
        day += timedelta(days=1)
        weekdays -= day.weekday() < 5 and weekdays > 0
    return max(datetime(day.year, day.month, day.day, chance.randint(7, 13), 0), not_before)


def days(since: date, today: date, count: int, chance: random.Random) -> Iterator[date]:
    """`count` days on which somebody wrote, the first first."""
    every = [since + timedelta(days=n) for n in range((today - since).days)]
    weights = [0.05 if is_holiday(d) else 1.0 if d.weekday() < 5 else 0.25 for d in every]
    yield from sorted(chance.choices(every, weights, k=count))


def write(
    store: Store, slug: str, count: int, chance: random.Random, since: date, today: date
) -> None:
    """So many reports with their cases, carried into the school's file."""
    county = County(store, slug, chance, today)
    bulk = Bulk()
    for number, day in enumerate(days(since, today, count, chance), 1):
        county.report(bulk, day, number % CASE_EVERY == 0)
        if number % AT_ONCE == 0 or number == count:
            _flush(store, bulk)
            bulk = Bulk()
    series = [
        {"school_id": store.school_id, "series": s, "last": n} for s, n in county.numbers.items()
    ]
    with store.engine.begin() as db:
        db.execute(sa.delete(tables.case_series))
        carry.insert(db, tables.case_series, series)


def _flush(store: Store, bulk: Bulk) -> None:
    with store.read() as db:  # a connection that carries may have no result left open
        head = store.ledger.head(db)
    with store.engine.begin() as db:
        for name, rows in bulk.rows.items():
            carry.insert(db, report.metadata.tables[name], rows)
        bulk.events.sort(key=operator.itemgetter("at"))
        carry.insert(db, audit, chained(head, store.school_id, bulk.events))
