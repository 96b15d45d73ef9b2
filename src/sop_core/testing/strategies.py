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
from sop_core.testing.answering import answers_for
from sop_core.testing.mutating import mutated
from sop_core.testing.prompting import (
    conditions,
    facts,
    feedbacks,
    prompt_sets,
    shown_prompts,
    situations,
)
from sop_core.testing.questionnaires import instruments
from sop_core.testing.values import days, flags, ids, labels, times, tokens
from sop_core.testing.versioned import instrument_versions

__all__ = [
    "administrations",
    "answers_for",
    "conditions",
    "facts",
    "feedbacks",
    "instrument_values",
    "instrument_versions",
    "instruments",
    "mutated",
    "prompt_sets",
    "shown_prompts",
    "situations",
]

Document = dict[str, Any]


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
