"""Import data: drop files of UCDP GED, ACLED or GDELT, see what becomes of their first rows, import them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import InputError
from dashboard.importers import DATASETS, Preview, Source
from dashboard.importing import ImportReport, by_dataset, first_rows, import_files
from dashboard.services import services
from dashboard.views.components import plain

_REPORTS = "import_reports"  # session state: of the last import, with the sentences on files of no data set
_ROUND = "import_round"  # counts the imports: each has an uploader of its own, so files are let go when they are in
_ROWS = 20  # of a preview
_SHOWN = (
    "event_id", "event_date", "event_date_end", "event_type", "sub_event_type", "location", "admin1", "admin2", "country",
    "latitude", "longitude", "geo_precision", "actor1", "actor2", "fatalities", "source", "notes",
)  # fmt: skip
_INTRODUCTION = """
Put the events of a data set on the map. Each keeps its original columns. A newer version of a file updates its events,
and nothing is added twice. Rows with a bad date or point are reported and left out.
"""


def show() -> None:
    """Draw the page."""
    st.header("Import data")
    st.markdown(_INTRODUCTION)
    dataset = st.selectbox(
        "Data set",
        list(DATASETS),
        index=None,
        format_func=lambda key: DATASETS[key].title,
        placeholder="Told by the columns",
        key="import_dataset",
    )
    files = st.file_uploader(
        "CSV or Parquet files, zip archives of CSV, GDELT's exports",
        accept_multiple_files=True,
        key=f"import_files_{st.session_state.setdefault(_ROUND, 0)}",
    )
    null_island = st.checkbox(
        "Latitude 0, longitude 0 is a place",
        key="import_null_island",
        help="Else such rows are refused: most stand for a place that was not known.",
    )
    _by_command(dataset)
    # Of two files that tell of one event the later counts: by name, as in a folder.
    sources = sorted(((file.name, file.getvalue()) for file in files), key=lambda source: source[0])
    if sources:
        _preview(dataset, sources, null_island=null_island)
        what = "this file" if len(sources) == 1 else f"these {len(sources)} files"
        if st.button(f"Import {what}", type="primary", key="import_start"):
            _run(dataset, sources, null_island=null_island)
    elif _REPORTS in st.session_state:
        _show_reports(*st.session_state[_REPORTS])


def _by_command(dataset: str | None) -> None:
    with st.expander("A large file? The command line is faster and holds no file in memory"):
        command = ["conflict-dashboard", "import", dataset or "acled", "FILE", "--store", services().store_uri]
        st.code(shlex.join(command), language=None, wrap_lines=True)


def _preview(dataset: str | None, sources: Sequence[tuple[str, bytes]], *, null_island: bool) -> None:
    names = [name for name, _ in sources]
    number = 0
    if len(sources) > 1:
        number = st.selectbox("Preview", range(len(names)), format_func=lambda at: names[at]) or 0
    try:
        found = first_rows(dataset, sources[min(number, len(sources) - 1)], _ROWS, null_island=null_island)
    except InputError as error:
        st.error(plain(str(error)))
        return
    refused = f", {len(found.refused)} refused" if found.refused else ""
    left_out = f", {found.left_out} no conflict events and left out" if found.left_out else ""
    st.subheader(f"The first rows, as {DATASETS[found.dataset].title}")
    st.markdown(
        f"{plain(found.origin)}: of {len(found.rows)} rows {len(found.events)} become events{refused}{left_out}."
    )
    st.caption(plain(DATASETS[found.dataset].attribution))
    _preview_tables(found)


def _preview_tables(found: Preview) -> None:
    if found.refused:
        _refused((refusal.line, refusal.reason) for refusal in found.refused)
    events, columns, original = st.tabs(["As events", "What each column became", "As read"])
    with events:
        _table(found.events.select(list(_SHOWN)).to_pandas())
    with columns:
        became = [(b.original, b.column or "raw", b.how) for b in found.became]
        _table(pd.DataFrame(became, columns=["Column", "Became", "How"]))
    with original:
        _table(pd.DataFrame(found.rows, columns=found.columns))


def _refused(rows: Iterable[tuple[Any, ...]]) -> None:
    frame = pd.DataFrame(rows)
    frame.columns = pd.Index(["Line", "Refused because", "File"][: frame.shape[1]])
    st.dataframe(frame, hide_index=True, width="stretch")


def _table(frame: pd.DataFrame) -> None:
    st.dataframe(frame, hide_index=True, width="stretch", height=320)


def _run(dataset: str | None, sources: Sequence[Source], *, null_island: bool) -> None:
    shared = services()
    bar = st.progress(0.0, text="Reading ...")

    def progress(done: int, total: int, rows: int) -> None:
        text = f"{rows:,} rows read. Stay on this page: an import that is left stores nothing."
        bar.progress(min(1.0, done / max(1, total)), text=text)

    found, unknown = by_dataset(sources) if dataset is None else ({dataset: list(sources)}, [])
    reports = [
        import_files(key, group, shared.tables, null_island=null_island, progress=progress)
        for key, group in found.items()
    ]
    shared.events.refresh(force=True)
    st.session_state[_REPORTS] = reports, unknown
    st.session_state[_ROUND] += 1
    st.rerun()


def _show_reports(reports: Sequence[ImportReport], unknown: Sequence[str]) -> None:
    st.subheader("What became of them")
    for sentence in unknown:
        st.error(plain(sentence))
    for report in reports:
        _show_report(report)
    if any(report.added or report.updated for report in reports):
        st.page_link(st.session_state["pages"]["map"], label="See them on the map", icon=":material/map:")


def _show_report(report: ImportReport) -> None:
    st.markdown(f"**{DATASETS[report.dataset].title}**")
    facts = {
        "Rows read": report.read,
        "Added": report.added,
        "Updated": report.updated,
        "Unchanged": report.unchanged,
        "Left out": report.left_out,
        "Refused": report.reasons.total(),
    }
    with st.container(horizontal=True, gap="large"):  # wraps on a telephone
        for label, value in facts.items():
            st.metric(label, f"{value:,}", width="content")
    for failure in report.failed:
        st.error(plain(f"{failure.origin}: {failure.reason}."))
    if report.reasons:
        by_reason = pd.DataFrame(report.reasons.most_common(), columns=["Refused because", "Rows"])
        st.dataframe(by_reason, hide_index=True, width="stretch")
        if report.reasons.total() > len(report.refused):
            st.caption(f"The first {len(report.refused)} of {report.reasons.total():,} refused rows:")
        _refused((refusal.line, refusal.reason, refusal.origin) for refusal in report.refused)
    st.caption(plain(DATASETS[report.dataset].attribution))
