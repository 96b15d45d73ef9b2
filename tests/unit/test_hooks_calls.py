"""Each promise of the isolated call, for each hook and each plugin that breaks it."""

from __future__ import annotations

import asyncio
import logging
import threading
import types
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import attrs
import pytest

from sop_core.errors import CallRefused, NotFound
from sop_core.hooks import DECIDE_HOOKS, HOOKS, Answer, HookKind, Plugins, hookimpl
from sop_core.hooks import caller as caller_module
from sop_core.prompts import ShownPrompt, Situation
from sop_core.types import FrozenMap, MissingReason, PromptKind
from tests.faults import IN_CALLS, NEEDS_A_PAYLOAD, SECRET, reenters
from tests.unit._hooks import (
    call,
    deep_situation,
    denies,
    flat_situation,
    health_of,
    load,
    payload,
    plugin,
)

COLLECTS = [hook for hook, kind in HOOKS.items() if kind is HookKind.COLLECT]
HAS_PAYLOAD = [hook for hook in HOOKS if payload(hook)]
# A decide hook that is asked with texts alone has nothing to change.
LENT_OBJECTS = [hook for hook in HAS_PAYLOAD if hook != "sop_authorize"]
CASES = [
    (hook, fault)
    for hook in HOOKS
    for fault in IN_CALLS
    if not (fault in NEEDS_A_PAYLOAD and hook not in LENT_OBJECTS)
]
each_case = pytest.mark.parametrize(("hook", "fault"), CASES)
each_hook = pytest.mark.parametrize("hook", HOOKS)


@each_case
def test_a_fault_stays_inside_its_plugin(hook, fault):
    """The host's call returns, and the plugins before and after answer as if they were alone."""
    beside = load("good", fault, also={"zz": _good_again()})
    alone = load("good", also={"zz": _good_again()})
    result, expected = call(beside, hook), call(alone, hook)
    if HOOKS[hook] is HookKind.COLLECT:
        assert result == expected
        assert result
    elif HOOKS[hook] is HookKind.NOTIFY:
        assert result is None
    else:
        assert denies(result)
        assert set(expected.denials) <= set(result.denials)


def _good_again():
    from tests.faults import good

    return plugin(**{hook: getattr(good, hook) for hook in HOOKS})


@each_case
def test_a_fault_is_named_in_health(hook, fault):
    """Health names the hook, the kind of fault and a type, and counts."""
    plugins = load(fault)
    call(plugins, hook)
    kind, what = IN_CALLS[fault]
    (named,) = health_of(plugins, fault).faults
    assert (named.hook, named.kind, named.what, named.count) == (hook, kind, what, 1)


@each_case
def test_nothing_that_a_plugin_says_comes_out(hook, fault, caplog):
    """No exception's message, and no name that a plugin made up, reaches health, denials or the log."""
    plugins = load(fault)
    with caplog.at_level(logging.DEBUG):
        results = [call(plugins, hook) for _ in range(4)]
    assert SECRET not in repr((results, plugins.health()))
    assert SECRET not in caplog.text
    assert {record.name for record in caplog.records} == {"sop_core.hooks"}
    assert fault in caplog.text
    assert hook in caplog.text
    assert all(record.exc_info is None for record in caplog.records)


@pytest.mark.parametrize(
    ("hook", "given", "said"),
    [
        ("sop_facts", [("county07.days", 4)], "returned list; the hook gives a mapping from fact ids to plain values"),
        ("sop_prompts", [{"id": "x"}], "returned dict; the hook gives a list of ShownPrompt"),
        ("sop_definitions", 5, "returned int; the hook gives a list of dicts and paths"),
        ("sop_advise", 5, "returned int; the hook gives a list of Advice"),
        ("sop_export_formats", 5, "returned int; the hook gives a list of ExportFormat"),
        ("sop_authorize", "no", "returned str; the hook gives a Denial, or True, False or None"),
        ("sop_release_policy", 5, "returned int; the hook gives a ReleasePolicy or None"),
        ("sop_accepted", 5, "returned int; the hook gives nothing"),
    ],
)  # fmt: skip
def test_the_log_says_what_a_hook_gives(hook, given, said, caplog):
    """An author who returned something else reads what was wanted."""
    plugins = load(also={"county07": plugin(**{hook: hookimpl(function_named(hook, given))})})
    call(plugins, hook)
    assert f"plugin county07, hook {hook}: {said}" in [one.getMessage() for one in caplog.records]


def function_named(name, given):
    def answer():
        return given

    answer.__name__ = name
    return answer


@each_case
def test_at_the_third_fault_a_plugin_is_switched_off(hook, fault):
    """After `faults` faults, in whatever hook, the plugin is not called again; the others are."""
    plugins = load("good", fault, faults=3)
    for _ in range(2):
        call(plugins, hook)
        assert health_of(plugins, fault).status == "active"
    call(plugins, hook)
    assert health_of(plugins, fault).status == "switched_off"
    call(plugins, hook)
    assert health_of(plugins, fault).calls == 3
    assert health_of(plugins, "good").calls == 4
    assert "load again" in health_of(plugins, fault).reason


@pytest.mark.parametrize(("hook", "fault"), [case for case in CASES if case[0] in DECIDE_HOOKS])
def test_a_faulty_decision_is_a_denial(hook, fault):
    """A plugin with a decide hook that fails denies, each time, and from the third fault on for good."""
    plugins = load(fault)
    for _ in range(5):
        result = call(plugins, hook)
        assert denies(result)
        assert [denied.plugin for denied in result.denials] == [fault]
    assert health_of(plugins, fault).calls == 3
    assert set(health_of(plugins, fault).denies) == set(DECIDE_HOOKS)


@pytest.mark.parametrize("hook", DECIDE_HOOKS)
def test_faults_in_other_hooks_end_in_denial(hook):
    """A plugin that was switched off for faulty prompts denies what it would decide."""
    plugins = load("raises", faults=1)
    call(plugins, "sop_prompts")
    assert denies(call(plugins, hook))
    assert health_of(plugins, "raises").calls == 1


@each_hook
def test_one_fault_does_not_end_a_plugin(hook):
    """Below the limit a plugin that failed once is asked again, and its answer counts."""
    fails = iter([True])

    def sometimes(*args):
        if next(fails, False):
            raise ValueError(SECRET)
        return getattr(_good_again(), hook)(*args)

    names = ", ".join(payload(hook))
    function = hookimpl(eval(f"lambda {names}: sometimes({names})", {"sometimes": sometimes}))
    plugins = load(also={"shaky": plugin(**{hook: function})})
    call(plugins, hook)
    after, expected = call(plugins, hook), call(load(also={"shaky": _good_again()}), hook)
    assert after == expected


# ------------------------------------------------------------------------------------ what is lent


@pytest.mark.parametrize("situation", [flat_situation, deep_situation])
@pytest.mark.parametrize("hook", LENT_OBJECTS)
@pytest.mark.parametrize("fault", sorted(NEEDS_A_PAYLOAD))
def test_no_way_of_writing_reaches_the_host_or_the_next_plugin(hook, fault, situation):
    """Fields, mappings, records inside records, even a fraction's parts: only the writer's own change."""
    seen = []

    def look(*args):
        seen.append(repr(args))

    names = ", ".join(payload(hook))
    function = hookimpl(eval(f"lambda {names}: look({names})", {"look": look}))
    plugins = load(fault, also={"zz": plugin(**{hook: function})})
    given = payload(hook, situation=situation())
    before = repr(tuple(given.values()))
    call(plugins, hook, given)
    assert repr(tuple(given.values())) == before
    assert seen == [before]
    assert health_of(plugins, fault).faults[0].kind == "changed"


@pytest.mark.parametrize("hook", LENT_OBJECTS)
def test_what_is_lent_is_equal_and_of_the_same_types(hook):
    """A plugin sees the payload as it is, down to the types of the mappings inside."""
    seen = []

    def look(*args):
        seen.append(args)

    names = ", ".join(payload(hook))
    function = hookimpl(eval(f"lambda {names}: look({names})", {"look": look}))
    for situation in (flat_situation(), deep_situation()):
        given = payload(hook, situation=situation)
        call(load(also={"one": plugin(**{hook: function})}), hook, given)
        (args,) = seen
        assert args == tuple(given.values())
        assert repr(args) == repr(tuple(given.values()))
        assert all(mine is not theirs for mine, theirs in zip(args, given.values(), strict=True))
        seen.clear()


def test_a_change_of_its_own_record_is_nobody_elses_even_where_it_goes_unseen():
    """A plugin that changes only what lies deep inside reaches neither the host nor the next one."""
    seen = []

    @hookimpl
    def changes(record, situation):
        object.__setattr__(record.answers["q02"], "reason", MissingReason.NOT_ANSWERED)
        record.extensions["county07"]["list"].append(3)

    @hookimpl
    def looks(record, situation):
        seen.append(record)

    plugins = load(also={"a": plugin(sop_advise=changes), "b": plugin(sop_advise=looks)})
    given = payload("sop_advise")
    call(plugins, "sop_advise", given)
    assert given == payload("sop_advise")
    assert seen == [payload("sop_advise")["record"]]


def test_what_is_put_into_shared_facts_is_seen_and_stays_with_its_plugin():
    """A flat situation is shared between plugins, so its mapping is looked at as closely as its fields."""
    seen = []

    @hookimpl
    def pokes(situation):
        situation.facts._items["planted"] = SECRET

    @hookimpl
    def looks(situation):
        seen.append(dict(situation.facts))

    plugins = load(also={"a": plugin(sop_prompts=pokes), "b": plugin(sop_prompts=looks)})
    call(plugins, "sop_prompts")
    assert seen == [{"open_days": 30}]
    assert [fault.kind for fault in health_of(plugins, "a").faults] == ["changed"]


class SaysEqual:
    """A value that says it equals whatever it is compared with."""

    __hash__ = None

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


class OtherSituation(Situation):
    """A situation that says of itself what it likes."""

    __slots__ = ()

    @property
    def learning_ids(self):
        return frozenset({SECRET})


class OtherMap(FrozenMap):
    """A mapping that says of itself what it likes."""

    __slots__ = ()

    def __getitem__(self, key):
        return SECRET


def _put_another_mapping_in(situation):
    situation.facts._items = {"open_days": 31}


def _put_no_mapping_in(situation):
    situation.facts._items = SaysEqual()


def _put_in_what_says_equal(situation):
    situation.facts._items["open_days"] = SaysEqual()


def _put_in_an_equal_of_another_type(situation):
    situation.facts._items["open_days"] = 30.0


def _make_it_another_class(situation):
    object.__setattr__(situation, "__class__", OtherSituation)


def _make_its_mapping_another_class(situation):
    situation.facts.__class__ = OtherMap


def _take_its_mapping_away(situation):
    del situation.facts._items


SEEN = {
    _put_another_mapping_in: True,
    _put_no_mapping_in: False,
    _put_in_what_says_equal: False,
    _put_in_an_equal_of_another_type: False,
    _make_it_another_class: True,
    _make_its_mapping_another_class: True,
    _take_its_mapping_away: True,
}


@pytest.mark.parametrize("change", SEEN)
def test_no_change_of_a_shared_situation_reaches_the_next_plugin(change):
    """Not one that looks like none either: what says that it equals the host's own stays where it is."""
    seen = []

    @hookimpl
    def looks(situation):
        # As it is, before anything is asked of it.
        facts = situation.facts
        seen.append((type(situation), type(facts), repr(facts._items), type(facts["open_days"])))

    plugins = load(
        also={
            "a": plugin(sop_prompts=hookimpl(change)),
            "b": plugin(sop_prompts=looks),
        }
    )
    given = payload("sop_prompts")
    call(plugins, "sop_prompts", given)
    assert seen == [(Situation, FrozenMap, "{'open_days': 30}", int)]
    assert given == payload("sop_prompts")
    noted = [fault.kind for fault in health_of(plugins, "a").faults]
    assert noted == (["changed"] if SEEN[change] else [])


def test_what_is_lent_and_what_comes_back_is_frozen_and_of_its_own_class():
    """They are filled by plain assignments, and closed before anyone sees them."""
    seen = []

    @hookimpl
    def looks(situation):
        seen.append(situation)
        return [ShownPrompt("a", PromptKind.ASK, "What is working well?", "en", "county 07")]

    for situation in (flat_situation(), deep_situation()):
        plugins = load(also={"one": plugin(sop_prompts=looks)})
        (answer,) = call(plugins, "sop_prompts", {"situation": situation})
        lent = seen.pop()
        assert [type(one) for one in (answer, answer.value[0], lent, lent.facts)] == [
            Answer,
            ShownPrompt,
            Situation,
            FrozenMap,
        ]
        for one in (answer, answer.value[0], lent):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(one, attrs.fields(type(one))[0].name, "changed")
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(one, attrs.fields(type(one))[0].name)


# ------------------------------------------------------------------------------------ the budget


class Clock:
    """A clock that only moves when a plugin says so."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(caller_module, "perf_counter", made)
    return made


def taking(clock, seconds, hook, answer=None):
    def take(*_):
        clock.now += seconds
        return answer

    names = ", ".join(payload(hook))
    return plugin(**{hook: hookimpl(eval(f"lambda {names}: take({names})", {"take": take}))})


@each_hook
def test_over_its_budget_a_plugin_is_switched_off(hook, clock):
    """One call over the budget ends a plugin; it did return, the others are untouched."""
    plugins = load(
        budget=1.0,
        also={"fast": taking(clock, 1.0, hook), "slow": taking(clock, 1.01, hook)},
    )
    call(plugins, hook)
    call(plugins, hook)
    slow, fast = health_of(plugins, "slow"), health_of(plugins, "fast")
    assert (slow.status, slow.calls, slow.slowest) == ("switched_off", 1, pytest.approx(1.01))
    assert [(fault.hook, fault.kind) for fault in slow.faults] == [(hook, "slow")]
    assert "budget" in slow.reason
    assert (fast.status, fast.calls, fast.slowest, fast.faults) == ("active", 2, 1.0, ())


@pytest.mark.parametrize("hook", DECIDE_HOOKS)
def test_a_decision_over_the_budget_denies_from_then_on(hook, clock):
    """A plugin that decides too slowly denies this call and all that follow."""
    plugins = load(budget=1.0, also={"slow": taking(clock, 2.0, hook)})
    for _ in range(3):
        assert denies(call(plugins, hook))
    assert health_of(plugins, "slow").calls == 1


def test_an_answer_that_came_late_is_still_an_answer(clock):
    """What was waited for is used; the plugin is not asked again."""
    plugins = load(budget=1.0, also={"slow": taking(clock, 2.0, "sop_facts", {"a": 1})})
    assert [answer.value["a"] for answer in call(plugins, "sop_facts")] == [1]
    assert call(plugins, "sop_facts") == ()


def test_an_answer_that_is_read_out_slowly_is_slow(clock):
    """The time of a generator's body counts, since it is read out inside the call."""

    def slowly():
        clock.now += 2.0
        yield from ()

    plugins = load(budget=1.0, also={"slow": plugin(sop_prompts=hookimpl(slowly))})
    call(plugins, "sop_prompts")
    assert health_of(plugins, "slow").status == "switched_off"


def test_slow_and_wrong_is_both(clock):
    """A call that raises after its budget is over counts as two faults."""

    def fail(situation):
        clock.now += 2.0
        raise ValueError

    plugins = load(budget=1.0, also={"slow": plugin(sop_prompts=hookimpl(fail))})
    call(plugins, "sop_prompts")
    assert [fault.kind for fault in health_of(plugins, "slow").faults] == ["raised", "slow"]


def test_the_time_of_a_log_handler_is_no_plugins_time(clock):
    """What is done about a fault is not measured as the next plugin's call."""

    class Slow(logging.Handler):
        def emit(self, record):
            clock.now += 5.0

    handler = Slow()
    logging.getLogger("sop_core.hooks").addHandler(handler)
    try:
        plugins = load("good", "raises", also={"zz": _good_again()}, budget=1.0)
        call(plugins, "sop_prompts")
    finally:
        logging.getLogger("sop_core.hooks").removeHandler(handler)
    assert health_of(plugins, "zz").status == "active"


def test_a_log_handler_that_fails_does_not_fail_the_hook():
    """Logging is no reason for a screen to break."""

    class Broken(logging.Filter):
        def filter(self, record):
            raise RuntimeError

    broken = Broken()
    logging.getLogger("sop_core.hooks").addFilter(broken)
    try:
        plugins = load("raises", "good")
        assert [answer.plugin for answer in call(plugins, "sop_prompts")] == ["good"]
    finally:
        logging.getLogger("sop_core.hooks").removeFilter(broken)


# ------------------------------------------------------------------------------------ recursion


@each_hook
def test_a_call_of_the_same_hook_from_inside_itself_is_refused(hook, monkeypatch):
    """It is the plugin's fault alone: the others are called, inside and outside."""
    plugins = load("good", "reenters")
    inside = []
    monkeypatch.setattr(reenters, "call", lambda name: inside.append(call(plugins, name)))
    outside = call(plugins, hook)
    assert [(f.kind, f.hook, f.count) for f in health_of(plugins, "reenters").faults] == [
        ("recursed", hook, 1)
    ]
    assert health_of(plugins, "good").calls == 2
    assert health_of(plugins, "reenters").calls == 1
    if HOOKS[hook] is HookKind.COLLECT:
        assert inside == [outside]


@pytest.mark.parametrize("hook", DECIDE_HOOKS)
def test_a_decision_inside_itself_denies(hook, monkeypatch):
    """The inner decision, which the plugin cannot make, is a denial by it."""
    plugins = load("reenters")
    inside = []
    monkeypatch.setattr(reenters, "call", lambda name: inside.append(call(plugins, name)))
    assert not denies(call(plugins, hook))
    assert denies(inside[0])
    assert inside[0].denials[0].plugin == "reenters"


def test_another_hook_from_inside_is_no_recursion(monkeypatch):
    """A plugin may use the library while it is called, but for its own hook."""
    plugins = load("good", "reenters")
    monkeypatch.setattr(
        reenters, "call", lambda name: name == "sop_prompts" and call(plugins, "sop_export_formats")
    )
    call(plugins, "sop_prompts")
    assert health_of(plugins, "reenters").faults == ()


def test_recursion_is_seen_through_another_set_of_plugins(monkeypatch):
    """Loading anew inside a hook does not start the count again."""
    deep = []

    def again(name):
        deep.append(name)
        call(load("reenters"), name)

    monkeypatch.setattr(reenters, "call", again)
    call(load("reenters"), "sop_facts")
    assert len(deep) == 1


def test_a_context_that_outlives_the_call_is_free(monkeypatch):
    """Work that a plugin starts and that goes on later is not taken for recursion."""
    plugins = load("good", "reenters")
    kept = []
    monkeypatch.setattr(reenters, "call", lambda name: kept.append(copy_context()))
    call(plugins, "sop_facts")
    monkeypatch.setattr(reenters, "call", lambda name: None)
    kept[0].run(call, plugins, "sop_facts")
    assert health_of(plugins, "reenters").faults == ()


@each_hook
def test_nothing_of_a_call_stays_in_the_context(hook):
    """However a call ends, what it noted of itself is taken back."""
    plugins = load("good", "raises", "exits")
    call(plugins, hook)
    assert caller_module._RUNNING.get() is None


def test_other_threads_are_no_recursion():
    """Two threads may be in the same plugin's hook at once."""
    both = threading.Barrier(2, timeout=30)

    @hookimpl
    def waits(situation):
        both.wait()
        return {"met": True}

    plugins = load(also={"waits": plugin(sop_facts=waits)})
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: call(plugins, "sop_facts"), range(2)))
    assert [answer[0].value["met"] for answer in answers] == [True, True]
    assert health_of(plugins, "waits").calls == 2


# ------------------------------------------------------------------------------------ the rest


@each_hook
@pytest.mark.parametrize(
    "interrupt",
    [
        KeyboardInterrupt(),
        BaseExceptionGroup(
            "", [ValueError(), ExceptionGroup("", [OSError()]), KeyboardInterrupt()]
        ),
    ],
    ids=["alone", "in a group"],
)
def test_a_persons_interrupt_passes(hook, interrupt):
    """Ctrl-C is for the host, and is no fault; the next call is not taken for recursion."""

    def stop(*_):
        raise interrupt

    names = ", ".join(payload(hook))
    function = hookimpl(eval(f"lambda {names}: stop({names})", {"stop": stop}))
    plugins = load("good", also={"stop": plugin(**{hook: function})})
    for _ in range(4):
        with pytest.raises(type(interrupt)):
            call(plugins, hook)
    assert health_of(plugins, "stop").faults == ()


def test_an_interrupt_while_looking_for_changes_passes():
    """Even where a plugin planted the code that is interrupted."""

    class Interrupts:
        __hash__ = None

        def __eq__(self, other):
            raise KeyboardInterrupt

    @hookimpl
    def plants(situation):
        situation.facts._items["open_days"] = Interrupts()

    with pytest.raises(KeyboardInterrupt):
        call(load(also={"plants": plugin(sop_facts=plants)}), "sop_facts")


@each_hook
def test_a_cancelled_task_of_the_host_is_not_taken_for_a_fault_of_the_hook(hook):
    """In an asyncio host, a plugin that raises CancelledError does not cancel the host's task."""

    async def host():
        call(load("cancels"), hook)
        return "went on"

    assert asyncio.run(host()) == "went on"


@each_hook
def test_answers_come_in_an_order_that_registration_does_not_change(hook):
    """By name, whatever the order of loading and whatever pluggy's markers ask for."""
    good = _good_again()
    first = hookimpl(tryfirst=True)(_copy_of(getattr(good, hook)))
    plugins = load(also={"c": good, "a": _good_again(), "b": plugin(**{hook: first})})
    other = load(also={"b": plugin(**{hook: first}), "a": _good_again(), "c": good})
    result = call(plugins, hook)
    assert result == call(other, hook)
    if HOOKS[hook] is HookKind.COLLECT:
        assert [answer.plugin for answer in result] == ["a", "b", "c"]
    if hook == "sop_authorize":
        assert [denied.plugin for denied in result.denials] == ["a", "b", "c"]


def _copy_of(function):
    return types.FunctionType(function.__code__, function.__globals__, closure=function.__closure__)


@each_hook
def test_none_is_no_answer(hook):
    """A plugin with nothing to say gives nothing, and that is no fault."""
    names = ", ".join(payload(hook))
    plugins = load(also={"quiet": plugin(**{hook: hookimpl(eval(f"lambda {names}: None"))})})
    result = call(plugins, hook)
    assert not result or not denies(result)
    assert health_of(plugins, "quiet").faults == ()
    assert health_of(plugins, "quiet").calls == 1


@pytest.mark.parametrize("hook", COLLECTS)
def test_an_empty_answer_is_no_answer(hook):
    """An empty list, or an empty mapping of facts, stands as if nothing was said."""
    names = ", ".join(payload(hook))
    empty = "{}" if hook == "sop_facts" else "[]"
    plugins = load(also={"quiet": plugin(**{hook: hookimpl(eval(f"lambda {names}: {empty}"))})})
    assert call(plugins, hook) == ()
    assert health_of(plugins, "quiet").faults == ()


@each_hook
def test_arguments_that_are_not_the_hooks_are_refused(hook):
    """A host's own mistake is the host's: nobody is called, and the message lists the arguments."""
    plugins = load("good")
    line = plugins._lines[hook]
    for wrong in ({**payload(hook), "extra": 1}, {}, {"other": 1}):
        if len(wrong) == len(payload(hook)) and not payload(hook):
            continue
        with pytest.raises(CallRefused) as refused:
            caller_module.run(line, wrong)
        assert hook in str(refused.value)
        assert all(name in str(refused.value) for name in payload(hook))
    assert health_of(plugins, "good").calls == 0


def test_a_hook_of_another_name_or_kind_is_refused():
    """The message lists the hooks, or says which kind it is."""
    plugins = Plugins.load(False)
    with pytest.raises(NotFound, match="sop_prompts"):
        plugins.collect("sop_prompt")
    with pytest.raises(CallRefused, match="decide"):
        plugins.collect("sop_authorize", viewer="v", purpose="p", kind="k")
    with pytest.raises(CallRefused, match="notify"):
        plugins.collect("sop_accepted", receipt=None)
    with pytest.raises(CallRefused, match="collect"):
        plugins.notify("sop_prompts", situation=flat_situation())
    with pytest.raises(CallRefused, match="collect"):
        plugins.decide("sop_facts", situation=flat_situation())
    with pytest.raises(CallRefused, match="tighten"):
        plugins.decide("sop_release_policy", policy=None, plan=None)


@pytest.mark.parametrize("hook", HAS_PAYLOAD)
@pytest.mark.parametrize(
    "written",
    [
        "{first}",
        "*, {last}",
        "",
        "{backwards}",
        "{first}=None, other=3",
        "other=3, {first}=None",
        "**rest",
        "*rest",
    ],
)
def test_a_function_takes_what_it_names(hook, written):
    """By name: fewer arguments, in any order, with defaults or keyword-only; it gets what it asked for."""
    names = list(payload(hook))
    asked = written.format(first=names[0], last=names[-1], backwards=", ".join(reversed(names)))
    seen = []
    function = eval(
        f"lambda {asked}: note(locals())", {"note": lambda found: seen.append(dict(found))}
    )
    plugins = load(also={"p": plugin(**{hook: hookimpl(function)})})
    assert health_of(plugins, "p").reason == ""
    given = payload(hook)
    call(plugins, hook, given)
    (got,) = seen
    assert {name: value for name, value in got.items() if name in given and name in asked} == {
        name: given[name]
        for name in names
        if name in asked.replace("=", ",").replace("*,", "").replace(" ", "").split(",")
    }


def test_counts_are_exact_under_threads():
    """No fault and no call is lost, and a plugin at its limit is switched off once."""
    plugins = load("good", "raises", faults=200)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: call(plugins, "sop_facts"), range(199)))
    assert [fault.count for fault in health_of(plugins, "raises").faults] == [199]
    assert health_of(plugins, "raises").status == "active"
    assert health_of(plugins, "good").calls == 199
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: call(plugins, "sop_facts"), range(50)))
    assert health_of(plugins, "raises").status == "switched_off"
    assert health_of(plugins, "good").calls == 249
    assert len(call(plugins, "sop_authorize").denials) == 2


def test_faults_are_counted_while_the_lock_is_held():
    """Two threads that fail at once cannot lose a fault between reading and writing."""
    plugins = load("raises")
    held = []

    class Watched(dict):
        def __setitem__(self, key, value):
            held.append(plugins._lock._is_owned())
            super().__setitem__(key, value)

    plugins._active["raises"].faults = Watched()
    call(plugins, "sop_facts")
    assert held == [True]


def test_looking_at_health_does_not_count_as_a_call():
    """Health can be asked as often as one likes."""
    plugins = load("good")
    call(plugins, "sop_facts")
    assert [health_of(plugins, "good").calls for _ in range(3)] == [1, 1, 1]
