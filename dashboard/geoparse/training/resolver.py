"""Training of the resolver: weights of the ranker by gradient on the softmax, and of the doubts by logistic regression."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.gazetteer import Gazetteer
from dashboard.geometry import distance_km
from dashboard.geoparse.ranking import Ranker
from dashboard.geoparse.resolve import REASONS, Doubts, Resolver
from dashboard.geoparse.scene import BESIDE, OWN, Floats, Scene
from dashboard.geoparse.spans import Span
from dashboard.geoparse.training.corpora import Annotated, Gold
from dashboard.records import Place

RIGHT_KM = 161.0  # a hundred miles: the measure of the published geoparsers
EXACT_KM = 10.0
NEAR_WORTH = 0.3  # of a candidate that counts as right but is another place: the county for the town
ROUNDS = 3
RIDGE = 1e-3
STEPS = 400
RATE = 0.05


def is_right(place: Place, gold: Gold) -> bool:
    """Within ``RIGHT_KM`` of the gold point, or the same GeoNames place (a country has no agreed point)."""
    if gold.latitude is None or gold.longitude is None:
        return False
    if place.geonameid is not None and place.geonameid == gold.geonameid:
        return True
    return distance_km(place.latitude, place.longitude, gold.latitude, gold.longitude) <= RIGHT_KM


def _worth(place: Place, gold: Gold) -> float:
    if not is_right(place, gold) or gold.latitude is None or gold.longitude is None:
        return 0.0
    same = place.geonameid is not None and place.geonameid == gold.geonameid
    km = distance_km(place.latitude, place.longitude, gold.latitude, gold.longitude)
    return 1.0 if same or km <= EXACT_KM else NEAR_WORTH


@dataclass(slots=True)
class _Lesson:
    """A scene, and for each mention which of its candidates are right and how often the article says it."""

    scene: Scene
    right: list[Floats]
    times: list[int]


def train_ranker(gazetteer: Gazetteer, articles: Iterable[Annotated]) -> Ranker:
    """Weights of all rounds."""
    untrained = Ranker((np.zeros(len(OWN) + len(BESIDE)),))
    resolver = Resolver(gazetteer, untrained, Doubts(np.zeros(len(REASONS))))
    lessons = [_lesson(resolver, a) for a in articles if a.names]
    rounds: list[Floats] = []
    seen = [lesson.scene.alone for lesson in lessons]
    for number in range(ROUNDS):
        start = np.zeros(seen[0].shape[1])
        if rounds:
            start[: len(rounds[-1])] = rounds[-1]
        rounds.append(_fit(lessons, seen, start))
        if number + 1 < ROUNDS:
            seen = [
                np.hstack([o.scene.alone, o.scene.around(o.scene.shares(x @ rounds[-1] + o.scene.given))])
                for o, x in zip(lessons, seen, strict=True)
            ]
    return Ranker(tuple(rounds))


def _lesson(resolver: Resolver, article: Annotated) -> _Lesson:
    spans = [Span(n.start, n.end, article.text[n.start : n.end], confidence=1.0) for n in article.names]
    scene, numbers = resolver.scene(article.text, spans, article.title)
    right = [np.zeros(len(m.name.candidates)) for m in scene.mentions]
    times = [0] * len(scene.mentions)
    for gold, number in zip(article.names, numbers, strict=True):
        if gold.latitude is not None:
            times[number] += 1
            right[number] = np.array([_worth(c.place, gold) for c in scene.mentions[number].name.candidates])
    return _Lesson(scene, right, times)


def _fit(lessons: Sequence[_Lesson], seen: Sequence[Floats], start: Floats) -> Floats:
    """Raise the mean log-chance of the right candidates, by Adam over all lessons at once."""
    rows = [
        (x[lesson.scene.bounds[i] : lesson.scene.bounds[i + 1]], right, times)
        for lesson, x in zip(lessons, seen, strict=True)
        for i, (right, times) in enumerate(zip(lesson.right, lesson.times, strict=True))
        if times and right.any() and not (right == right[0]).all()
    ]
    most = max(len(right) for _, right, _ in rows)
    x = np.zeros((len(rows), most, len(start)))
    right = np.zeros((len(rows), most))
    masked = np.full((len(rows), most), -1e9)
    for i, (values, r, _) in enumerate(rows):
        x[i, : len(r)], right[i, : len(r)], masked[i, : len(r)] = values, r, 0.0
    # An article that says a name ten times teaches it three times as much as one that says it once.
    counted = np.sqrt([times for _, _, times in rows])
    weights, momentum, size = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        scores = x @ weights + masked
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = raised / raised.sum(axis=1, keepdims=True)
        good = shares * right
        pull = (good / np.maximum(good.sum(axis=1, keepdims=True), 1e-9) - shares) * counted[:, None]
        gradient = RIDGE * weights - np.einsum("ij,ijk->k", pull, x) / counted.sum()
        momentum = 0.9 * momentum + 0.1 * gradient
        size = 0.99 * size + 0.01 * gradient**2
        weights -= RATE * (momentum / (1 - 0.9**step)) / (np.sqrt(size / (1 - 0.99**step)) + 1e-8)
    return weights


def train_doubts(reasons: Floats, right: Floats) -> Doubts:
    """Logistic regression of (examples, len(REASONS)) on whether each was right, by Newton's steps."""
    weights = np.zeros(reasons.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-reasons @ weights))
        gradient = reasons.T @ (chances - right) + 0.5 * weights
        curve = (reasons * (chances * (1 - chances))[:, None]).T @ reasons + 0.5 * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, gradient)
    return Doubts(weights)
