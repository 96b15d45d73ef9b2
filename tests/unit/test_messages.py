"""What a person reads when a record is refused: each complaint in full, written out by hand.

The words are the product here. Whoever changes one changes it in these tables too, and a reviewer
reads it as the developer of a host, or a worker at a form, would: what is wrong with the value, why
the rule exists, what to do. `test_messages_of_definitions.py` has what an author is told.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from sop_core import CallRefused, digest
from sop_core.errors import Issue
from sop_core.instruments import (
    check_definition,
    check_digests,
    check_history,
    check_identity,
    check_scales,
    check_wording,
    current_view,
    form_of,
    read_answers,
    score,
)
from sop_core.instruments.score_rules import check_score
from sop_core.types import RecordRef
from tests.unit._chains import made
from tests.unit._small import administration, choice, definition, instrument, item, options
from tests.unit.test_messages_of_definitions import TABLE as DEFINITIONS

KNOWN = instrument(
    choice("one"),
    item("many", "choices", response_set="set"),
    item("whole", "integer", minimum=-2, maximum=4, response_set="only"),
    item("part", "decimal", minimum="1/2", maximum="5/2"),
    item("yes", "boolean"),
    item("words", "text", max_length=5),
    item("long", "text"),
    item("day", "date"),
    choice("must", required=True),
    choice("hidden", show_if={"item": "yes", "in": ["true"]}),
    choice("deeper", show_if={"item": "one", "in": ["a", "b"]}),
    sets={"only": {"options": [o for o in options()["options"] if o["code"] in ("na", "unsure")]}},
)
ANONYMOUS = evolve(KNOWN, anonymous=True)

CODES = "Use one of these strings: a, b, c, d, e, na, declined, unsure, blank."
WHY = "An object says why there is no answer, and nothing else."
OFFERED = "An item takes the reasons that its response set offers, and declined."
TAKES_WHOLE = "It takes a whole number, from -2 to 4, and nothing else is read as one."
TAKES_PART = "It takes a number, from 1/2 to 5/2, and nothing else is read as one."
SEVERAL = "It takes several codes, as a list with at least one."
A_LIST = 'Write a list such as ["a", "b"], or leave the item out if nothing was chosen.'
ONCE = (
    "Each code may stand once, and a reason for having no answer cannot stand beside an answer.",
    "Take out the repeated code, or the reason.",
)
BOUNDS = "The bounds are the instrument's own."
A_DAY = ("It takes a day of the calendar.", "Write it as YYYY-MM-DD, such as 2026-11-21.")
NOT_ASKED = "An item that was not asked has no answer."
LEAVE_OUT = "Leave the item out; form.read does so by itself."

#: (the answers, a code, its message, its fix), for one item each.
ANSWERS = [
    ({"one": "x"}, "unknown_code", "'one' is answered 'x', which is no code of its response set 'set'.", CODES),
    ({"one": 1}, "unknown_code",
     ("'one' is answered 1, which is no code of its response set 'set'. A number is not a code, even if it looks "
     "like one."), CODES),
    ({"one": Decimal("2.5")}, "unknown_code",
     ("'one' is answered 2.5, which is no code of its response set 'set'. A number is not a code, even if it looks "
     "like one."), CODES),
    ({"one": ["a"]}, "unknown_code",
     "'one' is answered a list, which is no code of its response set 'set'.", CODES),
    ({"one": {"missing": "refused"}}, "reason_not_allowed",
     f"'one' gives 'refused' as the reason for having no answer. {OFFERED}",
     'Write {"missing": reason} with one of: not_answered, not_applicable, declined, dont_know.'),
    ({"part": {"missing": "not_applicable"}}, "reason_not_allowed",
     f"'part' gives 'not_applicable' as the reason for having no answer. {OFFERED}",
     'Write {"missing": reason} with one of: declined.'),
    ({"whole": {"missing": "not_asked"}}, "reason_not_allowed",
     "'whole' is stated as not_asked. Whether an item was asked follows from show_if alone.",
     "Leave the item out of answers."),
    ({"whole": {"missing": "declined", "because": "x"}}, "reason_not_allowed",
     f"'whole' holds an object with 'missing', 'because'. {WHY}",
     'Write {"missing": reason} with one of: not_applicable, declined, dont_know.'),
    ({"whole": {}}, "reason_not_allowed",
     f"'whole' holds an object with nothing in it. {WHY}",
     'Write {"missing": reason} with one of: not_applicable, declined, dont_know.'),
    ({"many": "a"}, "not_a_list_of_codes", f"'many' is answered 'a'. {SEVERAL}", A_LIST),
    ({"many": []}, "not_a_list_of_codes", f"'many' is answered a list. {SEVERAL}", A_LIST),
    ({"many": ["a", "x", "y"]}, "unknown_code",
     "'many' is answered 'x', which is no code of its response set 'set'.", CODES),
    ({"many": ["a", "a"]}, "codes_contradict", f"'many' holds 'a, a'. {ONCE[0]}", ONCE[1]),
    ({"many": ["a", "na"]}, "codes_contradict", f"'many' holds 'a, na'. {ONCE[0]}", ONCE[1]),
    ({"whole": "3"}, "not_a_number", f"'whole' is answered '3'. {TAKES_WHOLE}",
     "Write a whole number without quotation marks."),
    ({"whole": True}, "not_a_number", f"'whole' is answered true. {TAKES_WHOLE}",
     "Write a whole number without quotation marks."),
    ({"whole": Decimal("1.5")}, "not_a_number", f"'whole' is answered 1.5. {TAKES_WHOLE}",
     "Write a whole number without quotation marks."),
    ({"part": "1"}, "not_a_number", f"'part' is answered '1'. {TAKES_PART}",
     "Write a number without quotation marks."),
    ({"whole": 5}, "out_of_range", f"'whole' is answered 5, but goes from -2 to 4. {BOUNDS}",
     "Write a whole number from -2 to 4."),
    ({"part": Decimal("0.49")}, "out_of_range", f"'part' is answered 0.49, but goes from 1/2 to 5/2. {BOUNDS}",
     "Write a number from 1/2 to 5/2."),
    ({"yes": "true"}, "not_a_boolean", "'yes' is answered 'true'. It takes yes or no.",
     "Write true or false, without quotation marks."),
    ({"words": ""}, "text_length",
     "'words' is answered with a text of 0 characters. It takes a text of 1 to 5 characters.",
     "Leave the item out if there is nothing to say."),
    ({"words": "123456"}, "text_length",
     "'words' is answered with a text of 6 characters. It takes a text of 1 to 5 characters.",
     "Write at most 5 characters."),
    ({"long": "x" * 4001}, "text_length",
     "'long' is answered with a text of 4001 characters. It takes a text of 1 to 4000 characters.",
     "Write at most 4000 characters."),
    ({"words": 5}, "not_a_text", "'words' is answered with 5. It takes a text of 1 to 5 characters.",
     "Write at most 5 characters."),
    ({"day": "2026-02-29"}, "not_a_date", f"'day' is answered '2026-02-29'. {A_DAY[0]}", A_DAY[1]),
    ({"hidden": "a"}, "hidden_item_answered",
     f"'hidden' has an answer, but it is asked only if 'yes' is answered true. {NOT_ASKED}", LEAVE_OUT),
    ({"deeper": "a"}, "hidden_item_answered",
     f"'deeper' has an answer, but it is asked only if 'one' is answered a, b. {NOT_ASKED}", LEAVE_OUT),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "code", "message", "fix"), ANSWERS)
def test_an_answer_that_cannot_be_used(answers, code, message, fix):
    """The value shown, what the item takes, what to write instead; at the item's own place."""
    name = list(answers)[-1]
    assert read_answers(KNOWN, answers, status="draft").issues == (
        Issue(code, f"$.answers.{name}", message, fix=fix, severity="error", item=name),
    )


NOBODY_ASKED = "An answer that nobody asked for would be lost without a word."
THE_ITEMS = (
    "The items are one, many, whole, part, yes, words, long, day, must, hidden, deeper."
)  # fmt: skip


def test_an_answer_to_no_item():
    """A guess where one is close, and the items; no single item is meant."""
    found = read_answers(KNOWN, {"hiden": "a", "zzz": "a"}, status="draft").issues
    assert found == (
        Issue("unknown_item", "$.answers.hiden", f"'hiden' is no item of small 1.0.0. {NOBODY_ASKED}",
              fix=f"Did you mean 'hidden'? {THE_ITEMS}"),
        Issue("unknown_item", "$.answers.zzz", f"'zzz' is no item of small 1.0.0. {NOBODY_ASKED}",
              fix=THE_ITEMS),
    )  # fmt: skip


def test_after_twenty_guesses_the_items_alone_are_listed():
    """A document of thousands of unknown items is not guessed through."""
    found = read_answers(KNOWN, {f"hidde{at}": 1 for at in range(21)}, status="draft").issues
    assert found[19].fix == f"Did you mean 'hidden'? {THE_ITEMS}"
    assert found[20].fix == THE_ITEMS


def test_a_required_item_without_an_answer():
    """The reasons that this item takes are listed."""
    assert read_answers(KNOWN, {}, status="complete").issues == (
        Issue("required", "$.answers.must", "'must' has no answer, and it is required.",
              fix='Answer it, or say why there is none: {"missing": reason} with one of not_answered, '
                  "not_applicable, declined, dont_know.", item="must"),
    )  # fmt: skip


def test_a_record_that_is_scored_by_another_definition():
    """A developer's mistake: the two are named with their scoring digests, and what to do instead."""
    newer = instrument(choice("another"), version="2")
    with pytest.raises(CallRefused) as refused:
        score(newer, administration(KNOWN, one="a", must="a"))
    assert str(refused.value) == (
        f"The record 'r' was made with small 1.0.0 of scoring digest {KNOWN.ref.scoring}, and small 2 has "
        f"{newer.ref.scoring}. Other items, codes or scales would make another number of the same answers. Score it "
        "with the version that it names; to see it under a newer one, migrate it: "
        "sop.catalog.migrate(record, to=version)."
    )


# -- who, when, which instrument -------------------------------------------------------------------

ANOTHER = "sha256:" + "0" * 64
NOBODY = (
    "The instrument is anonymous: nothing in its record may lead back to a person (C-10, S0-12)."
)


def test_a_record_of_another_definition():
    """Both digests are told apart: any change, and a change of what decides a score."""
    ref, begin = KNOWN.ref, "The record was made with small 1.0.0 of"
    cut = "'sha256:000000000000000000000000000000000000000000000000000…"
    assert len(cut) == 60
    ours = {"digest": f"{ref.digest[:20]}…", "scoring": f"{ref.scoring[:20]}…"}
    another = "so this is another definition under the same id and version."
    load = "Load the definition that the form was made from, or give the changed one a new version"
    moved = "with a migration from the older one: sop.catalog.migrate shows the record under it."
    document = {"instrument": {"digest": ANOTHER, "scoring": ANOTHER}}
    assert check_digests(document, KNOWN) == [
        Issue("digest_mismatch", "$.instrument.digest",
              f"{begin} digest {cut}, but the one in force here has {ours['digest']}. The digest pins the texts and "
              f"rules, {another}", fix=f"{load}."),
        Issue("scoring_mismatch", "$.instrument.scoring",
              f"{begin} scoring {cut}, but the one in force here has {ours['scoring']}. The scoring pins what decides "
              f"a score, {another}", fix=f"{load}, {moved}"),
    ]  # fmt: skip


def test_a_time_without_its_offset():
    """A record that is not anonymous can be put in order."""
    assert check_identity({"submitted_at": "2026-11-21"}, KNOWN) == [
        Issue("not_a_time", "$.submitted_at",
              "submitted_at is '2026-11-21'. A record that is not anonymous carries a full time with its offset, so "
              "that records can be put in order.",
              fix="Write it as 2026-11-21T14:05:00-08:00, or with Z for UTC."),
    ]  # fmt: skip


def test_an_anonymous_record_that_leads_back_to_a_person():
    """C-10, S0-12: each trace is told, and how to leave it out."""
    document = {
        "respondent": "u-1", "subject": "c-2", "extensions": {"case": 1},
        "submitted_at": "2026-11-21T14:05:00Z",
    }  # fmt: skip
    assert check_identity(document, ANONYMOUS) == [
        Issue("anonymous_identity", "$.respondent", f"respondent holds 'u-1'. {NOBODY}", fix="Set respondent to null."),
        Issue("anonymous_identity", "$.subject", f"subject holds 'c-2'. {NOBODY}", fix="Set subject to null."),
        Issue("anonymous_extensions", "$.extensions",
              f"extensions is not empty, and what a host puts there could name a case or a user. {NOBODY}",
              fix="Leave extensions out."),
        Issue("anonymous_time", "$.submitted_at",
              f"submitted_at is '2026-11-21T14:05:00Z'; a time of day can be matched with a visit. {NOBODY}",
              fix="Write the day alone: 2026-11-21."),
    ]  # fmt: skip


def test_an_anonymous_record_of_no_day():
    """The day alone, written in the one way."""
    assert check_identity({"submitted_at": "yesterday"}, ANONYMOUS) == [
        Issue("not_a_date", "$.submitted_at",
              "submitted_at is 'yesterday'. An anonymous record carries the day alone.",
              fix="Write it as YYYY-MM-DD, such as 2026-11-21."),
    ]  # fmt: skip


# -- what a record builds on -----------------------------------------------------------------------

EARLIER = {"id": "r-1", "instrument": {"id": "small"}, "submitted_at": "2026-11-20"}
OTHER_FORM = {**EARLIER, "instrument": {"id": "another"}}
NAMED = {**EARLIER, "respondent": "u-1"}
ON_EARLIER = {"supersedes": {"id": "r-1", "digest": ANOTHER}}
RIVAL = {**EARLIER, **ON_EARLIER, "status": "amended"}
ONLY_ONE = "Only one can stand in for it, and which one cannot be told from the records, so none of them counts."
VOID_EACH = (
    "Void each of them with a later record (entered_in_error), and enter the right answers anew as a record of its "
    "own; or keep one, if the others were never stored."
)

HISTORY = [
    ({"status": "amended"}, {}, Issue(
        "supersedes_missing", "$.supersedes",
        "status is amended, but supersedes names no earlier record. A record is never edited; a later one says which "
        "one it stands in for.", fix='Add "supersedes": {"id": ..., "digest": ...} of the earlier record.')),
    ({"supersedes": {"id": "r-2", "digest": ANOTHER}}, {}, Issue(
        "supersedes_itself", "$.supersedes.id", "The record supersedes 'r-2', which is its own id.",
        fix="Give the new record an id of its own.")),
    (ON_EARLIER, {}, Issue(
        "given_missing", "$.supersedes",
        "The record supersedes 'r-1', and no record with that id and digest was given. What a record builds on is "
        "decided from the earlier record itself.",
        fix="Load what sop.needs(document) lists, and pass it along: sop.accept(document, given=[...]).")),
    (ON_EARLIER, {ANOTHER: OTHER_FORM}, Issue(
        "supersedes_another", "$.supersedes", "The record supersedes 'r-1', which is of another instrument.",
        fix="Name the earlier record of this same instrument.")),
    (ON_EARLIER, {ANOTHER: NAMED}, Issue(
        "supersedes_anonymity", "$.supersedes",
        "One of the two records could lead to a person, and the other was given anonymously. Linked, the one would "
        "say who gave the other.", fix="Leave the earlier record as it is, and store this one on its own.")),
    (ON_EARLIER, {ANOTHER: {**EARLIER, "status": "entered_in_error"}}, Issue(
        "supersedes_voided", "$.supersedes",
        ("The record supersedes 'r-1', which says that its sitting was entered in error. That is the last word on a "
         "sitting: nothing in it counts, and nothing builds on it."),
        fix="Enter the answers anew, as a complete record of its own without supersedes.")),
    ({**ON_EARLIER, "status": "amended"}, {ANOTHER: EARLIER, "rival": {**RIVAL, "id": "r-0"}}, Issue(
        "superseded_twice", "$.supersedes",
        f"More than one later record supersedes 'r-1': r-0, r-2. {ONLY_ONE}", fix=VOID_EACH)),
]  # fmt: skip


@pytest.mark.parametrize(("document", "given", "issue"), HISTORY)
def test_a_record_that_builds_on_nothing_it_may(document, given, issue):
    """DESIGN 3: nothing is edited; the later record points back, to one that it may be linked with."""
    base = {"id": "r-2", "instrument": {"id": "small"}, "submitted_at": "2026-11-21"}
    assert check_history({**base, **document}, given) == [issue]


# -- records that are kept -------------------------------------------------------------------------

FIRST = made("r-1", "c")


def unsettled(*records):
    """What the current view says of records that do not hang together."""
    return list(current_view(records, digest=digest).issues)


def test_two_later_records_in_place_of_one():
    """Both are named, by id in order; the path begins with the record that they claim."""
    assert unsettled(FIRST, made("b", "a", FIRST), made("a", "a", FIRST)) == [
        Issue("superseded_twice", "$['r-1'].supersedes",
              f"More than one later record supersedes 'r-1': a, b. {ONLY_ONE}", fix=VOID_EACH),
    ]  # fmt: skip


def test_an_earlier_record_that_was_changed():
    """The digest is that of the record as it was; the one that is kept is another."""
    assert unsettled(evolve(FIRST, cycle="another"), made("r2", "a", FIRST)) == [
        Issue("superseded_changed", "$.r2.supersedes.digest",
              ("The record supersedes 'r-1', and the record with that id has another digest: one of the two is not "
               "what it was. A record that was accepted is never edited."),
              fix=("Restore the earlier record as it was accepted, or take the digest of that one: "
                   "sop_core.digest(record).")),
    ]  # fmt: skip


def test_one_id_for_two_records():
    """Neither is meant more than the other."""
    assert unsettled(FIRST, evolve(FIRST, cycle="another")) == [
        Issue("id_used_twice", "$['r-1']",
              "Two different records have the id 'r-1'. Which of them is meant cannot be told, so neither counts.",
              fix=("Give each record a random id of its own; a correction is a later record that supersedes the "
                   "earlier one.")),
    ]  # fmt: skip


def test_records_in_a_circle():
    """By a digest that does not depend on what the records hold, or there could be no circle."""
    circle = [made(one, "a", supersedes=RecordRef(to, ANOTHER)) for one, to in ("ab", "ba")]
    assert list(current_view(circle, digest=lambda _: ANOTHER).issues) == [
        Issue("supersedes_loop", "$.a.supersedes",
              "These records supersede each other in a circle: a, b. None of them came first.",
              fix="Find the record that was entered first, and take supersedes out of it."),
    ]  # fmt: skip


# -- the wording of staff instruments --------------------------------------------------------------


def test_a_staff_item_that_asks_how_often():
    """S1-01: advice to a person, who decides; in every language, at the text's own place."""
    text = {"en": "I always ask, and often listen.", "es": "Siempre pregunto."}
    document = definition(item("q1", "text", text=text), respondent_role="social_worker")
    path, why = "$.sections[0].items[0].text", "how often a thing is done says nothing of how well"
    say, leave = (
        "Say what another person could see or hear when it is done well",
        "leave it if the word means",
    )
    assert check_wording(document) == [
        Issue("frequency_wording", f"{path}.{locale}",
              (f"This speaks of how often ({found}). An instrument for staff asks what skilled practice looks like: "
               f"{why}, and turns into a count of work (S1-01)."),
              fix=f"{say}; {leave} something else here.", severity="advice")
        for locale, found in (("en", "always, often"), ("es", "Siempre"))
    ]  # fmt: skip


# -- stored scores ---------------------------------------------------------------------------------

SCORED = {
    "status": "scored", "value": 4, "exact": "4", "n_items": 3, "n_answered": 2, "n_not_applicable": 0,
    "n_declined": 1, "n_dont_know": 0, "n_not_answered": 0, "n_not_asked": 0, "band": None,
}  # fmt: skip
AS_GIVEN = "Store the score as sop.accept gave it."
ALWAYS_BOTH = (
    "A value and its exact form exist for scored and prorated alone, and always both."
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "issue"),
    [
        ({"status": "insufficient"}, Issue(
            "value_and_status", "$.scales.heard.status",
            f"The scale is insufficient and has a value. {ALWAYS_BOTH}", fix=AS_GIVEN)),
        ({"value": None, "exact": None}, Issue(
            "value_and_status", "$.scales.heard.status",
            f"The scale is scored and has no value. {ALWAYS_BOTH}", fix=AS_GIVEN)),
        ({"status": "prorated", "value": None, "exact": None}, Issue(
            "value_and_status", "$.scales.heard.status",
            f"The scale is prorated and has no value. {ALWAYS_BOTH}", fix=AS_GIVEN)),
        ({"n_dont_know": 2}, Issue(
            "counts_differ", "$.scales.heard.n_items",
            "n_items is 3, but the six counts add up to 5.", fix=AS_GIVEN)),
    ],
)  # fmt: skip
def test_a_stored_score_that_contradicts_itself(changed, issue):
    """What it says of itself is shown beside the rule."""
    assert check_score({"scales": {"heard": {**SCORED, **changed}}}) == [issue]


@pytest.mark.parametrize(
    "count",
    [
        "n_answered",
        "n_not_applicable",
        "n_declined",
        "n_dont_know",
        "n_not_answered",
        "n_not_asked",
    ],
)
def test_each_of_the_six_counts_is_added(count):
    """One more of any makes four of three."""
    found = check_score({"scales": {"heard": {**SCORED, count: SCORED[count] + 1}}})
    assert [issue.message for issue in found] == ["n_items is 3, but the six counts add up to 4."]


# -- forms -----------------------------------------------------------------------------------------

FORM = form_of(
    instrument(
        item("yes", "boolean"),
        choice("then", show_if={"item": "yes", "in": ["true"]}),
        title={"en": "x", "es": "x"},
        translations={"es": "draft"},
    ),
    "en",
)


@pytest.mark.parametrize(
    ("locale", "message"),
    [
        ("en", "The answer to “x” was left out, because the question goes only with another answer above it."),
        ("es", "La respuesta a «x» no se guardó, porque la pregunta va solo con otra respuesta anterior."),
    ],
)  # fmt: skip
def test_a_hidden_answer_that_was_dropped(locale, message):
    """The person is told in their own language; it is advice, and nothing is to be mended."""
    form = form_of(FORM.definition, locale)
    (note,) = form.read({"yes": "false", "then": "a"}).notes
    assert note == Issue(
        "hidden_item_dropped", "$.answers.then", message, fix="", severity="advice", item="then"
    )


TAKES_FIELDS = (
    "form.read takes a browser's fields (a mapping of names to texts), a prefix that is a text, and the record's "
    "other fields. The answers are in the fields."
)
TAKES_TEXT = (
    "form.read takes what a browser sends, which is text. A front end that has typed values writes the document "
    "itself."
)  # fmt: skip


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: FORM.read([("yes", "true")]), TAKES_FIELDS),
        (lambda: FORM.read({}, prefix=1), TAKES_FIELDS),
        (lambda: FORM.read({}, answers={}), TAKES_FIELDS),
        (lambda: FORM.read({"yes": True}), f"The field 'yes' is a Python bool. {TAKES_TEXT}"),
        (
            lambda: FORM.read({"p-then": ["a", 1]}, prefix="p-"),
            f"The field 'p-then' is a Python int. {TAKES_TEXT}",
        ),
    ],
)
def test_a_call_that_no_browser_makes(call, message):
    """A developer's mistake is a CallRefused that says what is taken."""
    with pytest.raises(CallRefused) as refused:
        call()
    assert str(refused.value) == message


# -- the tables themselves -------------------------------------------------------------------------


def shown_codes():
    """Every code that a table of this file or of the definitions' one shows in full."""
    yield from (row[1] for row in ANSWERS)
    yield from (issue.code for _, _, issue in HISTORY)
    yield from (row[0] for _, said in DEFINITIONS.values() for row in said)
    yield from ("unknown_item", "required", "not_a_time", "not_a_date", "hidden_item_dropped")
    yield from ("digest_mismatch", "scoring_mismatch", "value_and_status", "counts_differ")
    yield from ("superseded_changed", "id_used_twice", "supersedes_loop", "frequency_wording")
    yield from ("anonymous_identity", "anonymous_extensions", "anonymous_time")


def test_a_sound_definition_is_told_nothing():
    """The small instrument that these tests change is sound itself."""
    document = definition(choice("q1"))
    assert [*check_definition(document), *check_scales(document)] == []
