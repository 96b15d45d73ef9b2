"""Laws of the hooks, over random sets of good and faulty plugins.

Where they hold: for plugins that do not reach into each other by other means than the hooks (a module
that patches another one is beyond any library), and for answers that depend only on the payload.
"""

from __future__ import annotations

from fractions import Fraction

import attrs
import pluggy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core.hooks import HOOKS, Denial, HookKind, Plugins, ReleasePolicy, hookimpl
from sop_core.hooks import spec as spec_module
from sop_core.hooks.copies import copied
from sop_core.hooks.returns import WrongReturn, name, prompts, words
from sop_core.prompts import ShownPrompt
from sop_core.types import FrozenMap, PromptKind
from tests.faults import IN_CALLS, good
from tests.unit._hooks import call, denies, fault_plugin, payload, plan, plugin, policy, receipt

pytestmark = pytest.mark.law

COLLECTS = [hook for hook, kind in HOOKS.items() if kind is HookKind.COLLECT]
names = st.from_regex(r"[a-z]{1,3}", fullmatch=True)
hooks = st.sampled_from(list(HOOKS))
#: Faulty plugins by random names, so that they stand before, between and after the good ones.
faulty = st.dictionaries(names.map("f_".__add__), st.sampled_from(sorted(IN_CALLS)), max_size=5)
good_names = st.sets(st.sampled_from(["a", "f_m", "z"]), min_size=1)


def good_one():
    return plugin(**{hook: getattr(good, hook) for hook in HOOKS})


def faulty_one(kind):
    found = fault_plugin(kind)
    return plugin(**{hook: getattr(found, hook) for hook in HOOKS})


def made(builtin, **options):
    return Plugins.load(
        False, builtin=builtin, record_plugins=list(builtin), budget=3600.0, **options
    )


@given(faulty, good_names, st.lists(hooks, min_size=1, max_size=8), st.integers(1, 4))
def test_a_good_plugins_answers_do_not_depend_on_who_stands_beside_it(bad, fine, calls, faults):
    """Whatever faulty plugins are there, and however often they have failed."""
    alone = made({one: good_one() for one in fine}, faults=faults)
    beside = made(
        {
            **{one: faulty_one(kind) for one, kind in bad.items()},
            **{one: good_one() for one in fine},
        },
        faults=faults,
    )
    for hook in calls:
        expected, result = call(alone, hook), call(beside, hook)
        if HOOKS[hook] is HookKind.COLLECT:
            assert tuple(one for one in result if one.plugin in fine) == expected
        elif HOOKS[hook] is HookKind.DECIDE:
            assert tuple(one for one in result.denials if one.plugin in fine) == expected.denials
    healthy = {one.name: one for one in beside.health()}
    assert all(healthy[one].status == "active" and healthy[one].faults == () for one in fine)


@given(
    faulty, good_names, st.lists(hooks, min_size=1, max_size=6), st.randoms(use_true_random=False)
)
def test_the_order_of_registration_changes_nothing(bad, fine, calls, random):
    """Answers, decisions, faults and the order of health come out the same."""
    builtin = {
        **{one: faulty_one(kind) for one, kind in bad.items()},
        **{one: good_one() for one in fine},
    }
    shuffled = list(builtin.items())
    random.shuffle(shuffled)
    first, second = made(builtin), made(dict(shuffled))
    for hook in calls:
        assert call(first, hook) == call(second, hook)

    def timeless(plugins):
        return [attrs.evolve(one, slowest=0.0) for one in plugins.health()]

    assert timeless(first) == timeless(second)


deciders = st.one_of(
    st.sampled_from([None, True, False, 1, "yes", Denial("No.")]).map(
        lambda answer: plugin(sop_authorize=hookimpl(lambda: answer))
    ),
    st.builds(
        lambda cell, subjects: plugin(
            sop_release_policy=hookimpl(
                lambda: ReleasePolicy(
                    id="x", audience="public", min_cell=cell, min_subjects=subjects
                )
            )
        ),
        st.integers(-5, 60),
        st.integers(-5, 60),
    ),
    st.sampled_from(sorted(IN_CALLS)).map(faulty_one),
)


@given(st.dictionaries(names, deciders, max_size=4), st.dictionaries(names, deciders, max_size=3))
def test_a_denial_is_never_turned_by_adding_plugins(some, more):
    """More plugins deny what fewer denied; a policy stays at least as strict as each, and as the host's."""
    fewer, all_of_them = made(some), made({**more, **some})
    for hook in ("sop_authorize", "sop_release_policy"):
        few, many = call(fewer, hook), call(all_of_them, hook)
        assert denies(many) or not denies(few)
        assert {one.plugin for one in few.denials} <= {one.plugin for one in many.denials}
    few, many = fewer.tighten(policy(), plan()).policy, all_of_them.tighten(policy(), plan()).policy
    if many is not None:
        assert few is not None
        assert many.min_cell >= few.min_cell >= policy().min_cell
        assert many.min_subjects >= few.min_subjects >= policy().min_subjects
        assert (many.id, many.audience) == (policy().id, policy().audience)


@given(st.sets(names, max_size=5), st.sampled_from(COLLECTS))
def test_among_good_plugins_it_is_pluggys_own_call(fine, hook):
    """Where nothing fails, the answers are those of a bare pluggy call."""
    plugins = {one: good_one() for one in fine}
    manager = pluggy.PluginManager("sop_core")
    manager.add_hookspecs(spec_module)
    for one in sorted(fine, reverse=True):  # pluggy calls the last one first
        manager.register(plugins[one], one)
    bare = [_listed(answer) for answer in getattr(manager.hook, hook)(**payload(hook))]
    assert [_listed(one.value) for one in call(made(plugins), hook)] == bare


def _listed(answer):
    return dict(answer) if hasattr(answer, "keys") else list(answer)


texts = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            "",
            "a" * 64,
            "a" * 65,
            "x" * 500,
            "x" * 501,
            "x" * 4000,
            "x" * 4001,
            "\0",
            "a\0b",
            "\ud800",
            "en",
            "es-MX",
            "1",
            "_",
            "a b",
        ]
    ),
    st.none(),
    st.integers(),
    st.booleans(),
)


@given(texts, texts, texts, texts)
def test_the_quick_look_at_a_prompt_agrees_with_the_rules(id_, text, locale, source):
    """What is usual is accepted without a call; that is never more, and never less, than the rules."""
    prompt = ShownPrompt(id=id_, kind=PromptKind.ASK, text=text, locale=locale, source=source)

    def passes(check, *values):
        try:
            check(*values)
        except WrongReturn:
            return False
        return True

    by_the_rules = (
        passes(name, id_, "id")
        and passes(words, text, "text")
        and passes(name, locale, "locale")
        and passes(words, source, "source")
    )
    assert passes(prompts, [prompt]) == by_the_rules


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.fractions(),
    st.decimals(allow_nan=False),
    st.dates(),
    st.sampled_from(PromptKind),
)
values = st.recursive(
    st.one_of(leaves, st.builds(receipt)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
        st.dictionaries(st.text(max_size=3), inner, max_size=3).map(FrozenMap),
    ),
    max_leaves=8,
)


def changeable(value):
    """Every object inside a value that Python code can change, itself among them."""
    inside = ()
    if isinstance(value, FrozenMap):
        yield value
        yield value._items
        inside = value.values()
    elif isinstance(value, dict):
        yield value
        inside = value.values()
    elif isinstance(value, list):
        yield value
        inside = value
    elif isinstance(value, tuple):
        inside = value
    elif isinstance(value, Fraction):
        yield value
    elif attrs.has(type(value)):
        yield value
        inside = [getattr(value, field.name) for field in attrs.fields(type(value))]
    for inner in inside:
        yield from changeable(inner)


@given(values)
def test_a_copy_is_equal_and_shares_nothing_that_could_be_changed(value):
    """All the way down, of the same types."""
    twin = copied(value)
    assert twin == value
    assert repr(twin) == repr(value)
    assert not {id(one) for one in changeable(value)} & {id(one) for one in changeable(twin)}
