"""Add articles: paste one, or drop files; then a report of what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.articles import SUFFIXES, Failure, Item, read_bytes, read_text
from dashboard.ingest import IngestReport, ingest
from dashboard.services import services

_REPORT = "ingest_report"
_PASTED = "pasted"  # the paste went in: the form is emptied when it is drawn again
_FIELDS = ("paste_text", "paste_published", "paste_title", "paste_source", "paste_url")


def show() -> None:
    """Draw the page."""
    st.header("Add articles")
    paste, files = st.tabs(["Paste text", "Drop files"])
    with paste:
        _paste()
    with files:
        _files()
    if _REPORT in st.session_state:
        _show_report(st.session_state[_REPORT])


def _paste() -> None:
    if st.session_state.pop(_PASTED, False):
        for key in _FIELDS:  # added: the form is ready for the next
            st.session_state[key] = None if key == "paste_published" else ""
    with st.form("paste", clear_on_submit=False):
        text = st.text_area("Article text", key="paste_text", height=240, placeholder="Paste the article here.")
        left, right = st.columns(2)
        published = left.date_input(
            "Published",
            value=None,
            key="paste_published",
            format="YYYY-MM-DD",
            min_value=date(1800, 1, 1),
            help="Needed: weekdays and 'yesterday' count from this day. A first line such as 'date: 2016-10-17' says it too.",
        )
        title = right.text_input("Title", key="paste_title", max_chars=500)
        source = left.text_input("Source", key="paste_source", max_chars=200)
        url = right.text_input("Address (URL)", key="paste_url", max_chars=2000)
        if st.form_submit_button("Add article", type="primary"):
            fields = {"title": title, "source": source, "url": url}
            _run([read_text(text, "the pasted text", published, **fields)], total=1)
            if st.session_state[_REPORT].added:
                st.session_state[_PASTED] = True
                st.rerun()


def _files() -> None:
    with st.form("files", clear_on_submit=True):
        files = st.file_uploader(
            f"Text, HTML, CSV or JSON Lines ({', '.join(sorted(SUFFIXES))})", accept_multiple_files=True
        )
        published = st.date_input("Published, for articles that carry no date", value=None, format="YYYY-MM-DD",
                                  min_value=date(1800, 1, 1))  # fmt: skip
        if st.form_submit_button("Add these files", type="primary"):
            if files:
                _run(_read(files, published), total=len(files))
            else:
                st.session_state.pop(_REPORT, None)
                st.warning("Choose at least one file first.")


def _read(files: list[Any], published: date | None) -> Iterator[Item | Failure]:
    for number, file in enumerate(files):
        st.session_state["files_done"] = number
        yield from read_bytes(file.getvalue(), file.name, published)


def _run(items: Iterable[Item | Failure], *, total: int) -> None:
    shared = services()
    st.session_state["files_done"] = 0
    bar = st.progress(0.0, text="Reading ...")

    def progress(read: int) -> None:
        done = min(1.0, (st.session_state["files_done"] + 0.5) / total)
        bar.progress(done, text=f"{read:,} articles read")

    st.session_state[_REPORT] = ingest(items, shared.extractor, shared.tables, progress=progress)
    bar.empty()
    shared.events.refresh(force=True)


def _show_report(report: IngestReport) -> None:
    st.subheader("What became of them")
    facts = {
        "Read": report.read,
        "Added": report.added,
        "Events": report.events,
        "Already known": report.known,
        "Without a place": len(report.without_place),
        "Failed": len(report.failed),
    }
    for column, (label, value) in zip(st.columns(len(facts)), facts.items(), strict=True):
        column.metric(label, f"{value:,}")
    if report.added:
        st.page_link(st.session_state["pages"]["map"], label="See them on the map", icon=":material/map:")
    if report.found:
        st.dataframe(_events(report), hide_index=True, width="stretch")
    rows = [("failed", f.origin, f.reason) for f in report.failed]
    rows += [
        ("without a place", origin, "No event at a known place was found in it.") for origin in report.without_place
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows, columns=["Outcome", "Where", "Why"]), hide_index=True, width="stretch")


def _events(report: IngestReport) -> pd.DataFrame:
    rows = [
        (r.event_date, r.sub_event_type, r.location, r.fatalities.best if r.fatalities else None, r.notes)
        for r in report.found
    ]
    return pd.DataFrame(rows, columns=["Date", "Type", "Place", "Killed", "Sentence"])
