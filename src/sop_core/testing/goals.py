"""Goals, and what people type for them: strategies for quick entry and for progress."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from sop_core.coaching import GoalDraft, GoalEvent, GoalWindow, GoalWords, WindowKind, due_of
from sop_core.coaching.windows import WEEKDAYS
from sop_core.types import RecordRef, RecordStatus

#: Words that mean nothing to quick entry: a purpose and an activity can be made of them.
PLAIN = (
    "expand",
    "hear",
    "feelings",
    "network",
    "story",
    "understand",
    "strengths",
    "worries",
    "calm",
)
_DIGEST = "sha256:" + "0" * 64
_VERBS = ("Use", "try", "Practice", "do", "try to use")
_NOUNS = ("", "activity", "tool")
#: What people type beside the words of the definition.
_NOISE = (
    "5", "5-6", "2.5", "-3", "½", "1/2/27", "2026-12-24", "every", "a few", "and", "or", "to", "so that", "by", "next",
    "in", "Friday", "month", "the court grants", "don\u2019t", "\u2013", "…", "(", "\u00a0", "\u202e", "🙂", "家",
)  # fmt: skip


def purposes() -> st.SearchStrategy[str | None]:
    """What for, in words that mean nothing else."""
    return st.none() | st.lists(st.sampled_from(PLAIN), min_size=1, max_size=5).map(" ".join)


@st.composite
def goal_windows(draw: st.DrawFn, on: dt.date) -> GoalWindow:
    """A window of any kind from a day on, at most a year long."""
    kind = draw(st.sampled_from(WindowKind))
    n = weekday = None
    if kind is WindowKind.DAYS:
        n = draw(st.integers(1, 366))
    elif kind is WindowKind.WEEKS:
        n = draw(st.integers(1, 52))
    elif kind is WindowKind.WEEKDAY:
        weekday = draw(st.sampled_from(WEEKDAYS))
    due = due_of(kind, on, n=n, weekday=weekday)
    if due is None:
        due = on + dt.timedelta(days=draw(st.integers(1, 366)))
    return GoalWindow(
        phrase="x", kind=kind, n=n, weekday=weekday, starts=on.isoformat(), due=due.isoformat()
    )


@st.composite
def goal_drafts(
    draw: st.DrawFn, words: GoalWords, practices: dict[str, str], on: dt.date
) -> GoalDraft:
    """A draft that keeps every rule; `practices` says by id what each is called."""
    practice = draw(st.sampled_from(sorted(practices)))
    verb, noun = draw(st.sampled_from(("", *_VERBS))), draw(st.sampled_from(_NOUNS))
    rule = words.rules["count"]
    return GoalDraft(
        phrase="x",
        practice=practice,
        activity=" ".join(f"{verb} {practices[practice]} {noun}".split()),
        count=draw(st.integers(rule.least, rule.most)),
        unit=draw(st.sampled_from([one.id for one in words.units])),
        among=tuple(
            draw(
                st.lists(st.sampled_from([one.id for one in words.among]), unique=True, max_size=3)
            )
        ),
        purpose=draw(purposes()),
        window=draw(goal_windows(on)),
    )


@st.composite
def goal_texts(draw: st.DrawFn, words: GoalWords, practices: dict[str, str]) -> str:
    """What somebody may type: words of the definition in any order, with what people type beside them."""
    known = [phrase for each in words.words.values() for phrase in each]
    names = [name for unit in words.units for name in unit.names]
    pieces = st.sampled_from((*known, *names, *practices.values(), *PLAIN, *_NOISE)) | st.text(
        max_size=4
    )
    glue = st.sampled_from((" ", " ", " ", ", ", "", "\n"))
    return "".join(draw(st.lists(st.tuples(pieces, glue).map("".join), max_size=25)))


def goal_events(goal: str, days: tuple[dt.date, dt.date]) -> st.SearchStrategy[list[GoalEvent]]:
    """Events of a goal between two days, with references and groups that overlap; their ids differ."""
    tokens = st.sampled_from("abcdef")

    def made(index: int, parts: tuple[str, list[str], dt.date]) -> GoalEvent:
        reference, covers, on = parts
        return GoalEvent(
            id=f"e{index}",
            status=RecordStatus.COMPLETE,
            goal=RecordRef(goal, _DIGEST),
            worker="w",
            reference=reference,
            covers=tuple(one for one in covers if one != reference),
            on=on.isoformat(),
            made_at=f"{on.isoformat()}T12:00:00Z",
        )

    parts: Any = st.tuples(tokens, st.lists(tokens, max_size=3, unique=True), st.dates(*days))
    return st.lists(parts, max_size=8).map(
        lambda every: [made(index, one) for index, one in enumerate(every)]
    )


@st.composite
def goal_phrases(draw: st.DrawFn, words: GoalWords, practices: dict[str, str]) -> str:
    """What somebody types who means a goal: its parts in any order and many ways, with a word too many at times."""
    unit = draw(st.sampled_from(words.units))
    lists = words.words
    number = draw(st.integers(0, 40).map(str) | st.sampled_from((*lists["ones"], *lists["one"])))
    between = draw(st.sampled_from(("", *lists["between"])))
    counted = f"{draw(st.sampled_from(('', unit.after)))} {number} {between} {draw(st.sampled_from(unit.names))}"
    opened = f"{draw(st.sampled_from(lists['in']))} {draw(st.sampled_from(('', *lists['next'])))}"
    by = draw(st.sampled_from(lists["by"]))
    times = (
        f"{opened} {draw(st.integers(1, 60))} {draw(st.sampled_from((*lists['day'], *lists['week'])))}",
        f"{by} {draw(st.sampled_from(words.weekdays))[0]}",
        f"{by} {draw(st.sampled_from(words.months))[0]} {draw(st.integers(1, 28))}",
    )
    parts = [
        f"{draw(st.sampled_from(('', *_VERBS)))} {practices[draw(st.sampled_from(sorted(practices)))]}",
        counted,
        draw(st.sampled_from(times)),
    ]
    if draw(st.booleans()):
        people = draw(st.sampled_from(words.among))
        parts.append(
            f"{draw(st.sampled_from(lists['with']))} {draw(st.sampled_from(people.names))}"
        )
    if draw(st.booleans()):
        aim = draw(
            st.lists(
                st.sampled_from((*PLAIN, *lists["fillers"], *lists["leads"])),
                min_size=1,
                max_size=4,
            )
        )
        parts.append(f"{draw(st.sampled_from((*lists['to'], *lists['so'])))} {' '.join(aim)}")
    if draw(st.integers(0, 3)) == 0:
        parts.append(draw(st.sampled_from((*_NOISE, *lists["fillers"], *lists["verbs"]))))
    glue = draw(st.sampled_from((" ", ", ", "\u2014", " \u00a0")))
    return glue.join(draw(st.permutations(parts)))
