"""Tables of contents that load a name when it is first used (PEP 562): a host pays for what it uses."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def table(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """A package's `__getattr__`: `modules` says in which of its modules each public name lives."""
    homes = {name: module for module, names in modules.items() for name in names.split()}
    # Importing a module sets its name on the package, where it would stand in for ours.
    if homes.keys() & modules.keys():
        raise ImportError(f"{package}: a name and its module are called the same")

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    # What a person lists at a prompt, or an editor completes, is there before it is loaded.
    here = sys.modules[package]
    vars(here)["__dir__"] = lambda: sorted({*vars(here), *homes})
    return load
