"""The lines of a field tool's form as a page draws them: controls, their values, and what to correct.

Element ids are counted, not named: `sop-` + prefix + `g2-l1-c3` is the third control of the first line of the
second group.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from attrs import Factory, field, frozen

from sop_core.instruments.answers import read_day
from sop_core.practice import TOOLS, Consent, FieldTool, ObjectiveKind, Ring, Sharing, Tie, Voice
from sop_core.practice.form import (
    DROP,
    MOVES,
    NEW_ID,
    PEOPLE,
    SCALES,
    FreeIds,
    asks_for_more,
    ids_sent,
    lines_of,
    next_lines,
)
from sop_core.render.safe import Fields, direction, exact, plain, said, values_of
from sop_core.types import MissingReason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from sop_core.render.words import Words

Kind = Literal["area", "line", "day", "number", "select", "tick"]
Options = tuple[tuple[str, str], ...]
#: What is said against each line (its name in the fields, such as `worries.2`) and control in it.
Wrong = Mapping[tuple[str, str], tuple[str, ...]]


@frozen(kw_only=True)
class Control:
    """One control. `options` are value, label, and whether it is chosen; `stray` what no control shows."""

    id: str
    name: str
    field: str
    kind: Kind
    label: str
    value: Markup
    options: tuple[tuple[str, str, bool], ...] = ()
    errors: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    hint: str | None = None
    rows: int = 2
    #: The language of label and hint, where it is not the page's.
    locale: str | None = None

    @property
    def dir(self) -> str:
        """Which way label and hint run, where they are not in the page's language."""
        return direction(self.locale or "")

    @property
    def first(self) -> str:
        """The id of the control: where a link to it leads."""
        return self.id

    @property
    def text(self) -> str:
        """What a summary calls it."""
        return self.label

    @property
    def input_type(self) -> str:
        """A browser empties a date field that holds no date: what was typed is then shown as text."""
        day = self.kind == "day" and (not self.value or read_day(self.value) is not None)
        return "date" if day else "text"

    @property
    def described(self) -> str:
        """The ids of all that describes it, in reading order."""
        parts = {"hint": self.hint, "error": self.errors, "sent": self.stray}
        return " ".join(f"{self.id}-{name}" for name, there in parts.items() if there)


@frozen(kw_only=True)
class Line:
    """The controls of one line, under one legend; `drop` takes it out, where something stands in it."""

    id: str
    at: str
    legend: str
    controls: tuple[Control, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    drop: Control | None = None


@frozen(kw_only=True)
class Group:
    """Lines under one heading; `more` is the value of the button that asks for one more."""

    id: str
    title: str
    lines: tuple[Line, ...]
    more: str | None = None


def _by_line(page: Page) -> Mapping[str, tuple[str, ...]]:
    """The names of the fields of each line."""
    found: dict[str, list[str]] = {}
    for name in page.values:
        if name.startswith(page.prefix):
            group, _, rest = name[len(page.prefix) :].partition(".")
            found.setdefault(f"{group}.{rest.partition('.')[0]}", []).append(name)
    return {at: tuple(names) for at, names in found.items()}


def _free_ids(page: Page) -> FreeIds:
    return FreeIds(ids_sent(page.values, page.prefix))


def _people(page: Page) -> Options:
    """Who stands on the page, by what they are called there, else by their number."""
    found = [("", page.words.plain("case_not_said"))]
    for number, at in enumerate(_numbers(page, PEOPLE), start=1):
        id_ = next(iter((*page.sent(at, "id"), *page.sent(at, NEW_ID))), "")
        called = next(iter(page.sent(at, "label")), "").strip()
        if id_:
            found.append((id_, called or page.words.plain("case_person_number", n=number)))
    return tuple(found)


@frozen(kw_only=True)
class Page:
    """What all lines of one form share."""

    tool: FieldTool
    values: Fields
    prefix: str
    words: Words
    wrong: Wrong
    bounds: tuple[int, int]
    spare: int
    #: What all lines ask for is looked up once: the fields of each line, free ids, and who stands on the page.
    by_line: Mapping[str, tuple[str, ...]] = field(
        init=False, default=Factory(_by_line, takes_self=True)
    )
    free: FreeIds = field(init=False, default=Factory(_free_ids, takes_self=True))
    people: Options = field(init=False, default=Factory(_people, takes_self=True))

    def sent(self, at: str, name: str) -> tuple[str, ...]:
        """What was sent for one control of a line."""
        return values_of(self.values, f"{self.prefix}{at}.{name}")

    def options(self, prefix: str, values: Iterable[str]) -> Options:
        """A blank, and each value by its words."""
        blank = (("", self.words.plain("case_not_said")),)
        return (*blank, *((one, self.words.plain(f"{prefix}_{one}")) for one in values))


def groups(page: Page, titles: Mapping[str, str]) -> tuple[Group, ...]:
    """Every group of lines of the tool's form, in the order in which they are asked."""
    shape = TOOLS[page.tool]
    wanted = [
        *([PEOPLE] if shape.people else ()),
        *shape.parts,
        *([MOVES] if shape.rings else ()),
        *([SCALES] if shape.scales else ()),
    ]
    return tuple(_group(page, name, titles[name], number) for number, name in enumerate(wanted, 1))


def _numbers(page: Page, name: str) -> list[str]:
    return [f"{name}.{number}" for number in lines_of(page.values, name, prefix=page.prefix)]


def _group(page: Page, name: str, title: str, number: int) -> Group:
    there = _numbers(page, name)
    # A line that was shown before and left blank is a spare one still.
    blank = sum(not _holds_something(page, at) for at in there)
    asked = asks_for_more(page.values, prefix=page.prefix) == name
    # Nobody moves on a first page: a line for a move is asked for.
    least = 0 if name == MOVES else page.spare
    new = max(least - blank, int(asked))
    taken = lines_of(page.values, name, prefix=page.prefix)
    names = [*there, *(f"{name}.{one}" for one in next_lines(taken, new))]
    at = f"sop-{page.prefix}g{number}"
    lines = [_line(page, one, name, title, f"{at}-l{n}", n) for n, one in enumerate(names, start=1)]
    return Group(id=at, title=title, lines=tuple(lines), more=name)


def _holds_something(page: Page, at: str) -> bool:
    start = f"{page.prefix}{at}."
    quiet = {f"{start}{name}" for name in (NEW_ID, "low", "high", "id")}
    quiet -= {f"{start}id"} if at.startswith(f"{PEOPLE}.") else set()
    return any(
        any(values_of(page.values, name)) for name in page.by_line.get(at, ()) if name not in quiet
    )


def _line(page: Page, at: str, group: str, title: str, id_: str, number: int) -> Line:
    holds = _holds_something(page, at)
    hidden = [(f"{page.prefix}{at}.id", one) for one in page.sent(at, "id")[:1] if one]
    if not hidden and group != MOVES:
        new = next(iter(page.sent(at, NEW_ID)), "") or page.free.next(group)
        hidden = [(f"{page.prefix}{at}.{NEW_ID}", new)]
    specs = _specs(page, group)
    controls = [
        _control(page, at, f"{id_}-c{n}", *spec, holds=holds) for n, spec in enumerate(specs, 1)
    ]
    return Line(
        id=id_,
        at=at,
        legend=page.words.plain("case_line", part=title, n=number),
        controls=tuple(controls),
        hidden=tuple(hidden),
        drop=_control(page, at, f"{id_}-drop", DROP, "tick", "case_drop", (), holds=holds)
        if holds
        else None,
    )


Spec = tuple[str, Kind, str, Options]


def _specs(page: Page, group: str) -> list[Spec]:
    """The controls of a line of a group: field, kind, key of the label, options."""
    if group == PEOPLE:
        return _person(page)
    if group == MOVES:
        rings = page.options("ring", Ring)
        return [
            ("person", "select", "case_move_person", page.people),
            ("from", "select", "case_move_from", rings),
            ("to", "select", "case_move_to", rings),
            ("on", "day", "case_on", ()),
        ]
    if group == SCALES:
        return [
            ("voice", "select", "case_scale_voice", page.options("voice", Voice)),
            ("low", "number", "case_low", ()),
            ("low_means", "line", "case_low_means", ()),
            ("high", "number", "case_high", ()),
            ("high_means", "line", "case_high_means", ()),
            ("value", "number", "case_value", ()),
            ("missing", "select", "case_no_value", page.options("reason", MissingReason)),
        ]
    return _entry(page, group)


def _person(page: Page) -> list[Spec]:
    shape = TOOLS[page.tool]
    specs: list[Spec] = [
        ("label", "line", "case_label", ()),
        ("relation", "line", "case_relation", ()),
    ]
    if shape.rings:
        specs.append(("ring", "select", "case_ring", page.options("ring", Ring)))
    if shape.ties:
        specs.append(("tie", "select", "case_tie", page.options("tie", Tie)))
    return specs


def _entry(page: Page, part: str) -> list[Spec]:
    specs: list[Spec] = [
        ("text", "area", "case_text", ()),
        ("voice", "select", "case_voice", page.options("voice", Voice)),
        ("verbatim", "tick", "case_verbatim", ()),
    ]
    if part == "objective":
        specs.append(("kind", "select", "case_kind", page.options("objective", ObjectiveKind)))
    if TOOLS[page.tool].people:
        specs.append(("person", "select", "case_person", page.people))
    return specs


def _control(
    page: Page,
    at: str,
    id_: str,
    name: str,
    kind: Kind,
    label: str,
    options: Options,
    *,
    holds: bool,
) -> Control:
    sent = page.sent(at, name)
    if not sent and not holds and name in ("low", "high"):
        # The bounds are data, and the host's to choose (B-29).
        sent = (str(page.bounds[name == "high"]),)
    return control(
        id_, name, f"{page.prefix}{at}.{name}", kind, page.words.plain(label), sent,
        options=options, errors=page.wrong.get((at, name), ()),
    )  # fmt: skip


def control(
    id_: str,
    field_: str,
    name: str,
    kind: Kind,
    label: str,
    sent: tuple[str, ...],
    *,
    options: Options = (),
    errors: tuple[str, ...] = (),
    hint: str | None = None,
    rows: int = 2,
    locale: str | None = None,
) -> Control:
    """One control with what was sent for it; what it cannot show stands beside it."""
    if kind == "select":
        chosen = sent[0] if len(sent) == 1 else "" if not any(sent) else None
        drawn = tuple((value, text, value == chosen) for value, text in options)
        shown = any(on for _, _, on in drawn)
        stray = () if shown else sent
    elif kind == "tick":
        drawn, stray = (("true", label, bool(any(sent))),), ()
    else:
        drawn, stray = (), sent if len(sent) > 1 else ()
    return Control(
        id=id_,
        name=plain(name),
        field=field_,
        kind=kind,
        label=label,
        value=exact(sent[0] if len(sent) == 1 and kind not in ("select", "tick") else ""),
        options=tuple((plain(value), said(text), on) for value, text, on in drawn),
        errors=errors,
        stray=tuple(said(one) for one in dict.fromkeys(stray) if one),
        hint=hint,
        rows=rows,
        locale=locale,
    )


def setting(page: Page, titles: Mapping[str, str]) -> Group | None:
    """How the tool was used with a child: order, names, who wrote, consent and stop (B-23, B-24)."""
    parts = TOOLS[page.tool].parts
    if not TOOLS[page.tool].setting:
        return None
    words, at = page.words, f"sop-{page.prefix}setting"
    blank = ("", words.plain("case_not_said"))
    named: Options = (blank, *((part, titles[part]) for part in parts))
    specs: list[tuple[str, Kind, str, Options]] = [
        *((f"order.{n}", "select", words.plain("case_order", n=n), named) for n in range(1, len(parts) + 1)),
        *((f"names.{part}", "line", words.plain("case_name", part=titles[part]), ()) for part in parts),
        ("written_by", "select", words.plain("case_written_by"), page.options("voice", Voice)),
        ("consent", "select", words.plain("case_consent"), page.options("consent", Consent)),
        ("sharing", "select", words.plain("case_sharing"), page.options("sharing", Sharing)),
        ("stopped", "tick", words.plain("case_was_stopped"), ()),
        ("stopped_at", "select", words.plain("case_was_stopped_at"), named),
    ]  # fmt: skip
    controls = tuple(
        control(
            f"{at}-c{n}", name, f"{page.prefix}setting.{name}", kind, label, page.sent("setting", name),
            options=options, errors=page.wrong.get(("setting", name), ()),
        )
        for n, (name, kind, label, options) in enumerate(specs, start=1)
    )  # fmt: skip
    line = Line(id=f"{at}-l1", at="setting", legend=words.plain("case_setting"), controls=controls)
    return Group(id=at, title=words.plain("case_setting"), lines=(line,))
