"""Turn an article's sentences into dated, located reports of events."""

from dashboard.extraction.extract import Extractor

__all__ = ["Extractor"]
