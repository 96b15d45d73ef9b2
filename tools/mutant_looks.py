"""A look at one mutant in a process of its own, which remembers nothing.

mutmut's processes inherit what earlier tests made with the unchanged code: what survives in one of
them may be noticed here. And what mutmut cannot change is tried here in its module's place
(`tools/mutant_reach.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tools.mutant_reach import MODULE, TEXT, Mutant
from tools.mutant_rooms import ROOT, WORK, Found, environment, near, settings
from tools.mutant_runs import NOTICED, reach

SECONDS = 300


def pytest(*chosen: str) -> list[str]:
    """The tests as [tool.mutmut] selects them (or the chosen ones), until the first that fails."""
    found = settings()
    return [
        *(sys.executable, "-m", "pytest", "-x", "-q"),
        *found["pytest_add_cli_args"],
        *(chosen or found["pytest_add_cli_args_test_selection"]),
    ]


def noticed(command: list[str], cwd: Path, more: Mapping[str, str]) -> bool:
    """Whether the tests fail under what the environment names."""
    try:
        done = subprocess.run(
            command, cwd=cwd, env={**environment(), **more}, timeout=SECONDS,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in {0, *NOTICED}:
        sys.exit(f"the tests could not run (exit {done.returncode}): {' '.join(command)}")
    return done.returncode != 0


def again(found: Found) -> Found:
    """A survivor of mutmut's: the unit tests of its room, then whatever else reaches its function."""
    path = os.pathsep.join(str(WORK / part) for part in ("src", "."))
    more = {"MUTANT_UNDER_TEST": found.name, "PYTHONPATH": path}
    close = near([found.module])
    others = [test for test in reach(found.name) if test.partition("::")[0] not in close]
    looks = [pytest(*tests) for tests in (close, others) if tests]
    killed = any(noticed([*look, "--rootdir=."], WORK, more) for look in looks)
    return found._replace(killed=killed)


def prove_again(module: str) -> None:
    """The second look passes without a mutant, and fails where every mutated function does."""
    none = Found(module, Mutant("", "", ""), killed=False, by_mutmut=True)
    if again(none._replace(name="none")).killed or not again(none._replace(name="fail")).killed:
        sys.exit(f"The second look does not see mutmut's copy of sop_core.{module}.")


def swapped(name: str, mutant: Mutant, quick: bool = False) -> Found:  # noqa: FBT001, FBT002
    """One mutant beyond mutmut's reach, in its module's place; quickly, with the nearest tests alone."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / f"{name.rpartition('.')[2]}.py"
        text.write_text(mutant.text, encoding="utf-8")
        more = {MODULE: f"sop_core.{name}", TEXT: str(text), "PYTHONPATH": str(ROOT / "src")}
        swap = ("-p", "tools.mutant_reach")
        looks = [pytest(*near([name])), pytest()][: 1 if quick else 2]
        killed = any(noticed([*command, *swap], ROOT, more) for command in looks)
    return Found(name, mutant, killed, False)


def prove(modules: Mapping[str, Path], jobs: int) -> None:
    """The tests pass on the modules as they are, and fail on each that is broken: they do meet it."""
    texts = {name: path.read_text(encoding="utf-8") for name, path in modules.items()}
    name, text = next(iter(texts.items()))
    if swapped(name, Mutant("", "", "", text)).killed:
        subprocess.run(pytest(), cwd=ROOT, env=environment(), check=False)
        sys.exit("The tests fail on the library as it is.")
    broken = [
        (name, Mutant("", "", "", text + "\nraise SystemError('broken on purpose')\n"))
        for name, text in texts.items()
    ]
    for one in each(swapped, broken, jobs):
        if not one.killed:
            sys.exit(f"No test meets sop_core.{one.module}: nothing can be said of its mutants.")


def each(work: Callable[..., Found], rows: list[tuple[Any, ...]], jobs: int) -> Iterator[Found]:
    """The rows, `jobs` at a time, in their order."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda row: work(*row), rows)
