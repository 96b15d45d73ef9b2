"""The words of the bundled profiles: skill that can be seen, level by level, and never how often.

Each lint is a function from a document to complaints, and each is shown to fail.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from sop_core.catalog import definition_advice
from tests.unit._content import COUNTY, Doc, read
from tests.unit.test_content import PRONOUNS, grade, spoken

PROFILES = {name.split("-")[0]: doc for name, doc in read("profiles").items()}
LEVELS = [f"level_{n}" for n in range(1, 7)]
each_profile = pytest.mark.parametrize("doc", PROFILES.values(), ids=PROFILES.keys())

# What must be noticed by nobody but its writer, or is a claim about a person and no behavior.
UNSEEN = re.compile(
    r"\b(understands?|knows|believes|feels|appreciates|is aware|is able|is comfortable|is competent|"
    r"excellent|good at|expert|master(y|s)?|outstanding|effective(ly)?|appropriate(ly)?|properly)\b",
    re.IGNORECASE,
)
# Words of the agency, of other schools, or of appraisals.
JARGON = re.compile(
    r"\b(utiliz\w*|facilitat\w*|stakeholders?|modalit\w*|intervention\w*|client\w*|perpetrat\w*|non-?compliant|"
    r"complian\w*|caseload|metric\w*|performance|proficien\w*|bottom lines?|buy-in|leverage\w*|SDM|CPS|"
    r"must|should)\b",
    re.IGNORECASE,
)


def descriptors(doc: Doc) -> list[tuple[str, str, str]]:
    return [
        (aspect["id"], level, text["en"])
        for aspect in doc["aspects"]
        for level, text in aspect["descriptors"].items()
    ]


def two_ideas(doc: Doc) -> list[str]:
    """A level holds one thing that can be seen: nothing is joined to it by "and", "also" or a second sentence."""
    joined = re.compile(r"\b(and|also|as well as|plus)\b|;|\. ", re.IGNORECASE)
    return [text for _, _, text in descriptors(doc) if joined.search(text)]


def of_how_often(doc: Doc) -> list[str]:
    """S1-01: skill, and never how often, how many or how long it takes."""
    counted = re.compile(
        r"\d|\b(times?|again and again|repeated\w*|every|all cases|most|many|few|several|twice|once)\b",
        re.IGNORECASE,
    )
    allowed = re.compile(r"\ba time when\b|\bin time\b|\bover time\b|\bin keep\b", re.IGNORECASE)
    return [
        text
        for _, _, text in descriptors(doc)
        if spoken(text, "en") or counted.search(allowed.sub("", text))
    ]


def unseen(doc: Doc) -> list[str]:
    return [text for _, _, text in descriptors(doc) if UNSEEN.search(text)]


def not_for_everybody(doc: Doc) -> list[str]:
    return [
        text
        for _, _, text in descriptors(doc)
        if JARGON.search(text) or PRONOUNS["en"].search(text) or COUNTY.search(text)
    ]


def badly_formed(doc: Doc) -> list[str]:
    """One sentence that begins with what the worker does, and is of sane length."""
    return [
        text
        for _, _, text in descriptors(doc)
        if not re.fullmatch(r"[A-Z][a-z]+(s|es) [^.!?]+\.", text)
        or not 30 <= len(text) <= 165
        or text != text.strip()
    ]


def alike(every: list[str]) -> list[tuple[str, str]]:
    """Pairs that say nearly the same: a level adds something, and is no copy of another."""
    return [
        (one, other)
        for one, other in combinations(every, 2)
        if SequenceMatcher(None, one.casefold(), other.casefold()).ratio() > 0.8
    ]


def same_opening(doc: Doc) -> list[str]:
    """Within an aspect no two levels open with the same three words: each is a thing of its own."""
    faults = []
    for aspect in doc["aspects"]:
        opened = Counter(tuple(t["en"].split()[:3]) for t in aspect["descriptors"].values())
        faults += [" ".join(words) for words, n in opened.items() if n > 1]
    return faults


def test_the_five_practices_have_profiles() -> None:
    """C-12, S0-11: one a practice, at least three aspects and six levels each (C-11), all described."""
    assert sorted(PROFILES) == [
        "harm_danger_statements", "safety_circles", "safety_mapping", "three_houses", "three_questions",
    ]  # fmt: skip
    for doc in PROFILES.values():
        assert len(doc["aspects"]) >= 3
        assert [level["id"] for level in doc["levels"]] == LEVELS
        assert [level["title"]["en"] for level in doc["levels"]] == [
            f"Level {n}" for n in range(1, 7)
        ]
        assert all(list(aspect["descriptors"]) == LEVELS for aspect in doc["aspects"])
    assert sum(len(descriptors(doc)) for doc in PROFILES.values()) >= 90


@each_profile
def test_a_level_is_one_thing_that_another_person_could_see(doc: Doc) -> None:
    """S1-01, S1-02: one behavior at the top of the level, in skill and never in frequency."""
    assert two_ideas(doc) == []
    assert of_how_often(doc) == []
    assert unseen(doc) == []
    assert badly_formed(doc) == []
    assert definition_advice(doc, "profile") == ()


@each_profile
def test_the_words_are_for_everybody(doc: Doc) -> None:
    """No he or she, no county, no jargon; a sentence that reads at school leaver's level at most."""
    assert not_for_everybody(doc) == []
    grades = [grade(text) for _, _, text in descriptors(doc)]
    assert sum(grades) / len(grades) <= 10
    assert max(grades) <= 17


@each_profile
def test_a_profile_says_what_it_is(doc: Doc) -> None:
    """C-01, C-11: ours, a sample, not the state's; for coaching and for no appraisal (S1-05)."""
    assert doc["source"].startswith("sop_core default: ")
    assert re.search(r"\b[SB]-?\d", doc["source"])
    assert doc["rights"].startswith("sop_core sample profiles v1, not the state's")
    assert doc["title"]["en"].endswith("(sample)")
    assert doc["translations"] == {"en": "original"}
    intro = doc["intro"]["en"]
    assert "highest point of that level" in intro
    assert "for coaching" in intro
    assert "no part of an appraisal" in intro
    assert "sample" in intro
    assert all(name == name.lower().strip() for name in doc["names"]["en"])


def test_no_level_is_a_copy_of_another() -> None:
    """S1-04: cumulative, so that each adds something that can be seen."""
    assert alike([text for doc in PROFILES.values() for _, _, text in descriptors(doc)]) == []
    assert [same_opening(doc) for doc in PROFILES.values()] == [[]] * len(PROFILES)
    titles = [(name, a["title"]["en"]) for name, doc in PROFILES.items() for a in doc["aspects"]]
    assert len({title for _, title in titles}) == len(titles)


def test_no_name_is_shared_by_two_practices() -> None:
    """What people call a practice leads to one profile."""
    named = Counter(name for doc in PROFILES.values() for name in doc["names"]["en"])
    assert {name for name, n in named.items() if n > 1} == set()


def test_the_linear_order_is_that_of_the_source() -> None:
    """S1-10: Three Questions, then the map with the family, then the statements; the others stand alone."""
    assert {name: doc.get("prerequisites", []) for name, doc in PROFILES.items()} == {
        "three_questions": [],
        "safety_mapping": ["three_questions"],
        "harm_danger_statements": ["safety_mapping"],
        "three_houses": [],
        "safety_circles": [],
    }


@pytest.mark.parametrize(
    ("lint", "text"),
    [
        (two_ideas, "Asks the child what happened and writes it."),
        (two_ideas, "Asks the child; writes."),
        (two_ideas, "Asks the child. Writes it."),
        (of_how_often, "Asks the child what happened on most visits."),
        (of_how_often, "Regularly asks the child what happened."),
        (of_how_often, "Asks 3 children what happened at home."),
        (of_how_often, "Asks the child what happened every time."),
        (unseen, "Understands what the child went through."),
        (unseen, "Asks the child effectively what happened."),
        (not_for_everybody, "Asks her what happened on that evening."),
        (not_for_everybody, "Utilizes questions to engage with the child."),
        (not_for_everybody, "Asks the client what happened that evening."),
        (badly_formed, "The worker asks the child what happened."),
        (badly_formed, "Asks the child what happened on that evening"),
        (badly_formed, "Asks."),
    ],
)
def test_each_lint_can_fail(lint, text) -> None:
    """Each finds the fault that it is for, and nothing in a sound level."""
    doc = deepcopy(PROFILES["three_houses"])
    assert lint(doc) == []
    doc["aspects"][0]["descriptors"]["level_1"]["en"] = text
    assert lint(doc) == [text]


def test_the_lints_of_copies_can_fail() -> None:
    one = "Asks the child what happened that evening, in a quiet room."
    assert alike([one, one.replace("evening", "morning"), "Writes the child's exact words."]) != []
    doc = deepcopy(PROFILES["three_houses"])
    doc["aspects"][0]["descriptors"]["level_2"]["en"] = "Explains to a colleague why."
    assert same_opening(doc) == ["Explains to a"]
