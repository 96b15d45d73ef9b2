"""Every place of a record of every kind, with every strange value in turn: nothing raises, and refusals teach.

What `mutated` draws by chance stands here in its order, so that no run depends on luck: in full with the profile
`deep`; else each place gets a share of the values, and the next place the ones after.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from sop_core import RecordRefused, Sop
from sop_core.catalog import DEFINITION_KINDS
from sop_core.documents import digest_of, read
from sop_core.practice import CASE_RECORDS
from sop_core.sop.accepting import RECORD_KINDS
from sop_core.testing.mutating import STRANGE, places
from tests.property.test_reading_laws import assert_teaches
from tests.unit._cased import AMENDED_FIELD, AMENDED_GOAL, DANGER, EVERY, GOAL, QUESTIONS
from tools.golden import ROOT, Corpus, documents

SOP = Corpus().sop
#: A record is checked in milliseconds, and there are some thousand places.
SHARE = 1 if settings.get_current_profile_name() == "deep" else 5
GOLDEN = {
    kind: [read(path.read_bytes()) for path in documents(kind, ROOT)] for kind in RECORD_KINDS
}
BY_DIGEST = {digest_of(one): one for every in GOLDEN.values() for one in every}


def beside(document: dict[str, Any]) -> list[dict[str, Any]]:
    """What a record builds on, and what those do."""
    found: dict[str, dict[str, Any]] = {}
    pending = [document]
    while pending:
        for need in SOP.needs(pending.pop()):
            if need.digest not in found and need.digest in BY_DIGEST:
                found[need.digest] = BY_DIGEST[need.digest]
                pending.append(found[need.digest])
    return list(found.values())


def shape(document: dict[str, Any]) -> frozenset[tuple[str | int, ...]]:
    """The places of a document, each list by its first entry."""
    return frozenset(place for place in places(document) if all(step == 0 or isinstance(step, str) for step in place))  # fmt: skip


def telling(documents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The fewest records of a kind that have every place that any of them has, the largest first."""
    seen: set[tuple[str | int, ...]] = set()
    for document in sorted(documents, key=lambda one: -len(shape(one))):
        if not shape(document) <= seen:
            seen |= shape(document)
            yield document


def broken(document: dict[str, Any], *, every: int = 1) -> Iterator[dict[str, Any]]:
    """The document with each place taken out, and with each strange value in its stead.

    With `every` above 1, a place gets only so many-th of the values, and the next place the ones after.
    """
    for number, place in enumerate(sorted(shape(document), key=repr)):
        for value in (*STRANGE[number % every :: every], KeyError):
            made = copy.deepcopy(document)
            inner: Any = made
            for step in place[:-1]:
                inner = inner[step]
            if value is KeyError:
                del inner[place[-1]]
            else:
                inner[place[-1]] = value
            yield made


def cut(value: Any) -> Any:
    """The same with at most two entries in every list, so that each place is tried once or twice."""
    if isinstance(value, dict):
        return {key: cut(inner) for key, inner in value.items()}
    return [cut(inner) for inner in value[:2]] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", DEFINITION_KINDS)
def test_a_strange_value_anywhere_in_a_definition_is_told_and_never_raises(kind):
    """DESIGN 4: a bad definition never stops loading, and `check` teaches."""
    bundled = [
        one
        for (known, *_), one in Sop.load(plugins=False).catalog.documents.items()
        if known == kind
    ]
    # No calendar ships: the golden one stands for it.
    bundled = bundled or [read(path.read_bytes()) for path in documents(kind, ROOT)]
    document = cut(max(bundled, key=lambda one: len(shape(one))))
    count = 0
    # A definition of this size is checked in tens of milliseconds: each place gets a share of the values.
    for made in broken(
        document, every=max(SHARE, 10 if kind in ("instrument", "goal-words") else 1)
    ):
        count += 1
        for issue in SOP.check(made):
            assert_teaches(issue)
    assert count > 100 // SHARE


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_a_strange_value_anywhere_is_refused_or_taken_and_never_raises(kind):
    """DESIGN 6: bad input gets a clear refusal; whatever `check` says, each issue says where, what and what to do."""
    count = 0
    for document in telling(GOLDEN[kind]):
        given = beside(document)
        for made in broken(document, every=SHARE):
            count += 1
            for issue in SOP.check(made, given=given):
                assert_teaches(issue)
    assert count > 100 // SHARE


#: One word in the form of an id: a first name, such as a family's record is full of.
SECRET = "Marisol"
MORE = [*EVERY, AMENDED_FIELD, AMENDED_GOAL, {**QUESTIONS, "extensions": {"host": {"note": ["x"]}}}]
CASES = [
    one
    for kind in sorted(CASE_RECORDS)
    for one in telling(
        [*GOLDEN[kind], *(other for other in MORE if f":{kind}:" in other["$schema"])]
    )
]


def with_the_secret(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The document with a name as each value in turn, in each of its lists and objects, and as a key beside each."""
    values = (SECRET, [SECRET, SECRET], {SECRET: SECRET}, KeyError)
    share = min(SHARE, 2)
    for number, place in enumerate(sorted(shape(document), key=repr)):
        for value in values[number % share :: share]:
            made = copy.deepcopy(document)
            inner: Any = made
            for step in place[:-1]:
                inner = inner[step]
            if value is not KeyError:
                inner[place[-1]] = value
            elif isinstance(inner, dict):
                inner[SECRET] = inner.pop(place[-1])
            else:
                inner.append(SECRET)
            yield made


def said_of(data: object, given: list[dict[str, Any]]) -> Iterator[str]:
    """Everything that a host is told, and could write into a log."""
    for issue in SOP.check(data, given=given):
        assert_teaches(issue)
        yield f"{issue.code} {issue.path} {issue.message} {issue.fix} {issue.item}"
    try:
        SOP.accept(data, given=given)
    except RecordRefused as refused:
        yield f"{refused} {refused!r} {refused.args}"
        yield from map(repr, refused.issues)


@pytest.mark.parametrize("document", CASES, ids=lambda one: f"{one['$schema'].split(':')[3]}-{one['id']}")  # fmt: skip
def test_a_name_anywhere_in_a_record_of_a_case_is_told_nowhere(document):
    """B-39: a refusal repeats no word of the record, not even one that looks like an id, however it comes in."""
    given = [DANGER, GOAL, QUESTIONS]
    count = 0
    for number, made in enumerate(with_the_secret(document)):
        written = json.dumps(made)
        ways = (made, written, written.encode())
        for data in ways if SHARE == 1 else ways[number % 3 :][:1]:
            for said in said_of(data, given):
                count += 1
                assert SECRET not in said
    assert count > 100 // SHARE
