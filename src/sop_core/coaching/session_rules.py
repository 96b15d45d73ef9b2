"""What a step of a session must keep: who writes it, what came before it, and what it may hold."""

from __future__ import annotations

from collections.abc import Iterator

from sop_core.coaching.agreement_rules import agreed, is_party, tokens_of
from sop_core.coaching.given import (
    VOID,
    Given,
    all_named,
    as_it_stands,
    check_supersedes,
    kind_in,
    superseding,
)
from sop_core.coaching.settings import Format, Part, formats_of
from sop_core.coaching.steps import FIELDS, Step, StepName, Writer, step_named
from sop_core.coaching.times import check_made_at
from sop_core.errors import Issue, json_path, listed, shown
from sop_core.profiles import focus_advice
from sop_core.shapes import Json, mapping, objects
from sop_core.types import RecordStatus


def check_session_step(document: Json, given: Given) -> list[Issue]:
    """All that is wrong with a step. What was entered in error says only for which record it stands."""
    issues = [
        *check_made_at(document),
        *check_supersedes(document, given, same=("session", "step", "by", "agreement")),
    ]
    if document.get("status") == VOID:
        return issues
    before, missing = all_named(document, "after", given, "coaching-session")
    issues += missing
    opening = _opening(document, [one for _, one in before], given)
    agreement, wrong = agreed(document, given)
    issues += wrong
    if opening is None:
        # What the session is, and who is in it, the opening says.
        return issues if missing else [*issues, _unopened()]
    held = Format.GROUP if opening.get("format") == Format.GROUP else Format.INDIVIDUAL
    step = step_named(document.get("step"), held)
    if step is None:
        return [*issues, *_no_such_step(document, held)]
    return [
        *issues,
        *_same_session(document, before),
        *_order(step, [one for _, one in before], missing),
        *_once(step, document, given),
        *_fields(step, document),
        *_under(held, document, agreement, wrong),
        *_writer(step, document, opening, agreement),
        *_people(held, document, agreement),
        *_ratings(step, document, given, [one for _, one in before]),
        *_goals(document, given, agreement),
        *focus_advice(document.get("focus"), "focus"),
    ]


def _opening(document: Json, before: list[Json], given: Given) -> Json | None:
    """The opening as it stands: who takes part, an amendment of it that is given says."""
    if document.get("step") == StepName.OPENING:
        return document
    opening = next((one for one in before if one.get("step") == StepName.OPENING), None)
    standing = [] if opening is None else as_it_stands(opening, given)
    return standing[0] if len(standing) == 1 else opening


def _unopened() -> Issue:
    return Issue(
        "session_not_opened",
        "$.after",
        "after names no opening. The opening of a session says who takes part and in which format, and every other "
        "step builds on it.",
        fix="Store the opening first, and name it in after: its id and its digest.",
    )


def _no_such_step(document: Json, held: Format) -> Iterator[Issue]:
    name = document.get("step")
    if held is Format.GROUP and isinstance(name, str) and step_named(name, Format.INDIVIDUAL):
        yield Issue(
            "not_in_a_group",
            "$.step",
            f"step is {shown(name)}, and this is a group's session. A group's record is about nobody: it holds no "
            "rating, no goal and no observation of one person (S1-11).",
            fix="Leave it for the worker's own session, under their agreement.",
        )


def _same_session(document: Json, before: list[tuple[int, Json]]) -> Iterator[Issue]:
    for place, one in before:
        if one.get("session") != document.get("session"):
            yield Issue(
                "step_of_another_session",
                json_path("after", place),
                "The step that is named is one of another session.",
                fix="Name steps of this session.",
            )
        elif mapping(one.get("agreement")).get("id") != mapping(document.get("agreement")).get(
            "id"
        ):
            yield Issue(
                "step_of_another_agreement",
                json_path("after", place),
                "The step that is named was made under another agreement. A session is held under one.",
                fix="Name the agreement under which the session was opened; where another has taken its place "
                "since, open a new session.",
            )


def _order(step: Step, before: list[Json], missing: list[Issue]) -> Iterator[Issue]:
    """S1-25 to S1-29, D10: the worker's view first, then the partner's, then goals; the celebration closes."""
    taken = [one.get("step") for one in before]
    lacks = [name.value for name in step.needs if name not in taken]
    if not lacks or missing:
        return
    if step.writer is Writer.PARTNER and step.name is StepName.SUPERVISOR_OBSERVATION:
        yield Issue(
            "worker_first",
            "$.after",
            f"The observation does not build on: {listed(lacks)}. The worker reflects and rates first; what a "
            "supervisor or coach saw comes after it, so that it colors nothing (S1-25 to S1-27).",
            fix="Wait for the worker's steps, and name them in after: id and digest.",
        )
        return
    yield Issue(
        "step_too_early",
        "$.after",
        f"{step.name} does not build on: {listed(lacks)}. A session keeps its order ({step.source}).",
        fix="Take these steps first, and name them in after: id and digest.",
    )


def _once(step: Step, document: Json, given: Given) -> Iterator[Issue]:
    amends = document.get("status") == RecordStatus.AMENDED
    others = [
        one
        for one in given.values()
        if kind_in(one) == "coaching-session"
        and one.get("session") == document.get("session")
        and one.get("id") != document.get("id")
        and one.get("status") != VOID
        and not list(superseding(one, given))
    ]
    for one in others:
        if not step.repeats and one.get("step") == step.name and not amends:
            yield Issue(
                "step_twice",
                "$.step",
                f"The session has its {step.name} already, in record {shown(one.get('id'))}.",
                fix="Amend that record, or open another session.",
            )
        elif one.get("step") == StepName.CELEBRATION and not amends:
            yield Issue(
                "session_closed",
                "$.session",
                "The session was closed by its celebration, and nothing follows that (S1-29).",
                fix="Open the next session; to mend what was written, amend its record.",
            )


def _fields(step: Step, document: Json) -> Iterator[Issue]:
    for name in step.must:
        if document.get(name) in (None, [], ""):
            yield Issue(
                "step_incomplete",
                json_path(name),
                f"{step.name} says nothing in {name}, which is what the step is for ({step.source}).",
                fix=f"Add {name}.",
            )
    for name in FIELDS:
        if name not in (*step.must, *step.may) and document.get(name) not in (None, []):
            yield Issue(
                "not_of_this_step",
                json_path(name),
                f"{name} does not belong to {step.name}. Each step holds its own, so that nobody's view stands in "
                "another's place.",
                fix=f"{step.name} holds: {listed((*step.must, *step.may))}. Put {name} into the step that it is of.",
            )


def _under(
    held: Format, document: Json, agreement: Json | None, wrong: list[Issue]
) -> Iterator[Issue]:
    if held is Format.INDIVIDUAL and agreement is None and not wrong:
        yield Issue(
            "agreement_missing",
            "$.agreement",
            "One worker's session names no agreement. Purpose and process are agreed before coaching begins (S1-07).",
            fix="Make an agreement first, and name it: its id and its digest. A group's session needs none.",
        )
    if held is Format.GROUP and document.get("agreement") is not None:
        yield Issue(
            "group_agreement",
            "$.agreement",
            "A group's session names the agreement of one worker. A group's record is about nobody (S1-11).",
            fix="Leave agreement out.",
        )


def _writer(step: Step, document: Json, opening: Json, agreement: Json | None) -> Iterator[Issue]:
    by = document.get("by")
    people = [one for _, one in objects(opening.get("attendees"))]
    allowed = {
        Writer.LEARNER: tokens_of(people, Part.LEARNER),
        Writer.PARTNER: tokens_of(people, Part.COACH, Part.SUPERVISOR),
        Writer.EITHER: tokens_of(people, Part.LEARNER, Part.COACH, Part.SUPERVISOR),
        Writer.ATTENDEE: tokens_of(people, *Part),
    }[step.writer]
    outside = agreement is not None and not is_party(agreement, by, "worker", "supervisor", "coach")
    if by not in allowed or outside:
        yield Issue(
            "not_theirs_to_write",
            "$.by",
            f"{step.name} is written by the {step.writer.value} of the session, and by is somebody else. Each speaks "
            "for themselves (S1-25 to S1-29).",
            fix="Let that person write it, and set by to their token as the opening names it.",
        )


_OF_THE_AGREEMENT: dict[str, str] = {
    Part.LEARNER: "worker",
    Part.COACH: "coach",
    Part.SUPERVISOR: "supervisor",
}


def _people(held: Format, document: Json, agreement: Json | None) -> Iterator[Issue]:
    if document.get("step") != StepName.OPENING:
        return
    attendees = list(objects(document.get("attendees")))
    tokens = [one.get("person") for _, one in attendees]
    if len(set(map(str, tokens))) != len(tokens):
        yield Issue(
            "attendee_twice",
            "$.attendees",
            "One person stands among the attendees more than once.",
            fix="Name each person once, with one part.",
        )
    if held not in formats_of(document.get("setting")):
        formats = listed(formats_of(document.get("setting")))
        yield Issue(
            "setting_of_another_format",
            "$.setting",
            f"setting is {shown(document.get('setting'))}, and format is {held.value}. That setting is held as: "
            f"{formats}.",
            fix=f"Set format to {formats}, or choose another setting.",
        )
    if held is Format.INDIVIDUAL and agreement is not None:
        yield from _parts(attendees, agreement)


def _parts(attendees: list[tuple[int, Json]], agreement: Json) -> Iterator[Issue]:
    people = [one for _, one in attendees]
    for place, one in attendees:
        party = _OF_THE_AGREEMENT.get(str(one.get("part")))
        if one.get("part") == Part.FACILITATOR or (
            party is not None and not is_party(agreement, one.get("person"), party)
        ):
            yield Issue(
                "part_not_agreed",
                json_path("attendees", place, "part"),
                f"part is {shown(one.get('part'))}, and the agreement does not name this person so. In one worker's "
                "session the learner, the coach and the supervisor are those of the agreement; whoever joins "
                "otherwise observes (S2-21, S2-22).",
                fix="Set part to observer, or make an agreement with this person.",
            )
    if not tokens_of(people, Part.LEARNER):
        yield _absent("learner", "the worker of the agreement")
    if not tokens_of(people, Part.COACH, Part.SUPERVISOR):
        yield _absent("coach or supervisor", "the coach or the supervisor of the agreement")


def _absent(part: str, who: str) -> Issue:
    return Issue(
        "part_missing",
        "$.attendees",
        f"Nobody attends as {part}. One worker's session is held by the worker and at least one partner (S1-25 to "
        "S1-27).",
        fix=f"Add {who} to the attendees.",
    )


def _ratings(step: Step, document: Json, given: Given, before: list[Json]) -> Iterator[Issue]:
    """Ratings are the writer's own; an observed one builds on a rating that the worker made first."""
    found, missing = all_named(document, "ratings", given, "rating")
    yield from missing
    own = [
        mapping(ref).get("id")
        for one in before
        if one.get("step") == StepName.WORKER_SELF_RATING
        for _, ref in objects(one.get("ratings"))
    ]
    wanted = "self" if step.name is StepName.WORKER_SELF_RATING else "observed"
    for place, one in found:
        if one.get("rater") != document.get("by") or one.get("view") != wanted:
            yield Issue(
                "rating_of_another",
                json_path("ratings", place),
                f"The rating is not the writer's own, or is not of view {wanted}. A worker's rating and what others "
                "saw are kept apart (S1-26, S1-27).",
                fix="Name a rating that the writer of this step made.",
            )
        elif wanted == "observed" and mapping(one.get("after")).get("id") not in own:
            yield Issue(
                "rating_of_another_session",
                json_path("ratings", place),
                "The observed rating does not build on a rating that the worker made in this session. The worker's "
                "view comes first, each time (S1-26, S1-27).",
                fix="Rate again, after the worker's rating of this session.",
            )


def _goals(document: Json, given: Given, agreement: Json | None) -> Iterator[Issue]:
    found, missing = all_named(document, "goals", given, "goal")
    yield from missing
    for place, one in found:
        if agreement is not None and one.get("worker") != agreement.get("worker"):
            yield Issue(
                "goal_of_another",
                json_path("goals", place),
                "The goal is another worker's.",
                fix="Name goals of the worker whose session it is.",
            )
