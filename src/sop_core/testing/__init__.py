"""Test data for people who build on sop_core: Hypothesis strategies for its documents (extra `testing`).

from hypothesis import given
from sop_core.testing import administrations

@given(administrations(my_instrument_document))
def test_our_adapter_stores_what_was_answered(document): ...
"""

from __future__ import annotations

from sop_core.errors import MissingExtra

try:
    from sop_core.testing.cases import field_records, statements
    from sop_core.testing.coached import (
        agreements,
        coaching_exceptions,
        coaching_sessions,
        group_sessions,
        participations,
    )
    from sop_core.testing.goals import (
        goal_drafts,
        goal_events,
        goal_phrases,
        goal_texts,
        goal_windows,
    )
    from sop_core.testing.rubrics import profile_values, profiles, ratings
    from sop_core.testing.strategies import (
        administrations,
        answers_for,
        conditions,
        facts,
        feedbacks,
        instrument_values,
        instrument_versions,
        instruments,
        mutated,
        prompt_sets,
        shown_prompts,
        situations,
    )
    from sop_core.testing.tables import linked_tables, release_sequences, tables
    from sop_core.testing.tallying import batch_contents, record_streams, tallies
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise MissingExtra(
        "sop_core.testing needs Hypothesis. Install the extra: pip install 'sop-core[testing]'."
    ) from error

__all__ = [
    "administrations",
    "agreements",
    "answers_for",
    "batch_contents",
    "coaching_exceptions",
    "coaching_sessions",
    "conditions",
    "facts",
    "feedbacks",
    "field_records",
    "goal_drafts",
    "goal_events",
    "goal_phrases",
    "goal_texts",
    "goal_windows",
    "group_sessions",
    "instrument_values",
    "instrument_versions",
    "instruments",
    "linked_tables",
    "mutated",
    "participations",
    "profile_values",
    "profiles",
    "prompt_sets",
    "ratings",
    "shown_prompts",
    "record_streams",
    "situations",
    "statements",
    "tallies",
    "release_sequences",
    "tables",
]
