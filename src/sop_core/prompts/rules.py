"""What a set of prompts must keep beyond its shape."""

from __future__ import annotations

from collections.abc import Iterator

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.prompts.conditions import day_in
from sop_core.prompts.screens import check_tool
from sop_core.shapes import Json, check_texts, check_unique, mapping, objects, strings


def check_prompts(document: Json) -> list[Issue]:
    """Texts in every language, ids that are unique, reasons for dismissal that exist (S2-03), sound conditions."""
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
                fix=f"Define it under dismiss_reasons, or use one of: {listed(reasons)}."
                if reasons
                else f'Define it: "dismiss_reasons": {{"{shown(code)[1:-1]}": {{"en": "…"}}}}.',
            )
            for index, prompt in prompts
            for at, code in strings(prompt.get("dismiss"))
            if code not in reasons
        ),
        *(issue for index, prompt in prompts for issue in _of_one(prompt, index)),
    ]


def _of_one(prompt: Json, index: int) -> Iterator[Issue]:
    yield from check_tool(prompt.get("tool"), "prompts", index, "tool")
    expires = prompt.get("expires")
    if isinstance(expires, str) and (len(expires) != 10 or day_in(expires) is None):
        yield Issue(
            "not_a_date",
            json_path("prompts", index, "expires"),
            f"expires is {shown(expires)}, which is no day of the calendar.",
            fix="Write it as YYYY-MM-DD, such as 2027-06-30.",
        )
    for at, condition in objects(prompt.get("when")):
        yield from _condition(condition, "prompts", index, "when", at)


#: What a condition may ask of its fact, of which it asks one thing.
_WAYS = ("is", "equals", "at_least", "since")


def _condition(condition: Json, *place: str | int) -> Iterator[Issue]:
    if "any" not in condition:
        yield from _on_one_fact(condition, *place)
        return
    if "fact" in condition or any(way in condition for way in _WAYS):
        yield _one_thing(place, "It has any, and something else beside it.")
    for at, inner in objects(condition.get("any")):
        # A list holds no further list, as the schema says, so that nothing here is deep.
        yield from _on_one_fact(inner, *place, "any", at)


def _on_one_fact(condition: Json, *place: str | int) -> Iterator[Issue]:
    ways = [way for way in _WAYS if way in condition]
    if "any" in condition:
        yield _one_thing(place, "It is a list inside a list.")
    elif len(ways) != 1 or "fact" not in condition:
        said = f"It asks {listed(ways)}" if ways else "It asks nothing"
        yield _one_thing(
            place, said + (" of no fact." if "fact" not in condition else " of its fact.")
        )


def _one_thing(place: tuple[str | int, ...], said: str) -> Issue:
    return Issue(
        "condition_unclear",
        json_path(*place),
        f"{said} A condition asks one thing of one fact, so that anybody can say why a prompt is shown.",
        fix='Write a fact and one of is, equals, at_least, since: {"fact": "child.age", "at_least": 5}. Several '
        "conditions in when must all hold; a list under any needs one.",
    )
