"""What a person said, made consistent."""

from __future__ import annotations

from dashboard.merging import settle


def test_the_later_verdict_on_a_pair_wins() -> None:
    assert settle([("a", "b", False), ("b", "a", True)]) == ([("b", "a")], [])
    assert settle([("a", "b", True), ("b", "a", False)]) == ([], [("b", "a")])


def test_the_later_verdict_wins_through_others() -> None:
    joined = [("a", "b", True), ("b", "c", True)]
    assert settle([*joined, ("c", "a", False)]) == ([("b", "c")], [("c", "a")])
    assert settle([("c", "a", False), *joined]) == ([("a", "b"), ("b", "c")], [])


def test_verdicts_that_agree_all_stand() -> None:
    verdicts = [("a", "b", True), ("c", "d", True), ("a", "c", False), ("b", "a", True), ("a", "a", False)]
    assert settle(verdicts) == ([("a", "b"), ("c", "d"), ("b", "a")], [("a", "c")])


def test_parted_groups_are_not_joined_by_an_older_verdict() -> None:
    verdicts = [("b", "c", True), ("a", "b", True), ("c", "d", True), ("a", "d", False)]
    assert settle(verdicts) == ([("a", "b"), ("c", "d")], [("a", "d")])
