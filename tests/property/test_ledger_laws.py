"""Laws of ledgers: whatever is changed in a stored one is seen."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core import DocumentRefused
from sop_core.documents import digest, entry_of, ledger_lines, read_ledger
from sop_core.reporting import Ledger, LedgerEntry, Release, lacking
from tests.unit._released import LEVELS, made, plan, tally

pytestmark = pytest.mark.law
COUNTS = tally({"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12, "d/s/u4": 13, "d/s/u5": 15})


@cache
def ledgers() -> tuple[Ledger, ...]:
    """A ledger as it grew: three releases and two crossings."""
    found = [Ledger()]
    for step in (3, "state", 1, 2, "university"):
        ledger = found[-1]
        if isinstance(step, int):
            asked = plan(f"r{step}", levels=LEVELS[:step])
            one = made(COUNTS, asked, ledger=ledger)
            found.append(ledger.with_entry(entry_of(one.release, one.content)))
        else:
            crossing = COUNTS.export(
                level="county", receiver=step, batch="c", purpose="cqi"
            ).crossing
            found.append(ledger.with_crossing(crossing, digest(crossing)))
    return tuple(found)


@cache
def stored() -> bytes:
    return b"".join(ledger_lines(ledgers()[-1]))


def is_seen(changed: bytes) -> bool:
    """Whether the reader refuses it, and says what to do."""
    try:
        read_ledger(changed)
    except DocumentRefused as refused:
        return all(one.message and one.fix for one in refused.issues)
    return False


places = st.integers(0, len(stored()) - 1)
lines = st.integers(0, stored().count(b"\n") - 1)


class TestAnyChangeIsSeen:
    @given(places, st.integers(0, 255))
    def test_a_byte_that_was_changed(self, place, byte):
        """Issue 6, rule 6: in a head, an entry, a row or a crossing, the last entry's content among them."""
        found = stored()
        changed = found[:place] + bytes([byte]) + found[place + 1 :]
        assert is_seen(changed) == (changed != found)

    @given(places, st.integers(0, 255))
    def test_a_byte_more_or_fewer(self, place, byte):
        """White space and empty lines too."""
        found = stored()
        assert is_seen(found[:place] + bytes([byte]) + found[place:])
        assert is_seen(found[:place] + found[place + 1 :])

    @given(places)
    def test_an_end_that_was_cut(self, place):
        """Wherever it was cut, at the end of an entry too, and down to nothing."""
        assert is_seen(stored()[:place])

    @given(lines, lines)
    def test_a_line_that_was_taken_out_doubled_or_moved(self, one, other):
        """Each line has its place."""
        every = stored().splitlines(keepends=True)
        without = every[:one] + every[one + 1 :]
        assert is_seen(b"".join(without))
        assert is_seen(b"".join([*every[:other], every[one], *every[other:]]))
        moved = [*without[:other], every[one], *without[other:]]
        assert is_seen(b"".join(moved)) == (moved != every)


class TestAnOlderCopy:
    @given(st.integers(1, len(ledgers()) - 2))
    def test_the_next_release_that_is_out_there_tells(self, at):
        """A copy from before is a ledger by itself; a release that was made next was tried against it, and tells."""
        older, newest = ledgers()[at], ledgers()[-1]
        assert read_ledger(b"".join(ledger_lines(older))) == older
        releases: list[Release] = [one.release for one in newest.entries]
        following = list(newest.steps())[at]
        is_release = isinstance(following, LedgerEntry)
        assert lacking(newest, releases) == ()
        assert lacking(older, releases) == ((following.release,) if is_release else ())
