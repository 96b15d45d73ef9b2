"""What a record's packed bits tell: whether each of its rows is another of its own items."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sop_warehouse.packing import MOST_BITS, Columns, chunks


@given(
    own=st.sets(st.integers(0, 69), min_size=1),
    answered=st.lists(st.integers(0, 69), max_size=300),
    unknown=st.integers(0, 3),
    bits=st.integers(1, 9),
)
def test_as_many_bits_as_rows_only_where_each_row_is_another_item(own, answered, unknown, bits):
    """Bits of a sum are never more than its rows, so that the sums of many records tell of each of them."""
    columns = Columns()
    rows = [columns.field(1) for _ in range(70)]
    packed = [0] * len(columns.used)
    for item in answered:
        packed[rows[item].column] += rows[item].put(1)
    n_rows = len(answered) + unknown
    found = chunks((rows[item] for item in own), bits)
    n_bits = sum(one.take(packed[one.column]).bit_count() for one in found)
    sound = not unknown and len(set(answered)) == len(answered) and set(answered) <= own
    assert n_bits <= n_rows
    assert (n_bits == n_rows) == sound


@given(st.sets(st.integers(0, 99)), st.integers(1, 9))
def test_chunks_are_the_same_bits_in_short_runs(places, bits):
    """Each bit is in one of them; none is longer than it may be, or crosses a column."""
    columns = Columns()
    fields = [columns.field(1) for _ in range(100)]
    found = chunks((fields[at] for at in places), bits)
    there = [(one.column, one.shift + at) for one in found for at in range(one.bits)]
    assert sorted(there) == sorted((fields[at].column, fields[at].shift) for at in places)
    assert all(one.bits <= bits and one.shift + one.bits <= MOST_BITS for one in found)
    assert chunks((fields[at] for at in places), 1) == tuple(sorted((fields[at] for at in places), key=lambda one: (one.column, one.shift)))  # fmt: skip
