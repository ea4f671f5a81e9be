"""Which file draws which address."""

FILES = {
    "": "public/front.py",
    "meld": "public/report.py",
    "folg-opp": "public/follow_up.py",
    "hjelp": "public/help.py",
    "skolen": "public/school.py",
    "logg-inn": "staff/sign_in.py",
    "oversikt": "staff/overview.py",
    "innboks": "staff/inbox.py",
    "saker": "staff/cases.py",
    "arshjul": "staff/wheel.py",
    "klasser": "staff/school_class.py",
    "moter": "staff/meetings.py",
    "tall": "staff/figures.py",
    "su": "committee/releases.py",
    "handlingsplan": "editors/plan.py",
    "skjema": "editors/forms.py",
    "brukere": "editors/people.py",
    "innstillinger": "editors/settings.py",
    "konto": "staff/account.py",
    "meld-rektor": "staff/report_to_rektor.py",
    "sak": "staff/case.py",
}
WITHOUT_SIGN_IN = ("", "meld", "folg-opp", "hjelp", "skolen")
