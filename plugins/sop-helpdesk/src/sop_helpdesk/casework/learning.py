"""What a worker is learning now, for their own screens alone, and only where they said so (S2-18, S3-05).

The choice is the worker's, off until they make it, and taken back with one click. What is passed to prompts
are the skill aspects of their own last coaching focus; nobody else's screen knows them.
"""

from __future__ import annotations

import json
from typing import Any

from sop_helpdesk.models import Learning, SopRecord, Token


def agreed(user: Any) -> bool:
    """Whether this user's own screens may know what they are learning."""
    return Learning.objects.filter(person=Token.of(user), agreed=True).exists()


def choose(user: Any, *, agreed: bool) -> None:
    """Keep the choice."""
    Learning.objects.update_or_create(person=Token.of(user), defaults={"agreed": agreed})


def learning_of(user: Any) -> list[str]:
    """The profiles and skill aspects of the user's own last focus in coaching; nothing without their yes."""
    if not agreed(user):
        return []
    rows = SopRecord.objects.filter(
        kind="coaching-session", person=Token.of(user), status="complete"
    )
    steps = [
        one
        for one in map(json.loads, rows.values_list("document", flat=True))
        if one["step"] == "focus"
    ]
    if not steps:
        return []
    last = max(steps, key=lambda one: str(one["made_at"]))
    ids = [id_ for area in last["focus"] for id_ in (area["profile"], area.get("aspect")) if id_]
    return list(dict.fromkeys(ids))
