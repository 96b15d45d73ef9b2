"""Which modules are mutated, by room, and what became of each mutant.

A room is a folder of the library (`instruments`), a module a file of it (`instruments.exact`).
[tool.mutmut] in pyproject.toml names the rooms, and the tests that may notice a mutant.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tools.mutant_reach import Mutant
from tools.mutation_report import Survivor

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "sop_core"
WORK = ROOT / "mutants"


class Found(NamedTuple):
    """What became of one mutant. Of one that was killed nobody asks what it changed."""

    module: str
    mutant: Mutant
    killed: bool
    by_mutmut: bool
    name: str = ""

    def survivor(self) -> Survivor:
        """As docs/mutation.json names it."""
        return Survivor(self.module, self.mutant.where, self.mutant.was, self.mutant.becomes)


def settings() -> dict[str, Any]:
    """[tool.mutmut] of pyproject.toml."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["tool"]["mutmut"]
    return found


def rooms() -> dict[str, Path]:
    """The modules that are mutated, by name: `instruments.exact` and its file."""
    patterns = settings()["only_mutate"]
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name != "__init__.py"
        and any(fnmatch.fnmatch(path.relative_to(ROOT).as_posix(), each) for each in patterns)
    }


def named(modules: dict[str, Path], names: Iterable[str]) -> dict[str, Path]:
    """Those that are meant by `instruments.exact`, by `exact`, or by their room, `instruments`."""
    asked = set(names)
    return {
        name: path
        for name, path in modules.items()
        if asked & {name, name.partition(".")[0], name.rpartition(".")[2]}
    }


def digest_of(path: Path) -> str:
    """What a count is of: it is stale once the file is another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def environment() -> dict[str, str]:
    """The same few examples for every mutant, and no other copy of the library on the path."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return {
        **kept, "HYPOTHESIS_PROFILE": "mutants", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # which takes longer than most mutants live
    }  # fmt: skip


def near(modules: Iterable[str]) -> list[str]:
    """The unit tests that import a room of these modules themselves: they notice most, in seconds."""
    wanted = {f"from sop_core.{name.partition('.')[0]}" for name in modules}
    ignored = [arg.partition("=")[2] for arg in settings()["pytest_add_cli_args"]]
    return [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests/unit").glob("test_*.py"))
        if not any(fnmatch.fnmatch(path.relative_to(ROOT).as_posix(), each) for each in ignored)
        and any(each in path.read_text(encoding="utf-8") for each in wanted)
    ]
