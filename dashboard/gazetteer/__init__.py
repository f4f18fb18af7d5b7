"""Places by name: a gazetteer built once from packages on the machine, then opened from one file."""

from dashboard.gazetteer.candidates import Candidate, NameKind
from dashboard.gazetteer.index import Gazetteer
from dashboard.gazetteer.open import open_gazetteer

__all__ = ["Candidate", "Gazetteer", "NameKind", "open_gazetteer"]
