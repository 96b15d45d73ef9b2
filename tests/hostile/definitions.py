"""Hostile definitions: what each is, the code that refuses it, and words that the refusal must hold."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from tests.hostile.hosts import EN, INSTRUMENT, instrument

Document = dict[str, Any]


def item(at: int, **fields: Any) -> Document:
    """The instrument with one item's fields changed."""

    def change(document: Document) -> None:
        document["sections"][0]["items"][at] |= fields

    return instrument(change)


def without(at: int, field: str) -> Document:
    """The instrument with one item's field taken out."""

    def change(document: Document) -> None:
        del document["sections"][0]["items"][at][field]

    return instrument(change)


def scale(**fields: Any) -> Document:
    """The instrument with one scale over its choice and its whole number, changed."""
    plain = {
        "id": "only", "title": EN, "items": ["q01", "q08"], "method": "mean", "min_answered": 1,
        "rounding": {"mode": "half_up", "places": 2},
    }  # fmt: skip
    return instrument(scales=[plain | fields])


def options(*changed: Document) -> Document:
    """The instrument with other options in its response set, each with a code and a label."""
    filled = [{"code": f"c{at}", "label": EN} | one for at, one in enumerate(changed)]
    return instrument(
        response_sets={"three": {"options": filled}},
        sections=[{"id": "s", "title": EN, "items": [
            {"id": "q01", "type": "choice", "text": EN, "response_set": "three"}]}],
        scales=[],
    )  # fmt: skip


def fine(fields: list[str]) -> Document:
    """A scale whose weights have no common denominator that anybody would want."""
    weights = {"q01": "1/999999999989", "q08": "1/999999999961"}
    return scale(weights={name: weights[name] for name in fields})


def band(*starts: Any, **fields: Any) -> Document:
    bands = [{"id": f"b{at}", "from": start, "title": EN} for at, start in enumerate(starts)]
    return scale(bands=bands, **fields)


def case(**fields: Any) -> Document:
    plain = {"id": "one", "answers": {"q01": "2"}, "expect": {"mean": {"value": "2"}}}
    return instrument(cases=[plain | fields])


def raw(document: Document = INSTRUMENT, *, in_place_of: str, put: str) -> str:
    """The instrument as JSON with a piece of the text exchanged."""
    written = json.dumps(document)
    assert in_place_of in written
    return written.replace(in_place_of, put, 1)


def text(**locales: str) -> Document:
    return dict(locales)


PROMPTS: Document = {
    "$schema": "urn:sop:schema:prompts:1", "id": "p", "version": "1", "status": "active",
    "title": EN, "source": "x", "rights": "x", "dismiss_reasons": {"later": EN},
    "prompts": [{"id": "a", "kind": "ask", "screens": ["case.view"], "text": EN, "source": "x",
                 "dismiss": ["later"]}],
}  # fmt: skip


def prompts(**fields: Any) -> Document:
    """The set of prompts with its one prompt changed."""
    changed = deepcopy(PROMPTS)
    changed["prompts"][0] |= fields
    return changed


PROFILE: Document = {
    "$schema": "urn:sop:schema:profile:1", "id": "rubric", "version": "1", "status": "active",
    "title": EN, "source": "x", "rights": "x",
    "levels": [{"id": "low", "title": EN}, {"id": "high", "title": EN}],
    "aspects": [{"id": "a", "title": EN, "descriptors": {"low": EN, "high": {"en": "More to read"}}}],
}  # fmt: skip


def rubric(**fields: Any) -> Document:
    """The profile with fields changed."""
    return deepcopy(PROFILE) | fields


def described(**descriptors: Any) -> Document:
    """The profile with its one aspect described otherwise; None takes a level's description out."""
    changed = rubric()
    kept = changed["aspects"][0]["descriptors"] | descriptors
    changed["aspects"][0]["descriptors"] = {key: text for key, text in kept.items() if text}
    return changed


#: Each item of the instrument, kept as it is.
KEPT = {one["id"]: {"item": one["id"]} for one in INSTRUMENT["sections"][0]["items"]}


def migration(entries: Document | None = None, **fields: Any) -> Document:
    """The instrument with one migration from a version that is not loaded, in which something is wrong."""
    plain = {
        "from": "0.9", "scoring": "sha256:" + "0" * 64, "comparable": False,
        "items": {**KEPT, **(entries or {})},
    }  # fmt: skip
    return instrument(migrations=[plain | fields])


#: (what it is, the document, the code, words of the message or fix)
DEFINITIONS: list[tuple[str, Any, str, str]] = [
    ("an item that waits for itself", item(0, show_if={"item": "q01", "in": ["1"]}), "show_if_not_earlier", "'q01'"),
    ("two items that wait for each other", item(0, show_if={"item": "q08", "in": ["1"]}), "show_if_not_earlier", "Move 'q01' behind 'q08'"),
    ("a condition on an unknown item", item(1, show_if={"item": "q99", "in": ["1"]}), "unknown_item", "no item of this instrument"),
    ("a condition on a text", item(7, show_if={"item": "q06", "in": ["a"]}), "show_if_not_coded", "has no codes"),
    ("a condition on a reason", item(7, show_if={"item": "q01", "in": ["na"]}), "unknown_code", "codes that carry values"),
    ("a condition on an unknown code", item(7, show_if={"item": "q01", "in": ["9"]}), "unknown_code", "1, 2, 3"),
    ("a condition on yes", item(7, show_if={"item": "q05", "in": ["yes"]}), "unknown_code", "true, false"),
    ("a condition without codes", item(7, show_if={"item": "q01", "in": []}), "too_short", "at least 1"),
    ("a condition that is a program", item(7, show_if="q01 == 1"), "wrong_type", "an object is wanted"),
    ("an item without its set", without(0, "response_set"), "response_set_missing", "Add response_set"),
    ("an item with an unknown set", item(0, response_set="four"), "unknown_response_set", "not defined"),
    ("a set named by a list", item(0, response_set=["three"]), "wrong_type", "a list stands here"),
    ("a set of values for a number", item(2, response_set="three"), "response_set_not_for_type", "Only reasons".lower()),
    ("a number without a maximum", without(2, "maximum"), "bounds_missing", "Add both"),
    ("bounds the wrong way round", item(2, minimum=11), "bounds_reversed", "Exchange"),
    ("a whole number from a half", item(2, minimum="1/2"), "bounds_not_whole", "make the item a decimal"),
    ("bounds of a text", item(5, minimum=1, maximum=2), "bounds_not_for_type", "Take minimum out"),
    ("a length of a number", item(2, max_length=3), "bounds_not_for_type", "max_length"),
    ("a bound that is a float", item(3, maximum=10.5), "wrong_type", 'a fraction such as "1/2"'),
    ("an unknown type", item(0, type="slider"), "not_a_choice", "choice, choices"),
    ("an item twice", item(1, id="q01"), "not_unique", "already stands at $.sections[0].items[0].id"),
    ("an item called like another's field", item(1, id="q01.missing"), "reserved_id", "why 'q01' has no answer"),
    ("an id with a space", item(0, id="q 01"), "wrong_form", "1 to 64"),
    ("an id that is turned round", item(0, id="q01\u202e"), "wrong_form", "\\u202e"),
    ("a label that is turned round", options({"value": 1, "label": {"en": "Yes\u202e"}}), "bidi_control", "U+202A-E"),
    ("a question that is turned round", item(0, text={"en": "\u2066Are you well?"}), "bidi_control", "reorders"),
    ("a code that is turned round", options({"value": 1, "code": "1\u202e"}), "wrong_form", "\\u202e"),
    ("a code twice", options({"value": 1, "code": "a"}, {"value": 2, "code": "a"}), "not_unique", "'a' already stands"),
    ("a value and a reason", options({"value": 1}, {"value": 1, "missing": "declined"}), "value_or_missing", "both a value and a missing reason"),
    ("neither a value nor a reason", options({"value": 1}, {}), "value_or_missing", "neither"),
    ("a float for a value", options({"value": 0.5}), "wrong_type", "0.5 stands here"),
    ("a text for a value", options({"value": "0.5"}), "wrong_form", "'0.5' is not"),
    ("a fraction of nothing", options({"value": "1/0"}), "wrong_form", "'1/0'"),
    ("a fraction with a line break", options({"value": "1/2\n"}), "wrong_form", "line break"),
    ("an unknown reason", options({"value": 1}, {"missing": "unsure"}), "not_a_choice", "dont_know"),
    ("not_asked as a reason", options({"value": 1}, {"missing": "not_asked"}), "not_a_choice", "not_answered"),
    ("a set of reasons alone for a choice", options({"missing": "declined"}), "nothing_to_choose", "no option carries a value"),
    ("a set without options", instrument(response_sets={"three": {"options": []}}), "too_short", "at least 1"),
    ("a scale of an unknown item", scale(items=["q01", "q17"]), "unknown_item", "scale 'only' names item 'q17'"),
    ("a scale with an item twice", scale(items=["q01", "q01"]), "not_unique", "scale item"),
    ("a scale without items", scale(items=[]), "too_short", "at least 1"),
    ("choices in a mean", scale(items=["q01", "q02"]), "item_not_for_scale", "choice, integer, decimal and boolean"),
    ("a text in a scale", scale(items=["q06"], method="sum"), "item_not_for_scale", "of type text"),
    ("a date in a scale", scale(items=["q07"], method="highest"), "item_not_for_scale", "of type date"),
    ("a number in a count", scale(items=["q03"], method="count", of=["1"]), "item_not_for_scale", "choice, choices and boolean"),
    ("a weight of nothing", scale(weights={"q01": 0}), "weight_not_positive", "reverse-keyed"),
    ("a weight below nothing", scale(weights={"q01": -1}), "weight_not_positive", "-1"),
    ("a weight that is a float", scale(weights={"q01": 0.5}), "wrong_type", "0.5 stands here"),
    ("a weight of another item", scale(weights={"q03": 2}), "unknown_item", "under weights"),
    ("weights of a lowest", scale(method="lowest", weights={"q01": 2}), "not_for_method", "passed over in silence"),
    ("weights too fine to write down", fine(["q01", "q08"]), "fractions_too_fine", "common denominator"),
    ("a reversed item of another scale", scale(reverse=["q03"]), "unknown_item", "under reverse"),
    ("a reversed count", scale(method="count", of=["1"], reverse=["q01"]), "not_for_method", "does not take 'reverse'"),
    ("a count of nothing", scale(method="count"), "of_missing", "the codes that count"),
    ("a count of an unknown code", scale(method="count", of=["9"]), "unknown_code", "1, 2, 3"),
    ("a count of a reason", scale(method="count", of=["na"]), "unknown_code", "carry values"),
    ("a mean of codes", scale(of=["1"]), "not_for_method", "does not take 'of'"),
    ("a minimum of none", scale(min_answered=0), "min_answered_out_of_range", "from 1 to 2"),
    ("a minimum of more than all", scale(min_answered=3), "min_answered_out_of_range", "of 2 items"),
    ("a minimum below nothing", scale(min_answered=-1), "min_answered_out_of_range", "-1"),
    ("a change of nothing", scale(change=0), "change_out_of_range", "above 0 and at most 2"),
    ("a change below nothing", scale(change="-1/2"), "change_out_of_range", "'-1/2'"),
    ("a change beyond the range", scale(change="9/4"), "change_out_of_range", "one eighth of the range"),
    ("a change where nothing can", scale(items=["q05"], method="lowest", change="3/2"), "change_out_of_range", "at most 1"),
    ("a change of an unknown range", scale(items=["q99"], change=-1), "change_out_of_range", "above 0:"),
    ("a change as a decimal", scale(change=0.5), "wrong_type", "an integer, or a fraction"),
    ("a change in words", scale(change="half"), "wrong_form", "1/2"),
    ("a share of nothing", scale(min_answered="0/1"), "min_answered_out_of_range", "above 0"),
    ("a share of more than all", scale(min_answered="3/2"), "min_answered_out_of_range", "at most 1"),
    ("a minimum that is a float", scale(min_answered=0.5), "wrong_type", "0.5"),
    ("a scaled-up mean", scale(prorate="scale_up"), "not_for_method", "nothing to scale up"),
    ("a scaled-up sum of unlike items", scale(items=["q01", "q03"], method="sum", prorate="scale_up"), "prorate_unlike_items", "differ in bounds or weight"),
    ("a scaled-up sum of unlike weights", scale(method="sum", weights={"q01": 2}, prorate="scale_up"), "prorate_unlike_items", "one weight"),
    ("a percentage of no span", scale(items=["q03"], method="percent_of_max") | {"sections": [{"id": "s", "title": EN, "items": [{"id": "q03", "type": "integer", "text": EN, "minimum": 3, "maximum": 3}]}]}, "no_span", "a share of nothing"),
    ("bands that leave a gap", band(2, 3), "bands_leave_a_gap", "Let the first band begin at 1"),
    ("bands that descend", band(1, 3, 2), "bands_not_ascending", "ascending order"),
    ("a band twice", band(1, 1), "bands_not_ascending", "each from once"),
    ("two bands of one name", scale(bands=[{"id": "b", "from": 1, "title": EN}, {"id": "b", "from": 2, "title": EN}]), "not_unique", "band 'b'"),
    ("a band from a float", band(1, 1.5), "wrong_type", "1.5"),
    ("rounding to a thousand places", scale(rounding={"mode": "half_up", "places": 1000}), "out_of_range", "at most 9"),
    ("an unknown rounding", scale(rounding={"mode": "up", "places": 0}), "not_a_choice", "half_up, half_even"),
    ("an unknown method", scale(method="median"), "not_a_choice", "mean, sum"),
    ("two scales of one name", instrument(scales=[scale()["scales"][0]] * 2), "not_unique", "scale 'only'"),
    ("two sections of one name", instrument(lambda d: d["sections"].append({"id": "s", "title": EN, "items": [{"id": "new", "type": "date", "text": EN}]})), "not_unique", "section 's'"),
    ("a text in one language", item(0, text=text(es="Algo")), "locales_differ", "lacks en"),
    ("a text in one language more", item(0, text=text(en="Some", es="Algo")), "locales_differ", "has es, which the title lacks"),
    ("a text in no language", item(0, text={}), "too_short", "at least 1"),
    ("a text that is empty", item(0, text={"en": ""}), "too_short", "at least 1"),
    ("a text without a language", item(0, text="Some"), "wrong_type", "an object is wanted"),
    ("a translation of nothing", instrument(translations={"fr": "draft"}), "locales_differ", "translations speaks of 'fr'"),
    ("a language that is none", instrument(title={"English": "x"}), "wrong_form", "en or es"),
    ("a case that comes out otherwise", case(expect={"mean": {"value": "3"}}), "case_differs", "expects '3'"),
    ("a case of another status", case(expect={"sum": {"status": "scored"}}), "case_differs", "'insufficient'"),
    ("a case with a value where there is none", case(expect={"sum": {"value": "2"}}), "case_differs", "come to null"),
    ("a case of an unknown scale", case(expect={"total": {"value": "3"}}), "unknown_scale", "mean, sum"),
    ("a case with a bad answer", case(answers={"q01": "9"}), "unknown_code", "$.cases[0].answers.q01"),
    ("a case without a required answer", case(answers={}), "required", "$.cases[0].answers.q01"),
    ("a migration of itself", migration(**{"from": "1.0.0"}), "migration_not_earlier", "there is no way back"),
    ("a migration of the future", migration(**{"from": "999999.999999.999999.999999"}), "migration_not_earlier", "an earlier version"),
    ("a migration of a version in words", migration(**{"from": "first"}), "wrong_form", "1.0.0"),
    ("a migration twice", instrument(migrations=migration()["migrations"] * 2), "not_unique", "seen in two ways"),
    ("a migration of nothing", migration(items={}), "too_short", "at least 1"),
    ("a migration that says nothing", instrument(migrations=[{}]), "missing_field", "'scoring' is missing"),
    ("a migration without a word on scores", instrument(migrations=[{k: v for k, v in migration()["migrations"][0].items() if k != "comparable"}]), "missing_field", "laid beside"),
    ("a migration comparable in words", migration(comparable="true"), "wrong_type", "Leave the quotation marks out"),
    ("a migration with a short digest", migration(scoring="sha256:0"), "wrong_form", "$.migrations[0].scoring"),
    ("migrations that are an object", instrument(migrations={"0.9": KEPT}), "wrong_type", "a list is wanted"),
    ("fifty-one migrations", instrument(migrations=[migration(**{"from": f"0.{at}"})["migrations"][0] for at in range(51)]), "too_long", "at most 50"),
    ("an item that is kept nowhere", migration({"old": {"item": "q99"}}), "unknown_item", "no item of this version"),
    ("an item that is neither kept nor dropped", migration({"old": {}}), "item_or_dropped", "neither kept nor dropped"),
    ("an item that is not dropped", migration({"old": {"dropped": False}}), "not_a_choice", "not among the choices"),
    ("an item that is kept and dropped", migration({"old": {"item": "q01", "dropped": True}}), "item_or_dropped", "both kept and dropped"),
    ("two items that come to one", migration({"old": {"item": "q01"}}), "migration_collision", "one would be lost"),
    ("a thousand items that come to one", migration({f"old{at}": {"item": "q01"} for at in range(1000)}), "migration_collision", "both come to 'q01'"),
    ("a code that comes to nothing", migration({"q01": {"item": "q01", "codes": {"1": "9"}}}), "unknown_code", "1, 2, 3, na"),
    ("a code that comes to a list", migration({"q01": {"item": "q01", "codes": {"1": ["1", "2"]}}}), "wrong_type", "a list stands here"),
    ("no codes at all", migration({"q01": {"item": "q01", "codes": {}}}), "too_short", "at least 1"),
    ("codes for a day", migration({"q07": {"item": "q07", "codes": {"1": "1"}}}), "unknown_code", "leave codes out"),
    ("an unknown word of a migration", migration(when="2026-11-21"), "unknown_field", "'when'"),
    ("no sections", instrument(sections=[]), "too_short", "at least 1"),
    ("sections that are an object", instrument(sections={"s": []}), "wrong_type", "a list is wanted"),
    ("an unknown field", instrument(sectoins=[]), "unknown_field", "Did you mean 'sections'?"),
    ("a missing title", {k: v for k, v in instrument().items() if k != "title"}, "missing_field", "'title' is missing"),
    ("a version of words", instrument(version="one"), "wrong_form", "1.0.0"),
    ("a version with a line break", instrument(version="1.0.0\n"), "wrong_form", "line break"),
    ("anonymous in words", instrument(anonymous="true"), "wrong_type", "Leave the quotation marks out"),
    ("a screen twice", instrument(screens=["a", "a"]), "not_unique", "stands twice"),
    ("screens of every kind", instrument(screens=[1, "a", [], {}, None, 1]), "wrong_type", "$.screens[0]"),
    ("four thousand screens of every kind", instrument(screens=[one for at in range(1000) for one in (at, f"s{at}", [at], {"a": at})]), "too_long", "at most 100"),
    ("a float anywhere", instrument(extensions={"a": float("nan")}), "not_a_number", "nan"),
    ("a record for a definition", {"$schema": "urn:sop:schema:administration:1"}, "not_a_definition", "Records go to sop.accept"),
    ("no schema", {k: v for k, v in instrument().items() if k != "$schema"}, "schema_missing", "names no schema"),
    ("a newer schema", instrument(**{"$schema": "urn:sop:schema:instrument:2"}), "unknown_schema", "may be newer"),
    ("a key twice", raw(in_place_of='"status"', put='"status": "draft", "status"'), "duplicate_key", "'status'"),
    ("a level that nothing describes", described(high=None), "level_not_described", "what practice looks like at high"),
    ("a level that is none", described(highest=EN), "unknown_level", "'highest', which is no level"),
    ("one level", rubric(levels=PROFILE["levels"][:1]), "too_short", "at least 2"),
    ("levels without end", rubric(levels=[{"id": f"l{at}", "title": EN} for at in range(51)]), "too_long", "at most 50"),
    ("a level twice", rubric(levels=[*PROFILE["levels"], PROFILE["levels"][0]]), "not_unique", "level 'low'"),
    ("an aspect twice", rubric(aspects=PROFILE["aspects"] * 2), "not_unique", "aspect 'a'"),
    ("no aspects", rubric(aspects=[]), "too_short", "at least 1"),
    ("levels by number", rubric(levels=[1, 2, 3]), "wrong_type", "an object is wanted"),
    ("a level whose id is a number", rubric(levels=[{"id": 1, "title": EN}, {"id": 2, "title": EN}]), "wrong_type", "1 stands here"),
    ("a level that weighs more", rubric(levels=[{"id": "low", "title": EN, "value": 1}, PROFILE["levels"][1]]), "unknown_field", "value"),
    ("a profile that counts", rubric(min_count=5), "unknown_field", "min_count"),
    ("a level expected by a day", rubric(expected={"low": "2026-12-31"}), "unknown_field", "expected"),
    ("a profile before itself", rubric(prerequisites=["three_houses", "rubric"]), "prerequisite_cycle", "names itself"),
    ("a prerequisite twice", rubric(prerequisites=["a", "a"]), "not_unique", "twice"),
    ("a descriptor in another language", described(high={"es": "x"}), "locales_differ", "lacks en"),
    ("a descriptor that is turned round", described(high={"en": "\u202ex"}), "bidi_control", "reorders"),
    ("a name that is turned round", rubric(names={"en": ["three\u202e houses"]}), "bidi_control", "another name"),
    ("a descriptor that is a text", described(high="Asks."), "wrong_type", "an object is wanted"),
    ("a descriptor of nothing", described(high={"en": ""}), "too_short", "at least 1"),
    ("a rating for a definition", {"$schema": "urn:sop:schema:rating:1"}, "not_a_definition", "Records go to sop.accept"),
    ("a prompt that cannot be put aside", prompts(dismiss=[]), "too_short", "every prompt can be put aside"),
    ("a prompt put aside for nothing", prompts(dismiss=["never"]), "unknown_reason", "nothing to read"),
    ("a prompt twice", PROMPTS | {"prompts": PROMPTS["prompts"] * 2}, "not_unique", "prompt 'a'"),
    ("a prompt that warns", prompts(kind="warn"), "not_a_choice", "ask, notice, reflect"),
    ("a prompt on no screen", prompts(screens=[]), "too_short", "at least 1"),
    ("a prompt that is turned round", prompts(text={"en": "\u202eAsk"}), "bidi_control", "reorders"),
    ("a reason in no language", PROMPTS | {"dismiss_reasons": {"later": {}}}, "locales_differ", "lacks en"),
]  # fmt: skip

#: Definitions that only look wrong: (what it is, the document).
ODD_BUT_SOUND: list[tuple[str, Document]] = [
    ("levels with odd names", rubric(levels=[{"id": "0", "title": EN}, {"id": "-", "title": EN}], aspects=[{"id": "__proto__", "title": EN, "descriptors": {"-": EN, "0": {"en": "x"}}}])),
    ("a profile after one that is loaded", rubric(prerequisites=["three_houses"])),
    ("one option", options({"value": 1})),
    ("values below nothing", options({"value": -3}, {"value": "-1/2"})),
    ("a value twice", options({"value": 1}, {"value": 1})),
    ("two options for one reason", options({"value": 1}, {"missing": "declined"}, {"missing": "declined"})),
    ("a number with one value", item(2, minimum=3, maximum=3)),
    ("no scales", instrument(scales=[])),
    ("the whole range as the smallest change", scale(change=2)),
    ("a small part of the range as the smallest change", scale(change="1/100")),
    ("a band for one value", band(1)),
    ("a scaled-up count", scale(method="count", of=["1"], prorate="scale_up")),
    ("a scaled-up sum of alike items", scale(method="sum", weights={"q01": 2, "q08": "4/2"}, prorate="scale_up")),
    ("a percentage of unlike items", scale(items=["q01", "q05", "q03", "q04"], method="percent_of_max")),
    *[
        (f"a response set called {name}", instrument(
            response_sets={name: INSTRUMENT["response_sets"]["three"]},
            sections=[{"id": "s", "title": EN, "items": [
                {"id": "q01", "type": "choice", "text": EN, "response_set": name}]}],
            scales=[],
        ))
        for name in ("text", "title", "label", "extensions", "cases", "translations", "dismiss_reasons", "__proto__")
    ],
]  # fmt: skip
