"""JSON in and out: read strictly, checked against schemas that are never fetched, structured without coercion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.documents.events import Event, events_of
    from sop_core.documents.explain import in_document_order, is_of_shape, shape_issues
    from sop_core.documents.reader import LEVELS, LIMIT, read
    from sop_core.documents.records import administration_of, digest, to_document, to_json
    from sop_core.documents.registry import kind_of, names, schema, schema_folder
    from sop_core.documents.structure import feedback_of, instrument_of, prompt_set_of, score_of
    from sop_core.documents.writing import canonical, definition_digest, digest_of

__all__ = [
    "LEVELS",
    "LIMIT",
    "Event",
    "administration_of",
    "canonical",
    "definition_digest",
    "digest",
    "digest_of",
    "events_of",
    "feedback_of",
    "in_document_order",
    "instrument_of",
    "is_of_shape",
    "kind_of",
    "names",
    "prompt_set_of",
    "read",
    "schema",
    "schema_folder",
    "score_of",
    "shape_issues",
    "to_document",
    "to_json",
]

__getattr__ = table(
    __name__,
    {
        "writing": "canonical definition_digest digest_of",
        "events": "Event events_of",
        "explain": "in_document_order is_of_shape shape_issues",
        "reader": "LEVELS LIMIT read",
        "records": "administration_of digest to_document to_json",
        "registry": "kind_of names schema schema_folder",
        "structure": "feedback_of instrument_of prompt_set_of score_of",
    },
)
