"""What an agreement must say, and what a record that builds on one must find in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sop_core.coaching.agreements import PARTNERS, AgreementParty, Mode, in_force, parties_in
from sop_core.coaching.given import (
    VOID,
    Given,
    check_supersedes,
    day_of,
    looked_up,
    named,
    superseding,
)
from sop_core.coaching.times import check_day, check_made_at
from sop_core.errors import Issue, json_path, listed, shown
from sop_core.shapes import Json, mapping, objects, strings
from sop_core.types import RecordStatus

_DIALOGUE = ("purpose", "context", "stakeholders", "desired_outcomes")
_TERMS = ("frequency", "minutes", "internal_use")


def check_agreement(document: Json, given: Given) -> list[Issue]:
    """All that is wrong with an agreement. A draft may lack words and assents, and never the commitments."""
    issues = [
        *check_made_at(document),
        *_days(document),
        *_parties(document),
        *_commitments(document),
        *_mode(document),
        *_shares(document),
        *check_supersedes(document, given, same=("worker",)),
    ]
    if document.get("status") not in (RecordStatus.DRAFT, VOID):
        issues += [*_words(document), *_assents(document)]
    if document.get("status") != VOID:
        issues += [*_ending(document), *_ended_alone(document, given)]
    return [*issues, *_combined(document)]


def _days(document: Json) -> Iterator[Issue]:
    starts, ends = document.get("starts"), document.get("ends")
    yield from check_day(starts, "starts")
    yield from check_day(ends, "ends")
    yield from check_day(mapping(document.get("ended")).get("on"), "ended", "on")
    for place, one in objects(document.get("assents")):
        yield from check_day(one.get("on"), "assents", place, "on")
    if isinstance(starts, str) and isinstance(ends, str) and ends < starts:
        yield Issue(
            "ends_before_it_starts",
            "$.ends",
            f"The agreement ends on {shown(ends)}, before it starts on {shown(starts)}.",
            fix="Write the last day on which it holds; make a new agreement when it runs out.",
        )


def _parties(document: Json) -> Iterator[Issue]:
    parties = parties_in(document)
    if not any(one in parties for one in PARTNERS):
        yield Issue(
            "partner_missing",
            "$.supervisor",
            "The agreement names neither a supervisor nor a coach. It is made between a worker and at least one of "
            "them; a supervisor's part is welcome and not required (S2-22).",
            fix="Add the supervisor's or the coach's token.",
        )
    tokens = list(parties.values())
    if len(set(tokens)) != len(tokens):
        yield Issue(
            "party_twice",
            "$.worker",
            "One person stands in the agreement as two parties. Who agrees with themselves has no partner, and a "
            "coach and a supervisor are asked separately what they may see (S2-15).",
            fix="Give each party its own token, or leave one of them out.",
        )


def _commitments(document: Json) -> Iterator[Issue]:
    terms = mapping(document.get("terms"))
    if terms.get("not_for_appraisal") is False:
        # S1-05, S1-18, D9: without this there is no coaching with profiles.
        yield Issue(
            "appraisal_not_excluded",
            "$.terms.not_for_appraisal",
            "not_for_appraisal is false. Practice profiles support coaching and are no audit: a worker has to be able "
            "to trust that nothing is used against them in an appraisal (S1-05, S1-18).",
            fix="Set not_for_appraisal to true, and mean it; or use no profiles. Where the agency holds both in one "
            "process after all, say so in combined_with_appraisal: nothing is opened by that.",
        )
    if terms.get("confidential") is False:
        yield Issue(
            "not_confidential",
            "$.terms.confidential",
            "confidential is false. Coaching sessions are confidential, unless a safety threat or concern is not "
            "being addressed (S2-15).",
            fix="Set confidential to true.",
        )


def _mode(document: Json) -> Iterator[Issue]:
    mode, order = document.get("mode", Mode.TOGETHER), list(strings(document.get("order")))
    if mode == Mode.LINEAR and not order:
        yield Issue(
            "order_missing",
            "$.order",
            "mode is linear, and order lists no profile. Some workers learn one practice after the other (S1-10), "
            "and then the pair says in which order.",
            fix='List the profiles, such as "order": ["three_questions", "safety_mapping"]; '
            "profiles.linear_order gives one from their prerequisites.",
        )
    if mode == Mode.TOGETHER and order:
        yield Issue(
            "order_without_linear",
            "$.order",
            "order lists profiles, but mode is together: all profiles are used side by side (S1-09).",
            fix="Leave order out, or set mode to linear.",
        )


def _called(party: str) -> str:
    """A party by its name; what is no party, as a message quotes it."""
    return party if party in set(AgreementParty) else shown(party)


def _shares(document: Json) -> Iterator[Issue]:
    parties = parties_in(document)
    for party in mapping(document.get("shares")):
        if party not in parties:
            yield Issue(
                "shares_with_nobody",
                json_path("shares", party),
                f"shares says what the {_called(party)} may be shown, and the agreement names no {_called(party)}.",
                fix=f"Add the {_called(party)}'s token, or take the entry out.",
            )


def _words(document: Json) -> Iterator[Issue]:
    dialogue, terms = mapping(document.get("dialogue")), mapping(document.get("terms"))
    for place, part, names in (("dialogue", dialogue, _DIALOGUE), ("terms", terms, _TERMS)):
        for name in names:
            if part.get(name) is None:
                yield Issue(
                    "agreement_incomplete",
                    json_path(place, name),
                    f"The agreement does not say its {place}'s {name}. Purpose and process are agreed before any goal "
                    "is set (S1-07, S1-17, S1-18).",
                    fix=f"Talk about it, and add {name}; or keep the agreement as a draft until then.",
                )
    for name in ("hopes", "fears"):
        said = mapping(dialogue.get(name))
        for party in parties_in(document):
            if party not in said:
                yield Issue(
                    "agreement_incomplete",
                    json_path("dialogue", name, party),
                    f"The {name} of the {party} are not there. The best hopes and worst fears of every party come to "
                    "light before goals are set (S1-17).",
                    fix=f"Ask the {party}; or keep the agreement as a draft until then.",
                )


def _assents(document: Json) -> Iterator[Issue]:
    said = [str(one.get("party")) for _, one in objects(document.get("assents"))]
    # S1-15, S1-18: taking part is voluntary, so whoever ends it needs nobody's yes.
    wanted = [] if document.get("ended") is not None else list(parties_in(document))
    for party in wanted:
        if party not in said:
            yield Issue(
                "assent_missing",
                "$.assents",
                f"The {party} has not said yes. An agreement is one that every party has made (S1-18).",
                fix=f'Ask the {party}, and add {{"party": "{party}", "on": the day}}; keep a draft until then.',
            )
    for place, party in enumerate(said):
        if party not in parties_in(document) or party in said[:place]:
            yield Issue(
                "assent_of_nobody",
                json_path("assents", place, "party"),
                f"The {_called(party)} says yes "
                + (
                    "a second time."
                    if party in said[:place]
                    else "and is no party to the agreement."
                ),
                fix="Take the entry out, or name the party.",
            )


def _ending(document: Json) -> Iterator[Issue]:
    ended = document.get("ended")
    if ended is None:
        return
    if document.get("status") != RecordStatus.AMENDED:
        yield Issue(
            "ended_not_amended",
            "$.ended",
            f"status is {shown(document.get('status'))}, and ended belongs to an amended agreement: a party ends one "
            "that was made.",
            fix="Set status to amended, and name the agreement that is ended in supersedes.",
        )
    by = mapping(ended).get("by")
    if isinstance(by, str) and by not in parties_in(document):
        yield Issue(
            "ended_by_nobody",
            "$.ended.by",
            f"The agreement is ended by the {_called(by)}, which it does not name.",
            fix=f"Name one of its parties: {listed(parties_in(document))}.",
        )


#: What the parties agreed, with what stands where a document leaves it out.
_AGREED: dict[str, object] = {
    **dict.fromkeys(("supervisor", "coach", "context", "dialogue", "terms", "starts", "ends")),
    "shares": {},
    "mode": Mode.TOGETHER,
    "order": [],
    "combined_with_appraisal": False,
}


def _ended_alone(document: Json, given: Given) -> Iterator[Issue]:
    """Whoever ends an agreement needs nobody's yes, and so the record changes nothing else (S1-18)."""
    earlier = looked_up(document.get("supersedes"), given, "agreement")
    if document.get("ended") is None or earlier is None:
        return
    if earlier.get("status") == RecordStatus.DRAFT:
        yield Issue(
            "ended_a_draft",
            "$.supersedes",
            "The agreement that is ended is a draft. A draft is no agreement to anything, so that there is nothing to "
            "end (S1-18).",
            fix="Leave the draft as it is; it binds nobody.",
        )
    other = [
        name
        for name, usual in _AGREED.items()
        if document.get(name, usual) != earlier.get(name, usual)
    ]
    if other:
        yield Issue(
            "ended_changes_terms",
            "$.ended",
            f"A party ends the agreement, and the record differs from it in: {listed(other)}. To end one, nobody's yes "
            "is needed; to change one, every party's is (S1-18).",
            fix="Copy the agreement as it was, and add ended to it and nothing else; or let every party say yes to an "
            "amended agreement, which has no ended.",
        )
    day, before = mapping(document.get("ended")).get("on"), mapping(earlier.get("ended")).get("on")
    if isinstance(day, str) and isinstance(before, str) and day > before:
        yield Issue(
            "ended_later",
            "$.ended.on",
            f"The agreement was ended on {shown(before)}, and this record moves that day to {shown(day)}. It goes on "
            "when every party says so, and not by one alone (S1-18).",
            fix="Keep the day; or let every party say yes to an amended agreement, which has no ended.",
        )


def _combined(document: Json) -> Iterator[Issue]:
    if document.get("combined_with_appraisal") is True:
        yield Issue(
            "combined_with_appraisal",
            "$.combined_with_appraisal",
            "The agency holds coaching and performance appraisal in one process. Two distinct processes are better: "
            "people learn where a mistake costs nothing (S1-08). It is recorded, and opens nothing: records of "
            "coaching are shown to nobody for an appraisal.",
            fix="Look at it together again when the agreement is renewed.",
            severity="advice",
        )


def agreed(document: Json, given: Given) -> tuple[Json | None, list[Issue]]:
    """The agreement that a record is made under, and what stands against it: not given, another's, not in force.

    It has to hold on the day on which the record was made.
    """
    agreement, issues = named(document, "agreement", given, "agreement")
    if agreement is None:
        return None, issues
    on = day_of(document)
    if document.get("worker", agreement.get("worker")) != agreement.get("worker"):
        issues.append(
            Issue(
                "agreement_of_another",
                "$.agreement",
                "The agreement is another worker's. What two people agreed holds for these two (S1-07).",
                fix="Name the agreement of the worker whom the record is about.",
            )
        )
    elif not in_force(agreement, on, given=tuple(superseding(agreement, given))):
        issues.append(not_in_force(agreement, on))
    return agreement, issues


def not_in_force(agreement: Json, on: str) -> Issue:
    """An agreement that does not hold on a day."""
    status, starts, ends = (agreement.get(key) for key in ("status", "starts", "ends"))
    return Issue(
        "agreement_not_in_force",
        "$.agreement",
        f"The agreement does not hold on {shown(on)}: its status is {shown(status)}, and it runs from {shown(starts)} "
        f"to {shown(ends)}, unless a party ended it or a later record stands in its place. Agreements come before "
        "goals and what follows them (S1-07, S1-18).",
        fix="Name the agreement that holds on that day, or make a new one first.",
    )


def is_party(document: Json, token: object, *parties: str) -> bool:
    """Whether a token is that of one of the named parties of an agreement."""
    known = parties_in(document)
    return any(known.get(party) == token for party in parties)


def tokens_of(people: Iterable[Json], *parts: str) -> list[object]:
    """The people of a list who have one of the parts."""
    return [one.get("person") for one in people if one.get("part") in parts]
