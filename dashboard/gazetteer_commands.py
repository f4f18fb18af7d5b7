"""What ``conflict-dashboard gazetteer ...`` does. As in ``commands``, every function returns the exit status."""

from __future__ import annotations

import sys
from pathlib import Path

from tqdm import tqdm

from dashboard.commands import Options, say
from dashboard.errors import InputError
from dashboard.gazetteer.event_tables import read_lessons
from dashboard.gazetteer.teach import LearningReport, Teacher

LINES = 20  # refused rows that are named, a file


def learn(options: Options) -> int | None:
    """Teach the places of event data; status 1 when no row of any file could be used."""
    used = 0
    with Teacher() as teacher, tqdm(unit=" rows", desc="Learning", disable=None, file=sys.stderr) as bar:
        for file in options.files:
            if not file.strip():
                say("failed: a FILE is empty. Name an export of UCDP GED or ACLED.")
                continue
            try:
                report = teacher.learn(read_lessons(Path(file)), progress=bar.update)
            except InputError as error:
                say(f"failed: {error}")
                continue
            used += report.taught + report.known_rows
            _tell(file, report)
    say(f"Learned places: {teacher.path}")
    return 0 if used else 1


def _tell(file: str, report: LearningReport) -> None:
    say(
        f"{file}: {report.rows} rows read: {report.taught} taught, {report.known_rows} taught before, "
        f"{report.vague} that name no more than their country, {report.refused} refused."
    )
    say(f"{file}: {report.new_names} new names, {report.known_names} known ones.")
    for refusal in report.refusals[:LINES]:
        say(f"refused: {file}, line {refusal.line}: {refusal.reason}.")
    if report.refused > LINES:
        say(f"refused: {file}: {report.refused - LINES} more rows.")
