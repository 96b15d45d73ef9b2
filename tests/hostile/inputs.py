"""Hostile records: what each is, the code that refuses it, and words that the refusal must hold."""

from __future__ import annotations

import datetime as dt
import enum
import json
from decimal import Decimal
from typing import Any

from tests.hostile.hosts import RECORD, answers, nobodys, record, text

DIGEST = "sha256:" + "0" * 64
RAW = json.dumps(RECORD)


def nested(levels: int, kind: str) -> Any:
    """Objects or lists in each other; the outermost counts."""
    value: Any = {} if kind == "{" else []
    for _ in range(levels - 1):
        value = {"a": value} if kind == "{" else [value]
    return value


def circle() -> dict[str, Any]:
    """An object that holds itself twice, so that whoever follows it never comes to an end."""
    value: dict[str, Any] = {}
    value |= {"a": value, "b": [value, value]}
    return value


def broad() -> list[Any]:
    """Ten lists of ten lists of …: small in memory, and 10^9 values when it is written out."""
    value: list[Any] = ["x"]
    for _ in range(9):
        value = [value] * 10
    return value


def with_extension(value: Any) -> dict[str, Any]:
    return record(extensions={"a": value})


#: (what it is, the document, the code, words of the message or fix)
Hostile = tuple[str, Any, str, str]

BYTES: list[Hostile] = [
    ("nothing", b"", "not_json", "Line 1, column 1"),
    ("an empty text", "", "not_json", "Line 1, column 1"),
    ("white space", b" \n\t ", "not_json", "not JSON"),
    ("null", b"null", "not_an_object", "null"),
    ("a list", b"[]", "not_an_object", "a list"),
    ("a string", b'"record"', "not_an_object", "'record'"),
    ("a number", "1", "not_an_object", "1"),
    ("trailing garbage", RAW + "x", "not_json", "Extra data"),
    ("two documents", RAW + RAW, "not_json", "Extra data"),
    ("a trailing comma", RAW[:-1] + ",}", "not_json", "not JSON"),
    ("a comment", "// mine\n" + RAW, "not_json", "Line 1"),
    ("single quotes", str(RECORD), "not_json", "double quotes"),
    ("a cut document", RAW[:-20], "not_json", "not JSON"),
    ("UTF-16 with a mark", RAW.encode("utf-16"), "not_utf8", "byte order mark"),
    ("UTF-16 LE without a mark", RAW.encode("utf-16-le"), "not_utf8", "UTF-16"),
    ("UTF-16 BE without a mark", RAW.encode("utf-16-be"), "not_utf8", "UTF-16"),
    ("UTF-32", RAW.encode("utf-32"), "not_utf8", "UTF-32"),
    ("UTF-8 with a mark", RAW.encode("utf-8-sig"), "not_utf8", "UTF-8 without BOM"),
    ("a mark in a text", "\ufeff" + RAW, "not_json", "Line 1, column 1"),
    ("Latin-1", RAW.replace("said", "\u00e9t\u00e9").encode("latin-1"), "not_utf8", "Byte "),
    ("an overlong slash", RAW.replace("said", "@").encode().replace(b"@", b"\xc0\xaf"), "not_utf8", "is not UTF-8"),
    ("a surrogate in UTF-8", RAW.replace("said", "@").encode().replace(b"@", b"\xed\xa0\x80"), "not_utf8", "UTF-8"),
    ("ten million bytes", b" " * 10_000_000 + RAW.encode(), "too_large", "1,048,576"),
    ("ten million characters", RAW.replace("said", "x" * 10_000_000), "too_large", "1,048,576"),
    ("a NUL in the bytes", RAW.replace("said", "a\0b").encode(), "not_json", "control character"),
    ("a NUL in front", b"\0" + RAW.encode(), "not_utf8", "UTF-16"),
    ("100,000 lists", "[" * 100_000, "too_deep", "32 levels"),
    ("100,000 objects", '{"a":' * 100_000, "too_deep", "32 levels"),
    ("100,000 closed lists", "[" * 100_000 + "]" * 100_000, "too_deep", "32 levels"),
    ("33 levels of objects", json.dumps(nested(33, "{")), "too_deep", "32 levels"),
    ("33 levels of lists", json.dumps({"a": nested(32, "[")}), "too_deep", "32 levels"),
]  # fmt: skip

TEXTS: list[Hostile] = [
    ("a key twice", text(in_place_of='"id"', put='"id": "other", "id"'), "duplicate_key", "'id' stands twice"),
    ("an answer twice", text(in_place_of='"q01"', put='"q01": "3", "q01"'), "duplicate_key", "answer could be lost"),
    ("an escaped key twice", text(in_place_of='"q01"', put='"q0\\u0031": "3", "q01"'), "duplicate_key", "$.answers.q01"),
    ("NaN", text(in_place_of='"q03": 4', put='"q03": NaN'), "not_a_number", "NaN stands here"),
    ("Infinity", text(in_place_of='"q03": 4', put='"q03": Infinity'), "not_a_number", "Infinity"),
    ("minus Infinity", text(in_place_of='"q03": 4', put='"q03": -Infinity'), "not_a_number", "-Infinity"),
    ("1e999", text(in_place_of='"q03": 4', put='"q03": 1e999'), "number_out_of_range", "1e999 stands here"),
    ("minus 1e999", text(in_place_of='"q03": 4', put='"q03": -1e999'), "number_out_of_range", "64 characters"),
    ("1e-999", text(in_place_of='"q03": 4', put='"q03": 1e-999'), "number_out_of_range", "1e-999"),
    ("an exponent past every library", text(in_place_of='"q03": 4', put='"q03": 1e99999999999999999999'), "number_out_of_range", "1e999"),
    ("zero with that exponent", text(in_place_of='"q03": 4', put='"q03": 0e99999999999999999999'), "number_out_of_range", "0e999"),
    ("1e100, which is no short number", text(in_place_of='"q03": 4', put='"q03": 1e100'), "number_out_of_range", "written out in full"),
    ("a thousand digits", text(in_place_of='"q03": 4', put='"q03": ' + "9" * 1000), "number_out_of_range", "999…"),
    ("a thousand decimals", text(in_place_of='"q04": 2', put='"q04": 0.' + "3" * 1000), "number_out_of_range", "0.333"),
    ("a leading zero", text(in_place_of='"q03": 4', put='"q03": 04'), "not_json", "not JSON"),
    ("a hexadecimal number", text(in_place_of='"q03": 4', put='"q03": 0x4'), "not_json", "not JSON"),
    ("half a surrogate pair, escaped", text(in_place_of="said", put="\\ud800"), "lone_surrogate", "$.answers.q06"),
    ("the other half", text(in_place_of="said", put="a\\udfff"), "lone_surrogate", "cut in two"),
    ("both halves the wrong way round", text(in_place_of="said", put="\\udc00\\ud800"), "lone_surrogate", "surrogate"),
    ("half a pair in a text", text(in_place_of="said", put="\ud800"), "lone_surrogate", "UTF-8"),
    ("half a pair in a key", text(in_place_of='"cycle"', put='"\\ud800"'), "lone_surrogate", "The key"),
    ("an escaped NUL", text(in_place_of="said", put="a\\u0000b"), "nul_character", "cut it off"),
    ("a NUL in a key", text(in_place_of='"cycle"', put='"cycle\\u0000"'), "nul_character", "The key"),
    ("a raw line break in a text", text(in_place_of="said", put="a\nb"), "not_json", "control character"),
]  # fmt: skip

PYTHON: list[Hostile] = [
    ("None", None, "not_a_document", "NoneType"),
    ("an int", 5, "not_a_document", "Python int"),
    ("a list of records", [RECORD], "not_a_document", "Python list"),
    ("an object", object(), "not_a_document", "Pass a dict"),
    ("33 levels of dicts", nested(33, "{"), "too_deep", "32 levels"),
    ("a dict that holds itself", circle(), "too_deep", "32 levels"),
    ("a list in itself a thousand million times", {"a": broad()}, "too_large", "1,048,576"),
    ("a text of ten million characters", answers(q06="x" * 10_000_000), "too_large", "1,048,576"),
    ("NaN as a float", answers(q04=float("nan")), "not_a_number", "nan stands here"),
    ("infinity as a float", answers(q04=float("inf")), "not_a_number", "inf"),
    ("NaN as a Decimal", answers(q04=Decimal("NaN")), "not_a_number", "NaN"),
    ("a signalling NaN", answers(q04=Decimal("sNaN")), "not_a_number", "sNaN"),
    ("infinity as a Decimal", answers(q04=Decimal("-Infinity")), "not_a_number", "-Infinity"),
    ("a huge Decimal", answers(q04=Decimal("1e999999")), "number_out_of_range", "1E+999999"),
    ("a huge int", answers(q03=10**5000), "number_out_of_range", "64 characters"),
    ("bytes for a text", answers(q06=b"said"), "not_json", "Python bytes"),
    ("a set for a list", answers(q02={"1"}), "not_json", "Python set"),
    ("a Python object for an answer", answers(q06=object()), "not_json", "which JSON does not have"),
    ("a date for a date", answers(q07=dt.date(2026, 11, 20)), "not_json", "date.isoformat()"),
    ("a time for a time", record(submitted_at=dt.datetime(2026, 11, 21, tzinfo=dt.UTC)), "not_json", "Python datetime"),
    ("a complex number", answers(q04=1j), "not_json", "Python complex"),
    ("a key that is a number", {**RECORD, 1: 2}, "key_not_text", "Python int"),
    ("a key that is a huge number", {**RECORD, 10**5000: 2}, "key_not_text", "keys of a JSON object"),
    ("a key that is None", {**RECORD, None: 2}, "key_not_text", "NoneType"),
    ("a key that is a tuple", with_extension({(1, 2): 3}), "key_not_text", "Python tuple"),
    ("two keys that read alike", {**RECORD, type("K", (str,), {"__hash__": lambda _: 1, "__eq__": lambda a, b: a is b})("id"): "x"}, "duplicate_key", "stands twice"),
    ("half a surrogate pair in a dict", answers(q06="\ud800"), "lone_surrogate", "$.answers.q06"),
    ("a NUL in a dict", answers(q06="a\0b"), "nul_character", "U+0000"),
    ("half a pair as an id", record(id="\udcff"), "lone_surrogate", "$.id"),
]  # fmt: skip

SCHEMAS: list[Hostile] = [
    ("no schema", {k: v for k, v in RECORD.items() if k != "$schema"}, "schema_missing", "names no schema"),
    ("a schema that is null", record(**{"$schema": None}), "schema_missing", "administration"),
    ("an unknown schema", record(**{"$schema": "urn:sop:schema:administraton:1"}), "unknown_schema", "administraton"),
    ("a newer schema", record(**{"$schema": "urn:sop:schema:administration:2"}), "unknown_schema", "may be newer"),
    ("a schema on the web", record(**{"$schema": "https://example.org/administration.json"}), "unknown_schema", "urn:sop:schema:<name>:1"),
    ("a schema with a line break", record(**{"$schema": "urn:sop:schema:administration:1\n"}), "unknown_schema", "\\n"),
    ("a schema that is a list", record(**{"$schema": ["urn:sop:schema:administration:1"]}), "unknown_schema", "a list"),
    ("a schema that names a path", record(**{"$schema": "urn:sop:schema:../../secret:1"}), "unknown_schema", "names"),
    ("an unknown field", record(respondant="u-1"), "unknown_field", "Did you mean 'respondent'?"),
    ("a field of Python's", record(__class__="x"), "unknown_field", "'__class__' is no field"),
    ("a missing field", {k: v for k, v in RECORD.items() if k != "cycle"}, "missing_field", "'cycle' is missing"),
    ("a missing instrument", {k: v for k, v in RECORD.items() if k != "instrument"}, "missing_field", "'instrument'"),
    ("answers that are a list", record(answers=[]), "wrong_type", "a list stands here"),
    ("answers that are null", record(answers=None), "wrong_type", "null stands here"),
    ("an instrument that is a text", record(instrument="target"), "wrong_type", "an object is wanted"),
    ("a scope that is a text", record(scope="county-07"), "wrong_type", "a list is wanted"),
    ("a scope of a thousand parts", record(scope=["a"] * 1000), "too_long", "at most 12"),
    ("a scope with a number", record(scope=[7]), "wrong_type", "$.scope[0]"),
    ("a thousand groups", record(groups={f"g{at}": "x" for at in range(1000)}), "too_long", "at most 20"),
    ("a group of groups", record(groups={"a": {"b": "c"}}), "wrong_type", "$.groups.a"),
    ("fifty-one extensions", record(extensions={f"e{at}": 1 for at in range(51)}), "too_long", "at most 50"),
    ("an extension with an odd key", record(extensions={"a b\u202e": 1}), "wrong_form", "1 to 64"),
    ("an extension without a key", record(extensions={"": 1}), "wrong_form", "1 to 64"),
    ("an unknown status", record(status="completed"), "not_a_choice", "Did you mean 'complete'?"),
    ("a status that is a list", record(status=["complete"]), "not_a_choice", "complete"),
    ("a status that is null", record(status=None), "not_a_choice", "null"),
    ("a locale that is none", record(locale="English"), "wrong_form", "en or es"),
]  # fmt: skip

IDS: list[Hostile] = [
    ("a line break behind an id", record(id="r-1\n"), "wrong_form", "ends in a line break"),
    ("a space in an id", record(id="r 1"), "wrong_form", "1 to 64"),
    ("a name as a token", record(respondent="A Name"), "wrong_form", "Make a token at random"),
    ("an address as a token", record(subject="a@b.example"), "wrong_form", "or an address in other letters is still one"),
    ("a slash in an id", record(id="r/1"), "wrong_form", "'r/1' is not"),
    ("an id of 65 characters", record(id="r" * 65), "too_long", "at most 64"),
    ("an empty id", record(id=""), "wrong_form", "'' is not"),
    ("digits of another script", record(id="\u0661\u0662"), "wrong_form", "letters a to z"),
    ("full-width digits", record(id="\uff11\uff12"), "wrong_form", "letters a to z"),
    ("an id in Cyrillic that looks Latin", record(id="\u0430\u0435"), "wrong_form", "letters a to z"),
    ("a control that turns an id round", record(id="r-1\u202e"), "wrong_form", "\\u202e"),
    ("a zero-width space in an id", record(id="r\u200b1"), "wrong_form", "\\u200b"),
    ("an id that is a number", record(id=1), "wrong_type", "1 stands here"),
    ("an id that is true", record(id=True), "wrong_type", "true stands here"),
    ("a name for a token", record(respondent="A Person"), "wrong_form", "opaque token"),
    ("a token with a line break", record(subject="s-1\n"), "wrong_form", "line break"),
    ("an item's id of 65 characters", answers(**{"q" * 65: "1"}), "too_long", "65 characters"),
    ("an item's id that is turned round", answers(**{"q01\u202e": "1"}), "wrong_form", "\\u202e"),
    ("an item's id with a line break", answers(**{"q01\n": "1"}), "unknown_item", "'q01\\n'"),
    ("an empty item's id", answers(**{"": "1"}), "unknown_item", "'' is no item"),
    ("a code that is turned round", answers(q01="1\u202e"), "unknown_code", "\\u202e"),
    ("a code with a line break", answers(q01="1\n"), "unknown_code", "'1\\n'"),
    ("an unknown instrument", record(instrument={"id": "targets", "version": "1.0.0"}), "unknown_instrument", "target"),
    ("an unknown version", record(instrument={"id": "target", "version": "9"}), "unknown_version", "1.0.0"),
    ("a version with a line break", record(instrument={"id": "target", "version": "1.0.0\n"}), "wrong_form", "line break"),
    ("a version in full-width digits", record(instrument={"id": "target", "version": "\uff11"}), "wrong_form", "1.0.0"),
    ("a version that is a number", record(instrument={"id": "target", "version": 1}), "wrong_type", "a text is wanted"),
    ("a digest of another definition", record(instrument={"id": "target", "version": "1.0.0", "digest": DIGEST}), "digest_mismatch", "another definition"),
    ("a scoring digest of another", record(instrument={"id": "target", "version": "1.0.0", "scoring": DIGEST}), "scoring_mismatch", "what decides a score"),
    ("a digest that is none", record(instrument={"id": "target", "version": "1.0.0", "digest": "sha256:xyz"}), "wrong_form", "64 hexadecimal digits"),
    ("a digest in capitals", record(instrument={"id": "target", "version": "1.0.0", "digest": "SHA256:" + "A" * 64}), "wrong_form", "sha256"),
]  # fmt: skip

ANSWERS: list[Hostile] = [
    ("an item that is not asked", answers(q08="1"), "hidden_item_answered", "asked only if 'q01'"),
    ("a reason where nothing was asked", answers(q08={"missing": "declined"}), "hidden_item_answered", "Leave the item out"),
    ("an unknown item", answers(q11="1"), "unknown_item", "Did you mean"),
    ("a code that is none", answers(q01="4"), "unknown_code", "1, 2, 3, na"),
    ('3 for "3"', answers(q01=3), "unknown_code", "A number is not a code"),
    ("true for a code", answers(q01=True), "unknown_code", "true"),
    ("null for a code", answers(q01=None), "unknown_code", "null"),
    ("a list for a single choice", answers(q01=["1"]), "unknown_code", "a list"),
    ("a code for a list", answers(q02="1"), "not_a_list_of_codes", "several codes"),
    ("an empty list of codes", answers(q02=[]), "not_a_list_of_codes", "leave the item out"),
    ("a code twice", answers(q02=["1", "1"]), "codes_contradict", "may stand once"),
    ("a code and a reason", answers(q02=["1", "na"]), "codes_contradict", "cannot stand beside"),
    ("a list in a list", answers(q02=[["1"]]), "unknown_code", "a list"),
    ("an unknown code in a list", answers(q02=["1", "9"]), "unknown_code", "'9'"),
    ("a thousand codes", answers(q02=["1"] * 1000), "codes_contradict", "Each code may stand once"),
    ('"3" for 3', answers(q03="3"), "not_a_number", "without quotation marks"),
    ("true for a number", answers(q03=True), "not_a_number", "true"),
    ("a decimal for a whole number", answers(q03=Decimal("3.5")), "not_a_number", "3.5"),
    ("a float for a whole number", answers(q03=0.1), "not_a_number", "0.1"),
    ("a number below its range", answers(q03=-1), "out_of_range", "from 0 to 10"),
    ("a number above its range", answers(q03=11), "out_of_range", "from 0 to 10"),
    ("a decimal just above its range", answers(q04=Decimal("10.500000001")), "out_of_range", "21/2"),
    ("a list for a number", answers(q04=[1]), "not_a_number", "a list"),
    ("1 for true", answers(q05=1), "not_a_boolean", "Write true or false"),
    ('"true" for true', answers(q05="true"), "not_a_boolean", "'true'"),
    ("a number for a text", answers(q06=7), "not_a_text", "7"),
    ("an answer of no characters", answers(q06=""), "text_length", "Leave the item out"),
    ("a text that is too long", answers(q06="x" * 21), "text_length", "at most 20"),
    ("a day that is none", answers(q07="2026-02-30"), "not_a_date", "2026-02-30"),
    ("a day of a common year", answers(q07="2026-02-29"), "not_a_date", "calendar"),
    ("a day by its week", answers(q07="2026-W47-5"), "not_a_date", "YYYY-MM-DD"),
    ("a day by its number", answers(q07="2026-325"), "not_a_date", "YYYY-MM-DD"),
    ("a day without signs", answers(q07="20261120"), "not_a_date", "YYYY-MM-DD"),
    ("a day in full-width digits", answers(q07="\uff12026-11-20"), "not_a_date", "YYYY-MM-DD"),
    ("a day with a line break", answers(q07="2026-11-20\n"), "not_a_date", "'2026-11-20\\n'"),
    ("a day that is a time", answers(q07="2026-11-20T00:00:00Z"), "not_a_date", "YYYY-MM-DD"),
    ("the year 0", answers(q07="0000-01-01"), "not_a_date", "calendar"),
    ("a number for a day", answers(q07=20261120), "not_a_date", "20261120"),
    ("not_asked as a reason", answers(q03={"missing": "not_asked"}), "reason_not_allowed", "follows from show_if alone"),
    ("a reason that is not offered", answers(q03={"missing": "dont_know"}), "reason_not_allowed", "one of: declined"),
    ("a reason that is none", answers(q03={"missing": "lost"}), "reason_not_allowed", "'lost'"),
    ("a reason that is null", answers(q03={"missing": None}), "reason_not_allowed", "null"),
    ("a reason that is a list", answers(q03={"missing": ["declined"]}), "reason_not_allowed", "a list"),
    ("a reason beside something else", answers(q03={"missing": "declined", "value": 3}), "reason_not_allowed", "'missing', 'value'"),
    ("an object without a reason", answers(q03={}), "reason_not_allowed", "nothing in it"),
    ("an object for an answer", answers(q03={"value": 3}), "reason_not_allowed", "'value'"),
    ("a required item left out", record(answers={}), "required", "'q01' has no answer"),
    ("a required item not answered", answers(q01={"missing": "not_answered"}), "required", "say why there is none"),
]  # fmt: skip

PEOPLE: list[Hostile] = [
    ("a day for a time", record(submitted_at="2026-11-21"), "not_a_time", "full time"),
    ("a time without an offset", record(submitted_at="2026-11-21T14:05:00"), "not_a_time", "offset"),
    ("a time in the wrong order", record(submitted_at="21-11-2026T14:05:00Z"), "not_a_time", "2026-11-21T14:05:00-08:00"),
    ("30 February", record(submitted_at="2026-02-30T14:05:00Z"), "not_a_time", "2026-02-30"),
    ("a leap second", record(submitted_at="2026-06-30T23:59:60Z"), "not_a_time", "23:59:60"),
    ("25 o'clock", record(submitted_at="2026-11-21T25:05:00Z"), "not_a_time", "25:05:00"),
    ("an offset of 25 hours", record(submitted_at="2026-11-21T14:05:00+25:00"), "not_a_time", "+25:00"),
    ("a time with a line break", record(submitted_at="2026-11-21T14:05:00Z\n"), "not_a_time", "Z\\n"),
    ("a time in full-width digits", record(submitted_at="2026-11-21T1\uff14:05:00Z"), "not_a_time", "full time"),
    ("a time by its week", record(submitted_at="2026-W47-6T14:05:00Z"), "not_a_time", "W47"),
    ("a time in lower case", record(submitted_at="2026-11-21t14:05:00z"), "not_a_time", "full time"),
    ("a time that is a number", record(submitted_at=1790000000), "wrong_type", "a text is wanted"),
    ("a very long time", record(submitted_at="2" * 100), "too_long", "at most 40"),
    ("a respondent of an anonymous record", nobodys(respondent="u-1"), "anonymous_identity", "lead back to a person"),
    ("a subject of an anonymous record", nobodys(subject="s-1"), "anonymous_identity", "Set subject to null"),
    ("a time of an anonymous record", nobodys(submitted_at="2026-11-21T14:05:00Z"), "anonymous_time", "Write the day alone: 2026-11-21"),
    ("an extension of an anonymous record", nobodys(extensions={"case": "1"}), "anonymous_extensions", "Leave extensions out"),
    ("30 February of an anonymous record", nobodys(submitted_at="2026-02-30"), "not_a_date", "day alone"),
    ("a week of an anonymous record", nobodys(submitted_at="2026-W47-6"), "not_a_date", "YYYY-MM-DD"),
    ("an amendment of nothing", record(status="amended"), "supersedes_missing", "A record is never edited"),
    ("a voided record of nothing", record(status="entered_in_error"), "supersedes_missing", "supersedes"),
    ("a record that supersedes itself", record(supersedes={"id": "r-1", "digest": DIGEST}), "supersedes_itself", "its own id"),
    ("an earlier record that is not given", record(supersedes={"id": "r-0", "digest": DIGEST}), "given_missing", "sop.needs(document)"),
    ("an earlier record without a digest", record(supersedes={"id": "r-0"}), "missing_field", "'digest' is missing"),
    ("an earlier record that is a text", record(supersedes="r-0"), "wrong_type", "an object is wanted"),
    ("an earlier record that is null", record(supersedes=None), "wrong_type", "null stands here"),
    ("a definition for a record", {"$schema": "urn:sop:schema:prompts:1"}, "missing_field", "'id' is missing"),
]  # fmt: skip

HOSTILE = [*BYTES, *TEXTS, *PYTHON, *SCHEMAS, *IDS, *ANSWERS, *PEOPLE]


class Code(enum.StrEnum):
    """A host's own names for codes."""

    ONE = "1"


class Older(str, enum.Enum):  # noqa: UP042  many hosts still write it so
    """The same, the older way, whose str() is its name."""

    ONE = "1"


class Number(enum.IntEnum):
    """A host's own names for numbers."""

    FOUR = 4


class Float(float):
    """A float that prints itself in its own way, as numpy's do."""

    def __repr__(self) -> str:
        return f"Float({float(self)})"


#: What looks odd and is sound: (what it is, the answers), each read as the sound record's answers.
SOUND = [
    ("an enum for a code", {"q01": Code.ONE}),
    ("an older enum for a code", {"q01": Older.ONE}),
    ("an enum for a number", {"q03": Number.FOUR}),
    ("a float that is whole", {"q03": 4.0}),
    ("a Decimal that is whole", {"q03": Decimal("4.00")}),
    ("a float of a library", {"q04": Float(2.0)}),
    ("a tuple for a list", {"q02": ("1", "2")}),
]
