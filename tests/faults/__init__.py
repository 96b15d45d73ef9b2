"""Plugins that do everything wrong, each in its own way and in every hook, and one that is right.

They are real modules, found through real entry points, or handed over as `builtin`. `SECRET` is what
their exceptions and answers say: it must never come out in a log, a reason or a fault.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sop_core.hooks import HOOKS, hookimpl
from sop_core.hooks.fit import PARAMETERS

SECRET = "case 4711, the mother said"

#: What a plugin does when it is called: the hook's name, and what it was lent.
Behaviour = Callable[[str, tuple[Any, ...]], Any]


def in_every_hook(behave: Behaviour) -> dict[str, Any]:
    """A function for each of the hooks, with the hook's own signature, all doing the same."""
    made: dict[str, Any] = {"sop_api": 1}
    for hook in HOOKS:
        named = ", ".join(PARAMETERS[hook])
        tupled = f"({named},)" if named else "()"
        function = eval(f"lambda {named}: behave({hook!r}, {tupled})", {"behave": behave})
        made[hook] = hookimpl(function)
    return made


#: The modules that fail in each call, and the kind and word of the fault that is named for it.
IN_CALLS = {
    "raises": ("raised", "ValueError"),
    "raises_base": ("raised", "Outside"),
    "exits": ("raised", "SystemExit"),
    "ends_generators": ("raised", "GeneratorExit"),
    "cancels": ("raised", "CancelledError"),
    "groups": ("raised", "BaseExceptionGroup"),
    "recurses_without_end": ("raised", "RecursionError"),
    "hides_in_a_name": ("raised", "unnamed"),
    "returns_an_object": ("returned", "object"),
    "returns_a_number": ("returned", "int"),
    "returns_text": ("returned", "str"),
    "returns_a_type_named_after_a_case": ("returned", "unnamed"),
    "deletes": ("changed", ""),
    "mutates": ("changed", ""),
    "poisons": ("changed", ""),
}

#: Which of them need an argument to do it on.
NEEDS_A_PAYLOAD = {"deletes", "mutates", "poisons"}

#: The modules that fail before they are ever called.
AT_LOAD = (
    "has_no_api",
    "has_another_api",
    "has_api_true",
    "has_no_hook",
    "is_a_class",
    "is_async",
    "is_misspelt",
    "is_misspelt_beyond_knowing",
    "is_twice",
    "is_unmarked",
    "is_data",
    "takes_by_place",
    "asks_too_much",
    "wraps",
    "wraps_the_old_way",
    "raises_on_import",
    "exits_on_import",
    "lies_about_itself",
)
