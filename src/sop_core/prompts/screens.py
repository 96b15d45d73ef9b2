"""The places in a host's day where prompts stand, as data (B-28, S2-16, S2-31)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.practice import FieldTool, StatementKind
from sop_core.shapes import Json, check_texts, check_unique, objects
from sop_core.text import Text
from sop_core.types import NO_ENTRIES, DefinitionStatus, FrozenMap, Translation


@frozen(kw_only=True)
class ToolUse:
    """How one field tool is used on a screen: who, at which moment, and where it is written down (B-28)."""

    tool: str
    when: Text
    where: Text
    who: tuple[str, ...] = ()


@frozen(kw_only=True)
class Screen:
    """One place in the day: its title, when somebody stands there, and the field tools that fit."""

    id: str
    title: Text
    hint: Text | None = None
    roles: tuple[str, ...] = ()
    tools: tuple[ToolUse, ...] = ()


@frozen(kw_only=True)
class ScreenSet:
    """A versioned set of screens, as one definition file holds it. A host may have screens of its own."""

    id: str
    version: str
    status: DefinitionStatus
    title: Text
    source: str
    rights: str
    screens: tuple[Screen, ...]
    translations: Mapping[str, Translation] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, Translation]
    )


#: What a prompt or a screen may lead to.
OPENS = (*(str(tool) for tool in FieldTool), *(str(kind) for kind in StatementKind))


def check_tool(tool: object, *place: str | int) -> list[Issue]:
    """A tool that is named is a field tool or a kind of statement."""
    if not isinstance(tool, str) or tool in OPENS:
        return []
    return [
        Issue(
            "unknown_tool",
            json_path(*place),
            f"{shown(tool)} is no field tool and no kind of statement, so that nothing would open.",
            fix=f"Use one of: {listed(OPENS, most=20)}.",
        )
    ]


def check_screens(document: Json) -> list[Issue]:
    """Texts in every language, ids that are unique, and tools that exist."""
    screens = list(objects(document.get("screens")))
    named = [
        (("screens", i, "id"), str(s["id"])) for i, s in screens if isinstance(s.get("id"), str)
    ]
    tools = [
        issue
        for index, screen in screens
        for at, use in objects(screen.get("tools"))
        for issue in check_tool(use.get("tool"), "screens", index, "tools", at, "tool")
    ]
    return [*check_texts(document), *check_unique(named, "screen"), *tools]
