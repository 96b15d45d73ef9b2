"""docs/errors.md and the source name the same codes."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.error_codes import SOURCE, codes, codes_in
from tests.hostile.definitions import DEFINITIONS
from tests.hostile.inputs import HOSTILE
from tests.unit import test_messages, test_messages_of_migrations

PAGE = Path(__file__).resolve().parents[2] / "docs" / "errors.md"
ROW = re.compile(r"^\| `([a-z0-9_]+)` \| (.+) \|$", re.MULTILINE)


def test_every_code_of_the_source_is_documented_and_no_other():
    """DESIGN 6: a code is on the page if and only if something can raise it."""
    documented = [code for code, _ in ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert len(documented) == len(set(documented))
    assert set(documented) - codes() == set()
    assert codes() - set(documented) == set()


def test_every_code_that_a_hostile_input_meets_is_documented():
    """What the tests see is what the page says."""
    met = {code for _, _, code, _ in (*HOSTILE, *DEFINITIONS)}
    assert met <= codes()
    assert len(met) > 60


def test_every_code_of_the_instruments_is_shown_in_full():
    """A new complaint is written out in tests/unit/test_messages*.py, and read there by a person first."""
    files = (SOURCE / "instruments").rglob("*.py")
    made = {code for file in files for code in codes_in(file.read_text(encoding="utf-8"))}
    shown = {*test_messages.shown_codes(), *test_messages_of_migrations.shown_codes()}
    assert made - shown == set()


def test_the_search_sees_what_it_is_for():
    """A code in a call, in a choice of two, and one made of a key are each found."""
    source = """
Issue("a", path, "message")
scale.issue("b" if x else "c", "items")
Issue(f"{key}_mismatch", path, "message")
other("d")
"""
    assert set(codes_in(source)) == {"a", "b", "c", "digest_mismatch", "scoring_mismatch"}
