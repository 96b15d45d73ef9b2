"""`python -m bench`: one table, and `bench.json`. `--short` takes fewer rounds. Nothing fails by its time.

`python -m bench tallying warehousing` measures these parts alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from attrs import asdict

from bench import (
    accepting,
    hooking,
    imports,
    panels,
    releasing,
    rendering,
    tallying,
    warehousing,
)

PARTS = (imports, accepting, hooking, panels, rendering, tallying, warehousing, releasing)


def main() -> None:
    """Run every measurement, or those that are named, and print what came of it."""
    rounds = 5 if "--short" in sys.argv else 21
    named = [part for part in PARTS if part.__name__.removeprefix("bench.") in sys.argv[1:]]
    found = [one for part in named or PARTS for one in part.results(rounds=rounds)]
    print(f"{'what':34} {'ratio':>7} {'goal':>6} {'ours':>11} {'floor':>11}")
    for one in found:
        goal = "" if one.goal is None else f"{one.goal:.2g}"
        ours, floor = f"{one.median:.1f} {one.unit}", f"{one.floor_median:.1f} {one.unit}"
        print(f"{one.name:34} {one.ratio:7.3f} {goal:>6} {ours:>11} {floor:>11}")
    Path("bench.json").write_text(
        json.dumps([asdict(one) for one in found], indent=1) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
