"""The password check: streamlit-authenticator's part for it, over the people in the database."""

import time

import streamlit as st

# It takes 0.4 s, once, when the first sign-in form is drawn; public pages never import it. Not in
# the lifespan: its components announce themselves and warn if no script is running.
from streamlit_authenticator.models import AuthenticationModel

from core.people import devices, passwords, sessions
from core.store.engine import Store
from core.ui.kit import prologue

# Seconds until a refusal is said, more than weighing takes: a failure at a name that has an account
# is written down, one at another is not, and the difference would tell which names exist.
REFUSED_AFTER = 0.5


def sign_in(store: Store, name: str, password: str, own_device: bool) -> bool:
    """Begin a session if the password is right; each wrong try costs the same time."""
    began = time.monotonic()
    device = devices.of(store, st.session_state.get("device_question"))
    open_now = sessions.begin_try(store, name, device)
    person_id, hashed = sessions.password_hash(store, name)
    user = sessions.normal(name) or "-"
    model = AuthenticationModel(
        {"usernames": {user: {"name": "", "password": hashed, "email": "", "roles": []}}},
        auto_hash=False,
    )
    right = any(model.check_credentials(user, s) for s in passwords.spellings(password))
    if not right or person_id is None or not open_now:
        if open_now:
            sessions.failed(store, name, counted=True, device=device)
        time.sleep(max(0.0, REFUSED_AFTER - (time.monotonic() - began)))
        return False
    prologue.comes(person_id)
    st.session_state.sid, st.session_state.ticket = sessions.begin(
        store, person_id, name, device, own_device
    )
    st.session_state.signed_out = False
    return True
