"""What an author of a migration reads: each complaint in full, written out by hand.

As in `test_messages_of_definitions.py`, the words are the product: what is wrong, why it matters, how
to mend it.
"""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import CallRefused
from sop_core.documents import instrument_of
from sop_core.instruments import check_fit, check_migrations, migrate, score_migrated
from sop_core.types import RecordStatus
from tests.unit._small import administration, choice, instrument, item, options, scale
from tests.unit.test_migrations import BARE, DIGEST, NUMBER, WHY, migration, newer, pair

BACK = (
    "A migration leads from an older version to a newer one; there is no way back, since what was merged cannot be "
    "taken apart."
)
PLACE = "Every item of the older version either has a place in this one, or has none."
WRITE = 'Write {"item": an item of this version}, or {"dropped": true}.'
NOWHERE = "A code that leads nowhere would lose an answer."
ITEMS = "$.migrations[0].items"

ALONE = {
    "from a later version": ({"from": "3"}, {}, [
        ("migration_not_earlier", "$.migrations[0].from",
         f"The migration starts at version 3, and this is version 2. {BACK}",
         "Name an earlier version, or give this definition a later one.")]),
    "neither kept nor dropped": ({}, {"a": {}}, [
        ("item_or_dropped", f"{ITEMS}.a", f"Item 'a' is neither kept nor dropped. {PLACE}", WRITE)]),
    "kept and dropped, and the next one is looked at": ({}, {"a": {"item": "a", "dropped": True}, "b": "z"}, [
        ("item_or_dropped", f"{ITEMS}.a", f"Item 'a' is both kept and dropped. {PLACE}", WRITE),
        ("unknown_item", f"{ITEMS}.b.item", "Item 'b' comes to 'z', which is no item of this version.",
         'Name one of: a, t. If it has no place here, write {"dropped": true}.')]),
    "dropped with codes": ({}, {"a": {"dropped": True, "codes": {"a": "a"}}}, [
        ("item_or_dropped", f"{ITEMS}.a.codes", "Item 'a' is dropped and has codes, which nothing would look at.",
         "Take codes out, or name the item that takes its answers.")]),
    "codes that are not here": ({}, {"old": {"item": "a", "codes": {"x": "z", "y": "a", "n": "na"}}}, [
        ("unknown_code", f"{ITEMS}.old.codes.x", f"'x' of item 'old' comes to 'z', which is no code of 'a'. {NOWHERE}",
         "Use one of: a, b, c, d, e, na, declined, unsure, blank.")]),
    "codes of a text": ({}, {"old": {"item": "t", "codes": {"x": "z"}}}, [
        ("unknown_code", f"{ITEMS}.old.codes.x", f"'x' of item 'old' comes to 'z', which is no code of 't'. {NOWHERE}",
         "'t' has no codes: leave codes out.")]),
    "three items for one": ({}, {"z": {"dropped": True}, "x": "a", "y": "a", "w": "a"}, [
        ("migration_collision", f"{ITEMS}.{one}.item",
         f"Items 'x' and '{one}' both come to 'a'. An item has one answer; of two, one would be lost without a word.",
         'Give them two items, or drop one of them: {"dropped": true}.') for one in "yw"]),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "entries", "said"), ALONE.values(), ids=ALONE)
def test_what_the_definition_alone_shows(fields, entries, said):
    """All of it, in the order of the document."""
    document = newer(choice("a"), item("t", "text"), migrations=[migration(**entries) | fields])
    assert [
        (one.code, one.path, one.message, one.fix) for one in check_migrations(document)
    ] == said


def test_a_version_that_is_migrated_from_twice():
    """1, 1.0 and 1.0.0 are one version; the first stands, and each later one is told where it is."""
    several = [migration(a="a") | {"from": start} for start in ("0.9", "1.0", "1", "1.0.0")]
    found = check_migrations(newer(choice("a"), migrations=several))
    assert [(one.code, one.path, one.message, one.fix) for one in found] == [
        ("not_unique", f"$.migrations[{at}].from",
         (f"A migration from {start} already stands at $.migrations[1]. A record of that version could be seen in two "
          "ways."), "Keep one of the two.")
        for at, start in ((2, "1"), (3, "1.0.0"))
    ]  # fmt: skip


def test_a_version_that_cannot_be_read_hides_no_other():
    """The schema tells of the first; the second is looked at all the same."""
    several = [migration(a="a") | {"from": start} for start in (5, "3")]
    found = check_migrations(newer(choice("a"), migrations=several))
    assert [(one.code, one.path) for one in found] == [
        ("migration_not_earlier", "$.migrations[1].from")
    ]


# -- beside the older version ----------------------------------------------------------------------

DROP = 'or drop this one: {"dropped": true}.'
LOST = "Records may hold them, and their answers would be lost."
SAME_REASON = "Why there is no answer is never made into something else, least of all into a value."
STAYS = "Leave 'na' out of codes: records hold the reason itself, and it stays."
OUT = "A number that was accepted then would be out of range now."
WIDEN = 'Widen the newer item\'s bounds, or drop the older one: {"dropped": true}.'
TWO = {"two": options(1, 2)}

FIT = {
    "items that are not told of": ([choice("a"), choice("b"), choice("c")], [choice("a")], {}, {"a": "a"}, [
        ("migration_not_total", ITEMS,
         ("The migration says nothing of 'b', 'c', which version 1.0.0 asks. Their answers would be lost without a "
          "word."), 'Name the item of this version that takes each one\'s answers, or write {"dropped": true}.')]),
    "items that were not there": (
        [choice("home")], [choice("home"), choice("n")], {}, {"home": "home", "hom": {"dropped": True}, "zzz": "n"}, [
            ("unknown_item", f"{ITEMS}.hom", "'hom' is no item of version 1.0.0.",
             "Did you mean 'home'? Its items are home. What is new here needs no entry."),
            ("unknown_item", f"{ITEMS}.zzz", "'zzz' is no item of version 1.0.0.",
             "Its items are home. What is new here needs no entry.")]),
    "another type": ([item("a", "text")], [choice("b")], {}, {"a": "b"}, [
        ("migration_type", f"{ITEMS}.a.item",
         "item 'a' of 1.0.0 is a text, and 'b' a choice. An answer to the one is no answer to the other.",
         f"Name an item of type text, {DROP}")]),
    "a choice as a text": ([choice("a")], [item("b", "text"), choice("n")], {}, {"a": "b"}, [
        ("migration_type", f"{ITEMS}.a.item",
         "item 'a' of 1.0.0 is a choice, and 'b' a text. An answer to the one is no answer to the other.",
         f"Name an item of type choice, {DROP}"),
        ("migration_reason", f"{ITEMS}.a.item",
         ("item 'a' of 1.0.0 may be left without an answer as not_applicable, dont_know, and 'b' offers no such "
          "reason. It would have to become another one."),
         "Add an option with that reason to the response set of 'b'.")]),
    "codes without a place": ([choice("a")], [choice("b", "two")], TWO, {"a": "b"}, [
        ("migration_not_total", f"{ITEMS}.a.codes",
         f"'c', 'd', 'e' of item 'a' of 1.0.0 come to no code of 'b' that carries a value. {LOST}",
         "Say under codes which of a, b each one is now.")]),
    "a code that was not there": (
        [choice("a")], [choice("a"), choice("n")], {}, {"a": {"item": "a", "codes": {"z": "a", "y": "a"}}}, [
            ("unknown_code", f"{ITEMS}.a.codes.{code}", f"'{code}' is no code of item 'a' of 1.0.0.",
             "Its codes are a, b, c, d, e, na, declined, unsure, blank.") for code in "zy"]),
    "a reason as a value, and as another reason": (
        [choice("a"), choice("b")], [choice("a"), choice("b"), choice("n")], {},
        {"a": {"item": "a", "codes": {"na": "e"}}, "b": {"item": "b", "codes": {"na": "unsure"}}}, [
            ("migration_reason", f"{ITEMS}.a.codes.na",
             f"'na' of item 'a' of 1.0.0 states not_applicable, and 'e' does not. {SAME_REASON}", STAYS),
            ("migration_reason", f"{ITEMS}.b.codes.na",
             f"'na' of item 'b' of 1.0.0 states not_applicable, and 'unsure' does not. {SAME_REASON}", STAYS)]),
    "reasons that are not offered": (
        [choice("a", "two")], [choice("a", "bare"), choice("n")], {**TWO, **BARE}, {"a": "a"}, [
            ("migration_reason", f"{ITEMS}.a.item",
             ("item 'a' of 1.0.0 may be left without an answer as not_applicable, dont_know, and 'a' offers no such "
              "reason. It would have to become another one."),
             "Add an option with that reason to the response set of 'a'.")]),
    "a reason that the newer item offers": (
        [item("a", "text", response_set="why")], [item("a", "text", response_set="why"), choice("n")], WHY, {"a": "a"},
        []),
    "narrower bounds": (
        [item("a", "integer", **NUMBER)], [item("b", "decimal", minimum=1, maximum="19/2")], {}, {"a": "b"}, [
            ("migration_bounds", f"{ITEMS}.a.item",
             f"item 'a' of 1.0.0 goes from 0 to 10, and 'b' from 1 to 19/2. {OUT}", WIDEN)]),
    "all that is wrong with three items at once": (
        [item("t", "text"), item("n", "integer", **NUMBER), choice("q")],
        [item("n", "integer", minimum=1, maximum=10), choice("q", "bare")], BARE,
        {"t": "q", "n": "n", "q": {"dropped": True}}, [
            ("migration_type", f"{ITEMS}.t.item",
             "item 't' of 1.0.0 is a text, and 'q' a choice. An answer to the one is no answer to the other.",
             f"Name an item of type text, {DROP}"),
            ("migration_bounds", f"{ITEMS}.n.item",
             f"item 'n' of 1.0.0 goes from 0 to 10, and 'n' from 1 to 10. {OUT}", WIDEN)]),
}  # fmt: skip


def told(before, after):
    return [(one.code, one.path, one.message, one.fix) for one in check_fit(before, after, 0)]


@pytest.mark.parametrize(("old", "new", "sets", "entries", "said"), FIT.values(), ids=FIT)
def test_what_the_older_version_shows(old, new, sets, entries, said):
    """Both items are named, the older one with its version."""
    before, after = pair(old, new, old={"sets": sets}, new={"sets": sets}, **entries)
    assert told(before, after) == said


def test_after_twenty_guesses_the_items_alone_are_listed():
    """A migration of hundreds of unknown items is not guessed through."""
    unknown = {f"hom{at}": {"dropped": True} for at in range(21)}
    before, after = pair([choice("home")], [choice("home"), choice("n")], home="home", **unknown)
    fixes = [fix for *_, fix in told(before, after)]
    plain = "Its items are home. What is new here needs no entry."
    assert fixes == [f"Did you mean 'home'? {plain}"] * 20 + [plain]


def test_a_migration_from_another_definition_of_that_version():
    """Which digest it was written for, and which one is here."""
    before = instrument(choice("a"))
    after = instrument_of(newer(choice("a"), choice("n"), migrations=[migration(a="a")]))
    cut = f"'{DIGEST[:58]}…"
    assert told(before, after) == [
        ("migration_scoring", "$.migrations[0].scoring",
         (f"The migration was written for small 1.0.0 of scoring digest {cut}, but the 1.0.0 that is loaded has "
          f"{before.ref.scoring}. It may have other items or codes."),
         "Write the digest of the version that you mean (sop show prints it), and look through the items again.")
    ]  # fmt: skip


def test_a_migration_that_parts_what_lies_together():
    """DESIGN 2: records of one scoring digest lie side by side, and nothing can part them."""
    before, after = pair([choice("a")], [choice("a")], a="a")
    assert told(before, after) == [
        ("migration_same_scoring", "$.migrations[0]",
         ("This version scores exactly as 1.0.0 does: their scoring digests are the same, so their records lie "
          "together. The migration says otherwise."),
         "Take it out; none is needed. If an item's meaning changed, give the item another id.")
    ]  # fmt: skip


# -- what may not be called comparable -------------------------------------------------------------

SIDE = "The same answers would come to another number, so scores of the two versions cannot be laid side by side."
FALSE = 'Write "comparable": false; records stay readable, and are told apart. Or keep the scale as it was.'
AB = [choice("a"), choice("b")]
ABN = [*AB, choice("n")]
CODES = {"a": "b", "b": "a"}
NOT_COMPARABLE = {
    "a scale that is gone": (AB, AB, [scale("mean", "a")], [], {}, ["Scale 'mean' of 1.0.0 is gone"]),
    "another method": (
        AB, AB, [scale("mean", "a", id="s")], [scale("lowest", "a", id="s")], {},
        ["Scale 's' was a mean and is a lowest"]),
    "another range": (
        AB, ABN, [scale("sum", "a", "b")], [scale("sum", "a", "b", "n")], {},
        ["Scale 'sum' went from 0 to 10 and goes from 0 to 15"]),
    "no item in common": (
        AB, AB, [scale("mean", "a")], [scale("mean", "b")], {},
        ["Scale 'mean' has no item in common with the older version"]),
    "another weight": (
        AB, AB, [scale("mean", "a", "b")], [scale("mean", "a", "b", weights={"b": "1/2"})], {},
        ["Scale 'mean' weighs 'b' otherwise than before"]),
    "reversed in one alone": (
        AB, AB, [scale("mean", "a", "b", reverse=["a"])], [scale("mean", "a", "b", reverse=["b"])], {},
        [f"Scale 'mean' holds '{one}', which is reverse-keyed in one version alone" for one in "ab"]),
    "other bounds inside the same range": (
        [*AB, item("i", "integer", minimum=1, maximum=5)], [*AB, item("i", "integer", minimum=0, maximum=5)],
        [scale("mean", "a", "i")], [scale("mean", "a", "i")], {},
        ["Scale 'mean' went from 1 to 5 and goes from 0 to 5",
         "Scale 'mean' holds 'i', whose lowest or highest value is another"]),
    "codes that change places": (
        AB, ABN, [scale("mean", "a", "b")], [scale("mean", "a", "b")], {"a": {"item": "a", "codes": CODES}},
        ["Scale 'mean' holds 'a', of which a higher answer comes to a lower one"]),
    "yes that became the lowest": (
        [*AB, item("y", "boolean")], [*AB, choice("y")], [scale("mean", "a", "y")], [scale("mean", "a", "y")],
        {"y": {"item": "y", "codes": {"true": "a", "false": "e"}}},
        ["Scale 'mean' went from 0 to 5 and goes from 1 to 5",
         "Scale 'mean' holds 'y', whose lowest or highest value is another",
         "Scale 'mean' holds 'y', of which a higher answer comes to a lower one"]),
    "a count of something else": (
        AB, AB, [scale("count", "a", "b", of=["a", "b"])], [scale("count", "a", "b", of=["b", "c"])], {},
        [f"Scale 'count' counts 'a', 'c' of '{one}' in one version alone" for one in "ab"]),
    "two scales at once": (
        AB, AB, [scale("mean", "a"), scale("sum", "b"), scale("highest", "a")], [scale("sum", "a"), scale("highest", "a")],
        {}, ["Scale 'mean' of 1.0.0 is gone", "Scale 'sum' has no item in common with the older version"]),
    "codes that fall together": (
        AB, ABN, [scale("mean", "a", "b")], [scale("mean", "a", "b")],
        {"a": {"item": "a", "codes": {"b": "a"}}}, []),
}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "was", "now", "entries", "said"), NOT_COMPARABLE.values(), ids=NOT_COMPARABLE
)
def test_what_may_not_be_called_comparable(old, new, was, now, entries, said):
    """Each reason on its own, with the scale and the item."""
    entries = {one["id"]: one["id"] for one in old} | entries
    scales = {"old": {"scales": tuple(was)}, "new": {"scales": tuple(now)}}
    before, after = pair(old, new, comparable=True, **scales, **entries)
    assert told(before, after) == [
        ("not_comparable", "$.migrations[0].comparable", f"{one}. {SIDE}", FALSE) for one in said
    ]


def test_a_call_that_cannot_be_answered():
    """A developer's mistake is told whole: what was passed, why it cannot be, and what to pass."""
    before, after = pair([choice("a")], [choice("a"), choice("n")], a="a")
    bare = instrument_of(newer(item("q", "text")))
    record = administration(before, a="a")
    draft = evolve(record, status=RecordStatus.DRAFT)
    seen, digest = migrate(record, [before, after]), f"'{before.ref.scoring[:58]}…"
    add = 'Add one under "migrations", or pass the versions on the way between.'
    for call, said in (
        (lambda: migrate({}, [before]),
         "migrate takes a record as sop.accept gave it (receipt.record), not dict."),
        (lambda: migrate(record, []),
         ("migrate takes the versions from the record's own to the one that it is to be seen under, and was given none. "
          "Catalog.migrate finds them.")),
        (lambda: migrate(record, [before, bare]),
         (f"small 2 has no migration from 1.0.0 of scoring digest {digest}. It has migrations from: no version. Without "
          f"one nobody has said what became of each item. {add}")),
        (lambda: migrate(evolve(record, instrument=bare.ref), [bare, after]),
         (f"small 2 has no migration from 2 of scoring digest '{bare.ref.scoring[:58]}…. It has migrations from: 1.0.0. "
          f"Without one nobody has said what became of each item. {add}")),
        (lambda: score_migrated(bare, seen),
         ("The record is seen under small 2, and small 2 was given to score it. Give the version that it is seen "
          "under.")),
        (lambda: score_migrated(after, migrate(draft, [before, after])),
         "The record 'r' is draft. A draft or voided record has no score, under any version."),
    ):  # fmt: skip
        with pytest.raises(CallRefused) as refused:
            call()
        assert str(refused.value) == said


def shown_codes():
    """Every code of this file's tables."""
    for *_, said in (*ALONE.values(), *FIT.values()):
        yield from (row[0] for row in said)
    yield from ("not_unique", "migration_scoring", "migration_same_scoring", "not_comparable")
