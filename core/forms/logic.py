"""When a question is asked: XLSForm's `relevant`, weighed over the answers before it."""

from core.forms.form import Answers, Form, chosen
from core.forms.rules import BadRule, holds, names, read


def named(form: Form) -> set[str]:
    """The questions that some rule of the form asks about."""
    found: set[str] = set()
    for question in form.questions:
        try:
            found.update(names(read(question.relevant)) if question.relevant else ())
        except BadRule:
            continue
    return found


def _holds(rule: str, answers: dict[str, str]) -> bool:
    """Whether the rule is true; a question whose rule cannot be read is asked rather than lost."""
    try:
        return holds(read(rule), answers)
    except BadRule:
        return True


def asked(form: Form, answers: Answers) -> list[str]:
    """The questions that are asked with these answers, in order; a hidden one answers nothing."""
    seen: dict[str, str] = {}
    for question in form.questions:
        if not question.relevant or _holds(question.relevant, seen):
            # What somebody wrote in their own words decides no rule.
            seen[question.id] = " ".join(chosen(answers, question.id)) if question.options else ""
    return list(seen)
