"""What a visitor sees when a page fails: in Norwegian, what happened and what to do, no content."""

from urllib.parse import urlsplit

import streamlit as st
from sqlalchemy.exc import DBAPIError

from core.errors import NotStored, PortalError
from core.ui.kit.files import WITHOUT_SIGN_IN
from core.ui.kit.plain import as_typed, typed_facts
from core.ui.kit.words import t


def show(error: Exception) -> bool:
    """Draw the page of a fault in place of Streamlit's own; the log keeps its kind and place."""
    address = urlsplit(st.context.url or "//?/").path.rsplit("/", 1)[-1]
    public = address in WITHOUT_SIGN_IN
    if isinstance(error, DBAPIError | OSError | NotStored):
        if public:
            # They must not believe that it was sent, and not be left without anybody to call.
            st.error(t("error.public_database"))
        else:
            st.error(
                t("error.database", kind=as_typed(type(getattr(error, "orig", error)).__name__))
            )
    elif isinstance(error, PortalError):
        st.error(t(error.key, **typed_facts(error.facts)))
    else:
        st.error(t("error.public_fault" if public else "error.fault"))
    # To load the page anew would lose what is typed; to draw it anew does not.
    st.button(t("error.try_again"), key="try_again")
    return True
