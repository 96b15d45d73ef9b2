"""docs/mutation.json, what it must keep, and the page that is made from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

DOCS = Path(__file__).resolve().parents[1] / "docs"
DATA, PAGE = DOCS / "mutation.json", DOCS / "mutation.md"
#: The least share of a room's mutants that a test has to notice, in percent.
GOAL = 95


class Survivor(NamedTuple):
    """A change that no test notices: which module, what holds it, the lines before and after."""

    module: str
    where: str
    was: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.module}: {self.where or 'module'}: `{self.was}` made `{self.becomes}`"


class Mutation(NamedTuple):
    """The data: a row for each module, and what a person has written.

    In a row, `mutmut` is how many mutants mutmut made, and `beyond` how many are beyond its reach; None
    where those were not tried.

    `named` are survivors with their reasons, `left_out` tables of a module that are not mutated, with
    theirs: what is data like a definition's, of which a test sees every entry.
    """

    modules: dict[str, dict[str, Any]]
    named: list[dict[str, str]]
    left_out: list[dict[str, str]]

    def survivors(self) -> Iterator[Survivor]:
        """Every survivor that was counted."""
        for module, row in self.modules.items():
            for one in row["survived"]:
                yield Survivor(module, one["in"], one["was"], one["becomes"])

    def reasons(self) -> dict[Survivor, str]:
        """The reason of each survivor that has one."""
        return {
            Survivor(one["module"], one["in"], one["was"], one["becomes"]): one["reason"]
            for one in self.named
        }

    def complaints(self) -> Iterator[str]:
        """What keeps the count from being good: survivors without reason, reasons without survivor."""
        reasons, survivors = self.reasons(), set(self.survivors())
        for one in sorted(survivors - reasons.keys()):
            yield f"survives without a reason: {one}. Write a test that fails, or name it with its reason."
        for one in sorted(reasons.keys() - survivors):
            if one.module in self.modules:
                yield f"a reason for what does not survive: {one}. Take it out."
        for room, modules in self.by_room().items():
            made, killed = totals(modules)
            if 100 * killed < GOAL * made:
                yield f"{room}: {killed} of {made} mutants are killed, which is less than {GOAL} percent."

    def by_room(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The rows of each room, in the order of their names."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for name, row in sorted(self.modules.items()):
            found.setdefault(name.partition(".")[0], {})[name] = row
        return found


def made_of(row: Mapping[str, Any]) -> int:
    """How many mutants of a module were tried."""
    return int(row["mutmut"] + (row["beyond"] or 0))


def totals(modules: Mapping[str, Mapping[str, Any]]) -> tuple[int, int]:
    """How many mutants there are, and how many of them are killed."""
    rows = modules.values()
    return sum(made_of(row) for row in rows), sum(row["killed"] for row in rows)


def load() -> Mutation:
    """The data as it stands; empty where there is none yet."""
    if not DATA.exists():
        return Mutation({}, [], [])
    return Mutation(**json.loads(DATA.read_text(encoding="utf-8")))


def save(data: Mutation) -> None:
    """The data, and the page made from it."""
    kept = data._replace(modules=dict(sorted(data.modules.items())))
    text = json.dumps(kept._asdict(), ensure_ascii=False, indent=1)
    DATA.write_text(text + "\n", encoding="utf-8")
    PAGE.write_text(page(kept), encoding="utf-8")


HEAD = """# Mutation testing

*Made from `docs/mutation.json` by `make mutants`; change that, not this page.*

A mutant is the library with one small fault put in: a `<` made `<=`, a word of a message changed, an argument left
out. If no test fails, either a test is missing or the change makes no difference that anybody could see. Each
mutant that survives is listed below with the reason why it may.

```sh
make mutants
make mutants ALL=1
make mutants MODULES='exact instruments.form'
make mutants MODULES=instruments AGAIN=1
make mutants MODULES=exact BEYOND=1
```

The first runs the modules that changed since they were last counted, and goes on where it was stopped; the second
every one, from nothing; the third those that are named, or a whole room. The fourth runs only the survivors without a
reason, with the tests as they are now. Every room has to reach the goal by itself.

[mutmut](https://mutmut.readthedocs.io) changes functions and methods. Each mutant meets those tests of
`[tool.mutmut]` in `pyproject.toml` that reach its function, the fastest first, with a few examples of each law, the
same ones for all; a function that no test reaches counts as a survivor. Before that, the tests must pass without a
mutant, and fail where every changed function does. A survivor without a reason is then looked at again in a process
of its own, since mutmut's inherit what earlier tests made with the unchanged code.

What mutmut leaves alone (tables of words and other statements of a module, defaults of fields, decorated functions
such as properties) our own `tools/mutant_reach.py` can change by the same operators: the column *beyond*. That takes
a process for each mutant, so it is done only where it is asked for: a dash says that it was not, and then none of
these are among that module's mutants.

"""


def page(data: Mutation) -> str:
    """docs/mutation.md."""
    lines = [line for room, modules in data.by_room().items() for line in _room(room, modules)]
    lines += ["## Survivors and why they may survive", ""]
    reasons = data.reasons()
    by_reason: dict[str, Counter[Survivor]] = {}
    for one in data.survivors():
        by_reason.setdefault(reasons.get(one, "No reason yet."), Counter())[one] += 1
    for reason, survivors in sorted(by_reason.items()):
        lines += [f"**{reason}**", ""]
        lines += [
            f"- {_code(one)}{f' ({times} times)' if times > 1 else ''}"
            for one, times in sorted(survivors.items())
        ]
        lines.append("")
    if data.left_out:
        lines += ["## Not mutated", ""]
        lines += [f"- `{one['module']}`, `{one['in']}`: {one['reason']}" for one in data.left_out]
    return HEAD + "\n".join(lines).rstrip() + "\n"


def _room(room: str, modules: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    made, killed = totals(modules)
    share = f"{100 * killed / made:.1f}" if made else "0"
    tried = [f"`{name}`" for name, row in modules.items() if row["beyond"] is not None]
    yield from (f"## {room}", "")
    yield f"{killed} of {made} mutants are killed: {share} percent; the goal is {GOAL}."
    yield f"Beyond mutmut's reach, too: {', '.join(tried) or 'no module'}."
    yield from ("", "| module | mutants | beyond | killed | survived | counted on |")
    yield "|---|---|---|---|---|---|"
    yield from (_row(name, row) for name, row in modules.items())
    yield ""


def _row(name: str, row: Mapping[str, Any]) -> str:
    made, beyond = made_of(row), "-" if row["beyond"] is None else row["beyond"]
    return (
        f"| `{name}` | {made} | {beyond} | {row['killed']} | {made - row['killed']} | {row['on']} |"
    )


def _code(one: Survivor) -> str:
    was, becomes = (_quoted(text) for text in (one.was, one.becomes))
    return f"`{one.module}`, `{one.where or 'module'}`: {was} made {becomes}"


def _quoted(text: str) -> str:
    """A line of code in a Markdown list; two backticks around what holds one."""
    if not text:
        return "nothing"
    return f"`` {text} ``" if "`" in text else f"`{text}`"
