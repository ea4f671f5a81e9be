"""A tallrapport as files to take along: the numbers as CSV, the whole of it as PDF."""

import functools

import streamlit as st

from core.access import Person
from core.documents import release_csv, release_pdf
from core.documents.tickets import File
from core.figures import releases
from core.school import profile
from core.store.engine import Store
from core.ui.kit.download import download
from core.ui.kit.words import language


def draw(store: Store, person: Person, number: int) -> None:
    """A button for each kind of file."""
    with st.container(horizontal=True):
        file = f"tallrapport-{number}"
        taken = functools.partial(releases.take, store, number=number)
        school, lang = profile.profile(store).name, language()
        download(
            "release.csv",
            person,
            File(
                f"{file}.csv",
                "text/csv",
                lambda whose: release_csv.csv_file(taken(person=whose, what="csv"), lang),
            ),
            key="release_csv",
        )
        download(
            "release.pdf",
            person,
            File(
                f"{file}.pdf",
                "application/pdf",
                lambda whose: release_pdf.pdf_file(taken(person=whose, what="pdf"), school, lang),
            ),
            key="release_pdf",
        )
