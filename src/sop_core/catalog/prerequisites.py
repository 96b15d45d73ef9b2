"""Profiles beside each other: is there what each needs first, and does none need itself in the end.

Prerequisites name ids, not versions. Of several versions the one that counts is the one on offer:
the newest active, or the newest where none is active.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.profiles import find_cycle, prerequisites_of
from sop_core.types import DefinitionStatus, in_version_order

Key = tuple[str, str, str]
Documents = Mapping[Key, Mapping[str, Any]]


def _on_offer(documents: Documents) -> dict[str, Key]:
    """Of each profile, the version that counts."""
    found: dict[str, tuple[tuple[bool, tuple[int, ...]], Key]] = {}
    for key, document in documents.items():
        if key[0] == "profile":
            rank = (document["status"] == DefinitionStatus.ACTIVE, in_version_order(key[2]))
            if key[1] not in found or rank > found[key[1]][0]:
                found[key[1]] = (rank, key)
    return {id_: key for id_, (_, key) in found.items()}


def _cycle(key: Key, documents: Documents) -> tuple[str, ...]:
    """The circle of needs in which a profile on offer stands; empty where there is none."""
    offered = _on_offer(documents)
    if offered.get(key[1]) != key:
        return ()
    needed = {id_: prerequisites_of(documents[one]) for id_, one in offered.items()}
    return find_cycle(needed, key[1])


def _in_a_circle(document: Mapping[str, Any], cycle: Sequence[str]) -> Issue:
    index = prerequisites_of(document).index(cycle[1])
    return Issue(
        "prerequisite_cycle",
        json_path("prerequisites", index),
        f"The prerequisites go in a circle: {' needs '.join(map(shown, cycle))}. In a linear order each would have to "
        "come before the other (S1-10).",
        fix="Take one of these prerequisites out.",
    )


def _not_loaded(document: Mapping[str, Any], documents: Documents) -> tuple[Issue, ...]:
    known = sorted({id_ for kind, id_, _ in documents if kind == "profile"})
    return tuple(
        Issue(
            "prerequisite_not_loaded",
            json_path("prerequisites", index),
            f"The profile comes after {shown(one)}, which is not loaded here. A linear order passes over it (S1-10).",
            fix=f"Load that profile as well, or name one of: {listed(known) or 'none is loaded'}.",
            severity="advice",
        )
        for index, one in enumerate(prerequisites_of(document))
        if one not in known
    )


def order_issues(document: Mapping[str, Any], documents: Documents) -> tuple[Issue, ...]:
    """Whether a sound profile's prerequisites fit those of the others: no circle; advice where one is not loaded."""
    key = ("profile", str(document["id"]), str(document["version"]))
    beside = {**documents, key: document}
    cycle = _cycle(key, beside)
    return (*((_in_a_circle(document, cycle),) if cycle else ()), *_not_loaded(document, beside))


def left_out_for_order(
    documents: dict[Key, Mapping[str, Any]], order: Sequence[Key]
) -> dict[Key | None, tuple[Issue, ...]]:
    """Takes out the profiles that close a circle; what was found of each profile, advice too.

    Of those in a circle the last that was found is left out, so that a county's file cannot take a
    bundled profile out of force.
    """
    profiles = [key for key in order if key[0] == "profile"]
    found: dict[Key | None, tuple[Issue, ...]] = {}
    left = profiles[::-1]
    while left:
        key = next((one for one in left if _cycle(one, documents)), None)
        if key is None:
            break
        found[key] = order_issues(documents[key], documents)
        del documents[key]
        left.remove(key)
    for key in left:
        advice = _not_loaded(documents[key], documents)
        if advice:
            found[key] = advice
    return found
