"""A second scorer, written from the table alone, agrees with the library on everything."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

from hypothesis import given

from sop_core import to_document
from tests.property.brute_force import brute_force
from tests.property.door import SCORED, sittings

SOURCE = Path(__file__).with_name("brute_force.py")


def ours(sitting):
    """The library's scores in the shape that brute_force gives."""
    score = to_document(sitting.sop.accept(sitting.record).score)
    return {
        name: {**scale, "value": None if scale["value"] is None else Fraction(str(scale["value"]))}
        for name, scale in score["scales"].items()
    }


@given(sittings(**SCORED))
def test_agrees_on_every_scale(sitting):
    """Every status, value, exact value, count and band is what the table says (DESIGN 3, C-08)."""
    assert ours(sitting) == brute_force(sitting.definition, sitting.record)


@given(sittings())
def test_agrees_on_every_instrument(sitting):
    """The same for instruments with texts, dates and any number of scales, one and none too."""
    assert ours(sitting) == brute_force(sitting.definition, sitting.record)


@given(sittings(items=(4, 8), scales=(3, 5), types=("choice",), methods=("sum", "count")))
def test_agrees_on_prorating(sitting):
    """The same where sums and counts are scaled up."""
    assert ours(sitting) == brute_force(sitting.definition, sitting.record)


def test_shares_no_code_with_the_library():
    """The second scorer imports exact numbers alone, and no float stands in it."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"decimal", "fractions"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not [value for value in constants if isinstance(value, float)]
    assert "float" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
