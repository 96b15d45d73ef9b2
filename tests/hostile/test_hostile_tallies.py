"""Hostile tallies: each file is refused whole, with a code, the line, and words that say what to do."""

from __future__ import annotations

import io
import json

import pytest

from sop_core import CallRefused, DocumentRefused, Sop
from sop_core.documents import canonical, is_of_shape, read_tally, tally_lines
from sop_core.documents import tallies as tallies_module
from sop_core.documents.quick_tally import is_sound_group
from sop_core.reporting import Batch, SkipReason, Tally, merge
from tests.property.test_reading_laws import assert_teaches
from tests.unit._counted import A, B, batch, group, key, tally, written

TWO = merge(
    tally(batch(groups={key("north"): group(3, a=2), key("south", kind="new"): group(1, a=1)})),
    tally(batch("c", 2, {key("north"): group(4, b=4)}, skipped={SkipReason.DRAFT: 2})),
)


def lines(one: Tally = TWO):
    return [json.loads(line) for line in tally_lines(one)]


def joined(plain):
    return "".join(canonical(one) + "\n" for one in plain).encode()


def edited(at, *path, to):
    """The lines of TWO with one value put elsewhere."""
    every = lines()
    inner = every[at]
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return joined(every)


def without(at, *path):
    every = lines()
    inner = every[at]
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return joined(every)


HEAD, FIRST, NORTH, SOUTH, SECOND, OTHER = range(6)
ITEM = ("items", "q1")

#: (what it is, the bytes, the code, the line's path, words of the message)
FILES = [
    ("nothing", b"", "tally_cut", "$", "no line at all"),
    ("an empty line", b"\n", "tally_cut", "$", "no line at all"),
    ("no JSON", b"tally\n", "not_json", "$[0]", "Line 1"),
    ("UTF-16", written(TWO).decode().encode("utf-16"), "not_utf8", "$[0]", "byte order mark"),
    ("a list", b"[]\n", "not_an_object", "$[0]", "a list"),
    ("a record of a person", b'{"$schema":"urn:sop:schema:administration:1"}\n', "tally_line", "$[0]['$schema']", "Records of people never stand in a tally"),
    ("an unknown kind", b'{"$schema":"urn:sop:schema:tallies:1"}\n', "unknown_schema", "$[0]['$schema']", "tallies"),
    ("a newer tally", b'{"$schema":"urn:sop:schema:tally:2"}\n', "unknown_schema", "$[0]['$schema']", "newer"),
    ("no head", joined(lines()[1:]), "tally_head", "$[0]['$schema']", "names the levels"),
    ("two heads", joined([*lines(), *lines()]), "tally_head", "$[6]['$schema']", "A second head"),
    ("a group before its batch", joined([lines()[0], lines()[2]]), "tally_out_of_place", "$[1]", "belongs to no batch"),
    ("a group too many", joined([*lines(), lines()[OTHER]]), "tally_out_of_place", "$[6]", "belongs to no batch"),
    ("a cut last line", written(TWO)[:-30], "tally_cut", "$[5]", "no line break"),
    ("no last line break", written(TWO)[:-1], "tally_cut", "$[5]", "no line break"),
    ("a line less", joined(lines()[:-1]), "tally_cut", "$", "Batch 'c' lacks 1"),
    ("a line less in the middle", joined(lines()[:SOUTH] + lines()[SECOND:]), "tally_cut", "$[3]", "Batch 'b' lacks 1"),
    ("a batch less", joined(lines()[:SECOND]), "tally_cut", "$", "promises 2 batches, and 1 follow"),
    ("a batch twice", joined([lines()[0], *lines()[1:4], *lines()[1:4]]), "tally_twice", "$[4].batch", "A batch stands here a second time"),
    ("a group twice", joined([*lines()[:3], lines()[NORTH], *lines()[4:]]), "tally_twice", "$[3].scope", "north"),
    ("a level twice", edited(HEAD, "levels", to=["a", "a"]), "not_unique", "$[0].levels", "stands twice"),
    ("a version twice", edited(HEAD, "instruments", to=[{"id": "small", "version": "1.0.0", "scoring": one} for one in (A, B)]), "tally_twice", "$[0].instruments[1]", "one scoring digest"),
    ("an unknown field", edited(NORTH, "mean", to=3), "unknown_field", "$[2].mean", "'mean' is no field"),
    ("an unknown field of the head", edited(HEAD, "note", to="x"), "unknown_field", "$[0].note", "no field"),
    ("a missing field", without(NORTH, "n"), "missing_field", "$[2].n", "missing"),
    ("a duplicate key", written(TWO).replace(b'"n":3', b'"n":3,"n":3'), "duplicate_key", "$[2].n", "stands twice"),
    ("a negative count", edited(NORTH, *ITEM, "codes", "a", to=-2), "out_of_range", "$[2].items.q1.codes.a", "at least 1"),
    ("a count of zero", edited(NORTH, *ITEM, "codes", "b", to=0), "out_of_range", "$[2].items.q1.codes.b", "at least 1"),
    ("half a person", written(TWO).replace(b'"a":2', b'"a":2.5'), "wrong_type", "$[2].items.q1.codes.a", "whole number"),
    ("a count as a text", edited(NORTH, *ITEM, "codes", "a", to="2"), "wrong_type", "$[2].items.q1.codes.a", "whole number"),
    ("a count that is true", edited(NORTH, *ITEM, "codes", "a", to=True), "wrong_type", "$[2].items.q1.codes.a", "true stands here"),
    ("more people than there are", edited(NORTH, *ITEM, "codes", "a", to=10**16), "out_of_range", "$[2].items.q1.codes.a", "at most"),
    ("a count too many", edited(NORTH, *ITEM, "codes", "a", to=3), "tally_counts", "$[2].items.q1", "add up to 4"),
    ("a code too many", edited(NORTH, *ITEM, "codes", "b", to=1), "tally_counts", "$[2].items.q1", "add up to 4"),
    ("a reason too few", without(NORTH, *ITEM, "missing", "declined"), "tally_counts", "$[2].items.q1", "add up to 2"),
    ("several codes of nobody", edited(NORTH, *ITEM, "answered", to=3), "tally_counts", "$[2].items.q1", "add up to 4"),
    ("answers without a code", edited(SOUTH, *ITEM, to={"codes": {}, "missing": {}, "answered": 1}), "tally_counts", "$[3].items.q1", "they chose 0 codes"),
    ("a code more often than people", edited(SOUTH, *ITEM, to={"codes": {"a": 2}, "missing": {}, "answered": 1}), "tally_counts", "$[3].items.q1.codes.a", "chosen 2 times by 1"),
    ("an outcome too many", edited(NORTH, "scales", "s1", "insufficient", to=1), "tally_counts", "$[2].scales.s1", "add up to 4"),
    ("no outcome", edited(NORTH, "scales", "s1", to={}), "tally_counts", "$[2].scales.s1", "add up to 0"),
    ("an unknown reason", edited(NORTH, *ITEM, "missing", to={"forgot": 1}), "unknown_field", "$[2].items.q1.missing.forgot", "no field"),
    ("an unknown status", edited(NORTH, "scales", "s1", to={"guessed": 3}), "unknown_field", "$[2].scales.s1.guessed", "no field"),
    ("a score that is no fraction", edited(NORTH, "scales", "s1", "scored", to={"3.5": 3}), "wrong_form", "$[2].scales.s1.scored['3.5']", "fraction"),
    ("a score that is not reduced", edited(NORTH, "scales", "s1", "scored", to={"8/2": 3}), "tally_not_reduced", "$[2].scales.s1.scored['8/2']", "'4'"),
    ("minus zero", edited(NORTH, "scales", "s1", "prorated", to={"-0": 3}), "tally_not_reduced", "$[2].scales.s1.prorated['-0']", "'0'"),
    ("a score of leading zeros", edited(NORTH, "scales", "s1", "scored", to={"04": 3}), "tally_not_reduced", "$[2].scales.s1.scored['04']", "lowest terms"),
    ("a scope below the levels", edited(NORTH, "scope", to=["a", "b"]), "scope_too_deep", "$[2].scope", "2 places"),
    ("a scope with a name in it", edited(NORTH, "scope", to=["Unit of A. B."]), "wrong_form", "$[2].scope[0]", "letters"),
    ("a group of nobody", edited(NORTH, "n", to=0), "out_of_range", "$[2].n", "at least 1"),
    ("a digest of nothing", edited(NORTH, "scoring", to=B), "tally_unknown_scoring", "$[2].scoring", "lists no version"),
    ("another instrument", edited(NORTH, "instrument", to="large"), "tally_unknown_scoring", "$[2].scoring", "'large'"),
    ("a lost item", edited(SOUTH, "items", to={}), "tally_parts_differ", "$[3].items", "lost some"),
    ("a batch that says more than it has", edited(FIRST, "counted", to=5), "tally_counts", "$[4].batches.b", "says that it counts 5"),
    ("the same of the last batch", edited(SECOND, "counted", to=5), "tally_counts", "$.batches.c", "add up to 4"),
    ("an unknown reason to skip", edited(FIRST, "skipped", to={"ugly": 1}), "unknown_field", "$[1].skipped.ugly", "no field"),
    ("a revision of none", edited(FIRST, "revision", to=0), "out_of_range", "$[1].revision", "at least 1"),
    ("a revision that replaces a later one", edited(FIRST, "replaced", to=[{"revision": 2, "digest": A}]), "tally_replaced", "$[1].replaced[0].revision", "only stand in for earlier"),
    ("one that is replaced twice", edited(SECOND, "replaced", to=[{"revision": 1, "digest": A}] * 2), "tally_replaced", "$[4].replaced[1].revision", "each once"),
    ("groups that are a list", edited(NORTH, "groups", to=[]), "wrong_type", "$[2].groups", "an object is wanted"),
    ("half a surrogate", written(TWO).replace(b'"cycle":"q"', b'"cycle":"\\ud800"'), "lone_surrogate", "$[2].cycle", "surrogate"),
    ("forty levels", b'{"$schema":"urn:sop:schema:tally:1","x":' + b"[" * 40 + b"]" * 40 + b"}\n", "too_deep", "$[0].x[0][0]…", "32 levels"),
    ("a line of two million bytes", written(TWO) + b"{" + b" " * (2 << 20) + b"}\n", "too_large", "$[6]", "1,048,576"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code", "path", "words"), [one[1:] for one in FILES], ids=[one[0] for one in FILES]
)
def test_a_hostile_tally_is_refused_in_words(data, code, path, words):
    """DESIGN 3, 6: strict reading; the code, the line and what is wrong with it."""
    with pytest.raises(DocumentRefused) as refused:
        read_tally(data)
    found = {(issue.code, issue.path) for issue in refused.value.issues}
    assert (code, path) in found, found
    said = [issue for issue in refused.value.issues if (issue.code, issue.path) == (code, path)]
    assert any(words in issue.message for issue in said), said
    for issue in refused.value.issues:
        assert_teaches(issue)


def test_all_issues_come_at_once():
    """Every line is looked at, whatever is wrong with the ones before it."""
    plain = lines()
    plain[NORTH]["n"] = 7
    plain[SOUTH]["mean"] = 1
    plain[OTHER]["items"]["q1"]["codes"]["b"] = 1
    with pytest.raises(DocumentRefused) as refused:
        read_tally(joined(plain))
    assert {issue.path for issue in refused.value.issues} == {
        "$[2].items.q1", "$[2].scales.s1", "$[3].mean", "$[5].items.q1",
    }  # fmt: skip


def test_the_list_of_issues_ends(monkeypatch):
    """A file of nothing but faults is not read to its end."""
    monkeypatch.setattr(tallies_module, "MOST_ISSUES", 5)
    with pytest.raises(DocumentRefused) as refused:
        read_tally(io.BytesIO(b"{}\n" * 1000))
    assert [issue.code for issue in refused.value.issues] == ["schema_missing"] * 5 + [
        "more_issues"
    ]


PARTS = list(tally_lines(tally(batch(groups={key("north"): group(9, **{f"code{at}": 1 for at in range(9)})})), limit=350))  # fmt: skip


def test_the_group_of_this_test_stands_on_several_lines():
    """What follows is about its parts."""
    assert [json.loads(line)["part"] for line in PARTS[2:]] == [
        {"at": at, "of": len(PARTS) - 2} for at in range(1, len(PARTS) - 1)
    ]
    assert len(PARTS) > 4
    assert read_tally(PARTS).n == 9


def _other(line, **fields):
    return (canonical({**json.loads(line), **fields}) + "\n").encode()


def _with(at, line):
    return [*PARTS[:at], line, *PARTS[at + 1 :]]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([*PARTS[:2], PARTS[3], PARTS[2], *PARTS[4:]], "tally_part"),
        ([*PARTS[:3], PARTS[2], *PARTS[4:]], "tally_part"),
        (_with(3, _other(PARTS[3], n=8)), "tally_part"),
        (_with(3, _other(PARTS[3], cycle="r")), "tally_part"),
        (_with(3, _other(PARTS[3], part={"at": 2, "of": 99})), "tally_part"),
        (_with(3, _other(PARTS[3], items=json.loads(PARTS[2])["items"])), "tally_part"),
        (_with(3, _other(PARTS[-1], part={"at": 2, "of": len(PARTS) - 2})), "tally_part"),
        (_with(3, PARTS[3].replace(b'"part"', b'"path"')), "unknown_field"),
        (_with(3, _other(PARTS[3], items={})), "tally_counts"),
        (PARTS[:-1], "tally_cut"),
        ([PARTS[0], PARTS[1].replace(b'"lines":%d' % (len(PARTS) - 2), b'"lines":%d' % (len(PARTS) - 3)), *PARTS[2:-1]], "tally_cut"),
    ],
)  # fmt: skip
def test_parts_that_do_not_follow_each_other_are_refused(parts, code):
    """No count stands on two lines, none is lost, and a part is of the group before it."""
    with pytest.raises(DocumentRefused) as refused:
        read_tally(parts)
    assert code in {issue.code for issue in refused.value.issues}


def test_a_whole_group_among_the_parts_of_another_is_refused():
    """A group that was begun is ended first."""
    whole = json.loads(PARTS[2])
    del whole["part"]
    with pytest.raises(DocumentRefused) as refused:
        read_tally(_with(3, (canonical(whole) + "\n").encode()))
    assert "tally_part" in {issue.code for issue in refused.value.issues}


def test_an_item_with_several_codes_comes_in_parts_too():
    """How many answered stands on one of the lines, and on no other."""
    from attrs import evolve

    several = group(9, **{f"code{at}": 9 for at in range(9)})
    item = evolve(several.items["q1"], n_answered=9, several=True, missing={})
    made = tally(batch(groups={key("north"): evolve(several, n=9, items={"q1": item}, scales={})}))
    parts = list(tally_lines(made, limit=350))
    assert len(parts) > 4
    assert read_tally(parts) == made
    assert [b"answered" in part for part in parts[2:]].count(True) == 1
    twice = [
        *parts[:3],
        _other(parts[3], items={"q1": {"answered": 9, "codes": {}, "missing": {}}}),
        *parts[4:],
    ]
    with pytest.raises(DocumentRefused) as refused:
        read_tally(twice)
    assert "tally_part" in {issue.code for issue in refused.value.issues}


def test_the_same_is_read_from_bytes_a_file_and_lines():
    """A file is read a line at a time; blank lines say nothing."""
    data = written(TWO)
    assert read_tally(data) == read_tally(io.BytesIO(data)) == read_tally(tally_lines(TWO)) == TWO
    assert read_tally(data.replace(b"\n", b"\n\n")) == TWO
    assert read_tally(bytearray(data)) == TWO


@pytest.mark.parametrize("wrong", ["text", {"a": 1}, 5, None, [1], ["text"]])
def test_what_is_no_file_is_a_wrong_call(wrong):
    """Text is not bytes: what a file says is decided by its bytes."""
    with pytest.raises(CallRefused, match="bytes"):
        read_tally(wrong)


def test_long_lines_of_a_file_are_not_held():
    """A line without an end is passed over a piece at a time, and the rest of the file is still read."""

    class Counting(io.BytesIO):
        most = 0

        def readline(self, size=-1):
            self.most = max(self.most, size)
            return super().readline(size)

    source = Counting(b" " * (5 << 20) + b"\n" + b"{}\n")
    with pytest.raises(DocumentRefused) as refused:
        read_tally(source)
    assert [issue.code for issue in refused.value.issues] == ["too_large", "schema_missing"]
    assert 0 < source.most <= (1 << 20) + 2
    with pytest.raises(DocumentRefused) as refused:
        read_tally([b" " * (2 << 20)])
    assert [issue.code for issue in refused.value.issues] == ["too_large"]


def _many(count, value):
    return {f"x{at}": value for at in range(count)}


@pytest.mark.parametrize(
    ("name", "most", "made"),
    [
        ("scope", 12, lambda count: ["a"] * count),
        ("groups", 20, lambda count: _many(count, "a")),
        ("items", 2000, lambda count: _many(count, {"codes": {"a": 3}, "missing": {}})),
        (
            "items",
            20_000,
            lambda count: {"q1": {"codes": _many(count, 1), "missing": {}, "answered": 1}},
        ),
        ("scales", 100, lambda count: _many(count, {"insufficient": 3})),
        ("scales", 20_000, lambda count: {"s1": {"scored": {str(at): 1 for at in range(count)}}}),
    ],
)
def test_there_is_an_end_to_what_a_line_holds(name, most, made):
    """DESIGN 3: everything is bounded; at the bound a line is sound at a glance, and above it it is not."""
    for count in (most, most + 1):
        document = {**lines()[NORTH], name: made(count)}
        assert is_sound_group(document) is is_of_shape(document, "tally-group") is (count == most)


@pytest.mark.parametrize("count", [1, 10**15])
def test_a_count_is_one_at_least_and_has_an_end(count):
    """The bounds themselves are sound, and one beyond them is not."""
    beyond = 0 if count == 1 else count + 1
    for value in (count, beyond):
        for document in (
            {**lines()[NORTH], "n": value},
            {**lines()[NORTH], "items": {"q1": {"codes": {"a": value}, "missing": {}}}},
            {**lines()[NORTH], "scales": {"s1": {"insufficient": value}}},
        ):
            assert (
                is_sound_group(document) is is_of_shape(document, "tally-group") is (value == count)
            )


def test_only_a_tally_is_written():
    """Anything else is a wrong call."""
    with pytest.raises(CallRefused, match="takes a Tally"):
        list(tally_lines({}))


def test_a_long_group_is_cut_by_the_number_of_its_counts_too(monkeypatch):
    """A schema bounds how many counts stand in one object; the parts keep to it."""
    monkeypatch.setattr(tallies_module, "MOST_COUNTS", 2)
    made = tally(batch(groups={key("north"): group(5, a=1, b=1, c=1, d=1, e=1)}))
    assert len(list(tally_lines(made))) == 5
    assert read_tally(tally_lines(made)) == made


def test_check_says_what_is_wrong_with_one_line():
    """`sop check` of a tally looks at each line by itself."""
    sop = Sop.load(plugins=False)
    assert [sop.check(line) for line in tally_lines(TWO)] == [()] * 6
    wrong = lines()[NORTH]
    wrong["n"] = 9
    assert {issue.code for issue in sop.check(wrong)} == {"tally_counts"}


def test_a_batch_of_nothing_is_a_batch():
    """A revision that takes every record back is a batch without groups."""
    assert read_tally(written(merge(tally(), tally(batch(revision=2))))).replaced
    empty = tally(Batch("b", 2, {}))
    assert read_tally(written(empty)) == empty
    assert merge(tally(), empty).n == 0
