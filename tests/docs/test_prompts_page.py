"""docs/prompts.md tells of the bundled prompts what they are: which facts they ask for, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sop_core import Sop
from sop_core.coaching import StepName
from sop_core.practice import CODES
from sop_core.prompts import MOST_SHOWN, FactCondition

PAGE = (Path(__file__).resolve().parents[2] / "docs/prompts.md").read_text("utf-8")
CATALOG = Sop.load(plugins=False).catalog
SETS = CATALOG.active_prompt_sets
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def table(first: str) -> list[list[str]]:
    """The cells of the rows of the page's table whose first column is so called."""
    block = PAGE.split(f"| {first} |", 1)[1].split("\n\n", 1)[0]
    rows = [line.strip("|").split("|") for line in block.splitlines()[2:]]
    return [[cell.strip() for cell in row] for row in rows]


def asked(conditions: tuple[FactCondition, ...]) -> Iterator[tuple[str, str]]:
    """Each fact that conditions look at, with the kind of thing that it is asked to be, if any."""
    for one in conditions:
        if one.any_of:
            yield from asked(one.any_of)
        elif isinstance(one.equals, bool):
            yield str(one.fact), "yes or no"
        elif isinstance(one.equals, str):
            yield str(one.fact), "text"
        elif one.since is not None:
            yield str(one.fact), "day"
        elif one.presence is None:
            yield str(one.fact), "number"
        else:
            yield str(one.fact), ""


def test_the_page_lists_the_facts_that_the_prompts_ask_for():
    """S2-03, D14: name, kind and readers of each fact, and none that no prompt looks at."""
    kinds: dict[str, set[str]] = {}
    readers: dict[str, set[str]] = {}
    for one in SETS:
        for prompt in one.prompts:
            for name, kind in asked(prompt.when):
                kinds.setdefault(name, set()).update({kind} - {""})
                readers.setdefault(name, set()).add(f"`{one.id}/{prompt.id}`")
    rows = table("fact")
    assert [row[0] for row in rows] == [f"`{name}`" for name in sorted(kinds)]
    for name, kind, meaning, by in rows:
        assert {kind} == kinds[name.strip("`")], name
        assert by.split(", ") == sorted(readers[name.strip("`")])
        assert len(meaning.split()) >= 4


def test_a_fact_has_a_value_that_something_gives():
    """S2-37, S1-25: what was noticed by its code, and a session's step by its name."""
    for one in SETS:
        for prompt in one.prompts:
            for condition in prompt.when:
                prefix, _, code = str(condition.fact).partition(".")
                assert prefix != "noticed" or code in CODES
                assert condition.fact != "session.step" or condition.equals in list(StepName)


def test_the_page_counts_right():
    """The sets with their versions and numbers, the sum, the screens, and how many are shown at most."""
    rows = table("set")
    assert {(row[0], row[1], row[2]) for row in rows} == {
        (f"`{one.id}`", one.version, str(len(one.prompts))) for one in SETS
    }
    assert len(rows) == len(SETS)
    total = sum(len(one.prompts) for one in SETS)
    assert f"{WORDS[len(SETS)].capitalize()} sets, {total} prompts" in PAGE
    screens = sum(len(one.screens) for one in CATALOG.active_screens)
    assert f"the {screens} screens that are defined" in PAGE
    assert f"**at most {WORDS[MOST_SHOWN]}**" in PAGE
    (three,) = (one for one in SETS if one.id == "three_questions")
    places = list(dict.fromkeys(screen for prompt in three.prompts for screen in prompt.screens))
    assert f"on {WORDS[len(places)]} screens" in PAGE
    said = PAGE.split("**The Three Questions stand together**", 1)[1].split(":", 1)[0]
    assert set(re.findall(r"`([a-z.]+)`", said)) == set(places)
