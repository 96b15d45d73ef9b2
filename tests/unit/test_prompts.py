"""Which prompts a situation brings, in what order, and what was put aside."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from sop_core import Sop, hookimpl
from sop_core.errors import CallRefused
from sop_core.hooks import Plugins
from sop_core.practice import CODES
from sop_core.prompts import (
    Bearing,
    Feedback,
    Prompt,
    PromptSet,
    Screen,
    ScreenSet,
    ShownPrompt,
    Situation,
    bearing,
    by_plugin,
    check_prompts,
    check_screens,
    choose,
    condition_of,
    few,
    heard,
    in_order,
    plugin_reason,
    reason_of,
    set_aside,
)
from sop_core.prompts.conditions import facts_of
from sop_core.prompts.fact_words import LONGEST, fact_words
from sop_core.text import Text
from sop_core.types import (
    DefinitionStatus,
    FeedbackOutcome,
    PromptKind,
    Translation,
    translation_in,
)
from tests.unit._hooks import plugin

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


DAY = dt.date(2026, 11, 26)
TODAY = attrs.evolve(HERE, on=DAY)


def back(days):
    return (DAY - dt.timedelta(days)).isoformat()


def test_at_most_three_are_shown():
    """S2-03: never more than the moment can bear, whoever asks."""
    made = prompt_set(*(prompt(name) for name in "abcdef"))
    assert ids(choose([made], TODAY)) == ["set/a", "set/b", "set/c"]


def test_of_prompts_with_one_key_the_first_is_shown():
    """The panel does not say one thing twice."""
    made = prompt_set(prompt("a", dedupe="k"), prompt("b", dedupe="k", priority=1), prompt("c"))
    assert ids(choose([made], TODAY)) == ["set/b", "set/c"]


def test_a_prompt_stays_away_while_it_cools_down():
    """S2-18: any feedback counts, from its day on; another case or viewer has its own."""
    made = prompt_set(prompt("a", cool_down=7))
    for outcome in (FeedbackOutcome.ACCEPTED, FeedbackOutcome.IGNORED, FeedbackOutcome.HELPFUL):
        for days, shown in ((0, []), (6, []), (7, ["set/a"]), (-3, [])):
            here = attrs.evolve(TODAY, feedback=(feedback(outcome=outcome, on=back(days)),))
            assert ids(choose([made], here)) == shown, (outcome, days)
        elsewhere = feedback(outcome=outcome, on=back(0), case="c2")
        assert ids(choose([made], attrs.evolve(TODAY, feedback=(elsewhere,)))) == ["set/a"]
    said = attrs.evolve(HERE, feedback=(feedback(outcome=FeedbackOutcome.HELPFUL, on=back(99)),))
    assert choose([made], said) == ()
    odd = attrs.evolve(TODAY, feedback=(feedback(outcome=FeedbackOutcome.HELPFUL, on="soon"),))
    assert ids(choose([made], odd)) == ["set/a"]


def test_a_prompt_has_a_last_day():
    """Expiry is a day, and that day counts."""
    for last, shown in ((back(0), ["set/a"]), (back(1), []), (back(-1), ["set/a"])):
        assert ids(choose([prompt_set(prompt("a", expires=last))], TODAY)) == shown
    assert ids(choose([prompt_set(prompt("a", expires="2001-01-01"))], HERE)) == ["set/a"]


def test_every_condition_must_hold():
    """What the host knows decides, and nothing else."""
    when = tuple(condition_of(one) for one in ({"fact": "x", "at_least": 1}, {"fact": "y", "is": "absent"}))  # fmt: skip
    made = prompt_set(prompt("a", when=when))
    for facts, shown in (({"x": 1}, ["set/a"]), ({"x": 0}, []), ({"x": 1, "y": 1}, []), ({}, [])):
        assert ids(choose([made], attrs.evolve(TODAY, facts=facts))) == shown


def test_what_is_being_learned_comes_first():
    """S2-18, S1-03: only where the host says so, which it does where the worker agreed."""
    made = prompt_set(prompt("a", priority=50), prompt("b", learning=("module_1", "asking")))
    assert ids(choose([made], TODAY)) == ["set/a", "set/b"]
    for learning in (["asking"], [["module_1"], []], [("x", 5), {"asking"}]):
        shown = choose([made], attrs.evolve(TODAY, learning=learning))
        assert ids(shown) == ["set/b", "set/a"]
        assert shown[0].why.endswith("Va con lo que usted está aprendiendo ahora.")
        assert "aprendiendo" not in shown[1].why
    assert ids(choose([made], attrs.evolve(TODAY, learning=["x", 5]))) == ["set/a", "set/b"]


def test_the_freshest_of_equals_comes_first():
    """What was answered longest ago, or never, comes before what was answered lately."""
    made = prompt_set(*(prompt(name) for name in "abc"))
    kept = [feedback(prompt=f"set/{name}", outcome=FeedbackOutcome.HELPFUL, on=back(days)) for name, days in (("a", 3), ("b", 9), ("a", 20))]  # fmt: skip
    here = attrs.evolve(TODAY, feedback=tuple(kept))
    assert ids(choose([made], here)) == ["set/c", "set/b", "set/a"]


def test_each_prompt_says_why_it_is_shown():
    """In the panel's language; what is noticed in words, and never how often."""
    when = (condition_of({"fact": "noticed.only_worries", "at_least": 1}),)
    made = prompt_set(prompt("a", when=when))
    here = attrs.evolve(TODAY, facts={"noticed.only_worries": 77})
    assert choose([made], here)[0].why == "Es propia de esta pantalla. Va con lo que se sabe aquí: preocupaciones sin fortalezas a su lado."  # fmt: skip
    english = choose([made], attrs.evolve(here, locale="fr"))[0].why
    assert (
        english
        == "It belongs to this screen. It fits what is known here: worries without strengths beside them."
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_notice_and_every_fact_of_a_bundled_prompt_has_words(language):
    """Nobody who asks why a prompt is there reads the id of a fact; the words are as short as an id may be."""
    sets = Sop.load(plugins=False).catalog.active_prompt_sets
    names = {name for one in sets for each in one.prompts for name in facts_of(each.when)}
    assert "case.in_placement" in names
    for name in names | {f"noticed.{code}" for code in CODES}:
        for value in (1, None):
            said = fact_words(name, value, language)
            assert name not in said
            assert len(said) <= LONGEST


def test_a_fact_without_words_is_told_by_its_name():
    """A host's own; a notice of which there is nothing is not told as if there were some."""
    for name, value in (("jargon", 1), ("noticed.else", 1), ("noticed.jargon", 0), ("noticed.jargon", "1")):  # fmt: skip
        assert fact_words(name, value, "en") == name
    assert fact_words("statements.danger", 0, "en") == "how many danger statements there are"
    assert fact_words("statements.danger", None, "en") == "a danger statement"


FACTS = [{"fact": name, "equals": 1} for name in "ab"]


@pytest.mark.parametrize(
    ("when", "facts", "en", "es"),
    [
        ([], {}, "", ""),
        ([{"any": FACTS}], {"a": 1}, "It fits what is known here: a.", "Va con lo que se sabe aquí: a."),
        ([{"any": FACTS}], {"a": 2, "b": 1}, "It fits what is known here: b.", "Va con lo que se sabe aquí: b."),
        ([{"any": FACTS}, FACTS[0]], {"a": 1, "b": 1}, "It fits what is known here: a, b.", "Va con lo que se sabe aquí: a, b."),
        ([{"fact": "c", "is": "absent"}], {}, "It is not known here whether there is: c.", "No se sabe aquí si hay: c."),
        ([{"fact": "c", "is": "absent"}], {"c": None}, "It is not known here whether there is: c.", "No se sabe aquí si hay: c."),
        (
            [{"any": [{"fact": "c", "is": "absent"}, *FACTS]}, {"fact": "d", "is": "present"}],
            {"b": 1, "d": 0},
            "It fits what is known here: b, d. It is not known here whether there is: c.",
            "Va con lo que se sabe aquí: b, d. No se sabe aquí si hay: c.",
        ),
        ([{"fact": "x", "since": 5}], {"x": "2026-11-01"}, "It fits what is known here: x.", "Va con lo que se sabe aquí: x."),
        ([{"fact": "x", "since": 5}], {"x": "2026-11-25"}, "", ""),
    ],
)  # fmt: skip
def test_a_reason_names_only_conditions_that_hold(when, facts, en, es):
    """Of a list under any those that hold; what is absent is unknown, and never known here."""
    one = prompt("a", when=tuple(condition_of(each) for each in when))
    here = attrs.evolve(TODAY, facts=facts)
    assert reason_of(one, here) == f"Es propia de esta pantalla. {es}".rstrip()
    there = attrs.evolve(here, locale="en")
    assert reason_of(one, there) == f"It belongs to this screen. {en}".rstrip()


def test_a_reason_fits_on_a_panel():
    """However many facts a prompt looks at, a dozen are named, and how many more there are."""
    names = [f"{number:02}{'x' * 62}" for number in range(40)]
    given = dict.fromkeys(names[:20], 1)
    whole = [{"fact": name, "is": "present"} for name in names[:20]]
    whole += [{"fact": name, "is": "absent"} for name in names[20:]]
    one = prompt("a", when=tuple(condition_of(each) for each in whole))
    said = {
        locale: reason_of(one, attrs.evolve(TODAY, facts=given, locale=locale), learns=True)
        for locale in ("en", "es")
    }
    assert f"{names[11]}, and 8 more. It is not" in said["en"]
    assert f"{names[31]} y 8 más." in said["es"]
    assert names[12] not in said["en"] + said["es"]
    assert max(map(len, said.values())) <= 2000
    for count, end in ((12, f"{names[11]}."), (13, f"{names[11]} y 1 más.")):
        fewer = prompt("a", when=tuple(condition_of(each) for each in whole[:count]))
        assert reason_of(fewer, attrs.evolve(TODAY, facts=given)).endswith(end)


THEIRS = ShownPrompt("x", PromptKind.ASK, "?", "en", "s", set="three_questions", version="1")


@pytest.mark.parametrize(
    ("locale", "why", "said"),
    [
        ("en", "", "The extension county07 asks it."),
        ("en", "Because.", "Because. The extension county07 asks it."),
        ("es", "", "La hace la extensión county07."),
    ],
)
def test_a_plugins_prompt_always_says_which_plugin_asks_it(locale, why, said):
    """Whatever else the plugin says; and it stands under no definition's name."""
    here = attrs.evolve(TODAY, locale=locale)
    made = by_plugin("county07", attrs.evolve(THEIRS, why=why), here)
    assert made.why == said == plugin_reason("county07", here, said=why)
    assert (made.id, made.set, made.version) == ("plugin:county07/x", None, None)


def test_a_plugins_prompt_counts_as_learning_only_where_the_host_passes_what_is_learned():
    """S2-18, S1-03: the host passes it where the worker agreed; no plugin agrees in their place."""
    claims = attrs.evolve(THEIRS, learns=True)
    for learning in ([], [5], [[]], None):
        made = by_plugin("p", claims, attrs.evolve(TODAY, locale="en", learning=learning))
        assert (made.learns, made.why) == (False, "The extension p asks it.")
    here = attrs.evolve(TODAY, locale="en", learning=["module_1"])
    made = by_plugin("p", claims, here)
    assert made.learns
    assert made.why == "The extension p asks it. It fits what you are learning now."
    assert not by_plugin("p", THEIRS, here).learns


def test_on_a_panel_a_plugin_is_first_for_learning_only_where_it_is_passed():
    """S2-18: what a plugin claims does not come before the Three Questions unless the worker agreed."""
    asked = [attrs.evolve(THEIRS, id="l", learns=True, priority=-9), attrs.evolve(THEIRS, id="m", priority=99)]  # fmt: skip
    made = plugin(sop_prompts=hookimpl(lambda situation: asked))
    held = Sop.load(plugins=False)
    sop = attrs.evolve(held, plugins=Plugins.load(False, builtin={"p": made}, budget=3600.0))
    here = attrs.evolve(TODAY, locale="en")
    assert ids(sop.panel(here).prompts)[0] == "plugin:p/m"
    assert "plugin:p/l" not in ids(sop.panel(here).prompts)
    learner = attrs.evolve(here, learning=["module_1"])
    first, *_ = sop.panel(learner).prompts
    assert (first.id, first.why) == (
        "plugin:p/l",
        "The extension p asks it. It fits what you are learning now.",
    )
    aside = attrs.evolve(learner, feedback=(feedback(prompt="plugin:p/l"),))
    assert ids(sop.panel(aside).prompts)[0] != "plugin:p/l"


def test_feedback_is_read_once_for_a_whole_panel(monkeypatch):
    """Not once for each prompt: 500 prompts do not read 10,000 records 500 times."""
    read = []
    rule = heard._is_of  # what is asked of each record, once
    monkeypatch.setattr(heard, "_is_of", lambda one, here: read.append(one) or rule(one, here))
    made = prompt_set(*(prompt(f"p{number}", cool_down=3) for number in range(40)))
    said = tuple(feedback(prompt=f"set/p{number}", on=back(1)) for number in range(38))
    here = attrs.evolve(TODAY, feedback=said)
    assert ids(choose([made], here)) == ["set/p38", "set/p39"]
    assert len(read) == len(said)
    read.clear()
    assert len(Sop.load(plugins=False).panel(here).prompts) == 3
    assert len(read) == len(said)


def test_what_was_said_here_is_gathered_by_prompt():
    """The last day of any outcome; what is no record, no day, or of another case or viewer, is passed over."""
    helpful = FeedbackOutcome.HELPFUL
    said = (
        feedback(prompt="s/a", on="2026-11-02", outcome=helpful), feedback(prompt="s/a", on="2026-11-09"),
        feedback(prompt="s/a", on="2026-11-05", outcome=helpful), feedback(prompt="s/b", on="soon", outcome=helpful),
        feedback(prompt="s/c", case="c2"), feedback(prompt="s/d", viewer="v2"), "s/e", None,
        feedback(prompt=["s/a"], on=["2026-11-30"]), feedback(prompt="s/f", on="soon"), feedback(prompt="s/g", case="c1", viewer="v1", outcome=FeedbackOutcome.IGNORED),
    )  # fmt: skip
    found = bearing(attrs.evolve(TODAY, feedback=said))
    assert found.aside == {"s/a", "s/f", "['s/a']"}
    assert dict(found.last) == {"s/a": dt.date(2026, 11, 9), "s/g": dt.date(2026, 11, 21)}
    assert bearing(TODAY) == Bearing(frozenset(), {})


def test_a_time_as_the_day_is_its_own_day():
    """A time is a date to Python, and would stop a condition that counts days."""
    moment = dt.datetime(2026, 11, 26, 23, 59, tzinfo=dt.UTC)
    here = Situation(screen="case.view", role="x", on=moment, facts={"x": "2026-11-01"})
    assert here.on == DAY
    assert type(here.on) is dt.date
    made = prompt_set(prompt("a", when=(condition_of({"fact": "x", "since": 25}),)))
    assert ids(choose([made], here)) == ["set/a"]


def test_facts_that_lie_too_deep_are_a_wrong_call():
    """Whole records are no facts; the refusal says what to pass instead."""
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(CallRefused, match="too deep"):
        Situation(screen="case.view", role="x", facts={"a": deep})


def test_few_keeps_the_order():
    """Three, and the first of each key."""
    shown = [ShownPrompt(name, PromptKind.ASK, "?", "en", "s", dedupe=key) for name, key in (("a", "k"), ("b", "k"), ("c", None), ("d", None), ("e", None))]  # fmt: skip
    assert ids(few(shown)) == ["a", "c", "d"]
    assert few([]) == ()


def test_a_screen_names_tools_that_exist_once():
    """B-28: what a person finds there opens."""
    document = {
        "title": {"en": "T"},
        "screens": [
            {"id": "a", "title": {"en": "A"}, "tools": [{"tool": "sling", "when": {"en": "?"}, "where": {}}]},
            {"id": "a", "title": {"en": "A"}, "tools": [{"tool": "harm", "when": {"en": "?"}, "where": {"en": "?"}}, 5]},
            {"id": 5, "title": {"en": "A"}},
        ],
    }  # fmt: skip
    assert [(one.code, one.path) for one in check_screens(document)] == [
        ("locales_differ", "$.screens[0].tools[0].where"),
        ("not_unique", "$.screens[1].id"),
        ("unknown_tool", "$.screens[0].tools[0].tool"),
    ]
    made = ScreenSet(id="s", version="1", status=DefinitionStatus.ACTIVE, title=Text({"en": "S"}), source="x", rights="x", screens=(Screen(id="a", title=Text({"en": "A"})),))  # fmt: skip
    assert made.screens[0].tools == ()
