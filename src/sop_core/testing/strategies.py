"""Hypothesis strategies for documents: valid ones, made from the definitions, and near misses.

Every strategy gives plain dicts, as a host would write them. They are written from the contract, not
from the code that checks it, so that the two can disagree.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hypothesis import strategies as st

from sop_core.documents import instrument_of
from sop_core.instruments import Instrument
from sop_core.prompts import Situation
from sop_core.testing.answering import answers_for
from sop_core.testing.mutating import mutated
from sop_core.testing.questionnaires import instruments
from sop_core.testing.values import days, flags, ids, labels, times, tokens, unique_ids
from sop_core.testing.versioned import instrument_versions

__all__ = [
    "administrations",
    "answers_for",
    "instrument_values",
    "instrument_versions",
    "instruments",
    "mutated",
    "prompt_sets",
    "situations",
]

Document = dict[str, Any]

SCREENS = ("case.view", "contact.note", "supervision", "unit.meeting", "team.meeting")
ROLES = ("social_worker", "supervisor", "leader", "parent_guardian")


def instrument_values(**options: Any) -> st.SearchStrategy[Instrument]:
    """Instruments as frozen values; the options are those of `instruments`."""
    return instruments(**options).map(instrument_of)


@st.composite
def administrations(
    draw: st.DrawFn,
    instrument: Document,
    /,
    *,
    statuses: Collection[str] = ("complete", "draft"),
) -> Document:
    """A record that the instrument accepts, with answers of every kind, in one of the statuses.

    `instrument` is the definition's document. A record of an anonymous instrument names nobody and
    has no time of day.
    """
    status = draw(st.sampled_from(sorted(statuses)))
    document: Document = {
        "$schema": "urn:sop:schema:administration:1",
        "id": draw(ids()),
        "instrument": {"id": instrument["id"], "version": instrument["version"]},
        "status": status,
        "respondent": None,
        "subject": None,
        "scope": draw(st.lists(ids(), max_size=3)),
        "cycle": draw(ids()),
        "locale": draw(st.sampled_from(("en", "es", "zh-Hant"))),
        "submitted_at": draw(days()),
        "answers": draw(answers_for(instrument, status=status)),
    }
    if not instrument.get("anonymous", False):
        document["respondent"], document["subject"] = draw(tokens()), draw(tokens())
        document["submitted_at"] = draw(times())
        if draw(flags()):
            document["extensions"] = {draw(ids()): draw(_extension())}
    if draw(flags()):
        document["groups"] = draw(st.dictionaries(ids(), ids(), max_size=2))
    return document


def _extension() -> st.SearchStrategy[Any]:
    plain = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | labels()
    return st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ids(), inner, max_size=2)
    )


def situations() -> st.SearchStrategy[Situation]:
    """What a host may know at a moment: bundled screens and roles, and ones of its own."""
    facts: st.SearchStrategy[Any] = st.booleans() | st.integers(0, 100) | labels()
    return st.builds(
        Situation,
        screen=st.sampled_from(SCREENS) | ids(),
        role=st.sampled_from(ROLES) | ids(),
        locale=st.sampled_from(("en", "es", "es-MX", "fr")),
        on=st.none() | st.dates(),
        case=tokens(),
        viewer=tokens(),
        facts=st.dictionaries(ids(), facts, max_size=3),
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
            "kind": draw(st.sampled_from(("ask", "notice", "reflect"))),
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
