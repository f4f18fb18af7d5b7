"""Neural recognisers behind the same interface, for those who have the weights and the time: spaCy and GLiNER.

Neither package comes with this one (extras ``spacy`` and ``gliner``). The classes take any loaded pipeline or model, so
that nothing here is imported before it is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from dashboard.errors import InputError, RecogniserError
from dashboard.geoparse.dateline import find_dateline
from dashboard.geoparse.spans import Recogniser, Span
from dashboard.geoparse.tokens import sentences

LABELS = frozenset({"GPE", "LOC", "FAC"})  # OntoNotes: countries and towns, other places, buildings and roads
SPACY_WORDS = 5_000  # of a piece: keeps the memory of a transformer within bounds, far below ``nlp.max_length``
GLINER_WORDS = 300  # of a piece: GLiNER reads 384 and drops the rest
GLINER_LABELS = ("place", "country", "city", "region")
PIPELINE, WEIGHTS = "en_core_web_trf", "urchade/gliner_medium-v2.1"
UNSAID = 0.8  # the chance of a name whose recogniser gives none, as in ``Span``
_WORD = re.compile(r"\w+|[^\w\s]")
# What these models take into a name and the gazetteer and its corpora leave out: "the Philippines", "Iraq's".
_ARTICLE = re.compile(r"(?:the|The|THE)\s+(?=\S)")
_POSSESSIVE = re.compile(r"['’]s$")


class _Entity(Protocol):
    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...
    @property
    def label_(self) -> str: ...


class _Document(Protocol):
    @property
    def ents(self) -> Iterable[_Entity]: ...


class _Gliner(Protocol):
    def predict_entities(self, text: str, labels: list[str], *, threshold: float) -> Sequence[Mapping[str, Any]]: ...


class SpacyRecogniser:
    """Any loaded spaCy pipeline with an entity recogniser; it gives no chances, so all names have the usual one."""

    def __init__(self, nlp: Callable[[str], _Document], words: int = SPACY_WORDS) -> None:
        self._nlp = nlp
        self._words = words

    def recognise(self, text: str) -> list[Span]:
        """The place names of ``text`` in order, without overlaps."""
        found = [
            (start + entity.start_char, start + entity.end_char, UNSAID)
            for start, end in cuts(text, self._words)
            for entity in self._nlp(text[start:end]).ents
            if entity.label_ in LABELS
        ]
        return _spans(text, found)


class GlinerRecogniser:
    """Any model with ``predict_entities(text, labels, threshold=...)``; its scores are the chances."""

    def __init__(
        self, model: _Gliner, labels: Sequence[str] = GLINER_LABELS, threshold: float = 0.5, words: int = GLINER_WORDS
    ) -> None:
        self._model = model
        self._labels = list(labels)
        self._threshold = threshold
        self._words = words

    def recognise(self, text: str) -> list[Span]:
        """The place names of ``text`` in order, without overlaps: of two that do, the likelier."""
        found = [
            (start + int(entity["start"]), start + int(entity["end"]), float(entity["score"]))
            for start, end in cuts(text, self._words)
            for entity in self._model.predict_entities(text[start:end], self._labels, threshold=self._threshold)
        ]
        return _spans(text, found)


def cuts(text: str, words: int) -> Iterator[tuple[int, int]]:
    """Stretches of a text of at most so many words and marks each, cut at sentence ends where there is one."""
    first = last = count = 0
    for start, end, size in _sentences(text, words):
        if count and count + size > words:
            yield first, last
            count = 0
        if not count:
            first = start
        last = end
        count += size
    if count:
        yield first, last


def _sentences(text: str, words: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, words) of each sentence, of the parts of one that is too long."""
    for sentence in sentences(text):
        marks = list(_WORD.finditer(text, sentence.start, sentence.end))
        for i in range(0, len(marks), words):
            part = marks[i : i + words]
            yield part[0].start(), part[-1].end(), len(part)


def _spans(text: str, found: Iterable[tuple[int, int, float]]) -> list[Span]:
    line = find_dateline(text)
    trimmed = [(*_trim(text, start, end), chance) for start, end, chance in found]
    taken: list[tuple[int, int, float]] = []
    for start, end, chance in sorted(trimmed, key=lambda f: (-f[2], f[0] - f[1], f[0])):
        at = bisect(taken, (start, start))
        before, after = taken[at - 1 : at], taken[at : at + 1]
        if start < end and all(b <= start for _, b, _ in before) and all(end <= a for a, _, _ in after):
            taken.insert(at, (start, end, chance))
    return [Span(a, b, text[a:b], line[0] <= a < line[1], round(chance, 3)) for a, b, chance in taken]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the space around it, the article before it and the possessive after it."""
    name = text[start:end]
    start += len(name) - len(name.lstrip())
    end -= len(name) - len(name.rstrip())
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    return start, max(start, end)


def spacy_recogniser(name: str = PIPELINE) -> SpacyRecogniser:
    """Load a spaCy pipeline by name or folder. Raises RecogniserError where spaCy or the pipeline is missing."""
    try:
        import spacy
    except ImportError as error:
        raise RecogniserError(
            f"spaCy is not installed: pip install 'conflict-dashboard[spacy]', then python -m spacy download {name}."
        ) from error
    try:
        # What recognises entities is left; the rest only costs time.
        return SpacyRecogniser(spacy.load(name, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"]))
    except (OSError, ValueError, ImportError) as error:
        raise RecogniserError(
            f"The spaCy pipeline {name!r} cannot be loaded ({_first_line(error)}): python -m spacy download {name}."
        ) from error


def gliner_recogniser(name: str = WEIGHTS) -> GlinerRecogniser:
    """Load GLiNER weights by name or folder. Raises RecogniserError where GLiNER or the weights are missing."""
    try:
        from gliner import GLiNER
    except ImportError as error:
        raise RecogniserError("GLiNER is not installed: pip install 'conflict-dashboard[gliner]'.") from error
    try:
        return GlinerRecogniser(GLiNER.from_pretrained(name))
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        raise RecogniserError(
            f"The GLiNER weights {name!r} cannot be loaded ({_first_line(error)}): give the folder they lie in, or their "
            "name where the network may be used."
        ) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")


def english_recogniser(choice: str) -> Recogniser | None:
    """What ``--recogniser`` asks for: None for "crf", our own; else the model that "spacy:NAME" or "gliner:NAME" names."""
    family, _, name = choice.partition(":")
    if choice == "crf":
        return None
    if name.strip() and family == "spacy":
        return spacy_recogniser(name)
    if name.strip() and family == "gliner":
        return gliner_recogniser(name)
    raise InputError(f"--recogniser needs crf, spacy:NAME or gliner:NAME, e.g. spacy:{PIPELINE}; {choice!r} is none.")
