"""The picture of a session's steps in docs/coaching.md, drawn from the table that the rules are read from.

`python -m tools.session_diagram` writes it between its two marks; `--check` only compares, and exits 1 where
the page shows another table.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sop_core.coaching import STEPS, Format

PAGE = Path(__file__).resolve().parents[1] / "docs/coaching.md"
BEGIN, END = "<!-- drawn: steps -->", "<!-- drawn: end -->"


def diagram() -> str:
    """The steps of one worker's session as a mermaid diagram: an arrow from each step to those that need it."""
    steps = STEPS[Format.INDIVIDUAL]
    lines = ["```mermaid", "flowchart TD"]
    for step in steps:
        said = [
            step.writer.value,
            *(["optional"] if step.optional else []),
            *(["closes"] if step.closes else []),
        ]
        lines.append(f'    {step.name}["{step.name.replace("_", " ")}<br>{", ".join(said)}"]')
    for step in steps:
        # What a needed step needs itself need not be drawn again.
        further = {need for one in steps if one.name in step.needs for need in one.needs}
        lines += [f"    {need} --> {step.name}" for need in step.needs if need not in further]
    return "\n".join([*lines, "```"])


def drawn(page: str) -> str:
    """The page with today's picture between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{diagram()}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Write the picture, or compare it."""
    page = PAGE.read_text("utf-8")
    if "--check" not in arguments:
        PAGE.write_text(drawn(page), "utf-8")
        return 0
    stale = drawn(page) != page
    print(
        "docs/coaching.md shows another table: python -m tools.session_diagram"
        if stale
        else "session diagram: as the table"
    )
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
