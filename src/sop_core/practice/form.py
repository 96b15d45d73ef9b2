"""The way back from a browser's fields to a record of a case, and from a record to the fields.

A statement has one field for each part, named by the part. A field record has lines: `worries.2.text` is the
text of the second line under worries, and beside it stand `worries.2.voice`, `worries.2.verbatim`, and so
on; people, moves and scales are lines as well. A line that holds nothing, or whose `drop` is ticked, is left
out. Nothing else that was sent is put right or dropped: what does not go together stays in the document, and
the rules say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sop_core.errors import CallRefused
from sop_core.practice.asked import expect, kind_named, tool_named
from sop_core.practice.field_record import FieldRecord
from sop_core.practice.statement import PARTS, Statement, StatementKind
from sop_core.practice.tools import TOOLS, FieldTool
from sop_core.shapes import sent_texts
from sop_core.types import RecordStatus

#: The field of the button that was pressed: `draft` or `complete`.
STATUS = "status"
#: The field of the button that leads to another step of a statement: a part, or `WHOLE`.
STEP, WHOLE = "step", "whole"
#: The field of the button that asks for one more line: it holds the name of a group of lines.
MORE = "more"
#: In a line: the id that it gets once something stands in it; and that it is to be taken out.
NEW_ID, DROP = "new_id", "drop"
#: The groups of lines that are no part of a tool.
PEOPLE, MOVES, SCALES = "people", "moves", "scales"
#: What one line may hold, by its group, in the order of the record; an entry's line stands under its part.
ENTRY_FIELDS = ("id", "text", "voice", "verbatim", "kind", "person")
LINE_FIELDS: Mapping[str, tuple[str, ...]] = {
    PEOPLE: ("id", "label", "relation", "ring", "tie"),
    MOVES: ("person", "from", "to", "on"),
    SCALES: ("id", "low", "high", "low_means", "high_means", "voice", "value", "missing"),
}
#: What a line holds before anybody wrote in it: it alone makes no entry, no person and no scale.
_BEFORE_ANYBODY = frozenset({"id", "low", "high"})
_NUMBERS = frozenset({"low", "high", "value"})
_SETTING = ("written_by", "consent", "stopped", "stopped_at", "sharing")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
#: A line's number as the form writes it, so that no two names are the same line's.
_LINE = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_LAST_LINE = 999_999_999
#: How the ids of new lines begin.
_INITIAL = {PEOPLE: "p", SCALES: "s"}


class CaseDocument(dict[str, Any]):
    """A record of a case as read from fields. `places` leads from a JSON path to the line that it came from."""

    places: Mapping[str, str] = {}


def read_statement(
    kind: StatementKind | str, fields: Mapping[str, object], *, prefix: str = "", **record: object
) -> CaseDocument:
    """A browser's fields as a statement's document, for `sop.accept`.

    An empty part is left out. `record` fills the rest: id, case, writer, made_at, danger, supersedes, …; without
    a status there, it is that of the button that was pressed (`status`), and complete where none was. Other fields
    are passed over. Raises CallRefused for fields that no browser sends and for what is no kind.
    """
    _check_call(fields, record, taken=("parts", "kind"), function="read_statement")
    parts = {name: _texts(fields, prefix + name) for name in PARTS[kind_named(kind)]}
    read = CaseDocument(
        {
            **_head("statement", fields, prefix),
            "kind": str(kind),
            **record,
            # Two texts of one part contradict each other: both stay, and accept says so.
            "parts": {name: one_or_all(texts) for name, texts in parts.items() if texts},
        }
    )
    read.places = {f"$.parts.{name}": name for name in PARTS[kind_named(kind)]}
    return read


def statement_fields(statement: Statement, *, prefix: str = "") -> dict[str, list[str]]:
    """A statement as the fields that would send it: what `values` of the form are, to write it on."""
    expect(statement, Statement)
    return {prefix + name: [text] for name, text in statement.parts.items()}


def read_field_record(
    tool: FieldTool | str, fields: Mapping[str, object], *, prefix: str = "", **record: object
) -> CaseDocument:
    """A browser's fields as the document of a field tool, for `sop.accept`.

    A line counts once something stands in it beside its id, and on a scale beside its bounds; a person's counts
    by the id alone. A new line's id is its `new_id`, else the first that is free. Numbers that are none stay as
    they were typed, so that `accept` refuses them by name. The other arguments and errors are those of
    `read_statement`.
    """
    _check_call(fields, record, taken=("entries", "tool"), function="read_field_record")
    tool = tool_named(tool)
    shape, lines = TOOLS[tool], _Lines(fields, prefix)
    read = CaseDocument(
        {
            **_head("field-record", fields, prefix),
            "tool": str(tool),
            **record,
            "entries": [
                {"part": part, **line}
                for part in shape.parts
                for line in lines.of(part, ENTRY_FIELDS, group="entries")
            ],
        }
    )
    for group, has in ((PEOPLE, shape.people), (MOVES, shape.rings), (SCALES, shape.scales)):
        found = list(lines.of(group, LINE_FIELDS[group], group=group)) if has else []
        if found:
            read[group] = found
    setting = _setting(fields, prefix, shape.parts) if shape.setting else {}
    if setting:
        read["setting"] = setting
    read.places = lines.places
    return read


def field_record_fields(record: FieldRecord, *, prefix: str = "") -> dict[str, list[str]]:
    """A field record as the fields that would send it: what `values` of the form are, to write it on."""
    expect(record, FieldRecord)
    fields: dict[str, list[str]] = {}
    count: dict[str, int] = {}
    groups: list[tuple[str, tuple[str, ...], object]] = [
        (one.part, ENTRY_FIELDS, one) for one in record.entries
    ]
    groups += [(PEOPLE, LINE_FIELDS[PEOPLE], one) for one in record.people]
    groups += [(MOVES, LINE_FIELDS[MOVES], one) for one in record.moves]
    groups += [(SCALES, LINE_FIELDS[SCALES], one) for one in record.scales]
    for group, names, one in groups:
        count[group] = count.get(group, 0) + 1
        for name in names:
            value = getattr(one, "starts" if name == "from" else name)
            if value is not None and value is not False:
                fields[f"{prefix}{group}.{count[group]}.{name}"] = [_as_sent(value)]
    return {**fields, **_setting_fields(record, prefix)}


def asks_for_more(fields: Mapping[str, object], *, prefix: str = "") -> str | None:
    """The group of lines that one more was asked for, where that button was pressed; then nothing is sent yet."""
    return next(iter(_texts(fields, prefix + MORE)), None)


def step_of(
    kind: StatementKind | str, fields: Mapping[str, object], *, prefix: str = ""
) -> str | None:
    """The step of a statement that a button asked for: a part, or `whole`; None where it is to be kept.

    What is no step of the kind leads to the whole, which loses nothing.
    """
    asked = _texts(fields, prefix + STEP)
    if not asked:
        return None
    return asked[0] if asked[0] in PARTS[kind_named(kind)] else WHOLE


def lines_of(fields: Mapping[str, object], group: str, *, prefix: str = "") -> tuple[int, ...]:
    """The numbers of a group's lines among the fields, in their order."""
    start = f"{prefix}{group}."
    found = {
        int(number)
        for name in fields
        if name.startswith(start)
        and _LINE.fullmatch(number := name[len(start) :].partition(".")[0])
    }
    return tuple(sorted(found))


def next_lines(there: tuple[int, ...], count: int) -> list[int]:
    """The numbers of new lines after those that are there; where none is left above, the first that are free."""
    last = max(there, default=0)
    if last + count <= _LAST_LINE:
        return list(range(last + 1, last + count + 1))
    taken = set(there)
    free = (number for number in range(1, _LAST_LINE + 1) if number not in taken)
    return list(islice(free, count))


class FreeIds:
    """New ids, each the first that is free among those that were sent: `e1`, `p1`, `s1`, …, by their initial."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken, self._last = set(taken), dict[str, int]()

    def next(self, group: str) -> str:
        """The next free id for a line of a group."""
        initial = _INITIAL.get(group, "e")
        number = self._last.get(initial, 0) + 1
        while f"{initial}{number}" in self._taken:
            number += 1
        self._last[initial] = number
        return f"{initial}{number}"


def ids_sent(fields: Mapping[str, object], prefix: str) -> Iterator[str]:
    """The ids of lines among the fields, old and new."""
    for name in fields:
        if name.startswith(prefix) and name.endswith((".id", f".{NEW_ID}")):
            yield from _texts(fields, name)


def one_or_all(texts: list[str]) -> str | list[str]:
    """One text as it is; several of one field together, since none of them is lost."""
    return texts[0] if len(texts) == 1 else texts


class _Lines:
    """The lines among a browser's fields, with new ids where they have none; `places` fills as they are read."""

    def __init__(self, fields: Mapping[str, object], prefix: str) -> None:
        self.fields, self.prefix = fields, prefix
        self.places: dict[str, str] = {}
        self._count: dict[str, int] = {}
        self._free = FreeIds(ids_sent(fields, prefix))

    def of(self, name: str, holds: tuple[str, ...], *, group: str) -> Iterator[dict[str, object]]:
        for number in lines_of(self.fields, name, prefix=self.prefix):
            at = f"{name}.{number}"
            line = {one: text for one in holds if (text := self._value(at, one)) is not None}
            if self._value(at, DROP) is not None or not self._counts(line, group):
                continue
            index = self._count[group] = self._count.get(group, -1) + 1
            self.places[f"$.{group}[{index}]"] = at
            if "id" in holds and "id" not in line:
                line = {"id": self._value(at, NEW_ID) or self._free.next(group), **line}
            yield line

    @staticmethod
    def _counts(line: Mapping[str, object], group: str) -> bool:
        # A person may stand on the page by the host's token alone.
        return bool(line.keys() - _BEFORE_ANYBODY) or (group == PEOPLE and "id" in line)

    def _value(self, at: str, name: str) -> object:
        texts = _texts(self.fields, f"{self.prefix}{at}.{name}")
        if not texts:
            return None
        if name == "verbatim":
            return True
        if name in _NUMBERS and len(texts) == 1 and _WHOLE.fullmatch(texts[0].strip()):
            return int(texts[0])
        return one_or_all(texts)


def _head(kind: str, fields: Mapping[str, object], prefix: str) -> dict[str, object]:
    pressed = _texts(fields, prefix + STATUS)
    return {
        "$schema": f"urn:sop:schema:{kind}:1",
        # Without a button that says so, what is sent is meant as finished. What is no status stays, and is refused.
        "status": one_or_all(pressed) if pressed else RecordStatus.COMPLETE.value,
        "confidential": "case_record",
    }


def _setting(
    fields: Mapping[str, object], prefix: str, parts: tuple[str, ...]
) -> dict[str, object]:
    """How the tool was used with a child, as far as the fields say (B-23, B-24)."""
    at = f"{prefix}setting."
    order = [
        text for place in range(1, len(parts) + 1) for text in _texts(fields, f"{at}order.{place}")
    ]
    names = {part: one_or_all(text) for part in parts if (text := _texts(fields, f"{at}names.{part}"))}  # fmt: skip
    said: dict[str, object] = {
        name: one_or_all(text) for name in _SETTING if (text := _texts(fields, at + name))
    }
    if "stopped" in said:
        said["stopped"] = True
    return {**({"order": order} if order else {}), **({"names": names} if names else {}), **said}


def _setting_fields(record: FieldRecord, prefix: str) -> dict[str, list[str]]:
    setting, at = record.setting, f"{prefix}setting."
    if setting is None:
        return {}
    fields = {f"{at}order.{place}": [part] for place, part in enumerate(setting.order, start=1)}
    fields |= {f"{at}names.{part}": [name] for part, name in setting.names.items()}
    for name in _SETTING:
        value = getattr(setting, name)
        if value is not None and value is not False:
            fields[at + name] = [_as_sent(value)]
    return fields


def _as_sent(value: object) -> str:
    return "true" if value is True else str(value)


def _check_call(
    fields: object, record: Mapping[str, object], *, taken: Iterable[str], function: str
) -> None:
    if isinstance(fields, Mapping) and not any(name in record for name in taken):
        return
    raise CallRefused(
        f"{function} takes a browser's fields (a mapping of names to texts) and the record's other fields. What was "
        "written is in the fields."
    )


def _texts(fields: Mapping[str, object], name: str) -> list[str]:
    return sent_texts(fields, name, reader="A form's reader")
