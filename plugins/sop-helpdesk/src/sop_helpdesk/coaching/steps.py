"""What each step of a session asks for, and the record that is made of it.

Which steps there are, in which order and by whom, is sop_core's table (`coaching.STEPS`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sop_core.coaching import SETTINGS, Format, StepName
from sop_helpdesk.coaching import goals, ratings, records
from sop_helpdesk.coaching.fields import Field, Sent, text
from sop_helpdesk.coaching.records import Document, Relation
from sop_helpdesk.conf import conf

TITLES: Mapping[str, str] = {
    "opening": "Opening",
    "interests": "What interests me",
    "focus": "What we focus on",
    "worker_reflection": "The worker's reflection",
    "worker_self_rating": "The worker's own rating",
    "supervisor_observation": "What the other saw",
    "encouragement": "Encouragement",
    "next_goals": "Next goals",
    "celebration": "Celebration",
}
TEXTS: Mapping[str, Sequence[tuple[str, str, bool]]] = {
    "worker_reflection": (
        ("went_well", "What went well since we last met?", True),
        ("differently", "What would you do differently?", False),
    ),
    "supervisor_observation": (
        ("observed", "What did you see, in line with the goals?", True),
        ("try_next", "Is there something to try next time?", False),
    ),
    "encouragement": (("encouragement", "What do you want to encourage?", True),),
    "celebration": (("celebration", "What do we celebrate, however small?", True),),
}


def fields(step: str, relation: Relation, session: Sequence[Document]) -> list[Field]:
    """The fields of a step, with what this relation has to choose from."""
    if step == "opening":
        return _opening()
    found = [
        Field(name=name, label=label, needed=needed, path=f"$.{name}")
        for name, label, needed in TEXTS.get(step, ())
    ]
    if step in ("interests", "focus"):
        hint = "A few at a time bring the most." if step == "focus" else ""
        found.append(_checks(step, TITLES[step], areas(), hint=hint))
    elif step == "worker_self_rating":
        own = [one for one in relation.kind("rating") if one["view"] == "self"]
        found.append(_ratings("Which of your ratings belong to this session?", own))
    elif step == "supervisor_observation":
        seen = observed_in(relation, session)
        if seen:
            found.append(_ratings("Your ratings of what you saw", seen, needed=False))
    elif step == "next_goals":
        every = [(one["id"], goals.said(goals.goal_of(one))) for one in relation.kind("goal")]
        found.append(_checks("goals", "Which goals come next?", every[::-1]))
    return found


def _opening() -> list[Field]:
    held = [(one.id, one.title) for one in SETTINGS if Format.INDIVIDUAL in one.formats]
    topics = [(one.ref.id, ratings.title(one)) for one in ratings.profiles()]
    return [
        Field(
            name="setting", label="Where do you meet?", kind="choice", choices=held,
            path="$.setting", first="individual",
        ),
        _checks("topics", "Which practices do you want to talk about?", topics, needed=False),
    ]  # fmt: skip


def _checks(
    name: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    needed: bool = True,
    hint: str = "",
) -> Field:
    return Field(
        name=name, label=label, kind="checks", choices=choices, needed=needed, hint=hint,
        path=f"$.{name}",
    )  # fmt: skip


def _ratings(label: str, of: Sequence[Document], *, needed: bool = True) -> Field:
    choices = []
    for one in reversed(of):
        profile = ratings.profile_of(one["profile"]["id"], one["profile"]["version"])
        choices.append((one["id"], f"{ratings.title(profile)}, rated on {one['made_at'][:10]}"))
    hint = "" if choices else "There is none yet: rate first, by a link on the session's page."
    return _checks("ratings", label, choices, needed=needed, hint=hint)


def areas() -> list[tuple[str, str]]:
    """Every skill aspect of every profile, to choose from."""
    return [
        (f"{profile.ref.id} {aspect.id}", f"{ratings.title(profile)}: {aspect.title.get('en')}")
        for profile in ratings.profiles()
        for aspect in profile.aspects
    ]


def own_in(relation: Relation, session: Sequence[Document]) -> list[Document]:
    """The worker's own ratings that stand in a session."""
    named = {
        ref["id"]
        for step in session
        if step["step"] == "worker_self_rating"
        for ref in step["ratings"]
    }
    return [one for one in relation.kind("rating") if one["id"] in named]


def observed_in(relation: Relation, session: Sequence[Document]) -> list[Document]:
    """The partner's ratings that build on the worker's own of this session."""
    own = {one["id"] for one in own_in(relation, session)}
    every = (one for one in relation.kind("rating") if one["view"] == "observed")
    return [one for one in every if one["after"]["id"] in own]


def record(
    step: str, given: Sent, *, id_: str, relation: Relation, session: Sequence[Document], by: str
) -> dict[str, Any]:
    """One step as a record of its own, which names the steps that it needs."""
    if step == "opening":
        return _opened(given, id_=id_, relation=relation, by=by)
    opening = next(one for one in session if one["step"] == "opening")
    needs = needed(step)
    return records.new(
        "coaching-session",
        id_,
        session=opening["session"],
        step=step,
        by=by,
        agreement=opening["agreement"],
        after=[records.ref(one) for one in session if one["step"] in needs],
        **_held(step, given, relation),
    )


def needed(step: str) -> set[str]:
    """The steps that a step builds on, by sop_core's table."""
    from sop_core.coaching import STEPS

    return {one.value for row in STEPS[Format.INDIVIDUAL] if row.name == step for one in row.needs}


def _held(step: str, given: Sent, relation: Relation) -> dict[str, Any]:
    held: dict[str, Any] = {
        name: text(given, name) for name, _, _ in TEXTS.get(step, ()) if text(given, name)
    }
    for name in ("interests", "focus"):
        if step == name:
            pairs = (value.split(" ", 1) for value in given.get(name, ()))
            held[name] = [{"profile": profile, "aspect": aspect} for profile, aspect in pairs]
    for name, kind in (("ratings", "rating"), ("goals", "goal")):
        if given.get(name):
            held[name] = [records.ref(relation.one(kind, id_)) for id_ in given[name]]
    return held


def _opened(given: Sent, *, id_: str, relation: Relation, by: str) -> dict[str, Any]:
    partner = relation.partner
    roles = {"worker": conf().default_role, "coach": "coach", "supervisor": "supervisor"}
    parts = (("worker", "learner"), (partner, partner))
    return records.new(
        "coaching-session",
        id_,
        session=id_,
        step=StepName.OPENING.value,
        by=by,
        agreement=records.ref(relation.agreement or {}),
        format="individual",
        setting=text(given, "setting"),
        topics=list(given.get("topics", ())),
        attendees=[
            {"person": relation.text[party], "role": roles[party], "part": part}
            for party, part in parts
        ],
    )
