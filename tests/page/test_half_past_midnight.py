"""At half past midnight in Norway it is still yesterday in UTC: every screen says the day here."""

import io
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pypdf
import pytest

from core import words
from core.documents import release_pdf
from core.figures import releases
from core.figures.period import Period, PeriodKind
from core.forms import versions
from core.people import directory, sessions
from core.plan import cycle, inputs
from core.store.engine import NORWAY
from core.store.schema import figures
from core.store.schema.plan import plan_read
from tests.conftest import Clock
from tests.given.figures import many

OF = Period(2023, PeriodKind.AUTUMN)  # before the demonstration's own years


@pytest.fixture
def day(demo):
    """The day that it has been in Norway for half an hour."""
    found = demo.today() + timedelta(days=1)
    here = datetime.combine(found, time(0, 30), NORWAY)
    demo.clock = Clock(here.astimezone(UTC).replace(tzinfo=None))
    assert demo.clock().day != found.day
    return found


def someone(demo, name):
    return directory.load(demo, sessions.password_hash(demo, name)[0])


def said(at):
    assert not at.exception
    return "\n".join(str(e.value) for e in (*at.text, *at.markdown, *at.caption))


def test_the_plan_says_on_which_day_it_was_confirmed_and_when_input_came(visit, demo, day):
    teacher = someone(demo, "larer")
    demo.write(lambda tx: tx.delete(plan_read))
    cycle.confirm(demo, teacher)
    inputs.submit(demo, teacher, "Flere voksne ute i friminuttene")
    found = said(visit("handlingsplan", "larer"))
    assert f"Du bekreftet {words.day(day, 'nb')}" in found
    assert f" · {words.day(day, 'nb')}" in found


def test_the_committee_reads_when_figures_were_made_and_words_were_written(visit, demo, day):
    rektor, su = someone(demo, "rektor"), someone(demo, "su")
    demo.write(lambda tx: (tx.delete(figures.release), tx.delete(figures.release_comment)))
    many(demo, OF.start)
    number = releases.make(demo, rektor, OF)
    releases.approve(demo, rektor, number)
    releases.comment(demo, su, number, "Bra at dere spør")
    inputs.submit(demo, su, "Flere benker", "su")
    on = words.day(day, "nb", year=True)
    lines = said(visit("su", "su")).splitlines()
    assert f"{su.name}, {on}" in lines
    assert on in lines
    assert any(line.startswith(f"Laget {on}. Kontrollsum") for line in lines)
    [release] = releases.listed(demo, su)
    file = release_pdf.pdf_file(release, "Hvam", "nb")
    text = " ".join(pypdf.PdfReader(io.BytesIO(file)).pages[0].extract_text().split())
    assert on in text


def test_the_form_says_on_which_day_it_was_published(visit, demo, day):
    rektor = someone(demo, "rektor")
    draft = versions.draft(demo)
    versions.save_draft(demo, rektor, replace(draft.form, title={"nb": "Si fra"}), draft.version)
    versions.publish(demo, rektor, versions.draft(demo).version)
    found = said(visit("skjema", "rektor"))
    on = words.day(day, "nb", year=True)
    assert found.count(on) == 2  # what is in force, and its line among the versions


def test_a_moment_is_never_drawn_as_a_day(demo):
    with pytest.raises(TypeError):
        words.day(demo.now(), "nb")
    with pytest.raises(TypeError):
        words.weekday(demo.now(), "nb")
