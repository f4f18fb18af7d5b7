"""Read articles out of text, HTML, CSV and JSON Lines: each item becomes an Article, or a failure with its reason."""

from dashboard.articles.fields import parse_published
from dashboard.articles.items import Failure, Item
from dashboard.articles.read import MAX_BYTES, SUFFIXES, read_bytes, read_paths, read_text

__all__ = ["MAX_BYTES", "SUFFIXES", "Failure", "Item", "parse_published", "read_bytes", "read_paths", "read_text"]
