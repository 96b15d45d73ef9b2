"""What a developer reads who passed the wrong thing to a function of the room: in full, written by hand."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import CallRefused, current_view, digest
from sop_core.errors import Issue
from sop_core.instruments import reliability_of
from sop_core.types import RecordRef, RecordStatus
from tests.unit._chains import made
from tests.unit._people import asked, people

KNOWN = asked(2)
ANONYMOUS = evolve(KNOWN, anonymous=True)
ROWS = people(KNOWN, [[1, 1], [2, 2], [3, 3], [4, 4], [5, 5]])
IN_FORCE = (
    "Pass the records in force: current_view(records, digest=sop_core.digest).in_force, or "
    "sop.current(documents).in_force."
)
LEAST = "It is the smallest number of people that may be told, a whole number of at least"
ELSEWHERE = asked(3)


def refused(call):
    with pytest.raises(CallRefused) as found:
        call()
    return str(found.value)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: reliability_of("small", ROWS),
         "instrument is a str; pass the definition: sop.catalog.instrument(id, version)."),
        (lambda: reliability_of(KNOWN, current_view(ROWS, digest=digest)),
         "records is a CurrentView, of which some may not count. Pass view.in_force."),
        (lambda: reliability_of(KNOWN, ROWS, method="listwise"),
         "method is 'listwise'. Choose one of: pairwise, complete."),
        (lambda: reliability_of(KNOWN, ROWS, min_cell=4),
         (f"min_cell is 4. {LEAST} 5 for small: a lower number would tell of single people. Leave it at 11, or name "
          "a higher one.")),
        (lambda: reliability_of(ANONYMOUS, ROWS, min_cell=10),
         (f"min_cell is 10. {LEAST} 11 for small: what was given anonymously is never told of fewer. Leave it at 11, "
          "or name a higher one.")),
        (lambda: reliability_of(KNOWN, [evolve(ROWS[0], status=RecordStatus.DRAFT), ROWS[1]]),
         f"1 of 2 records are drafts or were entered in error, and do not count. {IN_FORCE}"),
        (lambda: reliability_of(KNOWN, [ROWS[0], evolve(ROWS[0], respondent="w9")]),
         f"1 records stand there under an id that another has. {IN_FORCE}"),
        (lambda: reliability_of(KNOWN, [ROWS[0], evolve(ROWS[1], supersedes=RecordRef("r0", digest(ROWS[0])))]),
         f"1 records are superseded by others that were passed with them. {IN_FORCE}"),
        (lambda: reliability_of(KNOWN, [ROWS[0], *people(ELSEWHERE, [[1, 1, 1]], cycle="x")][1:]),
         ("1 of 1 records are not of small 1.0.0 as it scores, but of small 1.0.0. Items that are scored otherwise are "
          "other items. Pass the records of one scoring digest.")),
        (lambda: reliability_of(KNOWN, [ROWS[0], evolve(ROWS[1], respondent="w0")]),
         ("1 people stand there with more than one record. Figures are of people, and one person's sittings are alike. "
          "Pass one record of each person, such as those of one cycle.")),
        (lambda: reliability_of(KNOWN, [evolve(one, subject=f"s{at % 4}") for at, one in enumerate(ROWS)]),
         ("The records are about 4 people. Of fewer than 5, figures would be an appraisal of them, and this is a tool for "
          "judging questions. Pass records about more people.")),
        (lambda: current_view(ROWS, digest="sha256"),
         "digest is 'sha256'; pass the function that makes digests: digest=sop_core.digest."),
        (lambda: current_view({"r1": ROWS[0]}, digest=digest),
         "records is a dict; pass the records as a list: [receipt.record, ...]."),
        (lambda: current_view([ROWS[0], "r1"], digest=digest),
         ("records[1] is a str, or holds what no record holds. Pass what receipt.record was; sop.current(documents) takes "
          "stored documents.")),
        (lambda: current_view(ROWS, digest=lambda _: "abc"),
         ("digest gave 'abc' for the record 'r0'; it gives sha256: and 64 hexadecimal digits. Pass "
          "digest=sop_core.digest.")),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_whole(call, said):
    """What was passed, why it cannot be, what to pass: in one sentence each."""
    assert refused(call) == said


@pytest.mark.parametrize(
    "odd",
    [
        {"id": 5},
        {"instrument": "small"},
        {"supersedes": "r0"},
        {"supersedes": RecordRef(5, "x")},
        {"supersedes": RecordRef("r0", 5)},
        {"id": 5, "supersedes": RecordRef("r0", "x")},
        {"instrument": "small", "supersedes": RecordRef("r0", "x")},
    ],
    ids=repr,
)
def test_a_record_that_a_host_built_wrongly_is_named(odd):
    """Each part that is looked at is of its type, whatever the other parts are."""
    said = refused(lambda: current_view([evolve(ROWS[0], **odd)], digest=digest))
    assert said.startswith("records[0] is a Administration, or holds what no record holds.")


# -- what does not hang together, as the current view tells it --------------------------------------

FIRST = made("r1", "c")
TRACES = [
    {"respondent": "u-1"}, {"subject": "c-2"}, {"extensions": {"case": 7}},
    {"submitted_at": "2026-11-21T14:05:00Z"},
]  # fmt: skip
PLAIN = {"respondent": None, "subject": None, "extensions": {}, "submitted_at": "2026-11-21"}


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: next(iter(trace)))
def test_each_trace_of_a_person_keeps_two_kept_records_apart(trace):
    """S0-12: as on the way in, so in the view of what is stored."""
    plain, named = made("r1", "c", **PLAIN), made("r1", "c", **{**PLAIN, **trace})
    issue = Issue(
        "supersedes_anonymity", "$.r2.supersedes",
        ("One of the two records could lead to a person, and the other was given anonymously. Linked, the one would say "
         "who gave the other."),
        fix="Leave the earlier record as it is, and store this one on its own.",
    )  # fmt: skip
    for first, later in ((plain, {**PLAIN, **trace}), (named, PLAIN)):
        found = current_view([first, made("r2", "a", first, **later)], digest=digest)
        assert found.issues == (issue,)
    for first, later in ((plain, PLAIN), (named, {**PLAIN, **trace})):
        assert current_view([first, made("r2", "a", first, **later)], digest=digest).ok


def test_a_fault_of_one_record_names_it_and_the_one_it_means():
    """The path begins with the record; the message speaks of the earlier one."""
    itself = made("r2", "a", supersedes=RecordRef("r2", digest(FIRST)))
    other = made("r2", "a", FIRST, instrument=evolve(FIRST.instrument, id="another"))
    for records, issue in (
        ([made("r2", "v")], Issue(
            "supersedes_missing", "$.r2.supersedes",
            ("status is entered_in_error, but supersedes names no earlier record. A record is never edited; a later one "
             "says which one it stands in for."),
            fix='Add "supersedes": {"id": ..., "digest": ...} of the earlier record.')),
        ([itself], Issue(
            "supersedes_itself", "$.r2.supersedes.id", "The record supersedes 'r2', which is its own id.",
            fix="Give the new record an id of its own.")),
        ([made("r2", "a", FIRST)], Issue(
            "given_missing", "$.r2.supersedes",
            ("The record supersedes 'r1', and no record with that id and digest was given. What a record builds on is "
             "decided from the earlier record itself."),
            fix="Load what sop.needs(document) lists, and pass it along: sop.accept(document, given=[...]).")),
        ([FIRST, other], Issue(
            "supersedes_another", "$.r2.supersedes", "The record supersedes 'r1', which is of another instrument.",
            fix="Name the earlier record of this same instrument.")),
    ):  # fmt: skip
        assert current_view(records, digest=digest).issues == (issue,)
