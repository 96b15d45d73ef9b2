"""The way back from a browser's fields to a rating's document, and from a rating to the fields.

Each aspect has two fields: `attained`, one choice, and `some_work_at`, any number of ticks. Their names
are the prefix, the aspect's id and these words. Nothing that was sent is put right or dropped: what does
not go together stays in the document, and the rules of a rating say so, so that a page can show both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sop_core.errors import CallRefused
from sop_core.shapes import sent_texts

if TYPE_CHECKING:
    from sop_core.profiles.model import PracticeProfile
    from sop_core.profiles.rating import Rating

#: What the choice `not yet the lowest level` sends. No level can have it as its id.
NOT_YET = ":not_yet"


def field_names(aspect: str, prefix: str = "") -> tuple[str, str]:
    """The names of an aspect's two fields: the level that is attained, and those with some work."""
    return f"{prefix}{aspect}.attained", f"{prefix}{aspect}.some_work_at"


def read_rating(
    profile: PracticeProfile, fields: Mapping[str, object], *, prefix: str = "", **who: object
) -> dict[str, Any]:
    """A browser's fields as a rating's document, for `sop.accept`.

    An aspect with nothing chosen is not rated, and stands nowhere in the document (unknown is never
    zero). `who` fills the rest: id, worker, rater, view, purpose, made_at, agreement, after, … Other
    fields are passed over. Raises CallRefused for fields that no browser sends, such as numbers.
    """
    given: object = fields
    if not isinstance(given, Mapping) or "aspects" in who:
        raise CallRefused(
            "read_rating takes a browser's fields (a mapping of names to texts) and the record's other fields. The "
            "levels are in the fields."
        )
    read = {one.id: _aspect(profile, one.id, fields, prefix) for one in profile.aspects}
    ref = profile.ref
    return {
        "$schema": "urn:sop:schema:rating:1",
        "profile": {"id": ref.id, "version": ref.version, "digest": ref.digest},
        "status": "complete",
        **who,
        "aspects": {aspect: rated for aspect, rated in read.items() if rated},
    }


def rating_fields(rating: Rating, *, prefix: str = "") -> dict[str, list[str]]:
    """A rating as the fields that would send it: what `values` of the form are, to amend a record."""
    fields: dict[str, list[str]] = {}
    for aspect, rated in rating.aspects.items():
        attained, some = field_names(aspect, prefix)
        fields[attained] = [NOT_YET if rated.attained is None else rated.attained]
        if rated.some_work_at:
            fields[some] = [*rated.some_work_at]
    return fields


def _aspect(
    profile: PracticeProfile, aspect: str, fields: Mapping[str, object], prefix: str
) -> dict[str, object]:
    """What the fields say of one aspect; nothing where they say nothing."""
    attained, some = (
        sent_texts(fields, name, reader="read_rating") for name in field_names(aspect, prefix)
    )
    chosen: list[str | None] = [None if text == NOT_YET else text for text in attained]
    ticked = _ascending(profile, some)
    if not chosen:
        # Ticks without a level are kept as they are, so that the rules can ask for the level.
        return {"some_work_at": ticked} if ticked else {}
    # Two choices of one contradict each other: both stay.
    return {"attained": chosen[0] if len(chosen) == 1 else chosen, "some_work_at": ticked}


def _ascending(profile: PracticeProfile, levels: list[str]) -> list[str]:
    """Levels as a record lists them, lowest first; what is none of the profile's comes last."""
    order = {level.id: at for at, level in enumerate(profile.levels)}
    return sorted(levels, key=lambda level: order.get(level, len(order)))
