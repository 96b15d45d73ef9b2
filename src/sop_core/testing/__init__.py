"""Test data for people who build on sop_core: Hypothesis strategies for its documents (extra `testing`).

from hypothesis import given
from sop_core.testing import administrations

@given(administrations(my_instrument_document))
def test_our_adapter_stores_what_was_answered(document): ...
"""

from __future__ import annotations

from sop_core.errors import MissingExtra

try:
    from sop_core.testing.strategies import (
        administrations,
        answers_for,
        instrument_values,
        instruments,
        mutated,
        prompt_sets,
        situations,
    )
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise MissingExtra(
        "sop_core.testing needs Hypothesis. Install the extra: pip install 'sop-core[testing]'."
    ) from error

__all__ = [
    "administrations",
    "answers_for",
    "instrument_values",
    "instruments",
    "mutated",
    "prompt_sets",
    "situations",
]
