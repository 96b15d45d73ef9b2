"""Earlier records that a document names, looked up among those that are given.

What a record builds on is decided from the earlier record itself, which is found by its id and digest
together. The functions look at documents, tolerant of what is malformed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments.history import (
    POINTS_BACK,
    earlier_missing,
    fork,
    names_itself,
    names_no_earlier,
)
from sop_core.shapes import Json, mapping, objects
from sop_core.types import RecordStatus

#: Earlier records by the digest that later ones name them with.
Given = Mapping[str, Json]
Place = tuple[str | int, ...]

VOID = RecordStatus.ENTERED_IN_ERROR.value


def kind_in(document: Json) -> str:
    """The kind that a document names as its schema; nothing where it names none."""
    urn = document.get("$schema")
    return urn.split(":")[3] if isinstance(urn, str) and urn.count(":") == 4 else ""


def looked_up(points: object, given: Given, *kinds: str) -> Json | None:
    """The given record that a reference names, if it is of one of the kinds."""
    named = mapping(points)
    found = given.get(str(named.get("digest")))
    if found is None or found.get("id") != named.get("id") or kind_in(found) not in kinds:
        return None
    return found


def not_given(points: object, place: Place, kind: str) -> Issue:
    """A record builds on one that is not here."""
    return Issue(
        "given_missing",
        json_path(*place),
        f"The record builds on {kind} {shown(mapping(points).get('id'))}, and no {kind} with that id and digest was "
        "given. What a record builds on is decided from the earlier record itself.",
        fix="Load what sop.needs(document) lists, and pass it along: sop.accept(document, given=[...]).",
    )


def named(document: Json, field: str, given: Given, kind: str) -> tuple[Json | None, list[Issue]]:
    """The record that one field names, or the issue that it is not given; neither where it names none."""
    points = document.get(field)
    if not isinstance(points, Mapping):
        return None, []
    found = looked_up(points, given, kind)
    return (found, []) if found is not None else (None, [not_given(points, (field,), kind)])


def all_named(
    document: Json, field: str, given: Given, kind: str
) -> tuple[list[tuple[int, Json]], list[Issue]]:
    """The records that a list of references names, each with its place.

    There is an issue for each that is not given, and for each that was entered in error.
    """
    found: list[tuple[int, Json]] = []
    issues: list[Issue] = []
    for place, points in objects(document.get(field)):
        one = looked_up(points, given, kind)
        if one is None:
            issues.append(not_given(points, (field, place), kind))
        elif is_void(one, given):
            issues.append(voided(field, place))
        else:
            found.append((place, one))
    return found, issues


def superseding(document: Json, given: Given) -> Iterator[Json]:
    """The given records that stand in for a document, or void it; a draft does not yet."""
    for other in given.values():
        points = mapping(other.get("supersedes"))
        if (
            points.get("id") == document.get("id")
            and kind_in(other) == kind_in(document)
            and other.get("status") != RecordStatus.DRAFT
        ):
            yield other


def as_it_stands(document: Json, given: Given) -> list[Json]:
    """What stands in a document's place today, as far as it is given: itself, its amendment, or the void of it.

    There are several where two records stand in for one, and none where they go round in a circle.
    """
    every, last = [document], list[Json]()
    for one in every:
        later = list(superseding(one, given))
        every += [other for other in later if other not in every]
        last += [] if later else [one]
    return last


def is_void(document: Json, given: Given) -> bool:
    """Whether a record was entered in error, or what stands in its place was."""
    return all(one.get("status") == VOID for one in as_it_stands(document, given))


def voided(field: str, *place: int) -> Issue:
    """A record builds on one that does not count."""
    return Issue(
        "builds_on_voided",
        json_path(field, *place),
        f"{field} names a record that was entered in error, and nothing builds on that.",
        fix="Name the record that counts.",
    )


def day_of(document: Json) -> str:
    """The day on which a record was made, in the offset that it was written in."""
    made = document.get("made_at")
    return made[:10] if isinstance(made, str) else ""


def check_supersedes(document: Json, given: Given, *, same: tuple[str, ...]) -> list[Issue]:
    """A record that amends or voids another names it, and is about the same: nothing is edited (DESIGN 3).

    `same` are the fields that both must have alike, such as the worker.
    """
    status, points = document.get("status"), document.get("supersedes")
    if points is None:
        return [names_no_earlier(status)] if status in POINTS_BACK else []
    if not isinstance(points, Mapping):
        return []
    id_ = points.get("id")
    if id_ == document.get("id"):
        return [names_itself(id_)]
    earlier = looked_up(points, given, kind_in(document))
    if earlier is None:
        return [earlier_missing(id_)]
    return _beside_the_earlier(document, earlier, given, same)


def _beside_the_earlier(
    document: Json, earlier: Json, given: Given, same: tuple[str, ...]
) -> list[Issue]:
    id_ = earlier.get("id")
    other = [field for field in same if _key(document, field) != _key(earlier, field)]
    if other:
        return [
            Issue(
                "supersedes_another",
                json_path("supersedes"),
                f"The record supersedes {shown(id_)}, which differs in: {listed(other)}. A later record stands in for "
                "an earlier one about the same matter, and for nothing else.",
                fix="Name the earlier record that is meant, or store this one on its own.",
            )
        ]
    if earlier.get("status") == VOID:
        return [
            Issue(
                "supersedes_voided",
                json_path("supersedes"),
                f"The record supersedes {shown(id_)}, which says that it was entered in error. That is the last word "
                "on it, and nothing builds on it.",
                fix="Enter it anew, as a complete record of its own without supersedes.",
            )
        ]
    rivals = [one for one in superseding(earlier, given) if one.get("id") != document.get("id")]
    both_void = document.get("status") == VOID and all(one.get("status") == VOID for one in rivals)
    if rivals and not both_void and document.get("status") != RecordStatus.DRAFT:
        return [fork(id_, [str(one.get("id")) for one in (document, *rivals)])]
    return []


def _key(document: Json, field: str) -> object:
    value = document.get(field)
    # A reference or a definition is the same by its id; its digest says in which version.
    return value.get("id") if isinstance(value, Mapping) else value
