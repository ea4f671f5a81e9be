"""What can stand in the log: every act that leaves an event, by the thing that it was done to."""

from enum import StrEnum


class Act(StrEnum):
    """An audit action; its value is what stands in the log, and no value is ever used anew."""

    SIGN_IN_DONE = "sign_in.done"
    SIGN_IN_FAILED = "sign_in.failed"

    SIGN_OUT_DONE = "sign_out.done"
    SIGN_OUT_ELSEWHERE = "sign_out.elsewhere"
    SIGN_OUT_EVERYWHERE = "sign_out.everywhere"
    SIGN_OUT_IDLE = "sign_out.idle"

    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - the name of an act
    PASSWORD_FAILED = "password.failed"  # noqa: S105 - the name of an act

    DEVICES_FORGOTTEN = "devices.forgotten"

    PRIVACY_KNOWN = "privacy.known"

    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_MADE = "account.made"
    ACCOUNT_RESET = "account.reset"
    ACCOUNT_RESET_CONFIRMED = "account.reset_confirmed"
    ACCOUNT_RESET_STOPPED = "account.reset_stopped"

    ROLE_CONFIRMED = "role.confirmed"
    ROLE_ENDED = "role.ended"
    ROLE_GRANTED = "role.granted"
    ROLE_NAMED_ON_SERVER = "role.named_on_server"

    FUNCTION_GIVEN = "function.given"

    DEPARTMENT_ADDED = "department.added"
    DEPARTMENT_LED = "department.led"

    CLASS_ADDED = "class.added"
    CLASS_CHANGED = "class.changed"
    CLASS_REMOVED = "class.removed"

    SETTING_CHANGED = "setting.changed"

    FORM_DRAFT_DROPPED = "form.draft_dropped"
    FORM_DRAFT_SAVED = "form.draft_saved"
    FORM_PUBLISHED = "form.published"

    REPORT_CLOSED = "report.closed"
    REPORT_DELETED = "report.deleted"
    REPORT_GIVEN_TO_REKTOR = "report.given_to_rektor"
    REPORT_READ = "report.read"
    REPORT_REKTOR_ASKED = "report.rektor_asked"
    REPORT_REKTOR_NO = "report.rektor_no"
    REPORT_REKTOR_YES = "report.rektor_yes"
    REPORT_REOPENED = "report.reopened"
    REPORT_SAFE = "report.safe"
    REPORT_SENT = "report.sent"
    REPORT_SENT_TO_SKOLEEIER = "report.sent_to_owner"
    REPORT_WITHDRAWN = "report.withdrawn"

    REPORTS_CLOSE_ASKED = "reports.close_asked"
    REPORTS_CLOSE_REFUSED = "reports.close_refused"
    REPORTS_CLOSED = "reports.closed"
    REPORTS_REOPENED = "reports.reopened"
    REPORTS_REROUTED = "reports.rerouted"

    STAFF_REPORT_SENT = "staff_report.sent"

    MESSAGE_SENT = "message.sent"

    CASE_ACCUSED = "case.accused"
    CASE_ASIDE = "case.aside"
    CASE_ASKED = "case.asked"
    CASE_BEGUN = "case.begun"
    CASE_BEST = "case.best"
    CASE_ENDED = "case.ended"
    CASE_ENTRY_STRUCK = "case.entry_struck"
    CASE_FOLLOWED = "case.followed"
    CASE_GIVEN_TO = "case.given_to"
    CASE_HANDED_OVER = "case.handed_over"
    CASE_HEARD = "case.heard"
    CASE_INTERVENED = "case.intervened"
    CASE_JOURNAL = "case.journal"
    CASE_LEFT = "case.left"
    CASE_LINKED = "case.linked"
    CASE_MEASURE_STRUCK = "case.measure_struck"
    CASE_NOT_SAFE = "case.not_safe"
    CASE_OPENED = "case.opened"
    CASE_OUTCOME_STRUCK = "case.outcome_struck"
    CASE_SKOLEEIER_TOLD = "case.owner_told"
    CASE_PERSON_ADDED = "case.person_added"
    CASE_PERSON_BACK = "case.person_back"
    CASE_PERSON_NAMED = "case.person_named"
    CASE_PERSON_REMOVED = "case.person_removed"
    CASE_PERSON_STRUCK = "case.person_struck"
    CASE_READ = "case.read"
    CASE_REOPENED = "case.reopened"
    CASE_REPORTER_MARKED = "case.reporter_marked"
    CASE_SAFE = "case.safe"
    CASE_SERIOUS = "case.serious"
    CASE_TAKEN_UP = "case.taken_up"
    CASE_TOLD = "case.told"

    MEASURE_CARRIED_OUT = "measure.carried_out"
    MEASURE_CHANGED = "measure.changed"
    MEASURE_DROPPED = "measure.dropped"
    MEASURE_HELPED = "measure.helped"
    MEASURE_MADE = "measure.made"
    MEASURE_NOT_ENOUGH = "measure.not_enough"

    DOCUMENT_CASE = "document.case"
    DOCUMENT_PLAN = "document.plan"

    ACTIVITY_ADDED = "activity.added"
    ACTIVITY_CHANGED = "activity.changed"
    ACTIVITY_MOVED = "activity.moved"
    ACTIVITY_MOVED_BACK = "activity.moved_back"
    ACTIVITY_PUT_BACK = "activity.put_back"
    ACTIVITY_REMOVED = "activity.removed"

    TASK_TICK_UNDONE = "task.tick_undone"
    TASK_TICKED = "task.ticked"

    NEED_ENDED = "need.ended"
    NEED_RESTORED = "need.restored"
    NEED_SAID = "need.said"

    BODY_MEMBER_ADDED = "body.member_added"
    BODY_MEMBER_LEFT = "body.member_left"

    MEETING_CANCELLED = "meeting.cancelled"
    MEETING_CHANGED = "meeting.changed"
    MEETING_HELD = "meeting.held"
    MEETING_PLANNED = "meeting.planned"
    MEETING_PUT_BACK = "meeting.put_back"

    PLAN_ADDED = "plan.added"
    PLAN_ADOPTED = "plan.adopted"
    PLAN_CHANGED = "plan.changed"
    PLAN_CONFIRMED = "plan.confirmed"
    PLAN_LINK_CHECKED = "plan.link_checked"
    PLAN_PUT_BACK = "plan.put_back"
    PLAN_REMOVED = "plan.removed"
    PLAN_REVISED = "plan.revised"

    PLAN_INPUT_ANSWERED = "plan_input.answered"
    PLAN_INPUT_GIVEN = "plan_input.given"

    PLENARY_RENEWED = "plenary.renewed"

    RELEASE_APPROVED = "release.approved"
    RELEASE_COMMENT_REMOVED = "release.comment_removed"
    RELEASE_COMMENTED = "release.commented"
    RELEASE_DROPPED = "release.dropped"
    RELEASE_MADE = "release.made"
    RELEASE_PUBLISHED = "release.published"
    RELEASE_TAKEN = "release.taken"
    RELEASE_WITHDRAWN = "release.withdrawn"

    STORE_LOSS = "store.loss"
    STORE_LOSS_SEEN = "store.loss_seen"
    STORE_RESTORED = "store.restored"
