"""Twenty people panning at once, from a process of its own: it prints one JSON object.

    python tests/benchmarks/scale_load.py URL --people 20 --seconds 20 --think 0

Every person has a connection and a wander of its own, and every second one a filter: a type, a country, or a range of days.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the script finds its modules, however it is started

from tests.benchmarks.scale_measures import summary
from tests.benchmarks.scale_places import World, build_world
from tests.benchmarks.scale_views import looks

FILTERS = ("", "type=Battles", "", "start=2015-01-01&end=2019-12-31", "", "country=UA")
_LOOKS = 4000  # a person; more than anyone gets through


@dataclass
class Person:
    """What one person asked and met."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--think", type=float, default=0.0, help="seconds between an answer and the next question")
    parser.add_argument("--seed", type=int, default=100)
    options = parser.parse_args()
    world = build_world()
    paths = [asked(world, options.seed + i, FILTERS[i % len(FILTERS)]) for i in range(options.people)]
    print(json.dumps(load(options.url, paths, options.seconds, options.think)))
    return 0


def asked(world: World, seed: int, query: str) -> list[str]:
    """What one person's map asks for, one after the other."""
    wandered = looks(world, seed, _LOOKS)
    return [f"/api/clusters?view={at.view}&zoom={at.zoom}&cell={64 if at.zoom < 11 else 32}&{query}" for at in wandered]


def load(url: str, paths: list[list[str]], seconds: float, think: float) -> dict[str, object]:
    """All people at once for ``seconds``: answers, errors, milliseconds an answer."""
    people = [Person() for _ in paths]
    ready = threading.Barrier(len(people))
    threads = [
        threading.Thread(target=wander, args=(url, own, person, seconds, think, ready), daemon=True)
        for own, person in zip(paths, people, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [ms for person in people for ms in person.milliseconds]
    errors = [error for person in people for error in person.errors]
    return {
        **summary(times),
        "people": len(people),
        "think_seconds": think,
        "errors": len(errors),
        "first_error": errors[0] if errors else "",
        "answers_a_second": len(times) / seconds,
        "bytes_an_answer": sum(p.received for p in people) / max(1, len(times)),
    }


def wander(url: str, paths: list[str], person: Person, seconds: float, think: float, ready: threading.Barrier) -> None:
    """Ask for one view after the other over one connection, as a browser does."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    ready.wait()
    end = time.perf_counter() + seconds
    for path in paths:
        start = time.perf_counter()
        if start >= end:
            break
        try:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            person.errors.append(repr(error))
            connection.close()
            continue
        person.milliseconds.append(1000 * (time.perf_counter() - start))
        person.received += len(body)
        text = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
        if answer.status != 200 or not text.startswith(b'{"cells"'):
            person.errors.append(f"{answer.status}: {text[:80]!r}")
        time.sleep(think)
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
