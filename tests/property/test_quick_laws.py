"""DESIGN 8: what is sound passes at a glance, and the verdict is that of looking closely, always."""

from __future__ import annotations

import json
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sop_core import to_json
from sop_core.documents import canonical, read
from sop_core.documents.registry import validator
from sop_core.errors import DocumentRefused
from sop_core.sop.accepting import enter, examine, looked_at
from sop_core.sop.examining import Examined
from tests.property.door import SCORED, sittings
from tests.property.mutants import near_bytes

#: Documents an example: with the 5,000 examples of the deep profile, 150,000 documents.
AT_ONCE = 30


def plainly(came):
    """What came of a document, as plain values: the record, its score and events, or every issue."""
    if isinstance(came, Examined):
        return came.issues
    return to_json(came.record), came.score and to_json(came.score), came.events


def is_of_shape(data):
    """What the reader and jsonschema say of the shape; the library's own check of it is not asked."""
    try:
        return validator("administration").is_valid(read(data, fast=False))
    except DocumentRefused:
        return False


@given(sittings(statuses=("complete", "draft"), **SCORED), st.integers(0, 2**32))
def test_a_glance_and_a_close_look_come_to_the_same(sitting, seed):
    """DESIGN 8: the same record, score and events, or the very same issues, for sound and for odd bytes."""
    catalog, draw = sitting.sop.catalog, Random(seed)
    record = json.loads(canonical(sitting.record))
    for _ in range(AT_ONCE):
        data = near_bytes(record, draw)
        came = enter(data, catalog=catalog)
        assert plainly(came) == plainly(enter(data, catalog=catalog, quick=False))
        taken = not isinstance(came, Examined)
        assert examine(data, catalog=catalog).refused != taken
        if taken:
            assert is_of_shape(data)


@given(sittings(**SCORED), st.booleans())
def test_what_is_sound_passes_at_a_glance(sitting, spaced):
    """DESIGN 8: a record that has nothing odd in it is never looked at closely, however it is written."""
    record = {k: v for k, v in sitting.record.items() if k != "extensions"}
    data = canonical(record)
    if spaced:
        data = json.dumps(json.loads(data), indent=1).encode()
    for given_ in (data, read(data)):
        assert isinstance(looked_at(given_, sitting.sop.catalog, (), quick=True), tuple)
