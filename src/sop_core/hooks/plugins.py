"""The plugins of one host: loaded once, then called from any thread, and their health.

The set never changes after `load`. What does change, behind one lock, is what is known of each
plugin: its faults, and whether it is still called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from threading import RLock
from typing import Any

import attrs

from sop_core.errors import CallRefused, Issue, LoadError, NotFound, json_path, listed, shown
from sop_core.hooks.caller import Line, Slot, run
from sop_core.hooks.copies import lend_nothing, lend_one, lend_several, unfrozen
from sop_core.hooks.fit import PARAMETERS
from sop_core.hooks.found import names_of, wanted
from sop_core.hooks.loading import Member, members
from sop_core.hooks.payloads import ReleasePlan, ReleasePolicy
from sop_core.hooks.results import (
    Answer,
    Decision,
    Denied,
    FaultKind,
    Passed,
    PluginFault,
    PluginHealth,
    Tightened,
)
from sop_core.hooks.returns import CHECKS
from sop_core.hooks.spec import DECIDE_HOOKS, HOOKS, RECORD_HOOKS, HookKind
from sop_core.types import is_id

# By their own names: to look one up in its class takes as long as to lend a mapping.
_COLLECT, _DECIDE, _NOTIFY = HookKind.COLLECT, HookKind.DECIDE, HookKind.NOTIFY
_UnfrozenAnswer = unfrozen(Answer)

_LENDERS = (lend_nothing, lend_one, lend_several, lend_several)

_SAID: Mapping[FaultKind, str] = {
    "raised": "it raised {what}",
    "returned": "it returned what the hook does not give ({what})",
    "changed": "it changed what it was lent",
    "recursed": "it called its own hook from inside itself",
    "slow": "it took longer than its budget",
}


#: What each hook gives, as a plugin's author reads it beside what came instead.
_GIVES: Mapping[str, str] = {
    "sop_definitions": "a list of dicts and paths",
    "sop_prompts": "a list of ShownPrompt",
    "sop_facts": "a mapping from fact ids to plain values",
    "sop_advise": "a list of Advice",
    "sop_export_formats": "a list of ExportFormat",
    "sop_authorize": "a Denial, or True, False or None",
    "sop_release_policy": "a ReleasePolicy or None",
    "sop_accepted": "nothing",
}

_NO_OBJECTION = Decision(allowed=True)


class Plugins:
    """A host's plugins, each isolated from the host and the others; safe to share between threads."""

    def __init__(self, loaded: Iterable[Member], *, budget: float, faults: int) -> None:
        """Made by `Plugins.load`."""
        self._members = tuple(loaded)
        # One name may stand twice in a report: a refused plugin can bear the name of another.
        self._active = {one.name: one for one in self._members if one.status == "active"}
        self._rank = {one.name: place for place, one in enumerate(self._members)}
        self._most_faults = faults
        # Reentrant: a finalizer of a plugin's may run while the lock is held, and call back.
        self._lock = RLock()
        self._lines = {
            hook: Line(
                hook,
                kind,
                parameters=PARAMETERS[hook],
                check=CHECKS[hook],
                lend=_LENDERS[len(PARAMETERS[hook])],
                budget=budget,
                report=self._report,
            )
            for hook, kind in HOOKS.items()
        }
        # What is denied whatever anyone answers: the decisions of plugins that cannot make them.
        self._denials: dict[str, tuple[Denied, ...]] = dict.fromkeys(DECIDE_HOOKS, ())
        for member in self._members:
            self._take_in(member)

    @classmethod
    def load(
        cls,
        plugins: bool | Sequence[str] = True,  # noqa: FBT001, FBT002  the host's own word for it
        *,
        require: Sequence[str] = (),
        record_plugins: Sequence[str] = (),
        builtin: Mapping[str, object] | None = None,
        environ: Mapping[str, str] | None = None,
        budget: float = 1.0,
        faults: int = 3,
    ) -> Plugins:
        """Load a host's plugins; a bad one is left out, and `health` says why.

        `plugins` is True for all that are installed (or those of `SOP_PLUGINS`), False for none, or
        the exact names. `builtin` are sop_core's own, always loaded. `record_plugins` may see
        records. `environ` is read for the variables of `found`. `budget` is in seconds a call, and
        at `faults` faults a plugin is switched off. Raises LoadError where one that `require` names
        is not active, CallRefused for arguments that make no sense.
        """
        if not _is_number(budget, float) or not budget > 0:
            raise CallRefused(
                f"budget is {shown(budget)}. It is the seconds that a plugin's call may take. "
                "Give a number above 0."
            )
        if not _is_number(faults, int) or faults < 1:
            raise CallRefused(
                f"faults is {shown(faults)}. At that many faults a plugin is switched off. Give a "
                "whole number of 1 or more."
            )
        given = dict(builtin or {})
        bad = [name for name in given if not is_id(name)]
        if bad:
            raise CallRefused(f"builtin names a plugin {shown(bad[0])}. A plugin's name is an id.")
        needed = names_of("require", require)
        want = wanted(plugins, record_plugins, environ or {})
        loaded = cls(members(want, given), budget=budget, faults=faults)
        issues = [loaded._unmet(place, name) for place, name in enumerate(sorted(needed))]
        if any(issues):
            raise LoadError(
                "A plugin that the host requires is not healthy.", issues=filter(None, issues)
            )
        return loaded

    # --------------------------------------------------------------------------------- calls

    def collect(self, hook: str, **payload: object) -> tuple[Answer, ...]:
        """Each plugin's answer to a collect hook, in a stable order; whoever has none is left out.

        A plugin that fails costs its own answer. Raises NotFound for a name that is no hook,
        CallRefused for another kind of hook or for arguments that are not the hook's.
        """
        answers, _ = run(self._line(hook, _COLLECT), payload)
        if not answers:
            return ()
        given = []
        for slot, value in answers:
            answer = _UnfrozenAnswer()
            answer.plugin = slot.name
            answer.value = value
            answer.__class__ = Answer
            given.append(answer)
        return tuple(given)

    def notify(self, hook: str, **payload: object) -> None:
        """Tell every plugin; what one of them does is kept from the host. Raises as `collect`."""
        run(self._line(hook, _NOTIFY), payload)

    def decide(self, hook: str = "sop_authorize", **payload: object) -> Decision:
        """Whether any plugin objects: one that says no, fails, or cannot be asked, denies.

        Raises as `collect`; `sop_release_policy` is asked by `tighten`.
        """
        if hook == "sop_release_policy":
            raise CallRefused(
                "sop_release_policy gives a policy, not a yes or no. Call tighten(policy, plan)."
            )
        answers, faults = run(self._line(hook, _DECIDE), payload)
        if not (answers or faults or self._denials[hook]):
            return _NO_OBJECTION
        said = [Denied(slot.name, denial.reason) for slot, denial in answers]
        denials = self._all_denials(hook, [*said, *_failed(faults)])
        return Decision(allowed=False, denials=denials)

    def tighten(self, policy: ReleasePolicy, plan: ReleasePlan) -> Tightened:
        """The strictest of the host's policy and the plugins' wishes, field by field.

        A looser wish is passed over and named. One that fails, cannot be asked, or answers for
        another audience forbids the release: the policy is None.
        """
        answers, faults = run(self._lines["sop_release_policy"], {"policy": policy, "plan": plan})
        passed: list[Passed] = []
        strictest = policy
        for slot, wish in answers:
            if wish.audience != policy.audience:
                faults.append((slot, self._report(slot, "returned", "audience")))
                continue
            strictest, looser = _stricter(strictest, wish, than=policy)
            passed += [Passed(slot.name, name) for name in looser]
        denials = self._all_denials("sop_release_policy", _failed(faults))
        allowed = None if denials else strictest
        return Tightened(policy=allowed, denials=denials, passed=tuple(passed))

    def _line(self, hook: str, kind: HookKind) -> Line:
        line = self._lines.get(hook)
        if line is None:
            raise NotFound(f"{shown(hook)} is no hook. The hooks are {listed(HOOKS)}.")
        if line.kind is not kind:
            raise CallRefused(f"{hook} is a {line.kind} hook. It is not called as a {kind} hook.")
        return line

    def _all_denials(self, hook: str, said: Iterable[Denied]) -> tuple[Denied, ...]:
        """One denial a plugin, what it said itself before what is said of it, in a stable order."""
        first: dict[str, Denied] = {}
        for denied in (*said, *self._denials[hook]):
            first.setdefault(denied.plugin, denied)
        return tuple(sorted(first.values(), key=lambda denied: self._rank[denied.plugin]))

    # -------------------------------------------------------------------------------- health

    def health(self) -> tuple[PluginHealth, ...]:
        """How every plugin of this host is doing, in the order in which they are called."""
        with self._lock:
            calls = {hook: line.calls() for hook, line in self._lines.items()}
            return tuple([self._health_of(member, calls) for member in self._members])

    def _health_of(self, member: Member, calls: Mapping[str, int]) -> PluginHealth:
        return PluginHealth(
            name=member.name,
            status=member.status,
            reason=member.reason,
            version=member.version,
            hooks=tuple(member.functions),
            denies=() if member.status == "active" else member.decides,
            records=member.records,
            faults=tuple(
                [PluginFault(*what, count) for what, count in sorted(member.faults.items())]
            ),
            calls=sum(_calls_of(slot, calls[slot.hook]) for slot in member.slots),
            slowest=max((slot.slowest for slot in member.slots), default=0.0),
        )

    def _unmet(self, place: int, name: str) -> Issue | None:
        if name in self._active:
            return None
        named = [(one.status, one.reason) for one in self._members if one.name == name]
        status, reason = named[0] if named else ("missing", "")
        return Issue(
            "plugin_not_healthy",
            json_path("require", place),
            f"plugin {shown(name)} is {status}, and the host requires it. {reason}".rstrip(),
            fix=f"Mend it, or take it out of require. Healthy are: {listed(self._active) or 'none'}.",
        )

    # ----------------------------------------------------------------------- what can go wrong

    def _take_in(self, member: Member) -> None:
        if member.status != "active":
            _log("plugin %s is %s: %s", member.name, member.status, member.reason)
            self._deny_for(member)
            return
        member.slots = tuple(
            Slot(name=member.name, hook=hook, function=function)
            for hook, function in member.functions.items()
            if member.records or hook not in RECORD_HOOKS
        )
        for slot in member.slots:
            self._lines[slot.hook].live += (slot,)

    def _deny_for(self, member: Member) -> None:
        for hook in member.decides:
            why = f"The plugin is {member.status}, so what it decides is denied. {member.reason}"
            self._denials[hook] = (*self._denials[hook], Denied(member.name, why))

    def _report(self, slot: Slot, kind: FaultKind, what: str) -> str:
        """Count a fault, and switch the plugin off where it is one too many; the fault in words."""
        wanted = f"; the hook gives {_GIVES[slot.hook]}" if kind == "returned" else ""
        _log("plugin %s, hook %s: %s %s%s", slot.name, slot.hook, kind, what, wanted)
        member = self._active[slot.name]
        with self._lock:
            slot.refused += kind == "recursed"
            fault = (slot.hook, kind, what)
            member.faults[fault] = member.faults.get(fault, 0) + 1
            too_many = sum(member.faults.values()) >= self._most_faults
            if (too_many or kind == "slow") and member.status == "active":
                self._switch_off(member, slot.hook, _SAID[kind].format(what=what))
        return _SAID[kind].format(what=what)

    def _switch_off(self, member: Member, hook: str, said: str) -> None:
        member.status = "switched_off"
        member.reason = (
            f"In {hook} {said}; faults so far: {sum(member.faults.values())}. A plugin over its budget, "
            "or with repeated faults, is not called again. Mend it, and load again."
        )
        for slot in member.slots:
            line = self._lines[slot.hook]
            line.live = tuple(one for one in line.live if one is not slot)
            slot.calls = line.calls() - slot.refused
        self._deny_for(member)
        _log("plugin %s is %s: %s", member.name, member.status, member.reason)


def _is_number(value: object, kind: type) -> bool:
    return isinstance(value, int | kind) and not isinstance(value, bool)


def _calls_of(slot: Slot, so_far: int) -> int:
    return slot.calls if slot.calls is not None else so_far - slot.refused


def _failed(faults: Iterable[tuple[Slot, str]]) -> list[Denied]:
    why = "While a plugin with a decide hook fails, what it decides is denied."
    return [Denied(slot.name, f"The plugin failed: {said}. {why}") for slot, said in faults]


def _stricter(
    so_far: ReleasePolicy, wish: ReleasePolicy, *, than: ReleasePolicy
) -> tuple[ReleasePolicy, tuple[str, ...]]:
    """Field by field the stricter of two policies, and the fields that the wish would loosen."""
    changes: dict[str, Any] = {}
    looser: list[str] = []
    for field in attrs.fields(ReleasePolicy):
        stricter = field.metadata.get("stricter")
        if stricter is None:
            continue
        asked, first = getattr(wish, field.name), getattr(than, field.name)
        if stricter(asked, first) != asked:
            looser.append(field.name)
        changes[field.name] = stricter(asked, getattr(so_far, field.name))
    return attrs.evolve(so_far, **changes), tuple(looser)


def _log(message: str, *values: object) -> None:
    """Names of plugins, hooks and types alone; a handler that fails must not fail the hook."""
    import logging  # where nothing goes wrong, nothing is logged

    with suppress(Exception):
        logging.getLogger("sop_core.hooks").warning(message, *values)
