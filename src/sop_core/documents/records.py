"""Records and scores to documents and back. A document that was accepted comes back the same."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import fields

from sop_core.access import Disclosure, DisclosureRecord
from sop_core.documents.writing import canonical, digest_of
from sop_core.instruments import Administration, Answer, Instrument, Missing, ScaleScore, Score
from sop_core.instruments.exact import whole_decimal, write_exact
from sop_core.prompts import Feedback, Panel
from sop_core.types import NO_ENTRIES, FrozenMap, InstrumentRef, RecordRef, RecordStatus


def administration_of(
    document: Mapping[str, Any], instrument: Instrument, answers: Mapping[str, Answer]
) -> Administration:
    """A checked document as a value; both digests stand in it even where the document left them out."""
    earlier = document.get("supersedes")
    return Administration(
        id=document["id"],
        instrument=instrument.ref,
        status=RecordStatus(document["status"]),
        respondent=document["respondent"],
        subject=document["subject"],
        scope=tuple(document["scope"]),
        groups=document.get("groups", NO_ENTRIES),
        cycle=document["cycle"],
        locale=document["locale"],
        submitted_at=document["submitted_at"],
        answers=answers,
        supersedes=RecordRef(earlier["id"], earlier["digest"]) if earlier else None,
        extensions=document.get("extensions", NO_ENTRIES),
    )


def _json_number(value: Decimal) -> int | float | Decimal:
    """A number as `json.dumps` takes it: a float only where it is written with the very same digits."""
    near = float(value)
    if repr(near) == str(value) and not near.is_integer():
        return near
    short = whole_decimal(value)
    if isinstance(short, int):
        return short
    return number if Decimal(repr(number := float(short))) == short else short


def plain(value: Any) -> Any:
    """A frozen value as plain JSON values."""
    # Most values are these, and whether something is a Mapping is slow to ask.
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Missing):
        return {"missing": value.reason.value}
    if isinstance(value, Fraction):
        return write_exact(value)
    if isinstance(value, Decimal):
        return _json_number(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def _ref(ref: InstrumentRef) -> dict[str, Any]:
    return {"id": ref.id, "version": ref.version, "digest": ref.digest, "scoring": ref.scoring}


def _flat(value: Any) -> dict[str, Any]:
    return {
        attribute.name: plain(getattr(value, attribute.name)) for attribute in fields(type(value))
    }


def _administration(record: Administration) -> dict[str, Any]:
    document = {
        "$schema": "urn:sop:schema:administration:1",
        "id": record.id,
        "instrument": _ref(record.instrument),
        "status": record.status.value,
        "respondent": record.respondent,
        "subject": record.subject,
        "scope": list(record.scope),
        "groups": dict(record.groups),
        "cycle": record.cycle,
        "locale": record.locale,
        "submitted_at": record.submitted_at,
        "answers": plain(record.answers),
        "extensions": plain(record.extensions),
    }
    if record.supersedes is not None:
        document["supersedes"] = {"id": record.supersedes.id, "digest": record.supersedes.digest}
    return document


def _scale(score: ScaleScore) -> dict[str, Any]:
    return {**_flat(score), "status": score.status.value}


def _score(score: Score) -> dict[str, Any]:
    return {
        "$schema": "urn:sop:schema:score:1",
        "administration": score.administration,
        "instrument": _ref(score.instrument),
        "scales": {name: _scale(each) for name, each in score.scales.items()},
    }


def _feedback(record: Feedback) -> dict[str, Any]:
    return {"$schema": "urn:sop:schema:feedback:1", **_flat(record)}


def _disclosure(record: DisclosureRecord) -> dict[str, Any]:
    return {
        "$schema": "urn:sop:schema:disclosure:1",
        **_flat(record),
        "record": _flat(record.record),
        "earlier": [_flat(one) for one in record.earlier],
    }


#: What decided a prompt's place on the panel, and is nobody else's matter.
_NOT_TOLD = ("dedupe", "learns")


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "$schema": "urn:sop:schema:panel:1",
        "screen": panel.screen,
        "role": panel.role,
        "locale": panel.locale,
        "prompts": [
            {
                **{name: one for name, one in _flat(prompt).items() if name not in _NOT_TOLD},
                "dismiss": [_flat(reason) for reason in prompt.dismiss],
            }
            for prompt in panel.prompts
        ],
        "forms": [_flat(form) for form in panel.forms],
    }


def to_document(value: object) -> dict[str, Any]:
    """A record, score, panel or event as a document: plain dicts, lists, text and numbers.

    Of a Disclosure it is the entry for an access log, which holds nothing of what was disclosed.

    `json.dumps` writes it, but for a number with more digits than a float holds: that stays a
    Decimal, and `to_json` writes it. Raises TypeError for anything else; a document comes back as a plain copy.
    """
    if isinstance(value, Administration):
        return _administration(value)
    if isinstance(value, Score):
        return _score(value)
    if isinstance(value, Feedback):
        return _feedback(value)
    if isinstance(value, Panel):
        return _panel(value)
    if isinstance(value, Disclosure):
        value = value.entry
    if isinstance(value, DisclosureRecord):
        return _disclosure(value)
    if isinstance(getattr(value, "KIND", None), str):
        from sop_core.documents.values import document_of

        return document_of(value)
    if isinstance(value, FrozenMap | dict):
        copied: dict[str, Any] = plain(value)
        return copied
    raise TypeError(
        f"{type(value).__name__} is no document. Pass receipt.record, receipt.score, an event or a panel."
    )


def to_json(value: object) -> str:
    """The same as JSON text in its one canonical form: what a host stores."""
    return canonical(to_document(value))


def digest(value: object) -> str:
    """The digest of a record as it was accepted, all fields: what `supersedes` names."""
    return digest_of(to_document(value))
