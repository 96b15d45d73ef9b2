"""Streams of records as a host sends them to be tallied, and tallies that somebody else made."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from sop_core.documents import administration_of, digest, instrument_of
from sop_core.instruments import read_answers
from sop_core.reporting import (
    Batch,
    Group,
    GroupKey,
    ItemCounts,
    Outcome,
    ScaleCounts,
    SkipReason,
    Tally,
)
from sop_core.testing.answering import answers_for
from sop_core.testing.strategies import administrations
from sop_core.testing.values import often
from sop_core.types import MissingReason, ScoreStatus

Document = dict[str, Any]

#: Few places, so that records meet in groups; one is the beginning of others, one is none.
SCOPES = ((), ("a",), ("a", "n"), ("a", "s"), ("b", "n"), ("b", "n", "u1"))


@st.composite
def record_streams(draw: st.DrawFn, instrument: Document, /, *, most: int = 8) -> list[Document]:
    """Records of one instrument, in any order: finished ones, drafts, amendments, voided ones, copies.

    Every sitting hangs together, and its records are all there. Scopes, cycles and groups are few.
    """
    found: list[Document] = []
    for at in range(draw(st.integers(0, most))):
        record = draw(administrations(instrument))
        record |= {
            "id": f"r{at}",
            "scope": list(draw(st.sampled_from(SCOPES))),
            "cycle": draw(st.sampled_from(("q1", "q2"))),
        }
        record["groups"] = draw(st.sampled_from(({}, {"kind": "new"}, {"kind": "old"})))
        found.append(record)
        while found[-1]["status"] != "entered_in_error" and not draw(often()):
            found.append(draw(_later(instrument, found[-1])))
    copies = draw(st.lists(st.sampled_from(found), max_size=2)) if found else []
    return draw(st.permutations([*found, *copies]))


@st.composite
def _later(draw: st.DrawFn, instrument: Document, earlier: Document) -> Document:
    """A record that stands in for another, or voids it."""
    status = draw(st.sampled_from(("amended", "amended", "entered_in_error")))
    known = instrument_of(instrument)
    read = read_answers(known, earlier["answers"], status=earlier["status"])
    accepted = administration_of(earlier, known, read.answers)
    answered = "complete" if status == "amended" else "draft"
    return {
        **earlier,
        "id": f"{earlier['id']}v",
        "status": status,
        "scope": list(draw(st.sampled_from(SCOPES))),
        "answers": draw(answers_for(instrument, status=answered)),
        "supersedes": {"id": earlier["id"], "digest": digest(accepted)},
    }


#: The scoring digests of made-up instruments, each with its versions, items and scales.
_ASKED: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "one": (("1.0.0", "1.0.1"), ("q1", "q2"), ("s1",)),
    "two": (("2.0.0",), ("q1",), ("s1", "s2")),
}

_CODES: tuple[str, ...] = ("1", "2", "3")


def _scoring(name: str) -> str:
    return "sha256:" + name.encode().hex().ljust(64, "0")


@st.composite
def tallies(
    draw: st.DrawFn, /, *, most_batches: int = 3, revisions: tuple[int, ...] = (1, 2)
) -> Tally:
    """Tallies that fit together: one revision of one batch always has the same content.

    Their batches are of three names, so that most tallies share some.
    """
    names = draw(st.lists(st.sampled_from(("n", "s", "w")), max_size=most_batches, unique=True))
    batches: dict[str, Batch] = {}
    for name in sorted(names):
        revision = draw(st.sampled_from(revisions))
        batches[name] = _batch(name, revision, seed=f"{name}{revision}")
    levels = ("county", "office", "unit")[: draw(st.integers(2, 3))]
    asked = {key.scoring for batch in batches.values() for key in batch.groups}
    versions = {
        ("survey", version): _scoring(name)
        for name, (several, _, _) in _ASKED.items()
        for version in several
        if _scoring(name) in asked
    }
    return Tally(levels, batches, dict(sorted(versions.items())))


def batch_contents(name: str, revision: int, *, content: int = 0) -> Batch:
    """A batch of a name and revision; another `content` is another batch under the same two."""
    return _batch(name, revision, seed=f"{name}{revision}{'' if content == 0 else content}")


def _batch(name: str, revision: int, *, seed: str) -> Batch:
    # The same seed gives the same batch: what a revision holds does not hang on who draws it.
    from random import Random

    random = Random(seed)  # noqa: S311  made-up counts
    groups: dict[GroupKey, Group] = {}
    for scope in (("a",), ("a", "n"), ("b", "s")):
        for asked in _ASKED:
            if random.random() < 2 / 3:
                groupings = (("kind", "new"),) if random.random() < 1 / 2 else ()
                key = GroupKey(scope, "survey", _scoring(asked), "q1", groupings)
                groups[key] = _group(random, asked)
    skipped = {SkipReason.DRAFT: 2} if random.random() < 1 / 2 else {}
    return Batch(name, revision, dict(sorted(groups.items())), skipped)


def _group(random: Any, asked: str) -> Group:
    _, items, scales = _ASKED[asked]
    n = random.randint(1, 12)
    return Group(
        n,
        {item: _item([random.choice(("1", "2", "3", None)) for _ in range(n)]) for item in items},
        {
            scale: _scale([random.choice((1, Fraction(3, 2), 2, None)) for _ in range(n)])
            for scale in scales
        },
    )


def _item(answers: list[str | None]) -> ItemCounts:
    codes: dict[str, int] = {code: answers.count(code) for code in _CODES if code in answers}
    missing = {MissingReason.DECLINED: answers.count(None)} if None in answers else {}
    return ItemCounts(codes, missing, sum(codes.values()))


def _scale(values: list[Any]) -> ScaleCounts:
    counts: dict[Outcome, int] = {}
    if None in values:
        counts[ScoreStatus.INSUFFICIENT, None] = values.count(None)
    for value in sorted({value for value in values if value is not None}):
        counts[ScoreStatus.SCORED, Fraction(value)] = values.count(value)
    return ScaleCounts(counts)
