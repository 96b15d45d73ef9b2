"""What a panel is made of: prompt sets with their conditions, facts, feedback, and situations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from sop_core.prompts import Feedback, Situation
from sop_core.testing.values import flags, ids, labels, tokens, unique_ids
from sop_core.types import FeedbackOutcome

Document = dict[str, Any]

SCREENS = ("case.view", "contact.note", "supervision", "unit.meeting", "team.meeting")
ROLES = ("social_worker", "supervisor", "leader", "parent_guardian")
#: Facts that conditions and situations draw from, so that they meet.
FACTS = ("a", "b", "noticed.x", "__class__")
_DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 3, 1))


def _conditions(names: st.SearchStrategy[str]) -> st.SearchStrategy[Document]:
    one = st.one_of(
        st.fixed_dictionaries({"fact": names, "is": st.sampled_from(("present", "absent"))}),
        st.fixed_dictionaries(
            {"fact": names, "equals": st.booleans() | st.integers(-2, 2) | st.just("x")}
        ),
        st.fixed_dictionaries({"fact": names, "at_least": st.integers(-2, 2)}),
        st.fixed_dictionaries({"fact": names, "since": st.integers(0, 60)}),
    )
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
