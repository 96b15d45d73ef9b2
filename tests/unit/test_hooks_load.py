"""Loading: what is left out, what is said about it, and what a host may ask for, with real entry points."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pluggy
import pytest

from sop_core.errors import CallRefused, LoadError
from sop_core.hooks import DECIDE_HOOKS, HOOKS, RECORD_HOOKS, SOP_API, Plugins, hookimpl
from sop_core.hooks import loading as loading_module
from sop_core.hooks import spec as spec_module
from tests.faults import AT_LOAD, SECRET, good
from tests.unit._hooks import call, denies, fault_plugin, health_of, load, plugin


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put distributions with entry points on the path, and nothing else that is installed."""
    places = [path for path in sys.path if "-packages" not in path]
    monkeypatch.setattr(sys, "path", [str(tmp_path), *places])

    def add(distribution, points, *, version="1.0", metadata=None):
        info = Path(tmp_path, f"{distribution.replace(chr(45), chr(95))}-{version}.dist-info")
        info.mkdir()
        said = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
        info.joinpath("METADATA").write_text(said if metadata is None else metadata, "utf-8")
        lines = "".join(f"{name} = {target}\n" for name, target in points.items())
        info.joinpath("entry_points.txt").write_text(f"[sop_core]\n{lines}", "utf-8")

    return add


def statuses(plugins):
    return {one.name: one.status for one in plugins.health()}


# ------------------------------------------------------------------------- what is left out, and why

#: What each reason must teach: a word on what is wrong, and one on what to do.
TEACHES = {
    "has_no_api": ("states no sop_api", "sop_api = 1"),
    "has_another_api": ("another sop_api than 1", "install a version"),
    "has_api_true": ("another sop_api than 1", "sop_api = 1"),
    "has_no_hook": ("no hook", "entry point"),
    "is_a_class": ("asks for self", "Give an object"),
    "is_async": ("async", "plain function"),
    "is_misspelt": ("sop_authorise is no hook", "Did you mean sop_authorize?"),
    "is_misspelt_beyond_knowing": ("county_widget is no hook", "sop_prompts"),
    "is_twice": ("there twice", "one of the two"),
    "is_unmarked": ("not marked", "@hookimpl"),
    "is_data": ("sop_definitions is no function", "@hookimpl"),
    "takes_by_place": ("by place", "viewer, purpose, kind"),
    "asks_too_much": ("asks for record", "viewer, purpose, kind"),
    "wraps": ("hook wrapper", "plain function"),
    "wraps_the_old_way": ("hook wrapper", "plain function"),
    "raises_on_import": ("raised ValueError", "load again"),
    "exits_on_import": ("raised SystemExit", "load again"),
    "lies_about_itself": ("raised ValueError", "load again"),
}

#: What a plugin that was left out denies: what it has, or all where that cannot be known.
DENIES = {
    "is_data": (),
    "has_no_api": ("sop_authorize",),
    "has_another_api": ("sop_authorize",),
    "has_api_true": ("sop_authorize",),
    "is_a_class": ("sop_authorize",),
    "is_async": ("sop_authorize",),
    "is_twice": ("sop_authorize",),
    "is_unmarked": ("sop_authorize",),
    "takes_by_place": ("sop_authorize",),
    "asks_too_much": ("sop_authorize",),
    "wraps": ("sop_authorize",),
    "wraps_the_old_way": ("sop_authorize",),
}


def target(name):
    return f"tests.faults.{name}" + {"is_a_class": ":Guard", "lies_about_itself": ":plugin"}.get(
        name, ""
    )


def test_the_folder_of_faults_is_complete():
    """Every plugin that is to be left out says why, and every one has a test of what it denies."""
    assert set(TEACHES) == set(AT_LOAD)
    assert set(DENIES) <= set(AT_LOAD)


@pytest.mark.parametrize("name", AT_LOAD)
def test_a_bad_plugin_is_left_out_and_the_others_are_not(name, install, caplog):
    """Loading goes on; health says what is wrong and what to do, and never what the plugin said."""
    install("sop-county07", {"bad": target(name), "good": "tests.faults.good"}, version="2.3")
    sys.modules.pop(f"tests.faults.{name}", None)
    with caplog.at_level(logging.DEBUG):
        plugins = Plugins.load(record_plugins=["good"])
    bad = health_of(plugins, "bad")
    assert (bad.status, bad.version, bad.hooks, bad.calls) == ("left_out", "2.3", (), 0)
    assert all(word in bad.reason for word in TEACHES[name])
    assert SECRET not in bad.reason + caplog.text
    assert "plugin bad is left_out" in caplog.text
    assert health_of(plugins, "good").status == "active"
    assert [answer.plugin for answer in call(plugins, "sop_prompts")] == ["good"]


@pytest.mark.parametrize("name", AT_LOAD)
def test_a_plugin_that_was_left_out_denies_what_it_would_decide(name, install):
    """Its decide hooks, or every one where it cannot be known which it has."""
    install("sop-county07", {"bad": target(name)})
    plugins = Plugins.load()
    denied = DENIES.get(name, DECIDE_HOOKS)
    assert health_of(plugins, "bad").denies == denied
    for hook in DECIDE_HOOKS:
        result = call(plugins, hook)
        assert denies(result) == (hook in denied)
        assert [one.plugin for one in result.denials] == ["bad"] * (hook in denied)


def test_beside_good_hooks_a_misspelt_one_may_be_any():
    """A plugin that has other hooks, and one that is nobody's, might have meant to decide."""
    bad = plugin(sop_prompts=hookimpl(lambda: None), sop_widget=hookimpl(lambda: None))
    assert health_of(load(also={"bad": bad}), "bad").denies == DECIDE_HOOKS


def test_all_that_is_wrong_is_said_at_once():
    """A plugin with three mistakes hears of the three."""
    bad = plugin(sop_api=2, sop_promts=hookimpl(lambda: None), sop_facts=lambda: None)
    reason = health_of(load(also={"bad": bad}), "bad").reason
    assert all(
        word in reason
        for word in ("another sop_api", "mean sop_prompts?", "sop_facts is not marked")
    )


def test_a_hook_of_a_later_contract_may_be_optional():
    """pluggy's `optionalhook` lets a plugin carry a hook that this version does not know."""
    later = plugin(
        sop_facts=hookimpl(lambda: {"a": 1}), sop_later=hookimpl(optionalhook=True)(lambda: None)
    )
    plugins = load(also={"later": later})
    assert health_of(plugins, "later").hooks == ("sop_facts",)
    assert health_of(plugins, "later").status == "active"


def test_helpers_of_other_names_and_other_kinds_are_let_be():
    """Modules, data and underscored functions whose names begin with sop are not taken for hooks."""
    import sop_core

    fine = plugin(
        sop_facts=hookimpl(lambda: {"a": 1}),
        sop_core=sop_core,
        sop_title="A",
        _sop_help=lambda: None,
    )
    assert statuses(load(also={"fine": fine})) == {"fine": "active"}


class AsObject:
    """A plugin as an object, with each kind of method that pluggy takes."""

    sop_api = 1

    @property
    def never_looked_at(self):
        raise ValueError(SECRET)

    @hookimpl
    def sop_facts(self, situation):
        return {"method": situation.screen}

    @staticmethod
    @hookimpl
    def sop_prompts():
        return ()

    @classmethod
    @hookimpl
    def sop_export_formats(cls):
        return [cls.__name__]

    def _helper(self):
        return None


def test_a_plugin_may_be_an_object():
    """Methods, static methods, class methods, bound methods set on it; no property is run."""
    plugins = load(also={"it": AsObject()})
    assert health_of(plugins, "it").hooks == ("sop_prompts", "sop_facts", "sop_export_formats")
    assert dict(call(plugins, "sop_facts")[0].value) == {"method": "case.view"}
    call(plugins, "sop_export_formats")
    assert [fault.what for fault in health_of(plugins, "it").faults] == ["str"]
    bound = plugin(sop_facts=AsObject().sop_facts)
    assert health_of(load(also={"bound": bound}), "bound").hooks == ("sop_facts",)


@pytest.mark.parametrize("name", ["good", *sorted(DENIES)])
def test_pluggy_would_have_let_it_in(name):
    """What we leave out for a reason of our own, pluggy would mostly have taken without a word."""
    manager = pluggy.PluginManager("sop_core")
    manager.add_hookspecs(spec_module)
    given = fault_plugin(name)
    if name == "asks_too_much":
        with pytest.raises(pluggy.PluginValidationError):
            manager.register(given)
    else:
        manager.register(given)
        manager.check_pending()


def test_one_plugin_under_two_names_is_refused_twice(install):
    """It would answer twice; which name was meant is for the host to say."""
    install(
        "sop-county07",
        {"a": "tests.faults.good", "b": "tests.faults.good", "c": "tests.faults.raises"},
    )
    plugins = Plugins.load()
    assert statuses(plugins) == {"a": "left_out", "b": "left_out", "c": "active"}
    assert all(word in health_of(plugins, "a").reason for word in ("a, b", "Keep one"))
    assert health_of(plugins, "a").denies == DECIDE_HOOKS


def test_one_name_in_two_distributions_is_refused_and_both_are_named(install):
    """Neither is loaded: which one was meant cannot be known, nor what it would decide."""
    install("sop-county07", {"guard": "tests.faults.good"}, version="1.2")
    install("sop-county08", {"guard": "tests.faults.raises", "fine": "tests.faults.exits"})
    plugins = Plugins.load()
    assert statuses(plugins) == {"fine": "active", "guard": "left_out"}
    reason = health_of(plugins, "guard").reason
    assert "sop-county07 1.2" in reason
    assert "sop-county08 1.0" in reason
    assert health_of(plugins, "guard").denies == DECIDE_HOOKS


def test_a_plugin_cannot_take_the_name_of_a_part_of_the_core(install):
    """The part stays; the plugin is named as left out, and denies what it might have decided."""
    install("sop-county07", {"bundled": "tests.faults.raises"})
    builtin = {"bundled": plugin(sop_facts=hookimpl(lambda: {"a": 1}))}
    plugins = Plugins.load(builtin=builtin)
    assert [(one.name, one.status) for one in plugins.health()] == [
        ("bundled", "active"),
        ("bundled", "left_out"),
    ]
    assert [answer.plugin for answer in call(plugins, "sop_facts")] == ["bundled"]
    assert denies(call(plugins, "sop_authorize"))


@pytest.mark.parametrize("name", ["two words", "x" * 65, "n\u0101me"])
def test_a_name_that_is_no_id_is_refused(name, install):
    """Names stand in variables, logs and prompt ids, so they are ids; what is shown of one is plain."""
    install("sop-county07", {name: "tests.faults.good"})
    (only,) = Plugins.load().health()
    assert (only.status, only.name.isascii(), len(only.name) <= 64) == ("left_out", True, True)
    assert "no id" in only.reason


def test_unreadable_metadata_of_one_plugin_costs_only_its_version(install):
    """A distribution without a readable version is loaded all the same."""
    install("sop-county07", {"good": "tests.faults.good"}, metadata="")
    (only,) = Plugins.load(record_plugins=["good"]).health()
    assert (only.status, only.version) == ("active", None)


def test_where_the_installed_cannot_be_listed_nothing_is_loaded_and_all_is_denied(monkeypatch):
    """A broken environment is no reason not to start, and none to allow what a plugin may forbid."""

    def broken():
        raise OSError(SECRET)

    monkeypatch.setattr(loading_module, "installed", broken)
    plugins = Plugins.load(builtin={"good": good})
    assert statuses(plugins) == {"good": "active", "*": "left_out"}
    assert "raised OSError" in health_of(plugins, "*").reason
    assert health_of(plugins, "*").denies == DECIDE_HOOKS


def test_an_interrupt_while_loading_passes():
    """Ctrl-C while a plugin is imported is a person's wish."""

    class Stops:
        sop_api = 1

        def __dir__(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(also={"stops": Stops()})


# ------------------------------------------------------------------------------ what a host asks for


@pytest.fixture
def three(install):
    install("sop-county07", {"a": "tests.faults.good", "b": "tests.faults.raises"})
    install("sop-county08", {"c": "tests.faults.exits"})


ALL = {"a": "active", "b": "active", "c": "active"}


@pytest.mark.parametrize(
    ("plugins", "environ", "expected"),
    [
        (True, {}, ALL),
        (False, {}, {}),
        ([], {}, {}),
        (["b"], {}, {"b": "active"}),
        (["c", "a", "c"], {}, {"a": "active", "c": "active"}),
        (True, {"SOP_PLUGINS": "a, c"}, {"a": "active", "c": "active"}),
        (True, {"SOP_PLUGINS": " , "}, ALL),
        (True, {"SOP_PLUGINS": ""}, ALL),
        (["b"], {"SOP_PLUGINS": "a"}, {"b": "active"}),
        (False, {"SOP_PLUGINS": "a"}, {}),
        (True, {"SOP_PLUGINS_OFF": "b"}, {**ALL, "b": "off"}),
        (["a", "b"], {"SOP_PLUGINS_OFF": "b,c"}, {"a": "active", "b": "off"}),
        (False, {"SOP_PLUGINS_OFF": "b", "SOP_RECORD_PLUGINS": "a"}, {}),
        (["a", "gone"], {}, {"a": "active", "gone": "missing"}),
        (True, {"SOP_PLUGINS": "a,gone"}, {"a": "active", "gone": "missing"}),
        (True, {"SOP_PLUGINS_OFF": "gone"}, {**ALL, "gone": "missing"}),
        (True, {"SOP_RECORD_PLUGINS": "gone"}, {**ALL, "gone": "missing"}),
        (["a"], {"SOP_RECORD_PLUGINS": "b"}, {"a": "active", "b": "missing"}),
    ],
)
def test_the_host_says_which_plugins_are_loaded(three, plugins, environ, expected):
    """An exact list in the call wins; the environment narrows `True`, and switches off."""
    assert statuses(Plugins.load(plugins, environ=environ)) == expected


def test_health_and_denials_come_by_name_whatever_became_of_a_plugin(three):
    """Missing, off and active ones among each other, in the order of their names."""
    names = ["missing_c", "a", "absent", "b"]
    plugins = Plugins.load(names, environ={"SOP_PLUGINS_OFF": "a"})
    assert [one.name for one in plugins.health()] == sorted(names)
    denials = call(plugins, "sop_authorize").denials
    assert [one.plugin for one in denials] == sorted(names)


def test_the_environment_is_only_what_is_handed_over(three, monkeypatch):
    """Nothing is read from the process behind the host's back."""
    monkeypatch.setenv("SOP_PLUGINS_OFF", "a,b,c")
    assert statuses(Plugins.load()) == ALL


@pytest.mark.parametrize("hook", DECIDE_HOOKS)
def test_what_is_missing_denies_everything(three, hook):
    """A plugin that the host counts on and that is not there might have said no to anything."""
    plugins = Plugins.load(["gone"])
    result = call(plugins, hook)
    assert denies(result)
    assert [denied.plugin for denied in result.denials] == ["gone"]
    assert "Installed are: a, b, c" in health_of(plugins, "gone").reason


def test_a_plugin_that_is_off_denies_what_it_has(install):
    """It is imported to see which hooks those are; nothing of it is called."""
    install(
        "sop-county07", {"quiet": "tests.faults.returns_a_number", "other": "tests.faults.good"}
    )
    plugins = Plugins.load(["quiet"], environ={"SOP_PLUGINS_OFF": "quiet"})
    off = health_of(plugins, "quiet")
    assert (off.status, off.hooks, off.denies, off.calls) == ("off", (), DECIDE_HOOKS, 0)
    assert "SOP_PLUGINS_OFF" in off.reason
    assert call(plugins, "sop_prompts") == ()
    assert denies(call(plugins, "sop_authorize"))


def test_a_plugin_that_is_off_and_decides_nothing_denies_nothing(install, tmp_path):
    """Switching off what only gives prompts costs its prompts."""
    source = "from sop_core.hooks import hookimpl\nsop_api = 1\n@hookimpl\ndef sop_prompts(): return ()\n"
    Path(tmp_path, "only_prompts_of_county07.py").write_text(source, "utf-8")
    install("sop-county07", {"p": "only_prompts_of_county07"})
    plugins = Plugins.load(environ={"SOP_PLUGINS_OFF": "p"})
    assert (health_of(plugins, "p").status, health_of(plugins, "p").denies) == ("off", ())
    assert all(not denies(call(plugins, hook)) for hook in DECIDE_HOOKS)


def test_a_plugin_that_is_off_and_cannot_be_imported_denies_everything(install):
    """What it decides cannot be known."""
    install("sop-county07", {"x": "tests.faults.exits_on_import"})
    plugins = Plugins.load(environ={"SOP_PLUGINS_OFF": "x"})
    assert (health_of(plugins, "x").status, health_of(plugins, "x").denies) == ("off", DECIDE_HOOKS)


def test_parts_of_the_core_are_always_loaded():
    """Neither False nor a list nor SOP_PLUGINS_OFF takes them away, and they come first."""
    builtin = {"zz": plugin(sop_facts=hookimpl(lambda: {"a": 1}))}
    for plugins in (False, []):
        made = Plugins.load(plugins, builtin=builtin, environ={"SOP_PLUGINS_OFF": "zz"})
        assert statuses(made) == {"zz": "active"}


def test_parts_of_the_core_come_first(install):
    """Whatever their names."""
    install("sop-county07", {"a": "tests.faults.good"})
    builtin = {"zz": plugin(sop_facts=hookimpl(lambda: {"a": 1}))}
    made = Plugins.load(builtin=builtin, record_plugins=["zz"])
    assert statuses(made) == {"zz": "active", "a": "active"}
    assert [answer.plugin for answer in call(made, "sop_facts")] == ["zz", "a"]
    assert health_of(made, "zz").records


@pytest.mark.parametrize("hook", sorted(RECORD_HOOKS))
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ()),
        ({"record_plugins": ["b"]}, ("b",)),
        ({"record_plugins": ["a"], "environ": {"SOP_RECORD_PLUGINS": "b"}}, ("a", "b")),
    ],
)
def test_only_listed_plugins_see_records(hook, options, expected):
    """A plugin that the host does not list for records is never shown one."""
    told = []

    def named(name):
        @hookimpl
        def advise(record, situation):
            told.append(name)

        @hookimpl
        def accepted(receipt):
            told.append(name)

        return plugin(sop_advise=advise, sop_accepted=accepted)

    made = Plugins.load(False, builtin={"a": named("a"), "b": named("b")}, **options)
    call(made, hook)
    assert tuple(told) == expected
    assert tuple(one.name for one in made.health() if one.records) == expected


# ----------------------------------------------------------------------------------- require, and calls


def test_what_is_required_must_be_healthy(three):
    """LoadError names every one that is not, with its reason and what is healthy."""
    assert statuses(Plugins.load(require=["a"])) == ALL
    with pytest.raises(LoadError) as refused:
        Plugins.load(["b", "gone"], require=["c", "b", "gone"])
    issues = refused.value.issues
    assert [(issue.code, issue.path) for issue in issues] == [
        ("plugin_not_healthy", "$.require[1]"),
        ("plugin_not_healthy", "$.require[2]"),
    ]
    assert "'c' is missing" in issues[0].message
    assert "no installed distribution" in issues[1].message
    assert "Healthy are: b" in issues[0].fix
    with pytest.raises(LoadError, match="Healthy are: none"):
        Plugins.load(False, require=["a"])
    with pytest.raises(LoadError, match="is off"):
        Plugins.load(require=["a"], environ={"SOP_PLUGINS_OFF": "a"})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"plugins": "a"}, ("plugins", "letter by letter")),
        ({"plugins": [1]}, ("plugins", "list of plugin names")),
        ({"record_plugins": "a"}, ("record_plugins",)),
        ({"require": "a"}, ("require",)),
        ({"budget": 0}, ("budget", "seconds")),
        ({"budget": -1.0}, ("budget", "above 0")),
        ({"budget": float("nan")}, ("budget", "above 0")),
        ({"budget": True}, ("budget", "above 0")),
        ({"faults": 0}, ("faults", "1 or more")),
        ({"faults": True}, ("faults", "1 or more")),
        ({"builtin": {"two words": good}}, ("two words", "id")),
    ],
)
def test_calls_that_make_no_sense_are_refused(options, words):
    """With what was given, and what belongs there."""
    with pytest.raises(CallRefused) as refused:
        Plugins.load(**{"plugins": False, **options})
    assert all(word in str(refused.value) for word in words)


def test_the_contract_version_is_one():
    """And there are eight hooks, of three kinds."""
    assert SOP_API == 1
    assert [kind.value for kind in HOOKS.values()] == ["collect"] * 5 + ["decide"] * 2 + ["notify"]
