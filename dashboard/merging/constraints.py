"""What a person said of reports, made consistent: joined and parted pairs never contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

IdPair = tuple[str, str]


def settle(verdicts: Sequence[tuple[str, str, bool]]) -> tuple[list[IdPair], list[IdPair]]:
    """The pairs joined and the pairs parted that stand, of verdicts (id, id, joined) in the order they were given.

    The later verdict wins, also through others: after "A with B" and "B with C", a later "A apart from C" undoes the
    older of the two. Both lists keep the order given.
    """
    joined: dict[str, set[str]] = {}  # id -> all that are one with it, one object for them all
    apart: dict[str, set[str]] = {}
    kept: list[tuple[str, str, bool]] = []
    for first, second, is_joined in reversed(verdicts):
        one, other = joined.setdefault(first, {first}), joined.setdefault(second, {second})
        parted = any(apart.get(i, _NONE) & other for i in one)
        if first == second or (parted if is_joined else one is other):
            continue
        kept.append((first, second, is_joined))
        if is_joined and one is not other:
            one |= other
            joined.update((i, one) for i in other)
        elif not is_joined:
            apart.setdefault(first, set()).add(second)
            apart.setdefault(second, set()).add(first)
    kept.reverse()
    return [(a, b) for a, b, j in kept if j], [(a, b) for a, b, j in kept if not j]


_NONE: frozenset[str] = frozenset()


def groups_of(together: Iterable[IdPair], apart: Iterable[IdPair]) -> tuple[list[set[str]], list[IdPair]]:
    """Disjoint groups of ids that are one, and the pairs that stay apart.

    ``apart`` wins over ``together``, within each the later over the earlier; the caller who knows in which order a
    person said both gives what ``settle`` left.
    """
    kept, parted = settle([(a, b, True) for a, b in together] + [(a, b, False) for a, b in apart])
    groups: dict[str, set[str]] = {}
    for first, second in kept:
        one, other = groups.setdefault(first, {first}), groups.setdefault(second, {second})
        if one is not other:
            one |= other
            groups.update((i, one) for i in other)
    unique = {id(g): g for g in groups.values()}
    return list(unique.values()), parted
