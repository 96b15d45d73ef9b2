"""JSON in and out: read strictly, checked against schemas that are never fetched, structured without coercion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.documents.events import Event, coaching_events_of, disclosure_events_of, events_of
    from sop_core.documents.explain import in_document_order, is_of_shape, shape_issues
    from sop_core.documents.ledgers import crossed, entry_of, ledger_lines, read_ledger
    from sop_core.documents.quick import glimpsed, is_sound_frame
    from sop_core.documents.reader import LEVELS, LIMIT, read
    from sop_core.documents.records import administration_of, digest, to_document, to_json
    from sop_core.documents.registry import kind_of, names, schema, schema_folder
    from sop_core.documents.releases import plan_of, policy_of, release_lines, release_of
    from sop_core.documents.structure import (
        calendar_of,
        crosswalk_of,
        disclosure_of,
        feedback_of,
        goal_words_of,
        instrument_of,
        lexicon_of,
        profile_of,
        prompt_set_of,
        score_of,
        screens_of,
    )
    from sop_core.documents.tallies import read_tally, tally_lines
    from sop_core.documents.values import value_of
    from sop_core.documents.writing import canonical, definition_digest, digest_of

__all__ = [
    "crossed",
    "entry_of",
    "ledger_lines",
    "plan_of",
    "policy_of",
    "read_ledger",
    "release_lines",
    "release_of",
    "LEVELS",
    "LIMIT",
    "Event",
    "administration_of",
    "canonical",
    "coaching_events_of",
    "calendar_of",
    "crosswalk_of",
    "definition_digest",
    "digest",
    "digest_of",
    "disclosure_events_of",
    "disclosure_of",
    "events_of",
    "glimpsed",
    "goal_words_of",
    "feedback_of",
    "in_document_order",
    "instrument_of",
    "is_of_shape",
    "is_sound_frame",
    "kind_of",
    "lexicon_of",
    "names",
    "profile_of",
    "prompt_set_of",
    "read",
    "read_tally",
    "schema",
    "schema_folder",
    "score_of",
    "screens_of",
    "shape_issues",
    "tally_lines",
    "to_document",
    "to_json",
    "value_of",
]

__getattr__ = table(
    __name__,
    {
        "writing": "canonical definition_digest digest_of",
        "events": "Event coaching_events_of disclosure_events_of events_of",
        "explain": "in_document_order is_of_shape shape_issues",
        "quick": "glimpsed is_sound_frame",
        "reader": "LEVELS LIMIT read",
        "records": "administration_of digest to_document to_json",
        "registry": "kind_of names schema schema_folder",
        "ledgers": "crossed entry_of ledger_lines read_ledger",
        "releases": "plan_of policy_of release_lines release_of",
        "structure": (
            "calendar_of crosswalk_of disclosure_of feedback_of goal_words_of instrument_of "
            "lexicon_of profile_of prompt_set_of score_of screens_of"
        ),
        "tallies": "read_tally tally_lines",
        "values": "value_of",
    },
)
