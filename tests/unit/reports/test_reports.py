"""A report: sent once, found by its code, read by those who may, its state derived from facts."""

import math
import threading
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from core.access import Role
from core.cases import opening, reading
from core.errors import Invalid, Refused
from core.reports import messages, readers, receipt, reports, routes
from core.reports.happened import ReportFact
from core.store.schema.reports import report, report_fact
from core.store.schema.school import setting
from core.today import inbox
from tests.conftest import add_person
from tests.given.reports import VERSION


def a_report(store, **answers):
    token = receipt.new_token()
    code = reports.send(store, VERSION, {"what_happened": "Noe vondt", **answers}, token)
    return receipt.report_id(store, code)


@pytest.fixture
def school(store, once):
    def people():
        return {
            "elevtjeneste": add_person(store, "elevtjeneste", Role.ELEVTJENESTE),
            "rektor": add_person(store, "rektor", Role.REKTOR),
            "assrektor": add_person(store, "assrektor", Role.ASSREKTOR),
            "skoleeier": add_person(store, "skoleeier", Role.SKOLEEIER),
            "larer": add_person(store, "larer", Role.LARER, Role.ANSATT),
        }

    return store, once("people", people)


def test_a_code_has_at_least_77_bits_and_the_shape_of_the_contract(store):
    assert len(receipt.ALPHABET) ** receipt.LENGTH >= 2**77
    assert math.log2(len(receipt.ALPHABET)) * receipt.LENGTH >= 77
    assert not set("aeiouyæøå") & set(receipt.ALPHABET)
    code = receipt.code(store, receipt.new_token())
    assert len(code.split("-")) == 6
    assert all(len(group) == 3 for group in code.split("-"))


def test_a_code_is_found_however_it_is_typed(store):
    code = receipt.code(store, receipt.new_token())
    assert receipt.normal("  " + code.upper().replace("-", " ")) == code
    assert receipt.normal(code.replace("-", "")) == code
    assert receipt.normal(code.replace("2", "z").replace("9", "g")) == code
    for nonsense in ("", code[:-1], code + "b", "a" * 18, "ø-æ-å"):
        assert receipt.normal(nonsense) is None


CODE = "bcd-fhj-kmn-prt-vwx-239"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(
    "typed",
    [
        *(f"Koden din: {CODE}", f"Min kode er {CODE}.", f"nr. {CODE}", f"Kode:{CODE}"),
        *(f"bb: {CODE}", f"«{CODE}»", CODE.replace("-", " - "), " ".join(CODE)),
        *(f"{CODE} (koden fra kvitteringen)", f"Koden din:\n{CODE}\n", f"{CODE}\n{CODE}"),
        *(CODE.replace("-", mark) for mark in "\u2013\u2014\u2212\u00ad\u2011_./"),
        *(CODE.replace("-", mark) for mark in "\t\n\r\u00a0\u200b"),
        *("\u200b".join(CODE), "\ufeff" + CODE),
        *(CODE.translate(ARABIC), CODE.translate(str.maketrans("239", "२३९")), CODE.upper()),
        "".join(chr(ord(c) + 0xFEE0) for c in CODE.upper()),
        *(CODE.replace("b", "6"), CODE.replace("b", "8"), CODE.replace("2", "Z").replace("9", "q")),
        *(f"nr {CODE.replace('-', '')}", f"Kode: {CODE.replace('-', '')}"),
        "bb er bcdfhjkm nprtvwx239",
    ],
)  # fmt: skip
def test_a_code_is_read_with_what_a_student_writes_around_and_between_its_signs(typed):
    assert receipt.normal(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        *(f"b{CODE}", f"{CODE}b", CODE[:-1], f"{CODE} {CODE[:-1]}t", CODE.replace("n", "u")),
        f"{CODE}: {CODE[:-1]}4 {CODE[:-1]}7",
        *(CODE.replace("j", "1"), "Koden din:", "\u200b", "x" * 200 + CODE),
    ],
)
def test_what_may_be_more_than_one_code_or_none_is_no_code(typed):
    assert receipt.normal(typed) is None


def test_no_code_is_read_as_another(store):
    for _ in range(200):
        code = receipt.code(store, receipt.new_token())
        assert receipt.normal(code) == code
    assert not set(receipt.ALPHABET) & {chr(c) for c in receipt.READ_AS}
    assert {receipt.READ_AS[c] for c in receipt.READ_AS} <= set(receipt.ALPHABET)


def test_a_code_is_looked_for_in_the_first_two_hundred_characters_alone(store):
    code = receipt.code(store, receipt.new_token())
    symbols = code.replace("-", "")
    assert receipt.normal(" " * (200 - len(symbols)) + symbols) == code
    assert receipt.normal(" " * (201 - len(symbols)) + symbols) is None
    assert receipt.normal(code + " " * 183 + "b") == code
    assert receipt.is_part(" " * 194 + symbols[:6], code)
    assert not receipt.is_part(" " * 195 + symbols[:6], code)
    assert not receipt.is_part(symbols[:5], code)


def test_a_page_has_256_bits_of_its_own_and_a_report_a_key_that_tells_no_time(store):
    token = receipt.new_token()
    assert len(bytes.fromhex(token)) == 32
    assert token != receipt.new_token()
    assert receipt.report_id(store, receipt.code(store, token)).version == 4


def test_part_of_the_code_typed_back_is_at_least_two_groups(store):
    code = receipt.code(store, receipt.new_token())
    groups = code.split("-")
    assert receipt.is_part(" ".join(groups[2:4]).upper(), code)
    assert not receipt.is_part(groups[0], code)
    assert not receipt.is_part("bbb ccc" if not code.startswith("bbb-ccc") else "ccc bbb", code)


def test_the_same_page_sent_twice_is_one_report_and_one_code(school):
    store, _ = school
    token = receipt.new_token()
    answers = {"what_happened": "Noe vondt"}
    assert reports.send(store, VERSION, answers, token) == reports.send(
        store, VERSION, answers, token
    )
    assert len(store.rows(sa.select(report))) == 1


def test_a_page_that_sends_from_many_threads_at_once_is_one_report(school):
    store, _ = school
    token = receipt.new_token()
    codes, barrier = [], threading.Barrier(6)

    def press():
        barrier.wait()
        codes.append(reports.send(store, VERSION, {"what_happened": "Noe"}, token))

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 6
    assert len(set(codes)) == 1
    assert len(store.rows(sa.select(report))) == 1


def test_a_page_opened_anew_is_a_new_report_even_with_the_same_words(school):
    store, _ = school
    assert a_report(store) != a_report(store)


def test_the_code_finds_its_report_after_the_key_was_rotated(school):
    from core.store import crypto

    store, _ = school
    token = receipt.new_token()
    code = reports.send(store, VERSION, {"what_happened": "Noe"}, token)
    old = next(iter(store.box._masters.items()))
    import base64

    line = f"{old[0]}:{base64.b64encode(old[1]).decode()}"
    store.box = crypto.Box(line + "\n" + crypto.new_key(2))
    new, before = receipt.report_ids(store, code)
    assert receipt.report_id(store, code) == new, "what comes in now lies under the newest key"
    assert reports.load(store, new) is None
    assert reports.load(store, before).answers["what_happened"] == "Noe"
    assert reports.load(store, new, before).answers["what_happened"] == "Noe"


@pytest.mark.parametrize(
    ("about_staff", "route", "by"),
    [
        ("", "team", {"elevtjeneste", "rektor", "assrektor"}),
        ("no", "team", {"elevtjeneste", "rektor", "assrektor"}),
        ("employee", "employee", {"rektor", "assrektor"}),
        ("unsure", "employee", {"rektor", "assrektor"}),
        ("handler", "handler", {"rektor", "assrektor"}),
        ("leadership", "leadership", {"skoleeier"}),
    ],
)
def test_a_report_goes_to_those_whom_the_page_named_and_to_nobody_else(
    school, about_staff, route, by
):
    store, people = school
    report_id = a_report(store, about_staff=about_staff)
    assert {p.sign_in_name for p in readers.readers(store, route)} == by
    assert readers.named(store, route).count == len(by)
    assert set(readers.named(store, route).roles) == by
    for name, person in people.items():
        if name in by:
            assert reading.open_report(store, person, report_id).route == route
        else:
            with pytest.raises(Refused):
                reading.open_report(store, person, report_id)


@pytest.mark.parametrize(
    ("about_staff", "route"),
    [
        *(("", "employee"), ("no", "employee"), ("employee", "employee"), ("unsure", "employee")),
        *(("handler", "handler"), ("leadership", "leadership")),
    ],
)
def test_mistreated_by_an_employee_goes_past_elevtjenesten_whatever_else_is_answered(
    school, about_staff, route
):
    store, people = school
    kind = ["bullying", "by_employee"]
    report_id = a_report(store, about_staff=about_staff, kind=kind)
    assert reports.load(store, report_id).route == route
    with pytest.raises(Refused):
        reading.open_report(store, people["elevtjeneste"], report_id)
    assert inbox.count(store, people["elevtjeneste"]) == 0
    reader = people["skoleeier" if route == "leadership" else "rektor"]
    assert inbox.count(store, reader) == 1


def test_reports_from_before_an_answer_led_past_elevtjenesten_are_led_past_it_once(school):
    store, people = school
    about = {
        "employee": {"about_staff": "employee"},
        "unsure": {"about_staff": "unsure"},
        "kind": {"kind": ["by_employee"]},
        "ordinary": {"about_staff": "no"},
    }
    ids = {name: a_report(store, **answers) for name, answers in about.items()}
    listed = a_report(store, about_staff="employee")
    old = dict.fromkeys(("given_route", "route"), "team")
    store.write(lambda tx: tx.update(report, **old))
    store.write(lambda tx: tx.delete(setting, setting.c.name == routes.NAME))
    eli = people["elevtjeneste"]
    number = opening.from_report(store, eli, listed)
    assert inbox.count(store, eli) == 4
    assert routes.follow(store) == 4
    assert inbox.count(store, eli) == 1
    for name, report_id in ids.items():
        assert reports.load(store, report_id).route == (
            "team" if name == "ordinary" else "employee"
        )
        if name != "ordinary":
            with pytest.raises(Refused):
                reading.open_report(store, eli, report_id)
    # Who has been put on its case works on in it.
    assert reading.by_number(store, eli, number)
    assert reading.open_report(store, eli, listed).state == "in_case"
    assert reports.differing(store) == []
    assert routes.follow(store) == 0
    with store.read() as db:
        assert list(store.ledger.broken(db)) == []


def test_a_route_that_nobody_reads_is_refused_and_nothing_is_stored(store):
    add_person(store, "rektor", Role.REKTOR)
    with pytest.raises(Invalid):
        a_report(store, about_staff="leadership")
    assert not store.rows(sa.select(report))
    add_person(store, "skoleeier", Role.SKOLEEIER)
    assert a_report(store, about_staff="leadership")


def test_a_report_counts_under_each_group_that_it_mentions_once(school):
    store, _ = school
    found = reports.load(store, a_report(store, kind=["violence", "bullying", "exclusion"]))
    assert found.laws == ("mobbing", "vold")


def test_reading_is_a_fact_of_each_reader_once(school):
    store, people = school
    report_id = a_report(store)
    assert reports.load(store, report_id).state == "new"
    for _ in range(2):
        reading.open_report(store, people["elevtjeneste"], report_id)
        reading.open_report(store, people["rektor"], report_id)
    found = reports.load(store, report_id)
    assert found.state == "read"
    assert [f.kind for f in found.facts] == ["read", "read"]


def test_what_a_reporter_does_has_a_date_and_no_clock(school):
    store, people = school
    report_id = a_report(store)
    reading.open_report(store, people["rektor"], report_id)
    store.write(lambda tx: reports.add_fact(tx, report_id, ReportFact.SAFE))
    fact = reports.load(store, report_id).first(ReportFact.SAFE)
    assert fact.day == date(2026, 11, 23)
    assert fact.at is None
    assert fact.person_id is None


def test_sent_to_the_owner_it_is_gone_for_the_school_and_new_for_the_owner(school):
    store, people = school
    report_id = a_report(store)
    reading.open_report(store, people["rektor"], report_id)
    store.write(
        lambda tx: reports.add_fact(tx, report_id, ReportFact.SENT_TO_SKOLEEIER, people["rektor"])
    )
    with pytest.raises(Refused):
        reading.open_report(store, people["rektor"], report_id)
    assert reports.load(store, report_id).state == "new"
    assert reading.open_report(store, people["skoleeier"], report_id).state == "read"


def test_the_kept_state_is_what_the_facts_give_and_verify_sees_when_it_is_not(school):
    store, people = school
    report_id = a_report(store)
    case_id = uuid4()

    def work(tx):
        reports.add_fact(tx, report_id, ReportFact.READ, people["rektor"])
        reports.add_fact(tx, report_id, ReportFact.IN_CASE, people["rektor"], case_id=case_id)

    store.write(work)
    assert reports.load(store, report_id).state == "in_case"
    assert reports.differing(store) == []
    store.write(lambda tx: tx.update(report, report.c.report_id == report_id, state="closed"))
    assert reports.differing(store) == [report_id]
    store.write(lambda tx: reports.project(tx, report_id))
    assert reports.differing(store) == []
    store.write(
        lambda tx: tx.update(report_fact, report_fact.c.kind == "in_case", kind="never_heard_of")
    )
    assert reports.differing(store) == [report_id]


@pytest.mark.parametrize("kind", ReportFact)
def test_a_fact_is_the_reporters_or_of_staff_and_never_written_as_the_others(school, kind):
    store, people = school
    report_id = a_report(store)
    case_id = uuid4() if kind in (ReportFact.IN_CASE, ReportFact.SENT_TO_SKOLEEIER) else None
    own = ("rektor_yes", "rektor_no", "safe", "withdrawn")
    right, wrong = (None, people["rektor"]) if kind in own else (people["rektor"], None)
    with pytest.raises(ValueError, match=kind):
        store.write(lambda tx: reports.add_fact(tx, report_id, kind, wrong, case_id=case_id))
    assert reports.load(store, report_id).facts == ()
    store.write(lambda tx: reports.add_fact(tx, report_id, kind, right, case_id=case_id))
    (fact,) = reports.load(store, report_id).facts
    assert (fact.kind, fact.at is None, fact.person_id is None) == (
        kind,
        right is None,
        right is None,
    )


def test_messages_go_both_ways_in_order_and_a_double_click_is_one(school):
    store, people = school
    report_id = a_report(store)
    for _ in range(2):
        reading.send_to_student(store, people["rektor"], report_id, "Når skjedde det?", "a")
    assert reports.load(store, report_id).waits_for == "reporter"
    for _ in range(2):
        messages.send_to_school(store, report_id, "I går", "b")
    assert reports.load(store, report_id).waits_for == "school"
    said = messages.conversation(store, report_id)
    assert [(m.number, m.from_reporter, m.body) for m in said] == [
        (1, False, "Når skjedde det?"),
        (2, True, "I går"),
    ]
    with pytest.raises(Refused):
        reading.send_to_student(store, people["larer"], report_id, "Hei", "c")
    with pytest.raises(Invalid):
        messages.send_to_school(store, report_id, "  ", "d")
