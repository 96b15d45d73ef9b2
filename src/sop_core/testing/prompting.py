"""What a panel is made of: prompt sets with their conditions, facts, feedback, and situations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from sop_core.prompts import Feedback, Situation
from sop_core.testing.values import flags, ids, labels, often, tokens, unique_ids
from sop_core.types import FeedbackOutcome

Document = dict[str, Any]

SCREENS = ("case.view", "contact.note", "supervision", "unit.meeting", "team.meeting")
ROLES = ("social_worker", "supervisor", "leader", "parent_guardian")
#: Facts that conditions and situations draw from, so that they meet.
FACTS = ("a", "b", "noticed.telling", "__class__")
_DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 3, 1))


def _plain(names: st.SearchStrategy[str]) -> st.SearchStrategy[Document]:
    return st.one_of(
        st.fixed_dictionaries({"fact": names, "is": st.sampled_from(("present", "absent"))}),
        st.fixed_dictionaries(
            {"fact": names, "equals": st.booleans() | st.integers(-2, 2) | st.just("x")}
        ),
        st.fixed_dictionaries({"fact": names, "at_least": st.integers(-2, 2)}),
        st.fixed_dictionaries({"fact": names, "since": st.integers(0, 60)}),
    )


def _conditions(names: st.SearchStrategy[str]) -> st.SearchStrategy[Document]:
    one = _plain(names)
    return one | st.fixed_dictionaries({"any": st.lists(one, min_size=1, max_size=3)})


def conditions() -> st.SearchStrategy[list[Document]]:
    """What a prompt may ask of the facts of a situation: `when`, as a definition holds it."""
    return st.lists(_conditions(st.sampled_from(FACTS)), min_size=1, max_size=3)


def facts() -> st.SearchStrategy[dict[str, Any]]:
    """Facts as a host may state them: numbers, texts, days, nothing, and what no condition can read."""
    value: st.SearchStrategy[Any] = st.one_of(
        st.none(), st.booleans(), st.integers(-3, 3), st.decimals(), st.floats(), st.just("x"),
        _DAYS, _DAYS.map(str), labels(), st.lists(st.integers(), max_size=2),
    )  # fmt: skip
    return st.dictionaries(st.sampled_from(FACTS) | ids(), value, max_size=5)


#: What decides whether and where a prompt is shown, beyond its screen and role.
_CHOOSING = st.fixed_dictionaries(
    {},
    optional={
        "when": conditions(),
        "cool_down": st.integers(1, 30),
        "expires": _DAYS.map(str),
        "dedupe": st.sampled_from(("d1", "d2")),
        "learning": st.lists(st.sampled_from(("module_1", "asking")), min_size=1, unique=True),
        "tool": st.sampled_from(("three_houses", "danger")),
    },
)


def feedbacks(prompts: st.SearchStrategy[str]) -> st.SearchStrategy[Feedback]:
    """What became of one of some prompts, on one of some days, for one case or viewer or for all."""
    return st.builds(
        Feedback,
        id=ids(),
        prompt=prompts,
        screen=st.sampled_from(SCREENS),
        outcome=st.sampled_from(FeedbackOutcome),
        on=_DAYS.map(str),
        case=st.sampled_from((None, "c1", "c2")),
        viewer=st.sampled_from((None, "v1", "v2")),
    )


def situations() -> st.SearchStrategy[Situation]:
    """What a host may know at a moment: bundled screens and roles, and ones of its own."""
    return st.builds(
        Situation,
        screen=st.sampled_from(SCREENS) | ids(),
        role=st.sampled_from(ROLES) | ids(),
        locale=st.sampled_from(("en", "es", "es-MX", "fr")),
        on=st.none() | st.dates(),
        case=tokens(),
        viewer=tokens(),
        facts=facts(),
        learning=st.lists(st.sampled_from(("module_1", "asking", "x")), max_size=2),
    )


@st.composite
def prompt_sets(draw: st.DrawFn) -> Document:
    """A valid set of prompts, as a definition file holds it."""
    locales = draw(st.sampled_from((("en",), ("en", "es"), ("es",))))
    text = st.fixed_dictionaries({locale: labels() for locale in locales})
    reasons = draw(st.dictionaries(ids(), text, min_size=1, max_size=3))
    prompts = [
        {
            "id": name,
            "kind": draw(st.sampled_from(("ask", "notice", "reflect", "act"))),
            "screens": draw(
                st.lists(st.sampled_from(SCREENS), min_size=1, max_size=3, unique=True)
            ),
            **(
                {"roles": draw(st.lists(st.sampled_from(ROLES), min_size=1, unique=True))}
                if draw(flags())
                else {}
            ),
            "text": draw(text),
            "source": draw(labels()),
            "priority": draw(st.integers(-5, 5)),
            "dismiss": draw(st.lists(st.sampled_from(sorted(reasons)), min_size=1, unique=True)),
            **draw(_CHOOSING),
        }
        for name in draw(unique_ids(1, 5))
    ]
    return {
        "$schema": "urn:sop:schema:prompts:1",
        "id": draw(ids()),
        "version": draw(st.sampled_from(("1", "1.0.0", "2.10"))),
        "status": draw(st.sampled_from(("draft", "active", "retired"))),
        "title": draw(text),
        "source": draw(labels()),
        "rights": draw(labels()),
        "dismiss_reasons": reasons,
        "prompts": prompts,
    }


def _true_of(name: str, value: Any, on: dt.date) -> st.SearchStrategy[Document]:
    """A condition on one fact that holds where the fact has this value, on this day."""
    if value is None:
        return st.just({"fact": name, "is": "absent"})
    every: list[st.SearchStrategy[Document]] = [st.just({"fact": name, "is": "present"})]
    if isinstance(value, bool | int | str):
        every.append(st.just({"fact": name, "equals": value}))
    if isinstance(value, int) and not isinstance(value, bool):
        every.append(st.integers(value - 3, value).map(lambda n: {"fact": name, "at_least": n}))
    day = _day_in(value)
    if day is not None and day <= on:
        every.append(
            st.integers(0, (on - day).days).map(lambda days: {"fact": name, "since": days})
        )
    return st.one_of(every)


def _day_in(value: Any) -> dt.date | None:
    if not isinstance(value, str):
        return value if isinstance(value, dt.date) else None
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return None
    return day if str(day) == value else None


@st.composite
def _holding(draw: st.DrawFn, known: dict[str, Any], on: dt.date) -> Document:
    """A condition that holds for these facts: of one fact, or a list of which one holds at least."""
    name = draw(st.sampled_from(sorted({*FACTS, *known})))
    true = draw(_true_of(name, known.get(name), on))
    if draw(often()):
        return true
    others = draw(st.lists(_plain(st.sampled_from(FACTS)), max_size=2))
    return {"any": draw(st.permutations([true, *others]))}


@st.composite
def shown_prompts(draw: st.DrawFn) -> tuple[list[Document], Situation]:
    """Sets of prompts and a situation in which at least one of them is really shown.

    Most of the prompts belong to the situation and their conditions hold there; the others are as
    `prompt_sets` draws them. No feedback keeps the first prompt of the first set away, so that there is
    something to show; of the others some are put aside or cooling down. Every set is in force.
    """
    documents = draw(
        st.lists(prompt_sets(), min_size=1, max_size=3, unique_by=lambda one: one["id"])
    )
    here = Situation(
        screen=draw(st.sampled_from(SCREENS)),
        role=draw(st.sampled_from(ROLES)),
        locale=draw(st.sampled_from(("en", "es", "es-MX", "fr"))),
        on=draw(_DAYS),
        case=draw(st.sampled_from((None, "c1", "c2"))),
        viewer=draw(st.sampled_from((None, "v1", "v2"))),
        facts=draw(facts()),
        learning=draw(st.lists(st.sampled_from(("module_1", "asking", "x")), max_size=2)),
    )
    for at, one in enumerate(documents):
        one["status"] = "active"
        one["prompts"] = [
            draw(_fitting(prompt, here)) if (at, place) == (0, 0) or draw(often()) else prompt
            for place, prompt in enumerate(one["prompts"])
        ]
    named = [f"{one['id']}/{prompt['id']}" for one in documents for prompt in one["prompts"]]
    # Often of the same few, so that records of one prompt meet.
    some = st.sampled_from(named[:2]) | st.sampled_from(named)
    said = draw(st.lists(feedbacks(some), max_size=8))
    first = documents[0]["prompts"][0].get("cool_down", 0)
    kept = [one for one in said if one.prompt != named[0] or not _keeps_away(one, first, here)]
    return documents, evolve(here, feedback=tuple(kept))


@st.composite
def _fitting(draw: st.DrawFn, prompt: Document, here: Situation) -> Document:
    """The same prompt, so that it belongs to a situation and its conditions hold there."""
    on = here.on or dt.date.min
    made = {
        name: value for name, value in prompt.items() if name not in ("roles", "when", "expires")
    }
    made["screens"] = sorted({*prompt["screens"], here.screen})
    if draw(flags()):
        made["roles"] = [here.role]
    if draw(often()):
        made["when"] = draw(st.lists(_holding(dict(here.facts), on), min_size=1, max_size=3))
    if draw(flags()):
        made["expires"] = str(on + dt.timedelta(draw(st.integers(0, 9))))
    return made


def _keeps_away(record: Feedback, cool_down: int, here: Situation) -> bool:
    on = here.on or dt.date.min
    bears = record.case in (None, here.case) and record.viewer in (None, here.viewer)
    waits = (on - dt.date.fromisoformat(record.on)).days < cool_down
    return bears and (record.outcome is FeedbackOutcome.DISMISSED or waits)
