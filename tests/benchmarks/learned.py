"""How much event data teach the gazetteer: rows of UCDP GED that geocode right, with and without teaching.

    python tests/benchmarks/learned.py GED.csv... [--until DATE]...

The rows before a day teach, the rows from it on are asked for by ``where_coordinates`` and country alone; right is a
first candidate within 25 km. Rows of where_prec 1 to 4 are asked: the others name no place. Days to split at are the
middle and the last quarter of the file's events unless given. Last, every name is asked with all the others taught.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from dashboard.gazetteer import Gazetteer, open_gazetteer
from dashboard.gazetteer.event_tables import _ged
from dashboard.gazetteer.lessons import Lesson
from dashboard.gazetteer.open import gazetteer_path
from dashboard.gazetteer.rank import search
from dashboard.gazetteer.teach import Teacher
from dashboard.geometry import distance_km

RIGHT_KM = 25
FOLDS = 10


def main() -> None:
    """Print the figures of each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--until", action="append", metavar="DATE", help="first day that is asked, e.g. 2017-01-01")
    options = parser.parse_args()
    open_gazetteer(print)
    for path in options.files:
        rows = read(path)
        days = sorted(day for day, _ in rows)
        print(f"{path.name}: {len(rows)} rows, {days[0]} to {days[-1]}")
        for until in options.until or [days[len(days) // 2], days[len(days) * 3 // 4]]:
            split(rows, until)
        leave_names_out(rows)


def read(path: Path) -> list[tuple[str, Lesson]]:
    """(first day, lesson) of every row."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [(row["date_start"][:10], _ged(row)) for row in csv.DictReader(lines)]


def split(rows: Iterable[tuple[str, Lesson]], until: str) -> None:
    """Teach what was before the day, ask for the rest."""
    taught = [lesson for day, lesson in rows if day < until]
    asked = [lesson for day, lesson in rows if day >= until and lesson.precision <= 4]
    names = {lesson.name for lesson in taught}
    with tempfile.TemporaryDirectory() as folder:
        learned = Path(folder) / "learned.sqlite"
        before, _ = outcome(Gazetteer(gazetteer_path(), learned), asked)
        start = time.perf_counter()
        with Teacher(learned) as teacher:
            teacher.learn(taught)
        seconds = time.perf_counter() - start
        after, guessed = outcome(Gazetteer(gazetteer_path(), learned), asked)
    print(f" taught {len(taught)} rows before {until} in {seconds:.1f} s, asked {len(asked)} from then on")
    groups = {"all": [True] * len(asked), "name taught": [lesson.name in names for lesson in asked]}
    groups["name never taught"] = [not seen for seen in groups["name taught"]]
    for precision in sorted({lesson.precision for lesson in asked}):
        groups[f"where_prec {precision}"] = [lesson.precision == precision for lesson in asked]
    groups["guesses (score < 0)"] = guessed
    for group, members in groups.items():
        print(f"  {group:20} {line(before, members)} untaught, {line(after, members)} taught")


def outcome(gazetteer: Gazetteer, asked: Iterable[Lesson]) -> tuple[list[str], list[bool]]:
    """For every lesson: right, wrong, or none; and whether the answer calls itself a guess."""
    answers: dict[tuple[str, str], tuple[float, float] | None] = {}
    guesses: dict[tuple[str, str], bool] = {}
    outcomes, guessed = [], []
    for lesson in asked:
        question = (lesson.name, lesson.country)
        if question not in answers:
            found = search(gazetteer, lesson.name, country=lesson.country, limit=1)
            guesses[question] = bool(found) and found[0][1] < 0
            answers[question] = (found[0][0].latitude, found[0][0].longitude) if found else None
        answer = answers[question]
        km = distance_km(*answer, lesson.latitude, lesson.longitude) if answer else None
        guessed.append(guesses[question])
        outcomes.append("none" if km is None else "right" if km <= RIGHT_KM else "wrong")
    return outcomes, guessed


def line(outcomes: list[str], members: list[bool]) -> str:
    """The share right, and of how many answers."""
    counts = Counter(o for o, member in zip(outcomes, members, strict=True) if member)
    total = max(1, counts.total())
    return f"{counts['right'] / total:6.1%} right {counts['wrong'] / total:6.1%} wrong of {counts.total():5}"


def leave_names_out(rows: Iterable[tuple[str, Lesson]]) -> None:
    """Ask for every name with only other names taught, in ten parts."""
    named: dict[str, list[Lesson]] = defaultdict(list)
    for _, lesson in rows:
        named[lesson.name].append(lesson)
    order = sorted(named)
    random.Random(1).shuffle(order)  # the same parts at every run
    outcomes: list[str] = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        with tempfile.TemporaryDirectory() as folder:
            learned = Path(folder) / "learned.sqlite"
            with Teacher(learned) as teacher:
                teacher.learn(lesson for name in order if name not in held for lesson in named[name])
            asked = [named[name][0] for name in sorted(held) if named[name][0].precision <= 4]
            outcomes += outcome(Gazetteer(gazetteer_path(), learned), asked)[0]
    print(f" every name once, with the other names taught: {line(outcomes, [True] * len(outcomes))}")


if __name__ == "__main__":
    main()
