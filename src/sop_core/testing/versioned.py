"""Two versions of one random instrument, the newer with a sound migration from the older."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from sop_core.documents import instrument_of
from sop_core.testing.questionnaires import (
    CODED,
    METHODS,
    TYPES,
    _item,
    _scale,
    _sections,
    _Sets,
    instruments,
)
from sop_core.testing.values import flags, often, unique_ids

Document = dict[str, Any]
BOOLEAN = ("true", "false")


@frozen
class _Recoded:
    """The newer response sets, and each older set's codes with what they are now."""

    sets: _Sets
    codes: Mapping[str, Mapping[str, str]]


@st.composite
def instrument_versions(
    draw: st.DrawFn, /, *, comparable: bool | None = None, **options: Any
) -> tuple[Document, Document]:
    """The documents of an older and a newer version of one instrument.

    The newer one's migration says whether scores are comparable; it is drawn where it is None. A
    comparable one renames items and codes and asks more beside them; others also merge options, drop
    items, change types, bounds, conditions and scales. The other options are those of `instruments`.
    """
    old = draw(instruments(**options))
    old["version"] = draw(st.sampled_from(("1", "1.0.0", "1.9")))
    if comparable is None:
        comparable = draw(flags())
    new = deepcopy(old)
    new["version"] = draw(st.sampled_from(("1.10", "2.0.0")))
    asked = [item for section in new["sections"] for item in section["items"]]
    counted = any(scale["method"] == "count" for scale in old["scales"])
    recoded = draw(_recoded(old, merge=not comparable, rename=not (comparable and counted)))
    new["response_sets"] = recoded.sets.documents
    entries = draw(_renamed(asked))
    for item in asked:
        _carry(item, entries, recoded, old)
    if comparable:
        _rename_in_scales(new["scales"], entries)
    else:
        draw(_changed(asked, entries, recoded.sets))
    more = draw(_more(asked, entries, recoded.sets, text=old["title"], least=int(not comparable)))
    if not comparable:
        new["scales"] = draw(_rescaled(old, more, recoded.sets))
    new["sections"] = draw(_sections(more, st.just(old["title"])))
    new["migrations"] = [
        {
            "from": old["version"],
            "scoring": instrument_of(old).ref.scoring,
            "comparable": comparable,
            "items": entries,
            **({"note": "made up for a test"} if draw(flags()) else {}),
        }
    ]
    return old, new


def _fresh(taken: Collection[str], *, count: int) -> st.SearchStrategy[list[str]]:
    """Ids that did not stand for something else in the older version: an id is never used again."""

    def renamed(names: list[str]) -> list[str]:
        used = {*taken}
        for at in range(len(names)):
            while names[at] in used:
                names[at] = f"{names[at]}v"
            used.add(names[at])
        return names

    return unique_ids(count, count).map(list).map(renamed)


@st.composite
def _recoded(draw: st.DrawFn, old: Document, *, merge: bool, rename: bool) -> _Recoded:
    """Every response set with some codes renamed, and some options merged; no reason is lost."""
    sets: Document = {}
    codes: dict[str, dict[str, str]] = {}
    for name, response_set in old["response_sets"].items():
        every = [option["code"] for option in response_set["options"]]
        to = dict(zip(every, every, strict=True))
        if rename and draw(flags()):
            to = dict(zip(every, draw(_fresh(every, count=len(every))), strict=True))
        valued = [option["code"] for option in response_set["options"] if "value" in option]
        if merge and len(valued) > 1 and draw(flags()):
            to[valued[-1]] = to[valued[0]]
        taken: dict[str, Document] = {}
        for option in response_set["options"]:
            taken.setdefault(to[option["code"]], {**option, "code": to[option["code"]]})
        sets[name], codes[name] = {"options": list(taken.values())}, to
    valued_sets = tuple(
        name for name, one in sets.items() if any("value" in option for option in one["options"])
    )
    return _Recoded(_Sets(sets, valued_sets), codes)


@st.composite
def _renamed(draw: st.DrawFn, asked: list[Document]) -> dict[str, Document]:
    """Each item with the name that it has now."""
    names = [item["id"] for item in asked]
    if draw(flags()):
        names = draw(_fresh(names, count=len(names)))
    return {item["id"]: {"item": name} for item, name in zip(asked, names, strict=True)}


def _carry(item: Document, entries: dict[str, Document], recoded: _Recoded, old: Document) -> None:
    """One item under its new name, its condition on new names and codes, and its codes in its entry."""
    sets = {one["id"]: one for section in old["sections"] for one in section["items"]}
    entry, condition = entries[item["id"]], item.get("show_if")
    if item["type"] in CODED:
        to = recoded.codes[item["response_set"]]
        values = [
            option["code"]
            for option in old["response_sets"][item["response_set"]]["options"]
            if "value" in option
        ]
        if any(code != to[code] for code in values):
            entry["codes"] = {code: to[code] for code in values}
    if condition is not None:
        at = sets[condition["item"]]
        to = {} if at["type"] == "boolean" else recoded.codes[at["response_set"]]
        codes = dict.fromkeys(to.get(code, code) for code in condition["in"])
        item["show_if"] = {"item": entries[condition["item"]]["item"], "in": list(codes)}
    item["id"] = entry["item"]


def _rename_in_scales(scales: list[Document], entries: dict[str, Document]) -> None:
    for scale in scales:
        scale["items"] = [entries[item]["item"] for item in scale["items"]]
        if "reverse" in scale:
            scale["reverse"] = [entries[item]["item"] for item in scale["reverse"]]
        if "weights" in scale:
            scale["weights"] = {
                entries[i]["item"]: weight for i, weight in scale["weights"].items()
            }


@st.composite
def _changed(
    draw: st.DrawFn, asked: list[Document], entries: dict[str, Document], sets: _Sets
) -> None:
    """Some items dropped, some of another type or wider bounds, some without their condition."""
    older = {entry["item"]: name for name, entry in entries.items()}
    for item in list(asked):
        name = item["id"]
        if not draw(often()):
            asked.remove(item)
            entries[older[name]] = {"dropped": True}
            for other in asked:
                if other.get("show_if", {}).get("item") == name:
                    del other["show_if"]
            continue
        read = any(other.get("show_if", {}).get("item") == name for other in asked)
        if item["type"] == "boolean" and "response_set" not in item and not read and draw(flags()):
            item |= {"type": "choice", "response_set": draw(st.sampled_from(sets.valued))}
            codes = draw(st.tuples(*[st.sampled_from(sets.codes(item))] * 2))
            entries[older[name]]["codes"] = dict(zip(BOOLEAN, codes, strict=True))
        elif item["type"] == "integer" and draw(flags()):
            item |= {"type": "decimal", "minimum": item["minimum"] - 1, "maximum": "19/2"}
        if "show_if" in item and draw(flags()):
            del item["show_if"]


@st.composite
def _more(
    draw: st.DrawFn,
    asked: list[Document],
    entries: dict[str, Document],
    sets: _Sets,
    *,
    text: Document,
    least: int,
) -> list[Document]:
    """The items with new ones among them, some of which decide whether an older one is asked."""
    taken = {item["id"] for item in asked} | entries.keys()
    every = list(asked)
    for _ in range(draw(st.integers(max(least, int(not asked)), 2))):
        (name,) = draw(_fresh(taken, count=1))
        taken.add(name)
        at = draw(st.integers(0, len(every)))
        item = draw(_item(name, sets, every[:at], types=TYPES, text=st.just(text)))
        every.insert(at, item)
        later = [one for one in every[at + 1 :] if "show_if" not in one]
        if least and item["type"] in (*CODED, "boolean") and later and draw(flags()):
            hidden = draw(st.sampled_from(later))
            hidden["show_if"] = {"item": name, "in": sets.codes(item)[:1]}
    return every


@st.composite
def _rescaled(draw: st.DrawFn, old: Document, asked: list[Document], sets: _Sets) -> list[Document]:
    """Scales of their own over the newer items, under the older names and a new one."""
    names = [scale["id"] for scale in old["scales"]]
    names += draw(_fresh(names, count=draw(st.integers(0, 1))))
    drawn = [
        draw(_scale(name, sets, asked, methods=METHODS, text=st.just(old["title"])))
        for name in names
    ]
    return [scale for scale in drawn if scale is not None]
