"""The habits that every commit keeps: lint, types, layers, and a README that says what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.cli import COMMANDS, build_parser
from dashboard.exporters.geojson import PROPERTIES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        [str(Path(sys.executable).parent / "lint-imports")],
    ],
    ids=["ruff check", "ruff format", "mypy", "import-linter"],
)
def test_code_is_clean(command: list[str]) -> None:
    prefix = [] if command[0].startswith("/") else [sys.executable, "-m"]
    done = subprocess.run([*prefix, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_documents_every_command_and_option() -> None:
    parser = build_parser()
    for name in COMMANDS:
        assert f"`conflict-dashboard {name}" in README or f"### {name}" in README, name
    for option in sorted(set(re.findall(r"--[a-z][a-z-]+", _all_help(parser)))):
        assert option in README, f"{option} is not in the README"


def test_readme_names_no_option_that_is_not_there() -> None:
    known = set(re.findall(r"--[a-z][a-z-]+", _all_help(build_parser())))
    section = README.partition("## Command line")[2].partition("\n## ")[0]
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", section)) <= known


def test_readme_documents_every_property_of_the_geojson() -> None:
    for name, meaning in PROPERTIES.items():
        assert f"| `{name}` | {meaning} |" in README


def test_readme_test_command_is_the_one_that_ci_runs() -> None:
    found = re.findall(r"<!-- test command -->\n```sh\n(.+?)\n```", README, re.DOTALL)
    assert len(found) == 1
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def _all_help(parser: object) -> str:
    import argparse

    assert isinstance(parser, argparse.ArgumentParser)
    texts = [parser.format_help()]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            texts += [_all_help(sub) for sub in action.choices.values()]
    return "\n".join(texts)
