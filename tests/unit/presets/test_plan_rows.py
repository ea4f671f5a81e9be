"""Every row of both plans: the activity that holds it, and its windows in 2026/27."""

from datetime import date

import pytest

from core.presets import schools
from core.school import days, functions
from core.year import activities, bodies, rules

YEAR = 2026


def d(text: str) -> date:
    """17.8 is in 2026, 4.1 in 2027."""
    day, month = map(int, text.split("."))
    return date(YEAR if month >= 8 else YEAR + 1, month, day)


HALVES = "17.8-18.12 4.1-18.6"
MONTHLY = (
    "1.8-31.8 1.9-30.9 1.10-31.10 1.11-30.11 1.12-31.12 1.1-31.1 1.2-28.2 1.3-31.3 1.4-30.4 "
    "1.5-31.5 1.6-30.6"
)
WHOLE = "17.8-18.6"
SET_BY_THE_SCHOOL = ""  # a series or no time in the plan: no window, never late

# line of the plan, activity, when it is to be done in 2026/27, flag
HVAM = [
    ("H1", "mottakssamtale", "17.8-28.8", ""),
    ("H2", "godt-klassemiljo", "17.8-21.8", ""),
    ("H3", "klassens-time", WHOLE, ""),
    ("H4", "spekter", SET_BY_THE_SCHOOL, "on need"),
    ("H5", "pedagogisk-analyse", "14.9-25.9", "on need"),
    ("H6", "foreldremoter", "1.9-31.10", ""),
    ("H7", "larerforum", "1.10-30.11", ""),
    ("H8", "vip-snakk-om-det", "1.9-31.10", ""),
    ("H9", "miljoveileder", "1.8-31.8", ""),
    ("H10", "elevtjenesteteamet", "1.8-31.8", ""),
    ("H11", "elevrad", MONTHLY, ""),
    ("H12", "elevradsseminar", "1.9-30.9", ""),
    ("H13", "skoleutvalg", WHOLE, ""),
    ("H14", "aktivitetsdag", WHOLE, ""),
    ("H15", "elevsamtaler", "27.9-7.11 28.2-24.4", ""),
    ("H16", "elevundersokelsen", "1.11-31.12", ""),
    ("H17", "pedagogisk-analyse-evaluering", "1.1-31.1", "on need"),
    ("H18", "slt", WHOLE, ""),
    ("H19", "evaluering-handlingsplan", "1.6-30.6", ""),
    ("H20", "pedagogisk-analyse-revidering", SET_BY_THE_SCHOOL, "on need"),
    ("P1", "gjennomgang-handlingsplan", WHOLE, ""),
    ("P2", "evaluering-handlingsplan", "1.6-30.6", ""),
    ("P5", "kjenne-planen", WHOLE, ""),
    ("I1", "informasjon-ansatte", "10.8-21.8", ""),
    ("I2", "kanaler", HALVES, ""),
    ("I3", "brosjyre", "17.8-28.8", ""),
    ("I4", "foreldremoter", "1.9-31.10", ""),
    ("I5", "hjemmeside", HALVES, ""),
    ("B1", "skoleutvalg", WHOLE, ""),
    ("B3", "elevrad", MONTHLY, ""),
    ("B7", "larerforum", "1.10-30.11", ""),
    ("B8", "pedagogisk-analyse-evaluering", "1.1-31.1", "on need"),
    ("B9", "slt", WHOLE, ""),
    ("B10", "foreldremoter", "1.9-31.10", ""),
    ("B10", "elevsamtaler", "27.9-7.11 28.2-24.4", ""),
    ("B11", "informasjon-ansatte", "10.8-21.8", ""),
]
JONSBERG = [
    ("J1", "informasjon-ansatte", "10.8-21.8", ""),
    ("J2", "informasjon-elever", "17.8-28.8", ""),
    ("J3", "foreldremote-vg1", "17.8-17.8", ""),
    ("J3", "foreldremoter", "1.9-31.10", ""),
    ("J4", "hjemmeside", HALVES, ""),
    ("J5", "synlig-elevtjeneste", HALVES, ""),
    ("J6", "bli-kjent-dag", "10.8-14.8", ""),
    ("J7", "skolestartaktiviteter", "17.8-4.9", ""),
    ("J8", "livsmestringsdag", "17.8-21.8", ""),
    ("J9", "afterschool", MONTHLY, ""),
    ("J10", "borteboere", SET_BY_THE_SCHOOL, ""),
    ("J11", "iko-arbeid", HALVES, ""),
    ("J12", "elevradsmoter", SET_BY_THE_SCHOOL, ""),
    ("J13", "medvirkningsmoter", SET_BY_THE_SCHOOL, ""),
    ("J14", "vip-makkerskap", WHOLE, ""),
    ("J15", "klassens-time", HALVES, ""),
    ("J16", "klassemiljokartlegging", "1.9-30.11", ""),
    ("J17", "bli-kjent-samtale", SET_BY_THE_SCHOOL, ""),
    ("J18", "klasseregler", "17.8-28.8", ""),
    ("J19", "inkluderingstiltak", SET_BY_THE_SCHOOL, ""),
    ("J20", "elevundersokelsen", SET_BY_THE_SCHOOL, ""),
    ("J21", "utviklingssamtaler", SET_BY_THE_SCHOOL, ""),
    ("P3", "revisjon-handlingsplan", "1.8-31.8", ""),
    ("P4", "innspill-elevradet", "17.8-28.8", ""),
    ("P5", "kjenne-planen", WHOLE, ""),
    ("I6", "informasjon-ansatte", "10.8-21.8", ""),
    ("I7", "informasjon-elever", "17.8-28.8", ""),
    ("I8", "foreldremote-vg1", "17.8-17.8", ""),
    ("I8", "foreldremoter", "1.9-31.10", ""),
    ("I9", "hjemmeside", HALVES, ""),
    ("I10", "nyansatte", SET_BY_THE_SCHOOL, "on need"),
    ("B2", "skolemiljoutvalg", SET_BY_THE_SCHOOL, ""),
    ("B3", "elevradsmoter", SET_BY_THE_SCHOOL, ""),
    ("B4", "medvirkningsmoter", SET_BY_THE_SCHOOL, ""),
    ("B5", "klasseteam", HALVES, ""),
    ("B6", "iko-moter", HALVES, ""),
    ("B10", "foreldremote-vg1", "17.8-17.8", ""),
    ("B10", "foreldremoter", "1.9-31.10", ""),
    ("B10", "utviklingssamtaler", SET_BY_THE_SCHOOL, ""),
    ("B11", "informasjon-ansatte", "10.8-21.8", ""),
    ("R3", "informasjon-elever", "17.8-28.8", ""),
    ("R4", "klasseteam", HALVES, ""),
    ("R4", "iko-moter", HALVES, ""),
]
# activity, the plan's column Ansvar, its column Tid as written, one for each of whom
# (blank in the plan: nothing is written; who answers is then the whole school, or the plan's text)
HVAM_WRITTEN = """
mottakssamtale | kontaktlærer | I starten av skoleåret – første to uker | class
godt-klassemiljo | faglærer, kontaktlærer, klasseteam | Første uke | class
klassens-time | kontaktlærer, tillitselever | 7-8 pr. år | class
spekter | kontaktlærer | | class
pedagogisk-analyse | avdelingsleder, kontaktlærer | Uke 38/39 | class
foreldremoter | kontaktlærer, avdelingsleder | September/oktober | class
larerforum | rektor | Oktober/november | school
vip-snakk-om-det | elevtjenesten, helsesykepleier | September/oktober | class
miljoveileder | miljøveileder | August | class_vg1
elevtjenesteteamet | avdelingsleder for elevtjenester | August | class_vg1
elevrad | elevrådsleder, elevrådskontakt | Månedlig | school
elevradsseminar | elevrådskontakt | September | school
skoleutvalg | leder su, assisterende rektor | 4-8 møter per år | school
aktivitetsdag | avdelingsleder idrettsfag | Årlig | school
elevsamtaler | kontaktlærer | Høst og vår | class
elevundersokelsen | avdelingsleder, kontaktlærer | November/desember | class
pedagogisk-analyse-evaluering | avdelingsleder, kontaktlærer | Januar | class
slt | avdelingsleder for elevtjenester | 3 møter pr. år | school
evaluering-handlingsplan | assisterende rektor | Juni | school
pedagogisk-analyse-revidering | avdelingsleder, kontaktlærer, ledergruppa | | class
informasjon-ansatte | rektor | Planleggingsdager ved oppstart av skoleåret | school
kanaler | skolen | | school
brosjyre | skolen | Ved oppstart av skoleåret | class
hjemmeside | skolen | | school
gjennomgang-handlingsplan | skolen | Årlig | school
kjenne-planen | ansatte | | school
"""
JONSBERG_WRITTEN = """
informasjon-ansatte | ledelsen | Planleggingsdager skolestart | school
informasjon-elever | kontaktlærer | Skolestart | class
foreldremote-vg1 | ledelsen, kontaktlærer | \
Foreldremøte for vg1 ved skolestart (første skoledag) | class_vg1
foreldremoter | ledelsen, kontaktlærer | \
Foreldremøte i alle klasser i oktober (også skrevet september/oktober) | class
hjemmeside | ledelsen | Alltid tilgjengelig | school
nyansatte | avdelingsleder | | person
synlig-elevtjeneste | elevtjenesten | | school
bli-kjent-dag | miljøveileder | En dag uka før skolestart | school
skolestartaktiviteter | faglærer, kontaktlærer | Første skoleuker | class
livsmestringsdag | folkehelsekoordinator, ledelsen | Første skoleuke | school
afterschool | folkehelsekoordinator, ledelsen | \
Ca. en gang i måneden gjennom hele skoleåret | school
borteboere | ansatte | | school
iko-arbeid | alle | Kontinuerlig gjennom hele skoleåret | school
elevradsmoter | rektor, elevrådsstyret | Faste møter gjennom hele skoleåret | school
medvirkningsmoter | avdelingsleder | Faste møter gjennom hele skoleåret | class
vip-makkerskap | kontaktlærer | Gjennom året | class
klassens-time | kontaktlærer, elever | Hver uke gjennom året | class
klassemiljokartlegging | avdelingsleder | Kartleggingen på høsten | class
bli-kjent-samtale | kontaktlærer | | class
klasseregler | kontaktlærer | Ved skolestart | class
inkluderingstiltak | elevrådet | | school
elevundersokelsen | avdelingsleder | | class
utviklingssamtaler | kontaktlærer | | class
skolemiljoutvalg | rektor, rektors stedfortreder, sosialpedagogisk rådgiver | | school
klasseteam | avdelingsleder | Hver tredje uke | class
iko-moter | avdelingsleder, rådgiver, ppt | En gang i uka | school
revisjon-handlingsplan | ledelsen | August hvert år | school
innspill-elevradet | elevrådet | Skolestart | school
kjenne-planen | ansatte | | school
"""
ROWS = [("hvam", *row) for row in HVAM] + [("jonsberg", *row) for row in JONSBERG]
ALL_ROWS = {
    *(f"H{n}" for n in range(1, 21)),
    *(f"J{n}" for n in range(1, 22)),
    *(f"P{n}" for n in range(1, 6)),
    *(f"I{n}" for n in range(1, 11)),
    *(f"B{n}" for n in range(1, 12)),
}


@pytest.fixture
def school(store, once, request):
    once(request.param, lambda: store.write(lambda tx: schools.install(tx, request.param)))
    return store


def test_the_table_names_every_row_of_both_plans():
    assert {line for _, line, _, _, _ in ROWS} - {"R3", "R4"} == ALL_ROWS


@pytest.mark.parametrize(
    ("school", "rows"), [("hvam", HVAM), ("jonsberg", JONSBERG)], indirect=["school"]
)
def test_every_row_is_held_by_its_activity_in_its_windows(school, rows):
    calendar = days.load(school)
    by_id = {a.activity_id: a for a in activities.in_force(school)}
    for line, activity_id, when, flag in rows:
        found = by_id[activity_id]
        assert line in found.lines, line
        windows = rules.windows(found.rule, YEAR, calendar)
        expected = tuple(rules.Window(*map(d, span.split("-"))) for span in when.split())
        assert windows == expected, (line, activity_id)
        assert found.on_need is (flag == "on need"), line


@pytest.mark.parametrize(
    ("school", "rows"), [("hvam", HVAM), ("jonsberg", JONSBERG)], indirect=["school"]
)
def test_each_activity_is_there_once_with_exactly_the_lines_of_the_table(school, rows):
    told = {a.activity_id: set(a.lines) for a in activities.in_force(school)}
    table: dict[str, set[str]] = {}
    for line, activity_id, _, _ in rows:
        table.setdefault(activity_id, set()).add(line)
    assert told == table


@pytest.mark.parametrize(
    ("school", "written"),
    [("hvam", HVAM_WRITTEN), ("jonsberg", JONSBERG_WRITTEN)],
    indirect=["school"],
)
def test_each_activity_says_who_and_when_as_the_plan_does(school, written):
    told = [
        " | ".join(
            (
                a.activity_id,
                ", ".join(functions.named(school, a.functions, "nb")).lower(),
                a.as_written.rstrip("."),
                a.per,
            )
        ).replace("|  |", "| |")
        for a in activities.in_force(school)
    ]
    assert told == written.strip().splitlines()


@pytest.mark.parametrize("school", ["hvam", "jonsberg"], indirect=True)
def test_a_body_whose_meetings_are_asked_for_is_bound_to_one_activity(school):
    bound = [a.body for a in activities.in_force(school) if a.body]
    assert len(bound) == len(set(bound))
    assert set(bound) <= {b.body_id for b in bodies.everyone(school)}


@pytest.mark.parametrize("school", ["blank"], indirect=True)
def test_the_blank_school_has_only_what_the_law_asks_for(school):
    lines = {line for a in activities.in_force(school) for line in a.lines}
    assert all(line.startswith("§") for line in lines)
