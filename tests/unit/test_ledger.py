"""A ledger as it is stored: whatever is changed in it is seen, and what it cannot show is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from attrs import evolve

from sop_core import DocumentRefused
from sop_core.documents import digest, entry_of, ledger_lines, read_ledger
from sop_core.reporting import Ledger, chained, lacking
from tests.unit._released import LEVELS, ledger_of, made, plan, tally

UNITS = {"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12, "c/s/u4": 13, "c/s/u5": 15}
COUNTS = tally(UNITS)
CROSSING = COUNTS.export(level="county", receiver="state", batch="c", purpose="cqi").crossing
FIRST = made(COUNTS)
SECOND = made(COUNTS, plan("r2", levels=LEVELS[:1]), ledger=ledger_of(FIRST))
LEDGER = ledger_of(FIRST, SECOND)
LINES = list(ledger_lines(LEDGER))
START = next(at for at, line in enumerate(LINES) if b'"at":2' in line)


def codes(source: bytes) -> list[str]:
    with pytest.raises(DocumentRefused) as refused:
        read_ledger(source)
    assert all(one.message and one.fix for one in refused.value.issues)
    return [one.code for one in refused.value.issues]


def entry(change: Callable[[dict], dict], at: int = START) -> bytes:
    """The ledger with one entry's own line changed."""
    changed = json.dumps(change(json.loads(LINES[at])), sort_keys=True, separators=(",", ":"))
    return b"".join([*LINES[:at], changed.encode() + b"\n", *LINES[at + 1 :]])


def test_it_is_read_as_it_was_written():
    """DESIGN 3: there and back, with nothing in it too."""
    for ledger in (Ledger(), LEDGER, ledger_of(FIRST)):
        assert read_ledger(b"".join(ledger_lines(ledger))) == ledger
    head = json.loads(LINES[0])
    assert (head["releases"], head["crossings"], head["digest"]) == (2, 0, LEDGER.digest)


def test_the_last_entry_is_covered_too():
    """Issue 6: what the last entry says of its content could be changed unseen; now nothing can."""
    other = "sha256:" + "0" * 64
    assert codes(entry(lambda one: {**one, "content": other})) == ["ledger_changed"]
    for name, value in {"digest": other, "previous": other, "release": "r3", "at": 3}.items():
        assert codes(entry(lambda one, n=name, v=value: {**one, n: v})) == ["ledger_changed"]


def test_its_end_is_stated():
    """What was cut at the end of an entry is seen: the head promises more."""
    assert codes(b"".join(LINES[:START])) == ["release_cut"]
    assert codes(LINES[0]) == ["release_cut"]
    assert codes(b"".join([*LINES[:-1], LINES[-1][:-1]])) == ["release_cut"]
    for nothing in (b"", b"\n", b"  \n\n"):
        assert codes(nothing) == ["ledger_empty"]


def test_what_is_no_ledger_is_refused():
    """Each in its own words."""
    wrong: dict[bytes, str] = {
        b"".join(LINES[1:]): "another_kind",
        b"".join([*LINES, LINES[0]]): "another_kind",
        b"".join([LINES[0], *LINES[2:]]): "release_cut",
        b"".join([*LINES[:2], *LINES[START:]]): "release_cut",
        b"".join([LINES[0], *LINES[START:], *LINES[1:START]]): "ledger_changed",
        b"".join([*LINES[:START], *LINES[1:START]]): "ledger_changed",
        b"".join(LINES).replace(b'"n":61', b'"n":62'): "ledger_changed",
        b"".join(LINES).replace(b"{", b"{ ", 1): "ledger_changed",
        b"".join([LINES[0], b"\n", *LINES[1:]]): "ledger_changed",
        b'{"$schema":"urn:sop:schema:ledger:2"}\n': "unknown_schema",
        b"{\n}\n": "schema_missing",
    }
    assert {source: codes(source)[0] for source in wrong} == wrong


def test_a_release_that_was_tried_against_another_ledger_is_refused():
    """Rule 6: two that were made at once have both passed against the old one; the second is none."""
    beside = made(COUNTS, plan("r2", levels=LEVELS[:1]))
    lines = b"".join(ledger_lines(ledger_of(FIRST, beside)))
    assert codes(lines) == ["ledger_untried"]


class TestCrossings:
    held = ledger_of(FIRST).with_crossing(CROSSING, digest(CROSSING))

    def test_they_stand_in_the_order_in_which_they_went(self):
        """DESIGN 7: an exported tally is entered in the ledger, between the releases."""
        second = made(COUNTS, plan("r2", levels=LEVELS[:1]), ledger=self.held)
        both = self.held.with_entry(entry_of(second.release, second.content))
        assert [type(one).__name__ for one in both.steps()] == [
            "LedgerEntry", "LedgerCrossing", "LedgerEntry",
        ]  # fmt: skip
        assert both.before("r2") == self.held
        assert both.before("r1") == Ledger()
        assert both.with_crossing(CROSSING, "again") == both
        assert len({self.held.digest, both.digest, LEDGER.digest, ledger_of(FIRST).digest}) == 4
        assert chained(both.steps()) == both.digest
        for ledger in (self.held, both, Ledger().with_crossing(CROSSING, digest(CROSSING))):
            assert read_ledger(b"".join(ledger_lines(ledger))) == ledger

    def test_one_that_was_changed_is_seen(self):
        """Its line, a second time, or something between it and the next entry."""
        *lines, crossing = ledger_lines(self.held)
        other = crossing.replace(b'"receiver":"state"', b'"receiver":"agency"')
        assert codes(b"".join([*lines, other])) == ["ledger_changed"]
        assert codes(b"".join([*lines, crossing, crossing])) == ["ledger_changed"]
        assert codes(b"".join([*lines, crossing, lines[-1]])) == ["release_cut"]
        assert codes(b"".join(lines)) == ["release_cut"]


class TestWhatADigestInTheFileCannotShow:
    cut = b"".join(ledger_lines(ledger_of(FIRST)))

    def test_whoever_writes_the_file_writes_its_digests(self):
        """An older copy is a ledger like any other: by itself nothing tells."""
        assert read_ledger(self.cut) == ledger_of(FIRST)

    def test_a_release_that_is_out_there_tells(self):
        """Proof.ledger: the second was tried against what the copy holds, and is not in it."""
        older = read_ledger(self.cut)
        assert lacking(older, [FIRST.release, SECOND.release]) == (SECOND.release,)
        assert lacking(LEDGER, [FIRST.release, SECOND.release]) == ()
        # Of the first release nobody can tell: every ledger begins with nothing.
        assert lacking(LEDGER, [evolve(FIRST.release, id="other")]) == ()


def test_the_chain_tells_its_entries_apart():
    """No two ledgers come to one digest by how their entries are told."""
    found = [Ledger(), ledger_of(FIRST), LEDGER]
    assert all(one.digest != other.digest for one, other in pairwise(found))
