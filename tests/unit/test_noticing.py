"""What is noticed of accounts, field records and statements: each check, and where it says nothing."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from sop_core import Situation, Sop, to_document
from sop_core.documents import value_of
from sop_core.practice import (
    CODES,
    FieldRecord,
    Noted,
    Notice,
    Side,
    Statement,
    child_words,
    noted_in,
    notice_balance,
    notice_complicating,
    notice_dangers,
    notice_impact,
    notice_network,
    notice_parts,
    notice_services,
    notice_telling,
    noticed_facts,
    notices,
    redact,
)
from sop_core.practice.noticing import names_a_child
from sop_core.prompts import NOTICING, worded
from sop_core.types import PromptKind, RecordStatus, Translation
from tests.unit._cased import (
    AMENDED_GOAL,
    CIRCLES,
    CLAIM,
    DANGER,
    EVERY,
    GOAL,
    HARM,
    HOUSES,
    PLAN,
    QUESTIONS,
    VOID_GOAL,
    field,
)
from tests.unit._coached import Doc, changed, ref

SOP = Sop.load(plugins=False)


def value(document: Doc) -> Any:
    return value_of(document, FieldRecord if "tool" in document else Statement)


def account(*sides: str) -> list[Noted]:
    return [Noted(side=Side(side), text="x", place=f"$[{i}]") for i, side in enumerate(sides)]


def codes(found: tuple[Notice, ...]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        (["worry"], ["only_worries"]), (["worry", "other", "worry"], ["only_worries"]),
        (["strength"], ["only_strengths"]), (["strength", "other"], ["only_strengths"]),
        (["strength", "worry"], []), (["worry", "other", "strength"], []),
        ([], ["nothing_yet"]), (["other"], ["nothing_yet"]),
    ],
)  # fmt: skip
def test_a_one_sided_account_is_noticed(sides, code):
    """S2-37, S4-02, D15: only worries, only strengths, neither yet; both are balanced."""
    found = notice_balance(account(*sides))
    assert codes(found) == code
    if found and code != ["nothing_yet"]:
        assert found[0].places == tuple(f"$[{i}]" for i, side in enumerate(sides) if side != "other")  # fmt: skip


def test_a_complicating_factor_alone_is_a_worry_alone():
    """S3-01: it is no danger, and an account of nothing else is one-sided."""
    page = field("f", 2, "safety_map", entries=[{"id": "e", "part": "complicating_factors", "text": "The rent is late."}])  # fmt: skip
    assert codes(notices(value(page)))[0] == "only_worries"


def test_worries_that_name_no_child_are_asked_about():
    """S2-40: one word for a child in one of them is enough; no worry, no question."""
    worries = [Noted(side=Side.WORRY, text="The nights are hard.", place="a"), Noted(side=Side.WORRY, text="Money is short.", place="b")]  # fmt: skip
    assert notice_impact(worries) == (Notice("no_impact", ("a", "b")),)
    assert notice_impact([*worries, Noted(side=Side.WORRY, text="The baby cries.")]) == ()
    assert notice_impact([Noted(side=Side.STRENGTH, text="Grandmother comes.")]) == ()
    assert notice_impact([Noted(side=Side.WORRY, text="Maya is afraid.")], words={"maya"}) == ()


@pytest.mark.parametrize("text", ["The Child.", "both KIDS!", "su niño", "sus hijas", "a toddler's bed", "The grandson slept.", "two granddaughters", "an adolescent's room"])  # fmt: skip
def test_a_child_is_named_by_a_whole_word(text):
    """Whatever stands around it."""
    assert names_a_child(text)


@pytest.mark.parametrize("text", ["childhood", "kidding", "boycott", "", "parson1"])
def test_part_of_a_word_names_nobody(text):
    """A word that only begins like one is another word."""
    assert not names_a_child(text)


def test_in_spanish_they_are_is_no_child():
    """S2-40: `son` is a child in English and a verb in Spanish; each reader is asked by the words of their language."""
    spanish = changed(QUESTIONS, {"entries.1.text": "Las deudas son grandes."})
    assert names_a_child("Their son is afraid.", child_words("en-US"))
    assert not names_a_child("Las deudas son grandes.", child_words("es-MX"))
    assert names_a_child("Los hijos son pequeños.", child_words("es"))
    for locale, wanted in (("es", ["no_impact"]), ("en", [])):
        here = Situation(screen="contact.note", role="social_worker", locale=locale)
        assert [one.code for one in SOP.accept(spanish, situation=here).advice] == wanted


def test_a_danger_that_names_no_child_may_be_a_complicating_factor():
    """S3-01: it is asked, entry by entry, and nothing is moved."""
    page = field("f", 2, "safety_map", entries=[
        {"id": "a", "part": "harm", "text": "The caregiver drinks."},
        {"id": "b", "part": "danger", "text": "The child could be left alone."},
        {"id": "c", "part": "strengths", "text": "Asks for help."},
    ])  # fmt: skip
    assert notice_complicating(value(page)) == (Notice("harm_or_complicating", ("$.entries[0]",)),)
    assert codes(notices(value(page))) == ["harm_or_complicating"]
    assert notice_complicating(value(QUESTIONS)) == ()


def test_a_plan_of_services_alone_is_noticed():
    """S2-34: tagged by a person; nothing is guessed from the words."""
    assert notice_services(value(PLAN)) == ()
    services = changed(PLAN, {"entries.0.kind": "service"})
    assert notice_services(value(services)) == (Notice("services_only", ("$.entries[0]",)),)
    for kind in ({"-entries.0.kind": None}, {"entries.0.kind": "not_decided"}):
        found = notice_services(value(changed(PLAN, kind)))
        assert found == (Notice("objective_untagged", ("$.entries[0]",)),)
    assert notice_services(value(QUESTIONS)) == ()


def test_a_plan_of_services_without_an_objective_is_one_of_services_alone():
    """S2-34, B-08: services are not change; one objective that is a behavior, and nothing is noticed."""
    service = {"id": "e8", "part": "service", "text": "Twelve classes."}
    two = [service, {**service, "id": "e9", "text": "A weekly test."}]
    alone = changed(PLAN, {"entries": two})
    places = ("$.entries[0]", "$.entries[1]")
    assert notice_services(value(alone)) == (Notice("services_only", places),)
    assert codes(SOP.check(alone)) == ["services_only"]
    assert notice_services(value(changed(PLAN, {"entries": [PLAN["entries"][0], *two]}))) == ()


def test_next_steps_of_the_worker_alone_are_for_reflection():
    """S2-33: where somebody else says one, or nobody says whose they are, nothing is noticed."""
    told = changed(QUESTIONS, {"entries.2.voice": "worker"})
    assert notice_telling(value(told)) == (Notice("telling", ("$.entries[2]",)),)
    assert notice_telling(value(QUESTIONS)) == ()
    assert notice_telling(value(changed(QUESTIONS, {"-entries.2.voice": None}))) == ()
    assert notice_telling(value(PLAN)) == ()
    unsaid = {"id": "e7", "part": "next_steps", "text": "A call to the school."}
    mixed = changed(told, {"entries": [*told["entries"], unsaid]})
    assert notice_telling(value(mixed)) == (Notice("telling", ("$.entries[2]",)),)
    found = {**unsaid, "id": "e6", "voice": "caregiver"}
    assert notice_telling(value(changed(mixed, {"entries": [*mixed["entries"], found]}))) == ()


def test_a_network_that_did_not_grow_is_noticed():
    """S1-24, B-25: by the page's own moves, or since an earlier page; a first page is a beginning."""
    still = changed(CIRCLES, {"people": [{"id": "a", "ring": "outer"}], "-moves": None})
    nearer = changed(still, {"people": [{"id": "a", "ring": "inner"}]})
    left = changed(still, {"people": [{"id": "a"}], "moves": [{"person": "a", "from": "outer", "on": "2026-10-01"}]})  # fmt: skip
    assert notice_network(value(still)) == ()
    assert codes(notice_network(value(left))) == ["network_not_grown"]
    assert codes(notice_network(value(still), value(still))) == ["network_not_grown"]
    assert notice_network(value(nearer), value(still)) == ()
    assert notice_network(value(CIRCLES)) == ()
    assert notice_network(value(QUESTIONS), value(still)) == ()
    assert codes(notices(value(still), earlier=value(still))) == ["network_not_grown"]


def test_a_danger_waits_for_its_goal():
    """B-22: by id; what was entered in error answers nothing, and a goal for no danger neither."""
    second = changed(DANGER, {"id": "s-20"})
    no_danger = changed(GOAL, {"id": "s-21", "status": "draft", "-danger": None})
    every = [value(one) for one in (HARM, DANGER, second, GOAL, CLAIM, no_danger)]
    assert notice_dangers(every) == (Notice("danger_without_goal", ("s-20",)),)
    assert notice_dangers([value(DANGER), value(VOID_GOAL)])[0].places == ("s-2",)
    assert notice_dangers([value(HARM)]) == ()


def test_a_goal_for_a_danger_that_was_amended_answers_the_amended_one():
    """B-22: however often; an amended goal still answers, one that was entered in error does not."""
    again = changed(DANGER, {"id": "s-22", "status": "amended", "supersedes": ref(DANGER)})
    third = changed(DANGER, {"id": "s-23", "status": "amended", "supersedes": ref(again)})
    chain = [value(one) for one in (DANGER, again, third)]
    assert notice_dangers(chain) == (Notice("danger_without_goal", ("s-23",)),)
    assert notice_dangers([*chain, value(GOAL)]) == ()
    assert notice_dangers([value(third), value(again), value(GOAL)]) == ()
    assert notice_dangers([*chain, value(GOAL), value(AMENDED_GOAL)]) == ()
    assert notice_dangers([*chain, value(GOAL), value(VOID_GOAL)]) != ()
    loop = changed(DANGER, {"status": "amended", "supersedes": {**ref(again)}})
    assert notice_dangers([value(loop), value(again)]) == ()


def test_a_draft_says_what_it_still_needs():
    """C-30, S2-09: the four parts of safety by themselves; a finished one needs nothing."""
    draft = changed(HARM, {"status": "draft", "-parts.who_reported": None})
    assert notices(value(draft)) == (Notice("part_missing", ("$.parts.who_reported",)),)
    claim = changed(CLAIM, {"status": "draft", "-parts.over_time": None})
    assert notice_parts(value(claim)) == (Notice("safety_part_missing", ("$.parts.over_time",)),)
    assert notice_parts(value(changed(CLAIM, {"status": "draft"}))) == ()
    assert notices(value(HARM)) == ()


def test_what_was_cut_or_voided_is_not_looked_at():
    """C-33: there is nothing to notice in it."""
    lopsided = changed(QUESTIONS, {"-entries.0": None})
    assert codes(notices(value(lopsided))) == ["only_worries", "no_impact"]
    assert notices(redact(value(lopsided))) == ()
    assert notices(attrs.evolve(value(lopsided), status=RecordStatus.ENTERED_IN_ERROR)) == ()
    assert notices(value(HOUSES)) == ()


def test_an_account_keeps_its_places():
    """Each entry by its path, on the side of its part."""
    assert [(one.side, one.place) for one in noted_in(value(QUESTIONS))] == [
        (Side.STRENGTH, "$.entries[0]"), (Side.WORRY, "$.entries[1]"), (Side.OTHER, "$.entries[2]"),
    ]  # fmt: skip
    assert noted_in(redact(value(QUESTIONS)))[0].text == ""


def test_notices_become_facts():
    """For prompts: by code, with how many places it is about; without a place, once."""
    found = [Notice("nothing_yet"), Notice("telling", ("a", "b")), Notice("telling", ("c",))]
    assert dict(noticed_facts(found)) == {"noticed.nothing_yet": 1, "noticed.telling": 3}


# ------------------------------------------------------------------------------------- in the house


def test_check_gives_what_is_noticed_as_advice():
    """S2-37: in a colleague's words, and accepted all the same."""
    lopsided = changed(QUESTIONS, {"-entries.0": None, "entries.0.text": "The children sleep badly."})  # fmt: skip
    (said,) = SOP.check(lopsided)
    assert (said.code, said.severity, said.path) == ("only_worries", "advice", "$.entries[0]")
    assert said.message == "What strengths, protective capacities or acts of protection stand beside these worries?"  # fmt: skip
    assert (
        to_document(SOP.accept(lopsided).record)["entries"][0]["text"]
        == "The children sleep badly."
    )
    assert SOP.accept(lopsided).advice == ()


def test_advice_stands_beside_the_record_where_a_situation_is_given():
    """DESIGN 4: in the reader's language as far as there is one; the record is the same."""
    draft = changed(HARM, {"status": "draft", "parts": {}})
    for wanted, locale in (("es", "es"), ("de", "en")):
        here = Situation(screen="contact.note", role="social_worker", locale=wanted)
        receipt = SOP.accept(draft, situation=here)
        (said,) = receipt.advice
        assert (said.code, said.locale, said.source) == ("part_missing", locale, "C-30, B-21")
        assert receipt.record == SOP.accept(draft).record


def test_what_is_given_is_looked_at_too():
    """B-22, B-25: the case's other statements, and the last page of its circles, before this one alone."""
    (said,) = SOP.check(DANGER)
    assert (said.code, said.path) == ("danger_without_goal", "$")
    assert SOP.check(DANGER, given=[GOAL]) == ()
    assert [one.code for one in SOP.check(DANGER, given=[changed(GOAL, {"case": "case-2"}), QUESTIONS])] == ["danger_without_goal"]  # fmt: skip
    assert SOP.check(changed(DANGER, {"status": "draft"})) == ()
    assert (
        SOP.check(changed(DANGER, {"parts": {}, "redacted": True})) == ()
    )  # C-33: a copy that is kept
    still = changed(
        CIRCLES,
        {"people": [{"id": "a", "ring": "outer"}], "-moves": None, "-entries.0.person": None},
    )
    later = changed(still, {"id": "f-20", "made_at": "2026-11-20T10:00:00-08:00"})
    assert [one.code for one in SOP.check(later, given=[still])] == ["network_not_grown"]
    for other in (
        later,
        changed(still, {"status": "draft"}),
        changed(still, {"case": "case-2"}),
        PLAN,
    ):
        assert SOP.check(changed(later, {"id": "f-21"}), given=[other]) == ()
    amended = changed(later, {"status": "amended", "supersedes": ref(still)})
    assert SOP.check(amended, given=[still]) == ()
    here = Situation(screen="case.view", role="social_worker")
    assert [one.code for one in SOP.accept(later, given=iter([still]), situation=here).advice] == ["network_not_grown"]  # fmt: skip


def test_what_was_put_aside_does_not_come_again():
    """S2-03: on this case, for this viewer; as a stored record or as a value."""
    lopsided = changed(QUESTIONS, {"-entries.0": None, "entries.0.text": "The children sleep badly."})  # fmt: skip
    aside = {
        "$schema": "urn:sop:schema:feedback:1", "id": "b", "prompt": "what_we_notice/only_worries", "screen": "contact.note",
        "outcome": "dismissed", "on": "2026-11-21", "case": "case-1", "viewer": "w",
    }  # fmt: skip
    for case, said in (("case-1", []), ("case-2", ["only_worries"])):
        here = Situation(screen="contact.note", role="social_worker", case=case, viewer="w", feedback=[aside, "?"])  # fmt: skip
        assert [one.code for one in SOP.accept(lopsided, situation=here).advice] == said


def test_what_a_prompt_asked_and_was_put_aside_is_not_asked_beside_the_record():
    """S2-03: the panel and the record speak of one thing; who puts the question aside is not asked it again there."""
    lopsided = changed(QUESTIONS, {"-entries.0": None, "entries.0.text": "The client is tired.", "entries.0.voice": "worker"})  # fmt: skip
    outcomes = ("dismissed", "helpful", "ignored", "accepted")
    for prompt, outcome, left in [
        ("balanced_account/balance_strengths", "dismissed", ["no_impact", "jargon"]),
        ("balanced_account/balance_plain_words", "dismissed", ["only_worries", "no_impact"]),
        ("three_questions/contact_note_next", "dismissed", ["only_worries", "no_impact", "jargon"]),
        ("nobody/knows_it", "dismissed", ["only_worries", "no_impact", "jargon"]),
        *(("balanced_account/balance_strengths", one, ["only_worries", "no_impact", "jargon"]) for one in outcomes[1:]),
    ]:  # fmt: skip
        told = {
            "$schema": "urn:sop:schema:feedback:1", "id": "b", "prompt": prompt, "screen": "contact.note",
            "outcome": outcome, "on": "2026-11-21", "case": "case-1", "viewer": "w",
        }  # fmt: skip
        here = Situation(screen="case.view", role="social_worker", case="case-1", viewer="w", feedback=[told])  # fmt: skip
        assert [one.code for one in SOP.accept(lopsided, situation=here).advice] == left


@pytest.mark.parametrize(
    "text",
    [
        "Los menores se quedaron solos.", "El nieto lloró.", "La nena no durmió.", "A minor was hurt.",
        "The kiddos were hungry.", "Her grandchildren saw it.", "His stepson hid.", "The unborn is at risk.",
    ],
)  # fmt: skip
def test_a_child_is_called_by_many_words(text):
    """S2-40: each of these accounts is about a child, and nobody is asked where the child is."""
    assert names_a_child(text)
    assert not names_a_child("The minority of the voters, a kiddie pool, and menorah candles.")


def test_a_letter_with_its_mark_apart_is_the_same_letter():
    """In either form of Unicode."""
    assert names_a_child("nin\u0303a")


def test_a_county_replaces_the_words():
    """C-31: a set of its own on the screen `noticing`, with a higher priority."""
    own = {
        "$schema": "urn:sop:schema:prompts:1", "id": "county07.noticing", "version": "1", "status": "active",
        "title": {"en": "Ours", "es": "Lo nuestro"}, "source": "county 07", "rights": "county 07",
        "dismiss_reasons": {"later": {"en": "Later", "es": "Luego"}},
        "prompts": [{
            "id": "part_missing", "kind": "reflect", "screens": [NOTICING], "text": {"en": "Who knows?", "es": "¿Quién sabe?"},
            "source": "county 07", "priority": 5, "dismiss": ["later"],
        }],
    }  # fmt: skip
    sop = Sop.load(plugins=False, definitions=[own])
    (said,) = worded([Notice("part_missing", ("$",)), Notice("unheard_of")], sop.catalog.prompts_on(NOTICING), "es")  # fmt: skip
    assert (said.text, said.kind, said.translation) == ("¿Quién sabe?", PromptKind.REFLECT, Translation.DRAFT)  # fmt: skip
    assert said.prompt == "county07.noticing/part_missing"


@pytest.mark.parametrize("document", EVERY, ids=lambda one: one["id"])
def test_what_is_noticed_holds_no_word_of_the_record(document):
    """B-39: codes and places alone; and every code is one of the list."""
    for one in notices(value(document)):
        assert one.code in CODES
        assert all(place.startswith("$.") for place in one.places)
