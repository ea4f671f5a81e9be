"""Who is who in the table of who may do what (design § 3), and who opens which page."""

from core.access import Role

R = Role
# The columns of the table. Every employee has `ansatt`; the last five are alone, as in the table.
COLUMNS = {
    "ansatt": {R.ANSATT},
    "larer": {R.LARER, R.ANSATT},
    "kontaktlarer": {R.KONTAKTLARER, R.LARER, R.ANSATT},
    "avdelingsleder": {R.AVDELINGSLEDER, R.ANSATT},
    "elevtjeneste": {R.ELEVTJENESTE, R.ANSATT},
    "rektor": {R.REKTOR, R.ANSATT},
    "assrektor": {R.ASSREKTOR, R.ANSATT},
    "skoleeier": {R.SKOLEEIER},
    "su": {R.SU},
    "redaktor": {R.REDAKTOR},
    "systemansvarlig": {R.SYSTEMANSVARLIG},
}
STAFF = "ansatt larer kontaktlarer avdelingsleder elevtjeneste rektor assrektor"
OPENS = {
    "oversikt": f"{STAFF} skoleeier redaktor systemansvarlig",
    "meld-rektor": f"{STAFF} skoleeier redaktor systemansvarlig",
    "konto": f"{STAFF} skoleeier su redaktor systemansvarlig",
    "innboks": "elevtjeneste rektor assrektor skoleeier",
    "saker": f"{STAFF} skoleeier",
    "sak": f"{STAFF} skoleeier",
    "arshjul": f"{STAFF} redaktor",
    "klasser": STAFF,
    "moter": f"{STAFF} su",
    "tall": f"{STAFF} skoleeier",
    "su": f"{STAFF} skoleeier su",
    "skjema": "rektor assrektor redaktor",
    "handlingsplan": f"{STAFF} redaktor",
    "brukere": "rektor assrektor systemansvarlig",
    "innstillinger": "rektor assrektor redaktor systemansvarlig",
}
