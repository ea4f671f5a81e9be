"""The people of a small school, by the names they sign in with, and what each is there."""

from core.access import Role

R = Role
SMALL_SCHOOL = {
    "rektor": (R.REKTOR, R.ANSATT),
    "assrektor": (R.ASSREKTOR, R.ANSATT),
    "head": (R.AVDELINGSLEDER, R.ANSATT),
    "eli": (R.ELEVTJENESTE, R.ANSATT),
    "tor": (R.ELEVTJENESTE, R.ANSATT),
    "liv": (R.LARER, R.ANSATT),
    "owner": (R.SKOLEEIER,),
    "su": (R.SU,),
    "tech": (R.SYSTEMANSVARLIG,),
}
