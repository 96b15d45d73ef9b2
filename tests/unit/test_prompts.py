"""Which prompts a situation brings, in what order, and what was put aside."""

from __future__ import annotations

import attrs
import pytest

from sop_core.prompts import (
    Feedback,
    Prompt,
    PromptSet,
    ShownPrompt,
    Situation,
    check_prompts,
    choose,
    in_order,
    set_aside,
)
from sop_core.text import Text
from sop_core.types import (
    DefinitionStatus,
    FeedbackOutcome,
    PromptKind,
    Translation,
    translation_in,
)

HERE = Situation(screen="case.view", role="social_worker", locale="es", case="c1", viewer="v1")


def prompt(name, **more):
    given = {"kind": PromptKind.ASK, "screens": ("case.view",), "dismiss": ("later",), **more}
    return Prompt(name, text=Text({"en": f"{name}?", "es": f"¿{name}?"}), source="S2-12", **given)


def prompt_set(*prompts, **more):
    given = {"id": "set", "version": "1", "status": DefinitionStatus.ACTIVE, **more}
    return PromptSet(
        title=Text({"en": "Set", "es": "Serie"}),
        source="test",
        rights="none",
        dismiss_reasons={"later": Text({"en": "Later", "es": "Después"})},
        prompts=prompts,
        **given,
    )


def feedback(**more):
    given = {"id": "f", "prompt": "set/a", "screen": "case.view", "on": "2026-11-21"}
    return Feedback(**{**given, "outcome": FeedbackOutcome.DISMISSED, **more})


def ids(shown):
    return [one.id for one in shown]


def test_a_prompt_shows_on_its_screens_to_its_roles():
    """S2-17: no roles means every role."""
    made = prompt_set(
        prompt("a"),
        prompt("b", screens=("supervision",)),
        prompt("c", roles=("supervisor",)),
        prompt("d", roles=("social_worker",)),
    )
    assert ids(choose([made], HERE)) == ["set/a", "set/d"]


def test_a_prompt_speaks_the_readers_language():
    """Text and reasons come in the wanted locale, and say how far it can be trusted (C-32)."""
    (shown,) = choose([prompt_set(prompt("a"))], HERE)
    assert (shown.text, shown.locale, shown.dismiss[0].label) == ("¿a?", "es", "Después")
    assert shown.translation is Translation.DRAFT
    english = attrs.evolve(HERE, locale="de")
    assert choose([prompt_set(prompt("a"))], english)[0].locale == "en"


def test_a_stated_translation_stands():
    """Unstated, English is the original and the rest a draft."""
    stated = prompt_set(prompt("a"), translations={"es": Translation.REVIEWED})
    assert translation_in(stated.translations, "es") is Translation.REVIEWED
    assert translation_in({}, "en") is Translation.ORIGINAL


def test_only_active_sets_speak():
    """A draft or retired set shows nothing."""
    for status in (DefinitionStatus.DRAFT, DefinitionStatus.RETIRED):
        assert choose([prompt_set(prompt("a"), status=status)], HERE) == ()


def test_higher_priority_comes_first_and_equals_keep_their_order():
    """S2-12: the Three Questions stand in their order; the order of definitions changes nothing."""
    first = prompt_set(prompt("z"), prompt("a"), prompt("top", priority=5))
    second = prompt_set(prompt("m"), id="other")
    wanted = ["set/top", "other/m", "set/z"]
    assert ids(choose([first, second], HERE)) == wanted
    assert ids(choose([second, first], HERE)) == wanted


def test_a_plugins_prompts_stand_among_the_others():
    """Equal in priority, they come by the plugin's name, each plugin's in its own order."""
    shown = [
        ShownPrompt(name, PromptKind.ASK, "?", "en", "x")
        for name in ("plugin:b/2", "plugin:b/1", "a/9")
    ]
    assert ids(in_order(shown, HERE)) == ["a/9", "plugin:b/2", "plugin:b/1"]


@pytest.mark.parametrize(
    ("change", "aside"),
    [
        ({}, True),
        ({"case": "c1", "viewer": "v1"}, True),
        ({"case": "c2"}, False),
        ({"viewer": "v2"}, False),
        ({"prompt": "set/b"}, False),
        ({"outcome": FeedbackOutcome.HELPFUL}, False),
    ],
)
def test_a_dismissal_counts_for_its_own_case_and_viewer(change, aside):
    """S2-03: dismissed here, by this person; without case or viewer for all that the host passes."""
    here = attrs.evolve(HERE, feedback=(feedback(**change),))
    assert set_aside("set/a", here) is aside
    assert (ids(choose([prompt_set(prompt("a"))], here)) == []) is aside


def test_a_situation_is_frozen_all_the_way_down():
    """Nobody who is lent a situation can change what the host said."""
    here = Situation(screen="s", role="r", facts={"ages": [1, {"a": {2}}]}, learning=["m1"])
    assert here.learning == ("m1",)
    assert here.facts["ages"][1]["a"] == (2,)
    with pytest.raises(TypeError):
        here.facts["ages"] = 1
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        here.role = "x"


def test_a_set_must_define_its_reasons_and_name_its_prompts_once():
    """Otherwise a person would have nothing to read, or feedback would mean two prompts."""
    document = {
        "title": {"en": "T"},
        "dismiss_reasons": {"later": {"en": "Later"}},
        "prompts": [
            {"id": "a", "text": {"en": "?"}, "dismiss": ["later"]},
            {"id": "a", "text": {"en": "?"}, "dismiss": ["never"]},
        ],
    }
    assert [(one.code, one.path) for one in check_prompts(document)] == [
        ("not_unique", "$.prompts[1].id"),
        ("unknown_reason", "$.prompts[1].dismiss[0]"),
    ]
