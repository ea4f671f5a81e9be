"""One tallrapport as the committee, rektor's preview and the public page show it: the same."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core import words
from core.figures import charts, suppression
from core.figures.releases import Release
from core.figures.suppression import Shown, Table
from core.ui.kit import phrases
from core.ui.kit.chart import figure
from core.ui.kit.words import filled, language, t


def draw(release: Release) -> None:
    """Heading, the total in a sentence, both tables with their charts, and how it was counted."""
    period = release.period
    st.subheader(
        t(
            "school.release.heading",
            number=int(release.number),
            period=t(
                f"school.period.{period.kind}",
                first=int(period.start.year),
                second=int(period.end.year % 100),
            ),
        )
    )
    st.text(sentence(release))
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.subheader(t("school.release.kind"))
        _table(release, "kind", release.figures.kind)
    with right, st.container(border=True, height="stretch"):
        st.subheader(t("school.release.area"))
        _table(release, "area", release.figures.area)
    with st.container(border=True):
        st.subheader(t("school.release.how"))
        st.text(release.definition(language()))
        made = words.day(phrases.day_of(release.made_at), language(), year=True)
        st.text(filled("school.release.made", day=made, hash=release.hash[:16]))


def period_name(release: Release) -> words.Words:
    """The period as plain words: "høsten 2026"."""
    of = release.period
    return t(f"school.period.{of.kind}", first=of.start.year, second=of.end.year % 100)


def sentence(release: Release) -> str:
    """What the release says first, from the numbers as they are shown."""
    figures = release.figures
    if figures.total is None:
        return t("school.release.few", period=period_name(release))
    said: list[str] = [t("school.release.total", n=figures.total, period=period_name(release))]
    visible = figures.kind.visible()
    if visible:
        law, value = visible[0]
        name = release.name("kind", law, language())
        said.append(filled("school.release.most", law=name[:1].lower() + name[1:], n=value))
        share = suppression.percent(value, figures.total)
        if share is not None:
            said.append(t("school.release.share", share=share))
    return " ".join(said)


def _table(release: Release, of: str, table: Table) -> None:
    if not table.is_shown:
        st.text(t("school.release.too_few"))
        return
    named = [(release.name(of, row, language()), value) for row, value in table.rows]
    safe_figure(f"{of}_{release.number}", named)


def safe_figure(key: str, rows: list[tuple[str, Shown]], per: Sequence[date | None] = ()) -> None:
    """Safe numbers as a chart with its table; `per` is the day of each, if they differ."""
    few = t("school.few")
    values = [few if value is None else str(value) for _, value in rows]
    alt = filled(
        "school.chart_alt",
        rows="; ".join(f"{r[0]}: {n}" for r, n in zip(rows, values, strict=True)),
    )
    columns: dict[str, list[str]] = {
        t("school.column.group"): [r[0] for r in rows],
        t("school.column.reports"): values,
    }
    if per:
        days = [words.day(day, language()) if day else "" for day in per]
        columns[t("figures.plenary.per")] = days
    figure(key, charts.safe_bars(rows, few), alt, columns)
