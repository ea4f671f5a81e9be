"""Who may do what: the only place that answers, asked by the page and again by the service.

Roles add up; exclusions subtract last. The table is § 3 of the design, the reasons are
opplæringslova §§ 10-4, 12-4, 12-5 and opplæringsforskrifta § 20-2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What an account may; a person holds any number."""

    ANSATT = "ansatt"
    LARER = "larer"
    KONTAKTLARER = "kontaktlarer"
    AVDELINGSLEDER = "avdelingsleder"
    ELEVTJENESTE = "elevtjeneste"
    REKTOR = "rektor"
    ASSREKTOR = "assrektor"
    SKOLEEIER = "skoleeier"
    SU = "su"
    REDAKTOR = "redaktor"
    SYSTEMANSVARLIG = "systemansvarlig"


R = Role
EVERYONE = frozenset(Role)
STAFF = frozenset(
    {R.ANSATT, R.LARER, R.KONTAKTLARER, R.AVDELINGSLEDER, R.ELEVTJENESTE, R.REKTOR, R.ASSREKTOR}
)
LEADERS = frozenset({R.REKTOR, R.ASSREKTOR})
# About one of these a case is skoleeier's (§ 12-5), and none of them opens one of skoleeier's.
LEADERSHIP = LEADERS | {R.AVDELINGSLEDER}
# Roles that read reports or cases: they take effect with a second person's yes.
READERS = frozenset({R.ELEVTJENESTE, R.REKTOR, R.ASSREKTOR, R.SKOLEEIER})
# Confirmed by skoleeier; the others that read are confirmed by rektor.
CONFIRMED_BY_SKOLEEIER = frozenset({R.REKTOR, R.ASSREKTOR, R.SKOLEEIER})
# Whoever has one of these never reads a report or a case, whatever else they hold.
NEVER_READS = frozenset({R.SU, R.SYSTEMANSVARLIG})

# Protected pages and the roles that open them; public pages are the same for everyone.
PAGES: dict[str, frozenset[Role]] = {
    "oversikt": EVERYONE - {R.SU},
    "meld-rektor": EVERYONE - {R.SU},
    "innboks": frozenset({R.ELEVTJENESTE, R.REKTOR, R.ASSREKTOR, R.SKOLEEIER}),
    "saker": STAFF | {R.SKOLEEIER},
    "sak": STAFF | {R.SKOLEEIER},
    "arshjul": STAFF | {R.REDAKTOR},
    "klasser": STAFF,
    "moter": STAFF | {R.SU},
    "tall": STAFF | {R.SKOLEEIER},
    "su": STAFF | {R.SKOLEEIER, R.SU},
    "skjema": LEADERS | {R.REDAKTOR},
    "handlingsplan": STAFF | {R.REDAKTOR},
    "brukere": LEADERS | {R.SYSTEMANSVARLIG},  # skoleeier gives their yes at /konto
    "innstillinger": LEADERS | {R.REDAKTOR, R.SYSTEMANSVARLIG},
    "konto": EVERYONE,
}
READING = frozenset({"innboks", "saker", "sak", "tall"})  # what readers see, and in part others


class Action(StrEnum):
    """What may be asked for."""

    OPEN_PAGE = "open_page"  # thing: path
    READ_REPORT = "read_report"  # thing: ReportScope
    CLOSE_SEVERAL = "close_several"  # thing: ReportScope; whose own act is the yes to it
    READ_CASE = "read_case"  # thing: CaseScope; to read is to work in it
    MANAGE_LIST = "manage_list"  # thing: CaseScope; also to end it and to open it again
    END_CASE_ALONE = "end_case_alone"  # thing: CaseScope; with a written reason
    TICK = "tick"  # thing: TaskScope
    SEE_TASK = "see_task"  # thing: TaskScope; on need: that it is needed, and to say so
    EDIT_WHEEL = "edit_wheel"
    EDIT_BODY = "edit_body"  # members of bodies, classes and their teachers
    SEE_CLASS = "see_class"  # thing: TaskScope of a class
    SEE_BODY = "see_body"  # thing: body id
    SEE_CASE_FIGURES = "see_case_figures"  # the exact level of /tall
    MAKE_RELEASE = "make_release"
    COMMENT_RELEASE = "comment_release"
    EDIT_FORM = "edit_form"
    EDIT_PLAN = "edit_plan"
    GIVE_PLAN_INPUT = "give_plan_input"
    CONFIRM_PLAN = "confirm_plan"
    SEE_PLAN_READERS = "see_plan_readers"  # who has not confirmed yet: leaders
    EDIT_PROFILE = "edit_profile"  # readers' hours, behandlingsansvarlig: leaders
    SET_DEPUTY = "set_deputy"  # who reads in rektor's place: rektor's own to say
    EDIT_TEXTS = "edit_texts"  # profile texts, calendar, help lines
    SEE_TECHNICAL = "see_technical"
    HEAR_LOSSES = "hear_losses"  # that data of the school is lost: who answers for it
    MANAGE_ACCOUNTS = "manage_accounts"
    GRANT_ROLES = "grant_roles"
    CONFIRM_ROLE = "confirm_role"  # thing: GrantScope


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is signed in, with everything that `may` weighs."""

    person_id: UUID
    sign_in_name: str
    name: str
    roles: frozenset[Role]
    functions: frozenset[str] = frozenset()  # held, or as deputy
    own_classes: frozenset[UUID] = frozenset()  # contact teacher of
    taught_classes: frozenset[UUID] = frozenset()
    departments: frozenset[str] = frozenset()  # leads
    bodies: frozenset[str] = frozenset()  # member of
    lists_open: bool = True  # false until rektor has said yes to a new password of theirs
    deputy: bool = True  # assrektor reads as rektor's deputy (a setting of the school)
    must_change_password: bool = False
    # False for one who is signed in, whose role reads, and who has not said this school year that
    # they know the rules of privacy (§ 20-2): nothing opens to them before they have.
    knows_privacy: bool = field(default=True, compare=False)
    session: str = field(default="", compare=False)  # its hash, for read events once a sign-in

    def has(self, *roles: Role) -> bool:
        """Whether they hold any of the roles."""
        return not self.roles.isdisjoint(roles)


class Holder(StrEnum):
    """Who has a case: the school, or skoleeier if it is about the school's leaders (§ 12-5)."""

    SCHOOL = "school"
    SKOLEEIER = "owner"  # as it has always been kept


@dataclass(frozen=True)
class CaseScope:
    """What decides who reads a case."""

    held_by: Holder
    listed: frozenset[UUID] = frozenset()
    aside: frozenset[UUID] = frozenset()  # stepped aside, or accused: see nothing


class Route(StrEnum):
    """Whom a report goes to."""

    TEAM = "team"  # elevtjenesten and the leaders
    EMPLOYEE = "employee"  # the leaders alone: about an employee
    HANDLER = "handler"  # the leaders alone: about somebody in elevtjenesten
    REKTOR = "rektor"  # the leaders alone: an employee's own report
    LEADERSHIP = "leadership"  # skoleeier alone


PAST_TEAM = frozenset({Route.EMPLOYEE, Route.HANDLER})  # rektor opens them to others, one by one


@dataclass(frozen=True)
class ReportScope:
    """What decides who reads a report: its route, and its case once it has one."""

    route: Route
    case: CaseScope | None = None


@dataclass(frozen=True)
class TaskScope:
    """Whose a task of the wheel is; functions empty if only the class is asked about."""

    functions: frozenset[str] = frozenset()
    class_id: UUID | None = None
    department_id: str | None = None
    on_need: bool = False  # there only if somebody said so: it tells that a class has a problem


@dataclass(frozen=True)
class GrantScope:
    """A role that waits for its second yes."""

    role: Role
    person_id: UUID
    granted_by: UUID | None


# What the plan calls these is a role of the portal, bound to a class or a department.
CONTACT_TEACHER = "kontaktlarer"
DEPARTMENT_HEAD = "avdelingsleder"
SUBJECT_TEACHER = frozenset({"faglarer", "klasseteam"})
ALL_STAFF = frozenset({"ansatte", "alle"})
LEADING = frozenset({"ledelsen", "ledergruppa", "skolens-ledelse"})  # heads of department are in it
TEAM = frozenset(
    {"elevtjenesten", "miljoveileder", "radgiver", "helsesykepleier", "sosped-radgiver"}
)
# What students answer for, and who ticks it for them.
STUDENTS = frozenset({"elevrad", "elevradsleder", "elevradsstyre", "leder-su"})
STUDENT_CONTACT = "elevradskontakt"
# Bound to a class or a department: to hold the word alone gives nothing.
BOUND = frozenset({CONTACT_TEACHER, DEPARTMENT_HEAD}) | SUBJECT_TEACHER


def may(person: Person | None, action: Action, thing: object = None) -> bool:
    """Whether `person` may do `action` with `thing`; None is someone not signed in.

    Whoever holds no role any more may nothing, whatever class, list or function still names them.
    """
    if person is None or not person.roles:
        return False
    match action, thing:
        case Action.OPEN_PAGE, str(path):
            return not person.roles.isdisjoint(PAGES.get(path, frozenset()))
        case Action.READ_REPORT, ReportScope() as report:
            return _reads_report(person, report)
        case Action.CLOSE_SEVERAL, ReportScope(route=route) as report:
            own = R.SKOLEEIER if route == Route.LEADERSHIP else R.REKTOR
            return own in person.roles and _reads_report(person, report)
        case Action.READ_CASE, CaseScope() as case_:
            return _reads_case(person, case_)
        case Action.MANAGE_LIST, CaseScope(held_by=held_by) as case_:
            theirs = held_by == Holder.SCHOOL or R.SKOLEEIER in person.roles
            return theirs and _reads_case(person, case_)
        case Action.END_CASE_ALONE, CaseScope(held_by=held_by) as case_:
            own = R.SKOLEEIER if held_by == Holder.SKOLEEIER else R.REKTOR
            return own in person.roles and _reads_case(person, case_)
        case Action.TICK, TaskScope() as task:
            return _ticks(person, task)
        case Action.SEE_TASK, TaskScope() as task:
            return _sees_task(person, task)
        case Action.SEE_CLASS, TaskScope() as task:
            return _answers_for_class(person, task) or task.class_id in person.taught_classes
        case Action.EDIT_WHEEL, None:
            return person.has(*LEADERS, R.REDAKTOR)
        case Action.EDIT_BODY, None:
            return person.has(*LEADERS)
        case Action.SEE_BODY, str(body_id):
            return person.has(*LEADERS) or body_id in person.bodies
        case Action.SEE_CASE_FIGURES, None:
            team = person.has(R.ELEVTJENESTE, *LEADERS) and not person.has(*NEVER_READS)
            return team and person.knows_privacy
        case Action.MAKE_RELEASE, None:
            return person.has(*LEADERS)
        case Action.COMMENT_RELEASE, None:
            return person.has(R.SU)
        case Action.EDIT_FORM, None:
            return person.has(*LEADERS, R.REDAKTOR)
        case Action.EDIT_PLAN, None:
            return person.has(*LEADERS, R.REDAKTOR)
        case Action.GIVE_PLAN_INPUT, None:
            return person.has(*STAFF, R.SU)
        case Action.CONFIRM_PLAN, None:
            return person.has(*STAFF)
        case Action.EDIT_PROFILE | Action.SEE_PLAN_READERS, None:
            return person.has(*LEADERS)
        case Action.SET_DEPUTY, None:
            return R.REKTOR in person.roles
        case Action.EDIT_TEXTS, None:
            return person.has(*LEADERS, R.REDAKTOR)
        case Action.SEE_TECHNICAL, None:
            return person.has(R.SYSTEMANSVARLIG)
        case Action.HEAR_LOSSES, None:
            return person.has(R.SYSTEMANSVARLIG, R.REKTOR)
        case Action.MANAGE_ACCOUNTS, None:
            return person.has(R.SYSTEMANSVARLIG)
        case Action.GRANT_ROLES, None:
            return person.has(R.SYSTEMANSVARLIG, *LEADERS)
        case Action.CONFIRM_ROLE, GrantScope() as grant:
            return _confirms(person, grant)
        case _:
            raise ValueError(f"{action} is not asked about {type(thing).__name__}")


def _reads_report(person: Person, report: ReportScope) -> bool:
    if person.has(*NEVER_READS) or not person.knows_privacy:
        return False
    if report.case is not None:
        return _reads_case(person, report.case)
    leads = R.REKTOR in person.roles or (R.ASSREKTOR in person.roles and person.deputy)
    match report.route:
        case Route.TEAM:
            return leads or R.ELEVTJENESTE in person.roles
        case Route.EMPLOYEE | Route.HANDLER | Route.REKTOR:
            return leads
        case Route.LEADERSHIP:
            return R.SKOLEEIER in person.roles


def _reads_case(person: Person, case: CaseScope) -> bool:
    if person.has(*NEVER_READS) or person.person_id in case.aside or not person.knows_privacy:
        return False
    # The list is of employees: whoever has left the school has left its cases.
    on_list = person.lists_open and person.has(*STAFF) and person.person_id in case.listed
    if case.held_by == Holder.SKOLEEIER:
        # The school's duties to the student go on (§ 12-4): skoleeier puts somebody there on it.
        return R.SKOLEEIER in person.roles or (on_list and not person.has(*LEADERSHIP))
    if R.SKOLEEIER in person.roles:
        return False
    by_office = R.REKTOR in person.roles or (R.ASSREKTOR in person.roles and person.deputy)
    return by_office or on_list


def _ticks(person: Person, task: TaskScope) -> bool:
    """Own functions; with a class or a department of one's own, all that is ticked there."""
    if person.has(*LEADERS):
        return True
    if not person.has(*STAFF):
        return False
    if task.class_id is not None and (
        task.class_id in person.own_classes
        or (R.AVDELINGSLEDER in person.roles and task.department_id in person.departments)
        or (task.functions & SUBJECT_TEACHER and task.class_id in person.taught_classes)
    ):
        return True
    heads = task.functions & (LEADING | {DEPARTMENT_HEAD}) and R.AVDELINGSLEDER in person.roles
    if task.class_id is None and heads:
        return True
    if task.functions & TEAM and R.ELEVTJENESTE in person.roles:
        return True
    if task.functions & ALL_STAFF:
        return True
    # What students are responsible for is ticked by their contact among staff, else by assrektor.
    if task.functions & STUDENTS and STUDENT_CONTACT in person.functions:
        return True
    return bool((task.functions - BOUND) & person.functions)


def _sees_task(person: Person, task: TaskScope) -> bool:
    """All of the wheel; of what is there on need only what concerns a class of their own."""
    if not task.on_need:
        return not person.roles.isdisjoint(PAGES["arshjul"])
    if task.class_id is None:  # a new employee: those who carry it out
        return _ticks(person, task)
    return _answers_for_class(person, task)


def _answers_for_class(person: Person, task: TaskScope) -> bool:
    if person.has(*LEADERS, R.ELEVTJENESTE):
        return True
    return task.department_id in person.departments or task.class_id in person.own_classes


def _confirms(person: Person, grant: GrantScope) -> bool:
    if person.person_id in (grant.person_id, grant.granted_by):
        return False
    if grant.role in CONFIRMED_BY_SKOLEEIER:
        return R.SKOLEEIER in person.roles
    return R.REKTOR in person.roles
