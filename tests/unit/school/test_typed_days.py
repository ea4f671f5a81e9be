"""Lines of calendars that Norwegian schools publish: read as meant, or refused by their number."""

from datetime import date

import pytest

from core.administration import settings as edits
from core.errors import Invalid

AUTUMN = (date(2026, 9, 28), date(2026, 10, 2))
CHRISTMAS = (date(2026, 12, 21), date(2027, 1, 1))


@pytest.mark.parametrize(
    "between",
    [
        *(" til ", " til og med ", " Til ", "\u2014", "\u2013", " \u2013 ", " - ", "-", "--"),
        *("\u2212", "\u00a0\u2013\u00a0"),
        *("\t", " ", "  ", " t.o.m. ", " tom ", " T.o.m ", "\u2010", "\u2011"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("first", "last"),
    [
        *(("28.09.2026", "02.10.2026"), ("28.9.", "2.10."), ("28. 09. 2026", "02. 10. 2026")),
        *(("28. september", "2. oktober 2026"), ("mandag 28. sept.", "fredag 2. okt.")),
        *(("28.09.26", "02.10.26"), ("2026-09-28", "2026-10-02"), ("28/9", "2/10")),
        *(("28/9-2026", "2/10-2026"), ("Måndag 28. september", "fre. 2. oktober")),
    ],
)
def test_a_span_is_two_days_however_a_school_writes_them(first, between, last):
    for line in (f"{first}{between}{last} Høstferie", f"Høstferie: {first}{between}{last}"):
        assert edits.holidays(line, 2026) == [(*AUTUMN, "Høstferie")], line


@pytest.mark.parametrize(
    ("line", "first", "last", "name"),
    [
        ("uke 40 Høstferie", *AUTUMN, "Høstferie"),
        ("Haustferie: veke 40", *AUTUMN, "Haustferie"),
        ("Høstferie (uke 40) 28.09.26-02.10.26", *AUTUMN, "Høstferie (uke 40)"),
        ("Vinterferie uke 8", date(2027, 2, 22), date(2027, 2, 26), "Vinterferie"),
        ("uke 52\u201353 Juleferie", *CHRISTMAS, "Juleferie"),
        ("f.o.m. mandag 21. desember t.o.m. fredag 1. januar Juleferie", *CHRISTMAS, "Juleferie"),
        ("21.12.\u201301.01.2027 Juleferie", *CHRISTMAS, "Juleferie"),
        ("fra 21. desember til 1. januar Juleferie", *CHRISTMAS, "Juleferie"),
        ("1.\u20135. mars Vinterferie", date(2027, 3, 1), date(2027, 3, 5), "Vinterferie"),
        ("1.-5.3.2027 Vinterferie", date(2027, 3, 1), date(2027, 3, 5), "Vinterferie"),
        ("Fri torsdag 6. og fredag 7. mai", date(2027, 5, 6), date(2027, 5, 7), "Fri"),
        ("16.11., 17.11. Elevfri", date(2026, 11, 16), date(2026, 11, 17), "Elevfri"),
        ("24.12.", date(2026, 12, 24), date(2026, 12, 24), ""),
        ("24.12.2026", date(2026, 12, 24), date(2026, 12, 24), ""),
        ("24. desember", date(2026, 12, 24), date(2026, 12, 24), ""),
        ("2026-12-24", date(2026, 12, 24), date(2026, 12, 24), ""),
        ("Fridag: fredag 7. mai 2027", date(2027, 5, 7), date(2027, 5, 7), "Fridag"),
        ("18.05.2027 Fri etter 17. mai", date(2027, 5, 18), date(2027, 5, 18), "Fri etter 17. mai"),
        ("Ikke skoledag 18.05.2027", date(2027, 5, 18), date(2027, 5, 18), "Ikke skoledag"),
    ],
)
def test_a_line_of_a_school_calendar_is_read(line, first, last, name):
    assert edits.holidays(f"\n{line}\n", 2026) == [(first, last, name)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("høstferie", "span"),
        ("31.02.2027 X", "span"),
        ("12/24/2026", "span"),
        ("28.09.2026 … 02.10.2026 Høstferie", "span"),
        ("28.09.2026 31.02.2027 Høstferie", "span"),
        ("28.09.2026 - 02.10.2026 - 09.10.2026 Høstferie", "span"),
        ("02.10.2026\u201328.09.2026 Høstferie", "span"),
        ("28.\u20132. oktober", "span"),
        ("28.09.2026 \u2013 02.102026 Høstferie", "span"),
        # Two days, or all from one to the other?
        ("28.09.2026, 02.10.2026 Høstferie", "span"),
        ("28.09.2026 og 02.10.2026 Fri", "span"),
        ("1. og 17. mai", "span"),
        ("uke 8 og 12", "span"),
        # The line says two things.
        ("tirsdag 28. september", "span"),
        ("uke 41 28.09.\u201302.10. Høstferie", "span"),
        ("Høstferie 28.09. Vinterferie 22.02.", "span"),
        # Days of school.
        ("Siste skoledag før jul: fredag 18. desember", "span"),
        ("Første skuledag: 17.08.2026", "span"),
        ("Skolestart 17. august", "span"),
        ("28.09.2027 Høstferie", "span_outside"),
        ("28.09.2026\u201302.10.2027 Høstferie", "span_outside"),
        ("uke 60", "span"),
    ],
)  # fmt: skip
def test_a_line_that_is_not_read_or_read_in_two_ways_is_refused_by_its_number(line, fault):
    with pytest.raises(Invalid) as refused:
        edits.holidays(f"18.05.2027 Fri\n\n{line}\n01.02.2027 Fri", 2026)
    assert refused.value.key == f"settings.error.{fault}"
    assert refused.value.facts["row"] == 3
