"""Whether a loaded object fits the contract, before it is ever called; and if not, why.

pluggy by itself is silent about a misspelt hook, and about a function whose marker was forgotten.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import MethodType
from typing import Any

from attrs import field, frozen

from sop_core.errors import listed
from sop_core.hooks import spec
from sop_core.hooks.markers import PROJECT, SOP_API
from sop_core.hooks.spec import DECIDE_HOOKS, HOOKS

_MARK = f"{PROJECT}_impl"

#: Each hook's arguments, in the order of its specification.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    hook: tuple(inspect.signature(getattr(spec, hook)).parameters) for hook in HOOKS
}


_REST = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@frozen
class Fit:
    """What a plugin implements. `problems` are sentences that teach; with one, it is left out.

    `decides` names the hooks that a plugin which is left out or off denies: those that it has, or
    every one where it cannot be known.
    """

    functions: Mapping[str, Callable[..., Any]] = field(factory=dict)
    problems: tuple[str, ...] = ()
    decides: tuple[str, ...] = DECIDE_HOOKS


@frozen
class _Found:
    attribute: str
    hook: str
    function: Any
    options: Mapping[str, Any] | None


def _static(plugin: object, attribute: str) -> tuple[object, Any] | None:
    """The function behind an attribute and what carries its marker, without running any code."""
    static = inspect.getattr_static(plugin, attribute, None)
    if isinstance(static, staticmethod | classmethod):
        return static, static.__func__
    if isinstance(static, MethodType):
        return static.__func__, static.__func__
    return (static, static) if inspect.isroutine(static) else None


def _candidates(plugin: object) -> Iterator[_Found]:
    """Every attribute that is marked as a hook, or is called like one."""
    for attribute in dir(plugin):
        found = _static(plugin, attribute)
        holder, function = found if found is not None else (None, None)
        options = getattr(holder, _MARK, None) or getattr(function, _MARK, None)
        if isinstance(options, dict):
            hook = options.get("specname") or attribute
            yield _Found(attribute, hook, getattr(plugin, attribute), options)
        elif attribute in HOOKS or (found is not None and attribute.startswith("sop_")):
            yield _Found(attribute, attribute, function, None)


def _misspelt(found: _Found) -> str:
    from difflib import get_close_matches  # only where something is misspelt

    near = get_close_matches(found.hook, HOOKS, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    return (
        f"{found.hook} is no hook, and a misspelt hook would never be called. {meant}"
        f"The hooks are {listed(HOOKS)}. A helper of another name begins with an underscore."
    )


def _signature_problem(found: _Found) -> str | None:
    """Why a function cannot be called with its hook's arguments, if that is so."""
    offered = PARAMETERS[found.hook]
    asked = [
        p for p in inspect.signature(found.function).parameters.values() if p.kind not in _REST
    ]
    alien = [p.name for p in asked if p.name not in offered and p.default is p.empty]
    if not alien and (_is_direct(found) or all(p.kind is not p.POSITIONAL_ONLY for p in asked)):
        return None
    said = "takes arguments by place"
    if alien:
        said = f"asks for {listed(alien)}, which {found.hook} does not give"
    instance = " Give an object of the class, not the class." if alien[:1] == ["self"] else ""
    return (
        f"{found.attribute} {said}. Arguments are matched by name, so that a contract can gain "
        f"some. {found.hook} gives {listed(offered) or 'none'}.{instance}"
    )


def _problem(found: _Found) -> str | None:
    """The first thing that is wrong with a function, in a sentence that says what to do."""
    if found.options is None:
        what = "is no function" if found.function is None else "is not marked"
        return (
            f"{found.attribute} {what}, so it would never be called. Put @hookimpl on a function "
            "of that name."
        )
    if found.options.get("wrapper") or found.options.get("hookwrapper"):
        return (
            f"{found.attribute} is a hook wrapper. A wrapper sees and changes what other plugins "
            "answer, so it is refused. Write a plain function that gives its own answer."
        )
    if inspect.iscoroutinefunction(found.function) or inspect.isasyncgenfunction(found.function):
        return (
            f"{found.attribute} is async, and hooks are called from ordinary code. Make it a plain "
            "function."
        )
    return _signature_problem(found)


def _is_direct(found: _Found) -> bool:
    offered = PARAMETERS[found.hook]
    asked = list(inspect.signature(found.function).parameters.values())[: len(offered)]
    by_place = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return tuple(p.name for p in asked) == offered and all(p.kind in by_place for p in asked)


def _adapted(found: _Found) -> Callable[..., Any]:
    """The function as it is called: with all of the hook's arguments, in the contract's order."""
    function: Callable[..., Any] = found.function
    if _is_direct(found):
        return function
    offered = PARAMETERS[found.hook]
    asked = inspect.signature(function).parameters
    wanted = [(name, place) for place, name in enumerate(offered) if name in asked]
    return lambda *args: function(**{name: args[place] for name, place in wanted})


def _api_problem(plugin: object) -> str | None:
    stated = getattr(plugin, "sop_api", None)
    if type(stated) is int and stated == SOP_API:
        return None
    said = "states no sop_api" if stated is None else f"states another sop_api than {SOP_API}"
    return (
        f"It {said}. A plugin is called only under the contract that it was written for. Write "
        f"`sop_api = {SOP_API}` in it once it keeps that contract, or install a version that does."
    )


def fit(plugin: object) -> Fit:
    """What a plugin implements, and all that is wrong with it; raises what the plugin raises."""
    problems = [_api_problem(plugin)]
    functions: dict[str, Callable[..., Any]] = {}
    has: list[str] = []
    unknown = False
    for found in _candidates(plugin):
        if found.hook not in HOOKS:
            if not (found.options and found.options.get("optionalhook")):
                problems.append(_misspelt(found))
                unknown = True
            continue
        problem = _problem(found)
        if found.hook in has:
            problem = (
                f"{found.hook} is there twice, and a plugin answers once. Make one of the two."
            )
        problems.append(problem)
        has.append(found.hook)
        if problem is None:
            functions[found.hook] = _adapted(found)
    if not has and not unknown:
        problems.append("It has no hook, so it is never called. Point the entry point at what has.")
    known = has and not unknown
    return Fit(
        functions={hook: functions[hook] for hook in HOOKS if hook in functions},
        problems=tuple(problem for problem in problems if problem is not None),
        decides=tuple(hook for hook in DECIDE_HOOKS if hook in has) if known else DECIDE_HOOKS,
    )
