"""The Streamlit script: navigation. Started through ``conflict-dashboard serve``, which adds the routes it needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard.errors import DashboardError
from dashboard.views import about_page, add_page, filters, import_page, map_page, review_page
from dashboard.views.components import plain


def guarded(show: Callable[[], None]) -> Callable[[], None]:
    """The page, with an error meant for a person shown as its sentence."""

    def page() -> None:
        _entered(show)
        try:
            show()
        except DashboardError as error:
            st.error(plain(str(error)))

    return page


def _entered(show: Callable[[], None]) -> None:
    """On another page than in the run before: what its address carries is that page's own."""
    if st.session_state.get("page") is not show:
        st.session_state["page"] = show
        filters.leave()
        review_page.leave()


ICON = str(Path(__file__).parent / "views" / "static" / "icon.svg")
st.set_page_config(page_title="Conflict events", page_icon=ICON, layout="wide")
st.html("<style>.stMainBlockContainer {padding-top: 2.6rem; padding-bottom: 2rem}</style>")
pages = {
    "map": st.Page(guarded(map_page.show), title="Events", icon=":material/map:", url_path="events", default=True),
    "review": st.Page(guarded(review_page.show), title="Review", icon=":material/rule:", url_path="review"),
    "add": st.Page(guarded(add_page.show), title="Add articles", icon=":material/add:", url_path="add"),
    "import": st.Page(guarded(import_page.show), title="Import data", icon=":material/upload_file:", url_path="import"),
    "about": st.Page(guarded(about_page.show), title="About", icon=":material/info:", url_path="about"),
}
st.session_state["pages"] = pages
st.navigation(list(pages.values())).run()
