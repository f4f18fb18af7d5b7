"""Conflict-event dashboard: news text in; sourced, dated, located events out, on a map with a timeline."""

__version__ = "0.1.0"
