"""What an instrument must keep beyond its shape, so that every record of it can be scored.

Sections, items and response sets here; scales in `scale_rules`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import frozen

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments.exact import read_exact
from sop_core.shapes import (
    Json,
    check_texts,
    check_unique,
    mapping,
    objects,
    strings,
)
from sop_core.types import Exact, ItemType

CODED = (ItemType.CHOICE, ItemType.CHOICES)
NUMBERS = (ItemType.INTEGER, ItemType.DECIMAL)
BOOLEAN_CODES = ("true", "false")
Place = tuple[str | int, ...]


@frozen
class Outline:
    """What the rules need to know of an instrument's document: its items and the codes they take."""

    items: Mapping[str, Json]
    values: Mapping[str, Mapping[str, Exact | None]]
    reasons: Mapping[str, tuple[str, ...]]

    def codes(self, item: Json) -> tuple[str, ...]:
        """The codes that carry values, of a coded or boolean item."""
        if item.get("type") == ItemType.BOOLEAN:
            return BOOLEAN_CODES
        return (
            tuple(self.values.get(str(item.get("response_set")), ()))
            if item.get("type") in CODED
            else ()
        )

    def numbers(self, item: Json) -> tuple[Exact | None, ...]:
        """Every number that the document declares for an item: its options' values, or its bounds."""
        if item.get("type") == ItemType.CHOICE:
            return tuple(self.values.get(str(item.get("response_set")), {}).values())
        return (read_exact(item.get("minimum")), read_exact(item.get("maximum")))

    def bounds(self, item: Json) -> tuple[Exact, Exact] | None:
        """The lowest and highest value that the item can have, where the document says them properly."""
        if item.get("type") == ItemType.BOOLEAN:
            return (0, 1)
        if item.get("type") == ItemType.CHOICE:
            values = self.values.get(str(item.get("response_set")), {}).values()
            known = [value for value in values if value is not None]
            return (min(known), max(known)) if known and len(known) == len(values) else None
        low, high = read_exact(item.get("minimum")), read_exact(item.get("maximum"))
        return None if low is None or high is None else (low, high)


def outline(document: Json) -> Outline:
    """The items in order, and each response set's codes and reasons."""
    items: dict[str, Json] = {}
    for _, section in objects(document.get("sections")):
        for _, item in objects(section.get("items")):
            if isinstance(item.get("id"), str):
                items.setdefault(str(item["id"]), item)
    values: dict[str, dict[str, Exact | None]] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    for name, response_set in mapping(document.get("response_sets")).items():
        options = [option for _, option in objects(mapping(response_set).get("options"))]
        values[name] = {str(o.get("code")): read_exact(o["value"]) for o in options if "value" in o}
        reasons[name] = tuple(str(o.get("code")) for o in options if "missing" in o)
    return Outline(items, values, reasons)


def _check_options(document: Json) -> list[Issue]:
    issues: list[Issue] = []
    for name, response_set in mapping(document.get("response_sets")).items():
        options = list(objects(mapping(response_set).get("options")))
        at = ("response_sets", name, "options")
        named = [
            ((*at, i, "code"), str(o["code"])) for i, o in options if isinstance(o.get("code"), str)
        ]
        issues += check_unique(named, "code")
        for index, option in options:
            if ("value" in option) == ("missing" in option):
                has = "both a value and a missing reason" if "value" in option else "neither"
                issues.append(
                    Issue(
                        "value_or_missing",
                        json_path(*at, index),
                        f"Option {shown(option.get('code'))} has {has}. An option either carries a value or says "
                        "why there is none; there is no third thing that it could mean.",
                        fix='Give it "value" (an integer or "p/q"), or "missing" (a reason), not both.',
                    )
                )
    return issues


def _check_response_set(item: Json, place: Place, known: Outline) -> list[Issue]:
    name, kind = item.get("response_set"), item.get("type")
    path = json_path(*place, "response_set")
    if name is None:
        if kind not in CODED:
            return []
        return [
            Issue(
                "response_set_missing",
                path,
                f"Item {shown(item.get('id'))} is of type {kind} and names no response set, so there is nothing "
                "to choose.",
                fix=f"Add response_set, one of: {listed(known.values) or 'none is defined yet'}.",
            )
        ]
    if not isinstance(name, str):
        return []  # the schema says so
    if name not in known.values:
        return [
            Issue(
                "unknown_response_set",
                path,
                f"Item {shown(item.get('id'))} names response set {shown(name)}, which is not defined.",
                fix=f"Define it under response_sets, or use one of: {listed(known.values) or 'none is defined yet'}.",
            )
        ]
    if kind in CODED and not known.values[str(name)]:
        return [
            Issue(
                "nothing_to_choose",
                path,
                f"Item {shown(item.get('id'))} uses {shown(name)}, in which no option carries a value.",
                fix="Add options with a value to the response set.",
            )
        ]
    if kind in list(ItemType) and kind not in CODED and known.values[str(name)]:
        return [
            Issue(
                "response_set_not_for_type",
                path,
                f"Item {shown(item.get('id'))} is of type {kind} and uses {shown(name)}, which has options with "
                "values. Beside a number, a text, a date or a yes and no, only reasons can be chosen.",
                fix="Name a response set whose options all have a missing reason, or make the item a choice.",
            )
        ]
    return []


def _check_number(item: Json, place: Place) -> list[Issue]:
    kind, name = item.get("type"), shown(item.get("id"))
    if kind not in list(ItemType):
        return []  # the schema says so, and what the item needs is not known before
    stated = [key for key in ("minimum", "maximum") if key in item]
    if kind not in NUMBERS:
        return [
            Issue(
                "bounds_not_for_type",
                json_path(*place, key),
                f"Item {name} is of type {kind} and states a {key}, which nothing would look at.",
                fix=f"Take {key} out.",
            )
            for key in stated
        ]
    if len(stated) < len(("minimum", "maximum")):
        return [
            Issue(
                "bounds_missing",
                json_path(*place),
                f"Item {name} is of type {kind} and needs a declared minimum and maximum: they bound what is "
                "accepted, and a reverse-keyed item mirrors at them.",
                fix='Add both, as integers or "p/q" strings.',
            )
        ]
    low, high = read_exact(item["minimum"]), read_exact(item["maximum"])
    issues: list[Issue] = []
    if low is not None and high is not None and low > high:
        issues.append(
            Issue(
                "bounds_reversed",
                json_path(*place, "minimum"),
                f"Item {name} goes from {shown(item['minimum'])} to {shown(item['maximum'])}: nothing lies between.",
                fix="Exchange minimum and maximum.",
            )
        )
    for key, value in (("minimum", low), ("maximum", high)):
        if kind == ItemType.INTEGER and value is not None and not isinstance(value, int):
            issues.append(
                Issue(
                    "bounds_not_whole",
                    json_path(*place, key),
                    f"Item {name} is an integer, but its {key} is {shown(item[key])}.",
                    fix="Write a whole number, or make the item a decimal.",
                )
            )
    return issues


def _check_show_if(
    item: Json, place: Place, known: Outline, earlier: Collection[str]
) -> list[Issue]:
    condition = mapping(item.get("show_if"))
    at, name = condition.get("item"), shown(item.get("id"))
    if not isinstance(at, str):
        return []
    path = json_path(*place, "show_if", "item")
    if at not in known.items:
        return [
            Issue(
                "unknown_item",
                path,
                f"show_if of item {name} looks at {shown(at)}, which is no item of this instrument.",
                fix=f"Name an earlier item: {listed(earlier) or 'there is none before this one'}.",
            )
        ]
    if at not in earlier:
        return [
            Issue(
                "show_if_not_earlier",
                path,
                f"show_if of item {name} looks at {shown(at)}, which is not asked before it. Whether an item is "
                "asked has to be known by the time it is reached.",
                fix=f"Move {name} behind {shown(at)}, or look at one of: {listed(earlier) or 'none is earlier'}.",
            )
        ]
    codes = known.codes(known.items[at])
    if not codes:
        return [
            Issue(
                "show_if_not_coded",
                path,
                f"show_if of item {name} looks at {shown(at)}, which has no codes. A condition holds codes.",
                fix="Look at a choice, choices or boolean item.",
            )
        ]
    return [
        Issue(
            "unknown_code",
            json_path(*place, "show_if", "in", index),
            f"show_if of item {name} waits for {shown(code)}, which {shown(at)} cannot be answered with. It holds "
            "codes that carry values; where that item is missing, this one is not asked.",
            fix=f"Use codes out of: {listed(codes)}.",
        )
        for index, code in strings(condition.get("in"))
        if code not in codes
    ]


def _check_text_length(item: Json, place: Place) -> list[Issue]:
    if "max_length" not in item or item.get("type") not in [
        k for k in ItemType if k != ItemType.TEXT
    ]:
        return []
    return [
        Issue(
            "bounds_not_for_type",
            json_path(*place, "max_length"),
            f"Item {shown(item.get('id'))} is of type {item.get('type')} and states a max_length, which nothing "
            "would look at.",
            fix="Take max_length out.",
        )
    ]


def check_items(document: Json, known: Outline) -> list[Issue]:
    """Sections and items: unique ids, response sets that fit, bounds, and conditions on earlier items."""
    sections = list(objects(document.get("sections")))
    named = [
        (("sections", i, "id"), str(s["id"])) for i, s in sections if isinstance(s.get("id"), str)
    ]
    issues = check_unique(named, "section")
    every = [
        (("sections", i, "items", j), item)
        for i, s in sections
        for j, item in objects(s.get("items"))
    ]
    ids = [
        ((*place, "id"), str(item["id"]))
        for place, item in every
        if isinstance(item.get("id"), str)
    ]
    issues += check_unique(ids, "item")
    names = {name for _, name in ids}
    issues += [
        Issue(
            "reserved_id",
            json_path(*place),
            f"Item {shown(name)} is named like the field in which a form sends why "
            f"{shown(name.removesuffix('.missing'))} has no answer. One would be taken for the other.",
            fix="Give it another id.",
        )
        for place, name in ids
        if name.endswith(".missing") and name.removesuffix(".missing") in names
    ]
    earlier: dict[str, None] = {}  # in order, and quick to look into
    for place, item in every:
        issues += _check_response_set(item, place, known)
        issues += _check_number(item, place)
        issues += _check_text_length(item, place)
        issues += _check_show_if(item, place, known, earlier)
        if isinstance(item.get("id"), str):
            earlier[str(item["id"])] = None
    return issues


def check_definition(document: Json) -> list[Issue]:
    """Texts, response sets, sections and items of an instrument's document."""
    known = outline(document)
    return [*check_texts(document), *_check_options(document), *check_items(document, known)]
