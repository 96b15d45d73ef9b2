"""The field packet: every field tool as an empty page to take along, print and write on (S2-29)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.practice import PARTS, TOOLS, FieldTool, MainGoal, StatementKind, UmbrellaPractice
from sop_core.render import drawing, safe
from sop_core.render.casework import titled
from sop_core.render.drawing import Drawing
from sop_core.render.environment import draw, environment
from sop_core.render.words import Words, words_for
from sop_core.types import Translation

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.prompts import Screen, ScreenSet, StatementStep

_DRAWN = {
    FieldTool.SAFETY_CIRCLES: drawing.circles(()),
    FieldTool.THREE_HOUSES: drawing.houses(3),
    FieldTool.SAFETY_HOUSE: drawing.safety_house(None),
}


@frozen
class Use:
    """Where a tool is used: the screen's title, when, and where it is written down (B-28)."""

    screen: str
    when: str
    where: str


@frozen(kw_only=True)
class Sheet:
    """One empty page: what is asked, with room to write below each; and what stands beside it."""

    id: str
    title: str
    uses: tuple[Use, ...]
    parts: tuple[tuple[str, str], ...]
    drawing: Drawing | None = None
    people: tuple[str, ...] = ()
    scale: bool = False
    child: bool = False


def field_packet(
    *,
    tools: Iterable[FieldTool | str] = tuple(FieldTool),
    statements: Iterable[StatementKind | str] = tuple(StatementKind),
    screens: Iterable[ScreenSet] = (),
    steps: Iterable[StatementStep] = (),
    locale: str = "en",
    heading_level: int = 1,
    prefix: str = "",
) -> Markup:
    """Empty pages of the field tools and statements, each with when and where it is used, to print and write on.

    It holds nothing of any case. `screens` are `sop.catalog.active_screens`, `steps` the questions of
    statements, of every kind together (`sop.catalog.statement_steps(kind, locale)`); without them pages say less. A
    first page names the practices and goals of SOP (S2-01, S2-02). Each page begins a new sheet of paper.
    Headings use three levels, so `heading_level` is 1 to 4. Raises ValueError for what is no tool.
    """
    environment()
    words, at = words_for(locale), f"sop-{safe.field_prefix(prefix)}packet"
    asked = {one.part: one for one in steps}
    places = [screen for one in screens for screen in one.screens]
    wanted = [FieldTool(one) for one in tools]
    kinds = [StatementKind(one) for one in statements]
    sheets = [
        *(_tool(one, words, places, f"{at}-{n}") for n, one in enumerate(wanted, start=1)),
        *(
            _statement(one, words, places, asked, f"{at}-s{n}")
            for n, one in enumerate(kinds, start=1)
        ),
    ]
    return draw(
        "packet",
        id=at,
        locale=words.locale,
        dir=safe.direction(words.locale),
        h=safe.heading(heading_level, floors=2),
        practices=[words.plain(f"umbrella_{one}") for one in UmbrellaPractice],
        goals=[words.plain(f"goal_of_{one}") for one in MainGoal],
        questions=[words.plain(f"field_{one}") for one in TOOLS[FieldTool.THREE_QUESTIONS].parts],
        sheets=sheets,
        draft=words.locale != "en"
        or any(one.translation is Translation.DRAFT for one in asked.values()),
        say=words,
    )


def packet_title(locale: str = "en") -> str:
    """What the packet is called."""
    return words_for(locale).plain("packet_title")


def whole_page(markup: str, *, title: str, locale: str = "en") -> str:
    """A fragment as one HTML file with its style in it, to hand on: it loads nothing from elsewhere.

    For a page of a host's own, put the fragment and `stylesheet()` where they belong there instead.
    """
    from sop_core.render import stylesheet

    spoken = words_for(locale).locale
    return draw(
        "file",
        title=safe.plain(title),
        locale=spoken,
        dir=safe.direction(spoken),
        style=stylesheet(),
        body=markup,
    )


def _tool(tool: FieldTool, words: Words, places: list[Screen], at: str) -> Sheet:
    shape = TOOLS[tool]
    people = ["case_label", "case_relation"]
    people += ["case_ring"] * shape.rings + ["case_tie"] * shape.ties
    return Sheet(
        id=at,
        title=words.plain(f"tool_{tool}"),
        uses=_uses(tool, words, places),
        parts=tuple((words.plain(titled(tool, part)), "") for part in shape.parts),
        drawing=_DRAWN.get(tool),
        people=tuple(map(words.plain, people)) if shape.people else (),
        scale=shape.scales,
        child=shape.setting,
    )


def _statement(
    kind: StatementKind, words: Words, places: list[Screen], asked: dict[str, StatementStep], at: str
) -> Sheet:  # fmt: skip
    steps = [(part, asked.get(part)) for part in PARTS[kind]]
    return Sheet(
        id=at,
        title=words.plain(f"kind_of_{kind}"),
        uses=_uses(kind, words, places),
        parts=tuple(
            (safe.said(step.question), safe.said(step.hint)) if step else (words.plain(f"field_{part}"), "")
            for part, step in steps
        ),
    )  # fmt: skip


def _uses(tool: str, words: Words, places: list[Screen]) -> tuple[Use, ...]:
    return tuple(
        Use(
            safe.said(screen.title.get(words.locale)),
            safe.said(use.when.get(words.locale)),
            safe.said(use.where.get(words.locale)),
        )
        for screen in places
        for use in screen.tools
        if use.tool == tool
    )
