"""Write a selection of events in formats that other tools read."""

from dashboard.exporters.geojson import geojson_chunks

__all__ = ["geojson_chunks"]
