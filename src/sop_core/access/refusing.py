"""What stands against a disclosure: the table asked about one record, and said in words that teach."""

from __future__ import annotations

from sop_core.access.facts import Facts, Place, Under, plain
from sop_core.access.rows import CLOSED, KINDS, ROWS, Party, Purpose, Row, rows_for
from sop_core.errors import Issue, json_path, listed, shown
from sop_core.practice.confidential import CASE_RECORDS
from sop_core.types import RecordStatus, is_id


def _quoted(value: object) -> str:
    """A text as a message shows it; of anything else, which may say what it likes, the type alone."""
    said = plain(value)
    return f"of type {type(value).__name__}" if said is None else shown(said)


def _purpose_issues(purpose: object) -> list[Issue]:
    said = plain(purpose)
    open_now = listed(sorted({row.purpose.value for row in ROWS}))
    if said is None or said not in set(Purpose):
        return [
            Issue(
                "purpose_unknown",
                "$.purpose",
                f"purpose is {_quoted(purpose)}. A record is shown for a purpose that everybody concerned knows, and a "
                "word that the table does not have opens nothing.",
                fix=f"Open now is: {open_now}. The table knows: {listed(one.value for one in Purpose)}.",
            )
        ]
    if said in CLOSED:
        return [
            Issue(
                "purpose_refused",
                "$.purpose",
                f"purpose is {said}. What a person says of their own practice supports coaching, and is no audit: it "
                "is shown to nobody for an appraisal, to the person neither (S1-05).",
                fix=f"Leave it out of the appraisal. For another purpose, open now is: {open_now}.",
            )
        ]
    return []


def _viewer_issues(viewer: object) -> list[Issue]:
    if is_id(plain(viewer)):
        return []
    return [
        Issue(
            "viewer_unknown",
            "$.viewer",
            "viewer is no token. Who nobody knows sees nothing.",
            fix="Pass the token under which the host names the signed-in user in records: 1 to 64 of the letters a to "
            "z, digits, and the signs _ . -.",
        )
    ]


def _status_issues(facts: Facts, place: Place) -> list[Issue]:
    if facts.status == RecordStatus.DRAFT:
        return [
            Issue(
                "record_is_draft",
                json_path(*place, "status"),
                "The record is a draft: it has no score, and is not yet what the person wants to have said.",
                fix="Open the form again with what was written: that gives the person their draft back, and shows "
                "nothing.",
            )
        ]
    if facts.status == RecordStatus.ENTERED_IN_ERROR:
        return [
            Issue(
                "record_withdrawn",
                json_path(*place, "status"),
                "The record is entered in error: somebody has said that it should not count.",
                fix="Pass the record that stands in its place, or leave it out.",
            )
        ]
    return []


def _record_issues(
    facts: Facts, viewer: object, purpose: object, under: Under | None, place: Place
) -> list[Issue]:
    if facts.kind in CASE_RECORDS:
        return [
            Issue(
                "case_record_not_disclosed",
                json_path(*place),
                f"The record is a {facts.kind}: a record of a case, which belongs to the family's file and is no "
                "worker's own. Who may see it, the host's own rules and the law decide (WIC 827, B-39); no agreement "
                "about coaching opens it.",
                fix=f"Show it where the host shows the case. This gate is for: {listed(KINDS)}.",
            )
        ]
    if facts.kind not in KINDS:
        return [
            Issue(
                "kind_not_disclosed",
                json_path(*place),
                f"The record is of kind {facts.kind}, which no row of the table opens.",
                fix=f"Pass a record of kind: {listed(KINDS)}. A score is computed anew from its administration.",
            )
        ]
    issues = _status_issues(facts, place)
    if not facts.worker_first:
        issues.append(_workers_view_missing(place))
    if facts.person is None and not facts.group:
        issues.append(_of_nobody(facts, place))
        return issues
    rows = rows_for(plain(purpose))
    row = next((row for row in rows if row.kind == facts.kind), None)
    if rows and row is None:
        issues.append(_only_the_persons(facts, place))
    elif row is not None and row.party is not Party.PERSON:
        issues += _partner_issues(row, facts, viewer, under, place)
    else:
        # For a purpose that the table does not open, too: whose it is decides in any case.
        issues += _own_issues(facts, viewer, place)
    return issues


def _workers_view_missing(place: Place) -> Issue:
    return Issue(
        "workers_view_missing",
        json_path(*place),
        "The record holds what a coach or supervisor saw, and the worker's own view that it builds on was not passed. "
        "Nobody reads the one before the other (S1-25 to S1-27).",
        fix="Pass the records that it names in after as well: earlier=[...].",
    )


def _whose(facts: Facts, place: Place) -> str:
    return json_path(*place, "respondent") if facts.kind == "administration" else json_path(*place)


def _of_nobody(facts: Facts, place: Place) -> Issue:
    return Issue(
        "record_of_nobody",
        _whose(facts, place),
        "The record names nobody whose own it is. Anonymous answers are seen in groups alone (S0-07, S0-12).",
        fix="Report it with others of its group.",
    )


def _own_issues(facts: Facts, viewer: object, place: Place) -> list[Issue]:
    # Character by character: no case is folded, no space is trimmed, nothing is normalized.
    said = plain(viewer)
    if facts.group and said not in facts.attended:
        return [_not_in_the_session(place)]
    if facts.person is None or said == facts.person:
        return []
    return [
        Issue(
            "not_the_person",
            _whose(facts, place),
            "The viewer is not the person whose record this is. Only that person may see it for this purpose (S0-07). "
            "A coach sees it for coaching and a supervisor for supervision, each under an agreement (S1-07).",
            fix="Show people their own pages alone; a coach or supervisor passes purpose and agreement. What an "
            "agency needs to know, it learns of groups.",
        )
    ]


def _only_the_persons(facts: Facts, place: Place) -> Issue:
    return Issue(
        "only_the_persons",
        json_path(*place),
        f"A record of kind {facts.kind} is shown to the person alone: whether and how somebody takes part is their "
        "own choice (S1-13).",
        fix="Leave it out.",
    )


def _partner_issues(
    row: Row, facts: Facts, viewer: object, under: Under | None, place: Place
) -> list[Issue]:
    """What stands against a coach's or a supervisor's seeing it; each is asked apart (S2-15)."""
    if facts.group:
        return [_group_record(place)]
    if under is None:
        return [_agreement_needed(row)]
    return [
        *_agreement_issues(row, facts, viewer, under),
        *_bound_issues(row, facts, viewer, under, place),
    ]


def _agreement_issues(row: Row, facts: Facts, viewer: object, under: Under) -> list[Issue]:
    issues: list[Issue] = []
    party = row.party.value
    if under.worker != facts.person:
        issues.append(_agreement_of_another_person())
    if under.parties.get(party) != plain(viewer):
        issues.append(_not_this_party(party))
    if not under.holds:
        issues.append(_agreement_not_holding())
    if row.shared and facts.kind not in under.shares.get(party, ()):
        issues.append(_not_shared(facts, party))
    return issues


def _bound_issues(
    row: Row, facts: Facts, viewer: object, under: Under, place: Place
) -> list[Issue]:
    issues: list[Issue] = []
    said, party = plain(viewer), row.party.value
    if facts.bound and facts.bound_to is None:
        issues.append(_goal_not_passed(place))
    elif facts.bound and facts.bound_to not in under.chain:
        issues.append(_not_under_this_agreement(place))
    elif row.named and facts.parties.get(party) != said:
        issues.append(_not_named_then(party, place))
    if row.attended and said not in facts.attended:
        issues.append(_not_in_the_session(place))
    return issues


_AGREEMENT = json_path("agreement")


def _agreement_needed(row: Row) -> Issue:
    return Issue(
        "agreement_needed",
        _AGREEMENT,
        f"purpose is {row.purpose.value}, and no agreement was passed. A {row.party.value} sees a person's record only "
        "under an agreement that both have made (S1-07, C-27).",
        fix="Pass the agreement that is in force: agreement=record.",
    )


def _agreement_of_another_person() -> Issue:
    return Issue(
        "agreement_of_another_person",
        _AGREEMENT,
        "The agreement is with another worker than the one whose record this is.",
        fix="Pass the agreement with this worker.",
    )


def _not_this_party(party: str) -> Issue:
    return Issue(
        "not_this_party",
        _AGREEMENT,
        f"The agreement does not name the viewer as its {party}. A coach and a supervisor are asked apart, and an "
        "agreement opens a record to those whom it names, and as what it names them (S2-15).",
        fix="A coach's purpose is coaching, a supervisor's is supervision. Who is neither needs an agreement.",
    )


def _agreement_not_holding() -> Issue:
    return Issue(
        "agreement_not_holding",
        _AGREEMENT,
        "The agreement is not in force today: it has run out or not begun, a party ended it, it is a draft, or a later "
        "one stands in its place.",
        fix="Pass the agreement that holds today, or make a new one.",
    )


def _not_shared(facts: Facts, party: str) -> Issue:
    return Issue(
        "not_shared",
        json_path("agreement", "shares"),
        f"The agreement does not share records of kind {facts.kind} with its {party}. What is shown, the worker has "
        "agreed to (S1-18).",
        fix=f"Ask the worker; an amended agreement may list it under shares.{party}.",
    )


def _goal_not_passed(place: Place) -> Issue:
    return Issue(
        "goal_not_passed",
        json_path(*place),
        "The record says what was done toward a goal, and that goal was not passed. Under which agreement it stands, "
        "the goal says; without it only the person sees it (S2-15).",
        fix="Pass the goal that it names: earlier=[goal].",
    )


def _not_under_this_agreement(place: Place) -> Issue:
    return Issue(
        "not_under_this_agreement",
        json_path(*place),
        "The record was made under another agreement than the one that is passed, by id and digest. Only that one, or "
        "a later one that stands in its place, opens it (S2-15).",
        fix="Pass the agreement under which it was made, or the later one with those before it: "
        "agreement=[now, before].",
    )


def _not_named_then(party: str, place: Place) -> Issue:
    return Issue(
        "not_named_then",
        json_path(*place),
        f"The agreement that the record is, or is about, did not name the viewer as its {party}. Hopes, fears and what "
        "was told stay with those who were in it (S1-17, S2-15).",
        fix="Show the agreements and exceptions that the viewer was a party to.",
    )


def _not_in_the_session(place: Place) -> Issue:
    return Issue(
        "not_in_the_session",
        json_path(*place),
        "The viewer was not in the session. Coaching sessions are confidential to those who were (S2-15).",
        fix="Let those who were there say what they wish to share.",
    )


def _group_record(place: Place) -> Issue:
    return Issue(
        "group_record",
        json_path(*place),
        "The record is a group's, which is about nobody and under no agreement (S1-11). Those who were there may "
        "read it.",
        fix="Ask with purpose self_reflection for somebody who attended.",
    )


def call_issues(*, viewer: object, purpose: object) -> tuple[Issue, ...]:
    """What is wrong with the call itself, whatever record is asked for."""
    return (*_viewer_issues(viewer), *_purpose_issues(purpose))


def refusals(
    facts: Facts,
    *,
    viewer: object,
    purpose: object,
    under: Under | None = None,
    place: Place = ("record",),
) -> tuple[Issue, ...]:
    """All that the table has against a viewer's seeing a record for a purpose; nothing means it is open.

    `under` is what is known of the agreement that was passed. The issues' paths are those of the call:
    `$.viewer`, `$.purpose`, `$.agreement`, and `place` for the record.
    """
    return (
        *call_issues(viewer=viewer, purpose=purpose),
        *_record_issues(facts, viewer, purpose, under, place),
    )
