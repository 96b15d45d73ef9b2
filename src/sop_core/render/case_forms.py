"""Forms for records of a case: a field tool's, in lines under its parts, and a statement's, in steps.

They need no script. What a browser sends is read back by `practice.read_field_record` and
`practice.read_statement`. Nothing of a record stands in a message; what was typed stands in its own field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.errors import CallRefused, listed, shown
from sop_core.practice import (
    PARTS,
    TOOLS,
    FieldTool,
    StatementKind,
    asks_for_more,
    read_field_record,
    said,
)
from sop_core.practice.asked import kind_named, tool_named
from sop_core.practice.form import MORE, MOVES, PEOPLE, SCALES, STATUS, STEP, WHOLE
from sop_core.render import safe
from sop_core.render.case_lines import Control, Group, Page, Wrong, control, groups, setting
from sop_core.render.casework import titled
from sop_core.render.environment import draw, environment
from sop_core.render.safe import Fields
from sop_core.render.sentences import Problem, without_sources
from sop_core.render.words import Words, words_for

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.errors import Issue
    from sop_core.practice import Statement
    from sop_core.prompts import StatementStep

_ORDER = re.compile(r"\$\.setting\.order\[([0-9]+)\]")
_NAMES = re.compile(r"\$\.setting\.names(?:\.([a-z_]+))?.*")


@frozen
class _Found:
    """One sentence, and the line and control that it is about, if there is one."""

    line: str | None
    name: str
    code: str
    text: str


def field_form(
    tool: FieldTool | str,
    *,
    values: Fields | None = None,
    issues: Iterable[Issue] = (),
    action: str = "",
    hidden: Mapping[str, str] | None = None,
    prefix: str = "",
    locale: str = "en",
    spare: int = 1,
    bounds: tuple[int, int] = (0, 10),
    submit_label: str | None = None,
    heading_level: int = 2,
) -> Markup:
    """The form of a field tool: under each part a line for each thing that is said, and `spare` empty ones.

    `practice.read_field_record(tool, fields, prefix=prefix, ...)` reads back what a browser sends, and
    `practice.field_record_fields(record)` are the `values` of a record that is written on. A button asks for one
    more line: where `practice.asks_for_more(fields)` names a group, draw the form again with the same values.
    `bounds` are what an empty scale offers (B-29; 0 to 10 is a sop_core default). Two buttons send: finished, or
    as a draft. The other arguments are those of `form`; headings use two levels, so `heading_level` is 1 to 5.
    Raises CallRefused for an unsafe address, a name that is taken, or what is no tool.
    """
    environment()
    tool, prefix, given = tool_named(tool), safe.field_prefix(prefix), values or {}
    words, issues = words_for(locale), tuple(issues)
    names = [PEOPLE, MOVES, SCALES, *TOOLS[tool].parts]
    titles = {name: words.plain(_GROUPS.get(name) or titled(tool, name)) for name in names}
    found = [*_placed(issues, _places(tool, given, prefix), words)]
    page = Page(
        tool=tool, values=given, prefix=prefix, words=words, bounds=bounds, spare=spare,
        wrong=_wrong(found),
    )  # fmt: skip
    every = groups(page, titles)
    how = setting(page, titles)
    everything = (*every, *((how,) if how else ()))
    return draw(
        "field_form",
        groups=every,
        setting=how,
        more=prefix + MORE,
        asked=asks_for_more(given, prefix=prefix) is not None,
        **_summary(found, everything, words),
        **_around(
            f"sop-{prefix}field", words.plain(f"tool_{tool}"), words, issues=issues, action=action,
            hidden=safe.hidden_fields(hidden, _taken(everything, prefix)), prefix=prefix,
            submit_label=submit_label, heading_level=heading_level,
        ),
    )  # fmt: skip


def statement_form(
    kind: StatementKind | str,
    *,
    values: Fields | None = None,
    issues: Iterable[Issue] = (),
    step: str | None = None,
    steps: Iterable[StatementStep] = (),
    answers: Statement | None = None,
    action: str = "",
    hidden: Mapping[str, str] | None = None,
    prefix: str = "",
    locale: str = "en",
    submit_label: str | None = None,
    heading_level: int = 2,
) -> Markup:
    """The form of a statement: all of its parts, or with `step` one of them at a time (C-30).

    `steps` are the questions, from `sop.catalog.statement_steps(kind, locale)`; without them each part has its
    plain name. With `step`, the id of a part, the other parts travel along unseen, and the buttons lead on and back:
    `practice.step_of(kind, fields)` says which step a button asked for. Without `step` every part is shown, to be
    read as a whole and kept. `answers` is the danger that a goal or a claim answers, to be read
    beside it (B-22). The other arguments are those of `field_form`. Raises CallRefused for a step that is no part
    of the kind.
    """
    environment()
    kind, prefix, given = kind_named(kind), safe.field_prefix(prefix), values or {}
    words, issues = words_for(locale), tuple(issues)
    if step is not None and step not in PARTS[kind]:
        raise CallRefused(
            f"step is {shown(step)}. The steps of a {kind} statement are its parts: {listed(PARTS[kind])}."
        )
    found = [*_placed(issues, {f"$.parts.{name}": name for name in PARTS[kind]}, words)]
    controls = _parts(kind, given, prefix, words, _wrong(found), tuple(steps))
    drawn = {name: one for name, one in controls.items() if step in (None, name)}
    carried = tuple(
        (prefix + name, one)
        for name in PARTS[kind]
        if name not in drawn
        for one in safe.values_of(given, prefix + name)
    )
    taken = frozenset(prefix + name for name in (*PARTS[kind], STATUS, STEP))
    return draw(
        "statement_form",
        controls=tuple(drawn.values()),
        carried=carried,
        steps=_steps(kind, step, words) if step is not None else None,
        step_name=prefix + STEP,
        answers=safe.said(said(answers, words.locale)) if answers is not None else None,
        **_summary(found, (), words, {(name, ""): one for name, one in drawn.items()}),
        **_around(
            f"sop-{prefix}statement", words.plain(f"kind_of_{kind}"), words, issues=issues, action=action,
            hidden=safe.hidden_fields(hidden, taken), prefix=prefix, submit_label=submit_label,
            heading_level=heading_level,
        ),
    )  # fmt: skip


@frozen(kw_only=True)
class _Steps:
    """Where one step stands among all: the buttons' values are the part before and after, or none."""

    where: str
    before: str | None
    after: str


def _steps(kind: StatementKind, step: str, words: Words) -> _Steps:
    at, parts = PARTS[kind].index(step), PARTS[kind]
    return _Steps(
        where=words.plain("case_step", n=at + 1, of=len(parts)),
        before=parts[at - 1] if at else None,
        after=parts[at + 1] if at + 1 < len(parts) else WHOLE,
    )


def _parts(
    kind: StatementKind,
    given: Fields,
    prefix: str,
    words: Words,
    wrong: Wrong,
    steps: tuple[StatementStep, ...],
) -> dict[str, Control]:
    asked = {one.part: one for one in steps}
    controls: dict[str, Control] = {}
    for number, part in enumerate(PARTS[kind], start=1):
        step = asked.get(part)
        controls[part] = control(
            f"sop-{prefix}statement-{number}", part, prefix + part, "area",
            safe.said(step.question) if step else words.plain(f"field_{part}"),
            safe.values_of(given, prefix + part),
            hint=safe.said(step.hint) if step and step.hint else None,
            errors=wrong.get((part, ""), ()), rows=4,
            # A set that asks in one language alone is heard in it, on a page of another.
            locale=safe.plain(step.locale) if step and step.locale != words.locale else None,
        )  # fmt: skip
    return controls


_GROUPS = {PEOPLE: "case_people", MOVES: "case_moves", SCALES: "case_scales"}


def _around(
    id_: str,
    title: str,
    words: Words,
    *,
    issues: tuple[Issue, ...],
    action: str,
    hidden: tuple[tuple[str, str], ...],
    prefix: str,
    submit_label: str | None,
    heading_level: int,
) -> dict[str, object]:
    notes = [without_sources(one.message) for one in issues if one.severity != "error"]
    return {
        "id": id_,
        "title": title,
        "locale": words.locale,
        "dir": safe.direction(words.locale),
        "h": safe.heading(heading_level, floors=1),
        "action": safe.address(action, what="action"),
        "hidden": hidden,
        "notes": tuple(dict.fromkeys(notes)),
        "status": prefix + STATUS,
        "submit": safe.plain(submit_label) if submit_label is not None else words("case_save"),
        # C-32: nobody has reviewed these words in another language yet.
        "unreviewed": words.locale != "en",
        "say": words,
    }


def _places(tool: FieldTool, given: Fields, prefix: str) -> dict[str, str]:
    """From a JSON path of the record to the line of the form that it came from."""
    places = dict(read_field_record(tool, given, prefix=prefix).places)
    return {**places, "$.setting": "setting"}


def _placed(issues: Iterable[Issue], places: Mapping[str, str], words: Words) -> Iterator[_Found]:
    """Each issue of the record as a sentence for whoever wrote it, at its line; each sentence once."""
    seen: set[tuple[str | None, str, str]] = set()
    for issue in issues:
        if issue.severity != "error":
            continue
        line, name = _place(issue.path, places)
        # A day of the wrong form is also none of the calendar: one sentence says both.
        code = "not_a_date" if name == "on" and issue.code == "wrong_form" else issue.code
        text = words.plain(_key(code, words))
        if (line, name, text) not in seen:
            seen.add((line, name, text))
            yield _Found(line, name, safe.plain(issue.code), text)


def _place(path: str, places: Mapping[str, str]) -> tuple[str | None, str]:
    if ordered := _ORDER.fullmatch(path):
        return "setting", f"order.{int(ordered[1]) + 1}"
    if named := _NAMES.fullmatch(path):
        return "setting", f"names.{named[1]}" if named[1] else "order.1"
    place = path
    while place and place not in places:
        place = place.rpartition(".")[0]
    if not place:
        return None, ""
    line, name = places[place], path[len(place) + 1 :]
    first = _FIRST.get(line.partition(".")[0], "text" if "[" in place else "")
    return line, first if name in ("", "id") else name


#: What is said of a whole line stands at its first control.
_FIRST = {PEOPLE: "label", MOVES: "person", SCALES: "voice", "setting": "order.1"}


def _key(code: str, words: Words) -> str:
    key = f"case_error_{code}"
    return key if key in words.sentences else "case_error_other"


def _wrong(found: Iterable[_Found]) -> dict[tuple[str, str], tuple[str, ...]]:
    wrong: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in found:
        if one.line is not None:
            at = (one.line, one.name)
            wrong[at] = (*wrong.get(at, ()), one.text)
    return wrong


def _summary(
    found: list[_Found],
    every: Iterable[Group],
    words: Words,
    controls: Mapping[tuple[str, str], Control] | None = None,
) -> dict[str, object]:
    """The summary of a refused form: every sentence, with the control that it leads to."""
    by_place, first = dict(controls or {}), dict[str, Control]()
    for group in every:
        for line in group.lines:
            for one in line.controls:
                by_place[line.at, one.field] = one
            first.setdefault(line.at, line.controls[0])
    errors = [
        (
            Problem(None, one.code, one.text),
            by_place.get((one.line or "", one.name), first.get(one.line or "")),
        )
        for one in found
    ]
    placed = any(control for _, control in errors)
    title = "errors_one" if len(errors) == 1 else "errors_title"
    return {
        "errors": errors,
        "errors_title": words(title if placed else "errors_unsent"),
        "errors_intro": words("errors_intro") if placed else None,
    }


def _taken(every: Iterable[Group], prefix: str) -> frozenset[str]:
    names = {prefix + STATUS, prefix + MORE}
    for group in every:
        for line in group.lines:
            names.update(name for name, _ in line.hidden)
            names.update(one.name for one in line.controls)
    return frozenset(names)
