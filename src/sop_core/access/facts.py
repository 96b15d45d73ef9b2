"""What the table needs to know of a record and of an agreement, read from the sound documents that are passed."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from sop_core.errors import Issue, json_path
from sop_core.shapes import Json, mapping, objects
from sop_core.types import NO_ENTRIES, FrozenMap

#: The documents that are passed, by the digest that others name them with.
Beside = Mapping[str, Json]
Place = tuple[str | int, ...]
#: A record's id and digest: the one without the other names nothing.
Named = tuple[str, str]


@frozen(kw_only=True)
class Facts:
    """What the table needs to know of a record.

    `person` is whose it is, if anybody's. `attended` are those who were in a session, and `group` says
    that it was a group's. `bound` says that only the agreement under which it was made opens it to a
    partner, and `bound_to` which one that is, None where no record that is passed says so. `parties` are
    those of the agreement that the record is, or is about. `worker_first` is False where a partner's view
    stands without the worker's own.
    """

    kind: str
    status: str
    person: str | None = None
    attended: frozenset[str] = frozenset()
    group: bool = False
    bound: bool = False
    bound_to: Named | None = None
    parties: Mapping[str, str] = field(default=NO_ENTRIES, converter=FrozenMap[str, str])
    worker_first: bool = True


@frozen(kw_only=True)
class Under:
    """What the table needs to know of the agreement that is passed.

    `parties` by party, `shares` the kinds by party, `chain` the agreement and those that it stands in for,
    each with its parties, `holds` whether it is in force on the day.
    """

    worker: str
    parties: Mapping[str, str] = field(converter=FrozenMap[str, str])
    shares: Mapping[str, tuple[str, ...]] = field(converter=FrozenMap[str, tuple[str, ...]])
    chain: Mapping[Named, Mapping[str, str]] = field(converter=FrozenMap[Named, Mapping[str, str]])
    holds: bool


def plain(value: object) -> str | None:
    """A text as an exact `str`, since a subclass may say of itself that it equals anything; else None."""
    return str.__str__(value) if isinstance(value, str) else None


def named_by(points: object) -> Named | None:
    """What a reference names."""
    named = mapping(points)
    id_, digest = plain(named.get("id")), plain(named.get("digest"))
    return None if id_ is None or digest is None else (id_, digest)


def facts_in(
    document: Json, kind: str, *, this: Named, beside: Beside, under: Under | None, place: Place
) -> Facts | Issue:
    """The facts of a sound document of a kind, or what else has to be passed to know them.

    `this` is how others name the document.
    """
    status = str(document.get("status"))
    if kind == "coaching-session":
        return _of_a_session(document, status, this, beside, place)
    if kind == "exception":
        return _of_an_exception(document, status, under)
    whose = "respondent" if kind == "administration" else "worker"
    person = plain(document.get(whose))
    if kind == "agreement":
        parties = _parties(under, this)
        return Facts(
            kind=kind, status=status, person=person, bound=True, bound_to=this, parties=parties
        )
    if kind == "rating" and document.get("view") == "observed":
        own = _found(document.get("after"), beside, "rating")
        return Facts(
            kind=kind,
            status=status,
            person=person,
            bound=True,
            bound_to=named_by(document.get("agreement")),
            worker_first=own is not None,
        )
    if kind in ("goal", "goal-event"):
        # What was done stands under the agreement of the goal that it counts toward.
        goal = document if kind == "goal" else mapping(_found(document.get("goal"), beside, "goal"))
        bound_to = named_by(goal.get("agreement"))
        return Facts(kind=kind, status=status, person=person, bound=True, bound_to=bound_to)
    return Facts(kind=kind, status=status, person=person)


def _parties(under: Under | None, agreement: Named | None) -> Mapping[str, str]:
    chain = {} if under is None else under.chain
    return NO_ENTRIES if agreement is None else chain.get(agreement, NO_ENTRIES)


def _found(points: object, beside: Beside, kind: str) -> Json | None:
    """The record that a reference names, among those that are passed: of that id, digest and kind."""
    named = mapping(points)
    one = beside.get(str(named.get("digest")))
    same = one is not None and one.get("id") == named.get("id")
    return one if one is not None and same and _is(one, kind) else None


def _is(document: Json, kind: str) -> bool:
    return document.get("$schema") == f"urn:sop:schema:{kind}:1"


def _of_a_session(
    document: Json, status: str, this: Named, beside: Beside, place: Place
) -> Facts | Issue:
    named = [
        (named_by(points), _found(points, beside, "coaching-session"))
        for _, points in objects(document.get("after"))
    ]
    before = [(this, document), *((name, one) for name, one in named if one is not None)]
    opening = next(((name, one) for name, one in before if one.get("step") == "opening"), None)
    now = None if opening is None else _latest(*opening, beside)
    if now is None:
        return Issue(
            "opening_not_passed",
            json_path(*place),
            "The record is a step of a session, and the session's opening was not passed, or two that both claim to "
            "stand in its place. Who was in the session, and whose it is, the opening says; without it nobody sees "
            "the step (S2-15).",
            fix="Pass the opening that the step names in after: earlier=[opening].",
        )
    people = [one for _, one in objects(now.get("attendees"))]
    taken = {one.get("step") for _, one in before}
    observed = document.get("step") == "supervisor_observation"
    group = now.get("format") == "group"
    return Facts(
        kind="coaching-session",
        status=status,
        person=_writer(document) if group else _learner(people),
        attended=frozenset(str(one.get("person")) for one in people),
        group=group,
        bound=True,
        bound_to=named_by(document.get("agreement")),
        # S1-25, S1-26, D10: the worker's reflection and rating come first, also for who reads.
        worker_first=not observed or taken >= {"worker_reflection", "worker_self_rating"},
    )


def _latest(name: Named | None, opening: Json, beside: Beside) -> Json | None:
    """What stands in an opening's place today, as far as it is passed: its amendment, or the amendment's own."""
    while True:
        later = [
            (digest, one)
            for digest, one in beside.items()
            if _is(one, "coaching-session") and named_by(one.get("supersedes")) == name
        ]
        if not later:
            return opening
        if len(later) > 1:
            return None
        digest, opening = later[0]
        name = (str(opening.get("id")), digest)


def _writer(document: Json) -> str | None:
    """S1-11: a group's record is about nobody, but a reflection is its writer's own words."""
    return plain(document.get("by")) if document.get("step") == "worker_reflection" else None


def _learner(people: list[Json]) -> str | None:
    """Whose session it is: the one learner's, and nobody's where there is not exactly one."""
    learners = [plain(one.get("person")) for one in people if one.get("part") == "learner"]
    return learners[0] if len(learners) == 1 else None


def _of_an_exception(document: Json, status: str, under: Under | None) -> Facts | Issue:
    agreement = named_by(document.get("agreement"))
    if under is None or agreement not in under.chain:
        return Issue(
            "agreement_not_passed",
            "$.agreement",
            "The record is an exception to the confidentiality of an agreement, and that agreement was not passed. "
            "Whose it is, the agreement says (S2-15).",
            fix="Pass it: agreement=record; or the later one with those before it: agreement=[now, before].",
        )
    return Facts(
        kind="exception",
        status=status,
        person=under.worker,
        bound=True,
        bound_to=agreement,
        parties=_parties(under, agreement),
    )
