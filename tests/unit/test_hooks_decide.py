"""The decide hooks: a denial stands, a policy only gets stricter, and whoever cannot be asked says no."""

from __future__ import annotations

import attrs
import pytest

from sop_core.hooks import DECIDE_HOOKS, Denial, Plugins, ReleasePolicy, hookimpl
from tests.unit._hooks import call, denies, health_of, load, plan, plugin, policy


def says(answer):
    return plugin(sop_authorize=hookimpl(lambda: answer))


def wishes(**fields):
    answer = ReleasePolicy(id="x", **{"audience": "public", **fields})
    return plugin(sop_release_policy=hookimpl(lambda: answer))


def test_without_plugins_nothing_is_objected_to_and_nothing_changed():
    """The core's own rules decide alone."""
    plugins = Plugins.load(False)
    assert plugins.decide(viewer="v", purpose="p", kind="k").allowed
    tightened = plugins.tighten(policy(), plan())
    assert (tightened.policy, tightened.denials, tightened.passed) == (policy(), (), ())


def test_one_denial_denies_and_every_reason_is_kept():
    """All are asked, in order, whatever the first one says."""
    also = {
        "a": says(Denial("One.")),
        "b": says(True),
        "c": says(False),
        "d": says(None),
        "e": says(7),
    }
    result = call(load(also=also), "sop_authorize")
    assert not result.allowed
    assert [denied.plugin for denied in result.denials] == ["a", "c", "e"]
    assert result.denials[0].reason == "One."
    assert "returned what the hook does not give (int)" in result.denials[2].reason


def test_the_strictest_wish_wins_field_by_field():
    """Two plugins may each tighten another field; the policy keeps its own id."""
    also = {"a": wishes(min_cell=20, min_subjects=5), "b": wishes(min_cell=15, min_subjects=8)}
    tightened = call(load(also=also), "sop_release_policy")
    assert tightened.policy == attrs.evolve(policy(), min_cell=20, min_subjects=8)
    assert (tightened.denials, tightened.passed) == ((), ())


def test_a_looser_wish_is_passed_over_and_named():
    """The stricter field of the same wish still counts; nothing is denied."""
    also = {"a": wishes(min_cell=5, min_subjects=9), "b": wishes(min_cell=-1)}
    plugins = load(also=also)
    tightened = call(plugins, "sop_release_policy")
    assert tightened.policy == attrs.evolve(policy(), min_subjects=9)
    assert [(one.plugin, one.field) for one in tightened.passed] == [
        ("a", "min_cell"),
        ("b", "min_cell"),
    ]
    assert health_of(plugins, "a").faults == ()


def test_looser_is_measured_against_the_hosts_policy():
    """A wish below another plugin's, and above the host's, loosens nothing."""
    also = {"a": wishes(min_cell=30), "b": wishes(min_cell=12)}
    tightened = call(load(also=also), "sop_release_policy")
    assert (tightened.policy.min_cell, tightened.passed) == (30, ())


def test_a_wish_for_another_audience_forbids_the_release():
    """It was not made for this release, so what it decides is denied; the third time for good."""
    plugins = load(also={"a": wishes(audience="internal", min_cell=40), "b": wishes(min_cell=20)})
    for _ in range(4):
        tightened = call(plugins, "sop_release_policy")
        assert tightened.policy is None
        assert [denied.plugin for denied in tightened.denials] == ["a"]
    assert health_of(plugins, "a").status == "switched_off"
    assert health_of(plugins, "a").calls == 3


def test_a_denial_is_said_once_by_each_plugin():
    """A plugin that failed and was switched off by it is named with what happened now."""
    plugins = load("raises", faults=1)
    first, later = call(plugins, "sop_authorize"), call(plugins, "sop_authorize")
    assert len(first.denials) == len(later.denials) == 1
    assert "raised ValueError" in first.denials[0].reason
    assert "switched_off" in later.denials[0].reason


@pytest.mark.parametrize("hook", DECIDE_HOOKS)
def test_a_plugin_without_the_hook_denies_nothing_when_it_fails(hook):
    """What cannot decide does not forbid by failing elsewhere."""

    def fails():
        raise ValueError

    plugins = load(also={"p": plugin(sop_prompts=hookimpl(fails))}, faults=1)
    call(plugins, "sop_prompts")
    assert health_of(plugins, "p").status == "switched_off"
    assert health_of(plugins, "p").denies == ()
    assert not denies(call(plugins, hook))


def test_loading_anew_gives_a_plugin_another_chance():
    """Switched off lasts until the plugins are loaded again."""
    for _ in range(2):
        plugins = load("raises", faults=1)
        assert health_of(plugins, "raises").status == "active"
        call(plugins, "sop_prompts")
        assert health_of(plugins, "raises").status == "switched_off"
