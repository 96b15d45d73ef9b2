"""What a record may say of an earlier one: nothing is edited, a later record points back (DESIGN 3).

    amended, entered_in_error   name the earlier record; complete and draft may
    the earlier record          is found by id and digest together, and is of the same instrument
    one was given anonymously   then so was the other: linked, one would say who gave the other (S0-12)
    entered_in_error            is the last word: nothing builds on it
    one later record            takes the place of an earlier one: two would be a fork

`check_history` asks this of one record on its way in, `chains` of records that are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments.record_rules import is_full_time
from sop_core.types import RecordStatus

#: Statuses that say something about an earlier record, and must name it.
POINTS_BACK = (RecordStatus.AMENDED, RecordStatus.ENTERED_IN_ERROR)


def is_identified(
    respondent: object, subject: object, extensions: object, submitted_at: object
) -> bool:
    """Whether a record could lead to a person: by a token, by what a host added, or by a time of day."""
    return bool(respondent or subject or extensions) or is_full_time(submitted_at)


def names_no_earlier(status: object, *where: str) -> Issue:
    """A record that stands in for another, and does not say for which."""
    return Issue(
        "supersedes_missing",
        json_path(*where, "supersedes"),
        f"status is {status}, but supersedes names no earlier record. A record is never edited; a "
        "later one says which one it stands in for.",
        fix='Add "supersedes": {"id": ..., "digest": ...} of the earlier record.',
    )


def names_itself(id_: object, *where: str) -> Issue:
    """A record that stands in for itself."""
    return Issue(
        "supersedes_itself",
        json_path(*where, "supersedes", "id"),
        f"The record supersedes {shown(id_)}, which is its own id.",
        fix="Give the new record an id of its own.",
    )


def earlier_missing(id_: object, *where: str) -> Issue:
    """A record that stands in for one that is not here."""
    return Issue(
        "given_missing",
        json_path(*where, "supersedes"),
        f"The record supersedes {shown(id_)}, and no record with that id and digest was "
        "given. What a record builds on is decided from the earlier record itself.",
        fix="Load what sop.needs(document) lists, and pass it along: sop.accept(document, given=[...]).",
    )


def fork(id_: object, later: Iterable[str], *where: str) -> Issue:
    """Two later records in place of one: which of them counts nobody but a person can tell."""
    said = listed(sorted(later))
    return Issue(
        "superseded_twice",
        json_path(*where, "supersedes"),
        f"More than one later record supersedes {shown(id_)}: {said}. Only one can stand in for it, and "
        "which one cannot be told from the records, so none of them counts.",
        fix="Void each of them with a later record (entered_in_error), and enter the right answers anew as a "
        "record of its own; or keep one, if the others were never stored.",
    )


def pair_issue(
    id_: object,
    *where: str,
    instruments: tuple[object, object],
    identified: tuple[bool, bool],
    voided: bool,
) -> Issue | None:
    """What is wrong with a record and the one that it stands in for, beside each other."""
    path = json_path(*where, "supersedes")
    if instruments[0] is None or instruments[0] != instruments[1]:
        return Issue(
            "supersedes_another",
            path,
            f"The record supersedes {shown(id_)}, which is of another instrument.",
            fix="Name the earlier record of this same instrument.",
        )
    if identified[0] != identified[1]:
        return Issue(
            "supersedes_anonymity",
            path,
            "One of the two records could lead to a person, and the other was given anonymously. Linked, "
            "the one would say who gave the other.",
            fix="Leave the earlier record as it is, and store this one on its own.",
        )
    if voided:
        return Issue(
            "supersedes_voided",
            path,
            f"The record supersedes {shown(id_)}, which says that its sitting was entered in error. That is the "
            "last word on a sitting: nothing in it counts, and nothing builds on it.",
            fix="Enter the answers anew, as a complete record of its own without supersedes.",
        )
    return None


def check_history(
    document: Mapping[str, object], given: Mapping[str, Mapping[str, object]]
) -> list[Issue]:
    """A record that amends or voids another names it by id and digest, and it is given to decide from.

    `given` holds earlier records by digest. Nothing is edited: the later record points back.
    """
    status, points = document.get("status"), document.get("supersedes")
    if points is None:
        return [names_no_earlier(status)] if status in POINTS_BACK else []
    if not isinstance(points, Mapping):
        return []
    named = points.get("id")
    if isinstance(named, str) and named == document.get("id"):
        return [names_itself(named)]
    earlier = given.get(str(points.get("digest")))
    if earlier is None or earlier.get("id") != named:
        return [earlier_missing(named)]
    wrong = pair_issue(
        named,
        instruments=(_instrument(document), _instrument(earlier)),
        identified=(_is_identified(document), _is_identified(earlier)),
        voided=earlier.get("status") == RecordStatus.ENTERED_IN_ERROR,
    )
    if wrong is not None:
        return [wrong]
    beside = [other for other in given.values() if _are_rivals(document, other)]
    return [fork(named, [str(one.get("id")) for one in (document, *beside)])] if beside else []


def _instrument(document: Mapping[str, object]) -> object:
    named = document.get("instrument")
    return named.get("id") if isinstance(named, Mapping) else None


def _is_identified(document: Mapping[str, object]) -> bool:
    fields = ("respondent", "subject", "extensions", "submitted_at")
    return is_identified(*(document.get(field) for field in fields))


def _are_rivals(document: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether both stand in for the same earlier record; a draft does not yet, and two voids agree."""
    # A status of another kind than a text is the schema's matter; a list of two cannot be hashed.
    statuses = {str(document.get("status")), str(other.get("status"))}
    return (
        other.get("supersedes") == document.get("supersedes")
        and other.get("id") != document.get("id")
        and RecordStatus.DRAFT not in statuses
        and statuses != {RecordStatus.ENTERED_IN_ERROR}
    )
