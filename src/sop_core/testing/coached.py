"""Records of coaching as documents, each as `accept` would give it back: choices, agreements, sessions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from sop_core.coaching import (
    SETTINGS,
    STEPS,
    Agreement,
    AgreementParty,
    CoachingException,
    Format,
    Participation,
    ParticipationState,
    SessionStep,
    Step,
)
from sop_core.documents import digest_of, to_document, value_of
from sop_core.testing.rubrics import CONTEXTS
from sop_core.testing.values import flags, ids, labels, unique_ids

Document = dict[str, Any]

#: What an agreement may open to a partner.
SHARED = ("administration", "rating", "goal", "goal-event", "coaching-session")
#: Room on both sides of every day that is drawn.
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
_WORDS = ("purpose", "context", "stakeholders", "desired_outcomes")
_TEXTS = ("went_well", "differently", "observed", "try_next", "encouragement", "celebration")


def _moment(draw: st.DrawFn, first: str, last: str) -> str:
    """A full time on a day from the first to the last, as written in its own offset."""
    day = draw(st.dates(dt.date.fromisoformat(first), dt.date.fromisoformat(last))).isoformat()
    hour, offset = draw(st.integers(0, 23)), draw(st.sampled_from(("Z", "-08:00", "-07:00")))
    return f"{day}T{hour:02d}:30:00{offset}"


def _any_moment(draw: st.DrawFn) -> str:
    return _moment(draw, _FIRST.isoformat(), _LAST.isoformat())


def _ref(document: Document) -> Document:
    return {"id": document["id"], "digest": digest_of(document)}


def _blank(kind: str, id_: str, made_at: str) -> Document:
    return {
        "$schema": f"urn:sop:schema:{kind}:1",
        "id": id_,
        "status": "complete",
        "made_at": made_at,
    }


@st.composite
def participations(draw: st.DrawFn, *, worker: str | None = None) -> Document:
    """A worker's choice of how to take part; `worker` is drawn where it is None."""
    who, state = worker or draw(ids()), draw(st.sampled_from(ParticipationState))
    document = {
        **_blank("participation", draw(ids()), _any_moment(draw)),
        "worker": who,
        "state": state.value,
        "chosen_by": who,
        "context": draw(st.sampled_from(CONTEXTS)),
    }
    if state is ParticipationState.TRYING_ON:
        made = dt.date.fromisoformat(document["made_at"][:10])
        document["check_in"] = (made + dt.timedelta(days=draw(st.integers(1, 400)))).isoformat()
    if state is ParticipationState.OBSERVING:
        seen = st.fixed_dictionaries(
            {"practice": ids(), "setting": ids(), "on": st.dates(_FIRST, _LAST).map(str)}
        )
        document["observed"] = draw(st.lists(seen, max_size=3))
    return to_document(value_of(document, Participation))


@st.composite
def agreements(draw: st.DrawFn, *, worker: str | None = None) -> Document:
    """An agreement that every party has made: with a supervisor, a coach, or both."""
    who = worker or draw(ids())
    others = draw(
        st.sampled_from((("supervisor",), ("coach",), ("supervisor", "coach"))).flatmap(
            lambda roles: st.lists(
                ids().filter(lambda one: one != who), min_size=len(roles), max_size=len(roles),
                unique=True,
            ).map(lambda tokens: dict(zip(roles, tokens, strict=True)))
        )
    )  # fmt: skip
    parties = ("worker", *others)
    made_at = _any_moment(draw)
    first = dt.date.fromisoformat(made_at[:10])
    said = st.fixed_dictionaries({party: labels() for party in parties})
    document = {
        **_blank("agreement", draw(ids()), made_at),
        "worker": who,
        **others,
        "context": draw(st.sampled_from(CONTEXTS)),
        "dialogue": {
            **{name: draw(labels()) for name in _WORDS},
            "hopes": draw(said),
            "fears": draw(said),
        },
        "terms": {
            "frequency": {"every": draw(st.integers(1, 12)), "unit": draw(st.sampled_from(("week", "month")))},
            "minutes": draw(st.integers(15, 240)),
            "internal_use": draw(labels()),
            "not_for_appraisal": True,
            "confidential": True,
            "exception": "unaddressed_safety_concern",
        },
        "shares": {
            party: draw(st.lists(st.sampled_from(SHARED), unique=True))
            for party in others
            if draw(flags())
        },
        "assents": [{"party": party, "on": first.isoformat()} for party in draw(st.permutations(parties))],
        "starts": first.isoformat(),
        "ends": (first + dt.timedelta(days=draw(st.integers(0, 800)))).isoformat(),
    }  # fmt: skip
    if draw(flags()):
        document |= {"mode": "linear", "order": draw(unique_ids(1, 4))}
    return to_document(value_of(document, Agreement))


@st.composite
def coaching_exceptions(draw: st.DrawFn, agreement: Document, /) -> Document:
    """A record that the confidentiality of an agreement had its exception, by one of its parties."""
    made_at = _moment(draw, agreement["starts"], agreement["ends"])
    parties = [agreement[one.value] for one in AgreementParty if one.value in agreement]
    document = {
        **_blank("exception", draw(ids()), made_at),
        "agreement": _ref(agreement),
        "reason": "unaddressed_safety_concern",
        "on": made_at[:10],
        "by": draw(st.sampled_from(parties)),
        "told": draw(unique_ids(1, 3)),
    }
    if draw(flags()):
        document["session"] = draw(ids())
    return to_document(value_of(document, CoachingException))


@st.composite
def coaching_sessions(
    draw: st.DrawFn,
    agreement: Document,
    /,
    *,
    ratings: Sequence[Document],
    goals: Sequence[Document],
) -> list[Document]:
    """The steps of one whole session under an agreement, in order: those that are optional come or do not.

    `ratings` are the worker's own and `goals` the worker's, as they were accepted; at least one of each.
    """
    partners: dict[str, str] = {
        role: agreement[role] for role in ("supervisor", "coach") if role in agreement
    }
    people: dict[str, str] = {"worker": agreement["worker"], **partners}
    parts = {"worker": "learner", "supervisor": "supervisor", "coach": "coach"}
    attendees = [
        {"person": token, "role": draw(ids()), "part": parts[party]}
        for party, token in people.items()
    ]
    writers = {
        "learner": [agreement["worker"]],
        "partner": [*partners.values()],
        "either": [*people.values()],
    }
    held = {
        "session": draw(ids()),
        "agreement": _ref(agreement),
        "made_at": _moment(draw, agreement["starts"], agreement["ends"]),
    }
    return _steps(draw, Format.INDIVIDUAL, held, writers, attendees, ratings=ratings, goals=goals)


@st.composite
def group_sessions(draw: st.DrawFn) -> list[Document]:
    """The steps of one whole session of a group, in order; it is about nobody."""
    tokens = draw(unique_ids(1, 5))
    part = st.sampled_from(("learner", "coach", "supervisor", "facilitator", "observer"))
    attendees = [{"person": one, "role": draw(ids()), "part": draw(part)} for one in tokens]
    held = {"session": draw(ids()), "made_at": _any_moment(draw)}
    return _steps(draw, Format.GROUP, held, {"attendee": tokens}, attendees)


def _steps(
    draw: st.DrawFn,
    held_as: Format,
    held: Document,
    writers: dict[str, list[str]],
    attendees: list[Document],
    *,
    ratings: Sequence[Document] = (),
    goals: Sequence[Document] = (),
) -> list[Document]:
    areas = st.lists(
        st.fixed_dictionaries({"profile": ids(), "aspect": ids()}), min_size=1, max_size=3
    )
    settings = [one.id for one in SETTINGS if held_as in one.formats]
    fields: dict[str, Any] = {
        "format": st.just(held_as.value), "setting": st.sampled_from(settings), "attendees": st.just(attendees),
        "topics": unique_ids(0, 3), "interests": areas, "focus": areas,
        "ratings": st.just([_ref(one) for one in ratings]), "goals": st.just([_ref(one) for one in goals]),
        **dict.fromkeys(_TEXTS, labels()),
    }  # fmt: skip
    names = draw(unique_ids(len(STEPS[held_as]), len(STEPS[held_as])))
    written: dict[str, Document] = {}
    for step, id_ in zip(STEPS[held_as], names, strict=True):
        if step.optional and draw(flags()):
            continue
        document = {
            **_blank("coaching-session", id_, held["made_at"]),
            **held,
            "step": step.name.value,
            "by": draw(st.sampled_from(writers[step.writer.value])),
            "after": [_ref(written[need]) for need in step.needs],
            **{name: draw(fields[name]) for name in _filled(draw, step)},
        }
        written[step.name] = to_document(value_of(document, SessionStep))
    return [*written.values()]


def _filled(draw: st.DrawFn, step: Step) -> list[str]:
    """Fields that a step has to fill, and some of those that it may; a partner's ratings are the caller's own."""
    return [*step.must, *(name for name in step.may if name != "ratings" and draw(flags()))]
