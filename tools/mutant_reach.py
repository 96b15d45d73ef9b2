"""The mutants that mutmut does not make: of a module's own statements and of decorated functions.

mutmut swaps functions while the tests run, so it leaves alone what runs once, when the module is
imported (tables of words, patterns, defaults of fields), and whatever a decorator has wrapped
(properties, cached ones, remembered functions). Here its own operators make those mutants too, each
as a module's whole text, and `Swap` puts that text in the module's place before anything imports it.

As a pytest plugin (`-p tools.mutant_reach`) this file swaps what the environment names.
"""

from __future__ import annotations

import difflib
import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    import libcst as cst

MODULE, TEXT = "SOP_MUTANT_MODULE", "SOP_MUTANT_TEXT"
#: Names of a module that say what it holds; `make check` and the frozen API are what tests them.
CONTENTS = ("__all__", "__getattr__")


class Mutant(NamedTuple):
    """One change of a module: where, which lines were there, which lines are there now."""

    where: str
    was: str
    becomes: str
    text: str = ""


def change(before: str, after: str) -> tuple[str, str]:
    """The lines that two texts do not share, without their indentation."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0))[2:]
    was, becomes = (
        " ".join(" ".join(line[1:].split()) for line in lines if line.startswith(mark))
        for mark in "-+"
    )
    return was, becomes


def beyond_reach(name: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module that mutmut passes over, by its own operators."""
    import libcst as cst
    from libcst.metadata import MetadataWrapper
    from mutmut.mutation.file_mutation import MutationVisitor, deep_replace
    from mutmut.mutation.mutators import mutation_operators
    from mutmut.mutation.pragma_handling import get_ignored_lines

    class Everything(MutationVisitor):
        def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
            if isinstance(node, cst.FunctionDef) and node.decorators:
                return False
            return super()._skip_node_and_children(node)

    module = cst.parse_module(source)
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    visitor = Everything(mutation_operators, get_ignored_lines(name, source, wrapper))
    wrapper.visit(visitor)
    places = dict(_places(module))
    for mutation in visitor.mutations:
        holder = mutation.contained_by_top_level_function
        if isinstance(holder, cst.FunctionDef) and not _wrapped(holder):
            continue
        where = places.get(mutation.original_node, "")
        if where in CONTENTS:
            continue
        changed = deep_replace(module, mutation.original_node, mutation.mutated_node)
        text = module.code_for_node(cast("cst.Module", changed))
        yield Mutant(where, *change(source, text), text)


def _wrapped(function: cst.FunctionDef) -> bool:
    names = [getattr(each.decorator, "value", "") for each in function.decorators]
    return bool(names) and names not in (["staticmethod"], ["classmethod"])


def _places(module: cst.Module) -> Iterator[tuple[cst.CSTNode, str]]:
    """For each node the name of what holds it: a constant, a class's field, a decorated method."""
    import libcst as cst

    def below(node: cst.CSTNode, name: str) -> Iterator[tuple[cst.CSTNode, str]]:
        yield node, name
        for child in node.children:
            yield from below(child, name)

    def named(statements: Sequence[Any], prefix: str) -> Iterator[tuple[cst.CSTNode, str]]:
        for statement in statements:
            name = prefix + _name_of(statement)
            if isinstance(statement, cst.ClassDef):
                yield from named(statement.body.body, f"{name}.")
            else:
                yield from below(statement, name)

    yield from named(module.body, "")


def _name_of(statement: Any) -> str:
    import libcst as cst

    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return statement.name.value
    first = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
    if isinstance(first, cst.Assign):
        return str(getattr(first.targets[0].target, "value", ""))
    return str(getattr(first.target, "value", "")) if isinstance(first, cst.AnnAssign) else ""


class Swap:
    """An importer that reads one module from another file, and leaves all others to the next one."""

    def __init__(self, module: str, text: Path) -> None:
        self.module, self.text = module, text

    def find_spec(
        self, name: str, _path: object = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The mutant in the module's place."""
        if name != self.module:
            return None
        return importlib.util.spec_from_file_location(name, self.text)


if MODULE in os.environ:
    if os.environ[MODULE] in sys.modules:
        raise ImportError(f"{os.environ[MODULE]} was imported before its mutant could be")
    sys.meta_path.insert(0, Swap(os.environ[MODULE], Path(os.environ[TEXT])))
