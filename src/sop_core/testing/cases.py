"""Records of a case as documents, each as `accept` would give it back: field tools and statements."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from sop_core.documents import digest_of, to_document, value_of
from sop_core.practice import (
    OPTIONAL,
    PARTS,
    TOOLS,
    Consent,
    FieldRecord,
    FieldTool,
    ObjectiveKind,
    Ring,
    Sharing,
    Statement,
    StatementKind,
    Tie,
    Voice,
)
from sop_core.practice.statement import is_blank
from sop_core.testing.values import flags, ids, labels, often, unique_ids

Document = dict[str, Any]

_RINGS = (None, *(ring.value for ring in Ring))
_MISSING = ("not_answered", "not_applicable", "declined", "dont_know", "not_asked")


def _texts() -> st.SearchStrategy[str]:
    """What a person may have written: never of spaces alone, which says nothing."""
    return labels().filter(lambda text: not is_blank(text))


def _voices() -> st.SearchStrategy[str]:
    return st.sampled_from([voice.value for voice in Voice])


def _moment(draw: st.DrawFn) -> str:
    day = draw(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))).isoformat()
    return f"{day}T{draw(st.integers(0, 23)):02d}:30:00{draw(st.sampled_from(('Z', '-08:00')))}"


def _common(draw: st.DrawFn, kind: str, case: str | None) -> Document:
    return {
        "$schema": f"urn:sop:schema:{kind}:1",
        "id": draw(ids()),
        "status": draw(st.sampled_from(("complete", "draft"))),
        "confidential": "case_record",
        "case": case or draw(ids()),
        "writer": draw(ids()),
        "made_at": _moment(draw),
    }


@st.composite
def field_records(
    draw: st.DrawFn, *, tool: FieldTool | str | None = None, case: str | None = None
) -> Document:
    """One use of a field tool: entries, people with their moves, scales and setting as the tool has them."""
    which = FieldTool(tool) if tool is not None else draw(st.sampled_from(FieldTool))
    shape = TOOLS[which]
    document: Document = {**_common(draw, "field-record", case), "tool": which.value}
    people: list[Document] = []
    if shape.people:
        people, moves = _people(draw, rings=shape.rings, last=document["made_at"][:10])
        document |= {"people": people, "moves": moves}
    known = [str(person["id"]) for person in people]
    document["entries"] = [_entry(draw, id_, shape.parts, known) for id_ in draw(unique_ids(1, 5))]
    if shape.scales:
        document["scales"] = [_scale(draw, id_) for id_ in draw(unique_ids(0, 2))]
    if shape.setting and draw(flags()):
        document["setting"] = _setting(draw, shape.parts)
    return to_document(value_of(document, FieldRecord))


def _entry(draw: st.DrawFn, id_: str, parts: tuple[str, ...], people: list[str]) -> Document:
    entry: Document = {"id": id_, "part": draw(st.sampled_from(parts)), "text": draw(_texts())}
    if draw(flags()):
        entry |= {"voice": draw(_voices()), "verbatim": draw(flags())}
    if draw(flags()) and people:
        entry["person"] = draw(st.sampled_from(people))
    if entry["part"] == "objective" and draw(often()):
        entry["kind"] = draw(st.sampled_from([kind.value for kind in ObjectiveKind]))
    return entry


def _people(draw: st.DrawFn, *, rings: bool, last: str) -> tuple[list[Document], list[Document]]:
    people: list[Document] = []
    moves: list[Document] = []
    for id_ in draw(unique_ids(0, 4)):
        person: Document = {"id": id_}
        if draw(flags()):
            person |= {"label": draw(labels()), "relation": draw(labels())}
        if not rings:
            person["tie"] = draw(st.sampled_from([tie.value for tie in Tie]))
        people.append(person)
        if rings:
            stands = [draw(st.sampled_from(_RINGS))]
            for _ in range(draw(st.integers(0, 2))):
                stands.append(draw(st.sampled_from([one for one in _RINGS if one != stands[-1]])))
            if stands == [None]:
                stands = ["outer"]
            moves += [_move(id_, was, now, last) for was, now in pairwise(stands)]
            if stands[-1] is not None:
                person["ring"] = stands[-1]
    return people, moves


def _move(person: str, was: str | None, now: str | None, on: str) -> Document:
    ends = {"from": was, "to": now}
    return {"person": person, **{name: at for name, at in ends.items() if at}, "on": on}


def _scale(draw: st.DrawFn, id_: str) -> Document:
    low = draw(st.integers(-5, 5))
    high = low + draw(st.integers(1, 10))
    scale: Document = {"id": id_, "low": low, "high": high, "voice": draw(_voices())}
    if draw(often()):
        scale["value"] = draw(st.integers(low, high))
    else:
        scale["missing"] = draw(st.sampled_from(_MISSING))
    if draw(flags()):
        scale |= {"low_means": draw(labels()), "high_means": draw(labels())}
    return scale


def _setting(draw: st.DrawFn, parts: tuple[str, ...]) -> Document:
    stopped = draw(flags())
    setting: Document = {
        "order": draw(st.permutations(parts))[: draw(st.integers(0, len(parts)))],
        "names": {part: draw(labels()) for part in parts if draw(flags())},
        "written_by": draw(_voices()),
        "consent": draw(
            st.sampled_from([one.value for one in Consent if one is not Consent.REFUSED])
        ),
        "stopped": stopped,
        "sharing": draw(st.sampled_from([one.value for one in Sharing])),
    }
    if stopped and draw(flags()):
        setting["stopped_at"] = draw(st.sampled_from(parts))
    return setting


@st.composite
def statements(
    draw: st.DrawFn,
    *,
    kind: StatementKind | str | None = None,
    case: str | None = None,
    danger: Document | None = None,
) -> Document:
    """One statement; a finished one is whole. A goal or a claim answers `danger`, and is a draft without one."""
    which = StatementKind(kind) if kind is not None else draw(st.sampled_from(StatementKind))
    where = danger["case"] if danger is not None else case
    document: Document = {**_common(draw, "statement", where), "kind": which.value}
    answers = which in (StatementKind.SAFETY_GOAL, StatementKind.SAFETY_CLAIM)
    if answers and danger is not None:
        document["danger"] = {"id": danger["id"], "digest": digest_of(danger)}
    elif which is StatementKind.SAFETY_GOAL:
        document["status"] = "draft"
    whole = document["status"] == "complete"
    document["parts"] = {
        part: draw(_texts())
        for part in PARTS[which]
        if (whole and part not in OPTIONAL) or draw(flags())
    }
    return to_document(value_of(document, Statement))
