"""What a set of prompts must keep beyond its shape."""

from __future__ import annotations

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.shapes import Json, check_texts, check_unique, mapping, objects, strings


def check_prompts(document: Json) -> list[Issue]:
    """Texts in every language, ids that are unique, and reasons for dismissal that exist (S2-03)."""
    prompts = list(objects(document.get("prompts")))
    named = [
        (("prompts", i, "id"), str(p["id"])) for i, p in prompts if isinstance(p.get("id"), str)
    ]
    reasons = mapping(document.get("dismiss_reasons"))
    return [
        *check_texts(document),
        *check_unique(named, "prompt"),
        *(
            Issue(
                "unknown_reason",
                json_path("prompts", index, "dismiss", at),
                f"Prompt {shown(prompt.get('id'))} may be put aside for {shown(code)}, which dismiss_reasons does "
                "not define, so a person would have nothing to read.",
                fix=f"Define it under dismiss_reasons, or use one of: {listed(reasons)}.",
            )
            for index, prompt in prompts
            for at, code in strings(prompt.get("dismiss"))
            if code not in reasons
        ),
    ]
