"""Places by name: a gazetteer built once from packages on the machine, then opened from one file."""

from dashboard.gazetteer.index import Candidate, Gazetteer, NameKind
from dashboard.gazetteer.open import open_gazetteer

__all__ = ["Candidate", "Gazetteer", "NameKind", "open_gazetteer"]
