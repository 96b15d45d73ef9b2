"""Mutation testing: does a test fail for each small change of the rooms that may not be wrong?

`python -m tools.mutants` runs the modules that changed since docs/mutation.json last counted them,
`--all` runs every one from nothing, and names (`exact`, `instruments.exact`, or a whole room,
`instruments`) run those. It goes on where it was stopped, and saves each module once it is complete.

1. mutmut changes functions and methods ([tool.mutmut] in pyproject.toml says which rooms and tests);
2. what survived and is not named is looked at again in a process of its own (`tools/mutant_looks.py`);
3. with `--beyond`, `tools/mutant_reach.py` changes what mutmut cannot: module tables, defaults,
   decorated functions. Each takes a process of its own, so a room takes hours.

Counts and dates go to docs/mutation.json and docs/mutation.md. A survivor that is right to survive is
named there by hand, under "named", with its reason. It exits 1 if a survivor has no reason, if less
than 95 % of a room are killed, or if a reason is for nothing. `--again` runs no mutant but those
without a reason, with the tests as they are now; `--check` only compares the page and the data.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools import mutant_looks as looks
from tools import mutant_runs as runs
from tools.mutant_reach import beyond_reach
from tools.mutant_rooms import Found, digest_of, named, rooms
from tools.mutation_report import PAGE, Mutation, Survivor, load, page, save


def counted(found: list[Found], path: Path, *, beyond: bool) -> dict[str, Any]:
    """One module's row in docs/mutation.json; nothing is said of what was not tried."""
    return {
        "source": digest_of(path),
        "on": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "mutmut": sum(one.by_mutmut for one in found),
        "beyond": sum(not one.by_mutmut for one in found) if beyond else None,
        "killed": sum(one.killed for one in found),
        "survived": [
            {"in": one.mutant.where, "was": one.mutant.was, "becomes": one.mutant.becomes}
            for one in found
            if not one.killed
        ],
    }


def note(name: str, found: list[Found], *, beyond: bool = False) -> None:
    """Saves one module's count, beside whatever else is written there by now."""
    data = load()
    rows = {one: row for one, row in data.modules.items() if one in rooms()}
    row = counted(found, rooms()[name], beyond=beyond)
    save(data._replace(modules={**rows, name: row}))


def wanted(names: list[str], data: Mutation, *, every: bool) -> dict[str, Path]:
    """The modules to run: the named ones, every one, or those whose file is not what was counted."""
    modules = rooms()
    if names:
        chosen = named(modules, names)
        if not chosen:
            sys.exit(f"no such module; there are {', '.join(modules)}")
        return chosen
    return {
        name: path
        for name, path in modules.items()
        if every or counted_of(data, name) != digest_of(path)
    }


def run(modules: Mapping[str, Path], jobs: int, *, anew: bool) -> None:
    """Step 1. A module whose last mutant is decided is saved while the others still run."""
    runs.begin(anew=anew)
    reasons = load().reasons()
    for name, path in modules.items():
        if runs.decided(path):
            doubtful = [one for one in runs.found_of(name, path) if is_doubtful(one, reasons)]
            runs.forget((one.name for one in doubtful), path)
    saved: set[str] = set()

    def meanwhile() -> None:
        for name, path in modules.items():
            if name not in saved and runs.decided(path):
                note(name, list(runs.found_of(name, path)))
                saved.add(name)

    runs.run(modules, jobs, meanwhile)
    meanwhile()


def is_doubtful(found: Found, reasons: Mapping[Survivor, str]) -> bool:
    """A survivor that nobody has named."""
    return not found.killed and found.survivor() not in reasons


def look_again(modules: Mapping[str, Path], jobs: int) -> dict[str, list[Found]]:
    """Step 2, module by module, and what is known of each after it."""
    reasons = load().reasons()
    known: dict[str, list[Found]] = {}
    for name, path in modules.items():
        found = list(runs.found_of(name, path))
        doubtful = [(one,) for one in found if is_doubtful(one, reasons)]
        if doubtful:
            looks.prove_again(name)
        second = {one.name: one for one in looks.each(looks.again, doubtful, jobs)}
        known[name] = [second.get(one.name, one) for one in found]
        note(name, known[name])
        left = sum(is_doubtful(one, reasons) for one in known[name])
        print(f"{name}: {len(found)}, looked at again {len(doubtful)}, left {left}", flush=True)
    return known


def go_beyond(known: Mapping[str, list[Found]], jobs: int) -> None:
    """Step 3, module by module."""
    data = load()
    left_out = {(one["module"], one["in"]) for one in data.left_out}
    looks.prove({name: rooms()[name] for name in known}, jobs)
    for name, found in known.items():
        path = rooms()[name]
        rows = [
            (name, mutant, Survivor(name, *mutant[:3]) in data.reasons())
            for mutant in beyond_reach(path.name, path.read_text(encoding="utf-8"))
            if (name, mutant.where) not in left_out
        ]
        note(name, [*found, *looks.each(looks.swapped, rows, jobs)], beyond=True)
        print(f"{name}: beyond mutmut's reach {len(rows)}", flush=True)


def count(asked: argparse.Namespace) -> None:
    """The modules that are asked for, by the steps that are."""
    modules = wanted(asked.modules, load(), every=asked.all)
    if not modules:
        print("No module has changed since it was last counted.")
        return
    print(f"mutating {', '.join(modules)}", flush=True)
    if asked.again:
        runs.copy_tests()
    else:
        run(modules, asked.jobs, anew=asked.all)
    if not asked.quick:
        known = look_again(modules, asked.jobs)
        if asked.beyond:
            go_beyond(known, asked.jobs)


def main() -> int:
    """What the module's docstring says."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants")
    parser.add_argument(
        "modules", nargs="*", help="modules or rooms, such as exact; else those that changed"
    )
    parser.add_argument("--all", action="store_true", help="every module, from nothing")
    parser.add_argument(
        "--quick", action="store_true", help="no second look: some survivors are none"
    )
    parser.add_argument("--again", action="store_true", help="only the second look")
    parser.add_argument("--beyond", action="store_true", help="what mutmut cannot change, too")
    parser.add_argument("--page", action="store_true", help="only make the page from the data")
    parser.add_argument("--check", action="store_true", help="only compare the page with the data")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    asked = parser.parse_args()
    if not (asked.page or asked.check):
        count(asked)
    data = load()
    if not asked.check:
        save(data)
    complaints = list(data.complaints())
    if PAGE.read_text(encoding="utf-8") != page(data):
        complaints.append("docs/mutation.md is stale: python -m tools.mutants --page")
    stale = [name for name, path in rooms().items() if digest_of(path) != counted_of(data, name)]
    if stale:
        print(f"not counted as they are now: {', '.join(stale)}")
    print("\n".join(complaints) or "Every survivor has its reason.")
    return bool(complaints)


def counted_of(data: Mutation, name: str) -> object:
    """The digest of the file that a module's count is of."""
    return data.modules.get(name, {}).get("source")


if __name__ == "__main__":
    raise SystemExit(main())
