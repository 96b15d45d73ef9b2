"""Checks that notice what SOP teaches people to notice: pure functions, and advice only.

Each gives a code and the places that it is about, never a word of the record; what a colleague would say
to it stands in a prompt set (`what_we_notice`), which an agency may replace. No check scores a person, and
none refuses anything: what is written stands as it was written.

    only_worries, only_strengths, nothing_yet   an account is one-sided, or empty          S2-37, S4-02, D15
    no_impact                                   worries without a word about a child       S2-40
    harm_or_complicating                        a harm or danger that names no child       S3-01
    services_only, objective_untagged           a plan of services; nobody said which      S2-34
    telling                                     every next step is the worker's            S2-33
    network_not_grown                           nobody came in or nearer                   S1-24, B-25
    danger_without_goal                         a danger that no safety goal answers       B-22
    part_missing, safety_part_missing           what a draft of a statement still needs    S2-09, C-30
    jargon                                      a word that a reader may want to unpack    S2-10, S2-32, S2-38
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum

from attrs import frozen

from sop_core.errors import json_path
from sop_core.practice.asked import expect
from sop_core.practice.field_record import Entry, FieldRecord, ObjectiveKind, Voice
from sop_core.practice.lexicon import Lexicon, composed, word_finder
from sop_core.practice.network import growth, growth_between
from sop_core.practice.statement import Statement, StatementKind, parts_missing
from sop_core.practice.tools import FieldTool
from sop_core.types import FrozenMap, RecordStatus


class Side(StrEnum):
    """On which side of an account a thing stands."""

    STRENGTH = "strength"
    WORRY = "worry"
    OTHER = "other"


@frozen(kw_only=True)
class Noted:
    """One thing in an account, as its place, its side and its text; a host makes these from its own notes."""

    side: Side
    text: str = ""
    place: str = "$"


@frozen
class Notice:
    """One thing that was noticed: a code, and the places that it is about. It holds no word of the record."""

    code: str
    places: tuple[str, ...] = ()


#: The parts of every tool that stand on one side; the others stand on neither.
SIDES: Mapping[str, Side] = FrozenMap(
    {
        **dict.fromkeys(
            ("working_well", "strengths", "acts_of_protection", "safety"), Side.STRENGTH
        ),
        # S3-01: a complicating factor is no danger, and yet a worry: an account of these alone is one-sided.
        **dict.fromkeys(("worries", "harm", "danger", "complicating_factors"), Side.WORRY),
    }
)
#: The tools whose page is an account of a family's situation. What a child puts into houses is the child's.
ACCOUNTS = frozenset({FieldTool.THREE_QUESTIONS, FieldTool.SAFETY_MAP, FieldTool.CONSULTATION})

#: Words by which an account names a child, in English and Spanish (sop_core default): none of them in any
#: worry is worth a question, and no more than that.
CHILD_WORDS = frozenset(
    {
        "child", "children", "kid", "kids", "baby", "babies", "infant", "infants", "toddler", "toddlers", "boy", "boys",
        "girl", "girls", "son", "sons", "daughter", "daughters", "teen", "teens", "teenager", "teenagers", "youth",
        "sibling", "siblings", "brother", "brothers", "sister", "sisters", "twin", "twins", "newborn",
        "newborns", "unborn", "minor", "minors", "kiddo", "kiddos", "stepson", "stepsons", "stepdaughter",
        "stepdaughters", "stepchild", "stepchildren", "grandchild", "grandchildren", "grandson", "grandsons",
        "granddaughter", "granddaughters", "adolescent", "adolescents",
        "niña", "niñas", "niño", "niños", "bebé", "bebés", "hija", "hijas", "hijo", "hijos", "menor", "menores",
        "nene", "nena", "nenes", "nenas", "nieto", "nieta", "nietos", "nietas", "adolescente", "adolescentes",
        "hermana", "hermanas", "hermano", "hermanos",
    }
)  # fmt: skip
#: Of these, what is a word of another kind in a language: in Spanish, `son` is “they are”.
_OTHERWISE = {"es": frozenset({"son"})}
_WORD = re.compile(r"[^\W\d_]+")


def child_words(locale: str) -> frozenset[str]:
    """The words by which a text in a language names a child: `CHILD_WORDS`, but for what means another thing there."""
    return CHILD_WORDS - _OTHERWISE.get(locale.lower().partition("-")[0], frozenset())


def noted_in(record: FieldRecord) -> tuple[Noted, ...]:
    """The entries of a field record as an account, each with its place in the document."""
    expect(record, FieldRecord)
    return tuple(
        Noted(
            side=SIDES.get(entry.part, Side.OTHER),
            text=entry.text or "",
            place=json_path("entries", index),
        )
        for index, entry in enumerate(record.entries)
    )


def notice_balance(account: Iterable[Noted]) -> tuple[Notice, ...]:
    """S2-37, S4-02, D15: only worries, only strengths, or neither yet; nothing where both are there."""
    places: dict[Side, list[str]] = {side: [] for side in Side}
    for one in account:
        places[one.side].append(one.place)
    worries, strengths = places[Side.WORRY], places[Side.STRENGTH]
    if worries and not strengths:
        return (Notice("only_worries", tuple(worries)),)
    if strengths and not worries:
        return (Notice("only_strengths", tuple(strengths)),)
    return () if worries else (Notice("nothing_yet"),)


def notice_impact(
    account: Iterable[Noted], *, words: Collection[str] = CHILD_WORDS
) -> tuple[Notice, ...]:
    """S2-40: there are worries, and none of them names a child; `words` are those that do."""
    worries = [one for one in account if one.side is Side.WORRY]
    if not worries or any(names_a_child(one.text, words) for one in worries):
        return ()
    return (Notice("no_impact", tuple(one.place for one in worries)),)


def names_a_child(text: str, words: Collection[str] = CHILD_WORDS) -> bool:
    """Whether one of the words stands in a text as a whole word."""
    return any(
        found.group().lower() in words
        for between_spaces in text.split()
        for found in _WORD.finditer(composed(between_spaces))
    )


def notice_complicating(
    record: FieldRecord, *, words: Collection[str] = CHILD_WORDS
) -> tuple[Notice, ...]:
    """S3-01: what stands under harm or danger and names no child may be a complicating factor. It is asked."""
    expect(record, FieldRecord)
    places = tuple(
        json_path("entries", index)
        for index, entry in enumerate(record.entries)
        if entry.part in ("harm", "danger") and not names_a_child(entry.text or "", words)
    )
    return (Notice("harm_or_complicating", places),) if places else ()


def notice_services(record: FieldRecord) -> tuple[Notice, ...]:
    """S2-34: a plan of services alone; and objectives of which no person said what they are.

    It is of services alone where every objective is one, and where services stand and no objective does.
    """
    expect(record, FieldRecord)
    objectives = [(i, one) for i, one in enumerate(record.entries) if one.part == "objective"]
    services = [(i, one) for i, one in enumerate(record.entries) if one.part == "service"]
    kinds = {one.kind for _, one in objectives}
    found: list[Notice] = []
    if kinds == {ObjectiveKind.SERVICE} or (services and not objectives):
        found.append(Notice("services_only", _places(objectives or services)))
    untagged = [(i, one) for i, one in objectives if one.kind in (None, ObjectiveKind.NOT_DECIDED)]
    if untagged:
        found.append(Notice("objective_untagged", _places(untagged)))
    return tuple(found)


def _places(entries: Iterable[tuple[int, Entry]]) -> tuple[str, ...]:
    return tuple(json_path("entries", index) for index, _ in entries)


def notice_telling(record: FieldRecord) -> tuple[Notice, ...]:
    """S2-33: every next step that says whose it is, is the worker's. It is for reflection; nothing is changed."""
    expect(record, FieldRecord)
    steps = [
        (index, one)
        for index, one in enumerate(record.entries)
        if one.part in ("next_steps", "next_step", "first_steps") and one.voice is not None
    ]
    if {one.voice for _, one in steps} != {Voice.WORKER}:
        return ()
    return (Notice("telling", _places(steps)),)


def notice_network(record: FieldRecord, earlier: FieldRecord | None = None) -> tuple[Notice, ...]:
    """B-25, S1-24: nobody came in or nearer, by the page's own moves or since an earlier page."""
    expect(record, FieldRecord)
    if record.tool is not FieldTool.SAFETY_CIRCLES or not (record.moves or earlier):
        return ()
    grown = growth(record).has_grown or (earlier is not None and growth_between(earlier, record).has_grown)  # fmt: skip
    return () if grown else (Notice("network_not_grown", ("$.people",)),)


def notice_dangers(statements: Iterable[Statement]) -> tuple[Notice, ...]:
    """B-22: each danger statement of a case that no safety goal answers, by its id.

    Pass the case's statements, also those that others stand in for: a goal for a danger that was amended answers
    the amended one. Drafts of goals count: a goal is being written.
    """
    every = tuple(statements)
    for one in every:
        expect(one, Statement)
    later = [one for one in every if one.supersedes and one.status is not RecordStatus.DRAFT]
    before = {one.id: one.supersedes.id for one in later if one.supersedes}
    void = {one.id for one in every if one.status is RecordStatus.ENTERED_IN_ERROR}
    count = [one for one in every if one.id not in {*before.values(), *void}]
    answered = {
        one.danger.id for one in count if one.kind is StatementKind.SAFETY_GOAL and one.danger
    }
    open_ = [
        one.id
        for one in count
        if one.kind is StatementKind.DANGER and answered.isdisjoint(_chain(one.id, before))
    ]
    return (Notice("danger_without_goal", tuple(open_)),) if open_ else ()


def _chain(id_: str, before: Mapping[str, str]) -> set[str]:
    """A record's id and those of what it stands in for, as far back as is known."""
    found: set[str] = set()
    at: str | None = id_
    while at is not None and at not in found:
        found.add(at)
        at = before.get(at)
    return found


def notice_parts(statement: Statement) -> tuple[Notice, ...]:
    """C-30, S2-09: which parts a draft of a statement still needs; the four parts of safety by themselves."""
    if statement.status is not RecordStatus.DRAFT:
        return ()
    missing = parts_missing(statement.kind, statement.parts)
    code = "safety_part_missing" if statement.kind is StatementKind.SAFETY_CLAIM else "part_missing"
    return (Notice(code, tuple(json_path("parts", name) for name in missing)),) if missing else ()


def notices(
    record: FieldRecord | Statement,
    *,
    earlier: FieldRecord | None = None,
    words: Collection[str] = CHILD_WORDS,
    lexicons: Collection[Lexicon] = (),
) -> tuple[Notice, ...]:
    """All that is noticed of one record of a case, each code once; nothing of one that was redacted or voided."""
    expect(record, FieldRecord, Statement)
    if record.redacted or record.status is RecordStatus.ENTERED_IN_ERROR:
        return ()
    if isinstance(record, Statement):
        return (*notice_parts(record), *notice_jargon(record, lexicons))
    return (*_of_a_field_record(record, earlier, words), *notice_jargon(record, lexicons))


def notice_jargon(
    record: FieldRecord | Statement, lexicons: Collection[Lexicon]
) -> tuple[Notice, ...]:
    """S2-10, S2-32, S2-38: texts that hold a term of a lexicon, by their places; the words are not repeated.

    What somebody of the family said, and very words, are theirs and are not looked at.
    """
    if isinstance(record, Statement):
        texts = [(json_path("parts", name), text) for name, text in record.parts.items()]
    else:
        texts = [
            (json_path("entries", index, "text"), one.text or "")
            for index, one in enumerate(record.entries)
            if one.voice in (None, Voice.WORKER, Voice.OTHER) and not one.verbatim
        ]
    find = word_finder(lexicons)
    places = tuple(place for place, text in texts if find(text))
    return (Notice("jargon", places),) if places else ()


def _of_a_field_record(
    record: FieldRecord, earlier: FieldRecord | None, words: Collection[str]
) -> Iterator[Notice]:
    if record.tool in ACCOUNTS:
        account = noted_in(record)
        yield from notice_balance(account)
        yield from notice_impact(account, words=words)
        yield from notice_complicating(record, words=words)
    yield from notice_services(record)
    yield from notice_telling(record)
    yield from notice_network(record, earlier)


def noticed_facts(found: Iterable[Notice]) -> Mapping[str, int]:
    """Notices as facts of a situation: `noticed.only_worries` and so on, each with how many places it is about.

    A notice without a place counts as one. Prompts look at them: `{"fact": "noticed.telling", "at_least": 1}`.
    """
    facts: dict[str, int] = {}
    for one in found:
        name = f"noticed.{one.code}"
        facts[name] = facts.get(name, 0) + max(len(one.places), 1)
    return FrozenMap(facts)


#: Every code there is, which the words of a prompt set must have.
CODES = (
    "only_worries",
    "only_strengths",
    "nothing_yet",
    "no_impact",
    "harm_or_complicating",
    "services_only",
    "objective_untagged",
    "telling",
    "network_not_grown",
    "danger_without_goal",
    "part_missing",
    "safety_part_missing",
    "jargon",
)
