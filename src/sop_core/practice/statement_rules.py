"""What a statement must keep beyond its shape. No message repeats what somebody wrote.

What a goal answers is checked against the danger statement itself, which the caller looks up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from sop_core.errors import Issue, json_path, listed
from sop_core.practice.statement import PARTS, StatementKind, kind_named, parts_missing
from sop_core.shapes import Json, mapping
from sop_core.types import RecordStatus

_FINISHED = (RecordStatus.COMPLETE, RecordStatus.AMENDED)
#: What a part says, where it is missing: why the statement needs it.
_WHY = {
    "who_reported": "Harm is what somebody reported, so it opens with who did (B-21, S3-01).",
    "caregiver_action": "Harm names what the caregiver did or left undone; without it, it may be a complicating "
    "factor (S3-01).",
    "impact_on_child": "Harm is what it did to the child (S2-40, B-21).",
    "who_worries": "A danger is somebody's worry, and says whose (B-21).",
    "caregiver_might": "A danger names what the caregiver might do or leave undone (B-21).",
    "situation": "A danger says in what situation, so that everybody knows when to act (B-21).",
    "possible_impact": "A danger says what it might do to the child (S3-01, B-21).",
    "caregivers_doing": "A safety goal says what the caregivers will be doing, not which service they go to (B-22).",
    "child_sees": "A safety goal says what the child will see and feel (B-22).",
    "how_long": "A safety goal says for how long, so that everybody knows when it is reached (B-22).",
    "caregiver": "Safety is an act of protection by a caregiver: the first of its four parts (S2-09).",
    "act_of_protection": "Safety is an act of protection, a thing done: the second of its four parts (S2-09).",
    "danger_met": "Safety meets the danger: the third of its four parts (S2-09).",
    "over_time": "Safety is shown over time: the fourth of its four parts (S2-09).",
}


@frozen(kw_only=True)
class Answered:
    """What a goal or a claim answers, as it was looked up.

    `danger` is the record that it names, or None where it was not given; `void` says that it was entered in
    error. `other_goals` are the ids of safety goals that answer the same danger and still count.
    """

    danger: Json | None = None
    void: bool = False
    other_goals: tuple[str, ...] = ()


def check_statement(document: Json, answered: Answered) -> list[Issue]:
    """The parts are those of the kind, a finished one has them all, and a goal answers one danger."""
    kind = kind_named(document.get("kind"))
    if kind is None:
        return []  # the schema says so
    return [
        *_foreign_parts(document, kind),
        *_missing_parts(document, kind),
        *_redacted(document),
        *_danger(document, kind, answered),
    ]


def _foreign_parts(document: Json, kind: StatementKind) -> Iterator[Issue]:
    for name in mapping(document.get("parts")):
        if name not in PARTS[kind] and name in _EVERY_PART:
            yield Issue(
                "unknown_part",
                json_path("parts", name),
                f"What stands here is no part of a {_called(kind)} statement, so no page of it would show it.",
                fix=f"Use its own parts: {listed(PARTS[kind])}.",
            )


def _missing_parts(document: Json, kind: StatementKind) -> Iterator[Issue]:
    if document.get("status") not in _FINISHED or document.get("redacted") is True:
        return
    # D16, D17, C-30: each part is required of a finished statement.
    for name in parts_missing(kind, mapping(document.get("parts"))):
        yield Issue(
            "statement_part_missing",
            json_path("parts", name),
            f"The {_called(kind)} statement is finished, and {name} is missing. {_WHY[name]}",
            fix=f"Write {name}, or store the statement as a draft until it is known.",
        )


def _redacted(document: Json) -> Iterator[Issue]:
    for name in ("parts", "extensions"):
        if document.get("redacted") is not True or not document.get(name):
            continue
        yield Issue(
            "redacted_with_text",
            json_path(name),
            "redacted says that the narrative was taken out, and there is some here (C-33).",
            fix="Make the copy with practice.redact_statement, or leave redacted out.",
        )


def _danger(document: Json, kind: StatementKind, answered: Answered) -> Iterator[Issue]:
    named = document.get("danger")
    if kind in (StatementKind.HARM, StatementKind.DANGER):
        if named is not None:
            yield Issue(
                "danger_not_here",
                "$.danger",
                f"danger names a danger statement, and a {_called(kind)} statement answers none: a safety goal or a "
                "safety claim does.",
                fix="Leave danger out.",
            )
        return
    if named is None:
        if kind is StatementKind.SAFETY_GOAL and document.get("status") in _FINISHED:
            # B-22: one goal for one danger. A draft may wait for it, and be entered in error without.
            yield Issue(
                "goal_without_danger",
                "$.danger",
                "The safety goal names no danger statement. A goal says what has to be seen instead of one danger, "
                "one goal for each (B-22).",
                fix='Add "danger": {"id": …, "digest": …} of the danger statement that it answers.',
            )
        return
    yield from _beside_the_danger(document, kind, answered)


def _beside_the_danger(document: Json, kind: StatementKind, answered: Answered) -> Iterator[Issue]:
    danger = answered.danger
    if danger is None:
        return  # the caller says that it is not given
    if danger.get("kind") != StatementKind.DANGER:
        yield Issue(
            "no_danger_statement",
            "$.danger",
            "danger names a statement of another kind. A goal or a claim answers a danger.",
            fix="Name the danger statement.",
        )
    if danger.get("case") != document.get("case"):
        yield Issue(
            "danger_of_another_case",
            "$.danger",
            "The danger statement that it answers is of another case.",
            fix="Name the danger statement of this case.",
        )
    if answered.void:
        yield Issue(
            "builds_on_voided",
            "$.danger",
            "danger names a statement that was entered in error, and nothing builds on that.",
            fix="Name the statement that counts.",
        )
    counts = document.get("status") in _FINISHED
    if kind is StatementKind.SAFETY_GOAL and counts and answered.other_goals:
        yield Issue(
            "danger_has_a_goal",
            "$.danger",
            "Among the records that were given is a safety goal for this danger already. Each danger has one goal in "
            "all its versions, so that everybody works toward the same (B-22).",
            fix="Amend that goal (supersedes names it), or enter it in error before writing another.",
        )


def _called(kind: StatementKind) -> str:
    return kind.replace("_", " ")


_EVERY_PART = frozenset(name for parts in PARTS.values() for name in parts)


def goals_for(danger: object, statements: Iterable[Json], *, but: object) -> tuple[str, ...]:
    """The ids of the safety goals that count and answer one danger, whichever version of it they name.

    `danger` and `but`, the goal that is asked about, are ids. Pass every statement of the case that is known, also
    those that others stand in for: they tie the versions of a danger together. A goal counts where it is finished
    and no other record but `but` stands in for it, or voids it.
    """
    every = tuple(statements)
    if not isinstance(danger, str):
        return ()
    versions = _versions(danger, every)
    replaced = {
        _earlier(one)
        for one in every
        if one.get("status") != RecordStatus.DRAFT and one.get("id") != but
    }
    return tuple(
        sorted(
            str(one.get("id"))
            for one in every
            if one.get("kind") == StatementKind.SAFETY_GOAL
            and one.get("status") in _FINISHED
            and one.get("id") != but
            and str(one.get("id")) not in replaced
            and mapping(one.get("danger")).get("id") in versions
        )
    )


def _versions(danger: str, statements: Iterable[Json]) -> frozenset[str]:
    """A danger statement's id, and those of all that it stands in for or that stand in for it, a draft too."""
    beside: dict[str, set[str]] = {}
    for one in statements:
        id_, earlier = str(one.get("id")), _earlier(one)
        if earlier is not None:
            beside.setdefault(id_, set()).add(earlier)
            beside.setdefault(earlier, set()).add(id_)
    found, pending = {danger}, [danger]
    while pending:
        new = beside.get(pending.pop(), set()) - found
        found |= new
        pending += new
    return frozenset(found)


def _earlier(one: Json) -> str | None:
    """The id of the record that one stands in for."""
    earlier = mapping(one.get("supersedes")).get("id")
    return earlier if isinstance(earlier, str) else None
