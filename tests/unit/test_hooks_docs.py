"""docs/hooks.md is the contract in words: each hook with its exact signature, and what its page says."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from sop_core.hooks import HOOKS, RECORD_HOOKS, spec

PAGE = Path(__file__).parents[2].joinpath("docs", "hooks.md").read_text("utf-8")
SPEC = {
    node.name: node
    for node in ast.parse(inspect.getsource(spec)).body
    if isinstance(node, ast.FunctionDef)
}


def section(hook):
    """What stands under a hook's own heading."""
    found = re.search(rf"^### `{hook}`$(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/hooks.md has no section for {hook}"
    return found[1]


def signature(function):
    return (ast.unparse(function.args), ast.unparse(function.returns) if function.returns else None)


def words(text):
    return " ".join(re.sub(r"^- ", "", text, flags=re.MULTILINE).split())


def test_every_hook_is_specified_and_nothing_else_is():
    """The table of hooks, the functions of the specification and the page's headings are the same."""
    assert set(SPEC) == set(HOOKS)
    assert re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE) == list(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_documented_with_its_exact_signature(hook):
    """Names, annotations and the return type, as they are in the specification."""
    (code,) = re.findall(r"```python\n(.*?)```", section(hook), re.DOTALL)
    (documented,) = ast.parse(code).body
    assert isinstance(documented, ast.FunctionDef)
    assert documented.name == hook
    assert signature(documented) == signature(SPEC[hook])
    assert None not in signature(documented)
    assert all(argument.annotation for argument in documented.args.args)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hooks_page_is_its_docstring(hook):
    """Kind, when it is called, what to return, what becomes of several answers, what a fault costs."""
    text = ast.get_docstring(SPEC[hook]) or ""
    assert text.startswith(f"Kind: {HOOKS[hook]}.")
    for part in ("Called ", "Return ", "Several ", "A fault "):
        assert re.search(rf"^{part}", text, re.MULTILINE), f"{hook} does not say: {part}…"
    page = section(hook).split("```")[-1]
    assert words(page) == words(text)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_table_names_the_kind(hook):
    """The table at the top says the kind, and whether the hook is for plugins listed for records."""
    (kind,) = re.findall(rf"^\| `{hook}` \| ([^|]+) \|", PAGE, re.MULTILINE)
    assert kind == HOOKS[hook] + (", for records" if hook in RECORD_HOOKS else "")
