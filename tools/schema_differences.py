"""Every difference between two versions of a JSON Schema, and whether it breaks older documents.

    breaks         a document that was valid may be none now
    widening       an optional field more in a closed object, or a wider bound
    needs-review   all else: words, choices, what is required no longer, what cannot be decided

A widening is proved on drawn schemas in tests/property/test_schema_compat_laws.py; the other two are
cautious: what cannot be decided is never called a widening. Documents of our own readers stay closed,
so an old reader refuses a field that it does not know, and says that the writer may be newer; for a
choice that it does not know it has no such word, which is why a choice more is to be looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tools.schema_lint import KNOWN

BREAKS, WIDENING, REVIEW = "breaks", "widening", "needs-review"

#: Where a larger number takes more, and where a smaller one does.
_LARGER = {"maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "exclusiveMaximum"}
_SMALLER = {"minItems", "minLength", "minProperties", "minimum", "exclusiveMinimum"}
#: What says something to a person and nothing to a validator.
_WORDS = {"$comment", "default", "description", "examples", "title"}
#: What applies a schema where a wider one takes more.
_PARTS = {"additionalProperties", "items", "propertyNames", "then", "else"}
_LISTS = {"allOf", "anyOf", "prefixItems"}
#: What may stand beside a $ref: it looks at the value alone, and at no neighbour.
_ALONE = _WORDS | (_LARGER | _SMALLER) - {"maxContains"} | {
    "const", "enum", "multipleOf", "pattern", "required", "type", "uniqueItems",
}  # fmt: skip
#: Compared elsewhere, or by what refers to them.
_ELSEWHERE = {"$defs", "$ref", "properties", "required"}
_ABSENT = object()

Schema = Any


class Difference(NamedTuple):
    """One difference: what it does, where, and what it is."""

    kind: str
    path: str
    said: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.path}: {self.said}"


def shown(value: Any) -> str:
    """A value on one line."""
    return "nothing" if value is _ABSENT else json.dumps(value, ensure_ascii=False, sort_keys=True)


class _Walk:
    """One comparison of two whole schemas; a pair of parts that was met before is not met again."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self.old, self.new = old, new
        self.met: set[tuple[str, str]] = set()

    def part(self, old: Schema, new: Schema, path: str) -> Iterator[Difference]:
        """Every difference of two schemas that stand at one place."""
        if isinstance(old, bool) or isinstance(new, bool):
            yield from _booleans(old, new, path)
            return
        if "$ref" in old or "$ref" in new:
            pair = (shown(old), shown(new))
            if pair in self.met:
                return  # a schema may refer to itself
            self.met.add(pair)
        unknown = sorted((old.keys() | new.keys()) - KNOWN)
        yield from (
            Difference(REVIEW, f"{path}.{word}", "is a keyword that this tool does not know")
            for word in unknown
        )
        was, is_clear = _followed(old, self.old)
        now, is_clear_too = _followed(new, self.new)
        if not (is_clear and is_clear_too):
            if not self.same(old, new):
                yield Difference(REVIEW, path, "a $ref and what stands beside it cannot be joined")
            return
        yield from self._fields(was, now, path)
        yield from _required(was.get("required", []), now.get("required", []), path)
        for word in sorted((was.keys() | now.keys()) - _ELSEWHERE - set(unknown)):
            yield from self._keyword(word, was, now, path)

    def same(self, old: Any, new: Any) -> bool:
        """Whether two values are one, with everything that they refer to."""
        return _spelled(old, self.old) == _spelled(new, self.new)

    def _keyword(
        self, word: str, was: Mapping[str, Any], now: Mapping[str, Any], path: str
    ) -> Iterator[Difference]:
        old, new, at = was.get(word, _ABSENT), now.get(word, _ABSENT), f"{path}.{word}"
        if word in _PARTS:
            yield from self._applied(word, old, new, was, now, at)
        elif word in _LISTS:
            yield from self._listed(word, old, new, at)
        elif word in {"type", "enum", "const"}:
            if word == _first_of(was, now):
                yield from _choices(was, now, path)
        elif not self.same(old, new):
            yield Difference(_kind(word, old, new), at, f"was {shown(old)}, is {shown(new)}")

    def _applied(
        self,
        word: str,
        old: Any,
        new: Any,
        was: Mapping[str, Any],
        now: Mapping[str, Any],
        at: str,
    ) -> Iterator[Difference]:
        if word in {"then", "else"} and not self.same(was.get("if"), now.get("if")):
            return  # the condition differs, and that is told
        # What is absent takes anything, as `true` does.
        yield from self.part(True if old is _ABSENT else old, True if new is _ABSENT else new, at)

    def _listed(self, word: str, old: Any, new: Any, at: str) -> Iterator[Difference]:
        before, after = ([] if one is _ABSENT else one for one in (old, new))
        for index, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from self.part(one, other, f"{at}[{index}]")
        if len(before) == len(after):
            return
        fewer = len(after) < len(before)
        asks_more = fewer if word == "anyOf" and after and before else not fewer
        said = f"had {len(before)} parts, has {len(after)}"
        yield Difference(BREAKS if asks_more else REVIEW, at, said)

    def _fields(
        self, was: Mapping[str, Any], now: Mapping[str, Any], path: str
    ) -> Iterator[Difference]:
        """Fields: gained, lost, changed."""
        before, after = was.get("properties", {}), now.get("properties", {})
        needs = now.get("required", [])
        rest = was.get("additionalProperties", True)
        for name in [*before, *(name for name in after if name not in before)]:
            at = f"{path}.properties.{name}"
            if name in before and name in after:
                yield from self.part(before[name], after[name], at)
            elif name in after:
                yield from self._gained(name, after[name], rest, was, needs, at)
            elif now.get("additionalProperties", True) is False:
                if before[name] is not False:
                    yield Difference(BREAKS, at, "the field is gone")
            else:
                yield Difference(REVIEW, at, "the field is named no longer")
                yield from self.part(before[name], now.get("additionalProperties", True), at)

    def _gained(
        self,
        name: str,
        field: Schema,
        rest: Schema,
        was: Mapping[str, Any],
        needs: list[str],
        at: str,
    ) -> Iterator[Difference]:
        if rest is not False or "patternProperties" in was:
            # Under an open object, older documents may hold the field already, in any form.
            yield from self.part(rest, field, at)
            yield Difference(REVIEW, at, "the field is named now, in an object that was open to it")
        elif name in needs:
            yield Difference(BREAKS, at, "the field is new and required")
        else:
            yield Difference(WIDENING, at, "an optional field more")


def _required(old: list[str], new: list[str], path: str) -> Iterator[Difference]:
    for name in new:
        if name not in old:
            yield Difference(BREAKS, f"{path}.required", f"{name} is required now")
    for name in old:
        if name not in new:
            yield Difference(REVIEW, f"{path}.required", f"{name} is required no longer")


def _target(part: Mapping[str, Any], root: Schema) -> Schema:
    name = str(part.get("$ref", "")).removeprefix("#/$defs/")
    found: Schema = root.get("$defs", {}).get(name) if isinstance(root, dict) else None
    return found


def _followed(part: Mapping[str, Any], root: Schema) -> tuple[Mapping[str, Any], bool]:
    """A schema with what its $ref leads to, and whether the two could be joined into one."""
    joined: Mapping[str, Any] = part
    for _ in range(32):
        if "$ref" not in joined:
            return joined, True
        target = _target(joined, root)
        beside = {word: value for word, value in joined.items() if word != "$ref"}
        if not isinstance(target, dict) or not beside.keys() <= _ALONE:
            return part, False
        if (beside.keys() & target.keys()) - _WORDS:
            return part, False
        joined = {**target, **beside}
    return part, False


def _spelled(value: Any, root: Schema) -> str:
    """A value written out with all that it refers to, so that a changed reference shows."""
    names: dict[str, Any] = {}
    ahead = [value]
    while ahead:
        one = ahead.pop()
        if isinstance(one, dict):
            target = one.get("$ref")
            if isinstance(target, str) and target not in names:
                names[target] = _target(one, root)
                ahead.append(names[target])
            ahead += one.values()
        elif isinstance(one, list):
            ahead += one
    return shown(value) + shown(names)


def _equal(old: Any, new: Any) -> bool:
    return shown(old) == shown(new)


def _booleans(old: Schema, new: Schema, path: str) -> Iterator[Difference]:
    """A schema that takes anything or nothing beside another one."""
    if _equal(old, new) or (new is True and old == {}) or (old is True and new == {}):
        return
    if new is False or old is True:
        anything = isinstance(new, dict) and not new.keys() - _WORDS
        kind = REVIEW if anything else BREAKS
        yield Difference(kind, path, f"was {shown(old)}, is {shown(new)}")
    else:
        yield Difference(REVIEW, path, f"was {shown(old)}, is {shown(new)}: open to more")


def _kind(word: str, old: Any, new: Any) -> str:
    """What the change of a keyword with a plain value does."""
    if word == "$id":
        return BREAKS
    if word in _LARGER | _SMALLER:
        if new is _ABSENT:
            return REVIEW  # nothing bounds it any longer
        if old is _ABSENT:
            return BREAKS
        wider = new > old if word in _LARGER else new < old
        return WIDENING if wider else BREAKS
    asked = {"dependentRequired", "multipleOf", "pattern", "uniqueItems"}
    # A rule that is new breaks what did not keep it; what a changed one does cannot be told.
    return BREAKS if word in asked and old is _ABSENT and new else REVIEW


def _first_of(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Of `const`, `enum` and `type` the first that is there: they are judged together, once."""
    return next(word for word in ("const", "enum", "type") if word in was or word in now)


def _values(part: Mapping[str, Any]) -> list[Any] | None:
    """The only values that a schema takes, where it lists them."""
    if "const" in part:
        return [part["const"]]
    values: list[Any] | None = part.get("enum")
    return values


def _choices(was: Mapping[str, Any], now: Mapping[str, Any], path: str) -> Iterator[Difference]:
    """Listed values, and types."""
    before, after = _values(was), _values(now)
    if before is not None and after is not None:
        lost = [value for value in before if shown(value) not in map(shown, after)]
        more = [value for value in after if shown(value) not in map(shown, before)]
        if lost:
            yield Difference(BREAKS, f"{path}.enum", f"{shown(lost)} are choices no longer")
        if more:
            yield Difference(REVIEW, f"{path}.enum", f"{shown(more)} are choices now")
    elif after is not None:
        yield Difference(BREAKS, f"{path}.enum", f"only {shown(after)} are choices now")
    elif before is not None:
        yield Difference(REVIEW, f"{path}.enum", f"was one of {shown(before)}, is any")
    old, new = _types(was), _types(now)
    if old == new:
        return
    at, said = (
        f"{path}.type",
        f"was {shown(was.get('type', _ABSENT))}, is {shown(now.get('type', _ABSENT))}",
    )
    if new is None or (old is not None and old <= new):
        yield Difference(REVIEW, at, said)
    else:
        yield Difference(BREAKS, at, said)


def _types(part: Mapping[str, Any]) -> set[str] | None:
    """The types that a schema takes; a number may be an integer. None where it takes any."""
    stated = part.get("type")
    if stated is None:
        return None
    types = {stated} if isinstance(stated, str) else set(stated)
    return types | {"integer"} if "number" in types else types


def compare(old: Schema, new: Schema) -> list[Difference]:
    """Every difference between a released schema and what it is now."""
    return list(dict.fromkeys(_Walk(old, new).part(old, new, "$")))
